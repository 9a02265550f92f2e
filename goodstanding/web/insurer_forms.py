"""Forms of the remittance desk: each decision about a claim, a denial, a residue."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms

from goodstanding.core.denials import OUTCOME_WORDS, STEP_WORDS, Outcome, Step
from goodstanding.web.forms import DayField, no_card_number

_RADIO = {"class": "form-check-input"}


def _words(label: str, required: str, hint: str = "", *, needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        required=needed,
        validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        error_messages={"required": required},
        help_text=hint,
    )


class MatchForm(forms.Form):
    """One of the nearest, or a number typed; what is typed goes first."""

    near = forms.ChoiceField(
        label="The nearest of ours", required=False, widget=forms.RadioSelect(attrs=_RADIO)
    )
    typed = forms.CharField(
        label="Or our claim or charge number",
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text="As it stands on the account.",
    )

    def __init__(
        self, *args: Any, nearest: Sequence[tuple[str, str]] = (), find: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        near = self.fields["near"]
        assert isinstance(near, forms.ChoiceField)
        near.choices = list(nearest)
        if nearest:
            near.initial = nearest[0][0]
        else:
            del self.fields["near"]
        first = "typed" if find or not nearest else "near"
        self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found["ours"] = (found.get("typed") or "").strip() or found.get("near") or ""
        if not found["ours"] and not self.errors:
            self.add_error("typed", "Choose one, or write our claim or charge number.")
        return found


class SetAsideForm(forms.Form):
    until = DayField(
        label="Comes back on",
        help_text="At most 90 days from today. +7, fri or 12/4 are understood.",
        error_messages={"required": "Write the day it comes back."},
    )
    words = _words("What you wait for", "Say what you wait for.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["until"].widget.attrs["autofocus"] = True


class ReceiptForm(forms.Form):
    """Which receipt of the desk a check is."""

    receipt = forms.IntegerField(
        label="Receipt",
        min_value=1,
        widget=forms.TextInput(
            attrs={"class": "form-control", "inputmode": "numeric", "autofocus": True}
        ),
        error_messages={"required": "Write the number of the receipt.",
                        "invalid": "Write the number of the receipt, like 1204."},
        help_text="Its number, as it stands on the tape under Cash.",
    )  # fmt: skip
    words = _words("A note", "", needed=False)


class WordsForm(forms.Form):
    """A decision with its reason."""

    def __init__(
        self, label: str, *args: Any, needed: bool = True, first: bool = True, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["words"] = _words(label, "Say why.", needed=needed)
        if first:
            self.fields["words"].widget.attrs["autofocus"] = True


class DenialStepForm(forms.Form):
    step = forms.ChoiceField(
        label="What was done",
        choices=[(one.value, words) for one, words in STEP_WORDS.items()],
        initial=Step.CALLED.value,
        widget=forms.RadioSelect(attrs=_RADIO),
    )
    words = _words("What the payer said", "Say what was done, and what the payer said.")
    next_on = DayField(
        label="Look again on", required=False, help_text="Left empty, the usual time is taken."
    )


class DenialCloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label="How it ended",
        choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()],
        widget=forms.RadioSelect(attrs=_RADIO),
        error_messages={"required": "Choose how it ended."},
        help_text="Written off and The patient owes it move what is open with the insurer.",
    )
    words = _words("In your words", "Say how it ended.")

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


class SettleForm(forms.Form):
    reason = _words("Why nothing more is to come", "Say why nothing more is to come.")
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["key"].initial = secrets.token_hex(16)
        self.fields["reason"].widget.attrs["autofocus"] = True
