"""Damaged envelopes: every payment that can be told is read, and what is not read is told of."""

import pytest

from goodstanding.formats.x12.remittance_835 import Payment, read
from tests.remittance_text import check, one_line, remittance

FIRST = remittance(check("TA", one_line("A", 100, 60, "CO-45 40")))
SECOND = remittance(check("TB", one_line("B", 100, 60, "CO-45 40")), control="000000002")
OTHER_MARKS = SECOND.replace(b"*", b"|").replace(b"~", b"\n")
CLINIC = b"*ZZ*CLINIC         "
ENVELOPE = FIRST.index(b"ST*")
END = FIRST.index(b"GE*")


def told(raw: bytes) -> tuple[list[str], list[str]]:
    """Claims read, and problems as "code where"."""
    payments: list[Payment] = list(read(raw))
    problems = [problem for payment in payments for problem in payment.problems]
    return (
        [claim.claim_id for payment in payments for claim in payment.claims],
        [f"{problem.code} {problem.where}" for problem in problems],
    )


@pytest.mark.parametrize(
    "raw",
    [
        FIRST + SECOND,
        FIRST[FIRST.index(b"GS*") :] + SECOND,
        FIRST[ENVELOPE:END] + SECOND,
        FIRST[ENVELOPE:END] + OTHER_MARKS,
        OTHER_MARKS[OTHER_MARKS.index(b"GS|") :].replace(b"|B|", b"|A|") + SECOND,
        FIRST + b"\x1a\r\n" + SECOND + b"\x1a",
        FIRST.replace(CLINIC, b"") + SECOND,
        FIRST + SECOND.replace(CLINIC, b""),
        FIRST + OTHER_MARKS.replace(CLINIC.replace(b"*", b"|"), b""),
    ],
)
def test_interchanges_without_or_with_an_odd_isa_are_read(raw):
    claims, problems = told(raw)
    assert sorted(claims) == ["A", "B"]
    assert problems == []


@pytest.mark.parametrize(
    ("raw", "claims", "where"),
    [
        (FIRST.replace(b"ISA*00*", b"ISA0", 1) + SECOND, ["A", "B"], 1),
        (FIRST + OTHER_MARKS.replace(b"ISA|00|", b"ISA0", 1), ["A", "B"], len(FIRST) + 1),
        (FIRST + b"\r\n" + SECOND.replace(b"ISA*00*", b"X", 1), ["A", "B"], len(FIRST) + 3),
        (b"Subject: your remittance\r\n\r\n" + FIRST, ["A"], 1),
        (FIRST + b"\n\nthank you\n", ["A"], len(FIRST) + 3),
        (FIRST + OTHER_MARKS[:60].replace(b"ISA", b"IS"), ["A"], len(FIRST) + 1),
    ],
)
def test_bytes_in_no_interchange_are_told_of(raw, claims, where):
    assert told(raw) == (claims, [f"unread_text byte {where} of the file"])


def test_how_much_was_not_read_is_said():
    (payment,) = read(FIRST + b"\n\n nine char \n")
    assert payment.problems[0].text.startswith("9 bytes belong to no interchange")


def test_an_isa_in_columns_begins_an_interchange_wherever_it_stands():
    """The first file was cut in the middle of a claim, and the next one was written behind it."""
    claims, problems = told(FIRST[: FIRST.index(b"CLP*") + 8] + OTHER_MARKS)
    assert claims == ["A", "B"]
    assert {problem.split()[0] for problem in problems} == {"truncated", "payment_imbalance"}


def test_nothing_is_lost_to_an_iea_that_came_too_early():
    claims, problems = told(FIRST.replace(b"~CLP", b"~IEA*1*000000001~CLP"))
    assert claims == ["A"]
    assert problems


def test_segments_between_payments_are_told_of_once():
    raw = FIRST.replace(b"~GE*", b"~XX*1*2~YY~GE*")
    assert told(raw) == (["A"], ["unread_text between payments"])
    (payment,) = read(raw)
    assert "2 segments (6 characters)" in payment.problems[0].text


def test_a_segment_among_provider_adjustments_that_does_not_belong_there():
    raw = remittance(check("TA", one_line("A", 100, 60, "CO-45 40"), plb=["WO 5", "CS -5"]))
    claims, problems = told(
        raw.replace(b"PLB*1999999984*20261231*CS", b"PLX*1999999984*20261231*CS")
    )
    assert claims == ["A"]
    assert problems[0].startswith("stray_segment")


@pytest.mark.parametrize(
    ("raw", "cut"),
    [
        (FIRST, False),
        (FIRST[:END], False),
        (FIRST[: FIRST.index(b"SE*")], True),
        (FIRST[: FIRST.index(b"SE*")] + SECOND, True),
        (FIRST[: FIRST.index(b"SE*")] + FIRST[END:], False),
        (FIRST[: FIRST.index(b"SE*")] + FIRST[ENVELOPE:], False),
    ],
)
def test_a_payment_is_cut_when_its_file_ends_in_it(raw, cut):
    first = next(read(raw))
    assert first.cut is cut
    assert any("None of it counts" in problem.text for problem in first.problems) is cut


def test_a_part_with_other_line_breaks_loses_no_claim():
    two = remittance(check("TA", *(one_line(name, 100, 60, "CO-45 40") for name in "AB")))
    raw = two.replace(b"~", b"\r\n").replace(b"\r\nCLP*B", b"\rCLP*B")
    assert told(raw) == (["A", "B"], [])
    assert told(raw.replace(b"\r\n", b"\r\r\n")) == (["A", "B"], [])
