"""Holds placed and lifted at the desk. A hold stops first; its details can follow."""

from datetime import date, datetime
from typing import Any

from goodstanding.actions.accounts import account_key, decide_now
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import HoldKind, Role
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Hold, Patient

# Lifting these makes money billable that the law may have stopped for ever: a manager does it.
MANAGER_LIFTS = frozenset({HoldKind.BANKRUPTCY, HoldKind.ESTATE, HoldKind.ATTORNEY, HoldKind.IDENTITY_THEFT})


@action("hold.place")
def place_hold(
    *, account_id: str, kind: HoldKind, starts_on: date, ends_on: date | None, why: str, by: Actor, at: datetime,
    detail: dict[str, Any] | None = None, patient_id: str = "",
) -> str:  # fmt: skip
    """Stops what this kind of hold stops, from `starts_on`; returns the hold's number."""
    key = account_key(account_id)
    if ends_on is not None and ends_on < starts_on:
        raise Refused("The hold would end before it starts. Correct one of the days.")
    patient = None
    if patient_id:
        patient = Patient.objects.filter(number=patient_id, guarantor_id=key).first()
        if patient is None:
            raise Refused(f"Patient {patient_id} does not belong to this account.")
    hold = Hold.objects.create(
        number=f"desk-{at:%Y%m%d%H%M%S%f}-{key}", guarantor_id=key, patient=patient, kind=kind.value,
        starts_on=starts_on, ends_on=ends_on, detail={**(detail or {}), **({"why": why} if why else {})},
        placed_by=by.name,
    )  # fmt: skip
    decide_now(key, by=by, at=at)
    about(account=account_id, hold=hold.number, kind=kind.value)
    return hold.number


@action("hold.lift")
def lift_hold(*, hold_id: str, reason: str, by: Actor, at: datetime) -> None:
    """Ends a hold the day before: from today it stops nothing. Needs the reason."""
    hold = Hold.objects.select_for_update().filter(number=hold_id).select_related("guarantor").first()
    if hold is None or hold.lifted_by:
        raise Refused("This hold is not in force any more. Reload the account.")
    if not reason.strip():
        raise Refused("Say why the hold ends: the paper, the decision or the call that ended it.")
    if HoldKind(hold.kind) in MANAGER_LIFTS and by.role not in (Role.MANAGER, "system"):
        raise Refused(f"Only a manager can release a hold of this kind ({hold.kind.replace('_', ' ')}). Ask for it.")
    hold.ends_on = date.fromordinal(at.date().toordinal() - 1)
    hold.lifted_by, hold.lift_reason = by.name, reason
    hold.save()
    decide_now(hold.guarantor_id, by=by, at=at)
    about(account=hold.guarantor.number, hold=hold.number)
