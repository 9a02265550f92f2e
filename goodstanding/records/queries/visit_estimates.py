"""What patients' estimates say of their coming visits: the share of a day, and the visits of a
course that one estimate covers.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from goodstanding.core import estimate_kept
from goodstanding.core.days import local_day
from goodstanding.core.estimate_terms import Planned
from goodstanding.records import clinic
from goodstanding.records.models import (
    Appointment,
    CostEstimate,
    Estimate,
    EstimateGiven,
    EstimateVersion,
)
from goodstanding.records.queries.facts_rows import end_of, start_of

OFF = ("cancelled", "no_show")


@dataclass(frozen=True, slots=True)
class Share:
    """`self_pay`: of care that no insurer is billed for."""

    cents: int
    source: str
    self_pay: bool = False


@dataclass(frozen=True, slots=True)
class Estimates:
    """By patient and day, None for a line whose share is not known; and the visits that an estimate
    of care that comes again covers, by their key."""

    shares: dict[tuple[int, date], list[Share | None]] = field(
        default_factory=lambda: defaultdict(list)
    )
    in_a_course: frozenset[int] = frozenset()


def estimates_of(patients: Sequence[int], first: date, last: date) -> Estimates:
    """Of what was given and not withdrawn; a version that a newer one replaced says nothing."""
    ours = _given(patients)
    standing = _standing(ours)
    stale = {one.number for one in ours} - {one.number for one in standing}
    rows = Estimate.objects.filter(
        patient__in=patients, service_on__gte=first, service_on__lte=last
    ).order_by("given_on", "id")
    found = Estimates(in_a_course=_in_a_course(standing, last))
    _shares(found, [each for each in rows if each.number not in stale])
    _insured_shares(found, standing)
    return found


def _shares(found: Estimates, given: Sequence[Estimate]) -> None:
    """The newest estimate of a visit's day, all its lines together. Whose part an insured one's
    amount is, an export does not say."""
    newest = {(each.patient_id, each.service_on): each.number for each in given}
    for each in given:
        if each.service_on is None or newest[each.patient_id, each.service_on] != each.number:
            continue
        share = None
        if each.kind == "good_faith":
            source = f"Good faith estimate of {each.given_on:%m/%d/%Y}"
            share = Share(each.cents, source, self_pay=True)
        found.shares[each.patient_id, each.service_on].append(share)


@dataclass(frozen=True, slots=True)
class _Ours:
    """A version given to the patient. `number`: as bills are compared with it."""

    case: CostEstimate
    version: EstimateVersion
    on: date

    @property
    def number(self) -> str:
        return f"{self.case.number}-{self.version.number}"

    @property
    def planned(self) -> Planned:
        """By its own days and track, not those of a newer draft."""
        return estimate_kept.read(self.version.inputs)


def _given(patients: Sequence[int]) -> list[_Ours]:
    given = EstimateGiven.objects.filter(version__estimate__patient__in=patients)
    rows = given.select_related("version__estimate").order_by("id")
    return [_Ours(row.version.estimate, row.version, row.on) for row in rows]


def _standing(ours: Sequence[_Ours]) -> list[_Ours]:
    """Of each estimate that was not withdrawn the version given last."""
    last = {one.case.id: one for one in ours if one.case.withdrawn_at is None}
    return sorted(last.values(), key=lambda one: one.version.id)


def _insured_shares(found: Estimates, standing: Sequence[_Ours]) -> None:
    """Where it is a range, the share is not known."""
    for one in standing:
        version, planned = one.version, one.planned
        if not planned.insured:
            continue
        sure = version.figures.get("sure", version.share_cents == version.at_most_cents)
        share = Share(version.share_cents, f"Estimate of {one.on:%m/%d/%Y}") if sure else None
        found.shares[one.case.patient_id, planned.service_on] = [share]


def _in_a_course(standing: Sequence[_Ours], last: date) -> frozenset[int]:
    """The first visits of each course's days, as many as it was estimated to come, of the care that
    was estimated."""
    courses = [(one.case.patient_id, one.planned) for one in standing]
    courses = [(patient, one) for patient, one in courses if one.recurs_until is not None]
    if not courses:
        return frozenset()
    zone = clinic.current().timezone
    since = min(planned.service_on for _, planned in courses)
    rows = Appointment.objects.filter(
        patient__in={patient for patient, _ in courses}, starts_at__gte=start_of(since, zone),
        starts_at__lt=end_of(last, zone),
    ).exclude(status__in=OFF).order_by("starts_at", "id")  # fmt: skip
    found: set[int] = set()
    come: Counter[int] = Counter()
    for row in rows:
        on, codes = local_day(row.starts_at, zone), set(row.planned_codes.split())
        for place, (patient, planned) in enumerate(courses):
            if row.patient_id == patient and _covers(planned, on, codes, come=come[place]):
                come[place] += 1
                found.add(row.id)
    return frozenset(found)


def _covers(planned: Planned, on: date, codes: set[str], *, come: int) -> bool:
    until = planned.recurs_until
    within = until is not None and planned.service_on <= on <= until
    same = codes <= {line.code for line in planned.lines}
    return within and same and bool(codes) and come < planned.times
