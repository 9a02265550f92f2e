"""Generated remittances: the same seed gives the same bytes, and all of it balances."""

import pytest

from goodstanding.formats.x12.remittance_835 import read, totals
from goodstanding.synthetic.remittances import remittance_file


def test_the_seed_decides():
    first, again, other = (b"".join(remittance_file(5, seed=seed)) for seed in (7, 7, 8))
    assert first == again != other


@pytest.mark.parametrize(("claims", "per_payment", "payments"), [(0, 5, 0), (10, 5, 2), (11, 5, 3)])
def test_shape(claims, per_payment, payments):
    raw = b"".join(remittance_file(claims, per_payment=per_payment))
    found = list(read(raw)) if claims else []
    whole = totals(found)
    assert (whole.payments, whole.claims, whole.balanced) == (payments, claims, True)
    assert all(len(payment.provider_adjustments) == 2 for payment in found)
    assert all(len(claim.lines) == 3 for payment in found for claim in payment.claims)
    assert all(claim.lines[0].adjustments for payment in found for claim in payment.claims)
