"""Forms of refunds and of the period lock."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms

from goodstanding.core.kinds import Tender
from goodstanding.core.money import Cents, plain, show
from goodstanding.core.refund_words import REASONS, TO_INSURERS
from goodstanding.records.queries.credit_left import Offer
from goodstanding.web.forms import DayField, amount_of, no_card_number

TENDERS = {
    Tender.CHECK.value: "Check", Tender.CARD.value: "Back to the card",
    Tender.ACH.value: "To the bank account", Tender.PORTAL.value: "Online, the way it came",
    Tender.CASH.value: "Cash", Tender.OTHER.value: "Another way",
}  # fmt: skip
_PLAIN = {"class": "form-control", "autocomplete": "off"}
_SELECT = {"class": "form-select"}


def money_field(label: str, **more: Any) -> forms.Field:
    return _Amount(label=label, error_messages={"required": "Write the amount."}, **more)


class _Amount(forms.Field):
    """Cents, from what a person writes."""

    widget = forms.TextInput(attrs={**_PLAIN, "inputmode": "decimal"})

    def to_python(self, value: Any) -> Cents | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return amount_of(text)
        except ValueError as fault:
            raise forms.ValidationError("Write the amount as 45 or 45.00.") from fault

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, int) else value


def words_field(label: str, required: str = "", hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=bool(required), max_length=500, validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        error_messages={"required": required}, help_text=hint,
    )  # fmt: skip


def mark_of(offer: Offer) -> str:
    """An offer as the form names it."""
    return f"{'i' if offer.payer else 'p'}:{offer.charge}"


class AskForm(forms.Form):
    """`offers` are what may be given back now."""

    of = forms.ChoiceField(
        label="Which money",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose which money goes back."},
    )
    cents = money_field("Amount", help_text="At most what stands beside your choice.")
    why = forms.ChoiceField(
        label="Why", choices=[("", "Choose"), *REASONS.items()],
        widget=forms.Select(attrs=_SELECT), error_messages={"required": "Choose why."},
    )  # fmt: skip
    tender = forms.ChoiceField(
        label="How it goes back", choices=list(TENDERS.items()), widget=forms.Select(attrs=_SELECT)
    )
    words = words_field(
        "In your own words", hint="Needed with “Something else”. No medical words, no card numbers."
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, offers: Sequence[Offer], *args: Any, tender: str, **more: Any) -> None:
        more.setdefault("initial", {})
        more["initial"] = {"tender": tender, "key": secrets.token_hex(16), **more["initial"]}
        super().__init__(*args, **more)
        self._offers = {mark_of(offer): offer for offer in offers}
        of = self.fields["of"]
        assert isinstance(of, forms.ChoiceField)
        of.choices = [(mark, _said(offer)) for mark, offer in self._offers.items()]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        offer, cents, why = self.offer, found.get("cents"), found.get("why")
        if offer is not None and cents is not None and not 0 < cents <= offer.cents:
            self.add_error("cents", f"Write an amount of {show(offer.cents)} or less.")
        if offer is not None and why and (why in TO_INSURERS) != bool(offer.payer):
            words = "The insurer's own overpayment goes to the insurer: choose that reason for it."
            self.add_error(
                "why", words if offer.payer else "That reason is for an insurer's money."
            )
        if why == "other" and not str(found.get("words") or "").strip():
            self.add_error("words", "Say in your own words why it is given back.")
        return found

    @property
    def offer(self) -> Offer | None:
        return self._offers.get(str(self.cleaned_data.get("of")))


def _said(offer: Offer) -> str:
    if offer.payer:
        return f"To {offer.payer}: charge {offer.charge}, up to {show(offer.cents)}"
    if offer.charge:
        return f"To the patient: charge {offer.charge}, up to {show(offer.cents)}"
    return f"To the patient: all of it, up to {show(offer.cents)}"


class ReasonForm(forms.Form):
    reason = words_field("Why", "Write why.", "No medical words, no card numbers.")


class IssueForm(forms.Form):
    check_number = forms.CharField(
        label="Check number", max_length=40, widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": "Write the number of the check or of the payment."},
        help_text="Or the bank's number of the payment. Never a card number.",
        validators=[no_card_number],
    )  # fmt: skip
    on = DayField(label="Sent on", required=False, help_text="Empty: today.")


class LockForm(forms.Form):
    until = DayField(
        label="Last day that is locked", error_messages={"required": "Write the last locked day."}
    )
    reason = words_field("Why", "Write for whom or for what.", "For example: books of the month.")


class UnlockForm(forms.Form):
    until = DayField(
        label="Still locked up to", required=False, help_text="Empty: nothing stays locked."
    )
    reason = words_field("Why", "Write why, and who at the accountant's knows.")
