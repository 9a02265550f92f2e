"""Long work as durable rows: whoever takes one holds a lease; a lease that ran out is
taken over.
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from goodstanding.actions import drop, followup_day, imports, letters, policy
from goodstanding.actions.assistance_days import run_out
from goodstanding.actions.denials import open_denials
from goodstanding.actions.prepayments import settle_all
from goodstanding.actions.unit import SYSTEM, Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.formats.problems import NotReadable
from goodstanding.records.models import Run, Task

LEASE = timedelta(minutes=30)
MOST_TRIES = 3
MORNING = 5


@action("task.add")
def enqueue(*, kind: str, key: str, arguments: dict[str, Any], by: Actor, at: datetime) -> Task:
    """Adds work once: the same key a second time is the work already there."""
    assert kind in WORK
    task, _ = Task.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "arguments": arguments,
            "made_at": at,
            "by": by.name,
            "by_role": by.role,
        },
    )
    about(task=task.id, kind=kind)
    return task


def run_next(*, by: Actor, clock: Callable[[], datetime]) -> Task | None:
    """Takes the oldest waiting task, or one whose lease ran out, and runs it; None when there is
    none.
    """
    task = claim(by=by, at=clock()) if _free(clock()).exists() else None
    if task is None:
        return None
    asked_by = Actor(task.by, task.by_role)
    try:
        result = WORK[task.kind](task, asked_by, clock())
    except (Refused, NotReadable) as fault:
        end(task=task, state="failed", result={}, error=str(fault), by=by, at=clock())
    else:
        end(task=task, state="done", result=result, error="", by=by, at=clock())
    return task


def day_is_due(*, by: Actor, at: datetime) -> None:
    """From five in the morning on, the day that has not been run is put on the list of
    work, once.
    """
    local = at.astimezone(ZoneInfo(settings.CLINIC_TIMEZONE))
    on = local.date()
    if local.hour < MORNING or Run.objects.filter(on__gte=on).exists() or not Run.objects.exists():
        return
    key = f"day {on}"
    if not Task.objects.filter(key=key).exists():
        enqueue(kind="day", key=key, arguments={"on": on.isoformat()}, by=by, at=at)


def _free(at: datetime) -> QuerySet[Task]:
    return Task.objects.filter(Q(state="waiting") | Q(state="running", lease_until__lt=at))


@action("task.claim")
def claim(*, by: Actor, at: datetime) -> Task | None:
    for task in _free(at).order_by("id")[:5]:
        if task.tries >= MOST_TRIES:
            Task.objects.filter(id=task.id).update(
                state="failed",
                finished_at=at,
                error="It stopped three times without an answer. Look at the logs.",
            )
            _clear(task, "Reading it stopped three times without an answer.")
            continue
        # A conditional update: of two workers only one changes the row.
        taken = Task.objects.filter(id=task.id, tries=task.tries, state=task.state).update(
            state="running",
            started_at=at,
            lease_until=at + LEASE,
            tries=task.tries + 1,
        )
        if taken:
            about(task=task.id)
            return Task.objects.get(id=task.id)
    return None


@action("task.end")
def end(
    *, task: Task, state: str, result: dict[str, Any], error: str, by: Actor, at: datetime
) -> None:
    Task.objects.filter(id=task.id).update(state=state, finished_at=at, result=result, error=error)
    about(task=task.id, state=state)
    _clear(task, error)


def _clear(task: Task, error: str) -> None:
    """Nothing of work that ended stays beside the database: an upload holds patients' accounts. A
    dropped file that failed goes to the quarantine: nobody else has it.
    """
    progress_path(task.id).unlink(missing_ok=True)
    if task.kind == "import":
        if error and task.arguments.get("dropped") and Path(task.arguments["path"]).exists():
            drop.put_away(task, [error])
        shutil.rmtree(Path(task.arguments["path"]).parent, ignore_errors=True)


def progress_path(task: int) -> Path:
    """Progress is a small file: the work's own transaction is not visible to others
    until it ends.
    """
    return Path(settings.VAR) / "progress" / f"{task}.json"


class _Progress:
    """Rows done of rows expected, in the task's small file."""

    def __init__(self, task: Task) -> None:
        self._path = progress_path(task.id)
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.done = self.of = 0

    def expect(self, rows: int) -> None:
        self.of = rows

    def moved(self, rows: int) -> None:
        self.done += rows
        draft = self._path.with_suffix(f".{os.getpid()}")
        draft.write_text(
            json.dumps({"done": self.done, "of": max(self.of, self.done) if self.of else 0})
        )
        draft.replace(self._path)


def _decide_what_came(task: Task, at: datetime) -> None:
    """What an import changed is decided the same day, not first tomorrow."""
    on = _day(task)
    if not Run.objects.filter(on__gt=on).exists():
        words = {"on": on.isoformat()}
        by = Actor("import", SYSTEM)
        enqueue(kind="day", key=f"day {on} after task {task.id}", arguments=words, by=by, at=at)


def _import(task: Task, by: Actor, at: datetime) -> dict[str, Any]:
    path = Path(task.arguments["path"])
    progress = _Progress(task)
    setting = imports.Setting(
        on=_day(task),
        by=by,
        at=at,
        moved=progress.moved,
        expect=progress.expect,
        name=task.arguments["name"],
    )
    files, reasons, moved = [], [], False
    for one in imports.receive(path, "auto", setting):
        file = one.file_id
        reasons += [problem["text"] for problem in one.problems if one.status == "rejected"]
        if one.status == "rejected" and file is None:
            file = imports.note_rejected(one, by=by, at=at).id
        # A bank's lines change no account, so nothing is decided anew for them.
        moved |= one.status in ("posted", "partly_posted") and one.kind not in imports.BANK
        files.append({"file": file, "status": one.status})
    if moved:
        _decide_what_came(task, at)
    if reasons and task.arguments.get("dropped"):
        drop.put_away(task, reasons)
    return {"files": files}


def _run_day(task: Task, by: Actor, at: datetime) -> dict[str, Any]:
    open_denials(on=_day(task), by=by, at=at)
    run_out(on=_day(task), by=by, at=at)
    settle_all(by=by, at=at)
    done = followup_day.run_day(on=_day(task), by=by, at=at, moved=_Progress(task).moved)
    return {"decided": done.decided, "days": len(done.days)}


def _try_policy(task: Task, by: Actor, at: datetime) -> dict[str, Any]:
    progress = _Progress(task)
    trying = policy.Trying(_day(task), task.arguments["months"], progress.moved, progress.expect)
    return policy.try_draft(mark=task.arguments["mark"], trying=trying, by=by, at=at)


def _print_letters(task: Task, by: Actor, at: datetime) -> dict[str, Any]:
    """Fills the batch that was started for it; one that was cut short is begun anew: its own lease
    is shorter than the work's.
    """
    number = task.arguments["batch"]
    wanted = letters.Wanted(
        _day(task), looked_only=task.arguments["looked_only"], way=task.arguments["way"]
    )
    batch = letters.start_again(batch_id=number, by=by, at=at)
    progress = _Progress(task)

    def moved(made: int, of: int) -> None:
        progress.expect(of)
        progress.moved(made - progress.done)

    done = letters.print_into(batch=batch, wanted=wanted, by=by, at=at, moved=moved)
    return {"batch": done.id, "state": done.state, "letters": done.rows}


def _day(task: Task) -> Any:
    return datetime.fromisoformat(task.arguments["on"]).date()


WORK: dict[str, Callable[[Task, Actor, datetime], dict[str, Any]]] = {
    "import": _import,
    "day": _run_day,
    "trial": _try_policy,
    "letters": _print_letters,
}
