"""The practice export's plain tables: what is new is added, what changed is changed, what is the
same is left alone.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from goodstanding.formats.practice_export import NOTICES
from goodstanding.formats.practice_rows import UNREAD_DETAIL
from goodstanding.formats.problems import Problem
from goodstanding.records import bulk
from goodstanding.records.models import ALL_TABLES

CHUNK = 2000
Limits = list[tuple[int, str, int]]


@dataclass
class Tally:
    """What became of one table's rows. `cents` is the money of the rows that went in."""

    new: int = 0
    changed: int = 0
    same: int = 0
    aside: int = 0
    cents: int = 0


@dataclass
class Intake:
    """One import under way: our keys by the export's numbers, what was met, and whose accounts were
    touched.
    """

    at: str  # the moment of recording, as the tables keep it
    file_id: int
    guarantors: dict[str, int] = field(default_factory=dict)
    # number -> (key, guarantor key)
    patients: dict[str, tuple[int, int]] = field(default_factory=dict)
    owner_of: dict[int, int] = field(default_factory=dict)  # patient key -> guarantor key
    # number -> (key, patient key)
    charges: dict[str, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    covered_anew: set[int] = field(default_factory=set)  # patients whose coverage changed
    lifted_here: set[str] = field(default_factory=set)  # holds a colleague lifted at the desk
    moved: Callable[[int], None] = lambda rows: None  # progress
    left_locked: set[str] = field(default_factory=set)  # charges left as they were for it
    # Mail that came back to us: (address_mark then, day) by account
    came_back: dict[str, tuple[str, date]] = field(default_factory=dict)
    # What the export last said of visits that a person changed since, and of which it says more now
    visits_by_hand: dict[str, dict[str, str]] = field(default_factory=dict)
    visits_taken: dict[str, dict[str, str]] = field(default_factory=dict)
    locked: str = ""  # the last day that is locked for the accountant; before every day: none

    def aside(self, table: str, line: int, *, code: str, text: str, cents: int = 0) -> None:
        self.tallies[table].aside += 1
        self.problems.append(Problem(f"{table}.csv line {line}", code, text, cents))

    def in_locked(self, day: str, *more: str) -> str:
        """What to say of a row that would post on a locked day; "" when it may post."""
        shut = [each for each in (day, *more) if each <= self.locked]
        if not shut:
            return ""
        return (
            f"{shut[0]} is locked: everything up to {self.locked} is with the accountant. Date it "
            "later in the practice system, or a manager opens the period."
        )


@dataclass(frozen=True)
class Sync:
    """How one export table is kept: `key` is the column that is unique, `values` gives a row's
    database values in the order of `columns` (key first), a sentence why it cannot be placed, or
    None when ours must stay as it is; `account` is its guarantor key.
    """

    table: str
    into: str
    columns: tuple[str, ...]
    values: Callable[[Any, Intake], tuple[Any, ...] | str | None]
    account: Callable[[tuple[Any, ...], Intake], int | None] = lambda values, intake: None


def text(value: Any) -> Any:
    """A value as both databases and the reader agree on it: ISO days and moments, plain booleans
    and numbers.
    """
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return value


def sync(spec: Sync, rows: Iterable[tuple[int, Any] | Problem], intake: Intake) -> None:
    """Brings the table up to the export's rows; in chunks, with one look-up and at most two writes
    each.
    """
    tally = intake.tallies.setdefault(spec.table, Tally())
    empty = not bulk.select(f"SELECT 1 FROM {spec.into} LIMIT 1")
    limits = limits_of(spec.into, spec.columns)
    for chunk in bulk.chunks(rows, CHUNK):
        made = [
            None if isinstance(item, Problem) else spec.values(item[1], intake) for item in chunk
        ]
        broken = broken_limits([values for values in made if isinstance(values, tuple)], limits)
        wanted: dict[Any, tuple[Any, ...]] = {}
        for item, values in zip(chunk, made, strict=True):
            if isinstance(item, Problem):
                tell(spec.table, item, intake)
                continue
            line, _ = item
            if isinstance(values, str):
                intake.aside(spec.table, line, code="unknown_reference", text=values)
            elif values is None:
                tally.same += 1
            elif why := unfit(values, broken):
                intake.aside(spec.table, line, code="too_long", text=why)
            else:
                wanted[values[0]] = tuple(map(text, values))
        _write(spec, intake, wanted=wanted, known={} if empty else _known(spec, list(wanted)))
        intake.moved(len(chunk))


def limits_of(into: str, columns: Sequence[str]) -> Limits:
    """(place, column, longest text) of the columns that hold text of a limited length."""
    (model,) = [model for model in ALL_TABLES if model._meta.db_table == into]
    fields = {field.column: field for field in model._meta.concrete_fields}
    return [
        (place, column, int(length))
        for place, column in enumerate(columns)
        if (length := getattr(fields[column], "max_length", None))
    ]


def broken_limits(rows: Sequence[Sequence[Any]], limits: Limits) -> Limits:
    """The limits that some of the rows break. Asked column by column, so that few rows need
    `unfit`.
    """
    broken = []
    for limit in limits:
        texts = list(filter(None, map(itemgetter(limit[0]), rows)))
        if texts and (max(map(len, texts)) > limit[2] or "\x00" in "".join(texts)):
            broken.append(limit)
    return broken


def unfit(values: Sequence[Any], limits: Limits) -> str:
    """Why these values cannot be stored ("" when they can): PostgreSQL refuses what SQLite lets
    through.
    """
    for place, column, longest in limits:
        value = values[place]
        if value and (len(value) > longest or "\x00" in value):
            return f"{column} is longer than {longest} characters or holds a zero byte. Shorten it."
    return ""


def tell(table: str, problem: Problem, intake: Intake) -> None:
    """Files a reader's problem: a notice about rows that went in, or a row set aside."""
    if problem.code in NOTICES:
        intake.notices.append(problem)
        return
    intake.tallies.setdefault(table, Tally()).aside += problem.code != UNREAD_DETAIL
    intake.problems.append(problem)


def _known(spec: Sync, keys: list[Any]) -> dict[Any, tuple[Any, ...]]:
    marks, values = bulk.text_in(keys)
    columns = ", ".join(f'"{column}"' for column in spec.columns)
    rows = bulk.select(
        f"SELECT {columns} FROM {spec.into} WHERE {spec.columns[0]} IN ({marks})", values
    )
    return {row[0]: tuple(text(value) for value in row) for row in rows}


def _write(
    spec: Sync,
    intake: Intake,
    *,
    wanted: dict[Any, tuple[Any, ...]],
    known: dict[Any, tuple[Any, ...]],
) -> None:
    tally = intake.tallies[spec.table]
    new: list[tuple[Any, ...]] = []
    changed: list[tuple[Any, ...]] = []
    for key, values in wanted.items():
        before = known.get(key)
        if before is not None and same(before, values):
            tally.same += 1
            continue
        (new if before is None else changed).append(values)
        for owner in (values, before):
            account = spec.account(owner, intake) if owner else None
            if account is not None:
                intake.touched.add(account)
    tally.new += len(new)
    tally.changed += len(changed)
    bulk.insert(spec.into, spec.columns, new)
    sets = ", ".join(f'"{column}" = %s' for column in spec.columns[1:])
    bulk.update_many(
        f"UPDATE {spec.into} SET {sets} WHERE {spec.columns[0]} = %s",
        [(*values[1:], values[0]) for values in changed],
    )


def same(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    return all(a == b or _loosely(a) == _loosely(b) for a, b in zip(before, after, strict=True))


def _loosely(value: Any) -> Any:
    # SQLite keeps moments as text with a space and in UTC; compare them as moments, and truth as
    # truth.
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value)  # PostgreSQL keeps JSON in its own order
        except ValueError:
            return value
    if isinstance(value, str) and len(value) > 18 and value[4:5] == "-":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return (
            moment.timestamp()
            if moment.tzinfo
            else datetime.fromisoformat(f"{value}+00:00").timestamp()
        )
    return value
