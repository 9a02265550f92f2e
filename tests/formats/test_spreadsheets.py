"""The one writer of exports: numbers stay numbers, days days, and no text becomes a formula."""

import csv
import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from goodstanding.formats import spreadsheets
from goodstanding.formats.spreadsheets import (
    About,
    Heading,
    Sheet,
    Shown,
    write_csv,
    write_xlsx,
)

HEADINGS = (
    Heading("Account"),
    Heading("Balance", Shown.MONEY),
    Heading("Days", Shown.WHOLE),
    Heading("Since", Shown.DAY),
    Heading("Called", Shown.MOMENT),
)
CALLED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ROWS = [
    ("0007", 123450, 31, date(2026, 3, 1), CALLED),
    ("=1+1", -1, 0, None, None),
]
ABOUT = About("Aging", "payer 60054", date(2026, 3, 31), CALLED, "coordinator")
DANGERS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']


def xlsx(*sheets: Sheet) -> bytes:
    target = BytesIO()
    write_xlsx(target, sheets, ABOUT)
    return target.getvalue()


def book(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(BytesIO(content))


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(content)).read(f"xl/worksheets/{name}.xml").decode()


def as_csv(*rows: tuple) -> str:
    target = StringIO(newline="")
    write_csv(target, Sheet("Aging", HEADINGS, rows))
    return target.getvalue()


def test_a_workbook_holds_real_numbers_and_days_and_ids_as_text():
    assert book(xlsx(Sheet("Aging", HEADINGS, ROWS))).get_sheet_by_name("Aging").to_python() == [
        ["Account", "Balance", "Days", "Since", "Called"],
        ["0007", 1234.5, 31.0, date(2026, 3, 1), datetime(2026, 3, 2, 9, 30)],  # noqa: DTZ001
        ["=1+1", -0.01, 0.0, "", ""],
    ]


def test_the_second_sheet_says_what_this_is():
    made = book(xlsx(Sheet("Aging", HEADINGS, ROWS)))
    assert made.sheet_names == ["Aging", "About"]
    assert made.get_sheet_by_name("About").to_python() == [
        ["What", "Aging"],
        ["Filters", "payer 60054"],
        ["As of", "2026-03-31"],
        ["Made at", "2026-03-02T09:30:00+00:00"],
        ["Made by", "coordinator"],
    ]


def test_the_header_stays_in_sight_and_filters():
    sheet = part(xlsx(Sheet("Aging", HEADINGS, ROWS)), "sheet1")
    assert 'ySplit="1"' in sheet
    assert '<autoFilter ref="A1:E3"/>' in sheet


@pytest.mark.parametrize("danger", DANGERS)
def test_no_text_becomes_a_formula_in_a_workbook(danger):
    content = xlsx(Sheet("Aging", HEADINGS[:1], [(danger,)]))
    cell = book(content).get_sheet_by_name("Aging").to_python()[1][0]
    assert cell == danger
    assert "<f>" not in part(content, "sheet1")
    style = int(re.search(r'<c r="A2" s="(\d+)"', part(content, "sheet1"))[1])
    styles = zipfile.ZipFile(BytesIO(content)).read("xl/styles.xml").decode()
    formats = re.findall(r"<xf .*?>", styles.partition("<cellXfs")[2])
    assert 'quotePrefix="1"' in formats[style]


@pytest.mark.parametrize("danger", DANGERS)
def test_no_text_becomes_a_formula_in_csv(danger):
    line = list(csv.reader(StringIO(as_csv((danger, None, None, None, None)), newline="")))[1]
    assert line == [f"'{danger}", "", "", "", ""]


def test_csv_writes_money_with_two_decimals_and_days_plainly():
    assert as_csv(*ROWS) == (
        "Account,Balance,Days,Since,Called\r\n"
        "0007,1234.50,31,2026-03-01,2026-03-02T09:30:00+00:00\r\n"
        "'=1+1,-0.01,0,,\r\n"
    )


def test_the_same_export_is_the_same_file():
    assert xlsx(Sheet("Aging", HEADINGS, ROWS)) == xlsx(Sheet("Aging", HEADINGS, ROWS))


def test_past_a_million_rows_a_sheet_goes_on_in_another(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)
    made = book(xlsx(Sheet("Aging", HEADINGS[:1], [(f"A{n}",) for n in range(7)])))
    assert made.sheet_names == ["Aging", "Aging (2)", "Aging (3)", "About"]
    pages = [made.get_sheet_by_name(name).to_python()[1:] for name in made.sheet_names[:3]]
    assert [cell for page in pages for (cell,) in page] == [f"A{n}" for n in range(7)]


def test_an_export_of_nothing_has_its_header():
    made = book(xlsx(Sheet("Aging", HEADINGS[:2], [])))
    assert made.get_sheet_by_name("Aging").to_python() == [["Account", "Balance"]]


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    cell = book(xlsx(Sheet("Aging", HEADINGS[:1], [("x" * 40_000,)]))).get_sheet_by_index(0)
    assert cell.to_python()[1][0] == "x" * 32_766 + "…"


def test_no_row_is_left_on_disk_when_writing_fails(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def failing():
        yield ("A1",)
        raise LookupError

    with pytest.raises(LookupError):
        write_xlsx(BytesIO(), [Sheet("Aging", HEADINGS[:1], failing())], ABOUT)
    assert list(tmp_path.iterdir()) == []


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(PRINTABLE, st.integers(-(10**11), 10**11)), min_size=1, max_size=10))
def test_what_is_written_is_read_again(rows):
    made = book(xlsx(Sheet("Aging", HEADINGS[:2], rows))).get_sheet_by_name("Aging")
    read = [(text, round(money * 100)) for text, money in made.to_python()[1:]]
    assert read == rows
