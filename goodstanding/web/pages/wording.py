"""Letters > Words: what letters and calls say, drafted, checked, previewed, and approved by a
second person.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import wording as acts
from goodstanding.actions.unit import may_do
from goodstanding.core.languages import ENGLISH
from goodstanding.core.refusals import Refused
from goodstanding.core.text_diff import side_by_side
from goodstanding.outbound.sample_letters import CASES
from goodstanding.outbound.word_kinds import (
    LANGUAGES,
    WordKind,
    check_words,
    first_text,
    shipped_text,
    word_kind,
    word_kinds,
)
from goodstanding.outbound.word_preview import preview_pages, preview_pdf, stamp_for
from goodstanding.records import clinic
from goodstanding.records.queries import wordings as read
from goodstanding.records.queries.wordings import WordingRow
from goodstanding.web.access import actor
from goodstanding.web.forms import day_of
from goodstanding.web.pages.wording_parts import (
    inserts,
    listed,
    shown_faults,
    spoken_lines,
)
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import PDF, PNG, sent_file


@require_safe
def wordings(request: HttpRequest) -> HttpResponse:
    current = read.current()
    rows = [
        (kind, [listed(kind.kind, code, current) if code in kind.languages else None
                for code in LANGUAGES])
        for kind in word_kinds()
    ]  # fmt: skip
    waiting = [one for _, cells in rows for one in cells if one and one.open]
    return render(
        request, "wordings.html", {"rows": rows, "waiting": waiting, "languages": LANGUAGES}
    )


@require_safe
def wording(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """What is in use, its history, and where a draft begins."""
    found, by = _kind(kind, language), actor(request)
    active, past = read.in_use(kind, language), read.history(kind, language)
    text = active.text if active else shipped_text(kind, language)
    return render(request, "wording.html", {
        "kind": found, "language": language, "language_name": LANGUAGES[language],
        "others": [(code, LANGUAGES[code]) for code in found.languages if code != language],
        "active": active, "past": past, "text": text, "shipped": bool(shipped_text(kind, language)),
        "open": next((row for row in past if row.open), None),
        "version": active.version if active else 0,
        "may_draft": may_do(by, "wording.draft"), "may_retire": may_do(by, "wording.retire"),
        "needs_translator": language != ENGLISH and not (active and active.translator),
        "lines": spoken_lines(kind, text),
        "pages": _pages(text, active, of=(kind, language), case=_case(request)),
        "cases": CASES, "case": _case(request),
    })  # fmt: skip


@require_POST
def draft(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    asked = request.POST.get("version", "")
    version = int(asked) if asked.isdecimal() else None
    try:
        made = acts.draft_words(
            kind=kind, language=language, version=version, by=actor(request), at=moment()
        )
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("wording", kind, language)
    saved(request, "a draft is made. Nothing changes until it is approved.")
    return redirect("wording_version", made)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    return _version(request, _found(number))


def _version(
    request: HttpRequest, row: WordingRow, *, text: str = "", faults: str = "", status: int = 200
) -> HttpResponse:
    """`text` and `faults`: what was written and could not be kept."""
    by, kind = actor(request), word_kind(row.kind, row.language)
    active = read.in_use(row.kind, row.language)
    before = active.text if active else first_text(row.kind, row.language)
    own = by.name in (*row.made_by.split(", "), row.proposed_by)
    may_approve = row.state == "proposed" and may_do(by, "wording.approve")
    return render(request, "wording_version.html", {
        "row": row, "kind": kind, "language_name": LANGUAGES[row.language],
        "text": text or row.text, "faults": faults, **_checked(row, text or row.text),
        "against": _against(active, row), "diff": side_by_side(before, row.text),
        "inserts": inserts(row.kind, row.language), "lines": spoken_lines(row.kind, row.text),
        "pages": _pages(row.text, row, of=(row.kind, row.language), case=_case(request)),
        "cases": CASES, "case": _case(request),
        "may_change": row.open and may_do(by, "wording.change"),
        "may_approve": may_approve, "own": own,
        "may_withdraw": row.open and may_do(by, "wording.withdraw"),
        "translated": row.language != ENGLISH, "today": business_day(),
    }, status=status)  # fmt: skip


@require_POST
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps the draft; with `ask` it is proposed at once."""
    row, text = _found(number), _typed(request)
    by, at = actor(request), moment()
    note = request.POST.get("note", row.note)[:500]
    try:
        acts.change_words(draft=number, text=text, note=note, by=by, at=at)
    except Refused as fault:
        return _version(request, row, text=text, faults=fault.why, status=400)
    if not request.POST.get("ask"):
        saved(request, "the draft is kept. The preview shows it.")
        return redirect("wording_version", number)
    try:
        acts.propose_words(draft=number, by=by, at=at)
    except Refused as fault:
        not_saved(request, f"The draft is kept, but nobody was asked for approval. {fault.why}")
    else:
        saved(request, "a second person can approve these words now.")
    return redirect("wording_version", number)


