"""Aging: open money by age, from open items; from the ledger for accounts that have postings after
the day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from goodstanding.core.aging import BUCKETS, edges
from goodstanding.core.money import Cents
from goodstanding.records import bulk
from goodstanding.records.derived import derive

GROUPINGS = ("total", "account", "payer", "location", "provider")
WHOSE = ("patient", "insurer", "all")
NOBODY = "none"  # no payer, location or provider on the charge


@dataclass(frozen=True, slots=True)
class AgingRow:
    """Cents by bucket. `key` is the account's number, the payer's id, the location or the provider;
    `label` for people.
    """

    key: str
    label: str
    current: Cents = 0
    d31_60: Cents = 0
    d61_90: Cents = 0
    d91_120: Cents = 0
    over_120: Cents = 0
    accounts: int = 0

    @property
    def total(self) -> Cents:
        return sum(self.cents)

    @property
    def cents(self) -> tuple[Cents, ...]:
        return (self.current, self.d31_60, self.d61_90, self.d91_120, self.over_120)


@dataclass(frozen=True, slots=True)
class AgingReport:
    on: date
    by: str
    whose: str
    rows: tuple[AgingRow, ...]
    total: AgingRow


def aging(*, on: date, by: str = "total", whose: str = "patient") -> AgingReport:
    """Rows by key, largest first for people to read; all-zero rows are left out."""
    assert by in GROUPINGS and whose in WHOSE
    parties = ("patient", "insurer") if whose == "all" else (whose,)
    sums: dict[str, list[int]] = {}
    seen: dict[str, set[int]] = {}
    limits = edges(on)
    if by == "total":
        _add_totals(sums, parties, on)
    else:
        for key, since, cents, account in items(by, parties, on):
            row = sums.setdefault(key, [0] * len(BUCKETS))
            row[sum(since < limit for limit in limits)] += cents
            seen.setdefault(key, set()).add(account)
    labels = _labels(by, sums)
    rows = [
        _row(key, labels.get(key, key), [*cents, len(seen.get(key, ()))])
        for key, cents in sums.items()
    ]
    rows.sort(key=lambda row: (-row.total, row.key))
    total = [sum(column) for column in zip(*sums.values(), strict=True)] or [0] * len(BUCKETS)
    return AgingReport(on, by, whose, tuple(rows), AgingRow("total", "Total", *total))


def _row(key: str, label: str, cents_and_accounts: list[int]) -> AgingRow:
    return AgingRow(key, label, *cents_and_accounts)


def _ahead(on: date) -> list[int]:
    return [
        key for key, in bulk.select(
            "SELECT guarantor_id FROM records_standing WHERE last_posted_on > %s ORDER BY "
            "guarantor_id",
            [on.isoformat()],
        )
    ]  # fmt: skip


def _bucket_sums(on: date) -> str:
    first, second, third, fourth = (f"'{edge}'" for edge in edges(on))
    spans = (f"since >= {first}", f"since < {first} AND since >= {second}",
             f"since < {second} AND since >= {third}", f"since < {third} AND since >= {fourth}",
             f"since < {fourth}")  # fmt: skip
    return ", ".join(f"COALESCE(SUM(CASE WHEN {span} THEN cents ELSE 0 END), 0)" for span in spans)


def _add_totals(sums: dict[str, list[int]], parties: tuple[str, ...], on: date) -> None:
    """One pass in the database; only accounts with later postings are worked out from
    the ledger.
    """
    marks, values = bulk.text_in(parties)
    ahead = _ahead(on)
    (row,) = bulk.select(
        f"SELECT {_bucket_sums(on)} FROM records_openitem WHERE party IN ({marks}) AND "
        f"guarantor_id NOT IN "
        "(SELECT guarantor_id FROM records_standing WHERE last_posted_on > %s)",
        [*values, on.isoformat()],
    )
    total = sums["total"] = [int(cents) for cents in row]
    limits = edges(on)
    for _, _, since, cents, _ in _from_ledger(ahead, parties, on):
        total[sum(since < limit for limit in limits)] += cents


_KEYS = {
    "account": "g.number",
    "payer": "c.payer",
    "location": "c.location",
    "provider": "c.provider",
}


def items(by: str, parties: tuple[str, ...], on: date) -> Iterator[tuple[str, str, int, int]]:
    """(key, since, cents, account) of every open item on the day."""
    marks, values = bulk.text_in(parties)
    ahead = _ahead(on)
    for key, since, cents, account in bulk.select(
        f"SELECT {_KEYS[by]}, CAST(o.since AS TEXT), o.cents, o.guarantor_id FROM records_openitem "
        f"o "
        "JOIN records_guarantor g ON g.id = o.guarantor_id JOIN records_charge c ON c.id = "
        "o.charge_id "
        f"WHERE o.party IN ({marks}) AND o.guarantor_id NOT IN "
        "(SELECT guarantor_id FROM records_standing WHERE last_posted_on > %s)",
        [*values, on.isoformat()],
    ):
        yield key or NOBODY, since, cents, account
    if not ahead:
        return
    keys = _charge_keys(by)
    numbers = (
        dict(bulk.select("SELECT id, number FROM records_guarantor")) if by == "account" else {}
    )
    for account, charge, since, cents, _ in _from_ledger(ahead, parties, on):
        yield (
            (numbers[account] if by == "account" else keys[charge] or NOBODY),
            since,
            cents,
            account,
        )


def _charge_keys(by: str) -> dict[int, str]:
    if by == "account":
        return {}
    return dict(bulk.select(f"SELECT c.id, {_KEYS[by]} FROM records_charge c"))


def _from_ledger(
    accounts: list[int], parties: tuple[str, ...], on: date
) -> Iterator[tuple[int, int, str, int, str]]:
    for one in derive(accounts, on):
        for party in parties:
            for item in one.position.patient if party == "patient" else one.position.insurer:
                yield one.guarantor, item.charge, item.since, item.cents, party


def _labels(by: str, sums: dict[str, list[int]]) -> dict[str, str]:
    if by == "payer":
        names = dict(
            bulk.select(
                "SELECT DISTINCT payer, payer_name FROM records_coverage ORDER BY payer_name"
            )
        )
        return names | {NOBODY: "No insurance on file"}
    return {NOBODY: "Not recorded"} if NOBODY in sums else {}
