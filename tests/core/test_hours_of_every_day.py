"""Every hour of every local day from 2026 to 2029 in five zones; the expected hour is worked out
here from a written table of daylight saving, without a zone library.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest

from goodstanding.core.facts import AccountFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act
from goodstanding.law import live_book
from tests.core.builders import WILLING, account, call, day, person, rules
from tests.core.made_cases import ALL, CASES

pytestmark = pytest.mark.long

HOURS = "us-regf-inconvenient-time-place"
FREQUENCY = "us-regf-call-frequency-7-in-7"

# Zone: its winter offset in hours, whether it has daylight saving, a state wholly in it, a number.
ZONES = {
    "America/New_York": (-5, True, "NY", "212-555-0177"),
    "America/Chicago": (-6, True, "IL", "312-555-0177"),
    "America/Denver": (-7, True, "CO", "303-555-0177"),
    "America/Phoenix": (-7, False, "AZ", "602-555-0177"),
    "America/Los_Angeles": (-8, True, "CA", "213-555-0177"),
}
# Second Sunday of March, first Sunday of November; both at 2:00 by the clock on the wall.
SUMMER = {
    2026: (date(2026, 3, 8), date(2026, 11, 1)),
    2027: (date(2027, 3, 14), date(2027, 11, 7)),
    2028: (date(2028, 3, 12), date(2028, 11, 5)),
    2029: (date(2029, 3, 11), date(2029, 11, 4)),
}
YEARS = sorted(SUMMER)
EVERY = 1 if CASES == ALL else 17  # one day in seventeen when the code is changed many times
ONE_DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def wall_clock(at: datetime, zone: str) -> datetime:
    """What the clock on the wall shows, without a zone."""
    offset, saves, *_ = ZONES[zone]
    standard = at.replace(tzinfo=None) + timedelta(hours=offset)
    begins, ends = SUMMER.get(standard.year, (date.max, date.max))
    # 2:00 in summer time is 1:00 in standard time: that is when it ends.
    summer = datetime.combine(begins, time(2)) <= standard < datetime.combine(ends, time(1))
    return standard + timedelta(hours=1) if saves and summer else standard


def waking(at: datetime, zone: str) -> bool:
    clock = wall_clock(at, zone).time()
    return time(8) <= clock <= time(21)


def days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range(0, (date(year + 1, 1, 1) - first).days, EVERY))


def in_zone(zone: str, number: str = "") -> AccountFacts:
    _, _, state, phone = ZONES[zone]
    who = replace(WILLING, state=state, phone_mobile=number or phone)
    return account(person=who)


def hour_is_open(facts: AccountFacts, at: datetime, act: Act = Act.CALL) -> bool:
    verdict = judge(Proposed(act, at), facts, live_book().on(facts.on, "MN"))
    assert rules(verdict) <= {HOURS}
    assert verdict.allowed is not bool(verdict.refusals)
    return verdict.allowed


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", YEARS)
def test_every_hour_boundary_of_four_years(year, zone):
    facts = in_zone(zone)
    wrong = []
    for on in days_of(year):
        facts = replace(facts, on=on)
        midnight = datetime.combine(on, time(6), UTC)
        for hour in range(24):
            at = midnight + timedelta(hours=hour)
            act = Act.TEXT if (on.toordinal() + hour) % 2 else Act.CALL
            if hour_is_open(facts, at, act) is not waking(at, zone):
                wrong.append((act, at, wall_clock(at, zone)))
    assert wrong == []


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", YEARS)
def test_the_first_and_the_last_second_of_every_local_day(year, zone):
    """8:00:00 and 21:00:00 are allowed, a second before and after are not."""
    offset, saves, *_ = ZONES[zone]
    wrong, facts = [], in_zone(zone)
    begins, ends = SUMMER[year]
    for on in days_of(year):
        hours = offset + (saves and begins <= on < ends)
        local = datetime.combine(on, time(0), UTC) - timedelta(hours=hours)
        first, last = local + timedelta(hours=8), local + timedelta(hours=21)
        facts = replace(facts, on=on)
        edges = ((first - SECOND, False), (first, True), (last, True), (last + SECOND, False))
        wrong += [(at, open_) for at, open_ in edges if hour_is_open(facts, at) is not open_]
    assert wrong == []


def test_the_hand_table_names_sundays():
    for year, (begins, ends) in SUMMER.items():
        assert (begins.weekday(), 8 <= begins.day <= 14, begins.month) == (6, True, 3), year
        assert (ends.weekday(), ends.day <= 7, ends.month) == (6, True, 11), year


AROUND = [
    edge + ONE_DAY * n for year in (2026, 2029) for edge in SUMMER[year] for n in (-1, 0, 1)
] + [date(2027, 1, 6), date(2028, 7, 4)]


@pytest.mark.parametrize(("home", "number"), list(product(ZONES, ZONES)))
def test_address_and_number_must_both_allow(home, number):
    facts = in_zone(home, ZONES[number][3])
    wrong = []
    for on, hour in product(AROUND, range(24)):
        at = datetime.combine(on, time(6), UTC) + timedelta(hours=hour)
        expected = waking(at, home) and waking(at, number)
        if hour_is_open(replace(facts, on=on), at, Act.TEXT) is not expected:
            wrong.append(at)
    assert wrong == []


@pytest.mark.parametrize("where", ["", "XX", "Mars/Olympus"])
def test_an_unknown_zone_allows_no_hour(where):
    """A toll-free number tells nothing of where its owner is."""
    who = replace(WILLING, state=where, timezone=where, phone_mobile="800-555-0177")
    for hour, act in product(range(24), (Act.CALL, Act.TEXT, Act.EMAIL)):
        at = datetime(2026, 11, 23, hour, tzinfo=UTC)
        assert not hour_is_open(account(person=who), at, act)


# ---- how often: whole days of the clinic's calendar, whatever the clocks do


def central(on: date, hour: int, minute: int = 0) -> datetime:
    begins, ends = SUMMER[on.year]
    offset = -5 if begins <= on < ends else -6
    return datetime.combine(on, time(hour, minute), UTC) - timedelta(hours=offset)


NEAR = [
    edge + ONE_DAY * n for edges in SUMMER.values() for edge in edges for n in range(-8, 3, EVERY)
]


@pytest.mark.parametrize("talked_on", NEAR)
def test_a_talk_is_followed_by_seven_quiet_days(talked_on):
    talk = call(central(talked_on, 20, 59), "reached")
    for later in range(9):
        on = talked_on + ONE_DAY * later
        found = frequency(talk, on=on, at=central(on, 21))
        assert found == ((talked_on + ONE_DAY * 7) if later < 7 else None), on
        early = frequency(talk, on=on, at=central(on, 8)) if later else found
        assert early == found


@pytest.mark.parametrize("first", NEAR)
def test_seven_calls_in_seven_days(first):
    """One each day: the eighth waits for the first to be seven days old; so does a day of seven."""
    daily = [call(central(first + ONE_DAY * n, 20)) for n in range(7)]
    on = first + ONE_DAY * 6
    assert frequency(*daily, on=on, at=central(on, 21)) == first + ONE_DAY * 7
    assert frequency(*daily[:6], on=on, at=central(on, 21)) is None
    after = first + ONE_DAY * 7
    assert frequency(*daily, on=after, at=central(after, 8)) is None
    burst = [call(central(first, 9, n)) for n in range(7)]
    for later in range(7):
        on = first + ONE_DAY * later
        assert frequency(*burst, on=on, at=central(on, 21)) == first + ONE_DAY * 7
    assert frequency(*burst, on=after, at=central(after, 8)) is None


def frequency(*calls: object, on: date, at: datetime) -> date | None:
    facts = account(on=on, contacts=calls, person=person(state="MN", phone_mobile="320-555-0177"))
    verdict = judge(Proposed(Act.CALL, at), facts, live_book().on(on, "MN"))
    found = {refusal.until for refusal in verdict.refusals if refusal.rule == FREQUENCY}
    assert rules(verdict) <= {FREQUENCY}
    return next(iter(found), None)


@pytest.mark.parametrize(
    ("talked_at", "free_on"),
    [
        ("2026-11-16T23:59:59-06:00", "2026-11-23"),
        ("2026-11-17T00:00:00-06:00", "2026-11-24"),
        ("2026-11-17T05:59:59+00:00", "2026-11-23"),
        # Half past eight in Honolulu is past midnight at the clinic.
        ("2026-11-16T20:30:00-10:00", "2026-11-24"),
        # The first hour of November 1 comes once, the second twice.
        ("2026-11-01T01:30:00-05:00", "2026-11-08"),
        ("2026-11-01T01:30:00-06:00", "2026-11-08"),
        ("2026-10-31T23:30:00-05:00", "2026-11-07"),
    ],
)
def test_the_day_of_a_call_is_the_clinics(talked_at, free_on):
    talk = call(datetime.fromisoformat(talked_at), "reached")
    free = day(free_on)
    eve = free - ONE_DAY
    assert frequency(talk, on=eve, at=central(eve, 12)) == free
    assert frequency(talk, on=free, at=central(free, 12)) is None
