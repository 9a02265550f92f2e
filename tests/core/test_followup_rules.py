"""The rules that speak before the ladder: what waits, and what is a person's work."""

from dataclasses import replace
from datetime import timedelta

import pytest

from goodstanding.core.facts import CoverageFacts, PatientFacts
from goodstanding.core.followup import LADDER
from goodstanding.core.kinds import Act, HoldKind, PayerType
from tests.core.follow_accounts import (
    ADULT,
    POLICY,
    SELF,
    UP_TO,
    account,
    called,
    charge,
    day,
    decided,
    held,
    on_plan,
    paid,
    promised,
    sent,
)


def test_an_open_promise_waits_three_business_days_past_its_day():
    # Day 18 is Friday 2026-03-20: grace ends Wednesday the 25th, day 23.
    facts = account(contacts=UP_TO["reminder_1"], promises=(promised(10, 18),))
    waiting = decided(facts, 14)
    assert (waiting.act, waiting.due_on, waiting.review_on) == (Act.WAIT, day(18), day(24))
    assert decided(facts, 23).act is Act.WAIT
    broken = decided(facts, 24)
    assert (broken.act, broken.step, broken.due_on) == (Act.CALL, "", day(24))
    assert broken.reasons[0].text == "Promise of $60.00 for 03/20/2026 was not kept."


@pytest.mark.parametrize(
    ("cents", "number", "act"),
    [(6000, 15, Act.WAIT), (5999, 15, Act.CALL), (6000, 24, Act.WAIT), (6000, 9, Act.CALL)],
)
def test_a_promise_is_kept_by_what_was_paid_from_its_day_to_the_end_of_its_grace(
    cents, number, act
):
    facts = account(
        contacts=UP_TO["reminder_1"], promises=(promised(10, 18),), payments=(paid(number, cents),)
    )
    assert decided(facts, 24).act is act


def test_after_the_call_about_a_broken_promise_the_ladder_goes_on():
    facts = account(contacts=(*UP_TO["reminder_1"], called(25)), promises=(promised(10, 18),))
    assert decided(facts, 35).step == "reminder_1"
    unanswered = account(
        contacts=(*UP_TO["reminder_1"], called(25, outcome="no_answer")),
        promises=(promised(10, 18),),
    )
    assert decided(unanswered, 29).act is Act.WAIT
    assert decided(unanswered, 30).act is Act.CALL


def test_a_promise_from_before_the_money_was_owed_brings_no_call():
    facts = account(contacts=UP_TO["reminder_1"], promises=(promised(-3, 2),))
    assert decided(facts, 14).step == "reminder_1"


def test_a_plan_in_good_standing_waits_and_a_missed_instalment_is_noticed_then_called():
    # The plan begins on day 10 (03-12); the 15th is day 13, 44 (April) and 74 (May).
    facts = account(contacts=UP_TO["call_1"], plans=(on_plan(10),))
    assert decided(facts, 23).act is Act.WAIT
    missed = decided(facts, 24)
    assert (missed.act, missed.due_on) == (Act.PLAN_NOTICE, day(24))
    told = replace(facts, contacts=(*facts.contacts, sent(24, "plan_notice")))
    assert decided(told, 54).act is Act.WAIT
    assert decided(told, 55).act is Act.CALL
    paid_up = replace(facts, payments=(paid(12, 5000), paid(50, 5000)))
    waiting = decided(paid_up, 60)
    assert (waiting.act, waiting.due_on, waiting.review_on) == (Act.WAIT, day(74), day(85))


def test_a_broken_plan_brings_one_call_and_then_the_ladder():
    facts = account(contacts=UP_TO["reminder_1"], plans=(on_plan(5, status="broken"),))
    assert decided(facts, 30).reasons[0].code == "plan.broken"
    assert decided(replace(facts, contacts=(*facts.contacts, called(30))), 40).step == "reminder_1"


@pytest.mark.parametrize(
    ("patient", "insurer", "credit", "act"),
    [
        (0, 0, 100, Act.REVIEW_CREDIT),
        (0, 0, 99, Act.NONE),
        (0, 0, 0, Act.NONE),
        (0, 9000, 5000, Act.WAIT),
    ],
)
def test_a_credit_with_nothing_open_is_reviewed_from_a_dollar_on(patient, insurer, credit, act):
    charges = (charge(patient, insurer=insurer),) if insurer else ()
    facts = replace(account(), charges=charges, credit_cents=credit)
    assert decided(facts, 10).act is act


@pytest.mark.parametrize(
    ("cents", "statement", "act"),
    [
        (500, False, Act.STATEMENT),
        (499, False, Act.WAIT),
        (499, True, Act.WRITE_OFF_SMALL),
        (1, True, Act.WRITE_OFF_SMALL),
        (500, True, Act.REMINDER),
    ],
)
def test_a_small_balance_gets_no_statement_and_is_written_off_after_one(cents, statement, act):
    facts = account(charge(cents), contacts=UP_TO["reminder_1"] if statement else ())
    assert decided(facts, 14).act is act


