"""An export that says something else than the one before: the books follow, no posting
is changed.
"""

from datetime import date
from pathlib import Path

import pytest

from goodstanding.records import bulk
from tests.agreement import differences
from tests.ledger_text import assert_proven, layers, newest, owed, take_in, write_export

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 5, 15), date(2026, 6, 15), date(2026, 7, 5), date(2026, 7, 31)]
BEFORE = """
coverage NSTAR commercial 1 effective_on=2026-01-01
2026-05-01 charge C1 200.00
2026-05-01 charge C2 60.00 patient
2026-06-01 insurer_payment C1 80.00
2026-06-01 to_patient C1 120.00 as M
2026-06-09 patient_payment C2 60.00 as P
2026-06-20 reversal of P as R
2026-06-21 patient_payment - 15.00 patient=b1
"""
CHANGES = {
    "an amount": [("to_patient C1 120.00", "to_patient C1 95.00")],
    "a day": [("2026-06-01 to_patient", "2026-07-10 to_patient")],
    "a kind": [("to_patient C1 120.00", "contractual C1 120.00")],
    "another charge": [("to_patient C1 120.00 as M", "charity C2 12.00 as M")],
    "taken off its charge": [("to_patient C1 120.00 as M", "patient_payment - 120.00 as M")],
    "a charge's amount": [("C1 200.00", "C1 260.00")],
    "a charge to nothing": [("C1 200.00", "C1 0.00")],
    "a charge's party": [("C1 200.00", "C1 200.00 patient")],
    "a charge's day": [("2026-05-01 charge C1", "2026-05-20 charge C1")],
    "a charge's patient": [
        ("200.00", "200.00 patient=b1"),
        ("80.00", "80.00 patient=b1"),
        ("120.00 as M", "120.00 as M patient=b1"),
    ],
    "a coverage that ended": [
        ("effective_on=2026-01-01", "effective_on=2026-01-01 ends_on=2026-03-31")
    ],
    "another payer": [("NSTAR", "LAKES")],
    "another guarantor": [
        (
            "2026-06-21 patient_payment - 15.00 patient=b1",
            "2026-06-21 patient_payment - 15.00 patient=b1 account=A",
        )
    ],
}


def rewritten(text: str, changes: list[tuple[str, str]]) -> str:
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


@pytest.mark.parametrize("change", CHANGES)
def test_the_books_follow_a_changed_export(tmp_path, change):
    assert take_in(write_export(BEFORE, tmp_path / "before")).status == "posted"
    posted = bulk.select("SELECT * FROM records_transfer ORDER BY id")
    after = write_export(rewritten(BEFORE, CHANGES[change]), tmp_path / "after")
    assert take_in(after).status == "posted"
    assert differences(after, DAYS) == []
    assert bulk.select("SELECT * FROM records_transfer ORDER BY id")[: len(posted)] == posted
    # And back again, as it was at first.
    assert take_in(tmp_path / "before").status == "posted"
    assert differences(tmp_path / "before", DAYS) == []
    last = newest("transfer")
    (tmp_path / "before/charges.csv").open("a").write("\n")
    assert take_in(tmp_path / "before").status == "posted"
    assert newest("transfer") == last
    assert_proven()


def test_a_reversal_may_move_to_a_later_day_but_not_to_an_earlier_one(tmp_path):
    take_in(write_export(BEFORE, tmp_path / "before"))
    for day in ("2026-07-01", "2026-07-20"):
        after = write_export(
            BEFORE.replace("2026-06-20 reversal", f"{day} reversal"), tmp_path / day
        )
        assert take_in(after).status == "posted"
        assert differences(after, DAYS) == []
    told = take_in(tmp_path / "before")
    assert [p["code"] for p in told.problems] == ["changed_after_reversal"]
    assert differences(tmp_path / "2026-07-20", DAYS) == []
    assert_proven()


def test_a_coverage_that_comes_alone_moves_what_it_explains(tmp_path):
    """Charges that left "expects" open were the patient's; the coverage found later makes them the
    insurer's.
    """
    take_in(
        write_export(
            "2026-05-01 charge C1 200.00\n2026-05-01 charge C2 60.00 patient", tmp_path / "one"
        )
    )
    assert owed("2026-06-15") == "0.00 260.00 0.00"
    only(tmp_path, "coverage NSTAR commercial 1")
    assert owed("2026-06-15") == "200.00 60.00 0.00"
    assert layers("2026-06-15") == "C2 2026-05-01 60.00"
    assert bulk.select("SELECT payer FROM records_charge ORDER BY number") == [
        ("NSTAR",),
        ("NSTAR",),
    ]
    assert_proven()


def only(tmp_path: Path, text: str) -> None:
    """coverages.csv without any other table."""
    whole = write_export(text, tmp_path / "whole")
    (tmp_path / "alone").mkdir()
    (whole / "coverages.csv").rename(tmp_path / "alone/coverages.csv")
    assert take_in(tmp_path / "alone").status == "posted"


def test_a_transaction_changed_after_its_reversal_is_set_aside(tmp_path):
    take_in(write_export(BEFORE, tmp_path / "before"))
    text = BEFORE.replace("patient_payment C2 60.00 as P", "patient_payment C2 50.00 as P")
    told = take_in(write_export(text, tmp_path / "after"))
    # The reversal beside it says 50.00 now too; both stay as they were, and a person is told of
    # both.
    assert {p["code"] for p in told.problems} == {"changed_after_reversal"}
    assert owed("2026-06-30") == "0.00 180.00 0.00"
    assert_proven()
