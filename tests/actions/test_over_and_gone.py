"""What was told as over may be gone by the time a charge comes late: another visit's money is none
of it.
"""

from goodstanding.actions.payments import apply_unapplied
from goodstanding.records.models import Transfer
from goodstanding.records.queries.prepayments import waiting
from tests.actions.test_paid_ahead import (
    C1,
    DANA,
    LATER,
    NEXT,
    ahead,
    book,
    open_,
    over,
    placed,
    pytestmark,
    refund,
    visit,
)

__all__ = ["book", "pytestmark"]


def by_hand(charge, cents) -> None:
    apply_unapplied(account_id="A", charge=charge, cents=cents, key="hand", by=DANA, at=LATER)


def test_a_refund_takes_from_what_was_over_and_nothing_of_another_visits_money(book):
    """100.00 - 60.00 = 40.00 over, given back in two parts."""
    ahead(visit(), "100.00")
    book.say(C1)
    refund("15.00")
    assert over() == ["25.00"]
    refund("25.00")
    assert over() == []
    ahead(visit(NEXT), "30.00")
    book.say("2026-11-24 charge C2 25.00 patient")
    assert (open_("C2"), placed()) == (["25.00"], "applied C1 60.00, excess 40.00")
    book.say("2026-11-25 charge C3 30.00 patient")
    assert (open_("C2", "C3"), over()) == (["25.00", "0.00"], [])


def test_a_refund_of_other_money_leaves_what_was_over(book):
    ahead(visit(), "100.00")
    book.say(f"{C1}\n2026-11-26 patient_payment - 30.00")
    refund("30.00")
    assert over() == ["40.00"]
    ahead(visit(NEXT), "30.00")
    refund("10.00", at=LATER)
    assert over() == ["30.00"]


def test_over_and_placed_by_hand_it_takes_nothing_of_another_visits_money(book):
    ahead(visit(), "100.00")
    book.say(f"{C1}\n2026-11-23 charge C2 40.00 patient")
    by_hand("C2", 4000)
    ahead(visit(NEXT), "30.00")
    book.say("2026-11-24 charge C3 25.00 patient")
    assert open_("C2", "C3") == ["0.00", "25.00"]
    book.say("2026-11-25 charge C4 30.00 patient")
    assert open_("C3", "C4") == ["25.00", "0.00"]


def test_over_and_still_here_it_pays_beside_another_visits_money(book):
    ahead(visit(NEXT), "30.00")
    ahead(visit(), "100.00")
    book.say(C1)
    book.say("2026-11-24 charge C2 25.00 patient\n2026-11-25 charge C3 30.00 patient")
    assert (open_("C2", "C3"), over()) == (["0.00", "0.00"], ["15.00"])


def test_a_placing_reversed_by_the_practice_system_is_not_looked_at_for_ever(book):
    """40.00 over; the practice system gave all 100.00 back, and C1 is paid."""
    ahead(visit(), "100.00")
    book.say(C1)
    book.say("2026-12-01 patient_payment C1 60.00\n2026-12-02 refund_patient - 100.00")
    assert Transfer.objects.filter(reverses__source__startswith="desk:apply:prepaid").exists()
    assert (waiting(), over()) == ([], ["40.00"])
