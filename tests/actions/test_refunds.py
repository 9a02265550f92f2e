"""Credit given back: by whom, how much, when the gate says no, and what the ledger says after."""

from datetime import date, timedelta
from itertools import count as numbers

import pytest

from goodstanding.actions import posting, refunds
from goodstanding.actions.posting import Posting
from goodstanding.actions.refunds import NewRefund
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.derived import rederive
from goodstanding.records.models import AuditEvent, Refund, Transfer
from goodstanding.records.queries.credit_left import offers
from goodstanding.records.queries.credits_page import credit_book
from goodstanding.records.queries.proofs import prove
from tests.ledger_text import AT, assert_proven, facts, owed, tell

pytestmark = pytest.mark.django_db
BILL, KIM, ANA = Actor("bill", "biller"), Actor("kim", "manager"), Actor("ana", "manager")
TODAY = "2026-11-23"
LOOSE = "2026-11-02 patient_payment - 250.00 method=check"
OVERPAID = """
2026-05-01 charge C1 100.00 patient
2026-06-01 patient_payment C1 130.00
2026-06-02 patient_payment - 20.00
"""
MEDICARE = """
coverage MCR medicare 1
2026-05-01 charge C1 200.00 insurer
2026-06-01 insurer_payment C1 240.00 payer_id=MCR
"""
_keys = numbers(1)


def ask(dollars, why="asked_for", by=BILL, account="A", **more):
    wish = NewRefund(account, int(dollars * 100), why, more.pop("key", f"k{next(_keys)}"), **more)
    return refunds.ask(wish=wish, by=by, at=AT)


def state(number):
    return Refund.objects.values_list("state", flat=True).get(number=number)


def moved(number):
    return [
        (t.source, t.kind, t.cents, t.charge and t.charge.number, t.patient.number)
        for t in Transfer.objects.filter(source__startswith=f"refund:{number}:").order_by("id")
    ]


def test_up_to_the_limit_one_person_posts_at_once():
    tell(LOOSE)
    number = ask(100)
    assert (state(number), owed(TODAY)) == ("approved", "0.00 0.00 150.00")
    assert moved(number) == [("refund:1:1", "refund_patient", 10000, None, "a1")]
    refund = Refund.objects.get(number=number)
    assert (refund.tender, refund.decided_by, refund.posted_on) == (
        "check",
        "bill",
        date(2026, 11, 23),
    )
    assert AuditEvent.objects.filter(verb="refund.ask", account="A").count() == 1
    assert_proven()


def test_above_the_limit_another_manager_approves():
    tell(LOOSE)
    number = ask(100.01, by=KIM)
    assert (state(number), owed(TODAY)) == ("asked", "0.00 0.00 250.00")
    with pytest.raises(Refused, match=r"You asked for refund 1\. Above \$100\.00"):
        refunds.approve(number=number, by=KIM, at=AT)
    with pytest.raises(Refused, match="Your role may not"):
        refunds.approve(number=number, by=BILL, at=AT)
    refunds.approve(number=number, by=ANA, at=AT)
    assert (state(number), owed(TODAY)) == ("approved", "0.00 0.00 149.99")
    with pytest.raises(Refused, match="is approved now"):
        refunds.approve(number=number, by=ANA, at=AT)
    assert_proven()


def test_never_more_than_is_there_less_what_is_asked_for():
    tell(LOOSE)
    ask(150)
    with pytest.raises(Refused, match=r"There is \$100\.00 to give back"):
        ask(100.01)
    assert Refund.objects.count() == 1
    assert state(ask(100)) == "approved"


def test_what_the_patient_owes_is_counted_first():
    tell(LOOSE + "\n2026-11-01 charge C1 200.00 patient")
    with pytest.raises(Refused, match=r"There is \$50\.00"):
        ask(60)


def test_money_that_went_elsewhere_meanwhile_is_not_given_back():
    tell(LOOSE)
    number = ask(240)
    tell("2026-11-03 charge C9 30.00 patient")
    with pytest.raises(Refused, match=r"There is \$220\.00"):
        refunds.approve(number=number, by=ANA, at=AT)
    assert (state(number), moved(number)) == ("asked", [])


def test_the_same_form_twice_is_one_refund():
    tell(LOOSE)
    assert ask(60, key="once") == ask(60, key="once") == 1
    assert owed(TODAY) == "0.00 0.00 190.00"


def test_a_refund_leaves_the_overpaid_charge_at_zero():
    tell(OVERPAID)
    assert [(one.charge, one.cents) for one in _offers()] == [("", 5000), ("C1", 3000)]
    number = ask(30, charge_id="C1", why="overpaid")
    assert moved(number) == [("refund:1:1", "refund_patient", 3000, "C1", "a1")]
    assert [(one.charge, one.cents) for one in _offers()] == [("", 2000)]
    ask(20)
    assert _offers() == ()
    assert credit_book(date(2026, 11, 23)).lines == ()
    assert_proven()


def _offers(account="A"):
    ((key,),) = bulk.select("SELECT id FROM records_guarantor WHERE number = %s", [account])
    return offers(key)


def test_all_of_it_comes_from_loose_money_first():
    tell(OVERPAID)
    number = ask(45)
    assert [row[2:4] for row in moved(number)] == [(2000, None), (2500, "C1")]
    assert owed(TODAY) == "0.00 0.00 5.00"


