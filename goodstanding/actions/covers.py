"""Covering for a colleague: planned by themselves or a manager, from a day to a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goodstanding.actions.accounts import refuse_strangers
from goodstanding.actions.hold_parts import refuse_card_numbers
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.days import local_day
from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.models import Cover

LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class NewCover:
    """`note` is what the one who covers reads on top of the list."""

    absent: str
    coverer: str
    first_on: date
    last_on: date
    note: str = ""


@action("cover.plan")
def plan_cover(*, cover: NewCover, by: Actor, at: datetime) -> int:
    """Its number. Everyone plans for their own absence; a manager for anyone."""
    _only_own(cover.absent, by)
    refuse_card_numbers(cover.note)
    today = local_day(at, clinic.current().timezone)
    if cover.absent == cover.coverer:
        raise Refused("Choose a colleague who covers, not the one who is away.")
    refuse_strangers(cover.absent, cover.coverer)
    if not today <= cover.last_on or not cover.first_on <= cover.last_on:
        raise Refused("The last day is past or before the first. Change the days.")
    if cover.last_on - cover.first_on > LONGEST:
        raise Refused("A cover lasts three months at most. For longer, move the work to them.")
    row = Cover.objects.create(
        absent=cover.absent, coverer=cover.coverer, first_on=cover.first_on,
        last_on=cover.last_on, note=cover.note.strip(), by=by.name, at=at,
    )  # fmt: skip
    about(cover=row.id, first=f"{cover.first_on}", last=f"{cover.last_on}")
    return row.id


@action("cover.end")
def end_cover(*, number: int, by: Actor, at: datetime) -> None:
    row = Cover.objects.filter(id=number, ended_at=None).first()
    if row is None:
        raise Refused("This cover has ended already.")
    _only_own(row.absent, by)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    about(cover=number)


@action("cover.begin")
def begin_cover(*, number: int, by: Actor, at: datetime) -> Cover:
    """The one who covers starts to work the list; refused out of its days."""
    today = local_day(at, clinic.current().timezone)
    found = Cover.objects.filter(id=number, ended_at=None, coverer=by.name)
    row = found.filter(first_on__lte=today, last_on__gte=today).first()
    if row is None:
        raise Refused("You do not cover for this colleague today. Ask them, or your manager.")
    about(cover=number)
    return row


def _only_own(absent: str, by: Actor) -> None:
    if by.name != absent and by.role != Role.MANAGER:
        raise Refused("Plan your own absence; for a colleague, a manager does it.")
