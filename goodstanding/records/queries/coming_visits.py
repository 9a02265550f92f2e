"""Booked visits of some days with what is known of their cost: no query for each visit, one for
each day.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from goodstanding.core.days import local_day
from goodstanding.core.facts import CoverageFacts
from goodstanding.core.huddle import ComingVisit
from goodstanding.core.in_force import in_force
from goodstanding.core.kinds import PayerType
from goodstanding.records import clinic
from goodstanding.records.models import (
    Appointment,
    AppointmentChange,
    Coverage,
    Patient,
    Prepayment,
)
from goodstanding.records.queries.benefits import latest_benefits
from goodstanding.records.queries.estimate_spared import codes_of
from goodstanding.records.queries.estimates import Lacks, lacks, law_on, name_of
from goodstanding.records.queries.facts_rows import end_of, start_of
from goodstanding.records.queries.surgeries import Surgery, surgeries
from goodstanding.records.queries.visit_estimates import Share, Shares, shares_of

BOOKED, ARRIVED, COMPLETED = "booked", "arrived", "completed"
CANCELLED, NO_SHOW = "cancelled", "no_show"
COMING = (BOOKED, ARRIVED)
TIER = "tier"  # a change of what the desk says, not of the visit
OFFICE = ("office", "follow-up", "post-op")


@dataclass(frozen=True, slots=True)
class Booked:
    """A visit with who comes; `chosen` the coordinator's tier for it, `chosen_why` the reason.
    `estimated`: an estimate of it was given, or it is of a course that has one; `spared` why none
    is due though it has no coverage. Both are the coordinator's."""

    key: int
    number: str
    starts_at: datetime
    name: str
    language: str
    provider: str
    location: str
    kind: str
    status: str
    patient_key: int
    guarantor: int
    account_id: str
    visit: ComingVisit
    chosen: int | None = None
    chosen_why: str = ""
    estimated: bool = False
    spared: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What an insurer last answered of a visit's cost."""

    copay_cents: int | None = None
    qmb_or_medicaid: bool = False


def benefits_of(patients: Sequence[int], on: date) -> dict[int, Told]:
    """By patient, from the coverages' latest answers; the copay of an office visit only from the
    first plan, in force on the day of the visit (`on`) and asked in its year: else it is not
    known. Never more than is left of the year's out-of-pocket limit.
    """
    found = {}
    for patient, plans in latest_benefits(patients, on).items():
        first = plans[0]
        sure = first.in_force(on) is True and first.checked_on.year == on.year
        spared = any(plan.qmb or plan.medicaid for plan in plans)
        limits = [first.copay_cents, first.oop_left_cents, first.family_oop_left_cents]
        known = [cents for cents in limits if cents is not None]
        copay = min(known) if sure and first.copay_cents is not None else None
        found[patient] = Told(copay, spared)
    return found


@dataclass(slots=True)
class _Around:
    """What the visits' patients have, by patient; `surgeries` with the last day of their price,
    `told` by day too, as `firsts`: the first visit of the day."""

    covers: dict[int, list[Coverage]] = field(default_factory=lambda: defaultdict(list))
    surgeries: dict[int, list[Surgery]] = field(default_factory=dict)
    shares: Shares = field(default_factory=dict)
    lacks: Lacks = field(default_factory=Lacks)
    prepaid: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    chosen: dict[int, tuple[int, str]] = field(default_factory=dict)
    told: dict[tuple[int, date], Told] = field(default_factory=dict)
    firsts: dict[tuple[int, date], int] = field(default_factory=dict)


def booked(
    first: date, last: date, *, statuses: Sequence[str] = COMING, location: str | None = None,
    patients: Sequence[int] | None = None, number: str = "",
) -> tuple[Booked, ...]:  # fmt: skip
    """In their order of time; `location` "" is none, None is all; of these patients or one visit
    where they are named.
    """
    zone = clinic.current().timezone
    rows = Appointment.objects.filter(
        starts_at__gte=start_of(first, zone), starts_at__lt=end_of(last, zone), status__in=statuses
    ).select_related("patient__guarantor")
    if location is not None:
        rows = rows.filter(location=location)
    if patients is not None:
        rows = rows.filter(patient__in=patients)
    if number:
        rows = rows.filter(number=number)
    found = list(rows.order_by("starts_at", "patient__last_name", "id"))
    around = _around(found, first, last)
    return tuple(_one(row, local_day(row.starts_at, zone), around) for row in found)


def unbooked(patients: Sequence[Patient], on: date) -> dict[int, ComingVisit]:
    """Each of them that day with no visit: their coverages, and nothing of any cost."""
    keys = [each.id for each in patients]
    covers, told = _covers(keys), benefits_of(keys, on)
    return {
        each.id: ComingVisit(
            each.number, on, coverages=tuple(_cover(one) for one in _live(covers[each.id], on)),
            covered_before=_covered_before(covers[each.id], on),
            qmb_or_medicaid=told.get(each.id, Told()).qmb_or_medicaid,
        )
        for each in patients
    }  # fmt: skip


