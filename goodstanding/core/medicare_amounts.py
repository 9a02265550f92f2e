"""Medicare's amount of a code from its relative values, a locality's cost indexes and the year's
conversion factor (42 CFR 414.20): (work + practice + malpractice, each by its index) x factor.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from goodstanding.core.money import Cents

FACILITY, OFFICE = "facility", "office"
PLACES = (OFFICE, FACILITY)
_PAYABLE = frozenset("ART")  # active, restricted coverage, injection: CMS's own status codes


@dataclass(frozen=True, slots=True)
class Indexes:
    """A locality's three cost indexes (GPCI)."""

    work: Decimal
    practice: Decimal
    malpractice: Decimal


@dataclass(frozen=True, slots=True)
class RelativeValues:
    """One row of CMS's file. `practice_office` or `practice_facility` is None where the service is
    not done there. `factor`: dollars for one relative value.
    """

    status: str
    work: Decimal
    practice_office: Decimal | None
    practice_facility: Decimal | None
    malpractice: Decimal
    factor: Decimal

    def practice(self, place: str) -> Decimal | None:
        return self.practice_facility if place == FACILITY else self.practice_office


@dataclass(frozen=True, slots=True)
class MedicareAmount:
    """`practice_cents` is exact: a therapy reduction takes its share before any rounding."""

    cents: Cents
    practice_cents: Fraction


def medicare_amount(
    values: RelativeValues, indexes: Indexes, *, place: str
) -> MedicareAmount | None:
    """None where Medicare sets no amount: another status, not done at that place, or no values."""
    practice = values.practice(place)
    if values.status not in _PAYABLE or practice is None:
        return None
    cents_of_one = Fraction(values.factor) * 100
    part = Fraction(practice) * Fraction(indexes.practice) * cents_of_one
    work = Fraction(values.work) * Fraction(indexes.work)
    malpractice = Fraction(values.malpractice) * Fraction(indexes.malpractice)
    whole = (work + malpractice) * cents_of_one + part
    return MedicareAmount(half_up(whole), part) if whole else None


def half_up(cents: Fraction) -> Cents:
    """Never below zero here, so half a cent is always more."""
    return int(cents + Fraction(1, 2))
