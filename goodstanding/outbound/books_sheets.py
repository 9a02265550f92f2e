"""The books for the accountant as sheets: the journal, the trial balance, what was taken off."""

from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, TextIO

from goodstanding.formats.spreadsheets import (
    About,
    Heading,
    Sheet,
    Shown,
    csv_lines,
    write_csv,
    write_xlsx,
)
from goodstanding.records.queries import books

JOURNAL = (
    Heading("Day", Shown.DAY),
    Heading("Source", width=30),
    Heading("Kind", width=18),
    Heading("Debit account", width=18),
    Heading("Credit account", width=18),
    Heading("Amount", Shown.MONEY),
    Heading("Payer"),
    Heading("Patient"),
    Heading("Charge"),
    Heading("Reversal of", width=30),
)
BALANCE = (
    Heading("Account", width=20),
    Heading("Debits", Shown.MONEY),
    Heading("Credits", Shown.MONEY),
    Heading("Balance", Shown.MONEY),
)
ADJUSTED = (
    Heading("What", width=14),
    Heading("Kind", width=18),
    Heading("Payer"),
    Heading("Reason", width=34),
    Heading("Postings", Shown.WHOLE),
    Heading("Amount", Shown.MONEY),
)


def journal_sheet(first: date, last: date) -> Sheet:
    return Sheet("Journal", JOURNAL, (astuple(row) for row in books.journal(first, last)))


def balance_sheet(on: date) -> Sheet:
    rows = books.trial_balance(on)
    return Sheet("Trial balance", BALANCE, [
        (one.account, one.debit, one.credit, one.balance) for one in (*rows, books.total(rows))
    ])  # fmt: skip


def adjusted_sheet(first: date, last: date) -> Sheet:
    return Sheet(
        "Adjustments", ADJUSTED, (astuple(row) for row in books.adjustments(first, last))
    )  # fmt: skip


def journal_lines(first: date, last: date) -> Iterator[bytes]:
    """The journal as CSV, line by line, for a download that never lies in memory whole."""
    yield "\N{BOM}".encode()
    for line in csv_lines(journal_sheet(first, last)):
        yield line.encode()


def write_journal(path: Path, first: date, last: date, *, made_at: datetime, by: str) -> None:
    """By the name's ending: .xlsx with the trial balance behind it, else CSV."""
    if path.suffix.lower() == ".xlsx":
        write_books(path, first, last, made_at=made_at, by=by)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv_journal(out, first, last)


def csv_journal(out: TextIO, first: date, last: date) -> None:
    write_csv(out, journal_sheet(first, last))


def write_books(
    target: Path | BinaryIO, first: date, last: date, *, made_at: datetime, by: str
) -> None:
    sheets = [journal_sheet(first, last), balance_sheet(last)]
    about = _about("Journal and trial balance", first, last, made_at=made_at, by=by)
    write_xlsx(target, sheets, about)


def write_adjustments(
    target: Path | BinaryIO, first: date, last: date, *, made_at: datetime, by: str
) -> None:
    about = _about("Adjustments by reason", first, last, made_at=made_at, by=by)
    write_xlsx(target, [adjusted_sheet(first, last)], about)


def _about(title: str, first: date, last: date, *, made_at: datetime, by: str) -> About:
    return About(title, f"From {first} to {last}, by the day of posting", last, made_at, by)
