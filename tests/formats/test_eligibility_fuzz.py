"""Broken answers of payers: never a crash; what is read is whole cents, shares and days."""

import random
from datetime import date
from decimal import Decimal
from json import dumps, loads

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.benefit_limits import said_of
from goodstanding.core.benefit_record import lines_of
from goodstanding.core.benefits import Whose, benefits_of
from goodstanding.formats.problems import NotReadable
from goodstanding.formats.x12.eligibility import KINDS, read
from goodstanding.formats.x12.eligibility_json import exchange_as_json
from tests.formats.remittance_text import SAMPLES
from tests.formats.test_bank_fuzz import mutated

FOLDER = SAMPLES.parent
OURS = sorted((FOLDER / "271").glob("*.271")) + sorted((FOLDER / "270").glob("*.270"))
WHOSE = Whose(1, "NSH", "North Star Health", "commercial")
PIECES = (
    b"", b"~", b"~~", b"*", b"**", b"^", b":", b"\n", b" ", b"-", b".", b"9" * 30, b"\xff", b"\0",
    b"~HL*9*3*23*0~", b"~HL*3*2*22*1~", b"~HL**", b"~EB*", b"~EB*C*IND*30***29*1e9", b"~NM1*",
    b"~AAA*N**75*C~", b"~DTP*291*RD8*20260101", b"~SE*1*0001~", b"~ST*271*1~", b"~LS*2120~",
    b"ISA*00*", b"~GE*1*1~", b"~IEA*1*1~", b"~III*ZZ*11~", b"~EQ*", b"~MSG*", b"~DMG*D8*19480231",
)  # fmt: skip

CARE, ON = [("97110", ("GP",)), ("99213", ())], date(2026, 12, 2)


def sound(raw: bytes) -> None:
    for kind in KINDS:
        try:
            found = read(raw, kind)
        except NotReadable:
            continue
        for one in found.exchanges:
            lines = lines_of(loads(dumps(exchange_as_json(one))))
            assert lines == one.lines
            said_of(lines, CARE, on=ON, told_on=ON)
            for line in one.lines:
                assert line.cents is None or 0 <= line.cents <= 10**11
                assert line.rate is None or Decimal(0) <= line.rate <= 1
            if one.patient is not None and one.made_on is not None:
                benefits_of(one.lines, WHOSE, on=one.made_on, dates=one.patient.dates)
        for problem in found.every_problem:
            assert problem.where
            assert "OLSON" not in problem.text


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(OURS), st.randoms(use_true_random=False))
def test_a_broken_file_never_raises(path, chance):
    sound(mutated(path.read_bytes(), chance, PIECES))


@pytest.mark.long
def test_thousands_of_broken_files():
    chance = random.Random(271)  # noqa: S311  made-up breakage, no secret
    for _ in range(2000):
        sound(mutated(chance.choice(OURS).read_bytes(), chance, PIECES))
