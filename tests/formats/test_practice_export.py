"""The practice export: what each form of file gives, and what is set aside and why."""

import csv
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from goodstanding.formats.practice_export import (
    NOTICES,
    TABLES,
    NotReadable,
    looks_like_export,
    open_export,
)
from goodstanding.formats.practice_tables import ChargeRow, GuarantorRow, HoldRow, TransactionRow
from tests.formats.practice_made import (
    CLINIC,
    ODD,
    PROMISES,
    SAMPLES,
    ZONE,
    csv_text,
    everything,
    folder_of,
    pairs_of,
    problems_of,
    rows_of,
    workbook,
    zipped,
)
from tests.shared import SHARED

COUNTS = {
    "guarantors": 5, "patients": 6, "coverages": 4, "charges": 5, "transactions": 13,
    "appointments": 2, "contacts": 3, "promises": 2, "plans": 1, "estimates": 2, "holds": 4,
}  # fmt: skip


# ---- the tables


def test_tables_and_columns_are_the_contract_to_the_letter():
    contract = SHARED / "CONTRACT.md"
    if not contract.exists():
        pytest.skip("CONTRACT.md is not beside this clone")
    section = contract.read_text(encoding="utf-8").split("## 3.")[1].split("## 4.")[0]
    listed = {}
    for name, text in re.findall(r"^- `(\w+)\.csv`: (.*)$", section, re.MULTILINE):
        while "(" in text or "{" in text:
            text = re.sub(r"\([^()]*\)|\{[^{}]*\}", "", text)
        listed[name] = [column.strip() for column in text.split(",")]
    ours = {
        name: [f"{column.name}{'*' * column.required}" for column in table.columns]
        for name, table in TABLES.items()
    }
    assert ours == {name: [c.replace(" *", "*") for c in cs] for name, cs in listed.items()}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_row_has_the_columns_in_order(table):
    assert table.row._fields == tuple(column.field for column in table.columns)


# ---- one clinic in four forms


def test_the_clinic_is_read_whole():
    export = open_export(CLINIC)
    assert export.problems == []
    assert {table: len(rows_of(export, table)) for table in export.tables()} == COUNTS
    assert [table for table in COUNTS if problems_of(export, table)] == []


def test_a_charge_has_every_column():
    assert rows_of(open_export(CLINIC), "charges")[0] == ChargeRow(
        "C1", "P1", "CLM1", date(2026, 1, 5), date(2026, 1, 6), "99213", ("25", "GT"), "1", 20000,
        "DR1", "MAIN", ("J06.9", "R05.1"), date(2026, 1, 7), None, None, None, False, "in", 0,
        "insurer",
    )  # fmt: skip


def test_a_returned_cheque_names_the_payment_it_reverses():
    assert rows_of(open_export(CLINIC), "transactions")[4] == TransactionRow(
        "T5", "P1", "C1", date(2026, 3, 1), None, "reversal", 3000, "", "", "", "check",
        "returned 1017", "T4",
    )  # fmt: skip


def test_a_guarantor_of_whom_nothing_is_known():
    row = rows_of(open_export(CLINIC), "guarantors")[2]
    empty = ["G3", "O'Fern", "Chris", None, *[""] * 11, *[None] * 5, "", *[None] * 5]
    assert row == GuarantorRow(*empty)


def test_a_hold_keeps_its_detail():
    assert rows_of(open_export(CLINIC), "holds")[1] == HoldRow(
        "H2", "0007", "", "call_restriction", date(2026, 1, 1), date(2026, 12, 31),
        {"not_before": "10:00", "not_at": "work"},
    )  # fmt: skip


def test_a_note_of_three_lines_moves_the_next_row_down():
    contacts = pairs_of(open_export(CLINIC), "contacts")
    assert [line for line, _ in contacts] == [2, 3, 7]
    assert contacts[1][1].note == (
        'Daughter answered, said:\n"he is in hospital"\n\ncall again, next week'
    )


