"""Scenarios 1 to 13: bankruptcies."""

from dataclasses import replace
from datetime import date

import pytest

from goodstanding.core.deadlines import deadlines
from goodstanding.core.facts import AccountFacts, Layer, PlanFacts, VisitFacts
from goodstanding.core.followup import decide
from goodstanding.core.gate import ASKING_ACTS
from goodstanding.core.hold_cases import next_step
from goodstanding.core.kinds import Act
from goodstanding.law import live_book
from tests.core.builders import WILLING, account, charge, day, hold, may, patient, person, rules
from tests.core.follow_accounts import POLICY

STAY = "us-bk-automatic-stay"
AFTER = "us-bk-postpetition-charges"
BANKRUPT = {
    "starts": "2026-03-02", "chapter": "13", "case": "26-30411", "filed_on": "2026-03-01",
}  # fmt: skip
FEBRUARY = charge("FEB", "2026-02-20", 10000)
MARCH = charge("MAR", "2026-03-15", 4000)
ASKS = sorted(ASKING_ACTS | {Act.FRONT_DESK_NOTE})


def in_chapter_13(*charges, on: str = "2026-04-01", **detail) -> AccountFacts:
    held = hold("bankruptcy", **(BANKRUPT | detail))
    return account(*charges, on=day(on), holds=(held,), person=WILLING)


def law(on: date):
    return live_book().on(on, "MN")


@pytest.mark.parametrize("act", ASKS)
def test_scenario_01_before_the_petition_nothing_is_asked(act):
    verdict = may(in_chapter_13(FEBRUARY), act)
    assert not verdict.allowed
    assert STAY in rules(verdict)
    assert {(e.charge_id, e.rule) for e in verdict.excluded} == {("FEB", STAY)}


def test_scenario_01_after_it_a_statement_of_its_own():
    verdict = may(in_chapter_13(FEBRUARY, MARCH), "statement")
    assert (verdict.allowed, verdict.cents) == (True, 4000)
    assert [(e.charge_id, e.rule) for e in verdict.excluded] == [("FEB", STAY)]
    separate = next(d.text for d in verdict.duties if d.rule == AFTER)
    assert "statement of their own" in separate


@pytest.mark.parametrize("act", sorted(set(ASKS) - {Act.STATEMENT}))
def test_scenario_01_after_it_nothing_but_a_statement(act):
    verdict = may(in_chapter_13(MARCH), act)
    assert not verdict.allowed
    assert AFTER in rules(verdict)


def test_scenario_01_a_suit_is_for_counsel():
    assert "mn-332c-fee-shifting" in rules(may(in_chapter_13(MARCH), "lawsuit"))


@pytest.mark.parametrize(
    ("detail", "last"),
    [
        ({}, "2026-05-10"),  # a Sunday, 70 days after the petition
        ({"claim_by": "2026-05-11"}, "2026-05-11"),  # what the court wrote goes first
        ({"claim_by": "2026-04-30"}, "2026-04-30"),
    ],
)
def test_scenario_02_the_proof_of_claim(detail, last):
    facts = in_chapter_13(FEBRUARY, on="2026-03-20", **detail)
    (found,) = deadlines(facts, law(facts.on))
    assert (found.kind, found.on, found.rule) == (
        "bankruptcy_claim", day(last), "us-bk-proof-of-claim",
    )  # fmt: skip
    decided = decide(facts, POLICY, law(facts.on))
    assert (decided.act, decided.due_on) == (Act.FILE_CLAIM_BANKRUPTCY, day(last))


@pytest.mark.parametrize(("on", "begun"), [("2026-04-25", False), ("2026-04-26", True)])
def test_scenario_02_is_begun_fourteen_days_before(on, begun):
    facts = in_chapter_13(FEBRUARY, on=on, checked_on=on)
    step = next_step(facts.holds[0], facts, law(facts.on))
    assert step.due_on == day("2026-04-26")
    assert "claim" in step.text.lower()
    assert (step.due_on <= facts.on) is begun


def test_scenario_03_the_day_of_service_decides_not_the_insurers():
    shared = replace(FEBRUARY, layers=(Layer(day("2026-04-05"), 3000),))
    verdict = may(in_chapter_13(shared, on="2026-04-10"), "statement")
    assert not verdict.allowed
    assert [(e.cents, e.rule) for e in verdict.excluded] == [(3000, STAY)]


