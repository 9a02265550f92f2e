"""The practice export of CONTRACT.md section 3: a folder, a zip, a workbook or one CSV file.

It is read row by row; nothing is unpacked or held whole. What cannot be read at all raises
NotReadable; a file without a required column, an unfit row, a column or file we do not know is a
Problem, and the rest goes in.
"""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from goodstanding.formats.archives import is_zip, opened_zip, reading
from goodstanding.formats.practice_files import CsvFile, SheetFile, TableFile
from goodstanding.formats.practice_rows import Outcome, RowReader
from goodstanding.formats.practice_tables import TABLES, Table
from goodstanding.formats.problems import NotReadable, Problem
from goodstanding.formats.workbooks import check_extent, is_workbook, sheet_names

__all__ = ["NOTICES", "TABLES", "NotReadable", "PracticeExport", "looks_like_export", "open_export"]

# Problems with these codes tell something; nothing was set aside for them.
NOTICES = frozenset({"unknown_column", "unknown_table", "repeated_row", "not_utf8"})

_JUNK_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class _Doubled(NotReadable):
    """It is a practice export, and more than one."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A table's file whose header was found good."""

    file: TableFile
    positions: tuple[int | None, ...]
    width: int
    header_line: int


class PracticeExport:
    """`problems` are of files and columns, known at opening; those of rows come with `rows`.
    `left_out` are those that cost a whole table, by its name.
    """

    def __init__(
        self, files: dict[str, TableFile], *, unknown: list[str], zone: str, name: str
    ) -> None:
        self.problems = [_unknown_table(each) for each in unknown]
        self.left_out: dict[str, Problem] = {}
        self._zone = zone
        self._files = {table: files[table] for table in TABLES if table in files}
        if not self._files:
            raise NotReadable(
                f"{name} holds no table of a practice export; a table is a file or sheet named "
                f"{', '.join(TABLES)}"
            )
        self._known: dict[str, _Known] = {}
        for table_name, file in self._files.items():
            known = self._read_header(TABLES[table_name], file)
            if known is not None:
                self._known[table_name] = known

    def tables(self) -> list[str]:
        """Present and not rejected, in the order of TABLES (what a row points to comes first)."""
        return list(self._known)

    def rows(self, table: str) -> Iterator[Outcome]:
        """(line, row) or the Problem of a row set aside, in the order of the file."""
        known = self._known[table]
        reader = RowReader(
            TABLES[table],
            positions=known.positions,
            width=known.width,
            file_name=known.file.name,
            zone=self._zone,
        )
        for batch in known.file.batches():
            if isinstance(batch, Problem):
                yield batch
            else:
                yield from reader.outcomes(batch.after(known.header_line))
        if reader.repeated:
            yield Problem(
                known.file.name,
                "repeated_row",
                f"{reader.repeated} rows repeat an earlier row exactly; each was taken once.",
            )

    def row_estimate(self, table: str) -> int:
        """About how many rows `rows` will give, from the size of the file."""
        return self._known[table].file.estimated_rows()

    def digest(self) -> str:
        """Equal for the same tables as a folder or a zip. Reads all, so finds a broken zip."""
        whole = sha256()
        for table, file in self._files.items():
            contents = sha256()
            for block in file.blocks():
                contents.update(block)
            whole.update(table.encode() + b"\0" + contents.digest())
        return whole.hexdigest()

    def _read_header(self, table: Table, file: TableFile) -> _Known | None:
        line, cells = _first_row(file)
        names = [cell.strip().lower() for cell in cells]
        wanted = {column.name for column in table.columns}
        unknown = [cell.strip()[:40] for cell, name in zip(cells, names, strict=True) if name]
        unknown = [cell for cell in unknown if cell.lower() not in wanted]
        if unknown:
            self._say(file, "unknown_column", f"Columns not known and left out: {_some(unknown)}.")
        twice = sorted(name for name in wanted if names.count(name) > 1)
        missing = [name for name in table.required if name not in names]
        if missing or twice:
            code = "missing_column" if missing else "repeated_column"
            why = "required columns are missing" if missing else "columns stand in it twice"
            left_out = f"The whole file was left out: {why}: {_some(missing or twice)}."
            self.left_out[table.name] = self._say(file, code, left_out)
            return None
        where = {name: position for position, name in enumerate(names)}
        positions = tuple(where.get(column.name) for column in table.columns)
        return _Known(file, positions, len(names), line)

    def _say(self, file: TableFile, code: str, text: str) -> Problem:
        self.problems.append(Problem(file.name, code, text))
        return self.problems[-1]


