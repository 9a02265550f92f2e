"""The collection agency: its papers, the accounts placed there, and what went to and fro."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from goodstanding.records.models.ledger import Charge, Transfer
from goodstanding.records.models.people import Guarantor

OPEN = ("proposed", "approved", "placed")


class Agency(models.Model):
    """One writing of the agency's papers; the newest counts, the older ones stay. `fee_points`:
    hundredths of a percent of what is recovered; `fee_on_direct`: also of what is paid at the
    clinic while an account is there.
    """

    name = models.CharField(max_length=120)
    registration = models.CharField(max_length=60)
    contact = models.CharField(max_length=200)
    fee_points = models.IntegerField()
    fee_on_direct = models.BooleanField(default=False)
    agreement_on = models.DateField()
    contract_on = models.DateField()
    contract_until = models.DateField(null=True)
    licence_until = models.DateField()
    licence_checked_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class WrittenPoint(models.Model):
    """What a person wrote down about an account before a placement (core/agency_points.py)."""

    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="written_points")
    point = models.CharField(max_length=12)
    text = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class AgencyFile(models.Model):
    """A file for the agency, as it was handed over. `kind`: placements or notices."""

    number = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=12)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    lines = models.IntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class Placement(models.Model):
    """An account with the agency. `state`: proposed, approved, refused, placed, recalled, returned,
    closed. `checklist` is as it was when the file was made; `upto` the last transfer of the books
    then, `ended_upto` at its end.
    """

    number = models.BigIntegerField(unique=True)
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="placements")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="placements")
    state = models.CharField(max_length=10, db_index=True)
    cents = models.BigIntegerField()
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_why = models.TextField(blank=True)
    checklist = models.JSONField(default=list)
    placed_at = models.DateTimeField(null=True)
    placed_on = models.DateField(null=True)
    upto = models.BigIntegerField(default=0)
    file = models.ForeignKey(AgencyFile, models.PROTECT, null=True, related_name="placements")
    hold = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_upto = models.BigIntegerField(null=True)
    ended_why = models.TextField(blank=True)
    ended_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(cents__gt=0), name="placement_is_of_some_money"),
            CheckConstraint(
                condition=Q(state__in=("proposed", "refused"))
                | ~Q(decided_by=models.F("proposed_by")),
                name="placement_is_decided_by_another",
            ),
            UniqueConstraint(
                fields=["guarantor"], condition=Q(state__in=OPEN), name="placement_one_at_a_time"
            ),
        ]


class PlacedCharge(models.Model):
    """What of a charge was placed."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="charges")
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="+")
    cents = models.BigIntegerField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(cents__gt=0), name="placed_charge_is_of_some_money"),
            UniqueConstraint(fields=["placement", "charge"], name="placed_charge_once"),
        ]


class PlacementEvent(models.Model):
    """What happened to a placement, oldest first: proposed, approved, refused, placed, recalled,
    returned, closed, told (`file`: a line of it went to the agency), paid_told (`transfer` went).
    """

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="events")
    what = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    cents = models.BigIntegerField(default=0)
    file = models.ForeignKey(AgencyFile, models.PROTECT, null=True, related_name="+")
    transfer = models.OneToOneField(Transfer, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class AgencyReport(models.Model):
    """The agency's list of what it recovered, as it came. The same bytes come once."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class AgencyLine(models.Model):
    """One row of a report. `state`: posted, set_aside (`why`), dropped (a person decided so),
    taken_back (cents below zero, as while it waits; with its placement it is a proposal).
    `due_cents`: the fee by the contract. `ref` is the agency's own number of the payment.
    """

    report = models.ForeignKey(AgencyReport, models.PROTECT, related_name="lines")
    place = models.IntegerField()
    agency = models.CharField(max_length=120)
    ref = models.CharField(max_length=60)
    account = models.CharField(max_length=64)
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="lines")
    paid_on = models.DateField(null=True)
    cents = models.BigIntegerField(default=0)
    fee_cents = models.BigIntegerField(default=0)
    due_cents = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, db_index=True)
    why = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)
    posted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["agency", "ref"], condition=Q(state="posted"), name="agency_line_once"
            ),
            UniqueConstraint(fields=["report", "place"], name="agency_line_one_a_row"),
        ]
