"""Facts read back exactly as they were kept, whatever they hold."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.core.facts import AccountFacts
from goodstanding.records.kept_facts import FactsOf, NotKept, packed
from goodstanding.records.queries.facts_rows import json_of
from tests.core.builders import account, charge, hold

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
PLAIN = {
    str: st.text(),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    type(None): st.none(),
}


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Anything a field of this type may hold."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of([of(each) for each in inner])
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(of(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(of, inner))
    if origin is Mapping:
        return st.dictionaries(st.text(), JSON if inner[1] is Any else of(inner[1]), max_size=3)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{each.name: of(hints[each.name]) for each in fields(hint)})
    return st.sampled_from(hint) if issubclass(hint, Enum) else PLAIN[hint]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(st.lists(of(AccountFacts), min_size=1, max_size=3, unique_by=lambda each: each.account_id))
def test_facts_come_back_as_they_were(kept):
    opened = FactsOf(packed(kept))
    assert [opened.account(each.account_id) for each in kept] == kept


def test_each_kind_of_value_comes_back():
    """The same again by hand: a list, a fraction and a day in a hold's own words."""
    held = hold("dispute", charges=("C1",), amounts=[1.5, "2"], said_on="2026-11-01")
    kept = account(charge(denial_reasons=(("CO", "45"),)), holds=(held,))
    again = FactsOf(packed([kept])).account("A1")
    assert again == kept
    assert again.holds[0].detail["amounts"] == [1.5, "2"]
    assert again.charges[0].denial_reasons == (("CO", "45"),)


def test_a_default_is_written_out():
    """Were the default to change later, the record must still say what was known."""
    import zlib

    assert b'"clinic_state":"MN"' in zlib.decompress(packed([account()]))


def test_an_account_that_was_not_kept_is_named():
    with pytest.raises(NotKept, match="not among those kept"):
        FactsOf(packed([account()])).account("A")


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-9], lambda content: b"x" + content, lambda content: b""]
)
def test_damaged_contents_are_not_kept(damage):
    with pytest.raises(NotKept):
        FactsOf(damage(packed([account()]))).account("A1")


def test_half_a_character_in_a_hold_can_be_kept():
    """JSON may name half of a pair that no text can hold; the day must not stop over it."""
    detail = json_of(r'{"why": "half \ud83d of it"}')
    kept = account(holds=(hold("dispute", **detail),))
    assert FactsOf(packed([kept])).account("A1") == kept
    assert detail == {"why": "half ? of it"}
