"""Forms of the page Agency."""

from decimal import Decimal
from typing import Any

from django import forms

from goodstanding.actions.agency import Papers
from goodstanding.core.agency_points import WRITTEN
from goodstanding.web.forms import DayField
from goodstanding.web.refund_forms import words_field

_PLAIN = {"class": "form-control", "autocomplete": "off"}
_HINT = "No medical words, no card numbers."


def _text(label: str, required: str, most: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": required},
    )  # fmt: skip


def _day(label: str) -> DayField:
    return DayField(label=label, error_messages={"required": "Write the day."})


class PointForm(forms.Form):
    point = forms.ChoiceField(
        label="What was done", choices=[("", "Choose"), *WRITTEN.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": "Choose what was done."},
    )  # fmt: skip
    text = words_field("What you looked at or said, and when", "Write what you looked at.", _HINT)


class ProposeForm(forms.Form):
    reason = words_field("Why it should go to the agency", "Write why.", _HINT)


class ApproveForm(forms.Form):
    reason = words_field(
        "Your written authority for this account", "Write why you agree.",
        "This is kept with the placement.",
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = words_field("Why", "Write why.", _HINT)


class BackForm(forms.Form):
    state = forms.ChoiceField(
        label="What the agency did",
        choices=[("returned", "Gave it back"), ("closed", "Is done with it")],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = words_field("What they said", "Write what they said.", _HINT)


class ReportForm(forms.Form):
    file = forms.FileField(
        label="Report of the agency (CSV)",
        help_text="Columns: ref, account, paid_on, amount, fee.",
        error_messages={"required": "Choose the file."},
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,text/csv"}),
    )


class PapersForm(forms.Form):
    name = _text("Name of the agency", "Write its name.", 120)
    registration = _text("License number in Minnesota", "Write its license number.", 60)
    contact = _text("How it is reached", "Write a telephone number or an address.", 200)
    fee = forms.DecimalField(
        label="Fee, percent of what it recovers", min_value=Decimal(0), max_value=Decimal(100),
        decimal_places=2, widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "decimal"}),
        error_messages={"required": "Write the fee.", "invalid": "Write the fee as 25 or 25.5."},
    )  # fmt: skip
    fee_on_direct = forms.BooleanField(
        label="The fee is also due on what is paid at the clinic", required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    agreement_on = _day("Business associate agreement signed on")
    contract_on = _day("Contract that recalls accounts signed on")
    contract_until = DayField(label="Contract ends on", required=False, help_text="Empty: no end.")
    licence_until = _day("License valid until")
    licence_checked_on = _day("License looked up on")

    @property
    def papers(self) -> Papers:
        given: dict[str, Any] = dict(self.cleaned_data)
        return Papers(fee_points=int(given.pop("fee") * 100), **given)
