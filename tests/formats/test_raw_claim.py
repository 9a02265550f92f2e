"""One claim's own segments out of a file of several checks."""

from goodstanding.formats.x12.raw_claim import claim_segments
from goodstanding.formats.x12.remittance_835 import read
from tests.remittance_text import check, one_line, remittance

FIRST, SECOND = one_line("CL1", 200, 80, "CO-45 120"), one_line("CL2", 90, 30, "CO-45 60")
RAW = remittance(check("T1", FIRST, SECOND, plb=["WO 1"]), check("T2", SECOND, FIRST))


def places(raw):
    return [
        (payment.trace, claim.position, claim.claim_id)
        for payment in read(raw)
        for claim in payment.claims
    ]


def test_each_claim_is_found_at_the_place_the_reader_gives():
    for trace, position, number in places(RAW):
        wanted = FIRST if number == "CL1" else SECOND
        assert claim_segments(RAW, trace, position) == tuple(wanted)


def test_another_separator_is_kept():
    raw = RAW.replace(b"*", b"|")
    (trace, position, _), *_ = places(raw)
    assert claim_segments(raw, trace, position)[0] == FIRST[0].replace("*", "|")


def test_what_is_not_there_is_empty():
    assert claim_segments(RAW, "T9", 7) == ()
    assert claim_segments(RAW, "T1", 2) == ()
