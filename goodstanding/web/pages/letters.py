"""Letters: see the odd ones, approve them, and print a batch."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import letter_review, letters_soon
from goodstanding.actions.letter_files import as_word
from goodstanding.actions.letter_look import page_image, preview
from goodstanding.actions.letters import MOST_IN_A_BATCH, Wanted
from goodstanding.core.letter_looks import looks
from goodstanding.core.letters import reference
from goodstanding.core.refusals import Refused
from goodstanding.outbound.envelope_sheet import envelope_sheet
from goodstanding.outbound.kept_letter import spoken_copy
from goodstanding.outbound.letter_preview import Preview
from goodstanding.outbound.word_files import letter_kind
from goodstanding.records import clinic
from goodstanding.records.queries import letters_page
from goodstanding.records.queries.approved_words import words_by_language
from goodstanding.records.queries.letters_page import LetterRow
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import DOCX, PDF, PNG, sent_file

HELD_DAYS = 7
SHOWN = 500
SPOT_CHECKS = 5


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter ready to print, with what makes a person look at it first."""

    letter: LetterRow
    kind: str
    looks: tuple[str, ...]

    @property
    def to_look_at(self) -> bool:
        return bool(self.looks) and not self.letter.looked_by


def kind_label(kind: str) -> str:
    return letter_kind(kind).title


def judged(letter: LetterRow, own_words: Mapping[str, tuple[str, ...]]) -> Ready:
    """`own_words`: what is approved in each language (queries/approved_words.py)."""
    odd = looks(letter.kind, letter.cents, language=letter.language, own_words=own_words)
    return Ready(letter, kind_label(letter.kind), odd)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    on, at = business_day(), moment()
    letters = letters_page.waiting(on)
    own_words = words_by_language({one.language for one in letters}, at)
    ready = [judged(letter, own_words) for letter in letters]
    # Odd ones first, those not yet read before those that were; else the order of the envelopes.
    ready.sort(key=lambda one: (not one.looks, bool(one.letter.looked_by) and bool(one.looks)))
    listed = _listed(request, ready)
    here = _here(request, listed)
    dropped = letters_page.recently_dropped(on - timedelta(days=HELD_DAYS))
    return render(request, "letters.html", {
        "on": on,
        "ready": listed[:SHOWN],
        "count": len(ready),
        "shown_of": len(listed),
        "look_at": sum(one.to_look_at for one in ready),
        "approved": min(sum(bool(one.letter.looked_by) for one in ready), MOST_IN_A_BATCH),
        "plain_left": sum(not one.looks and not one.letter.looked_by for one in ready),
        "cents": sum(one.letter.cents for one in ready),
        "kinds": Counter(one.kind for one in ready).items(),
        "here": here,
        "preview": _preview(here, on, at),
        "holding": request.GET.get("hold") == "1",
        "find": request.GET.get("find", ""),
        "spot": request.GET.get("spot", ""),
        "spot_link": _spot_link(ready),
        "held": letters_page.held(),
        "dropped": dropped,
        "dropped_why": Counter(letter.why for letter in dropped).most_common(),
        "batches": letters_page.batches(),
        "may_print": may_open(role_of(request), "letter_print"),
    })  # fmt: skip


def _listed(request: HttpRequest, ready: list[Ready]) -> list[Ready]:
    """Those whose name, account, street or reference has what is looked for; or the spot check."""
    words = request.GET.get("find", "").strip().casefold()
    if picked := {word for word in request.GET.get("spot", "").split("-") if word}:
        return [one for one in ready if str(one.letter.id) in picked]
    return [
        one
        for one in ready
        if words in f"{one.letter.name} {one.letter.account_id} {one.letter.reference}".casefold()
    ]


def _here(request: HttpRequest, ready: list[Ready]) -> Ready | None:
    """The letter that is looked at: the one asked for, else the first that nobody read."""
    wanted = request.GET.get("letter", "")
    asked = (one for one in ready if str(one.letter.id) == wanted)
    unread = (one for one in ready if not one.letter.looked_by)
    return next(asked, None) or next(unread, None) or (ready[0] if ready else None)


def _preview(here: Ready | None, on: date, at: datetime) -> Preview | None:
    return preview(here.letter.id, on=on, at=at) if here else None


def _spot_link(ready: list[Ready]) -> str:
    """A few letters that nothing made odd, drawn by chance each time the page is made."""
    plain = [one.letter.id for one in ready if not one.looks]
    drawn = random.sample(plain, min(SPOT_CHECKS, len(plain)))  # noqa: S311 - no secret
    return "-".join(map(str, drawn))


@require_safe
def page(request: HttpRequest, letter: int, number: int) -> HttpResponse:
    """One page of a letter, as the printer gets it."""
    try:
        image = page_image(letter, number, on=business_day(), at=moment())
    except Refused:
        image = None
    if image is None:
        raise Http404
    return sent_file(image, f"letter-{letter}-page-{number}.png", PNG, inline=True)


@require_POST
def approve(request: HttpRequest, letter: int) -> HttpResponse:
    try:
        letter_review.approve(letter=letter, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"letter {reference(letter)} is approved.")
    return redirect("letters")


@require_POST
def approve_all(request: HttpRequest) -> HttpResponse:
    count = letter_review.approve_all(on=business_day(), by=actor(request), at=moment())
    saved(request, f"{count} letters that nothing made odd are approved.")
    return redirect("letters")


@require_POST
def hold(request: HttpRequest, letter: int) -> HttpResponse:
    why = request.POST.get("why", "")
    try:
        letter_review.hold_back(letter=letter, why=why, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect(f"{reverse('letters')}?letter={letter}&hold=1")
    saved(request, f"letter {reference(letter)} is kept back: {why.strip()}")
    return redirect("letters")


@require_POST
def let_go(request: HttpRequest, letter: int) -> HttpResponse:
    try:
        letter_review.let_go(letter=letter, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"letter {reference(letter)} is ready again. Look at it first.")
    return redirect("letters")


@require_POST
def print_letters(request: HttpRequest) -> HttpResponse:
    way = "mail_house" if request.POST.get("way") == "mail_house" else "paper"
    wanted = Wanted(business_day(), looked_only=True, way=way)
    try:
        batch = letters_soon.print_now_or_soon(wanted=wanted, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("letters")
    if batch.state == "printing":
        saved(request, f"batch {batch.id} is being made. You may leave this page.")
    elif batch.state != "printed":
        not_saved(request, "No approved letter may go now. The reasons are under Did not go.")
        return redirect("letters")
    else:
        saved(request, f"batch {batch.id}, {batch.pages} pages. Confirm it when it was mailed.")
    return redirect("letter_batch", batch.id)


@require_POST
def word(request: HttpRequest, letter: int) -> HttpResponse:
    try:
        made = as_word(letter=letter, on=business_day(), by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("letters")
    return sent_file(made, f"letter-{reference(letter)}-own-edit.docx", DOCX)


@require_safe
def spoken(request: HttpRequest, letter: int) -> HttpResponse:
    """The copy for screen readers, of a letter that was printed."""
    try:
        made = spoken_copy(letter)
    except Refused:
        raise Http404 from None
    return sent_file(made, f"letter-{reference(letter)}.pdf", PDF, inline=True)


@require_safe
def envelope(request: HttpRequest) -> HttpResponse:
    """A sheet to try an envelope with."""
    made = envelope_sheet(clinic.current().facts, on=business_day())
    return sent_file(made, "envelope-sheet.pdf", PDF, inline=True)
