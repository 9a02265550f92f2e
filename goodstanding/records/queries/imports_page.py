"""What came in: files with their outcome and problems, and work under way."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, Sum

from goodstanding.records.models import ImportFile, ImportProblem, RemittanceClaim, Task

PAGE = 50
KEPT_DAYS = 7
LABELS = {
    "import": "Reading a file",
    "day": "Deciding the day",
    "trial": "Trying a policy",
    "letters": "Printing letters",
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """`aside` counts what is not in the books, `aside_cents` its money."""

    id: int
    name: str
    kind: str
    status: str
    received_at: datetime
    by: str
    totals: dict[str, Any]
    aside: int
    aside_cents: int


@dataclass(frozen=True, slots=True)
class ProblemRow:
    id: int
    where: str
    code: str
    text: str
    cents: int
    level: str
    solved: bool


@dataclass(frozen=True, slots=True)
class Files:
    rows: tuple[FileRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class FileWithProblems:
    row: FileRow
    problems: tuple[ProblemRow, ...]
    total_problems: int


@dataclass(frozen=True, slots=True)
class TaskRow:
    """`done` of `of` rows; `of` is 0 while it is not known."""

    id: int
    label: str
    state: str
    made_at: datetime
    finished_at: datetime | None
    by: str
    done: int
    of: int
    error: str


def files(*, page: int = 1) -> Files:
    found = ImportFile.objects.defer("raw").order_by("-id")
    aside = Q(problems__level="aside", problems__solved_at__isnull=True)
    rows = found.annotate(
        n=Count("problems", filter=aside), money=Sum("problems__cents", filter=aside)
    )
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return Files(tuple(_row(file, file.n, file.money or 0) for file in shown), found.count())


def file(number: int, *, page: int = 1) -> FileWithProblems | None:
    found = ImportFile.objects.defer("raw").filter(id=number).first()
    if found is None:
        return None
    listed = ImportProblem.objects.filter(file=found)
    sums = listed.filter(level="aside", solved_at__isnull=True).aggregate(
        n=Count("id"), money=Sum("cents")
    )
    shown = listed.order_by("level", F("solved_at").asc(nulls_first=True), "id")[
        (page - 1) * PAGE : page * PAGE
    ]
    problems = tuple(
        ProblemRow(p.id, p.where, p.code, p.text, p.cents, p.level, p.solved_at is not None)
        for p in shown
    )
    return FileWithProblems(_row(found, sums["n"], sums["money"] or 0), problems, listed.count())


def _row(found: ImportFile, aside: int, cents: int) -> FileRow:
    return FileRow(
        found.id,
        found.name,
        found.kind,
        found.status,
        found.received_at,
        found.by,
        found.totals,
        aside,
        cents,
    )


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A dropped file that could not be read; `why` as it lies beside it."""

    name: str
    why: str


def quarantined() -> tuple[Quarantined, ...]:
    """Files of the quarantine, the newest task first."""
    place = Path(settings.VAR) / "quarantine"
    found = sorted(place.glob("*.why.txt"), reverse=True)[:PAGE] if place.is_dir() else []
    return tuple(
        Quarantined(each.name.removesuffix(".why.txt"), each.read_text(encoding="utf-8").strip())
        for each in found
    )


def claims_waiting() -> tuple[int, int]:
    """(claims, cents paid for them) of remittances that wait for a person or were set aside."""
    found = RemittanceClaim.objects.filter(state__in=("waiting", "aside")).aggregate(
        n=Count("id"), c=Sum("paid_cents")
    )
    return found["n"], found["c"] or 0


def running_tasks() -> tuple[TaskRow, ...]:
    found = Task.objects.filter(state__in=("waiting", "running")).order_by("id")
    return tuple(task_row(task) for task in found)


def finished_tasks(*, at: datetime) -> tuple[TaskRow, ...]:
    since = at - timedelta(days=KEPT_DAYS)
    found = Task.objects.filter(state__in=("done", "failed"), finished_at__gte=since).order_by(
        "-finished_at"
    )
    return tuple(task_row(task) for task in found[:PAGE])


def task_row(task: Task) -> TaskRow:
    done = of = 0
    path = Path(settings.VAR) / "progress" / f"{task.id}.json"
    if task.state == "running" and path.exists():
        progress = json.loads(path.read_text())
        done, of = progress["done"], progress["of"]
    return TaskRow(
        task.id, LABELS.get(task.kind, task.kind), task.state, task.made_at, task.finished_at,
        task.by, done, of,
        task.error,
    )  # fmt: skip
