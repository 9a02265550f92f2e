"""Scenarios 14 to 21: after a death."""

from dataclasses import replace

import pytest

from goodstanding.core.deadlines import deadlines
from goodstanding.core.estates import claim_class, deaths
from goodstanding.core.facts import AccountFacts
from goodstanding.core.followup import decide
from goodstanding.core.gate import ASKING_ACTS
from goodstanding.core.kinds import Act
from goodstanding.law import live_book
from tests.core.builders import account, charge, day, hold, may, patient, rules
from tests.core.follow_accounts import POLICY

DIED = {"starts": "2026-05-12", "died_on": "2026-05-10"}
NOTICED = {**DIED, "notice_published_on": "2026-08-03", "notice_served_on": "2026-08-20"}
LETTERS = "mn-estate-letters"
LAW = live_book().on(day("2026-09-01"), "MN")
ASKS = sorted(ASKING_ACTS | {Act.FRONT_DESK_NOTE})


def estate(*charges, on: str = "2026-09-01", **detail) -> AccountFacts:
    return account(*charges, on=day(on), holds=(hold("estate", **detail),))


def law(facts: AccountFacts):
    return live_book().on(facts.on, "MN")


@pytest.mark.parametrize(
    ("detail", "last"),
    [
        (NOTICED, "2026-12-03"),
        ({**DIED, "notice_published_on": "2026-08-03"}, "2026-12-03"),
        ({**NOTICED, "notice_served_on": "2026-11-20"}, "2026-12-20"),  # served late: a month more
        (DIED, "2027-05-10"),
        ({**NOTICED, "notice_published_on": "2027-03-01", "notice_served_on": ""}, "2027-05-10"),
    ],
)
def test_scenario_14_the_last_day_to_claim(detail, last):
    facts = estate(**detail)
    (found,) = [d for d in deadlines(facts, law(facts)) if d.kind == "estate_claim"]
    assert (found.on, found.rule) == (day(last), "mn-estate-presentation-deadline")


def test_scenario_14_the_claim_is_the_next_step():
    decided = decide(estate(**NOTICED), POLICY, law(estate(**NOTICED)))
    assert (decided.act, decided.due_on) == (Act.FILE_CLAIM_ESTATE, day("2026-12-03"))


@pytest.mark.parametrize(
    ("on", "act", "due"),
    [
        ("2026-06-09", Act.WAIT, "2026-06-10"),  # look in the court's records every month
        ("2026-07-15", Act.WAIT, "2026-08-10"),
        ("2027-03-09", Act.WAIT, "2027-03-10"),
        ("2027-03-10", Act.FILE_CLAIM_ESTATE, "2027-05-10"),  # ten months: it is time to act
        ("2027-05-10", Act.FILE_CLAIM_ESTATE, "2027-05-10"),
        ("2027-05-11", Act.WAIT, "2027-05-10"),
    ],
)
def test_scenario_16_nobody_opened_an_estate(on, act, due):
    facts = estate(on=on, **DIED)
    decided = decide(facts, POLICY, law(facts))
    assert (decided.act, decided.due_on) == (act, day(due))
    assert decided.reasons[0].citation


@pytest.mark.parametrize(("on", "barred"), [("2027-05-10", False), ("2027-05-11", True)])
def test_scenario_16_a_year_after_the_death_it_is_barred(on, barred):
    verdict = may(estate(on=on, **DIED), "file_claim_estate")
    assert ("mn-estate-presentation-deadline" in rules(verdict)) is barred
    assert verdict.allowed is not barred


def test_scenario_17_three_classes():
    last, within, earlier = (
        charge(name, service)
        for name, service in (("C1", "2026-05-01"), ("C2", "2025-09-01"), ("C3", "2024-11-01"))
    )
    facts = estate(last, within, earlier, **NOTICED, last_illness=["C1"])
    (death,) = deaths(facts)
    assert [claim_class(each, death, law(facts)) for each in facts.charges] == [4, 5, 7]


def test_scenario_17_a_year_to_the_day_is_within():
    (death,) = deaths(estate(**NOTICED))
    edges = [charge("C1", service) for service in ("2025-05-09", "2025-05-10")]
    assert [claim_class(each, death, LAW) for each in edges] == [7, 5]


@pytest.mark.parametrize("act", ASKS)
def test_scenario_19_the_widow_who_signed_nothing(act):
    facts = estate(charge("C1", "2026-04-01"), **DIED)
    verdict = may(facts, act, to="spouse")
    assert not verdict.allowed
    assert verdict.cents == 0
    assert LETTERS in rules(verdict)


def test_scenario_19_what_she_is_told():
    verdict = may(estate(charge("C1", "2026-04-01"), **DIED), "call", to="spouse")
    (answer,) = [r.text for r in verdict.refusals if r.rule == "mn-spouse-not-liable"]
    assert "owes nothing" in answer
    assert "who handles the estate" in answer


def test_scenario_20_a_power_of_attorney_dies_too():
    agent = hold("power_of_attorney", name="Lee Poe", document_on="2026-01-05")
    alive = account(holds=(agent,))
    assert may(alive, "statement", to="representative").allowed
    died = replace(alive, patients=(patient(deceased_on=day("2026-11-22")),))
    for act in ASKS:
        verdict = may(died, act, to="representative")
        assert not verdict.allowed, act
        assert LETTERS in rules(verdict)
    told = {r.rule for r in may(died, "call", to="representative").refusals}
    assert "mn-poa-guardian-authority" in told
    assert "us-regf-deceased-consumer" in told


@pytest.mark.parametrize(
    ("on", "allowed"), [("2026-05-30", False), ("2026-06-08", False), ("2026-06-09", True)]
)
def test_scenario_21_a_refund_waits_thirty_days(on, allowed):
    """Day 20 is May 30; the thirtieth day is June 9."""
    died = patient(deceased_on=day("2026-05-10"))
    facts = account(charge(layers=()), on=day(on), credit_cents=13000, patients=(died,))
    verdict = may(facts, "refund")
    assert (verdict.allowed, verdict.cents) == (allowed, 13000 if allowed else 0)
    if allowed:
        (duty,) = [d for d in verdict.duties if d.rule == "mn-small-estate-affidavit"]
        assert "certified death record" in duty.text
    else:
        assert [r.until for r in verdict.refusals] == [day("2026-06-09")]
