"""CONTRACT.md, section 2, command by command: keys, types, exit status, one document on stdout."""

import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from goodstanding.cli.commands import run
from goodstanding.core.kinds import Act
from goodstanding.synthetic.clinic import write_clinic
from tests.ledger_text import count, tell, write_export
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db
ON = "2026-11-20"
MONEY = re.compile(r"-?\d+\.\d\d")
WORK = {"account", "patient", "action", "due_on", "balance", "priority", "reasons"}
BUCKETS = ("current", "d31_60", "d61_90", "d91_120", "over_120")


@pytest.fixture
def ask(capsys):
    """Runs a command with --json; its exit status and its one document."""

    def asked(*words: str) -> tuple[int, dict]:
        capsys.readouterr()
        try:
            status = run([*words, "--json"])
        except SystemExit as ended:  # argparse
            status = ended.code
        out = capsys.readouterr().out
        return status, json.loads(out) if out else {}

    return asked


@pytest.fixture
def clinic(tmp_path: Path, ask) -> Path:
    folder = tmp_path / "clinic"
    write_clinic(folder, accounts=60, months=12, seed=5, on=date.fromisoformat(ON))
    assert ask("import", str(folder), "--on", ON)[0] == 0
    return folder


def is_money(*values: object) -> bool:
    return all(isinstance(value, str) and MONEY.fullmatch(value) for value in values)


def is_day(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def test_init_may_be_said_twice(ask):
    first, second = ask("init"), ask("init")
    assert first == second
    assert first[0] == 0
    assert {"database", "schema"} <= first[1].keys()


def test_demo_is_the_same_for_the_same_seed(ask):
    status, told = ask("demo", "--accounts", "30", "--months", "6", "--seed", "3", "--on", ON)
    assert status == 0
    assert {"accounts", "patients", "charges", "transactions"} <= told.keys()
    assert told["accounts"] == 30
    assert all(
        type(told[name]) is int for name in ("accounts", "patients", "charges", "transactions")
    )
    assert told["charges"] == count("charge")
    assert ask("demo", "--accounts", "30", "--months", "6", "--seed", "3", "--on", ON)[1] == told


def test_import_of_a_remittance(ask, tmp_path):
    tell("coverage NSTAR commercial 1\n2026-05-01 charge C1 200.00 claim_id=CL1")
    path = tmp_path / "a.835"
    path.write_bytes(
        remittance(check("T1", one_line("CL1", 200, 80, "CO-45 100", "PR-1 20"), plb=["WO 5"]))
    )
    status, told = ask("import", str(path), "--on", ON)
    (file,) = told["files"]
    assert (status, file["status"], file["kind"], len(file["sha256"])) == (0, "posted", "835", 64)
    wanted = {
        "claims": 1,
        "charged": "200.00",
        "paid": "80.00",
        "patient_responsibility": "20.00",
        "adjustments": {"CO": "100.00", "PR": "20.00", "OA": "0.00", "PI": "0.00"},
        "provider_adjustments": "5.00",
        "payment_amount": "75.00",
        "balanced": True,
    }
    assert {name: file["totals"][name] for name in wanted} == wanted
    assert file["problems"] == []
    assert ask("import", str(path), "--on", ON)[1]["files"][0]["status"] == "duplicate"


def test_import_says_what_needs_a_person(ask, tmp_path):
    folder = write_export("2026-05-01 charge C1 200.00 patient", tmp_path / "export")
    (folder / "transactions.csv").open("a").write("X,a1,C9,2026-06-01,charity,5.00,,,,,,\n")
    status, told = ask("import", str(folder), "--on", ON)
    (problem,) = told["files"][0]["problems"]
    assert (status, told["files"][0]["status"]) == (1, "partly_posted")
    assert {"where", "code", "text"} <= problem.keys()
    assert problem["where"] == "transactions.csv line 2"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"ISA*rubbish", b"PK\x03\x04broken", b"\x00\xff"]
)
def test_what_cannot_be_read_changes_nothing(ask, tmp_path, content):
    path = tmp_path / "thing.bin"
    path.write_bytes(content)
    status, told = ask("import", str(path), "--on", ON)
    assert (status, told["files"][0]["status"]) == (2, "rejected")
    assert (count("transfer"), count("guarantor")) == (0, 0)


