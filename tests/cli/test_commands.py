"""What the commands answer for accounts told in a few lines; keys: test_contract.py."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from goodstanding.cli.commands import run
from goodstanding.records.models import (
    AuditEvent,
    Contact,
    ImportFile,
    Letter,
    LetterBatch,
)
from tests.ledger_text import count, owed, tell, write_export
from tests.outbound.paper import text_of
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db
ON = "2026-11-20"
NOON = f"{ON}T12:00:00-06:00"
CLAIM_837 = (
    b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260601*0830*^*00501"
    b"*000000001*0*T*:~GS*HC*A*B*20260601*0830*1*X*005010X222A1~ST*837*0001*005010X222A1~"
)


@pytest.fixture
def ask(capsys):
    """Runs a command with --json: its exit status and its one document ({}: it said nothing)."""

    def asked(*words: object) -> tuple[int, dict]:
        capsys.readouterr()
        status = run([*map(str, words), "--json"])
        out = capsys.readouterr().out
        return status, json.loads(out) if out else {}

    return asked


@pytest.fixture
def told(capsys):
    """Runs a command for a person: its exit status, its lines, and what it said beside them."""

    def asked(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run([str(word) for word in words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return asked


def may(ask, act: str, at: str = NOON, account: str = "A") -> dict:
    status, document = ask("may", account, "--do", act, "--at", at)
    assert status == (0 if document["allowed"] else 1)
    return document


def rules(document: dict) -> set[str]:
    return {refusal["rule"] for refusal in document["refusals"]}


# ---- may


def test_a_qualified_medicare_beneficiary_is_asked_for_nothing(ask):
    tell(
        "coverage MCR medicare 1 qmb=Y\n2026-10-01 charge C1 200.00\n2026-10-20 to_patient C1 40.00"
    )
    found = may(ask, "statement")
    assert (found["allowed"], found["amount"]) == (False, "0.00")
    (excluded,) = found["excluded"]
    assert (excluded["charge"], excluded["amount"]) == ("C1", "40.00")
    assert excluded["rule"] == "us-qmb-balance-billing-ban"
    assert excluded["citation"]


def test_a_bankruptcy_stops_what_was_owed_before_it(ask):
    filed = '{"chapter":"7","case":"26-1","filed_on":"2026-10-12"}'
    tell("2026-09-01 charge C1 80.00 patient\n2026-11-02 charge C2 30.00 patient\n"
         f"2026-10-12 hold bankruptcy detail={filed}")  # fmt: skip
    found = may(ask, "statement")
    assert (found["allowed"], found["amount"]) == (True, "30.00")
    ((charge, cents, rule),) = [
        (one["charge"], one["amount"], one["rule"]) for one in found["excluded"]
    ]
    assert (charge, cents, rule) == ("C1", "80.00", "us-bk-automatic-stay")
    before = may(ask, "statement", "2026-10-11T12:00:00-05:00")
    assert (before["allowed"], before["amount"], before["excluded"]) == (True, "80.00", [])


ARIZONA = "person phone_mobile=602-555-0100\n2026-09-01 charge C1 80.00 patient"


@pytest.mark.parametrize(("at", "allowed"), [
    ("2026-11-20T08:30:00-06:00", False),  # 7:30 AM in Phoenix
    ("2026-11-20T09:30:00-06:00", True),  # 8:30 AM in Phoenix
    ("2026-08-20T09:30:00-05:00", False),  # Arizona keeps no summer time: 7:30 AM
    ("2026-11-20T14:30:00+00:00", False),  # 8:30 AM at the clinic, told in UTC
    ("2026-11-20T08:30:00", False),  # without an offset: the clinic's clock
])  # fmt: skip
def test_an_arizona_number_sleeps_when_the_clinic_opens(ask, at, allowed):
    tell(ARIZONA.replace("2026-09-01", "2026-08-01"))
    found = may(ask, "call", at)
    assert (found["allowed"], found["amount"]) == (allowed, "80.00" if allowed else "0.00")
    assert bool(rules(found)) is not allowed


def test_the_same_number_of_the_clinics_own_state_may_be_called_at_half_past_eight(ask):
    tell("person phone_mobile=218-555-0100\n2026-09-01 charge C1 80.00 patient")
    assert may(ask, "call", "2026-11-20T08:30:00-06:00")["allowed"] is True


def test_may_speaks_of_the_day_it_is_asked_about(ask):
    tell("2026-09-01 charge C1 80.00 patient\n2026-10-01 patient_payment C1 50.00")
    amounts = [
        may(ask, "statement", f"2026-{day}T12:00:00-05:00")["amount"] for day in ("09-15", "10-15")
    ]
    assert amounts == ["80.00", "30.00"]


# ---- account, aging, worklist


def test_a_statement_of_a_past_day_as_a_copy(ask, tmp_path):
    tell("2026-09-01 charge C1 180.00 patient\n2026-10-01 patient_payment C1 50.00")
    path = tmp_path / "copy.pdf"
    status, document = ask("account", "A", "--on", "2026-09-15", "--statement", path)
    assert (status, document["balance"]) == (0, "180.00")
    text = text_of(path.read_bytes())
    assert "$180.00" in text
    assert "$130.00" not in text
    assert (count("letter"), count("attempt"), count("contact")) == (0, 0, 0)


def test_no_statement_of_nothing(told, tmp_path):
    tell("2026-09-01 charge C1 180.00 patient\n2026-10-01 patient_payment C1 180.00")
    status, out, err = told("account", "A", "--on", ON, "--statement", tmp_path / "copy.pdf")
    assert (status, out, list(tmp_path.iterdir())) == (2, "", [])
    assert "the patient owed nothing that may be asked for" in err


BOOK = """
2026-11-01 charge C1 100.10 patient
2026-10-01 charge C2 40.00 patient patient=b1
2026-05-01 charge C3 7.05 patient patient=c1
"""


def test_the_aging_workbook_holds_numbers_that_add_up(ask, tmp_path):
    tell(BOOK)
    path = tmp_path / "aging.xlsx"
    status, document = ask("aging", "--on", ON, "--by", "account", "--xlsx", path)
    assert (status, document["total"]["total"]) == (0, "147.15")
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    top = next(at for at, row in enumerate(rows) if row[0] == "Key")
    found = {row[0]: row[2:8] for row in rows[top + 1 : top + 4]}
    assert found == {
        "A": [100.10, 0.0, 0.0, 0.0, 0.0, 100.10],
        "B": [0.0, 40.0, 0.0, 0.0, 0.0, 40.0],
        "C": [0.0, 0.0, 0.0, 0.0, 7.05, 7.05],
    }
    assert rows[top + 4][7] == 147.15


def test_aging_is_of_the_day_that_was_named(ask):
    tell(BOOK)
    totals = [ask("aging", "--on", on)[1]["total"] for on in ("2026-09-30", "2026-10-31", ON)]
    assert [each["total"] for each in totals] == ["7.05", "47.05", "147.15"]
    assert (totals[1]["current"], totals[1]["over_120"]) == ("40.00", "7.05")
    assert totals[2]["d31_60"] == "40.00"


def test_each_colleague_sees_their_own_work(ask):
    tell("coverage NSTAR commercial 1\n2026-08-01 charge C1 500.00 insurer\n"
         "2026-11-01 charge C2 60.00 patient patient=b1\n"
         "2026-11-02 patient_payment - 25.00 patient=c1")  # fmt: skip
    ask("day", "--on", ON)
    seen = {
        who: {item["account"] for item in ask("worklist", "--on", ON, "--for", who)[1]["items"]}
        for who in ("front-desk", "coordinator", "biller", "manager")
    }
    assert seen == {
        "front-desk": set(),
        "coordinator": {"B"},
        "biller": {"A", "C"},
        "manager": set(),
    }
    everyone = ask("worklist", "--on", ON)[1]["items"]
    assert {item["account"] for item in everyone} == {"A", "B", "C"}
    assert [item["rank"] for item in everyone] == [1, 2, 3]


def test_the_worklist_shows_the_balance_of_its_own_day(ask):
    """With the insurer's part, and without what is posted later."""
    tell("coverage NSTAR commercial 1\n2026-11-02 charge C1 60.00 patient\n"
         "2026-11-03 charge C2 40.00 insurer\n2026-11-25 patient_payment C1 20.00")  # fmt: skip
    for on in (ON, "2026-11-26"):
        ask("day", "--on", on)
    balances = [
        (item["balance"], item["ask"]) for on in (ON, "2026-11-26")
        for item in ask("worklist", "--on", on)[1]["items"]
    ]  # fmt: skip
    assert balances == [("100.00", "60.00"), ("80.00", "40.00")]


