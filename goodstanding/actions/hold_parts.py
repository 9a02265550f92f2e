"""Steps of the acts on one hold: finding it, what it knows, and keeping what happened to it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from goodstanding.actions.accounts import decide_now
from goodstanding.actions.unit import Actor, about
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import local_day
from goodstanding.core.hold_forms import problems
from goodstanding.core.kinds import HoldKind
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.models import Charge, Hold, HoldEvent, Placement
from goodstanding.records.queries.facts_holds import detail_known

DESK = "desk-"


def any_hold(hold_id: str) -> Hold:
    hold = (
        Hold.objects.select_for_update(of=("self",))
        .filter(number=hold_id)
        .select_related("guarantor")
        .first()
    )
    if hold is None:
        raise Refused("This hold is not known. Reload the page.")
    return hold


def in_force(hold_id: str) -> Hold:
    """Not released or taken back by anyone here."""
    hold = Hold.objects.filter(number=hold_id).first()
    if hold is None or hold.lifted_by:
        raise Refused("This hold is not in force any more. Reload the page.")
    return any_hold(hold_id)


def refuse_placed(hold: Hold) -> None:
    """While our placement stands, its hold ends only with it: else both would ask the person."""
    if Placement.objects.filter(hold=hold.number, state="placed").exists():
        raise Refused("This account is with the agency. Recall it on the page Collection agency.")


def detail_of(hold: Hold) -> dict[str, Any]:
    """As the facts have it: with what was recorded since."""
    events = hold.events.order_by("id").values_list("detail", flat=True)
    return detail_known(hold.number, hold.detail, events)


def from_the_desk(hold: Hold) -> bool:
    return hold.number.startswith(DESK)


def has_evidence(hold: Hold) -> bool:
    return hold.events.filter(what="evidence").exists()


def leave(hold: Hold, what: str, text: str, *, by: Actor, at: datetime, **more: Any) -> HoldEvent:
    """What happened to it, once, for ever."""
    return HoldEvent.objects.create(
        hold=hold, at=at, by=by.name, what=what, text=text.strip(), **more
    )


def end(
    hold: Hold, what: str, reason: str, *, by: Actor, at: datetime, mark: dict[str, Any],
    **paper: str | bytes,
) -> HoldEvent:  # fmt: skip
    """From its new last day, which the caller has set, it stops nothing."""
    hold.lifted_by, hold.lift_reason = by.name, reason
    hold.save()
    event = leave(hold, what, reason, detail=mark, by=by, at=at, **paper)
    decide_now(hold.guarantor_id, by=by, at=at)
    about(account=hold.guarantor.number, hold=hold.number)
    return event


def said(text: str, otherwise: str) -> None:
    if not text.strip():
        raise Refused(otherwise)
    refuse_card_numbers(text)


def refuse_wrong(kind: HoldKind, detail: Mapping[str, Any], *, key: int, at: datetime) -> None:
    for value in detail.values():
        refuse_card_numbers(str(value))
    charges = None
    if any(isinstance(value, list | tuple) for value in detail.values()):
        found = Charge.objects.filter(patient__guarantor_id=key)
        charges = frozenset(found.values_list("number", flat=True))
    wrong = problems(kind, detail, on=day_of(at), charges=charges)
    if wrong:
        raise Refused(" ".join(wrong.values()))


def refuse_card_numbers(text: str) -> None:
    if has_card_number(text):
        raise Refused(
            "This looks like a card number. Take it out: card numbers are never kept here."
        )


def day_of(at: datetime) -> date:
    """The clinic's day."""
    return local_day(at, clinic.current().timezone)
