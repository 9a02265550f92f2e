"""What payers said last of the coverages of some patients."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from goodstanding.core.benefit_record import from_json
from goodstanding.core.benefits import CoverageBenefits
from goodstanding.records import bulk
from goodstanding.records.models import Coverage, EligibilityCheck

_MOST = 900


def latest_benefits(
    patient_ids: Sequence[int], on: date
) -> dict[int, tuple[CoverageBenefits, ...]]:
    """The newest check up to `on` of each coverage in force then, by rank; by the patient's key.
    Who has none is left out."""
    found: dict[int, list[CoverageBenefits]] = defaultdict(list)
    for chunk in bulk.chunks(dict.fromkeys(patient_ids), _MOST):
        seen: set[int] = set()
        for check in _checks(chunk, on):
            coverage = check.coverage
            if coverage is not None and coverage.id not in seen:
                seen.add(coverage.id)
                found[coverage.patient_id].append(_now(check.benefits, coverage))
    return {key: tuple(sorted(each, key=lambda one: one.rank)) for key, each in found.items()}


def _checks(patients: Sequence[int], on: date) -> QuerySet[EligibilityCheck]:
    begun = Q(coverage__effective_on=None) | Q(coverage__effective_on__lte=on)
    going_on = Q(coverage__ends_on=None) | Q(coverage__ends_on__gte=on)
    kept = EligibilityCheck.objects.filter(
        begun, going_on, coverage__patient_id__in=patients, state="kept", checked_on__lte=on
    )
    newest = kept.select_related("coverage").order_by("coverage_id", "-checked_on", "-id")
    return newest.defer("told", "why")


def _now(kept: dict[str, Any], coverage: Coverage) -> CoverageBenefits:
    """With the coverage as it is called today."""
    return replace(
        from_json(kept), rank=coverage.rank, payer_id=coverage.payer,
        payer_name=coverage.payer_name, payer_type=coverage.payer_type,
    )  # fmt: skip