# ---- day


def test_the_day_counts_what_it_decided_and_catches_up(ask):
    tell("2026-11-01 charge C1 80.00 patient\n2026-11-01 charge C2 9.00 patient patient=b1\n"
         "2026-11-02 hold dispute patient=b1")  # fmt: skip
    status, day = ask("day", "--on", ON)
    assert (status, day["decided"], day["days"]) == (0, 2, [ON])
    assert (day["actions"], day["letters_ready"]) == ({"statement": 1, "wait": 1}, 1)
    assert sum(day["holds"].values()) == 1
    late = ask("day", "--on", "2026-11-23")[1]
    assert late["days"] == ["2026-11-21", "2026-11-22", "2026-11-23"]


def test_a_past_day_is_refused_in_plain_words(told):
    tell("2026-11-01 charge C1 80.00 patient")
    told("day", "--on", ON)
    status, out, err = told("day", "--on", "2026-11-19")
    assert (status, out) == (2, "")
    assert err.startswith("goodstanding: 2026-11-20 has been run, so 2026-11-19 is in the past.")


# ---- letters


TWO = "2026-11-01 charge C1 80.00 patient\n2026-11-01 charge C2 60.00 patient patient=b1"


def test_letters_from_waiting_to_mailed(ask, tmp_path):
    tell(TWO)
    ask("day", "--on", ON)
    assert [one["account"] for one in ask("letters", "--on", ON)[1]["letters"]] == ["A", "B"]
    printed = ask("letters", "--on", ON, "--print", tmp_path / "batch.pdf")[1]
    rows = [(one["account"], one["kind"], one["amount"]) for one in printed["letters"]]
    assert rows == [("A", "statement", "80.00"), ("B", "statement", "60.00")]
    pulled = printed["letters"][1]["reference"]
    status, done = ask("letters", "--on", ON, "--confirm", printed["batch"], "--pulled", pulled)
    assert (status, done["sent"], done["pulled"]) == (0, 1, [pulled])
    assert timezone.localtime(Contact.objects.get().at).date().isoformat() == ON
    assert ask("account", "A", "--on", ON)[1]["next_action"]["action"] == "wait"
    assert [one["account"] for one in ask("letters", "--on", ON)[1]["letters"]] == ["B"]


