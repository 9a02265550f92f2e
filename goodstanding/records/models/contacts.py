"""Contacts that happened, and letters on their way."""

from django.db import models

from goodstanding.records import choices
from goodstanding.records.models.followup import Decision
from goodstanding.records.models.people import Guarantor


class Contact(models.Model):
    """`delivered` is true when it reached the person; only such contacts move an account along the
    ladder. One with `undone_at` was written by mistake and counts as if it never was.
    """

    number = models.CharField(max_length=64, unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=choices.channels)
    direction = models.CharField(max_length=3)
    kind = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)
    delivered = models.BooleanField(default=False)
    by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)


class Call(models.Model):
    """What a call or a talk at the desk left besides its contact. `proofs`, `heard` are words of
    core/calls.py parted by spaces, `holds` numbers of the holds it placed; `attempt` is that of a
    call from us, `number` the one that was called.
    """

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="call")
    answered = models.CharField(max_length=20)
    proofs = models.CharField(max_length=60, blank=True)
    heard = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=20, blank=True)
    promise = models.ForeignKey("Promise", models.PROTECT, null=True, related_name="+")
    holds = models.JSONField(default=list)
    override = models.ForeignKey("Override", models.PROTECT, null=True, related_name="+")
    attempt = models.ForeignKey("Attempt", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=40, blank=True, db_default="")


class RetiredWay(models.Model):
    """A number or an address that does not lead to the person any more, kept by its value: the
    practice system may bring it again, and it stays out; another one counts. `channel`: call (a
    wrong number, which takes no texts either), text or email (it takes none). `value` is as it was
    on file, `mark` is what it is compared by (way_mark in core/phones.py), with the channel. In
    force from `retired_on` until the day before `back_on`.
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="retired_ways")
    channel = models.CharField(max_length=10, choices=choices.channels)
    value = models.CharField(max_length=254)
    mark = models.CharField(max_length=254)
    retired_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    why = models.CharField(max_length=200)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="retired")
    back_on = models.DateField(null=True)
    back_by = models.CharField(max_length=150, blank=True)


class Note(models.Model):
    """A colleague's words on an account, of one `kind` (core/notes.py). No clinical words, no card
    numbers (refused before they are stored).
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    text = models.TextField()
    kind = models.CharField(max_length=20, default="other", db_default="other")


class LetterBatch(models.Model):
    """Letters printed together. `state`: printing, printed, mailed, cancelled, empty, failed.
    `way`: paper (we print and stuff) or mail_house (a vendor does).

    While it is made nobody else fills it, until `lease_until`; with `stop_at` no more letters are
    chosen. `rows` is how many letters it had when it was printed: the pages are proven against it.
    """

    on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    state = models.CharField(max_length=10, default="printed")
    way = models.CharField(max_length=12, default="paper", db_default="paper")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    lease_until = models.DateTimeField(null=True)
    stop_at = models.DateTimeField(null=True)
    rows = models.IntegerField(default=0, db_default=0)
    pdf = models.BinaryField(null=True)
    pages = models.IntegerField(default=0)
    cents = models.BigIntegerField(default=0)


class Letter(models.Model):
    """One letter for one decision, or for one thing that happened. `state`: ready, held, printing,
    printed, mailed, dropped, pulled, cancelled.

    `claim` is the decision's id while the letter lives and makes a second letter for it impossible;
    it is cleared when the letter ends unsent. `occasion` does the same for what is no step of the
    follow-up ("promise:desk-7"); such a letter has no decision, and `said` are the further fields
    its words name. `looked_by`: who read it before the print, or keeps it back (then with `why`).
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="letters")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="letters")
    claim = models.BigIntegerField(null=True, unique=True)
    occasion = models.CharField(max_length=80, null=True, unique=True)
    said = models.JSONField(default=dict, db_default={})
    looked_by = models.CharField(max_length=150, blank=True, db_default="")
    looked_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=30)
    step = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=35, default="en")
    state = models.CharField(max_length=10, default="ready", db_index=True)
    made_on = models.DateField()
    batch = models.ForeignKey(LetterBatch, models.PROTECT, null=True, related_name="letters")
    place = models.IntegerField(default=0)
    cents = models.BigIntegerField(default=0)
    pages = models.IntegerField(default=0)
    content = models.JSONField(default=dict)
    why = models.TextField(blank=True)


class Attempt(models.Model):
    """One try at reaching a person through the only door, with the verdict at that moment.

    `state`: sending, sent, failed, blocked, undone. One left at "sending" is shown to a person,
    never repeated by itself. A call is made by a person and written down after it: "blocked" then
    says that the gate refused it; "undone", that it was written by mistake.
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="attempts")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="attempts")
    message = models.ForeignKey("Message", models.PROTECT, null=True, related_name="attempts")
    channel = models.CharField(max_length=10)
    act = models.CharField(max_length=24)
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    cents = models.BigIntegerField(default=0)
    verdict = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
