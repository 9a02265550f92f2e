"""The same insurer money from two sides: a remittance posted it, and the practice export brings it
too. It is posted once.

A transaction of the export is the twin of a transfer from an 835 when both are of one kind, on one
charge, over one amount. What is no twin but would take more from the insurer's part than is open
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
TWIN = ("source", "transfer_id")


@dataclass
class Sorted:
    """`rest` posts; `twins` are (source, key of the transfer that is the same money)."""

    rest: list[Posting] = field(default_factory=list)
    twins: list[tuple[str, int]] = field(default_factory=list)
    too_much: list[Posting] = field(default_factory=list)


def any_remittance() -> bool:
    return bool(bulk.select("SELECT 1 FROM records_transfer WHERE source LIKE '835:%%' LIMIT 1"))


def told_apart(postings: list[Posting]) -> Sorted:
    """New postings of an export, beside what remittances posted on the same charges."""
    charges = {p.charge for p in postings if p.charge and p.row.kind in ALIKE}
    free = _free(charges)
    left = _open({charge for charge, _, _ in free}) if free else {}
    found = Sorted()
    for posting in postings:
        key = (posting.charge, posting.row.kind, posting.row.amount_cents)
        if posting.row.kind not in ALIKE or posting.charge not in left:
            found.rest.append(posting)
        elif free.get(key):
            found.twins.append((posting.source, free[key].pop(0)))
        elif posting.row.amount_cents > left[posting.charge]:
            found.too_much.append(posting)
        else:
            left[posting.charge] -= posting.row.amount_cents
            found.rest.append(posting)
    return found


def _free(charges: set[int]) -> dict[tuple[Any, ...], list[int]]:
    """Live transfers of remittances on these charges, by charge, kind and amount; those that have
    a twin already stand there with an empty list."""
    rows = bulk.select(
        "SELECT t.charge_id, t.kind, t.cents, t.id, w.id FROM records_transfer t "
        "LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        "LEFT JOIN records_twin w ON w.transfer_id = t.id WHERE t.charge_id IN "
        f"({bulk.keys(charges)}) AND t.source LIKE '835:%%' "
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
    """The transfers behind these sources, in the form of practice_transactions.posted, marked by
    one more True."""
    marks, values = bulk.text_in(sources)
    rows = bulk.select(
        "SELECT w.source, t.kind, t.debit, t.credit, t.cents, t.patient_id, t.charge_id, "
        "CAST(t.posted_on AS TEXT), t.id, r.id FROM records_twin w "
        "JOIN records_transfer t ON t.id = w.transfer_id "
        f"LEFT JOIN records_transfer r ON r.reverses_id = t.id WHERE w.source IN ({marks})",
        values,
    )
    return {row[0]: (*row[1:8], (), row[8], row[9], True) for row in rows}


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