def test_a_cancelled_batch_waits_again(ask, tmp_path):
    tell(TWO)
    ask("day", "--on", ON)
    batch = ask("letters", "--on", ON, "--print", tmp_path / "a.pdf")[1]["batch"]
    assert ask("letters", "--on", ON)[1]["letters"] == []
    assert ask("letters", "--on", ON, "--cancel", batch) == (0, {"batch": batch, "cancelled": 2})
    assert len(ask("letters", "--on", ON)[1]["letters"]) == 2
    assert ask("letters", "--on", ON, "--cancel", batch) == (2, {})


def test_a_letter_dropped_at_the_printer_is_told_with_its_reason(ask, tmp_path):
    tell(TWO)
    ask("day", "--on", ON)
    tell(f"{TWO}\n{ON} patient_payment C2 60.00 patient=b1")
    status, printed = ask("letters", "--on", ON, "--print", tmp_path / "a.pdf")
    assert (status, [one["account"] for one in printed["letters"]]) == (1, ["A"])
    ((account, kind, why),) = [one.values() for one in printed["dropped"]]
    assert (account, kind) == ("B", "statement")
    assert why


def test_when_every_letter_is_dropped_the_reasons_are_still_told(ask, tmp_path):
    tell("2026-11-01 charge C1 80.00 patient")
    ask("day", "--on", ON)
    tell(f"2026-11-01 charge C1 80.00 patient\n{ON} patient_payment C1 80.00")
    status, printed = ask("letters", "--on", ON, "--print", tmp_path / "a.pdf")
    assert (status, printed["batch"], printed["letters"]) == (1, None, [])
    assert [one["account"] for one in printed["dropped"]] == ["A"]
    assert not (tmp_path / "a.pdf").exists()


def test_nothing_ready_prints_nothing(ask, tmp_path):
    assert ask("letters", "--on", ON, "--print", tmp_path / "a.pdf") == (
        0, {"batch": None, "letters": [], "dropped": []}
    )  # fmt: skip


@pytest.mark.parametrize("words", [
    ("letters", "--on", ON, "--print"), ("aging", "--on", ON, "--xlsx"),
    ("account", "A", "--on", ON, "--statement"),
])  # fmt: skip
def test_a_place_that_cannot_be_written_is_wrong_use_and_changes_nothing(told, tmp_path, words):
    tell("2026-11-01 charge C1 80.00 patient")
    told("day", "--on", ON)
    for place in (tmp_path, tmp_path / "no" / "such" / "a.pdf"):
        status, out, err = told(*words, place)
        assert (status, out) == (2, "")
        assert "cannot be written" in err
    assert Letter.objects.get().state == "ready"
    assert LetterBatch.objects.count() == 0


