"""Our coverages that payers' answers could mean: a fixed number of queries for a whole file."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from goodstanding.core.coverage_matching import Asked, Candidate, plain
from goodstanding.core.subscribers import Subscriber
from goodstanding.records import bulk
from goodstanding.records.models import Coverage, EligibilityAsked
from goodstanding.records.queries.subscribers import kept_of, other_of

_MOST = 400


def candidates(asked: Sequence[Asked]) -> list[Candidate]:
    """All that any of them could mean, each once."""
    traces = _traces(trace for one in asked for trace in one.traces)
    ways: list[Q] = []
    for chunk in bulk.chunks(sorted(traces), _MOST):
        ways.append(Q(id__in=chunk))
    members = {form for one in asked if one.member for form in _forms(one.member)}
    for chunk in bulk.chunks(sorted(members), _MOST):
        ways.append(Q(member__in=chunk))
    births = {one.birth_on for one in asked if one.birth_on is not None}
    for chunk in bulk.chunks(sorted(births), _MOST):
        ways.append(Q(patient__birth_on__in=chunk))
    found = {row.id: row for way in ways for row in _rows(Coverage.objects.filter(way))}
    kept = kept_of(row.patient_id for row in found.values() if row.id in traces)
    return [
        _candidate(row, traces[key], other_of(row, kept)) for key, row in sorted(found.items())
    ]  # fmt: skip


def of_patient(number: str) -> list[Candidate]:
    """All coverages of one of our patients."""
    rows = _rows(Coverage.objects.filter(patient__number=number))
    return [_candidate(row, frozenset(), None) for row in rows]


def _traces(numbers: Iterable[str]) -> defaultdict[int, frozenset[str]]:
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for chunk in bulk.chunks(sorted(set(numbers)), _MOST):
        sent = EligibilityAsked.objects.filter(trace__in=chunk)
        for coverage, trace in sent.values_list("coverage_id", "trace"):
            found[coverage] |= {trace}
    return found


def _forms(member: str) -> set[str]:
    return {member, member.upper(), plain(member)}


def _rows(found: QuerySet[Coverage]) -> QuerySet[Coverage]:
    return found.select_related("patient").order_by("id")


def _candidate(row: Coverage, traces: frozenset[str], holder: Subscriber | None) -> Candidate:
    patient = row.patient
    return Candidate(
        row.id, patient.id, row.rank, row.payer, row.payer_name, row.member, patient.last_name,
        patient.first_name, patient.birth_on, row.effective_on, row.ends_on, traces,
        holder,
    )  # fmt: skip
