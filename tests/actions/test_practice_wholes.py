"""A row set aside takes nothing away: a patient's coverages and an estimate's lines are replaced
only by a whole.
"""

from pathlib import Path

import pytest

from goodstanding.records import bulk
from tests.ledger_text import assert_proven, owed, take_in, write_export

pytestmark = pytest.mark.django_db
STORY = """
coverage NSTAR commercial 1 effective_on=2026-01-01 ends_on=2026-03-01
coverage LAKES medicare 2 effective_on=2026-01-01
coverage NSTAR commercial 1 effective_on=2026-01-01 patient=b1
2026-06-01 charge C1 100.00
2026-06-01 charge C2 100.00 patient=b1
"""
A1 = "a1,1,NSTAR,Nstar,commercial,2026-01-01,2026-03-01,"
A2 = "a1,2,LAKES,Lakes,medicare,2026-01-01,,"
B1 = "b1,1,NSTAR,Nstar,commercial,2026-01-01,,"
COVERAGES = "patient_id,rank,payer_id,payer_name,payer_type,effective_on,ends_on,qmb"
ESTIMATES = "estimate_id,patient_id,given_on,kind,code,provider,amount,service_date"
LINES = ("E1,a1,2026-05-01,good_faith,99213,DR,100.00,2026-06-01",
         "E1,a1,2026-05-01,good_faith,85025,DR,20.00,2026-06-01")  # fmt: skip


def only(folder: Path, *rows: str, table: str = "coverages", header: str = COVERAGES):
    folder.mkdir()
    (folder / f"{table}.csv").write_text("\n".join([header, *rows]) + "\n")
    return take_in(folder)


def covers() -> list[tuple]:
    return bulk.select(
        "SELECT p.number, c.rank, c.payer FROM records_coverage c "
        "JOIN records_patient p ON p.id = c.patient_id ORDER BY 1, 2, 3"
    )


ALL = [("a1", 1, "NSTAR"), ("a1", 2, "LAKES"), ("b1", 1, "NSTAR")]


@pytest.fixture
def books(tmp_path):
    told = take_in(write_export(STORY, tmp_path / "before"))
    assert (told.status, covers()) == ("posted", ALL)


def stays(told, *codes: str) -> None:
    assert [problem["code"] for problem in told.problems] == list(codes)
    assert covers() == ALL
    assert (owed("2026-09-30"), owed("2026-09-30", "B")) == ("100.00 0.00 0.00",) * 2
    assert_proven()


BAD = {
    "a bad date": A2.replace("2026-01-01", "2026-02-30"),
    "a zero byte": A2.replace("Lakes", "La\0kes"),
    "a text too long": A2.replace("LAKES", "L" * 65),
}


@pytest.mark.parametrize("row", BAD.values(), ids=BAD.keys())
def test_one_bad_row_keeps_the_patients_coverages_and_says_so(books, tmp_path, row):
    told = only(tmp_path / "after", A1, row, B1)
    assert len(told.problems) == 1
    stays(told, told.problems[0]["code"])
    assert told.problems[0]["text"].endswith("What was known of the coverages of patient a1 stays.")
    assert told.totals["coverages"] == {"rows": 3, "new": 0, "changed": 0, "same": 2, "aside": 1}


def test_a_patient_whose_only_row_is_bad_keeps_it(books, tmp_path):
    stays(only(tmp_path / "after", B1.replace("2026-01-01", "2026-02-30")), "bad_date")


def test_what_else_the_patients_rows_say_waits_too(books, tmp_path):
    told = only(tmp_path / "after", A1.replace("03-01", "04-01"), BAD["a bad date"])
    stays(told, "bad_date", "kept_whole")
    kept = told.problems[1]
    assert kept["where"] == "coverages.csv line 2"
    assert "Another row of the coverages of patient a1 was set aside" in kept["text"]


UNREAD = {
    "values too many": A2.replace("Lakes", "La,kes"),
    "a quotation mark": 'a1,2,LAKES,"Lakes"x,medicare,2026-01-01,,',
    "no patient": A2.replace("a1,", ",", 1),
}


@pytest.mark.parametrize("row", UNREAD.values(), ids=UNREAD.keys())
def test_a_row_of_nobody_knows_whom_takes_from_nobody(books, tmp_path, row):
    told = only(tmp_path / "after", A1, row, B1.replace("NSTAR", "PLAINS"))
    stays(told, told.problems[0]["code"], "kept_whole")
    assert "Whose row it is cannot be told, so nothing known before" in told.problems[0]["text"]


def test_beside_a_bad_row_what_only_adds_goes_in(books, tmp_path):
    told = only(tmp_path / "after", B1, B1.replace(",1,NSTAR", ",2,LAKES"), UNREAD["no patient"])
    assert [problem["code"] for problem in told.problems] == ["missing_value"]
    assert covers() == [*ALL, ("b1", 2, "LAKES")]


def test_a_sound_file_still_takes_away_what_it_leaves_out(books, tmp_path):
    bad_of_another = B1.replace("2026-01-01", "2026-02-30")
    told = only(tmp_path / "after", A1, bad_of_another)
    assert told.totals["coverages"]["changed"] == 1
    assert covers() == [("a1", 1, "NSTAR"), ("b1", 1, "NSTAR")]
    assert owed("2026-09-30") == "0.00 100.00 0.00"


def test_coverages_in_another_order_are_the_same(books, tmp_path):
    told = only(tmp_path / "after", B1, A2, A1)
    assert told.totals["coverages"] == {"rows": 3, "new": 0, "changed": 0, "same": 3, "aside": 0}


@pytest.mark.parametrize(
    "row", [LINES[1].replace("20.00", "none"), LINES[1].replace(",a1,", ",zz,")]
)
def test_an_estimate_keeps_its_lines_beside_a_bad_one(books, tmp_path, row):
    only(tmp_path / "one", *LINES, table="estimates", header=ESTIMATES)
    told = only(tmp_path / "two", LINES[0], row, table="estimates", header=ESTIMATES)
    assert told.problems[0]["text"].endswith("What was known of the lines of estimate E1 stays.")
    lines = bulk.select("SELECT code, cents FROM records_estimate ORDER BY cents")
    assert lines == [("85025", 2000), ("99213", 10000)]
    told = only(tmp_path / "three", *LINES[::-1], table="estimates", header=ESTIMATES)
    assert told.totals["estimates"]["same"] == 2
