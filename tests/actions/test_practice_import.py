"""A practice export with everything that can be wrong with it, and the same export changed."""

from pathlib import Path

import pytest

from goodstanding.actions import practice
from goodstanding.records import bulk
from goodstanding.records.models import ImportFile, ImportProblem
from tests.ledger_text import (
    assert_proven,
    count,
    layers,
    newest,
    owed,
    take_in,
    tell,
    write_export,
    write_table,
)

pytestmark = pytest.mark.django_db
STORY = """
coverage NSTAR commercial 1 effective_on=2026-01-01
2026-05-01 charge C1 200.00
2026-05-01 charge C2 60.00 patient
2026-06-01 insurer_payment C1 80.00
2026-06-01 to_patient C1 120.00
2026-06-09 patient_payment C2 60.00 as P
"""


def story(folder: Path, text: str = STORY) -> Path:
    return write_export(text, folder / "export")


def asides(told):
    """(line, code) of what was set aside, in the order of the files."""
    return [(p["where"], p["code"]) for p in told.problems if p["level"] == "aside"]


def add_line(folder: Path, table: str, line: str) -> None:
    with (folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(line + "\r\n")


def without(folder: Path, table: str, column: str, instead: str = "other") -> None:
    path = folder / f"{table}.csv"
    path.write_text(path.read_text().replace(column, instead, 1))


COUNTED = ("guarantor", "patient", "coverage", "charge", "transfer", "standing")


def test_a_missing_column_leaves_out_its_own_table_and_nothing_is_silent(tmp_path):
    folder = story(tmp_path)
    without(folder, "charges", "service_date")
    told = take_in(folder)
    assert told.status == "partly_posted"
    assert asides(told) == [
        ("charges.csv", "missing_column"),
        *((f"transactions.csv line {line}", "cannot_place") for line in (2, 3, 4)),
    ]
    assert told.problems[0]["text"] == (
        "The whole file was left out: required columns are missing: service_date. The other tables "
        "went in without it. Transactions on charges not known from before are set aside. Correct "
        "the file and import again."
    )
    assert [count(table) for table in COUNTED] == [1, 1, 1, 0, 0, 1]
    without(folder, "charges", "other", "service_date")
    assert take_in(folder).status == "posted"
    assert owed("2026-06-30") == "0.00 120.00 0.00"
    assert_proven()


@pytest.mark.parametrize(
    ("table", "column"), [("coverages", "payer_name"), ("transactions", "kind")]
)
def test_a_table_left_out_changes_nothing_known_before(tmp_path, table, column):
    take_in(story(tmp_path))
    before = (newest("transfer"), newest("coverage"))
    without(tmp_path / "export", table, column)
    told = take_in(tmp_path / "export")
    assert (told.status, asides(told)) == (
        "partly_posted", [(f"{table}.csv", "missing_column")],
    )  # fmt: skip
    assert (newest("transfer"), newest("coverage")) == before
    assert owed("2026-06-30") == "0.00 120.00 0.00"


def test_a_column_that_stands_twice_leaves_out_its_table(tmp_path):
    folder = story(tmp_path)
    without(folder, "holds", "patient_id", instead="starts_on")
    told = take_in(folder)
    assert (told.status, asides(told)) == (
        "partly_posted", [("holds.csv", "repeated_column")],
    )  # fmt: skip
    assert "Holds in it stop nothing yet." in told.problems[0]["text"]


def test_without_a_single_sound_table_it_is_rejected_and_nothing_changes(tmp_path):
    folder = story(tmp_path)
    for path in folder.glob("*.csv"):
        path.write_text(f"shoe_size\n{path.read_text()}")
    told = take_in(folder)
    assert told.status == "rejected"
    assert all(one["text"].endswith("Nothing was changed. Correct the file and import again.")
               for one in told.problems if one["code"] == "missing_column")  # fmt: skip
    assert [count(table) for table in COUNTED] == [0] * 6


def test_bad_rows_are_set_aside_with_line_and_reason_and_the_rest_goes_in(tmp_path):
    folder = story(tmp_path)
    add_line(folder, "transactions", "X1,a1,C1,2026-06-40,insurer_payment,5.00,,,,,,")  # line 5
    add_line(folder, "transactions", "X2,a1,C1,2026-06-04,insurer_payment,-5.00,,,,,,")
    add_line(folder, "transactions", "X3,a1,C1,2026-06-04,gift,5.00,,,,,,")
    add_line(folder, "transactions", "X4,a1,C9,2026-06-04,charity,5.00,,,,,,")
    add_line(folder, "transactions", "X5,zz,C1,2026-06-04,charity,6.00,,,,,,")
    add_line(folder, "transactions", "X6,a1,,2026-06-04,contractual,7.00,,,,,,")
    add_line(folder, "charges", "C8,zz,,2026-05-01,2026-05-01,99213,,1,9.00,,,,")
    told = take_in(folder)
    assert told.status == "partly_posted"
    assert asides(told) == [
        ("charges.csv line 4", "unknown_reference"),
        ("transactions.csv line 5", "bad_date"),
        ("transactions.csv line 6", "bad_amount"),
        ("transactions.csv line 7", "bad_choice"),
        ("transactions.csv line 8", "cannot_place"),
        ("transactions.csv line 9", "cannot_place"),
        ("transactions.csv line 10", "needs_a_charge"),
    ]
    assert [p["cents"] for p in told.problems][-3:] == [500, 600, 700]
    assert owed("2026-06-30") == "0.00 120.00 0.00"
    assert_proven()


def test_a_row_of_another_patients_charge_is_set_aside(tmp_path):
    folder = story(tmp_path, STORY + "2026-06-10 charge C3 10.00 patient patient=b1")
    add_line(folder, "transactions", "X1,b1,C1,2026-06-04,patient_payment,5.00,,,,,,")
    told = take_in(folder)
    assert [code for _, code in asides(told)] == ["cannot_place"]
    assert owed("2026-06-30", "B") == "0.00 10.00 0.00"


def test_unknown_columns_and_files_are_noticed_and_ignored(tmp_path):
    folder = story(tmp_path)
    people = folder / "guarantors.csv"
    head, *rest = people.read_text().splitlines()
    people.write_text("\n".join([head + ",shoe_size", *(line + ",43" for line in rest)]))
    (folder / "shoes.csv").write_text("a,b\n1,2\n")
    told = take_in(folder)
    assert told.status == "posted"
    assert {(p["code"], p["level"]) for p in told.problems} == {
        ("unknown_column", "notice"),
        ("unknown_table", "notice"),
    }


def test_a_file_that_is_not_utf8_is_noticed_and_goes_in(tmp_path):
    folder = story(tmp_path)
    people = folder / "guarantors.csv"
    people.write_bytes(people.read_bytes().replace(b"Duluth", b"Saint-Jos\xe9"))
    told = take_in(folder)
    assert (told.status, [p["level"] for p in told.problems]) == ("posted", ["notice"])
    assert bulk.select("SELECT city FROM records_guarantor") == [("Saint-José",)]


@pytest.mark.parametrize("same", [True, False])
def test_a_number_that_stands_twice(tmp_path, same):
    folder = story(tmp_path)
    amount = "80.00" if same else "81.00"
    (line,) = [
        one for one in (folder / "transactions.csv").read_text().splitlines() if "T4," in one
    ]
    add_line(folder, "transactions", line.replace("80.00", amount))
    told = take_in(folder)
    assert [code for _, code in asides(told)] == ([] if same else ["duplicate_row"])
    assert owed("2026-06-30") == "0.00 120.00 0.00"  # the first stands


def test_long_texts_and_zero_bytes_are_set_aside_on_either_database(tmp_path):
    folder = story(tmp_path)
    add_line(folder, "transactions", f"{'~' * 64},a1,C2,2026-06-04,charity,1.00,,,,,,")  # fits
    add_line(folder, "transactions", f"{'~' * 65},a1,C1,2026-06-04,charity,5.00,,,,,,")
    add_line(folder, "transactions", f"X1,a1,C1,2026-06-04,charity,5.00,,,,,{'r' * 81},")
    add_line(folder, "transactions", "X2,a1,C1,2026-06-04,charity,5.00,,,,,a\0b,")
    add_line(folder, "guarantors", f"Z,{'z' * 121},Zed,,,,,,,,")
    add_line(folder, "charges", f"{'C' * 65},a1,,2026-05-01,2026-05-01,99213,,1,9.00,,,,")
    told = take_in(folder)
    assert told.status == "partly_posted"
    codes = sorted(code for _, code in asides(told))
    assert codes == ["bad_text", "cannot_place", "cannot_place", "too_long", "too_long"]
    assert owed("2026-06-30") == "0.00 119.00 0.00"  # 120 less the 1.00 that fits
    assert_proven()


def test_numbers_with_our_own_marks_in_them(tmp_path):
    """In our sources and in LIKE "~", "%" and "_" mean something; in an export they are letters."""
    names = ["T1", "T1~2", "T1~", "T1~~2", "T_", "T%", "t1", "T1~undone"]
    start = "2026-05-01 charge C1 100.00 patient\n"
    told = tell(
        start + "\n".join(f"2026-06-01 patient_payment C1 1.00 as {name}" for name in names)
    )
    assert told.totals["transactions"]["new"] == 8
    for cents in ("2", "3"):
        changed = [
            f"2026-06-01 patient_payment C1 {cents if name == 'T1' else 1}.00 as {name}"
            for name in names
        ]
        tell(start + "\n".join(changed))
        # 100 less seven times 1.00, less the 2.00 or 3.00 that T1 is now.
        assert owed("2026-06-30") == f"0.00 {93 - int(cents)}.00 0.00"
    assert_proven()


def test_a_name_that_begins_like_json_may_change(tmp_path):
    take_in(story(tmp_path))
    without(tmp_path / "export", "guarantors", "LastA", instead="{LastA")
    assert take_in(tmp_path / "export").status == "posted"
    without(tmp_path / "export", "guarantors", "{LastA", instead="{LastA}")
    assert take_in(tmp_path / "export").status == "posted"
    assert bulk.select("SELECT last_name FROM records_guarantor") == [("{LastA}",)]


def test_a_crash_in_the_middle_leaves_nothing(tmp_path, monkeypatch):
    def crash(accounts):
        raise MemoryError

    monkeypatch.setattr(practice, "rederive", crash)
    with pytest.raises(MemoryError):
        take_in(story(tmp_path))
    tables = (
        "guarantor",
        "charge",
        "transfer",
        "importfile",
        "importproblem",
        "auditevent",
        "standing",
    )
    assert [count(table) for table in tables] == [0] * 7
    monkeypatch.undo()
    assert take_in(tmp_path / "export").status == "posted"


def test_what_is_set_aside_stays_visible_with_its_file(tmp_path):
    folder = story(tmp_path)
    add_line(folder, "transactions", "X4,a1,C9,2026-06-04,charity,5.00,,,,,,")
    take_in(folder)
    problem = ImportProblem.objects.get(level="aside")
    assert (problem.file_id, problem.cents) == (ImportFile.objects.get().id, 500)
    assert "C9" in problem.text


def test_a_row_set_aside_goes_in_once_its_charge_has_come(tmp_path):
    folder = story(tmp_path)
    add_line(folder, "transactions", "X4,a1,C9,2026-06-04,patient_payment,5.00,,,,,,")
    take_in(folder)
    add_line(folder, "charges", "C9,a1,,2026-05-01,2026-05-01,99213,,1,9.00,,,patient,")
    told = take_in(folder)
    assert told.status == "posted"
    assert told.totals["transactions"]["new"] == 1
    assert layers("2026-06-30") == "C9 2026-05-01 4.00, C1 2026-06-01 120.00"


def test_tables_that_are_not_there_are_left_alone(tmp_path):
    take_in(story(tmp_path))
    before = (newest("transfer"), count("coverage"))
    write_table(
        tmp_path / "only" / "patients.csv"
        if (tmp_path / "only").mkdir()
        else tmp_path / "only/patients.csv",
        ("patient_id", "guarantor_id", "last_name", "first_name", "birth_date"),
        [
            {
                "patient_id": "a1",
                "guarantor_id": "A",
                "last_name": "New",
                "first_name": "Name",
                "birth_date": "1990-09-09",
            }
        ],
    )
    told = take_in(tmp_path / "only")
    assert told.totals == {
        "guarantors": told.totals["guarantors"],
        "patients": {"rows": 1, "new": 0, "changed": 1, "same": 0, "aside": 0},
    }
    assert (newest("transfer"), count("coverage")) == before
