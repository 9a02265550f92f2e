"""What comes in: finds out what a file is and hands it to the action that reads it."""

import hashlib
import os
import re
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from goodstanding.actions.bank import import_bank, kind_of_bank, match_all
from goodstanding.actions.denials import open_denials
from goodstanding.actions.eligibility import import_eligibility
from goodstanding.actions.import_told import tell
from goodstanding.actions.practice import import_practice
from goodstanding.actions.remittances import PeriodLocked, import_remittance, rematch
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.formats.practice_export import looks_like_export, open_export
from goodstanding.formats.problems import NotReadable, Problem
from goodstanding.records.models import ImportFile, ImportProblem, Task
from goodstanding.records.queries.periods import after_closed, first_open_day

SNIFF = 4096
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]|^\.+")
_TRANSACTION = re.compile(rb"(?<![A-Za-z0-9])ST([^A-Za-z0-9\s]|\t)(\d{3})(?![A-Za-z0-9])")
_RECEIPT = re.compile(rb"(?<![A-Za-z0-9])TA1[^A-Za-z0-9\s]\d{1,9}[^A-Za-z0-9\s]")
_REMITTANCES = re.compile(rb"GS([^A-Za-z0-9\s])HP\1")
# Kinds we recognise and do not read yet; they are refused by name instead of being misread.
LATER = {"837", "277", "hl7", "fhir", "270", "276"}
RECEIPTS = {"997", "999", "TA1"}  # whether the clearinghouse took what was sent
BANK = ("bank_bai2", "bank_csv")
LARGEST_REMITTANCE = 1 << 30
_EMPTY = (
    "holds no file to read; folders inside a folder are not looked into. Nothing was changed. Name "
    "the folder or zip in which the files lie."
)


@dataclass(frozen=True, slots=True)
class Received:
    """One file's outcome, as the contract shows it. `totals` in cents."""

    path: str
    kind: str
    sha256: str
    status: str
    totals: dict[str, Any] = field(default_factory=dict)
    problems: tuple[dict[str, Any], ...] = ()
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Who imports, when, for which business day; `expect` hears how many rows there are, `moved` of
    rows done.
    """

    on: date
    by: Actor
    at: datetime
    moved: Callable[[int], None] = lambda rows: None
    expect: Callable[[int], None] = lambda rows: None
    name: str = ""  # what people call the file, when it is kept under another name


def receive(path: Path, kind: str, setting: Setting) -> Iterator[Received]:
    """Reads a file, a folder or a zip. What cannot be read at all is "rejected" and changes
    nothing. What looks at the whole book, the bank's matches and the denials, does so once, after
    the last file: read it to its end.
    """
    matched = denied = False
    for one in _each(path, kind, setting):
        yield one
        matched |= one.kind in ("835", *BANK) and one.status != "rejected"
        denied |= one.kind in ("835", "practice") and one.status not in ("rejected", "duplicate")
    if matched:
        match_all(by=setting.by, at=setting.at)
    if denied:
        open_denials(on=setting.on, by=setting.by, at=setting.at)


def _each(path: Path, kind: str, setting: Setting) -> Iterator[Received]:
    if not path.exists():
        yield _rejected(path, kind, f"{path.name} is not there. Check the path.")
    elif kind == "practice" or (kind == "auto" and looks_like_export(path)):
        yield _practice(path, setting)
    elif path.is_dir():
        files = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
        inside = (one for file in files for one in _each(file, kind, setting))
        yield from _some(inside, path, kind)
    elif zipfile.is_zipfile(path):
        yield from _some(_in_zip(path, kind, setting), path, kind)
    else:
        yield _one(setting.name or path.name, path.read_bytes(), kind=kind, setting=setting)


def _some(found: Iterator[Received], path: Path, kind: str) -> Iterator[Received]:
    """All of them; a folder or zip without a single file is an answer too."""
    first = next(found, None)
    yield first or _rejected(path, kind, f"{path.name} {_EMPTY}")
    yield from found


def kind_of(raw: bytes) -> str:
    """ "835", another X12 transaction, "hl7", "fhir", a bank's file, or "" for none of them."""
    start = raw[:SNIFF].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start[:3] in (b"MSH", b"FHS", b"BHS"):
        return "hl7"
    if start[:1] == b"{":
        return "fhir" if b"resourceType" in start else ""
    if start[:2] in (b"ST", b"GS") or start[:3] == b"ISA":
        found = {kind.decode() for _, kind in _TRANSACTION.findall(start)}
        for transaction in ("835", "837", "270", "271", "276", "277", "997", "999"):
            if transaction in found:
                return transaction
        if not found and _RECEIPT.search(start):
            return "TA1"
        return "835" if start[:3] == b"ISA" or _REMITTANCES.match(start) else ""
    return kind_of_bank(raw)


def _practice(path: Path, setting: Setting) -> Received:
    try:
        export = open_export(path, zone=settings.CLINIC_TIMEZONE)
        setting.expect(sum(map(export.row_estimate, export.tables())))
        file = import_practice(
            export,
            name=setting.name or path.name,
            by=setting.by,
            at=setting.at,
            moved=setting.moved,
        )
    except NotReadable as fault:
        return _rejected(path, "practice", str(fault))
    if file.status in ("posted", "partly_posted"):
        rematch(on=first_open_day(setting.on), by=setting.by, at=setting.at)
    return received(file, str(path))


