"""What an insurer's check left unplaced, put on charges: looked at, then posted."""

import secrets
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions.insurer_checks import place_unplaced
from goodstanding.core.eob import beyond_left
from goodstanding.core.money import show
from goodstanding.records.queries import cash_page
from goodstanding.records.queries.cash_page import ReceiptWhole
from goodstanding.records.queries.desk_money import charges_of
from goodstanding.web.acted import acted
from goodstanding.web.eob_lines import REASONS, Lines, fresh, looked_at, typed
from goodstanding.web.parts import saved


class PlacingForm(forms.Form):
    """The lines are all there is to write; `key` makes sure that they post once."""

    key = forms.RegexField(r"^[0-9a-f]{16,32}$", widget=forms.HiddenInput)


@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    """`account` begins with what insurers owe there."""
    account = request.GET.get("account", "")[:64]
    lines = fresh(charges_of(account) if account else ())
    form = PlacingForm(initial={"key": secrets.token_hex(12)})
    return _whole(request, _found(number), form=form, lines=lines)


@require_POST
def place(request: HttpRequest, number: int) -> HttpResponse:
    """Shows what each line does; once more posts it."""
    found = _found(number)
    form, lines = PlacingForm(request.POST), typed(request.POST)
    left = found.unplaced_cents
    mark = looked_at(form, lines, apart=lambda all_: beyond_left(left, all_.written), of=number)
    if not mark or request.POST.get("shown") != mark:
        return _whole(request, found, form=form, lines=lines, shown=mark)

    def do(who: dict[str, Any]) -> str:
        place_unplaced(number=number, lines=lines.written, key=form.cleaned_data["key"], **who)
        return f"{show(lines.paid_cents)} of receipt {number} is placed."

    words = acted(request, form, do)
    if words is None:
        return _whole(request, found, form=form, lines=lines, shown=mark)
    saved(request, words)
    return redirect("receipt", number)


def _found(number: int) -> ReceiptWhole:
    found = cash_page.receipt_whole(number)
    if found is None or not found.line.payer:
        raise Http404
    return found


def _whole(
    request: HttpRequest, found: ReceiptWhole, *, form: PlacingForm, lines: Lines, shown: str = ""
) -> HttpResponse:
    """`shown`: the mark of what was looked at."""
    line, left = found.line, found.unplaced_cents
    return render(request, "by_lines.html", {
        "subject": f"Place what receipt {line.number} left",
        "about": f"{show(left)} of {line.payer}, {line.reference or 'no number'}",
        "hint": "That money is in the books already, on no charge. Place all of it or a part.",
        "back": reverse("receipt", args=[line.number]), "back_words": "Back to the receipt",
        "act": reverse("receipt_place_post", args=[line.number]) if left > 0 else "",
        "does": "Place it", "form": form, "lines": lines, "reasons": REASONS, "shown": shown,
        "begin": "charge", "refused": "Nothing of this receipt waits to be placed.",
    })  # fmt: skip
