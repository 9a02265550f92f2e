"""What was said: contacts logged by staff, and notes."""

import re
from dataclasses import dataclass
from datetime import datetime

from goodstanding.actions.accounts import account_key, decide_now
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import Channel
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Contact, Note

REACHED = frozenset({"reached", "promise", "refused", "dispute"})
_CARD = re.compile(r"(?:\d[ -]?){13,19}")


@dataclass(frozen=True, slots=True)
class Said:
    """A call, talk or message. `direction` "out" or "in"; `kind` a step ("statement", "reminder",
    …) or "".
    """

    channel: Channel
    direction: str
    outcome: str = ""
    note: str = ""
    kind: str = ""

    @property
    def delivered(self) -> bool:
        """It reached the person: a talk that did, or a message that did not come back."""
        if self.direction != "out":
            return False
        if self.channel in (Channel.CALL, Channel.IN_PERSON):
            return self.outcome in REACHED
        return self.outcome != "returned_mail"


@action("contact.log")
def log_contact(*, account_id: str, said: Said, by: Actor, at: datetime) -> str:
    """What happened at `at`; returns the contact's number."""
    key = account_key(account_id)
    _refuse_card_numbers(said.note)
    kind = said.kind or ("call" if said.channel is Channel.CALL else "")
    contact = Contact.objects.create(
        number=f"desk-{at:%Y%m%d%H%M%S%f}-{key}", guarantor_id=key, at=at,
        channel=said.channel.value,
        direction=said.direction, kind=kind, outcome=said.outcome, note=said.note,
        delivered=said.delivered,
        by=by.name,
    )  # fmt: skip
    decide_now(key, by=by, at=at)
    about(account=account_id, contact=contact.id, channel=said.channel.value, outcome=said.outcome)
    return contact.number


@action("note.add")
def add_note(*, account_id: str, text: str, by: Actor, at: datetime) -> None:
    key = account_key(account_id)
    if not text.strip():
        raise Refused("The note is empty. Write it, or leave the page.")
    _refuse_card_numbers(text)
    note = Note.objects.create(guarantor_id=key, at=at, by=by.name, text=text)
    about(account=account_id, note=note.id)


def _refuse_card_numbers(text: str) -> None:
    """A payment card's number never reaches the tables or the logs (checked by Luhn's rule)."""
    for found in _CARD.findall(text):
        if _luhn([int(digit) for digit in found if digit.isdigit()]):
            raise Refused(
                "This looks like a card number. Take it out: card numbers are never kept here."
            )


def _luhn(digits: list[int]) -> bool:
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return len(digits) >= 13 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
