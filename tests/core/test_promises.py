"""What became of a promise, cent by cent, and what comes next; days worked out on a calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.facts import PaymentFacts, PromiseFacts
from goodstanding.core.kept_rates import kept_of, promise_dues
from goodstanding.core.promises import (
    BROKEN,
    COUNTED,
    PROMISE,
    Grace,
    Kept,
    State,
    checked_on,
    open_promises,
    posts_on,
    standings,
)
from goodstanding.core.segments import history_of
from goodstanding.law import live_book
from tests.core.follow_accounts import POLICY, UP_TO, account, decided, paid
from tests.core.follow_accounts import day as at

DAYS3 = Grace(3, 5)


def day(text):
    return date.fromisoformat(f"2026-{text}")


def promise(made="11-09", cents=6000, due="11-17", **more):
    return PromiseFacts("p", day(made), cents, day(due), **more)


def money(*paid_):
    return tuple(PaymentFacts(day(on), cents) for on, cents in paid_)


def became(on, *promises, paid=(), grace=DAYS3):
    return standings(promises, money(*paid), on=day(on), grace=grace)


# Due Tuesday 11/17: grace Wednesday, Thursday, Friday 11/20; asked about from Monday 11/23.
@pytest.mark.parametrize(
    ("on", "paid_", "state", "came", "left"),
    [
        ("11-09", (), State.OPEN, 0, 6000),
        ("11-22", (), State.OPEN, 0, 6000),
        ("11-23", (), State.MISSED, 0, 6000),
        ("11-12", (("11-10", 2000),), State.OPEN, 2000, 4000),
        ("11-23", (("11-10", 2000),), State.PART_KEPT, 2000, 4000),
        ("11-10", (("11-10", 6000),), State.KEPT, 6000, 0),  # early
        ("11-23", (("11-22", 6000),), State.KEPT, 6000, 0),  # posted on the Sunday
        ("11-23", (("11-23", 6000),), State.LATE, 6000, 0),
        ("11-30", (("11-17", 1000), ("11-25", 5000)), State.LATE, 6000, 0),
        ("11-30", (("11-25", 500),), State.PART_KEPT, 500, 5500),
        ("11-30", (("11-08", 6000),), State.MISSED, 0, 6000),  # before it was made
        ("11-30", (("11-12", 9000),), State.KEPT, 6000, 0),
    ],
)
def test_what_became_of_a_promise(on, paid_, state, came, left):
    (one,) = became(on, promise(), paid=paid_)
    assert (one.state, one.kept_cents + one.late_cents, one.left_cents) == (state, came, left)


# The grace of every day of two weeks around Thanksgiving (Thursday 11/26): due, last day, asked on.
@pytest.mark.parametrize(
    ("due", "last", "asked"),
    [
        ("11-16", "11-19", "11-20"), ("11-17", "11-20", "11-23"), ("11-18", "11-23", "11-24"),
        ("11-19", "11-24", "11-25"), ("11-20", "11-25", "11-27"), ("11-21", "11-25", "11-27"),
        ("11-22", "11-25", "11-27"), ("11-23", "11-27", "11-30"), ("11-24", "11-30", "12-01"),
        ("11-25", "12-01", "12-02"), ("11-26", "12-01", "12-02"), ("11-27", "12-02", "12-03"),
        ("11-28", "12-02", "12-03"), ("11-29", "12-02", "12-03"),
    ],
)  # fmt: skip
def test_the_grace_ends_on_a_business_day_and_it_is_asked_about_on_the_next(due, last, asked):
    one = promise(due=due)
    assert (DAYS3.last_day(one), DAYS3.over_on(one)) == (day(last), day(asked))
    before = (day(asked) - timedelta(days=1)).isoformat()[5:]
    assert became(before, one)[0].state is State.OPEN
    assert became(asked, one)[0].state is State.MISSED


def test_a_mailed_check_has_the_days_of_the_mail_too():
    # Due Tuesday 11/17, eight business days: 11/18 19 20 23 24 25 27 30.
    by_mail = promise(means="mail")
    assert (DAYS3.last_day(by_mail), DAYS3.over_on(by_mail)) == (day("11-30"), day("12-01"))
    assert became("11-30", by_mail)[0].state is State.OPEN


@pytest.mark.parametrize(
    ("second", "states"),
    [
        # Of an import: a later talk about a later day takes the place of the first.
        ({"made": "11-12", "due": "11-24"}, (State.REPLACED, State.OPEN)),
        ({"made": "11-12", "due": "11-13"}, (State.OPEN, State.OPEN)),
        ({"made": "11-09", "due": "11-24"}, (State.OPEN, State.OPEN)),  # one talk, two days
        # Written here it is known.
        ({"made": "11-09", "due": "11-24", "beside": False}, (State.REPLACED, State.OPEN)),
        ({"made": "11-12", "due": "11-24", "beside": True}, (State.OPEN, State.OPEN)),
    ],
)
def test_a_newer_promise_takes_the_place_of_an_open_one(second, states):
    found = became("11-12", promise(), promise(**second))
    assert tuple(one.state for one in found) == states


def test_one_made_after_the_first_was_missed_replaces_nothing():
    found = became("11-24", promise(), promise("11-23", due="12-01"))
    assert [one.state for one in found] == [State.MISSED, State.OPEN]


def test_a_hold_cancels_an_open_promise_and_no_kept_one():
    (one,) = became("11-30", promise(held_on=day("11-12")))
    assert (one.state, one.closed_on) == (State.CANCELLED, day("11-12"))
    (one,) = became("11-30", promise(held_on=day("11-12")), paid=[("11-11", 6000)])
    assert one.state is State.KEPT
    (one,) = became("11-30", promise(held_on=day("11-23")))  # after it was missed
    assert one.state is State.MISSED


def test_one_payment_does_not_keep_two_promises():
    both = (promise(), promise(due="11-24", beside=True))
    states = [one.state for one in became("12-30", *both, paid=[("11-12", 6000)])]
    assert states == [State.KEPT, State.MISSED]
    states = [one.state for one in became("12-30", *both, paid=[("11-12", 9000)])]
    assert states == [State.KEPT, State.PART_KEPT]
    # The second, made after the first was paid, is not kept by what paid the first.
    after = promise("11-12", due="11-24", before_cents=6000, beside=False)
    found = became("12-30", promise(), after, paid=[("11-12", 6000)])
    assert [one.state for one in found] == [State.KEPT, State.MISSED]


@pytest.mark.parametrize(
    ("posted", "second"), [("05-07", State.MISSED), ("05-08", State.MISSED), ("05-12", State.KEPT)]
)
def test_one_recorded_as_kept_takes_no_money_of_a_later_day(posted, second):
    recorded = promise("05-04", 10_000, "05-11", kept_on=day("05-08"))
    other = promise("05-04", 10_000, "05-13", beside=True)
    found = became("05-29", recorded, other, paid=[(posted, 10_000)])
    assert [one.state for one in found] == [State.KEPT, second]


def test_what_was_paid_that_day_before_it_was_made_does_not_keep_it():
    one = promise(before_cents=2000)
    assert became("11-10", one, paid=[("11-09", 2000)])[0].kept_cents == 0
    assert became("11-10", one, paid=[("11-09", 2000), ("11-09", 6000)])[0].state is State.KEPT


def test_early_is_before_the_day():
    assert became("11-17", promise(), paid=[("11-16", 6000)])[0].early
    assert not became("11-17", promise(), paid=[("11-17", 6000)])[0].early


def test_what_counts_in_the_kept_rate():
    promises = (
        promise("01-05", due="01-09"),  # missed
        promise("02-02", due="02-06"),  # kept
        promise("03-02", due="03-06"),  # in part
        promise("04-06", due="04-10"),  # late
        promise("05-04", due="05-08"),  # replaced
        promise("05-05", due="05-12"),  # kept early
        promise("06-01", due="06-05", held_on=day("06-02")),  # cancelled
        promise("06-08", due="06-30"),  # open
    )
    paid_ = [("02-04", 6000), ("03-06", 100), ("04-20", 5900 + 6000 + 6000), ("05-06", 6000)]
    found = became("06-10", *promises, paid=paid_)
    # The 17,900 that came late fill the late one, then what was missed: nothing is counted twice.
    assert kept_of(promise_dues(found)) == Kept(2, 5)


_sums = st.integers(1, 20_000)
_near = st.integers(0, 40)


@st.composite
def lives(draw):
    start = day("11-01")
    promises = []
    for _ in range(draw(st.integers(0, 4))):
        made = start + timedelta(days=draw(_near))
        held = draw(st.none() | st.integers(0, 20))
        promises.append(
            PromiseFacts(
                "p", made, draw(_sums), made + timedelta(days=draw(st.integers(0, 30))),
                means=draw(st.sampled_from(("", "mail"))),
                beside=draw(st.sampled_from((None, True, False))),
                before_cents=draw(st.integers(0, 500)),
                held_on=None if held is None else made + timedelta(days=held),
            )
        )  # fmt: skip
    payments = [
        PaymentFacts(start + timedelta(days=draw(_near)), draw(_sums))
        for _ in range(draw(st.integers(0, 5)))
    ]
    promises.sort(key=lambda each: each.made_on)
    return promises, payments, start + timedelta(days=draw(st.integers(0, 90)))


@given(lives())
def test_kept_and_remainder_are_the_promise_and_no_cent_counts_twice(life):
    promises, payments, on = life
    found = standings(promises, payments, on=on, grace=DAYS3)
    for one in found:
        assert one.kept_cents + one.late_cents + one.left_cents == one.promise.cents
        assert min(one.kept_cents, one.late_cents, one.left_cents) >= 0
        assert (one.state is State.KEPT) == (one.kept_cents == one.promise.cents)
        assert one.state is not State.OPEN or on < one.over_on
    came = sum(one.kept_cents + one.late_cents for one in found)
    assert came <= sum(each.cents for each in payments if each.posted_on <= on)


@given(lives())
def test_what_the_gate_finds_open_the_ladder_leaves_in_peace(life):
    """The ladder's days are the longer ones, so that it never asks what the gate would refuse."""
    promises, payments, on = life
    law = live_book().on(on, "MN")
    facts = replace(account(), on=on, promises=tuple(promises), payments=tuple(payments))
    ours = standings(promises, payments, on=on, grace=DAYS3)
    house = Grace(law.number(PROMISE, "grace"))
    assert not open_promises(facts, house) or any(one.state is State.OPEN for one in ours)