def _covers(patients: Sequence[int]) -> dict[int, list[Coverage]]:
    found: dict[int, list[Coverage]] = defaultdict(list)
    for cover in Coverage.objects.filter(patient__in=patients).order_by("rank", "id"):
        found[cover.patient_id].append(cover)
    return found


def _around(rows: Sequence[Appointment], first: date, last: date) -> _Around:
    patients = sorted({row.patient_id for row in rows})
    found = _Around(_covers(patients), told=_told(rows), firsts=_firsts(patients, first, last))
    found.surgeries = surgeries(patients, first, law_on(first))
    found.shares, found.lacks = shares_of(patients, first, last), lacks(rows, first)
    for paid in Prepayment.objects.filter(
        appointment__in=[row.id for row in rows], receipt__undone__isnull=True
    ).select_related("receipt"):
        found.prepaid[paid.appointment_id] += paid.receipt.cents
    for change in AppointmentChange.objects.filter(
        appointment__in=[row.id for row in rows], what=TIER
    ).order_by("id"):
        found.chosen[change.appointment_id] = (int(change.ours["tier"]), change.why)
    return found


def _firsts(patients: Sequence[int], first: date, last: date) -> dict[tuple[int, date], int]:
    zone, found = clinic.current().timezone, dict[tuple[int, date], int]()
    rows = Appointment.objects.filter(
        patient__in=patients, status__in=(*COMING, COMPLETED),
        starts_at__gte=start_of(first, zone), starts_at__lt=end_of(last, zone),
    ).order_by("starts_at", "id")  # fmt: skip
    for key, patient, starts_at in rows.values_list("id", "patient_id", "starts_at"):
        found.setdefault((patient, local_day(starts_at, zone)), key)
    return found


def _told(rows: Sequence[Appointment]) -> dict[tuple[int, date], Told]:
    zone, by_day = clinic.current().timezone, defaultdict(set)
    for row in rows:
        by_day[local_day(row.starts_at, zone)].add(row.patient_id)
    return {
        (patient, day): told for day, patients in by_day.items()
        for patient, told in benefits_of(sorted(patients), day).items()
    }  # fmt: skip


def _one(row: Appointment, on: date, around: _Around) -> Booked:
    patient = row.patient
    chosen, why = around.chosen.get(row.id, (None, ""))
    return Booked(
        row.id, row.number, row.starts_at, name_of(patient),
        patient.guarantor.language or "en", row.provider, row.location, row.kind, row.status,
        patient.id, patient.guarantor_id, patient.guarantor.number,
        _visit(row, on, around), chosen, why,
        bool(_shares(row, on, around)) or row.id in around.lacks.in_a_course,
        around.lacks.spared.get(row.id, ""),
    )  # fmt: skip


def _visit(row: Appointment, on: date, around: _Around) -> ComingVisit:
    covers = around.covers.get(row.patient_id, [])
    live = _live(covers, on)
    later = around.firsts.get((row.patient_id, on), row.id) != row.id
    shares = [each for each in _shares(row, on, around) if each.visit or not later]
    known = [
        each.cents for each in shares if each.cents is not None and not (live and each.self_pay)
    ]
    told = around.told.get((row.patient_id, on), Told())
    whole = bool(shares) and len(known) == len(shares)
    ends = [each.until for each in around.surgeries.get(row.patient_id, ()) if each.on < on]
    office = row.kind.strip().lower() in OFFICE
    # A second plan may pay it, and an operation's share is no copay.
    copay = told.copay_cents if office and len(live) == 1 else None
    return ComingVisit(
        patient_id=row.patient.number, on=on, kind=row.kind, codes=tuple(codes_of(row)),
        coverages=tuple(_cover(each) for each in live),
        covered_before=_covered_before(covers, on), qmb_or_medicaid=told.qmb_or_medicaid,
        global_until=max(ends, default=None), copay_cents=copay,
        share_cents=sum(known) if whole else None,
        share_source=shares[0].source if whole else "",
        estimate_due=row.id in around.lacks.due,
        prepaid_cents=around.prepaid.get(row.id, 0), later=later,
    )  # fmt: skip


def _shares(row: Appointment, on: date, around: _Around) -> list[Share]:
    """Of this visit, or of the day where none is named: what another visit of the day will cost is
    not asked for at this one.
    """
    of_day = around.shares.get((row.patient_id, on), [])
    return [each for each in of_day if each.visit in (None, row.id)]


def _live(covers: Sequence[Coverage], on: date) -> list[Coverage]:
    return [each for each in covers if in_force(each.effective_on, each.ends_on, on)]


def _covered_before(covers: Sequence[Coverage], on: date) -> bool:
    ended = any(each.ends_on is not None and each.ends_on < on for each in covers)
    return ended and not _live(covers, on)


def _cover(cover: Any) -> CoverageFacts:
    known = cover.payer_type in {each.value for each in PayerType}
    kind = PayerType(cover.payer_type) if known else PayerType.OTHER
    return CoverageFacts(cover.rank, cover.payer, kind, bool(cover.qmb))
