"""Estimates that are due, and by when; and the visits they are made for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from goodstanding.core.days import add_business_days, local_day
from goodstanding.core.deadlines import Deadline
from goodstanding.core.estimate_terms import ForWhom
from goodstanding.core.estimates import FEDERAL, STATE, Asked, deliver_by
from goodstanding.law import LawOn, live_book
from goodstanding.records import clinic
from goodstanding.records.models import (
    Appointment,
    CostEstimate,
    Coverage,
    Estimate,
    EstimateGiven,
    EstimateVersion,
    Patient,
)
from goodstanding.records.queries.coverage import in_force_q
from goodstanding.records.queries.estimate_days import GONE, care_on
from goodstanding.records.queries.estimate_spared import of_a_course, part_of_surgery
from goodstanding.records.queries.facts_rows import start_of

LOOK_AHEAD_DAYS = 60
# What a row is made of: the other columns are not read.
_WHOSE = (
    "patient__number", "patient__last_name", "patient__first_name", "patient__guarantor__number"
)  # fmt: skip
_OF_VISIT = ("number", "provider", "starts_at", "scheduled_on", "planned_codes", "patient_id")
CONTACT = {"mail": "mail", "email": "email", "text": "text", "call": "phone"}


def law_on(on: date) -> LawOn:
    return live_book().on(on, clinic.current().state)


def was_given(version: int) -> bool:
    return EstimateGiven.objects.filter(version_id=version).exists()


def was_given_before(case: int) -> bool:
    return EstimateGiven.objects.filter(version__estimate_id=case).exists()


def for_whom(patient: int) -> ForWhom:
    row = Patient.objects.select_related("guarantor").get(id=patient)
    home = row.guarantor
    place = f"{home.city}, {home.state} {home.zip}".strip(" ,")
    return ForWhom(
        f"{row.first_name} {row.last_name}", row.number, row.birth_on,
        tuple(filter(None, (home.street, home.street2, place))),
        home.phone_mobile or home.phone_home, home.email,
        CONTACT.get(home.preferred_channel, home.preferred_channel),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DueRow:
    """`case` None: a booked visit of somebody without coverage, and nothing is begun for it;
    `why_not` says why none is due.
    """

    case: int | None
    appointment: str
    patient_id: str
    account_id: str
    name: str
    track: str
    service_on: date
    deliver_by: date | None
    provider: str = ""
    changed: bool = False
    why_not: str = ""

    def late(self, on: date) -> bool:
        return self.deliver_by is not None and self.deliver_by < on


@dataclass(frozen=True, slots=True)
class Due:
    """`today` holds what is late too; `soon` is for the business days of a week."""

    today: tuple[DueRow, ...]
    soon: tuple[DueRow, ...]
    later: tuple[DueRow, ...]
    visits_next_week: int
    need_one: int

    @property
    def count(self) -> int:
        return len(self.today) + len(self.soon)


@dataclass(frozen=True, slots=True)
class DueCounts:
    """Of `Due`: `today` with what is late, `count` with the week's too."""

    today: int
    count: int


def due(on: date) -> Due:
    """Of the whole book."""
    course = of_a_course(on)
    rows = sorted(
        (*_begun(on), *_not_begun(on, course)),
        key=lambda row: (row.deliver_by or row.service_on, row.name),
    )
    last, week = on + timedelta(days=7), _week(on)
    near_visits = _without(on, last, course)
    return Due(
        tuple(row for row in rows if row.deliver_by and row.deliver_by <= on),
        tuple(row for row in rows if row.deliver_by and on < row.deliver_by <= week),
        tuple(row for row in rows if row.deliver_by is None or row.deliver_by > week),
        near_visits.count(), sum(r.case is None and r.service_on <= last for r in rows),
    )  # fmt: skip


def due_counts(on: date) -> DueCounts:
    """The same counts without who it is."""
    week, visits = _week(on), _uncovered(on, of_a_course(on)).only(*_OF_VISIT)
    days = [
        *_undone(on).filter(deliver_by__lte=week).values_list("deliver_by", flat=True),
        *(by for _, _, by in _unspared(on, visits) if by <= week),
    ]
    return DueCounts(sum(day <= on for day in days), len(days))


def _week(on: date) -> date:
    return add_business_days(on, 5)