def test_an_insurer_s_overpayment_goes_to_the_insurer_alone():
    tell(MEDICARE + "2026-05-01 charge C2 40.00 patient")
    # the insurer's 40 hides what the patient owes: 40 open, nothing is the patient's
    assert owed(TODAY) == "0.00 0.00 0.00"
    with pytest.raises(Refused, match=r"There is \$0\.00"):
        ask(40)
    number = ask(40, why="insurer_overpaid", payer="MCR", charge_id="C1")
    transfer = Transfer.objects.get(source=f"refund:{number}:1")
    assert (transfer.kind, transfer.payer, transfer.charge.number) == (
        "refund_insurer",
        "MCR",
        "C1",
    )
    assert owed(TODAY) == "0.00 40.00 0.00"
    assert_proven()


def test_after_a_death_the_gate_says_why_not_and_nothing_is_asked():
    tell(LOOSE + '\n2026-11-10 hold estate detail={"died_on":"2026-11-10"}')
    with pytest.raises(Refused, match="The person died"):
        ask(50)
    assert Refund.objects.count() == 0
    number = ask(150)  # waits for a second person, who is refused too
    with pytest.raises(Refused, match="The person died"):
        refunds.approve(number=number, by=ANA, at=AT)


def test_thirty_days_after_the_death_money_may_go():
    tell(LOOSE + '\n2026-10-01 hold estate detail={"died_on":"2026-10-01"}')
    assert state(ask(50)) == "approved"


def test_sent_once_with_its_check():
    tell(LOOSE)
    first, other = ask(60), ask(40)
    refunds.issue(number=first, check_number=" 4471 ", on=date(2026, 11, 23), by=BILL, at=AT)
    assert Refund.objects.get(number=first).check_number == "4471"
    for number, check, on in ((first, "4472", AT), (other, "4471", AT), (other, "", AT)):
        with pytest.raises(Refused):
            refunds.issue(number=number, check_number=check, on=on.date(), by=BILL, at=AT)
    for day in (date(2026, 11, 22), date(2026, 11, 24)):
        with pytest.raises(Refused, match="between the day"):
            refunds.issue(number=other, check_number="9", on=day, by=BILL, at=AT)


def test_a_lost_check_is_reversed_and_the_credit_is_there_again():
    tell(LOOSE)
    number = ask(60)
    refunds.issue(number=number, check_number="4471", on=AT.date(), by=BILL, at=AT)
    later = AT + timedelta(days=2)
    refunds.stop(number=number, reason="Lost in the mail", by=BILL, at=later)
    assert state(number) == "stopped"
    assert owed(TODAY) == "0.00 0.00 190.00"
    assert owed("2026-11-25") == "0.00 0.00 250.00"
    with pytest.raises(Refused, match="is stopped now"):
        refunds.stop(number=number, reason="again", by=BILL, at=later)
    assert_proven()


def test_declined_leaves_all_as_it_was():
    tell(LOOSE)
    number = ask(150)
    refunds.decline(number=number, reason="A visit comes", by=ANA, at=AT)
    assert (state(number), owed(TODAY)) == ("declined", "0.00 0.00 250.00")
    assert state(ask(100)) == "approved"
    assert_proven()


def test_exported_once_and_again_on_request():
    tell(LOOSE)
    number = ask(60)
    assert [row.number for row in refunds.export(by=BILL, at=AT)] == [number]
    with pytest.raises(Refused, match="No approved refund"):
        refunds.export(by=BILL, at=AT)
    assert [row.number for row in refunds.export(again=True, by=BILL, at=AT)] == [number]
    assert AuditEvent.objects.filter(verb="refund.export").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"dollars": 0}, {"why": "because"}, {"why": "other"}, {"tender": "gold"},
        {"charge_id": "C9"}, {"account": "Z"}, {"why": "insurer_overpaid"},
        {"words": "card 4111 1111 1111 1111"}, {"payer": "MCR", "why": "insurer_overpaid"},
    ],
)  # fmt: skip
def test_what_is_refused(wrong):
    tell(LOOSE)
    with pytest.raises(Refused):
        ask(**{"dollars": 10, **wrong})
    assert Refund.objects.count() == 0


def test_the_front_desk_gives_nothing_back():
    tell(LOOSE)
    with pytest.raises(Refused, match="Your role"):
        ask(10, by=Actor("fran", "front_desk"))


def failed():
    return {proof.name for proof in prove() if not proof.ok}


@pytest.mark.parametrize(
    ("wrong", "proof"),
    [
        ({"limit_cents": 5000}, "a refund above its limit was decided by a second person"),
        ({"cents": 9900}, "a refund paid out has exactly its transfers, any other has none"),
        ({"state": "declined"}, "a refund paid out has exactly its transfers, any other has none"),
    ],
)
def test_a_proof_sees_a_refund_that_is_wrong(wrong, proof):
    tell(LOOSE)
    ask(100)
    Refund.objects.update(**wrong)
    assert failed() == {proof}


def test_a_proof_sees_more_given_back_than_there_was():
    tell(LOOSE)
    number = ask(100)
    ((a,),) = bulk.select("SELECT patient_id FROM records_transfer WHERE source = 'refund:1:1'")
    more = [Posting(TransactionKind.REFUND_PATIENT, 20000, a)]
    posting.post("refund:1", more, on=AT.date(), at=AT, first=2)
    Refund.objects.filter(number=number).update(cents=30000, decided_by="ana")
    rederive(list(bulk.select("SELECT id FROM records_guarantor")[0]))
    assert failed() == {"no refund gave back more than there was"}


def test_the_next_step_is_decided_again():
    tell(LOOSE)
    ask(100)
    assert facts(TODAY).credit_cents == 15000
