"""Bank statements as tables in CSV: every bank names and orders its columns as it likes."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from goodstanding.core.money import cents_of
from goodstanding.formats.bank_lines import (
    LONGEST_NAME,
    MOST_LINES,
    MOST_PROBLEMS,
    BankEntry,
    Lines,
    decoded,
    few,
    tidy,
    trace_in,
)
from goodstanding.formats.problems import NotReadable, Problem

HEADER_WITHIN = 20
# What banks call their columns; letters and digits only, in small letters.
NAMES: dict[str, tuple[str, ...]] = {
    "on": (
        "date", "postingdate", "postdate", "posteddate", "transactiondate", "valuedate",
        "asofdate", "effectivedate", "bookingdate", "processeddate",
    ),
    "amount": ("amount", "transactionamount", "amt", "netamount"),
    "credit": (
        "credit", "credits", "creditamount", "deposit", "deposits", "depositamount", "moneyin",
        "amountcredit",
    ),
    "debit": (
        "debit", "debits", "debitamount", "withdrawal", "withdrawals", "withdrawalamount",
        "moneyout", "amountdebit",
    ),
    "side": ("crdr", "drcr", "creditdebit", "debitcredit", "creditdebitindicator"),
    "text": (
        "description", "transactiondescription", "narrative", "memo", "text", "transaction",
        "descriptiontext", "name", "longdescription", "detail", "details",
    ),
    "reference": (
        "reference", "ref", "referencenumber", "bankreference", "customerreference",
        "checknumber", "check", "checkorslip", "serialnumber", "slip",
    ),
    "trace": ("trace", "tracenumber", "addenda", "addendum", "trn"),
    "account": ("account", "accountnumber", "accountname"),
    "code": ("code", "baicode", "typecode", "transactioncode", "transactiontype", "type"),
}  # fmt: skip
_MEANS = {name: column for column, names in NAMES.items() for name in names}
_AMOUNT = re.compile(r"\$?(\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,12}(?:\.\d*)?|\.\d+)", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ][\d:.]{4,15}Z?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column stands; several may be a line's words and references."""

    places: dict[str, tuple[int, ...]]

    def of(self, row: Sequence[str], name: str) -> str:
        found = (row[at].strip() for at in self.places.get(name, ()) if at < len(row))
        return " ".join(filter(None, found))

    @property
    def enough(self) -> bool:
        money = "amount" in self.places or {"credit", "debit"} & set(self.places)
        return "on" in self.places and bool(money)


class _Unfit(ValueError):
    """A row that cannot be taken, with the reason."""


def looks_like_bank_csv(raw: bytes) -> bool:
    """Whether a line among the first names a day and an amount."""
    try:
        _header(_rows(decoded(raw[:16384]), few_only=True))
    except NotReadable:
        return False
    return True


def read(raw: bytes) -> Lines:
    """Every line of the table and what is wrong in it; NotReadable when no line names a day and an
    amount.
    """
    rows = _rows(decoded(raw))
    columns = _header(rows)
    entries: list[BankEntry] = []
    problems: list[Problem] = []
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(entries) >= MOST_LINES:
            raise NotReadable(f"The file has more than {MOST_LINES:,} lines. Send it in parts.")
        try:
            entry = _entry(number, row, columns)
        except _Unfit as fault:
            if len(problems) > MOST_PROBLEMS:
                continue
            text = f"{fault}. The line was left out; look it up at the bank."
            problems.append(Problem(f"line {number}", "line_left_out", text))
        else:
            if entry.cents:
                entries.append(entry)
    return entries, few(problems)


def _rows(text: str, *, few_only: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells; a quote that never ends takes no more than its own line."""
    lines = re.split(r"\r\n|\r|\n", text)
    mark = _separator(lines[:HEADER_WITHIN])
    for number, line in enumerate(lines[: HEADER_WITHIN + 1] if few_only else lines, 1):
        try:
            # Wider than the csv module takes is no bank's line; it is cut, and told by its cells.
            yield number, next(csv.reader(io.StringIO(line[:65_536]), delimiter=mark), [])
        except csv.Error:
            yield number, line[:65_536].split(mark)


def _separator(lines: Sequence[str]) -> str:
    """The one that makes a header of a line; the comma when none does."""
    for mark in ",;\t|":
        for line in lines:
            if _columns([cell.strip('" ') for cell in line[:65_536].split(mark)]).enough:
                return mark
    return ","


def _header(rows: Iterator[tuple[int, list[str]]]) -> _Columns:
    for number, row in rows:
        columns = _columns(row)
        if columns.enough:
            return columns
        if number >= HEADER_WITHIN:
            break
    raise NotReadable(
        "No line names the columns: a bank table needs a date and an amount (or credit and debit)."
    )


def _columns(row: Sequence[str]) -> _Columns:
    places: dict[str, tuple[int, ...]] = {}
    for at, cell in enumerate(row[:100]):
        name = _MEANS.get(re.sub(r"[^a-z0-9]", "", cell[:60].lower()))
        if name is None or (name in places and name not in ("text", "reference", "trace")):
            continue
        places[name] = (*places.get(name, ()), at)
    return _Columns(places)


def _entry(number: int, row: Sequence[str], columns: _Columns) -> BankEntry:
    words, addenda = columns.of(row, "text"), columns.of(row, "trace")
    on = _day(columns.of(row, "on"))
    code = columns.of(row, "code")
    trace = trace_in((addenda, words)) or ("" if "*" in addenda else addenda)
    return BankEntry(
        f"line {number}", columns.of(row, "account")[:LONGEST_NAME], on, _cents(row, columns),
        code if len(code) <= 8 else "", tidy(columns.of(row, "reference"), LONGEST_NAME),
        tidy(trace, LONGEST_NAME), tidy(words),
    )  # fmt: skip


def _cents(row: Sequence[str], columns: _Columns) -> int:
    amount = columns.of(row, "amount")
    if not amount:
        given = [columns.of(row, side) for side in ("credit", "debit")]
        if all(given) and _amount(given[0]) and _amount(given[1]):
            raise _Unfit("It has a credit and a debit")
        if not any(given):
            raise _Unfit("It has no amount")
        # A bank that writes debits below zero means the same as one that does not.
        return (_amount(given[0]) if given[0] else 0) - abs(_amount(given[1]) if given[1] else 0)
    cents, side = _amount(amount), columns.of(row, "side").lower()
    return -abs(cents) if side in ("d", "dr", "debit", "db") else cents


def _amount(text: str) -> int:
    """ "$1,234.56", "(12.00)" and "-12.00" and "12.00-" and "12.00 DR" below zero."""
    words, minus = text.strip().upper(), False
    for start, end in (("(", ")"), ("-", ""), ("", "-"), ("", "DR")):
        if words.startswith(start) and words.endswith(end) and (start or end):
            words, minus = words.removeprefix(start).removesuffix(end).strip(), True
            break
    words = words.removesuffix("CR").removeprefix("+").strip()
    if words.startswith("$-"):
        words, minus = words.replace("-", "", 1), True
    found = _AMOUNT.fullmatch(words)
    try:
        cents = cents_of(found[1].replace(",", "")) if found else None
    except ValueError:
        cents = None
    if cents is None:
        raise _Unfit(f"The amount {text[:20]!r} cannot be read")
    return -cents if minus else cents


def _day(text: str) -> date:
    try:
        if found := _DAY.fullmatch(text):
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            return date(year, int(found[1]), int(found[2]))
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise _Unfit(f"The day {text[:20]!r} cannot be read (11/23/2026 or 2026-11-23)")
