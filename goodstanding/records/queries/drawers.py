"""What the drawers of a day should hold, what was counted, and what goes to the bank."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.day_close import DrawerLine, Item
from goodstanding.core.kinds import Tender
from goodstanding.core.money import Cents
from goodstanding.records import bulk, clinic
from goodstanding.records.queries.periods import last_closed_on

CASH_CHECKS, CARD = "cash_checks", "card"
_ORDER = list(Tender)


@dataclass(frozen=True, slots=True)
class ToDeposit:
    """What of a day is not brought to the bank yet. `cash` is None while it is not counted;
    `checks` are those of this day and of earlier ones.
    """

    on: date
    cash: Cents | None
    checks: tuple[Item, ...]
    card: Cents | None
    has_cash: bool
    has_cards: bool

    @property
    def check_cents(self) -> Cents:
        return sum(one.cents for one in self.checks)


@dataclass(frozen=True, slots=True)
class DepositRow:
    number: int
    on: date
    tender: str
    cents: Cents
    at: datetime
    by: str
    bank_on: date | None


@dataclass(frozen=True, slots=True)
class DepositSlip:
    """A deposit as the bank wants it."""

    row: DepositRow
    checks: tuple[Item, ...]

    @property
    def check_cents(self) -> Cents:
        return sum(one.cents for one in self.checks)

    @property
    def cash_cents(self) -> Cents:
        return self.row.cents - self.check_cents


@dataclass
class _Gathered:
    """One tender of one drawer while its rows are read."""

    taken: Cents = 0
    returned: Cents = 0
    items: tuple[Item, ...] = ()


def drawer_lines(on: date) -> tuple[DrawerLine, ...]:
    """Every tender of every drawer in use on a day, in the order of the clinic's drawers."""
    found: dict[tuple[str, Tender], _Gathered] = defaultdict(_Gathered)
    for number, drawer, tender, cents, reference, undone_on in bulk.select(
        'SELECT r.number, r.drawer, r.tender, r.cents, r.reference, CAST(u."on" AS TEXT) FROM '
        "records_receipt r LEFT JOIN records_receiptundone u ON u.receipt_id = r.id "
        'WHERE r."on" = %s ORDER BY r.number',
        [on.isoformat()],
    ):
        one = found[drawer, Tender(tender)]
        one.taken += cents
        if undone_on != on.isoformat():
            one.items += (Item(number, cents, reference),)
    for drawer, tender, cents in _taken_back(on):
        found[drawer, Tender(tender)].returned += cents
    starts, counts = _starts(on), _counts(on)
    for drawer in {*starts, *(drawer for drawer, _ in found)}:
        found[drawer, Tender.CASH]  # a drawer in use has its cash to be counted
    kept = [key for key, one in found.items() if key[1] is Tender.CASH or one.items or (
        one.taken != one.returned)]  # fmt: skip
    return tuple(
        _line(key, found[key], starts=starts, counts=counts) for key in sorted(kept, key=_place)
    )


def _line(
    key: tuple[str, Tender],
    one: _Gathered,
    *,
    starts: dict[str, Cents],
    counts: dict[tuple[str, str], tuple[Cents, str]],
) -> DrawerLine:
    drawer, tender = key
    start = starts.get(drawer, clinic.current().desk.drawer_start) if tender is Tender.CASH else 0
    counted, reason = counts.get(key, (None, ""))
    return DrawerLine(
        drawer, tender, start, one.taken, one.returned, counted, reason, one.items
    )  # fmt: skip


def _place(key: tuple[str, Tender]) -> tuple[int, str, int]:
    known = clinic.current().desk.drawers
    drawer, tender = key
    at = known.index(drawer) if drawer in known else len(known)
    return at, drawer, _COUNTED_FIRST.index(tender)


_COUNTED_FIRST = [Tender.CASH, Tender.CHECK, Tender.CARD, Tender.ACH, Tender.PORTAL, Tender.OTHER]


def _taken_back(on: date) -> list[tuple[str, str, Cents]]:
    """What left a drawer on a day: corrections, and a check given back the day it came. A check
    the bank returns is not in the drawer: it is at the bank that it is missing.
    """
    return [
        (drawer, tender, cents)
        for drawer, tender, cents in bulk.select(
            "SELECT r.drawer, r.tender, r.cents FROM records_receiptundone u JOIN records_receipt "
            'r ON r.id = u.receipt_id WHERE u."on" = %s AND (u.kind = \'correction\' OR r."on" = '
            'u."on") ORDER BY r.number',
            [on.isoformat()],
        )
    ]


def _starts(on: date) -> dict[str, Cents]:
    return dict(bulk.select(
        'SELECT drawer, cents FROM records_drawerstart WHERE "on" = %s ORDER BY id',
        [on.isoformat()],
    ))  # fmt: skip


def _counts(on: date) -> dict[tuple[str, str], tuple[Cents, str]]:
    rows = bulk.select(
        'SELECT drawer, tender, cents, reason FROM records_drawercount WHERE "on" = %s ORDER BY id',
        [on.isoformat()],
    )
    return {(drawer, tender): (cents, reason) for drawer, tender, cents, reason in rows}


def started(on: date) -> frozenset[str]:
    """The drawers whose start was written down."""
    return frozenset(_starts(on))


