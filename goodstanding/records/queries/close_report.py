"""The close report of a day: every section from its own rows, and the ledger's cash beside them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.close_figures import (
    BESIDE,
    MOVES,
    CloseFigures,
    Figure,
    Section,
    counted,
    part_of,
    unpacked,
)
from goodstanding.core.day_close import WORDS, DrawerLine
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.money import Cents, show
from goodstanding.records import bulk
from goodstanding.records.models import DayClose
from goodstanding.records.queries.drawers import deposits_of, drawer_lines

_K = TransactionKind
_ADJUSTMENTS = {
    _K.CONTRACTUAL.value: "Contractual", _K.SMALL_WRITE_OFF.value: "Small balance write-off",
    _K.BAD_DEBT.value: "Bad debt", _K.CHARITY.value: "Assistance",
}  # fmt: skip
_KIND_WORDS = {
    _K.INSURER_PAYMENT.value: "Insurer payments", _K.PATIENT_PAYMENT.value: "Patient payments",
    _K.REFUND_PATIENT.value: "Refunds to patients", _K.REFUND_INSURER.value: "Refunds to insurers",
}  # fmt: skip
DEPOSIT_WORDS = {"cash_checks": "Cash and checks", "card": "Card batch"}


@dataclass(frozen=True, slots=True)
class Move:
    """A transfer of the day: `cents` as cash moved (0 when it did not); `tender` and `reference` as
    they stand in the ledger (of over and short: the drawer).
    """

    source: str
    reverses: str
    kind: str
    tender: str
    reference: str
    code: str
    cents: Cents
    amount: Cents


@dataclass(frozen=True, slots=True)
class Closing:
    """One version of a closed day."""

    on: date
    version: int
    at: datetime
    by: str
    second: str
    figures: CloseFigures
    reopened_at: datetime | None = None
    reopened_by: str = ""
    reopened_why: str = ""


@dataclass(frozen=True, slots=True)
class EraRow:
    """An insurer's check on its day: its cash in the ledger, and its line at the bank."""

    payer: str
    trace: str
    cash: Cents
    pays: Cents
    posted: int
    waiting: int
    waiting_cents: Cents
    bank_on: date | None
    bank_cents: Cents


def report(on: date, lines: Sequence[DrawerLine] | None = None) -> CloseFigures:
    """The day as the books know it now."""
    through = last_transfer()
    moves = moves_of(on, through=through)
    sections = {
        "receipts": _receipts(on),
        "returned": _undone(on, "returned"),
        "corrected": _undone(on, "correction"),
        "era": tuple(map(_era_figure, era_rows(on, moves))),
        "practice": _by_kind(moves, "practice"),
        "refunds": _refunds(moves),
        "over_short": _over_short(moves),
        "other": _by_kind(moves, "other"),
        "adjustments": _adjustments(moves),
        "deposits": _deposits(on),
    }
    return CloseFigures(
        on, through, sum(each.cents for each in moves),
        tuple(Section(key, sections[key]) for key in (*MOVES, *BESIDE)),
        counted(drawer_lines(on) if lines is None else lines),
        ledger_parts(moves, taken_back=returned_numbers(on)),
    )  # fmt: skip


def last_transfer() -> int:
    return int(bulk.select("SELECT COALESCE(MAX(id), 0) FROM records_transfer")[0][0])


def moves_of(on: date, *, through: int) -> list[Move]:
    """The day's transfers of cash and its adjustments, up to the transfer `through`."""
    kinds = ", ".join(f"'{kind}'" for kind in _ADJUSTMENTS)
    rows = bulk.select(
        "SELECT t.source, COALESCE(o.source, ''), COALESCE(o.kind, t.kind), t.method, "
        "t.reference, t.group_code, t.reason_code, CASE WHEN t.debit = 'cash' THEN t.cents "
        "WHEN t.credit = 'cash' THEN -t.cents ELSE 0 END, CASE WHEN o.id IS NULL THEN t.cents "
        "ELSE -t.cents END FROM "
        "records_transfer t LEFT JOIN records_transfer o ON o.id = t.reverses_id "
        "WHERE NOT (t.kind = 'charge') AND t.posted_on = %s AND t.id <= %s AND "
        f"(t.debit = 'cash' OR t.credit = 'cash' OR COALESCE(o.kind, t.kind) IN ({kinds})) "
        "ORDER BY t.id",
        [on.isoformat(), through],
    )
    return [
        Move(
            source, reverses, kind, tender, reference, f"{group} {reason}".strip(), int(cents),
            int(amount),
        )
        for source, reverses, kind, tender, reference, group, reason, cents, amount in rows
    ]  # fmt: skip


