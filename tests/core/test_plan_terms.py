"""A plan in figures: exact sums, days, what was missed, and ways to part a balance."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from goodstanding.core import policy
from goodstanding.core.agreements import due_days
from goodstanding.core.answers import Decision, Reason
from goodstanding.core.facts import PaymentFacts, PlanFacts
from goodstanding.core.kinds import Act
from goodstanding.core.letter_kinds import asked_cents, words_kind
from goodstanding.core.plan_terms import Missed, missed_now, terms_of
from goodstanding.core.plans import short_ways
from goodstanding.core.policy import read
from tests.core.builders import account

SHIPPED = (Path(policy.__file__).parent / "policy_v1.toml").read_text()
POLICY = read(SHIPPED)[0]
STARTED = date(2026, 12, 1)
FIFTEENTHS = (date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 15), date(2027, 3, 15))


def plan(monthly: int = 46_05, months: int = 4, due_day: int = 15, **more) -> PlanFacts:
    return PlanFacts("P1", more.pop("started_on", STARTED), monthly, due_day, months, **{
        "status": "active", **more,
    })  # fmt: skip


def test_the_days_begin_after_the_plan_and_keep_to_short_months():
    assert tuple(due_days(plan())) == FIFTEENTHS
    assert due_days(plan(due_day=1, months=2)) == [date(2027, 1, 1), date(2027, 2, 1)]
    ends = due_days(plan(due_day=31, months=3))
    assert ends == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]


@pytest.mark.parametrize(("monthly", "open_cents", "total", "last", "count"), [
    (46_05, 184_20, 184_20, 46_05, 4),  # 4 x 46.05
    (46_05, 0, 184_20, 46_05, 4),  # what is open is not known
    (46_05, 300_00, 184_20, 46_05, 4),  # the plan takes a part of it
    (50_00, 184_20, 184_20, 34_20, 4),  # 3 x 50.00 and 34.20
    (50_00, 100_00, 100_00, 50_00, 2),  # the last two fall away
    (50_00, 100_01, 100_01, 1, 3),
])  # fmt: skip
def test_a_plan_takes_what_is_open_and_no_more(monthly, open_cents, total, last, count):
    found = terms_of(plan(monthly), open_cents)
    assert (found.total_cents, found.last_cents, len(found.days)) == (total, last, count)
    assert found.each_cents * (count - 1) + found.last_cents == total


def on(day: date, *paid: int, **more):
    payments = tuple(PaymentFacts(STARTED + timedelta(days=n), c) for n, c in enumerate(paid))
    return account(on=day, plans=(plan(**more),), payments=payments)


@pytest.mark.parametrize(("day", "paid", "found"), [
    (date(2026, 12, 25), (), None),  # ten days of grace
    (date(2026, 12, 26), (), Missed(FIFTEENTHS[0], 46_05, 0, 46_05, 184_20)),
    (date(2026, 12, 26), (20_00,), Missed(FIFTEENTHS[0], 26_05, 20_00, 46_05, 164_20)),
    (date(2026, 12, 26), (46_05,), None),
    (date(2027, 1, 26), (46_05,), Missed(FIFTEENTHS[1], 46_05, 0, 46_05, 138_15)),
    (date(2027, 1, 26), (46_05, 46_04), Missed(FIFTEENTHS[1], 1, 46_04, 46_05, 92_11)),
    (date(2027, 1, 26), (), Missed(FIFTEENTHS[0], 92_10, 0, 46_05, 184_20)),
])  # fmt: skip
def test_what_was_missed(day, paid, found):
    assert missed_now(on(day, *paid), grace_days=10) == found


def test_only_a_running_plan_has_missed_something():
    assert missed_now(on(date(2027, 6, 1), status="broken"), grace_days=10) is None
    assert missed_now(account(), grace_days=10) is None


@pytest.mark.parametrize(("cents", "found"), [
    (184_20, ((61_40,) * 3, (46_05,) * 4)),
    (100_00, ((33_33, 33_33, 33_34), (25_00,) * 4)),
    (35_00, ((11_66, 11_66, 11_68),)),
    (20_01, ((10_00, 10_01),)),
    (1, ()),
])  # fmt: skip
def test_the_ways_of_a_letter_come_out_even(cents, found):
    assert short_ways(cents, least_cents=10_00) == found
    assert all(sum(way) == cents for way in found)


# ---- from the decision to the words


def decided(act: Act, step: str = "", *codes: str, cents: int = 184_20) -> Decision:
    reasons = tuple(Reason(code, "Because.") for code in codes)
    return Decision(act, STARTED, reasons, cents=cents, step=step)


@pytest.mark.parametrize(("decision", "facts", "kind"), [
    (decided(Act.STATEMENT, "statement_2"), account(), "statement"),
    (decided(Act.REMINDER, "reminder_1"), account(), "reminder"),
    (decided(Act.REMINDER, "past_due_letter"), account(), "reminder_2"),
    (decided(Act.REMINDER, "call_1"), account(), "reminder_2"),  # nobody can be called
    (decided(Act.REMINDER), account(), "reminder"),  # a person's own choice
    (decided(Act.REMINDER, "call_1", "plan.broken"), account(), "plan_broken"),
    (decided(Act.FIRST_LETTER, "first_letter"), account(), "first_letter"),
    (decided(Act.FINAL_LETTER), account(), "final_letter"),
    (decided(Act.ESTATE_LETTER), account(), "estate_letter"),
    (decided(Act.PLAN_NOTICE), account(plans=(plan(),)), "plan_missed"),
    (decided(Act.PLAN_NOTICE), account(plans=(plan(status="broken"),)), "plan_broken"),
])  # fmt: skip
def test_the_words_of_a_decision(decision, facts, kind):
    assert words_kind(decision, facts, POLICY) == kind


def test_a_missed_payment_asks_for_itself_and_never_for_more_than_may_be_asked():
    facts, decision = on(date(2026, 12, 26)), decided(Act.PLAN_NOTICE)
    assert asked_cents("plan_missed", decision, facts, policy=POLICY) == 46_05
    little = decided(Act.PLAN_NOTICE, cents=30_00)
    assert asked_cents("plan_missed", little, facts, policy=POLICY) == 30_00
    assert asked_cents("plan_broken", decision, facts, policy=POLICY) == 184_20