def _undone(on: date) -> Any:
    """Drafts, and those with a version newer than what was given; `newest` its number. One of a
    visit that was moved is of its day now, of a visit that will not be of none; care that comes
    again waits for its estimate until it ends.
    """
    versions = EstimateVersion.objects.filter(estimate=OuterRef("pk")).order_by("-number")
    alone = Q(appointment=None, service_on__gte=on)
    of_visit = Q(appointment__starts_at__gte=_start_of(on)) & ~Q(appointment__status__in=GONE)
    course = Q(recurs_until__gte=on)
    return CostEstimate.objects.filter(alone | of_visit | course, withdrawn_at=None).annotate(
        newest=Subquery(versions.values("number")[:1]), done=Subquery(versions.values("given")[:1])
    ).filter(done=None)  # fmt: skip


def _begun(on: date, account: str = "") -> Iterable[DueRow]:
    zone, cases = clinic.current().timezone, _undone(on)
    if account:
        cases = cases.filter(patient__guarantor__number=account)
    shown = cases.select_related("patient__guarantor", "appointment").only(
        *_WHOSE, "track", "service_on", "deliver_by", "appointment__number",
        "appointment__provider", "appointment__starts_at", "appointment__status",
    )  # fmt: skip
    for case in shown:
        yield DueRow(
            case.id, case.appointment.number if case.appointment else "", case.patient.number,
            case.patient.guarantor.number, name_of(case.patient), case.track, care_on(case, zone),
            case.deliver_by, case.appointment.provider if case.appointment else "",
            case.newest > 1,
        )  # fmt: skip


def _not_begun(on: date, course: Sequence[int], account: str = "") -> Iterable[DueRow]:
    visits = _uncovered(on, course).select_related("patient__guarantor").only(
        *_WHOSE, *_OF_VISIT
    )  # fmt: skip
    if account:
        visits = visits.filter(patient__guarantor__number=account)
    return (_of_visit(visit, day, by) for visit, day, by in _unspared(on, visits))


@dataclass(frozen=True, slots=True)
class Lacks:
    """Of some visits, by their keys: those that `due` names, those of a course that has its
    estimate, and why a visit after surgery needs none.
    """

    due: frozenset[int] = frozenset()
    in_a_course: frozenset[int] = frozenset()
    spared: dict[int, str] = field(default_factory=dict)


def lacks(visits: Sequence[Appointment], on: date) -> Lacks:
    """As `due` says it, however far ahead they are."""
    keys = [visit.id for visit in visits]
    course = of_a_course(on, Q(patient__in={visit.patient_id for visit in visits}))
    own = Appointment.objects.filter(pk__in=keys, status="booked", starts_at__gte=_start_of(on))
    found = list(_bare(own, course).filter(~_is_covered()))
    spared = part_of_surgery(found, on, law_on(on))
    begun = _undone(on).filter(appointment__in=keys).values_list("appointment", flat=True)
    missing = [visit.id for visit, _, _ in _needing(on, found, spared)]
    return Lacks(frozenset((*begun, *missing)), frozenset(course).intersection(keys), spared)


def _uncovered(on: date, course: Sequence[int]) -> Any:
    return _without(on, on + timedelta(days=LOOK_AHEAD_DAYS), course).filter(~_is_covered())


def _unspared(on: date, visits: Any) -> Iterator[tuple[Appointment, date, date]]:
    found = list(visits)
    return _needing(on, found, part_of_surgery(found, on, law_on(on)))


def _needing(
    on: date, visits: Iterable[Appointment], spared: Mapping[int, str]
) -> Iterator[tuple[Appointment, date, date]]:
    """(visit, its day, by when) of those not `spared`: who has no coverage on the day gets one
    without asking, once the visit is far enough.
    """
    law, zone = law_on(on), clinic.current().timezone
    for visit in visits:
        day = local_day(visit.starts_at, zone)
        by = deliver_by(Asked(False, day, visit.scheduled_on, ()), law)
        if by is not None and visit.id not in spared:
            yield visit, day, by


def _of_visit(
    visit: Appointment, day: date, by: date | None, *, covered: bool = False, why_not: str = ""
) -> DueRow:
    return DueRow(
        None, visit.number, visit.patient.number, visit.patient.guarantor.number,
        name_of(visit.patient), "insured" if covered else "good_faith", day, by, visit.provider,
        why_not=why_not,
    )  # fmt: skip


def _start_of(on: date) -> datetime:
    return start_of(on, clinic.current().timezone)


