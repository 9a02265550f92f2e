"""Texts and emails that the program sends: claimed, judged with fresh facts, handed over outside
any transaction, recorded. One left at "sending" is a person's to settle.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db.models import F

from goodstanding.actions.accounts import decide_now
from goodstanding.actions.message_making import make_messages, missing
from goodstanding.actions.message_rows import (
    COLUMN,
    decide_anew,
    end,
    forget_decision,
    mark_sent,
    not_delivered,
)
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.days import local_day
from goodstanding.core.messages import (
    ENDED_BADLY,
    IN_FLIGHT,
    STOP_CONFIRMATION,
    MessageState,
    next_try,
)
from goodstanding.core.phones import way_mark
from goodstanding.core.refusals import Refused
from goodstanding.outbound import send
from goodstanding.outbound.handed import Accepted, Handed, NotNow, Outgoing, Unsure
from goodstanding.records import clinic
from goodstanding.records.models import Message, RetiredWay, Standing
from goodstanding.records.queries.facts import facts_for

MOST_AT_ONCE = 200


def send_due(*, by: Actor, clock: Callable[[], datetime], most: int = MOST_AT_ONCE) -> Counter[str]:
    """Makes what is missing and sends what is due, one after another; how many ended in which
    state. Two at once send each message once.
    """
    if missing():
        make_missing(by=by, at=clock())
    done: Counter[str] = Counter()
    for number in _due(clock(), most):
        at = clock()
        begun = claim_message(message_id=number, by=by, at=at)
        if begun is None:
            done["not_now"] += 1
            continue
        channel, tries, outgoing = begun
        handed = send.deliver_message(channel, outgoing, at=at)
        given = (number, tries)
        done[record_message(given=given, handed=handed, by=by, at=clock())] += 1
    return done


def _due(at: datetime, most: int) -> list[int]:
    ways = clinic.current().channels
    open_ = [channel for channel in COLUMN if ways.has(channel)]
    found = Message.objects.filter(
        state=MessageState.WAITING.value, next_at__lte=at, channel__in=open_
    )
    # The confirmation has minutes, the rest has hours.
    ordered = found.order_by(F("until_at").asc(nulls_last=True), "next_at", "id")
    return list(ordered.values_list("id", flat=True)[:most])


@action("message.make")
def make_missing(*, by: Actor, at: datetime) -> None:
    """For decisions that chose this way before it was configured, or before a person had looked."""
    about(messages=make_messages(at=at))


@action("message.claim")
def claim_message(*, message_id: int, by: Actor, at: datetime) -> tuple[str, int, Outgoing] | None:
    """(channel, try, what leaves), written down as "sending"; None when it does not go now."""
    # A conditional update: of two senders only one changes the row.
    taken = Message.objects.filter(
        id=message_id, state=MessageState.WAITING.value, next_at__lte=at
    ).update(state=MessageState.SENDING.value, begun_at=at, tries=F("tries") + 1)
    if not taken:
        about(message=message_id, state="taken")
        return None
    message = Message.objects.select_related("guarantor").get(id=message_id)
    if not _still_meant(message):
        end(message, MessageState.BLOCKED, why="It is no longer the next step.", at=at)
    else:
        _judge(message, by=by, at=at)
    about(message.guarantor.number, message=message.id, state=message.state, tries=message.tries)
    if message.state != MessageState.SENDING.value:
        return None
    one = Outgoing(message.key, message.id, message.to, message.subject, message.body)
    return message.channel, message.tries, one


def _still_meant(message: Message) -> bool:
    if message.decision_id is None:
        return True
    now = Standing.objects.filter(guarantor_id=message.guarantor_id)
    return now.filter(decision_id=message.decision_id).exists()


def _judge(message: Message, *, by: Actor, at: datetime) -> None:
    (facts,) = facts_for([message.guarantor_id], local_day(at, clinic.current().timezone))
    if message.act != STOP_CONFIRMATION:
        message.to = getattr(message.guarantor, COLUMN[message.channel])
    written = send.begin_message(message, facts, at=at, by=by.name)
    if written.again_at is not None:
        message.state, message.next_at = MessageState.WAITING.value, written.again_at
        message.tries, message.why, message.begun_at = message.tries - 1, written.why, None
    elif written.why:
        end(message, MessageState.BLOCKED, why=written.why, at=at)
        _decide_or_leave_for_tomorrow(message, by=by, at=at)
    else:
        message.subject, message.body, message.why = written.subject, written.body, ""
    message.save()


def _decide_or_leave_for_tomorrow(message: Message, *, by: Actor, at: datetime) -> None:
    """Where today's answer stays the same, the next run has to say it again before one more is
    made."""
    decide_now(message.guarantor_id, by=by, at=at)
    if message.decision_id is not None and _still_meant(message):
        forget_decision(message.guarantor_id)


@action("message.record")
def record_message(*, given: tuple[int, int], handed: Handed, by: Actor, at: datetime) -> str:
    """What became of a try: `given` is (message, which try). An answer that comes after someone
    else's changes nothing. Returns the message's state.
    """
    number, tries = given
    message = Message.objects.select_for_update().get(id=number)
    about(message=number, tries=tries, answer=type(handed).__name__.lower())
    if message.state != MessageState.SENDING.value or message.tries != tries:
        return message.state
    if isinstance(handed, Accepted):
        mark_sent(message, provider_id=handed.provider_id, by=by, at=at)
    elif isinstance(handed, Unsure):
        message.why = handed.why
        message.save(update_fields=["why"])
    elif isinstance(handed, NotNow):
        _not_now(message, handed, at=at)
    else:
        not_delivered(message, handed.fault, why=handed.why, by=by, at=at)
    return message.state


def _not_now(message: Message, handed: NotNow, *, at: datetime) -> None:
    send.close_message(message.id, sent=False)
    again = next_try(message.tries, at)
    if again is None:
        end(message, MessageState.GIVEN_UP, why=handed.why, at=at)
        return
    message.state, message.next_at, message.why = MessageState.WAITING.value, again, handed.why
    message.save(update_fields=["state", "next_at", "why"])


# ---- what a person settles


@action("message.went")
def say_it_went(*, message_id: int, by: Actor, at: datetime) -> None:
    message = _in_doubt(message_id, at)
    mark_sent(message, provider_id="", by=by, at=at)
    about(message.guarantor.number, message=message.id)


@action("message.did_not_go")
def say_it_did_not_go(*, message_id: int, by: Actor, at: datetime) -> None:
    """It counts as never tried; what is still due is decided and made again."""
    message = _in_doubt(message_id, at)
    send.close_message(message.id, sent=False)
    message.seen_at, message.seen_by = at, by.name
    message.save(update_fields=["seen_at", "seen_by"])
    end(message, MessageState.FAILED, why=f"{by.name} says that it did not go.", at=at)
    if message.act != STOP_CONFIRMATION:
        decide_anew(message.guarantor_id, by=by, at=at)
    about(message.guarantor.number, message=message.id)


def _in_doubt(number: int, at: datetime) -> Message:
    found = Message.objects.select_for_update(of=("self",)).select_related("guarantor")
    message = found.filter(id=number, state=MessageState.SENDING.value).first()
    if message is None:
        raise Refused("This message is not in doubt any more. Look at its row again.")
    if message.begun_at is not None and at < message.begun_at + IN_FLIGHT:
        minutes = int(IN_FLIGHT.total_seconds() // 60)
        raise Refused(f"It is being sent now. Wait {minutes} minutes and look again.")
    return message


@action("message.again")
def try_again(*, message_id: int, by: Actor, at: datetime) -> None:
    """After a fault that has gone: decided anew, and made anew if it is still the next step."""
    message = _ended(message_id, by=by, at=at)
    if message.act != STOP_CONFIRMATION:
        decide_anew(message.guarantor_id, by=by, at=at)
    about(message.guarantor.number, message=message.id)


@action("message.seen")
def mark_seen(*, message_id: int, by: Actor, at: datetime) -> None:
    """A person has looked at it, and does by other means what is to be done."""
    message = _ended(message_id, by=by, at=at)
    about(message.guarantor.number, message=message.id)


def _ended(number: int, *, by: Actor, at: datetime) -> Message:
    found = Message.objects.select_for_update(of=("self",)).select_related("guarantor")
    message = found.filter(id=number, state__in=ENDED_BADLY, seen_at=None).first()
    if message is None:
        raise Refused("Somebody has settled this message. Look at its row again.")
    message.seen_at, message.seen_by = at, by.name
    message.save(update_fields=["seen_at", "seen_by"])
    return message


@action("way.restore")
def use_again(*, message_id: int, by: Actor, at: datetime) -> int:
    """The person says that the number or address is right: it counts again, for everyone who has
    it. How many accounts that are."""
    message = Message.objects.select_related("guarantor").filter(id=message_id).first()
    if message is None:
        raise Refused("This message is not known.")
    mark = way_mark(message.channel, message.to)
    retired = RetiredWay.objects.filter(channel=message.channel, mark=mark, back_on=None)
    accounts = sorted(set(retired.values_list("guarantor_id", flat=True)))
    if not accounts:
        raise Refused("This number or address counts already.")
    retired.update(back_on=local_day(at, clinic.current().timezone), back_by=by.name)
    Message.objects.filter(id=message_id, seen_at=None).update(seen_at=at, seen_by=by.name)
    decide_now(*accounts, by=by, at=at)
    about(message.guarantor.number, message=message.id, accounts=len(accounts))
    return len(accounts)


def try_connections() -> dict[str, str]:
    """By channel that is configured: "" when it answers, else why not. Nothing is sent."""
    return send.try_channels()
