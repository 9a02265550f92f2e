"""Guarantors, their patients, and who covers them. Column names follow the practice export."""

from django.db import models


class Guarantor(models.Model):
    """An account: the person who is asked. `number` is the clinic's own guarantor_id."""

    number = models.CharField(max_length=64, unique=True)
    last_name = models.CharField(max_length=120, db_index=True)
    first_name = models.CharField(max_length=120)
    birth_on = models.DateField(null=True)
    street = models.CharField(max_length=200, blank=True)
    street2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=40, blank=True)
    zip = models.CharField(max_length=20, blank=True)
    phone_home = models.CharField(max_length=40, blank=True)
    phone_mobile = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=35, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    preferred_channel = models.CharField(max_length=10, blank=True)
    text_consent_on = models.DateField(null=True)
    text_revoked_on = models.DateField(null=True)
    email_consent_on = models.DateField(null=True)
    email_opted_out_on = models.DateField(null=True)
    mail_returned_on = models.DateField(null=True)
    employer = models.CharField(max_length=120, blank=True)
    household_size = models.IntegerField(null=True)
    annual_income_cents = models.BigIntegerField(null=True)
    signed_on = models.DateField(null=True)
    confidential_address = models.BooleanField(null=True)
    consented_alone = models.BooleanField(null=True)
    # A mark of street and ZIP: accounts with the same one live together ("" when not known).
    household = models.CharField(max_length=16, blank=True, db_default="", db_index=True)


class Patient(models.Model):
    number = models.CharField(max_length=64, unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="patients")
    last_name = models.CharField(max_length=120, db_index=True)
    first_name = models.CharField(max_length=120)
    birth_on = models.DateField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    deceased_on = models.DateField(null=True)


class Coverage(models.Model):
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="coverages")
    rank = models.SmallIntegerField()
    payer = models.CharField(max_length=64)
    payer_name = models.CharField(max_length=200)
    payer_type = models.CharField(max_length=24)
    member = models.CharField(max_length=64, blank=True)
    group_number = models.CharField(max_length=64, blank=True)
    effective_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    qmb = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member"], condition=~models.Q(member=""), name="coverage_member")
        ]
