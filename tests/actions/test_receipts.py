"""A receipt undone: the check came back, or it was wrong."""

from dataclasses import replace

import pytest

from goodstanding.actions.payments import Split, apply_unapplied, take_payment
from goodstanding.actions.receipts import correct_receipt, return_check
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records.models import ReceiptUndone, Transfer
from goodstanding.records.queries.proofs import prove
from tests.guards_off import guards_off
from tests.ledger_text import AT, assert_proven, layers, owed, tell

pytestmark = pytest.mark.django_db
DANA, BO = Actor("dana", "coordinator"), Actor("bo", "biller")
CHECK = Taken(key="k1", cents=6000, tender=Tender.CHECK, drawer="Front 1", reference="4471")
ON = "2026-11-23"
ONE = "2026-09-22 charge C1 100.00 patient"


def take(taken=CHECK, **split):
    return take_payment(account_id="A", taken=taken, split=Split(**split), by=DANA, at=AT)


def test_a_check_that_came_back_is_owed_again_from_its_old_day():
    tell(ONE)
    take()
    assert layers(ON) == "C1 2026-09-22 40.00"
    return_check(number=1, reason="no_funds", by=BO, at=AT)
    assert layers(ON) == "C1 2026-09-22 100.00"
    undone = ReceiptUndone.objects.get()
    assert (undone.kind, undone.by) == ("returned", "bo")
    assert undone.reason == "Not enough money in the account"
    assert_proven()
    with pytest.raises(Refused, match="undone already, on 11/23/2026"):
        return_check(number=1, reason="no_funds", by=BO, at=AT)


def test_money_placed_since_goes_back_with_the_check():
    """60.00 waited, 50.00 of it was put on C1; the check bounces: nothing is paid any more."""
    tell(ONE)
    take(purpose="copay")
    apply_unapplied(account_id="A", charge="C1", cents=5000, key="a", by=BO, at=AT)
    return_check(number=1, reason="closed", by=BO, at=AT)
    assert (owed(ON), layers(ON)) == ("0.00 100.00 0.00", "C1 2026-09-22 100.00")
    sources = set(Transfer.objects.values_list("source", flat=True))
    assert {"receipt:1:undone:1", "desk:apply:a:undone:1"} <= sources
    assert_proven()


def test_only_as_much_of_the_placings_goes_back_as_must():
    tell(ONE + "\n2026-11-01 patient_payment - 30.00")
    take(purpose="copay")
    for key, cents in (("a", 3000), ("b", 4000)):
        apply_unapplied(account_id="A", charge="C1", cents=cents, key=key, by=BO, at=AT)
    return_check(number=1, reason="other", by=BO, at=AT)  # 30.00 left, 70.00 placed: "b" goes back
    assert owed(ON) == "0.00 70.00 0.00"
    assert Transfer.objects.filter(source="desk:apply:b:undone:1").exists()
    assert not Transfer.objects.filter(source="desk:apply:a:undone:1").exists()
    assert_proven()


def test_cash_is_corrected_by_someone_else_and_never_returned():
    tell(ONE)
    take(replace(CHECK, tender=Tender.CASH, reference=""))
    with pytest.raises(Refused, match="You took this cash"):
        correct_receipt(number=1, reason="amount", by=DANA, at=AT)
    with pytest.raises(Refused, match="Cash does not come back"):
        return_check(number=1, reason="no_funds", by=BO, at=AT)
    correct_receipt(number=1, reason="amount", by=BO, at=AT)
    assert owed(ON) == "0.00 100.00 0.00"
    assert_proven()


def test_what_takes_no_second_person_may_be_corrected_by_the_same():
    tell(ONE)
    take()
    correct_receipt(number=1, reason="twice", by=DANA, at=AT)
    assert ReceiptUndone.objects.get().kind == "correction"


@pytest.mark.parametrize("act", [return_check, correct_receipt])
def test_a_reason_and_a_receipt_are_needed(act):
    reason = "no_funds" if act is return_check else "twice"
    with pytest.raises(Refused, match="Choose"):
        act(number=1, reason="because", by=BO, at=AT)
    with pytest.raises(Refused, match="no receipt 1"):
        act(number=1, reason=reason, by=BO, at=AT)


def test_numbers_go_on_after_a_correction():
    tell(ONE)
    take()
    correct_receipt(number=1, reason="twice", by=DANA, at=AT)
    assert take(replace(CHECK, key="k2")) == 2
    assert_proven()


def failing():
    return {proof.name for proof in prove() if not proof.ok}


def test_a_gap_and_money_that_is_not_there_are_found():
    tell(ONE)
    take()
    with guards_off():
        Transfer.objects.filter(source="receipt:1:1").update(cents=5999)
    assert "a receipt moved exactly its money, an undone one none" in failing()
    take(replace(CHECK, key="k2", again=True))
    with guards_off():
        Transfer.objects.filter(source="receipt:1:1").update(source="receipt:7:1")
    assert "a receipt moved exactly its money, an undone one none" in failing()
    take(replace(CHECK, key="k3", again=True))
    with guards_off():
        from goodstanding.records.models import Receipt

        Receipt.objects.filter(number=3).update(number=4)
    assert "receipts are numbered from 1 without a gap" in failing()
