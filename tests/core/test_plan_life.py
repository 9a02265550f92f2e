"""A plan's state on a day and its days set anew: tables by hand, and money against schedule."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.agreements import agreed_cents, plan_kept, unpaid_of
from goodstanding.core.facts import PaymentFacts, PlanFacts, PlanPart
from goodstanding.core.plan_life import State, drafted, kept_head, laid_anew, shrunk, standing_of
from goodstanding.core.plan_terms import Missed, missed_now, terms_of
from tests.core.builders import account

START = date(2027, 1, 10)
DUE = tuple(PlanPart(date(2027, month, 28 if month == 2 else 31), 50_00) for month in (1, 2, 3))
PLAN = PlanFacts(
    "desk-1", START, 50_00, 31, 3, "active", instalments=DUE, charges=("C1",), laid_on=START
)


def paid(*cents: int, on: date = date(2027, 1, 20)) -> PlanFacts:
    return replace(PLAN, payments=tuple(PaymentFacts(on, each) for each in cents))


@pytest.mark.parametrize(
    ("plan", "on", "state"),
    [
        (PLAN, date(2027, 1, 31), State.ON_TRACK),
        (PLAN, date(2027, 2, 1), State.LATE),
        (PLAN, date(2027, 2, 10), State.LATE),  # the tenth day of grace
        (PLAN, date(2027, 2, 11), State.AT_RISK),
        (PLAN, date(2027, 3, 10), State.AT_RISK),
        (PLAN, date(2027, 3, 11), State.TALK),
        (paid(49_99), date(2027, 2, 11), State.AT_RISK),
        (paid(50_00), date(2027, 2, 11), State.ON_TRACK),
        (paid(150_00), date(2027, 2, 11), State.FINISHED),
        (replace(PLAN, paused_until=date(2027, 4, 1)), date(2027, 4, 1), State.PAUSED),
        (replace(PLAN, paused_until=date(2027, 3, 31)), date(2027, 4, 1), State.TALK),
        (replace(PLAN, status="broken"), date(2027, 4, 1), State.ENDED),
        (replace(PLAN, status="completed"), date(2027, 4, 1), State.FINISHED),
    ],
)
def test_the_state_of_a_day(plan, on, state):
    assert standing_of(plan, (), on, grace_days=10).state is state


@given(
    cents=st.lists(st.integers(1, 30_000), min_size=1, max_size=30),
    payment=st.integers(0, 900_000),
)
def test_a_payment_pays_the_oldest_first_and_nothing_is_lost(cents, payment):
    parts = tuple(PlanPart(date(2027, 1, 1 + place), each) for place, each in enumerate(cents))
    plan = replace(PLAN, instalments=parts)
    left = unpaid_of(plan, payment)
    assert sum(each.cents for each in left) == max(sum(cents) - payment, 0)
    assert [each.due_on for each in left] == [p.due_on for p in parts][len(parts) - len(left) :]
    head = kept_head(plan, payment, on=parts[-1].due_on)
    assert sum(each.cents for each in head) == min(payment, sum(cents))


@given(payment=st.integers(0, 15_000), each=st.integers(1_00, 200_00), anchor=st.integers(1, 31))
def test_days_set_anew_come_to_the_same_and_lie_after_the_change(payment, each, anchor):
    after = date(2027, 2, 11)
    left = agreed_cents(PLAN) - payment
    head = kept_head(PLAN, payment, on=after)
    parts = laid_anew(head, left=left, each=each, after=after, anchor=anchor)
    assert sum(one.cents for one in parts) == agreed_cents(PLAN)
    assert all(one.due_on <= after for one in parts[: len(head)])
    new = parts[len(head) :]
    assert all(one.due_on > after for one in new)
    assert all(one.cents == each for one in new[:-1])
    assert len({(one.due_on.year, one.due_on.month) for one in new}) == len(new)


@given(less=st.integers(0, 15_000))
def test_when_less_is_owed_the_first_payments_stay(less):
    parts = shrunk(PLAN, less)
    assert sum(each.cents for each in parts) == 150_00 - less
    assert parts[:-1] == DUE[: max(len(parts) - 1, 0)]


@given(payment=st.integers(0, 15_000), owed=st.integers(0, 20_000))
def test_a_draft_is_never_more_than_the_instalment_the_rest_or_what_may_be_asked(payment, owed):
    day = date(2027, 2, 28)
    found = drafted(paid(payment), (), day, since=day, owed_cents=owed)
    most = min(50_00, 100_00 - payment, owed)
    assert sum(each.cents for each in found) == max(most, 0)


def test_two_instalments_of_one_day_are_one_draft():
    day = DUE[1].due_on
    plan = replace(PLAN, instalments=(*DUE[:2], PlanPart(day, 20_00), DUE[2]))
    plan = replace(plan, payments=(PaymentFacts(START, 60_00),))
    assert drafted(plan, (), day, since=day, owed_cents=99_00) == (PlanPart(day, 60_00),)
    assert drafted(plan, (), day, since=day, owed_cents=55_00) == (PlanPart(day, 55_00),)


@given(on=st.dates(date(2027, 1, 11), date(2027, 6, 1)), payment=st.integers(0, 15_000))
def test_kept_is_what_the_states_say(on, payment):
    plan = paid(payment)
    on = max(on, date(2027, 1, 21))
    state = standing_of(plan, (), on, grace_days=10).state
    kept = plan_kept(plan, (), on=on, grace_days=10)
    assert kept == (state in (State.ON_TRACK, State.LATE))


# Four of 100.00 on the 1st; 130.00 came by February 10th; set anew on February 15th.
FIRSTS = tuple(PlanPart(date(2027, month, 1), 100_00) for month in (2, 3, 4, 5))
SET_ON = date(2027, 2, 15)
AHEAD = replace(
    PLAN, due_day=1, laid_on=SET_ON, payments=(PaymentFacts(date(2027, 2, 10), 130_00),),
    instalments=laid_anew(
        kept_head(replace(PLAN, instalments=FIRSTS), 130_00, on=SET_ON),
        left=270_00, each=100_00, after=SET_ON, anchor=1,
    ),
)  # fmt: skip


def test_what_was_paid_ahead_is_not_asked_for_again():
    head = (FIRSTS[0], PlanPart(SET_ON, 30_00))
    left = (PlanPart(date(2027, 5, 1), 70_00),)
    assert AHEAD.instalments == (*head, *FIRSTS[1:3], *left)
    told = terms_of(AHEAD, 270_00)
    assert (told.total_cents, told.each_cents, told.last_cents) == (270_00, 100_00, 70_00)
    day = date(2027, 3, 1)
    assert drafted(AHEAD, (), day, since=day, owed_cents=270_00) == (FIRSTS[1],)
    assert missed_now(account(on=date(2027, 3, 12), plans=(AHEAD,)), grace_days=10) == Missed(
        date(2027, 3, 1), 100_00, 0, 100_00, 270_00
    )


def test_of_two_payments_of_one_day_the_one_that_is_short_was_missed():
    parts = (FIRSTS[0], PlanPart(SET_ON, 100_00), PlanPart(SET_ON, 50_00), *FIRSTS[1:])
    money = (PaymentFacts(date(2027, 2, 10), 220_00),)  # of 250.00, after 30.00 bounced
    plan = replace(AHEAD, instalments=parts, payments=money)
    found = missed_now(account(on=date(2027, 2, 26), plans=(plan,)), grace_days=10)
    assert found == Missed(SET_ON, 30_00, 20_00, 50_00, 330_00)


@pytest.mark.parametrize(
    ("left", "each", "amounts"),
    [
        (100_00, 33_33, (33_33, 33_33, 33_34)),
        (100_01, 33_33, (33_33, 33_33, 33_35)),
        (100_98, 50_00, (50_00, 50_98)),
        (101_00, 50_00, (50_00, 50_00, 1_00)),
        (50_50, 50_00, (50_50,)),
        (50, 50_00, (50,)),
    ],
)
def test_a_last_payment_of_cents_joins_the_one_before(left, each, amounts):
    parts = laid_anew((), left=left, each=each, after=START, anchor=31)
    assert tuple(one.cents for one in parts) == amounts
