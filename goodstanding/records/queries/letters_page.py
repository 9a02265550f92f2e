"""Letters that wait, and batches that were printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from goodstanding.core.letters import THICK_PAGES, reference
from goodstanding.records.models import Letter, LetterBatch, Task
from goodstanding.records.queries.imports_page import task_row

MOST = 500
# The kind of the tasks that fill a batch.
TASK = "letters"


@dataclass(frozen=True, slots=True)
class LetterRow:
    """`why` tells why a letter was dropped or pulled; "" while it is on its way. `due_cents` as
    decided or printed.
    """

    id: int
    reference: str
    account_id: str
    name: str
    kind: str
    step: str
    language: str
    state: str
    cents: int
    pages: int
    place: int
    made_on: date
    why: str
    looked_by: str
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """`rows` is how many letters it had when it was printed, `letters_count` how many it has."""

    id: int
    on: date
    made_at: datetime
    made_by: str
    state: str
    rows: int
    letters_count: int
    pages: int
    cents: int
    confirmed_at: datetime | None
    confirmed_by: str
    way: str
    has_pdf: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its letters in envelope order, and what was dropped when it was chosen."""

    row: BatchRow
    letters: tuple[LetterRow, ...]
    dropped: tuple[LetterRow, ...]


def printable(on: date, *, filling: int | None = None) -> QuerySet[Letter]:
    """Ready letters. A next one waits while an account's last is printed and not yet confirmed; not
    for one in the very batch that is being filled.
    """
    printed = Letter.objects.filter(state__in=("printing", "printed"))
    if filling is not None:
        printed = printed.exclude(batch_id=filling)
    return (
        Letter.objects.filter(state="ready", made_on__lte=on)
        .exclude(guarantor_id__in=printed.values("guarantor_id"))
        .select_related("guarantor", "decision")
    )


ENVELOPES = ("guarantor__zip", "guarantor__street", "guarantor__number", "id")


def in_envelope_order(on: date, *, looked_only: bool) -> list[int]:
    """Keys of what may be printed in one batch: of an account's next steps the oldest alone, and
    every letter for something that happened.
    """
    found = printable(on)
    if looked_only:
        found = found.exclude(looked_by="")
    keys, stepped = [], set()
    rows = found.order_by(*ENVELOPES).values_list("id", "guarantor_id", "decision_id")
    for key, owner, decision in rows:
        if decision is None or owner not in stepped:
            keys.append(key)
        if decision is not None:
            stepped.add(owner)
    return keys


def waiting(on: date) -> tuple[LetterRow, ...]:
    """Ready letters in envelope order."""
    return _letters(printable(on).order_by(*ENVELOPES))


def held() -> tuple[LetterRow, ...]:
    """Letters kept back by a person, the newest first."""
    return _letters(Letter.objects.filter(state="held").order_by("-looked_at")[:MOST])


def recently_dropped(since: date) -> tuple[LetterRow, ...]:
    found = Letter.objects.filter(state__in=("dropped", "pulled"), made_on__gte=since)
    return _letters(found.order_by("-id")[:MOST])


def batches(most: int = 20) -> tuple[BatchRow, ...]:
    return tuple(map(_batch_row, _batches().exclude(state="empty").order_by("-id")[:most]))


def batch_row(number: int) -> BatchRow | None:
    found = _batches().filter(id=number).first()
    return _batch_row(found) if found is not None else None


def batch(number: int) -> Batch | None:
    row = batch_row(number)
    if row is None:
        return None
    attempted = Letter.objects.filter(attempts__at=row.made_at, state="dropped")
    return Batch(
        row,
        _letters(Letter.objects.filter(batch_id=number).order_by("place")),
        _letters(attempted.order_by("id")),
    )


def batch_pdf(number: int) -> bytes:
    """Of ten thousand letters it is tens of megabytes."""
    return bytes(LetterBatch.objects.values_list("pdf", flat=True).get(id=number) or b"")


@dataclass(frozen=True, slots=True)
class InFile:
    """Where a letter's own pages lie in its batch's file: `first` from 1."""

    batch: int
    first: int
    pages: int


