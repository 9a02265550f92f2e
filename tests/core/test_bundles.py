"""Bundles: the shipped table, its faults, other people's bills, and what past visits say."""

from decimal import Decimal

import pytest

from goodstanding.core.bundles import UsualLine, bills_apart, read, shipped, usual_lines

TABLE = shipped()[1]
ONE = '[[bundle]]\nname = "a"\ntitle = "A"\nprimary = ["X1111"]\nlines = [{ code = "X1111" }]\n'


def kinds(*codes, place="office", bundle=""):
    return [one.kind for one in bills_apart(codes, TABLE, place=place, bundle=bundle)]


def test_the_table_that_ships_has_the_clinics_procedures():
    assert [one.name for one in TABLE.bundle] == [
        "knee_replacement", "rotator_cuff", "acl", "carpal_tunnel", "fracture_care", "injection",
        "therapy_course",
    ]  # fmt: skip
    assert TABLE.named("none") is None


@pytest.mark.parametrize(
    ("codes", "place", "found"),
    [
        (["27447"], "facility", ["facility"]),
        (["27447"], "office", []),
        (["00100"], "office", ["anesthesia"]),
        (["02000"], "office", []),
        (["l8600", "73562"], "office", ["implant", "imaging"]),
        (["E0100", "E8003"], "office", ["equipment"]),
    ],
)
def test_other_bills_by_code(codes, place, found):
    assert kinds(*codes, place=place) == found


def test_other_bills_of_a_bundle():
    assert kinds("20610", place="office", bundle="injection") == []
    of_knee = kinds("27447", place="facility", bundle="knee_replacement")
    assert of_knee == ["facility", "anesthesia", "implant", "imaging", "equipment"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x", "cannot be read as TOML"),
        ("[[bundle]]\nname = 'a'", "title"),
        (ONE + ONE, "Two bundles are named a"),
        (ONE + 'apart = ["nobody"]', "no kind of bill named nobody"),
        (ONE.replace('["X1111"]', "[]"), "needs a primary code"),
        (ONE + "share = 3", "share"),
        (ONE.replace("X1111", "knee!"), "primary"),
        ("#" * 60_001, "too long"),
        ("bundle = []", "no bundle in it"),
        ("bundle = " + "[" * 20_000 + "]" * 20_000, "brackets stand in brackets"),
        (ONE + "units = " + "9" * 5_000, "cannot be read as TOML"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text, fault):
    found, faults = read(text)
    assert found is None
    assert any(fault in one for one in faults), faults


def test_usual_lines_of_past_visits():
    visits = [
        [("A", Decimal(1)), ("B", Decimal(2)), ("B", Decimal(1))],
        [("A", Decimal(1)), ("B", Decimal(5))],
        [("A", Decimal(1))],
    ]
    # A in 3 of 3; B in 2 of 3, with 3 and 5 units: the middle is 4.
    assert usual_lines(visits) == (UsualLine("A", 100, Decimal(1)), UsualLine("B", 67, Decimal(4)))
    assert usual_lines([]) == ()
