"""What comes in about texts and emails: a provider's reports, answers, mail that came back. Told
twice, it changes nothing."""

from datetime import datetime, timedelta

from goodstanding.actions.accounts import decide_now
from goodstanding.actions.message_rows import mark_sent, not_delivered, stop
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import local_day
from goodstanding.core.kinds import Channel
from goodstanding.core.messages import STOP_CONFIRMATION, MessageState, mail_name, named_message
from goodstanding.core.opt_out import OptOut, read_reply
from goodstanding.core.refusals import Refused
from goodstanding.formats import mail_reports
from goodstanding.formats.mail_reports import MailReport
from goodstanding.law import live_book
from goodstanding.outbound import send
from goodstanding.outbound.handed import ADDRESS, STOPPED, Request, Told
from goodstanding.records import clinic
from goodstanding.records.models import Contact, Message, MessageEvent
from goodstanding.records.queries.reached_by import accounts_of

# Reports that it did not arrive, and the fault each tells of.
_FAULTS = {"failed": "", "bounced": ADDRESS, "opted_out": STOPPED}
# An earlier answer to a STOP from the same number within these stands for this one.
_CONFIRMED_WITHIN = timedelta(days=365)
_LONGEST = 1500
# 5.7: policy; 5.3, 5.5, 5.6: their system, our protocol, our content. None of them is the address.
_NOT_THE_ADDRESS = ("5.3.", "5.5.", "5.6.", "5.7.")


def from_provider(request: Request, *, by: Actor, at: datetime) -> bool:
    """False when the request does not carry the provider's signature: then nothing was read."""
    told = send.told_by_provider(request)
    if told is None:
        return False
    take_in_told(told=told, by=by, at=at)
    return True


@action("message.told")
def take_in_told(*, told: Told, by: Actor, at: datetime) -> None:
    event, new = MessageEvent.objects.get_or_create(
        key=told.key, defaults={"kind": told.kind or "other", "at": at, "channel": "text"}
    )
    about(event=event.id, kind=told.kind, again=not new)
    if not new or not told.kind:
        return
    if told.kind in ("inbound", "started") or (told.kind == "opted_out" and told.sender):
        _heard(event, Channel.TEXT, told, by=by, at=at)
    else:
        message = _told_of(told)
        MessageEvent.objects.filter(id=event.id).update(
            message=message, guarantor=message and message.guarantor, detail=told.why
        )
        if message is not None:
            _report(message, told.kind, why=told.why, provider_id=told.provider_id, by=by, at=at)


def _told_of(told: Told) -> Message | None:
    found = Message.objects.select_for_update(of=("self",)).select_related("guarantor")
    by_name = found.filter(provider_id=told.provider_id).first() if told.provider_id else None
    # Its own answer was lost, or has not been written yet: the provider gives our number back.
    return by_name or found.filter(id=told.message, provider_id="", channel="text").first()


def _report(
    message: Message, kind: str, *, why: str, provider_id: str, by: Actor, at: datetime
) -> None:
    """Reports come in any order: what arrived stays arrived."""
    if message.state == MessageState.SENDING.value and kind in ("sent", "delivered"):
        mark_sent(message, provider_id=provider_id, by=by, at=at)
    if kind == "delivered" and message.state == MessageState.SENT.value:
        message.state, message.ended_at = MessageState.DELIVERED.value, at
        message.save(update_fields=["state", "ended_at"])
    open_ = message.state in (MessageState.SENT.value, MessageState.SENDING.value)
    if open_ and kind in _FAULTS:
        not_delivered(message, _FAULTS[kind], why=why, by=by, at=at)


