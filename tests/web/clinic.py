"""Six made-up accounts on Monday, November 23, 2026, brought in as a practice export."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from goodstanding.actions import followup_day, imports
from goodstanding.actions.unit import Actor
from goodstanding.records.models import Staff

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # 12:00 PM at the clinic
BY = Actor("a test", "system")
PASSWORD = "lantern-otter-42x"

# Lopez broke a promise and reads Spanish; Olson paid 75.00 that nobody placed; Ek is bankrupt;
# Berg's insurer has not answered; Fisk owes from today; Warsame's number has a slash in it.
LOPEZ, OLSON, EK, BERG, FISK, WARSAME = "0104233", "102210", "101990", "102555", "103014", "A/871"
PEOPLE = (
    (LOPEZ, "Lopez", "Maria", "1971-03-14", "es"),
    (OLSON, "Olson", "Pat", "1960-01-02", "en"),
    (EK, "Ek", "Jan", "1955-07-30", "en"),
    (BERG, "Berg", "Kari", "1988-12-01", "en"),
    (FISK, "Fisk", "Ole", "1979-05-17", "en"),
    (WARSAME, "Warsame", "Ayaan", "1990-01-01", "so"),
)
INSURED = (LOPEZ, BERG)
CHARGES = (
    (LOPEZ, "C1", "2026-09-22", "412.00", "insurer", "Dr. Hale"),
    (OLSON, "C2", "2026-08-03", "175.00", "patient", "Dr. Hale"),
    (EK, "C3", "2026-05-01", "480.00", "patient", "Dr. Moe"),
    (BERG, "C4", "2026-11-02", "312.00", "insurer", "Dr. Moe"),
    (FISK, "C5", "2026-11-20", "96.10", "patient", "Dr. Hale"),
    (WARSAME, "C6", "2026-06-15", "640.00", "patient", "Dr. Moe"),
)
TRANSACTIONS = (
    (LOPEZ, "C1", "T1", "2026-10-08", "contractual", "151.30"),
    (LOPEZ, "C1", "T2", "2026-10-08", "insurer_payment", "76.50"),
    (LOPEZ, "C1", "T3", "2026-10-08", "to_patient", "184.20"),
    (OLSON, "", "T4", "2026-11-20", "patient_payment", "75.00"),
)
CONTACTS = (
    (LOPEZ, "K1", "2026-10-11T10:00:00-05:00", "mail", "statement", ""),
    (LOPEZ, "K2", "2026-11-09T16:12:00-06:00", "call", "call", "promise"),
)


@dataclass(frozen=True)
class Table:
    name: str
    columns: str
    rows: Iterable[tuple[str, ...]]

    def write(self, folder: Path) -> None:
        with (folder / f"{self.name}.csv").open("w", newline="") as out:
            written = csv.writer(out)
            written.writerow(self.columns.split())
            written.writerows(self.rows)


def tables() -> list[Table]:
    person = "guarantor_id last_name first_name birth_date language street city state zip"
    place = ("100 Demonstration Avenue", "St. Cloud", "MN", "56301")
    reached = ("320-555-0177", "America/Chicago", "2026-01-05")
    patient = "patient_id guarantor_id last_name first_name birth_date relation_to_guarantor"
    visit = "patient_id charge_id service_date posted_on code units amount expects provider"
    hold = '{"chapter": "7", "case": "26-555", "filed_on": "2026-10-12"}'
    return [
        Table("guarantors", f"{person} phone_home timezone signed_on", [
            (*each, *place, *reached) for each in PEOPLE
        ]),
        Table("patients", patient, [(f"P{each[0]}", *each[:4], "self") for each in PEOPLE]),
        Table("coverages", "patient_id rank payer_id payer_name payer_type", [
            (f"P{number}", "1", "NSH", "North Star Health", "commercial") for number in INSURED
        ]),
        Table("charges", visit, [
            (f"P{number}", charge, day, day, "99213", "1", amount, expects, provider)
            for number, charge, day, amount, expects, provider in CHARGES
        ]),
        Table("transactions", "patient_id charge_id transaction_id posted_on kind amount", [
            (f"P{number}", *rest) for number, *rest in TRANSACTIONS
        ]),
        Table("contacts", "guarantor_id contact_id at channel kind outcome direction", [
            (*each, "out") for each in CONTACTS
        ]),
        Table("promises", "promise_id guarantor_id made_on amount due_on", [
            ("PR1", LOPEZ, "2026-11-09", "60.00", "2026-11-10")
        ]),
        Table("holds", "hold_id guarantor_id kind starts_on detail", [
            ("H1", EK, "bankruptcy", "2026-10-12", hold)
        ]),
    ]  # fmt: skip


def bring_in(folder: Path) -> None:
    """The export imported and today decided."""
    for table in tables():
        table.write(folder)
    setting = imports.Setting(on=DAY, by=BY, at=NOON)
    (one,) = imports.receive(folder, "practice", setting)
    assert one.status == "posted", one.problems
    followup_day.run_day(on=DAY, by=BY, at=NOON)


def colleague(role: str, *, password: str = PASSWORD) -> Staff:
    """Without a password nobody signs in by it, and none is hashed, which takes its time."""
    person = Staff(username=f"{role}-1", first_name=role.title(), role=role)
    if password:
        person.set_password(password)
    person.save()
    return person