def test_coverage_without_an_end_written_as_9999_has_none():
    assert [row.ends_on for row in rows_of(open_export(CLINIC), "coverages")] == [
        date(2025, 12, 31), None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("top", ["", "Export 2026/"])
def test_a_zip_is_the_folder(tmp_path, top):
    path = zipped(CLINIC, tmp_path / "export.zip", top=top)
    assert everything(path) == everything(CLINIC)
    assert open_export(path).digest() == open_export(CLINIC).digest()


def test_a_workbook_is_the_folder(tmp_path):
    path = workbook(CLINIC, tmp_path / "export.xlsx")
    rows = {table: [row for _, row in pairs] for table, pairs in everything(path).items()}
    assert rows == {table: [row for _, row in pairs] for table, pairs in everything(CLINIC).items()}


def test_one_file_is_an_export_of_one_table():
    export = open_export(CLINIC / "plans.csv")
    assert export.tables() == ["plans"]
    assert len(rows_of(export, "plans")) == 1


def test_the_digest_changes_with_a_byte_and_with_a_table(tmp_path):
    one = folder_of(tmp_path, promises=PROMISES)
    first = open_export(one).digest()
    folder_of(tmp_path, promises=PROMISES + "PR1,G1,2026-01-01,1.00,2026-02-01\n")
    second = open_export(one).digest()
    folder_of(tmp_path, plans=(CLINIC / "plans.csv").read_bytes())
    assert len({first, second, open_export(one).digest()}) == 3


def test_an_export_is_known_by_its_tables(tmp_path):
    seen = [CLINIC, CLINIC / "holds.csv", zipped(CLINIC, tmp_path / "any name")]
    assert [looks_like_export(path) for path in seen] == [True, True, True]
    unseen = [SAMPLES, ODD / "notes.txt", tmp_path / "absent"]
    assert [looks_like_export(path) for path in unseen] == [False, False, False]


def test_rows_are_estimated_for_a_progress_bar():
    export = open_export(CLINIC)
    assert export.row_estimate("transactions") == 13
    assert export.row_estimate("plans") == 1


# ---- what is set aside


def test_every_odd_transaction_is_set_aside_with_its_line_and_reason():
    export = open_export(ODD)
    assert [(line, row.transaction_id) for line, row in pairs_of(export, "transactions")] == [
        (2, "T1"), (3, "T2"), (12, "T9"), (17, "T13"),
    ]  # fmt: skip
    assert problems_of(export, "transactions") == [
        ("5", "bad_amount"), ("6", "bad_amount"), ("7", "bad_amount"), ("8", "bad_choice"),
        ("9", "bad_date"), ("10", "bad_date"), ("11", "missing_value"), ("13", "wrong_width"),
        ("14", "wrong_width"), ("16", "bad_csv"),
    ]  # fmt: skip


def test_what_is_not_known_is_reported_and_a_missing_column_rejects_its_file():
    export = open_export(ODD)
    assert [(p.where, p.code) for p in export.problems] == [
        ("notes.txt", "unknown_table"),
        ("transactions.csv", "unknown_column"),
        ("promises.csv", "missing_column"),
    ]
    assert "till" in export.problems[1].text
    assert "amount" in export.problems[2].text
    assert "promises" not in export.tables()
    assert export.left_out == {"promises": export.problems[2]}


def test_the_same_plan_twice_is_taken_once_and_another_under_its_id_is_set_aside():
    export = open_export(ODD)
    assert [row.monthly_cents for row in rows_of(export, "plans")] == [2500]
    assert problems_of(export, "plans") == [
        ("4", "duplicate_row"), ("5", "bad_number"), ("", "repeated_row"),
    ]  # fmt: skip


def test_a_hold_with_a_detail_that_law_could_not_read_stops_all_the_same():
    export = open_export(ODD)
    assert problems_of(export, "holds") == [(str(line), "unread_detail") for line in range(2, 8)]
    *unread, read = rows_of(export, "holds")
    assert len(unread) == 6
    assert all(list(row.detail) == ["unreadable"] for row in unread)
    assert read.detail == {"chapter": 7, "charges": ["12"]}


def test_text_that_is_not_utf8_is_read_as_windows_text_with_a_notice():
    export = open_export(ODD)
    assert [row.last_name for row in rows_of(export, "patients")] == ["Nuñez"]
    assert problems_of(export, "patients") == [("2", "not_utf8")]
    assert "not_utf8" in NOTICES


def test_a_row_set_aside_tells_its_money_and_its_id_and_no_more(tmp_path):
    row = "C9,P1,2026-01-05,2026-01-06,99213,none,200.00,Larkspur\n"
    header = "charge_id,patient_id,service_date,posted_on,code,units,amount,provider\n"
    (problem,) = open_export(folder_of(tmp_path, charges=header + row)).rows("charges")
    assert (problem.where, problem.code, problem.cents) == (
        "charges.csv line 2", "bad_number", 20000,
    )  # fmt: skip
    assert "charge_id C9" in problem.text
    assert "Larkspur" not in problem.text


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("A1,C9,9,2026-13-05", "C9"),
        ("A1, C9 ,9\0,2026-01-05", "C9"),
        ("A1,,9,2026-01-05", ""),
        ("A1,C\09,9,2026-01-05", ""),
        ("A1,C9,9", ""),
        ("A,1,C9,9,2026-01-05", ""),
        ("A,1,C9,9,", ""),
    ],
)
def test_a_row_set_aside_says_of_whom_it_is_only_where_that_is_certain(tmp_path, row, number):
    header = "member_id,patient_id,payer_id,effective_on,"
    text = f"{header}rank,payer_name,payer_type\n{row},1,P,other\n"
    (problem,) = open_export(folder_of(tmp_path, coverages=text)).rows("coverages")
    assert problem.number == number


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("0", 0), ("0.00", 0), (".5", 50), ("45.5", 4550), ("100.", 10000), ("-1.00", None),
     ("1,200.00", None), ("1.00,2.00", None), ("$5", None), ("1e5", None), ("", None)],
)  # fmt: skip
def test_a_charge_may_be_free_but_not_negative(tmp_path, amount, cents):
    header = ["charge_id", "patient_id", "service_date", "posted_on", "code", "units", "amount"]
    row = ["C1", "P1", "2026-01-05", "2026-01-06", "99213", "1"]
    text = csv_text([header, [*row, amount], ["C2", *row[1:], "3.00"]])
    rows = rows_of(open_export(folder_of(tmp_path, charges=text)), "charges")
    assert [each.amount_cents for each in rows] == [300] if cents is None else [cents, 300]


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-07-01T09:30:00-05:00", datetime(2026, 7, 1, 14, 30, tzinfo=UTC)),
        ("2026-07-01T14:30Z", datetime(2026, 7, 1, 14, 30, tzinfo=UTC)),
        ("2026-07-01 09:30", datetime(2026, 7, 1, 14, 30, tzinfo=UTC)),
        ("2026-01-01 09:30", datetime(2026, 1, 1, 15, 30, tzinfo=UTC)),
        ("2026-07-01T09:30:15.25+0200", datetime(2026, 7, 1, 7, 30, 15, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 7, 1, 5, 0, tzinfo=UTC)),
        ("2026-W27-3", None),
        ("20260701T0930Z", None),
        ("07/01/2026 9:30", None),
        ("2026-07-01T24:30", None),
    ],
)
def test_moments_without_an_offset_are_the_clinics(tmp_path, at, moment):
    text = f"contact_id,guarantor_id,at,channel,direction\nK1,G1,{at},mail,out\n"
    export = open_export(folder_of(tmp_path, contacts=text), zone=ZONE)
    assert [row.at.astimezone(UTC) for row in rows_of(export, "contacts")] == (
        [moment] if moment else []
    )


