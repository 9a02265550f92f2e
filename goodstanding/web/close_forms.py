"""Forms of the day's end: what was counted, who confirms, and why a day is opened again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from goodstanding.actions.day_close import Count
from goodstanding.actions.unit import Actor
from goodstanding.core.day_close import WORDS, DrawerLine, tape_cents
from goodstanding.core.money import Cents, plain
from goodstanding.web.forms import no_card_number

_AMOUNT = {
    "class": "form-control amount", "autocomplete": "off", "inputmode": "decimal",
}  # fmt: skip
_WORDS = {"class": "form-control", "autocomplete": "off"}


class TapeField(forms.Field):
    """An amount, or the sum an adding machine would take: 3x20+4x5+1.25."""

    widget = forms.TextInput(attrs=_AMOUNT)

    def to_python(self, value: Any) -> Cents | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return tape_cents(text)
        except ValueError as fault:
            raise ValidationError("Write an amount as 185.00, or a sum as 3x20+5x5.") from fault

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, int) else value


class CountForm(forms.Form):
    """One amount a line; a line that was over or short when it was counted asks why."""

    def __init__(self, *args: Any, lines: Sequence[DrawerLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.lines = lines
        unsaid = next((at for at, one in enumerate(lines) if one.difference and not one.reason), -1)
        for place, one in enumerate(lines):
            what = f"{WORDS[one.tender]}, {one.drawer}"
            self.fields[f"count_{place}"] = TapeField(
                label=f"{what}: counted", required=False, initial=one.counted
            )
            if one.difference:
                self.fields[f"reason_{place}"] = forms.CharField(
                    label=f"{what}: why it differs", required=False, initial=one.reason,
                    max_length=500, validators=[no_card_number],
                    widget=forms.TextInput(attrs={
                        **_WORDS, "placeholder": "Why", "autofocus": place == unsaid
                    }),
                )  # fmt: skip

    def rows(self) -> list[tuple[DrawerLine, Any, Any]]:
        """Each line with its fields as the page shows them."""
        return [
            (one, self[f"count_{place}"],
             self[f"reason_{place}"] if f"reason_{place}" in self.fields else None)
            for place, one in enumerate(self.lines)
        ]  # fmt: skip

    @property
    def counts(self) -> list[Count]:
        """What was counted; an empty field says nothing."""
        given = self.cleaned_data
        return [
            Count(
                one.drawer, one.tender, given[f"count_{place}"],
                str(given.get(f"reason_{place}", "")),
            )
            for place, one in enumerate(self.lines)
            if given[f"count_{place}"] is not None
        ]  # fmt: skip


class StartForm(forms.Form):
    cents = TapeField(
        label="Start of the drawer", error_messages={"required": "Write what lies in the drawer."}
    )


class SecondForm(forms.Form):
    """Another person shows that they are there. The password is checked and kept nowhere."""

    second = forms.CharField(
        label="Second person", max_length=150,
        widget=forms.TextInput(attrs={**_WORDS, "autofocus": True}),
        error_messages={"required": "The day is over or short: another person confirms it."},
    )  # fmt: skip
    password = forms.CharField(
        label="Their password", strip=False,
        widget=forms.PasswordInput(attrs=_WORDS),
        error_messages={"required": "The second person writes their password."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            person = authenticate(username=found["second"], password=found["password"])
            if person is None:
                self.add_error("password", "The name and the password do not belong together.")
            else:
                found["actor"] = Actor(person.get_username(), getattr(person, "role", ""))
        return found


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Why is the day opened again?", max_length=500, validators=[no_card_number],
        widget=forms.TextInput(attrs=_WORDS),
        error_messages={"required": "Write why the day is opened again."},
    )  # fmt: skip
