"""A made-up clinic with fifty statements to print on Monday, November 23, 2026; three are odd."""

from pathlib import Path

from goodstanding.actions import followup_day, imports
from tests.web.clinic import BY, DAY, NOON, Table

# Three owe so much that a person reads the letter first.
ODD = ("E10", "E25", "E40")
NUMBERS = tuple(f"E{number:02}" for number in range(50))


def _tables() -> list[Table]:
    person = "guarantor_id last_name first_name birth_date street city state zip"
    patient = "patient_id guarantor_id last_name first_name birth_date relation_to_guarantor"
    visit = "patient_id charge_id service_date posted_on code units amount expects provider"
    return [
        Table("guarantors", person, [
            (number, f"{number}sen", "Ada", "1971-03-14", f"{number} Demonstration Avenue",
             "St. Cloud", "MN", f"563{number[1:]}") for number in NUMBERS
        ]),
        Table("patients", patient, [
            (f"P{number}", number, f"{number}sen", "Ada", "1971-03-14", "self")
            for number in NUMBERS
        ]),
        Table("charges", visit, [
            (f"P{number}", f"C{number}", "2026-11-20", "2026-11-20", "99213", "1",
             "1200.00" if number in ODD else "96.10", "patient", "Dr. Hale") for number in NUMBERS
        ]),
    ]  # fmt: skip


def bring_in(folder: Path) -> None:
    """The export imported and today decided."""
    for table in _tables():
        table.write(folder)
    (one,) = imports.receive(folder, "practice", imports.Setting(on=DAY, by=BY, at=NOON))
    assert one.status == "posted", one.problems
    followup_day.run_day(on=DAY, by=BY, at=NOON)
