"""What a plan allows for the lines of one visit: each sum worked by hand beside it.

The amounts are made up, in the shape of CMS's fee schedule; the rules are those of the Medicare
Claims Processing Manual, chapter 12 (40.6 several, 40.7 both sides, 20.4.3 assistant, 40.8 two
surgeons) and chapter 5 (10.7 therapy).
"""

from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest

from goodstanding.core.pricing import Indicators, LineToPrice, in_global_period, price
from goodstanding.core.pricing_parts import GlobalParts, parts_of
from goodstanding.law import live_book

LAW = live_book().on(date(2026, 12, 18), "MN")
OPERATION = Indicators("2", "1", "2", "2", "090")
KNEE, CUFF, LIGAMENT = ("X7447", 120000), ("X9827", 100000), ("X9888", 90000)


def line(cents, *modifiers, code="X0001", signs=OPERATION, **more):
    return LineToPrice(code, cents, modifiers, indicators=signs, **more)


def cents(*lines, law=LAW):
    return [one.allowed_cents for one in price(lines, law)]


def signs(**more):
    known = {"multiple": "2", "bilateral": "1", "assistant": "2", "co_surgeon": "2"}
    return Indicators(**known | more)


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        # one alone is whole
        ([line(120000)], [120000]),
        # 1,200.00 whole, 1,000.00 half, 900.00 half
        ([line(120000), line(100000), line(90000)], [120000, 50000, 45000]),
        # two of equal value: one of them whole
        ([line(60000), line(80000), line(80000)], [30000, 80000, 40000]),
        # the order is the value's, not the list's
        ([line(90000), line(120000), line(100000)], [45000, 120000, 50000]),
        # 51 says nothing more where the order is known
        ([line(120000), line(100000, "51")], [120000, 50000]),
        # five and more: 600 whole; 500, 400, 300, 200 half; the sixth by report, not less than half
        ([line(n * 10000) for n in (6, 5, 4, 3, 2, 1)], [60000, 25000, 20000, 15000, 10000, 5000]),
        # what takes no part (indicator 0) stays whole and takes no place
        ([line(200000, signs=signs(multiple="0")), line(80000), line(60000)],
         [200000, 80000, 30000]),
        # two units are two procedures: 300.00 + half of 300.00
        ([line(30000, units=2)], [45000]),
        # 800.00 first; then each unit of 300.00 at half: 2 x 150.00
        ([line(30000, units=2), line(80000)], [30000, 80000]),
        # half of 0.25 is 0.125: up
        ([line(100), line(25)], [100, 13]),
    ],
)  # fmt: skip
def test_several_of_one_day(lines, allowed):
    assert cents(*lines) == allowed


@pytest.mark.parametrize(
    ("sign", "allowed"),
    [("0", 100000), ("1", 150000), ("2", 100000), ("3", 200000), ("9", 100000)],
)
def test_both_sides_by_the_codes_indicator(sign, allowed):
    assert cents(line(100000, "50", signs=signs(bilateral=sign))) == [allowed]


def test_both_sides_first_then_the_order():
    # 800.00 x 150 % = 1,200.00 is above 1,000.00: whole; 1,000.00 at half.
    assert cents(line(100000), line(80000, "50")) == [50000, 120000]
    # 600.00 x 150 % = 900.00, second: 450.00
    assert cents(line(100000), line(60000, "50")) == [100000, 45000]


def test_both_sides_with_an_assistant():
    # Surgeon 1,200.00 x 150 % = 1,800.00; assistant 16 % of that = 288.00; 13.6 % = 244.80.
    both = [line(120000, "50"), line(120000, "50", "80"), line(120000, "50", "AS")]
    assert cents(*both) == [180000, 28800, 24480]


def test_an_assistant_is_ranked_among_the_assistants_lines():
    # Surgeon 1,200.00 and half of 1,000.00; the assistant 16 % of each of the same.
    lines = [line(120000), line(100000), line(120000, "82"), line(100000, "81")]
    assert cents(*lines) == [120000, 50000, 19200, 8000]
    # "AS": 85 % of 16 % is 13.6 %: 1,200.00 -> 163.20; half of 1,000.00 -> 68.00
    assert cents(line(120000, "as"), line(100000, "AS")) == [16320, 6800]


@pytest.mark.parametrize(
    ("modifier", "known", "allowed", "certain"),
    [
        ("62", "2", 75000, True),  # 62.5 % of 1,200.00
        ("62", "1", 75000, False),
        ("62", "0", 0, True),
        ("80", "2", 19200, True),
        ("80", "0", 19200, False),
        ("AS", "1", 0, True),
        ("82", "9", 0, True),
        ("52", "2", 60000, True),
        ("78", "2", 120000, False),
        ("LT", "2", 120000, True),
    ],
)
def test_one_modifier(modifier, known, allowed, certain):
    asked = line(120000, modifier, signs=signs(co_surgeon=known, assistant=known))
    (found,) = price([asked], LAW)
    assert (found.allowed_cents, found.certain) == (allowed, certain)
    assert bool(found.steps) is (modifier != "LT")