def _first_row(file: TableFile) -> tuple[int, list[str]]:
    """The first row that is not blank, and its line; no cells when none can be read."""
    for batch in file.batches():
        if isinstance(batch, Problem):
            if batch.code == "bad_csv":
                break
            continue
        for line, raw in zip(batch.lines, batch.raws, strict=True):
            if any(cell.strip() for cell in raw):
                return line, list(raw)
    return 0, []


def _some(names: list[str]) -> str:
    shown = ", ".join("".join(c if c.isprintable() else "?" for c in name) for name in names[:20])
    return shown if len(names) <= 20 else f"{shown} and {len(names) - 20} more"


def _unknown_table(name: str) -> Problem:
    shown = _some([name[-80:]])
    return Problem(shown, "unknown_table", f"{shown} is no table of a practice export; left out.")


def open_export(path: Path, *, zone: str = "") -> PracticeExport:
    """Raises NotReadable when this is not a practice export at all.

    `zone` is the clinic's: moments written without an offset are in it; with "" such rows are set
    aside. Files are opened anew for each reading, so nothing needs closing.
    """
    files, unknown = _find(path)
    if any(isinstance(file, SheetFile) for file in files.values()):
        check_extent(path)
    return PracticeExport(files, unknown=unknown, zone=zone, name=path.name)


def looks_like_export(path: Path) -> bool:
    """Whether some table is there by name; cheap, and never raises for what is in the file."""
    try:
        return bool(_find(path)[0])
    except _Doubled:
        return True
    except NotReadable:
        return False


Found = tuple[dict[str, TableFile], list[str]]


def _find(path: Path) -> Found:
    """Table files by table, and the names of what is no table."""
    with reading(path.name):
        mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return _in_folder(path)
    if not stat.S_ISREG(mode):
        raise NotReadable(f"{path.name} is neither a file nor a folder")
    if is_workbook(path):
        return _in_workbook(path)
    if is_zip(path):
        return _in_zip(path)
    table = _table_named(path.name)
    return ({table: _file(path)} if table else {}), ([] if table else [path.name])


def _table_named(name: str) -> str | None:
    stem, _, ending = name.strip().lower().rpartition(".")
    return stem if ending == "csv" and stem in TABLES else None


def _is_junk(name: str) -> bool:
    parts = PurePosixPath(name).parts
    last = parts[-1].lower() if parts else ""
    return "__MACOSX" in parts or last.startswith(("._", "~$")) or last in _JUNK_NAMES


def _add(files: dict[str, TableFile], table: str, file: TableFile) -> None:
    if table in files:
        raise _Doubled(f"{table} is there twice ({_some([file.name])}); keep one and try again")
    files[table] = file


def _file(path: Path) -> CsvFile:
    with reading(path.name):
        return CsvFile(path.name, path.stat().st_size, partial(_opened, path))


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _in_folder(folder: Path) -> Found:
    files: dict[str, TableFile] = {}
    unknown: list[str] = []
    with reading(folder.name):
        # A link could lead anywhere on the machine, so none is followed.
        found = sorted((one.name, one.lstat().st_mode) for one in folder.iterdir())
    for name, mode in found:
        table = _table_named(name) if stat.S_ISREG(mode) else None
        if table:
            _add(files, table, _file(folder / name))
        elif not _is_junk(name):
            unknown.append(name)
    return files, unknown


def _in_zip(path: Path) -> Found:
    files: dict[str, TableFile] = {}
    unknown: list[str] = []
    found: list[tuple[str, PurePosixPath, zipfile.ZipInfo]] = []
    with opened_zip(path) as archive:
        entries = [one for one in archive.infolist() if not one.is_dir()]
    for entry in entries:
        if _is_junk(entry.filename):
            continue
        place = PurePosixPath(entry.filename)
        table = _table_named(place.name) if len(place.parts) <= 2 else None
        if table is None:
            unknown.append(entry.filename)
        else:
            found.append((table, place, entry))
    folders = sorted({str(place.parent) for _, place, _ in found})
    if len(folders) > 1:
        named = _some(["the top" if folder == "." else folder for folder in folders])
        raise _Doubled(
            f"{path.name} holds tables of an export in more than one folder ({named}). Nothing was "
            "changed. Zip each export alone and bring them in one after another, the oldest first."
        )
    for table, place, entry in found:
        opened = partial(_opened_entry, path, entry)
        _add(files, table, CsvFile(place.name, entry.file_size, opened))
    return files, unknown


@contextmanager
def _opened_entry(path: Path, entry: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    with opened_zip(path) as archive, archive.open(entry) as stream:
        yield stream  # type: ignore[misc]


def _in_workbook(path: Path) -> Found:
    files: dict[str, TableFile] = {}
    unknown: list[str] = []
    for name in sheet_names(path):
        table = name.strip().lower()
        if table in TABLES:
            _add(files, table, SheetFile(path, name))
        else:
            unknown.append(name)
    return files, unknown
