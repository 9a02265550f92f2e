"""Scenarios 31 to 37: estimates, and the disputes about them."""

from dataclasses import replace

import pytest

from goodstanding.core.estimate_compared import compare_estimate
from goodstanding.core.estimates import Asked, Line, deliver_by
from goodstanding.core.facts import EstimateFacts
from goodstanding.core.followup import decide
from goodstanding.core.gate import ASKING_ACTS
from goodstanding.core.kinds import Act
from goodstanding.law import live_book
from tests.core.builders import TODAY, account, charge, day, hold, may, rules
from tests.core.follow_accounts import POLICY

LAW = live_book().on(TODAY, "MN")
FREEZE = "us-nsa-ppdr-collection-freeze"
ELIGIBLE = "us-nsa-ppdr-eligibility"


def due(booked: str, service: str, *, asked: str | None = None, insured: bool = False):
    request = Asked(
        insured=insured, service_on=day(service), scheduled_on=day(booked),
        lines=(Line("99213", 20000),), requested_on=asked and day(asked),
    )  # fmt: skip
    return deliver_by(request, LAW)


@pytest.mark.parametrize(
    ("booked", "service", "last"),
    [
        ("2026-12-03", "2026-12-18", "2026-12-08"),  # eleven business days ahead: three
        ("2026-12-03", "2026-12-17", "2026-12-08"),  # ten
        ("2026-12-03", "2026-12-16", "2026-12-04"),  # nine: one
        ("2026-12-03", "2026-12-08", "2026-12-04"),  # three
        ("2026-12-23", "2026-12-30", "2026-12-24"),  # four: Christmas is none
        ("2026-11-25", "2026-12-11", "2026-12-01"),  # eleven, Thanksgiving left out twice
    ],
)
def test_scenario_31_a_self_pay_booking(booked, service, last):
    assert due(booked, service) == day(last)


@pytest.mark.parametrize(
    ("booked", "service"), [("2026-12-09", "2026-12-11"), ("2026-12-11", "2026-12-14"),
                            ("2026-12-24", "2026-12-28")]
)  # fmt: skip
def test_scenario_33_booked_too_near_to_owe_one(booked, service):
    assert due(booked, service) is None
    assert due("2026-12-09", "2026-12-11", asked="2026-12-09") == day("2026-12-14")


def test_scenario_33_the_states_estimate_is_ten_business_days():
    """For anyone who asks, insured too; Thanksgiving is no business day."""
    assert due("2026-11-20", "2026-12-18", asked="2026-11-20", insured=True) == day("2026-12-07")


@pytest.mark.parametrize(("billed", "eligible"), [(239900, False), (239999, False), (240000, True)])
def test_scenario_35_four_hundred_dollars_over(billed, eligible):
    found = compare_estimate(200000, billed, first_bill_on=day("2026-11-02"), on=TODAY, law=LAW)
    assert found.supervisor is eligible
    assert found.until == (day("2027-03-02") if eligible else None)
    assert (found.rule, found.over) == (ELIGIBLE, billed - 200000)
    assert found.citation.startswith("45 CFR 149.620")
    assert ("supervisor" in found.text) is eligible
    assert ("near enough" in found.text) is not eligible


@pytest.mark.parametrize(("on", "eligible"), [("2027-03-02", True), ("2027-03-03", False)])
def test_scenario_35_for_a_hundred_and_twenty_days(on, eligible):
    found = compare_estimate(
        200000, 240000, first_bill_on=day("2026-11-02"), on=day(on), law=LAW
    )  # fmt: skip
    assert found.supervisor is eligible
    assert (found.over, found.rule) == (40000, ELIGIBLE)
    assert found.citation.startswith("45 CFR 149.620")
    assert ("03/02/2027" in found.text) is not eligible


def test_scenario_35_a_bill_not_yet_sent_is_looked_at_before_it_goes():
    found = compare_estimate(200000, 240000, first_bill_on=None, on=TODAY, law=LAW)
    assert (found.supervisor, found.until) == (True, None)


@pytest.mark.parametrize(("billed", "asked"), [(239900, 239900), (240000, 0)])
def test_scenario_35_the_statement_waits_for_the_supervisor(billed, asked):
    given = EstimateFacts("A1", "", day("2026-08-01"), day("2026-09-01"), 200000, billed)
    facts = account(charge(service="2026-09-01", cents=billed), estimates=(given,))
    verdict = may(facts)
    assert verdict.cents == asked
    assert asked or ELIGIBLE in rules(verdict)


AT_AGENCY = replace(hold("agency", "2026-08-01"), hold_id="H2")


def test_scenario_37_a_dispute_while_at_the_agency():
    """Recalled, and nothing asked by anyone until it is decided; care goes on as it was."""
    dispute = hold("good_faith_dispute", "2026-11-20", filed_on="2026-11-20")
    facts = account(holds=(AT_AGENCY, dispute))
    decided = decide(facts, POLICY, LAW)
    assert (decided.act, decided.spoke) == (Act.AGENCY_REVIEW, "recall")
    assert "Recall" in decided.reasons[0].text
    assert FREEZE in {reason.rule for reason in decided.reasons}
    for act in sorted(ASKING_ACTS | {Act.FRONT_DESK_NOTE}):
        verdict = may(facts, act)
        assert not verdict.allowed
        assert FREEZE in rules(verdict)


def test_scenario_37_fees_stop_for_there_are_none():
    assert LAW.number("mn-interest-on-medical-debt", "policy_rate") == 0


@pytest.mark.parametrize(("decided", "open_"), [("2026-11-22", False), ("2026-11-23", True)])
def test_scenario_37_until_the_day_it_is_decided(decided, open_):
    held = hold("good_faith_dispute", "2026-10-01", filed_on="2026-10-01", decided_on=decided)
    assert may(account(holds=(held,))).allowed is not open_
