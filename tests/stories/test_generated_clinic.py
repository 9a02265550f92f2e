"""A whole clinic, in each of the three forms an export comes in, against the oracle to the cent."""

import csv
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from goodstanding.records.audit_chain import faults
from goodstanding.synthetic.clinic import write_clinic
from tests.agreement import differences
from tests.ledger_text import assert_proven, count, newest, take_in

ON = date(2026, 11, 20)
DAYS = [date(2024, 12, 31), date(2026, 2, 28), date(2026, 8, 15), ON]
TABLES = (
    "guarantor",
    "patient",
    "coverage",
    "charge",
    "appointment",
    "transfer",
    "denial",
    "contact",
    "hold",
    "promise",
    "plan",
    "estimate",
    "openitem",
    "standing",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("clinic")
    write_clinic(made, accounts=120, months=24, seed=11, on=ON)
    return made


def as_folder(folder: Path, _: Path) -> Path:
    return folder


def as_zip(folder: Path, place: Path) -> Path:
    with zipfile.ZipFile(place / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob("*.csv")):
            archive.write(path, f"export/{path.name}")
    return place / "export.zip"


def as_workbook(folder: Path, place: Path) -> Path:
    with xlsxwriter.Workbook(place / "export.xlsx") as book:
        for path in sorted(folder.glob("*.csv")):
            sheet = book.add_worksheet(path.stem)
            with path.open(encoding="utf-8", newline="") as file:
                for at, row in enumerate(csv.reader(file)):
                    sheet.write_row(
                        at, 0, row, book.add_format({"num_format": "@"}) if not at else None
                    )
    return place / "export.xlsx"


def extent() -> dict[str, tuple[int, int]]:
    return {table: (count(table), 0 if table == "standing" else newest(table)) for table in TABLES}


@pytest.mark.django_db
@pytest.mark.parametrize("form", [as_folder, as_zip, as_workbook])
def test_a_clinic_imported_twice_agrees_with_the_oracle(folder, tmp_path, form):
    export = form(folder, tmp_path)
    first = take_in(export)
    assert (first.status, first.problems) == ("posted", ())
    after_first = {table: rows for table, rows in extent().items() if table != "openitem"}
    again = take_in(export)
    assert again.status == "duplicate"
    assert {table: rows for table, rows in extent().items() if table != "openitem"} == after_first
    assert differences(folder, DAYS if form is as_folder else DAYS[2:]) == []
    assert_proven()
    assert list(faults()) == []


@pytest.mark.django_db
def test_the_same_rows_in_another_file_change_nothing(folder, tmp_path):
    take_in(folder)
    before = extent()
    for path in folder.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes() + b"\r\n\r\n")
    again = take_in(tmp_path)
    assert again.status == "posted"
    assert {name: (t["new"], t["changed"]) for name, t in again.totals.items()} == dict.fromkeys(
        again.totals, (0, 0)
    )
    assert extent() == before
