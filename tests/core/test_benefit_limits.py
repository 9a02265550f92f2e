"""What a plan says of a visit's lines that no sum counts: each sentence worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goodstanding.core.benefit_limits import kinds_of, said_of
from goodstanding.core.benefit_lines import Dated
from tests.core.test_benefits import eb

ON, TOLD_ON = date(2026, 12, 2), date(2026, 11, 23)
THERAPY = ("97110", ("GP",))


def visits(count, *, period="23", service="PT", unit="VS", **more):
    """EB*F with a number of something (EB09, EB10)."""
    line = eb(f"F*IND*{service}***{period}")
    return _with(line, quantity_kind=unit, quantity=count, **more)


def _with(line, **more):
    if more.get("quantity") is not None:
        more["quantity"] = Decimal(more["quantity"])
    return replace(line, **more)


def of_procedure(text, procedure):
    return _with(eb(text), procedure=procedure)


def said(*lines, care=(THERAPY,)):
    told = [eb(line) if isinstance(line, str) else line for line in lines]
    found = said_of(told, care, on=ON, told_on=TOLD_ON)
    return [one.replace(" (told 11/23/2026)", "") for one in found]


LIMITS = [
    ([visits(20), visits(3, period="29")],
     "The plan says 20 visits a year for physical therapy, 3 left."),
    # 20 less 17 that were used is 3.
    ([visits(20), visits(17, period="24")],
     "The plan says 20 visits a year for physical therapy, 3 left."),
    ([visits(20), visits(0, period="29")],
     "The plan says 20 visits a year for physical therapy, none left: it may not pay."),
    ([visits(20)], "The plan says 20 visits a year for physical therapy."),
    ([visits(1, period="29")], "The plan says 1 visit left for physical therapy."),
    ([visits(0, period="29")],
     "The plan says that nothing is left for physical therapy: it may not pay."),
    ([visits(20, service="PT^AE")],
     "The plan says 20 visits a year for physical therapy and physical medicine."),
    ([visits(60, period="32"), visits(12, period="33")],
     "The plan says 60 visits in a lifetime for physical therapy, 12 left."),
    (["F*IND*PT***23*2000", "F*IND*PT***29*512.50"],
     "The plan says $2,000.00 a year for physical therapy, $512.50 left."),
    ([visits(30, service="30")], "The plan says 30 visits a year for the plan as a whole."),
    # Two figures of one thing: nothing is chosen.
    ([visits(20), visits(30)], "The plan says 20 visits or 30 visits a year for physical therapy."),
    ([visits(20), visits(3, period="29"), visits(4, period="29")],
     "The plan says 20 visits a year for physical therapy, what is left is said in two ways: "
     "ask the plan."),
    ([visits(5, unit="S7")],
     "The plan states a limit for physical therapy that is not read here: look at it."),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "sentence"), LIMITS)
def test_limits_of_the_lines_own_care(lines, sentence):
    assert said(*lines) == [sentence]


@pytest.mark.parametrize(
    "line",
    [
        visits(20, service="MH"),
        visits(20, network="N"),
        visits(20, level="FAM"),
        visits(20, dates=(Dated("292", date(2025, 1, 1), date(2025, 12, 31)),)),
        "C*IND*PT***23*500",
        of_procedure("B*IND****27*40", "HC:97140"),
        of_procedure("B*IND****27*40", "HC:97110:GO"),
    ],
)
def test_what_is_not_of_the_line_is_not_said(line):
    assert said(line) == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (of_procedure("B*IND****27*40", "HC:97110"),
         "The plan says a copay of $40.00 for 97110 itself: check it, the sum leaves it out."),
        (of_procedure("A*IND******.15", "HC:97110:GP"),
         "The plan says a coinsurance of 15 percent for 97110 itself: check it, the sum leaves it "
         "out."),
        (of_procedure("A*IND******.15", "HC:97010::::::97140"),
         "The plan says a coinsurance of 15 percent for 97110 itself: check it, the sum leaves it "
         "out."),
        (of_procedure("I*IND", "HC:97110"),
         "The plan says that it does not cover 97110: check it."),
        (_with(eb("F*IND****23"), procedure="HC:97110", quantity_kind="VS", quantity=10),
         "The plan says 10 visits a year for 97110."),
    ],
)  # fmt: skip
def test_terms_of_the_very_procedure(line, sentence):
    assert said(line) == [sentence]


def test_the_day_it_was_told_stands_in_each_sentence():
    (one,) = said_of([visits(20)], [THERAPY], on=ON, told_on=TOLD_ON)
    assert one == "The plan says 20 visits a year for physical therapy (told 11/23/2026)."


@pytest.mark.parametrize(
    ("code", "modifiers", "services"),
    [
        ("97110", ("GP",), ("PT", "AE", "30")),
        ("97110", ("GO",), ("AD", "30")),
        ("97110", (), ("PT", "AE", "AD", "30")),
        ("99213", (), ("98", "BY", "30")),
        ("73721", (), ("62", "30")),
        ("73560", (), ("4", "30")),
        ("27447", (), ("2", "30")),
        ("X7447", (), ("30",)),
    ],
)
def test_the_kinds_of_care_of_a_code(code, modifiers, services):
    assert kinds_of(code, modifiers) == services
