"""Money paid ahead that still waits for the charges of its visit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.core.days import local_day
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Charge, DeskTask, Prepayment

OFF = ("cancelled", "no_show")
# Steps whose money stands where they placed it, and those that said what is over.
LIVING_STEPS = (
    "records_prepaymentstep s LEFT JOIN records_transfer t ON t.source = s.source LEFT JOIN "
    "records_transfer r ON r.reverses_id = t.id WHERE s.what <> 'excess' AND r.id IS NULL"
)
OVER_STEPS = "records_prepaymentstep s WHERE s.what = 'excess'"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`charges` of the visit that the insurer is done with and the patient owes on, in their order;
    `finished`: no insurer has a charge of the visit open, or there was no visit and no charge.
    `over_cents` of what is left were told as over before; a later charge may take them all the
    same."""

    key: int
    account_id: str
    left_cents: int
    charges: tuple[str, ...]
    finished: bool
    over_cents: int = 0


def waiting() -> list[Waiting]:
    """Those with something left and something to do, oldest first."""
    zone = clinic.current().timezone
    rows = Prepayment.objects.filter(receipt__undone__isnull=True)
    rows = rows.exclude(steps__what="elsewhere")
    rows = rows.select_related("receipt", "appointment__patient__guarantor").order_by("id")
    placed, over = _by_prepayment(LIVING_STEPS), _by_prepayment(OVER_STEPS)
    left = {row.id: row.receipt.cents - placed.get(row.id, 0) for row in rows}
    gone = _given_back()
    live = [row for row in rows if left[row.id] > 0 and over_key(row.id) not in gone]
    visits = {row.id: (row.appointment.patient_id, local_day(row.appointment.starts_at, zone))
              for row in live}  # fmt: skip
    charges = _charges(set(visits.values()))
    open_ = _open({charge.id for found in charges.values() for charge in found})
    found = []
    for row in live:
        own = charges.get(visits[row.id], [])
        insurer = [c for c in own if open_.get((c.id, "insurer"), 0) > 0]
        owed = [c.number for c in own if c not in insurer and open_.get((c.id, "patient"), 0) > 0]
        finished = not insurer if own else row.appointment.status in OFF
        told = min(over.get(row.id, 0), left[row.id])
        if owed or (finished and told < left[row.id]):
            found.append(Waiting(
                row.id, row.appointment.patient.guarantor.number, left[row.id], tuple(owed),
                finished, told,
            ))  # fmt: skip
    return found


def _by_prepayment(steps: str) -> dict[int, int]:
    return {key: int(cents) for key, cents in bulk.select(
        f"SELECT s.prepayment_id, SUM(s.cents) FROM {steps} GROUP BY s.prepayment_id"
    )}  # fmt: skip


def over_key(prepayment: int | str) -> str:
    """Of the task that says what is over."""
    return f"over:{prepayment}"


def _given_back() -> set[str]:
    """The tasks that are done: what was over is no more ours to place."""
    done = DeskTask.objects.filter(key__startswith=over_key(""), done_at__isnull=False)
    return set(done.values_list("key", flat=True))


def _charges(visits: set[tuple[int, date]]) -> dict[tuple[int, date], list[Any]]:
    patients, days = {patient for patient, _ in visits}, {day for _, day in visits}
    found: dict[tuple[int, date], list[Any]] = defaultdict(list)
    for charge in Charge.objects.filter(patient__in=patients, service_on__in=days).order_by("id"):
        found[charge.patient_id, charge.service_on].append(charge)
    return found


def _open(charges: set[int]) -> dict[tuple[int, str], int]:
    """By the ledger, before money that is not placed has been counted on it."""
    found: dict[tuple[int, str], int] = {}
    if not charges:
        return found
    keys = bulk.keys(charges)
    for party in ("insurer", "patient"):
        due = f"{party}_due"
        for charge, cents in bulk.select(
            "SELECT charge_id, SUM(CASE WHEN debit = %s THEN cents WHEN credit = %s THEN -cents "
            f"ELSE 0 END) FROM records_transfer WHERE charge_id IN ({keys}) GROUP BY charge_id",
            [due, due],
        ):
            found[charge, party] = int(cents)
    return found
