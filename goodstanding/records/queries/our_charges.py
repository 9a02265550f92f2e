"""What a service costs with us, before any plan: the charge master's price or our last charge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goodstanding.core.money import Cents
from goodstanding.core.pricing import ASSISTANTS, that_change_the_charge
from goodstanding.records import bulk
from goodstanding.records.queries.facts_rows import day_of
from goodstanding.records.queries.prices import BOTH_SIDES, ONE_SIDE, charge_of

NEWEST = 200
# An assistant, and the reading or the making of a picture alone, never cost what the whole does.
_OWN_CHARGE = ASSISTANTS | {"26", "TC"}


def price_of(
    code: str, *, on: date, place: str = "office", modifiers: tuple[str, ...] = ()
) -> tuple[Cents | None, str]:
    """(the charge of one unit, whence); None: nobody has priced it. The charge master's, else our
    own last charge of the code: an assistant's or of a part with these modifiers, else without
    any that change it; on which side it was does not matter. Of both sides their own last charge
    where there is one; else the words say that it is one side's.
    """
    listed, words = charge_of(code, place=place, on=on, modifiers=modifiers)
    if listed is not None:
        return listed, words
    if BOTH_SIDES in modifiers and (both := last_charge(code, modifiers, on=on)):
        return both.cents, both.words
    last = last_charge(code, modifiers if _OWN_CHARGE.intersection(modifiers) else (), on=on)
    if last is None:
        return None, ""
    return last.cents, f"{last.words}{ONE_SIDE}" if BOTH_SIDES in modifiers else last.words


@dataclass(frozen=True, slots=True)
class LastCharge:
    cents: Cents
    on: date
    provider: str

    @property
    def words(self) -> str:
        return f"Our last charge, {self.on:%m/%d/%Y}"


def last_charge(code: str, modifiers: Iterable[str], *, on: date) -> LastCharge | None:
    """Of one unit, among the newest of the code, whose modifiers change the charge alike; of
    several units the part of each, where it comes out even.
    """
    wanted = that_change_the_charge(modifiers)
    rows = bulk.select(
        "SELECT cents, units, service_on, provider, modifiers FROM records_charge WHERE code = %s "
        f"AND service_on <= %s ORDER BY service_on DESC, id DESC LIMIT {NEWEST}",
        [code, on.isoformat()],
    )
    for cents, units, day, provider, own in rows:
        one = _of_one(int(cents), units)
        if one is not None and that_change_the_charge(own.split()) == wanted:
            return LastCharge(one, day_of(day), provider)
    return None


def _of_one(cents: Cents, units: str) -> Cents | None:
    count = int(units) if units.isdecimal() else 0
    return cents // count if count and cents % count == 0 else None
