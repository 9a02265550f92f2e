"""The figures of care that comes again, worked by hand: 12 visits at 90.00."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goodstanding.core import estimate_kept
from goodstanding.core.estimate_terms import Planned, PlannedLine, Told
from goodstanding.core.estimates import estimate
from goodstanding.law import live_book
from goodstanding.outbound import estimate_paper

DAY = date(2026, 11, 23)
LAW = live_book().on(DAY, "MN")
COURSE = Planned(
    "Physical therapy", (PlannedLine("Dr. Moe", "97110", 9000, allowed=8000),), date(2026, 12, 18),
    DAY, has_coverage=False, bill_it=False, recurs_until=date(2027, 3, 1), times=12,
)  # fmt: skip
INSURED = replace(
    COURSE, has_coverage=True, bill_it=True, told=Told(5000, Decimal("0.2"), 210000, on=DAY)
)


def figures(planned):
    return estimate_kept.figures(planned, estimate(planned.asked, LAW))


@pytest.mark.parametrize(("times", "cents", "of"), [(12, 108000, " for 12 visits"), (1, 9000, "")])
def test_self_pay_is_the_sum_of_all_visits(times, cents, of):
    until = COURSE.recurs_until if times > 1 else None
    found = figures(replace(COURSE, times=times, recurs_until=until))
    assert (found["share"], found["at_most"]) == (cents, cents)
    assert found["steps"] == [
        ["What we charge", cents, False], [f"You are likely to pay{of}", cents, False],
    ]  # fmt: skip


def test_an_insured_course_says_that_it_is_the_first_visit():
    """50.00 of the deductible and 20 % of the other 30.00: 56.00."""
    found = figures(INSURED)
    assert found["steps"][-1] == [
        "You are likely to pay for the first of 12 visits", 5600, False,
    ]  # fmt: skip
    assert "A later visit may cost you more or less" in found["reasons"][-1]
    paper = estimate_paper._insured(INSURED, found)
    assert paper["total_label"] == "You are likely to pay for the first of 12 visits"
    assert "first of" not in str(figures(replace(INSURED, times=1, recurs_until=None)))


def test_a_range_of_an_insured_course_says_so_too():
    unknown = replace(INSURED, told=None)
    paper = estimate_paper._insured(unknown, figures(unknown))
    assert paper["total_label"] == "You may pay for the first of 12 visits from"
