"""Price lists, as they were imported, and the clinic's own bundles of services."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint


class PriceList(models.Model):
    """One list of one payer and plan from one day on; a newer one comes in its place, none is
    taken away. `kind`: charge_master, payer, rvu, gpci (core/price_kinds.py). `sha256` is of the
    file it came in; a file may hold several lists.
    """

    kind = models.CharField(max_length=16)
    payer = models.CharField(max_length=64, blank=True)
    plan = models.CharField(max_length=64, blank=True)
    effective_on = models.DateField()
    ends_on = models.DateField(null=True)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    rows = models.IntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("effective_on")),
                name="price_list_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "payer", "effective_on"], name="price_list_in_force")
        ]


class Price(models.Model):
    """One row of a list. The amounts are of one unit; None: no price at that place. `cms`: what
    CMS's files say of it, as text; of a list of cost indexes `code` is the locality.
    """

    list = models.ForeignKey(PriceList, models.PROTECT, related_name="prices")
    code = models.CharField(max_length=20)
    modifier = models.CharField(max_length=10, blank=True)
    office_cents = models.BigIntegerField(null=True)
    facility_cents = models.BigIntegerField(null=True)
    cms = models.JSONField(default=dict)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["list", "code", "modifier"], name="price_once_a_list"),
            CheckConstraint(
                condition=(Q(office_cents=None) | Q(office_cents__gte=0))
                & (Q(facility_cents=None) | Q(facility_cents__gte=0)),
                name="price_is_never_below_nothing",
            ),
        ]


class BundleVersion(models.Model):
    """The clinic's bundles and warnings of separate bills, as TOML (core/bundles.py); the newest
    counts."""

    version = models.IntegerField(unique=True)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