# ---- import


def paid(trace: str, claim: str) -> bytes:
    return remittance(check(trace, one_line(claim, 200, 80, "CO-45 100", "PR-1 20")))


CLAIMS = """
coverage NSTAR commercial 1
coverage NSTAR commercial 1 patient=b1
2026-05-01 charge C1 200.00 claim_id=CL1
2026-05-01 charge C2 200.00 claim_id=CL2 patient=b1
"""


def test_a_missing_path_is_named(ask, tmp_path):
    status, document = ask("import", tmp_path / "nowhere.835", "--on", ON)
    (file,) = document["files"]
    assert (status, file["status"]) == (2, "rejected")
    assert file["problems"][0]["text"] == "nowhere.835 is not there. Check the path."


@pytest.mark.parametrize("kind", [(), ("--kind", "837")])
def test_a_claim_file_is_refused_by_its_name(ask, tmp_path, kind):
    (tmp_path / "claims.txt").write_bytes(CLAIM_837)
    status, document = ask("import", tmp_path / "claims.txt", "--on", ON, *kind)
    (file,) = document["files"]
    assert (status, file["kind"], file["status"]) == (2, "837", "rejected")
    assert "claims.txt is a 837 file" in file["problems"][0]["text"]
    assert count("remittance") == 0


def test_a_folder_of_remittances_is_read_in_order(ask, tmp_path):
    tell(CLAIMS)
    (tmp_path / "b.835").write_bytes(paid("T2", "CL2"))
    (tmp_path / "a.835").write_bytes(paid("T1", "CL1"))
    (tmp_path / ".hidden").write_bytes(b"not ours")
    status, document = ask("import", tmp_path, "--on", ON)
    assert (status, [(Path(one["path"]).name, one["status"]) for one in document["files"]]) == (
        0, [("a.835", "posted"), ("b.835", "posted")]
    )  # fmt: skip
    assert (owed(ON), owed(ON, "B")) == ("0.00 20.00 0.00", "0.00 20.00 0.00")


def test_one_good_file_beside_a_bad_one_needs_a_person(ask, tmp_path):
    tell(CLAIMS)
    (tmp_path / "a.835").write_bytes(paid("T1", "CL1"))
    (tmp_path / "b.txt").write_bytes(b"hello")
    status, document = ask("import", tmp_path / "a.835", tmp_path / "b.txt", "--on", ON)
    assert (status, [one["status"] for one in document["files"]]) == (1, ["posted", "rejected"])
    assert owed(ON) == "0.00 20.00 0.00"


def test_a_zip_of_remittances_and_a_zip_of_an_export(ask, tmp_path):
    export = write_export(CLAIMS, tmp_path / "export")
    shutil.make_archive(str(tmp_path / "books"), "zip", export)
    with zipfile.ZipFile(tmp_path / "june.zip", "w") as archive:
        archive.writestr("in/a.835", paid("T1", "CL1"))
        archive.writestr("__MACOSX/a.835", b"rubbish")
    status, document = ask("import", tmp_path / "books.zip", tmp_path / "june.zip", "--on", ON)
    assert (status, [(one["kind"], one["status"]) for one in document["files"]]) == (
        0, [("practice", "posted"), ("835", "posted")]
    )  # fmt: skip
    totals = document["files"][0]["totals"]
    assert {name: of["new"] for name, of in totals.items() if of["rows"]} == {
        "guarantors": 2, "patients": 2, "coverages": 2, "charges": 2
    }  # fmt: skip
    assert owed(ON) == "0.00 20.00 0.00"


def test_an_import_is_audited_under_the_systems_user(ask, tmp_path, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "dana")
    ask("import", write_export(BOOK, tmp_path / "export"), "--on", ON)
    assert ImportFile.objects.get().by == "cli:dana"
    assert set(AuditEvent.objects.values_list("by", "role")) == {("cli:dana", "system")}


# ---- for people


def test_without_json_a_person_reads_lines(told):
    tell(BOOK)
    status, out, err = told("aging", "--on", ON)
    assert (status, err) == (0, "")
    assert "147.15" in out
    assert not out.startswith("{")
    told("day", "--on", ON)
    status, out, _ = told("worklist", "--on", ON)
    assert out.splitlines()[0].split()[:3] == ["1", "A", "statement"]