def ledger_parts(moves: Iterable[Move], *, taken_back: frozenset[int]) -> dict[str, Cents]:
    """The ledger's cash by section; `taken_back` are the numbers of receipts whose check came
    back.
    """
    found: dict[str, Cents] = defaultdict(int)
    for each in moves:
        if each.cents:
            part = part_of(each.source, each.reverses)
            if part == "taken_back":
                number = int(each.reverses.split(":")[1])
                part = "returned" if number in taken_back else "corrected"
            found[part] += each.cents
    return dict(found)


def _receipts(on: date) -> tuple[Figure, ...]:
    rows = bulk.select(
        'SELECT drawer, tender, COUNT(*), SUM(cents) FROM records_receipt WHERE "on" = %s '
        "GROUP BY drawer, tender ORDER BY drawer, tender",
        [on.isoformat()],
    )
    return tuple(
        Figure(f"{drawer}, {WORDS[Tender(tender)].lower()}", int(cents), int(n))
        for drawer, tender, n, cents in rows
    )


def _undone(on: date, kind: str) -> tuple[Figure, ...]:
    rows = bulk.select(
        "SELECT r.number, r.reference, r.cents, r.tender FROM records_receiptundone u JOIN "
        'records_receipt r ON r.id = u.receipt_id WHERE u."on" = %s AND u.kind = %s '
        "ORDER BY r.number",
        [on.isoformat(), kind],
    )
    return tuple(
        Figure(f"Receipt {number}", -cents, 1,
               f"{tender}{f' no. {reference}' if reference else ''}")
        for number, reference, cents, tender in rows
    )  # fmt: skip


def returned_numbers(on: date) -> frozenset[int]:
    rows = bulk.select(
        "SELECT r.number FROM records_receiptundone u JOIN records_receipt r ON r.id = "
        "u.receipt_id WHERE u.\"on\" = %s AND u.kind = 'returned'",
        [on.isoformat()],
    )
    return frozenset(number for (number,) in rows)


def era_rows(on: date, moves: Iterable[Move]) -> tuple[EraRow, ...]:
    """Every check that moved cash on the day, by what the ledger says it moved."""
    cash: dict[int, Cents] = defaultdict(int)
    for each in moves:
        if each.cents and part_of(each.source, each.reverses) == "era":
            own = each.source if each.source.startswith("835:") else each.reverses
            cash[int(own.split(":")[1])] += each.cents
    if not cash:
        return ()
    rows = bulk.select(
        "SELECT r.id, r.payer_name, r.trace, r.cents, SUM(CASE WHEN c.state = 'posted' THEN 1 ELSE "
        "0 END), SUM(CASE WHEN c.state = 'waiting' THEN 1 ELSE 0 END), SUM(CASE WHEN c.state = "
        "'waiting' THEN c.paid_cents ELSE 0 END) FROM records_remittance r LEFT JOIN "
        f"records_remittanceclaim c ON c.remittance_id = r.id WHERE r.id IN ({bulk.keys(cash)}) "
        "GROUP BY r.id, r.payer_name, r.trace, r.cents ORDER BY r.payer_name, r.trace, r.id"
    )
    bank = {
        key: (date.fromisoformat(day), int(cents)) for key, day, cents in bulk.select(
            'SELECT m.remittance_id, CAST(l."on" AS TEXT), l.cents FROM records_bankmatch m JOIN '
            "records_bankline l ON l.id = m.line_id WHERE m.undone_at IS NULL AND "
            f"m.remittance_id IN ({bulk.keys(cash)})"
        )
    }  # fmt: skip
    return tuple(
        EraRow(payer or "Insurer", trace, cash[key], int(pays), int(posted or 0),
               int(waiting or 0), int(parked or 0), *bank.get(key, (None, 0)))
        for key, payer, trace, pays, posted, waiting, parked in rows
    )  # fmt: skip


