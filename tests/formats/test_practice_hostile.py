"""Exports made to hurt, and exports of every shape: nothing but NotReadable ever comes out."""

import struct
import tempfile
import zipfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.formats import archives
from goodstanding.formats.practice_export import TABLES, NotReadable, looks_like_export, open_export
from goodstanding.formats.practice_tables import Column, Kind
from goodstanding.formats.workbooks import text_of_cell
from tests.formats.practice_made import (
    CLINIC,
    ODD,
    PROMISES,
    csv_text,
    everything,
    folder_of,
    repacked,
    rows_of,
    workbook,
    written,
    zipped,
)

pytestmark = pytest.mark.long

FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
SHEET = "xl/worksheets/sheet1.xml"
PARTS = [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
PROMISE = b"PR1,G1,2026-01-01,1.00,2026-02-01\n"


def zip_of(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"{name}.csv", content)
    return path


def refused(path: Path, why: str) -> None:
    with pytest.raises(NotReadable, match=why):
        open_export(path)


# ---- zips


def test_a_bomb_is_not_opened(tmp_path):
    refused(zip_of(tmp_path / "a.zip", charges=b"0" * (11 * 1024**2)), "packed too tightly")


def test_a_zip_that_claims_more_than_four_gigabytes_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 10)
    refused(zip_of(tmp_path / "a.zip", promises=PROMISES.encode()), "more than 4 GB")


def test_a_zip_of_thousands_of_files_is_not_listed(tmp_path):
    few = zip_of(tmp_path / "few.zip", promises=b"", **{f"n{n}": b"" for n in range(999)})
    assert looks_like_export(few)
    refused(zip_of(tmp_path / "many.zip", **{f"n{n}": b"" for n in range(1_001)}), "1000 files")
    many = {f"{n:0200}": b"" for n in range(5_000)}
    refused(zip_of(tmp_path / "wide.zip", **many), "1000 files")


def test_a_zip_with_a_password_says_so(tmp_path):
    path = zip_of(tmp_path / "a.zip", promises=PROMISES.encode())
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    refused(path, "password")


def test_uncommon_compression_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("promises.csv", PROMISES)
    refused(path, "uncommon compression")


