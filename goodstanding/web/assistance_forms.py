"""Forms of the help program."""

from typing import Any

from django import forms

from goodstanding.core.assistance import HOW, Means
from goodstanding.core.assistance_terms import DOCUMENTS
from goodstanding.core.poverty import MOST_PEOPLE
from goodstanding.web.refund_forms import money_field, words_field

# How often money comes in: (words, times a year).
PER = {
    "month": ("A month", 12), "year": ("A year", 1), "two_weeks": ("Every two weeks", 26),
    "week": ("A week", 52),
}  # fmt: skip
_SELECT = {"class": "form-select"}
_NUMBER = {"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
_PEOPLE = f"Write how many people share the money, 1 to {MOST_PEOPLE}."
_PERCENT = "Write a percent from 0 to 100."
NO_PAPERS = "No medical words, no card numbers, no social security numbers."


def _people(*, required: bool) -> forms.IntegerField:
    return forms.IntegerField(
        label="People in the home who share the money", required=required, min_value=1,
        max_value=MOST_PEOPLE, widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "required": _PEOPLE, "invalid": _PEOPLE, "min_value": _PEOPLE, "max_value": _PEOPLE,
        },
    )  # fmt: skip


def _per() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How often", choices=[(key, words) for key, (words, _) in PER.items()],
        widget=forms.Select(attrs=_SELECT),
    )  # fmt: skip


class MeansForm(forms.Form):
    people = _people(required=True)
    income = money_field("What comes in, before anything is taken out", help_text="0 when nothing.")
    per = _per()

    def means(self) -> Means:
        """Once it is valid."""
        given = self.cleaned_data
        return Means(given["people"], given["income"] * PER[given["per"]][1])


class BeginForm(forms.Form):
    """Household and income may follow later; one without the other is asked for."""

    how = forms.ChoiceField(
        label="How they asked", choices=list(HOW.items()),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose how they asked."},
    )  # fmt: skip
    people = _people(required=False)
    income = money_field(
        "What comes in, before anything is taken out", required=False,
        help_text="Leave both empty when they have not said.",
    )  # fmt: skip
    per = _per()
    words = words_field("Note", hint=NO_PAPERS)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        people, income = found.get("people"), found.get("income")
        if people is None and income is not None and "people" not in self.errors:
            self.add_error("people", _PEOPLE)
        if income is None and people is not None and "income" not in self.errors:
            self.add_error("income", "Write the amount, 0 when nothing comes in.")
        return found

    def means(self) -> Means | None:
        """Once it is valid; None when they have not said."""
        given = self.cleaned_data
        if given["people"] is None or given["income"] is None:
            return None
        return Means(given["people"], given["income"] * PER[given["per"]][1])


class AskedForm(forms.Form):
    answer = words_field("What they said", "Say what they answered.", NO_PAPERS)


class WaiveForm(forms.Form):
    kind = forms.ChoiceField(
        label="Paper", choices=list(DOCUMENTS.items()), widget=forms.Select(attrs=_SELECT)
    )
    words = words_field("Why it is not needed", "Say why it is not needed.", NO_PAPERS)


class OwnForm(forms.Form):
    """Another percent than the table gives."""

    percent = forms.IntegerField(
        label="Percent taken off", min_value=0, max_value=100,
        widget=forms.TextInput(attrs=_NUMBER), help_text="0 is a no.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _PERCENT),
    )  # fmt: skip
    reason = words_field("Why", "Say why it is not what the table gives.", NO_PAPERS)


class WordsForm(forms.Form):
    words = words_field("In a sentence", "Say it in a sentence.", NO_PAPERS)
