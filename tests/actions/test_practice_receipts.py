"""The same patient money at the desk and in the practice export is posted once."""

import pytest

from goodstanding.actions.adjustments import Change, write_off
from goodstanding.actions.insurer_checks import take_insurer_check
from goodstanding.actions.payments import Split, apply_unapplied, take_payment
from goodstanding.actions.receipts import correct_receipt, return_check
from goodstanding.actions.unit import Actor
from goodstanding.core.eob import EobLine
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.placing import Taken
from goodstanding.records.models import Transfer, Twin
from tests.ledger_text import AT, assert_proven, count, owed, take_in, tell, write_export

pytestmark = pytest.mark.django_db
BO = Actor("bo", "biller")
ON = "2026-11-23"
ONE = "2026-09-22 charge C1 100.00 patient"
TWO = ONE + "\n2026-09-23 charge C2 50.00 patient"
PAID = "\n2026-11-20 patient_payment {charge} {amount} method={method} reference={number}"


@pytest.fixture
def bring(tmp_path):
    """Imports the text and says how it ended, with the codes of what was set aside."""
    folders = iter(range(100))

    def brought(text):
        told = take_in(write_export(text, tmp_path / str(next(folders))))
        return told.status, [problem["code"] for problem in told.problems]

    return brought


def taken(cents=6000, tender=Tender.CHECK, reference="4471", key="k1"):
    money = Taken(key=key, cents=cents, tender=tender, drawer="Front 1", reference=reference)
    return take_payment(account_id="A", taken=money, split=Split(), by=BO, at=AT)


def paid(amount="60.00", method="check", number="4471", charge="-"):
    return PAID.format(amount=amount, method=method, number=number, charge=charge)


@pytest.mark.parametrize("number", ["4471", "004471"])
@pytest.mark.parametrize("charge", ["-", "C1"])
def test_the_same_check_is_posted_once(bring, number, charge):
    tell(ONE)
    taken()
    assert bring(ONE + paid(number=number, charge=charge)) == ("posted", [])
    assert (owed(ON), Twin.objects.get().transfer.source) == ("0.00 40.00 0.00", "receipt:1:1")
    moved = count("transfer")
    assert bring(ONE + paid(number=number, charge=charge) + "\n")[1] == []
    assert (count("transfer"), count("twin")) == (moved, 1)
    assert_proven()


def test_a_receipt_of_two_parts_is_one_row_of_the_export(bring):
    tell(TWO)
    taken(14000)  # 100.00 on C1 and 40.00 on C2
    text = TWO + paid("140.00")
    assert bring(text) == ("posted", [])
    assert (owed(ON), count("twin")) == ("0.00 10.00 0.00", 2)
    assert bring(text + "\n2026-11-21 hold manual")[1] == []  # changed file, the same money
    assert owed(ON) == "0.00 10.00 0.00"
    assert_proven()


def test_a_receipt_of_two_parts_is_two_rows_of_the_export(bring):
    tell(TWO)
    taken(14000)
    assert bring(TWO + paid("100.00", charge="C1") + paid("40.00", charge="C2")) == ("posted", [])
    assert (owed(ON), count("twin")) == ("0.00 10.00 0.00", 2)
    assert_proven()


@pytest.mark.parametrize(
    "other",
    [
        {"number": "4472"},  # amount and days agree, the number does not
        {"method": "cash", "number": ""},
        {"amount": "61.00"},  # the same check over another amount
    ],
)
def test_what_agrees_in_part_waits_for_a_person(bring, other):
    tell(ONE)
    taken()
    assert bring(ONE + paid(**other)) == ("partly_posted", ["like_a_receipt"])
    assert owed(ON) == "0.00 40.00 0.00"
    assert_proven()


def test_other_money_posts(bring):
    tell(ONE)
    taken()
    assert bring(ONE + paid("25.00", "cash", "")) == ("posted", [])
    assert owed(ON) == "0.00 15.00 0.00"


