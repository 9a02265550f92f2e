"""The estimate editor's form: two questions, lines, who else bills, benefits as they were told."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goodstanding.core.estimate_terms import OTHERS, Planned, PlannedLine, Told
from goodstanding.core.pricing import ASSISTANTS
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.queries.estimate_start import Start, line_of
from goodstanding.web.cash_forms import AmountField
from goodstanding.web.forms import DayField, no_card_number
from goodstanding.web.line_forms import UNITS_WRONG, CodeField, CodesField, ModifiersField
from goodstanding.web.parts import business_day

YES_NO = (("yes", "Yes"), ("no", "No"))
_RADIO = {"class": "form-check-input"}
_TEXT = {"class": "form-control", "autocomplete": "off"}
BLANK_LINES = 2
_LEAST_SHARE = Decimal("0.01")  # no plan has less; who writes 0.20 means 20 percent
SHORT_PLACES = {"office": "Clinic", "facility": "Facility"}


class PercentField(forms.Field):
    """20 and 20% and 12.5 as a share of one."""

    widget = forms.TextInput(attrs={**_TEXT, "inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            share = Decimal(text) / 100
        except InvalidOperation as fault:
            raise ValidationError("Write the share as 20 or 12.5.") from fault
        if not (share.is_finite() and 0 <= share <= 1):
            raise ValidationError("Write a share from 0 to 100.")
        if 0 < share < _LEAST_SHARE:
            raise ValidationError("Write 20 for 20 percent, not 0.20.")
        return share

    def prepare_value(self, value: Any) -> Any:
        return f"{(value * 100).normalize():f}" if isinstance(value, Decimal) else value


def _words(label: str, *, long: int = 120, needed: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=long, required=bool(needed), validators=[no_card_number],
        widget=forms.TextInput(attrs=_TEXT), error_messages={"required": needed},
    )  # fmt: skip


_CODE: dict[str, Any] = {
    "max_length": 20, "required": False, "validators": [no_card_number],
    "widget": forms.TextInput(attrs=_TEXT),
}  # fmt: skip


class LineForm(forms.Form):
    code = CodeField(label="Code", **_CODE)
    modifiers = ModifiersField(label="Modifiers", **_CODE)
    diagnosis = CodesField(label="Dx", **_CODE)
    units = forms.IntegerField(
        label="Qty", required=False, min_value=1, max_value=999,
        widget=forms.TextInput(attrs=_TEXT), error_messages=UNITS_WRONG,
    )  # fmt: skip
    place = forms.ChoiceField(
        label="Place", choices=list(SHORT_PLACES.items()), required=False, initial="office",
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    price = AmountField(label="Price", required=False)
    allowed = AmountField(label="Plan's price", required=False)
    copay = AmountField(label="Copay", required=False)
    uncovered = forms.BooleanField(
        label="Not covered", required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    provider = forms.CharField(
        label="Provider", max_length=120, required=False, validators=[no_card_number],
        widget=forms.TextInput(attrs={**_TEXT, "list": "providers"}),
    )  # fmt: skip
    npi = _words("NPI", long=10)
    tin = _words("Tax no.", long=10)
    said = _words("In plain words", long=200)


LineSet = forms.formset_factory(LineForm, extra=BLANK_LINES, max_num=30)


class EstimateForm(forms.Form):
    has_coverage = forms.ChoiceField(
        label="Does the patient have coverage?", choices=YES_NO,
        widget=forms.RadioSelect(attrs=_RADIO),
    )  # fmt: skip
    bill_it = forms.ChoiceField(
        label="Does the patient want us to bill it?", choices=YES_NO, required=False,
        widget=forms.RadioSelect(attrs=_RADIO), initial="yes",
    )  # fmt: skip
    service = _words("What is planned, in plain words", long=160)
    service_on = DayField(label="Day of the care", error_messages={"required": "Write the day."})
    booked_on = DayField(label="Booked on", error_messages={"required": "Write the day."})
    asked_on = DayField(label="Asked on", required=False)
    times = forms.IntegerField(
        label="Times", required=False, min_value=1, max_value=366,
        widget=forms.TextInput(attrs=_TEXT), error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Write a whole number of times from 1 to 366."
        ),
    )  # fmt: skip
    recurs_until = DayField(label="Comes again until", required=False)
    facility = forms.CharField(
        label="Where, if at a facility: name and address", max_length=200, required=False,
        validators=[no_card_number], widget=forms.TextInput(attrs={**_TEXT, "list": "facilities"}),
    )  # fmt: skip
    others = forms.MultipleChoiceField(
        label="Who else will bill", choices=list(OTHERS.items()), required=False,
        widget=forms.CheckboxSelectMultiple(attrs=_RADIO),
    )  # fmt: skip
    deductible = AmountField(label="Deductible left", required=False)
    coinsurance = PercentField(label="Coinsurance %", required=False)
    most = AmountField(label="Out-of-pocket left", required=False)
    family_deductible = AmountField(label="Family deductible left", required=False)
    family_most = AmountField(label="Family out-of-pocket left", required=False)
    told_on = DayField(label="Benefits checked on", required=False)
    second_deductible = AmountField(label="Second plan: deductible left", required=False)
    second_coinsurance = PercentField(label="Second plan: coinsurance %", required=False)
    second_most = AmountField(label="Second plan: out-of-pocket left", required=False)
    why = _words("What changed", long=200)


BENEFITS = ("deductible", "coinsurance", "most")


def planned_of(form: EstimateForm, lines: Any, *, provider: str = "") -> Planned:
    """What was written, once both are valid. `provider`: the visit's, of lines that name none."""
    given = form.cleaned_data
    rows = [row.cleaned_data for row in lines if row.cleaned_data.get("code")]
    usual = clinic.current().billing.facilities
    elsewhere = any(row["place"] == "facility" for row in rows)
    facility = (given["facility"] or next(iter(usual), "")) if elsewhere else ""
    _complete(rows, provider)
    return Planned(
        given["service"], tuple(_line(row) for row in rows), given["service_on"],
        given["booked_on"], given["has_coverage"] == "yes", given["bill_it"] != "no",
        given["asked_on"], "", tuple(given["others"]), given["recurs_until"], given["times"] or 1,
        _told(given, ""), _told(given, "second_"), facility=facility,
    )  # fmt: skip


