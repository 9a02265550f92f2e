"""The demonstration clinic: the contract's form, sound books, and proportions near PEERS.md."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from goodstanding.synthetic import write_clinic
from tests import oracle
from tests.shared import SHARED, needs_shared
from tests.synthetic.conftest import ON

DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What may lie ahead of the books' end: visits booked, terms of promises and plans, dates of care.
AHEAD = {
    ("appointments", "starts_at"),
    ("promises", "due_on"),
    ("estimates", "service_date"),
    ("holds", "ends_on"),
}
TABLES = {
    *("guarantors", "patients", "coverages", "charges", "transactions", "appointments"),
    *("contacts", "promises", "plans", "estimates", "holds"),
}
TEN = date(2026, 6, 1)


def written(folder, **arguments):
    write_clinic(folder, **{"accounts": 90, "on": TEN, **arguments})
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def share(part, whole):
    return len(part) / len(whole)


def test_same_arguments_same_bytes(tmp_path):
    first = written(tmp_path / "a")
    assert first == written(tmp_path / "b")
    assert first != written(tmp_path / "c", seed=8)


def test_an_account_does_not_depend_on_how_many_there_are(tmp_path):
    few, more = written(tmp_path / "a"), written(tmp_path / "b", accounts=95)
    assert all(more[name].startswith(few[name]) for name in few)


def test_fewer_accounts_than_odd_lives(tmp_path):
    counts = write_clinic(tmp_path, accounts=3, on=TEN)
    assert counts.accounts == 3


@needs_shared
def test_every_column_of_the_contract(clinic):
    text = (SHARED / "CONTRACT.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^- `(\w+)\.csv`: (.*)$", text, re.MULTILINE))
    assert set(named) == TABLES
    for table, description in named.items():
        header = (clinic.folder / f"{table}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
        outside = re.sub(r"\([^()]*\)", "", description)
        names = [item.split()[0].strip("*") for item in outside.split(",")]
        assert header.split(",") == names, table


def test_counts_are_the_rows(clinic):
    assert clinic.counts.accounts == len(clinic.rows("guarantors")) == 2000
    assert clinic.counts.patients == len(clinic.rows("patients"))
    assert clinic.counts.charges == len(clinic.rows("charges"))
    assert clinic.counts.transactions == len(clinic.rows("transactions"))


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_table_has_rows_with_unique_numbers(clinic, table):
    rows = clinic.rows(table)
    assert rows
    key = next(iter(rows[0]))
    numbers = (
        [(row["patient_id"], row["rank"], row["effective_on"]) for row in rows]
        if (table == "coverages")
        else [row[key] for row in rows]
    )
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_nothing_is_dated_after_the_books_end(clinic, table):
    late = {
        (table, column)
        for row in clinic.rows(table)
        for column, value in row.items()
        if any(day > ON.isoformat() for day in DAY.findall(value))
    }
    assert late <= AHEAD


def test_rows_point_to_rows_that_are_there(clinic):
    guarantors = set(clinic.books.guarantors)
    patients = set(clinic.books.guarantor_of)
    charges = {row["charge_id"]: row["patient_id"] for row in clinic.rows("charges")}
    assert set(clinic.books.guarantor_of.values()) <= guarantors
    for table in ("contacts", "promises", "plans", "holds"):
        assert {row["guarantor_id"] for row in clinic.rows(table)} <= guarantors
    for table in ("coverages", "appointments", "estimates"):
        assert {row["patient_id"] for row in clinic.rows(table)} <= patients
    for row in clinic.rows("transactions"):
        assert row["charge_id"] == "" or charges[row["charge_id"]] == row["patient_id"]


def test_a_reversal_repeats_what_it_reverses(clinic):
    rows = {row["transaction_id"]: row for row in clinic.rows("transactions")}
    undoing = [row for row in rows.values() if row["kind"] == "reversal"]
    assert len(undoing) > 50
    for row in undoing:
        original = rows[row["reverses"]]
        assert [row[k] for k in ("amount", "charge_id", "patient_id")] == [
            original[k] for k in ("amount", "charge_id", "patient_id")
        ]
        assert row["posted_on"] >= original["posted_on"]


def test_amounts_are_positive_and_claims_short(clinic):
    assert all(oracle.cents(row["amount"]) > 0 for row in clinic.rows("transactions"))
    assert all(len(row["claim_id"]) <= 20 for row in clinic.rows("charges"))
    by_claim = defaultdict(set)
    for row in clinic.rows("charges"):
        if row["claim_id"]:
            by_claim[row["claim_id"]].add((row["patient_id"], row["service_date"]))
    assert all(len(visits) == 1 for visits in by_claim.values())


def test_insurers_part_below_zero_only_where_told(clinic):
    below = set()
    for guarantor, charges in clinic.books.charges.items():
        live = oracle.live_rows(clinic.books.transactions[guarantor], ON)
        for charge in charges:
            own = [row for row in live if row["charge_id"] == charge["charge_id"]]
            start = oracle.expects(clinic.books, charge) == "insurer"
            part = oracle.cents(charge["amount"]) * start + sum(
                oracle.INSURER.get(row["kind"], 0) * oracle.cents(row["amount"]) for row in own
            )
            if part < 0:
                below.add(guarantor)
    assert below == {"100046"}


def test_no_refund_is_above_the_credit(clinic):
    refunds = [row for row in clinic.rows("transactions") if row["kind"].startswith("refund")]
    assert len(refunds) > 10
    for row in refunds:
        guarantor = clinic.books.guarantor_of[row["patient_id"]]
        before = date.fromisoformat(row["posted_on"]) - timedelta(days=1)
        assert oracle.standing(clinic.books, guarantor, before).credit >= oracle.cents(
            row["amount"]
        ), row["transaction_id"]
    assert all(standing.credit >= 0 for standing in clinic.standings.values())


def test_numbers_and_addresses_nobody_has(clinic):
    for row in clinic.rows("guarantors"):
        for phone in (row["phone_home"], row["phone_mobile"]):
            assert phone == "" or re.fullmatch(r"(320|612)-555-01\d\d", phone)
        assert row["email"] == "" or row["email"].endswith(("@example.com", "@example.org"))


def test_details_of_holds_are_json_and_cover_every_kind(clinic):
    holds = clinic.rows("holds")
    kinds = "bankruptcy estate dispute good_faith_dispute assistance_pending insurer_pending"
    kinds += " workers_comp no_fault liability attorney cease_contact call_restriction military"
    kinds += " confidential_address power_of_attorney billing_error payer_appeal identity_theft"
    assert {row["kind"] for row in holds} == {*kinds.split(), "agency", "manual"}
    assert all(isinstance(json.loads(row["detail"] or "{}"), dict) for row in holds)


def test_every_kind_of_posting_occurs(clinic):
    kinds = "insurer_payment patient_payment contractual denial to_patient to_insurer reversal"
    kinds += " small_write_off bad_debt charity refund_patient refund_insurer"
    assert {row["kind"] for row in clinic.rows("transactions")} == set(kinds.split())


def test_times_carry_the_clinics_offset(clinic):
    offsets = {row["at"][-6:] for row in clinic.rows("contacts")}
    offsets |= {row["starts_at"][-6:] for row in clinic.rows("appointments")}
    assert offsets == {"-05:00", "-06:00"}


def test_payer_mix(clinic):
    first = {row["patient_id"]: row["payer_type"] for row in reversed(clinic.rows("coverages"))
             if row["rank"] == "1"}  # fmt: skip
    guarantor_of = clinic.books.guarantor_of
    of = {guarantor_of[patient]: kind for patient, kind in first.items()}
    found = Counter(of.get(guarantor, "none") for guarantor in clinic.books.guarantors)
    mix = {"commercial": 44, "medicare": 18, "medicare_advantage": 14, "medicaid": 9,
           "workers_comp": 6, "no_fault": 3, "tricare": 2, "none": 3, "other": 1}  # fmt: skip
    for kind, percent in mix.items():
        assert found[kind] / 20 == pytest.approx(percent, abs=max(2.5, percent * 0.15)), kind


def test_aging_has_the_shape_of_a_healthy_practice(clinic):
    # Patient 34/20/14/10/22 and all 58/16/8/5/13 percent, loosely: large balances are few.
    for whose, shape, off in (
        ("patient", (34, 20, 14, 10, 22), 11),
        ("all", (58, 16, 8, 5, 13), 9),
    ):
        [row] = oracle.aging(clinic.books, ON, whose=whose).values()
        assert [100 * cents / sum(row) for cents in row] == pytest.approx(list(shape), abs=off)


def test_balances_by_account(clinic):
    owed = [standing.patient_due for standing in clinic.standings.values() if standing.patient_due]
    edges = (0, 5000, 15000, 50000, 150000, 10**9)
    shape = [
        100 * share([cents for cents in owed if low <= cents < high], owed)
        for low, high in zip(edges, edges[1:], strict=False)
    ]
    assert shape == pytest.approx([35, 25, 20, 13, 7], abs=9)
    assert sum(cents for cents in owed if cents >= 50000) / sum(owed) > 0.55


def test_holds_plans_and_promises_in_proportion(clinic):
    owing = {who for who, standing in clinic.standings.items() if standing.patient_due}
    plans = {row["guarantor_id"] for row in clinic.rows("plans") if row["status"] == "active"}
    assert 0.03 < share(plans & owing, owing) < 0.14
    open_promises = {
        row["guarantor_id"]
        for row in clinic.rows("promises")
        if not row["kept_on"] and row["due_on"] >= ON.isoformat()
    }
    assert 0.005 < share(open_promises & owing, owing) < 0.05
    statuses = {row["status"] for row in clinic.rows("plans")}
    assert statuses == {"active", "completed", "broken"}


def test_a_workers_compensation_patient_owes_nothing(clinic):
    for row in clinic.rows("coverages"):
        guarantor = clinic.books.guarantor_of[row["patient_id"]]
        if row["payer_type"] == "workers_comp" and guarantor != "100011":
            assert clinic.standings[guarantor].patient_due == 0