def _era_figure(row: EraRow) -> Figure:
    claims = f"{row.posted} claim{'' if row.posted == 1 else 's'} posted"
    waits = f", {row.waiting} waiting {show(row.waiting_cents)}" if row.waiting else ""
    pays = f"pays {show(row.pays)}, " if row.pays != row.cash else ""
    bank = f"at the bank {row.bank_on:%m/%d/%Y}" if row.bank_on else "not at the bank yet"
    return Figure(
        f"{row.payer}, check {row.trace}", row.cash, row.posted, f"{pays}{claims}{waits}; {bank}"
    )


def _by_kind(moves: Iterable[Move], part: str) -> tuple[Figure, ...]:
    sums: dict[str, list[Cents]] = defaultdict(list)
    for each in moves:
        if each.cents and part_of(each.source, each.reverses) == part:
            words = _KIND_WORDS.get(each.kind, each.kind.replace("_", " ").capitalize())
            sums[words].append(each.cents)
    return tuple(Figure(words, sum(all_), len(all_)) for words, all_ in sorted(sums.items()))


def _refunds(moves: Iterable[Move]) -> tuple[Figure, ...]:
    sums: dict[str, Cents] = defaultdict(int)
    for each in moves:
        if each.cents and part_of(each.source, each.reverses) == "refunds":
            sums[(each.reverses or each.source).split(":")[1]] += each.cents
    return tuple(Figure(f"Refund {number}", cents, 1) for number, cents in sums.items())


def _over_short(moves: Iterable[Move]) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            f"{'Over' if (each.cents > 0) is not bool(each.reverses) else 'Short'}, "
            f"{WORDS[Tender(each.tender)].lower()} of {each.reference}",
            each.cents, 1, "reversed when the day was opened again" if each.reverses else "",
        )
        for each in moves
        if each.cents and part_of(each.source, each.reverses) == "over_short"
    )  # fmt: skip


def _adjustments(moves: Iterable[Move]) -> tuple[Figure, ...]:
    sums: dict[str, list[Cents]] = defaultdict(list)
    for each in moves:
        if each.kind in _ADJUSTMENTS:
            words = " ".join(filter(None, (_ADJUSTMENTS[each.kind], each.code)))
            sums[words].append(each.amount)
    return tuple(Figure(words, sum(all_), len(all_)) for words, all_ in sorted(sums.items()))


def _deposits(on: date) -> tuple[Figure, ...]:
    return tuple(
        Figure(f"Deposit {each.number}", each.cents, 1,
               f"{DEPOSIT_WORDS[each.tender].lower()}; "
               + (f"at the bank {each.bank_on:%m/%d/%Y}" if each.bank_on else "on its way"))
        for each in deposits_of(on)
    )  # fmt: skip


# ---- what was closed


_CLOSE = (
    'SELECT c.id, CAST(c."on" AS TEXT), c.version, c.at, c.by, c.second, r.at, r.by, r.reason FROM '
    "records_dayclose c LEFT JOIN records_dayreopened r ON r.close_id = c.id "
)


def closings(on: date) -> tuple[Closing, ...]:
    """Every version of a day, newest first."""
    return _closings(bulk.select(f'{_CLOSE} WHERE c."on" = %s ORDER BY c.version DESC', [
        on.isoformat()
    ]))  # fmt: skip


def recent(*, most: int) -> tuple[Closing, ...]:
    return _closings(bulk.select(f"{_CLOSE} ORDER BY c.id DESC LIMIT {int(most)}"))


def _closings(rows: list[tuple[Any, ...]]) -> tuple[Closing, ...]:
    figures = dict(
        DayClose.objects.filter(id__in=[row[0] for row in rows]).values_list("id", "figures")
    )
    return tuple(
        Closing(
            date.fromisoformat(on), version, bulk.aware(at), by, second, unpacked(figures[key]),
            bulk.aware(re_at) if re_at else None, re_by or "", why or "",
        )
        for key, on, version, at, by, second, re_at, re_by, why in rows
    )  # fmt: skip
