"""A payment that the agency reports as taken back: proposed, done with one press, once."""

import pytest

from goodstanding.actions import agency_reports
from goodstanding.actions.payments import apply_unapplied
from goodstanding.core.refusals import Refused
from goodstanding.records.models import AgencyLine, Transfer
from goodstanding.records.queries.agency_money import direct, months
from tests.actions.test_agency import LATER, run
from tests.actions.test_agency_reports import TODAY, lines, take
from tests.agency_made import BILL, DANA, DAY, OWES, placed, ready, state
from tests.ledger_text import assert_proven, owed, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_var")]
AS_NOW = "The amount cannot be read, or is not above zero (25.00)."
NO_FEE = f"{AS_NOW} The fee cannot be read (6.25)."


def settle(place=-1, at=LATER):
    key = list(AgencyLine.objects.order_by("id"))[place].id
    return agency_reports.settle_line(line=key, drop=False, reason="", by=BILL, at=at)


def paid_and(back, *more):
    ready()
    number = placed()
    take("R1,A,2026-11-23,120.00,30.00")
    take(back, *more)
    return number


def test_it_is_proposed_in_words_and_moves_nothing_yet():
    paid_and("R1,A,2026-11-23,-120.00,-30.00")
    assert lines()[1] == (
        "R1", "set_aside", "Takes back $120.00, paid on 11/23/2026, and $30.00 of fee.",
    )  # fmt: skip
    assert owed(TODAY) == "0.00 64.20 0.00"
    assert_proven()


def test_one_press_reverses_that_very_payment_and_its_fee():
    """120.00 on C1 (100.00) and C2 (20.00), fee 30.00: all three turned round, 184.20 owed."""
    paid_and("R1,A,2026-11-23,-120.00,-30.00")
    assert settle() == "taken_back"
    assert owed(TODAY) == "0.00 184.20 0.00"
    moved = Transfer.objects.filter(kind="reversal").order_by("id")
    assert list(moved.values_list("debit", "credit", "cents", "reverses__kind")) == [
        ("patient_due", "cash", 10000, "patient_payment"),
        ("patient_due", "cash", 2000, "patient_payment"),
        ("cash", "agency_fee", 3000, "agency_fee"),
    ]  # fmt: skip
    (month,) = months()
    assert (month.recovered, month.due, month.taken, month.differ) == (0, 0, 0, [])
    assert direct() == []
    assert_proven()


def test_a_fee_the_agency_keeps_stays_a_cost_and_shows_in_the_month():
    """Of the fee of 30.00 it gives 12.34 back: 17.66 stays, 17.66 more than the contract."""
    paid_and("R1,A,2026-11-23,-120.00,-12.34")
    assert lines()[1][2].endswith("and $12.34 of fee. The agency keeps $17.66.")
    assert settle() == "taken_back"
    (month,) = months()
    assert (month.recovered, month.due, month.taken, month.difference) == (0, 0, 1766, 1766)
    fees = Transfer.objects.filter(debit="agency_fee").values_list("cents", flat=True)
    assert sorted(fees) == [1766, 3000]
    assert_proven()


def test_what_was_taken_back_is_so_once():
    paid_and("R1,A,2026-11-23,-120.00,-30.00", "R1,A,2026-11-23,-120.00,-30.00")
    assert settle(1) == "taken_back"
    with pytest.raises(Refused, match="stands now"):
        settle(2)
    done = take("R1,A,2026-11-23,-120.00,-30.00", "R1,A,2026-11-23,120.00,30.00", "")
    assert (done.posted, done.set_aside, done.again) == (0, 0, 2)
    assert owed(TODAY) == "0.00 184.20 0.00"
    assert_proven()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("R2,A,2026-11-23,-120.00,0", AS_NOW),  # another number
        ("R1,B,2026-11-23,-120.00,0", AS_NOW),  # another account
        ("R1,A,2026-11-23,-119.99,0", AS_NOW),  # another amount
        ("R1,A,2026-11-23,-120.00,-30.01", NO_FEE),  # more fee than it took
        ("R1,A,2026-11-23,-120.00,30.00", AS_NOW),  # a fee taken, not given back
        ("R1,A,2026-11-22,-120.00,0", AS_NOW),  # before it was paid
        ("R1,A,2026-11-24,-120.00,0", AS_NOW),  # a day to come
        ("R1,A,11/23/2026,-120.00,0", f"The day it was paid cannot be read (YYYY-MM-DD). {AS_NOW}"),
    ],
)
def test_any_other_row_below_zero_is_set_aside_as_before(row, why):
    paid_and(row)
    assert lines()[1][1:] == ("set_aside", why)
    with pytest.raises(Refused):
        settle()
    assert owed(TODAY) == "0.00 64.20 0.00"
    assert_proven()


def test_a_row_before_its_payment_is_proposed_when_tried_again_and_then_done():
    ready()
    placed()
    take("R1,A,2026-11-23,-120.00,-30.00")
    take("R1,A,2026-11-23,120.00,30.00")
    assert settle(0) == "set_aside"
    assert owed(TODAY) == "0.00 64.20 0.00"
    assert settle(0) == "taken_back"
    assert owed(TODAY) == "0.00 184.20 0.00"
    assert_proven()


def test_money_that_was_over_and_placed_since_comes_back_from_there():
    """200.00 paid on 184.20: 15.80 was over, and 10.00 of it is on a new visit of 50.00 since."""
    ready()
    number = placed()
    run(DAY)
    take("R1,A,2026-11-23,200.00,50.00")
    assert state(number) == "recalled"
    tell(f"{OWES}2026-11-23 charge C9 50.00 patient")
    apply_unapplied(account_id="A", charge="C9", cents=1000, key="p1", by=DANA, at=LATER)
    assert owed(TODAY) == "0.00 34.20 0.00"  # 50.00 less all 15.80
    take("R1,A,2026-11-23,-200.00,-50.00")
    assert settle() == "taken_back"
    assert owed(TODAY) == "0.00 234.20 0.00"
    assert_proven()
