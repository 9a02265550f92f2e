"""What payers said last of the coverages of some patients."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q

from goodstanding.core.benefit_record import from_json
from goodstanding.core.benefits import CoverageBenefits
from goodstanding.records import bulk
from goodstanding.records.models import EligibilityCheck

_MOST = 900


def latest_benefits(
    patient_ids: Sequence[int], on: date
) -> dict[int, tuple[CoverageBenefits, ...]]:
    """The newest check up to `on` of each coverage in force then, by rank; by the patient's key.
    Who has none is left out."""
    found: dict[int, list[CoverageBenefits]] = defaultdict(list)
    for chunk in bulk.chunks(dict.fromkeys(patient_ids), _MOST):
        seen: set[int] = set()
        for row in _checks(chunk, on):
            if row["coverage_id"] not in seen:
                seen.add(row["coverage_id"])
                found[row["coverage__patient_id"]].append(_now(row))
    return {key: tuple(sorted(each, key=lambda one: one.rank)) for key, each in found.items()}


def _checks(patients: Sequence[int], on: date) -> Sequence[dict[str, object]]:
    begun = Q(coverage__effective_on=None) | Q(coverage__effective_on__lte=on)
    going_on = Q(coverage__ends_on=None) | Q(coverage__ends_on__gte=on)
    kept = EligibilityCheck.objects.filter(
        begun, going_on, coverage__patient_id__in=patients, state="kept", checked_on__lte=on
    )
    return kept.order_by("coverage_id", "-checked_on", "-id").values(
        "coverage_id", "coverage__patient_id", "benefits", "coverage__rank", "coverage__payer",
        "coverage__payer_name", "coverage__payer_type",
    )  # fmt: skip


def _now(row: dict[str, object]) -> CoverageBenefits:
    """With the coverage as it is called today."""
    kept = row["benefits"]
    assert isinstance(kept, dict)
    return replace(
        from_json(kept),
        rank=row["coverage__rank"], payer_id=row["coverage__payer"],
        payer_name=row["coverage__payer_name"], payer_type=row["coverage__payer_type"],
    )  # fmt: skip
