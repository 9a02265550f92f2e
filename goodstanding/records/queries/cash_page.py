"""The cash page: receipts of a drawer, its control totals, one receipt whole, and what waits for a
second person.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.money import Cents
from goodstanding.records import bulk
from goodstanding.records.queries.unplaced_receipts import left_unplaced

SHOWN = 200
_WAITS = TransactionKind.INSURER_UNPLACED.value


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """`state`: "" while it lives, else "returned" or "correction"."""

    number: int
    at: datetime
    on: date
    drawer: str
    by: str
    tender: str
    cents: Cents
    account_id: str
    name: str
    payer: str
    reference: str
    purpose: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class TenderSum:
    """One kind of money of a drawer's day: taken, and what of it (or of before) went back."""

    tender: str
    count: int
    cents: Cents
    back_count: int
    back_cents: Cents

    @property
    def left_cents(self) -> Cents:
        return self.cents - self.back_cents


@dataclass(frozen=True, slots=True)
class PartLine:
    """What one line of a receipt moved; `charge` "" is money that waits."""

    kind: str
    charge: str
    service_on: date | None
    account_id: str
    cents: Cents
    codes: str


@dataclass(frozen=True, slots=True)
class ReceiptWhole:
    """`unplaced_cents`: of an insurer's check, what is on no charge yet."""

    line: ReceiptLine
    parts: tuple[PartLine, ...]
    undone_on: date | None
    undone_by: str
    undone_why: str
    unplaced_cents: Cents


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    number: int
    account_id: str
    name: str
    charge: str
    service_on: date
    kind: str
    cents: Cents
    reason: str
    state: str
    asked_at: datetime
    asked_by: str
    decided_by: str


_LINE = (
    "r.number, r.at, r.\"on\", r.drawer, r.by, r.tender, r.cents, COALESCE(g.number, ''), "
    "g.first_name, g.last_name, r.payer, r.reference, r.purpose, r.note, COALESCE(u.kind, '') "
    "FROM records_receipt r LEFT JOIN records_guarantor g ON g.id = r.guarantor_id "
    "LEFT JOIN records_receiptundone u ON u.receipt_id = r.id"
)


def tape(on: date, drawer: str) -> tuple[ReceiptLine, ...]:
    """Receipts of one drawer and day, newest first; at most 200."""
    rows = bulk.select(
        f'SELECT {_LINE} WHERE r."on" = %s AND r.drawer = %s ORDER BY r.number DESC LIMIT {SHOWN}',
        [on.isoformat(), drawer],
    )
    return tuple(map(_line, rows))


def totals(on: date, drawer: str) -> tuple[TenderSum, ...]:
    """By kind of money, in the order of Tender; kinds that nothing came in are left out."""
    day = on.isoformat()
    found = {
        tender: [int(count), int(cents), 0, 0] for tender, count, cents in bulk.select(
            "SELECT tender, COUNT(*), SUM(cents) FROM records_receipt "
            'WHERE "on" = %s AND drawer = %s GROUP BY tender',
            [day, drawer],
        )
    }  # fmt: skip
    for tender, count, cents in bulk.select(
        "SELECT r.tender, COUNT(*), SUM(r.cents) FROM records_receiptundone u JOIN records_receipt "
        'r ON r.id = u.receipt_id WHERE u."on" = %s AND r.drawer = %s GROUP BY r.tender',
        [day, drawer],
    ):
        found.setdefault(tender, [0, 0, 0, 0])[2:] = [int(count), int(cents)]
    return tuple(TenderSum(one.value, *found[one.value]) for one in Tender if one.value in found)


def own_drawer(by: str, on: date | None = None) -> str:
    """The drawer of this person's newest receipt (of that day), "" when there is none."""
    day, values = ('AND "on" = %s', [on.isoformat()]) if on else ("", [])
    rows = bulk.select(
        f"SELECT drawer FROM records_receipt WHERE by = %s {day} ORDER BY id DESC LIMIT 1",
        [by, *values],
    )
    return str(rows[0][0]) if rows else ""


