"""Rows of an export that have no number of their own: a patient's coverages, an estimate's lines.

They are replaced as a whole when the export says something else of them, and only by a whole: where
a row was set aside, nobody knows what it would have said, so nothing known before is given up.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from goodstanding.actions.practice_sync import (
    CHUNK,
    Intake,
    Limits,
    Tally,
    limits_of,
    tell,
    text,
    unfit,
)
from goodstanding.actions.practice_tables import unknown_patient
from goodstanding.formats.practice_export import NOTICES
from goodstanding.formats.problems import Problem
from goodstanding.records import bulk

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Wholes:
    """`key` gives the first of `columns` for what stands in the first column of the export's table;
    `named` says whose rows they are.
    """

    table: str
    into: str
    columns: tuple[str, ...]
    values: Callable[[Any, int], Values]
    key: Callable[[str, Intake], Any]
    named: str


def _coverage(row: Any, patient: int) -> Values:
    return (
        patient, row.rank, row.payer_id, row.payer_name, row.payer_type, row.member_id,
        row.group_number, row.effective_on, row.ends_on, row.qmb,
    )  # fmt: skip


def _estimate(row: Any, patient: int) -> Values:
    return (
        row.estimate_id, patient, row.given_on, row.kind, row.code, row.provider,
        row.amount_cents, row.service_date,
    )  # fmt: skip


def _patient(number: str, intake: Intake) -> int | None:
    return intake.patients.get(number, (None,))[0]


COVERAGES = Wholes(
    "coverages",
    "records_coverage",
    ("patient_id", "rank", "payer", "payer_name", "payer_type", "member", "group_number",
     "effective_on", "ends_on", "qmb"),
    _coverage,
    _patient,
    "the coverages of patient {}",
)  # fmt: skip
ESTIMATES = Wholes(
    "estimates",
    "records_estimate",
    ("number", "patient_id", "given_on", "kind", "code", "provider", "cents", "service_on"),
    _estimate,
    lambda number, _: number,
    "the lines of estimate {}",
)


@dataclass
class _Sorted:
    """One file's rows. `torn` are the keys of which a row was set aside; with `unread` one was set
    aside and nobody can tell of which. `faults` stand with the number and key of their row.
    """

    wanted: dict[Any, list[tuple[int, Values]]] = field(default_factory=dict)
    numbers: dict[Any, str] = field(default_factory=dict)
    torn: set[Any] = field(default_factory=set)
    unread: bool = False
    faults: list[tuple[Problem, Any]] = field(default_factory=list)
    kept: set[Any] = field(default_factory=set)

    def fault(self, problem: Problem, key: Any) -> None:
        self.faults.append((problem, key))
        if problem.code in NOTICES:
            return
        if key is not None:
            self.torn.add(key)
            self.numbers[key] = problem.number
        self.unread = self.unread or not problem.number


def take_wholes(spec: Wholes, rows: Iterable[tuple[int, Any] | Problem], intake: Intake) -> None:
    found = _sorted(spec, rows, intake)
    for chunk in bulk.chunks({**found.wanted, **dict.fromkeys(found.torn)}, CHUNK):
        _replace(spec, chunk, found=found, intake=intake)
    for problem, key in found.faults:
        said = problem.text + _after(spec, problem, kept=key in found.kept)
        tell(spec.table, replace(problem, text=said), intake)


def _after(spec: Wholes, problem: Problem, *, kept: bool) -> str:
    """What became of what was known before, as a sentence behind the problem's own."""
    if problem.code in (*NOTICES, "kept_whole"):
        return ""
    if not problem.number:
        return " Whose row it is cannot be told, so nothing known before was given up."
    return f" What was known of {spec.named.format(problem.number)} stays." if kept else ""


def _sorted(spec: Wholes, rows: Iterable[tuple[int, Any] | Problem], intake: Intake) -> _Sorted:
    limits = limits_of(spec.into, spec.columns)
    found = _Sorted()
    for item in rows:
        if isinstance(item, Problem):
            found.fault(item, spec.key(item.number, intake) if item.number else None)
            continue
        intake.tallies.setdefault(spec.table, Tally())
        line, row = item
        key = spec.key(row[0], intake)
        made = _made(spec, row, intake=intake, limits=limits)
        if isinstance(made, Problem):
            found.fault(replace(made, where=f"{spec.table}.csv line {line}"), key)
        else:
            found.wanted.setdefault(key, []).append((line, made))
            found.numbers[key] = row[0]
    return found


def _made(spec: Wholes, row: Any, *, intake: Intake, limits: Limits) -> Values | Problem:
    patient = intake.patients.get(row.patient_id)
    if patient is None:
        why = unknown_patient(row.patient_id)
        return Problem("", "unknown_reference", why, number=row[0])
    values = tuple(map(text, spec.values(row, patient[0])))
    if why := unfit(values, limits):
        return Problem("", "too_long", why, number=row[0])
    return values


def _replace(spec: Wholes, keys: Sequence[Any], *, found: _Sorted, intake: Intake) -> None:
    tally = intake.tallies.setdefault(spec.table, Tally())
    known = _known(spec, keys)
    other = []
    for key in keys:
        rows = [values for _, values in found.wanted.get(key, ())]
        before, now = known.get(key, Counter()), Counter(map(_plain, rows))
        if before and key in found.torn:
            found.kept.add(key)
        if before == now:
            tally.same += len(rows)
        elif before - now and (found.unread or key in found.torn):
            tally.same += _keep(spec, key, found=found, before=before)
        else:
            other.append(key)
            tally.new += 0 if before else len(rows)
            tally.changed += len(rows) if before else 0
            if spec.table == "coverages":
                intake.touched.add(intake.owner_of[key])
                intake.covered_anew.add(key)
    marks, values = bulk.text_in(other)
    bulk.execute(f"DELETE FROM {spec.into} WHERE {spec.columns[0]} IN ({marks})", values)
    bulk.insert(
        spec.into, spec.columns, (values for key in other for _, values in found.wanted[key])
    )
    intake.moved(sum(len(found.wanted.get(key, ())) for key in keys))


def _keep(spec: Wholes, key: Any, *, found: _Sorted, before: "Counter[Values]") -> int:
    """What the books hold of this key stays whole. Its rows that say something else are set aside;
    returns how many say the same.
    """
    whose = spec.named.format(found.numbers[key])
    why = (
        f"Another row of {whose} was set aside"
        if key in found.torn
        else "This file has a row of which nobody can tell whose it is"
    )
    same = 0
    for line, values in found.wanted.get(key, ()):
        if _plain(values) in before:
            same += 1
            continue
        where = f"{spec.table}.csv line {line}"
        told = f"{why}, so what was known of {whose} stays. Correct that row and import again."
        found.faults.append((Problem(where, "kept_whole", told), key))
    return same


def _known(spec: Wholes, keys: Sequence[Any]) -> dict[Any, "Counter[Values]"]:
    columns = ", ".join(f'"{column}"' for column in spec.columns)
    marks, values = bulk.text_in(list(keys))
    known: dict[Any, Counter[Values]] = {}
    for row in bulk.select(
        f"SELECT {columns} FROM {spec.into} WHERE {spec.columns[0]} IN ({marks})", values
    ):
        known.setdefault(row[0], Counter())[_plain(tuple(map(text, row)))] += 1
    return known


def _plain(values: Values) -> Values:
    """SQLite gives 1 and 0 where PostgreSQL gives true and false."""
    return tuple(int(value) if isinstance(value, bool) else value for value in values)
