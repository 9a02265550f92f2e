"""An independent reckoning of the practice export, by CONTRACT.md's "How amounts count".

Plain on purpose: no import from goodstanding, no cleverness, one rule after another. Whole cents
throughout.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

BUCKETS = ("current", "d31_60", "d61_90", "d91_120", "over_120")
Row = dict[str, str]


@dataclass
class Books:
    """The rows of the export, found by what they belong to."""

    guarantors: list[str] = field(default_factory=list)
    guarantor_of: dict[str, str] = field(default_factory=dict)  # by patient
    coverages: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))  # by patient
    charges: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))  # by guarantor
    transactions: dict[str, list[Row]] = field(
        default_factory=lambda: defaultdict(list)
    )  # by guarantor


@dataclass
class Item:
    """One charge on the day asked: `layers` are (since, cents) still open, after unapplied money
    was counted.
    """

    charge: Row
    insurer_due: int = 0
    layers: list[tuple[date, int]] = field(default_factory=list)

    @property
    def patient_due(self) -> int:
        return sum(cents for _, cents in self.layers)


@dataclass
class Standing:
    items: list[Item]
    credit: int

    @property
    def insurer_due(self) -> int:
        return sum(item.insurer_due for item in self.items)

    @property
    def patient_due(self) -> int:
        return sum(item.patient_due for item in self.items)

    @property
    def balance(self) -> int:
        return self.insurer_due + self.patient_due - self.credit


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def rows_of(folder: Path, table: str) -> list[Row]:
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, restval=""))


def read(folder: Path) -> Books:
    books = Books()
    books.guarantors = [row["guarantor_id"] for row in rows_of(folder, "guarantors")]
    for row in rows_of(folder, "patients"):
        books.guarantor_of[row["patient_id"]] = row["guarantor_id"]
    for row in rows_of(folder, "coverages"):
        books.coverages[row["patient_id"]].append(row)
    for row in rows_of(folder, "charges"):
        books.charges[books.guarantor_of[row["patient_id"]]].append(row)
    for row in rows_of(folder, "transactions"):
        books.transactions[books.guarantor_of[row["patient_id"]]].append(row)
    return books


def in_force(books: Books, charge: Row) -> list[Row]:
    """Coverages of the charge's patient on its service date, by rank."""
    day = charge["service_date"]
    kept = [
        row
        for row in books.coverages[charge["patient_id"]]
        if (row.get("effective_on") or "0001-01-01") <= day <= (row.get("ends_on") or "9999-12-31")
    ]
    return sorted(kept, key=lambda row: row["rank"])


def expects(books: Books, charge: Row) -> str:
    return charge.get("expects") or ("insurer" if in_force(books, charge) else "patient")


def live_rows(rows: list[Row], day: date) -> list[Row]:
    """Posted by that day and not undone by a reversal that is itself live; reversals themselves
    left out.
    """
    posted = [row for row in rows if date.fromisoformat(row["posted_on"]) <= day]
    undone_by: dict[str, list[Row]] = defaultdict(list)
    for row in posted:
        if row["kind"] == "reversal":
            undone_by[row["reverses"]].append(row)

    def is_live(row: Row) -> bool:
        return not any(is_live(reversal) for reversal in undone_by[row["transaction_id"]])

    return [row for row in posted if row["kind"] != "reversal" and is_live(row)]


INSURER = {
    "insurer_payment": -1,
    "contractual": -1,
    "to_patient": -1,
    "refund_insurer": 1,
    "to_insurer": 1,
}
LOWERS = {
    "patient_payment": 1,
    "small_write_off": 1,
    "charity": 1,
    "bad_debt": 1,
    "to_insurer": 1,
    "refund_patient": -1,
}
UNAPPLIED = {"patient_payment": 1, "refund_patient": -1, "refund_insurer": -1}


def standing(books: Books, guarantor_id: str, day: date) -> Standing:
    live = live_rows(books.transactions[guarantor_id], day)
    pool = sum(
        UNAPPLIED.get(row["kind"], 0) * cents(row["amount"]) for row in live if not row["charge_id"]
    )
    items, excess = [], 0
    for charge in books.charges[guarantor_id]:
        own = [row for row in live if row["charge_id"] == charge["charge_id"]]
        item, too_much = one_charge(books, charge, own, day)
        items.append(item)
        excess += too_much
    return Standing(items, count_pool(items, pool + excess))


def one_charge(books: Books, charge: Row, live: list[Row], day: date) -> tuple[Item, int]:
    """The charge by itself, and by how much either party's part is below zero."""
    posted_on = date.fromisoformat(charge["posted_on"])
    insurer = 0
    layers: list[tuple[date, int]] = []
    if posted_on <= day:
        if expects(books, charge) == "insurer":
            insurer = cents(charge["amount"])
        else:
            layers.append((posted_on, cents(charge["amount"])))
    lowered = 0
    for row in live:
        amount = cents(row["amount"])
        insurer += INSURER.get(row["kind"], 0) * amount
        lowered += LOWERS.get(row["kind"], 0) * amount
        if row["kind"] == "to_patient":
            layers.append((date.fromisoformat(row["posted_on"]), amount))
    excess = -min(insurer, 0)
    kept: dict[date, int] = defaultdict(int)  # what became due the same day is one layer
    for since, amount in sorted(layers):
        taken = min(amount, max(lowered, 0))
        lowered -= taken
        kept[since] += amount - taken
    open_layers = [(since, amount) for since, amount in kept.items() if amount]
    return Item(charge, max(insurer, 0), open_layers), excess + lowered


def count_pool(items: list[Item], pool: int) -> int:
    """Counts the pool against open layers, by day, service date and charge_id; returns what is
    left.
    """
    queue = [
        (since, item.charge["service_date"], item.charge["charge_id"], place, item)
        for item in items
        for place, (since, _) in enumerate(item.layers)
    ]
    for since, _, _, place, item in sorted(queue, key=lambda entry: entry[:4]):
        taken = min(max(pool, 0), item.layers[place][1])
        pool -= taken
        item.layers[place] = (since, item.layers[place][1] - taken)
    for item in items:
        item.layers = [layer for layer in item.layers if layer[1]]
    return pool


def bucket(since: date, day: date) -> int:
    age = (day - since).days
    return 0 if age <= 30 else 1 if age <= 60 else 2 if age <= 90 else 3 if age <= 120 else 4


def key_of(books: Books, charge: Row, by: str) -> str:
    if by == "total":
        return "total"
    if by == "account":
        return books.guarantor_of[charge["patient_id"]]
    if by == "payer":
        covers = in_force(books, charge)
        return covers[0]["payer_id"] if covers else "none"
    return charge.get(by) or "none"


def aging(
    books: Books, day: date, *, by: str = "total", whose: str = "all"
) -> dict[str, list[int]]:
    """Cents by key, in the order of BUCKETS; rows that are all zero are left out."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0] * len(BUCKETS))
    for guarantor_id in books.guarantors:
        for item in standing(books, guarantor_id, day).items:
            key = key_of(books, item.charge, by)
            if whose != "patient" and item.insurer_due:
                served = date.fromisoformat(item.charge["service_date"])
                rows[key][bucket(served, day)] += item.insurer_due
            if whose != "insurer":
                for since, amount in item.layers:
                    rows[key][bucket(since, day)] += amount
    return dict(rows)
