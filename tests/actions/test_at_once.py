"""Two people, or a person and the nightly run, do the same thing at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import connections

from goodstanding.actions import followup_day
from goodstanding.actions.audit import viewed
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.letters import print_batch
from goodstanding.actions.occasion_letters import for_promise
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.audit_chain import faults
from goodstanding.records.models import Decision, Guarantor, Letter, Promise
from tests.ledger_text import (
    AT,
    SYSTEM_ACTOR,
    assert_proven,
    count,
    owed,
    take_in,
    tell,
    write_export,
)
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2026, 11, 23)
FEW = "\n".join(f"2026-11-01 charge C{who} 100.00 patient patient={who}1" for who in "abcdef")
INSURED = """
coverage NSTAR commercial 1
2026-05-01 charge C1 200.00 claim_id=CL1
2026-05-01 charge C2 90.00 claim_id=CL2
"""
PAID = one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """All begin together, each with a connection of its own; what they answered, in their order."""
    barrier = threading.Barrier(len(acts))

    def begin(act: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=20)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [one.result(timeout=60) for one in [threads.submit(begin, act) for act in acts]]


def imports(path: Path, raw: bytes) -> Callable[[], str]:
    path.write_bytes(raw)
    return lambda: take_in(path).status


def test_the_same_remittance_twice_posts_once(tmp_path):
    tell(INSURED)
    raw = remittance(check("T1", PAID))
    told = at_once(imports(tmp_path / "a.835", raw), imports(tmp_path / "b.835", raw))
    assert sorted(told) == ["duplicate", "posted"]
    assert (owed("2026-11-23"), count("remittance")) == ("90.00 20.00 0.00", 1)
    assert_proven()
    assert list(faults()) == []


def test_one_check_in_two_files_posts_once(tmp_path):
    tell(INSURED)
    other = check("T2", one_line("CL2", 90, 50, "CO-45 40"))
    told = at_once(
        imports(tmp_path / "a.835", remittance(check("T1", PAID))),
        imports(tmp_path / "b.835", remittance(check("T1", PAID), other)),
    )
    assert sorted(told) in (["posted", "posted"], ["duplicate", "posted"])
    assert (owed("2026-11-23"), count("remittance")) == ("0.00 20.00 0.00", 2)
    assert_proven()


def test_an_export_and_a_remittance_for_the_same_account(tmp_path):
    tell(INSURED)
    more = write_export(INSURED + "\n2026-06-01 patient_payment - 5.00", tmp_path / "more")
    remitted = imports(tmp_path / "a.835", remittance(check("T1", PAID)))
    assert at_once(remitted, lambda: take_in(more).status) == ["posted", "posted"]
    assert owed("2026-11-23") == "90.00 15.00 0.00"  # 20 the patient's, less the 5 unapplied
    assert_proven()


def test_the_same_export_twice_posts_once(tmp_path):
    one = write_export(FEW, tmp_path / "one")
    told = at_once(*[lambda: take_in(one).status] * 2)
    assert sorted(told) == ["duplicate", "posted"]
    assert count("transfer") == 6
    assert_proven()


def decide() -> object:
    return run_day(on=ON, by=SYSTEM_ACTOR, at=AT)


def test_the_day_twice_decides_each_account_once():
    tell(FEW)
    at_once(decide, decide, decide)
    assert sorted(Decision.objects.values_list("guarantor__number", flat=True)) == list("ABCDEF")
    assert sorted(Letter.objects.values_list("guarantor__number", flat=True)) == list("ABCDEF")
    assert count("run") == 1
    assert_proven()
    assert list(faults()) == []


def test_money_that_comes_while_the_day_decides_is_not_forgotten(monkeypatch):
    """The run has read the account; the payment posts; only then the run writes its answer."""
    tell(FEW)
    has_read, whole = threading.Event(), followup_day.decide

    def slowly(*given):
        has_read.set()
        threading.Event().wait(0.1)
        return whole(*given)

    def pay() -> str:
        assert has_read.wait(20)
        return tell("2026-11-20 patient_payment - 100.00 patient=f1").status

    monkeypatch.setattr(followup_day, "decide", slowly)
    assert at_once(decide, pay)[1] == "posted"
    monkeypatch.undo()
    decide()
    ((act,),) = bulk.select(
        "SELECT s.act FROM records_standing s JOIN records_guarantor g ON g.id = s.guarantor_id "
        "WHERE g.number = 'F'"
    )
    assert act == "none"
    assert_proven()


def test_two_printers_print_each_letter_once():
    tell(FEW)
    decide()
    batches = at_once(*[lambda: print_batch(on=ON, by=SYSTEM_ACTOR, at=AT)] * 2)
    printed = [batch.letters.count() for batch in batches if batch is not None]
    assert sum(printed) == 6
    assert list(Letter.objects.values_list("state", flat=True)) == ["printed"] * 6
    assert (count("attempt"), count("letter")) == (6, 6)
    assert_proven()


def test_the_log_stays_whole_when_many_write():
    tell(FEW)
    looks = [lambda who=who: viewed(account_id=who, by=SYSTEM_ACTOR, at=AT) for who in "ABCDEF"]
    at_once(*looks)
    assert list(faults()) == []
    assert count("auditevent") >= 6


def test_a_promise_confirmed_by_two_at_once_brings_one_letter():
    tell(FEW)
    owner = Guarantor.objects.get(number="A")
    Promise.objects.create(
        number="desk-7", guarantor=owner, made_on=ON, cents=5000, due_on=date(2026, 12, 4)
    )

    def confirm() -> str:
        try:
            return for_promise(promise_number="desk-7", by=SYSTEM_ACTOR, at=AT).kind
        except Refused as fault:
            return fault.why

    told = at_once(*[confirm] * 4)
    assert told.count("promise_confirmation") == 1
    assert told.count("This letter waits to be printed already.") == 3
    assert Letter.objects.filter(occasion="promise:desk-7:").count() == 1
    assert list(faults()) == []