def in_file(letter: int) -> InFile | None:
    """None when no file holds this letter."""
    found = Letter.objects.filter(
        id=letter, state__in=("printed", "mailed"), batch__pdf__isnull=False
    )
    mine = found.values_list("batch_id", "place", "pages").first()
    if mine is None:
        return None
    number, place, pages = mine
    before = Letter.objects.filter(batch_id=number, place__lt=place)
    taken = before.aggregate(pages=Sum(F("pages") + F("pages") % 2))["pages"]
    return InFile(number, 1 + (taken or 0), pages)


def first_pages(counts: Iterable[int]) -> list[int]:
    """The page of the file each letter begins on; every letter takes whole sheets:
    first_pages([2, 1, 3]) -> [1, 3, 5].
    """
    return list(accumulate((n + n % 2 for n in counts), initial=1))[:-1]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a person counts the paper against. `sheets` in the printer, both sides; `envelopes` of
    one sheet, and `thick` ones of more; each sum counted from the letters, the batch's beside it.
    """

    rows: int
    letters: int
    pages: int
    batch_pages: int
    sheets: int
    envelopes: int
    thick: int
    cents: int
    batch_cents: int

    @property
    def agrees(self) -> bool:
        return (self.rows, self.batch_pages, self.batch_cents) == (
            self.letters, self.pages, self.cents
        )  # fmt: skip


def tally(found: Batch) -> Tally | None:
    """None for a batch that was never printed, or that was cancelled."""
    row = found.row
    if row.state not in ("printed", "mailed"):
        return None
    pages = [letter.pages for letter in found.letters]
    thick = sum(each >= THICK_PAGES for each in pages)
    return Tally(
        row.rows, len(pages), sum(pages), row.pages, sum(-(-each // 2) for each in pages),
        len(pages) - thick, thick, sum(letter.cents for letter in found.letters), row.cents,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BeingMade:
    """`made` of `of` letters; `of` is 0 while it is not known. Without a lease it waits for the
    worker.
    """

    made: int
    of: int
    since: datetime
    lease_until: datetime | None
    stopping: bool


def being_made(number: int) -> BeingMade | None:
    """None when the batch is not being made any more."""
    batch = LetterBatch.objects.defer("pdf").filter(id=number, state="printing").first()
    if batch is None:
        return None
    task = Task.objects.filter(key=task_key(number)).first()
    row = task_row(task) if task is not None else None
    return BeingMade(
        row.done if row else 0, row.of if row else 0, batch.made_at, batch.lease_until,
        batch.stop_at is not None,
    )  # fmt: skip


def task_key(batch: int) -> str:
    """Of the worker's task that fills a batch."""
    return f"{TASK} batch {batch}"


def batches_awaited() -> frozenset[int]:
    """Those a worker fills, or will take up again: their tasks have not ended."""
    tasks = Task.objects.filter(kind=TASK, state__in=("waiting", "running"))
    return frozenset(arguments["batch"] for arguments in tasks.values_list("arguments", flat=True))


def _batches() -> QuerySet[LetterBatch]:
    return LetterBatch.objects.defer("pdf").annotate(
        letters_count=Count("letters"), has_pdf=Q(pdf__isnull=False)
    )


def _batch_row(found: Any) -> BatchRow:
    """`found`: of `_batches`."""
    return BatchRow(
        found.id, found.on, found.made_at, found.made_by, found.state, found.rows,
        found.letters_count, found.pages, found.cents, found.confirmed_at, found.confirmed_by,
        found.way, found.has_pdf,
    )  # fmt: skip


def _letters(found: QuerySet[Letter]) -> tuple[LetterRow, ...]:
    """Without what is frozen of each: of ten thousand letters it is most of what there is."""
    lean = found.select_related(None).select_related("guarantor").defer("content", "said")
    return tuple(map(_row, lean))


def _row(letter: Letter) -> LetterRow:
    owner = letter.guarantor
    return LetterRow(
        letter.id, reference(letter.id), owner.number, f"{owner.last_name}, {owner.first_name}",
        letter.kind,
        letter.step, letter.language, letter.state, letter.cents, letter.pages, letter.place,
        letter.made_on,
        letter.why, letter.looked_by, letter.looked_at,
    )  # fmt: skip
