"""Which claim of ours is near, which is it, and what may be done with one that waits."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from goodstanding.core.claim_fixes import Fix, likely_fix, possible
from goodstanding.core.matching import Candidate
from goodstanding.core.matching_desk import Near, Way, alike, fits, like_name, nearest, only_fit

DAY = date(2026, 5, 1)


@dataclass
class Adjustment:
    group: str
    reason: str
    cents: int


@dataclass
class Line:
    charged_cents: int = 20000
    paid_cents: int = 8000
    code: str = "99213"
    submitted_code: str = ""
    modifiers: tuple = ()
    service_on: date | None = DAY
    ref_6r: str = ""
    adjustments: tuple = ()


@dataclass
class Claim:
    claim_id: str = "X77"
    status: str = "1"
    charged_cents: int = 20000
    paid_cents: int = 8000
    payer_control: str = ""
    member_id: str = "MEM1"
    insured_id: str = ""
    patient_last: str = "LARK"
    patient_first: str = "ANA"
    service_from: date | None = None
    service_to: date | None = None
    adjustments: tuple = ()
    lines: list = field(default_factory=lambda: [Line()])


def charge(key=1, cents=20000, on=DAY, code="99213", patient=1):
    return Candidate(
        key, f"C{key}", "CL1", patient, on, code, "", cents, "insurer", cents, 0, 1
    )  # fmt: skip


def near(*charges, number="CL1", members=("MEM1",), last="Lark", first="Ana"):
    return Near(number, 1, charges or (charge(),), frozenset(members), last, first)


@pytest.mark.parametrize(
    ("claim", "ours", "way", "fit"),
    [
        (Claim(), near(), Way.MEMBER, True),
        (Claim(patient_last="WREN"), near(), Way.MEMBER, False),
        (Claim(patient_last="", patient_first=""), near(), Way.MEMBER, False),
        (Claim(patient_last="", patient_first=""), near(), Way.NUMBER, True),
        (Claim(member_id="OTHER"), near(), Way.NUMBER, False),
        (Claim(member_id=""), near(), Way.NUMBER, True),
        (Claim(), near(members=()), Way.NUMBER, True),
        (Claim(), near(charge(cents=20001)), Way.NUMBER, False),
        (Claim(), near(charge(on=date(2026, 5, 2))), Way.NUMBER, False),
        (Claim(), near(charge(), charge(2, 500)), Way.NUMBER, False),  # one is left over
        (Claim(lines=[Line(service_on=None)]), near(), Way.MEMBER, False),
        (Claim(lines=[Line(service_on=None)]), near(), Way.NUMBER, True),
        (Claim(lines=[]), near(), Way.NUMBER, True),
        (Claim(lines=[], charged_cents=19999), near(), Way.NUMBER, False),
        (Claim(patient_first="BO"), near(), Way.NUMBER, False),
        (Claim(patient_first="ANA MARIA"), near(), Way.MEMBER, True),
    ],
)
def test_what_fits_so_well_that_it_may_post(claim, ours, way, fit):
    assert fits(claim, ours, way) is fit


def test_of_two_that_fit_none_is_chosen():
    assert only_fit(Claim(), [near()], Way.MEMBER) == near()
    assert only_fit(Claim(), [near(), near(number="CL2")], Way.MEMBER) is None


@pytest.mark.parametrize(
    ("theirs", "ours", "is_alike"),
    [
        ("CL-0001", "cl0001", True), ("000CL0001", "CL0001", True), ("CL0002", "CL0001", True),
        ("CL0132", "CL0001", False), ("CL000199", "CL0001", True), ("0", "", False),
        ("12", "13", False), ("12", "12", True), ("", "CL1", False),
    ],
)  # fmt: skip
def test_numbers_that_could_be_one(theirs, ours, is_alike):
    assert alike(theirs, ours) is is_alike


@pytest.mark.parametrize(
    ("last", "first", "is_like"),
    [
        ("LARK", "ANA", True), ("Lark-Wren", "Ana", True), ("LARK", "", True), ("LAR", "AN", True),
        ("WREN", "ANA", False), ("LARK", "BO", False), ("", "ANA", False),
    ],
)  # fmt: skip
def test_names_that_could_be_one(last, first, is_like):
    assert like_name(Claim(patient_last=last, patient_first=first), near()) is is_like


def test_the_three_nearest_say_what_agrees():
    far = [
        near(charge(n, 20000, code="1"), number=f"Z{n}", last="X", members=("Q",))
        for n in range(2, 7)
    ]
    found = nearest(Claim(claim_id="CL1"), [*far, near()])
    assert [one.near.number for one in found] == ["CL1", "Z2", "Z3"]
    assert found[0].agrees == ("member ID", "claim number", "name", "amount", "date", "code")
    assert found[1].agrees == ("amount", "date")
    assert found[1].missing == ("member ID", "claim number", "name", "code")


def test_a_date_and_a_code_alone_are_not_shown():
    other = near(charge(cents=1), last="X", members=("Q",))
    assert nearest(Claim(claim_id="0"), [other]) == ()


@pytest.mark.parametrize(
    ("claim", "why", "fix"),
    [
        (Claim(status="22", paid_cents=-8000), "Takes back $80.00", Fix.BACK),
        (Claim(status="4", paid_cents=0), "No charge of ours", Fix.DENIALS),
        (Claim(paid_cents=0), "Denied, and says", Fix.DENIALS),
        (Claim(), "Pays $80.00 on charge C1", Fix.OVER),
        (Claim(), "Our books show nothing open", Fix.SAME),
        (Claim(), "No charge of ours has claim number X77", Fix.MATCH),
        (Claim(), "A negative payment without a reversal", Fix.ASIDE),
    ],
)
def test_the_one_proposal(claim, why, fix):
    assert likely_fix(claim, why) is fix
    assert fix in possible(claim, known=True)