# day(8) is Tuesday 03/10/2026. Due that day: grace to Friday, asked about from Monday, day(14).
ONE = PromiseFacts("M", at(2), 6000, at(8))


@pytest.mark.parametrize(
    ("payments", "number", "act", "code"),
    [
        ((), 13, "wait", "promise.open"),  # Sunday
        ((), 14, "call", "promise.broken"),
        ((paid(5, 2000),), 13, "wait", "promise.open"),
        ((paid(5, 2000),), 14, "call", "promise.part_kept"),
        ((paid(5, 6000),), 6, "wait", ""),  # early: nothing to ask about on the next day
        ((paid(11, 6000),), 14, "wait", ""),
        ((paid(14, 6000),), 16, "wait", ""),  # late but paid brings no call
    ],
)
def test_the_next_step_on_the_next_business_day(payments, number, act, code):
    facts = account(contacts=UP_TO["reminder_1"], promises=(ONE,), payments=payments)
    decision = decided(facts, number)
    assert decision.act == act
    said = decision.reasons[0].code
    assert said == code if code else not said.startswith("promise")


def test_a_part_kept_promise_is_told_with_what_came_and_what_did_not():
    facts = account(contacts=UP_TO["reminder_1"], promises=(ONE,), payments=(paid(5, 2000),))
    assert decided(facts, 14).reasons[0].text == (
        "Promise of $60.00 for 03/10/2026 was kept in part: $20.00 came, $40.00 did not."
    )


