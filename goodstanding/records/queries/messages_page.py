"""Texts and emails as the office sees them: in doubt, not arrived, to answer, waiting, sent."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from goodstanding.core.messages import ENDED_BADLY, IN_FLIGHT, MessageState
from goodstanding.core.phones import way_mark
from goodstanding.records import clinic
from goodstanding.records.models import Message, MessageEvent, RetiredWay

MOST = 200
_BADLY = Q(state__in=ENDED_BADLY, seen_at=None)
_TO_ANSWER = Q(needs_answer=True, done_at=None)
_SENT = [MessageState.SENT.value, MessageState.DELIVERED.value]
# Channels and marks of what counts no more.
Retired = AbstractSet[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MessageRow:
    """`at`: when it is next tried, was begun, sent or ended, whichever its state is about.
    `retired`: its number or address counts no more."""

    id: int
    account_id: str
    name: str
    channel: str
    act: str
    to: str
    state: str
    why: str
    cents: int
    tries: int
    at: datetime
    subject: str
    body: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """Words that came in. Without an account nobody here has that number or address."""

    id: int
    account_id: str
    name: str
    channel: str
    kind: str
    sender: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessagesPage:
    in_doubt: tuple[MessageRow, ...]
    badly: tuple[MessageRow, ...]
    answers: tuple[AnswerRow, ...]
    waiting: tuple[MessageRow, ...]
    waiting_count: int
    sent: tuple[MessageRow, ...]
    email_on: bool
    texts_on: bool


def messages_page(*, at: datetime, since: datetime) -> MessagesPage:
    """`since`: the beginning of the clinic's day."""
    waiting = Message.objects.filter(state=MessageState.WAITING.value).order_by("next_at", "id")
    ways = clinic.current().channels
    return MessagesPage(
        in_doubt=_rows(Message.objects.filter(_in_doubt(at)).order_by("begun_at", "id")),
        badly=_badly(),
        answers=_answers(),
        waiting=_rows(waiting),
        waiting_count=waiting.count(),
        sent=_rows(
            Message.objects.filter(state__in=_SENT, sent_at__gte=since).order_by("-sent_at", "-id")
        ),
        email_on=ways.email is not None,
        texts_on=ways.text is not None,
    )


def need_a_person(at: datetime) -> int:
    """In one look: what is in doubt, did not arrive, or wants an answer."""
    events = MessageEvent.objects.filter(_TO_ANSWER)
    return Message.objects.filter(_BADLY | _in_doubt(at)).count() + events.count()


def counts() -> dict[str, int]:
    """Messages by state, every state named."""
    found = Message.objects.order_by().values_list("state").annotate(Count("id"))
    return dict.fromkeys((state.value for state in MessageState), 0) | dict(found)


def _in_doubt(at: datetime) -> Q:
    return Q(state=MessageState.SENDING.value, begun_at__lte=at - IN_FLIGHT)


def _badly() -> tuple[MessageRow, ...]:
    found = Message.objects.filter(_BADLY).order_by("-ended_at", "-id")
    retired = set(
        RetiredWay.objects.filter(back_on=None, channel__in=("text", "email")).values_list(
            "channel", "mark"
        )
    )
    return _rows(found, retired)


def _rows(found: QuerySet[Message], retired: Retired = frozenset()) -> tuple[MessageRow, ...]:
    return tuple(_row(one, retired) for one in found.select_related("guarantor")[:MOST])


def _row(one: Message, retired: Retired) -> MessageRow:
    owner = one.guarantor
    waits = one.state == MessageState.WAITING.value
    at = one.next_at if waits else one.ended_at or one.sent_at or one.begun_at or one.made_at
    return MessageRow(
        one.id, owner.number, f"{owner.last_name}, {owner.first_name}", one.channel, one.act,
        one.to, one.state, one.why, one.cents, one.tries, at, one.subject, one.body,
        bool(retired) and (one.channel, way_mark(one.channel, one.to)) in retired,
    )  # fmt: skip


def _answers() -> tuple[AnswerRow, ...]:
    found = MessageEvent.objects.filter(_TO_ANSWER)
    rows = []
    for one in found.select_related("guarantor", "contact").order_by("at", "id")[:MOST]:
        owner = one.guarantor
        words = one.contact.note if one.contact is not None else one.detail
        rows.append(
            AnswerRow(
                one.id, owner.number if owner else "",
                f"{owner.last_name}, {owner.first_name}" if owner else "", one.channel, one.kind,
                one.sender, words, one.at,
            )
        )  # fmt: skip
    return tuple(rows)
