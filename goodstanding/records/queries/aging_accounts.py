"""The people behind one cell of the aging report: their amounts add up to the cell, to the cent."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.aging import BUCKETS, edges
from goodstanding.core.money import Cents
from goodstanding.records import bulk
from goodstanding.records.queries.aging_report import items

PAGE = 100
EVERY = ""


@dataclass(frozen=True, slots=True)
class CellRow:
    """`oldest_on` is the day the oldest money of the cell is counted from."""

    account_id: str
    person_name: str
    cents: Cents
    oldest_on: date
    queue: str
    act: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`rows` is one page, largest first; `accounts` and `cents` are the whole cell's."""

    rows: tuple[CellRow, ...]
    accounts: int
    cents: Cents


def accounts_in(*, on: date, whose: str, by: str, key: str, bucket: str, page: int = 1) -> Cell:
    """`key` "total" is every row, `bucket` EVERY every age."""
    parties = ("patient", "insurer") if whose == "all" else (whose,)
    limits = edges(on)
    sums: dict[int, tuple[Cents, str]] = {}
    for found, since, cents, account in items("account" if by == "total" else by, parties, on):
        age = BUCKETS[sum(since < limit for limit in limits)]
        if (by != "total" and key not in ("total", found)) or bucket not in (EVERY, age):
            continue
        before, oldest = sums.get(account, (0, since))
        sums[account] = (before + cents, min(oldest, since))
    ordered = sorted(sums, key=lambda account: (-sums[account][0], account))
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    people = {row[0]: row[1:] for row in bulk.select(
        "SELECT g.id, g.number, g.last_name, g.first_name, s.queue, s.act FROM records_guarantor g "
        f"LEFT JOIN records_standing s ON s.guarantor_id = g.id WHERE g.id IN ({bulk.keys(shown)})"
    )}  # fmt: skip
    return Cell(
        tuple(_row(people[account], *sums[account]) for account in shown),
        len(ordered),
        sum(cents for cents, _ in sums.values()),
    )


def _row(person: tuple[str, ...], cents: Cents, oldest: str) -> CellRow:
    number, last, first, queue, act = person
    return CellRow(
        number, f"{last}, {first}", cents, date.fromisoformat(oldest), queue or "", act or ""
    )
