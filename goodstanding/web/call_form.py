"""The form of a call: who answered, how they were known, what they said, what was agreed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from goodstanding.core.calls import (
    CAME_IN,
    OF_MONEY,
    Answered,
    Heard,
    Insurance,
    Limits,
    Proof,
    Result,
    Talk,
)
from goodstanding.web.cash_forms import AmountField
from goodstanding.web.forms import DayField, no_card_number

# Value, what it says, its key in the drawer.
ANSWERED = (
    (Answered.THEM, "They answered", "t"),
    (Answered.THEY_CALLED, "They called us", "i"),
    (Answered.AT_DESK, "At the desk", "d"),
    (Answered.LIVES_THERE, "Someone who lives there, or has permission", "l"),
    (Answered.SOMEONE_ELSE, "Someone else", "o"),
    (Answered.VOICEMAIL, "Voicemail left", "v"),
    (Answered.NOBODY, "No answer", "a"),
    (Answered.BUSY, "Busy", "y"),
    (Answered.WRONG_NUMBER, "Wrong number", "b"),
    (Answered.NOT_IN_SERVICE, "Number not in service", "x"),
)
PROOFS = (
    (Proof.NAME, "Full name", "1"),
    (Proof.BIRTH, "Date of birth", "2"),
    (Proof.STREET, "Street", "3"),
    (Proof.PHONE, "Phone on file", "4"),
    (Proof.ACCOUNT, "Account number", "5"),
)
NUMBER_KEYS = ("6", "7")
# A capital letter is its key with Shift: what is heard is never ticked by a slip of one key.
HEARD = (
    (Heard.BILL_WRONG, "The bill is wrong", "W"),
    (Heard.INSURER_SHOULD, "My insurance should pay", "I"),
    (Heard.PAID_ALREADY, "I paid already", "P"),
    (Heard.NEW_INSURANCE, "I have another insurance", "N"),
    (Heard.CANNOT_PAY, "I cannot pay it all", "C"),
    (Heard.BANKRUPTCY, "Bankruptcy", "B"),
    (Heard.DIED, "They died", "D"),
    (Heard.WIDOWED, "I am the widow or widower", "O"),
    (Heard.LAWYER, "I have a lawyer", "L"),
    (Heard.STOP_CONTACT, "Stop contacting me", "S"),
    (Heard.OTHER_HOURS, "Call me at another time", "T"),
    (Heard.NOT_THIS_NUMBER, "Not on this number", "X"),
    (Heard.ANGRY, "Angry", "A"),
    (Heard.CREDIT, "Will this hurt my credit?", "R"),
    (Heard.SEEN_AGAIN, "Will you still see me?", "V"),
    (Heard.DISTRESS, "In distress", "E"),
)
RESULTS = (
    (Result.PROMISE, "Promise to pay", "m"),
    (Result.HELP_FORM, "Help form sent", "e"),
    (Result.PAUSE, "We stop for {days} days", "s"),
    (Result.SMALLER, "Smaller payments", "f"),
    (Result.RING_BACK, "We ring back", "r"),
    (Result.NOTHING, "Nothing agreed", "z"),
)
_CLOCKS = ("%H:%M", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p", "%H")


def _words(label: str, most: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, validators=[no_card_number], help_text=hint,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )  # fmt: skip


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, input_formats=_CLOCKS,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"invalid": "Write the time as 10:00, 6:30 PM or 18:30."},
    )  # fmt: skip


class CallForm(forms.Form):
    """`calls_out` False: they may not be called now, so only what came in is offered. `phones` are
    those they may be called on.
    """

    answered = forms.ChoiceField(
        choices=[(value, words) for value, words, _ in ANSWERED],
        error_messages={"required": "Say who answered."},
    )  # fmt: skip
    number = forms.ChoiceField(required=False)
    proofs = forms.MultipleChoiceField(
        choices=[(value, words) for value, words, _ in PROOFS], required=False
    )
    heard = forms.MultipleChoiceField(
        choices=[(value, words) for value, words, _ in HEARD], required=False
    )
    insurer = _words("Name of the insurance", 120)
    member = _words("Member number", 64, "As on the card.")
    group = _words("Group number", 64)
    from_on = DayField(label="In force from", required=False)
    holder = _words("Who holds the policy", 120)
    not_before = _clock("Not before")
    not_after = _clock("Not after")
    not_at_work = forms.BooleanField(label="Not at work", required=False)
    result = forms.ChoiceField(
        choices=[("", ""), *((value, words) for value, words, _ in RESULTS)], required=False
    )
    cents = AmountField(label="Amount", required=False, help_text="Of the promise, or each month.")
    day = DayField(
        label="By, or ring back on", required=False, help_text="12/4, fri, +7 and t are understood."
    )
    note = forms.CharField(
        label="Note", required=False, max_length=1000, validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text="No medical words, no card numbers.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, calls_out: bool = True, phones: Sequence[str] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        answered, number = self.fields["answered"], self.fields["number"]
        assert isinstance(number, forms.ChoiceField)
        self.offered = [one for one in ANSWERED if calls_out or self.is_bound or one[0] in CAME_IN]
        answered.initial = self.offered[0][0]
        number.choices = [("", ""), *((phone, phone) for phone in phones)]
        number.initial = phones[0] if phones else ""
        self.numbers = list(zip(phones, NUMBER_KEYS, strict=False))

    def talk(self) -> Talk:
        """What was written, once it is valid."""
        given: dict[str, Any] = self.cleaned_data
        result = Result(given["result"]) if given["result"] else None
        heard = frozenset(map(Heard, given["heard"]))
        with_cents = OF_MONEY - {Result.PAUSE}
        return Talk(
            Answered(given["answered"]),
            frozenset(map(Proof, given["proofs"])),
            heard,
            result,
            (given["cents"] or 0) if result in with_cents else 0,
            given["day"] if result in (Result.PROMISE, Result.RING_BACK) else None,
            given["note"],
            given["number"],
            self._insurance() if Heard.NEW_INSURANCE in heard else None,
            self._limits() if Heard.OTHER_HOURS in heard else None,
        )

    def _insurance(self) -> Insurance | None:
        told = [self.cleaned_data[name] for name in Insurance.__slots__]
        return Insurance(*told) if any(told) else None

    def _limits(self) -> Limits:
        return Limits(*(self.cleaned_data[name] for name in Limits.__slots__))
