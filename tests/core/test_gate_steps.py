"""What each step needs of its own: an agency's papers, a letter that was read, a case to claim in,
a real try to collect, a credit to give back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from goodstanding.core import gate
from goodstanding.core.facts import (
    PlanFacts,
    WriteOffFacts,
)
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Channel, PayerType, Recipient
from goodstanding.law import live_book
from tests.core.builders import (
    TODAY,
    WILLING,
    account,
    at,
    charge,
    covered,
    day,
    hold,
    may,
    patient,
    person,
    rules,
)
from tests.core.test_gate_placement import PLAN, letter

WAIVER = "us-copay-waiver-aks"


@pytest.mark.parametrize(
    ("months", "status", "told"),
    [(4, "active", False), (5, "active", True), (4, "broken", True), (None, "", True)],
)
def test_a_plan_of_more_than_four_payments_states_its_terms(months, status, told):
    plans = () if months is None else (replace(PLAN, months=months, status=status),)
    duties = {duty.rule for duty in may(account(plans=plans), "plan_notice").duties}
    assert ("us-regz-four-installments" in duties) is told
    assert "mn-62j807-no-denial-of-care" in duties


def test_of_two_plans_the_longer_counts():
    both = (PLAN, replace(PLAN, plan_id="N2", months=5))
    duties = {duty.rule for duty in may(account(plans=both), "plan_notice").duties}
    assert "us-regz-four-installments" in duties


def test_scenario_11_no_plan_for_what_was_discharged():
    gone = hold("bankruptcy", chapter="7", filed_on="2026-10-01", discharged_on="2026-11-01")
    verdict = may(account(holds=(gone,)), "plan_notice")
    assert {"us-bk-discharge-injunction", "owed.nothing"} <= rules(verdict)
    qmb = account(charge(coverages=covered(PayerType.MEDICARE, qmb=True)))
    for act in ("plan_notice", "front_desk_note"):
        assert "us-qmb-balance-billing-ban" in rules(may(qmb, act))


@pytest.mark.parametrize(
    ("detail", "allowed"),
    [
        ({"chapter": "13", "filed_on": "2026-11-01"}, True),
        ({"chapter": "13", "filed_on": "2026-09-14"}, True),  # seventy days: today is the last
        ({"chapter": "13", "filed_on": "2026-09-13"}, False),
        ({"chapter": "13", "filed_on": "2026-11-01", "dismissed_on": "2026-11-20"}, False),
        ({"chapter": "7", "filed_on": "2026-06-01", "discharged_on": "2026-11-01"}, False),
        ({"filed_on": "2026-11-01"}, False),
        ({"chapter": "13", "filed_on": "soon"}, False),
    ],
)
def test_a_claim_is_filed_in_an_open_case_in_time(detail, allowed):
    filed = account(charge(service="2026-08-01"), holds=(hold("bankruptcy", **detail),))
    assert rules(may(filed, "file_claim_bankruptcy")) == (
        set() if allowed else {"us-bk-proof-of-claim"}
    )


def test_a_claim_without_a_last_day_or_with_one_nobody_can_read():
    first = {"chapter": "7", "filed_on": "2026-01-02", "assets": "no"}
    assert may(account(holds=(hold("bankruptcy", **first),)), "file_claim_bankruptcy").allowed
    spoiled = hold("bankruptcy", chapter="13", filed_on="2026-11-01", claim_by="soon")
    assert "us-bk-proof-of-claim" in rules(may(account(holds=(spoiled,)), "file_claim_bankruptcy"))
    two = (hold("bankruptcy", chapter="13", filed_on="2026-09-13"), replace(spoiled, detail=first))
    assert may(account(holds=two), "file_claim_bankruptcy").allowed


def test_an_estate_letter_needs_a_death():
    for act in ("estate_letter", "file_claim_estate"):
        assert "mn-estate-letters" in rules(may(account(), act))
    died = hold("estate", died_on="2026-10-01", representative="Kim Ek", address="1 Elm")
    assert may(account(holds=(died,)), "file_claim_estate").allowed


def test_no_case_no_claim():
    assert rules(may(account(), "file_claim_bankruptcy")) == {"us-bk-proof-of-claim"}
    ended = hold("bankruptcy", chapter="13", filed_on="2026-11-01", ends_on=day("2026-11-22"))
    assert not may(account(holds=(ended,)), "file_claim_bankruptcy").allowed


SHARE = charge(coverages=covered(PayerType.MEDICARE), patient_reasons=(("PR", "2"),))
FORGIVEN = WriteOffFacts(day("2026-03-01"), "charity", 5000)


@pytest.mark.parametrize(
    ("bill", "more", "refused", "duty"),
    [
        (SHARE, {}, True, True),  # scenario 55
        (SHARE, {"write_offs": (FORGIVEN,)}, False, True),
        (SHARE, {"write_offs": (replace(FORGIVEN, kind="bad_debt"),)}, True, True),
        (SHARE, {"contacts": (letter("2026-09-01", "statement"),)}, False, True),
        (SHARE, {"contacts": (letter("2026-08-31", "statement"),)}, True, True),
        (SHARE, {"contacts": (letter("2026-09-10", "other"),)}, True, True),
        (replace(SHARE, coverages=covered(PayerType.MEDICARE_ADVANTAGE)), {}, True, True),
        (replace(SHARE, coverages=covered(PayerType.TRICARE)), {}, True, True),
        (replace(SHARE, coverages=covered()), {}, False, False),
        (replace(SHARE, coverages=()), {}, False, False),
        # What is not the patient's is not a share that is waived.
        (replace(SHARE, coverages=covered(PayerType.MEDICARE, qmb=True)), {}, False, False),
        (replace(SHARE, coverages=covered(PayerType.MEDICAID)), {}, False, False),
    ],
)
def test_a_federal_share_is_not_waived_by_habit(bill, more, refused, duty):
    verdict = may(account(bill, **more), "write_off_small")
    assert rules(verdict) == ({WAIVER} if refused else set())
    assert [each.rule for each in verdict.duties] == ([WAIVER] if duty else [])


def test_every_open_share_was_asked_for():
    later = replace(
        charge("C2", service="2026-10-01", coverages=covered(PayerType.MEDICARE)),
        patient_reasons=(("PR", "2"),),
    )
    for on, allowed in (("2026-09-30", False), ("2026-10-01", True)):
        asked = (letter(on, "statement"),)
        assert may(account(SHARE, later, contacts=asked), "write_off_small").allowed is allowed


def test_a_small_copay_of_2023_is_a_federal_share_too():
    old = charge(service="2023-12-20", cents=300, coverages=covered(PayerType.MEDICAID))
    assert rules(may(account(old), "write_off_small")) == {WAIVER}


@pytest.mark.parametrize("act", ["refund", "review_credit"])
def test_a_credit_has_its_deadlines(act):
    """Scenario 58 names the day; the gate says that there is one."""
    assert {duty.rule for duty in may(account(credit_cents=800), act).duties} == {
        "us-medicare-60-day-overpayment",
        "mn-unclaimed-credit-balances",
    }
    assert may(account(), act).duties == ()
    assert may(account(credit_cents=1), act).cents == 1


@pytest.mark.parametrize(
    ("to", "relation", "rule"),
    [
        ("guarantor", "self", None),
        ("patient", "self", None),
        ("spouse", "self", "us-regf-third-party-disclosure"),
        ("other", "self", "us-regf-third-party-disclosure"),
        ("agency", "self", "us-regf-third-party-disclosure"),
        ("attorney", "self", "us-regf-third-party-disclosure"),
        ("parent", "self", "us-regf-third-party-disclosure"),
        ("parent", "child", None),
        ("parent", "ward", None),
        ("representative", "self", "mn-poa-guardian-authority"),
    ],
)
def test_money_goes_back_to_whom_it_came_from(to, relation, rule):
    facts = account(credit_cents=800, patients=(patient("A1", relation),))
    assert rules(may(facts, "refund", to=to)) == ({rule} if rule else set())


def test_an_agent_with_the_document_may_be_paid():
    held = (hold("power_of_attorney", document_on="2026-01-01"),)
    facts = account(credit_cents=800, holds=held)
    assert may(facts, "refund", to="representative").allowed
    died = account(credit_cents=800, patients=(patient(deceased_on=day("2026-10-01")),))
    for to in ("representative", "spouse", "other"):  # an affidavit shows who
        verdict = may(died, "refund", to=to)
        assert verdict.allowed
        assert "mn-small-estate-affidavit" in {duty.rule for duty in verdict.duties}


KEPT = charge(coverages=covered(), self_pay_restriction=True)


@pytest.mark.parametrize(
    ("charges", "refused"),
    [
        ((KEPT,), True),  # scenario 56: the card payment came back
        ((KEPT, charge("C2")), False),
        ((replace(KEPT, layers=(), insurer_cents=900),), True),
        ((KEPT, charge("C2", layers=(), insurer_cents=900)), False),
        ((replace(KEPT, layers=(), insurer_cents=900), charge("C2")), True),
        ((charge(),), False),
    ],
)
def test_what_is_kept_from_the_plan_stays_kept(charges, refused):
    facts = account(*charges)
    assert rules(may(facts, "insurer_follow_up")) == (
        {"us-hipaa-self-pay-restriction"} if refused else set()
    )


def test_scenario_56_the_patient_is_asked_first():
    assert may(account(KEPT), "statement").cents == 10000
    assert may(replace(account(), charges=()), "insurer_follow_up").allowed


@pytest.mark.parametrize(
    "kind", ["dispute", "attorney", "cease_contact", "billing_error", "estate"]
)
def test_the_insurer_is_followed_up_whatever_the_patient_said(kind):
    owes = charge(layers=(), insurer_cents=900, coverages=covered())
    assert may(account(owes, holds=(hold(kind),)), "insurer_follow_up").allowed


# ---- what is not known


def test_an_act_nobody_thought_about_is_refused(monkeypatch):
    monkeypatch.setattr(gate, "_INNER", frozenset())
    assert "gate.act_unknown" in rules(may(account(), "verify_address"))
    assert "gate.act_unknown" not in rules(may(account(), "statement"))


@pytest.mark.parametrize("act", Act)
def test_every_act_of_the_contract_is_known(act):
    assert "gate.act_unknown" not in rules(may(account(), act))


def by(act: Act, channel: Channel, to: Recipient | None = None, **more) -> set[str]:
    facts = account(**({"person": WILLING} | more))
    law = live_book().on(TODAY, "MN")
    return rules(judge(Proposed(act, at("10:00"), to, channel), facts, law))


def test_a_portal_of_which_nothing_is_known_is_no_way():
    assert by(Act.STATEMENT, Channel.PORTAL) == {"gate.way_unknown"}
    assert by(Act.STATEMENT, Channel.MAIL) == set()


def test_an_inner_step_that_reaches_someone_is_judged_as_reaching():
    """Offering the assistance form by telephone keeps the hours and the people."""
    assert by(Act.SCREEN_ASSISTANCE, Channel.CALL) == set()
    assert by(Act.SCREEN_ASSISTANCE, Channel.CALL, Recipient.SPOUSE) == {"mn-spouse-not-liable"}
    lost = person(phone_mobile="")
    assert "gate.no_phone" in by(Act.SCREEN_ASSISTANCE, Channel.CALL, person=lost)


def test_a_plan_that_is_kept_is_not_asked_about_at_the_desk():
    kept = PlanFacts("N1", TODAY - timedelta(days=1), 5000, 15, 4, "active")
    for act in ("front_desk_note", "statement", "call"):
        assert rules(may(account(plans=(kept,)), act)) == {"followup.plan_in_good_standing"}
    assert may(account(plans=(kept,)), "plan_notice").allowed