def _heard(event: MessageEvent, channel: Channel, told: Told, *, by: Actor, at: datetime) -> None:
    """Words of a person: a stop acts at once, everything else is for a person to answer."""
    accounts = accounts_of(channel, told.sender)
    words = _kept(told.words)
    law = live_book().on(local_day(at, clinic.current().timezone), clinic.current().state)
    stopped = read_reply(told.words, at=at, on_treatment=False, law=law)
    event.sender, event.channel = told.sender[:254], channel.value
    if told.kind == "opted_out" or (stopped is not None and told.kind != "started"):
        event.kind = "opted_out"
        stop(accounts, channel, f"stop-{event.id}", words=words, by=by, at=at)
        if channel is Channel.TEXT and stopped is not None and not told.confirmed:
            _confirm(event, accounts, stopped, at=at)
    else:
        event.kind, event.needs_answer = told.kind, True
        event.detail = "" if accounts else words
    if accounts:
        whose = event.guarantor_id = _whose(accounts, channel)
        about(accounts=len(accounts))
        if event.kind != "opted_out":
            event.contact = Contact.objects.create(
                number=f"heard-{event.id}", guarantor_id=whose, at=at, channel=channel.value,
                direction="in", note=words, by=by.name,
            )  # fmt: skip
            decide_now(whose, by=by, at=at)
    event.save()


def _kept(words: str) -> str:
    if has_card_number(words):
        return "(These words held a card number and were not kept.)"
    return words.strip()[:_LONGEST]


def _whose(accounts: list[int], channel: Channel) -> int:
    """Whom we wrote to last, else the first."""
    last = Message.objects.filter(guarantor_id__in=accounts, channel=channel.value).exclude(
        sent_at=None
    )
    found = last.order_by("-sent_at").values_list("guarantor_id", flat=True).first()
    return found if found is not None else accounts[0]


def _confirm(event: MessageEvent, accounts: list[int], said: OptOut, *, at: datetime) -> None:
    """One answer, where it is ours to give, within the law's minutes."""
    text = clinic.current().channels.text
    if not accounts or text is None or text.confirms_stop != "us" or not said.confirmations:
        return
    given = Message.objects.filter(act=STOP_CONFIRMATION, to=event.sender)
    if given.filter(made_at__gt=at - _CONFIRMED_WITHIN).count() >= said.confirmations:
        return
    Message.objects.create(
        guarantor_id=_whose(accounts, Channel.TEXT), channel=Channel.TEXT.value,
        act=STOP_CONFIRMATION, key=f"stop:{event.id}", to=event.sender, next_at=at, made_at=at,
        until_at=said.confirm_by,
    )  # fmt: skip


# ---- mail


def from_mail(raw: bytes, *, by: Actor, at: datetime) -> MailReport:
    """Raises NotReadable for what is no email."""
    found = mail_reports.read(raw)
    take_in_mail(report=found, by=by, at=at)
    return found


@action("message.mail")
def take_in_mail(*, report: MailReport, by: Actor, at: datetime) -> None:
    event, new = MessageEvent.objects.get_or_create(
        key=report.key,
        defaults={"kind": report.kind, "at": at, "channel": "email", "sender": report.sender[:254]},
    )
    about(event=event.id, kind=report.kind, again=not new)
    if not new:
        return
    message = _named(report)
    event.message, event.detail = message, report.status
    event.guarantor = message.guarantor if message is not None else None
    event.save()
    if report.kind == "reply":
        told = Told(report.key, "inbound", sender=report.sender, words=report.words)
        _heard(event, Channel.EMAIL, told, by=by, at=at)
    elif message is not None and report.kind in ("bounced", "delivered"):
        retires = report.status.startswith("5.") and not report.status.startswith(_NOT_THE_ADDRESS)
        kind = "failed" if report.kind == "bounced" and not retires else report.kind
        why = f"The mail came back: {report.status or 'no code'}"
        _report(message, kind, why=why, provider_id="", by=by, at=at)


def _named(report: MailReport) -> Message | None:
    found = Message.objects.select_for_update(of=("self",)).select_related("guarantor")
    number = named_message(report.named)
    message = found.filter(id=number, channel=Channel.EMAIL.value).first()
    return message if message and report.named == mail_name(number, message.key) else None


@action("message.answered")
def mark_answered(*, event_id: int, by: Actor, at: datetime) -> None:
    """A person has answered, or needs not."""
    waiting = MessageEvent.objects.filter(id=event_id, needs_answer=True, done_at=None)
    if not waiting.update(done_at=at, done_by=by.name):
        raise Refused("Somebody has settled this already. Look at the list again.")
    about(event=event_id)
