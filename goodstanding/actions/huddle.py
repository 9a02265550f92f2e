"""The huddle's changes: published, a tier chosen, what came of a visit, what was asked of us."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from goodstanding.actions.accounts import desk_number
from goodstanding.actions.hold_parts import refuse_card_numbers, said
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.huddle import NOTHING, TIERS
from goodstanding.core.money import LARGEST_CENTS
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import (
    Appointment,
    AppointmentChange,
    DeskTask,
    HuddleList,
    HuddleResult,
    Patient,
)
from goodstanding.records.queries.coming_visits import TIER, booked
from goodstanding.records.queries.huddle import SEEN, TAKEN_BACK, instructed, one

PAID, PART, NOT_TODAY, WANTS_US, NOT_ASKED = RESULTS = (
    "paid", "part", "not_today", "wants_us", "not_asked",
)  # fmt: skip
NOT_ASKED_BECAUSE = {
    "busy": "No quiet moment", "unwell": "The patient was unwell", "others": "Others could hear",
    "language": "No interpreter", "changed": "The line changed", "other": "Another reason",
}  # fmt: skip
ASKED_COST, WANTS_TALK, OVER = "asked_cost", "wants_talk", "prepaid_over"


@dataclass(frozen=True, slots=True)
class CameOf:
    """`reason` of NOT_ASKED_BECAUSE, only where nobody asked."""

    what: str
    cents: int = 0
    reason: str = ""


@action("huddle.publish")
def publish(*, on: date, locations: tuple[str, ...], by: Actor, at: datetime) -> int:
    """One new copy for each location; returns how many visits are in them."""
    published = 0
    rows = instructed(booked(on, on, statuses=SEEN))
    for place in locations:
        lines = {row.number: asdict(told.line) for row, told in rows if row.location == place}
        last = HuddleList.objects.filter(on=on, location=place).order_by("-copy").first()
        HuddleList.objects.create(
            on=on, location=place, at=at, by=by.name, lines=lines,
            copy=last.copy + 1 if last is not None else 1,
        )  # fmt: skip
        published += len(lines)
    if not published:
        raise Refused("Nobody is booked on this day, so there is nothing to publish.")
    about(on=on.isoformat(), visits=published, lists=len(locations))
    return published


@action("huddle.tier")
def choose_tier(*, number: str, tier: int, why: str, by: Actor, at: datetime) -> None:
    """The coordinator's own tier for a visit; a line that says nothing stays so."""
    row = _visit(number)
    if tier not in range(len(TIERS)):
        raise Refused("Choose what the desk does from the list.")
    said(why, "Say in a few words why.")
    if tier != NOTHING and _by_rule(row) == NOTHING:
        raise Refused("Nothing may be said of a balance at this visit, so it stays at nothing.")
    AppointmentChange.objects.create(
        appointment=row, at=at, by=by.name, what=TIER, why=why.strip(), ours={"tier": tier}
    )
    about(account=row.patient.guarantor.number, visit=row.id, tier=tier)


def _by_rule(row: Appointment) -> int:
    """By a fresh look, whatever was chosen before."""
    found = one(row.number, statuses=SEEN)
    return found[1].tier if found is not None else NOTHING


@action("huddle.result")
def record_result(*, number: str, came: CameOf, by: Actor, at: datetime) -> None:
    """What the desk said and collected, or why not; sent again it takes the place of the last."""
    row = _visit(number)
    if came.what not in RESULTS:
        raise Refused("Choose what happened from the list.")
    if came.what in (PAID, PART) and not 0 < came.cents <= LARGEST_CENTS:
        raise Refused("Write the amount that was given: more than zero.")
    if came.what not in (PAID, PART) and came.cents:
        raise Refused("Leave the amount empty where nothing was paid.")
    if (came.what == NOT_ASKED) != bool(came.reason) or (
        came.reason and came.reason not in NOT_ASKED_BECAUSE
    ):
        raise Refused("Say why nobody asked; only then is there a reason.")
    HuddleResult.objects.create(
        appointment=row, guarantor=row.patient.guarantor, at=at, by=by.name, what=came.what,
        cents=came.cents, reason=came.reason,
    )  # fmt: skip
    if came.what == WANTS_US:
        task = _task(row.patient, WANTS_TALK, key=_talk(row), by=by, at=at)
        if task.done_at is not None:
            _set_done(task, None, by="")
    else:
        _no_talk(row, by=by, at=at)
    about(account=row.patient.guarantor.number, visit=row.id, what=came.what, cents=came.cents)


@action("huddle.take_back")
def take_back(*, number: str, by: Actor, at: datetime) -> None:
    """What was written of a visit by mistake: nothing stands, and a talk it asked for is not to be
    had."""
    row = _visit(number)
    last = HuddleResult.objects.filter(appointment=row).order_by("-id").first()
    if last is None or last.what == TAKEN_BACK:
        raise Refused("Nothing is written of this visit. Reload the page.")
    HuddleResult.objects.create(
        appointment=row, guarantor=row.patient.guarantor, at=at, by=by.name, what=TAKEN_BACK
    )
    _no_talk(row, by=by, at=at)
    about(account=row.patient.guarantor.number, visit=row.id, what=last.what, cents=last.cents)


def _talk(row: Appointment) -> str:
    return f"talk:{row.number}"


def _no_talk(row: Appointment, *, by: Actor, at: datetime) -> None:
    task = DeskTask.objects.filter(key=_talk(row), done_at__isnull=True).first()
    if task is not None:
        _set_done(task, at, by=by.name)


def _set_done(task: DeskTask, at: datetime | None, *, by: str) -> None:
    task.done_at, task.done_by = at, by
    task.save(update_fields=["done_at", "done_by"])


@action("desk_task.add")
def asked_about_cost(*, patient: str, text: str, by: Actor, at: datetime) -> None:
    """ "Patient asked about cost", in the words of who was asked."""
    found = Patient.objects.filter(number=patient).select_related("guarantor").first()
    if found is None:
        raise Refused(f"Patient {patient} is not known. Look at the number.")
    refuse_card_numbers(text)
    key = desk_number(found.id, at)
    _task(found, ASKED_COST, key=key, text=text.strip(), by=by, at=at)
    about(account=found.guarantor.number)


@action("desk_task.done")
def task_done(*, number: int, by: Actor, at: datetime) -> None:
    bulk.hold("records_desktask", "id", [number])
    task = DeskTask.objects.filter(id=number, done_at__isnull=True).first()
    if task is None:
        raise Refused("A colleague did this already.")
    _set_done(task, at, by=by.name)
    about(account=task.patient.guarantor.number, task=number)


def _task(
    patient: Patient, kind: str, *, key: str, by: Actor, at: datetime, text: str = ""
) -> DeskTask:
    given = {"patient": patient, "kind": kind, "text": text, "at": at, "by": by.name}
    return DeskTask.objects.get_or_create(key=key, defaults=given)[0]


def _visit(number: str) -> Appointment:
    row = Appointment.objects.filter(number=number).select_related("patient__guarantor").first()
    if row is None:
        raise Refused("This visit is not known. Reload the page.")
    return row
