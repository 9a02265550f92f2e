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
    # Some kinds are released by two people: who asked, and then another who agrees.
    release_asked_by = models.CharField(max_length=150, blank=True, db_default="")
    release_asked_at = models.DateTimeField(null=True)


class HoldEvent(models.Model):
    """What happened to a hold, oldest first: placed, corrected, paper seen, step done, extended,
    release asked, released. `document` is the paper itself where one was kept.
    """

    hold = models.ForeignKey(Hold, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    document_name = models.CharField(max_length=120, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    document = models.BinaryField(null=True)


class Promise(models.Model):
    """One with `undone_at` was written by mistake and counts as if it never was. The rest as in
    PromiseFacts of core/facts.py.
    """

    number = models.CharField(max_length=64, unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="promises")
    made_on = models.DateField()
    cents = models.BigIntegerField()
    due_on = models.DateField()
    kept_on = models.DateField(null=True)
    undone_at = models.DateTimeField(null=True)
    means = models.CharField(max_length=8, blank=True, db_default="")
    beside = models.BooleanField(null=True)
    before_cents = models.BigIntegerField(default=0, db_default=0)
    made_at = models.DateTimeField(null=True)
    made_by = models.CharField(max_length=150, blank=True, db_default="")


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
    law = models.CharField(max_length=64, blank=True, db_default="")
    by = models.CharField(max_length=150)


class FactsKept(models.Model):
    """The facts one batch of decisions was made from: compressed JSON, by account number."""

    on = models.DateField()
    content = models.BinaryField()


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
    # The law book it was decided by (LawEdition.mark), the rule of the ladder that spoke, and the
    # facts.
    law = models.CharField(max_length=64, blank=True, db_default="")
    spoke = models.CharField(max_length=40, blank=True, db_default="")
    facts = models.ForeignKey(FactsKept, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["guarantor", "-on", "-id"], name="decision_in_force")]


class Override(models.Model):
    """A person chose another next step than the ladder, within their role and never past a block.

    In force from `starts_on` until `until` (both included) or until it was ended. `reason` is from
    the pick-list, `words` the person's own.
    """

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="overrides")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="overrides")
    act = models.CharField(max_length=24, choices=choices.acts)
    starts_on = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
