"""The drawer of a promise to pay: its form, the words to say, what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from goodstanding.actions.promises import TAKE_BACK, NewPromise
from goodstanding.core.call_faults import promise_faults
from goodstanding.core.facts import PromiseFacts
from goodstanding.core.happened import promise_grace
from goodstanding.core.money import Cents, plain
from goodstanding.core.promises import BROKEN, Means, Standing, State, checked_on, posts_on
from goodstanding.records.queries.accounts import AccountPage
from goodstanding.records.queries.promises import policy_of
from goodstanding.web.access import may_open, role_of
from goodstanding.web.cash_forms import AmountField
from goodstanding.web.forms import DayField
from goodstanding.web.parts import business_day, moment

MEANS = (
    (Means.ONLINE, "Online"), (Means.PHONE, "By phone"), (Means.MAIL, "Check by mail"),
    (Means.DESK, "At the desk"),
)  # fmt: skip
STATE_WORDS: dict[str, str] = {
    State.OPEN: "Open",
    State.KEPT: "Kept",
    State.PART_KEPT: "Part kept",
    State.LATE: "Late but paid",
    State.MISSED: "Missed",
    State.REPLACED: "Replaced",
    State.CANCELLED: "Cancelled by a hold",
}
INSTEAD, BESIDE = "instead", "beside"
_LAST = "last_promise"
_RADIO = forms.RadioSelect(attrs={"class": "form-check-input"})


class PromiseForm(forms.Form):
    """The whole of what may be promised is written already. `owed_seen` is what the page said; a
    form sent back keeps the one it was read with, until the person has seen the new one.
    """

    owed_seen = forms.IntegerField(widget=forms.HiddenInput)
    cents = AmountField(label="Amount", error_messages={"required": "Write how much."})
    day = DayField(
        label="By", help_text="12/4, fri, t and +7 are understood.",
        error_messages={"required": "Write the day of the promise."},
    )  # fmt: skip
    means = forms.ChoiceField(
        label="How", choices=[(each.value, words) for each, words in MEANS], widget=_RADIO,
        initial=Means.ONLINE.value, error_messages={"required": "Choose how the money comes."},
    )  # fmt: skip
    stands = forms.ChoiceField(
        label="The open promise", widget=_RADIO, required=False, initial=INSTEAD,
        choices=[(INSTEAD, "This one takes its place"), (BESIDE, "Both stand")],
    )  # fmt: skip

    def __init__(
        self, *args: Any, owed: Cents, promises: Sequence[Standing] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["owed_seen"].initial = owed
        self.fields["cents"].initial = owed
        self.half = plain(owed // 2)
        if not any(each.state is State.OPEN for each in promises):
            del self.fields["stands"]

    def new(self) -> NewPromise:
        """What was written, once it is valid."""
        given: dict[str, Any] = self.cleaned_data
        return NewPromise(
            given["cents"], given["day"], Means(given["means"]), given["owed_seen"],
            given.get("stands") == BESIDE,
        )  # fmt: skip

    def shows(self, owed: Cents) -> None:
        """Sent back, it goes out again with what is owed now."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "owed_seen": str(owed)}


@dataclass(frozen=True, slots=True)
class Words:
    """What is said and what follows. `posts_on` only where the day is no business day; `quiet_on`
    is the first day on which letters and calls may go on.
    """

    cents: Cents
    due_on: date
    in_days: int
    checked_on: date
    quiet_on: date
    posts_on: date | None


def promise_panel(request: HttpRequest, found: AccountPage, form: PromiseForm) -> dict[str, Any]:
    return {
        "may_letter": may_open(role_of(request), "letter_ask"),
        "words": words_of(form, found),
        "missed": sum(each.state in BROKEN for each in found.promises),
        "open_promises": [each for each in found.promises if each.state is State.OPEN],
        "visits": [item for item in found.items if item.patient_due > 0],
    }


def words_of(form: PromiseForm, found: AccountPage) -> Words | None:
    """None while amount and day are not both sound."""
    if not form.is_bound:
        return None
    form.is_valid()
    given, on = form.cleaned_data, business_day()
    cents, due_on, means = given.get("cents"), given.get("day"), given.get("means", "")
    if not cents or promise_faults(cents, due_on, owed=found.promise_cents, on=on):
        return None
    assert isinstance(due_on, date), "a promise without a day is at fault"
    promise = PromiseFacts("", on, cents, due_on, means=means)
    posts = posts_on(due_on)
    return Words(
        cents, due_on, (due_on - on).days, checked_on(due_on),
        promise_grace(policy_of(on)).over_on(promise), posts if posts != due_on else None,
    )  # fmt: skip


def remember_promise(request: HttpRequest, account_id: str, number: str) -> None:
    """Which promise this person just wrote down: asked of the session, as of a call."""
    request.session[_LAST] = {
        "account": account_id, "number": number, "at": moment().isoformat(),
    }  # fmt: skip


def may_take_promise_back(request: HttpRequest, account_id: str) -> dict[str, Any] | None:
    last = request.session.get(_LAST)
    if not last or last["account"] != account_id:
        return None
    until = datetime.fromisoformat(last["at"]) + TAKE_BACK
    return {"number": last["number"], "until": until} if moment() <= until else None


def promise_rows(request: HttpRequest, account_id: str) -> dict[str, Any]:
    """What the account's table says of each promise."""
    return {
        "promise_back": may_take_promise_back(request, account_id),
        "promise_words": STATE_WORDS,
        "promise_means": dict(MEANS),
    }


def forget_promise(request: HttpRequest) -> None:
    request.session.pop(_LAST, None)
