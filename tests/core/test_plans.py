"""A plan's schedule: exact sums, days from the anchor, nothing before the agreement."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.answers import Reason
from goodstanding.core.plans import Fit, Offer, due_days, first_due, offer_of, parted, schedule
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book

DAY = date(2026, 11, 27)
LAW = live_book().on(DAY, "MN")
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
ANCHORS = st.one_of(st.just(0), st.integers(1, 31), st.integers(28, 31))


@pytest.mark.parametrize(("total", "how", "found"), [
    (184_20, {"months": 4}, (46_05,) * 4),
    (100_00, {"months": 3}, (33_33, 33_33, 33_34)),
    (184_20, {"monthly_cents": 25_00}, (25_00,) * 7 + (9_20,)),  # 7 x 25.00 = 175.00
    (184_20, {"monthly_cents": 46_05}, (46_05,) * 4),
    (30_00, {"monthly_cents": 50_00}, (30_00,)),
    (5, {"months": 4}, (1, 1, 1, 2)),
])  # fmt: skip
def test_a_sum_is_parted(total, how, found):
    assert parted(total, **how) == found


@pytest.mark.parametrize(("total", "how"), [
    (0, {"months": 4}), (-1, {"monthly_cents": 1}), (3, {"months": 4}), (100, {"months": -2}),
])  # fmt: skip
def test_what_cannot_be_parted_is_refused(total, how):
    with pytest.raises(Refused):
        parted(total, **how)


@pytest.mark.parametrize(("first", "anchor", "days"), [
    (date(2027, 1, 31), 0, "2027-01-31 2027-02-28 2027-03-31 2027-04-30 2027-05-31"),
    (date(2028, 1, 31), 0, "2028-01-31 2028-02-29 2028-03-31 2028-04-30"),  # a leap year
    (date(2027, 2, 28), 30, "2027-02-28 2027-03-30 2027-04-30"),
    (date(2028, 2, 29), 29, "2028-02-29 2028-03-29 2028-04-29"),
    (date(2027, 2, 28), 0, "2027-02-28 2027-03-28"),
    (date(2026, 12, 15), 15, "2026-12-15 2027-01-15 2027-02-15"),
])  # fmt: skip
def test_days_are_counted_from_the_anchor(first, anchor, days):
    wanted = [date.fromisoformat(day) for day in days.split()]
    assert list(due_days(first, len(wanted), anchor=anchor)) == wanted


@pytest.mark.parametrize(("agreed", "anchor", "first"), [
    ("2026-11-27", 0, "2026-12-27"),
    ("2027-01-31", 0, "2027-02-28"),
    ("2026-11-27", 15, "2026-12-15"),
    ("2026-11-27", 28, "2026-11-28"),
    ("2026-11-27", 27, "2026-12-27"),
    ("2027-02-27", 31, "2027-02-28"),
    ("2027-02-28", 31, "2027-03-31"),
])  # fmt: skip
def test_the_first_payment_comes_after_the_agreement(agreed, anchor, first):
    assert first_due(date.fromisoformat(agreed), anchor=anchor) == date.fromisoformat(first)


def test_a_first_payment_before_the_agreement_or_off_its_day_is_refused():
    day = date(2026, 12, 15)
    with pytest.raises(Refused, match="before the day of the agreement"):
        schedule(100_00, agreed_on=day, first_due_on=date(2026, 12, 14), months=2)
    with pytest.raises(Refused, match="on day 20"):
        schedule(100_00, agreed_on=day, first_due_on=day, anchor=20, months=2)


@given(total=st.integers(1, 10**7), months=st.integers(1, 60), agreed=DAYS, anchor=ANCHORS)
def test_by_months_it_sums_and_keeps_its_days(total, months, agreed, anchor):
    months = min(months, total)
    rows = schedule(
        total, agreed_on=agreed, first_due_on=first_due(agreed, anchor=anchor), anchor=anchor or
        agreed.day, months=months,
    )  # fmt: skip
    assert sum(row.cents for row in rows) == total
    assert len({row.cents for row in rows[:-1]}) <= 1
    assert rows[-1].cents - rows[0].cents < months
    _days_hold(rows, agreed, anchor or agreed.day)


@given(total=st.integers(1, 10**6), each=st.integers(1_000, 10**6), agreed=DAYS, anchor=ANCHORS)
def test_by_an_amount_it_sums_and_never_takes_more(total, each, agreed, anchor):
    first = first_due(agreed, anchor=anchor)
    rows = schedule(total, agreed_on=agreed, first_due_on=first, anchor=anchor or agreed.day,
                    monthly_cents=each)  # fmt: skip
    assert sum(row.cents for row in rows) == total
    assert all(0 < row.cents <= each for row in rows)
    _days_hold(rows, agreed, anchor or agreed.day)


def _days_hold(rows, agreed, anchor):
    months = [row.due_on.year * 12 + row.due_on.month for row in rows]
    assert months == list(range(months[0], months[0] + len(rows)))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert row.due_on > agreed
        assert row.due_on.day == min(anchor, monthrange(row.due_on.year, row.due_on.month)[1])


@pytest.mark.parametrize(("months", "box"), [(1, False), (4, False), (5, True)])
def test_more_than_four_payments_need_the_box(months, box):
    rows = schedule(200_00, agreed_on=DAY, first_due_on=date(2026, 12, 15), months=months)
    offer = offer_of(rows, LAW, why=Reason("plan.best_fit", "It fits."), fit=Fit.FITS)
    assert isinstance(offer, Offer)
    assert (offer.months, offer.total_cents, offer.needs_disclosure) == (months, 200_00, box)
    assert (offer.first_due_on, offer.last_due_on) == (rows[0].due_on, rows[-1].due_on)
    assert offer.monthly_cents * (months - 1) + offer.last_payment_cents == 200_00
