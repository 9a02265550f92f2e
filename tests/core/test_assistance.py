"""The help program's table by hand, its discount over visits, its days, and the signs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.assistance import (
    Course,
    Means,
    Part,
    State,
    appeal_by,
    discount,
    found,
    good_until,
    reason_in_letter,
    rounding_words,
    shares,
    state_now,
    waits_for,
)
from goodstanding.core.assistance_terms import Assistance, term_faults
from goodstanding.core.poverty import Guideline

# 15,960 for one and 5,680 for each more (2026): four are 33,000.
GUIDELINE = Guideline(15_960_00, 5_680_00, "91 FR 1797")
TERMS = Assistance()
ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("people", "yearly", "percent", "cap"),
    [
        (4, 0, 100, None),
        (4, 66_000_00, 100, None),  # 200 percent exactly
        (4, 66_329_99, 100, None),  # a cent below 201 is still 200
        (4, 66_330_00, 75, 9_949_50),  # 201; the cap is 15 percent of the income
        (4, 99_329_99, 75, 14_899_49),  # a cent below 301; 14,899.4985 without its part of a cent
        (4, 99_330_00, 50, 14_899_50),
        (4, 132_329_99, 50, 19_849_49),  # a cent below 401
        (4, 132_330_00, 0, 19_849_50),  # above the bands the cap alone
        (4, 198_329_99, 0, 29_749_49),  # a cent below 601
        (4, 198_330_00, 0, None),
        (1, 31_920_00, 100, None),  # 200 percent of 15,960
        (1, 32_079_60, 75, 4_811_94),  # 201 percent
        (2, 64_920_00, 75, 9_738_00),  # 300 percent of 21,640
    ],
)
def test_the_bands_at_their_edges(people, yearly, percent, cap):
    table = found(Means(people, yearly), GUIDELINE, TERMS)
    assert (table.percent, table.cap_cents) == (percent, cap)
    assert table.helps == (percent > 0 or cap is not None)


def test_the_table_says_how_it_came_to_its_answer():
    table = found(Means(4, 82_500_00), GUIDELINE, TERMS)
    assert table.because == (
        "$82,500.00 a year for 4 people is 250 percent of the poverty guideline of $33,000.00 "
        "(91 FR 1797).",
        "Up to 300 percent 75 percent is taken off.",
        "Nobody up to 600 percent pays more than 15 percent of a year's income, $12,375.00, "
        "for it.",
    )


def test_without_a_cap_there_is_none():
    terms = Assistance(cap_income_percent=0)
    assert not found(Means(4, 150_000_00), GUIDELINE, terms).helps


@pytest.mark.parametrize(
    ("owed", "percent", "cap", "off"),
    [
        ((184_20, 60_05), 75, None, 183_19),  # 183.1875
        ((1,), 50, None, 1),  # half a cent up
        ((333, 333), 50, None, 333),
        ((500_00,), 75, 50_00, 450_00),  # the cap takes more than the band's 375.00
        ((500_00,), 75, 200_00, 375_00),  # and counts only where it leaves less
        ((30_000_00,), 0, 29_749_49, 250_51),
        ((100_00,), 0, None, 0),
        ((), 100, None, 0),
    ],
)
def test_what_is_taken_off(owed, percent, cap, off):
    parts = [Part(f"C{place}", cents) for place, cents in enumerate(owed)]
    assert discount(parts, percent, cap) == off


def test_a_decision_that_replaces_another_takes_off_only_the_rest():
    parts = [Part("C1", 46_05, 138_15), Part("C2", 15_01, 45_04)]
    assert discount(parts, 100) == 61_06
    assert discount(parts, 75) == 0
    assert discount(parts, 50) == 0


def test_odd_cents_go_where_the_most_was_cut_off():
    assert shares([Part("A", 184_20), Part("B", 60_05)], 183_19) == [138_15, 45_04]
    assert shares([Part("A", 1), Part("B", 1), Part("C", 1)], 2) == [1, 1, 0]
    assert rounding_words([Part("A", 244_25)], 75).startswith("75 percent of $244.25 is rounded")
    assert rounding_words([Part("A", 200_00)], 75) == ""


_PART = st.builds(Part, st.just("C"), st.integers(0, 10**7), st.integers(0, 10**6))


@given(st.lists(_PART, max_size=12), st.integers(0, 100), st.none() | st.integers(0, 10**7))
def test_the_shares_sum_exactly_and_never_above_what_is_owed(parts, percent, cap):
    off = discount(parts, percent, cap)
    owed = sum(part.owed_cents for part in parts)
    split = shares(parts, off)
    assert 0 <= off <= owed
    assert sum(split) == off
    assert all(0 <= cents <= part.owed_cents for part, cents in zip(parts, split, strict=True))
    if cap is None and not any(part.earlier_cents for part in parts):
        assert abs(off * 100 - owed * percent) <= 50


@given(st.lists(_PART, min_size=1, max_size=6), st.integers(0, 99))
def test_a_higher_percent_never_takes_off_less(parts, percent):
    assert discount(parts, percent) <= discount(parts, percent + 1)


# ---- its days


@pytest.mark.parametrize(
    ("course", "by", "ours"),
    [
        (Course(State.BEGUN, ON, ("form", "income")), date(2026, 12, 20), False),
        (Course(State.WAITING, ON, (), means_known=False), date(2026, 12, 20), False),
        (Course(State.COMPLETE, ON, complete_on=date(2026, 12, 1)), date(2026, 12, 15), True),
        (Course(State.APPEALED, ON, appealed_on=date(2027, 1, 4)), date(2027, 1, 18), True),
        (Course(State.COMPLETE, ON, complete_on=ON, proposed=True), date(2026, 12, 4), True),
    ],
)
def test_what_it_waits_for_has_a_day(course, by, ours):
    waits = waits_for(course, TERMS)
    assert (waits.by, waits.ours) == (by, ours)


@pytest.mark.parametrize("state", [State.DECIDED, State.EXPIRED, State.WITHDRAWN])
def test_what_is_over_waits_for_nothing(state):
    assert waits_for(Course(state, ON), TERMS) is None


def test_what_is_missing_is_named():
    course = Course(State.WAITING, ON, ("income",))
    assert waits_for(course, TERMS).text == "Still missing: what comes in; household and income."
    assert state_now(course) is State.WAITING
    assert state_now(Course(State.WAITING, ON, (), means_known=True)) is State.COMPLETE


def test_a_decision_is_good_for_whole_months_and_appealed_within_its_days():
    assert good_until(date(2026, 8, 31), TERMS) == date(2027, 2, 27)
    assert good_until(ON, TERMS) == date(2027, 5, 19)
    assert appeal_by(ON, TERMS) == date(2026, 12, 20)


def test_the_letters_reason_names_no_percent():
    said = {reason_in_letter(percent, helps=helps) for percent, helps in
            ((100, True), (75, True), (0, True), (0, False))}  # fmt: skip
    assert len(said) == 4
    assert not any("percent" in text for text in said)


# ---- the policy's own faults


@pytest.mark.parametrize(
    ("terms", "key"),
    [
        (Assistance(second_up_to=150), "second_up_to"),
        (Assistance(third_percent=80), "third_percent"),
        (Assistance(documents=frozenset({"passport"})), "documents"),
        (Assistance(warn_days=14), "warn_days"),
    ],
)
def test_terms_that_do_not_hold_up_are_named(terms, key):
    assert [where for where, _ in term_faults(terms)] == [key]
    assert not list(term_faults(Assistance()))
