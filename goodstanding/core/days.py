"""Days of the clinic's calendar: whole days, federal business days, local clock time."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def in_reach(day: date) -> bool:
    """One that somebody may mean; its moments have a place on every clock, and days are counted on
    and back from it before the calendar ends.
    """
    return EARLIEST <= day <= LATEST


@lru_cache(maxsize=64)
def _federal_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("US", years=year))


def is_business_day(day: date) -> bool:
    """Monday to Friday, federal holidays (as observed) left out."""
    return day.weekday() < 5 and day not in _federal_holidays(day.year)


@lru_cache(maxsize=8192)
def add_business_days(day: date, count: int) -> date:
    """The count-th business day after `day`; `day` itself is not counted."""
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def business_days_between(first: date, last: date) -> int:
    """How many business days come after `first` up to and including `last`."""
    if last <= first:
        return 0
    whole = sum(_counted(year)[-1] for year in range(first.year, last.year))
    return whole + _counted(last.year)[_place(last)] - _counted(first.year)[_place(first)]


@lru_cache(maxsize=64)
def _counted(year: int) -> tuple[int, ...]:
    """How many business days the year has had at the end of each of its days."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    days = (start + timedelta(days=count) for count in range(_place(end) + 1))
    return tuple(accumulate(is_business_day(day) for day in days))


def _place(day: date) -> int:
    return day.timetuple().tm_yday - 1


def on_or_before(day: date) -> date:
    """The last business day up to and including `day`."""
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day


def business_day_before(day: date) -> date:
    return on_or_before(day - timedelta(days=1))


@lru_cache(maxsize=8192)
def add_months(day: date, months: int) -> date:
    """Same day of a later month, or that month's last day: add_months(date(2026, 1, 31), 1) ->
    2026-02-28.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:  # every month has it
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def local_day(at: datetime, zone: str) -> date:
    """The calendar day in `zone` at a moment that carries its own offset."""
    return at.astimezone(ZoneInfo(zone)).date()


def clock_words(clock: time | datetime) -> str:
    """As it is told, on the clock it carries: clock_words(time(9, 5)) -> 9:05 AM"""
    return f"{clock:%I:%M %p}".lstrip("0")
