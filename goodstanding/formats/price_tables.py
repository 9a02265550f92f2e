"""The bytes of a price list as rows of text with their line numbers: CSV, or the first sheet of a
workbook."""

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from goodstanding.formats.problems import NotReadable
from goodstanding.formats.workbooks import check_extent, is_workbook, sheet_names, sheet_rows

MOST_BYTES = 60_000_000
MOST_ROWS = 200_000
_ZIP = b"PK\x03\x04"
Row = tuple[int, list[str]]


def table(content: bytes, name: str) -> list[Row]:
    """Every row that is not empty, cells trimmed."""
    if len(content) > MOST_BYTES:
        raise NotReadable(f"{name} is larger than any price list. Nothing was read.")
    rows = _of_workbook(content, name) if content.startswith(_ZIP) else _of_text(content, name)
    found = [(line, [cell.strip() for cell in cells]) for line, cells in rows]
    found = [(line, cells) for line, cells in found if any(cells)]
    if not found:
        raise NotReadable(f"{name} is empty. Nothing was read.")
    if len(found) > MOST_ROWS:
        raise NotReadable(f"{name} has more than {MOST_ROWS:,} rows. Nothing was read.")
    return found


def _of_text(content: bytes, name: str) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # as Excel and CMS still write
    if "\0" in text:
        raise NotReadable(f"{name} is neither CSV nor a workbook (.xlsx). Nothing was read.")
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    rows, begins = [], 1
    try:
        for cells in lines:
            rows.append((begins, cells))
            begins = lines.line_num + 1
    except csv.Error as fault:
        raise NotReadable(f"{name} is not CSV at line {lines.line_num}. Nothing was read.") from (
            fault
        )
    return rows


def _of_workbook(content: bytes, name: str) -> list[Row]:
    with TemporaryDirectory(prefix="goodstanding-") as folder:
        path = Path(folder) / "list.xlsx"
        path.write_bytes(content)
        if not is_workbook(path):
            raise NotReadable(f"{name} is a zip, not a workbook. Give the file inside it.")
        check_extent(path)
        return list(enumerate(sheet_rows(path, sheet_names(path)[0]), start=1))
