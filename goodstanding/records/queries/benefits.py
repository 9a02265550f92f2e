"""What payers said last of the coverages of some patients."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from goodstanding.core.benefit_limits import Care, said_of
from goodstanding.core.benefit_record import from_json, lines_of
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
    ordered = (
        _newest(of, on)
        .select_related("coverage__patient")
        .order_by("coverage__patient__number", "coverage__rank", "coverage_id")
    )
    for check in ordered.defer("told", "why"):
        assert check.coverage is not None, "what is kept is of a coverage"
        yield check.coverage, _now(check.benefits, check.coverage)


def said_of_care(patient_id: str, care: Sequence[Care], on: date) -> tuple[str, ...]:
    """What the plan that pays first on the day said of these lines and no sum counts, in sentences
    (core/benefit_limits.py); nothing where it was not asked, or ends before that day.
    """
    own = Coverage.objects.filter(in_force_q(on), patient__number=patient_id)
    first = own.order_by("rank", "id").first()
    check = _newest(Q(coverage=first), on).first() if first is not None else None
    if check is None or from_json(check.benefits).in_force(on) is False:
        return ()
    return said_of(lines_of(check.told), care, on=on, told_on=check.checked_on)


def _newest(of: Q, on: date) -> QuerySet[EligibilityCheck]:
    kept = EligibilityCheck.objects.filter(state="kept", checked_on__lte=on)
    alike = kept.filter(coverage=OuterRef("coverage")).order_by("-checked_on", "-id")
    return kept.filter(of, in_force_q(on, "coverage__"), id=Subquery(alike.values("id")[:1]))


def _now(kept: dict[str, Any], coverage: Coverage) -> CoverageBenefits:
    """With the coverage as it is called today."""
    return replace(
        from_json(kept), rank=coverage.rank, payer_id=coverage.payer,
        payer_name=coverage.payer_name, payer_type=coverage.payer_type,
    )  # fmt: skip
