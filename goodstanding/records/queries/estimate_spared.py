"""Booked visits that need no estimate of their own: those of a course that was estimated as one,
and those whose care is in the price of a surgery.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from goodstanding.core.days import local_day
from goodstanding.law import LawOn
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Appointment, CostEstimate
from goodstanding.records.queries.estimate_days import GONE, estimates_by_day
from goodstanding.records.queries.facts_rows import day_of
from goodstanding.records.queries.our_charges import price_of
from goodstanding.records.queries.surgeries import surgeries

EVERYBODY = Q()
AFTERCARE = "99024"  # a visit after surgery, named for the record: its price is the surgery's


def codes_of(visit: Appointment) -> list[str]:
    return visit.planned_codes.replace(";", " ").replace(",", " ").split()


def of_a_course(since: date, whose: Q = EVERYBODY) -> list[int]:
    """Keys of the visits, of the whole book or by a condition on the patient (`whose`), that an
    estimate of care that comes again, not over by `since`, takes in: from its first day to its
    last, with none but its codes, and no more of them than it counts. An insured one spares none:
    who has no coverage at a later visit is owed a good faith estimate of it.
    """
    courses = CostEstimate.objects.filter(
        whose, track="good_faith", withdrawn_at=None, recurs_until__gte=since
    )
    by_patient: dict[int, list[CostEstimate]] = defaultdict(list)
    for course in courses.prefetch_related("versions__lines"):
        by_patient[course.patient_id].append(course)
    visits: dict[int, list[Appointment]] = defaultdict(list)
    booked = Appointment.objects.filter(patient__in=by_patient).exclude(status__in=GONE)
    for visit in booked.order_by("starts_at", "id"):
        visits[visit.patient_id].append(visit)
    return [
        key for patient, found in by_patient.items() for course in found
        for key in _of_course(course, visits[patient])
    ]  # fmt: skip


def _of_course(course: CostEstimate, visits: Iterable[Appointment]) -> list[int]:
    zone, until = clinic.current().timezone, course.recurs_until
    newest = max(course.versions.all(), key=lambda version: version.number)
    codes = {line.code for line in newest.lines.all()}
    found = [
        visit.id for visit in visits
        if visit.id == course.appointment_id or (
            until and course.service_on <= local_day(visit.starts_at, zone) <= until
            and codes.issuperset(own := codes_of(visit)) and own
        )
    ]  # fmt: skip
    return found[: course.times]


def part_of_surgery(visits: Sequence[Appointment], on: date, law: LawOn) -> dict[int, str]:
    """Why no good faith estimate is due for a visit after surgery, by the visit's key.

    An estimate names what is to be expected with the care, and its price (45 CFR 149.610(c)). A
    visit within the surgery's global period that costs nothing by itself stands in the surgery's
    estimate: where that is on file, or where nothing but the visit after surgery is planned. Any
    other code, or one nobody priced, asks for an estimate as always.
    """
    zone = clinic.current().timezone
    coded = {visit: local_day(visit.starts_at, zone) for visit in visits if codes_of(visit)}
    if not coded:
        return {}
    operated = surgeries({visit.patient_id for visit in coded}, min(coded.values()), law)
    free = _Free(on)
    estimated: set[tuple[int, date, str]] | None = None
    found = {}
    for visit, day in coded.items():
        within = [one for one in operated[visit.patient_id] if one.on < day <= one.until]
        codes = codes_of(visit)
        if not within or not all(map(free.is_free, codes)):
            continue
        if set(codes) != {AFTERCARE}:
            estimated = _estimated(operated) if estimated is None else estimated
            within = [
                one for one in within
                if not estimated.isdisjoint(
                    (visit.patient_id, one.on, name) for name in ("", one.provider)
                )
            ]  # fmt: skip
        if within:
            found[visit.id] = within[-1].words
    return found


class _Free:
    """Codes that cost nothing, each looked up once; the visit after surgery also where nobody wrote
    that it does.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self.known: dict[str, bool] = {}

    def is_free(self, code: str) -> bool:
        if code not in self.known:
            cents, _ = price_of(code, on=self.on)
            self.known[code] = cents == 0 or (cents is None and code == AFTERCARE)
        return self.known[code]


def _estimated(patients: Iterable[int]) -> set[tuple[int, date, str]]:
    """(patient, day of the care, provider) of the good faith estimates given to them."""
    table, of_zone = estimates_by_day(clinic.current().timezone)
    rows = bulk.select(
        f"SELECT e.patient_id, e.service_on, e.provider FROM {table} e WHERE e.kind = "
        f"'good_faith' AND e.patient_id IN ({bulk.keys(patients)}) AND e.service_on IS NOT NULL",
        of_zone,
    )
    return {(patient, day_of(day), provider) for patient, day, provider in rows}
