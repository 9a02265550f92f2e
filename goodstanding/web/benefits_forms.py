"""Forms of the page Benefits."""

from django import forms

from goodstanding.actions.eligibility_ask import MOST_DAYS

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
