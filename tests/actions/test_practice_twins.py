"""The same insurer money in an 835 and in the practice export is posted once, in either order."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from goodstanding.actions.imports import Received, Setting, receive
from goodstanding.actions.unit import SYSTEM, Actor
from goodstanding.records.queries.account_record import facts_of

pytestmark = pytest.mark.django_db
SETTING = Setting(
    on=date(2026, 9, 21), by=Actor("test", SYSTEM), at=datetime(2026, 9, 21, tzinfo=UTC)
)
TABLES = {
    "guarantors": "guarantor_id,last_name,first_name\nG1,Test,Ann\n",
    "patients": "patient_id,guarantor_id,last_name,first_name,birth_date\n"
    "P1,G1,Test,Ann,1980-01-01\n",
    "coverages": "patient_id,rank,payer_id,payer_name,payer_type\nP1,1,MED,Plan,commercial\n",
    "charges": "charge_id,patient_id,claim_id,service_date,posted_on,code,units,amount\n"
    "C1,P1,CL1,2026-09-01,2026-09-02,99213,1,150.00\n",
}
PAID = "T1,P1,C1,2026-09-22,insurer_payment,80.00\n"
TAKEN_OFF = "T2,P1,C1,2026-09-22,contractual,50.00\n"
# 150.00 charged, 80.00 paid, CO-45 50.00, PR-3 20.00.
REMITTANCE = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*US             *260920*1200*^*00501*"
    "000000001*0*P*:~GS*HP*A*B*20260920*1200*1*X*005010X221A1~ST*835*0001~"
    "BPR*I*80.00*C*ACH************20260920~TRN*1*TRACE1*1999999999~N1*PR*PLAN~N1*PE*US*XX*1~LX*1~"
    "CLP*CL1*1*150*80*20*12*ICN1~SVC*HC:99213*150*80**1~DTM*472*20260901~CAS*CO*45*50~CAS*PR*3*20~"
    "SE*12*0001~GE*1*1~IEA*1*000000001~"
)


def take_in(folder: Path, transactions: str = "") -> Received:
    folder.mkdir(exist_ok=True)
    rows = "transaction_id,patient_id,charge_id,posted_on,kind,amount\n" + transactions
    for name, text in {**TABLES, "transactions": rows}.items():
        (folder / f"{name}.csv").write_text(text)
    (received,) = receive(folder, "auto", SETTING)
    return received


def remit(folder: Path) -> Received:
    path = folder / "bench.835"
    path.write_text(REMITTANCE)
    (received,) = receive(path, "auto", SETTING)
    return received


def money() -> tuple[int, int, int]:
    facts = facts_of("G1", date(2026, 12, 1))
    assert facts is not None
    return facts.insurer_cents, facts.patient_cents, facts.credit_cents


def test_an_export_after_the_835_posts_nothing_again(tmp_path):
    take_in(tmp_path / "one")
    assert remit(tmp_path).status == "posted"
    received = take_in(tmp_path / "two", PAID + TAKEN_OFF)
    assert received.totals["transactions"]["same"] == 2
    assert money() == (0, 2000, 0)
    take_in(tmp_path / "three", PAID + TAKEN_OFF + "T3,P1,,2026-09-30,patient_payment,5.00\n")
    assert money() == (0, 1500, 0)


def test_an_835_after_the_export_waits_for_a_person(tmp_path):
    take_in(tmp_path / "one", PAID + TAKEN_OFF + "T4,P1,C1,2026-09-22,to_patient,20.00\n")
    assert remit(tmp_path).status == "exceptions"
    assert money() == (0, 2000, 0)


def test_more_than_the_835_left_open_waits_for_a_person(tmp_path):
    take_in(tmp_path / "one")
    remit(tmp_path)
    received = take_in(tmp_path / "two", PAID + "T5,P1,C1,2026-09-23,insurer_payment,79.99\n")
    assert [problem["code"] for problem in received.problems] == ["settled_by_remittance"]
    assert money() == (0, 2000, 0)


@pytest.mark.parametrize("change", [("80.00", "85.00"), ("insurer_payment", "patient_payment")])
def test_a_twin_that_says_something_else_waits_for_a_person(tmp_path, change):
    take_in(tmp_path / "one")
    remit(tmp_path)
    take_in(tmp_path / "two", PAID)
    received = take_in(tmp_path / "three", PAID.replace(*change))
    assert [problem["code"] for problem in received.problems] == ["settled_by_remittance"]
    assert money() == (0, 2000, 0)


def test_twins_alone_are_known_the_next_time(tmp_path):
    take_in(tmp_path / "one")
    remit(tmp_path)
    for folder, more in (("two", ""), ("three", "\n")):
        received = take_in(tmp_path / folder, PAID + TAKEN_OFF + more)
        assert (received.problems, received.totals["transactions"]["same"]) == ((), 2)


def test_reversing_a_twin_reverses_the_remittance_s_transfer(tmp_path):
    take_in(tmp_path / "one")
    remit(tmp_path)
    back = (
        "transaction_id,patient_id,charge_id,posted_on,kind,amount,reverses\n"
        "T1,P1,C1,2026-09-22,insurer_payment,80.00,\nT6,P1,C1,2026-09-25,reversal,80.00,T1\n"
    )
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "transactions.csv").write_text(back)
    list(receive(tmp_path / "two", "auto", SETTING))
    assert money() == (8000, 2000, 0)
