"""Ten at once on one account never take, place or give up more than there is."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from goodstanding.actions.adjustments import Change, agree, write_off
from goodstanding.actions.payments import Split, apply_unapplied, take_payment
from goodstanding.actions.receipts import correct_receipt
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Receipt, ReceiptUndone
from tests.actions.test_at_once import at_once
from tests.ledger_text import AT, SYSTEM_ACTOR, assert_proven, owed, tell

pytestmark = pytest.mark.django_db(transaction=True)
ON = "2026-11-23"
CASH = Taken(key="k", cents=1000, tender=Tender.CASH, drawer="Front 1", again=True)
TEN = range(10)


def tried(act: Callable[[], object]) -> Callable[[], str]:
    def one() -> str:
        try:
            act()
        except Refused:
            return "refused"
        return "done"

    return one


def all_at_once(act: Callable[[int], object]) -> Counter[object]:
    return Counter(at_once(*[tried(lambda n=n: act(n)) for n in TEN]))


def test_ten_place_the_same_money():
    """75.00 waits; ten try to place 20.00 each: three fit."""
    tell("2026-09-01 charge C1 500.00 patient\n2026-11-01 patient_payment - 75.00")
    found = all_at_once(lambda n: apply_unapplied(
        account_id="A", charge="C1", cents=2000, key=f"a{n}", by=SYSTEM_ACTOR, at=AT
    ))  # fmt: skip
    assert found == {"done": 3, "refused": 7}
    assert owed(ON) == "0.00 425.00 0.00"
    assert_proven()


def test_ten_take_money_and_no_number_is_left_out():
    tell("2026-09-01 charge C1 65.00 patient")
    found = all_at_once(lambda n: take_payment(
        account_id="A", taken=replace(CASH, key=f"k{n}"), split=Split(), by=SYSTEM_ACTOR, at=AT
    ))  # fmt: skip
    assert found == {"done": 10}
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 11))
    assert owed(ON) == "0.00 0.00 35.00"
    assert_proven()


def test_one_form_ten_times_takes_the_money_once():
    tell("2026-09-01 charge C1 65.00 patient")
    found = all_at_once(lambda _: take_payment(
        account_id="A", taken=CASH, split=Split(), by=SYSTEM_ACTOR, at=AT
    ))  # fmt: skip
    assert (found, Receipt.objects.count()) == ({"done": 10}, 1)
    assert owed(ON) == "0.00 55.00 0.00"


def test_ten_write_off_what_is_there_once():
    """45.00 is owed; ten give up 10.00 each: four fit, 5.00 stays."""
    tell("2026-09-01 charge C1 45.00 patient")

    def give_up(n: int) -> int:
        change = Change(f"w{n}", TransactionKind.SMALL_WRITE_OFF, "C1", 1000, "small")
        return write_off(account_id="A", change=change, by=SYSTEM_ACTOR, at=AT)

    assert all_at_once(give_up) == {"done": 4, "refused": 6}
    assert owed(ON) == "0.00 5.00 0.00"
    assert_proven()


def test_ten_agree_to_one_write_off():
    tell("2026-09-01 charge C1 200.00 patient")
    change = Change("w", TransactionKind.BAD_DEBT, "C1", 15000, "exhausted")
    write_off(account_id="A", change=change, by=SYSTEM_ACTOR, at=AT)
    managers = [Actor(f"manager{n}", "manager") for n in TEN]
    found = all_at_once(lambda n: agree(number=1, by=managers[n], at=AT))
    assert found == {"done": 1, "refused": 9}
    assert owed(ON) == "0.00 50.00 0.00"
    assert_proven()


def test_ten_correct_one_receipt():
    tell("2026-09-01 charge C1 45.00 patient")
    take_payment(account_id="A", taken=CASH, split=Split(), by=SYSTEM_ACTOR, at=AT)
    found = all_at_once(lambda _: correct_receipt(
        number=1, reason="twice", by=SYSTEM_ACTOR, at=AT
    ))  # fmt: skip
    assert (found, ReceiptUndone.objects.count()) == ({"done": 1, "refused": 9}, 1)
    assert owed(ON) == "0.00 45.00 0.00"
    assert_proven()


def test_paying_placing_and_giving_up_together_end_at_nothing_less():
    """100.00 owed, 30.00 waits: five pay 20.00, three place 10.00, two give up 20.00. Whatever the
    order, nobody gives up what was paid and nothing is placed twice."""
    tell("2026-09-01 charge C1 100.00 patient\n2026-11-01 patient_payment - 30.00")

    def act(n: int) -> object:
        if n < 5:
            taken = replace(CASH, key=f"k{n}", cents=2000)
            return take_payment(account_id="A", taken=taken, split=Split(), by=SYSTEM_ACTOR, at=AT)
        if n < 8:
            return apply_unapplied(
                account_id="A", charge="C1", cents=1000, key=f"a{n}", by=SYSTEM_ACTOR, at=AT
            )
        change = Change(f"w{n}", TransactionKind.CHARITY, "C1", 2000, "hardship")
        return write_off(account_id="A", change=change, by=SYSTEM_ACTOR, at=AT)

    found = at_once(*[tried(lambda n=n: act(n)) for n in TEN])
    given_up = found[8:].count("done") * 2000
    credit = 10000 + 3000 + given_up - 10000  # five payments and what waited, less what was owed
    assert owed(ON) == f"0.00 0.00 {credit // 100}.00"
    assert_proven()
