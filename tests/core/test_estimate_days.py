"""When an estimate is due, for every pair of booking and service day over two years, against a
count made in another way: the federal days off as OPM publishes them, and one list of working days.
"""

from bisect import bisect_right
from datetime import date, timedelta

import pytest

from goodstanding.core.estimate_terms import too_late_to_change
from goodstanding.core.estimates import Asked, Line, deliver_by
from goodstanding.law import live_book

# opm.gov, federal holidays of 2026, 2027 and 2028, as observed.
_OFF = """2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-12
2026-11-11 2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05
2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-31 2028-01-17 2028-02-21"""
OFF = _OFF.split()
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
WORKED = [
    day
    for day in (FIRST + timedelta(days=count) for count in range(790))
    if day.strftime("%a") not in ("Sat", "Sun") and day.isoformat() not in OFF
]
DAYS = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
LAW = live_book().on(date(2026, 12, 1), "MN")
LINES = (Line("27447", 100),)


def after(day: date, count: int) -> date:
    return WORKED[bisect_right(WORKED, day) + count - 1]


def by_hand(booked: date, service: date, asked_on: date | None) -> date | None:
    """45 CFR 149.610(b)(1): ten or more working days ahead, three; three to nine, one."""
    ahead = bisect_right(WORKED, service) - bisect_right(WORKED, booked)
    due = [after(booked, 3 if ahead >= 10 else 1)] if ahead >= 3 else []
    return min(due + ([after(asked_on, 3)] if asked_on else []), default=None)


def test_every_pair_of_booking_and_service_day():
    compared = 0
    for place, booked in enumerate(DAYS):
        for service in DAYS[place:]:
            found = deliver_by(Asked(False, service, booked, LINES), LAW)
            assert found == by_hand(booked, service, None), (booked, service)
            compared += 1
    assert compared == 730 * 731 // 2


def test_a_self_pay_patient_who_asks_on_the_day_of_booking():
    for place, booked in enumerate(DAYS):
        for service in DAYS[place : place + 20]:
            found = deliver_by(Asked(False, service, booked, LINES, booked), LAW)
            assert found == by_hand(booked, service, booked), (booked, service)


def test_an_insured_patient_who_asks_on_any_day_of_two_years():
    for on in DAYS:
        assert deliver_by(Asked(True, LAST, on, LINES), LAW) is None
        assert deliver_by(Asked(True, LAST, on, LINES, on), LAW) == after(on, 10), on


def test_a_request_long_after_the_booking_counts_from_itself():
    """The booking's own day is past, and stays what is owed."""
    booked, service, asked = date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 3)
    assert deliver_by(Asked(False, service, booked, LINES, asked), LAW) == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("care", "given", "late"),
    [
        ("2026-11-30", "2026-11-27", False),  # a Monday's by the Friday before it
        ("2026-11-30", "2026-11-28", True),
        ("2026-11-30", "2026-11-29", True),
        ("2026-11-30", "2026-11-30", True),
        ("2026-11-27", "2026-11-25", False),  # Thanksgiving, the 26th, is none
        ("2026-11-27", "2026-11-26", True),
        ("2026-12-05", "2026-12-04", False),  # a Saturday's by the Friday
        ("2026-12-05", "2026-12-05", True),
        ("2026-12-02", "2026-12-01", False),
    ],
)
def test_a_changed_one_comes_by_the_business_day_before_the_care(care, given, late):
    law = live_book().on(date.fromisoformat(given), "MN")
    assert too_late_to_change(date.fromisoformat(care), date.fromisoformat(given), law) is late
