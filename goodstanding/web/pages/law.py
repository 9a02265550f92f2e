"""Law: every rule in plain words, what changes soon, and a lawyer's word on each."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import law as acts
from goodstanding.actions.unit import may_do
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.queries.law_page import LawPage, Row, law_page, rule_page
from goodstanding.web.access import actor
from goodstanding.web.forms import DayField, no_card_number
from goodstanding.web.parts import business_day, moment, not_saved, saved

SHOW = {
    "": "Every rule",
    "unconfirmed": "Not confirmed by a lawyer",
    "unverified": "Not yet verified",
    "confirmed": "Confirmed by a lawyer",
    "informs": "For information only",
}


class ConfirmForm(forms.Form):
    name = forms.CharField(
        label="Lawyer's name",
        max_length=150,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    on = DayField(label="Day the lawyer said so", help_text="11/23 or t for today")
    note = forms.CharField(
        label="Note",
        required=False,
        help_text="What was asked, or where the answer is kept",
        validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


class TakeBackForm(forms.Form):
    note = forms.CharField(
        label="Why",
        validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks to see; "" is everything."""

    words: str
    show: str
    topic: str
    place: str

    def wants(self, row: Row) -> bool:
        rule = row.rule
        text = f"{rule.id} {row.title} {rule.say} {rule.citation} {rule.note}".lower()
        return (
            all(word in text for word in self.words.lower().split())
            and (not self.topic or rule.topic == self.topic)
            and (not self.place or self.place in {version.place for version in rule.versions})
            and self._shows(row)
        )

    def _shows(self, row: Row) -> bool:
        return {
            "unconfirmed": row.rule.is_law and row.confirmed is None,
            "unverified": not row.rule.verified,
            "confirmed": row.confirmed is not None,
            "informs": bool(row.rule.informs),
        }.get(self.show, True)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    found = law_page(live_book(), on=business_day(), state=clinic.current().state)
    asked = _read(request, found)
    rows = [row for row in found.rows if asked.wants(row)]
    return render(request, "law.html", {
        "page": found,
        "law_asked": asked,
        "groups": [(name, list(each)) for name, each in groupby(rows, lambda row: row.topic)],
        "count": len(rows),
        "show": SHOW,
        "topics": {row.rule.topic: row.topic for row in found.rows},
        "on": business_day(),
    })  # fmt: skip


@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    return _whole(request, rule_id, {})


@require_POST
def confirm(request: HttpRequest, rule_id: str) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _whole(request, rule_id, {"confirm_form": form})
    given = form.cleaned_data
    said = acts.Said(given["name"], given["on"], given["note"])
    try:
        acts.confirm_rule(rule_id=rule_id, said=said, by=actor(request), at=moment())
    except Refused as fault:
        form.add_error(None, fault.why)
        return _whole(request, rule_id, {"confirm_form": form})
    saved(request, f"{rule_id} is marked as confirmed by a lawyer.")
    return redirect("law_rule", rule_id)


@require_POST
def take_back(request: HttpRequest, rule_id: str) -> HttpResponse:
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _whole(request, rule_id, {"take_back_form": form})
    try:
        acts.take_back_rule(
            rule_id=rule_id, note=form.cleaned_data["note"], by=actor(request), at=moment()
        )
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("law_rule", rule_id)
    saved(request, f"{rule_id} is no longer marked as confirmed.")
    return redirect("law_rule", rule_id)


def _read(request: HttpRequest, found: LawPage) -> Asked:
    topics = {row.rule.topic for row in found.rows}
    given = {key: request.GET.get(key, "") for key in ("q", "show", "topic", "place")}
    return Asked(
        given["q"].strip()[:80],
        given["show"] if given["show"] in SHOW else "",
        given["topic"] if given["topic"] in topics else "",
        given["place"] if given["place"] in found.places else "",
    )


def _whole(request: HttpRequest, rule_id: str, forms_given: dict[str, Any]) -> HttpResponse:
    found = rule_page(live_book(), rule_id, on=business_day())
    if found is None:
        raise Http404
    state, by = clinic.current().state, actor(request)
    here = live_book().on(business_day(), state)
    return render(request, "law_rule.html", {
        "row": found,
        "likes": [each for each in live_book().rules.values() if each.like == rule_id],
        "here": here.cite(rule_id),
        "as_policy": here.is_policy(rule_id),
        "may_confirm": may_do(by, "law.confirm"),
        "may_take_back": may_do(by, "law.take_back") and found.confirmed is not None,
        "confirm_form": ConfirmForm(initial={"on": business_day()}),
        "take_back_form": TakeBackForm(),
        **forms_given,
    })  # fmt: skip