def test_without_a_zone_a_moment_needs_its_offset():
    export = open_export(ODD)
    assert [row.contact_id for row in rows_of(export, "contacts")] == ["K4"]
    assert rows_of(export, "contacts")[0].at.tzinfo == timezone(timedelta(hours=-6))


# ---- ways of writing


WAYS = {
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "no last line end": lambda text: text.removesuffix("\n").encode(),
    "all quoted": lambda text: csv_text(
        list(csv.reader(text.splitlines())), quoting=csv.QUOTE_ALL
    ).encode(),
    "shouting": lambda text: text.replace("amount", " AMOUNT ").encode(),
    "trailing commas": lambda text: text.replace("\n", ",,\n").encode(),
    "blank lines before": lambda text: b"\n,,\n" + text.encode(),
    "blank lines between": lambda text: text.replace("\n", "\n\n").encode(),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_ways_of_writing_the_same_rows(tmp_path, way):
    rows = [f"PR{n},G1,2026-01-01,{n}.00,2026-02-01" for n in range(1, 40)]
    text = PROMISES + "\n".join(rows) + "\n"
    export = open_export(folder_of(tmp_path, promises=way(text)))
    assert export.problems == []
    assert [row.amount_cents for row in rows_of(export, "promises")] == [
        100 * n for n in range(1, 40)
    ]
    assert problems_of(export, "promises") == []


def test_a_stray_quotation_mark_costs_one_line_only(tmp_path):
    rows = [f"PR{n},G1,2026-01-01,1.00,2026-02-01" for n in range(1, 30_000)]
    rows[10] = '"PR11,G1,2026-01-01,1.00,2026-02-01'
    text = PROMISES + "\n".join(rows) + "\n"
    export = open_export(folder_of(tmp_path, promises=text))
    assert problems_of(export, "promises") == [("12", "bad_csv")]
    pairs = pairs_of(export, "promises")
    assert len(pairs) == 29_998
    assert all(row.promise_id == f"PR{line - 1}" for line, row in pairs)


def test_line_numbers_hold_across_blocks_and_long_notes(tmp_path):
    note = "a long note, of\nthree lines\r\nand commas" * 40
    rows = [
        [f"K{n}", "G1", "2026-01-02T10:00Z", "mail", "out", note if n % 7 == 0 else ""]
        for n in range(2_000)
    ]
    header = ["contact_id", "guarantor_id", "at", "channel", "direction", "note"]
    path = folder_of(tmp_path, contacts=csv_text([header, *rows]))
    lines, expected, line = [], [], 2
    for row in rows:
        expected.append(line)
        line += 1 + row[5].count("\n")
    lines = [line for line, _ in pairs_of(open_export(path), "contacts")]
    assert lines == expected


def test_a_required_text_that_is_empty_sets_its_row_aside(tmp_path):
    text = PROMISES + "PR1, ,2026-01-01,1.00,2026-02-01\nPR2,G2,2026-01-01,1.00,2026-02-01\n"
    export = open_export(folder_of(tmp_path, promises=text))
    assert problems_of(export, "promises") == [("2", "missing_value")]
    assert [row.promise_id for row in rows_of(export, "promises")] == ["PR2"]


def test_a_nul_sets_its_row_aside(tmp_path):
    text = PROMISES + "PR1,G\0,2026-01-01,1.00,2026-02-01\nPR2,G2,2026-01-01,1.00,2026-02-01\n"
    export = open_export(folder_of(tmp_path, promises=text))
    assert problems_of(export, "promises") == [("2", "bad_text")]
    assert [row.promise_id for row in rows_of(export, "promises")] == ["PR2"]


def test_a_column_twice_rejects_its_file(tmp_path):
    text = PROMISES.replace("due_on", "due_on,Amount") + "PR1,G1,2026-01-01,1,2026-02-01,2\n"
    export = open_export(folder_of(tmp_path, promises=text))
    assert [p.code for p in export.problems] == ["repeated_column"]
    assert export.tables() == []


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfep\0r\0", b'"' * 99, b"\0" * 400_000])
def test_a_table_that_is_no_table_lacks_its_columns(tmp_path, content):
    export = open_export(folder_of(tmp_path, promises=content))
    assert [p.code for p in export.problems if p.code not in NOTICES] == ["missing_column"]


def test_a_folder_without_tables_is_no_export(tmp_path):
    with pytest.raises(NotReadable, match="holds no table"):
        open_export(tmp_path)
