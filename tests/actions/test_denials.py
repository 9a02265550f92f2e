"""Denials as work: opened by themselves, worked in steps, closed by hand or when settled."""

from datetime import date

import pytest

from goodstanding.actions import denials
from goodstanding.actions.denials import DenialWork
from goodstanding.actions.unit import Actor
from goodstanding.core.denials import Outcome, Step
from goodstanding.core.refusals import Refused
from goodstanding.records.models import AuditEvent, DenialCase, DenialStep
from tests.ledger_text import AT, assert_proven, owed, tell
from tests.remittance_text import check, claim, line, one_line, taken_back

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
WHO = {"by": Actor("bill", "biller"), "at": AT}
ONE = """
coverage NSTAR commercial 1
2026-05-01 charge C1 200.00 claim_id=CL1
"""
DENIED = one_line("CL1", 200, 0, "CO-50 200", status="4")


def case():
    return DenialCase.objects.get()


def test_a_denial_of_a_remittance_opens_a_case(era):
    tell(ONE)
    rest = line(200, 0, "CO-16 150", "CO-50 50")
    era(check("T1", claim("CL1", 200, 0, status="4", lines=[[*rest, "LQ*HE*M51", "LQ*HE*N29"]])))
    one = case()
    # 150 is the larger part, so its reason leads; all 200 are refused.
    assert (one.group_code, one.reason_code, one.cents) == ("CO", "16", 20000)
    assert one.remarks == "M51 N29"
    # The denial is of 11-23; 180 days after it is 05-22.
    assert (one.opened_on, one.appeal_by, one.next_on) == (TODAY, date(2027, 5, 22), TODAY)
    assert DenialStep.objects.get().what == "opened"
    assert_proven()


def test_a_denial_of_the_practice_opens_one_and_a_second_look_none():
    tell(ONE + "2026-06-01 denial C1 200.00 group_code=CO reason_code=197 payer_id=NSTAR")
    assert (case().reason_code, case().appeal_by) == ("197", date(2026, 11, 28))
    assert denials.open_denials(on=TODAY, **WHO) == 0
    assert DenialCase.objects.count() == 1


def test_a_denial_of_a_settled_charge_is_no_work():
    tell(ONE + "2026-06-01 denial C1 200.00\n2026-07-01 insurer_payment C1 200.00")
    assert DenialCase.objects.count() == 0


@pytest.mark.parametrize(
    ("then", "outcome"),
    [
        (one_line("CL1", 200, 150, "CO-45 50"), "paid"),
        (one_line("CL1", 200, 0, "PR-1 200"), "patient"),
        (one_line("CL1", 200, 0, "CO-45 200"), "written_off"),
        (taken_back("CL1", 200, 0, "CO-50 200"), "other"),
    ],
)
def test_a_case_closes_when_the_insurer_s_part_is_settled(era, then, outcome):
    tell(ONE)
    era(check("T1", DENIED))
    era(check("T2", then))
    assert (case().state, case().outcome, case().closed_on) == ("closed", outcome, TODAY)
    assert DenialStep.objects.order_by("id").last().what == "closed"
    assert_proven()


def test_a_new_denial_after_a_closed_case_is_new_work(era):
    tell(ONE)
    era(check("T1", DENIED))
    denials.close_denial(case_id=case().id, outcome=Outcome.OTHER, words="asked", **WHO)
    denials.open_denials(on=TODAY, **WHO)
    assert DenialCase.objects.count() == 1  # the same refusal is not opened again
    era(check("T2", one_line("CL1", 200, 0, "CO-29 200", status="4")))
    assert list(DenialCase.objects.order_by("id").values_list("reason_code", "state")) == [
        ("50", "closed"), ("29", "open"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "state", "next_on"),
    [
        (Step.CALLED, "open", date(2026, 11, 30)),
        (Step.CORRECTED, "open", date(2026, 11, 26)),
        (Step.RESENT, "resent", date(2026, 12, 14)),
        (Step.APPEALED, "appealed", date(2026, 12, 23)),
    ],
)
def test_a_step_moves_the_next_day(era, step, state, next_on):
    tell(ONE)
    era(check("T1", DENIED))
    denials.record_step(case_id=case().id, done=DenialWork(step, "spoke with Ann"), **WHO)
    assert (case().state, case().next_on) == (state, next_on)
    assert DenialStep.objects.order_by("id").last().text == "spoke with Ann"
    assert AuditEvent.objects.filter(verb="denial.step").get().account == "A"


def test_nobody_looks_again_only_after_the_last_day_of_the_appeal():
    tell(ONE + "2026-06-01 denial C1 200.00 group_code=CO reason_code=197")
    denials.record_step(case_id=case().id, done=DenialWork(Step.RESENT, "sent"), **WHO)
    assert case().next_on == date(2026, 11, 28)


def test_a_day_of_ones_own_and_words_that_say_nothing(era):
    tell(ONE)
    era(check("T1", DENIED))
    own = DenialWork(Step.CALLED, "they call back", date(2026, 11, 25))
    denials.record_step(case_id=case().id, done=own, **WHO)
    assert case().next_on == date(2026, 11, 25)
    for done in (DenialWork(Step.CALLED, " "), DenialWork(Step.CALLED, "x", TODAY)):
        with pytest.raises(Refused):
            denials.record_step(case_id=case().id, done=done, **WHO)


def test_a_small_loss_is_written_off_and_a_large_one_needs_two(era):
    tell(ONE + "2026-06-01 insurer_payment C1 150.00")
    era(check("T1", one_line("CL1", 200, 0, "CO-50 200", status="4")))
    denials.close_denial(case_id=case().id, outcome=Outcome.WRITTEN_OFF, words="too late", **WHO)
    assert owed("2026-11-23") == "0.00 0.00 0.00"  # 50.00 was open: the limit is 50.00
    tell("2026-05-01 charge C2 50.01 patient=b1 claim_id=CL2 insurer")
    era(check("T2", one_line("CL2", "50.01", 0, "CO-50 50.01", status="4")))
    large = DenialCase.objects.get(charge__number="C2")
    with pytest.raises(Refused, match="second person"):
        denials.close_denial(case_id=large.id, outcome=Outcome.WRITTEN_OFF, words="x", **WHO)
    assert_proven()


def test_paid_is_said_by_the_books_and_not_by_hand(era):
    tell(ONE)
    era(check("T1", DENIED))
    with pytest.raises(Refused, match="still open"):
        denials.close_denial(case_id=case().id, outcome=Outcome.PAID, words="x", **WHO)


@pytest.mark.parametrize(("group", "may"), [("CO", False), ("PR", True)])
def test_the_patient_is_asked_only_where_the_law_lets_us(era, group, may):
    """CO is ours by contract. PR-27, the coverage had ended: the patient's."""
    tell(ONE + f"2026-11-02 denial C1 200.00 group_code={group} reason_code=27")
    close = {"case_id": case().id, "outcome": Outcome.PATIENT, "words": "told them", **WHO}
    if may:
        denials.close_denial(**close)
    else:
        with pytest.raises(Refused, match="may not be asked"):
            denials.close_denial(**close)
    assert owed("2026-11-23") == ("0.00 200.00 0.00" if may else "200.00 0.00 0.00")
    assert case().state == ("closed" if may else "open")
    assert_proven()


def test_a_closed_case_is_closed(era):
    tell(ONE)
    era(check("T1", DENIED))
    denials.close_denial(case_id=case().id, outcome=Outcome.OTHER, words="x", **WHO)
    with pytest.raises(Refused, match="closed already"):
        denials.close_denial(case_id=case().id, outcome=Outcome.OTHER, words="x", **WHO)
