"""Fifty estimates worked by hand, and what holds for any."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.estimates import Asked, Benefits, Line, estimate, no_share_by
from goodstanding.core.money import plain
from goodstanding.formats.estimate_request import benefits_of, read
from goodstanding.law import live_book
from tests.estimate_cases import CASES

LAW = live_book().on(date(2026, 12, 18), "MN")


def asked_of(content: bytes) -> Asked:
    request, problems = read(content)
    assert request is not None, problems
    covers = [(str(request.payer_type), False)] if request.payer_type else []
    return Asked(
        request.insured, request.service_date, request.scheduled_on, request.priced_lines,
        benefits=benefits_of(request.benefits), secondary=benefits_of(request.secondary),
        nothing_owed=no_share_by(covers, LAW),
    )  # fmt: skip


def test_there_are_fifty():
    assert len({case.name for case in CASES}) == len(CASES) >= 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_patients_share_by_hand(case):
    found = estimate(asked_of(case.content), LAW)
    assert plain(found.share) == case.owes
    assert plain(found.at_most) == (case.at_most or case.owes)
    assert found.assumptions


def test_a_form_is_wanted_only_where_a_law_wants_it():
    """Minnesota's form is no other state's."""
    outside = Line("A9270", 9000, covered=False)
    asked = _asked((outside,), payers=("medicaid", "medicare"))
    for state, count in (("MN", 2), ("WI", 1)):
        found = estimate(asked, live_book().on(date(2026, 12, 18), state))
        assert sum("wants a form" in text for text in found.assumptions) == count


def test_a_qualified_medicare_beneficiary_owes_nothing():
    rule = no_share_by([("medicare", True)], LAW)
    found = estimate(_asked((Line("27447", 100, allowed=100),), nothing_owed=rule), LAW)
    assert (found.share, found.at_most, found.unknown) == (0, 0, False)


def test_a_new_plan_year_may_cost_all_that_is_allowed():
    """Told in 2025: the deductible of 2026 is not known, though the figure is."""
    lines = (Line("27447", 500000, allowed=100000),)
    known = Benefits(0, Decimal("0.20"), 100000)
    found = estimate(_asked(lines, benefits=known, benefits_on=date(2025, 12, 2)), LAW)
    assert (found.share, found.at_most) == (20000, 100000)
    assert any("start anew" in text for text in found.assumptions)
    same = estimate(_asked(lines, benefits=known, benefits_on=date(2026, 12, 2)), LAW)
    assert same.at_most == same.share


def _asked(lines, **more):
    return Asked(True, date(2026, 12, 18), date(2026, 12, 3), lines, **more)


CENTS = st.integers(0, 10**7)
LIMITS = st.builds(
    Benefits, CENTS, st.decimals(0, 1, places=3), CENTS, st.none() | CENTS, st.none() | CENTS
)
LINE = st.builds(
    Line, st.just("1"), CENTS, allowed=st.none() | CENTS, copay=st.none() | CENTS,
    covered=st.booleans(),
)  # fmt: skip


@given(st.lists(LINE, min_size=1, max_size=6), st.none() | LIMITS, st.none() | LIMITS)
def test_of_any_lines_the_share_lies_in_its_bounds(lines, first, second):
    found = estimate(_asked(tuple(lines), benefits=first, secondary=second), LAW)
    assert 0 <= found.share <= found.at_most
    outside = sum(line.not_covered for line in found.lines)
    if first is not None:
        most = min(x for x in (first.oop_left, first.family_oop_left) if x is not None)
        assert sum(line.share for line in found.first) - outside <= most
    for line in found.lines:
        assert min(line.copay, line.deductible, line.coinsurance) >= 0
        assert line.share <= line.allowed
