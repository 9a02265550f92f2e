"""Forms: what a person types, read kindly, and what is wrong with it in words."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from goodstanding.actions.overrides import OTHER, REASONS
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import in_reach as in_reach
from goodstanding.core.kinds import Channel, HoldKind
from goodstanding.core.money import Cents, cents_of
from goodstanding.core.overrides import CHOICES
from goodstanding.records.queries.worklist import ACT_LABELS
from goodstanding.web.parts import business_day

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{2}|\d{4}))?", re.ASCII)
DAY_WORDS = "Write the day as 12/4, 12/4/26, fri, t or +14."
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_of(text: str, today: date) -> date:
    """The day meant by 12/4, 12/4/26, 2026-12-04, t, fri (the next one), +14; else ValueError, as
    for a year that nobody means.
    """
    found = _read(text, today)
    if not in_reach(found):
        raise ValueError(f"{text!r} is too far from today")
    return found


def day_asked(request: HttpRequest, otherwise: date) -> tuple[date, str]:
    """The day typed into ?day=, with what is wrong with it in words; `otherwise` where it says
    none."""
    text = request.GET.get("day", "").strip()
    try:
        return (day_of(text, business_day()) if text else otherwise), ""
    except ValueError:
        return otherwise, f"{text[:20]} is not a day. {DAY_WORDS}"


def _read(text: str, today: date) -> date:
    words = text.strip().lower()
    if words in ("t", "today"):
        return today
    if words[:3] in _WEEKDAYS and words.isalpha():
        return today + timedelta(days=(_WEEKDAYS.index(words[:3]) - today.weekday() - 1) % 7 + 1)
    if words[:1] in ("+", "-") and words[1:].isdecimal() and len(words) < 6:
        return today + timedelta(days=int(words))
    if _ISO.fullmatch(words):
        return date.fromisoformat(words)
    found = _DAY.fullmatch(words)
    if found is None:
        raise ValueError(f"{text!r} is not a day")
    month, day, year = int(found[1]), int(found[2]), found[3]
    if year is None:
        return date(today.year, month, day)
    return date(int(year) + (2000 if len(year) == 2 else 0), month, day)


def amount_of(text: str) -> Cents:
    """1,250 and 1250.5 and $1,250.50 in cents; ValueError for anything else."""
    words = text.strip().removeprefix("$").strip()
    if "," in words and not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d*)?", words, re.ASCII):
        raise ValueError(f"{text!r} is not an amount")
    cents = cents_of(words.replace(",", ""))
    if cents < 0:
        raise ValueError(f"{text!r} is below zero")
    return cents


def no_card_number(text: str) -> None:
    """Every field of free words has this, whatever its action checks."""
    if has_card_number(text):
        raise ValidationError("Take the card number out. Card numbers are never kept here.")


class DayField(forms.Field):
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return day_of(text, business_day())
        except ValueError as fault:
            raise ValidationError(DAY_WORDS) from fault

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m/%d/%Y}" if isinstance(value, date) else value


_NOT_TOGETHER = "The name and the password do not belong together. Check both and try again."


class SignInForm(AuthenticationForm):
    error_messages = {"invalid_login": _NOT_TOGETHER, "inactive": _NOT_TOGETHER}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"
        self.use_required_attribute = False
        _plain(self)
        for name, words in (("username", "Write your name."), ("password", "Write your password.")):
            self.fields[name].error_messages["required"] = words


class PasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        _plain(self)
        self.fields[
            "new_password1"
        ].help_text = "At least 12 characters. Three or four words together are good."


_HOLD_WORDS = {
    HoldKind.BANKRUPTCY: "Bankruptcy",
    HoldKind.ESTATE: "The person died",
    HoldKind.DISPUTE: "Question about the bill",
    HoldKind.ATTORNEY: "A lawyer speaks for them",
    HoldKind.CEASE_CONTACT: "They asked us to stop contact",
    HoldKind.ASSISTANCE_PENDING: "Help form being looked at",
    HoldKind.BILLING_ERROR: "Billing error claimed",
    HoldKind.GOOD_FAITH_DISPUTE: "Good faith estimate dispute",
    HoldKind.INSURER_PENDING: "Insurer not finished",
    HoldKind.PAYER_APPEAL: "Appeal at the insurer",
    HoldKind.WORKERS_COMP: "Workers' compensation",
    HoldKind.NO_FAULT: "No-fault car insurance",
    HoldKind.LIABILITY: "Another party may be liable",
    HoldKind.CALL_RESTRICTION: "Limits on calls",
    HoldKind.CONFIDENTIAL_ADDRESS: "Confidential address",
    HoldKind.POWER_OF_ATTORNEY: "Power of attorney",
    HoldKind.IDENTITY_THEFT: "Identity theft",
    HoldKind.MILITARY: "Military service",
    HoldKind.AGENCY: "With an agency",
    HoldKind.MANUAL: "Other reason",
}


class HoldForm(forms.Form):
    """Stop first, details later: only the kind is needed."""

    kind = forms.ChoiceField(
        label="What was said or what came in",
        choices=[(kind.value, words) for kind, words in _HOLD_WORDS.items()],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose a kind of hold."},
    )
    starts_on = DayField(label="From", help_text="Today, unless the paper says an earlier day.")
    ends_on = DayField(label="Until", required=False, help_text="Leave empty when nobody knows.")
    why = forms.CharField(
        label="Who told us, and how",
        required=False,
        max_length=500,
        validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text="No medical words, no card numbers.",
    )

    def __init__(self, *args: Any, patients: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        """`patients`: (number, name) of everyone on the account; one alone needs no question."""
        super().__init__(*args, **more)
        if len(patients) > 1:
            self.fields["patient_id"] = forms.ChoiceField(
                label="Whose", required=False, choices=[("", "The whole account"), *patients],
                widget=forms.Select(attrs={"class": "form-select"}),
                help_text="Who filed, died or asks, when it is not the person who pays.",
            )  # fmt: skip
            self.order_fields(("kind", "patient_id", "starts_on", "ends_on", "why"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first. Change one of them.")
        return found


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=2000,
        validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4}),
        error_messages={"required": "Write the note."},
        help_text="What a colleague needs to know. No medical words, no card numbers.",
    )


_OUTCOMES = (
    ("reached", "Talked with them"),
    ("sent", "Sent"),
    ("no_answer", "No answer"),
    ("voicemail", "Left a voicemail"),
    ("left_message_third_party", "Left word with someone else"),
    ("wrong_number", "Wrong number"),
    ("refused", "Did not want to talk"),
    ("dispute", "Says the bill is wrong"),
    ("other", "Something else"),
)
_CHANNELS = (
    (Channel.CALL, "Call"),
    (Channel.IN_PERSON, "At the desk"),
    (Channel.TEXT, "Text"),
    (Channel.EMAIL, "Email"),
    (Channel.MAIL, "Letter"),
)


class ContactForm(forms.Form):
    channel = forms.ChoiceField(
        label="How", choices=[(c.value, words) for c, words in _CHANNELS],
        initial=Channel.CALL.value,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    direction = forms.ChoiceField(
        label="Who began", choices=[("out", "We did"), ("in", "They did")], initial="out",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label="What happened", choices=_OUTCOMES,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose what happened."},
    )  # fmt: skip
    note = forms.CharField(
        label="In their words", required=False, max_length=1000, validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text="No medical words, no card numbers.",
    )  # fmt: skip


class WhyForm(forms.Form):
    """Until when and why another step; `untold`: what is said when "other" comes without words."""

    until = DayField(
        label="Until",
        help_text="The last day of your choice. A wait ends on it.",
        error_messages={"required": "Write the last day of your choice."},
    )
    reason = forms.ChoiceField(
        label="Why",
        choices=[(reason, reason.capitalize()) for reason in REASONS],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose a reason."},
    )
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=500,
        validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text="Needed with “Other”. No medical words, no card numbers.",
    )
    untold = "Say in your own words why another step is right."

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("reason") == OTHER and not str(found.get("words") or "").strip():
            self.add_error("words", self.untold)
        return found


class OverrideForm(WhyForm):
    """Another next step: only what this role may choose is offered."""

    field_order = ("act", "until", "reason", "words")
    act = forms.ChoiceField(
        label="Next step instead",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose the next step."},
    )

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [act for act, roles in CHOICES.items() if role in roles]
        act = self.fields["act"]
        assert isinstance(act, forms.ChoiceField)
        act.choices = [(one.value, ACT_LABELS[one]) for one in own]


class UploadForm(forms.Form):
    file = forms.FileField(
        label="A file from the practice system, an insurer or the bank",
        widget=forms.FileInput(attrs={"class": "form-control"}),
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Choose another.",
        },
        help_text="Practice export (zip or xlsx), X12 835 remittance, or the bank's BAI2 or CSV "
        "file, as it came.",
    )


def _plain(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        field.widget.attrs.update({"class": "form-control"})
        field.help_text = ""
