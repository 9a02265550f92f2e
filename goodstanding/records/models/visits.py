"""What was done and what is booked: charges and appointments."""

from django.db import models
from django.db.models import F, Func, Index, Q

from goodstanding.records import choices
from goodstanding.records.models.people import Patient


class Loosely(Func):
    """A number without what payers change in it, the same text on both databases."""

    template = (
        "ltrim(upper(replace(replace(replace(replace(replace("
        "%(expressions)s, '-', ''), ' ', ''), '.', ''), '/', ''), '_', '')), '0')"
    )
    output_field = models.CharField()


class Charge(models.Model):
    """One charge line. Its money is in the ledger; `cents` is what the export says and the ledger's
    charge posting repeats. `expects` is as given ("" when the export leaves it open), `expected`
    the party it was posted to; `payer` the first-ranked coverage's payer in force on the service
    date ("" when none).
    """

    number = models.CharField(max_length=64, unique=True)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="charges")
    claim = models.CharField(max_length=64, blank=True, db_index=True)
    service_on = models.DateField()
    posted_on = models.DateField()
    code = models.CharField(max_length=20)
    modifiers = models.CharField(max_length=40, blank=True)
    units = models.CharField(max_length=20)
    cents = models.BigIntegerField()
    provider = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=120, blank=True)
    diagnosis = models.CharField(max_length=200, blank=True)
    first_billed_on = models.DateField(null=True)
    insurer_known_on = models.DateField(null=True)
    abn_on = models.DateField(null=True)
    noncovered_ack_on = models.DateField(null=True)
    self_pay_restriction = models.BooleanField(null=True)
    network = models.CharField(max_length=4, blank=True)
    global_days = models.IntegerField(null=True)
    expects = models.CharField(max_length=10, blank=True)
    expected = models.CharField(max_length=10, choices=choices.parties)
    payer = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            # Few patients keep a visit from their plan.
            Index(
                fields=["patient"], condition=Q(self_pay_restriction=True), name="charge_kept_apart"
            ),
            # A payer sends our claim number back in other letters, without its zeros or its dashes
            # (core/claim_numbers.py says the same in Python).
            Index(Loosely(F("claim")), condition=~Q(claim=""), name="charge_claim_loosely"),
        ]


class Appointment(models.Model):
    number = models.CharField(max_length=64, unique=True)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField(db_index=True)
    scheduled_on = models.DateField()
    provider = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=80, blank=True)
    planned_codes = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12)
