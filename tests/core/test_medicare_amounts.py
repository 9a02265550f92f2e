"""Medicare's amounts by CMS's own arithmetic, worked by hand; made-up values in its format."""

from decimal import Decimal
from fractions import Fraction

import pytest

from goodstanding.core.medicare_amounts import Indexes, RelativeValues, medicare_amount

FACTOR = "33.2875"
NATION, HERE = ("1", "1", "1"), ("1.000", "0.991", "0.354")


def amount(work, practice, malpractice, *, indexes=HERE, place="office", status="A"):
    office, facility = practice
    values = RelativeValues(
        status, Decimal(work), office and Decimal(office), facility and Decimal(facility),
        Decimal(malpractice), Decimal(FACTOR),
    )  # fmt: skip
    return medicare_amount(values, Indexes(*map(Decimal, indexes)), place=place)


@pytest.mark.parametrize(
    ("values", "indexes", "place", "cents"),
    [
        # 1.30 + 1.36 + 0.10 = 2.76; x 33.2875 = 91.8735
        (("1.30", ("1.36", "0.55"), "0.10"), NATION, "office", 9187),
        # 1.30 + 0.55 + 0.10 = 1.95; x 33.2875 = 64.910625
        (("1.30", ("1.36", "0.55"), "0.10"), NATION, "facility", 6491),
        # 1.30 + 1.36 x .991 + 0.10 x .354 = 2.68316; x 33.2875 = 89.3156885
        (("1.30", ("1.36", "0.55"), "0.10"), HERE, "office", 8932),
        # 19.60 + 14.46 x .991 + 3.97 x .354 = 35.33524; x 33.2875 = 1,176.2218015
        (("19.60", (None, "14.46"), "3.97"), HERE, "facility", 117622),
        # half a cent is up: 1 x 33.2875 -> 33.29; 2 x 33.2875 = 66.575 -> 66.58
        (("2", ("0", "0"), "0"), NATION, "office", 6658),
    ],
)
def test_cms_arithmetic(values, indexes, place, cents):
    assert amount(*values, indexes=indexes, place=place).cents == cents


def test_the_practice_part_is_kept_exact():
    # 1.36 x .991 x 33.2875 = 44.863561: in cents 4486.3561
    found = amount("1.30", ("1.36", "0.55"), "0.10")
    assert found.practice_cents == Fraction("4486.3561")


def test_no_amount_is_none_never_zero():
    assert amount("19.60", (None, "14.46"), "3.97") is None
    assert amount("1.30", ("1.36", "0.55"), "0.10", status="N") is None
    assert amount("0", ("0", "0"), "0") is None
