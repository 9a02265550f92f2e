"""What was said: contacts logged by staff, and notes."""

from dataclasses import dataclass
from datetime import datetime

from goodstanding.actions.accounts import account_key, decide_now, desk_number
from goodstanding.actions.leases import only_one
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core import notes
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.kinds import Channel, Role
from goodstanding.core.opt_out import OUTCOME, stops
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.models import Contact, Mention, Note
from goodstanding.records.queries.team import colleagues

# A text or an email that staff sent stands for the reminder it was due as.
STEP_OF = {Channel.CALL: "call", Channel.TEXT: "reminder", Channel.EMAIL: "reminder"}
REACHED = frozenset({"reached", "promise", "refused", "dispute"})
NOT_DELIVERED = frozenset({"returned_mail", "wrong_number", "left_message_third_party"})


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
        return self.outcome not in NOT_DELIVERED


@action("contact.log")
def log_contact(*, account_id: str, said: Said, seen: str = "", by: Actor, at: datetime) -> str:
    """What happened at `at`; returns the contact's number. `seen`: see leases.only_one."""
    key = account_key(account_id)
    if said.direction == "out":
        only_one(key, seen=seen, by=by, at=at)
    _refuse_card_numbers(said.note)
    kind = said.kind or (STEP_OF.get(said.channel, "") if said.direction == "out" else "")
    law = live_book().on(at.date(), clinic.current().state)
    stopped = stops(said.channel, said.direction, said.note, at=at, law=law)
    outcome = OUTCOME if stopped else said.outcome
    contact = Contact.objects.create(
        number=desk_number(key, at), guarantor_id=key, at=at,
        channel=said.channel.value,
        direction=said.direction, kind=kind, outcome=outcome, note=said.note,
        delivered=said.delivered,
        by=by.name,
    )  # fmt: skip
    decide_now(key, by=by, at=at)
    about(account=account_id, contact=contact.id, channel=said.channel.value, outcome=outcome)
    return contact.number


@action("note.add")
def add_note(
    *, account_id: str, text: str, kind: str = notes.OTHER, by: Actor, at: datetime
) -> int:
    """Its key. Whoever is named with @ must work accounts; what the front desk writes is of its own
    kind.
    """
    key = account_key(account_id)
    if by.role == Role.FRONT_DESK:
        kind = notes.FRONT_DESK
    if kind not in notes.KINDS:
        raise Refused("Choose the kind of note from the list.")
    if not text.strip():
        raise Refused("The note is empty. Write it, or leave the page.")
    _refuse_card_numbers(text)
    whom = _named(text)
    note = Note.objects.create(guarantor_id=key, at=at, by=by.name, text=text, kind=kind)
    Mention.objects.bulk_create(Mention(note=note, whom=name) for name in whom)
    about(account=account_id, note=note.id)
    if whom:
        about(named=len(whom))
    return note.id


def _named(text: str) -> list[str]:
    """The colleagues named, by the names they sign in with; refuses one that nobody has."""
    named = notes.named(text)
    if not named:
        return []
    known = {one.name.casefold(): one.name for one in colleagues()}
    for name in named:
        if name.casefold() not in known:
            near = ", ".join(f"@{one}" for one in notes.nearest(name, sorted(known.values())))
            meant = f" Did you mean {near}?" if near else ""
            raise Refused(
                f"Nobody who works accounts is called @{name}.{meant} The note was not saved."
            )
    return list(dict.fromkeys(known[name.casefold()] for name in named))


def _refuse_card_numbers(text: str) -> None:
    if has_card_number(text):
        raise Refused(
            "This looks like a card number. Take it out: card numbers are never kept here."
        )
