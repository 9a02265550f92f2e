"""The rows around a text or an email: the one that waits, the contact it becomes, the way that is
retired, and deciding again what it was for."""

from datetime import datetime

from goodstanding.actions.accounts import decide_now
from goodstanding.actions.unit import Actor
from goodstanding.core.days import local_day
from goodstanding.core.kinds import Channel
from goodstanding.core.messages import STOP_CONFIRMATION, MessageState
from goodstanding.core.opt_out import OUTCOME
from goodstanding.core.phones import way_mark
from goodstanding.outbound import send
from goodstanding.outbound.handed import ADDRESS, STOPPED
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Contact, Message, RetiredWay
from goodstanding.records.queries.reached_by import accounts_of

# Which of an account's own columns a channel goes to.
COLUMN = {Channel.TEXT.value: "phone_mobile", Channel.EMAIL.value: "email"}


def end(message: Message, state: MessageState, *, why: str, at: datetime) -> None:
    message.state, message.why, message.ended_at = state.value, why, at
    message.save(update_fields=["state", "why", "ended_at"])


def decide_anew(account: int, *, by: Actor, at: datetime) -> None:
    """The same answer is stored once more, so that there is something to send again."""
    forget_decision(account)
    decide_now(account, by=by, at=at)


def forget_decision(account: int) -> None:
    bulk.execute(
        "UPDATE records_standing SET changed = %s, decision_id = NULL WHERE guarantor_id = %s",
        [True, account],
    )


def become_contact(message: Message, *, by: Actor, at: datetime) -> Contact:
    """It was taken: the account moves on."""
    asks = message.act != STOP_CONFIRMATION
    return Contact.objects.create(
        number=f"message-{message.id}", guarantor_id=message.guarantor_id, at=at,
        channel=message.channel, direction="out", kind="reminder" if asks else "other",
        outcome="sent", delivered=True, by=by.name,
    )  # fmt: skip


def mark_sent(message: Message, *, provider_id: str, by: Actor, at: datetime) -> None:
    message.contact = become_contact(message, by=by, at=at)
    message.state, message.sent_at, message.why = MessageState.SENT.value, at, ""
    message.provider_id = provider_id or message.provider_id
    message.save(update_fields=["contact", "state", "sent_at", "why", "provider_id"])
    send.close_message(message.id, sent=True)
    if message.act != STOP_CONFIRMATION:
        decide_anew(message.guarantor_id, by=by, at=at)


def not_delivered(message: Message, fault: str, *, why: str, by: Actor, at: datetime) -> None:
    """It is taken back, with what its end means for the person: `fault` is handed.Never's."""
    send.close_message(message.id, sent=False)
    if message.contact_id is not None:
        taken = Contact.objects.filter(id=message.contact_id)
        taken.update(delivered=False, outcome="not_delivered")
    end(message, MessageState.BOUNCED if fault == ADDRESS else MessageState.FAILED, why=why, at=at)
    if fault == ADDRESS:
        _retire(message, why=why, by=by, at=at)
    elif fault == STOPPED:
        channel, words = Channel(message.channel), "They had told the provider to stop."
        stop(_everyone_of(message), channel, f"stopped-{message.id}", words=words, by=by, at=at)
    else:
        decide_now(message.guarantor_id, by=by, at=at)


def _retire(message: Message, *, why: str, by: Actor, at: datetime) -> None:
    """This number takes no texts, this address no emails: for every account that has it."""
    if message.act == STOP_CONFIRMATION:
        return  # it went where the stop came from, not to what is on file
    on = local_day(at, clinic.current().timezone)
    channel, mark = message.channel, way_mark(message.channel, message.to)
    accounts = _everyone_of(message)
    for account in accounts:
        RetiredWay.objects.get_or_create(
            guarantor_id=account, channel=channel, mark=mark, back_on=None,
            defaults={
                "value": message.to, "retired_on": on, "at": at, "by": by.name, "why": why[:200],
                "contact": message.contact,
            },
        )  # fmt: skip
    decide_now(*accounts, by=by, at=at)


def _everyone_of(message: Message) -> list[int]:
    """The account it was for, and all that have the number or address it went to."""
    return sorted({message.guarantor_id, *accounts_of(Channel(message.channel), message.to)})


def stop(
    accounts: list[int], channel: Channel, number: str, *, words: str, by: Actor, at: datetime
) -> None:
    """These people said stop: at once, on every account of that number or address, and for what
    waits to go. `number` begins the contacts' own."""
    Contact.objects.bulk_create(
        Contact(
            number=f"{number}-{account}", guarantor_id=account, at=at, channel=channel.value,
            direction="in", outcome=OUTCOME, note=words, by=by.name,
        )
        for account in accounts
    )  # fmt: skip
    why = "The person stopped texts." if channel is Channel.TEXT else "The person stopped emails."
    Message.objects.filter(
        guarantor_id__in=accounts, channel=channel.value, state=MessageState.WAITING.value
    ).exclude(act=STOP_CONFIRMATION).update(
        state=MessageState.BLOCKED.value, why=why, ended_at=at, seen_at=at
    )
    decide_now(*accounts, by=by, at=at)
