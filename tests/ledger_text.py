"""An account's history as a few lines of text: written as a practice export, imported, asked.

    2026-05-01 charge C1 200.00 insurer
    2026-06-01 insurer_payment C1 80.00
    2026-06-02 patient_payment - 50.00 as P1
    2026-06-09 reversal of P1

A line is: day, kind, charge ("-": none), amount, then words. `expects` of a charge may stand bare;
every other column of the tables is `column=value`. Patient "a1" belongs to account "A", "b2" to
"B"; "a1" is meant when no `patient=` says otherwise. `as NAME` numbers a transaction, else it is
T<line>.
"""

import csv
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from goodstanding.actions.imports import Received, Setting, receive
from goodstanding.actions.unit import SYSTEM, Actor
from goodstanding.core.facts import AccountFacts
from goodstanding.core.money import plain
from goodstanding.records import bulk
from goodstanding.records.queries.account_record import facts_of
from goodstanding.records.queries.aging_report import aging
from goodstanding.records.queries.proofs import prove

ANA = Actor("ana", "manager")
SYSTEM_ACTOR = Actor("tests", SYSTEM)
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
Row = dict[str, str]

GUARANTORS = (
    "guarantor_id",
    "last_name",
    "first_name",
    "birth_date",
    "street",
    "city",
    "state",
    "zip",
    "signed_on",
    "language",
    "preferred_channel",
)
PATIENTS = (
    "patient_id",
    "guarantor_id",
    "last_name",
    "first_name",
    "birth_date",
    "relation_to_guarantor",
)
COVERAGES = (
    "patient_id",
    "rank",
    "payer_id",
    "payer_name",
    "payer_type",
    "effective_on",
    "ends_on",
    "qmb",
)
CHARGES = (
    "charge_id",
    "patient_id",
    "claim_id",
    "service_date",
    "posted_on",
    "code",
    "modifiers",
    "units",
    "amount",
    "provider",
    "location",
    "expects",
    "first_billed_on",
)
TRANSACTIONS = (
    "transaction_id",
    "patient_id",
    "charge_id",
    "posted_on",
    "kind",
    "amount",
    "payer_id",
    "group_code",
    "reason_code",
    "method",
    "reference",
    "reverses",
)
HOLDS = ("hold_id", "guarantor_id", "patient_id", "kind", "starts_on", "ends_on", "detail")


@dataclass
class Tables:
    """Rows by table, in the order of the text."""

    charges: list[Row] = field(default_factory=list)
    transactions: list[Row] = field(default_factory=list)
    coverages: list[Row] = field(default_factory=list)
    holds: list[Row] = field(default_factory=list)
    people: dict[str, Row] = field(default_factory=dict)  # by account
    patients: dict[str, str] = field(default_factory=dict)  # account by patient


def tables_of(text: str) -> Tables:
    tables = Tables()
    for number, line in enumerate(text.strip().splitlines(), 1):
        words = line.split()
        if not words:
            continue
        more = dict(word.split("=", 1) for word in words if "=" in word)
        bare = [word for word in words if "=" not in word]
        patient = more.setdefault("patient_id", more.pop("patient", "a1"))
        account = more.pop("account", patient[0].upper())
        if bare[0] in ("coverage", "person") or bare[1] == "hold":
            _beside_money(tables, bare, {**more, "account": account})
        else:
            _posting(tables, number, [*bare], more)
        tables.patients[patient] = account
        tables.people.setdefault(account, {})
    return tables


def _beside_money(tables: Tables, bare: list[str], more: Row) -> None:
    account = more.pop("account")
    if bare[0] == "coverage":  # coverage PAYER TYPE RANK
        _, payer, kind, rank = bare
        row = {"payer_id": payer, "payer_name": payer.title(), "payer_type": kind, "rank": rank}
        tables.coverages.append({**row, **more})
    elif bare[0] == "person":
        more.pop("patient_id")
        tables.people.setdefault(account, {}).update(more)
    else:  # DAY hold KIND
        row = {"hold_id": f"H{len(tables.holds) + 1}", "guarantor_id": account, "kind": bare[2]}
        more.pop("patient_id")
        tables.holds.append({**row, "starts_on": bare[0], **more})


