"""Money paid ahead that still waits for the charges of its visit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.core.days import local_day
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Charge, Prepayment

OFF = ("cancelled", "no_show")
# Steps whose money stands where they placed it, and those that said what is over.
LIVING_STEPS = (
    "records_prepaymentstep s LEFT JOIN records_transfer t ON t.source = s.source LEFT JOIN "
    "records_transfer r ON r.reverses_id = t.id WHERE s.what <> 'excess' AND r.id IS NULL"
)
OVER_STEPS = "records_prepaymentstep s WHERE s.what = 'excess'"


# Living ones with something left, and whether that was told as over: what a task that is open says
# of it then, and nothing once the task is done.
_LEFT = (
    "SELECT p.id, k.id IS NOT NULL, CASE WHEN k.id IS NULL THEN c.cents - COALESCE(f.cents, 0) "  # noqa: S608 - our own words
    "ELSE k.cents END FROM records_prepayment p JOIN records_receipt c ON c.id = p.receipt_id "
    "LEFT JOIN records_receiptundone u ON u.receipt_id = c.id "
    "LEFT JOIN records_desktask k ON k.key = 'over:' || p.id "
    "LEFT JOIN (SELECT s.prepayment_id, SUM(s.cents) AS cents "
    f"FROM {LIVING_STEPS} GROUP BY s.prepayment_id) f ON f.prepayment_id = p.id "
    "WHERE u.id IS NULL AND k.done_at IS NULL AND COALESCE(k.cents, c.cents - COALESCE(f.cents, 0))"
    " > 0 AND NOT EXISTS (SELECT 1 FROM records_prepaymentstep e "
    "WHERE e.prepayment_id = p.id AND e.what = 'elsewhere')"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """`charges` of the visit that the insurer is done with and the patient owes on, in their order;
    `finished`: no insurer has a charge of the visit open, or there was no visit and no charge.
    `told`: what is left was told as over before; a later charge may take it all the same.
    `account` is our key."""

    key: int
    account: int
    account_id: str
    left_cents: int
    charges: tuple[str, ...]
    finished: bool
    told: bool = False


def waiting() -> list[Waiting]:
    """Those with something left and something to do, oldest first."""
    zone = clinic.current().timezone
    left = {key: (bool(told), int(cents)) for key, told, cents in bulk.select(_LEFT)}
    rows = Prepayment.objects.filter(id__in=left).order_by("id")
    live = list(rows.select_related("appointment__patient__guarantor"))
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
        told, cents = left[row.id]
        if owed or (finished and not told):
            account = row.appointment.patient.guarantor
            found.append(
                Waiting(row.id, account.id, account.number, cents, tuple(owed), finished, told)
            )
    return found


def left_on(account: int, *, but: int = 0) -> int:
    """What is left of every prepayment of an account (our key), but of that one."""
    return sum(
        int(cents) for key, _, cents in bulk.select(
            f"{_LEFT} AND c.guarantor_id = %s AND p.id <> %s", [account, but]
        )
    )  # fmt: skip


def over_key(prepayment: int | str) -> str:
    """Of the task that says what is over."""
    return f"over:{prepayment}"


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
