"""The oracle on six accounts worked by hand; the figures stand beside the rows they come from."""

from datetime import date
from pathlib import Path

import pytest

from tests import oracle
from tests.oracle import Books, Standing

ACCOUNTS = """guarantor_id,last_name,first_name
A,Ek,Ada
B,Lind,Bo
C,Dal,Cy
D,Moe,Di
E,Vik,Ed
F,Aas,Fay
"""
PATIENTS = """patient_id,guarantor_id,last_name,first_name,birth_date
a,A,Ek,Ada,1980-01-01
b,B,Lind,Bo,1980-01-01
c,C,Dal,Cy,1980-01-01
d,D,Moe,Di,1980-01-01
e1,E,Vik,Ed,1980-01-01
e2,E,Vik,Eva,2015-01-01
f,F,Aas,Fay,1980-01-01
"""
COVERAGES = """patient_id,rank,payer_id,payer_name,payer_type,effective_on,ends_on
a,1,NSTAR,North Star,commercial,2025-01-01,
b,1,LAKES,Lakes,commercial,,2026-02-28
b,2,NSTAR,North Star,commercial,2025-01-01,
d,1,NSTAR,North Star,commercial,2025-01-01,
f,1,LAKES,Lakes,commercial,2025-01-01,
"""
CHARGES = """charge_id,patient_id,service_date,posted_on,code,units,amount,provider,location,expects
A1,a,2026-01-05,2026-01-06,99213,1,200.00,Dr. One,North,
B1,b,2026-01-10,2026-01-10,73562,1,100.00,Dr. One,South,
B2,b,2026-03-10,2026-03-11,99213,1,150.00,Dr. Two,South,
C1,c,2026-02-01,2026-02-02,99203,1,300.00,Dr. Two,North,
D1,d,2026-01-02,2026-01-02,99213,1,120.00,Dr. One,North,
E1,e1,2026-04-01,2026-04-01,99213,1,80.00,,,
E2,e2,2026-03-20,2026-04-01,73130,1,60.00,,,
F1,f,2026-01-15,2026-01-15,99214,1,250.00,Dr. Two,North,
"""
TRANSACTIONS = """transaction_id,patient_id,charge_id,posted_on,kind,amount,reverses
1,a,A1,2026-02-01,insurer_payment,90.00,
2,a,A1,2026-02-01,contractual,70.00,
3,a,A1,2026-02-01,to_patient,25.00,
4,a,A1,2026-03-01,to_patient,15.00,
5,a,A1,2026-03-10,patient_payment,30.00,
10,b,B1,2026-02-01,patient_payment,0.01,
20,c,C1,2026-03-01,patient_payment,300.00,
21,c,C1,2026-03-08,reversal,300.00,20
22,c,C1,2026-03-20,reversal,300.00,21
30,d,D1,2026-02-01,to_patient,120.00,
31,d,D1,2026-02-15,patient_payment,45.00,
32,d,D1,2026-03-01,to_insurer,75.00,
33,d,D1,2026-04-01,to_patient,75.00,
34,d,D1,2026-05-01,charity,50.00,
35,d,D1,2026-06-01,bad_debt,25.00,
40,e1,,2026-03-15,patient_payment,100.00,
41,e1,,2026-05-01,refund_patient,30.00,
50,f,F1,2026-02-10,insurer_payment,160.00,
51,f,F1,2026-02-10,contractual,60.00,
52,f,F1,2026-02-10,to_patient,30.00,
53,f,F1,2026-02-20,insurer_payment,160.00,
54,f,F1,2026-03-01,refund_insurer,100.00,
55,f,F1,2026-03-05,denial,250.00,
"""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder: Path = tmp_path_factory.mktemp("by-hand")
    texts = {
        "guarantors": ACCOUNTS,
        "patients": PATIENTS,
        "coverages": COVERAGES,
        "charges": CHARGES,
        "transactions": TRANSACTIONS,
    }
    for table, text in texts.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return oracle.read(folder)


def on(text: str) -> date:
    return date.fromisoformat(text)


def figures(standing: Standing) -> tuple[int, int, int, int]:
    return standing.insurer_due, standing.patient_due, standing.credit, standing.balance