def _posting(tables: Tables, number: int, bare: list[str], more: Row) -> None:
    name = f"T{number}"
    if "as" in bare:
        at = bare.index("as")
        name = bare[at + 1]
        del bare[at : at + 2]
    day, kind, *rest = bare
    if kind == "charge":
        row = {
            "charge_id": rest[0],
            "service_date": day,
            "posted_on": day,
            "amount": rest[1],
            "code": "99213",
            "units": "1",
            "expects": rest[2] if len(rest) > 2 else "",
        }
        tables.charges.append({**row, **more})
        return
    row = {"transaction_id": name, "posted_on": day, "kind": kind}
    if kind == "reversal":
        (undone,) = [one for one in tables.transactions if one["transaction_id"] == rest[1]]
        row |= {"reverses": rest[1], "charge_id": undone["charge_id"], "amount": undone["amount"]}
        more = {**more, "patient_id": undone["patient_id"]}
    else:
        row |= {
            "charge_id": rest[0].replace("-", "") if rest[0] == "-" else rest[0],
            "amount": rest[1],
        }
    tables.transactions.append({**row, **more})


def write_export(text: str, folder: Path) -> Path:
    return write_tables(tables_of(text), folder)


def write_tables(tables: Tables, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    people = [
        {
            "guarantor_id": account,
            "last_name": f"Last{account}",
            "first_name": f"First{account}",
            "birth_date": "1980-01-01",
            "street": "1 Test Way",
            "city": "Duluth",
            "state": "MN",
            "zip": "55802",
            "signed_on": "2024-01-01",
            **more,
        }
        for account, more in tables.people.items()
    ]
    patients = [
        {
            "patient_id": patient,
            "guarantor_id": account,
            "last_name": f"Last{account}",
            "first_name": patient,
            "birth_date": "1980-01-01",
            "relation_to_guarantor": "self",
        }
        for patient, account in tables.patients.items()
    ]
    for name, columns, rows in (
        ("guarantors", GUARANTORS, people),
        ("patients", PATIENTS, patients),
        ("coverages", COVERAGES, tables.coverages),
        ("charges", CHARGES, tables.charges),
        ("transactions", TRANSACTIONS, tables.transactions),
        ("holds", HOLDS, tables.holds),
    ):
        write_table(folder / f"{name}.csv", columns, rows)
    return folder


def write_table(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    columns = (*columns, *(name for row in rows for name in row if name not in columns))
    columns = tuple(dict.fromkeys(columns))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def take_in(path: Path, *, on: str = "2026-11-23", kind: str = "auto") -> Received:
    """Imports one file or folder."""
    (one,) = receive(path, kind, Setting(on=date.fromisoformat(on), by=SYSTEM_ACTOR, at=AT))
    return one


def tell(text: str) -> Received:
    """Writes the text as an export and imports it; the whole of it must go in."""
    with tempfile.TemporaryDirectory() as folder:
        told = take_in(write_export(text, Path(folder) / "export"))
    assert told.status == "posted", told.problems
    return told


# ---- what the books say


def facts(day: str, account: str = "A") -> AccountFacts:
    found = facts_of(account, date.fromisoformat(day))
    assert found is not None
    return found


def owed(day: str, account: str = "A") -> str:
    """ "insurer patient credit" on the day: "120.00 30.00 0.00"."""
    of = facts(day, account)
    return " ".join(map(plain, (of.insurer_cents, of.patient_cents, of.credit_cents)))


def layers(day: str, account: str = "A") -> str:
    """The patient's open layers, oldest first: "C1 2026-06-01 20.00, C1 2026-07-01 5.00"."""
    listed = [
        (layer.since, charge.service_on, charge.charge_id, layer.cents)
        for charge in facts(day, account).charges
        for layer in charge.layers
    ]
    return ", ".join(
        f"{charge} {since} {plain(cents)}" for since, _, charge, cents in sorted(listed)
    )


def buckets(day: str, whose: str) -> str:
    """The five buckets of the whole book."""
    return " ".join(map(plain, aging(on=date.fromisoformat(day), whose=whose).total.cents))


def count(table: str) -> int:
    return int(bulk.select(f"SELECT COUNT(*) FROM records_{table}")[0][0])


def newest(table: str) -> int:
    return int(bulk.select(f"SELECT COALESCE(MAX(id), 0) FROM records_{table}")[0][0])


def assert_proven() -> None:
    assert [(proof.name, proof.failures) for proof in prove() if not proof.ok] == []
