"""Our coverages that payers' answers could mean: a fixed number of queries for a whole file."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from goodstanding.core.coverage_matching import Asked, Candidate, plain
from goodstanding.records import bulk
from goodstanding.records.models import Coverage, EligibilityAsked

_MOST = 400
_COLUMNS = (
    "id", "patient_id", "rank", "payer", "payer_name", "member", "patient__last_name",
    "patient__first_name", "patient__birth_on", "effective_on", "ends_on",
)  # fmt: skip


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
    found = {row[0]: row for way in ways for row in _rows(Coverage.objects.filter(way))}
    return [_candidate(row, traces[row[0]]) for _, row in sorted(found.items())]


def of_patient(number: str) -> list[Candidate]:
    """All coverages of one of our patients."""
    rows = _rows(Coverage.objects.filter(patient__number=number))
    return [_candidate(row, frozenset()) for row in rows]


def _traces(numbers: Iterable[str]) -> defaultdict[int, frozenset[str]]:
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for chunk in bulk.chunks(sorted(set(numbers)), _MOST):
        sent = EligibilityAsked.objects.filter(trace__in=chunk)
        for coverage, trace in sent.values_list("coverage_id", "trace"):
            found[coverage] |= {trace}
    return found


def _forms(member: str) -> set[str]:
    return {member, member.upper(), plain(member)}


def _rows(found: QuerySet[Coverage]) -> list[tuple[object, ...]]:
    return list(found.order_by("id").values_list(*_COLUMNS))


def _candidate(row: Sequence[object], traces: frozenset[str]) -> Candidate:
    return Candidate(*row, traces=traces)  # type: ignore[arg-type]
