"""Working together: who owns an account's work, who is on it now, who was named, who covers."""

from django.db import models
from django.db.models import F, Q

from goodstanding.records.models.contacts import Contact, Letter, Note
from goodstanding.records.models.people import Guarantor


class Assignment(models.Model):
    """Whose work an account is; the one without `ended_at` is in force until someone changes it.

    One given with a `note` is a hand-over: the owner sees the note until `got_at`.
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="assignments")
    owner = models.CharField(max_length=150)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    got_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guarantor"], condition=Q(ended_at=None), name="one_owner_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["owner"], condition=Q(ended_at=None), name="assigned_to_one")
        ]


class Lease(models.Model):
    """Who has an account open now, until `until`; the one who `holds` works it, and nobody else
    writes an outgoing step meanwhile.

    `page` is the mark of the open page, so that an old page does not give back what a new one
    took. `taken_by`, `taken_why`: who took the work over from this person, for their page to say.
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="leases")
    by = models.CharField(max_length=150)
    page = models.CharField(max_length=32, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    holds = models.BooleanField(default=False)
    taken_by = models.CharField(max_length=150, blank=True)
    taken_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guarantor", "by"], name="one_lease_a_person"),
            models.UniqueConstraint(
                fields=["guarantor"], condition=Q(holds=True), name="one_holds_an_account"
            ),
        ]


class Mention(models.Model):
    """A colleague named with @ in a note, until they have seen it."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="mentions")
    whom = models.CharField(max_length=150)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "whom"], name="named_once_in_a_note")
        ]
        indexes = [
            models.Index(fields=["whom"], condition=Q(seen_at=None), name="mention_not_seen")
        ]


class Cover(models.Model):
    """`coverer` works the list of `absent` from `first_on` to `last_on`, both included."""

    absent = models.CharField(max_length=150)
    coverer = models.CharField(max_length=150)
    first_on = models.DateField()
    last_on = models.DateField()
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="cover_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("coverer")), name="nobody_covers_for_themselves"
            ),
        ]


class ReturnedMail(models.Model):
    """A letter of ours that came back. It stands against the guarantor's address as it was then
    (`address`: core/kinship.address_mark) and ends when the practice system brings another one.

    `before_on` and `delivered` are what the account said before, for the taking back.
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="returned_mail")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="returned_mail")
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="+")
    note = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    address = models.CharField(max_length=600)
    before_on = models.DateField(null=True)
    delivered = models.BooleanField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(undone_at=None), name="a_letter_comes_back_once"
            )
        ]