def receipt_whole(number: int) -> ReceiptWhole | None:
    rows = bulk.select(f"SELECT {_LINE} WHERE r.number = %s", [number])
    if not rows:
        return None
    begins, values = bulk.begins("t.source", f"receipt:{number}:")
    parts = bulk.select(
        "SELECT t.kind, c.number, c.service_on, g.number, t.cents, t.group_code, t.reason_code "
        "FROM records_transfer t LEFT JOIN records_charge c ON c.id = t.charge_id "
        "LEFT JOIN records_patient p ON p.id = t.patient_id "
        "LEFT JOIN records_guarantor g ON g.id = p.guarantor_id "
        f"WHERE {begins} AND t.reverses_id IS NULL ORDER BY t.id",
        values,
    )
    denials, more = bulk.begins("d.source", f"receipt:{number}:")
    parts += bulk.select(
        "SELECT 'denial', c.number, c.service_on, g.number, d.cents, d.group_code, d.reason_code "
        "FROM records_denial d JOIN records_charge c ON c.id = d.charge_id "
        "JOIN records_patient p ON p.id = d.patient_id "
        f"JOIN records_guarantor g ON g.id = p.guarantor_id WHERE {denials} ORDER BY d.id",
        more,
    )
    undone = bulk.select(
        'SELECT u."on", u.by, u.reason FROM records_receiptundone u JOIN records_receipt r ON '
        "r.id = u.receipt_id WHERE r.number = %s",
        [number],
    )
    line = _line(rows[0])
    left = left_unplaced(number) if line.payer else 0
    # What was placed since stands with its charge; of what waited only the rest is told.
    shown = [
        _part((*row[:4], row[4] if undone else left, *row[5:])) if row[0] == _WAITS else _part(row)
        for row in parts
        if undone or left or row[0] != _WAITS
    ]
    on, by, why = undone[0] if undone else (None, "", "")
    return ReceiptWhole(line, tuple(shown), on, by, why, left)


def _line(row: tuple[Any, ...]) -> ReceiptLine:
    number, at, on, drawer, by, tender, cents, account, first, last, *rest = row
    name = f"{first} {last}" if account else ""
    return ReceiptLine(number, bulk.aware(at), on, drawer, by, tender, cents, account, name, *rest)


def _part(row: tuple[Any, ...]) -> PartLine:
    kind, charge, service_on, account, cents, group, reason = row
    codes = f"{group}-{reason}".strip("-")
    return PartLine(kind, charge or "", service_on, account or "", cents, codes)


_ADJUSTMENT = (
    "SELECT a.number, g.number, g.first_name, g.last_name, c.number, c.service_on, a.kind, "
    "a.cents, a.reason, a.state, a.asked_at, a.asked_by, a.decided_by FROM records_adjustment a "
    "JOIN records_charge c ON c.id = a.charge_id JOIN records_patient p ON p.id = c.patient_id "
    "JOIN records_guarantor g ON g.id = p.guarantor_id"
)


def adjustments_asked() -> tuple[AdjustmentLine, ...]:
    """What waits for a second person, oldest first."""
    return tuple(map(_adjustment, bulk.select(
        f"{_ADJUSTMENT} WHERE a.state = 'asked' ORDER BY a.number"
    )))  # fmt: skip


def adjustments_done(account_id: str = "") -> tuple[AdjustmentLine, ...]:
    """The newest that were decided, of one account or of all."""
    whose, values = ("AND g.number = %s", [account_id]) if account_id else ("", [])
    return tuple(map(_adjustment, bulk.select(
        f"{_ADJUSTMENT} WHERE a.state <> 'asked' {whose} ORDER BY a.number DESC LIMIT {SHOWN}",
        values,
    )))  # fmt: skip


def count_asked() -> int:
    rows = bulk.select("SELECT COUNT(*) FROM records_adjustment WHERE state = 'asked'")
    return int(rows[0][0])


def _adjustment(row: tuple[Any, ...]) -> AdjustmentLine:
    number, account, first, last, charge, service_on, kind, cents, reason, state, at, *by = row
    return AdjustmentLine(
        number, account, f"{last}, {first}", charge, service_on, kind, cents, reason, state,
        bulk.aware(at), *by,
    )  # fmt: skip
