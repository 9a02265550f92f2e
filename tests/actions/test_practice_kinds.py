"""A number that comes back as something else: the row is set aside, and the rest goes in."""

from pathlib import Path

import pytest

from tests.ledger_text import assert_proven, count, owed, take_in, write_export

pytestmark = pytest.mark.django_db
STORY = """
2026-05-01 charge C1 100.00 patient
2026-05-01 charge C2 100.00 patient
2026-06-10 patient_payment C1 30.00 as T1
2026-06-10 patient_payment C2 30.00 as T2
2026-06-10 denial C1 7.00 as D1
2026-06-15 reversal of T1 as R1
2026-06-16 reversal of D1 as R2
"""
HEADER = "transaction_id,patient_id,charge_id,posted_on,kind,amount,reverses"
GOOD = "X9,a1,C1,2026-06-20,patient_payment,1.00,"


def only(folder: Path, *rows: str):
    folder.mkdir(parents=True)
    (folder / "transactions.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return take_in(folder)


@pytest.fixture
def books(tmp_path):
    assert take_in(write_export(STORY, tmp_path / "before")).status == "posted"
    assert owed("2026-09-30") == "0.00 170.00 0.00"


OTHERWISE = {
    "a reversal as a payment": ("R1,a1,C1,2026-06-20,patient_payment,7.00,", "changed_kind"),
    "the same day and amount": ("R1,a1,C1,2026-06-15,patient_payment,30.00,", "changed_kind"),
    "a reversal as a denial": ("R1,a1,C1,2026-06-20,denial,7.00,", "changed_kind"),
    "a denial's reversal as a payment": ("R2,a1,C1,2026-06-20,patient_payment,7.00,",
                                         "changed_kind"),
    "a payment as a reversal": ("T2,a1,C2,2026-06-25,reversal,30.00,T1", "changed_kind"),
    "a payment as a reversal of itself": ("T2,a1,C2,2026-06-10,reversal,30.00,T2", "changed_kind"),
    "a payment as a reversal of nothing": ("T2,a1,C2,2026-06-10,reversal,30.00,", "changed_kind"),
    "a denial as a payment": ("D1,a1,C1,2026-06-10,patient_payment,7.00,", "changed_kind"),
    "a payment as a denial": ("T2,a1,C2,2026-06-10,denial,30.00,", "changed_kind"),
    "a denial as a reversal": ("D1,a1,C1,2026-06-10,reversal,7.00,T2", "changed_kind"),
    "a reversal of another": ("R1,a1,C1,2026-06-15,reversal,30.00,T2", "changed_reversal"),
    "a later reversal of another": ("R1,a1,C1,2026-06-25,reversal,30.00,T2", "changed_reversal"),
    "a denial's reversal of another": ("R2,a1,C1,2026-06-16,reversal,7.00,T2", "changed_reversal"),
    "a reversal of none": ("R1,a1,C1,2026-06-15,reversal,30.00,", "changed_reversal"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "code"), OTHERWISE.values(), ids=OTHERWISE.keys())
def test_a_known_number_that_is_something_else_now_is_set_aside(books, tmp_path, row, code):
    told = only(tmp_path / "after", row, GOOD)
    assert [problem["code"] for problem in told.problems] == [code]
    assert row.split(",")[0] in told.problems[0]["text"]
    assert (told.totals["transactions"]["new"], told.totals["transactions"]["same"]) == (1, 0)
    assert owed("2026-09-30") == "0.00 169.00 0.00"
    assert_proven()


SAME = ("T1,a1,C1,2026-06-10,patient_payment,30.00,", "R1,a1,C1,2026-06-15,reversal,30.00,T1",
        "D1,a1,C1,2026-06-10,denial,7.00,", "R2,a1,C1,2026-06-16,reversal,7.00,D1")  # fmt: skip


def test_what_is_the_same_stays_so(books, tmp_path):
    before = count("transfer")
    told = only(tmp_path / "after", *SAME)
    assert (told.status, told.totals["transactions"]["same"]) == ("posted", 4)
    assert count("transfer") == before


def test_a_reversal_of_a_changed_payment_is_still_its_own(books, tmp_path):
    only(tmp_path / "one", "T2,a1,C2,2026-06-10,patient_payment,20.00,")
    undone = "R3,a1,C2,2026-06-12,reversal,20.00,T2"
    assert only(tmp_path / "two", undone).status == "posted"
    for day in ("12", "13", "14"):
        later = undone.replace("06-12", f"06-{day}")
        told = only(tmp_path / day, later, "T2,a1,C2,2026-06-10,patient_payment,20.00,")
        assert told.status in ("posted", "duplicate"), told.problems
    assert owed("2026-06-13").split()[1] == "150.00"
    assert owed("2026-06-14").split()[1] == "170.00"


TWICE = {
    "payment, then reversal": (SAME[0], "X,a1,C1,2026-06-13,patient_payment,30.00,",
                               "X,a1,C1,2026-06-12,reversal,30.00,T2"),
    "reversal, then payment": ("X,a1,C1,2026-06-12,reversal,30.00,T2",
                               "X,a1,C1,2026-06-13,patient_payment,30.00,"),
    "two payments": ("X,a1,C1,2026-06-13,patient_payment,30.00,",
                     "X,a1,C1,2026-06-13,patient_payment,31.00,"),
}  # fmt: skip


@pytest.mark.parametrize("chunk", [5000, 1])
@pytest.mark.parametrize("rows", TWICE.values(), ids=TWICE.keys())
def test_a_number_that_stands_twice_in_one_file(books, tmp_path, monkeypatch, rows, chunk):
    monkeypatch.setattr("goodstanding.actions.practice_transactions.CHUNK", chunk)
    told = only(tmp_path / "after", *rows)
    assert [problem["code"] for problem in told.problems] == ["duplicate_row"]
    assert owed("2026-09-30") == "0.00 140.00 0.00"
    assert_proven()


def test_two_reversals_under_one_number(books, tmp_path):
    first = "X,a1,C2,2026-06-12,reversal,30.00,T2"
    told = only(tmp_path / "after", first, first, first.replace(",T2", ",R1"))
    assert [problem["code"] for problem in told.problems] == ["duplicate_row"]
    assert owed("2026-09-30") == "0.00 200.00 0.00"


def test_a_denial_and_a_payment_under_one_key_are_told_apart(tmp_path):
    """Both are the first row of their table; each is reversed once, and only once."""
    take_in(write_export("2026-05-01 charge C0 0.00 patient\n2026-05-01 charge C1 100.00 patient",
                         tmp_path / "charges"))  # fmt: skip
    told = only(
        tmp_path / "after", "D1,a1,C1,2026-06-10,denial,7.00,", "D2,a1,C1,2026-06-10,denial,7.00,",
        "T1,a1,C1,2026-06-10,patient_payment,5.00,",
        *(f"R{n}{d},a1,C1,2026-06-1{n},reversal,7.00,{d}" for n in (1, 2) for d in ("D1", "D2")),
        "RT,a1,C1,2026-06-11,reversal,5.00,T1",
    )  # fmt: skip
    assert [problem["code"] for problem in told.problems] == ["cannot_reverse"] * 2
    assert owed("2026-09-30") == "0.00 100.00 0.00"
