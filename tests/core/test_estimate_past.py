"""What past estimates came to: the words, and the most the next could be."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goodstanding.core import estimate_kept
from goodstanding.core.estimate_past import past, with_past
from goodstanding.core.estimate_terms import Planned, PlannedLine, Told
from goodstanding.core.estimates import estimate
from goodstanding.law import live_book

LAW = live_book().on(date(2026, 11, 23), "MN")
DAY = date(2026, 12, 18)
# Eight estimates of 970.00 = 7,760.00, bills of 7 x 970.00 + 1,180.00 = 7,970.00; 210.00 over is
# 2.63 of 100 of the bill, the whole percent is 3.
EIGHT = [(97000, 97000)] * 7 + [(97000, 118000)]
SELF_PAY = Planned(
    "Knee", (PlannedLine("Dr. Moe", "27447", 145000),), DAY, date(2026, 11, 23),
    has_coverage=False, bill_it=False,
)  # fmt: skip


def test_words_with_figures():
    assert past(EIGHT).words == (
        "Our last 8 estimates of this care were 3 % under the bill on average; "
        "the bill was at most $210.00 over."
    )


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        # 5 x 110.00 = 550.00 estimated, 5 x 100.00 = 500.00 billed: 50 / 500 = 10 of 100.
        ([(11000, 10000)] * 5, "10 % over the bill on average; the bill was never over."),
        ([(10000, 10000)] * 5, "within 1 % of the bill on average; the bill was never over."),
        ([(10000, 0)] * 5, "over the bill on average; the bill was never over."),
    ],
)
def test_the_other_way(pairs, said):
    assert said in past(pairs).words


def test_four_are_too_few():
    assert past(EIGHT[:4]) is None


def figures(planned, known):
    return estimate_kept.figures(planned, estimate(planned.asked, LAW), known)


def test_the_most_takes_in_the_largest_overrun_and_the_share_stays():
    found = figures(SELF_PAY, past(EIGHT))
    # 1,450.00 + 210.00
    assert (found["share"], found["at_most"], found["sure"]) == (145000, 166000, True)
    assert found["reasons"][-1] == past(EIGHT).words
    before = figures(SELF_PAY, None)
    assert (before["share"], before["at_most"]) == (145000, 145000)
    assert not any("Our last" in text for text in before["reasons"])


@pytest.mark.parametrize(
    ("left", "most"),
    # 20 % of 1,450.00 = 290.00, + 210.00 = 500.00; the year's limit caps it, and never below 290.
    [(100000, 50000), (40000, 40000), (29000, 29000), (10000, 10000)],
)
def test_a_plans_limit_caps_it(left, most):
    told = Told(0, Decimal("0.2"), left, on=date(2026, 11, 20))
    insured = replace(SELF_PAY, has_coverage=True, bill_it=True, told=told)
    assert figures(insured, past(EIGHT))["at_most"] == most


def test_a_range_that_is_wider_already_is_not_lowered():
    unknown = replace(SELF_PAY, has_coverage=True, bill_it=True)
    found = estimate(unknown.asked, LAW)
    assert with_past(found, unknown.asked, past(EIGHT)).at_most == found.at_most == 145000


def test_who_owes_nothing_is_told_nothing_of_it():
    free = replace(SELF_PAY, has_coverage=True, bill_it=True, nothing_owed="mn-ma-no-copay")
    found = figures(free, past(EIGHT))
    assert found["at_most"] == 0
    assert not any("Our last" in text for text in found["reasons"])