def test_two_surgeons_and_both_sides_and_second_place():
    # 1,000.00 x 150 % = 1,500.00 is second to 2,000.00: 750.00; 62.5 % of it = 468.75.
    assert cents(line(200000), line(100000, "50", "62")) == [200000, 46875]
    # Two surgeons, reduced: 1,200.00 x 50 % x 62.5 % = 375.00
    assert cents(line(120000, "62", "52")) == [37500]


def test_each_of_two_surgeons_has_an_order_of_their_own():
    # 62.5 % of 1,200.00 each (Claims Processing Manual ch. 12, 40.8), and of half of 800.00 each
    first, second = line(120000, "62", code="A"), line(80000, "62", code="B")
    assert cents(first, first) == [75000, 75000]
    assert cents(first, first, second, line(80000, "51", "62", code="B"))[2:] == [25000, 25000]
    # Both sides by the same two: the other side is second, of each of them.
    sides = [line(120000, "62", side) for side in ("LT", "RT", "LT", "RT")]
    assert cents(*sides) == [75000, 37500, 75000, 37500]
    # Without 62 the same code again is a second procedure of one surgeon.
    assert cents(line(120000), line(120000)) == [120000, 60000]


THERAPY = Indicators("5")


def unit(work_and_malpractice, practice, units=1, code="X7110"):
    whole = work_and_malpractice + practice
    return LineToPrice(code, whole, (), units, THERAPY, Fraction(practice))


def test_therapy_over_its_units():
    # 7.00 + 1.00 beside practice 10.00, two units; 11.00 + 1.00 beside 8.00, one.
    # 18.00 + (8.00 + 5.00) = 31.00; 12.00 + 4.00 = 16.00.
    assert cents(unit(800, 1000, units=2), unit(1200, 800, code="X7140")) == [3100, 1600]
    # The highest practice expense is whole, not the highest amount.
    assert cents(unit(3000, 800), unit(100, 1000)) == [3400, 1100]
    # 25.25 with 10.25 of practice: 25.25 + 20.125 = 45.375, up once for the line.
    assert cents(unit(1500, 1025, units=2)) == [4538]


def test_therapy_was_reduced_less_before_april_2013():
    law = live_book().on(date(2013, 3, 31), "MN")
    # 18.00 + (8.00 + 80 % of 10.00) = 34.00
    assert cents(unit(800, 1000, units=2), law=law) == [3400]


def test_therapy_without_its_practice_expense_is_said_to_be_uncertain():
    (found,) = price([LineToPrice("X7110", 1800, (), 2, THERAPY)], LAW)
    assert (found.allowed_cents, found.certain) == (3600, False)
    assert "may be less" in found.steps[0]


def test_a_lone_unit_of_therapy_is_whole_and_certain():
    """Nothing of the day is there to reduce it for; a second unit of another code is."""
    lone, other = LineToPrice("X7110", 1800, (), 1, THERAPY), line(90000)
    (found, _) = price([lone, other], LAW)
    assert (found.allowed_cents, found.certain, found.steps) == (1800, True, ())
    both = price([lone, LineToPrice("X7140", 1200, (), 1, THERAPY)], LAW)
    assert [one.certain for one in both] == [False, False]


def test_a_family_of_endoscopies_counts_as_one():
    knee = signs(multiple="3", family="X9870")
    most = line(90000, signs=knee, family_cents=40000, code="X9881")
    next_one = line(70000, signs=knee, family_cents=40000, code="X9877")
    base = line(40000, signs=knee, family_cents=40000, code="X9870")
    # 900.00 whole, 700.00 - 400.00, and the family's own code is in them.
    assert cents(next_one, most, base) == [30000, 90000, 0]
    # As one of 1,200.00 it is second to 1,500.00: all of it at half.
    assert cents(most, next_one, line(150000)) == [45000, 15000, 150000]


SHOULDER = signs(multiple="3", family="29805")


def shoulder(code, cents, *modifiers):
    return line(cents, *modifiers, signs=SHOULDER, family_cents=20000, code=code)


