"""Files of a practice export as batches of raw rows with line numbers: CSV text, sheets."""

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice, repeat
from pathlib import Path
from typing import BinaryIO, Protocol

from goodstanding.formats.archives import reading
from goodstanding.formats.problems import Problem
from goodstanding.formats.workbooks import row_count, sheet_rows


class _Rows(Protocol):
    """What csv.reader gives; its own type has no public name."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


BLOCK = 256 * 1024
# A line without an end is cut here, so that it cannot fill the memory.
LONGEST_LINE = 512 * 1024
_BATCH = 1_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")


class Batch(Protocol):
    """Raw rows, and the line each starts on. `sound` false: a text in it may hold a NUL."""

    @property
    def lines(self) -> Sequence[int]: ...

    @property
    def sound(self) -> bool: ...

    @property
    def raws(self) -> Sequence[Sequence[str]]: ...

    def columns(self, width: int) -> Sequence[Sequence[str]] | None:
        """The cells by column; None when some row is not `width` wide."""

    def after(self, line: int) -> "Batch":
        """Only the rows that start after `line`."""


@dataclass(frozen=True, slots=True)
class RawBatch:
    lines: Sequence[int]
    raws: Sequence[Sequence[str]]
    sound: bool = True

    def columns(self, width: int) -> Sequence[Sequence[str]] | None:
        if set(map(len, self.raws)) != {width}:
            return None
        return list(zip(*self.raws, strict=True))

    def after(self, line: int) -> "RawBatch":
        skip = bisect_right(self.lines, line)
        return RawBatch(self.lines[skip:], self.raws[skip:], self.sound)


@dataclass(frozen=True, slots=True)
class PlainBatch:
    """Rows without a single quotation mark, one a line: cut at commas, three times as fast."""

    lines: range
    texts: list[str]
    sound: bool = True

    @property
    def raws(self) -> Sequence[Sequence[str]]:
        return [text.split(",") for text in self.texts]

    def columns(self, width: int) -> Sequence[Sequence[str]] | None:
        if set(map(str.count, self.texts, repeat(","))) != {width - 1}:
            return None
        cells = ",".join(self.texts).split(",")
        return [cells[at::width] for at in range(width)]

    def after(self, line: int) -> "PlainBatch":
        skip = bisect_right(self.lines, line)
        return PlainBatch(self.lines[skip:], self.texts[skip:], self.sound)


class TableFile(Protocol):
    """One table's file. `name` is what people see; `batches` reads it from the start each time."""

    @property
    def name(self) -> str: ...

    def batches(self) -> Iterator[Batch | Problem]: ...

    def blocks(self) -> Iterator[bytes]: ...

    def estimated_rows(self) -> int: ...


@dataclass(frozen=True, slots=True)
class SheetFile:
    path: Path
    sheet: str

    @property
    def name(self) -> str:
        return f"sheet {self.sheet}"

    def batches(self) -> Iterator[Batch | Problem]:
        rows = sheet_rows(self.path, self.sheet)
        line = 1
        while raws := list(islice(rows, _BATCH)):
            sound = not any("\0" in cell for raw in raws for cell in raw)
            yield RawBatch(range(line, line + len(raws)), raws, sound)
            line += len(raws)

    def blocks(self) -> Iterator[bytes]:
        """The whole workbook: a sheet's bytes mean nothing without its shared texts."""
        with reading(self.path.name), self.path.open("rb") as stream:
            while block := stream.read(BLOCK):
                yield block

    def estimated_rows(self) -> int:
        return max(0, row_count(self.path, self.sheet) - 1)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """`opened` opens the bytes anew; `size` is how many there are."""

    name: str
    size: int
    opened: Callable[[], AbstractContextManager[BinaryIO]]

    def blocks(self) -> Iterator[bytes]:
        with reading(self.name), self.opened() as stream:
            while block := stream.read(BLOCK):
                yield block

    def estimated_rows(self) -> int:
        first = next(self.blocks(), b"")
        lines = first.count(b"\n") or first.count(b"\r")
        rows = lines * self.size // len(first) if first else 0
        return max(0, rows - (first.endswith(b"\n") or len(first) < self.size))

    def batches(self) -> Iterator[Batch | Problem]:
        records = _Records(self.name)
        held: bytes | None = None
        for block in _whole_lines(self.blocks()):
            if held is not None:
                yield from records.read(held)
            held = block
        yield from records.read(held or b"", last=True)


