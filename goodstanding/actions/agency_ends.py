"""The end of a placement: recalled, returned or closed. Its hold ends with it."""

from datetime import date, datetime, timedelta

from goodstanding.actions.unit import Actor, about
from goodstanding.records.models import Hold, HoldEvent, Placement, PlacementEvent
from goodstanding.records.queries.agency_money import last_transfer, left_cents


def leave(
    placement: Placement, what: str, text: str, *, by: Actor, at: datetime, **more: object
) -> None:
    """What happened to it, once, for ever."""
    PlacementEvent.objects.create(
        placement=placement, what=what, text=text, at=at, by=by.name, **more
    )


def end_placement(
    placement: Placement, state: str, why: str, *, on: date, by: Actor, at: datetime
) -> None:
    """`on`: the day it stops, from which the account is the clinic's again."""
    left = left_cents(placement.id)
    placement.state, placement.ended_at, placement.ended_on = state, at, on
    placement.ended_why, placement.ended_cents = why, left
    placement.ended_upto = last_transfer()
    placement.save(
        update_fields=["state", "ended_at", "ended_on", "ended_why", "ended_cents", "ended_upto"]
    )  # fmt: skip
    leave(placement, state, why, by=by, at=at, cents=left)
    for hold in Hold.objects.filter(number=placement.hold, lifted_by=""):
        hold.ends_on, hold.lifted_by, hold.lift_reason = on - timedelta(days=1), by.name, why
        hold.save(update_fields=["ends_on", "lifted_by", "lift_reason"])
        mark = {"released_on": on.isoformat()}
        HoldEvent.objects.create(
            hold=hold, at=at, by=by.name, what="released", text=why, detail=mark
        )
    about(account=placement.guarantor.number, placement=placement.number, state=state, cents=left)