def test_a_name_that_climbs_is_no_table(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../promises.csv", PROMISES)
        archive.writestr("plans.csv", (CLINIC / "plans.csv").read_bytes())
    export = open_export(path)
    assert export.tables() == ["plans"]
    assert [(p.where, p.code) for p in export.problems] == [("../../promises.csv", "unknown_table")]


def test_what_a_mac_adds_is_passed_over(tmp_path):
    path = zipped(CLINIC, tmp_path / "a.zip", top="Export/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/Export/._charges.csv", b"\0\5\x16\7")
        archive.writestr("Export/.DS_Store", b"\0")
        archive.mkdir("Export/empty")
    assert open_export(path).problems == []
    assert open_export(path).digest() == open_export(CLINIC).digest()


@pytest.mark.parametrize("second", ["Promises.csv", "other/promises.csv", "other/plans.csv"])
def test_two_exports_in_one_zip_are_refused(tmp_path, second):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("promises.csv", PROMISES)
        archive.writestr(second, PROMISES)
    refused(path, "twice|more than one folder")


def test_a_broken_entry_is_found_by_the_digest(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("promises.csv", PROMISES.encode() + PROMISE * 30_000)
    content = bytearray(path.read_bytes())
    content[-1_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(NotReadable, match="BadZipFile"):
        open_export(path).digest()


# ---- folders


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    (tmp_path / "charges.csv").symlink_to(CLINIC / "charges.csv")
    folder_of(tmp_path, promises=PROMISES)
    export = open_export(tmp_path)
    assert export.tables() == ["promises"]
    assert [(p.where, p.code) for p in export.problems] == [("charges.csv", "unknown_table")]


def test_an_endless_line_is_cut(tmp_path):
    folder_of(tmp_path, promises=PROMISES.encode() + b"," * (3 * 1024**2) + b"\n" + PROMISE)
    assert [row.promise_id for row in rows_of(open_export(tmp_path), "promises")] == ["PR1"]


# ---- workbooks

clock = datetime.fromisoformat  # a sheet's moments carry no zone


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="9999999"><c><v>1</v></c></row>',
        b'<row r="99999999999"><c><v>1</v></c></row>',
        b'<row r="500"><c r="ZZZZZZ500"><v>1</v></c></row>',
        b'<row r="500"><c r="&#88;FD500"><v>1</v></c></row>',
        b'<row r="500"><c r="A500"/><c r="IW500" t="str"><f>1</f><v>1</v></c></row>',
        b'<row r="500">' + b"<c><v>1</v></c>" * 300 + b"</row>",
        b'<x:row xmlns:x="x" r="900"><x:c r="XFD900"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_far_cell_is_refused_before_anything_is_laid_out(tmp_path, cell):
    path = workbook(CLINIC, tmp_path / "a.xlsx")
    refused(repacked(path, SHEET, b"</sheetData>", cell + b"</sheetData>"), "cell|rows")


def test_a_far_cell_with_a_look_and_nothing_in_it_does_no_harm(tmp_path):
    path = workbook(CLINIC, tmp_path / "a.xlsx")
    empty = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    assert len(rows_of(open_export(repacked(path, SHEET, b"</sheetData>", empty)), "plans")) == 1


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
        (SHEET, b"</sheetData>", b"<open></sheetData>"),
        (SHEET, b'encoding="UTF-8"', b'encoding="UTF-98"'),
        (SHEET, b"<sheetData>", b"<!--" + b" >" * 1024**2 + b"--><sheetData>"),
    ],
)
def test_a_workbook_no_program_writes_is_refused(tmp_path, part, old, new):
    path = repacked(workbook(CLINIC, tmp_path / "a.xlsx"), part, old, new)
    refused(path, "document type|sound workbook|too long")


def test_a_sheet_under_another_name_is_refused(tmp_path):
    path = workbook(CLINIC, tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"<x:sheetData>")
    refused(path, "uncommon place")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (45.0, "45"), (0.1 + 0.2, "0.3"), (1234.56, "1234.56"), (True, "Y"), (False, "N"),
        (123456789012.0, "123456789012"), ("007", "007"), (7, "7"), (float("inf"), "inf"),
        (date(2026, 3, 1), "2026-03-01"), (clock("2026-03-01"), "2026-03-01"),
        (clock("2026-03-01T09:29:59.999600"), "2026-03-01T09:30:00"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_a_person_sees_it(cell, text):
    assert text_of_cell(cell) == text


# ---- properties


def texts(column: Column) -> st.SearchStrategy[str]:
    # csv.writer leaves a lone CR unquoted, which no reader can tell from a line end.
    some = st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), max_size=12)
    kept = some.map(str.strip)
    return kept.filter(bool) if column.required else kept


def moments() -> st.SearchStrategy[datetime]:
    zones = st.integers(-720, 720).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    seconds = st.integers(-2_000_000_000, 7_000_000_000)  # the years 1906 to 2191
    return st.builds(lambda second, zone: datetime.fromtimestamp(second, zone), seconds, zones)


def numbers(column: Column) -> st.SearchStrategy[int]:
    if column.choices:
        return st.sampled_from([int(choice) for choice in column.choices])
    return st.integers(column.lowest, column.highest)


