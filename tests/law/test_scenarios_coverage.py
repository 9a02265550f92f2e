"""Scenarios 23 to 30 and 56, 60, 64: is it this person's to pay at all?"""

import pytest

from goodstanding.core.gate import ASKING_ACTS
from goodstanding.core.kinds import Act, PayerType
from goodstanding.law import live_book
from tests.core.builders import account, charge, covered, day, may, patient, person, rules

ASKS = sorted(ASKING_ACTS | {Act.FRONT_DESK_NOTE})


@pytest.mark.parametrize("act", ASKS)
def test_scenario_23_a_qualified_medicare_beneficiary(act):
    facts = account(charge(coverages=covered(PayerType.MEDICARE_ADVANTAGE, qmb=True)))
    verdict = may(facts, act)
    assert (verdict.allowed, verdict.cents) == (False, 0)
    assert "us-qmb-balance-billing-ban" in rules(verdict)


@pytest.mark.parametrize(
    ("service", "cents"), [("2023-12-20", 300), ("2023-12-31", 300), ("2024-01-05", 0)]
)
def test_scenario_24_the_copay_of_medical_assistance(service, cents):
    facts = account(charge(service=service, coverages=covered(PayerType.MEDICAID)))
    verdict = may(facts)
    assert (verdict.allowed, verdict.cents) == (cents > 0, cents)
    assert {e.rule for e in verdict.excluded} == {"mn-ma-no-copay"}


@pytest.mark.parametrize(
    ("signed", "cents"),
    [(None, 0), ("2026-09-02", 0), ("2026-09-01", 25000), ("2026-08-01", 25000)],
)
def test_scenario_25_a_brace_that_is_not_covered(signed, cents):
    """Signed before the service, the patient's; else nobody's."""
    brace = charge(
        "BRACE", "2026-09-01", 25000, coverages=covered(PayerType.MEDICAID),
        denial_reasons=(("CO", "96"),), noncovered_ack_on=signed and day(signed),
    )  # fmt: skip
    verdict = may(account(brace))
    assert verdict.cents == cents
    assert cents or {e.rule for e in verdict.excluded} == {"mn-ma-noncovered-ack"}


@pytest.mark.parametrize("reasons", [(), (("PR", "45"),), (("CO", "45"),), (("OA", "P12"),)])
def test_scenario_28_a_work_injury_even_while_it_is_disputed(reasons):
    """Denied or paid by schedule, the worker is not asked, and not for what is above it."""
    injury = charge(coverages=covered(PayerType.WORKERS_COMP), denial_reasons=reasons,
                    patient_reasons=reasons)  # fmt: skip
    for act in ASKS:
        verdict = may(account(injury), act)
        assert not verdict.allowed
        assert "mn-workers-comp-no-patient-billing" in rules(verdict)


@pytest.mark.parametrize(
    ("reasons", "cents"),
    [
        ((), 0),
        ((("PR", "1"),), 10000),
        ((("PR", "2"), ("PR", "3")), 10000),
        ((("PR", "1"), ("PR", "242")), 0),
        ((("CO", "45"),), 0),
    ],
)
def test_scenario_30_an_assistant_surgeons_waiver_is_void(reasons, cents):
    """Out of network: no signature opens more than the plan's own share (an ABN is no waiver)."""
    surgeon = charge(network="out", coverages=covered(), patient_reasons=reasons,
                     abn_on=day("2026-08-01"), noncovered_ack_on=day("2026-08-01"))  # fmt: skip
    verdict = may(account(surgeon))
    assert verdict.cents == cents
    assert cents or "us-nsa-balance-billing-ban" in rules(verdict) | {
        e.rule for e in verdict.excluded
    }


def test_scenario_56_a_service_kept_from_the_plan():
    """The card payment came back: the patient is asked first; only when they will not pay may a
    person end the restriction and bill the plan.
    """
    kept = charge(coverages=covered(), self_pay_restriction=True)
    facts = account(kept)
    assert may(facts, "statement").cents == 10000
    refused = may(facts, "insurer_follow_up")
    assert not refused.allowed
    (why,) = refused.refusals
    assert (why.rule, "Ask the patient" in why.text) == ("us-hipaa-self-pay-restriction", True)
    ended = charge(coverages=covered(), layers=(), insurer_cents=10000)
    assert may(account(ended), "insurer_follow_up").allowed


MOTHER = person(signed_on=day("2026-01-01"))
CHILD = patient("A1", "child", day("2016-01-01"))


def test_scenario_60_the_mother_who_signed_is_billed():
    facts = account(person=MOTHER, patients=(CHILD,))
    for to in ("guarantor", "parent"):
        assert may(facts, to=to).allowed
    assert not may(facts, to="other").allowed  # the father, whatever the decree says
    assert not may(facts, to="patient").allowed


def test_scenario_60_without_a_signature_somebody_looks_which_parent():
    facts = account(person=person(signed_on=None), patients=(CHILD,))
    (duty,) = [d for d in may(facts).duties if d.rule == "mn-divorced-parents"]
    assert "whatever a decree says" in duty.text


@pytest.mark.parametrize(("service", "then"), [("2024-09-30", True), ("2024-10-01", False)])
def test_scenario_64_the_law_flips_and_the_policy_does_not(service, then):
    liable = live_book().on(day(service), "MN").flag(
        "mn-spouse-not-liable", "medical_necessaries_liability"
    )  # fmt: skip
    assert liable is then
    facts = account(charge(service=service), patients=(patient("A1", "spouse"),))
    verdict = may(facts)
    assert not verdict.allowed
    assert "mn-spouse-not-liable" in rules(verdict)
