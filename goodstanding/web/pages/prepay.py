"""Money paid ahead of a visit, at the desk: what is suggested, from where, and another amount with
its reason. Never a condition."""

import secrets
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goodstanding.actions import prepayments
from goodstanding.core.huddle import MAY_PREPAY
from goodstanding.core.kinds import Tender
from goodstanding.core.money import plain
from goodstanding.core.placing import Taken
from goodstanding.records.queries import huddle as lists
from goodstanding.records.queries.desk_money import money_account, taken_before
from goodstanding.records.queries.periods import first_open_day
from goodstanding.web.acted import acted
from goodstanding.web.cash_forms import PATIENT_TENDERS, TENDER_KEYS, AmountField
from goodstanding.web.forms import no_card_number
from goodstanding.web.pages.cash import drawer_of
from goodstanding.web.pages.huddle import address
from goodstanding.web.parts import business_day, saved


class PrepayForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    amount = AmountField(label="Amount", error_messages={"required": "Write the amount."})
    tender = forms.ChoiceField(
        label="By", choices=[(tender.value, words) for tender, words in PATIENT_TENDERS],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose check, card, cash, EFT or portal."},
    )  # fmt: skip
    reference = forms.CharField(
        label="Number", required=False, max_length=80, validators=[no_card_number]
    )
    why = forms.CharField(
        label="Why another amount", required=False, max_length=300, validators=[no_card_number],
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text="Only when it is not the suggested one.",
    )  # fmt: skip

    again = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, visit: str) -> HttpResponse:
    found = lists.one(visit)
    if found is None:
        raise Http404
    row, told = found
    cents = told.line.prepay_cents
    the_list = address(row.visit.on, row.location, here=visit)
    first = {"key": secrets.token_hex(16), "amount": plain(cents) if cents else ""}
    form = PrepayForm(request.POST or None, initial=first)

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        taken = Taken(
            given["key"], given["amount"], Tender(given["tender"]), drawer_of(request),
            given["reference"], again=given["again"],
        )  # fmt: skip
        ahead = prepayments.Ahead(visit, given["why"])
        number = prepayments.take(account_id=row.account_id, taken=taken, ahead=ahead, **who)
        return f"receipt {number}, paid ahead for the visit."

    if request.method == "POST" and (words := acted(request, form, do)) is not None:
        saved(request, words)
        return redirect(the_list)
    return render(request, "prepay.html", {
        "form": form, "twin": _twin(form, row.account_id), "name": row.name, "visit": visit,
        "starts_at": row.starts_at, "list": the_list,
        "tender_keys": {tender.value: key for tender, key in TENDER_KEYS.items()},
        "suggested": cents, "source": told.prepay_source, "may_prepay": MAY_PREPAY,
    })  # fmt: skip


def _twin(form: PrepayForm, account_id: str) -> bool:
    """The same money was posted before: only after that may it be said that this is other money."""
    account = money_account(account_id) if form.non_field_errors() else None
    if account is None:
        return False
    given = form.cleaned_data
    before = taken_before(
        tender=given["tender"], reference=given["reference"], cents=given["amount"],
        on=first_open_day(business_day()), account=account.key,
    )  # fmt: skip
    return before is not None
