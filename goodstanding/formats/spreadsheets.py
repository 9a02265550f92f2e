"""The one writer of tables for people: .xlsx and .csv. Money comes in as cents.

A text that a spreadsheet would run as a formula is kept from it here and nowhere else.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, TextIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from goodstanding.core.money import plain

Cell = str | int | date | datetime | None

MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Shown(StrEnum):
    """How a column's cells are written."""

    TEXT = "text"
    MONEY = "money"  # int cents
    WHOLE = "whole"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Heading:
    title: str
    shown: Shown = Shown.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are read once; each has as many cells as there are headings, None for an empty one."""

    name: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class About:
    """What the reader of an export must know to trust it: what was asked, as of when, by whom."""

    title: str
    filters: str
    as_of: date
    made_at: datetime
    made_by: str


def is_formula_like(text: str) -> bool:
    return text.startswith(_FORMULA_STARTS)


def write_xlsx(target: Path | BinaryIO, sheets: Sequence[Sheet], about: About) -> None:
    """The sheets, each continued on a further one past a million rows, then a sheet "About"."""
    # Rows wait on disk until the end; a directory of their own goes away whatever happens.
    with TemporaryDirectory(prefix="goodstanding-") as waiting:
        options = {
            "constant_memory": True,
            "tmpdir": waiting,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        place = str(target) if isinstance(target, Path) else target
        with xlsxwriter.Workbook(place, options) as book:
            book.set_properties({"title": about.title, "created": about.made_at.astimezone(UTC)})
            styles = _Styles(book)
            for sheet in sheets:
                _write_sheet(book, styles, sheet)
            _write_about(book, styles, about)


def write_csv(target: TextIO, sheet: Sheet) -> None:
    """RFC 4180 lines; money as "1234.50". Open the file with newline="" and encoding "utf-8-sig",
    so that Excel keeps the accents. A formula-like text gets an apostrophe in front."""
    for line in csv_lines(sheet):
        target.write(line)


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """The same, a line at a time, so that a long one goes out while it is read."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(heading.title for heading in sheet.headings)
    yield line.text
    shown = [heading.shown for heading in sheet.headings]
    for row in sheet.rows:
        writer.writerow(map(_csv_text, row, shown))
        yield line.text


class _Line:
    """What the writer wrote last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _csv_text(cell: Cell, shown: Shown) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if shown is Shown.MONEY and isinstance(cell, int):
        return plain(cell)
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if is_formula_like(cell) else cell


class _Styles:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.heading: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        # The mark Excel itself sets for a leading apostrophe: the text stays text when edited.
        self.formula_like: Format = book.add_format({"quote_prefix": True})
        self.of: dict[Shown, Format] = {
            Shown.MONEY: book.add_format({"num_format": "#,##0.00"}),
            Shown.WHOLE: book.add_format({"num_format": "0"}),
            Shown.DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
            Shown.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            Shown.TEXT: book.add_format({"num_format": "@"}),
        }


def _write_sheet(book: xlsxwriter.Workbook, styles: _Styles, sheet: Sheet) -> None:
    for number, rows in enumerate(_parts(sheet.rows), start=1):
        name = sheet.name[:31] if number == 1 else f"{sheet.name[:25]} ({number})"
        page = book.add_worksheet(name)
        count = _write_rows(page, rows, headings=sheet.headings, styles=styles)
        page.autofilter(0, 0, count, max(0, len(sheet.headings) - 1))


def _parts(rows: Iterable[Sequence[Cell]]) -> Iterator[Iterator[Sequence[Cell]]]:
    """At least one; each must be used up before the next is asked for."""
    rest = iter(rows)
    yield islice(rest, MOST_ROWS)
    for first in rest:
        yield chain([first], islice(rest, MOST_ROWS - 1))


def _write_rows(
    page: Worksheet,
    rows: Iterable[Sequence[Cell]],
    *,
    headings: Sequence[Heading],
    styles: _Styles,
) -> int:
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        page.set_column(column, column, heading.width)
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading.title, styles.heading)
    at = 0
    for at, row in enumerate(rows, start=1):
        for column, (cell, heading) in enumerate(zip(row, headings, strict=True)):
            if cell is not None and cell != "":
                _write_cell(page, (at, column), cell, shown=heading.shown, styles=styles)
    return at


def _write_cell(
    page: Worksheet, place: tuple[int, int], cell: Cell, *, shown: Shown, styles: _Styles
) -> None:
    row, column = place
    if isinstance(cell, datetime):
        # A sheet knows no zones: the moment is written as the clock it carries.
        page.write_datetime(row, column, cell.replace(tzinfo=None), styles.of[Shown.MOMENT])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, styles.of[Shown.DAY])
    elif isinstance(cell, int):
        value = Decimal(cell) / 100 if shown is Shown.MONEY else cell
        page.write_number(row, column, value, styles.of[shown])
    elif cell:
        style = styles.formula_like if is_formula_like(cell) else styles.of[Shown.TEXT]
        page.write_string(row, column, _fitting(cell), style)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _write_about(book: xlsxwriter.Workbook, styles: _Styles, about: About) -> None:
    lines = [
        ("What", about.title),
        ("Filters", about.filters or "none"),
        ("As of", about.as_of.isoformat()),
        ("Made at", about.made_at.isoformat(timespec="seconds")),
        ("Made by", about.made_by),
    ]
    page = book.add_worksheet("About")
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 80)
    for at, (word, text) in enumerate(lines):
        page.write_string(at, 0, word, styles.heading)
        style = styles.formula_like if is_formula_like(text) else styles.of[Shown.TEXT]
        page.write_string(at, 1, _fitting(text), style)
