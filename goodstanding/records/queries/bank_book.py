"""The bank's lines and the money we wait for: what is matched, and what waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.bank_matching import (
    BY_AMOUNT,
    BY_NUMBER,
    BY_PAYER,
    BY_TRACE,
    Expected,
    Line,
    Money,
)
from goodstanding.records import bulk
from goodstanding.records.models.remittances import REPLACED

# A match with one of these words was made by the program, and may be made anew by it.
BY_ITSELF = (BY_TRACE, BY_PAYER, BY_NUMBER, BY_AMOUNT)
THE_PROGRAM = "matching"
_LIVING = "m.undone_at IS NULL"
_MONEY = (
    (Money.REMITTANCE, "remittance_id"), (Money.DEPOSIT, "deposit_id"),
    (Money.RECEIPT, "receipt_id"),
)  # fmt: skip
_LINE = 'l.id, l.key, CAST(l."on" AS TEXT), l.cents, l.trace, l.reference, l.text'
_BY_HAND = f"m.how NOT IN ({', '.join(['%s'] * len(BY_ITSELF))})"


@dataclass(frozen=True, slots=True)
class Standing:
    """A living match the program made; `pair` is (line, money, its key, how)."""

    key: int
    pair: tuple[int, Money, int, str]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything no person has decided, and what persons took apart."""

    lines: tuple[Line, ...]
    expected: tuple[Expected, ...]
    never: frozenset[tuple[int, Money, int]]
    standing: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """A living match as the page shows it."""

    key: int
    line: Line
    what: str
    how: str
    other: str
    by: str
    at: datetime


def book() -> Book:
    """All that matching looks at."""
    return Book(lines(matched=False), expected(matched=False), _never(), _standing())


def lines(*, matched: bool) -> tuple[Line, ...]:
    """Lines without a match by a person; with `matched`, without any living match."""
    decided = _LIVING if matched else f"{_LIVING} AND {_BY_HAND}"
    rows = bulk.select(
        f"SELECT {_LINE} FROM records_bankline l WHERE NOT EXISTS (SELECT 1 FROM records_bankmatch "
        f'm WHERE m.line_id = l.id AND {decided}) ORDER BY l."on" DESC, l.id DESC',
        [] if matched else BY_ITSELF,
    )
    return tuple(map(_line, rows))


def expected(*, matched: bool) -> tuple[Expected, ...]:
    """Money we wait for: insurers' checks, deposits, payments straight to the bank, and checks that
    came back. `matched` as in `lines`.
    """
    decided = _LIVING if matched else f"{_LIVING} AND {_BY_HAND}"

    def free(column: str, of: str) -> str:
        return (
            f"NOT EXISTS (SELECT 1 FROM records_bankmatch m WHERE m.{column} = {of}.id "
            f"AND {decided})"
        )

    given = [] if matched else list(BY_ITSELF)
    rows = bulk.select(
        "SELECT 'remittance', r.id, r.key, r.cents, CAST(r.paid_on AS TEXT), r.trace, "
        f"r.payer_name, r.payer FROM records_remittance r WHERE r.cents <> 0 "
        f"AND r.receipt_id IS NULL AND r.key NOT LIKE %s AND {free('remittance_id', 'r')} "
        "UNION ALL SELECT 'deposit', d.id, CAST(d.number AS TEXT), d.cents, "
        "CAST(d.\"on\" AS TEXT), '', '', '' FROM records_deposit d "
        f"WHERE {free('deposit_id', 'd')} "
        "UNION ALL SELECT 'receipt', c.id, CAST(c.number AS TEXT), c.cents, "
        "CAST(c.\"on\" AS TEXT), c.reference, '', '' FROM records_receipt c "
        "LEFT JOIN records_receiptundone u ON u.receipt_id = c.id "
        f"WHERE c.tender IN ('ach', 'portal') AND u.id IS NULL AND {free('receipt_id', 'c')} "
        "UNION ALL SELECT 'receipt', c.id, CAST(c.number AS TEXT), -c.cents, "
        "CAST(u.\"on\" AS TEXT), c.reference, '', '' FROM records_receiptundone u "
        "JOIN records_receipt c ON c.id = u.receipt_id "
        f"WHERE u.kind = 'returned' AND c.tender = 'check' AND {free('receipt_id', 'c')}",
        [f"%{REPLACED}%", *given, *given, *given, *given],
    )
    found = [
        Expected(Money(money), key, f"{money} {name}", int(cents), _day(on), *words)
        for money, key, name, cents, on, *words in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.on or date.min, one.key), reverse=True))


