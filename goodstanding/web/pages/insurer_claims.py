"""One claim that waits: what the payer sent beside what we have, and the decisions about it."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import audit, claims_desk
from goodstanding.core.claim_fixes import FIX_WORDS, Fix, likely_fix
from goodstanding.core.matching_desk import days_of
from goodstanding.core.refusals import Refused
from goodstanding.formats.x12.raw_claim import claim_segments
from goodstanding.records.queries import insurers_page
from goodstanding.records.queries.insurers_page import ClaimWhole
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.acted import acted
from goodstanding.web.insurer_forms import MatchForm, SetAsideForm, WordsForm
from goodstanding.web.parts import business_day, moment, saved

# Form of the drawer: its route, what it does for people, its key.
FORMS = {
    "match": (Fix.MATCH, "claim_match", "Match it", "m"),
    "find": (Fix.MATCH, "claim_match", "Find ours", "f"),
    "aside": (Fix.ASIDE, "claim_set_aside", "Set aside", "w"),
    "denials": (Fix.DENIALS, "claim_to_denials", "Send to denials", "r"),
    "same": (Fix.SAME, "claim_same", "Posted by the practice", "s"),
    "over": (Fix.OVER, "claim_post_over", "Post all the same", "o"),
    "back": (Fix.BACK, "claim_take_back", "Post take-back", "b"),
}
STATUS_WORDS = {
    "1": "Paid as primary", "2": "Paid as secondary", "3": "Paid as tertiary", "4": "Denied",
    "19": "Paid as primary, sent on", "20": "Paid as secondary, sent on",
    "21": "Paid as tertiary, sent on", "22": "Takes back a payment",
    "23": "Not ours, sent on", "25": "Estimate only",
}  # fmt: skip
STEP_WORDS = {
    "matched": "Matched", "set_aside": "Set aside", "to_denials": "Sent to denials",
    "post_over": "Posted over what was open", "take_back": "Taken back at provider level",
    "same": "Took the practice's place", "by_hand": "Posted by hand",
    "by_receipt": "Posted at the desk", "not_to_post": "Not to be posted",
}  # fmt: skip


@require_safe
def claim(request: HttpRequest, number: int) -> HttpResponse:
    return _whole(request, _found(number), request.GET.get("form", ""))


def _found(number: int) -> ClaimWhole:
    found = insurers_page.claim_whole(number)
    if found is None:
        raise Http404
    return found


def _whole(
    request: HttpRequest, found: ClaimWhole, kind: str, *, form: Form | None = None
) -> HttpResponse:
    row = found.row
    for account in {one.account for one in found.nearest} | set(found.accounts):
        audit.viewed(account_id=account, by=actor(request), at=moment())
    offered = found.fixes
    hand = Fix.HAND in offered and may_open(role_of(request), "claim_hand_post")
    may = {
        key: (label, letter)
        for key, (fix, route, label, letter) in FORMS.items()
        if fix in offered and may_open(role_of(request), route)
    }
    opened = kind if kind in may else ""
    fix = Fix.HAND if found.alone else likely_fix(row.claim, row.why)
    return render(request, "insurer_claim.html", {
        "on": business_day(), "found": found, "row": row, "claim": row.claim,
        "status": STATUS_WORDS.get(row.claim.status, f"Status {row.claim.status}"),
        "days": days_of(row.claim), "fix": FIX_WORDS[fix] if found.is_open else "", "hand": hand,
        "may": [
            (key, label, letter, FORMS[key][0] is fix and key != "find")
            for key, (label, letter) in may.items()
        ],
        "steps": [(STEP_WORDS.get(one.what, one.what), one) for one in reversed(found.steps)],
        "raw": _raw(row.id) if request.GET.get("raw") == "1" else None,
        "opened": opened, "title": FORMS[opened][2] if opened else "",
        "form_route": FORMS[opened][1] if opened else "",
        "form": form or (_fresh(opened, found) if opened else None),
    })  # fmt: skip


def _raw(number: int) -> tuple[str, ...]:
    kept = insurers_page.raw_of(number)
    return claim_segments(*kept) if kept is not None else ()


def _fresh(kind: str, found: ClaimWhole, *given: Any) -> Form:
    if kind in ("match", "find"):
        nearest = [
            (one.ranked.near.number, f"{one.ranked.near.number}: {one.name}, {one.account}")
            for one in found.nearest
        ]
        return MatchForm(*given, nearest=nearest, find=kind == "find")
    if kind == "aside":
        return SetAsideForm(*given)
    labels = {
        "denials": "A note for who works it",
        "over": "Why more than is open is right",
        "back": "What the payer takes back",
    }
    return WordsForm(labels[kind], *given, needed=kind != "denials") if kind in labels else Form()


@require_POST
def match(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        why = claims_desk.match_claim(claim_id=number, ours=form.cleaned_data["ours"], **who)
        if why:
            raise Refused(f"The match is remembered. Still waits: {why}.")
        return "the claim is matched and posted; the number is remembered."

    return _done(request, number, "match", do=do)


@require_POST
def set_aside(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        given = form.cleaned_data
        claims_desk.set_aside(claim_id=number, until=given["until"], words=given["words"], **who)
        return f"set aside until {given['until']:%m/%d/%Y}."

    return _done(request, number, "aside", do=do)


@require_POST
def to_denials(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        claims_desk.to_denials(claim_id=number, words=form.cleaned_data["words"], **who)
        return "sent to the denials. Nobody is billed."

    return _done(request, number, "denials", do=do)


@require_POST
def post_over(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        claims_desk.post_over(claim_id=number, words=form.cleaned_data["words"], **who)
        return "posted; what was too much is the insurer's credit."

    return _done(request, number, "over", do=do)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        claims_desk.take_back(claim_id=number, words=form.cleaned_data["words"], **who)
        return "the take-back is posted at provider level."

    return _done(request, number, "back", do=do)


@require_POST
def same(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        claims_desk.same_money(claim_id=number, **who)
        return "the remittance took the place of what the practice had posted."

    return _done(request, number, "same", do=do)


def _done(
    request: HttpRequest, number: int, kind: str, *, do: Callable[[Any, dict[str, Any]], str]
) -> HttpResponse:
    """After each decision the next claim is on the screen."""
    found = _found(number)
    form = _fresh(kind, found, request.POST)
    words = acted(request, form, lambda who: do(form, who))
    if words is None:  # a match that still waits is remembered: the claim is read again
        return _whole(request, _found(number), kind, form=form)
    follows = insurers_page.next_waiting(number, business_day())
    saved(request, f"{words} (claim {number})")
    return redirect("insurer_claim", follows) if follows else redirect("insurers")
