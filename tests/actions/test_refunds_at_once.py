"""Ten people and postings at one credit at the same moment: exactly one gets it."""

from django.db import transaction

from goodstanding.actions import posting, refunds
from goodstanding.actions.posting import Posting
from goodstanding.actions.refunds import NewRefund
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Charge, Refund, Transfer
from goodstanding.records.queries.credit_left import left_to_ask
from tests.actions.test_at_once import at_once, pytestmark  # noqa: F401
from tests.ledger_text import AT, assert_proven, owed, tell

BILL, ANA = Actor("bill", "biller"), Actor("ana", "manager")
ON = AT.date()


def refund(dollars: int, key: str):
    def act() -> str:
        wish = NewRefund("A", dollars * 100, "asked_for", key)
        try:
            refunds.ask(wish=wish, by=BILL, at=AT)
        except Refused:
            return "refused"
        return "refunded"

    return act


def put_on_a_charge(charge: str, dollars: int):
    """As the desk does it, under the lock of the books and at most what is there: the insurer left
    this part to the patient, and the loose money is put on it."""

    def act() -> str:
        with transaction.atomic():
            bulk.alone(bulk.BOOKS)
            on = Charge.objects.select_related("patient").get(number=charge)
            if left_to_ask(on.patient.guarantor_id, None, is_insurers=False) < dollars * 100:
                return "refused"
            both = (TransactionKind.TO_PATIENT, TransactionKind.APPLY_UNAPPLIED)
            rows = [Posting(kind, dollars * 100, on.patient_id, on.id) for kind in both]
            touched = posting.post(f"desk:apply-{charge}", rows, on=ON, at=AT)
            posting.brought_up(touched, by=BILL, at=AT)
        return "applied"

    return act


def test_ten_refunds_of_one_credit():
    tell("2026-11-02 patient_payment - 80.00")
    told = at_once(*[refund(80, f"k{number}") for number in range(10)])
    assert sorted(told) == ["refunded", *["refused"] * 9]
    assert (Refund.objects.count(), owed("2026-11-23")) == (1, "0.00 0.00 0.00")
    assert_proven()


def test_five_refunds_and_five_postings_of_one_credit():
    charges = "\n".join(f"2026-05-01 charge C{number} 60.00 insurer" for number in range(5))
    tell(f"{charges}\n2026-11-02 patient_payment - 60.00")
    told = at_once(
        *[refund(60, f"k{number}") for number in range(5)],
        *[put_on_a_charge(f"C{number}", 60) for number in range(5)],
    )
    assert sorted(told).count("refused") == 9
    given = Transfer.objects.filter(kind="refund_patient").count()
    assert given == told.count("refunded") == Refund.objects.count()
    used = Transfer.objects.filter(kind="apply_unapplied").count()
    assert (used, given + used) == (told.count("applied"), 1)
    assert_proven()


def test_one_form_sent_ten_times_is_one_refund():
    tell("2026-11-02 patient_payment - 80.00")
    assert at_once(*[refund(5, "the same")] * 10) == ["refunded"] * 10
    assert (Refund.objects.count(), owed("2026-11-23")) == (1, "0.00 0.00 75.00")
    assert_proven()


def test_ten_managers_approve_once():
    tell("2026-11-02 patient_payment - 800.00")
    refunds.ask(wish=NewRefund("A", 80000, "asked_for", "k"), by=BILL, at=AT)

    def approve() -> str:
        try:
            refunds.approve(number=1, by=ANA, at=AT)
        except Refused:
            return "refused"
        return "approved"

    assert sorted(at_once(*[approve] * 10)) == ["approved", *["refused"] * 9]
    assert owed("2026-11-23") == "0.00 0.00 0.00"
    assert_proven()