WORDS = st.lists(st.text("ABC123.", min_size=1, max_size=4), max_size=3).map(tuple)
VALUES = {
    Kind.TEXT: texts,
    Kind.DAY: lambda _: st.dates(date(1850, 1, 1), date(2200, 12, 31)),
    Kind.MOMENT: lambda _: moments(),
    Kind.FLAG: lambda _: st.booleans(),
    Kind.CHOICE: lambda column: st.sampled_from(column.choices),
    Kind.WHOLE: numbers,
    Kind.OWED: lambda _: st.integers(1, 10**11),
    Kind.PRICE: lambda _: st.integers(0, 10**11),
    Kind.UNITS: lambda _: st.sampled_from(["1", "2.5", "0.125", ".5", "90."]),
    Kind.WORDS: lambda _: WORDS,
    Kind.JSON: lambda _: st.dictionaries(st.text("abc"), st.none() | st.integers() | st.text("é")),
}
EMPTY = {Kind.TEXT: "", Kind.CHOICE: "", Kind.WORDS: (), Kind.JSON: {}}


def cells(column: Column) -> st.SearchStrategy[object]:
    value = VALUES[column.kind](column)
    return value if column.required else value | st.just(EMPTY.get(column.kind))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_what_is_written_is_read_again(table):
    row = st.builds(table.row, *map(cells, table.columns))
    key = [column.field for column in table.columns if column.name in table.key]
    rows = st.lists(row, max_size=12, unique_by=lambda r: tuple(getattr(r, name) for name in key))
    rows = rows if key else st.lists(row, max_size=12)

    @FEW
    @given(rows, st.permutations(table.columns), st.sampled_from(["\n", "\r\n"]), st.booleans())
    def reads_again(rows, columns, line_end, quoted):
        lines = [[column.name for column in columns]]
        lines += [[written(getattr(r, c.field), c.field) for c in columns] for r in rows]
        text = csv_text(lines, line_end=line_end, quoting=int(quoted))
        with tempfile.TemporaryDirectory() as folder:
            export = open_export(folder_of(Path(folder), **{table.name: text}))
            assert [line for line in export.rows(table.name) if not isinstance(line, tuple)] == []
            assert rows_of(export, table.name) == rows

    reads_again()


CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["put", "cut", "turn"]), st.binary(max_size=5)),
    min_size=1,
    max_size=6,
)


def changed(content: bytes, changes: list) -> bytes:
    for where, how, piece in changes:
        at = int(where * len(content))
        past = at + (0 if how == "put" else len(piece) if how == "turn" else 7)
        content = content[:at] + (b"" if how == "cut" else piece) + content[past:]
    return content


def read_or_refuse(path: Path) -> None:
    looks_like_export(path)
    try:
        everything(path)
    except NotReadable:
        return


@FEW
@given(CHANGES, st.sampled_from(sorted(TABLES)))
def test_changed_bytes_of_a_csv_never_break_the_reader(changes, table):
    folder = ODD if (ODD / f"{table}.csv").exists() else CLINIC
    content = changed((folder / f"{table}.csv").read_bytes(), changes)
    with tempfile.TemporaryDirectory() as place:
        read_or_refuse(folder_of(Path(place), **{table: content}))


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> list[bytes]:
    place = tmp_path_factory.mktemp("packed")
    paths = [zipped(CLINIC, place / "a.zip"), workbook(CLINIC, place / "a.xlsx")]
    return [path.read_bytes() for path in paths]


@FEW
@given(CHANGES, st.integers(0, 1))
def test_changed_bytes_of_a_zip_or_workbook_never_break_the_reader(packed, changes, which):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "export"
        path.write_bytes(changed(packed[which], changes))
        read_or_refuse(path)


@FEW
@given(CHANGES, st.sampled_from(PARTS))
def test_changed_parts_of_a_sound_zip_never_break_the_reader(packed, changes, part):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "export"
        path.write_bytes(packed[1])
        with zipfile.ZipFile(path) as archive:
            content = archive.read(part)
        read_or_refuse(repacked(path, part, content, changed(content, changes)))


def test_the_directory_of_a_zip_is_sized_as_zipfile_reads_it(tmp_path):
    path = zip_of(tmp_path / "a.zip", promises=PROMISES.encode())
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, len(content) - 10, 2**31)
    path.write_bytes(content)
    refused(path, "1000 files")