def _whole_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only after the end of a line; the byte order mark left out."""
    rest = b""
    first = True
    for block in blocks:
        rest += block
        if first:
            rest = rest.removeprefix(_BYTE_ORDER_MARK)
            first = False
        cut = rest.rfind(b"\n") + 1 or rest.rfind(b"\r", 0, len(rest) - 1) + 1
        if not cut and len(rest) > LONGEST_LINE:
            cut = len(rest)
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


@dataclass(slots=True)
class _Records:
    """Whole lines in, rows out; a quoted text open at the end of a block waits for the next."""

    name: str
    line: int = 1
    waiting: str = ""
    foreign: bool = field(default=False)

    def read(self, block: bytes, *, last: bool = False) -> Iterator[Batch | Problem]:
        fresh, foreign_line = _decoded(block)
        if foreign_line is not None and not self.foreign:
            self.foreign = True
            line = self.line + len(_LINE_END.findall(self.waiting)) + foreign_line
            yield Problem(
                f"{self.name} line {line}",
                "not_utf8",
                "From here on some text is not UTF-8; it was read as Windows text (cp1252). "
                "Check names with accents, or make the export in UTF-8.",
            )
        text, self.waiting = self.waiting + fresh, ""
        if text.isspace():
            self.line += text.count("\n") or text.count("\r")
            return
        if '"' not in text and (texts := _plain_lines(text)):
            lines = range(self.line, self.line + len(texts))
            yield PlainBatch(lines, texts, "\0" not in text)
            self.line += len(texts)
            return
        try:
            reader = _reader(StringIO(text, newline=""))
            raws = list(reader)
        except csv.Error:
            yield from self._one_by_one(text, last=last)
            return
        if raws:
            yield RawBatch(_starts(self.line, raws, reader.line_num), raws, "\0" not in text)
        self.line += reader.line_num

    def _one_by_one(self, text: str, *, last: bool) -> Iterator[Batch | Problem]:
        """A line that cannot start a row is set aside alone, and reading goes on with the next."""
        lines = StringIO(text, newline="").readlines()
        sound = "\0" not in text
        at = 0
        while at < len(lines):
            raws: list[list[str]] = []
            starts: list[int] = []
            start = at
            reader = _reader(map(lines.__getitem__, range(at, len(lines))))
            try:
                for raw in reader:
                    raws.append(raw)
                    starts.append(self.line + at)
                    at = start + reader.line_num
                fault = None
            except csv.Error:
                fault = self._fault(at)
            if raws:
                yield RawBatch(starts, raws, sound)
            if fault and start + reader.line_num >= len(lines) and not last:
                self.waiting = "".join(lines[at:])
                break
            if fault:
                yield fault
                at += 1
        self.line += at

    def _fault(self, at: int) -> Problem:
        return Problem(
            f"{self.name} line {self.line + at}",
            "bad_csv",
            "This line was set aside: its quotation marks do not pair up. "
            "Correct it in the export and import again.",
        )


def _reader(lines: Iterable[str]) -> _Rows:
    return csv.reader(lines, strict=True, skipinitialspace=True)


def _plain_lines(text: str) -> list[str]:
    """The lines of a text without quotation marks; none when its line ends are lone CRs."""
    text = text.replace("\r\n", "\n")
    return [] if "\r" in text else text.removesuffix("\n").split("\n")


def _starts(line: int, raws: Sequence[Sequence[str]], lines_read: int) -> Sequence[int]:
    """The line each row starts on; rows span several lines when a quoted text does."""
    if lines_read == len(raws):
        return range(line, line + lines_read)
    starts: list[int] = []
    for raw in raws:
        starts.append(line)
        line += 1
        for cell in raw:
            if "\n" in cell or "\r" in cell:
                line += len(_LINE_END.findall(cell))
    return starts


def _decoded(block: bytes) -> tuple[str, int | None]:
    """The text, and how many lines before the first one that is not UTF-8 (None: all is)."""
    try:
        return block.decode(), None
    except UnicodeDecodeError:
        texts: list[str] = []
        foreign: int | None = None
        for at, line in enumerate(block.splitlines(keepends=True)):
            try:
                texts.append(line.decode())
            except UnicodeDecodeError:
                foreign = at if foreign is None else foreign
                texts.append(_windows_text(line))
        return "".join(texts), foreign


def _windows_text(line: bytes) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")
