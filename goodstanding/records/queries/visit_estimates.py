"""What patients' estimates say of the share of a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from goodstanding.core import estimate_kept
from goodstanding.core.estimate_terms import Planned
from goodstanding.records import clinic
from goodstanding.records.models import CostEstimate, Estimate, EstimateGiven, EstimateVersion
from goodstanding.records.queries.estimate_days import care_on


@dataclass(frozen=True, slots=True)
class Share:
    """`cents` None: not known. `self_pay`: of care that no insurer is billed for. `visit`: the key
    of the one it was made for, None where it names none.
    """

    cents: int | None
    source: str = ""
    self_pay: bool = False
    visit: int | None = None


Shares = dict[tuple[int, date], list[Share]]


def shares_of(patients: Sequence[int], first: date, last: date) -> Shares:
    """By patient and day of the care. Of what was given and not withdrawn; a version that a newer
    one replaced says nothing.
    """
    ours, zone = _given(patients), clinic.current().timezone
    standing = _standing(ours)
    moved = {one.key: one.day(zone) for one in standing}
    stale = {one.key for one in ours} - moved.keys()
    rows = Estimate.objects.filter(
        Q(service_on__gte=first, service_on__lte=last)
        | Q(service_on__isnull=False, number__in=[number for _, number in moved]),
        patient__in=patients,
    ).order_by("given_on", "id")  # fmt: skip
    visits = {one.key: one.case.appointment_id for one in standing}
    found: Shares = defaultdict(list)
    _shares(found, [
        _Line(moved.get(key, each.service_on), visits.get(key), each) for each in rows
        if (key := (each.patient_id, each.number)) not in stale
    ])  # fmt: skip
    _insured_shares(found, standing, zone)
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    on: date | None
    visit: int | None
    row: Estimate

    @property
    def whose(self) -> tuple[int, date | None, int | None]:
        return self.row.patient_id, self.on, self.visit


def _shares(found: Shares, lines: Sequence[_Line]) -> None:
    """The newest estimate of a visit, all its lines together. Whose part an insured one's amount
    is, an export does not say."""
    newest = {line.whose: line.row.number for line in lines}
    for line in lines:
        row = line.row
        if line.on is None or newest[line.whose] != row.number:
            continue
        share = Share(None, visit=line.visit)
        if row.kind == "good_faith":
            source = f"Good faith estimate of {row.given_on:%m/%d/%Y}"
            share = Share(row.cents, source, self_pay=True, visit=line.visit)
        found[row.patient_id, line.on].append(share)


@dataclass(frozen=True)
class _Ours:
    """A version given to the patient. `key`: whose, and its number as bills are compared."""

    case: CostEstimate
    version: EstimateVersion
    on: date

    @property
    def key(self) -> tuple[int, str]:
        return self.case.patient_id, f"{self.case.number}-{self.version.number}"

    @cached_property
    def planned(self) -> Planned:
        """By its own days and track, not those of a newer draft."""
        return estimate_kept.read(self.version.inputs)

    def day(self, zone: str) -> date:
        return care_on(self.case, zone, given=self.planned.service_on)


def _given(patients: Sequence[int]) -> list[_Ours]:
    given = EstimateGiven.objects.filter(version__estimate__patient__in=patients)
    rows = given.select_related("version__estimate__appointment").order_by("id")
    return [_Ours(row.version.estimate, row.version, row.on) for row in rows]


def _standing(ours: Sequence[_Ours]) -> list[_Ours]:
    """Of each estimate that was not withdrawn the version given last."""
    last = {one.case.id: one for one in ours if one.case.withdrawn_at is None}
    return sorted(last.values(), key=lambda one: one.version.id)


def _insured_shares(found: Shares, standing: Sequence[_Ours], zone: str) -> None:
    """Where it is a range, the share is not known. What another visit of the day costs stays."""
    for one in standing:
        version, visit = one.version, one.case.appointment_id
        if not one.planned.insured:
            continue
        sure = version.figures.get("sure", version.share_cents == version.at_most_cents)
        source = f"Estimate of {one.on:%m/%d/%Y}"
        share = Share(version.share_cents if sure else None, source, visit=visit)
        key = one.case.patient_id, one.day(zone)
        others = [each for each in found[key] if each.visit not in (None, visit)]
        found[key] = [*others, share]
