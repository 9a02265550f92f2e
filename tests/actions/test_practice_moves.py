"""A charge given to another account: nobody is asked for what was paid."""

from datetime import date

import pytest

from goodstanding.records.queries.account_record import facts_of
from tests.actions.test_practice_twins import TABLES, remit
from tests.actions.test_practice_twins import take_in as take_in_remitted
from tests.agreement import differences
from tests.ledger_text import assert_proven, owed, take_in, tell, write_export

pytestmark = pytest.mark.django_db
STORY = """
2026-05-01 charge C1 100.00 patient
2026-06-10 patient_payment C1 30.00 as T1
2026-06-11 charity C1 5.00 as T2
2026-05-01 charge C9 1.00 patient patient=b1
"""
MOVED = ("C1 100.00 patient", "C1 100.00 patient patient=b1")
PAID = ("C1 30.00 as T1", "C1 30.00 as T1 patient=b1")
GIVEN = ("C1 5.00 as T2", "C1 5.00 as T2 patient=b1")
OFF = ("C1 30.00 as T1", "- 30.00 as T1")
DAYS = [date(2026, 5, 20), date(2026, 6, 10), date(2026, 9, 30)]


def after(tmp_path, *changes: tuple[str, str], text: str = STORY):
    for before, now in changes:
        assert before in text
        text = text.replace(before, now)
    return write_export(text, tmp_path / "after")


def both() -> tuple[str, str]:
    return owed("2026-09-30"), owed("2026-09-30", "B")


@pytest.mark.parametrize("changes", [(), (PAID,), (GIVEN,), (OFF,)])
def test_a_charge_stays_when_some_of_its_money_does(tmp_path, changes):
    tell(STORY)
    told = take_in(after(tmp_path, MOVED, *changes))
    (first, *_) = told.problems
    assert (first["where"], first["code"]) == ("charges.csv line 2", "moved_without_its_money")
    assert first["cents"] == 10000
    insurer, patient, credit = owed("2026-09-30", "B").split()
    assert (insurer, patient, credit) == ("0.00", "1.00", "0.00")
    assert_proven()


def test_a_charge_sent_alone_stays_with_its_payments(tmp_path):
    tell(STORY)
    (after(tmp_path, MOVED) / "transactions.csv").unlink()
    told = take_in(tmp_path / "after")
    assert "T1, T2" in told.problems[0]["text"]
    assert both() == ("0.00 65.00 0.00", "0.00 1.00 0.00")


@pytest.mark.parametrize("changes", [(PAID, GIVEN), (OFF, GIVEN)])
def test_a_charge_moves_with_all_its_money(tmp_path, changes):
    tell(STORY)
    folder = after(tmp_path, MOVED, *changes)
    assert take_in(folder).status == "posted"
    assert differences(folder, DAYS) == []
    assert_proven()


def test_a_charge_moves_once_its_payments_were_reversed(tmp_path):
    undone = "2026-06-20 reversal of T1 as R1\n2026-06-21 reversal of T2 as R2\n"
    tell(STORY + undone)
    (after(tmp_path, MOVED, text=STORY + undone) / "transactions.csv").unlink()
    assert take_in(tmp_path / "after").status == "posted"
    assert both() == ("0.00 0.00 0.00", "0.00 101.00 0.00")


def test_a_payment_put_back_by_a_second_reversal_holds_it_too(tmp_path):
    undone = "2026-06-20 reversal of T1 as R1\n2026-06-21 reversal of R1 as R2\n"
    tell(STORY + undone)
    told = take_in(after(tmp_path, MOVED, PAID, GIVEN, text=STORY + undone))
    assert told.problems[0]["code"] == "moved_without_its_money"
    assert owed("2026-09-30", "B").split()[1] == "1.00"


def test_a_payment_that_would_be_set_aside_moves_nothing(tmp_path):
    tell(STORY)
    told = take_in(after(tmp_path, MOVED, GIVEN, (PAID[0], f"{PAID[1]} reference={'r' * 81}")))
    assert told.problems[0]["code"] == "moved_without_its_money"
    assert owed("2026-09-30", "B").split()[1] == "1.00"


def test_a_changed_payment_moves_in_its_latest_version(tmp_path):
    tell(STORY)
    tell(STORY.replace("30.00", "35.00"))
    folder = after(tmp_path, MOVED, PAID, GIVEN)
    assert take_in(folder).status == "posted"
    assert differences(folder, DAYS) == []


def test_a_remittances_money_keeps_the_charge(tmp_path, monkeypatch):
    take_in_remitted(tmp_path / "one")
    remit(tmp_path)
    other = {"guarantors": "G2,Test,Bo\n", "patients": "P2,G2,Test,Bo,1980-01-01\n"}
    for name, row in other.items():
        monkeypatch.setitem(TABLES, name, TABLES[name] + row)
    monkeypatch.setitem(TABLES, "charges", TABLES["charges"].replace("C1,P1", "C1,P2"))
    received = take_in_remitted(tmp_path / "two")
    assert [problem["code"] for problem in received.problems] == ["moved_without_its_money"]
    assert "(a remittance)" in received.problems[0]["text"]
    facts = facts_of("G2", date(2026, 12, 1))
    assert facts is not None
    assert (facts.insurer_cents, facts.patient_cents) == (0, 0)
