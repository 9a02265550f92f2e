"""What followed past contacts: figures by hand, ranges against their published formulas."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.measures import (
    LEAST,
    Delivered,
    Range,
    Response,
    Seen,
    money_by_kind,
    seen,
    together,
    wilson,
)


def response(*paid: int, open_cents: int = 10_000) -> Response:
    found = Response()
    for cents in paid:
        found.add(Seen("call", open_cents, cents))
    return found


@pytest.mark.parametrize(("found", "of", "low", "high"), [
    # Wilson (1927) with z = 1.645 and z2 = 2.706025, worked out by hand:
    # 10 of 100: middle .113530/1.027060 = .110539, half 1.601658 x .031107 = .049823.
    (10, 100, 607, 1604),
    # 0 of 30: from nothing to 2 x (z2/60)/(1 + z2/30) = .090201/1.090201 = .082738.
    (0, 30, 0, 827),
    (30, 30, 9173, 10_000),
])  # fmt: skip
def test_a_share_has_wilsons_range(found, of, low, high):
    one = wilson(found, of)
    assert (one.low, one.high) == (low, high)
    assert one.best == found * 10_000 // of


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_range_holds_its_figure_and_stays_between_none_and_all(counts):
    one = wilson(*counts)
    assert 0 <= one.low <= one.best <= one.high <= 10_000


def test_more_contacts_give_a_narrower_range():
    few, many = wilson(10, 40), wilson(100, 400)
    assert many.high - many.low < few.high - few.low


def test_money_of_the_same_answer_each_time_is_certain():
    assert response(*[5_000] * 30).money == Range(5_000, 5_000, 5_000)


def test_money_of_half_who_pay_all_by_hand():
    """Ratio .5; errors of 5,000 each: sqrt(30 x 25,000,000 x 30/29) / 300,000 = .092848; times
    1.645 = .152735."""
    assert response(*[10_000, 0] * 15).money == Range(3_473, 5_000, 6_527)


def test_too_few_are_not_enough_to_tell():
    assert response(*[5_000] * (LEAST - 1)).money is None
    assert response(*[5_000] * (LEAST - 1)).share is None


def test_more_than_was_open_counts_as_what_was_open():
    assert response(*[20_000, 0] * 15).money == response(*[10_000, 0] * 15).money


def test_money_by_kind_leaves_out_what_nobody_can_tell():
    known = {"call": response(*[5_000] * 30), "text": response(1)}
    asked = {"call": 20_000, "text": 900, "email": 900}
    assert money_by_kind(asked, known) == {"call": Range(10_000, 10_000, 10_000)}


def test_errors_add_by_their_squares():
    assert together([Range(70, 100, 130), Range(60, 100, 140)]) == Range(150, 200, 250)
    assert together([]) == Range(0, 0, 0)


# ---- which payment belongs to which contact

LETTER, CALL = ("statement", False), ("call", True)


def contact(day: str, kind: tuple[str, bool], cents: int = 10_000) -> Delivered:
    return Delivered(date.fromisoformat(day), *kind, cents)


@pytest.mark.parametrize(("paid_on", "letter", "call"), [
    ("2026-03-01", 0, 0),  # the day it was mailed
    ("2026-03-02", 700, 0),
    ("2026-03-19", 700, 0),
    ("2026-03-20", 0, 700),  # on the telephone
    ("2026-04-19", 0, 700),  # 30 days after the call
    ("2026-04-20", 0, 0),
])  # fmt: skip
def test_a_payment_belongs_to_the_last_contact_before_it(paid_on, letter, call):
    contacts = [contact("2026-03-01", LETTER), contact("2026-03-20", CALL)]
    payments = [(date.fromisoformat(paid_on), 700)]
    found = seen(contacts, payments, until=date(2026, 6, 1))
    assert [one.paid_cents for one in found] == [letter, call]


def test_contacts_too_new_to_judge_and_of_nothing_open_are_left_out():
    contacts = [
        contact("2026-03-01", LETTER, cents=0), contact("2026-04-01", LETTER),
        contact("2026-05-03", LETTER),
    ]  # fmt: skip
    found = seen(contacts, [], until=date(2026, 6, 1))
    assert [one.open_cents for one in found] == [10_000]