@pytest.mark.parametrize(
    ("base", "others", "allowed"),
    [
        # The example worked in AAPC's forum (thread 138405): 310.02; 275.12 and 270.13 less 200.00;
        # the family's own code beside them is in them: 455.27
        ((), (), [0, 31002, 7512, 7013]),
        # on the other shoulder it is second to 455.27: half of 200.00
        (("LT",), ("RT",), [10000, 31002, 7512, 7013]),
        (("RT",), ("RT",), [0, 31002, 7512, 7013]),
        (("59",), (), [10000, 31002, 7512, 7013]),
    ],
)
def test_the_familys_own_code_which_cms_leaves_without_a_family(base, others, allowed):
    own = line(20000, *base, code="29805")
    rest = [("29807", 31002), ("29819", 27512), ("29820", 27013)]
    assert cents(own, *(shoulder(*each, *others) for each in rest)) == allowed
    # Alone, or beside an assistant's line of the family, it stands for itself.
    assert cents(own) == [20000]
    assert cents(own, shoulder("29807", 31002, "80"))[0] == 20000


@pytest.mark.parametrize(
    ("modifiers", "allowed"),
    [((), 100000), (("50",), 150000), (("51",), 50000), (("80", "50"), 24000), (("AS",), 13600),
     (("62",), 62500), (("52",), 50000), (("81", "81"), 16000)],
)  # fmt: skip
def test_without_indicators_only_the_modifiers_speak(modifiers, allowed):
    assert cents(line(100000, *modifiers, signs=None)) == [allowed]


PARTS = parts_of(("0.10", "0.69", "0.21"))
NINETY = signs(global_days="090", parts=PARTS)


@pytest.mark.parametrize(
    ("modifiers", "allowed", "certain"),
    [
        (("54",), 79079, True),  # 1,001.00 x (10 + 69) percent = 790.79
        (("55",), 21021, True),  # 1,001.00 x 21 percent = 210.21
        (("56",), 10010, False),  # 100.10; Medicare pays it with 54
        (("78",), 69069, True),  # 1,001.00 x 69 percent = 690.69
        (("78", "50"), 103604, True),  # 1,501.50 x 69 percent = 1,036.035, half up
        (("54", "62"), 49424, False),  # 790.79 x 62.5 percent = 494.24375; 62 with papers
        # Two parts at once, an assistant's part and what CMS has no shares for: by report.
        (("54", "55"), 100100, False),
        (("80", "78"), 16016, False),
        (("66",), 100100, False),
    ],
)
def test_parts_of_an_operation(modifiers, allowed, certain):
    signs_now = signs(global_days="090", parts=PARTS, co_surgeon="1")
    (found,) = price([line(100100, *modifiers, signs=signs_now)], LAW)
    assert (found.allowed_cents, found.certain) == (allowed, certain)


@pytest.mark.parametrize(
    ("days", "parts", "modifier", "certain"),
    [("000", None, "78", True), ("000", None, "54", False), ("090", None, "78", False),
     ("ZZZ", None, "55", False)],
)  # fmt: skip
def test_a_code_without_shares_is_by_report_or_a_whole_return(days, parts, modifier, certain):
    of = signs(global_days=days, parts=parts)
    (found,) = price([line(100100, modifier, signs=of)], LAW)
    assert (found.allowed_cents, found.certain) == (100100, certain)


def test_a_part_of_the_second_operation():
    # 1,200.00 x 79 percent = 948.00; 1,000.00 at half, x 79 percent = 395.00
    both = [line(120000, "54", signs=NINETY), line(100000, "54", signs=NINETY)]
    assert cents(*both) == [94800, 39500]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        (("0.10", "0.80", "0.10"), GlobalParts(Fraction(1, 10), Fraction(4, 5), Fraction(1, 10))),
        (("0.00", "0.00", "0.00"), None),
        (("", "", ""), None),
        (("0.5", "0.5", "0.5"), None),
    ],
)
def test_shares_as_cms_writes_them(written, parts):
    assert parts_of(written) == parts


def test_the_order_of_the_lines_changes_nothing():
    lines = [
        line(120000, code="A"), line(120000, "62", code="A"), line(60000, "50", code="C"),
        unit(800, 1000, units=2), unit(700, 1000, code="X7140"),
    ]  # fmt: skip
    found = {tuple(sorted(cents(*each))) for each in permutations(lines)}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("days", "on", "inside"),
    [
        ("090", "2026-12-17", True),  # the day before
        ("090", "2026-12-16", False),
        ("090", "2027-03-18", True),  # 13 + 31 + 28 + 18 = 90 days after 12/18
        ("090", "2027-03-19", False),
        ("010", "2026-12-28", True),
        ("10", "2026-12-29", False),
        ("010", "2026-12-17", False),
        ("0", "2026-12-18", True),
        ("000", "2026-12-19", False),
        ("ZZZ", "2026-12-18", None),
    ],
)
def test_the_global_period(days, on, inside):
    operated = date(2026, 12, 18)
    on = date.fromisoformat(on)
    assert in_global_period(days, operated_on=operated, on=on, law=LAW) is inside
