"""Clinic policy may be stricter than the law, never looser: a stricter house figure never allows
more, and a looser one changes nothing where law speaks.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import pytest

from goodstanding.core.answers import Verdict
from goodstanding.core.gate import Proposed, judge
from goodstanding.law import LawBook, live_book
from goodstanding.law.book import RULES
from goodstanding.law.shape import HOUSE, Parameter, Version
from tests.core.made_cases import Made, made, some

pytestmark = pytest.mark.long

# Moving this day changes who owes, the child or the parent, not how much may be asked.
WHO = {("mn-minor-consent-financial-responsibility", "age_of_majority")}
CASES = 1200


def moved(value: Any, by: int) -> Any:
    if isinstance(value, time):
        later = datetime.combine(date(2026, 1, 1), value) + timedelta(minutes=40 * by)
        return later.time()
    return max(value + by, 0)


def shifted(parameter: Parameter, by: int) -> Parameter:
    """With a house version `by` steps stricter (or, below zero, looser) than any other."""
    values = [v.value for v in parameter.at if isinstance(v.value, int | time)]
    if parameter.take == "nearest" or not values or isinstance(values[0], bool):
        return parameter
    lowest = parameter.take == "lowest"
    first: Any = (min if lowest else max)(values)
    last: Any = (max if lowest else min)(values)
    value = moved(first if by > 0 else last, -by if lowest else by)
    model = parameter.at[0]
    house = Version(HOUSE, date(2000, 1, 1), None, value, "AR-9", model.source, "clinic", True)
    return replace(parameter, at=(*parameter.at, house))


@cache
def book(by: int) -> LawBook:
    made_book = LawBook.load(RULES)
    for key, parameter in list(made_book.parameters.items()):
        spoken = {v.place for v in parameter.at} - {HOUSE}
        if key not in WHO and (by > 0 or spoken):
            made_book.parameters[key] = shifted(parameter, by)
    return made_book


def under(case: Made, by: int | None) -> list[Verdict]:
    facts = case.facts
    which = live_book() if by is None else book(by)
    law = which.on(facts.on, facts.clinic_state, home=facts.person.state)
    return [judge(Proposed(act, case.at, to), facts, law) for act, to in case.acts]


@pytest.mark.parametrize("by", [1, 3])
@pytest.mark.parametrize("block", range(4))
def test_a_stricter_house_never_allows_more(block, by):
    for case in (made(4 * seed + block) for seed in some(CASES // 4)):
        for now, then in zip(under(case, None), under(case, by), strict=True):
            assert then.cents <= now.cents, case.seed
            assert now.allowed or not then.allowed, case.seed


def test_a_stricter_house_does_refuse_something_more():
    cases = [made(seed) for seed in range(CASES)]
    fewer = sum(
        now.allowed and not then.allowed
        for case in cases
        for now, then in zip(under(case, None), under(case, 3), strict=True)
    )
    assert fewer > 10


@pytest.mark.parametrize("by", [-1, -3])
def test_a_looser_house_changes_nothing_where_law_speaks(by):
    for case in (made(2 * seed) for seed in some(CASES // 2)):
        now, then = under(case, None), under(case, by)
        assert [(v.allowed, v.cents) for v in then] == [(v.allowed, v.cents) for v in now]


def test_every_figure_with_a_direction_was_moved():
    changed = {k for k, p in book(1).parameters.items() if p != live_book().parameters[k]}
    assert len(changed) > 60
    assert ("us-regf-call-frequency-7-in-7", "max_call_attempts") in changed
    assert ("us-regf-inconvenient-time-place", "earliest_local_time") in changed
