"""Texts and emails as the office sees them: in doubt, not arrived, to answer, waiting, sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from goodstanding.core.messages import IN_FLIGHT, MessageState
from goodstanding.core.phones import way_mark
from goodstanding.records import clinic
from goodstanding.records.models import Message, MessageEvent, RetiredWay

MOST = 200
_BADLY = [
    MessageState.FAILED.value, MessageState.GIVEN_UP.value, MessageState.BOUNCED.value,
    MessageState.BLOCKED.value,
]  # fmt: skip
_SENT = [MessageState.SENT.value, MessageState.DELIVERED.value]


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
        in_doubt=_rows(_in_doubt(at).order_by("begun_at", "id")),
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
    events = MessageEvent.objects.filter(needs_answer=True, done_at=None)
    settled = Q(state__in=_BADLY, seen_at=None)
    in_flight = Q(state=MessageState.SENDING.value, begun_at__lte=at - IN_FLIGHT)
    return Message.objects.filter(settled | in_flight).count() + events.count()


def counts() -> dict[str, int]:
    """Messages by state, every state named."""
    found = Message.objects.values_list("state", flat=True).order_by()
    by_state = dict.fromkeys((state.value for state in MessageState), 0)
    for state in found.iterator():
        by_state[state] += 1
    return by_state


def _in_doubt(at: datetime) -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.SENDING.value, begun_at__lte=at - IN_FLIGHT)


def _badly() -> tuple[MessageRow, ...]:
    found = Message.objects.filter(state__in=_BADLY, seen_at=None).order_by("-ended_at", "-id")
    retired = set(
        RetiredWay.objects.filter(back_on=None, channel__in=("text", "email")).values_list(
            "channel", "mark"
        )
    )
    return _rows(found, retired)


def _rows(
    found: QuerySet[Message],
    retired: set[tuple[str, str]] | frozenset[tuple[str, str]] = frozenset(),
) -> tuple[MessageRow, ...]:
    return tuple(_row(one, retired) for one in found.select_related("guarantor")[:MOST])


def _row(one: Message, retired: set[tuple[str, str]] | frozenset[tuple[str, str]]) -> MessageRow:
    owner = one.guarantor
    waits = one.state == MessageState.WAITING.value
    at = one.next_at if waits else one.ended_at or one.sent_at or one.begun_at or one.made_at
    return MessageRow(
        one.id, owner.number, f"{owner.last_name}, {owner.first_name}", one.channel, one.act,
        one.to, one.state, one.why, one.cents, one.tries, at, one.subject, one.body,
        (one.channel, way_mark(one.channel, one.to)) in retired,
    )  # fmt: skip


def _answers() -> tuple[AnswerRow, ...]:
    found = MessageEvent.objects.filter(needs_answer=True, done_at=None)
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
