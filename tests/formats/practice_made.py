"""Practice exports made for tests: rows written as CSV, folders packed as zips and workbooks."""

import csv
import json
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import xlsxwriter

from goodstanding.core.money import plain
from goodstanding.formats.practice_export import PracticeExport, open_export
from goodstanding.formats.problems import Problem

SAMPLES = Path(__file__).parent.parent / "samples" / "practice"
CLINIC = SAMPLES / "clinic"
ODD = SAMPLES / "odd"
ZONE = "America/Chicago"
PROMISES = "promise_id,guarantor_id,made_on,amount,due_on\n"


def written(value: object, field: str) -> str:
    """A value as an export writes it."""
    if field.endswith("_cents") and isinstance(value, int):
        return plain(value)
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, dict):
        return json.dumps(value)
    return "" if value is None else str(value)


def csv_text(rows: list[list[str]], *, line_end: str = "\n", quoting: int = csv.QUOTE_MINIMAL):
    text = StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=quoting).writerows(rows)
    return text.getvalue()


def zipped(folder: Path, target: Path, *, top: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir(), reverse=True):
            archive.write(path, top + path.name)
    return target


def workbook(folder: Path, target: Path) -> Path:
    """Each CSV of the folder as a sheet; every cell is text."""
    with xlsxwriter.Workbook(target) as book:
        for path in sorted(folder.glob("*.csv")):
            page = book.add_worksheet(path.stem.title())
            with path.open(newline="", encoding="utf-8") as stream:
                for at, row in enumerate(csv.reader(stream)):
                    for column, cell in enumerate(row):
                        page.write_string(at, column, cell)
    return target


def repacked(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The same zip with one part changed and its checksum right again."""
    with zipfile.ZipFile(path) as before:
        parts = {entry.filename: before.read(entry) for entry in before.infolist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name, content in parts.items():
            after.writestr(name, content)
    path.write_bytes(packed.getvalue())
    return path


def folder_of(folder: Path, **tables: str | bytes) -> Path:
    for name, content in tables.items():
        as_bytes = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(as_bytes)
    return folder


def rows_of(export: PracticeExport, table: str) -> list:
    return [row for _, row in pairs_of(export, table)]


def pairs_of(export: PracticeExport, table: str) -> list:
    return [each for each in export.rows(table) if not isinstance(each, Problem)]


def problems_of(export: PracticeExport, table: str) -> list[tuple[str, str]]:
    return [
        (each.where.partition(" line ")[2], each.code)
        for each in export.rows(table)
        if isinstance(each, Problem)
    ]


def everything(path: Path) -> dict[str, list]:
    """Reads all there is, as an import would."""
    export = open_export(path, zone=ZONE)
    export.digest()
    return {table: list(export.rows(table)) for table in export.tables()}
