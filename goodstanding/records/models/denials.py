"""Insurers' refusals as work: what to do next, by when, and what came of it."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from goodstanding.records.models.ledger import Denial
from goodstanding.records.models.visits import Charge


class DenialCase(models.Model):
    """One charge's refusal. `state`: open, appealed, resent, closed. `outcome` when it is closed:
    paid, written_off, patient, other. One living case a charge.
    """

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="denial_cases")
    denial = models.ForeignKey(Denial, models.PROTECT, related_name="cases")
    payer = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=4, blank=True)
    reason_code = models.CharField(max_length=12, blank=True, db_index=True)
    remarks = models.CharField(max_length=80, blank=True)
    cents = models.BigIntegerField()
    opened_on = models.DateField()
    appeal_by = models.DateField()
    next_on = models.DateField(db_index=True)
    state = models.CharField(max_length=10, default="open", db_index=True)
    outcome = models.CharField(max_length=16, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["charge"], condition=~Q(state="closed"), name="one_living_case_a_charge"
            )
        ]


class DenialStep(models.Model):
    """What was done about a refusal, oldest first."""

    case = models.ForeignKey(DenialCase, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    on = models.DateField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=20)
    text = models.TextField(blank=True)
