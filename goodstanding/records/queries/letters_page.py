"""Letters that wait, and batches that were printed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from goodstanding.core.letters import reference
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
    id: int
    on: date
    made_at: datetime
    made_by: str
    state: str
    letters_count: int
    pages: int
    cents: int
    confirmed_at: datetime | None
    confirmed_by: str
    way: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its letters in envelope order, and what was dropped when it was chosen."""

    row: BatchRow
    letters: tuple[LetterRow, ...]
    dropped: tuple[LetterRow, ...]
    has_pdf: bool

    @property
    def pdf(self) -> bytes:
        """Read when it is asked for: of ten thousand letters it is tens of megabytes."""
        found = LetterBatch.objects.values_list("pdf", flat=True).get(id=self.row.id)
        return bytes(found or b"")


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
    found = printable(on)
    return tuple(map(_row, found.order_by(*ENVELOPES)))


def held() -> tuple[LetterRow, ...]:
    """Letters kept back by a person, the newest first."""
    found = Letter.objects.filter(state="held").select_related("guarantor")
    return tuple(map(_row, found.order_by("-looked_at")[:MOST]))


def recently_dropped(since: date) -> tuple[LetterRow, ...]:
    found = Letter.objects.filter(
        state__in=("dropped", "pulled"), made_on__gte=since
    ).select_related("guarantor")
    return tuple(map(_row, found.order_by("-id")[:MOST]))


def batches(most: int = 20) -> tuple[BatchRow, ...]:
    found = LetterBatch.objects.exclude(state="empty").defer("pdf").order_by("-id")[:most]
    return tuple(_batch_row(batch) for batch in found)


def batch(number: int) -> Batch | None:
    found = LetterBatch.objects.filter(id=number).defer("pdf").first()
    if found is None:
        return None
    letters = found.letters.select_related("guarantor").order_by("place")
    attempted = Letter.objects.filter(attempts__at=found.made_at, state="dropped").select_related(
        "guarantor"
    )
    return Batch(
        _batch_row(found),
        tuple(map(_row, letters)),
        tuple(map(_row, attempted.order_by("id"))),
        LetterBatch.objects.filter(id=number, pdf__isnull=False).exists(),
    )


def batch_of(letter: int) -> int | None:
    """The batch whose file holds this letter; None when none does."""
    found = Letter.objects.filter(id=letter, state__in=("printed", "mailed"), batch__isnull=False)
    return found.values_list("batch_id", flat=True).first()


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


THICK_PAGES = 3


def tally(number: int) -> Tally | None:
    """None for a batch that was never printed, or that was cancelled."""
    found = LetterBatch.objects.defer("pdf").filter(id=number, state__in=("printed", "mailed"))
    batch = found.first()
    if batch is None:
        return None
    letters = list(batch.letters.values_list("pages", "cents"))
    thick = sum(pages >= THICK_PAGES for pages, _ in letters)
    return Tally(
        batch.rows, len(letters), sum(pages for pages, _ in letters), batch.pages,
        sum(-(-pages // 2) for pages, _ in letters), len(letters) - thick, thick,
        sum(cents for _, cents in letters), batch.cents,
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


def _batch_row(found: LetterBatch) -> BatchRow:
    return BatchRow(
        found.id, found.on, found.made_at, found.made_by, found.state, found.letters.count(),
        found.pages,
        found.cents, found.confirmed_at, found.confirmed_by, found.way,
    )  # fmt: skip


def _row(letter: Letter) -> LetterRow:
    owner = letter.guarantor
    return LetterRow(
        letter.id, reference(letter.id), owner.number, f"{owner.last_name}, {owner.first_name}",
        letter.kind,
        letter.step, letter.language, letter.state, letter.cents, letter.pages, letter.place,
        letter.made_on,
        letter.why, letter.looked_by, letter.looked_at,
    )  # fmt: skip
