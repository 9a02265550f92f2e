"""Where money goes and what it does, said before it is saved."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.facts import PaymentFacts, PromiseFacts
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import (
    OpenLayer,
    Piece,
    PromiseNews,
    effect,
    named,
    oldest_first,
    posted_before,
    promises_after,
)
from goodstanding.core.refusals import Refused

ON = date(2026, 11, 23)
SERVED = {"C1": date(2026, 7, 1), "C2": date(2026, 9, 22)}


def layer(charge, since, cents):
    return OpenLayer(charge, date.fromisoformat(since), SERVED[charge], cents)


# C2 was owed first; 10.00 more of it came to the patient after C1.
LAYERS = (
    layer("C2", "2026-09-22", 8420), layer("C1", "2026-10-01", 10000),
    layer("C2", "2026-11-01", 1000),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cents", "split"),
    [
        (1, {"C2": 1}),
        (8420, {"C2": 8420}),
        (8421, {"C2": 8420, "C1": 1}),
        (18420, {"C2": 8420, "C1": 10000}),
        (18421, {"C2": 8421, "C1": 10000}),
        (19420, {"C2": 9420, "C1": 10000}),
        (99999, {"C2": 9420, "C1": 10000}),
    ],
)
def test_the_oldest_layer_is_first(cents, split):
    assert oldest_first(LAYERS, cents) == split


@pytest.mark.parametrize(
    ("cents", "split"),
    [
        (8420, {"C1": 8420}),
        (10001, {"C1": 10000, "C2": 1}),
        (19421, {"C1": 10000, "C2": 9420}),
    ],
)
def test_the_charges_of_a_plan_come_before_older_ones(cents, split):
    assert oldest_first(LAYERS, cents, planned={"C1"}) == split


def test_nothing_owed_takes_nothing():
    assert oldest_first((), 500) == {}


@pytest.mark.parametrize(
    ("wanted", "split"),
    [
        ({"C1": 10000}, {"C1": 10000}),
        ({"C1": 0, "C2": 9420}, {"C2": 9420}),
        ({"C1": 580, "C2": 9420}, {"C1": 580, "C2": 9420}),
    ],
)
def test_a_split_in_a_person_s_words(wanted, split):
    assert named(LAYERS, 10000, wanted) == split


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"C1": 10001}, "add up to"),
        ({"C2": 9421}, "owes $94.20 on charge C2"),
        ({"C3": 1}, "owes $0.00 on charge C3"),
        ({"C1": -1}, "above zero"),
    ],
)
def test_a_split_that_cannot_be(wanted, words):
    with pytest.raises(Refused) as refused:
        named(LAYERS, 10000, wanted)
    assert words in refused.value.why


def test_the_effect_names_what_is_left_and_what_is_over():
    found = effect(LAYERS, 20000, oldest_first(LAYERS, 20000))
    assert found.pieces == (Piece("C2", SERVED["C2"], 9420, 0), Piece("C1", SERVED["C1"], 10000, 0))
    assert (found.unplaced, found.owed_before, found.owed_after, found.credit) == (
        580, 19420, 0, 580
    )  # fmt: skip


def test_money_that_only_waits_counts_all_the_same():
    found = effect(LAYERS, 5000, {})
    assert (found.pieces, found.unplaced, found.owed_after, found.credit) == ((), 5000, 14420, 0)


def test_a_credit_that_was_there_is_there_after():
    assert effect((), 500, {}, credit=1000).credit == 1500


PROMISE = PromiseFacts("p", date(2026, 11, 9), 6000, date(2026, 12, 4))


@pytest.mark.parametrize(
    ("paid_on", "paid", "cents", "news"),
    [
        (None, 0, 6000, (PromiseNews(PROMISE.due_on, 6000, 6000),)),
        (None, 0, 5999, (PromiseNews(PROMISE.due_on, 6000, 5999),)),
        ("2026-11-09", 1000, 5000, (PromiseNews(PROMISE.due_on, 6000, 6000),)),
        ("2026-11-08", 1000, 5000, (PromiseNews(PROMISE.due_on, 6000, 5000),)),
        ("2026-11-09", 6000, 100, ()),  # kept before
    ],
)
def test_a_promise_is_kept_or_part_kept(paid_on, paid, cents, news):
    payments = [PaymentFacts(date.fromisoformat(paid_on), paid)] if paid_on else []
    found = promises_after([PROMISE], payments, cents, on=ON, grace_business_days=3)
    assert found == news
    assert [each.kept for each in found] == [each.paid >= 6000 for each in news]


def test_a_broken_promise_is_no_longer_kept():
    late = date(2026, 12, 20)
    assert promises_after([PROMISE], [], 6000, on=late, grace_business_days=3) == ()


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 23, 9, 12), "Check 4471 for $60.00 was posted today at 9:12 AM."),
        (datetime(2026, 11, 22, 12, 5), "Check 4471 for $60.00 was posted on 11/22/2026 at 12:05"),
    ],
)
def test_a_twin_in_words(at, words):
    assert posted_before(Tender.CHECK, "4471", 6000, at=at, on=ON).startswith(words)


def test_a_twin_without_a_number():
    at = datetime(2026, 11, 23, 15, 0)
    assert posted_before(Tender.CASH, "", 2000, at=at, on=ON) == (
        "Cash for $20.00 was posted today at 3:00 PM. Post again?"
    )


some_layers = st.lists(
    st.builds(layer, st.sampled_from(["C1", "C2"]), st.just("2026-10-01"), st.integers(1, 10**6)),
    max_size=6,
)


@settings(deadline=None)
@given(some_layers, st.integers(1, 10**7))
def test_no_cent_is_lost_or_made(layers, cents):
    split = oldest_first(layers, cents)
    owed = sum(each.cents for each in layers)
    assert sum(split.values()) == min(cents, owed)
    assert named(layers, cents, split) == split
    found = effect(layers, cents, split)
    assert sum(piece.cents for piece in found.pieces) + found.unplaced == cents
    assert all(piece.cents > 0 and piece.left >= 0 for piece in found.pieces)
    assert found.owed_before - found.owed_after + found.credit == cents
