"""Days handed to the accountant: nothing is posted on them, by whatever way it comes."""

from datetime import date, timedelta

import pytest

from goodstanding.actions import periods, posting
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.records.models import AuditEvent, Charge, ImportProblem, PeriodLock, Transfer
from goodstanding.records.queries.periods import locked_until
from tests.ledger_text import AT, assert_proven, count, owed, take_in, tell, write_export
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db
KIM = Actor("kim", "manager")
OCTOBER = date(2026, 10, 31)
BOOKS = """
coverage NSTAR commercial 1
2026-05-01 charge C1 200.00 insurer claim_id=CL1
2026-06-01 insurer_payment C1 80.00 as P1
2026-06-02 to_patient C1 20.00 as M1
"""


def lock(until=OCTOBER, by=KIM):
    periods.lock(until=until, reason="Books of October", by=by, at=AT)


def again(text, folder):
    return take_in(write_export(text, folder))


def problems(told):
    return [(p["code"], p["cents"]) for p in told.problems if p["level"] == "aside"]


def test_a_manager_locks_and_opens_with_a_reason():
    lock()
    assert locked_until() == OCTOBER
    for until, why in ((OCTOBER, "locked already"), (AT.date(), "days that are over")):
        with pytest.raises(Refused, match=why):
            lock(until)
    with pytest.raises(Refused, match="role"):
        lock(date(2026, 11, 1), by=Actor("bill", "biller"))
    with pytest.raises(Refused, match="earlier day"):
        periods.unlock(until=OCTOBER, reason="x", by=KIM, at=AT)
    periods.unlock(until=date(2026, 9, 30), reason="A check of October", by=KIM, at=AT)
    assert locked_until() == date(2026, 9, 30)
    periods.unlock(until=None, reason="Start over", by=KIM, at=AT)
    assert (locked_until(), PeriodLock.objects.count()) == (None, 3)
    assert AuditEvent.objects.filter(verb__startswith="period.").count() == 3
    with pytest.raises(Refused, match="Nothing is locked"):
        periods.unlock(until=None, reason="x", by=KIM, at=AT)


def test_the_desk_posts_after_the_lock():
    lock(date(2026, 11, 22))
    assert posting.posting_day(AT) == date(2026, 11, 23)
    assert posting.posting_day(AT - timedelta(days=5)) == date(2026, 11, 23)


def test_what_is_new_on_a_locked_day_is_set_aside_with_its_money(tmp_path):
    tell(BOOKS)
    lock()
    more = """
    2026-10-31 charge C2 50.00 patient
    2026-11-01 charge C3 60.00 patient
    2026-10-31 patient_payment - 5.00
    2026-11-01 patient_payment - 7.00
    2026-09-30 denial C1 9.00
    """
    told = again(BOOKS + more, tmp_path)
    assert told.status == "partly_posted"
    assert problems(told) == [
        ("period_locked", 5000), ("period_locked", 500), ("period_locked", 900)
    ]  # fmt: skip
    assert "2026-10-31 is locked" in ImportProblem.objects.filter(code="period_locked")[0].text
    assert owed("2026-11-23") == "100.00 73.00 0.00"  # 120 less 20; 20 and 60 less 7
    assert_proven()


CHANGES = [
    (BOOKS.replace("200.00", "210.00"), 21000),  # the charge's amount
    (BOOKS.replace("insurer claim", "patient claim"), 20000),  # who it is expected from
    (BOOKS.replace("80.00", "90.00"), 9000),  # the payment's amount
    (BOOKS.replace("06-01 insurer", "11-05 insurer"), 8000),  # out of the locked days
    (BOOKS + "2026-07-01 reversal of P1", 8000),
]


@pytest.mark.parametrize(("text", "cents"), CHANGES)
def test_what_changed_on_a_locked_day_is_set_aside(tmp_path, text, cents):
    tell(BOOKS)
    before, transfers = owed("2026-11-23"), count("transfer")
    lock()
    told = again(text, tmp_path)
    assert problems(told) == [("period_locked", cents)]
    assert (owed("2026-11-23"), count("transfer")) == (before, transfers)
    assert_proven()


def test_a_reversal_after_the_lock_goes_in(tmp_path):
    tell(BOOKS)
    lock()
    assert again(BOOKS + "2026-11-05 reversal of P1", tmp_path).status == "posted"
    assert owed("2026-11-23") == "180.00 20.00 0.00"


def test_what_moves_no_money_is_changed_all_the_same(tmp_path):
    tell(BOOKS)
    lock()
    told = again(BOOKS.replace("claim_id=CL1", "claim_id=CL1 provider=Hale"), tmp_path)
    assert told.status == "posted"
    assert Charge.objects.get(number="C1").provider == "Hale"


def test_a_coverage_that_came_late_moves_no_locked_charge(tmp_path):
    tell("2026-05-01 charge C1 200.00\n2026-11-02 charge C2 30.00")
    lock()
    told = again(
        "coverage NSTAR commercial 1\n2026-05-01 charge C1 200.00\n2026-11-02 charge C2 30.00",
        tmp_path,
    )
    assert problems(told) == [("period_locked", 20000)]
    assert owed("2026-11-23") == "30.00 200.00 0.00"
    assert_proven()


def test_without_a_lock_nothing_changes(tmp_path):
    tell(BOOKS)
    assert again(BOOKS.replace("80.00", "90.00"), tmp_path).status == "posted"
    assert owed("2026-11-23") == "90.00 20.00 0.00"


def test_a_remittance_of_a_locked_day_is_refused_whole_and_read_later(tmp_path):
    tell(BOOKS)
    periods.lock(until=date(2026, 11, 20), reason="x", by=KIM, at=AT)
    path = tmp_path / "a.835"
    path.write_bytes(remittance(check("T1", one_line("CL1", 200, 100))))
    told = take_in(path, on="2026-11-20")
    assert (told.status, told.problems[0]["code"]) == ("rejected", "period_locked")
    assert "11/20/2026 is locked" in told.problems[0]["text"]
    assert not Transfer.objects.filter(source__startswith="835:").exists()
    assert take_in(path, on="2026-11-21").status != "rejected"
