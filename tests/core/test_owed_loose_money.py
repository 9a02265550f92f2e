"""Loose money that was counted on what may not be asked for is not asked for again elsewhere."""

import pytest

from goodstanding.core.kinds import PayerType
from tests.core.builders import charge, covered, hold
from tests.core.test_owed import asked

COUNTED = "owed.unapplied_money"


def loose(cents: int, **more):
    """So much was counted on C8, which Medicaid paid in full unless told otherwise."""
    first = {"coverages": covered(PayerType.MEDICAID)}
    return {"counted": (charge("C8", cents=cents, **(first | more)),), "unapplied_cents": cents}


@pytest.mark.parametrize(
    ("counted", "left", "gone"),
    [
        (4000, {"C1": 2000, "C2": 7000}, {"C1": 4000}),
        (6000, {"C2": 7000}, {"C1": 6000}),
        (6001, {"C2": 6999}, {"C1": 6000, "C2": 1}),
        (10000, {"C2": 3000}, {"C1": 6000, "C2": 4000}),
        (13000, {}, {"C1": 6000, "C2": 7000}),
        (20000, {}, {"C1": 6000, "C2": 7000}),
    ],
)
def test_it_lowers_the_charges_one_after_the_other(counted, left, gone):
    found = asked(charge("C1", cents=6000), charge("C2", cents=7000), **loose(counted))
    assert found.charges == left
    assert found.cents == sum(left.values())
    assert {each.charge_id: each.cents for each in found.excluded} == gone
    assert {each.rule for each in found.excluded} == {COUNTED}


def test_what_was_counted_where_it_is_owed_lowers_nothing():
    found = asked(charge("C1", cents=6000), **loose(4000, coverages=()))
    assert (found.charges, found.excluded) == ({"C1": 6000}, ())


def test_only_the_part_that_may_not_be_asked_for_counts():
    """Medical Assistance's copay of 3.00 was theirs: 37.00 of 40.00 was counted in vain."""
    found = asked(charge("C1", cents=6000), **loose(4000, service="2023-12-20"))
    assert found.charges == {"C1": 2300}


def test_a_stop_on_the_charge_it_was_counted_on_counts_too():
    stopped = hold("manual", charges=("C8",))
    found = asked(charge("C1", cents=6000), **loose(4000, coverages=()), holds=(stopped,))
    assert (found.cents, found.charges) == (2000, {"C1": 2000})
