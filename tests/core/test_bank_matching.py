"""Which line of the bank is which money of ours."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.bank_matching import (
    BY_AMOUNT,
    BY_NUMBER,
    BY_PAYER,
    BY_TRACE,
    Expected,
    Line,
    Money,
    nearest,
    nearest_lines,
    pairs,
)

DAY = date(2026, 11, 23)
LINE = Line(1, "L1", DAY, 31000, text="ACH CREDIT")
ERA = Expected(Money.REMITTANCE, 1, "R1", 31000, DAY, "0412", "NORTH STAR HEALTH", "1999999991")
DEPOSIT = Expected(Money.DEPOSIT, 1, "D1", 31000, DAY)
CHECK = Expected(Money.RECEIPT, 1, "C1", -6000, DAY, "4471")


def how(line, *expected, days=10, **more):
    return [(p.key, p.how) for p in pairs([line], expected, days=days, **more)]


@pytest.mark.parametrize("trace", ["0412", "412", "00412"])
def test_trace_and_amount_are_one_payment(trace):
    assert how(replace(LINE, trace=trace), ERA) == [(1, BY_TRACE)]


@pytest.mark.parametrize(
    ("line", "one"),
    [
        (replace(LINE, trace="0412", cents=30999), ERA),
        (replace(LINE, trace="0413", text="NORTH STAR"), ERA),  # another check of the payer
        (replace(LINE, trace="0412", on=DAY + timedelta(11)), ERA),
        (LINE, ERA),  # the amount alone is not enough for an insurer's check
        (replace(LINE, text="NORTHERN STARS"), ERA),
        (replace(LINE, trace="9"), DEPOSIT),
        (replace(LINE, cents=-31000), DEPOSIT),
        (replace(LINE, on=DAY - timedelta(11)), DEPOSIT),
        (replace(LINE, cents=-6000, text="RETURNED ITEM 44711"), CHECK),
    ],
)
def test_what_is_not_sure_is_left_to_a_person(line, one):
    assert how(line, one) == []


@pytest.mark.parametrize(
    ("line", "one", "rule"),
    [
        (replace(LINE, text="HCCLAIMPMT NORTH STAR"), ERA, BY_PAYER),
        (replace(LINE, text="HCCLAIMPMT NORTH STA"), ERA, BY_PAYER),  # banks cut names
        (replace(LINE, text="CO ID 1999999991 HCCLAIMPMT"), ERA, BY_PAYER),
        (replace(LINE, trace="0412", on=DAY + timedelta(10)), ERA, BY_TRACE),
        (replace(LINE, trace="0412"), replace(ERA, on=None), BY_TRACE),
        (LINE, DEPOSIT, BY_AMOUNT),
        (replace(LINE, cents=-6000, text="RETURNED ITEM 4471"), CHECK, BY_NUMBER),
        (replace(LINE, cents=-6000, reference="0004471"), CHECK, BY_NUMBER),
    ],
)
def test_what_is_sure_is_matched(line, one, rule):
    assert how(line, one) == [(1, rule)]


def test_two_of_one_amount_are_nobody_s_guess():
    assert how(LINE, DEPOSIT, replace(DEPOSIT, key=2, name="D2")) == []
    assert how(LINE, DEPOSIT, ERA) == []  # it may be the check as well
    two = [LINE, replace(LINE, key=2, name="L2")]
    assert pairs(two, [DEPOSIT], days=10) == ()
    named = replace(LINE, text="NORTH STAR")
    assert how(named, ERA, replace(ERA, key=2, name="R2", trace="0413")) == []


def test_a_trace_frees_what_is_left_for_the_weaker_rules():
    lines = [replace(LINE, trace="0412"), replace(LINE, key=2, name="L2", text="DEPOSIT")]
    found = pairs(lines, [ERA, DEPOSIT], days=10)
    assert [(p.line, p.money, p.how) for p in found] == [
        (1, Money.REMITTANCE, BY_TRACE), (2, Money.DEPOSIT, BY_AMOUNT)
    ]  # fmt: skip


def test_one_eft_is_one_check_the_nearest_day_first():
    early, late = (
        replace(LINE, key=k, name=f"L{k}", on=DAY + timedelta(d), trace="0412")
        for k, d in ((1, 4), (2, 1))
    )
    found = pairs([early, late], [ERA], days=10)
    assert [(p.line, p.key) for p in found] == [(2, 1)]


def test_what_a_person_took_apart_stays_apart():
    never = frozenset({(1, Money.REMITTANCE, 1)})
    assert how(replace(LINE, trace="0412"), ERA, never=never) == []


def test_the_nearest_come_with_their_reasons():
    far = replace(ERA, key=2, name="R2", cents=31050, trace="0500")
    none = replace(ERA, key=3, name="R3", cents=100, who="LAKES", also="")
    line = replace(LINE, text="NORTH STAR")
    found = nearest(line, [none, far, ERA, DEPOSIT, CHECK], days=10)
    assert [each.expected.name for each in found] == ["R1", "D1", "R2"]
    assert found[0].reasons == ("same amount", "names the payer", "same day")
    assert found[2].reasons == ("$0.50 apart", "names the payer", "same day")
    other = nearest_lines(ERA, [replace(line, on=DAY + timedelta(12), trace="9")], days=10)
    assert other[0][1].reasons == (
        "same amount", "another trace", "names the payer", "12 days apart, more than 10"
    )  # fmt: skip


def test_no_more_than_three_are_proposed():
    many = [replace(DEPOSIT, key=k, name=f"D{k}") for k in range(9)]
    assert len(nearest(LINE, many, days=10)) == 3


lines = st.builds(
    Line, st.integers(1, 99), st.uuids().map(str), st.dates(DAY, DAY + timedelta(20)),
    st.sampled_from([100, 200, -100]), st.sampled_from(["", "1", "2"]), st.just(""),
    st.sampled_from(["", "NORTH STAR", "DEPOSIT", "ITEM 1"]),
)  # fmt: skip
money = st.builds(
    Expected, st.sampled_from(Money), st.integers(1, 99), st.uuids().map(str),
    st.sampled_from([100, 200, -100]), st.none() | st.dates(DAY, DAY + timedelta(20)),
    st.sampled_from(["", "1", "2"]), st.sampled_from(["", "NORTH STAR"]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.lists(lines, max_size=8, unique_by=lambda each: each.key),
    st.lists(money, max_size=8, unique_by=lambda each: (each.money, each.key)),
    st.randoms(use_true_random=False),
)
def test_the_order_changes_nothing_and_nothing_is_matched_twice(lines, money, chance):
    found = pairs(lines, money, days=10)
    chance.shuffle(lines)
    chance.shuffle(money)
    assert pairs(lines, money, days=10) == found
    assert len({p.line for p in found}) == len(found)
    assert len({(p.money, p.key) for p in found}) == len(found)
    line_of = {each.key: each for each in lines}
    cents_of = {(each.money, each.key): each.cents for each in money}
    assert all(line_of[p.line].cents == cents_of[p.money, p.key] for p in found)
