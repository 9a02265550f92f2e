"""Visits at the front desk: what people changed of them, the list that was published, what came of
it, and money paid ahead. What happened is added, never changed (records/guards.py).
"""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from goodstanding.records.models.payments import Receipt
from goodstanding.records.models.people import Guarantor, Patient
from goodstanding.records.models.visits import Appointment, Charge


class AppointmentChange(models.Model):
    """Something a person did to a visit, or an export that took over from it. `theirs` is what the
    practice export had last said (null for a visit booked here), `ours` what stands since.
    """

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=12)
    why = models.TextField(blank=True)
    theirs = models.JSONField(null=True)
    ours = models.JSONField()


class HuddleList(models.Model):
    """One day's list of one location as it was published; the newest counts. `lines` by the visit's
    number: only what the front desk may see.
    """

    on = models.DateField()
    location = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    copy = models.IntegerField()
    lines = models.JSONField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["on", "location", "copy"], name="huddle_copy_is_one")
        ]


class HuddleResult(models.Model):
    """What came of a visit's line; the newest counts. `cents` as the desk says, not a posting."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="results")
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="desk_results")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=12)
    cents = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=40, blank=True)


class DeskTask(models.Model):
    """Work for Patient Accounts that a visit brought: who asked about cost, who wants a talk, money
    that was paid ahead and is over. `key` makes each once.
    """

    key = models.CharField(max_length=80, unique=True)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="desk_tasks")
    kind = models.CharField(max_length=16)
    text = models.TextField(blank=True)
    cents = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    done_at = models.DateTimeField(null=True, db_index=True)
    done_by = models.CharField(max_length=150, blank=True)


class Prepayment(models.Model):
    """A receipt whose money is meant for one visit. `suggested_cents` and `source` say what was
    suggested (null: nothing was known), `why` why another amount was taken.
    """

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="prepaid")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="prepaid")
    suggested_cents = models.BigIntegerField(null=True)
    source = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)


class PrepaymentStep(models.Model):
    """Money of a prepayment placed on a charge of its visit ("applied", with the transfer's
    `source`), found to be over ("excess"), or placed by hand or given back ("elsewhere").
    """

    prepayment = models.ForeignKey(Prepayment, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    what = models.CharField(max_length=10)
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="+")
    cents = models.BigIntegerField()
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(cents__gt=0), name="prepayment_step_moves_something")
        ]