def test_two_receipts_alike_are_two_rows(bring):
    tell(ONE)
    taken(2000, Tender.CASH, "", "k1")
    other = Taken(key="k2", cents=2000, tender=Tender.CASH, drawer="Front 1", again=True)
    take_payment(account_id="A", taken=other, split=Split(), by=BO, at=AT)
    text = ONE + paid("20.00", "cash", "") * 2
    assert bring(text) == ("posted", [])
    assert owed(ON) == "0.00 60.00 0.00"
    assert bring(text + paid("20.00", "cash", "")) == ("posted", [])  # the third is other money
    assert owed(ON) == "0.00 40.00 0.00"
    assert_proven()


def test_eleven_days_apart_is_other_money(bring):
    tell(ONE)
    taken()
    far = "\n2026-11-12 patient_payment - 60.00 method=check reference=4471"
    assert bring(ONE + far) == ("posted", [])
    assert owed(ON) == "0.00 0.00 20.00"


def test_a_returned_check_is_undone_on_both_sides(bring):
    tell(ONE)
    taken()
    return_check(number=1, reason="no_funds", by=BO, at=AT)
    told = ONE + paid() + " as T9\n2026-11-21 reversal of T9"
    assert bring(told) == ("posted", [])
    assert owed(ON) == "0.00 100.00 0.00"
    assert_proven()


def test_a_reversal_only_there_waits_for_the_desk(bring):
    tell(ONE)
    taken()
    told = ONE + paid() + " as T9\n2026-11-21 reversal of T9"
    assert bring(told) == ("partly_posted", ["posted_at_the_desk"])
    assert owed(ON) == "0.00 40.00 0.00"
    assert_proven()


def test_a_changed_amount_waits_for_the_desk(bring):
    tell(ONE)
    taken()
    bring(ONE + paid() + " as T9")
    assert bring(ONE + paid("70.00") + " as T9")[1] == ["posted_at_the_desk"]
    assert_proven()


def test_a_corrected_receipt_is_no_twin(bring):
    tell(ONE)
    taken()
    correct_receipt(number=1, reason="account", by=BO, at=AT)
    assert bring(ONE + paid()) == ("posted", [])
    assert owed(ON) == "0.00 40.00 0.00"
    assert_proven()


def test_an_insurer_s_paper_answer_is_posted_once(bring):
    books = "coverage NSTAR commercial 1\n2026-09-01 charge C1 200.00"
    tell(books)
    check = Taken(key="k", cents=12000, tender=Tender.CHECK, drawer="Front 1", reference="88")
    line = EobLine("C1", paid=12000, discount=5000, patient=3000, reason="1")
    take_insurer_check(payer="N", taken=check, lines=[line], unplaced_cents=0, by=BO, at=AT)
    more = "".join(
        f"\n2026-11-20 {kind} C1 {cents}"
        for kind, cents in (
            ("insurer_payment", "120.00"), ("contractual", "50.00"), ("to_patient", "30.00")
        )
    )  # fmt: skip
    assert bring(books + more) == ("posted", [])
    assert owed(ON) == "0.00 30.00 0.00"
    assert bring(books + more + "\n2026-11-21 insurer_payment C1 5.00")[1] == [
        "settled_by_remittance"
    ]
    assert_proven()


def test_a_write_off_of_the_desk_is_posted_once(bring):
    tell(ONE)
    change = Change("w", TransactionKind.CHARITY, "C1", 3000, "assistance")
    write_off(account_id="A", change=change, by=BO, at=AT)
    assert bring(ONE + "\n2026-11-20 charity C1 30.00\n2026-11-20 charity C1 5.00")[1] == []
    assert owed(ON) == "0.00 65.00 0.00"
    assert_proven()


def test_money_placed_here_and_then_there_is_placed_once(bring):
    """75.00 waited and was put on C1 here; then the practice system says the same of it."""
    waits = "\n2026-11-01 patient_payment {} 75.00 as T5"
    tell(ONE + waits.format("-"))
    apply_unapplied(account_id="A", charge="C1", cents=7500, key="a", by=BO, at=AT)
    assert bring(ONE + waits.format("C1"))[1] == []
    assert owed(ON) == "0.00 25.00 0.00"
    assert Transfer.objects.filter(source="desk:apply:a:undone:1").exists()
    assert_proven()
