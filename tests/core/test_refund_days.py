"""Money that goes back: to a program, or to the state when nobody claims it."""

from datetime import date

import pytest

from goodstanding.core.refund_days import medicare_return, unclaimed_credit
from goodstanding.law import live_book
from tests.core.builders import day

LAW = live_book().on(date(2026, 11, 23), "MN")


@pytest.mark.parametrize(
    ("found", "looked", "due", "pay"),
    [
        ("2026-10-01", None, "2026-11-30", "2026-11-30"),
        ("2026-10-28", None, "2026-12-27", "2026-12-24"),  # a Sunday, and before it Christmas
        ("2026-10-01", "2026-10-11", "2026-12-10", "2026-12-10"),
        ("2026-01-01", "2026-12-31", "2026-08-29", "2026-08-28"),  # at most 180 days
        ("2026-10-01", "2026-09-01", "2026-11-30", "2026-11-30"),
    ],
)
def test_what_medicare_overpaid(found, looked, due, pay):
    answer = medicare_return(day(found), LAW, looked_into_until=looked and day(looked))
    assert (answer.due_on, answer.pay_on) == (day(due), day(pay))
    assert answer.rule == "us-medicare-60-day-overpayment"
    assert answer.citation.startswith("42 USC 1320a-7k(d)")


@pytest.mark.parametrize(
    ("payable", "dormant", "write", "report"),
    [
        ("2023-03-01", "2026-03-01", "2026-07-04", "2026-10-31"),
        ("2023-06-30", "2026-06-30", "2026-07-04", "2026-10-31"),
        ("2023-07-01", "2026-07-01", "2027-07-04", "2027-10-31"),
        ("2024-02-29", "2027-02-28", "2027-07-04", "2027-10-31"),
    ],
)
def test_a_credit_nobody_claims(payable, dormant, write, report):
    """Three years; the letter in the 120 days before November 1; the report before that day."""
    found = unclaimed_credit(day(payable), LAW)
    assert (found.dormant_on, found.write_from, found.report_by) == tuple(
        map(day, (dormant, write, report))
    )
    assert found.citation
