"""The engine, on a small law of its own: dated versions, places, and the strictest of them."""

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from goodstanding.law import LawBook, NoRule

SOURCE = '[source.s]\nname = "A statute"\nurl = "https://example.org"\nread_on = 2026-01-02\n'
RULE = '[[rule]]\nid = "{id}"\nsay = "Say."\ncite = "1 X 2"\nsource = "s"\nstatus = "verified"\n'


def book(tmp_path: Path, text: str) -> LawBook:
    (tmp_path / "sample.toml").write_text(SOURCE + text, "utf-8")
    return LawBook.load(tmp_path)


def calls(take: str) -> str:
    return (
        RULE.format(id="calls")
        + f"""
take = "{take}"
at = [
  {{ place = "US", from = 2021-11-30, value = 7 }},
  {{ place = "MN", from = 2024-10-01, until = 2025-12-31, value = 5, cite = "MN 5" }},
  {{ place = "MN", from = 2026-01-01, value = 6 }},
  {{ place = "house", from = 2026-06-01, value = 9, cite = "AR-4", status = "unverified" }},
]
"""
    )


@pytest.mark.parametrize(
    ("on", "state", "take", "value"),
    [
        ("2021-11-30", "MN", "lowest", 7),  # the first day
        ("2024-09-30", "MN", "lowest", 7),
        ("2024-10-01", "MN", "lowest", 5),
        ("2025-12-31", "MN", "lowest", 5),  # the last day of a version
        ("2026-01-01", "MN", "lowest", 6),
        ("2026-01-01", "WI", "lowest", 7),
        ("2026-06-01", "MN", "lowest", 6),  # house policy may be stricter, never looser
        ("2026-06-01", "MN", "highest", 9),
        ("2026-05-31", "MN", "highest", 7),
    ],
)  # fmt: skip
def test_the_version_in_force(tmp_path, on, state, take, value):
    law = book(tmp_path, calls(take)).on(date.fromisoformat(on), state)
    assert law.number("calls") == value


@pytest.mark.parametrize(("state", "value"), [("MN", 6), ("WI", 7)])
def test_nearest_is_the_state_and_then_the_nation(tmp_path, state, value):
    at = '[{ place = "US", from = 2020-01-01, value = 7 }, '
    at += '{ place = "MN", from = 2020-01-01, value = 6 }]'
    law = book(tmp_path, RULE.format(id="r") + f"at = {at}\n").on(date(2026, 1, 1), state)
    assert law.number("r") == value


def test_before_the_first_version_there_is_no_rule(tmp_path):
    law = book(tmp_path, calls("lowest")).on(date(2021, 11, 29), "MN")
    assert not law.in_force("calls")
    with pytest.raises(NoRule, match="2021-11-29"):
        law.number("calls")
    assert law.cite("calls") == "1 X 2"


def test_an_unknown_rule_is_no_rule(tmp_path):
    law = book(tmp_path, calls("lowest")).on(date(2026, 1, 1), "MN")
    for ask in (law.cite, law.number, law.in_force):
        with pytest.raises(NoRule, match="cals"):
            ask("cals")


def test_a_version_may_have_its_own_citation_and_standing(tmp_path):
    version = book(tmp_path, calls("highest")).on(date(2026, 6, 1), "MN").version("calls")
    assert (version.cite, version.verified, version.binds) == ("AR-4", False, "clinic")
    assert version.source.read_on == date(2026, 1, 2)


def test_when_law_and_house_agree_the_law_is_cited(tmp_path):
    at = '[{ place = "house", from = 2020-01-01, value = 3, cite = "AR-1" }, '
    at += '{ place = "US", from = 2020-01-01, value = 3 }]'
    law = book(tmp_path, RULE.format(id="r") + f'take = "lowest"\nat = {at}\n')
    assert law.on(date(2026, 1, 1), "MN").version("r").cite == "1 X 2"


