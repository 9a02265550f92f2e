"""The form of the plan builder: which balances, what they told us, and the offer they chose."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from goodstanding.actions.plans import HOW, NewPlan
from goodstanding.core.affordability import (
    Affordable,
    Capacity,
    Dates,
    Terms,
    Told,
    afford,
    own_offer,
)
from goodstanding.core.plans import Offer
from goodstanding.core.refusals import Refused
from goodstanding.records.queries.plan_offers import Ground
from goodstanding.web.cash_forms import AmountField
from goodstanding.web.forms import DayField, no_card_number

OWN = "own"
_COUNT = {"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
_WORDS = {"class": "form-control", "autocomplete": "off"}


class PlanForm(forms.Form):
    """Of the balances of `ground`, those that may join are chosen first."""

    manage = AmountField(label="Can manage each month", required=False)
    household = forms.IntegerField(
        label="People in the household", required=False, min_value=1, max_value=30,
        widget=forms.TextInput(attrs=_COUNT),
    )  # fmt: skip
    income = AmountField(label="Income a year", required=False)
    essentials = AmountField(label="Rent, food, other bills a month", required=False)
    other_medical = AmountField(label="Medicine, other care a month", required=False)
    charges = forms.MultipleChoiceField(
        label="Balances", required=False, error_messages={"invalid_choice": "Look again."}
    )
    first = DayField(label="First payment", required=False)
    offer = forms.CharField(required=False, max_length=20)
    amount = AmountField(label="Amount a month", required=False)
    payments = forms.IntegerField(
        label="or payments", required=False, min_value=1, max_value=100,
        widget=forms.TextInput(attrs=_COUNT),
    )  # fmt: skip
    how = forms.ChoiceField(label="How", choices=tuple(HOW.items()), required=False)
    reference = forms.CharField(
        label="Card company's reference", required=False, max_length=80,
        validators=[no_card_number], widget=forms.TextInput(attrs=_WORDS),
    )  # fmt: skip
    told = forms.BooleanField(required=False)
    over = forms.CharField(
        label="Above what they told us: why", required=False, max_length=200,
        validators=[no_card_number], widget=forms.TextInput(attrs=_WORDS),
    )  # fmt: skip

    def __init__(self, *args: Any, ground: Ground, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground, self.rows = ground, ground.balances
        charges = self.fields["charges"]
        assert isinstance(charges, forms.MultipleChoiceField)
        charges.choices = [(row.charge_id, row.charge_id) for row in self.rows]

    @property
    def picked(self) -> set[str]:
        """The charges that are ticked; all that may join on a form not yet sent."""
        if isinstance(self.data, QueryDict):
            return set(self.data.getlist("charges"))
        return {row.charge_id for row in self.rows if not row.why}


class ChangeForm(forms.Form):
    """One change of a plan that runs; which fields it needs depends on the change."""

    plan = forms.CharField(max_length=64)
    why = forms.CharField(required=False, max_length=300, validators=[no_card_number])
    until = DayField(required=False)
    amount = AmountField(required=False)
    payments = forms.IntegerField(required=False, min_value=1, max_value=100)
    anchor = forms.IntegerField(required=False, min_value=1, max_value=31)
    charge = forms.CharField(required=False, max_length=64)
    how = forms.CharField(required=False, max_length=20)


@dataclass(frozen=True, slots=True)
class Built:
    """What the form as it stands comes to. `total` of the ticked balances; `own` the offer of their
    own choice; `fault` why there are no offers."""

    total: int
    told: Told
    found: Affordable | None = None
    own: Offer | None = None
    fault: str = ""


def built(form: PlanForm, *, on: date) -> Built:
    given: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    picked = form.picked
    total = sum(row.cents for row in form.rows if row.charge_id in picked and not row.why)
    told = Told(
        household=given.get("household"), yearly_income_cents=given.get("income"),
        essentials_cents=given.get("essentials"), other_medical_cents=given.get("other_medical"),
        manage_cents=given.get("manage"),
    )  # fmt: skip
    if not form.is_bound or form.errors:
        return Built(total, told)
    terms = form.ground.terms(dates_of(given, on))
    try:
        found = afford(total, told, terms)
        own = _own(given, total, terms=terms, capacity=found.capacity)
    except Refused as fault:
        return Built(total, told, fault=fault.why)
    return Built(total, told, found, own)


def dates_of(given: dict[str, Any], on: date) -> Dates:
    """The day of the month is that of the first payment."""
    if first := given.get("first"):
        return Dates(on, first, first.day)
    return Dates.usual(on)


def new_plan(form: PlanForm, now: Built, *, on: date) -> NewPlan:
    """The offer that is chosen; refuses when none is."""
    given = form.cleaned_data
    dates, chosen = dates_of(given, on), given["offer"]
    offers = now.found.offers if now.found else ()
    if now.fault:
        raise Refused(now.fault)
    if chosen == OWN or (not chosen and now.own):
        if now.own is None:
            raise Refused("Write the amount a month, or the number of payments.")
        months, monthly = given["payments"] or 0, given["amount"] or 0
    else:
        offer = next((o for o in offers if str(o.monthly_cents) == chosen), None)
        if offer is None:
            raise Refused("Choose one of the offers.")
        months, monthly = 0, offer.monthly_cents
    return NewPlan(
        charges=tuple(row.charge_id for row in form.rows if row.charge_id in form.picked),
        first_due_on=dates.first_due_on, anchor=dates.anchor,
        months=0 if monthly else months, monthly_cents=monthly,
        how=given["how"] or "mail", reference=given["reference"], told_them=given["told"],
        told=now.told, over=given["over"],
    )  # fmt: skip


def _own(given: dict[str, Any], total: int, *, terms: Terms, capacity: Capacity) -> Offer | None:
    amount, payments = given["amount"] or 0, given["payments"] or 0
    if not amount and not payments:
        return None
    return own_offer(
        total, terms, capacity=capacity, monthly_cents=amount, months=0 if amount else payments
    )
