"""Plans made here: what each covers, what happened to it, what was told us for it, what was drafted
of it.
"""

from django.db import models

from goodstanding.records.models.followup import Plan
from goodstanding.records.models.visits import Charge


class PlanMade(models.Model):
    """The desk's side of a plan; one without this row came from the practice's export. `reference`
    is the card processor's token and never a number. `told_at`: when they were told what to do if
    they cannot make a payment.
    """

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="made")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    told_at = models.DateTimeField()
    how = models.CharField(max_length=12)  # mail or card
    reference = models.CharField(max_length=80, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_how = models.CharField(max_length=20, blank=True)


class PlanCover(models.Model):
    """A charge of the plan and what was open on it when it joined; `lowered_cents` of it was taken
    off the plan again, because less is owed. Money placed on it by a transfer
    after `after` counts to the plan.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="covers")
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="+")
    cents = models.BigIntegerField()
    lowered_cents = models.BigIntegerField(default=0)
    after = models.BigIntegerField()
    joined_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "charge"], name="plan_covers_a_charge_once"),
            models.CheckConstraint(condition=models.Q(cents__gt=0), name="plan_covers_something"),
            models.CheckConstraint(
                condition=models.Q(lowered_cents__gte=0, lowered_cents__lte=models.F("cents")),
                name="plan_cover_is_lowered_within",
            ),
        ]


class PlanEvent(models.Model):
    """What happened to a plan, oldest first, by whom and why. `status` and `parts` (each a day and
    cents) are the plan's from then on; `until` the last day of a pause.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="events")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=20)
    why = models.TextField(blank=True)
    status = models.CharField(max_length=12)
    parts = models.JSONField(default=list)
    laid_on = models.DateField()
    until = models.DateField(null=True)
    cents = models.BigIntegerField(null=True)  # what is owed beside the plan, or less than before


class PlanDisclosure(models.Model):
    """What they told us they can manage, kept apart from the plan: no page of the plan's needs it.
    None: they did not say."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="disclosure")
    monthly_cents = models.BigIntegerField(null=True)
    household = models.SmallIntegerField(null=True)
    income_cents = models.BigIntegerField(null=True)
    essentials_cents = models.BigIntegerField(null=True)
    other_medical_cents = models.BigIntegerField(null=True)


class PlanDraft(models.Model):
    """An instalment written into a file for the card processor: once."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="drafts")
    due_on = models.DateField()
    cents = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="plan_part_is_drafted_once"),
        ]
