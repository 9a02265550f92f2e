"""The same insurer money from two sides: a remittance or the desk posted it, and the practice
export brings it too. It is posted once.

A transaction of the export is the twin of a transfer from an 835, of an insurer's check posted by
hand, or of a move or write-off by hand, when both are of one kind, on one charge, over one amount.
What is no twin but would take more from the insurer's part than is open
there waits for a person: the remittance may have settled the charge already.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from goodstanding.actions.practice_money import Posting
from goodstanding.core.kinds import TransactionKind
from goodstanding.records import bulk

ALIKE = frozenset({
    TransactionKind.INSURER_PAYMENT.value,
    TransactionKind.CONTRACTUAL.value,
    TransactionKind.TO_PATIENT.value,
})  # fmt: skip
# Moved or given up at the desk: no insurer's open part speaks against one more of them.
BY_HAND = frozenset({
    TransactionKind.TO_INSURER.value,
    TransactionKind.SMALL_WRITE_OFF.value,
    TransactionKind.CHARITY.value,
    TransactionKind.BAD_DEBT.value,
})  # fmt: skip
TWIN = ("source", "transfer_id")
_OURS = "(t.source LIKE '835:%%' OR t.source LIKE 'receipt:%%' OR t.source LIKE 'adjustment:%%')"


@dataclass
class Sorted:
    """`rest` posts; `twins` are (source, key of the transfer that is the same money)."""

    rest: list[Posting] = field(default_factory=list)
    twins: list[tuple[str, int]] = field(default_factory=list)
    too_much: list[Posting] = field(default_factory=list)


def anything_of_ours() -> bool:
    """Did anything but exports post insurers' money, or move or give up some?"""
    return bool(
        bulk.select("SELECT 1 FROM records_transfer WHERE source LIKE '835:%%' LIMIT 1")
        or bulk.select("SELECT 1 FROM records_receipt WHERE payer <> '' LIMIT 1")
        or bulk.select("SELECT 1 FROM records_adjustment LIMIT 1")
    )


def told_apart(postings: list[Posting]) -> Sorted:
    """New postings of an export, beside what was posted here on the same charges."""
    charges = {p.charge for p in postings if p.charge and p.row.kind in ALIKE | BY_HAND}
    free = _free(charges)
    left = _open({charge for charge, kind, _ in free if kind in ALIKE}) if free else {}
    found = Sorted()
    for posting in postings:
        key = (posting.charge, posting.row.kind, posting.row.amount_cents)
        if free.get(key):
            found.twins.append((posting.source, free[key].pop(0)))
        elif posting.row.kind not in ALIKE or posting.charge not in left:
            found.rest.append(posting)
        elif posting.row.amount_cents > left[posting.charge]:
            found.too_much.append(posting)
        else:
            left[posting.charge] -= posting.row.amount_cents
            found.rest.append(posting)
    return found


def _free(charges: set[int]) -> dict[tuple[Any, ...], list[int]]:
    """Live transfers of ours on these charges, by charge, kind and amount; those that have a twin
    already stand there with an empty list."""
    rows = bulk.select(
        "SELECT t.charge_id, t.kind, t.cents, t.id, w.id FROM records_transfer t "
        "LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        "LEFT JOIN records_twin w ON w.transfer_id = t.id WHERE t.charge_id IN "
        f"({bulk.keys(charges)}) AND {_OURS} AND t.kind <> 'patient_payment' "
        "AND t.reverses_id IS NULL AND r.id IS NULL ORDER BY t.id"
    )
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for charge, kind, cents, key, twin in rows:
        same = found[charge, kind, cents]
        if twin is None:
            same.append(key)
    return found


def _open(charges: set[int]) -> dict[int | None, int]:
    """The insurer's open part of each charge."""
    rows = bulk.select(
        "SELECT charge_id, SUM(CASE WHEN debit = 'insurer_due' THEN cents "
        "WHEN credit = 'insurer_due' THEN -cents ELSE 0 END) FROM records_transfer "
        f"WHERE charge_id IN ({bulk.keys(charges)}) GROUP BY charge_id"
    )
    return {charge: int(cents) for charge, cents in rows}


def posted_twins(sources: list[str]) -> dict[str, tuple[Any, ...]]:
    """The transfers behind these sources, as the values of practice_posted.Posted."""
    marks, values = bulk.text_in(sources)
    rows = bulk.select(
        "SELECT w.source, t.kind, t.debit, t.credit, t.cents, t.patient_id, t.charge_id, "
        "CAST(t.posted_on AS TEXT), t.id, r.id, t.file_id, t.source FROM "
        "records_twin w JOIN records_transfer t ON t.id = w.transfer_id "
        f"LEFT JOIN records_transfer r ON r.reverses_id = t.id WHERE w.source IN ({marks})",
        values,
    )
    whole = _whole_of({row[0]: row[11] for row in rows})
    return {
        row[0]: (
            *row[1:8], (), *row[8:11], True, _at_the_desk(row[11]), whole.get(row[0], row[4]),
        )
        for row in rows
    }  # fmt: skip


def _at_the_desk(source: str) -> str:
    kind, number = source.split(":")[:2]
    return f"{kind} {number}" if kind in ("receipt", "adjustment") else ""


def _whole_of(sources: dict[str, str]) -> dict[str, int]:
    """The cents of the receipts for whose parts one row of the export stands; `sources` are the
    transfers' by the export's.
    """
    first = {theirs: ours for theirs, ours in sources.items() if ours.startswith("receipt:")}
    if not first:
        return {}
    marks, values = bulk.text_in([f"{theirs}~whole2" for theirs in first])
    whole = {
        source.removesuffix("~whole2") for (source,) in bulk.select(
            f"SELECT source FROM records_twin WHERE source IN ({marks})", values
        )
    }  # fmt: skip
    numbers = {theirs: int(first[theirs].split(":")[1]) for theirs in whole}
    cents = dict(bulk.select(
        f"SELECT number, cents FROM records_receipt WHERE number IN ({bulk.keys(numbers.values())})"
    ))  # fmt: skip
    return {theirs: cents[number] for theirs, number in numbers.items()}


def reversed_by_remittance(reversals: list[int | None]) -> set[int]:
    """Those of these reversing transfers that an 835 posted: the payer took back what the practice
    had posted, and the practice's own reversal of it is the same money again."""
    keys = [key for key in reversals if isinstance(key, int)]
    if not keys:
        return set()
    rows = bulk.select(
        f"SELECT id FROM records_transfer WHERE id IN ({bulk.keys(keys)}) AND "
        "(source LIKE '835:%%' OR source LIKE 'same:%%')"
    )
    return {key for (key,) in rows}