def one(name: str, value: str) -> str:
    return (
        f'[[rule.parameter]]\nname = "{name}"\n'
        f'at = [{{ place = "US", from = 2020-01-01, value = {value} }}]\n'
    )


def test_each_reader_gives_its_type_and_refuses_another(tmp_path):
    text = RULE.format(id="r") + one("n", "7") + one("r", "0.05") + one("f", "true")
    text += one("d", "2024-10-01") + one("c", "08:00:00") + one("w", '["a", "b"]')
    law = book(tmp_path, text).on(date(2026, 1, 1), "MN")
    right = {
        "n": (law.number, 7),
        "r": (law.rate, Decimal("0.05")),
        "f": (law.flag, True),
        "d": (law.on_day, date(2024, 10, 1)),
        "c": (law.clock, time(8)),
        "w": (law.words, ("a", "b")),
    }
    assert law.cents("r", "n") == 700
    for name, (read, value) in right.items():
        assert read("r", name) == value
        for other, (wrong, _) in right.items():
            if other != name and (name, other) != ("n", "r"):  # a whole number is a rate too
                with pytest.raises(TypeError):
                    wrong("r", name)


def dated(at: str, more: str = "") -> str:
    return RULE.format(id="r") + f"{more}\nat = [{at}]\n"


ONE = '{ place = "US", from = 2020-01-01 }'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (RULE.format(id="r"), "no version"),
        (dated('{ place = "US", from = 2020-01-01, vaule = 1 }'), "vaule"),
        (dated(ONE, 'tkae = "lowest"'), "tkae"),
        (dated(ONE, 'take = "least"'), "take"),
        (dated('{ place = "US", from = 2020-01-02, until = 2020-01-01 }'), "span"),
        (dated('{ place = "US", from = "2020-01-02" }'), "span"),
        (dated(f"{ONE}, {ONE}"), "two versions"),
        (dated(f'{ONE}, {{ place = "MN", from = 2020-01-01, value = 3 }}'), "one type"),
        (dated(ONE) + dated(ONE), "twice"),
        (dated(ONE, 'gate = "stop"'), "stop is not one of"),
        (dated(ONE, 'reach = "far"'), "far is not one of"),
        (dated(ONE, 'like = "mn-none"'), "mn-none"),
        (calls("nearest"), "policy beside law"),
        ("[[rules]]\n", "rules"),
    ],
)
def test_a_fault_in_a_rule_file_is_found_when_it_is_read(tmp_path, text, fault):
    with pytest.raises(ValueError, match=fault):
        book(tmp_path, text)


def test_a_day_is_built_once(tmp_path):
    small = book(tmp_path, calls("lowest"))
    law = small.on(date(2026, 1, 1), "MN")
    assert law is small.on(date(2026, 1, 1), "MN")
    assert law.as_of(date(2024, 10, 1)).number("calls") == 5


def test_an_edition_is_rebuilt_from_its_content(tmp_path):
    small = book(tmp_path, calls("lowest"))
    again = LawBook.from_content(small.content)
    assert again.mark == small.mark
    assert again.rules == small.rules
    other = book(tmp_path, calls("highest"))
    assert (len(small.mark), other.mark == small.mark) == (64, False)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("read_on = 2026-01-02", "read_on = 2026-08-02", True),
        ('status = "verified"', 'status = "verified"\nnote = "A remark."', True),
        ("value = 5", "value = 4", False),
        ("until = 2025-12-31", "until = 2025-12-30", False),
        ("Say.", "Say it.", False),
        ("1 X 2", "1 X 3", False),
        ('take = "lowest"', 'take = "highest"', False),
        ('status = "verified"', 'status = "verified"\nreach = "either"', False),
    ],
)
def test_the_mark_of_a_rule_is_of_what_a_lawyer_confirms(old, new, same):
    text = SOURCE + calls("lowest")
    assert old in text
    before = LawBook({"a.toml": text}).rules["calls"].mark
    assert (LawBook({"a.toml": text.replace(old, new)}).rules["calls"].mark == before) is same
