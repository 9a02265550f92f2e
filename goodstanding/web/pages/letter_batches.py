"""A batch of letters: being made, printed, handed to a mail house, and what really left."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import letters as acts
from goodstanding.actions.letter_files import for_mail_house
from goodstanding.actions.letter_look import to_pull
from goodstanding.actions.unit import may_do
from goodstanding.core.refusals import Refused
from goodstanding.outbound.print_batch import BatchFacts, cover_sheet
from goodstanding.records.queries import letters_page
from goodstanding.records.queries.letters_page import Batch, BatchRow, LetterRow
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.pages.letters import kind_label
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import PDF, ZIP, sent_file

SHOWN = 500
# Of a share below this the time left is a guess that helps nobody.
FROM_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """A letter of a batch; `page` is where it begins in the PDF, `why` a reason to take it out."""

    letter: LetterRow
    kind: str
    page: int
    why: str


@require_safe
def batch(request: HttpRequest, number: int) -> HttpResponse:
    found = letters_page.batch(number)
    if found is None:
        raise Http404
    printed = found.row.state == "printed"
    pull = dict(to_pull(batch_id=number, on=business_day(), at=moment())) if printed else {}
    listed = _listed(request, found, pull)
    may_confirm = printed and may_do(actor(request), "letter.confirm")
    return render(request, "letter_batch.html", {
        "batch": found.row,
        "letters": listed[:SHOWN],
        "shown_of": len(listed),
        "find": request.GET.get("find", ""),
        "dropped": found.dropped,
        "pull": pull.items(),
        "hidden_pull": sorted(set(pull) - {row.letter.reference for row in listed[:SHOWN]}),
        "printed": printed,
        "tally": letters_page.tally(found),
        "progress": _progress(number, moment()) if found.row.state == "printing" else None,
        "may_confirm": may_confirm,
        "may_cancel": may_do(actor(request), "letter.cancel")
        and found.row.state in ("printed", "printing"),
        "may_pdf": may_open(role_of(request), "letter_pdf") and found.row.has_pdf,
        "may_word": may_open(role_of(request), "letter_word"),
    })  # fmt: skip


def _listed(request: HttpRequest, found: Batch, pull: dict[str, str]) -> list[Row]:
    """In the order of the paper; those to pull first when there are more than the page shows."""
    words = request.GET.get("find", "").strip().casefold()
    pages = letters_page.first_pages(letter.pages for letter in found.letters)
    rows = [
        Row(letter, kind_label(letter.kind), first, pull.get(letter.reference, ""))
        for letter, first in zip(found.letters, pages, strict=True)
        if words in f"{letter.name} {letter.account_id} {letter.reference}".casefold()
    ]
    return sorted(rows, key=lambda row: not row.why) if len(rows) > SHOWN else rows


@dataclass(frozen=True, slots=True)
class Progress:
    """`left_seconds` is None while nothing can be said; `waiting` for the worker; `stopping` after
    someone asked to stop.
    """

    number: int
    made: int
    of: int
    left_seconds: int | None
    waiting: bool
    stopping: bool
    stalled: bool


def _progress(number: int, at: datetime) -> Progress | None:
    found = letters_page.being_made(number)
    if found is None:
        return None
    share = found.made / found.of if found.of else 0.0
    taken = (at - found.since).total_seconds()
    left = round(taken / share * (1 - share)) if share >= FROM_SHARE else None
    stalled = found.lease_until is not None and found.lease_until < at
    waiting = found.lease_until is None
    return Progress(number, found.made, found.of, left, waiting, found.stopping, stalled)


@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part that asks for itself again while the batch is made; then the page comes whole."""
    found = _progress(number, moment())
    if found is None:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "_letter_progress.html", {"progress": found})


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    try:
        acts.stop(batch_id=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "no further letter is begun. Those made are kept; the others stay ready.")
    return redirect("letter_batch", number)


@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    if not _row(number).has_pdf:
        raise Http404
    made = letters_page.batch_pdf(number)
    return sent_file(made, f"letters-batch-{number}.pdf", PDF, inline=True)


@require_safe
def cover(request: HttpRequest, number: int) -> HttpResponse:
    """The sheet on top of the printed pile; without names."""
    found = letters_page.batch(number)
    if found is None or not found.row.has_pdf:
        raise Http404
    kinds = Counter(letter.kind for letter in found.letters)
    row = found.row
    made = cover_sheet(
        BatchFacts(
            f"batch {number}", row.on, row.letters_count, row.pages, row.cents,
            tuple(sorted(kinds.items())),
        )
    )  # fmt: skip
    return sent_file(made, f"letters-batch-{number}-cover.pdf", PDF, inline=True)


@require_POST
def mail_house(request: HttpRequest, number: int) -> HttpResponse:
    try:
        made = for_mail_house(batch_id=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("letter_batch", number)
    return sent_file(made.content, f"letters-batch-{number}.zip", ZIP)


@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    found = _row(number)
    typed = request.POST.get("others", "").replace(",", " ").split()
    ticked = [each.strip() for each in request.POST.getlist("pulled") if each.strip()]
    pulled = sorted({*ticked, *typed})
    reported = request.POST.get("reported", "").replace(",", "").strip()
    try:
        sent = acts.confirm_mailed(
            batch_id=number, pulled=pulled, by=actor(request), at=moment(),
            reported=int(reported) if reported.isdecimal() else None,
        )  # fmt: skip
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        out = f"; taken out: {', '.join(pulled)}" if pulled else ""
        saved(request, f"{sent} of {found.letters_count} letters mailed{out}.")
    return redirect("letter_batch", number)


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    _row(number)
    try:
        count = acts.cancel_batch(batch_id=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"batch {number} cancelled; {count} letters did not go.")
    return redirect("letters")


def _row(number: int) -> BatchRow:
    found = letters_page.batch_row(number)
    if found is None:
        raise Http404
    return found