def test_work_on_the_books_stands_by_its_amount():
    # Group 1 of the list, then the cents: 100,000,000 and the amount itself.
    credit = replace(account(), charges=(), credit_cents=5000)
    assert decided(credit, 10).priority == 100_005_000
    small_rest = account(charge(300), contacts=UP_TO["reminder_1"])
    assert decided(small_rest, 14).priority == 100_000_300


def test_a_policy_may_look_at_a_credit_of_a_cent():
    credit = replace(POLICY.credit, review_from=0)
    anything = replace(account(), charges=(), credit_cents=1)
    assert decided(anything, 10, replace(POLICY, credit=credit)).act is Act.REVIEW_CREDIT


def test_nothing_small_is_asked_for_over_a_pledge():
    missed = account(charge(499), plans=(on_plan(10),))
    assert decided(missed, 30).act is Act.WAIT
    broken = account(charge(499), promises=(promised(2, 4),))
    assert decided(broken, 30).act is Act.WAIT


def test_an_open_promise_comes_before_a_missed_instalment():
    facts = account(plans=(on_plan(10),), promises=(promised(20, 30),))
    assert decided(facts, 25).reasons[0].code == "promise.open"


def test_a_small_copay_is_never_written_off():
    copay = charge(400, patient_reasons=(("PR", "3"),))
    assert decided(account(copay, contacts=UP_TO["reminder_1"]), 14).act is Act.WAIT


@pytest.mark.parametrize(("number", "act"), [(44, Act.WAIT), (45, Act.INSURER_FOLLOW_UP)])
def test_insurer_money_is_followed_up_when_old(number, act):
    decision = decided(account(charge(0, insurer=9000)), number)
    assert (decision.act, decision.due_on) == (act, day(45))


def test_a_denial_asks_for_the_coverage_to_be_checked_or_the_insurer_followed_up():
    coverage = charge(0, insurer=9000, denial_reasons=(("PR", "27"),))
    assert decided(account(coverage), 1).act is Act.VERIFY_COVERAGE
    other = charge(0, insurer=9000, denial_reasons=(("CO", "197"),))
    assert decided(account(other), 1).act is Act.INSURER_FOLLOW_UP


def test_money_that_is_not_the_patients_to_pay_is_not_asked_for():
    qmb = (CoverageFacts(1, "M", PayerType.MEDICARE, qmb=True),)
    decision = decided(account(charge(coverages=qmb)), 50)
    assert (decision.act, decision.cents) == (Act.VERIFY_COVERAGE, 0)
    assert decision.reasons[0].rule == "us-qmb-balance-billing-ban"
    assert decision.reasons[0].citation


def test_only_what_may_be_asked_for_is_asked_and_it_alone_sets_the_days():
    qmb = (CoverageFacts(1, "M", PayerType.MEDICARE, qmb=True),)
    facts = account(charge(coverages=qmb), charge(7000, since=30, number=2))
    decision = decided(facts, 30)
    assert (decision.act, decision.cents, decision.due_on) == (Act.STATEMENT, 7000, day(30))
    assert "us-qmb-balance-billing-ban" in {reason.rule for reason in decision.reasons}


def test_returned_mail_asks_for_the_address():
    person = replace(ADULT, mail_returned_on=day(9))
    decision = decided(account(person=person, contacts=UP_TO["reminder_1"]), 14)
    assert (decision.act, decision.due_on) == (Act.VERIFY_ADDRESS, day(9))


def test_a_refusal_asks_for_assistance_to_be_offered_for_two_weeks():
    facts = account(contacts=(*UP_TO["call_1"], called(45, outcome="refused")))
    assert decided(facts, 46).act is Act.SCREEN_ASSISTANCE
    assert decided(facts, 46).review_on == day(59)
    assert decided(facts, 59).act is Act.CALL
    asked = replace(facts, holds=(held(HoldKind.ASSISTANCE_PENDING, 47, ends=50),))
    assert decided(asked, 51).act is Act.CALL


def test_the_days_while_help_was_looked_at_are_not_counted():
    """The letter of day 45 and the rest keep the time they had: 20 days of a pause."""
    facts = account(contacts=UP_TO["reminder_1"])
    before = decided(facts, 20)
    paused = replace(facts, holds=(held(HoldKind.ASSISTANCE_PENDING, 15, ends=34),))
    after = decided(paused, 35)
    assert (after.act, after.step) == (before.act, before.step)
    assert after.due_on == before.due_on + timedelta(days=20)
    twice = replace(paused, holds=(*paused.holds, held(HoldKind.ASSISTANCE_PENDING, 20, ends=34)))
    assert decided(twice, 35).due_on == after.due_on


