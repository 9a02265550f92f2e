"""Many accounts that are due a first statement, each with marks no other account has.

A name, a street and amounts of its own: whatever is made for one account can be searched for what
belongs to another.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

from goodstanding.core.money import plain

_SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo",
              "yu", "za")  # fmt: skip
LEAST_CENTS = 10_007


def mark(number: int) -> str:
    """A word of its own for each number below 65,536, none of them part of another."""
    signs = [_SYLLABLES[number >> shift & 15] for shift in (12, 8, 4, 0)]
    return "".join(signs).capitalize()


def account(number: int) -> str:
    return f"7{number:05d}"


def cents_of(number: int, charge: int) -> int:
    """No two charges of all accounts have the same amount; below a thousand dollars a charge for
    the first thirty thousand.
    """
    return LEAST_CENTS + 3 * number + charge


def write_due(folder: Path, *, accounts: int, on: date) -> None:
    """One, two or three uninsured visits an account, a few days before `on`: a statement each."""
    people: list[list[object]] = []
    patients: list[list[object]] = []
    charges: list[list[object]] = []
    served = on - timedelta(days=6)
    for number in range(accounts):
        own, word = account(number), mark(number)
        people.append([own, word, "Ann", f"{1 + number} {word} Street", "St. Cloud", "MN",
                       f"{55_000 + number % 900:05d}", "en"])  # fmt: skip
        patients.append([f"P{own}", own, word, "Ann", "1980-01-01"])
        for visit in range(1 + number % 3):
            day = served - timedelta(days=visit)
            charges.append([f"C{own}-{visit}", f"P{own}", day, served, "99213", 1,
                            plain(cents_of(number, visit)), "Dr. Hale", "patient"])  # fmt: skip
    _table(folder / "guarantors.csv",
           "guarantor_id last_name first_name street city state zip language", people)  # fmt: skip
    _table(
        folder / "patients.csv", "patient_id guarantor_id last_name first_name birth_date", patients
    )
    _table(folder / "charges.csv", "charge_id patient_id service_date posted_on code units amount "
           "provider expects", charges)  # fmt: skip


def _table(path: Path, columns: str, rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(columns.split())
        writer.writerows(rows)