def _without(first: date, last: date, course: Sequence[int]) -> Any:
    """Booked visits without an estimate, of their own or of a course (these are `course`)."""
    booked = Appointment.objects.filter(
        status="booked", starts_at__gte=_start_of(first),
        starts_at__lt=_start_of(last + timedelta(days=1)),
    )  # fmt: skip
    return _bare(booked, course).order_by("starts_at")


def _bare(visits: Any, course: Sequence[int]) -> Any:
    return visits.filter(~_has_estimate()).exclude(pk__in=course)


def _has_estimate() -> Any:
    ours = CostEstimate.objects.filter(appointment=OuterRef("pk"), withdrawn_at=None)
    theirs = Estimate.objects.filter(
        patient=OuterRef("patient"), service_on=OuterRef("starts_at__date")
    )
    return Exists(ours) | Exists(theirs.exclude(Exists(_says_nothing())))


def _says_nothing() -> Any:
    """The version of an estimate (OuterRef) that was withdrawn, that a newer given one replaced, or
    whose visit is on another day since.
    """
    newer = EstimateVersion.objects.filter(
        estimate=OuterRef("estimate"), number__gt=OuterRef("number"), given__isnull=False
    )
    moved = ~Q(estimate__appointment__starts_at__date=OuterRef("service_on")) & Q(
        estimate__appointment__isnull=False
    ) & ~Q(estimate__appointment__status__in=GONE)  # fmt: skip
    return EstimateVersion.objects.annotate(
        given_as=Concat("estimate__number", Value("-"), Cast("number", CharField()))
    ).filter(
        moved | Q(estimate__withdrawn_at__isnull=False) | Exists(newer),
        given_as=OuterRef("number"), estimate__patient=OuterRef("patient"),
    )  # fmt: skip


def _is_covered() -> Any:
    day = OuterRef("starts_at__date")
    return Exists(Coverage.objects.filter(in_force_q(day), patient=OuterRef("patient")))


def name_of(patient: Patient) -> str:
    return f"{patient.last_name}, {patient.first_name}"


def visits_to_choose(on: date, text: str = "", *, most: int = 40) -> tuple[DueRow, ...]:
    """Booked visits without an estimate, the nearest first; `text` of a name or a number."""
    found = _without(on, on + timedelta(days=2 * LOOK_AHEAD_DAYS), of_a_course(on))
    for word in text.replace(",", " ").split():
        found = found.filter(
            Q(patient__last_name__istartswith=word) | Q(patient__first_name__istartswith=word)
            | Q(patient__number=word) | Q(patient__guarantor__number=word)
        )  # fmt: skip
    covered = _is_covered()
    rows = list(found.annotate(covered=covered).select_related("patient__guarantor")[:most])
    law, zone = law_on(on), clinic.current().timezone
    after = part_of_surgery([row for row in rows if not row.covered], on, law)
    found = []
    for visit in rows:
        day = local_day(visit.starts_at, zone)
        by = deliver_by(Asked(visit.covered, day, visit.scheduled_on, ()), law)
        why_not = after.get(visit.id, "")
        found.append(_of_visit(visit, day, None if why_not else by, covered=visit.covered,
                               why_not=why_not))  # fmt: skip
    return tuple(found)


def only_visit_of(patient_id: str, on: date) -> str:
    """The number of the one booked visit of theirs without an estimate; "" for none or several."""
    whose = Q(patient__number=patient_id)
    course = of_a_course(on, whose)
    found = _without(on, on + timedelta(days=2 * LOOK_AHEAD_DAYS), course).filter(whose)
    numbers = list(found.values_list("number", flat=True)[:2])
    return numbers[0] if len(numbers) == 1 else ""


def deadlines_of(account_id: str, on: date) -> tuple[Deadline, ...]:
    """The days by which an estimate of this account is owed and was not given."""
    law = law_on(on)
    course = of_a_course(on, Q(patient__guarantor__number=account_id))
    rows = (*_begun(on, account_id), *_not_begun(on, course, account_id))
    return tuple(
        Deadline("estimate_due", row.deliver_by, rule, law.cite(rule))
        for row in sorted(rows, key=lambda row: (row.deliver_by or row.service_on, row.name))
        if row.deliver_by is not None
        for rule in (FEDERAL if row.track == "good_faith" else STATE,)
    )  # fmt: skip
