"""Forms of working together: whose work, until when it waits, who covers, a list of numbers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from goodstanding.core import notes
from goodstanding.records.queries import team
from goodstanding.records.queries.team import Colleague
from goodstanding.web.forms import DayField, NoteForm, WhyForm, no_card_number
from goodstanding.web.today_owner import NOBODY

_NOBODY = (NOBODY, "Nobody")


def _words(label: str, hint: str, *, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=1000, validators=[no_card_number], help_text=hint,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": rows}),
    )  # fmt: skip


class _OwnerField(forms.ChoiceField):
    """A colleague's name, or nobody's as accounts keep it."""

    def clean(self, value: Any) -> str:
        owner: str = super().clean(value)
        return team.NOBODY if owner == NOBODY else owner


def _who(
    label: str, missing: str, field: type[forms.ChoiceField] = forms.ChoiceField
) -> forms.ChoiceField:
    return field(
        label=label, widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": missing},
    )  # fmt: skip


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "Choose"), *choices]


class AssignForm(forms.Form):
    owner = _who("Whose work", "Choose a colleague, or nobody.", _OwnerField)
    note = _words(
        "Hand-over note",
        "They see it on top of the account and of their Today until they press “Got it”. No "
        "medical words, no card numbers.",
    )

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, "owner", [*((one.name, one.words) for one in colleagues), _NOBODY])


class WaitForm(WhyForm):
    until = DayField(
        label="Wait until",
        help_text="The rows are back on this day. 12/4, fri, +7 are understood.",
        error_messages={"required": "Write the day until which they wait."},
    )  # fmt: skip
    untold = "Say in your own words why they wait."


class CoverForm(forms.Form):
    absent = _who("Who is away", "Choose who is away.")
    coverer = _who("Who covers", "Choose who covers.")
    first_on = DayField(label="From", error_messages={"required": "Write the first day."})
    last_on = DayField(label="Until", error_messages={"required": "Write the last day."})
    note = _words(
        "Hand-over note", "Stands on top of the list. No medical words, no card numbers.", rows=4
    )

    def __init__(
        self, *args: Any, colleagues: Sequence[Colleague], own: str = "", **more: Any
    ) -> None:
        """`own`: who may plan only their own absence; "" for a manager."""
        super().__init__(*args, **more)
        everyone = [(one.name, one.words) for one in colleagues]
        _offer(self, "absent", [each for each in everyone if own in ("", each[0])])
        _offer(self, "coverer", [each for each in everyone if each[0] != own])


class MoveForm(forms.Form):
    of = _who("Everything of", "Choose whose work moves.")
    to = _who("To", "Choose who gets it, or nobody.", _OwnerField)
    note = _words("Hand-over note", "For each account. No medical words, no card numbers.")

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **more: Any) -> None:
        super().__init__(*args, **more)
        everyone = [(one.name, one.words) for one in colleagues]
        _offer(self, "of", everyone)
        _offer(self, "to", [*everyone, _NOBODY])


class OfficeNoteForm(NoteForm):
    """A note with its kind; the colleagues who may be named stand under the words."""

    kind = forms.ChoiceField(
        label="Kind", choices=list(notes.KINDS.items()), initial=notes.OTHER, required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[Colleague] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        names = ", ".join(f"@{one.name}" for one in colleagues)
        if names:
            self.fields["text"].help_text += f" Name a colleague to tell them: {names}."


class ListForm(forms.Form):
    numbers = forms.CharField(
        label="Account numbers", max_length=40_000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 10, "spellcheck": "false"}),
        error_messages={"required": "Paste at least one account number."},
        help_text="One a line, or a column copied from Excel. At most 500.",
    )  # fmt: skip