@pytest.mark.parametrize("due", range(14))
def test_every_day_of_two_weeks_the_call_comes_on_the_business_day_after_the_grace(due):
    one = PromiseFacts("M", at(0), 6000, at(due))
    facts = account(contacts=UP_TO["reminder_1"], promises=(one,))
    over = DAYS3.over_on(one)
    number = (over - at(0)).days
    assert over.weekday() < 5
    assert decided(facts, number - 1).act == "wait"
    assert decided(facts, number - 1).review_on <= over
    assert decided(facts, number).act == "call"


@pytest.mark.parametrize(
    ("payments", "kept", "broken"),
    [
        ((), 0, 1),
        ((paid(-30, 2000),), 0, 1),  # in part
        ((paid(-30, 6000),), 1, 0),
        ((paid(-38, 6000),), 1, 0),  # early
        ((paid(-5, 6000),), 0, 0),  # late: it was paid, but not as promised
    ],
)
def test_the_segment_counts_what_was_kept_and_what_was_broken(payments, kept, broken):
    one = PromiseFacts("M", at(-40), 6000, at(-30))
    history = history_of(account(promises=(one,), payments=payments), at(0), POLICY)
    assert (history.kept, history.broken) == (kept, broken)


@pytest.mark.parametrize("more", [{"held_on": at(-35)}, {"replaced": True}])
def test_the_segment_does_not_count_what_was_replaced_or_cancelled(more):
    replaced = more.pop("replaced", False)
    one = PromiseFacts("M", at(-40), 6000, at(-30), **more)
    newer = PromiseFacts("N", at(-36), 6000, at(-20), beside=False)
    promises = (one, newer) if replaced else (one,)
    payments = (paid(-25, 6000),) if replaced else ()
    history = history_of(account(promises=promises, payments=payments), at(0), POLICY)
    assert history.broken == 0


def test_the_words_of_the_days():
    # Saturday 12/05 posts on Monday 12/07, and is looked for on that Monday.
    assert (posts_on(day("12-04")), checked_on(day("12-04"))) == (day("12-04"), day("12-07"))
    assert (posts_on(day("12-05")), checked_on(day("12-05"))) == (day("12-07"), day("12-07"))
    assert posts_on(day("11-26")) == day("11-27")  # Thanksgiving


def test_broken_is_counted():
    assert BROKEN < COUNTED
