"""Letters: see the odd ones, print a batch, and say what really left the building."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import letters as acts
from goodstanding.actions.unit import may_do
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import letters_page
from goodstanding.records.queries.letters_page import Batch, LetterRow
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import PDF, sent_file

KIND_LABELS = {"statement": "Statement", "reminder": "Reminder", "first_letter": "First letter"}
LARGE_CENTS, SMALL_CENTS = 100_000, 1_500
HELD_DAYS = 7
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter ready to print, with what makes a person look at it first."""

    letter: LetterRow
    kind: str
    looks: tuple[str, ...]


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    on = business_day()
    ready = sorted(map(judged, letters_page.waiting(on)), key=lambda one: not one.looks)
    held = letters_page.recently_dropped(on - timedelta(days=HELD_DAYS))
    return render(request, "letters.html", {
        "on": on,
        "ready": ready[:SHOWN],
        "count": len(ready),
        "in_batch": min(len(ready), acts.MOST_IN_A_BATCH),
        "look_at": sum(bool(one.looks) for one in ready),
        "cents": sum(one.letter.cents for one in ready),
        "kinds": Counter(one.kind for one in ready).items(),
        "held": held,
        "held_why": Counter(letter.why for letter in held).most_common(),
        "batches": letters_page.batches(),
        "may_print": may_open(role_of(request), "letter_print"),
    })  # fmt: skip


@require_POST
def print_letters(request: HttpRequest) -> HttpResponse:
    by, at = actor(request), moment()
    try:
        batch = acts.print_batch(on=business_day(), by=by, at=at)
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("letters")
    if batch is None or batch.state != "printed":
        not_saved(request, "No letter may go now. The reasons are under Held.")
        return redirect("letters")
    saved(
        request, f"batch {batch.id}, {batch.pages} pages. Print it, then confirm what you mailed."
    )
    return redirect("letter_batch", batch.id)


@require_safe
def batch(request: HttpRequest, number: int) -> HttpResponse:
    found = _batch(number)
    printed = found.row.state == "printed"
    pull = dict(acts.to_pull(batch_id=number, on=business_day(), at=moment())) if printed else {}
    return render(request, "letter_batch.html", {
        "batch": found.row,
        "letters": [(each, first, pull.get(each.reference, "")) for each, first in paged(found)],
        "kinds": KIND_LABELS,
        "dropped": found.dropped,
        "pull": pull.items(),
        "printed": printed,
        "may_confirm": printed and may_do(actor(request), "letter.confirm"),
        "may_cancel": printed and may_do(actor(request), "letter.cancel"),
        "may_pdf": may_open(role_of(request), "letter_pdf") and found.has_pdf,
    })  # fmt: skip


@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    found = _batch(number)
    if not found.has_pdf:
        raise Http404
    return sent_file(found.pdf, f"letters-batch-{found.row.id}.pdf", PDF, inline=True)


@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    found = _batch(number)
    pulled = [
        reference.strip() for reference in request.POST.getlist("pulled") if reference.strip()
    ]
    try:
        sent = acts.confirm_mailed(batch_id=number, pulled=pulled, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        out = f"; taken out: {', '.join(pulled)}" if pulled else ""
        saved(request, f"{sent} of {found.row.letters_count} letters mailed{out}.")
    return redirect("letter_batch", number)


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    _batch(number)
    try:
        count = acts.cancel_batch(batch_id=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"batch {number} cancelled; {count} letters did not go.")
    return redirect("letters")


def _batch(number: int) -> Batch:
    found = letters_page.batch(number)
    if found is None:
        raise Http404
    return found


def judged(letter: LetterRow) -> Ready:
    looks = []
    if letter.cents >= LARGE_CENTS:
        looks.append("large amount, read it")
    if 0 < letter.cents < SMALL_CENTS:
        looks.append("small amount: is a letter worth it?")
    if letter.kind == "first_letter":
        looks.append("first letter: check the itemised list")
    if letter.language.split("-")[0] not in ("", "en"):
        looks.append(f"{letter.language}: add the language sheet")
    return Ready(letter, KIND_LABELS.get(letter.kind, letter.kind), tuple(looks))


def paged(found: Batch) -> list[tuple[LetterRow, int]]:
    """Each letter with the page of the PDF it begins on; every letter takes whole sheets."""
    pages, first = [], 1
    for letter in found.letters:
        pages.append((letter, first))
        first += letter.pages + letter.pages % 2
    return pages
