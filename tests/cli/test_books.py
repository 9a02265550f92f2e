"""`goodstanding books`: the trial balance as one document, the journal and adjustments in files."""

import csv
import json

import pytest
from python_calamine import CalamineWorkbook

from goodstanding.cli.commands import run
from tests.ledger_text import tell

pytestmark = pytest.mark.django_db
PERIOD = ("--from", "2026-10-01", "--to", "2026-10-31")
TOLD = """
2026-10-05 charge C1 200.00 patient
2026-10-20 patient_payment C1 80.00 reference=+1
2026-11-20 charity C1 10.00
"""


@pytest.fixture
def ask(capsys):
    def asked(*words: object) -> tuple[int, dict]:
        capsys.readouterr()
        status = run(["books", *map(str, words), "--json"])
        out = capsys.readouterr().out
        return status, json.loads(out) if out else {}

    return asked


def test_the_trial_balance_of_the_last_day(ask):
    tell(TOLD)
    status, told = ask(*PERIOD)
    assert (status, told["from"], told["to"]) == (0, "2026-10-01", "2026-10-31")
    moved = [row for row in told["trial_balance"] if row["debit"] != row["credit"]]
    assert moved == [
        {"account": "patient_due", "debit": "200.00", "credit": "80.00", "balance": "120.00"},
        {"account": "cash", "debit": "80.00", "credit": "0.00", "balance": "80.00"},
        {"account": "fees", "debit": "0.00", "credit": "200.00", "balance": "-200.00"},
    ]
    assert told["total"] == {"debit": "280.00", "credit": "280.00", "balance": "0.00"}


def test_the_journal_and_the_adjustments_in_files(ask, tmp_path):
    tell(TOLD)
    journal, book, off = (tmp_path / name for name in ("j.csv", "j.xlsx", "a.xlsx"))
    assert ask(*PERIOD, "--journal", journal)[0] == 0
    rows = list(csv.DictReader(journal.open(encoding="utf-8-sig", newline="")))
    assert [(row["Day"], row["Kind"], row["Amount"]) for row in rows] == [
        ("2026-10-05", "charge", "200.00"), ("2026-10-20", "patient_payment", "80.00")
    ]  # fmt: skip
    november = ("--from", "2026-11-01", "--to", "2026-11-30")
    assert ask(*november, "--journal", book, "--adjustments", off)[0] == 0
    assert CalamineWorkbook.from_path(book).sheet_names[:2] == ["Journal", "Trial balance"]
    sheet = CalamineWorkbook.from_path(off).get_sheet_by_name("Adjustments").to_python()
    assert sheet[1][:2] == ["Write-off", "charity"]
    assert sheet[1][5] == 10.0


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "2026-10-31", "--to", "2026-10-01"),
        (*PERIOD, "--journal", "/nowhere/j.csv"),
        (*PERIOD, "--journal", "j.pdf"),
        (*PERIOD, "--adjustments", "a.csv"),
    ],
)
def test_wrong_use(ask, words):
    assert ask(*words) == (2, {})
