"""Texts and emails on their way, and what was heard of them."""

from django.db import models

from goodstanding.records.models.contacts import Contact
from goodstanding.records.models.followup import Decision
from goodstanding.records.models.people import Guarantor


class Message(models.Model):
    """One text or email. `state` is a core.messages.MessageState; `key` makes a second one for the
    same reason impossible, for good.

    `to`, `subject`, `body` and `cents` are those of the last try; `next_at`: not before;
    `until_at`: not after. `tries` counts how often it was taken up to be sent, and tells which try
    an answer is about. `seen_at`: a person looked at how it ended.
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="messages")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="messages")
    channel = models.CharField(max_length=10)
    act = models.CharField(max_length=24)
    key = models.CharField(max_length=120, unique=True)
    to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    cents = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, default="waiting")
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=120, blank=True, db_index=True)
    why = models.TextField(blank=True)
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=150, blank=True)
    contact = models.OneToOneField(Contact, models.PROTECT, null=True, related_name="message")

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="message_due")]


class MessageEvent(models.Model):
    """What a provider or a mail server told us: delivered, failed, bounced, opted_out, started,
    inbound, auto_reply. `key` is the teller's own, so that telling it twice changes nothing.

    `detail` is a code, or the words of someone we do not know; a known person's words are on
    `contact`. `done_at`: a person answered what needed an answer.
    """

    key = models.CharField(max_length=200, unique=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="events")
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    sender = models.CharField(max_length=254, blank=True)
    detail = models.CharField(max_length=1600, blank=True)
    needs_answer = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"],
                condition=models.Q(needs_answer=True, done_at=None),
                name="message_event_open",
            )
        ]
