"""What payers really send and no line may be mistaken for, each worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from goodstanding.core.benefit_changes import OnFile, changes
from goodstanding.core.benefit_lines import Dated, Party
from goodstanding.core.benefits import benefits_of
from tests.core.test_benefits import NORTH, ON, eb, found

CMS = replace(NORTH, payer_id="CMS", payer_name="CMS", payer_type="medicare")
PART_A = ("1**30*MA", "C*IND*30*MA**26*1736", "C*IND*30*MA**29*1736")
PART_B = ("1**30*MB", "C*IND*30*MB**23*283", "C*IND*30*MB**29*0")


def of_medicare(*lines: str):
    return benefits_of([eb(line) for line in lines], CMS, on=ON)


def of_year(year: int) -> tuple[Dated, ...]:
    return (Dated("291", date(year, 1, 1), date(year, 12, 31)),)


@pytest.mark.parametrize("lines", [(*PART_A, *PART_B), (*PART_B, *PART_A)])
def test_a_hospital_stays_deductible_is_no_visits(lines):
    told = of_medicare(*lines)
    assert (told.deductible_cents, told.deductible_left_cents) == (28300, 0)
    assert (told.active, told.medicare, told.unclear) == (True, True, ())


def test_what_is_left_of_part_a_never_stands_for_part_b():
    told = of_medicare(*PART_A, "1**30*MB", "C*IND*30*MB**23*283")
    assert (told.deductible_cents, told.deductible_left_cents) == (28300, None)


def test_part_a_alone_says_nothing_of_a_visit():
    told = of_medicare(*PART_A)
    assert (told.active, told.medicare, told.deductible_left_cents) == (None, True, None)
    assert of_medicare(*PART_A, "6**30*MB").active is False


def test_the_plan_is_this_years():
    old, new = eb("1**30**PLAN 2025"), eb("1**30**PLAN 2026")
    lines = replace(old, dates=of_year(2025)), replace(new, dates=of_year(2026))
    assert found(*lines).plan_name == "PLAN 2026"
    assert found("6**30**OLD", "1**30**NEW").plan_name == "NEW"
    assert found(lines[0]).plan_name == "PLAN 2025"


def test_another_payer_that_paid_once_is_none():
    party = (Party("PRP", "OLD AUTO"),)
    ended = (Dated("290", date(2020, 1, 1), date(2020, 12, 31)),)
    begun = (Dated("290", date(2020, 1, 1)),)
    assert found(eb("R**30*47", parties=party, dates=ended)).other_payers == ()
    assert found(eb("R**30*47", parties=party, dates=begun)).other_payers == ("OLD AUTO",)


@pytest.mark.parametrize(
    ("information", "named"),
    [("MC", ("UCARE",)), ("U", ("UCARE",)), ("R", ("UCARE",)), ("1", ()), ("L", ())],
)
def test_a_managed_care_plan_that_pays_is_named(information, named):
    line = eb(f"{information}**30*MC", parties=(Party("Y2", "UCARE"),))
    assert found("1**30*HM", line).other_payers == named


@pytest.mark.parametrize("information", ["D", "CB", "MC"])
def test_qmb_and_medicaid_are_told_by_their_kind_of_insurance(information):
    assert found("1**30", f"{information}**30*MC").medicaid is True
    assert found("1**30", f"{information}**30*QM").qmb is True


@pytest.mark.parametrize(
    ("copay", "lines"),
    [
        # The office's, though the hospital's clinic is written beside it.
        (2000, (("B**98***27*20", "11"), ("B**98***27*40", "22"))),
        (2000, (("B**98***27*40", "22"), ("B**98***27*20", ""))),
        # What is said of the hospital's clinic or of a visit at a distance alone is not said.
        (None, (("B**98***27*40", "22"),)),
        (None, (("B**98***27*0", "02"),)),
        # A diagnosis (III01 BF) is no place.
        (4000, (("B**98***27*40", "M170"),)),
    ],
)
def test_a_copay_of_another_place_is_not_the_offices(copay, lines):
    told = found(*(eb(line, places=(place,) if place else ()) for line, place in lines))
    assert told.copay_cents == copay


@pytest.mark.parametrize("period", ["22", "23", "24", "25", "29", "32", "34"])
def test_what_copays_come_to_in_a_year_is_no_visits_copay(period):
    assert found(f"B*IND*30***{period}*1500*****Y").copay_cents is None


@pytest.mark.parametrize("kind", ["291", "292", "307"])
def test_a_day_that_was_asked_about_may_be_written_from_and_to(kind):
    """Asked on 12/02/2026 about the visit of 12/05/2026."""
    visit = (Dated(kind, date(2026, 12, 5), date(2026, 12, 5)),)
    told = found(eb("1**30", dates=visit), eb("C*IND*30***29*75", dates=visit), dates=visit)
    assert (told.active, told.deductible_left_cents) == (True, 7500)
    assert (told.begins_on, told.ends_on) == (None, None)


def test_a_term_that_ends_before_it_begins_says_nothing():
    told = found(eb("1**30", dates=(Dated("291", date(2026, 12, 31), date(2026, 1, 1)),)))
    assert (told.active, told.begins_on, told.ends_on) == (True, None, None)


def test_a_plan_that_begins_later_did_not_end():
    told = found(eb("1**30", dates=of_year(2027)))
    assert (told.in_force(ON), told.in_force(date(2027, 1, 5))) == (False, None)
    (change,) = changes(told, None, OnFile(None, False, frozenset()))
    assert change.text == (
        "North Star Health: the coverage begins only on 01/01/2027 (checked 12/02/2026)."
    )


@pytest.mark.parametrize(
    ("cents", "lines"),
    [
        (35000, ("Y**30*MC**34*350",)),
        (12050, ("Y**30*MC**34*350", "Y**30*MC**29*120.50")),
        (0, ("Y**30*MC**34*0",)),
        (None, ("Y**30*MC**24*200",)),
        (None, ("1**30*MC",)),
    ],
)
def test_a_spend_down_is_neither_copay_nor_deductible(cents, lines):
    told = found("1**30*MC", *lines)
    assert told.spend_down_cents == cents
    assert (told.copay_cents, told.deductible_cents, told.deductible_left_cents) == (None,) * 3


@pytest.mark.parametrize(
    ("copay", "said_beside"),
    [
        (4500, ("PCP", "")),
        (4500, ("PRIMARY CARE PHYSICIAN", "SPECIALIST")),
        (4500, ("NON-SPECIALIST", "SPECIALIST")),
        (4500, ("Primary care visits only.", "Office")),
        (None, ("TIER 1", "TIER 2")),
    ],
)
def test_a_primary_care_physicians_copay_is_not_the_clinics(copay, said_beside):
    plain, other = eb("B**98***27*20*****Y"), eb("B**98***27*45*****Y")
    first, second = said_beside
    told = found(replace(plain, messages=(first,)), replace(other, messages=(second,)))
    assert told.copay_cents == copay


def test_a_primary_care_physicians_copay_alone_says_nothing_of_the_clinics():
    line = eb("B**98***27*20*****Y")
    assert found(replace(line, messages=("PRIMARY CARE",))).copay_cents is None
    referred = replace(line, messages=("PRIMARY CARE PHYSICIAN MUST REFER",))
    assert found(referred).copay_cents == 2000
