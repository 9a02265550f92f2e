"""The form of a call: who answered, how they were known, what they said, what was agreed."""

from typing import Any

from django import forms

from goodstanding.core.calls import CAME_IN, Answered, Heard, Proof, Result, Talk
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
    (Answered.WRONG_NUMBER, "Wrong number", "b"),
)
PROOFS = (
    (Proof.NAME, "Full name", "1"),
    (Proof.BIRTH, "Date of birth", "2"),
    (Proof.STREET, "Street", "3"),
    (Proof.PHONE, "Phone on file", "4"),
    (Proof.ACCOUNT, "Account number", "5"),
)
HEARD = (
    (Heard.BILL_WRONG, "The bill is wrong"),
    (Heard.INSURER_SHOULD, "My insurance should pay"),
    (Heard.PAID_ALREADY, "I paid already"),
    (Heard.NEW_INSURANCE, "I have another insurance"),
    (Heard.CANNOT_PAY, "I cannot pay it all"),
    (Heard.BANKRUPTCY, "Bankruptcy"),
    (Heard.DIED, "They died"),
    (Heard.LAWYER, "I have a lawyer"),
    (Heard.STOP_CONTACT, "Stop contacting me"),
    (Heard.DISTRESS, "In distress"),
)
RESULTS = (
    (Result.PROMISE, "Promise to pay", "m"),
    (Result.HELP_FORM, "Help form sent", "e"),
    (Result.RING_BACK, "We ring back", "r"),
    (Result.NOTHING, "Nothing agreed", "z"),
)


class CallForm(forms.Form):
    """`calls_out` False: they may not be called now, so only what came in is kept here."""

    answered = forms.ChoiceField(
        error_messages={
            "required": "Say who answered.",
            "invalid_choice": "They may not be called now. Was it a call from them?",
        },
    )  # fmt: skip
    proofs = forms.MultipleChoiceField(
        choices=[(value, words) for value, words, _ in PROOFS], required=False
    )
    heard = forms.MultipleChoiceField(choices=HEARD, required=False)
    result = forms.ChoiceField(
        choices=[("", ""), *((value, words) for value, words, _ in RESULTS)], required=False
    )
    cents = AmountField(label="Promise", required=False)
    day = DayField(
        label="By, or ring back on", required=False, help_text="12/4, fri, +7 and t are understood."
    )
    note = forms.CharField(
        label="Note", required=False, max_length=1000, validators=[no_card_number],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text="No medical words, no card numbers.",
    )  # fmt: skip

    def __init__(self, *args: Any, calls_out: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        answered = self.fields["answered"]
        assert isinstance(answered, forms.ChoiceField)
        self.offered = [one for one in ANSWERED if calls_out or one[0] in CAME_IN]
        answered.choices = [(value, words) for value, words, _ in self.offered]
        answered.initial = self.offered[0][0]

    def talk(self) -> Talk:
        """What was written, once it is valid."""
        given: dict[str, Any] = self.cleaned_data
        result = Result(given["result"]) if given["result"] else None
        return Talk(
            Answered(given["answered"]),
            frozenset(map(Proof, given["proofs"])),
            frozenset(map(Heard, given["heard"])),
            result,
            (given["cents"] or 0) if result is Result.PROMISE else 0,
            given["day"] if result in (Result.PROMISE, Result.RING_BACK) else None,
            given["note"],
        )