def days_open(until: date) -> tuple[date, ...]:
    """Days with receipts that are not closed, oldest first; a closed day shuts those before it."""
    after = last_closed_on() or date.min
    rows = bulk.select(
        'SELECT DISTINCT CAST("on" AS TEXT) FROM records_receipt WHERE "on" > %s AND "on" <= %s '
        "ORDER BY 1",
        [after.isoformat(), until.isoformat()],
    )
    return tuple(date.fromisoformat(day) for (day,) in rows)


# ---- to the bank


def to_deposit(on: date, lines: Iterable[DrawerLine] | None = None) -> ToDeposit:
    """What of a day (and checks of earlier ones) may go to the bank now."""
    known = tuple(lines if lines is not None else drawer_lines(on))
    free = free_receipts(on)
    before = dict(_brought(on))
    return ToDeposit(
        on,
        _left(known, Tender.CASH, before.get(CASH_CHECKS, 0)),
        tuple(Item(n, cents, ref) for _, n, tender, cents, ref in free if tender == Tender.CHECK),
        _left(known, Tender.CARD, before.get(CARD, 0)),
        any(tender == Tender.CASH for _, _, tender, _, _ in free),
        any(tender == Tender.CARD for _, _, tender, _, _ in free),
    )


def _left(lines: Iterable[DrawerLine], tender: Tender, before: Cents) -> Cents | None:
    """Counted, less the drawers' start and what went already; None while one is not counted."""
    own = [one for one in lines if one.tender is tender]
    total = 0
    for one in own:
        if one.counted is None:
            return None
        total += one.counted - one.start
    return max(total - before, 0)


def free_receipts(on: date) -> list[tuple[int, int, str, Cents, str]]:
    """(key, number, tender, cents, reference) of what no deposit has: the day's cash and cards, and
    checks up to the day. What was taken back goes nowhere.
    """
    return [
        (key, number, tender, cents, reference)
        for key, number, tender, cents, reference in bulk.select(
            "SELECT r.id, r.number, r.tender, r.cents, r.reference FROM records_receipt r "
            "LEFT JOIN records_receiptundone u ON u.receipt_id = r.id LEFT JOIN "
            "records_deposititem i ON i.receipt_id = r.id WHERE u.id IS NULL AND i.id IS NULL AND "
            "((r.tender IN ('cash', 'card') AND r.\"on\" = %s) OR (r.tender = 'check' AND "
            'r."on" <= %s)) ORDER BY r.number',
            [on.isoformat(), on.isoformat()],
        )
    ]


def _brought(on: date) -> list[tuple[str, Cents]]:
    """What deposits of a day brought already: cash alone of those with checks, card batches."""
    return [
        (tender, int(cents))
        for tender, cents in bulk.select(
            "SELECT d.tender, SUM(d.cents - COALESCE((SELECT SUM(r.cents) FROM records_deposititem "
            "i JOIN records_receipt r ON r.id = i.receipt_id WHERE i.deposit_id = d.id AND "
            "r.tender = 'check'), 0)) FROM records_deposit d WHERE d.\"on\" = %s GROUP BY d.tender",
            [on.isoformat()],
        )
    ]


def days_to_deposit(*, most: int) -> tuple[date, ...]:
    """Days whose cash, checks or cards are in no deposit yet, newest first."""
    rows = bulk.select(
        'SELECT DISTINCT CAST(r."on" AS TEXT) FROM records_receipt r LEFT JOIN '
        "records_receiptundone u ON u.receipt_id = r.id LEFT JOIN records_deposititem i ON "
        "i.receipt_id = r.id WHERE u.id IS NULL AND i.id IS NULL AND r.tender IN "
        f"('cash', 'check', 'card') ORDER BY 1 DESC LIMIT {int(most)}"
    )
    return tuple(date.fromisoformat(day) for (day,) in rows)


_DEPOSIT = (
    'SELECT d.number, CAST(d."on" AS TEXT), d.tender, d.cents, d.at, d.by, CAST(l."on" AS TEXT) '
    "FROM records_deposit d LEFT JOIN records_bankmatch m ON m.deposit_id = d.id AND "
    "m.undone_at IS NULL LEFT JOIN records_bankline l ON l.id = m.line_id "
)


def deposits(*, most: int) -> tuple[DepositRow, ...]:
    rows = bulk.select(f"{_DEPOSIT} ORDER BY d.number DESC LIMIT {int(most)}")
    return tuple(map(_deposit, rows))


def deposits_of(on: date) -> tuple[DepositRow, ...]:
    rows = bulk.select(f'{_DEPOSIT} WHERE d."on" = %s ORDER BY d.number', [on.isoformat()])
    return tuple(map(_deposit, rows))


def slip(number: int) -> DepositSlip | None:
    rows = bulk.select(f"{_DEPOSIT} WHERE d.number = %s", [number])
    if not rows:
        return None
    items = bulk.select(
        "SELECT r.number, r.cents, r.reference FROM records_deposititem i JOIN records_deposit d "
        "ON d.id = i.deposit_id JOIN records_receipt r ON r.id = i.receipt_id "
        "WHERE d.number = %s AND r.tender = 'check' ORDER BY r.number",
        [number],
    )
    return DepositSlip(_deposit(rows[0]), tuple(Item(*each) for each in items))


def _deposit(row: tuple[Any, ...]) -> DepositRow:
    number, on, tender, cents, at, by, bank_on = row
    return DepositRow(
        number, date.fromisoformat(on), tender, cents, bulk.aware(at), by,
        date.fromisoformat(bank_on) if bank_on else None,
    )  # fmt: skip
