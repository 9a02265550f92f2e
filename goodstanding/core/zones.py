"""Where is the person? Every time zone that their address, telephone numbers or own record
suggest."""

from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from goodstanding.core.facts import PersonFacts

_STATES = {
    "America/New_York": "CT DE DC FL GA IN KY ME MD MA MI NH NJ NY NC OH PA RI SC TN VT VA WV",
    "America/Chicago": "AL AR FL IA IL IN KS KY LA MI MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID KS MT ND NE NM NV OR SD TX UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA ID NV OR WA",
    "America/Anchorage": "AK",
    "America/Adak": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
# A number without a place (toll-free) is listed with every zone of the country: it tells nothing.
_MOST_ZONES_OF_ONE_AREA = 4


def zones_of(person: PersonFacts, phones: Iterable[str]) -> tuple[ZoneInfo, ...]:
    """Every zone to be careful about, empty when nothing is known.

    A recorded zone, the address and the area codes all count, and where they disagree each must
    allow the time. A state of several zones is narrowed by the record or the area codes when they
    name one of its own.
    """
    recorded = {person.timezone} if _zone(person.timezone) else set()
    phoned = {name for phone in phones for name in _zones_of_phone(phone)}
    addressed = zones_of_state(person.state)
    named = recorded or phoned
    if len(addressed) > 1 and named & addressed:
        addressed &= named
    names = recorded | phoned | addressed
    return tuple(zone for name in sorted(names) if (zone := _zone(name)) is not None)


def zones_of_state(state: str) -> set[str]:
    code = state.strip().upper()
    return {zone for zone, states in _STATES.items() if len(code) == 2 and code in states.split()}


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=65536)
def _zones_of_phone(phone: str) -> tuple[str, ...]:
    try:
        number = phonenumbers.parse(phone, "US")
    except phonenumbers.NumberParseException:
        return ()
    zones = time_zones_for_number(number)
    known = [z for z in zones if z != "Etc/Unknown"]
    return tuple(known) if len(known) <= _MOST_ZONES_OF_ONE_AREA else ()