def _complete(rows: list[dict[str, Any]], provider: str) -> None:
    """A diagnosis left empty is that of the line before, and so is a provider; but who assists
    bills apart.
    """
    diagnosis, known = "", {name.casefold(): name for name, _ in clinic.current().billing.npi}
    for row in rows:
        diagnosis = row["diagnosis"] = row["diagnosis"] or diagnosis
        row["provider"] = known.get(row["provider"].casefold(), row["provider"])
        if not ASSISTANTS.intersection(row["modifiers"]):
            provider = row["provider"] = row["provider"] or provider


def _told(given: dict[str, Any], plan: str) -> Told | None:
    """Of a plan all three, or none: a gap is never read as nothing."""
    three = [given[f"{plan}{name}"] for name in BENEFITS]
    if all(value is None for value in three):
        return None
    if any(value is None for value in three):
        raise Refused(
            "Write deductible left, coinsurance and out-of-pocket left, each; 0 where none is "
            "left. Without one of them leave all three empty: the estimate is then a range."
        )
    if plan:
        return Told(three[0], three[1], three[2])
    return Told(
        three[0], three[1], three[2], given["family_deductible"], given["family_most"],
        given["told_on"],
    )  # fmt: skip


def _line(row: dict[str, Any]) -> PlannedLine:
    """Price, NPI and tax number left empty are looked up as the visit's were."""
    place, units = row["place"] or "office", row["units"] or 1
    modifiers = row["modifiers"]
    found = line_of(
        row["code"], row["provider"], on=business_day(), place=place, modifiers=modifiers,
        units=units,
    )  # fmt: skip
    typed = row["price"] is not None and row["price"] != found.cents
    return PlannedLine(
        row["provider"] or found.provider, row["code"], row["price"] if typed else found.cents,
        row["npi"] or found.npi, row["tin"] or found.tin, row["diagnosis"], place, units, modifiers,
        row["allowed"], row["copay"], not row["uncovered"],
        "typed" if typed else found.priced_by, said=row["said"],
    )  # fmt: skip


def started(start: Start) -> dict[str, Any]:
    """The form's first values for a visit or a person."""
    told = start.told
    return {
        "has_coverage": "yes" if start.covered else "no", "bill_it": "yes",
        "service": start.service, "service_on": _text(start.service_on),
        "booked_on": _text(start.booked_on),
        "facility": next(iter(clinic.current().billing.facilities), ""),
        **(_of_told(told) if told else {}),
    }  # fmt: skip


def again(planned: Planned) -> dict[str, Any]:
    """The form's values for a version that is written anew."""
    second = planned.second
    return {
        "has_coverage": "yes" if planned.has_coverage else "no",
        "bill_it": "yes" if planned.bill_it else "no", "service": planned.service,
        "service_on": _text(planned.service_on), "booked_on": _text(planned.booked_on),
        "asked_on": _text(planned.asked_on), "times": planned.times,
        "recurs_until": _text(planned.recurs_until), "others": list(planned.others),
        "facility": planned.facility,
        **(_of_told(planned.told) if planned.told else {}),
        **({} if second is None else {
            "second_deductible": second.deductible_left, "second_coinsurance": second.coinsurance,
            "second_most": second.oop_left,
        }),
    }  # fmt: skip


def _of_told(told: Told) -> dict[str, Any]:
    return {
        "deductible": told.deductible_left, "coinsurance": told.coinsurance, "most": told.oop_left,
        "family_deductible": told.family_deductible_left, "family_most": told.family_oop_left,
        "told_on": _text(told.on),
    }  # fmt: skip


def rows_of(lines: tuple[PlannedLine, ...]) -> list[dict[str, Any]]:
    return [
        {
            "code": line.code, "modifiers": " ".join(line.modifiers), "diagnosis": line.diagnosis,
            "units": line.units, "place": line.place, "price": line.cents,
            # Looked up anew: another modifier changes it.
            "allowed": None if line.allowed_by else line.allowed,
            "copay": line.copay, "uncovered": not line.covered, "provider": line.provider,
            "npi": line.npi, "tin": line.tin, "said": line.said,
        }
        for line in lines
    ]  # fmt: skip


def _text(day: Any) -> str:
    return f"{day:%m/%d/%Y}" if day else ""
