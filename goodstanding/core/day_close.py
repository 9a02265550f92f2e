"""A day at the desk: what each drawer should hold, what was counted, and where a difference may
hide.

A difference is counted less system: below zero is short.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from goodstanding.core.kinds import Tender
from goodstanding.core.money import Cents, cents_of, show

MOST_HINTS = 5
_PART = re.compile(r"(?:(\d{1,4})\s*[x*]\s*)?\$?(\d{0,9}(?:\.\d{0,2})?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Item:
    """One receipt in a drawer: its number, amount, and what it is known by (a check's number)."""

    number: int
    cents: Cents
    reference: str = ""


@dataclass(frozen=True, slots=True)
class DrawerLine:
    """One tender of one drawer. `start` lay in it when the day began (cash alone); `taken` came in,
    `returned` was taken back the same way. `counted` is None until somebody counts.
    """

    drawer: str
    tender: Tender
    start: Cents = 0
    taken: Cents = 0
    returned: Cents = 0
    counted: Cents | None = None
    reason: str = ""
    items: tuple[Item, ...] = ()

    @property
    def system(self) -> Cents:
        return self.start + self.taken - self.returned

    @property
    def difference(self) -> Cents:
        """Nothing before somebody has counted."""
        return 0 if self.counted is None else self.counted - self.system


def open_lines(lines: Sequence[DrawerLine]) -> tuple[str, ...]:
    """What keeps the day from being closed, a sentence a line."""
    said = []
    for one in lines:
        what = f"{WORDS[one.tender]} of {one.drawer}"
        if one.counted is None:
            said.append(f"{what}: not counted yet.")
        elif one.difference and not one.reason.strip():
            words = "short" if one.difference < 0 else "over"
            said.append(f"{what}: {show(abs(one.difference))} {words}. Find it, or write why.")
    return tuple(said)


def needs_second(lines: Sequence[DrawerLine]) -> bool:
    """A day that is over or short is confirmed by another person."""
    return any(one.difference for one in lines)


WORDS = {
    Tender.CASH: "Cash", Tender.CHECK: "Checks", Tender.CARD: "Cards", Tender.ACH: "Bank transfers",
    Tender.PORTAL: "Portal", Tender.OTHER: "Other",
}  # fmt: skip


def tape_cents(text: str) -> Cents:
    """What an adding machine would say: tape_cents("3x20+4*5+1.25") -> 8125.

    Refuses (ValueError) what is no sum of amounts.
    """
    total = 0
    for part in text.replace(",", "").split("+"):
        found = _PART.fullmatch(part.strip())
        if found is None or found[2] in ("", "."):
            raise ValueError(f"{text!r} is not a sum of amounts")
        count = 1 if found[1] is None else int(found[1])
        total += count * cents_of(found[2])
    return total


# ---- where a difference may hide


def hints(line: DrawerLine) -> tuple[str, ...]:
    """Where to look first, for a line that is over or short."""
    off, items = line.difference, line.items
    if not off:
        return ()
    found = [*_single(off, items), *_twins(off, items), *_transposed(off, items)]
    if not found:
        found = _pair(off, items)
    if not found and off % 9 == 0:
        found = ["Divides by 9: two digits of an amount may have changed places."]
    return tuple(found[:MOST_HINTS])


def _single(off: Cents, items: Sequence[Item]) -> list[str]:
    """Short: an item is in the books and not in the drawer. Over: one was counted twice."""
    why = "is it here?" if off < 0 else "counted twice?"
    return [f"{_named(one)} is of this amount: {why}" for one in items if one.cents == abs(off)]


def _twins(off: Cents, items: Sequence[Item]) -> list[str]:
    """Two items of the amount that is missing: one of them may have been typed twice."""
    if off >= 0:
        return []
    same = [one for one in items if one.cents == -off]
    return [
        f"{_named(one)} and {_named(other)} are alike: typed twice?"
        for one, other in combinations(same[:MOST_HINTS], 2)
        if one.reference == other.reference
    ]


def _transposed(off: Cents, items: Sequence[Item]) -> list[str]:
    """An item whose amount with two neighbouring digits changed explains the difference."""
    if off % 9:
        return []
    found = []
    for one in items:
        meant = one.cents + off
        if meant > 0 and _neighbours_swapped(one.cents, meant):
            found.append(f"{_named(one)} may be {show(meant)}: two digits changed places?")
    return found


def _neighbours_swapped(one: Cents, other: Cents) -> bool:
    width = max(len(str(one)), len(str(other)))
    a, b = str(one).rjust(width, "0"), str(other).rjust(width, "0")
    off = [at for at in range(width) if a[at] != b[at]]
    if len(off) != 2 or off[1] - off[0] != 1:
        return False
    return a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]


def _pair(off: Cents, items: Sequence[Item]) -> list[str]:
    """Two items that together are the difference."""
    wanted, seen, found = abs(off), dict[Cents, Item](), []
    for one in items:
        other = seen.get(wanted - one.cents)
        if other is not None:
            found.append(f"{_named(other)} and {_named(one)} together are of this amount.")
        seen.setdefault(one.cents, one)
    return found


def _named(one: Item) -> str:
    number = f", no. {one.reference}" if one.reference else ""
    return f"Receipt {one.number} ({show(one.cents)}{number})"
