"""A made-up clinic for one day of calls: every account is due for its first call, on Monday,
November 23, 2026.
"""

from pathlib import Path

from goodstanding.actions import followup_day, imports
from tests.web.clinic import BY, DAY, NOON, Table

# Account, first name; all owe 184.20 since October 1, after two statements and a reminder.
NAMES = (
    ("D01", "Ada"), ("D02", "Bela"), ("D03", "Cleo"), ("D04", "Dov"), ("D05", "Edda"),
    ("D06", "Finn"), ("D07", "Gro"), ("D08", "Hugo"), ("D09", "Ines"), ("D10", "Jon"),
    ("D11", "Kaia"), ("D12", "Lars"), ("D13", "Mina"), ("D14", "Nils"), ("D15", "Olga"),
    ("D16", "Per"), ("D17", "Quin"), ("D18", "Runa"), ("D19", "Sven"), ("D20", "Tove"),
)  # fmt: skip
TWO_NUMBERS = "D18"
_SENT = (("statement", "02", "10"), ("reminder", "16", "10"), ("statement", "01", "11"))


def phone(place: int) -> str:
    return f"320-555-01{place:02}"


def _tables(amount: str) -> list[Table]:
    person = "guarantor_id last_name first_name birth_date street city state zip phone_mobile"
    patient = "patient_id guarantor_id last_name first_name birth_date relation_to_guarantor"
    visit = "patient_id charge_id service_date posted_on code units amount expects provider"
    places = list(enumerate(NAMES, 10))
    return [
        Table("guarantors", f"{person} phone_home timezone signed_on", [
            (number, f"{name}sen", name, "1971-03-14", f"{place} Demonstration Avenue",
             "St. Cloud", "MN", f"563{place}", phone(place),
             phone(place + 50) if number == TWO_NUMBERS else "", "America/Chicago", "2026-01-05")
            for place, (number, name) in places
        ]),
        Table("patients", patient, [
            (f"P{number}", number, f"{name}sen", name, "1971-03-14", "self")
            for number, name in NAMES
        ]),
        Table("charges", visit, [
            (f"P{number}", f"C{number}", "2026-10-01", "2026-10-01", "99213", "1", amount,
             "patient", "Dr. Hale") for number, _ in NAMES
        ]),
        Table("contacts", "guarantor_id contact_id at channel kind outcome direction", [
            (number, f"K{number}{place}", f"2026-{month}-{day}T10:00:00-05:00", "mail", kind, "",
             "out")
            for number, _ in NAMES for place, (kind, day, month) in enumerate(_SENT)
        ]),
    ]  # fmt: skip


def bring_in(folder: Path, amount: str = "184.20") -> None:
    """The export imported and today decided; `amount` is what each account owes."""
    for table in _tables(amount):
        table.write(folder)
    (one,) = imports.receive(folder, "practice", imports.Setting(on=DAY, by=BY, at=NOON))
    assert one.status == "posted", one.problems
    followup_day.run_day(on=DAY, by=BY, at=NOON)
