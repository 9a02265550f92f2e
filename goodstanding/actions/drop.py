"""The drop folder: files that someone or some program lays there are brought in, each once.

A file is taken when its size and time are what they were at a look at least ten seconds before. It
is copied by its open file, so that a link laid in its place is never followed, and taken away only
when the copy is whole. What cannot be read goes to the quarantine, with the reason beside it.
"""

import hashlib
import os
import re
import secrets
import shutil
import stat
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.unit import Actor, about, action
from goodstanding.records.models import Task

UNCHANGED_FOR = timedelta(seconds=10)
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]|^\.+")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Sight:
    """A file as a look found it, and since when it is so."""

    size: int
    changed: int
    since: datetime


@dataclass
class Seen:
    """What the looks before found; the one who looks keeps it."""

    files: dict[str, Sight] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """`taken` are tasks by file name, `settling` files that still change or are new."""

    taken: dict[str, int]
    settling: tuple[str, ...]


def folder() -> Path:
    return Path(settings.DROP)


def quarantine() -> Path:
    return Path(settings.VAR) / "quarantine"


def look(seen: Seen, *, by: Actor, at: datetime) -> Looked:
    """One look: takes what has settled, remembers the rest."""
    place = folder()
    now = _sights(place, seen, at) if place.is_dir() else {}
    taken: dict[str, int] = {}
    for name in sorted(now):
        if at - now[name].since >= UNCHANGED_FOR:
            task = take_file(name=name, sight=now[name], by=by, at=at)
            if task is not None:  # the task is there for good: only now the file may go
                (place / name).unlink(missing_ok=True)
                taken[name] = task
    seen.files = {name: sight for name, sight in now.items() if name not in taken}
    return Looked(taken, tuple(sorted(seen.files)))


def _sights(place: Path, seen: Seen, at: datetime) -> dict[str, Sight]:
    """Plain files only: no link, no folder, nothing that begins with a dot."""
    found = {}
    for entry in os.scandir(place):
        if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
            continue
        about_it = entry.stat(follow_symlinks=False)
        before = seen.files.get(entry.name)
        same = before is not None and (before.size, before.changed) == (
            about_it.st_size, about_it.st_mtime_ns,
        )  # fmt: skip
        since = before.since if before is not None and same else at
        found[entry.name] = Sight(about_it.st_size, about_it.st_mtime_ns, since)
    return found


@action("drop.take")
def take_file(*, name: str, sight: Sight, by: Actor, at: datetime) -> int | None:
    """Copies one file to the incoming ones and puts reading it on the list of work; None when it is
    no longer what was seen.
    """
    source = folder() / name
    inside = Path(settings.VAR) / "incoming" / f"{at:%Y%m%d%H%M%S%f}-{secrets.token_hex(4)}"
    inside.mkdir(mode=0o700, parents=True)
    kept = inside / (_NOT_PLAIN.sub("_", name)[-80:] or "file")
    digest = _copied(source, kept, sight)
    if digest is None:
        shutil.rmtree(inside)
        return None
    task = Task.objects.create(
        kind="import", key=f"drop {digest[:40]} {inside.name}",
        arguments={
            "path": str(kept), "name": name, "on": day_of(at).isoformat(), "dropped": True
        },
        made_at=at, by=by.name, by_role=by.role,
    )  # fmt: skip
    about(task=task.id, size=sight.size)
    return task.id


def _copied(source: Path, target: Path, sight: Sight) -> str | None:
    """The digest of the whole file; None when it is another one or changed while it was read."""
    try:
        opened = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    digest = hashlib.sha256()
    with os.fdopen(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            return None
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while block := file.read(_BLOCK):
                digest.update(block)
                out.write(block)
        after, there = os.fstat(opened), os.lstat(source)
    same = (after.st_size, after.st_mtime_ns) == (sight.size, sight.changed)
    return digest.hexdigest() if same and os.path.samestat(after, there) else None


def put_away(task: Task, reasons: list[str]) -> Path:
    """A dropped file that could not be read, kept for a person with the reasons beside it; they say
    nothing of what is in it.
    """
    kept = Path(task.arguments["path"])
    place = quarantine()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = place / f"{task.id}-{kept.name}"
    shutil.move(kept, target)
    words = [reason.replace(task.arguments["name"], "The file") for reason in reasons]
    why = os.open(f"{target}.why.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(why, "w", encoding="utf-8") as out:
        out.write("\n".join(dict.fromkeys(words)) + "\n")
    return target
