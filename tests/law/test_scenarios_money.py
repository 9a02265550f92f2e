"""Scenarios 49 to 62: care, reviews, placements, waivers, overpayments, the military."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from goodstanding.core.facts import AgencyFacts, ContactFacts, VisitFacts, WriteOffFacts
from goodstanding.core.followup import decide
from goodstanding.core.gate import ASKING_ACTS
from goodstanding.core.hold_cases import next_step
from goodstanding.core.kinds import Act, Channel, PayerType
from goodstanding.core.refund_days import medicare_return
from goodstanding.law import live_book
from tests.core.builders import TODAY, account, charge, covered, day, hold, may, rules
from tests.core.follow_accounts import POLICY

ERROR = "mn-62j808-billing-error-review"
CARE = "mn-62j807-no-denial-of-care"


def law(on: date = TODAY):
    return live_book().on(on, "MN")


def test_scenario_49_care_is_not_cancelled():
    """$900 owed and a visit booked: there is no act that cancels one; the desk may speak of the
    money only with the duty to care first and to write down what the person can pay.
    """
    facts = account(charge(cents=90000), visits=(VisitFacts("A1", day("2026-11-30")),))
    verdict = may(facts, "front_desk_note")
    assert verdict.allowed
    (duty,) = [d for d in verdict.duties if d.rule == CARE]
    assert "Do not refuse or put off necessary care" in duty.text
    assert "what the person can pay" in duty.text
    assert not {act for act in Act if "cancel" in act or "deny" in act}


def test_scenario_49_a_refusal_leads_to_help_and_not_to_pressure():
    said = ContactFacts(datetime(2026, 11, 20, 16, tzinfo=UTC), Channel.CALL, "out", "call",
                        "refused", delivered=True)  # fmt: skip
    owed = charge("C1", "2026-09-01", 90000)
    facts = account(owed, contacts=(said,), visits=(VisitFacts("A1", day("2026-11-30")),))
    assert decide(facts, POLICY, law()).act is Act.SCREEN_ASSISTANCE


REVIEW = {
    "starts": "2026-11-02", "raised_on": "2026-11-02", "possible_notice_on": "2026-11-03",
    "reviewed_on": "2026-11-20", "notice_on": "2026-11-24",
}  # fmt: skip


@pytest.mark.parametrize(
    ("on", "open_"),
    [("2026-11-01", True), ("2026-11-02", False), ("2026-11-20", False), ("2026-11-24", False),
     ("2026-11-25", True)],
)  # fmt: skip
def test_scenario_51_no_billing_while_it_may_be_wrong(on, open_):
    facts = account(on=day(on), holds=(hold("billing_error", **REVIEW),))
    for act in ("statement", "reminder", "call", "agency_placement"):
        verdict = may(facts, act, "18:00")
        assert (ERROR in rules(verdict)) is not open_
    assert may(facts).allowed is open_


def test_scenario_51_the_overpayment_goes_back_in_thirty_days():
    """By Sunday December 20, so paid on Friday the 18th."""
    held = hold("billing_error", **REVIEW)
    facts = account(charge(layers=()), on=day("2026-11-25"), holds=(held,), credit_cents=8500)
    step = next_step(held, facts, law(facts.on))
    assert step.due_on == day("2026-12-18")
    for said in ("$85.00", "12/18/2026", "12/20/2026"):
        assert said in step.text
    assert may(facts, "refund").cents == 8500


READY = AgencyFacts(
    name="Lakes Recovery",
    agreement_on=day("2026-01-05"),
    contract_on=day("2026-01-05"),
    licence_until=day("2027-06-30"),
    licence_checked_on=day("2026-10-01"),
    policy_url="https://clinic.example/billing",
    policy_published_on=day("2026-01-05"),
)
LETTER = ContactFacts(datetime(2026, 9, 15, 16, tzinfo=UTC), Channel.MAIL, "out", "first_letter",
                      delivered=True)  # fmt: skip


def placed(**changes):
    facts = account(charge(service="2026-03-01"), contacts=(LETTER,))
    return may(replace(facts, agency=replace(READY, **changes)), "agency_placement")


def test_scenario_54_with_every_paper_it_may_be_placed():
    assert placed().allowed


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"licence_until": day("2026-11-22")}, "mn-collection-agency-act"),
        ({"licence_until": None}, "mn-collection-agency-act"),
        ({"licence_checked_on": day("2025-11-22")}, "mn-collection-agency-act"),
        ({"licence_checked_on": None}, "mn-collection-agency-act"),
        ({"agreement_on": None}, "us-hipaa-payment-disclosure"),
        ({"agreement_on": day("2026-11-24")}, "us-hipaa-payment-disclosure"),
        ({"contract_on": None}, "mn-collection-agency-act"),
        ({"policy_url": ""}, "mn-62j806-published-policy"),
        ({"policy_published_on": None}, "mn-62j806-published-policy"),
        ({"policy_published_on": day("2026-11-24")}, "mn-62j806-published-policy"),
    ],
)
def test_scenario_54_one_paper_missing_is_enough(changes, rule):
    verdict = placed(**changes)
    assert not verdict.allowed
    assert rules(verdict) == {rule}


COPAY = charge("C1", "2026-10-01", 900, coverages=covered(PayerType.MEDICARE),
               patient_reasons=(("PR", "3"),))  # fmt: skip
ASKED = ContactFacts(datetime(2026, 10, 5, 16, tzinfo=UTC), Channel.MAIL, "out", "statement",
                     delivered=True)  # fmt: skip
WAIVER = "us-copay-waiver-aks"


def test_scenario_55_medicare_copays_are_not_waived_as_a_habit():
    verdict = may(account(COPAY), "write_off_small")
    assert rules(verdict) == {WAIVER}
    assert "person's need" in verdict.refusals[0].text


@pytest.mark.parametrize(
    "more",
    [
        {"contacts": (ASKED,)},  # it was asked for in earnest
        {"write_offs": (WriteOffFacts(day("2026-11-01"), "charity", 100),)},  # a need was found
    ],
)
def test_scenario_55_one_persons_need_is_another_matter(more):
    verdict = may(account(COPAY, **more), "write_off_small")
    assert verdict.allowed
    assert WAIVER in {duty.rule for duty in verdict.duties}


def test_scenario_55_the_rule_is_that_of_federal_programs():
    assert may(account(replace(COPAY, coverages=covered())), "write_off_small").allowed


def test_scenario_58_sixty_days_from_finding_it():
    answer = medicare_return(day("2026-10-01"), law())
    assert (answer.due_on, answer.pay_on) == (day("2026-11-30"), day("2026-11-30"))


def test_scenario_58_whoever_looks_at_a_credit_is_told():
    duties = may(account(credit_cents=500), "review_credit").duties
    (told,) = [d for d in duties if d.rule == "us-medicare-60-day-overpayment"]
    assert "60 days" in told.text


@pytest.mark.parametrize("act", ["lawsuit", "agency_placement"])
def test_scenario_62_a_soldiers_debt_from_before_service(act):
    facts = account(holds=(hold("military", "2026-06-01"),))
    verdict = may(facts, act)
    assert not verdict.allowed
    assert "us-scra" in rules(verdict)
    texts = " ".join(each.text for each in (*verdict.refusals, *verdict.duties))
    assert "ounsel" in texts
    assert "ilitary status" in texts


def test_scenario_62_a_suit_is_never_the_programs():
    """Even with no hold: a military check first, and counsel."""
    verdict = may(account(), "lawsuit")
    assert "mn-332c-fee-shifting" in rules(verdict)
    assert "us-scra" in {duty.rule for duty in verdict.duties}
    assert Act.LAWSUIT in ASKING_ACTS
