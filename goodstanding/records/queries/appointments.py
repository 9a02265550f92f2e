"""One visit with its history, and what the export last said of visits that people changed."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.records import bulk, clinic
from goodstanding.records.models import Appointment, AppointmentChange
from goodstanding.records.queries.coming_visits import COMING, OFFICE, TIER
from goodstanding.records.queries.estimates import name_of
from goodstanding.records.queries.facts_rows import start_of

EXPORTED, UNDONE = "exported", "undone"
KINDS = (*OFFICE, "surgery")  # by these words the list knows a copay, a global period, a look-ahead
WORDS = {
    "booked": "Booked", "moved": "Moved", "cancelled": "Cancelled", "arrived": "Arrived",
    "no_show": "Did not come", UNDONE: "Taken back", TIER: "The desk's words changed",
    EXPORTED: "The practice system took over",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    by: str
    what: str
    words: str
    why: str
    starts_at: datetime | None  # where it stood since


@dataclass(frozen=True, slots=True)
class Visit:
    number: str
    starts_at: datetime
    name: str
    patient: str
    provider: str
    location: str
    kind: str
    status: str
    changes: tuple[Change, ...]


def by_hand() -> dict[str, dict[str, str]]:
    """By visit number, what the export said when a person last changed it."""
    found: dict[str, dict[str, str]] = {}
    rows = AppointmentChange.objects.exclude(what=TIER).order_by("id")
    for number, what, theirs in rows.values_list("appointment__number", "what", "theirs"):
        if what == EXPORTED or theirs is None:
            found.pop(number, None)
        else:
            found[number] = theirs
    return found


def words_before(on: date) -> dict[str, list[str]]:
    """What stands in the fields of the visits from that day on, so that the same place is written
    in the same way."""
    zone = clinic.current().timezone
    rows = Appointment.objects.filter(starts_at__gte=start_of(on, zone)).order_by()
    return {
        name: sorted({*rows.exclude(**{name: ""}).values_list(name, flat=True).distinct(), *known})
        for name, known in (("provider", ()), ("location", ()), ("kind", KINDS))
    }


def is_booked(patient: int, at: datetime) -> bool:
    """For exactly that moment: a second press, or a visit a colleague has booked."""
    rows = Appointment.objects.filter(patient=patient, starts_at=at, status__in=COMING)
    return rows.exists()


def account_of(number: str) -> str | None:
    """Whose account a visit is on."""
    rows = Appointment.objects.filter(number=number)
    return rows.values_list("patient__guarantor__number", flat=True).first()


def visit(number: str) -> Visit | None:
    row = Appointment.objects.filter(number=number).select_related("patient").first()
    if row is None:
        return None
    changes = tuple(
        Change(each.at, each.by, each.what, WORDS.get(each.what, each.what), each.why,
               bulk.aware(each.ours["starts_at"]) if each.ours.get("starts_at") else None)
        for each in row.changes.exclude(what=TIER).order_by("-id")
    )  # fmt: skip
    return Visit(
        row.number, row.starts_at, name_of(row.patient),
        row.patient.number, row.provider, row.location, row.kind, row.status, changes,
    )  # fmt: skip
