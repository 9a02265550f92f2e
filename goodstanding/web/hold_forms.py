"""Forms of a hold's own page: details by kind, a step with its paper, and the way out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from goodstanding.actions.hold_steps import LARGEST, Document
from goodstanding.core.bankruptcy import CHAPTERS
from goodstanding.core.hold_forms import LOOKED, Entry, Written, entries, marks, problems
from goodstanding.core.kinds import HoldKind
from goodstanding.web.forms import DayField, no_card_number
from goodstanding.web.parts import business_day

_PLAIN = {"class": "form-control", "autocomplete": "off"}


def _words(label: str, required: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        error_messages={"required": required},
        help_text=hint,
    )


class DetailForm(forms.Form):
    """What is written down about a hold of this kind. What the practice system says is not asked
    again: it is changed there."""

    def __init__(
        self, kind: HoldKind, known: Mapping[str, Any], theirs: Collection[str], *args: Any,
        charges: frozenset[str], **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self._kind, self._known, self._charges = kind, known, charges
        for entry in entries(kind):
            if entry.key not in theirs:
                self.fields[entry.key] = _field(entry, known.get(entry.key))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            detail = {**self._known, **self.detail}
            wrong = problems(self._kind, detail, on=business_day(), charges=self._charges)
            for key, words in wrong.items():
                self.add_error(key if key in self.fields else None, words)
        return found

    @property
    def detail(self) -> dict[str, Any]:
        """Only what differs from what is known, as the contract writes it."""
        written = {key: _written(value) for key, value in self.cleaned_data.items()}
        before = {key: self._known.get(key) or "" for key in written}
        return {key: value for key, value in written.items() if value != (before[key] or "")}


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None or value == [] else value


def _field(entry: Entry, value: Any) -> forms.Field:
    common: dict[str, Any] = {
        "label": entry.label,
        "required": False,
        "help_text": entry.hint,
    }
    if entry.written is Written.DAY:
        try:
            initial: Any = date.fromisoformat(str(value).strip()) if value else None
        except ValueError:
            initial = value
        return DayField(initial=initial, **common)
    if entry.written is Written.CHAPTER:
        choices = [("", "not known")] + [(c, c) for c in sorted(CHAPTERS, key=int)]
        return forms.ChoiceField(
            choices=choices, initial=str(value or ""), **common,
            widget=forms.Select(attrs={"class": "form-select"}),
        )  # fmt: skip
    if entry.written is Written.CHARGES:
        return _Charges(initial=", ".join(map(str, value or ())), **common)
    return forms.CharField(
        initial=value or "", max_length=200, validators=[no_card_number],
        widget=forms.TextInput(attrs=_PLAIN), **common,
    )  # fmt: skip


class _Charges(forms.Field):
    widget = forms.TextInput(attrs=_PLAIN)

    def to_python(self, value: Any) -> list[str]:
        return [one.strip() for one in str(value or "").split(",") if one.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


def _finding() -> forms.CharField:
    return forms.CharField(
        label="What we found, for the letter", required=False, max_length=600,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text="In plain words to the person, in the language of their letter. The amounts are "
        "put in by themselves.",
    )  # fmt: skip


class _Paper(forms.Form):
    """A paper kept with the hold."""

    document = forms.FileField(
        label="The paper itself", required=False,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"empty": "The document is empty. Choose another."},
        help_text="PDF, PNG or JPEG, up to 5 MB. Only the office can open it.",
    )  # fmt: skip

    def clean_document(self) -> Document | None:
        given = self.cleaned_data["document"]
        if given is None:
            return None
        if given.size > LARGEST:
            raise forms.ValidationError("The document is larger than 5 MB. Scan it smaller.")
        return Document(given.name, given.read())


class StepForm(_Paper):
    mark = forms.ChoiceField(
        label="What was done", initial=LOOKED,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    day = DayField(label="On", required=False, help_text="Empty: today.")
    words = _words(
        "In words", "Write what was done, or what the paper is.",
        "Who said it, or what the paper is. No medical words.",
    )  # fmt: skip
    finding = _finding()
    visits = forms.MultipleChoiceField(
        label="If covered: visits this insurance pays", required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text="What the patient was to pay of these goes back to the insurer.",
    )  # fmt: skip
    field_order = ("mark", "visits", "day", "words", "finding", "document")

    def __init__(
        self, kind: HoldKind, *args: Any, visits: Sequence[tuple[str, str]] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["mark"].choices = marks(kind)  # type: ignore[attr-defined]
        if visits:
            self.fields["visits"].choices = visits  # type: ignore[attr-defined]
        else:
            del self.fields["visits"]
        if kind is not HoldKind.BILLING_ERROR:
            del self.fields["finding"]


class ExtendForm(forms.Form):
    ends_on = DayField(
        label="New last day", required=False, help_text="Empty: until someone releases it."
    )
    reason = _words("Why it goes on", "Write why it goes on.", "What paper or person says so.")


class AskReleaseForm(_Paper):
    paper = _words(
        "The paper that ends it", "Write what the paper is.", "Order, letter or form, and its day."
    )
    reason = _words("Why it may end", "Write why this hold may end.")
    field_order = ("paper", "document", "reason")


class ReleaseForm(forms.Form):
    reason = _words(
        "Why it may end", "Write why this hold may end.", "What paper or person says so."
    )
    finding = _finding()

    def __init__(self, kind: HoldKind, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind not in (HoldKind.BILLING_ERROR, HoldKind.DISPUTE):
            del self.fields["finding"]
