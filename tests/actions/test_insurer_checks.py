"""A paper answer of an insurer: line by line, balanced to the cent, undone whole."""

from dataclasses import replace
from datetime import date

import pytest

from goodstanding.actions.insurer_checks import place_unplaced, take_insurer_check
from goodstanding.actions.posting import Posting, post
from goodstanding.actions.receipts import correct_receipt
from goodstanding.actions.unit import Actor
from goodstanding.core.eob import EobLine
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.ledger import Sides
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Denial, Receipt, Transfer
from goodstanding.records.queries.desk_money import charge_money
from goodstanding.records.queries.unplaced_receipts import left_unplaced, unplaced_receipts
from tests.ledger_text import AT, assert_proven, owed, tell

pytestmark = pytest.mark.django_db
BO = Actor("bo", "biller")
CHECK = Taken(key="k1", cents=20000, tender=Tender.CHECK, drawer="Front 1", reference="88120447")
ON = "2026-11-23"
BOOKS = """
coverage NSTAR commercial 1
2026-09-01 charge C1 200.00
2026-09-01 charge C2 90.00
coverage NSTAR commercial 1 patient=b1
2026-09-01 charge C3 60.00 patient=b1
"""
# 200.00 = 120.00 paid, 50.00 contract, 30.00 deductible; C3 paid 40.00 of 60.00, 20.00 denied.
LINES = (
    EobLine("C1", paid=12000, discount=5000, patient=3000, reason="1"),
    EobLine("C3", paid=4000, denied=2000, denied_why="CO-16"),
)


def take(lines=LINES, unplaced=4000, taken=CHECK):
    return take_insurer_check(
        payer="NSTAR", taken=taken, lines=lines, unplaced_cents=unplaced, by=BO, at=AT
    )


def unplaced():
    ((cents,),) = bulk.select(
        "SELECT SUM(CASE WHEN credit = 'insurer_unplaced' THEN cents WHEN debit = "
        "'insurer_unplaced' THEN -cents ELSE 0 END) FROM records_transfer"
    )
    return cents


def test_each_line_posts_and_the_rest_waits():
    tell(BOOKS)
    assert take() == 1
    assert (owed(ON), owed(ON, "B"), unplaced()) == ("90.00 30.00 0.00", "20.00 0.00 0.00", 4000)
    rows = Transfer.objects.filter(source__startswith="receipt:1:").order_by("id")
    assert [(row.kind, row.cents, row.group_code, row.reason_code, row.method) for row in rows] == [
        ("contractual", 5000, "CO", "45", ""), ("insurer_payment", 12000, "", "", "check"),
        ("to_patient", 3000, "PR", "1", ""), ("insurer_payment", 4000, "", "", "check"),
        ("insurer_unplaced", 4000, "", "", "check"),
    ]  # fmt: skip
    denial = Denial.objects.get()
    assert (denial.charge.number, denial.cents, denial.group_code, denial.reason_code) == (
        "C3", 2000, "CO", "16"
    )  # fmt: skip
    assert (denial.payer, denial.source) == ("NSTAR", "receipt:1:denied:1")
    assert_proven()


@pytest.mark.parametrize(
    ("lines", "unplaced_cents", "words"),
    [
        (LINES, 3999, r"\$0.01 is missing"),
        (LINES, 4001, r"\$0.01 is too much"),
        (LINES, -1, "below zero"),
        ((EobLine("C1", paid=20000, discount=1),), 0, r"\$200.00 is open .* \$200.01"),
        ((EobLine("C9", paid=20000),), 0, "C9 is not known"),
        ((EobLine("C1", paid=20000), EobLine("C1", discount=1)), 0, "stands twice"),
        ((EobLine("C1"),), 20000, "nothing is written"),
        ((EobLine("C1", paid=20500, discount=-500),), -500, "below zero"),
        ((EobLine("C1", denied=100, denied_why="lost"),), 20000, "like CO-16"),
    ],
)
def test_what_does_not_balance_posts_nothing(lines, unplaced_cents, words):
    tell(BOOKS)
    with pytest.raises(Refused, match=words):
        take(lines, unplaced_cents)
    assert (Receipt.objects.count(), owed(ON)) == (0, "290.00 0.00 0.00")


def test_more_than_is_open_when_a_person_says_so():
    tell(BOOKS)
    take((EobLine("C2", paid=20000, beyond=True),), 0)
    assert owed(ON) == "200.00 0.00 110.00"
    assert_proven()


