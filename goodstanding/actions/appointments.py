"""Visits changed by people: booked, moved, cancelled, arrived, not come.

The practice system books too. What a person changed here stands until the export says something
else of that visit than it said then: then the export is newer, wins, and the change is written down
as the export's (`exported`). A visit booked here is no export's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.actions.accounts import desk_number
from goodstanding.actions.hold_parts import refuse_card_numbers
from goodstanding.actions.unit import Actor, about, action, may_do
from goodstanding.core.days import local_day
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Appointment, AppointmentChange, Patient
from goodstanding.records.queries.appointments import EXPORTED, UNDONE, is_booked
from goodstanding.records.queries.coming_visits import (
    ARRIVED,
    BOOKED,
    CANCELLED,
    COMING,
    NO_SHOW,
    TIER,
)

MOVED = "moved"
_DONE_BY = {
    MOVED: "appointment.move", CANCELLED: "appointment.cancel", ARRIVED: "appointment.arrive",
    NO_SHOW: "appointment.no_show",
}  # fmt: skip
TYPED = {
    "provider": "provider", "location": "location", "kind": "kind of visit",
    "planned_codes": "list of codes",
}  # fmt: skip
FIELDS = ("starts_at", "provider", "location", "kind", "planned_codes", "status")


@dataclass(frozen=True, slots=True)
class NewVisit:
    starts_at: datetime
    provider: str = ""
    location: str = ""
    kind: str = ""
    planned_codes: str = ""


@action("appointment.book")
def book(*, patient: str, visit: NewVisit, by: Actor, at: datetime) -> str:
    """Returns the visit's number. No balance keeps a visit from being booked."""
    found = Patient.objects.filter(number=patient).select_related("guarantor").first()
    if found is None:
        raise Refused(f"Patient {patient} is not known. Look at the number.")
    _refuse_past(visit.starts_at, at)
    words = _words(visit)
    bulk.alone_on(bulk.BOOKING, found.id)
    if is_booked(found.id, visit.starts_at):
        raise Refused("This patient is booked for that moment already.")
    row = Appointment.objects.create(
        number=desk_number(found.id, at), patient=found, scheduled_on=_day(at), status=BOOKED,
        starts_at=visit.starts_at, **words,
    )  # fmt: skip
    _keep(row, BOOKED, None, by=by, at=at)
    about(account=found.guarantor.number, visit=row.id)
    return row.number


def _words(visit: NewVisit) -> dict[str, str]:
    found = {}
    for name, called in TYPED.items():
        words = getattr(visit, name).strip()
        refuse_card_numbers(words)
        most = getattr(Appointment._meta.get_field(name), "max_length", 0)
        if len(words) > most:
            raise Refused(f"The {called} has room for {most} signs. Write it shorter.")
        found[name] = words
    return found


@action("appointment.move")
def move(*, number: str, to: datetime, why: str = "", by: Actor, at: datetime) -> None:
    """Who has arrived and comes on another day has not arrived for that one."""
    row = _living(number)
    _refuse_past(to, at)
    status = row.status if _day(to) == _day(row.starts_at) else BOOKED
    _change(row, MOVED, {"starts_at": to, "status": status}, why=why, by=by, at=at)


@action("appointment.cancel")
def cancel(*, number: str, why: str = "", by: Actor, at: datetime) -> None:
    """At the patient's or the clinic's wish; money is no reason."""
    _change(_living(number), CANCELLED, {"status": CANCELLED}, why=why, by=by, at=at)


@action("appointment.arrive")
def arrive(*, number: str, by: Actor, at: datetime) -> None:
    row = _living(number)
    if _day(row.starts_at) != _day(at):
        raise Refused("This visit is on another day. Move it first.")
    if row.status == ARRIVED:
        return
    _change(row, ARRIVED, {"status": ARRIVED}, why="", by=by, at=at)


@action("appointment.no_show")
def not_come(*, number: str, by: Actor, at: datetime) -> None:
    row = _living(number)
    if row.starts_at > at:
        raise Refused("The time of this visit has not come yet.")
    _change(row, NO_SHOW, {"status": NO_SHOW}, why="", by=by, at=at)


@action("appointment.take_back")
def take_back(*, number: str, seen: str, by: Actor, at: datetime) -> None:
    """The last change of a visit, by whoever may make one like it: it stands as it stood before.
    `seen`: the change they mean; another that came since stays.
    """
    row = _held(number)
    last, older = [*row.changes.exclude(what=TIER).order_by("-id")[:2], None, None][:2]
    if last is None or last.what not in _DONE_BY:
        raise Refused("Nothing here can be taken back. Reload the page.")
    if not may_do(by, _DONE_BY[last.what]):
        raise Refused("Your role may not take this back. Ask a colleague who may.")
    if last.what != seen:
        raise Refused("The visit was changed since. Reload the page.")
    # After an export took over, further ones change the visit without a word.
    before = last.theirs if older is None or older.what == EXPORTED else older.ours
    assert before is not None  # a visit booked here has its booking before
    starts_at = bulk.aware(before["starts_at"])
    if last.what in (MOVED, CANCELLED) and _day(starts_at) < _day(at):
        raise Refused("That day is over, so this cannot be taken back. Book a new visit.")
    values = {"starts_at": starts_at, "status": before["status"]}
    _change(row, UNDONE, values, why="", by=by, at=at)


def _living(number: str) -> Appointment:
    row = _held(number)
    if row.status not in COMING:
        raise Refused(f"This visit is {row.status.replace('_', ' ')} already. Book a new one.")
    return row


def _held(number: str) -> Appointment:
    row = Appointment.objects.filter(number=number).select_related("patient__guarantor").first()
    if row is None:
        raise Refused("This visit is not known. Reload the page.")
    bulk.hold("records_appointment", "id", [row.id])
    row.refresh_from_db(fields=FIELDS)
    return row


def _change(
    row: Appointment, what: str, values: Mapping[str, Any], *, why: str, by: Actor, at: datetime
) -> None:
    theirs = _theirs(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    _keep(row, what, theirs, by=by, at=at, why=why)
    about(account=row.patient.guarantor.number, visit=row.id, what=what)


def _theirs(row: Appointment) -> dict[str, str] | None:
    """What the export last said of it: of the last change, else what stands now; after the export
    took over, each later one changes what stands without a word.
    """
    last = row.changes.exclude(what=TIER).order_by("-id").first()
    if last is None or last.what == EXPORTED:
        return _said(row)
    kept: dict[str, str] | None = last.theirs
    return kept


def _said(row: Appointment) -> dict[str, str]:
    """The visit as it is compared with an export."""
    values = {name: getattr(row, name) for name in FIELDS}
    return {**values, "starts_at": bulk.moment(row.starts_at)}


def _keep(
    row: Appointment, what: str, theirs: dict[str, str] | None, *, by: Actor, at: datetime,
    why: str = "",
) -> None:  # fmt: skip
    refuse_card_numbers(why)
    AppointmentChange.objects.create(
        appointment=row, at=at, by=by.name, what=what, why=why.strip(), theirs=theirs,
        ours=_said(row),
    )  # fmt: skip


def _day(at: datetime) -> date:
    return local_day(at, clinic.current().timezone)


def _refuse_past(starts_at: datetime, at: datetime) -> None:
    if _day(starts_at) < _day(at):
        raise Refused("That day is over. Choose today or a later day.")
