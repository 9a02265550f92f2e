"""The books: transfers that are only ever added, and the two tables derived from them.

A transfer moves cents from the credited to the debited ledger account. Balances of an item are
debits less credits on `insurer_due` and `patient_due`; `unapplied` is a liability, so its balance
is credits less debits.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from goodstanding.records import choices
from goodstanding.records.models.people import Guarantor, Patient
from goodstanding.records.models.visits import Charge


class Transfer(models.Model):
    """`source` says where it came from and can come only once: "charge:C1", "practice:T1",
    "835:...", "desk:...". A reversal is the mirror of the transfer it `reverses`; nothing is ever
    changed or deleted (records/guards.py).
    """

    source = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=24, choices=choices.transaction_kinds)
    debit = models.CharField(max_length=16)
    credit = models.CharField(max_length=16)
    cents = models.BigIntegerField()
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="transfers")
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="transfers")
    posted_on = models.DateField()
    received_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    payer = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=4, blank=True)
    reason_code = models.CharField(max_length=12, blank=True)
    method = models.CharField(max_length=12, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False
    )
    file = models.ForeignKey(
        "ImportFile", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(cents__gt=0), name="transfer_moves_something"),
            CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_has_two_sides"),
            # Only the few reversals are in this index; with every transfer's NULL it misled
            # SQLite's planner.
            UniqueConstraint(
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                name="transfer_is_reversed_once",
            ),
        ]
        # The close of a day asks for one day; a query gets this index by saying NOT (kind =
        # 'charge'), and no other query's plan can meet it.
        indexes = [
            Index(fields=["posted_on"], condition=~Q(kind="charge"), name="moves_by_day"),
            # The few that a provider-level account is worked from.
            Index(
                fields=["payer", "reference"],
                condition=Q(debit="provider_level") | Q(credit="provider_level"),
                name="transfer_provider_level",
            ),
            # Insurers' money on no charge: what came, and what became of it.
            Index(
                fields=["source"],
                condition=Q(debit="insurer_unplaced") | Q(credit="insurer_unplaced"),
                name="transfer_unplaced",
            ),
        ]


class Twin(models.Model):
    """A transaction of an export (`source`) that is the same money as a remittance's transfer."""

    source = models.CharField(max_length=160, unique=True)
    transfer = models.OneToOneField(Transfer, models.PROTECT, related_name="twin")


class Denial(models.Model):
    """The insurer said no to this much of a charge. Moves nothing; `undone_on` when the denial was
    reversed.
    """

    source = models.CharField(max_length=160, unique=True)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="denials")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    posted_on = models.DateField()
    received_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    cents = models.BigIntegerField()
    payer = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=4, blank=True)
    reason_code = models.CharField(max_length=12, blank=True)
    method = models.CharField(max_length=12, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    undone_on = models.DateField(null=True)
    undone_by = models.CharField(max_length=160, blank=True, db_index=True)
    file = models.ForeignKey(
        "ImportFile", models.PROTECT, null=True, related_name="+", db_index=False
    )


class OpenItem(models.Model):
    """Derived: what one party still owes on one charge since one day, after unapplied money has
    been counted.
    """

    guarantor = models.ForeignKey(Guarantor, models.CASCADE, related_name="open_items")
    charge = models.ForeignKey(Charge, models.CASCADE, related_name="open_items", db_index=False)
    party = models.CharField(max_length=8, choices=choices.parties)
    since = models.DateField()
    cents = models.BigIntegerField()


class Standing(models.Model):
    """Derived: one row an account, what lists and the daily run ask for. Money as of everything
    posted; `unapplied_cents` before it is counted against layers, `credit_cents` what is left
    after; `overpaid_cents` by how much charges got more than they were, whatever else is owed.
    """

    guarantor = models.OneToOneField(
        Guarantor, models.CASCADE, primary_key=True, related_name="standing"
    )
    insurer_cents = models.BigIntegerField(default=0)
    patient_cents = models.BigIntegerField(default=0)
    credit_cents = models.BigIntegerField(default=0)
    unapplied_cents = models.BigIntegerField(default=0)
    overpaid_cents = models.BigIntegerField(default=0, db_default=0)
    oldest_patient_on = models.DateField(null=True)
    last_payment_on = models.DateField(null=True)
    last_posted_on = models.DateField(null=True)
    changed = models.BooleanField(default=True)
    decided_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    act = models.CharField(max_length=24, default="none", choices=choices.acts)
    step = models.CharField(max_length=40, blank=True)
    queue = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(null=True)
    priority = models.IntegerField(default=0)
    ask_cents = models.BigIntegerField(default=0)
    # of the first reason, when the account waits for one
    rule = models.CharField(max_length=80, blank=True)
    decision_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["queue", "-priority", "guarantor"], name="standing_worklist"),
            # All that the tabs of Today count, so that counting reads no row.
            models.Index(
                fields=["queue", "act", "due_on", "patient_cents"], name="standing_counts"
            ),
            # Few are changed at a time, and half have no day of review.
            models.Index(fields=["guarantor"], condition=Q(changed=True), name="standing_changed"),
            models.Index(
                fields=["review_on"], condition=Q(review_on__isnull=False), name="standing_review"
            ),
            models.Index(fields=["last_posted_on"], name="standing_posted"),
            models.Index(fields=["last_payment_on"], name="standing_paid"),
        ]