def test_a_correction_takes_back_every_line_and_the_denial():
    tell(BOOKS)
    take()
    correct_receipt(number=1, reason="placed", by=Actor("ana", "manager"), at=AT)
    assert (owed(ON), owed(ON, "B"), unplaced()) == ("290.00 0.00 0.00", "60.00 0.00 0.00", 0)
    assert Denial.objects.get().undone_by == "receipt:1:undone"
    assert_proven()


def test_unplaced_money_that_was_placed_since_is_taken_back_first():
    tell(BOOKS)
    take()
    placed = Sides("insurer_unplaced", "insurer_due")
    of = charge_money(["C2"])["C2"]
    posting = Posting(
        TransactionKind.INSURER_PAYMENT, 4000, of.patient, of.key, placed, "NSTAR",
        reference="88120447",
    )  # fmt: skip
    post("placed:1", [posting], on=date(2026, 11, 23), at=AT)
    with pytest.raises(Refused, match=r"\$40.00 of this check was placed on a claim since"):
        correct_receipt(number=1, reason="placed", by=BO, at=AT)


def test_the_form_twice_and_the_same_check_twice():
    tell(BOOKS)
    assert [take(), take()] == [1, 1]
    other = replace(CHECK, key="k2")
    line = (EobLine("C2", paid=9000),)
    with pytest.raises(Refused, match=r"Check 88120447 for \$200.00 was posted today"):
        take(line, 11000, other)
    assert take(line, 11000, replace(other, again=True)) == 2


def test_an_insurer_is_named():
    with pytest.raises(Refused, match="which insurer"):
        take_insurer_check(payer=" ", taken=CHECK, lines=(), unplaced_cents=20000, by=BO, at=AT)


def test_the_front_desk_posts_no_insurer_s_check():
    with pytest.raises(Refused, match="Your role"):
        take_insurer_check(
            payer="N", taken=CHECK, lines=(), unplaced_cents=1, by=Actor("f", "front_desk"), at=AT
        )


def place(*lines, key="ab12"):
    place_unplaced(number=1, lines=lines, key=key, by=BO, at=AT)


def test_what_was_left_is_placed_in_two_parts():
    tell(BOOKS)
    take()
    assert [(one.number, one.left_cents) for one in unplaced_receipts()] == [(1, 4000)]
    place(EobLine("C2", paid=2500, discount=1000))
    assert (owed(ON), unplaced(), left_unplaced(1)) == ("55.00 30.00 0.00", 1500, 1500)
    # 90.00 = 35.00 before, 15.00 paid now, 40.00 denied and still open.
    place(EobLine("C2", paid=1500, denied=4000, denied_why="CO-16"), key="ab13")
    assert (owed(ON), unplaced(), unplaced_receipts()) == ("40.00 30.00 0.00", 0, ())
    assert Denial.objects.filter(source__startswith="receipt:1:placed:ab13:denied:").count() == 1
    assert_proven()


def test_the_same_form_places_once():
    tell(BOOKS)
    take()
    for _ in range(2):
        place(EobLine("C2", paid=1000))
    assert left_unplaced(1) == 3000


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (EobLine("C2", paid=4001), r"paid \$40.01; \$40.00 of the check is not placed"),
        (EobLine("C2", discount=100), r"paid \$0.00"),
        (EobLine("C9", paid=100), "C9 is not known"),
        (EobLine("C2", paid=4000, discount=5001), r"\$90.00 is open"),
    ],
)
def test_no_more_than_was_left_is_placed(line, words):
    tell(BOOKS)
    take()
    with pytest.raises(Refused, match=words):
        place(line)
    assert (owed(ON), left_unplaced(1)) == ("90.00 30.00 0.00", 4000)


def test_a_correction_takes_back_what_was_placed_since():
    tell(BOOKS)
    take()
    place(EobLine("C2", paid=2500, denied=100, denied_why="CO-16"))
    correct_receipt(number=1, reason="placed", by=Actor("ana", "manager"), at=AT)
    assert (owed(ON), owed(ON, "B"), unplaced()) == ("290.00 0.00 0.00", "60.00 0.00 0.00", 0)
    assert not Denial.objects.filter(undone_by="").exists()
    with pytest.raises(Refused, match=r"\$0.00 of the check is not placed"):
        place(EobLine("C2", paid=100), key="cd")
    assert_proven()