def test_a_table_without_a_column_needs_a_person_and_alone_it_is_wrong_use(ask, tmp_path):
    folder = write_export("2026-05-01 charge C1 200.00 patient", tmp_path / "export")
    people = folder / "patients.csv"
    people.write_text("patient_id,last_name\na1,Ek\n")
    status, told = ask("import", str(people))
    assert (status, told["files"][0]["status"], count("importfile")) == (2, "rejected", 1)
    status, told = ask("import", str(folder))
    assert (status, told["files"][0]["status"]) == (1, "partly_posted")
    assert (count("guarantor"), count("patient")) == (1, 0)
    codes = [problem["code"] for problem in told["files"][0]["problems"]]
    assert codes == ["missing_column", "unknown_reference"]
    assert ask("import", str(tmp_path / "nowhere"))[0] == 2


@pytest.mark.parametrize("name", ["empty", "empty.zip", "nested"])
def test_a_folder_without_a_file_is_wrong_use(ask, tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "nested" / "inside").mkdir(parents=True)
    (tmp_path / "nested" / ".hidden").write_text("x")
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    status, told = ask("import", str(tmp_path / name), "--on", ON)
    (file,) = told["files"]
    assert (status, file["status"]) == (2, "rejected")
    assert file["problems"][0]["text"].startswith(f"{name} holds no file to read")


def test_two_exports_in_one_zip_are_refused_for_what_they_are(ask, tmp_path):
    people = "guarantor_id,last_name,first_name\nGA,A,B\n"
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for folder in "ab":
            archive.writestr(f"{folder}/guarantors.csv", people)
    status, told = ask("import", str(tmp_path / "two.zip"), "--on", ON)
    (file,) = told["files"]
    assert (status, file["status"], file["kind"]) == (2, "rejected", "practice")
    assert "tables of an export in more than one folder (a, b)" in file["problems"][0]["text"]
    assert count("guarantor") == 0


FAR = ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"]


@pytest.mark.parametrize("on", FAR)
@pytest.mark.parametrize("words", [("aging", "--on"), ("account", "A", "--on"),
                                   ("may", "A", "--do", "call", "--at")])  # fmt: skip
def test_a_day_no_clinic_works_on_is_wrong_use(capsys, words, on):
    tell(MOVED)
    with pytest.raises(SystemExit) as ended:
        run([*words, on, "--json"])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert f"{on} is no " in said.err
    assert "from 1900-01-01 to 2199-12-31" in said.err


