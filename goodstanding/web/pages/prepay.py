"""Money paid ahead of a visit, at the desk: what is suggested, from where, and another amount with
its reason. Never a condition."""

import secrets
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goodstanding.actions import prepayments
from goodstanding.actions.payments import PATIENT_TENDERS
from goodstanding.core.huddle import MAY_PREPAY
from goodstanding.core.kinds import Tender
from goodstanding.core.money import plain
from goodstanding.core.placing import TENDER_WORDS, Taken
from goodstanding.records import clinic
from goodstanding.records.queries import huddle as lists
from goodstanding.web.acted import acted
from goodstanding.web.cash_forms import AmountField
from goodstanding.web.forms import no_card_number
from goodstanding.web.parts import saved


class PrepayForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    amount = AmountField(label="Amount", error_messages={"required": "Write the amount."})
    tender = forms.ChoiceField(
        label="How", choices=[(t.value, TENDER_WORDS[t]) for t in Tender if t in PATIENT_TENDERS],
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    reference = forms.CharField(
        label="Check or batch number", required=False, max_length=80, validators=[no_card_number],
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )  # fmt: skip
    why = forms.CharField(
        label="Why another amount", required=False, max_length=300, validators=[no_card_number],
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text="Only when it is not the suggested one.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, visit: str) -> HttpResponse:
    found = lists.one(visit)
    if found is None:
        raise Http404
    row, told = found
    cents = told.line.prepay_cents
    first = {"key": secrets.token_hex(16), "amount": plain(cents) if cents else ""}
    form = PrepayForm(request.POST or None, initial=first)

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        taken = Taken(
            given["key"], given["amount"], Tender(given["tender"]),
            clinic.current().desk.drawers[0], given["reference"],
        )  # fmt: skip
        ahead = prepayments.Ahead(visit, given["why"])
        number = prepayments.take(account_id=row.account_id, taken=taken, ahead=ahead, **who)
        return f"receipt {number}, paid ahead for the visit."

    if request.method == "POST" and (words := acted(request, form, do)) is not None:
        saved(request, words)
        return redirect("front_desk")
    return render(request, "prepay.html", {
        "form": form, "name": row.name, "starts_at": row.starts_at, "visit": visit,
        "suggested": cents, "source": told.prepay_source, "may_prepay": MAY_PREPAY,
    })  # fmt: skip
