"""Money taken, counted, brought to the bank and given back by people.

What happened is added, never changed (records/guards.py): a receipt that was wrong or whose check
came back is reversed by a later row.
"""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from goodstanding.records import choices
from goodstanding.records.models.ledger import Transfer
from goodstanding.records.models.people import Guarantor
from goodstanding.records.models.visits import Charge


class Receipt(models.Model):
    """Money someone took in by hand; `number` counts without a gap. `on` is the business day it is
    posted to, `key` the form it came from, so that sending the form twice takes it once. Its
    transfers have the source "receipt:<number>:<n>". `payer` for an insurer's check; `guarantor`
    for a patient's money.
    """

    number = models.BigIntegerField(unique=True)
    key = models.CharField(max_length=64, unique=True)
    on = models.DateField(db_index=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    drawer = models.CharField(max_length=40)
    tender = models.CharField(max_length=12, choices=choices.tenders)
    cents = models.BigIntegerField()
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, null=True, related_name="receipts")
    payer = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(cents__gt=0), name="receipt_is_of_some_money")]


class ReceiptUndone(models.Model):
    """A receipt reversed whole: its check came back ("returned"), or it was wrong
    ("correction").
    """

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="undone")
    on = models.DateField(db_index=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    kind = models.CharField(max_length=12)
    reason = models.TextField()


class DrawerStart(models.Model):
    """What lay in a drawer when its day began; the newest row of a day counts."""

    on = models.DateField()
    drawer = models.CharField(max_length=40)
    cents = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class DrawerCount(models.Model):
    """One tender of one drawer as a person counted it; the newest row of a day counts. `reason`
    says why it differs from the books.
    """

    on = models.DateField()
    drawer = models.CharField(max_length=40)
    tender = models.CharField(max_length=12, choices=choices.tenders)
    cents = models.BigIntegerField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class DayClose(models.Model):
    """A day closed by one person and confirmed by another where it was over or short. `figures` are
    those of the report, frozen. `version` counts closings of one day.
    """

    on = models.DateField()
    version = models.SmallIntegerField(default=1)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    second = models.CharField(max_length=150, blank=True)
    figures = models.JSONField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["on", "version"], name="a_day_closes_once_a_version")
        ]


class DayReopened(models.Model):
    """A manager opened a closed day again; both versions stay."""

    close = models.OneToOneField(DayClose, models.PROTECT, related_name="reopened")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.TextField()


class Deposit(models.Model):
    """Money brought to the bank in one piece: cash and checks of a day, or a card batch."""

    number = models.BigIntegerField(unique=True)
    on = models.DateField(db_index=True)
    tender = models.CharField(max_length=12)
    cents = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class DepositItem(models.Model):
    """A receipt goes to the bank in one deposit."""

    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="items")
    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="deposited")


class BankLine(models.Model):
    """One line of a bank statement; `key` makes the same line of two files one. Cents above zero
    came in.
    """

    key = models.CharField(max_length=160, unique=True)
    file = models.ForeignKey("ImportFile", models.PROTECT, related_name="bank_lines")
    on = models.DateField(db_index=True)
    cents = models.BigIntegerField()
    code = models.CharField(max_length=8, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    trace = models.CharField(max_length=80, blank=True, db_index=True)
    text = models.TextField(blank=True)


class BankMatch(models.Model):
    """What a bank line is: the money of a remittance, of a deposit, of a receipt, or `other` with
    its reason. A match that was undone stays, and counts no more.
    """

    line = models.ForeignKey(BankLine, models.PROTECT, related_name="matches")
    remittance = models.ForeignKey("Remittance", models.PROTECT, null=True, related_name="bank")
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="bank")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="bank")
    other = models.TextField(blank=True)
    how = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=[one], condition=Q(undone_at__isnull=True), name=f"bank_match_one_{one}"
            )
            for one in ("line", "remittance", "deposit", "receipt")
        ]


class Refund(models.Model):
    """Credit to be given back. `state`: asked, approved, declined, issued, stopped. Approved ones
    have moved the ledger ("refund:<number>"); `payer` when it goes back to an insurer, of
    `charge`'s overpayment. `limit_cents`: what one person could give back alone on the day it
    was asked.
    """

    number = models.BigIntegerField(unique=True)
    key = models.CharField(max_length=64, unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="refunds")
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="refunds")
    payer = models.CharField(max_length=64, blank=True)
    cents = models.BigIntegerField()
    limit_cents = models.BigIntegerField(default=0, db_default=0)
    why = models.CharField(max_length=24)
    words = models.TextField(blank=True)
    tender = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default="asked", db_index=True)
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_why = models.TextField(blank=True)
    posted_on = models.DateField(null=True)
    exported_at = models.DateTimeField(null=True)
    check_number = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField(null=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(cents__gt=0), name="refund_is_of_some_money")]


class CreditNotice(models.Model):
    """The letter to an owner before an unclaimed credit is reported, and the report itself."""

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="credit_notices")
    kind = models.CharField(max_length=12)  # letter, reported
    cents = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class PeriodLock(models.Model):
    """No posting on a day up to `until`; the newest row counts. Null: nothing is locked."""

    until = models.DateField(null=True)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class Adjustment(models.Model):
    """A write-off or a move made by hand, with its reason; above the limit it was asked for by one
    and agreed by another. Its transfer has the source "adjustment:<number>".
    """

    number = models.BigIntegerField(unique=True)
    key = models.CharField(max_length=64, unique=True)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=24, choices=choices.transaction_kinds)
    cents = models.BigIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=10, db_index=True)  # asked, posted, declined, undone
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    transfer = models.OneToOneField(Transfer, models.PROTECT, null=True, related_name="adjustment")