def matched(*, most: int) -> tuple[Matched, ...]:
    """Living matches, newest first."""
    rows = bulk.select(
        f"SELECT m.id, {_LINE}, r.payer_name, r.trace, d.number, c.number, m.how, m.other, m.by, "
        "m.at FROM records_bankmatch m JOIN records_bankline l ON l.id = m.line_id LEFT JOIN "
        "records_remittance r ON r.id = m.remittance_id LEFT JOIN records_deposit d ON d.id = "
        "m.deposit_id LEFT JOIN records_receipt c ON c.id = m.receipt_id "
        f"WHERE {_LIVING} ORDER BY m.id DESC LIMIT {int(most)}"
    )
    return tuple(
        Matched(row[0], _line(row[1:8]), _what(*row[8:12], row[13]), row[12], row[13], row[14],
                bulk.aware(row[15]))
        for row in rows
    )  # fmt: skip


def counts() -> dict[str, int]:
    """How many of each worklist, for the tabs."""
    found = expected(matched=True)
    open_lines = lines(matched=True)
    return {
        "era": sum(one.money is Money.REMITTANCE for one in found),
        "money": sum(is_insurer(line) for line in open_lines),
        "way": sum(one.money is not Money.REMITTANCE for one in found),
        "lines": sum(not is_insurer(line) for line in open_lines),
    }


def is_insurer(line: Line) -> bool:
    """Money in that says it is an insurer's: it carries a trace, or the words the rules of the
    ACH network ask of a healthcare payment.
    """
    return line.cents > 0 and bool(line.trace or "HCCLAIMPMT" in line.text.upper())


def amounts(money: Money, key: int) -> tuple[int, str] | None:
    """(cents as the bank should show them, name) of one kind of money; None when it is not
    there.
    """
    for one in expected(matched=False):
        if (one.money, one.key) == (money, key):
            return one.cents, one.name
    return None


def _never() -> frozenset[tuple[int, Money, int]]:
    rows = bulk.select(
        "SELECT line_id, remittance_id, deposit_id, receipt_id FROM records_bankmatch "
        "WHERE undone_at IS NOT NULL AND undone_by <> %s",
        [THE_PROGRAM],
    )
    return frozenset((line, *_of(keys)) for line, *keys in rows if any(keys))


def _standing() -> tuple[Standing, ...]:
    marks = ", ".join(["%s"] * len(BY_ITSELF))
    rows = bulk.select(
        "SELECT m.id, m.how, m.line_id, m.remittance_id, m.deposit_id, m.receipt_id "
        f"FROM records_bankmatch m WHERE {_LIVING} AND m.how IN ({marks})",
        BY_ITSELF,
    )
    return tuple(Standing(key, (line, *_of(keys), how)) for key, how, line, *keys in rows)


def _of(keys: Sequence[int | None]) -> tuple[Money, int]:
    return next((money, key) for (money, _), key in zip(_MONEY, keys, strict=True) if key)


def _line(row: Sequence[Any]) -> Line:
    key, name, on, *rest = row
    return Line(key, name, date.fromisoformat(on), *rest)


def _what(payer: str | None, trace: str | None, deposit: int | None, *more: Any) -> str:
    receipt, other = more
    if trace is not None:
        return f"{payer or 'Insurer'}, check {trace}"
    if deposit is not None:
        return f"Deposit {deposit}"
    return f"Receipt {receipt}" if receipt is not None else str(other)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
