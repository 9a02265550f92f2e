"""Forms of the page Prices."""

from typing import Any

from django import forms

from goodstanding.core.medicare_amounts import FACILITY, OFFICE
from goodstanding.core.price_kinds import KINDS
from goodstanding.records.queries.prices_page import payer_meant
from goodstanding.web.forms import DayField
from goodstanding.web.line_forms import CodeField, ModifiersField

_PLAIN = {"class": "form-control", "autocomplete": "off"}
_SELECT = {"class": "form-select"}


def _words(label: str, hint: str = "", most: int = 64) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=hint,
        widget=forms.TextInput(attrs=_PLAIN),
    )  # fmt: skip


class PayerField(forms.CharField):
    """A payer's number, or its name."""

    def __init__(self, hint: str = "") -> None:
        widget = forms.TextInput(attrs={**_PLAIN, "list": "payers"})
        super().__init__(
            label="Payer", max_length=64, required=False, help_text=hint, widget=widget
        )

    def clean(self, value: Any) -> str:
        found = super().clean(value)
        return payer_meant(found) if found else ""


class PriceListForm(forms.Form):
    file = forms.FileField(
        label="Price list (CSV or .xlsx)",
        help_text="Columns: code, modifier, amount (or office_amount and facility_amount), "
        "effective_on, ends_on, payer_id, plan; days as 2026-01-31. Or CMS's own file.",
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,.xlsx"}),
    )
    kind = forms.ChoiceField(
        label="What it is", required=False,
        choices=[("", "Find out from the file"), *((kind.value, words) for kind, words in
                                                   KINDS.items())],
        widget=forms.Select(attrs=_SELECT),
    )  # fmt: skip
    payer = PayerField("For a fee schedule whose rows name none.")
    on = DayField(
        label="Counts from", required=False, help_text="Empty: the day in the file, else today."
    )


class LookUpForm(forms.Form):
    code = CodeField(
        label="Code", max_length=20, widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": "Write the code."},
    )  # fmt: skip
    modifiers = ModifiersField(
        label="Modifiers", max_length=20, required=False, help_text="With spaces between.",
        widget=forms.TextInput(attrs=_PLAIN),
    )  # fmt: skip
    payer = PayerField()
    plan = _words("Plan")
    place = forms.ChoiceField(
        label="Place", choices=[(OFFICE, "Office"), (FACILITY, "Facility")], required=False,
        widget=forms.Select(attrs=_SELECT),
        error_messages={"invalid_choice": "Choose office or facility."},
    )  # fmt: skip
    day = DayField(label="On", required=False, help_text="Empty: today.")

    def clean_place(self) -> str:
        return self.cleaned_data["place"] or OFFICE
