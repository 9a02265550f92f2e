"""Moves and write-offs by hand: who may, how much, what the law refuses, and undoing them."""

from datetime import timedelta

import pytest

from goodstanding.actions.adjustments import Change, agree, decline, move_part, undo, write_off
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import TransactionKind as K
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Adjustment, Transfer
from tests.ledger_text import AT, assert_proven, owed, tell

pytestmark = pytest.mark.django_db
BO, ANA, EVA = Actor("bo", "biller"), Actor("ana", "manager"), Actor("eva", "manager")
ON = "2026-11-23"
OWED = "2026-09-22 charge C1 200.00 patient"
INSURED = "coverage NSTAR {} 1 {}\n2026-09-01 charge C1 200.00"


def change(kind, cents, reason, key="k1"):
    return Change(key, kind, "C1", cents, reason)


def off(cents, kind=K.SMALL_WRITE_OFF, reason="small", *, by=BO, key="k1", at=AT):
    return write_off(account_id="A", change=change(kind, cents, reason, key), by=by, at=at)


def move(cents, kind=K.TO_PATIENT, reason="copay", key="k1"):
    return move_part(account_id="A", change=change(kind, cents, reason, key), by=BO, at=AT)


def state():
    return Adjustment.objects.get().state


@pytest.mark.parametrize(
    ("kind", "reason", "ledger"),
    [
        (K.SMALL_WRITE_OFF, "goodwill", "small_write_off"),
        (K.CHARITY, "assistance", "charity"),
        (K.BAD_DEBT, "exhausted", "bad_debt"),
    ],
)
def test_up_to_the_limit_one_person_writes_off(kind, reason, ledger):
    tell(OWED)
    off(5000, kind, reason)
    assert (owed(ON), state()) == ("0.00 150.00 0.00", "posted")
    assert Transfer.objects.get(source="adjustment:1:1").debit == ledger
    assert_proven()


def test_above_the_limit_another_manager_agrees():
    tell(OWED)
    off(5001, by=ANA)
    assert (owed(ON), state()) == ("0.00 200.00 0.00", "asked")
    with pytest.raises(Refused, match="You asked for this"):
        agree(number=1, by=ANA, at=AT)
    with pytest.raises(Refused, match="Your role"):
        agree(number=1, by=BO, at=AT)
    agree(number=1, by=EVA, at=AT)
    assert (owed(ON), state()) == ("0.00 149.99 0.00", "posted")
    with pytest.raises(Refused, match="waits for nobody"):
        agree(number=1, by=EVA, at=AT)
    assert_proven()


def test_a_large_sum_in_small_pieces_needs_two_people_too():
    tell(OWED)
    off(3000)
    off(2001, key="k2")
    assert list(Adjustment.objects.order_by("number").values_list("state", flat=True)) == [
        "posted", "asked"
    ]  # fmt: skip
    later = AT + timedelta(days=31)
    off(3000, key="k3", at=later)
    assert Adjustment.objects.get(number=3).state == "posted"


def test_declined_moves_nothing():
    tell(OWED)
    off(9000)
    decline(number=1, by=ANA, at=AT)
    assert (owed(ON), state()) == ("0.00 200.00 0.00", "declined")
    assert_proven()


def test_what_was_paid_since_is_not_written_off():
    tell(OWED)
    off(20000)
    tell(OWED + "\n2026-11-02 patient_payment - 0.01")
    with pytest.raises(Refused, match=r"part of charge C1 is \$199.99"):
        agree(number=1, by=ANA, at=AT)
    assert state() == "asked"


@pytest.mark.parametrize("by", [EVA, ANA])
def test_a_write_off_is_undone_by_reversal(by):
    tell(OWED)
    off(5000)
    undo(number=1, by=by, at=AT)
    assert (owed(ON), state()) == ("0.00 200.00 0.00", "undone")
    assert Transfer.objects.filter(reverses__source="adjustment:1:1").count() == 1
    with pytest.raises(Refused, match="nothing to undo"):
        undo(number=1, by=by, at=AT)
    assert_proven()


@pytest.mark.parametrize(
    ("cents", "reason", "words"),
    [
        (0, "small", "above zero"),
        (20001, "small", r"is \$200.00 now"),
        (1, "deductible", "Choose the reason"),
    ],
)
def test_what_is_no_write_off_is_refused(cents, reason, words):
    tell(OWED)
    with pytest.raises(Refused, match=words):
        off(cents, reason=reason)


def test_the_same_form_twice_writes_off_once():
    tell(OWED)
    assert [off(1000), off(1000)] == [1, 1]
    assert owed(ON) == "0.00 190.00 0.00"
    with pytest.raises(Refused, match="other words"):
        off(999)


MEDICARE = INSURED.format("medicare", "") + "\n2026-10-01 to_patient C1 30.00 group_code=PR"


@pytest.mark.parametrize(
    ("kind", "reason"), [(K.SMALL_WRITE_OFF, "small"), (K.BAD_DEBT, "exhausted")]
)
def test_a_medicare_share_is_not_let_go_by_habit(kind, reason):
    """Nobody was asked for it yet: 42 USC 1320a-7a(i)(6)."""
    tell(MEDICARE + "\n2026-10-01 insurer_payment C1 170.00")
    with pytest.raises(Refused, match="find this person's need first"):
        off(3000, kind, reason)
    off(3000, K.CHARITY, "hardship")
    assert owed(ON) == "0.00 0.00 0.00"


@pytest.mark.parametrize(
    ("payer", "more", "words"),
    [
        ("medicare", "qmb=Y", "Qualified Medicare Beneficiary"),
        ("medicaid", "", "Medi"),
        ("workers_comp", "", "work injury"),
    ],
)
def test_what_the_law_forbids_is_not_moved_to_the_patient(payer, more, words):
    tell(INSURED.format(payer, more))
    with pytest.raises(Refused, match=words):
        move(3000)
    assert owed(ON) == "200.00 0.00 0.00"


def test_a_copay_moves_to_the_patient_and_back():
    tell(INSURED.format("commercial", ""))
    move(3000)
    moved = Transfer.objects.get(source="adjustment:1:1")
    assert (owed(ON), moved.group_code, moved.reason_code) == ("170.00 30.00 0.00", "PR", "3")
    with pytest.raises(Refused, match=r"insurer's part of charge C1 is \$170.00"):
        move(17001, key="k2")
    move(1000, K.TO_INSURER, "coverage", key="k3")
    assert owed(ON) == "180.00 20.00 0.00"
    with pytest.raises(Refused, match=r"patient's part of charge C1 is \$20.00"):
        move(2001, K.TO_INSURER, "coverage", key="k4")
    undo(number=2, by=ANA, at=AT)
    assert owed(ON) == "170.00 30.00 0.00"
    assert_proven()


def test_a_charge_of_another_account_is_refused():
    tell(OWED + "\n2026-09-22 charge C2 1.00 patient patient=b1")
    with pytest.raises(Refused, match="does not belong"):
        write_off(account_id="B", change=change(K.CHARITY, 1, "hardship"), by=BO, at=AT)
