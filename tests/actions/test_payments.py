"""Patients' money at the desk: taken with a receipt, split, kept, and put on charges."""

from dataclasses import replace

import pytest

from goodstanding.actions.payments import Split, apply_unapplied, take_payment
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import AuditEvent, Receipt, Transfer
from tests.ledger_text import AT, assert_proven, layers, owed, tell

pytestmark = pytest.mark.django_db
DANA = Actor("dana", "front_desk")
BO = Actor("bo", "biller")
CHECK = Taken(key="k1", cents=6000, tender=Tender.CHECK, drawer="Front 1", reference="4471")
# 100.00 of July and 84.20 of September; the July charge became the patient's only in October.
TWO = """
2026-07-01 charge C1 100.00 insurer
2026-10-01 to_patient C1 100.00
2026-09-22 charge C2 84.20 patient
"""
ON = "2026-11-23"


def take(taken=CHECK, account="A", by=DANA, **split):
    return take_payment(account_id=account, taken=taken, split=Split(**split), by=by, at=AT)


def again(**more):
    return replace(CHECK, **more)


def test_oldest_first_takes_what_has_been_owed_longest_and_keeps_the_rest():
    tell(TWO)
    # 84.20 since September 22 come before 100.00 since October 1: 84.20 + 100.00 + 15.80 over.
    number = take(again(cents=20000))
    rows = Transfer.objects.filter(source__startswith="receipt:1:").order_by("id")
    told = [(row.charge.number if row.charge else "-", row.cents, row.method) for row in rows]
    assert told == [("C2", 8420, "check"), ("C1", 10000, "check"), ("-", 1580, "check")]
    assert (number, owed(ON)) == (1, "0.00 0.00 15.80")
    event = AuditEvent.objects.get(verb="payment.take")
    assert (event.account, event.detail) == ("A", '{"cents": 20000, "receipt": 1}')
    assert_proven()


def test_named_charges_take_what_they_are_given():
    tell(TWO)
    take(charges={"C1": 5000})
    assert layers(ON) == "C2 2026-09-22 74.20, C1 2026-10-01 50.00"  # 10.00 not placed, oldest
    (left,) = bulk.select("SELECT unapplied_cents FROM records_standing")[0]
    assert left == 1000
    assert_proven()


@pytest.mark.parametrize(
    ("split", "words"),
    [
        ({"C1": 5000, "C2": 1001}, "The parts add up to $60.01"),
        ({"C2": 6000, "C1": -1}, "above zero"),
        ({"C9": 100}, "The patient owes $0.00 on charge C9"),
    ],
)
def test_a_split_that_cannot_be_is_refused(split, words):
    tell(TWO)
    with pytest.raises(Refused, match=words.replace("$", r"\$")):
        take(charges=split)
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("purpose", ["prepayment", "copay"])
def test_money_for_a_visit_to_come_waits(purpose):
    tell(TWO)
    take(purpose=purpose)
    (row,) = Transfer.objects.filter(source__startswith="receipt:")
    assert (row.credit, row.charge) == ("unapplied", None)
    assert Receipt.objects.get().purpose == purpose
    assert owed(ON) == "0.00 124.20 0.00"  # counted against the oldest all the same
    assert_proven()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"cents": 0}, "more than zero"),
        ({"cents": -5}, "more than zero"),
        ({"tender": Tender.OTHER}, "not taken here"),
        ({"reference": " "}, "number of the check"),
        ({"drawer": "Back"}, "no drawer Back"),
        ({"reference": "4111 1111 1111 1111"}, "card number"),
        ({"note": "card 4111-1111-1111-1111"}, "card number"),
    ],
)
def test_what_is_no_payment_is_refused(wrong, words):
    tell(TWO)
    with pytest.raises(Refused, match=words):
        take(again(**wrong))


def test_an_unknown_account_is_refused():
    with pytest.raises(Refused, match="Account Z is not known"):
        take(account="Z")


def test_a_form_sent_twice_takes_the_money_once():
    tell(TWO)
    assert [take(), take()] == [1, 1]
    assert (Receipt.objects.count(), owed(ON)) == (1, "0.00 124.20 0.00")
    with pytest.raises(Refused, match="made receipt 1 already"):
        take(again(cents=100))


def test_the_same_check_again_needs_a_word():
    tell(TWO)
    take()
    with pytest.raises(Refused, match=r"Check 4471 for \$60.00 was posted today at 9:00 AM. Post"):
        take(again(key="k2"))
    assert take(again(key="k2", again=True)) == 2
    assert take(again(key="k3", reference="4472")) == 3
    assert_proven()


def test_money_that_waits_is_placed_once_and_never_more_than_there_is():
    tell(TWO + "2026-11-01 patient_payment - 75.00")
    place = {"account_id": "A", "charge": "C1", "by": BO, "at": AT}
    with pytest.raises(Refused, match=r"\$75.00 is not placed yet"):
        apply_unapplied(cents=7501, key="a", **place)
    apply_unapplied(cents=5000, key="a", **place)
    apply_unapplied(cents=5000, key="a", **place)  # the same form
    assert layers(ON) == "C2 2026-09-22 59.20, C1 2026-10-01 50.00"
    with pytest.raises(Refused, match=r"\$25.00 is not placed yet"):
        apply_unapplied(cents=2501, key="b", **place)
    assert_proven()


def test_no_more_is_placed_than_the_charge_has():
    tell("2026-09-22 charge C1 20.00 patient\n2026-11-01 patient_payment - 75.00")
    with pytest.raises(Refused, match=r"part of charge C1 is \$20.00"):
        apply_unapplied(account_id="A", charge="C1", cents=2001, key="a", by=BO, at=AT)


def test_a_charge_of_another_account_is_refused():
    tell(TWO + "2026-11-01 charge C3 9.00 patient patient=b1")
    with pytest.raises(Refused, match="does not belong"):
        apply_unapplied(account_id="A", charge="C3", cents=1, key="a", by=BO, at=AT)


def test_the_front_desk_places_nothing():
    with pytest.raises(Refused, match="Your role"):
        apply_unapplied(account_id="A", charge="C1", cents=1, key="a", by=DANA, at=AT)