def test_scenario_03_the_insurer_is_still_billed():
    waiting = replace(FEBRUARY, layers=(), insurer_cents=10000)
    assert may(in_chapter_13(waiting, on="2026-03-20"), "insurer_follow_up").allowed


def daughters_case(chapter: str) -> AccountFacts:
    """A grown-up daughter is the patient and filed; her father signed and did not."""
    held = hold("bankruptcy", "2026-04-11", patient_id="A1", chapter=chapter, case="26-1",
                filed_on="2026-04-10")  # fmt: skip
    return account(
        charge("C1", "2026-03-01"),
        holds=(held,),
        patients=(patient("A1", "child", day("2004-01-01")),),
        person=person(signed_on=day("2025-01-01")),
    )


def test_scenario_05_a_chapter_7_shields_no_one_else():
    facts = daughters_case("7")
    assert STAY in rules(may(facts, to="patient"))
    for father in ("guarantor", "parent"):
        assert (may(facts, to=father).allowed, may(facts, to=father).cents) == (True, 10000)


def test_scenario_05_a_chapter_13_shields_the_father_too():
    facts = daughters_case("13")
    for who in ("patient", "guarantor", "parent"):
        assert not may(facts, to=who).allowed
    assert "us-bk-codebtor-stay" in rules(may(facts))


def test_scenario_07_a_service_on_the_petition_day_is_for_a_person():
    facts = in_chapter_13(charge("DAY", "2026-03-01"))
    for act in ASKS:
        assert not may(facts, act).allowed
    (gone,) = may(facts).excluded
    assert (gone.rule, "A person decides" in gone.text) == (STAY, True)


def test_scenario_08_money_taken_after_the_petition_goes_back():
    """There are no drafts here: the agreed payment is asked for no more from the day the notice
    came, and what was taken after the petition is a credit that may be refunded at once.
    """
    autopay = PlanFacts("L1", day("2026-01-05"), 2500, 5, 12, "active")
    filed = hold("bankruptcy", "2026-03-04", chapter="7", case="26-2", filed_on="2026-03-03")
    facts = account(FEBRUARY, on=day("2026-03-04"), holds=(filed,), plans=(autopay,))
    for act in ASKS:
        assert not may(facts, act).allowed
    drafted = replace(facts, on=day("2026-03-06"), credit_cents=2500)
    refund = may(drafted, "refund")
    assert (refund.allowed, refund.cents) == (True, 2500)


def test_scenario_09_heard_of_by_telephone():
    facts = account(on=day("2026-11-23"), holds=(hold("bankruptcy", "2026-11-23"),))
    for act in ASKS:
        assert not may(facts, act).allowed
    step = next_step(facts.holds[0], facts, law(facts.on))
    assert step.due_on == day("2026-11-24")  # the next business day
    assert "docket" in step.text


def discharged(**more) -> AccountFacts:
    held = hold("bankruptcy", "2025-11-01", ends_on=day("2026-03-01"), chapter="7", case="25-9",
                filed_on="2025-10-20", discharged_on="2026-02-10")  # fmt: skip
    return account(charge("OLD", "2025-09-01", 48000), holds=(held,), **more)


@pytest.mark.parametrize("act", ["front_desk_note", "plan_notice", "statement", "call"])
def test_scenario_11_discharged_money_is_no_condition(act):
    """Neither $480 at the desk nor a plan for it; the booking itself is nobody's business here."""
    facts = discharged(visits=(VisitFacts("A1", day("2026-12-03")),))
    verdict = may(facts, act)
    assert not verdict.allowed
    assert "us-bk-discharge-injunction" in rules(verdict)


def test_scenario_11_the_new_surgery_itself_may_be_billed():
    facts = discharged()
    later = replace(facts, charges=(*facts.charges, charge("NEW", "2026-10-01", 7000)))
    assert may(later).cents == 7000


def test_scenario_13_a_second_case_is_not_released_by_a_date():
    first = hold("bankruptcy", "2026-01-10", chapter="13", filed_on="2026-01-05",
                 dismissed_on="2026-05-01", ends_on=day("2026-05-10"))  # fmt: skip
    second = replace(
        hold("bankruptcy", "2026-06-01", chapter="13", filed_on="2026-06-01",
             ends_on=day("2026-07-01")),
        hold_id="H2",
    )  # fmt: skip
    facts = account(charge("C1", "2025-12-01"), holds=(first, second))
    for act in ASKS:
        verdict = may(facts, act)
        assert not verdict.allowed
        assert any("ounsel" in each.text for each in (*verdict.refusals, *verdict.excluded))