@pytest.mark.parametrize(
    ("guarantor", "day", "insurer", "patient", "credit"),
    [
        # A: 200 to the insurer; 90 + 70 + 25 + 15 take it to 0. The patient's 25 and 15 less 30.
        ("A", "2026-01-05", 0, 0, 0),  # the charge is posted the day after
        ("A", "2026-01-06", 20000, 0, 0),
        ("A", "2026-02-01", 1500, 2500, 0),  # 200 - 90 - 70 - 25
        ("A", "2026-03-01", 0, 4000, 0),
        ("A", "2026-03-10", 0, 1000, 0),
        # B: both charges expect the insurer (the second by its rank-2 coverage); a stray cent of
        # patient money on B1 has nothing to lower and is a credit.
        ("B", "2026-03-11", 25000, 0, 1),
        # C: no coverage, so 300 is the patient's. Paid, the cheque back, and back again.
        ("C", "2026-03-01", 0, 0, 0),
        ("C", "2026-03-08", 0, 30000, 0),
        ("C", "2026-03-20", 0, 0, 0),
        # D: 120 moved, 45 paid, 75 back to the insurer, 75 moved again, 50 charity, 25 bad debt.
        ("D", "2026-02-28", 0, 7500, 0),
        ("D", "2026-03-31", 7500, 0, 0),
        ("D", "2026-04-30", 0, 7500, 0),
        ("D", "2026-05-01", 0, 2500, 0),
        ("D", "2026-06-01", 0, 0, 0),
        # E: 100 unapplied before anything was due, then 80 + 60 due, then 30 of it given back.
        ("E", "2026-03-31", 0, 0, 10000),
        ("E", "2026-04-01", 0, 4000, 0),
        ("E", "2026-05-01", 0, 7000, 0),
        # F: the insurer's 160 came twice: 160 too much, 30 of it counts for the patient's 30.
        ("F", "2026-02-10", 0, 3000, 0),
        ("F", "2026-02-20", 0, 0, 13000),
        ("F", "2026-03-05", 0, 0, 3000),  # 100 given back: 60 too much less 30; a denial moves 0
    ],
)
def test_accounts_worked_by_hand(books, guarantor, day, insurer, patient, credit):
    found = figures(oracle.standing(books, guarantor, on(day)))
    assert found == (insurer, patient, credit, insurer + patient - credit)


def test_what_lowers_takes_the_oldest_layer_first(books):
    [item] = oracle.standing(books, "A", on("2026-03-10")).items
    # 30 takes all 25 of the first of February and 5 of the 15 of the first of March.
    assert item.layers == [(on("2026-03-01"), 1000)]


def test_a_reversed_reversal_keeps_the_first_day(books):
    [item] = oracle.standing(books, "C", on("2026-03-08")).items
    assert item.layers == [(on("2026-02-02"), 30000)]


def test_money_moved_back_and_forth_ages_from_the_last_move(books):
    [item] = oracle.standing(books, "D", on("2026-04-30")).items
    # Layers 120 (February) and 75 (April); 45 + 75 lower the February one to nothing.
    assert item.layers == [(on("2026-04-01"), 7500)]


def test_same_day_layers_are_paid_by_service_date(books):
    items = oracle.standing(books, "E", on("2026-04-01")).items
    # Both are the patient's since 1 April; E2 was served in March, so its 60 go first, then 40.
    assert {item.charge["charge_id"]: item.patient_due for item in items} == {"E1": 4000, "E2": 0}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        # 2026-03-11: A 10 since 03-01. B insurer 100 from 01-10 (60 days) and 150 from 03-10. C 300
        # since 02-02 (37 days). D insurer 75 from 01-02 (68 days). F and E owe nothing.
        ("total", {"total": [16000, 40000, 7500, 0, 0]}),
        (
            "account",
            {
                "A": [1000, 0, 0, 0, 0],
                "B": [15000, 10000, 0, 0, 0],
                "C": [0, 30000, 0, 0, 0],
                "D": [0, 0, 7500, 0, 0],
            },
        ),
        # On 03-10 only B's rank-2 coverage is left: it is then the first.
        (
            "payer",
            {
                "NSTAR": [16000, 0, 7500, 0, 0],
                "LAKES": [0, 10000, 0, 0, 0],
                "none": [0, 30000, 0, 0, 0],
            },
        ),
        ("location", {"North": [1000, 30000, 7500, 0, 0], "South": [15000, 10000, 0, 0, 0]}),
        ("provider", {"Dr. One": [1000, 10000, 7500, 0, 0], "Dr. Two": [15000, 30000, 0, 0, 0]}),
    ],
)
def test_aging_by_hand(books, by, expected):
    assert oracle.aging(books, on("2026-03-11"), by=by) == expected


def test_aging_of_either_party_adds_up_to_all(books):
    for day in ("2026-02-01", "2026-03-11", "2026-05-15"):
        patient, insurer, both = (
            oracle.aging(books, on(day), whose=whose).get("total", [0] * 5)
            for whose in ("patient", "insurer", "all")
        )
        assert [p + i for p, i in zip(patient, insurer, strict=True)] == both


@pytest.mark.parametrize(
    ("age", "place"),
    [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (120, 3), (121, 4)],
)
def test_bucket_edges(age, place):
    day = on("2026-11-20")
    assert oracle.bucket(date.fromordinal(day.toordinal() - age), day) == place
