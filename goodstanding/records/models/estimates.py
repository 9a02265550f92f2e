"""Estimates made here, in versions that never change; what was given to the patient and how; and a
supervisor's look at a bill far over its estimate. What the gate compares is in `Estimate`.
"""

from django.db import models

from goodstanding.records.models.people import Patient
from goodstanding.records.models.visits import Appointment


class CostEstimate(models.Model):
    """One course of care that is estimated. `deliver_by`: the last day to give it, None when no law
    sets one. `recurs_until`: the last day of care that comes again; `times` how often it comes.
    """

    number = models.CharField(max_length=64, unique=True)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="cost_estimates")
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="cost_estimates"
    )
    track = models.CharField(max_length=12)  # good_faith or insured
    asked_on = models.DateField(null=True)
    booked_on = models.DateField()
    service_on = models.DateField(db_index=True)
    recurs_until = models.DateField(null=True)
    times = models.SmallIntegerField(default=1)
    deliver_by = models.DateField(null=True, db_index=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_why = models.TextField(blank=True)


class EstimateVersion(models.Model):
    """Never changed. `inputs` is what was written down, `figures` what came of it by the law of its
    day; `why` is why there is a newer one.
    """

    estimate = models.ForeignKey(CostEstimate, models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    why = models.TextField(blank=True)
    inputs = models.JSONField()
    figures = models.JSONField()
    share_cents = models.BigIntegerField()
    at_most_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["estimate", "number"], name="estimate_version_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=models.Q(at_most_cents__gte=models.F("share_cents")),
                name="estimate_range_is_in_order",
            ),
        ]


class EstimateLine(models.Model):
    """`cents` is the expected charge of the whole line, units included."""

    version = models.ForeignKey(EstimateVersion, models.PROTECT, related_name="lines")
    place_in_order = models.SmallIntegerField()
    provider = models.CharField(max_length=120)
    npi = models.CharField(max_length=10, blank=True)
    tin = models.CharField(max_length=10, blank=True)
    code = models.CharField(max_length=20)
    modifiers = models.CharField(max_length=40, blank=True)
    diagnosis = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=12)
    units = models.IntegerField()
    cents = models.BigIntegerField()


class EstimateGiven(models.Model):
    """A version given to the patient, with the words of its paper. Kept until `keep_until`."""

    version = models.OneToOneField(EstimateVersion, models.PROTECT, related_name="given")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    how = models.CharField(max_length=8)  # print or email
    told_aloud = models.BooleanField()
    late_why = models.TextField(blank=True)
    paper = models.JSONField()
    keep_until = models.DateField()


class EstimateReview(models.Model):
    """A supervisor looked at a provider's bill over its estimate, as high as it was then; a higher
    one is looked at again. Ours or one from the practice's export: `number` names either.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    number = models.CharField(max_length=64)
    provider = models.CharField(max_length=120, blank=True)
    service_on = models.DateField(null=True)
    estimated_cents = models.BigIntegerField()
    billed_cents = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    found = models.TextField()