def _in_zip(path: Path, kind: str, setting: Setting) -> Iterator[Received]:
    with zipfile.ZipFile(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda e: e.filename):
            name = entry.filename
            if entry.is_dir() or name.startswith("__MACOSX/") or Path(name).name.startswith("."):
                continue
            if entry.file_size > LARGEST_REMITTANCE or entry.file_size > 200 * max(
                entry.compress_size, 1 << 16
            ):
                yield _rejected(path, kind, f"{name} unpacks to too much. Send the file itself.")
                continue
            yield _one(
                f"{setting.name or path.name}/{name}",
                archive.read(entry),
                kind=kind,
                setting=setting,
            )


def _one(name: str, raw: bytes, *, kind: str, setting: Setting) -> Received:
    found = kind_of(raw) if kind == "auto" else kind_of_bank(raw) if kind == "bank" else kind
    if found in BANK:
        return _bank(name, raw, kind=found, setting=setting)
    if found == "271":
        return _answers(name, raw, setting=setting)
    if found in RECEIPTS:
        return _rejected(Path(name), found,
            f"{name} is a receipt ({found}): it says whether a file that was sent was taken. Read "
                         "it at the clearinghouse; nothing was changed.", raw=raw)  # fmt: skip
    if found in LATER:
        return _rejected(Path(name), found,
            f"{name} is a {found} file. This version reads practice exports, 835 remittances, "
                         "271 answers and bank files; nothing was changed.", raw=raw)  # fmt: skip
    if found != "835":
        return _rejected(Path(name), found or "unknown",
            f"{name} is neither a practice export nor an X12 835. It is no bank's BAI2 or CSV "
                         "file either. Nothing was changed.", raw=raw)  # fmt: skip
    try:
        on = after_closed(setting.on)  # a closed day takes only what is dated later
        file = import_remittance(
            raw, name=name, on=on, by=setting.by, at=setting.at, moved=setting.moved
        )
    except NotReadable as fault:
        return _rejected(Path(name), "835", str(fault), raw=raw)
    except PeriodLocked as fault:  # its day is locked; the other files of a folder go on
        return _rejected(Path(name), "835", fault.why, raw=raw, code="period_locked")
    return received(file, name)


def _answers(name: str, raw: bytes, *, setting: Setting) -> Received:
    try:
        file = import_eligibility(raw, name=name, on=setting.on, by=setting.by, at=setting.at)
    except NotReadable as fault:
        return _rejected(Path(name), "271", str(fault), raw=raw)
    setting.moved(file.totals["rows"])
    return received(file, name)


def _bank(name: str, raw: bytes, *, kind: str, setting: Setting) -> Received:
    try:
        file = import_bank(raw, name=name, kind=kind, by=setting.by, at=setting.at)
    except NotReadable as fault:
        return _rejected(Path(name), kind, str(fault), raw=raw)
    setting.moved(file.totals["rows"])
    return received(file, name)


def _rejected(
    path: Path, kind: str, why: str, *, raw: bytes = b"", code: str = "not_readable"
) -> Received:
    problem = {"where": path.name, "code": code, "text": why, "cents": 0}
    digest = hashlib.sha256(raw).hexdigest() if raw else ""
    return Received(str(path), kind, digest, "rejected", {}, (problem,))


def received(file: ImportFile, path: str) -> Received:
    listed = ImportProblem.objects.filter(file=file).order_by("level", "id")
    return Received(
        path, file.kind, file.sha256, file.status, file.totals,
        tuple({"where": p.where, "code": p.code, "text": p.text, "cents": p.cents,
        "level": p.level} for p in listed),
        file.id,
    )  # fmt: skip


class Upload(Protocol):
    """A file from a page, in pieces (Django's UploadedFile)."""

    size: int | None

    def chunks(self) -> Iterable[bytes]: ...


@action("import.receive")
def receive_upload(file: Upload, *, name: str, by: Actor, at: datetime) -> int:
    """Keeps the file under a name of our own and puts reading it on the list of work; returns the
    task's number.
    """
    folder = Path(settings.VAR) / "incoming" / f"{at:%Y%m%d%H%M%S%f}-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700, parents=True)
    digest = hashlib.sha256()
    # The name says which table a single CSV is; only its plain characters are kept.
    place = folder / (_NOT_PLAIN.sub("_", Path(name).name)[-80:] or "file")
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for piece in file.chunks():
            digest.update(piece)
            out.write(piece)
    arguments = {"path": str(place), "name": name, "on": at.date().isoformat()}
    task = Task.objects.create(
        kind="import", key=f"import {digest.hexdigest()} {at.isoformat()}", arguments=arguments,
        made_at=at,
        by=by.name, by_role=by.role,
    )  # fmt: skip
    about(task=task.id, size=file.size)
    return task.id


@action("import.reject")
def note_rejected(rejected: Received, *, by: Actor, at: datetime) -> ImportFile:
    """Keeps a file that could not be read where a person will see it."""
    file = ImportFile.objects.create(
        kind=rejected.kind[:12], name=Path(rejected.path).name[:255], sha256=rejected.sha256,
        received_at=at,
        by=by.name, status="rejected",
    )  # fmt: skip
    tell(file, [Problem(one["where"], one["code"], one["text"]) for one in rejected.problems])
    about(file=file.id)
    return file


@action("import.solve")
def solve(*, problem_id: int, by: Actor, at: datetime) -> None:
    """A person dealt with what was set aside: it is counted no more; the row itself stays."""
    problem = ImportProblem.objects.filter(id=problem_id, solved_at__isnull=True).first()
    if problem is None:
        raise Refused("This is done already. Reload the page.")
    problem.solved_at = at
    problem.save(update_fields=["solved_at"])
    about(problem=problem.id, file=problem.file_id)
