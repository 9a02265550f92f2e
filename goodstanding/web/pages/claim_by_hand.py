"""A claim posted by the lines a person writes: filled in with what the payer said, looked at, then
posted.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import audit
from goodstanding.actions.claim_lines import post_by_hand
from goodstanding.core.claim_fixes import Fix
from goodstanding.core.eob import claim_apart
from goodstanding.core.matching import match
from goodstanding.core.money import show
from goodstanding.records.queries import insurers_page
from goodstanding.records.queries.candidates import named_here
from goodstanding.records.queries.insurers_page import ClaimWhole
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.eob_lines import REASONS, Lines, as_sent, fresh, looked_at, typed
from goodstanding.web.insurer_forms import WordsForm
from goodstanding.web.parts import business_day, moment, saved

_LABEL = "Where the figures come from"


@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    return _whole(request, found, form=_form(), lines=_as_sent(found))


@require_POST
def post(request: HttpRequest, number: int) -> HttpResponse:
    """Shows what each line does and whether all of them are the claim; once more posts it."""
    found = _found(request, number)
    form, lines = _form(request.POST), typed(request.POST)
    paid = found.row.claim.paid_cents
    mark = looked_at(form, lines, apart=lambda all_: claim_apart(paid, all_.written), of=number)
    if not mark or request.POST.get("shown") != mark:
        return _whole(request, found, form=form, lines=lines, shown=mark)

    def do(who: dict[str, Any]) -> str:
        words = form.cleaned_data["words"]
        post_by_hand(claim_id=number, lines=lines.written, words=words, **who)
        return "the claim is posted by hand."

    words = acted(request, form, do)
    if words is None:
        return _whole(request, found, form=form, lines=lines, shown=mark)
    follows = insurers_page.next_waiting(number, business_day())
    saved(request, f"{words} (claim {number})")
    return redirect("insurer_claim", follows) if follows else redirect("insurers")


def _form(*given: Any) -> WordsForm:
    """The lines come first."""
    return WordsForm(_LABEL, *given, first=False)


def _found(request: HttpRequest, number: int) -> ClaimWhole:
    found = insurers_page.claim_whole(number)
    if found is None:
        raise Http404
    for account in {one.account for one in found.nearest}:
        audit.viewed(account_id=account, by=actor(request), at=moment())
    return found


def _as_sent(found: ClaimWhole) -> Lines:
    """The payer's figures on the charges it means, else on the nearest of ours."""
    claim = found.row.claim
    charges = named_here(found.linked or claim.claim_id)
    if not charges and found.nearest:
        charges = list(found.nearest[0].ranked.near.charges)
    pairs = match(claim, charges).pairs
    lines = as_sent(pairs) if pairs else fresh()
    lines.look_up()
    return lines


def _whole(
    request: HttpRequest, found: ClaimWhole, *, form: WordsForm, lines: Lines, shown: str = ""
) -> HttpResponse:
    """`shown`: the mark of what balances and was looked at."""
    row = found.row
    name = row.claim.claim_id or "without a number"
    return render(request, "by_lines.html", {
        "subject": f"Post claim {name} by hand",
        "about": f"{row.payer_name} paid {show(row.claim.paid_cents)} for it",
        "hint": "That money is in the books already. Say what it is for: together the lines are "
        "paid what the claim was paid.",
        "back": reverse("insurer_claim", args=[row.id]), "back_words": "Back to the claim",
        "act": reverse("claim_hand_post", args=[row.id]) if Fix.HAND in found.fixes else "",
        "does": "Post the claim", "form": form, "lines": lines, "reasons": REASONS,
        "shown": shown, "begin": "paid",
        "refused": "This claim is not to be posted by hand. Its own page says what becomes of it.",
    })  # fmt: skip
