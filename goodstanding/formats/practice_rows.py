"""Rows of one table: column by column when all is well, row by row where it is not.

A batch goes through column by column inside C loops. When any cell is unfit, the batch is halved
until the faulty rows stand nearly alone; those are read again cell by cell for their reasons.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Any

from goodstanding.core.money import cents_of
from goodstanding.formats.practice_cells import Read, Remembered, Unfit, reader_of
from goodstanding.formats.practice_files import Batch, RawBatch
from goodstanding.formats.practice_tables import Column, Kind, Row, Table
from goodstanding.formats.problems import Problem

Outcome = tuple[int, Row] | Problem
ReadAll = Callable[[Sequence[str]], Sequence[Any]]

_ALONE = 16
# Under this key a detail that is no JSON is kept, as far as this, with the row it belongs to.
UNREADABLE = "unreadable"
# The problem of such a row, which goes in all the same.
UNREAD_DETAIL = "unread_detail"
_KEPT_OF_IT = 200
_PLAIN_ID = re.compile(r"[\w.:/-]{1,40}", re.ASCII)
_CENTS = re.compile(r"\d{1,8}\.\d\d(?:,\d{1,8}\.\d\d)*", re.ASCII)
_UNREMEMBERED = frozenset({Kind.TEXT, Kind.MOMENT, Kind.JSON})


def _all_of(read: Read, cells: Sequence[str]) -> Sequence[Any]:
    return list(map(read, cells))


def _all_texts(cells: Sequence[str]) -> Sequence[Any]:
    return list(map(str.strip, cells))


def _all_needed_texts(cells: Sequence[str]) -> Sequence[Any]:
    texts = list(map(str.strip, cells))
    if "" in texts:
        raise Unfit("missing_value", "is empty")
    return texts


def _all_money(least: int, read: Read, cells: Sequence[str]) -> Sequence[Any]:
    """Amounts that all have two decimals, as nearly everyone writes them, are read as one text."""
    written = ",".join(cells)
    if _CENTS.fullmatch(written):
        cents = list(map(int, written.replace(".", "").split(",")))
        # A quoted cell may hold a comma, and with it two amounts.
        if len(cents) == len(cells) and min(cents) >= least:
            return cents
    return list(map(read, cells))


def _remembering(column: Column, read: Read) -> Read:
    return read if column.kind in _UNREMEMBERED else Remembered(read).__getitem__


def _whole_column(column: Column, read: Read) -> ReadAll:
    if column.kind is Kind.TEXT:
        return _all_needed_texts if column.required else _all_texts
    if column.kind in (Kind.OWED, Kind.PRICE):
        return partial(_all_money, 1 if column.kind is Kind.OWED else 0, read)
    return partial(_all_of, read)


def _is_blank(cells: Sequence[str]) -> bool:
    joined = "".join(cells)
    return not joined or joined.isspace()


class RowReader:
    """Reads one file's rows once, in order, for it remembers their keys.

    `positions` is where each of the table's columns stands in this file (None: not there), `width`
    how many values a row has.
    """

    def __init__(
        self,
        table: Table,
        *,
        positions: Sequence[int | None],
        width: int,
        file_name: str,
        zone: str,
    ) -> None:
        self.table = table
        self.width = width
        self.file_name = file_name
        self.repeated = 0
        self._make: Callable[[Iterable[Any]], Row] = partial(tuple.__new__, table.row)
        self._one = [
            (column, position, _remembering(column, reader_of(column, zone)))
            for column, position in zip(table.columns, positions, strict=True)
        ]
        self._many = [
            (position, _whole_column(column, read), None if column.required else read(""))
            for column, position, read in self._one
        ]
        fields = [column.name for column in table.columns]
        self._key = itemgetter(*map(fields.index, table.key)) if table.key else None
        hashable = all(column.kind is not Kind.JSON for column in table.columns)
        self._mark: Callable[[Row], int] = hash if hashable else lambda row: hash(repr(row))
        self._seen: dict[int, int] = {}

    def outcomes(self, batch: Batch) -> Iterator[Outcome]:
        rows = self._all(batch) if batch.sound else None
        if rows is not None:
            yield from zip(batch.lines, rows, strict=True)
        elif len(batch.lines) > _ALONE:
            half = len(batch.lines) // 2
            lines, raws = batch.lines, batch.raws
            yield from self.outcomes(RawBatch(lines[:half], raws[:half], batch.sound))
            yield from self.outcomes(RawBatch(lines[half:], raws[half:], batch.sound))
        else:
            for line, raw in zip(batch.lines, batch.raws, strict=True):
                yield from self._alone(line, raw)

    def _all(self, batch: Batch) -> list[Row] | None:
        """Every row, or None when at least one is unfit."""
        many = len(batch.lines)
        columns = batch.columns(self.width)
        if columns is None:
            return None
        try:
            made = [
                repeat(absent, many) if position is None else read(columns[position])
                for position, read, absent in self._many
            ]
        except ValueError:
            return None
        rows = list(map(self._make, zip(*made, strict=True)))
        return rows if self._key is None or self._are_new(rows) else None

    def _are_new(self, rows: list[Row]) -> bool:
        assert self._key is not None
        keys = list(map(hash, map(self._key, rows)))
        if len(set(keys)) != len(keys) or not self._seen.keys().isdisjoint(keys):
            return False
        self._seen.update(zip(keys, map(self._mark, rows), strict=True))
        return True

    def _alone(self, line: int, raw: Sequence[str]) -> Iterator[Outcome]:
        if _is_blank(raw):
            return
        # Where values are too many or too few, any of them may be another column's.
        number = self._number(raw) if len(raw) == self.width else ""
        if len(raw) > self.width and _is_blank(raw[self.width :]):
            raw = raw[: self.width]
        if len(raw) != self.width:
            reason = f"it has {len(raw)} values where the header has {self.width}"
            yield self._problem(line, raw, code="wrong_width", why=reason, number=number)
            return
        if any("\0" in cell for cell in raw):
            reason = "it holds a character that is no text"
            yield self._problem(line, raw, code="bad_text", why=reason, number=number)
            return
        faults: list[tuple[str, str]] = []
        cells: list[Any] = []
        for column, position, read in self._one:
            try:
                cells.append(read("" if position is None else raw[position]))
            except Unfit as unfit:
                faults.append((unfit.code, f"{column.name} {unfit.why}"))
                cells.append({UNREADABLE: raw[position or 0].strip()[:_KEPT_OF_IT]})
        if [code for code, _ in faults] == ["bad_json"]:
            yield self._kept(line, raw, why=faults[0][1], number=number)
            yield from self._unless_repeated(line, raw, self._make(cells))
            return
        if faults:
            reason = "; ".join(why for _, why in faults)
            yield self._problem(line, raw, code=faults[0][0], why=reason, number=number)
            return
        yield from self._unless_repeated(line, raw, self._make(cells))

    def _unless_repeated(self, line: int, raw: Sequence[str], row: Row) -> Iterator[Outcome]:
        if self._key is not None:
            key, mark = hash(self._key(row)), self._mark(row)
            known = self._seen.get(key)
            if known == mark:
                self.repeated += 1
                return
            if known is not None:
                names = ", ".join(self.table.key)
                reason = f"it has the same {names} as an earlier row, which was kept"
                yield self._problem(line, raw, code="duplicate_row", why=reason, number=str(row[0]))
                return
            self._seen[key] = mark
        yield line, row

    def _problem(
        self, line: int, raw: Sequence[str], *, code: str, why: str, number: str
    ) -> Problem:
        return Problem(
            where=f"{self.file_name} line {line}",
            code=code,
            text=f"This row{self._own_id(raw)} was set aside: {why}. "
            "Correct it in the export and import again.",
            cents=self._cents(raw) if len(raw) == self.width else 0,
            number=number,
        )

    def _kept(self, line: int, raw: Sequence[str], *, why: str, number: str) -> Problem:
        """A hold whose detail cannot be read stops all the same: what is not understood stops
        everything."""
        return Problem(
            where=f"{self.file_name} line {line}",
            code=UNREAD_DETAIL,
            text=f"This row{self._own_id(raw)} is in force without its detail: {why}. It stops "
            "all that it may stop until that is known. Correct it in the export and import again.",
            number=number,
        )

    def _number(self, raw: Sequence[str]) -> str:
        position = self._one[0][1]
        text = raw[position].strip() if position is not None and position < len(raw) else ""
        return "" if "\0" in text else text

    def _own_id(self, raw: Sequence[str]) -> str:
        text = self._number(raw)
        return f" ({self._one[0][0].name} {text})" if _PLAIN_ID.fullmatch(text) else ""

    def _cents(self, raw: Sequence[str]) -> int:
        """The money of a row set aside, when it can be told."""
        for column, position, _ in self._one:
            if column.kind in (Kind.OWED, Kind.PRICE) and position is not None:
                try:
                    return cents_of(raw[position].strip())
                except ValueError:
                    return 0
        return 0
