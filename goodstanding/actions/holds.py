"""Holds placed, corrected and released at the desk. A hold stops first; its details can follow.

A hold of the practice system is corrected there; what is recorded here is kept beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from goodstanding.actions import occasion_steps
from goodstanding.actions.accounts import account_key, decide_now, desk_number
from goodstanding.actions.hold_parts import (
    any_hold,
    day_of,
    detail_of,
    end,
    from_the_desk,
    has_evidence,
    in_force,
    leave,
    refuse_card_numbers,
    refuse_placed,
    refuse_wrong,
    said,
)
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.hold_forms import entries
from goodstanding.core.kinds import HoldKind, Role
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Hold, Patient

# Releasing these makes money billable that the law may have stopped for ever: one asks, with the
# paper that says so, and a manager who is someone else releases.
TWO_PEOPLE = frozenset(
    {HoldKind.BANKRUPTCY, HoldKind.ESTATE, HoldKind.ATTORNEY, HoldKind.IDENTITY_THEFT}
)
TAKE_BACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewHold:
    """`detail` has the contract's keys for the kind; `patient_id` empty: the whole account. `how`:
    who wants help asked for it, a key of core.assistance.HOW, or "appeal".
    """

    kind: HoldKind
    starts_on: date
    ends_on: date | None = None
    why: str = ""
    patient_id: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    how: str = "other"


@action("hold.place")
def place_hold(*, account_id: str, hold: NewHold, by: Actor, at: datetime) -> str:
    """Stops what this kind of hold stops, from its first day; returns the hold's number."""
    key = account_key(account_id)
    refuse_card_numbers(hold.why)
    if hold.ends_on is not None and hold.ends_on < hold.starts_on:
        raise Refused("The hold would end before it starts. Correct one of the days.")
    patient = None
    if hold.patient_id:
        patient = Patient.objects.filter(number=hold.patient_id, guarantor_id=key).first()
        if patient is None:
            raise Refused(f"Patient {hold.patient_id} does not belong to this account.")
    refuse_wrong(hold.kind, hold.detail, key=key, at=at)
    why = {"why": hold.why} if hold.why else {}
    made = Hold.objects.create(
        number=desk_number(key, at), guarantor_id=key, patient=patient,
        kind=hold.kind.value,
        starts_on=hold.starts_on, ends_on=hold.ends_on, detail={**hold.detail, **why},
        placed_by=by.name,
    )  # fmt: skip
    leave(made, "placed", hold.why, by=by, at=at)
    occasion_steps.hold_placed(made, how=hold.how, by=by, at=at)
    decide_now(key, by=by, at=at)
    about(account=account_id, hold=made.number, kind=hold.kind.value)
    return made.number


@action("hold.correct")
def correct_hold(*, hold_id: str, detail: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Details that came later, or were wrong; an empty value takes one away. What the practice
    system says of its own hold is corrected there."""
    hold = any_hold(hold_id)
    kind = HoldKind(hold.kind)
    known = {entry.key for entry in entries(kind)}
    if unknown := set(detail) - known:
        raise Refused(f"A hold of this kind has no {', '.join(sorted(unknown))}.")
    theirs = set() if from_the_desk(hold) else {key for key, value in hold.detail.items() if value}
    if overruled := sorted(theirs & set(detail)):
        raise Refused(
            f"The practice system says this itself ({', '.join(overruled)}). Correct it there: the "
            "next import brings it here."
        )
    refuse_wrong(kind, {**detail_of(hold), **detail}, key=hold.guarantor_id, at=at)
    leave(hold, "corrected", "", detail=dict(detail), by=by, at=at)
    decide_now(hold.guarantor_id, by=by, at=at)
    about(account=hold.guarantor.number, hold=hold.number, changed=sorted(detail))


@action("hold.extend")
def extend_hold(
    *, hold_id: str, ends_on: date | None, reason: str, by: Actor, at: datetime
) -> None:
    """Another last day, or none; never an earlier one: that is a release."""
    hold = in_force(hold_id)
    if not from_the_desk(hold):
        raise Refused("This hold comes from the practice system. Change its last day there.")
    if hold.ends_on is None:
        raise Refused("This hold has no last day. It stays until someone releases it.")
    if ends_on is not None and ends_on <= hold.ends_on:
        raise Refused("The new last day is not later than the old one. To end it, release it.")
    said(reason, "Say why it goes on: the paper or the call.")
    hold.ends_on = ends_on
    hold.save(update_fields=["ends_on"])
    leave(hold, "extended", reason, by=by, at=at)
    decide_now(hold.guarantor_id, by=by, at=at)
    about(account=hold.guarantor.number, hold=hold.number, until=str(ends_on or "open"))


@action("hold.take_back")
def take_back_hold(*, hold_id: str, by: Actor, at: datetime) -> None:
    """A stop placed by mistake, undone by who placed it within ten minutes, as if it never was."""
    hold = in_force(hold_id)
    refuse_placed(hold)
    placed = hold.events.filter(what="placed").first()
    if placed is None or placed.by != by.name:
        raise Refused("Only who placed a hold can take it back. Release it instead.")
    if at - placed.at > TAKE_BACK:
        raise Refused("A hold is taken back within ten minutes. Release it instead.")
    hold.ends_on = hold.starts_on - timedelta(days=1)
    occasion_steps.hold_taken_back(hold, by=by, at=at)
    end(hold, "taken_back", "Placed by mistake", by=by, at=at, mark={"taken_back": True})


@action("hold.ask_release")
def ask_release(*, hold_id: str, reason: str, by: Actor, at: datetime) -> None:
    """The first of two people: says why, once the paper that says so is kept with the hold."""
    hold = in_force(hold_id)
    said(reason, "Say why the hold ends: the paper, the decision or the call that ended it.")
    if not has_evidence(hold):
        raise Refused("First record the paper that ends it: what it is, and from whom.")
    hold.release_asked_by, hold.release_asked_at = by.name, at
    hold.save(update_fields=["release_asked_by", "release_asked_at"])
    leave(hold, "release_asked", reason, by=by, at=at)
    about(account=hold.guarantor.number, hold=hold.number)


@action("hold.release")
def release_hold(*, hold_id: str, reason: str, by: Actor, at: datetime, finding: str = "") -> None:
    """Ends a hold the day before: from today it stops nothing. Needs the reason. `finding` goes
    into the letter that answers a question about the bill.
    """
    hold = in_force(hold_id)
    said(reason, "Say why the hold ends: the paper, the decision or the call that ended it.")
    refuse_placed(hold)
    if HoldKind(hold.kind) in TWO_PEOPLE:
        _refuse_alone(hold, by)
    day = day_of(at)
    hold.ends_on = day - timedelta(days=1)
    end(hold, "released", reason, by=by, at=at, mark={"released_on": day.isoformat()})
    occasion_steps.hold_released(hold, finding=finding, by=by, at=at)


def _refuse_alone(hold: Hold, by: Actor) -> None:
    kind = hold.kind.replace("_", " ")
    if by.role != Role.MANAGER:
        raise Refused(f"Only a manager can release a hold of this kind ({kind}). Ask for it.")
    if not hold.release_asked_by:
        raise Refused(
            f"A hold of this kind ({kind}) is released by two people. A colleague asks for it "
            "first, with the paper that ends it."
        )
    if hold.release_asked_by == by.name:
        raise Refused("You asked for this release. Another manager looks and releases it.")
