"""Forms of money: a payment, an insurer's paper answer, and what is moved or written off."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goodstanding.actions.adjustments import MOVES, WRITE_OFFS
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.money import plain
from goodstanding.web.forms import amount_of, no_card_number

PATIENT_TENDERS = (
    (Tender.CHECK, "Check"), (Tender.CARD, "Card"), (Tender.CASH, "Cash"),
    (Tender.ACH, "EFT (ACH)"), (Tender.PORTAL, "Portal"),
)  # fmt: skip
# The letter that chooses each while no field is written in: (c)heck, c(a)rd, ca(s)h, (e)FT.
TENDER_KEYS = {Tender.CHECK: "c", Tender.CARD: "a", Tender.CASH: "s", Tender.ACH: "e",
               Tender.PORTAL: "p"}  # fmt: skip
INSURER_TENDERS = ((Tender.CHECK, "Check"), (Tender.ACH, "EFT (ACH)"), (Tender.CARD, "Card"))
OLDEST, CHARGES = "oldest", "charges"
GOES = (
    (OLDEST, "A plan, then the oldest"), (CHARGES, "Visits I name"),
    ("copay", "Copay of a visit to come"), ("prepayment", "Prepayment"),
)  # fmt: skip
_PLAIN = {"class": "form-control", "autocomplete": "off"}


class AmountField(forms.Field):
    """1,250 and $1,250.50 as cents."""

    widget = forms.TextInput(attrs={**_PLAIN, "inputmode": "decimal"})

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return amount_of(text)
        except ValueError as fault:
            raise ValidationError("Write the amount as 60, 60.00 or 1,250.50.") from fault

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, int) else value


class PaymentForm(forms.Form):
    """In the order of the paper: who, how much, by what, for what. `key` is the form's own."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    account = forms.CharField(
        label="Account", max_length=64, widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": "Write the account number."},
    )  # fmt: skip
    amount = AmountField(label="Amount", error_messages={"required": "Write the amount."})
    tender = forms.ChoiceField(
        label="By", choices=[(tender.value, words) for tender, words in PATIENT_TENDERS],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose check, card, cash, EFT or portal."},
    )  # fmt: skip
    reference = forms.CharField(
        label="Number", required=False, max_length=80, validators=[no_card_number],
        widget=forms.TextInput(attrs=_PLAIN),
        help_text="Of the check, or the terminal's reference. Never a card number.",
    )  # fmt: skip
    goes = forms.ChoiceField(
        label="For", choices=GOES, initial=OLDEST,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    drawer = forms.ChoiceField(label="Drawer", widget=forms.Select(attrs={"class": "form-select"}))
    again = forms.BooleanField(required=False)

    def __init__(self, *args: Any, drawers: Sequence[str], names_visits: bool, **more: Any) -> None:
        """`names_visits`: this person may see which visits are open."""
        super().__init__(*args, **more)
        _choices(self, "drawer", [(one, one) for one in drawers])
        if not names_visits:
            _choices(self, "goes", [each for each in GOES if each[0] != CHARGES])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("tender") == Tender.CHECK and not found.get("reference"):
            self.add_error("reference", "Write the number of the check.")
        return found


class InsurerCheckForm(forms.Form):
    """The head of the paper; its lines are read by web/eob_lines.py."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    payer = forms.CharField(
        label="Insurer", max_length=64,
        widget=forms.TextInput(attrs={**_PLAIN, "list": "payers"}),
        error_messages={"required": "Write which insurer the check is from."},
        help_text="The payer\u2019s number as its claims have it.",
    )  # fmt: skip
    tender = forms.ChoiceField(
        label="By", choices=[(tender.value, words) for tender, words in INSURER_TENDERS],
        initial=Tender.CHECK.value, widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    reference = forms.CharField(
        label="Check number", max_length=80, validators=[no_card_number],
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": "Write the number of the check."},
    )  # fmt: skip
    amount = AmountField(label="Amount", error_messages={"required": "Write the amount."})
    unplaced = AmountField(
        label="Stays unplaced", required=False,
        help_text="Of claims we do not know yet. It waits for a person.",
    )  # fmt: skip
    drawer = forms.ChoiceField(label="Drawer", widget=forms.Select(attrs={"class": "form-select"}))
    again = forms.BooleanField(required=False)

    def __init__(self, *args: Any, drawers: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        _choices(self, "drawer", [(one, one) for one in drawers])


APPLY = "apply_unapplied"
WHAT_WORDS = {
    APPLY: "Put money that waits on the visit",
    TransactionKind.SMALL_WRITE_OFF.value: "Write off a small balance",
    TransactionKind.CHARITY.value: "Charity care",
    TransactionKind.BAD_DEBT.value: "Write off as bad debt",
    TransactionKind.TO_PATIENT.value: "Move to the patient",
    TransactionKind.TO_INSURER.value: "Move back to the insurer",
}


class MoneyForm(forms.Form):
    """One change of one visit's money by hand."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label="What", widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose what is to be done."},
    )  # fmt: skip
    charge = forms.ChoiceField(
        label="Visit", widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": "Choose the visit."},
    )  # fmt: skip
    amount = AmountField(label="Amount", error_messages={"required": "Write the amount."})
    reason = forms.ChoiceField(
        label="Why", required=False, widget=forms.Select(attrs={"class": "form-select"}),
        help_text="Money that waits needs no reason.",
    )  # fmt: skip
    words = forms.CharField(
        label="In your own words", required=False, max_length=300, validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text="What a colleague needs to know. No medical words, no card numbers.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, charges: Sequence[tuple[str, str]], waits: bool, **more: Any
    ) -> None:
        """`charges`: (number, words) of what is open; `waits`: some money is not placed yet."""
        super().__init__(*args, **more)
        _choices(self, "what", [each for each in WHAT_WORDS.items() if waits or each[0] != APPLY])
        _choices(self, "charge", list(charges))
        groups = [
            (WHAT_WORDS[kind.value], list(reasons.items()))
            for kind, reasons in {**WRITE_OFFS, **MOVES}.items()
        ]
        _choices(self, "reason", [("", "Choose"), *groups])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        what = found.get("what")
        if what and what != APPLY:
            fits = {**WRITE_OFFS, **MOVES}[TransactionKind(what)]
            if found.get("reason") not in fits:
                self.add_error("reason", f"Choose a reason under {WHAT_WORDS[what]}.")
        return found


class UndoForm(forms.Form):
    """Why a receipt does not stand; `reasons` are keys and words of actions/receipts.py."""

    reason = forms.ChoiceField(
        label="Why", widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": "Choose why."},
    )  # fmt: skip

    def __init__(self, *args: Any, reasons: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        _choices(self, "reason", [("", "Choose"), *reasons])


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
