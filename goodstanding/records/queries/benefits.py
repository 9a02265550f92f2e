"""What payers said last of the coverages of some patients."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from goodstanding.core.benefit_record import from_json
from goodstanding.core.benefits import CoverageBenefits
from goodstanding.records import bulk
from goodstanding.records.models import Coverage, EligibilityCheck
from goodstanding.records.queries.coverage import in_force_q

_MOST = 900


def latest_benefits(
    patient_ids: Sequence[int], on: date
) -> dict[int, tuple[CoverageBenefits, ...]]:
    """The newest check up to `on` of each coverage in force then, by rank; by the patient's key.
    Who has none is left out."""
    found: dict[int, list[CoverageBenefits]] = defaultdict(list)
    for chunk in bulk.chunks(dict.fromkeys(patient_ids), _MOST):
        for coverage, benefits in newest(Q(coverage__patient_id__in=chunk), on):
            found[coverage.patient_id].append(benefits)
    return {key: tuple(each) for key, each in found.items()}


def newest(of: Q, on: date) -> Iterator[tuple[Coverage, CoverageBenefits]]:
    """Each coverage in force of some checks (`of`) with what was told last, by patient and rank:
    one query."""
    going_on = in_force_q(on, "coverage__")
    kept = EligibilityCheck.objects.filter(of, going_on, state="kept", checked_on__lte=on)
    ordered = kept.select_related("coverage__patient").order_by(
        "coverage__patient__number", "coverage__rank", "coverage_id", "-checked_on", "-id"
    )
    last = 0
    for check in ordered.defer("told", "why"):
        coverage = check.coverage
        if coverage is not None and coverage.id != last:
            last = coverage.id
            yield coverage, _now(check.benefits, coverage)


def _now(kept: dict[str, Any], coverage: Coverage) -> CoverageBenefits:
    """With the coverage as it is called today."""
    return replace(
        from_json(kept), rank=coverage.rank, payer_id=coverage.payer,
        payer_name=coverage.payer_name, payer_type=coverage.payer_type,
    )  # fmt: skip
