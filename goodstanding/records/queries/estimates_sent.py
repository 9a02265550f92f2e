"""Estimates given, each as it was in the version given: a newer one may say something else."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core import estimate_kept
from goodstanding.records.models import EstimateGiven
from goodstanding.records.queries.estimates import name_of


@dataclass(frozen=True, slots=True)
class SentRow:
    case: int
    account_id: str
    name: str
    track: str
    service_on: date
    given_on: date
    how: str
    version: int
    share_cents: int
    at_most_cents: int
    deliver_by: date | None
    withdrawn: bool = False


MOST = 500


def sent(on: date) -> tuple[SentRow, ...]:
    """The newest `MOST`."""
    rows = (
        EstimateGiven.objects.filter(on__lte=on).order_by("-id").defer("paper")
        .select_related("version__estimate__patient__guarantor")[:MOST]
    )  # fmt: skip
    return tuple(_sent(row) for row in rows)


def count_sent(on: date) -> int:
    return EstimateGiven.objects.filter(on__lte=on)[:MOST].count()


def _sent(row: EstimateGiven) -> SentRow:
    version, patient = row.version, row.version.estimate.patient
    planned, by = estimate_kept.read(version.inputs), version.figures["deliver_by"]
    return SentRow(
        version.estimate_id, patient.guarantor.number, name_of(patient), planned.track,
        planned.service_on, row.on, row.how, version.number, version.share_cents,
        version.at_most_cents, date.fromisoformat(by) if by else None,
        version.estimate.withdrawn_at is not None,
    )  # fmt: skip
