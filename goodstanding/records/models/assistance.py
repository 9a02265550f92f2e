"""The help program: who asked, what was brought, what was decided, what was taken off."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from goodstanding.records import choices
from goodstanding.records.models.followup import Hold
from goodstanding.records.models.payments import Adjustment
from goodstanding.records.models.people import Guarantor
from goodstanding.records.models.visits import Charge


class HelpApplication(models.Model):
    """`state` is one of core.assistance; `hold` the pause of the time it is pending. Who lives in
    the home and what comes in are kept as two numbers, and nothing of the papers themselves.
    """

    number = models.IntegerField(unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="help_applications")
    state = models.CharField(max_length=10, db_index=True, choices=choices.help_states)
    how = models.CharField(max_length=10)
    asked_on = models.DateField()
    begun_on = models.DateField()
    people = models.SmallIntegerField(null=True)
    yearly_cents = models.BigIntegerField(null=True)
    complete_on = models.DateField(null=True)
    appealed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    hold = models.ForeignKey(Hold, models.PROTECT, null=True, related_name="help_applications")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["guarantor"],
                condition=Q(state__in=("begun", "waiting", "complete", "appealed")),
                name="one_pending_application_an_account",
            ),
        ]


class HelpDocument(models.Model):
    """`kind` is a key of core.assistance_terms.DOCUMENTS; `state`: asked, received, waived."""

    application = models.ForeignKey(HelpApplication, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="asked")
    on = models.DateField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["application", "kind"], name="one_document_of_a_kind"),
        ]


class HelpDecision(models.Model):
    """What it was decided by is kept beside it; `hold` is the pause it ended. `state`: proposed
    (waits for a second person), decided, declined. `percent` 0 without a cap is a refusal.
    `owed_cents` was the patient's of what it covers, `off_cents` was taken off, `limit_cents` what
    one person may give alone.
    """

    application = models.ForeignKey(HelpApplication, models.PROTECT, related_name="decisions")
    hold = models.ForeignKey(Hold, models.PROTECT, null=True, related_name="help_decisions")
    state = models.CharField(max_length=10)
    on_appeal = models.BooleanField(default=False)
    percent = models.SmallIntegerField()
    table_percent = models.SmallIntegerField()
    cap_cents = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    people = models.SmallIntegerField()
    yearly_cents = models.BigIntegerField()
    poverty = models.IntegerField()
    guideline_year = models.SmallIntegerField()
    guideline_cents = models.BigIntegerField()
    policy = models.CharField(max_length=80)
    good_from = models.DateField(null=True)
    good_until = models.DateField(null=True)
    owed_cents = models.BigIntegerField(default=0)
    off_cents = models.BigIntegerField(default=0)
    limit_cents = models.BigIntegerField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)


class HelpShare(models.Model):
    """What a decision took off one charge. `round` 1 is the decision's own day; the next ones are
    newer visits it still helped with. `adjustment` None: nothing was left to take off it.
    """

    decision = models.ForeignKey(HelpDecision, models.PROTECT, related_name="shares")
    round = models.SmallIntegerField()
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="help_shares")
    owed_cents = models.BigIntegerField()
    earlier_cents = models.BigIntegerField()
    off_cents = models.BigIntegerField()
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["decision", "charge"], name="one_share_a_charge"),
        ]


class HelpEvent(models.Model):
    """What happened to an application, once, for ever, oldest first."""

    application = models.ForeignKey(HelpApplication, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    on = models.DateField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=20)
    text = models.TextField(blank=True)
