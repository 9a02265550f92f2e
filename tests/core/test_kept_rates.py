"""Kept of counted, worked out by hand for promises and for a plan's instalments."""

from datetime import date

import pytest

from goodstanding.core.facts import PaymentFacts, PlanFacts, PlanPart
from goodstanding.core.kept_rates import (
    Due,
    by_period,
    instalment_dues,
    kept_of,
    last_months,
    last_weeks,
    month_of,
    week_of,
)
from goodstanding.core.promises import Kept


def day(text):
    return date.fromisoformat(f"2026-{text}")


def plan(status="active", started="01-05", months=4):
    return PlanFacts("L", day(started), 5000, 15, months, status)  # due 01/15, 02/15, 03/15, 04/15


def rate(one, *paid, on, more=()):
    payments = [PaymentFacts(day(when), cents) for when, cents in paid]
    return kept_of(instalment_dues((one, *more), payments, on=day(on), grace_days=10))


ON_TIME = (("01-14", 5000), ("02-25", 5000), ("03-26", 5000), ("04-15", 5000))


@pytest.mark.parametrize(
    ("on", "kept", "counted"),
    [
        ("01-14", 1, 1),  # paid before its day
        ("02-20", 1, 1),  # the second is in its grace
        ("02-25", 2, 2),  # on the last day of it
        ("03-25", 2, 2),
        ("03-26", 2, 3),  # the third came a day late
        ("04-20", 3, 4),
    ],
)
def test_the_instalments_of_a_plan(on, kept, counted):
    assert rate(plan(), *ON_TIME, on=on) == Kept(kept, counted)


def test_a_broken_plan_counts_up_to_the_instalment_that_broke_it():
    assert rate(plan("broken"), ("01-14", 5000), on="12-01") == Kept(1, 2)


def test_of_a_cancelled_plan_only_what_was_paid_counts():
    assert rate(plan("cancelled"), ("01-14", 5000), on="12-01") == Kept(1, 1)


def test_the_last_instalment_may_be_smaller_by_the_rounding():
    # 199.97 in four: 50.00, 50.00, 50.00, 49.97.
    paid = (("01-14", 5000), ("02-14", 5000), ("03-14", 5000), ("04-14", 4997))
    assert rate(plan("completed"), *paid, on="12-01") == Kept(4, 4)
    assert rate(plan("active"), *paid[:3], ("04-14", 4000), on="12-01") == Kept(3, 4)


def test_money_of_a_newer_plan_is_not_the_older_ones():
    newer = plan(started="03-01")  # due 03/15, 04/15, ...
    paid = (("01-14", 5000), ("03-10", 5000))
    # The older: 01/15 kept, 02/15 broke it. The newer: 03/15 kept.
    assert rate(plan("broken"), *paid, on="03-30", more=(newer,)) == Kept(2, 3)


def test_parts_that_share_a_day_are_one_instalment():
    # Set anew, what was left of one fell on the day of the next.
    parts = [("02-15", 2000), ("01-15", 5000), ("02-15", 3000)]
    rows = tuple(PlanPart(day(due), cents) for due, cents in parts)
    anew = PlanFacts("L", day("01-05"), 5000, 15, 3, "active", instalments=rows)
    assert rate(anew, ("01-14", 5000), on="02-26") == Kept(1, 2)
    assert rate(anew, ("01-14", 5000), ("02-20", 2000), on="02-26") == Kept(1, 2)
    assert rate(anew, ("01-14", 10_000), on="02-26") == Kept(2, 2)


def test_by_week_and_by_month_on_the_day_it_was_due():
    promises = [Due(day("11-15"), True), Due(day("11-16"), False), Due(day("11-22"), True),
                Due(day("11-24"), None)]  # fmt: skip
    instalments = [Due(day("11-20"), True)]
    weeks = by_period(promises, instalments, firsts=last_weeks(day("11-27"), 2), first_of=week_of)
    assert [week.first for week in weeks] == [day("11-16"), day("11-23")]  # Mondays
    assert [week.promises for week in weeks] == [Kept(1, 2), Kept(0, 0)]
    assert [week.instalments for week in weeks] == [Kept(1, 1), Kept(0, 0)]
    assert [week.open_ for week in weeks] == [0, 1]
    (month,) = by_period(
        promises, instalments, firsts=last_months(day("11-27"), 1), first_of=month_of
    )
    assert (month.promises, month.promises.percent) == (Kept(2, 3), 66)
