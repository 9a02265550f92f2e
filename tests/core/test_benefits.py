"""What the lines of a plan come to, each worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goodstanding.core.benefit_lines import BenefitLine, Dated, Party
from goodstanding.core.benefits import CareBenefit, Whose, benefits_of

ON = date(2026, 12, 2)
NORTH = Whose(1, "NSH", "North Star Health", "commercial")
ACTIVE = BenefitLine("1", services=("30",), plan="GOLD")


def eb(text: str, **more: object) -> BenefitLine:
    """EB as a file writes it: eb("C*IND*30***29*150.00*****Y")."""
    part = [*text.split("*"), *[""] * 12]
    cents = round(Decimal(part[6]) * 100) if part[6] else None
    line = BenefitLine(
        part[0], part[1], tuple(filter(None, part[2].split("^"))), part[3], part[4], part[5],
        cents=cents, rate=Decimal(part[7]) if part[7] else None, authorisation=part[10],
        network=part[11],
    )  # fmt: skip
    return replace(line, **more)  # type: ignore[arg-type]


def found(*lines: BenefitLine | str, **more: object):
    told = [eb(line) if isinstance(line, str) else line for line in lines]
    return benefits_of(told, NORTH, on=ON, **more)  # type: ignore[arg-type]


YEAR_AND_LEFT = ("C*IND*30***23*1500*****Y", "C*IND*30***29*650.25*****Y")
MONEY = [
    ("deductible_cents", 150000, YEAR_AND_LEFT),
    ("deductible_left_cents", 65025, YEAR_AND_LEFT),
    # 1,500.00 less 849.75 that was used is 650.25.
    ("deductible_left_cents", 65025, ("C*IND*30***23*1500*****Y", "C*IND*30***24*849.75*****Y")),
    # More used than there is: nothing is left, never less.
    ("deductible_left_cents", 0, ("C*IND*30***23*500*****Y", "C*IND*30***24*510*****Y")),
    # Used alone says nothing of what is left.
    ("deductible_left_cents", None, ("C*IND*30***24*849.75*****Y",)),
    ("deductible_left_cents", 0, ("C*IND*30***29*0*****Y",)),
    ("family_deductible_left_cents", None, ("C*IND*30***29*0*****Y",)),
    ("family_deductible_left_cents", 120000, ("C*FAM*30***29*1200*****Y",)),
    # In network, though out of network is written first.
    ("deductible_left_cents", 65000, ("C*IND*30***29*2000*****N", "C*IND*30***29*650*****Y")),
    ("deductible_left_cents", None, ("C*IND*30***29*2000*****N",)),
    ("deductible_left_cents", 70000, ("C*IND*30***29*700*****W",)),
    ("deductible_left_cents", 70000, ("C*IND****29*700",)),
    ("deductible_left_cents", None, ("C*IND*MH***29*700",)),
    ("oop_left_cents", 310000, ("G*IND*30***29*3100*****Y",)),
    ("oop_left_cents", 310000, ("G*IND*30***23*5000*****Y", "G*IND*30***24*1900*****Y")),
    ("family_oop_left_cents", 620000, ("G*FAM*30***29*6200*****Y",)),
    ("copay_cents", 4000, ("B**98***27*40*****Y",)),
    ("copay_cents", 4000, ("B**30***27*25*****Y", "B**98***27*40*****Y")),
    ("copay_cents", 2500, ("B**30***27*25*****Y", "B**MH***27*40*****Y")),
    ("copay_cents", 0, ("B**98***27*0*****Y",)),
    ("copay_cents", None, ("B**98***27*70*****N",)),
    # Two that count alike and differ: not one of them is taken.
    ("copay_cents", None, ("B**98***27*20*****Y", "B**98***27*40*****Y")),
]


@pytest.mark.parametrize(("name", "expected", "lines"), MONEY)
def test_a_figure(name, expected, lines):
    assert getattr(found(*lines), name) == expected


@pytest.mark.parametrize(
    ("expected", "lines"),
    [
        ("0.2", ("A**30*****.2****Y", "A**30*****.4****N")),
        (None, ("A**30*****.4****N",)),
        ("0", ("A**30*****0****Y",)),
    ],
)
def test_coinsurance_in_network(expected, lines):
    assert found(*lines).coinsurance == (expected and Decimal(expected))


def test_the_specialists_copay_is_the_clinics():
    plain = eb("B**98***27*20*****Y", messages=("PRIMARY CARE",))
    special = eb("B**98***27*40*****Y", messages=("Specialist visit",))
    told = found(plain, special)
    assert (told.copay_cents, told.unclear) == (4000, ())


def test_what_is_said_in_two_ways_is_named():
    assert found("B**98***27*20*****Y", "B**98***27*40*****Y").unclear == ("copay",)


def test_last_years_deductible_does_not_count():
    old = (Dated("292", date(2025, 1, 1), date(2025, 12, 31)),)
    new = (Dated("292", date(2026, 1, 1), date(2026, 12, 31)),)
    told = found(eb("C*IND*30***29*0", dates=old), eb("C*IND*30***29*257", dates=new))
    assert told.deductible_left_cents == 25700


def test_what_is_said_of_one_procedure_is_not_of_the_plan():
    knee = {"procedure": "HC:X7447"}
    told = found(eb("1", **knee), eb("B*****27*300*****Y", **knee), eb("A*******.5***Y*Y", **knee))
    assert (told.copay_cents, told.coinsurance, told.by_service) == (None, None, ())


def test_nothing_is_said():
    told = found()
    assert (told.active, told.qmb, told.medicaid, told.medicare) == (None,) * 4
    assert (told.copay_cents, told.coinsurance, told.oop_left_cents) == (None,) * 3
    assert (told.by_service, told.other_payers, told.plan_name) == ((), (), "")


@pytest.mark.parametrize(
    ("lines", "active"),
    [
        (("1**30",), True),
        (("6**30",), False),
        (("5**30",), None),
        (("8**30",), False),
        (("1**98^MH",), True),
        (("6**35",), None),
        (("6**30*MA", "1**30*MB"), True),
    ],
)
def test_in_force(lines, active):
    assert found(*lines).active is active


def test_a_plan_that_ended_is_not_in_force():
    told = found(eb("1**30", dates=(Dated("291", date(2025, 1, 1), date(2026, 11, 30)),)))
    assert (told.active, told.ends_on) == (False, date(2026, 11, 30))


YEARS = [Dated("291", date(year, 1, 1), date(year, 12, 31)) for year in (2024, 2025, 2026)]


@pytest.mark.parametrize(
    ("lines", "active", "of"),
    [
        # Last year's plan is written first, as over or as in force then.
        ((eb("6**30", dates=(YEARS[1],)), eb("1**30", dates=(YEARS[2],))), True, YEARS[2]),
        ((eb("1**30", dates=(YEARS[1],)), eb("1**30", dates=(YEARS[2],))), True, YEARS[2]),
        # A part that is not in force this year takes nothing from the plan.
        ((eb("6**30*MA", dates=(Dated("349", date(2026, 6, 30)),)),
          eb("1**30*MB", dates=(YEARS[2],))), True, YEARS[2]),
        # Nothing is in force: it ended when the last of it did.
        ((eb("1**30", dates=(YEARS[0],)), eb("6**30", dates=(YEARS[1],))), False, YEARS[1]),
    ],
)  # fmt: skip
def test_the_term_is_of_the_lines_in_force(lines, active, of):
    told = found(*lines)
    assert (told.active, told.in_force(ON)) == (active, active)
    assert (told.begins_on, told.ends_on) == (of.first_on, of.last_on)


def test_the_day_that_was_asked_about_is_no_beginning():
    told = found(eb("1**30", dates=(Dated("291", ON),)), dates=(Dated("346", date(2020, 1, 1)),))
    assert (told.begins_on, told.ends_on, told.in_force(ON)) == (date(2020, 1, 1), None, True)
    assert told.in_force(date(2019, 12, 31)) is False


@pytest.mark.parametrize(
    ("line", "qmb", "medicaid"),
    [
        (eb("1**30*QM"), True, True),
        (eb("6**30*QM"), False, None),
        (eb("1**30*MC"), None, True),
        (eb("6**30*MC"), None, False),
        (eb("R**30*MC"), None, True),
        (eb("1**30*MB", messages=("Beneficiary is a QMB",)), True, True),
        (eb("1**30*MB", messages=("NOT A QMB",)), False, None),
        (eb("1**30", messages=("ALSO HAS MEDICAID",)), None, True),
        (eb("1**30", messages=("PROVIDER MUST ENROLL WITH MEDICAID",)), None, None),
        (eb("1**30*QM", dates=(Dated("291", date(2025, 1, 1), date(2025, 6, 30)),)), False, None),
    ],
)
def test_signs_of_qmb_and_medicaid(line, qmb, medicaid):
    told = found(line)
    assert (told.qmb, told.medicaid) == (qmb, medicaid)


@pytest.mark.parametrize(
    ("words", "qmb"),
    [
        ("PATIENT IS QMB - NO COST SHARING", True),
        ("QMB: DO NOT BILL PATIENT", True),
        ("QMB, NOT RESPONSIBLE FOR COINSURANCE", True),
        ("NO COPAY OR DEDUCTIBLE FOR QMB", True),
        ("DO NOT BILL. QMB", True),
        ("QMB NO COPAY", True),
        ("NOT A QMB UNTIL JUNE. SINCE THEN QMB", True),
        ("QMB ACTIVE. PART D INACTIVE", True),
        ("NOT A QMB", False),
        ("Not a QMB (Qualified Medicare Beneficiary)", False),
        ("NOT A QUALIFIED MEDICARE BENEFICIARY (QMB)", False),
        ("NON-QMB", False),
        ("NO LONGER ENROLLED IN THE QMB PROGRAM", False),
        ("QMB: NO", False),
        ("QMB STATUS: INACTIVE", False),
        ("QMB IS NOT ACTIVE", False),
    ],
)
def test_only_words_beside_the_sign_deny_it(words, qmb):
    assert found(eb("1**30*MB", messages=(words,))).qmb is qmb


@pytest.mark.parametrize(
    ("words", "medicaid"),
    [
        ("MEDICAID ACTIVE, NO COPAY", True),
        ("ENROLLED IN MEDICAID: PATIENT OWES NO SHARE", True),
        ("MEDICAID ACTIVE: NO", False),
        ("NOT ELIGIBLE FOR MEDICAID", False),
        ("NOT CURRENTLY ENROLLED IN MEDICAID", False),
        ("NO MEDICAID ACTIVE", False),
    ],
)
def test_only_words_beside_medicaid_deny_it(words, medicaid):
    assert found(eb("1**30", messages=(words,))).medicaid is medicaid


def test_other_payers_are_named_once_and_not_the_one_that_answers():
    other = Party("PR", "PRAIRIE MUTUAL", "PI", "PM1")
    itself = Party("PR", "NORTH STAR HEALTH")
    told = found(eb("1**30", parties=(itself,)), eb("R**30", parties=(other,)),
                 eb("R**30", parties=(other,)), eb("R**30*WC"))  # fmt: skip
    assert told.other_payers == ("PRAIRIE MUTUAL", "Workers' comp")


def test_by_service():
    told = found(
        "1**98^MH*HM", "B**98^MH***27*10*****Y", "B**98^MH***27*30*****N", "I**35",
        "A**BG*****.2***Y*Y", "C*IND*BG***29*75*****Y",
    )  # fmt: skip
    assert told.by_service == (
        CareBenefit("98", 1000, covered=True),
        CareBenefit("MH", 1000, covered=True),
        CareBenefit("35", covered=False),
        CareBenefit("BG", None, Decimal("0.2"), 7500, None, True),
    )
