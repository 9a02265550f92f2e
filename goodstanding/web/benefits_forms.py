"""Forms of the page Benefits."""

from typing import Any

from django import forms

from goodstanding.actions.eligibility_ask import MOST_DAYS
from goodstanding.core.subscribers import (
    LONGEST_FIRST,
    LONGEST_LAST,
    PATIENT,
    RELATIONS,
    SELF,
    Subscriber,
)
from goodstanding.web.forms import DayField, no_card_number

_PLAIN = {"class": "form-control", "autocomplete": "off"}


class AskForm(forms.Form):
    within = forms.IntegerField(
        label="Business days ahead", min_value=1, max_value=MOST_DAYS, initial=3,
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"}),
        error_messages={
            "required": "Write how many business days.", "invalid": "Write a whole number.",
            "min_value": "Write 1 or more.", "max_value": f"Write {MOST_DAYS} or fewer.",
        },
    )  # fmt: skip


class MatchForm(forms.Form):
    patient = forms.CharField(
        label="Patient's number", max_length=64, widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": "Write the patient's number."},
    )  # fmt: skip


class SubscriberForm(forms.Form):
    """`seen` is the mark of the coverage that the person sees."""

    seen = forms.CharField(widget=forms.HiddenInput)
    relation = forms.ChoiceField(
        label="The patient is", choices=[(SELF, "the subscriber"), *RELATIONS.items()],
        widget=forms.RadioSelect, error_messages={"required": "Choose who the patient is."},
    )  # fmt: skip
    last_name = forms.CharField(
        label="Subscriber's last name", required=False, max_length=LONGEST_LAST,
        validators=[no_card_number], widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"max_length": f"Write {LONGEST_LAST} letters of the last name or fewer."},
    )  # fmt: skip
    first_name = forms.CharField(
        label="Subscriber's first name", required=False, max_length=LONGEST_FIRST,
        validators=[no_card_number], widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"max_length": f"Write {LONGEST_FIRST} letters of the first name or fewer."},
    )  # fmt: skip
    birth_on = DayField(label="Subscriber's birth day, if known", required=False)

    @property
    def who(self) -> Subscriber:
        told = self.cleaned_data
        return Subscriber(
            told["last_name"], told["first_name"], told["birth_on"], told["relation"]
        )  # fmt: skip


def subscriber_form(coverage: int, seen: str, who: Subscriber | None) -> SubscriberForm:
    """As it is known; nothing known is the patient."""
    who = who or PATIENT
    first: dict[str, Any] = {
        "seen": seen, "relation": who.relation, "last_name": who.last_name,
        "first_name": who.first_name, "birth_on": who.birth_on,
    }  # fmt: skip
    return SubscriberForm(initial=first, auto_id=f"id_{coverage}_%s")
