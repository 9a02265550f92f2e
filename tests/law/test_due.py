"""What the office should look at: the edges of ninety and of 180 days."""

from datetime import date

import pytest

from goodstanding.law import LawBook
from goodstanding.law.due import changes, unread
from tools.law_due import due

BOOK = LawBook(
    {
        "r.toml": """
[source.old]
name = "Old"
url = "https://example.org/old"
read_on = 2026-01-01
[source.never]
name = "Never"
url = "https://example.org/never"
[source.house]
name = "Clinic policy"
[[rule]]
id = "us-a"
say = "A."
cite = "1"
source = "old"
status = "verified"
at = [
  { place = "US", from = 2020-01-01, until = 2026-03-31 },
  { place = "US", from = 2026-04-01 },
]
[[rule.parameter]]
name = "waived_until"
at = [{ place = "US", from = 2020-01-01, value = 2026-05-01 }]
[[rule]]
id = "us-b"
say = "B."
cite = "2"
source = "never"
status = "unverified"
at = [{ place = "US", from = 2000-01-01 }]
[[rule]]
id = "gate.c"
say = "C."
cite = "Clinic policy"
source = "house"
status = "verified"
at = [{ place = "house", from = 2000-01-01 }]
"""
    }
)


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2025-12-30", []),
        ("2025-12-31", [("ends", "2026-03-31")]),
        ("2026-01-01", [("ends", "2026-03-31"), ("begins", "2026-04-01")]),
        ("2026-01-31", [("ends", "2026-03-31"), ("begins", "2026-04-01"), ("names", "2026-05-01")]),
        ("2026-03-31", [("ends", "2026-03-31"), ("begins", "2026-04-01"), ("names", "2026-05-01")]),
        ("2026-04-02", [("names", "2026-05-01")]),
        ("2026-05-02", []),
    ],
)
def test_what_changes_within_ninety_days(on, found):
    near = changes(BOOK, date.fromisoformat(on))
    assert [(each.what, each.on.isoformat()) for each in near] == found


@pytest.mark.parametrize(
    ("on", "names"), [("2026-06-30", ["Never"]), ("2026-07-01", ["Never", "Old"])]
)
def test_a_source_is_read_again_after_180_days(on, names):
    assert [each.source.name for each in unread(BOOK, date.fromisoformat(on))] == names


def test_the_maker_of_the_list_says_file_rule_and_day(tmp_path):
    (tmp_path / "r.toml").write_text(BOOK.texts["r.toml"], "utf-8")
    assert list(due(tmp_path, date(2026, 4, 2))) == [
        "r.toml: us-a waived_until (US) names 2026-05-01",
        "r.toml: Never was never read: us-b",
    ]
