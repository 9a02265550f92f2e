"""pyx12 reads the same files: an oracle that shares no code with us."""

import io
from decimal import Decimal

import pytest
from pyx12.x12file import X12Reader

from goodstanding.formats.x12.remittance_835 import read, totals
from goodstanding.synthetic.remittances import remittance_file
from tests.formats.remittance_text import SAMPLES

FILES = {
    "paid": (SAMPLES / "paid.835").read_text(encoding="ascii"),
    "generated": b"".join(remittance_file(40, per_payment=15)).decode("ascii"),
}


def by_pyx12(text: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for segment in X12Reader(io.StringIO(text)):
        tag = segment.get_seg_id()
        if tag in ("CLP", "BPR"):
            names = ("BPR02",) if tag == "BPR" else ("CLP03", "CLP04", "CLP05")
            found = [(name, segment.get_value(name)) for name in names]
        elif tag == "CAS":
            group = segment.get_value("CAS01")
            found = [(group, segment.get_value(f"CAS{at:02d}")) for at in range(3, 19, 3)]
        elif tag == "PLB":
            found = [(tag, segment.get_value(f"PLB{at:02d}")) for at in range(4, 15, 2)]
        else:
            continue
        for name, amount in found:
            sums[name] = sums.get(name, Decimal(0)) + Decimal(amount or 0)
    return sums


@pytest.mark.parametrize("name", FILES)
def test_sums_are_those_of_pyx12(name):
    whole = totals(read(FILES[name].encode()))
    ours = {
        "CLP03": whole.charged,
        "CLP04": whole.paid,
        "CLP05": whole.patient_responsibility,
        "BPR02": whole.payment_amount,
        "PLB": whole.provider_adjustments,
        **whole.adjustments,
    }
    theirs = by_pyx12(FILES[name])
    assert ours == {key: int(theirs.get(key, 0) * 100) for key in ours}
