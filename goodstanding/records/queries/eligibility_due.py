"""Whom to ask about before they come: booked visits of the next days whose benefits are old."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from goodstanding.core.days import add_business_days
from goodstanding.core.in_force import in_force
from goodstanding.core.kinds import PayerType
from goodstanding.core.subscribers import Subscriber
from goodstanding.records import bulk
from goodstanding.records.models import Appointment, Coverage, EligibilityAsked, EligibilityCheck
from goodstanding.records.queries.subscribers import kept_of, other_of

OLD_DAYS = 3
# These answer no eligibility request: the injury decides, not a membership.
_NOT_ASKED = (PayerType.WORKERS_COMP, PayerType.NO_FAULT, PayerType.LIABILITY)
_MOST = 900


@dataclass(frozen=True, slots=True)
class Due:
    """A coverage and the first visit it is asked for; `member` "" cannot be asked. `holder` is the
    subscriber where that is another person."""

    coverage: int
    patient: str
    account: str
    payer_id: str
    payer_name: str
    member: str
    last_name: str
    first_name: str
    birth_on: date | None
    sex: str
    visit_on: date
    holder: Subscriber | None = None


def due(on: date, *, within: int, zone: str) -> tuple[Due, ...]:
    """Visits from `on` to `within` business days later; a coverage checked up to three days ago, or
    asked about today, is not asked again. Ordered by visit."""
    visits = _visits(on, add_business_days(on, within), zone)
    rows = [
        row for chunk in bulk.chunks(sorted(visits), _MOST) for row in _coverages(chunk)
    ]  # fmt: skip
    covering = [
        row for row in rows if in_force(row.effective_on, row.ends_on, visits[row.patient_id])
    ]
    fresh = _fresh([row.id for row in covering], on, zone)
    kept = kept_of(row.patient_id for row in covering)
    found = [
        _due(row, visits[row.patient_id], other_of(row, kept))
        for row in covering if row.id not in fresh
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.visit_on, one.coverage)))


def by_member(found: Iterable[Due]) -> tuple[list[Due], tuple[str, ...]]:
    """Those that can be asked, and the patients of those that have no member number."""
    asked: list[Due] = []
    without: list[str] = []
    for one in found:
        if one.member:
            asked.append(one)
        else:
            without.append(one.patient)
    return asked, tuple(without)


def _visits(first: date, last: date, zone: str) -> dict[int, date]:
    """The first booked visit of each patient."""
    place = ZoneInfo(zone)
    begin = datetime.combine(first, time(), place)
    end = datetime.combine(last + timedelta(days=1), time(), place)
    booked = Appointment.objects.filter(status="booked", starts_at__gte=begin, starts_at__lt=end)
    found: dict[int, date] = {}
    for patient, starts_at in booked.order_by("starts_at").values_list("patient_id", "starts_at"):
        found.setdefault(patient, starts_at.astimezone(place).date())
    return found


def _coverages(patients: Iterable[int]) -> Iterable[Coverage]:
    asked = Coverage.objects.filter(patient_id__in=patients).exclude(payer_type__in=_NOT_ASKED)
    return asked.select_related("patient__guarantor")


def _fresh(coverages: list[int], on: date, zone: str) -> set[int]:
    since = on - timedelta(days=OLD_DAYS)
    morning = datetime.combine(on, time(), ZoneInfo(zone))
    found: set[int] = set()
    for chunk in bulk.chunks(coverages, _MOST):
        of = Q(coverage_id__in=chunk)
        for recent in (
            EligibilityCheck.objects.filter(of, state="kept", checked_on__gte=since),
            EligibilityAsked.objects.filter(of, request__made_at__gte=morning),
        ):
            found |= set(recent.values_list("coverage_id", flat=True))
    return found


def _due(row: Coverage, visit_on: date, holder: Subscriber | None) -> Due:
    patient = row.patient
    return Due(
        row.id, patient.number, patient.guarantor.number, row.payer, row.payer_name, row.member,
        patient.last_name, patient.first_name, patient.birth_on, patient.sex, visit_on,
        holder,
    )  # fmt: skip
