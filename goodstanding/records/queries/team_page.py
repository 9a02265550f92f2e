"""The team's work, colleague by colleague and for nobody. Counts and days, never money: nobody is
ranked.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from goodstanding.records import bulk, clinic
from goodstanding.records.queries.facts_rows import end_of, start_of
from goodstanding.records.queries.team import NOBODY, colleagues
from goodstanding.records.queries.worklist import acts_for


@dataclass(frozen=True, slots=True)
class Waiting:
    """`people` who need a step today; `late`: due before today; `never` were never contacted, and
    `untouched_on` is the oldest last contact of the others; `age`: days since they owe, on average.
    """

    people: int = 0
    late: int = 0
    never: int = 0
    untouched_on: date | None = None
    age: int | None = None


_NONE = Waiting()


@dataclass(frozen=True, slots=True)
class Load:
    """One colleague, or NOBODY: people by queue, and today's accounts written on and calls."""

    name: str
    words: str
    queues: dict[str, int]
    waiting: Waiting
    done: int = 0
    calls: int = 0


def team(on: date) -> tuple[Load, ...]:
    queues, sums = _standings(on)
    done = _done(on)
    rows = [(one.name, one.words) for one in colleagues()]
    known = {name for name, _ in rows}
    gone = [(name, f"{name}, no longer here") for name in queues if name not in known | {NOBODY}]
    return tuple(
        Load(
            name, words, dict(queues.get(name, {})), sums.get(name, _NONE), *done.get(name, (0, 0))
        )
        for name, words in [*rows, *sorted(gone), (NOBODY, "Nobody")]
    )


def _standings(on: date) -> tuple[dict[str, dict[str, int]], dict[str, Waiting]]:
    """By owner: people by queue, and all of them together."""
    marks, values = bulk.text_in(acts_for(None))
    rows = bulk.select(
        "SELECT COALESCE(a.owner, ''), s.queue, COUNT(*), "
        "SUM(CASE WHEN s.due_on < %s THEN 1 ELSE 0 END), "
        "SUM(CASE WHEN c.newest IS NULL THEN 1 ELSE 0 END), CAST(MIN(c.newest) AS TEXT), "
        "COUNT(s.oldest_patient_on), "
        f"SUM({_days('s.oldest_patient_on')}) FROM records_standing s "
        "LEFT JOIN records_assignment a ON a.guarantor_id = s.guarantor_id AND a.ended_at IS NULL "
        "LEFT JOIN (SELECT guarantor_id, MAX(at) AS newest FROM records_contact WHERE undone_at "
        "IS NULL GROUP BY guarantor_id) c ON c.guarantor_id = s.guarantor_id "
        f"WHERE s.queue > '' AND s.act IN ({marks}) AND s.due_on <= %s "
        "GROUP BY COALESCE(a.owner, ''), s.queue",
        [on.isoformat(), on.isoformat(), *values, on.isoformat()],
    )
    queues: dict[str, dict[str, int]] = defaultdict(dict)
    parts: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for owner, queue, *sums in rows:
        queues[owner][queue] = int(sums[0])
        parts[owner].append(tuple(sums))
    return queues, {owner: _added(each) for owner, each in parts.items()}


def _days(column: str) -> str:
    """Days from the column's day to the one given as a parameter."""
    if connection.vendor == "postgresql":
        return f"CAST(%s AS date) - {column}"
    return f"julianday(%s) - julianday({column})"


def _added(parts: list[tuple[Any, ...]]) -> Waiting:
    people, late, never = (sum(int(part[place] or 0) for part in parts) for place in (0, 1, 2))
    newest = [bulk.aware(part[3]).date() for part in parts if part[3]]
    aged = sum(int(part[4] or 0) for part in parts)
    days = sum(int(part[5] or 0) for part in parts)
    oldest = min(newest, default=None)
    return Waiting(people, late, never, oldest, days // aged if aged else None)


def _done(on: date) -> dict[str, tuple[int, int]]:
    """Today by colleague: accounts they changed anything on, and calls."""
    zone = clinic.current().timezone
    between = [start_of(on, zone), end_of(on, zone)]
    changed = bulk.select(
        'SELECT "by", COUNT(DISTINCT account) FROM records_auditevent WHERE at >= %s AND at < %s '
        "AND account > '' AND verb NOT IN ('account.view', 'lease.take_over', 'work.assign', "
        "'work.got_it', 'note.seen') GROUP BY \"by\"",
        between,
    )
    calls = bulk.select(
        'SELECT "by", COUNT(*) FROM records_contact WHERE at >= %s AND at < %s AND channel = '
        "'call' AND undone_at IS NULL GROUP BY \"by\"",
        between,
    )
    called = dict(calls)
    names = {name for name, _ in changed} | set(called)
    touched = dict(changed)
    return {name: (int(touched.get(name, 0)), int(called.get(name, 0))) for name in names}
