"""The close report as frozen figures: what they are, what they add up to, and how they are kept.

Cents above zero came in; a section that moves the ledger's cash says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from goodstanding.core.day_close import DrawerLine
from goodstanding.core.money import Cents

# Sections, in the order of the report; those before the break add up to the ledger's cash.
MOVES = ("receipts", "returned", "corrected", "era", "practice", "refunds", "over_short", "other")
BESIDE = ("adjustments", "deposits")
TITLES: Mapping[str, str] = {
    "receipts": "Receipts by drawer and tender",
    "returned": "Returned checks",
    "corrected": "Receipts corrected",
    "era": "Insurers' checks (835)",
    "practice": "Payments of the practice system",
    "refunds": "Refunds",
    "over_short": "Over and short",
    "other": "Other cash",
    "adjustments": "Adjustments by reason",
    "deposits": "Deposits",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what it is, how many, its cents, and a word beside it."""

    label: str
    cents: Cents
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    rows: tuple[Figure, ...] = ()

    @property
    def title(self) -> str:
        return TITLES[self.key]

    @property
    def cents(self) -> Cents:
        return sum(row.cents for row in self.rows)

    @property
    def moves(self) -> bool:
        return self.key in MOVES


@dataclass(frozen=True, slots=True)
class Counted:
    """One tender of one drawer, as it was closed."""

    drawer: str
    tender: str
    start: Cents
    system: Cents
    counted: Cents | None
    difference: Cents
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CloseFigures:
    """`cash_cents` is what the ledger's cash moved that day, up to its transfer `through`."""

    on: date
    through: int
    cash_cents: Cents
    sections: tuple[Section, ...]
    drawers: tuple[Counted, ...]
    ledger: Mapping[str, Cents]  # the ledger's cash by section

    @property
    def sum_cents(self) -> Cents:
        return sum(each.cents for each in self.sections if each.moves)

    @property
    def ties(self) -> bool:
        """Each section equals the ledger's cash of its postings, and all of them its whole."""
        own = {each.key: each.cents for each in self.sections if each.moves}
        return self.sum_cents == self.cash_cents and all(
            own.get(key, 0) == self.ledger.get(key, 0) for key in MOVES
        )

    def section(self, key: str) -> Section:
        return next((each for each in self.sections if each.key == key), Section(key))


def part_of(source: str, reverses: str) -> str:
    """The section of a transfer of cash by its source, and that of what it reverses ("" for none).

    A reversal belongs to what it takes back; a payer's own reversal to the check it came in.
    """
    if source.startswith("835:"):
        return "era"
    head = (reverses or source).partition(":")[0]
    if head == "receipt":
        return "taken_back" if reverses else "receipts"
    return {"835": "era", "practice": "practice", "refund": "refunds", "close": "over_short"}.get(
        head, "other"
    )


def counted(lines: Sequence[DrawerLine]) -> tuple[Counted, ...]:
    return tuple(
        Counted(one.drawer, one.tender.value, one.start, one.system, one.counted, one.difference,
                one.reason)
        for one in lines
    )  # fmt: skip


def packed(figures: CloseFigures) -> dict[str, Any]:
    """As JSON keeps it."""
    return asdict(figures) | {"on": figures.on.isoformat(), "ledger": dict(figures.ledger)}


def unpacked(kept: Mapping[str, Any]) -> CloseFigures:
    return CloseFigures(
        date.fromisoformat(kept["on"]),
        kept["through"],
        kept["cash_cents"],
        tuple(
            Section(each["key"], tuple(Figure(**row) for row in each["rows"]))
            for each in kept["sections"]
        ),
        tuple(Counted(**each) for each in kept["drawers"]),
        dict(kept["ledger"]),
    )