@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """What the check says of what is being typed; nothing is kept."""
    row = _found(number)
    return render(request, "_wording_check.html", _checked(row, _typed(request)))


@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    acts.propose_words(draft=number, by=actor(request), at=moment())
    saved(request, "a second person can approve these words now.")
    return redirect("wording_version", number)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    row = _found(number)
    name, what = (request.POST.get(key, "").strip() for key in ("name", "qualification"))
    try:
        checked_on = day_of(day, business_day()) if (day := request.POST.get("day", "")) else None
    except ValueError:
        raise Refused(
            "Write the day they were checked as 11/20, 11/20/26 or t for today."
        ) from None
    acts.approve_words(
        draft=number, translator=f"{name}, {what}" if name or what else "",
        checked_on=checked_on, by=actor(request), at=moment(),
    )  # fmt: skip
    saved(request, "these words are in use from now on.")
    return redirect("wording", row.kind, row.language)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    row = _found(number)
    acts.withdraw_words(draft=number, by=actor(request), at=moment())
    saved(request, "the draft is taken back.")
    return redirect("wording", row.kind, row.language)


@require_POST
def retire(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    acts.retire_words(kind=kind, language=language, by=actor(request), at=moment())
    saved(request, "these words are not printed any more. Letters go out in English.")
    return redirect("wording", kind, language)


@require_safe
def preview(
    request: HttpRequest, kind: str, language: str, *, version: int, form: str
) -> HttpResponse:
    """A made-up person's letter in these words: `form` pdf, or png with ?page=1."""
    _kind(kind, language)
    row = read.wording_of(kind, language, version) if version else None
    text = row.text if row else "" if version else shipped_text(kind, language)
    if not text or form not in ("pdf", "png"):
        raise Http404
    stamp, case = stamp_for(language, row.translator if row else ""), _case(request)
    ours = clinic.current().facts
    if form == "pdf":
        pdf = preview_pdf(kind, language, text, case=case, stamp=stamp, clinic=ours)
        return sent_file(pdf, f"{kind}-{language}-sample.pdf", PDF, inline=True)
    pages = preview_pages(kind, language, text, case=case, stamp=stamp, clinic=ours)
    page = request.GET.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= len(pages):
        raise Http404
    name = f"{kind}-{language}-sample-{page}.png"
    return sent_file(pages[int(page) - 1], name, PNG, inline=True)


def _pages(text: str, row: WordingRow | None, *, of: tuple[str, str], case: str) -> list[int]:
    """The numbers of the sample's pages; they are made once and kept for the images."""
    kind, language = of
    stamp = stamp_for(language, row.translator if row else "")
    made = preview_pages(
        kind, language, text, case=case, stamp=stamp, clinic=clinic.current().facts
    ) if text else ()  # fmt: skip
    return list(range(1, len(made) + 1))


def _checked(row: WordingRow, text: str) -> dict[str, Any]:
    found = check_words(row.kind, row.language, text, clinic=clinic.current().facts)
    return {"check": found, "shown": shown_faults(found, text)}


def _against(active: WordingRow | None, row: WordingRow) -> str:
    if active is not None:
        return "itself, in use" if active.id == row.id else f"version {active.version}, in use"
    return "the words we ship" if shipped_text(row.kind, row.language) else "the English words"


def _typed(request: HttpRequest) -> str:
    """Browsers send line ends as two signs."""
    text = request.POST.get("text", "")[:40_000].replace("\r\n", "\n")
    return text.rstrip("\n") + "\n"


def _case(request: HttpRequest) -> str:
    asked = request.GET.get("case", "")
    return asked if asked in CASES else "two"


def _kind(kind: str, language: str) -> WordKind:
    try:
        return word_kind(kind, language)
    except Refused:
        raise Http404 from None


def _found(number: int) -> WordingRow:
    found = read.wording(number)
    if found is None:
        raise Http404
    return found
