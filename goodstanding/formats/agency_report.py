"""The agency's list of what it recovered: CSV with a header, one payment a row.

Columns, in any order: ref* (the agency's own number of the payment, never used twice), account*,
paid_on* (YYYY-MM-DD), amount* (what the person paid, 25.00), fee* (what the agency keeps of it).
Others are ignored. A payment taken back has its own number again, its amount below zero (-25.00)
and the fee that is given back below zero, or 0.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from goodstanding.formats.problems import NotReadable

COLUMNS = ("ref", "account", "paid_on", "amount", "fee")
MOST_BYTES = 5_000_000
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Recovered:
    """One row; `why` says what is wrong with it, "" when it can be read. `place`: its line in the
    file. `back_cents`, `back_fee_cents`: what was taken back, of a row that has a `why` for that
    alone."""

    place: int
    ref: str
    account: str
    paid_on: date | None
    cents: int
    fee_cents: int
    why: str = ""
    back_cents: int = 0
    back_fee_cents: int = 0


def read(content: bytes) -> tuple[Recovered, ...]:
    if len(content) > MOST_BYTES:
        raise NotReadable("This file is larger than any report of an agency. Nothing was read.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotReadable(
            "This file is not UTF-8 text. Ask the agency for CSV in UTF-8."
        ) from fault
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        rows = [(lines.line_num, row) for row in lines]
    except csv.Error as fault:
        raise NotReadable(f"Line {lines.line_num} is not CSV. Nothing was read.") from fault
    if not rows:
        raise NotReadable("This file is empty. Nothing was read.")
    header = [name.strip().lower() for name in rows[0][1]]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise NotReadable(f"The columns {', '.join(missing)} are missing. Nothing was read.")
    if len(set(header)) != len(header):
        raise NotReadable("Two columns have one name. Nothing was read.")
    return tuple(
        _row(place, dict(zip(header, row, strict=False)), whole=len(row) == len(header))
        for place, row in rows[1:]
        if any(cell.strip() for cell in row)
    )


def _row(place: int, cells: Mapping[str, str], *, whole: bool) -> Recovered:
    ref, account, day, amount, fee = (cells.get(name, "").strip() for name in COLUMNS)
    wrong = [] if whole else ["The row has not as many cells as the header."]
    if not ref:
        wrong.append("It has no number of the agency (ref).")
    if not account:
        wrong.append("It names no account.")
    if len(ref) > _LONGEST or len(account) > _LONGEST:
        wrong.append(f"Its number or account is longer than {_LONGEST} signs.")
    paid_on, cents, fee_cents = _day(day), _cents(amount), _cents(fee)
    if paid_on is None:
        wrong.append("The day it was paid cannot be read (YYYY-MM-DD).")
    back_cents, back_fee_cents = (0, 0) if wrong else _back(amount, fee)
    if cents is None or cents == 0:
        wrong.append("The amount cannot be read, or is not above zero (25.00).")
    if fee_cents is None:
        wrong.append("The fee cannot be read (6.25).")
    elif cents is not None and fee_cents > cents:
        wrong.append("The fee is more than what was paid.")
    return Recovered(
        place, ref[:_LONGEST], account[:_LONGEST], paid_on, cents or 0, fee_cents or 0,
        " ".join(wrong), back_cents, back_fee_cents,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


def _back(amount: str, fee: str) -> tuple[int, int]:
    """(0, 0) for what is no payment taken back."""
    cents, fee_cents = _cents(amount.removeprefix("-")), _cents(fee.removeprefix("-"))
    if not cents or fee_cents is None or fee_cents > cents or not amount.startswith("-"):
        return 0, 0
    return (cents, fee_cents) if fee_cents == 0 or fee.startswith("-") else (0, 0)


def _cents(text: str) -> int | None:
    """Whole dollars or two decimals, no sign: an amount taken back is a person's to look at."""
    whole, dot, part = text.partition(".")
    digits = whole.isascii() and whole.isdigit() and len(whole) <= 9
    if not digits or (dot and not (part.isascii() and part.isdigit() and len(part) == 2)):
        return None
    return int(whole) * 100 + int(part or 0)