@pytest.mark.parametrize("on", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_are_answered(ask, on):
    tell(MOVED)
    assert ask("aging", "--on", on)[0] == ask("account", "A", "--on", on)[0] == 0
    assert ask("may", "A", "--do", "call", "--at", f"{on}T12:00")[0] in (0, 1)


def test_day(ask, clinic):
    status, day = ask("day", "--on", ON)
    assert (status, day["on"], day["accounts"], day["decided"]) == (0, ON, 60, 60)
    assert set(day["actions"]) <= {act.value for act in Act}
    assert sum(day["actions"].values()) == 60
    assert type(day["seconds"]) in (int, float)
    assert all(type(number) is int for number in day["holds"].values())
    assert ask("day", "--on", ON)[1]["decided"] == 0
    assert ask("day", "--on", "2026-11-19")[0] == 2


def test_worklist(ask, clinic):
    ask("day", "--on", ON)
    status, listed = ask("worklist", "--on", ON, "--limit", "5")
    assert (status, listed["on"]) == (0, ON)
    assert [item["rank"] for item in listed["items"]] == [1, 2, 3, 4, 5]
    for item in listed["items"]:
        assert item.keys() >= WORK
        assert is_money(item["balance"])
        assert is_day(item["due_on"])
        assert item["reasons"]
    assert listed == ask("worklist", "--on", ON, "--limit", "5")[1]


@pytest.mark.parametrize("who", ["front-desk", "coordinator", "biller", "manager"])
def test_a_worklist_for_each(ask, clinic, who):
    ask("day", "--on", ON)
    assert ask("worklist", "--on", ON, "--for", who)[0] == 0


MOVED = """
coverage NSTAR commercial 1
2026-05-01 charge C1 200.00
2026-07-01 to_patient C1 50.00
2026-09-01 hold dispute
"""


def test_account(ask):
    tell(MOVED)
    status, told = ask("account", "A", "--on", "2026-08-15")
    assert (status, told["account"], told["balance"], told["credit"]) == (0, "A", "200.00", "0.00")
    assert (told["insurer_due"], told["patient_due"]) == ("150.00", "50.00")
    assert told["aging"] == dict.fromkeys(BUCKETS, "0.00") | {"d31_60": "50.00"}
    item = {
        "charge": "C1",
        "service_date": "2026-05-01",
        "amount": "200.00",
        "insurer_due": "150.00",
        "patient_due": "50.00",
        "patient_due_since": "2026-07-01",
        "age_days": 45,
    }
    assert {name: told["items"][0][name] for name in item} == item
    assert told["holds"] == []  # placed later


def test_what_comes_next_for_an_account(ask):
    tell(MOVED)
    ask("day", "--on", ON)
    now = ask("account", "A", "--on", ON)[1]
    assert {"holds", "plan", "promises", "history", "deadlines", "next_action"} <= now.keys()
    assert len(now["holds"]) == 1
    assert {"action", "due_on", "reasons"} <= now["next_action"].keys()
    assert all(
        {"code", "text", "citation"} <= reason.keys() for reason in now["next_action"]["reasons"]
    )
    assert ask("account", "nobody")[0] == 2


@pytest.mark.parametrize("by", ["total", "account", "payer", "location", "provider"])
def test_aging(ask, clinic, by):
    for whose in ("patient", "insurer", "all"):
        status, told = ask("aging", "--on", ON, "--by", by, "--whose", whose)
        assert (status, told["on"], told["whose"]) == (0, ON, whose)
        for row in (*told["rows"], told["total"]):
            assert is_money(*(row[name] for name in (*BUCKETS, "total")))
            assert "key" in row
    assert ask("aging", "--by", "colour")[0] == 2


def test_aging_as_a_workbook(ask, clinic, tmp_path):
    assert ask("aging", "--on", ON, "--xlsx", str(tmp_path / "aging.xlsx"))[0] == 0
    assert (tmp_path / "aging.xlsx").read_bytes()[:2] == b"PK"


def test_may(ask):
    tell("2026-09-01 charge C1 80.00 patient\n2026-09-20 hold bankruptcy")
    status, told = ask("may", "A", "--do", "statement", "--at", "2026-11-20T10:00:00-06:00")
    assert (status, told["allowed"]) == (1, False)
    assert is_money(told["amount"])
    for refusal in told["refusals"]:
        assert {"rule", "text", "citation", "until"} <= refusal.keys()
    assert told["refusals"] or told["excluded"]
    before = ask("may", "A", "--do", "statement", "--at", "2026-09-15T10:00:00-05:00")
    assert (before[0], before[1]["allowed"], before[1]["amount"]) == (0, True, "80.00")
    assert ask("may", "A", "--do", "dance")[0] == 2
    assert ask("may", "nobody", "--do", "call")[0] == 2


def test_letters_are_printed_confirmed_and_counted(ask, tmp_path):
    tell("2026-11-01 charge C1 80.00 patient")
    ask("day", "--on", ON)
    waiting = ask("letters", "--on", ON)
    assert waiting[1]["batch"] is None
    assert [
        {"account", "kind", "pages", "language"} <= one.keys() for one in waiting[1]["letters"]
    ] == [True]
    status, printed = ask("letters", "--on", ON, "--print", str(tmp_path / "batch.pdf"))
    (letter,) = printed["letters"]
    assert (status, letter["account"], letter["language"]) == (0, "A", "en")
    assert letter["pages"] >= 1
    assert (tmp_path / "batch.pdf").read_bytes()[:5] == b"%PDF-"
    assert ask("letters", "--on", ON, "--confirm", str(printed["batch"]))[1]["sent"] == 1
    assert ask("letters", "--on", ON, "--confirm", str(printed["batch"]))[0] == 2  # mailed already


def test_verify(ask, clinic):
    status, told = ask("verify")
    assert (status, told["ok"]) == (0, True)
    for one in told["checks"]:
        assert {"name", "ok", "checked", "failures"} <= one.keys()
    assert any("audit" in one["name"] for one in told["checks"])


@pytest.mark.parametrize(
    "words", [[], ["dance"], ["day", "--on", "tomorrow"], ["account"], ["import"]]
)
def test_wrong_use_is_told_on_stderr(capsys, words):
    with pytest.raises(SystemExit) as ended:
        run(words)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""
