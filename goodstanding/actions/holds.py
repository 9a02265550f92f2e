"""Holds placed and lifted at the desk. A hold stops first; its details can follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from goodstanding.actions.accounts import account_key, decide_now, desk_number
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import local_day
from goodstanding.core.kinds import HoldKind, Role
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.models import Hold, Patient

# Lifting these makes money billable that the law may have stopped for ever: a manager does it.
MANAGER_LIFTS = frozenset(
    {HoldKind.BANKRUPTCY, HoldKind.ESTATE, HoldKind.ATTORNEY, HoldKind.IDENTITY_THEFT}
)


@dataclass(frozen=True, slots=True)
class NewHold:
    """`detail` has the contract's keys for the kind; `patient_id` empty: the whole account."""

    kind: HoldKind
    starts_on: date
    ends_on: date | None = None
    why: str = ""
    patient_id: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@action("hold.place")
def place_hold(*, account_id: str, hold: NewHold, by: Actor, at: datetime) -> str:
    """Stops what this kind of hold stops, from its first day; returns the hold's number."""
    key = account_key(account_id)
    _refuse_card_numbers(hold.why)
    if hold.ends_on is not None and hold.ends_on < hold.starts_on:
        raise Refused("The hold would end before it starts. Correct one of the days.")
    patient = None
    if hold.patient_id:
        patient = Patient.objects.filter(number=hold.patient_id, guarantor_id=key).first()
        if patient is None:
            raise Refused(f"Patient {hold.patient_id} does not belong to this account.")
    why = {"why": hold.why} if hold.why else {}
    made = Hold.objects.create(
        number=desk_number(key, at), guarantor_id=key, patient=patient,
        kind=hold.kind.value,
        starts_on=hold.starts_on, ends_on=hold.ends_on, detail={**hold.detail, **why},
        placed_by=by.name,
    )  # fmt: skip
    decide_now(key, by=by, at=at)
    about(account=account_id, hold=made.number, kind=hold.kind.value)
    return made.number


@action("hold.lift")
def lift_hold(*, hold_id: str, reason: str, by: Actor, at: datetime) -> None:
    """Ends a hold the day before: from today it stops nothing. Needs the reason."""
    hold = (
        Hold.objects.select_for_update().filter(number=hold_id).select_related("guarantor").first()
    )
    if hold is None or hold.lifted_by:
        raise Refused("This hold is not in force any more. Reload the account.")
    if not reason.strip():
        raise Refused("Say why the hold ends: the paper, the decision or the call that ended it.")
    _refuse_card_numbers(reason)
    if HoldKind(hold.kind) in MANAGER_LIFTS and by.role not in (Role.MANAGER, "system"):
        raise Refused(
            f"Only a manager can release a hold of this kind "
            f"({hold.kind.replace('_', ' ')}). Ask for it."
        )
    hold.ends_on = local_day(at, clinic.current().timezone) - timedelta(days=1)
    hold.lifted_by, hold.lift_reason = by.name, reason
    hold.save()
    decide_now(hold.guarantor_id, by=by, at=at)
    about(account=hold.guarantor.number, hold=hold.number)


def _refuse_card_numbers(text: str) -> None:
    if has_card_number(text):
        raise Refused(
            "This looks like a card number. Take it out: card numbers are never kept here."
        )
