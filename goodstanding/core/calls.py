"""What a call or a talk at the desk leaves: who answered, how they were known, what they said, what
was agreed; and what follows from it.

A stop is taken at anyone's word. What is agreed about money needs the person to be known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from goodstanding.core.kinds import HoldKind
from goodstanding.core.money import Cents


class Answered(StrEnum):
    THEM = "them"
    THEY_CALLED = "they_called"
    AT_DESK = "at_desk"
    LIVES_THERE = "lives_there"
    SOMEONE_ELSE = "someone_else"
    VOICEMAIL = "voicemail"
    NOBODY = "nobody"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    NOT_IN_SERVICE = "not_in_service"


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
    WIDOWED = "widowed"
    LAWYER = "lawyer"
    STOP_CONTACT = "stop_contact"
    OTHER_HOURS = "other_hours"
    NOT_THIS_NUMBER = "not_this_number"
    ANGRY = "angry"
    CREDIT = "credit"
    SEEN_AGAIN = "seen_again"
    DISTRESS = "distress"


class Result(StrEnum):
    PROMISE = "promise"
    HELP_FORM = "help_form"
    PAUSE = "pause"
    SMALLER = "smaller"
    RING_BACK = "ring_back"
    NOTHING = "nothing"


TALKED = frozenset({Answered.THEM, Answered.THEY_CALLED, Answered.AT_DESK})
CAME_IN = frozenset({Answered.THEY_CALLED, Answered.AT_DESK})
NO_ONE = frozenset(
    {Answered.VOICEMAIL, Answered.NOBODY, Answered.BUSY, Answered.NOT_IN_SERVICE}
)  # fmt: skip
# What stops or limits us at once, and how it is told.
STOPS = {
    Heard.BILL_WRONG: (HoldKind.BILLING_ERROR, "Says the bill is wrong"),
    Heard.INSURER_SHOULD: (HoldKind.BILLING_ERROR, "Says their insurance should pay"),
    Heard.PAID_ALREADY: (HoldKind.BILLING_ERROR, "Says it is paid already"),
    Heard.NEW_INSURANCE: (HoldKind.INSURER_PENDING, "Told us of another insurance"),
    Heard.BANKRUPTCY: (HoldKind.BANKRUPTCY, "Told us of a bankruptcy"),
    Heard.DIED: (HoldKind.ESTATE, "Told us of a death"),
    Heard.WIDOWED: (HoldKind.ESTATE, "The widow or widower told us of a death"),
    Heard.LAWYER: (HoldKind.ATTORNEY, "Has a lawyer"),
    Heard.STOP_CONTACT: (HoldKind.CEASE_CONTACT, "Asked us to stop"),
    Heard.OTHER_HOURS: (HoldKind.CALL_RESTRICTION, "Asked to be called at another time"),
}
# The others may have heard of a death, a bankruptcy or a lawyer, and own the telephone they hold;
# they may say nothing of the account.
FROM_OTHERS = frozenset(
    {Heard.DIED, Heard.WIDOWED, Heard.BANKRUPTCY, Heard.LAWYER, Heard.NOT_THIS_NUMBER}
)  # fmt: skip
# Answered on the spot: nothing follows from them.
QUESTIONS = frozenset({Heard.ANGRY, Heard.CREDIT, Heard.SEEN_AGAIN})
ALSO_SAID = {
    Heard.CANNOT_PAY: "Cannot pay it all",
    Heard.NOT_THIS_NUMBER: "Asked not to be called on this number",
    Heard.DISTRESS: "In distress: tell the supervisor",
}
# What is agreed about the money itself; nothing of it stands once the gate has closed.
OF_MONEY = frozenset({Result.PROMISE, Result.PAUSE, Result.SMALLER})
_DISPUTES = frozenset({Heard.BILL_WRONG, Heard.INSURER_SHOULD, Heard.PAID_ALREADY})
_OUTCOMES = {
    Answered.LIVES_THERE: "left_message_third_party",
    Answered.SOMEONE_ELSE: "other",
    Answered.VOICEMAIL: "voicemail",
    Answered.NOBODY: "no_answer",
    Answered.BUSY: "no_answer",
    Answered.WRONG_NUMBER: "wrong_number",
    Answered.NOT_IN_SERVICE: "wrong_number",
}


@dataclass(frozen=True, slots=True)
class Insurance:
    """Another insurance, as it was told. Only the insurer's name is needed."""

    insurer: str
    member: str = ""
    group: str = ""
    from_on: date | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """When calls are welcome, on the person's own clock."""

    not_before: time | None = None
    not_after: time | None = None
    not_at_work: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """`cents` and `day` belong to a promise, `cents` alone to smaller payments (what they can
    manage each month), `day` alone to ringing back. `number`: the one that was called, "" when it
    was not said.
    """

    answered: Answered
    proofs: frozenset[Proof] = frozenset()
    heard: frozenset[Heard] = frozenset()
    result: Result | None = None
    cents: Cents = 0
    day: date | None = None
    note: str = ""
    number: str = ""
    insurance: Insurance | None = None
    limits: Limits | None = None

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
    """The contact's outcome, as core/reaching.py and core/followup.py read it. Who cannot pay has
    refused for now, in the words of the contract: help is offered next.
    """
    if talk.answered not in TALKED:
        return _OUTCOMES[talk.answered]
    if talk.result is Result.PROMISE:
        return "promise"
    if talk.heard & _DISPUTES:
        return "dispute"
    if Heard.STOP_CONTACT in talk.heard:
        return "refused"
    if len(talk.proofs) < needed:
        return "not_verified"
    cannot = Heard.CANNOT_PAY in talk.heard or talk.result in (Result.PAUSE, Result.SMALLER)
    return "refused" if cannot else "reached"


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


def stops(talk: Talk) -> bool:
    """Something was heard that stops the bill itself, not only the hours of calls."""
    return any(kind is not HoldKind.CALL_RESTRICTION for kind, _ in holds(talk))


def detail(talk: Talk, kind: HoldKind, on: date) -> Mapping[str, Any]:
    """What the hold keeps besides its reason, in the keys of core/hold_forms.py."""
    if kind is HoldKind.INSURER_PENDING:
        told = talk.insurance or Insurance("")
        said = {
            "insurer": told.insurer, "member": told.member, "group": told.group,
            "from_on": told.from_on and told.from_on.isoformat(), "holder": told.holder,
        }  # fmt: skip
        return {"told_on": on.isoformat(), **{key: value for key, value in said.items() if value}}
    if kind is HoldKind.CALL_RESTRICTION and talk.limits is not None:
        clocks = {"not_before": talk.limits.not_before, "not_after": talk.limits.not_after}
        said = {key: f"{clock:%H:%M}" for key, clock in clocks.items() if clock is not None}
        return {**said, "not_at": "work"} if talk.limits.not_at_work else said
    return {}


def retires(talk: Talk) -> str:
    """Why the number that was called is not called again; "" when it may be."""
    if talk.answered is Answered.WRONG_NUMBER:
        return "Wrong number"
    if talk.answered is Answered.NOT_IN_SERVICE:
        return "Not in service"
    return "Asked us not to use it" if Heard.NOT_THIS_NUMBER in talk.heard else ""