@pytest.mark.parametrize(
    "kind",
    [
        HoldKind.DISPUTE, HoldKind.GOOD_FAITH_DISPUTE, HoldKind.ASSISTANCE_PENDING,
        HoldKind.INSURER_PENDING, HoldKind.WORKERS_COMP, HoldKind.NO_FAULT, HoldKind.LIABILITY,
        HoldKind.ATTORNEY, HoldKind.CEASE_CONTACT, HoldKind.BILLING_ERROR, HoldKind.PAYER_APPEAL,
        HoldKind.IDENTITY_THEFT, HoldKind.AGENCY, HoldKind.MANUAL,
    ],
)  # fmt: skip
def test_a_hold_on_the_account_waits_until_it_ends(kind):
    facts = account(contacts=UP_TO["reminder_1"], holds=(held(kind, 5, ends=40),))
    decision = decided(facts, 20)
    assert (decision.act, decision.cents) == (Act.WAIT, 0)
    # It looks again when its next step is due or late, and at the latest when it ends.
    assert day(20) < decision.review_on <= day(41)
    assert decided(facts, 40).review_on == day(41)
    assert decision.reasons[0].code == f"hold.{kind}"
    assert decision.reasons[0].rule
    assert decided(facts, 41).step == "reminder_1"


def test_who_may_not_be_called_is_written_to_instead():
    person = replace(ADULT, confidential_address=True)
    facts = account(person=person, contacts=UP_TO["call_1"])
    facts = replace(facts, holds=(held(HoldKind.CONFIDENTIAL_ADDRESS, 0),))
    decision = decided(facts, 45)
    assert (decision.act, decision.step) == (Act.REMINDER, "call_1")
    written = replace(facts, contacts=(*facts.contacts, sent(45, "reminder")))
    assert decided(written, 60).step == "past_due_letter"


def test_a_death_without_an_open_estate_is_looked_up_monthly_and_claimed_by_ten_months():
    gone = (PatientFacts("P1", SELF.birth_on, "self", deceased_on=day(5)),)
    facts = replace(account(contacts=UP_TO["reminder_1"]), patients=gone)
    assert decided(facts, 4).act is Act.WAIT  # The reminder is not due before day 14.
    waiting = decided(facts, 20)
    # Died 2026-03-07: next look 04-07, claim 2027-03-07.
    assert (waiting.act, str(waiting.review_on)) == (Act.WAIT, "2026-04-07")
    late = decided(facts, 315)
    assert (late.act, str(late.due_on)) == (Act.FILE_CLAIM_ESTATE, "2027-03-07")
    assert decided(facts, 371).act is Act.WAIT


def test_a_claim_on_an_open_estate_takes_the_earliest_day():
    # Law scenario 14: died 05-10, published 08-03, served 08-20: due 12-03.
    hold = held(
        HoldKind.ESTATE, 70, died_on="2026-05-10", notice_published_on="2026-08-03",
        notice_served_on="2026-08-20",
    )  # fmt: skip
    decision = decided(account(holds=(hold,)), 180)
    assert (decision.act, str(decision.due_on)) == (Act.FILE_CLAIM_ESTATE, "2026-12-03")
    assert decision.reasons[0].rule == "mn-estate-presentation-deadline"


def test_chapter_13_is_claimed_within_seventy_days_then_waits():
    # Law scenario 2: filed 2026-03-01, so 2026-05-10; the charge's service was on 02-25.
    hold = held(HoldKind.BANKRUPTCY, 0, chapter="13", filed_on="2026-03-01")
    facts = account(holds=(hold,))
    decision = decided(facts, 10)
    assert (decision.act, str(decision.due_on)) == (Act.FILE_CLAIM_BANKRUPTCY, "2026-05-10")
    assert decided(facts, 69).act is Act.FILE_CLAIM_BANKRUPTCY
    assert (decided(facts, 70).act, decided(facts, 70).cents) == (Act.WAIT, 0)
    filed = held(
        HoldKind.BANKRUPTCY, 0, chapter="13", filed_on="2026-03-01", claim_filed_on="2026-03-20"
    )
    assert decided(account(holds=(filed,)), 30).act is Act.WAIT


def test_chapter_7_stops_the_old_money_and_leaves_the_new():
    hold = held(HoldKind.BANKRUPTCY, 0, chapter="7", filed_on="2026-03-01")
    assert decided(account(holds=(hold,)), 10).reasons[0].code == "hold.bankruptcy"
    facts = account(charge(), charge(5000, since=20, number=2), holds=(hold,))
    decision = decided(facts, 20)
    assert (decision.act, decision.cents) == (Act.STATEMENT, 5000)


def test_old_insurer_money_is_worked_while_the_patients_step_is_days_away():
    facts = account(charge(), charge(0, insurer=9000, number=2), contacts=UP_TO["past_due_letter"])
    assert decided(facts, 50).act is Act.INSURER_FOLLOW_UP
    assert decided(facts, 60).step == "past_due_letter"


def test_an_account_without_anything_has_nothing_to_do():
    empty = replace(account(), charges=())
    assert (decided(empty, 0).act, decided(empty, 0).review_on) == (Act.NONE, None)


def test_the_ladder_of_rules_is_in_the_order_agreed():
    names = [rule.__name__ for rule in LADDER]
    assert names == [
        "recall", "estate", "bankruptcy", "holds", "credit", "nothing_owed", "left_out", "chosen",
        "open_promise", "plan", "small", "broken_pledge", "returned_mail", "assistance",
        "next_step",
    ]  # fmt: skip
