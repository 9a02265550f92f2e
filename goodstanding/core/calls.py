"""What a call or a talk at the desk leaves: who answered, how they were known, what they said, what
was agreed; and what follows from it.

A stop is taken at anyone's word. What is agreed about money needs the person to be known.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goodstanding.core.kinds import HoldKind
from goodstanding.core.money import Cents, show
from goodstanding.core.overrides import LONGEST

LONGEST_PROMISE_DAYS = 30  # later than that is a plan


class Answered(StrEnum):
    THEM = "them"
    THEY_CALLED = "they_called"
    AT_DESK = "at_desk"
    LIVES_THERE = "lives_there"
    SOMEONE_ELSE = "someone_else"
    VOICEMAIL = "voicemail"
    NOBODY = "nobody"
    WRONG_NUMBER = "wrong_number"


class Proof(StrEnum):
    """What they said that matches what we have. Never what they said itself."""

    NAME = "name"
    BIRTH = "birth"
    STREET = "street"
    PHONE = "phone"
    ACCOUNT = "account"


class Heard(StrEnum):
    BILL_WRONG = "bill_wrong"
    INSURER_SHOULD = "insurer_should"
    PAID_ALREADY = "paid_already"
    NEW_INSURANCE = "new_insurance"
    CANNOT_PAY = "cannot_pay"
    BANKRUPTCY = "bankruptcy"
    DIED = "died"
    LAWYER = "lawyer"
    STOP_CONTACT = "stop_contact"
    DISTRESS = "distress"


class Result(StrEnum):
    PROMISE = "promise"
    HELP_FORM = "help_form"
    RING_BACK = "ring_back"
    NOTHING = "nothing"


TALKED = frozenset({Answered.THEM, Answered.THEY_CALLED, Answered.AT_DESK})
CAME_IN = frozenset({Answered.THEY_CALLED, Answered.AT_DESK})
# What stops at once, and how it is told.
STOPS = {
    Heard.BILL_WRONG: (HoldKind.BILLING_ERROR, "Says the bill is wrong"),
    Heard.INSURER_SHOULD: (HoldKind.BILLING_ERROR, "Says their insurance should pay"),
    Heard.PAID_ALREADY: (HoldKind.BILLING_ERROR, "Says it is paid already"),
    Heard.NEW_INSURANCE: (HoldKind.INSURER_PENDING, "Told us of another insurance"),
    Heard.BANKRUPTCY: (HoldKind.BANKRUPTCY, "Told us of a bankruptcy"),
    Heard.DIED: (HoldKind.ESTATE, "Told us of a death"),
    Heard.LAWYER: (HoldKind.ATTORNEY, "Has a lawyer"),
    Heard.STOP_CONTACT: (HoldKind.CEASE_CONTACT, "Asked us to stop"),
}
# The others may have heard of a death, a bankruptcy or a lawyer; of no account.
FROM_OTHERS = frozenset({Heard.DIED, Heard.BANKRUPTCY, Heard.LAWYER})
_DISPUTES = frozenset({Heard.BILL_WRONG, Heard.INSURER_SHOULD, Heard.PAID_ALREADY})
_OUTCOMES = {
    Answered.LIVES_THERE: "left_message_third_party",
    Answered.SOMEONE_ELSE: "other",
    Answered.VOICEMAIL: "voicemail",
    Answered.NOBODY: "no_answer",
    Answered.WRONG_NUMBER: "wrong_number",
}


@dataclass(frozen=True, slots=True)
class Talk:
    """`cents` and `day` belong to a promise; `day` alone to ringing back."""

    answered: Answered
    proofs: frozenset[Proof] = frozenset()
    heard: frozenset[Heard] = frozenset()
    result: Result | None = None
    cents: Cents = 0
    day: date | None = None
    note: str = ""

    @property
    def direction(self) -> str:
        return "in" if self.answered in CAME_IN else "out"


def proofs_needed(birth_on: date | None, *, namesake: bool, came_in: bool) -> int:
    """Two; three for whoever came to us, shares the name with another account, or was born on a
    January 1, which is written for many whose birthday is not known.
    """
    january_1 = birth_on is not None and (birth_on.month, birth_on.day) == (1, 1)
    return 3 if january_1 or namesake or came_in else 2


def outcome(talk: Talk, needed: int) -> str:
    """The contact's outcome, as core/reaching.py and core/followup.py read it."""
    if talk.answered not in TALKED:
        return _OUTCOMES[talk.answered]
    if talk.result is Result.PROMISE:
        return "promise"
    if talk.heard & _DISPUTES:
        return "dispute"
    if Heard.STOP_CONTACT in talk.heard:
        return "refused"
    return "reached" if len(talk.proofs) >= needed else "not_verified"


def holds(talk: Talk) -> tuple[tuple[HoldKind, str], ...]:
    """(kind, why) of every stop, each kind once; the help form stops while we look at it."""
    found: dict[HoldKind, list[str]] = {}
    for heard in Heard:
        if heard in talk.heard and heard in STOPS:
            kind, why = STOPS[heard]
            found.setdefault(kind, []).append(why)
    if talk.result is Result.HELP_FORM:
        found[HoldKind.ASSISTANCE_PENDING] = ["Asked for the help form"]
    return tuple((kind, ". ".join(whys)) for kind, whys in found.items())


def faults(talk: Talk, *, needed: int, owed: Cents, on: date) -> tuple[str, ...]:
    """What keeps the call from being saved, in words for the person who writes it."""
    found: list[str] = []
    with_them = talk.answered in TALKED
    if not with_them and (talk.result is not None or talk.proofs):
        found.append("Nothing is agreed, and nobody is known, when they did not talk to you.")
    if not with_them and talk.heard - FROM_OTHERS:
        found.append("Only they themselves can say this. Someone else: death, bankruptcy, lawyer.")
    if talk.answered in (Answered.VOICEMAIL, Answered.NOBODY) and talk.heard:
        found.append("Nobody answered, so nothing was heard.")
    if with_them and talk.result is None and not talk.heard:
        found.append("Say what was agreed, or what you heard.")
    if talk.result in (Result.PROMISE, Result.HELP_FORM) and len(talk.proofs) < needed:
        found.append(f"{'Two' if needed == 2 else 'Three'} things must match before this is saved.")
    if talk.result is Result.PROMISE:
        found += _promise(talk, owed, on)
    if talk.result is Result.RING_BACK:
        found += _day(talk.day, on, longest=LONGEST.days, what="to ring back")
    return tuple(found)


def _promise(talk: Talk, owed: Cents, on: date) -> list[str]:
    found = []
    if holds(talk):
        found.append("What you heard stops the bill, so nothing is promised now.")
    if talk.cents <= 0:
        found.append("Write how much they will pay.")
    elif talk.cents > owed:
        found.append(f"They owe {show(owed)}. Write no more than that.")
    return found + _day(talk.day, on, longest=LONGEST_PROMISE_DAYS, what="of the promise")


def _day(day: date | None, on: date, *, longest: int, what: str) -> list[str]:
    if day is None:
        return [f"Write the day {what}."]
    if day < on:
        return [f"The day {what} is past. Write one from today."]
    if day > on + timedelta(days=longest):
        return [f"The day {what} is more than {longest} days away. Choose an earlier one."]
    return []
