"""Workbooks (.xlsx) from outside: sheets as rows of text, measured before a cell is read.

calamine lays a sheet out as one dense block, and a single far cell makes that block larger than
memory: the whole program ends, no exception. So every XML part is walked first, and the true extent
of its cells measured.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from goodstanding.formats.archives import is_zip, opened_zip, reading
from goodstanding.formats.problems import NotReadable

MOST_ROWS = 1_048_576
MOST_COLUMNS = 256
MOST_CELLS = 30_000_000
MOST_BYTES = 1024**3
# A cell holds at most 32,767 characters, so no honest token of a sheet is longer than this.
LONGEST_TOKEN = 1024**2

_BLOCK = 256 * 1024
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ROW_NUMBER = re.compile(r"[0-9]{1,7}")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_ANY_CELL = re.compile(rb"[<:]c[\s/>]")
_FILLED = frozenset({"v", "is", "f", "t"})


def is_workbook(path: Path) -> bool:
    if not is_zip(path):
        return False
    with opened_zip(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def check_extent(path: Path) -> None:
    """Refuses (NotReadable) a workbook that would cost too much to read. Call before `sheets`."""
    with opened_zip(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise NotReadable(f"{path.name} unpacks to more than 1 GB; export CSV files instead")
        for entry in archive.infolist():
            with archive.open(entry) as part:
                blocks = iter(partial(part.read, _BLOCK), b"")
                if not entry.filename.lower().endswith((".xml", ".rels")):
                    _refuse_sheet(blocks, path.name)
                elif _reaches_near(blocks, path.name):
                    continue
                else:
                    part.seek(0)
                    _Extent(path.name).walk(iter(partial(part.read, _BLOCK), b""))


def _refuse_sheet(blocks: Iterator[bytes], name: str) -> None:
    # A workbook may name any part as a sheet; one we did not walk must not be one.
    tail = b""
    for block in blocks:
        if b"sheetData" in tail + block:
            raise NotReadable(f"{name} keeps a sheet in an uncommon place; save it again in Excel")
        tail = block[-16:]


def _parse(parser: expat.XMLParserType, blocks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Gives each block back once the parser has found it sound so far."""
    fed = 0
    parser.StartDoctypeDeclHandler = partial(_refuse_doctype, name)
    try:
        for block in blocks:
            fed += len(block)
            parser.Parse(block)
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN + _BLOCK:
                raise NotReadable(f"{name} has a value too long for a sheet")
            yield block
        parser.Parse(b"", True)
    except NotReadable:
        raise
    except (expat.ExpatError, LookupError, ValueError) as fault:
        # LookupError and ValueError: an encoding that is unknown, or of several bytes a letter.
        raise NotReadable(f"{name} is not a sound workbook; save it again in Excel") from fault


def _refuse_doctype(name: str, *_declaration: object) -> None:
    raise NotReadable(f"{name} declares a document type, which no workbook does")


def _reaches_near(blocks: Iterable[bytes], name: str) -> bool:
    """Quick: every cell says first where it stands, as Excel writes it, and all stand near.

    No means only "not sure". In sound XML without entities no cell can hide from the pattern; what
    merely looks like a cell, in a comment, counts as one.
    """
    rest = b""
    rows, columns = 0, 0
    for block in _parse(expat.ParserCreate(), blocks, name):
        block = rest + block
        cut = block.rfind(b"<")
        block, rest = block[:cut], block[cut:]
        found = _PLAIN_CELL.findall(block)
        if len(found) != len(_ANY_CELL.findall(block)) or b"\0" in block:
            return False
        if len(rest) > LONGEST_TOKEN:
            return False
        if found:
            letters, numbers = map(set, zip(*found, strict=True))
            rows = max(rows, *map(int, numbers))
            columns = max(columns, *(_column_number(each.decode()) for each in letters))
    near = rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS
    return near and not _ANY_CELL.search(rest)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _Extent:
    """Walks one XML part and refuses it when its filled cells reach too far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.row = self.column = 0
        self.rows = self.columns = 0

    def walk(self, blocks: Iterable[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        for _ in _parse(parser, blocks, self.name):
            pass

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._cell(attributes)
        elif tag == "row":
            self._row(attributes)
        elif tag in _FILLED:
            self._fill()

    def _row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        if given is not None and not _ROW_NUMBER.fullmatch(given):
            raise NotReadable(f"{self.name} numbers its rows in an uncommon way")
        self.row = self.row + 1 if given is None else int(given)
        self.column = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        self.column += 1
        if given is not None:
            found = _REFERENCE.fullmatch(given)
            if found is None:
                raise NotReadable(f"{self.name} names its cells in an uncommon way")
            self.row = int(found[2])
            self.column = _column_number(found[1])

    def _fill(self) -> None:
        if self.row <= self.rows and self.column <= self.columns:
            return
        self.rows = max(self.rows, self.row)
        self.columns = max(self.columns, self.column)
        if self.rows > MOST_ROWS or self.columns > MOST_COLUMNS:
            raise NotReadable(f"{self.name} has a cell far outside its table; clear that cell")
        if self.rows * self.columns > MOST_CELLS:
            raise NotReadable(f"{self.name} has too many cells; export CSV files instead")


@contextmanager
def _sound(name: str) -> Iterator[None]:
    try:
        with reading(name):
            yield
    except CalamineError as fault:
        raise NotReadable(f"{name} is not a sound workbook; save it again in Excel") from fault
    except BaseException as fault:
        # A panic inside calamine comes as a BaseException whose class cannot be imported.
        if type(fault).__name__ != "PanicException":
            raise
        raise NotReadable(f"{name} is not a sound workbook; save it again in Excel") from fault


def sheet_names(path: Path) -> list[str]:
    with _sound(path.name), CalamineWorkbook.from_path(path) as book:
        return list(book.sheet_names)


def sheet_rows(path: Path, sheet: str) -> Iterator[list[str]]:
    """Every row from row 1 on, blank ones too, each as wide as the sheet; see `text_of_cell`."""
    with _sound(path.name), CalamineWorkbook.from_path(path) as book:
        for row in book.get_sheet_by_name(sheet).iter_rows():
            yield [cell if isinstance(cell, str) else text_of_cell(cell) for cell in row]


def row_count(path: Path, sheet: str) -> int:
    with _sound(path.name), CalamineWorkbook.from_path(path) as book:
        return book.get_sheet_by_name(sheet).total_height


def text_of_cell(cell: object) -> str:
    """A cell as CSV would write it: 45.0 -> "45", 0.1 + 0.2 -> "0.3" (the 15 digits Excel keeps),
    true -> "Y", a day -> "2026-03-01", a moment -> "2026-03-01T09:30:00" to the second.
    """
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
    if isinstance(cell, datetime):
        moment = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
