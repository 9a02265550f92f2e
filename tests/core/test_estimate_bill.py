"""The bill beside the estimate, line by line; how near estimates came; the sum in steps."""

from datetime import date
from decimal import Decimal

import pytest

from goodstanding.core.estimate_bill import (
    Amount,
    Near,
    Outcome,
    accuracy,
    compared_lines,
    near,
)
from goodstanding.core.estimate_steps import recheck, steps, why_it_may_change
from goodstanding.core.estimate_terms import npi_is_sound
from goodstanding.core.estimates import Asked, Benefits, Line, estimate
from goodstanding.law import live_book

ON = date(2026, 12, 18)
LAW = live_book().on(ON, "MN")


@pytest.mark.parametrize(
    ("over", "state"),
    [(34999, Near.FINE), (35000, Near.AMBER), (39999, Near.AMBER), (40000, Near.STOPS),
     (-40000, Near.FINE)],
)  # fmt: skip
def test_how_near_a_bill_is(over, state):
    assert near(over, LAW) is state


def test_lines_by_provider_and_code():
    """Dr. Hale: 1,000 + 0 estimated, 1,300 + 100 billed: 400 over together. Dr. Moe: 50 under."""
    estimated = [Amount("Dr. Hale", "27447", 100000), Amount("Dr. Moe", "73562", 20000)]
    billed = [
        Amount("Dr. Hale", "27447", 130000), Amount("Dr. Hale", "20610", 10000),
        Amount("Dr. Moe", "73562", 15000), Amount("Dr. Who", "99213", 99999),
    ]  # fmt: skip
    found = compared_lines(estimated, billed, LAW)
    assert [(one.provider, one.over, one.near) for one in found] == [
        ("Dr. Hale", 40000, Near.STOPS),
        ("Dr. Moe", -5000, Near.FINE),
    ]
    assert [(line.code, line.over) for line in found[0].lines] == [
        ("20610", 10000),
        ("27447", 30000),
    ]


def test_an_estimate_without_a_provider_is_of_whoever_billed():
    (one,) = compared_lines([Amount("", "27447", 100)], [Amount("Dr. Moe", "27447", 150)], LAW)
    assert (one.billed, one.over) == (150, 50)


def test_how_near_estimates_came_by_procedure_and_payer():
    """100 -> 110 is within a tenth, 100 -> 111 is not: 221 for 200 is 10.5 % over, said as 10."""
    found = accuracy([
        Outcome("27447", "", 100, 110), Outcome("27447", "", 100, 111),
        Outcome("27447", "NSH", 0, 5),
    ])  # fmt: skip
    assert [(a.code, a.payer, a.count, a.near, a.over_percent) for a in found] == [
        ("27447", "", 2, 1, 10),
        ("27447", "NSH", 1, 0, None),
    ]


def shown(benefits, *lines, second=None):
    asked = Asked(True, ON, date(2026, 12, 3), lines, benefits=benefits, secondary=second)
    found = estimate(asked, LAW)
    return [(step.words, step.cents) for step in steps(asked, found)], asked, found


def test_the_sum_of_the_screen():
    """1,840.00: 600.00 of deductible, 20 % of 1,240.00 = 248.00; together 848.00."""
    found, *_ = shown(Benefits(60000, Decimal("0.20"), 210000), Line("1", 1, allowed=184000))
    assert found == [
        ("The plan's price", 184000),
        ("Deductible, $600.00 left", 60000),
        ("Coinsurance, 20% of $1,240.00", 24800),
        ("The most you can owe this year, $2,100.00 left, is not reached", 0),
        ("You are likely to pay", 84800),
    ]


def test_the_most_takes_off_and_a_second_plan_takes_over():
    """600.00 + 248.00 = 848.00, capped at 700.00: 148.00 off; the second leaves 20 % of 700.00."""
    second = Benefits(0, Decimal("0.20"), 10**6)
    lines = (Line("1", 1, allowed=184000),)
    found, *_ = shown(Benefits(60000, Decimal("0.20"), 70000), *lines, second=second)
    words = dict(found)
    assert "The most you can owe this year, $700.00 left, takes off $148.00" in words
    assert words["The second plan takes over"] == -56000
    assert words["You are likely to pay"] == 14000


def test_what_nobody_told_us_has_no_amount():
    found, asked, answer = shown(None, Line("1", 1, allowed=184000))
    assert dict(found)["You are likely to pay"] is None
    assert any("has not told us" in text for text in why_it_may_change(asked, answer))


@pytest.mark.parametrize(
    ("told", "service", "words"),
    [
        (date(2026, 12, 1), ON, ""),
        (date(2026, 11, 30), ON, "4 days old"),
        (date(2026, 12, 4), date(2027, 1, 5), "another year"),
        (None, ON, "Nobody wrote when"),
    ],
)
def test_when_benefits_are_checked_again(told, service, words):
    found = recheck(told, service, today=date(2026, 12, 4), law=LAW)
    assert (words in found) if words else not found


@pytest.mark.parametrize(
    ("npi", "sound"),
    [("1234567893", True), ("1234567890", False), ("123456789", False), ("123456789x", False)],
)
def test_an_npi_by_its_check_digit(npi, sound):
    assert npi_is_sound(npi) is sound
