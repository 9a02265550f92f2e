"""Holds, promises and plans as the clinic recorded them, and what the daily run decided."""

from django.db import models

from goodstanding.records import choices
from goodstanding.records.models.people import Guarantor, Patient


class Hold(models.Model):
    """`number` is the export's hold_id, or "desk-..." for one placed here. `detail` keeps the
    contract's keys.
    """

    number = models.CharField(max_length=64, unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="holds")
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="holds")
    kind = models.CharField(max_length=24, choices=choices.hold_kinds)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    detail = models.JSONField(default=dict)
    placed_by = models.CharField(max_length=150, blank=True)
    lifted_by = models.CharField(max_length=150, blank=True, db_default="")
    lift_reason = models.TextField(blank=True, db_default="")


class Promise(models.Model):
    number = models.CharField(max_length=64, unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="promises")
    made_on = models.DateField()
    cents = models.BigIntegerField()
    due_on = models.DateField()
    kept_on = models.DateField(null=True)


class Plan(models.Model):
    number = models.CharField(max_length=64, unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="plans")
    started_on = models.DateField()
    monthly_cents = models.BigIntegerField()
    due_day = models.SmallIntegerField()
    months = models.SmallIntegerField()
    status = models.CharField(max_length=12)


class Estimate(models.Model):
    """A figure given before care; several rows share a number when it had several codes."""

    number = models.CharField(max_length=64, db_index=True)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="estimates")
    given_on = models.DateField()
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=20)
    provider = models.CharField(max_length=120, blank=True)
    cents = models.BigIntegerField()
    service_on = models.DateField(null=True)


class Run(models.Model):
    """One day decided. A run without `finished_at` stopped on the way and picks up where it was."""

    on = models.DateField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    decided = models.IntegerField(default=0)
    policy = models.CharField(max_length=80)
    by = models.CharField(max_length=150)


class Decision(models.Model):
    """What was decided for an account on a day, with the reasons, rules and the policy version it
    had then.

    Kept only when it differs from the account's decision before; the one in force on day D is the
    last with on <= D.
    """

    guarantor = models.ForeignKey(
        Guarantor, models.PROTECT, related_name="decisions", db_index=False
    )
    on = models.DateField()
    act = models.CharField(max_length=24, choices=choices.acts)
    step = models.CharField(max_length=40, blank=True)
    queue = models.CharField(max_length=20, blank=True)
    due_on = models.DateField()
    review_on = models.DateField(null=True)
    cents = models.BigIntegerField()
    priority = models.IntegerField()
    reasons = models.TextField()
    rejected = models.TextField(blank=True)
    policy = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["guarantor", "-on", "-id"], name="decision_in_force")]
