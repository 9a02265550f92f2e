"""What services cost the patient: worked by hand, a line of arithmetic beside each."""

from datetime import date
from decimal import Decimal

import pytest

from goodstanding.core.estimates import Asked, Benefits, Line, estimate, no_share_by
from goodstanding.law import live_book

LAW = live_book().on(date(2026, 12, 18), "MN")
BOOKED, SERVICE = date(2026, 12, 3), date(2026, 12, 18)


def priced(*lines: Line, benefits=None, secondary=None, insured=True, **more):
    days = {"service_on": SERVICE, "scheduled_on": BOOKED} | more
    asked = Asked(insured=insured, lines=lines, benefits=benefits, secondary=secondary, **days)
    return estimate(asked, LAW)


def plan(deductible=0, share="0.20", most=10**9, **family) -> Benefits:
    return Benefits(deductible, Decimal(share), most, **family)


def line(allowed: int | None, charge: int = 100000, **more) -> Line:
    return Line("27447", charge, allowed=allowed, **more)


@pytest.mark.parametrize(
    ("lines", "benefits", "share"),
    [
        # 1,000.00 at 20 percent
        ((line(100000),), plan(), 20000),
        # deductible 300.00 crossed in the middle of the line: 300.00 + 20 % of 700.00
        ((line(100000),), plan(30000), 44000),
        # the second line finds 100.00 of the deductible left: 400 + (100 + 20 % of 500) = 600.00
        ((line(40000), line(60000)), plan(50000), 60000),
        # the family's deductible is nearly met: 50.00 + 20 % of 950.00
        ((line(100000),), plan(30000, family_deductible_left=5000), 24000),
        # 440.00 capped at 250.00; the second line then costs nothing
        ((line(100000), line(5000)), plan(30000, most=25000), 25000),
        # the family's most is smaller still
        ((line(100000),), plan(30000, most=25000, family_oop_left=10000), 10000),
        # a copay takes no part in the deductible: 40.00, then 20 % of 500.00
        ((line(30000, copay=4000), line(50000)), plan(), 14000),
        # a copay is never more than what is allowed
        ((line(3000, copay=4000),), plan(), 3000),
        # not covered costs its charge beside the cap
        ((line(100000), line(None, 12345, covered=False)), plan(most=5000), 17345),
        # half a cent rounds up: 20 % of 0.13 is 0.026; of 0.12 is 0.024
        ((line(13), line(12)), plan(), 3 + 2),
        # 12.5 % of 0.20 is 0.025
        ((line(20),), plan(share="0.125"), 3),
    ],
)
def test_the_patients_share(lines, benefits, share):
    assert priced(*lines, benefits=benefits).share == share


def test_the_parts_add_up_and_say_where_it_comes_from():
    found = priced(line(100000), line(20000, copay=2500), benefits=plan(30000))
    assert [(p.deductible, p.coinsurance, p.copay) for p in found.lines] == [
        (30000, 14000, 0),
        (0, 0, 2500),
    ]
    assert (found.share, found.at_most, found.allowed) == (46500, 46500, 120000)


def test_the_second_plan_takes_the_first_ones_share_as_its_allowed_amount():
    # First: 300.00 + 20 % of 700.00 = 440.00. Second: 100.00 + 10 % of 340.00 = 134.00.
    found = priced(line(100000), benefits=plan(30000), secondary=plan(10000, "0.10"))
    assert (found.share, found.allowed) == (13400, 100000)


def test_the_second_plan_has_no_copays():
    # The first plan's copay of 40.00 goes through the second: 20 % of it.
    found = priced(line(30000, copay=4000), benefits=plan(), secondary=plan())
    assert found.share == 800


@pytest.mark.parametrize(
    ("modifiers", "allowed"),
    [
        ((), 100000),
        (("50",), 150000),
        (("51",), 50000),
        (("80",), 16000),
        (("as",), 13600),
        (("62",), 62500),
        (("50", "80"), 24000),
        (("RT",), 100000),
    ],
)
def test_modifiers_change_the_charge_where_no_amount_is_given(modifiers, allowed):
    assert priced(line(None, modifiers=modifiers), benefits=plan()).allowed == allowed
    assert priced(line(70000, modifiers=modifiers), benefits=plan()).allowed == 70000


def test_self_pay_is_the_charge_whatever_a_plan_would_say():
    found = priced(line(40000, modifiers=("50",)), insured=False)
    assert (found.kind, found.share, found.allowed) == ("good_faith", 100000, 100000)


@pytest.mark.parametrize(
    ("booked", "service", "asked_on", "due"),
    [
        ("2026-12-03", "2026-12-18", None, "2026-12-08"),  # scenario 31: 11 business days ahead
        ("2026-12-04", "2026-12-18", None, "2026-12-09"),  # 10: still three days
        ("2026-12-07", "2026-12-18", None, "2026-12-08"),  # 9: one day
        ("2026-12-09", "2026-12-14", None, "2026-12-10"),  # 3: one day
        ("2026-12-09", "2026-12-11", None, None),  # scenario 33: 2
        ("2026-12-09", "2026-12-11", "2026-12-09", "2026-12-14"),
        ("2026-11-24", "2026-12-01", None, "2026-11-25"),  # Thanksgiving between: 4
    ],
)
def test_when_a_self_pay_estimate_is_due(booked, service, asked_on, due):
    found = priced(
        line(None),
        insured=False,
        scheduled_on=date.fromisoformat(booked),
        service_on=date.fromisoformat(service),
        requested_on=asked_on and date.fromisoformat(asked_on),
    )
    assert found.deliver_by == (due and date.fromisoformat(due))


def test_an_insured_patient_who_asks_has_it_in_ten_business_days():
    found = priced(line(100), benefits=plan(), requested_on=date(2026, 12, 3))
    assert found.deliver_by == date(2026, 12, 17)
    assert priced(line(100), benefits=plan()).deliver_by is None


@pytest.mark.parametrize(
    ("covers", "rule"),
    [
        ([("medicare", True)], "us-qmb-balance-billing-ban"),
        ([("medicare_advantage", True)], "us-qmb-balance-billing-ban"),
        ([("commercial", False), ("medicaid", False)], "mn-ma-no-copay"),
        ([("workers_comp", False)], "mn-workers-comp-no-patient-billing"),
        ([("medicare", False)], ""),
        ([], ""),
    ],
)
def test_who_owes_no_share(covers, rule):
    assert no_share_by(covers, LAW) == rule
    found = priced(line(100000), benefits=plan(), nothing_owed=rule)
    assert found.share == (0 if rule else 20000)


def test_benefits_not_known_are_said_and_bounded():
    found = priced(line(100000), line(30000, copay=4000))
    assert (found.share, found.at_most) == (4000, 104000)
    assert any("not known" in text for text in found.assumptions)
