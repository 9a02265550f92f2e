"""Remittances as the payers sent them: every check and claim ends posted, waiting or set aside."""

from django.db import models

from goodstanding.records.models.imports import ImportFile

# In the key of a reading of a check whose place another took.
REPLACED = "|replaced "
# SQL, of a row m: what `Remittance.brings_money` says.
BRINGS_MONEY = "(m.balanced AND m.receipt_id IS NULL)"


class Remittance(models.Model):
    """One check (ST) of an 835. `key` is payer, trace, amount and date: the same check comes only
    once. `receipt`: its money was taken at the desk by this receipt, so the remittance itself moves
    none; `receipt_stands` when a person said that this is all of it.
    """

    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="remittances")
    key = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    payer = models.CharField(max_length=80, blank=True)
    payer_name = models.CharField(max_length=200, blank=True)
    trace = models.CharField(max_length=80)
    method = models.CharField(max_length=10, blank=True)
    cents = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    balanced = models.BooleanField()
    receipt = models.ForeignKey("Receipt", models.PROTECT, null=True, related_name="remittances")
    receipt_stands = models.BooleanField(default=False, db_default=False)

    @property
    def brings_money(self) -> bool:
        """Its amount is in the ledger by its own transfers."""
        return self.balanced and self.receipt_id is None


class RemittanceClaim(models.Model):
    """`state`: posted, waiting (no charge of ours yet, or a person must look), aside (it or its
    check does not balance, is cut, or is not the one posted), replaced (the payer sent it again).
    """

    remittance = models.ForeignKey(Remittance, models.PROTECT, related_name="claims")
    place = models.IntegerField()
    claim = models.CharField(max_length=64, db_index=True)
    status = models.CharField(max_length=4)
    payer_control = models.CharField(max_length=64, blank=True)
    charged_cents = models.BigIntegerField()
    paid_cents = models.BigIntegerField()
    patient_cents = models.BigIntegerField()
    state = models.CharField(max_length=10, db_index=True)
    why = models.TextField(blank=True)
    content = models.TextField()
    taken_back = models.BooleanField(default=False)
    # A person put it off until this day.
    later_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["payer_control"],
                condition=~models.Q(payer_control=""),
                name="claim_payer_control",
            )
        ]


class ProviderAdjustment(models.Model):
    """A PLB: positive cents lowered the check, negative ones raised it. Never a claim's money."""

    remittance = models.ForeignKey(Remittance, models.PROTECT, related_name="provider_adjustments")
    provider = models.CharField(max_length=80, blank=True)
    fiscal_on = models.DateField(null=True)
    reason = models.CharField(max_length=4)
    reference = models.CharField(max_length=80, blank=True)
    cents = models.BigIntegerField()
    # The claim its reference names, once that claim is here.
    claim = models.ForeignKey(
        RemittanceClaim, models.PROTECT, null=True, related_name="provider_adjustments"
    )


class ClaimStep(models.Model):
    """What people did with a remitted claim, oldest first."""

    claim = models.ForeignKey(RemittanceClaim, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    what = models.CharField(max_length=20)
    text = models.TextField(blank=True)


class ClaimLink(models.Model):
    """A person said which claim of ours a payer means by a number; remembered for the next file."""

    payer = models.CharField(max_length=80)
    theirs = models.CharField(max_length=64)
    ours = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payer", "theirs"], name="one_meaning_a_number")
        ]


class ProviderSettled(models.Model):
    """A residue of provider-level money that a person wrote off, with the reason. Its transfer has
    the source "provider_level:<id>:1".
    """

    key = models.CharField(max_length=64, unique=True)
    payer = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    cents = models.BigIntegerField()
    reason = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
