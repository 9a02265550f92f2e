"""From transfers to what is open: per charge and party, since when, and what is left over as
credit.

Days here are ISO text ("2026-11-23"): they only need to be compared, and text spares a parse for
every row of a large ledger. How amounts count: CONTRACT.md section 3.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One transfer as the derivation needs it; `charge` is our key of the charge or None for
    unplaced money.
    """

    id: int
    charge: int | None
    debit: str
    credit: str
    cents: int
    posted_on: str
    reverses: int | None


class Open(NamedTuple):
    charge: int
    since: str
    cents: int


class Position(NamedTuple):
    """An account's open items. `unapplied` is unplaced money before it was counted against the
    patient's layers; `credit` is what is left after (below zero only when more was refunded than
    there was); `counted` says on which layers the rest was counted; `overpaid` is what charges got
    beyond their parts, before it is counted anywhere.
    """

    insurer: list[Open]
    patient: list[Open]
    credit: int
    unapplied: int
    counted: Sequence[Open] = ()
    overpaid: int = 0


def live(rows: Iterable[Row], on: str = "9999") -> list[Row]:
    """Rows in effect at the end of day `on`: posted by then, no reversal among them, and not
    reversed by then.

    A reversed reversal brings the original back, with its own first day.
    """
    known = [row for row in rows if row.posted_on <= on]
    reversed_by = {row.reverses: row.id for row in known if row.reverses is not None}
    if not reversed_by:
        return known
    return [row for row in known if row.reverses is None and not _is_reversed(row.id, reversed_by)]


def _is_reversed(row_id: int, reversed_by: Mapping[int, int]) -> bool:
    # Walk the chain of reversals: an odd number of them undoes the original.
    undone = False
    while row_id in reversed_by:
        row_id = reversed_by[row_id]
        undone = not undone
    return undone


def position(rows: Iterable[Row], charges: Mapping[int, tuple[str, str]]) -> Position:
    """The open items of one account from its live rows; `charges` gives (service day, charge
    number) by key.
    """
    insurer: dict[int, int] = {}
    layers: dict[int, list[tuple[str, int]]] = {}
    lowered: dict[int, int] = {}
    unapplied = 0
    for _, charge, debit, credit, cents, posted_on, _ in rows:
        if charge is None:
            if credit == "unapplied":
                unapplied += cents
            elif debit == "unapplied":
                unapplied -= cents
            continue
        if debit == "insurer_due":
            insurer[charge] = insurer.get(charge, 0) + cents
        elif credit == "insurer_due":
            insurer[charge] = insurer.get(charge, 0) - cents
        if debit == "patient_due":
            if credit == "cash":  # a refund takes back what had lowered the charge
                lowered[charge] = lowered.get(charge, 0) - cents
            else:
                layers.setdefault(charge, []).append((posted_on, cents))
        elif credit == "patient_due":
            lowered[charge] = lowered.get(charge, 0) + cents
            if debit == "unapplied":  # unplaced money that someone put on this charge
                unapplied -= cents
    pool = unapplied
    overpaid = 0
    owed_by_insurers = []
    for charge, cents in insurer.items():
        if cents > 0:
            owed_by_insurers.append(Open(charge, charges[charge][0], cents))
        else:
            overpaid -= cents
    pool += overpaid
    patient, excess, too_much = _patient_layers(layers, lowered)
    patient.sort(key=lambda item: (item.since, *charges[item.charge]))
    still_open, credit_left, counted = _count_pool(patient, pool + excess)
    return Position(
        owed_by_insurers, still_open, credit_left, unapplied, counted, overpaid + too_much
    )


def _patient_layers(
    layers: Mapping[int, list[tuple[str, int]]], lowered: Mapping[int, int]
) -> tuple[list[Open], int, int]:
    """Open layers of every charge; what lowered the charges by more than they had, less what was
    refunded beyond it; and the first of the two alone.
    """
    patient: list[Open] = []
    excess = too_much = 0
    for charge, own in layers.items():
        left = lowered.get(charge, 0)
        if left < 0:  # refunded on the charge more than had been paid on it: it lowers the credit
            excess += left
            left = 0
        if len(own) > 1:
            own.sort()
        for since, cents in own:
            taken = min(left, cents)
            left -= taken
            if cents > taken:
                if patient and patient[-1].charge == charge and patient[-1].since == since:
                    cents += patient.pop().cents
                patient.append(Open(charge, since, cents - taken))
        too_much += left
    for charge, cents in lowered.items():
        if charge not in layers:
            too_much += max(cents, 0)
            excess += min(cents, 0)
    return patient, excess + too_much, too_much


def _count_pool(patient: list[Open], pool: int) -> tuple[list[Open], int, Sequence[Open]]:
    """Counts unapplied money and excess against open layers, oldest first; returns what stays open,
    the rest, and what was counted where.
    """
    if pool <= 0:
        return patient, pool, ()
    still_open, counted = [], []
    for item in patient:
        taken = min(pool, item.cents)
        pool -= taken
        if taken:
            counted.append(Open(item.charge, item.since, taken))
        if item.cents > taken:
            still_open.append(Open(item.charge, item.since, item.cents - taken))
    return still_open, pool, counted
