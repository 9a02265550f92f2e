"""Who the subscriber of a coverage is, as a person wrote it or a payer named them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from goodstanding.core.coverage_matching import plain
from goodstanding.core.subscribers import SELF, says
from goodstanding.core.subscribers import Subscriber as Who
from goodstanding.records import bulk
from goodstanding.records.models import Coverage, Subscriber

HAND, ANSWER = "hand", "answer"
_MOST = 900
Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """`who` counts, written by a person or else told by the payer (`source`); `newest` is what was
    written or told last."""

    who: Who
    source: str
    at: datetime
    by: str
    newest: Who

    @property
    def told(self) -> Who | None:
        """What the payer named since and a person has not taken."""
        return None if says(self.who, self.newest) else self.newest

    @property
    def other(self) -> Who | None:
        """The subscriber where that is not the patient."""
        return None if self.who.relation == SELF else self.who


@dataclass(frozen=True, slots=True)
class CoverageHeld:
    """A coverage with who holds it; `mark` says which coverage was seen, when its row is written
    over by an import."""

    coverage: int
    patient: str
    rank: int
    payer_name: str
    member: str
    mark: str
    kept: Kept | None


def key_of(coverage: Coverage) -> Key:
    return coverage.patient_id, coverage.payer, plain(coverage.member)


def mark_of(coverage: Coverage) -> str:
    return "|".join(str(part) for part in key_of(coverage))


def kept_of(patients: Iterable[int]) -> dict[Key, Kept]:
    """Of these patients' coverages, those where anything was written or told."""
    found: defaultdict[Key, list[Subscriber]] = defaultdict(list)
    for chunk in bulk.chunks(sorted(set(patients)), _MOST):
        for row in Subscriber.objects.filter(patient_id__in=chunk).order_by("id"):
            found[row.patient_id, row.payer, row.member].append(row)
    return {key: _kept(rows) for key, rows in found.items()}


def other_of(coverage: Coverage, kept: Mapping[Key, Kept]) -> Who | None:
    """The subscriber of a coverage where that is known not to be the patient."""
    one = kept.get(key_of(coverage))
    return one.other if one is not None else None


def coverages_of(patient: str) -> tuple[CoverageHeld, ...]:
    """All of a patient's coverages by rank; `patient` is their own number."""
    return _held(Coverage.objects.filter(patient__number=patient))


def differing() -> tuple[CoverageHeld, ...]:
    """Coverages whose payer names another subscriber than a person wrote."""
    told = Subscriber.objects.filter(source=ANSWER).values("patient_id")
    written = Subscriber.objects.filter(source=HAND, patient_id__in=told).values("patient_id")
    held = _held(Coverage.objects.filter(patient_id__in=written))
    return tuple(one for one in held if one.kept is not None and one.kept.told is not None)


def _held(found: QuerySet[Coverage]) -> tuple[CoverageHeld, ...]:
    rows = list(found.select_related("patient").order_by("patient__number", "rank", "id"))
    kept = kept_of(row.patient_id for row in rows)
    return tuple(
        CoverageHeld(
            row.id, row.patient.number, row.rank, row.payer_name, row.member, mark_of(row),
            kept.get(key_of(row)),
        )
        for row in rows
    )  # fmt: skip


def _kept(rows: list[Subscriber]) -> Kept:
    newest = rows[-1]
    counts = next((row for row in reversed(rows) if row.source == HAND), newest)
    return Kept(_who(counts), counts.source, counts.at, counts.by, _who(newest))


def _who(row: Subscriber) -> Who:
    return Who(row.last_name, row.first_name, row.birth_on, row.relation)
