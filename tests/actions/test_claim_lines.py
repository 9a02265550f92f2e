"""A claim posted by the lines a person writes: its own money, no more and no less."""

import pytest

from goodstanding.actions.claim_lines import post_by_hand
from goodstanding.actions.unit import Actor
from goodstanding.core.eob import EobLine
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import ClaimStep, Denial, DenialCase, RemittanceClaim
from tests.ledger_text import AT, assert_proven, owed, tell
from tests.remittance_text import check, claim, line, one_line, taken_back

pytestmark = pytest.mark.django_db
WHO = {"by": Actor("bill", "biller"), "at": AT}
ON = "2026-11-23"
BOOKS = """
coverage NSTAR commercial 1
2026-05-01 charge C1 200.00 claim_id=CL1
2026-05-01 charge C2 90.00 claim_id=CL1
"""
# Says 90.00 of discount where 100.00 is meant: 200.00 is not 80.00 + 90.00 + 20.00.
OFF = one_line("CL1", 200, 80, "CO-45 90", "PR-1 20")
RIGHT = (EobLine("C1", paid=8000, discount=10000, patient=2000, reason="1"),)


def apart():
    ((cents,),) = bulk.select(
        "SELECT COALESCE(SUM(CASE WHEN credit = 'insurer_unplaced' THEN cents WHEN debit = "
        "'insurer_unplaced' THEN -cents ELSE 0 END), 0) FROM records_transfer"
    )
    return int(cents)


def by_hand(lines=RIGHT, words="Told by phone, ref 71"):
    post_by_hand(claim_id=RemittanceClaim.objects.get().id, lines=lines, words=words, **WHO)


def test_a_claim_set_aside_alone_posts_as_the_payer_told(era):
    tell(BOOKS)
    assert era(check("T1", OFF)).totals["ended"]["aside"] == 1
    assert (owed(ON), apart()) == ("290.00 0.00 0.00", 8000)
    by_hand()
    assert (owed(ON), apart()) == ("90.00 20.00 0.00", 0)
    kept = RemittanceClaim.objects.get()
    assert (kept.state, kept.why) == ("posted", "Posted by hand by bill.")
    step = ClaimStep.objects.get()
    assert (step.what, step.text) == ("by_hand", "Posted by hand by bill. Told by phone, ref 71")
    assert_proven()


def test_over_several_charges_with_a_denied_one(era):
    tell(BOOKS)
    era(check("T1", OFF))
    # 200.00 = 60.00 + 120.00 + 20.00; 90.00 = 20.00 paid, 70.00 denied and still the insurer's.
    by_hand((EobLine("C1", paid=6000, discount=12000, patient=2000, reason="1"),
             EobLine("C2", paid=2000, denied=7000, denied_why="CO-16")))  # fmt: skip
    assert owed(ON) == "70.00 20.00 0.00"
    assert [(d.cents, d.reason_code) for d in Denial.objects.all()] == [(7000, "16")]
    assert DenialCase.objects.count() == 1
    assert_proven()


def test_a_claim_that_waits_is_posted_by_hand_too(era):
    tell(BOOKS)
    era(check("T1", one_line("NOT-OURS", 200, 80, "CO-45 100", "PR-1 20")))
    assert RemittanceClaim.objects.get().state == "waiting"
    by_hand()
    assert (owed(ON), apart()) == ("90.00 20.00 0.00", 0)
    assert_proven()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((EobLine("C1", paid=7999, discount=10000),), r"paid \$79.99; .* \$80.00. \$0.01 is missi"),
        ((EobLine("C1", paid=8001, discount=10000),), r"\$0.01 is too much"),
        ((), r"\$80.00 is missing"),
        ((EobLine("C1", paid=8000, discount=12001),), r"\$200.00 is open"),
        ((EobLine("C9", paid=8000),), "C9 is not known"),
        ((EobLine("C1", paid=8000, denied=100, denied_why="?"),), "like CO-16"),
    ],
)
def test_what_is_not_the_claim_s_own_money_posts_nothing(era, lines, words):
    tell(BOOKS)
    era(check("T1", OFF))
    with pytest.raises(Refused, match=words):
        by_hand(lines)
    assert (owed(ON), apart()) == ("290.00 0.00 0.00", 8000)


def test_it_needs_words_and_no_card_number(era):
    tell(BOOKS)
    era(check("T1", OFF))
    for words, match in ((" ", "Say where"), ("4111 1111 1111 1111", "card number")):
        with pytest.raises(Refused, match=match):
            by_hand(words=words)


def test_a_posted_claim_is_not_posted_by_hand(era):
    tell(BOOKS)
    era(check("T1", one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")))
    with pytest.raises(Refused, match="does not wait any more"):
        by_hand()


def test_what_takes_money_back_is_not_posted_by_hand(era):
    tell(BOOKS)
    era(check("T1", taken_back("CL7", 200, 80, "CO-45 120"), amount=-80))
    with pytest.raises(Refused, match="takes money back"):
        by_hand()


def test_of_a_check_set_aside_whole_no_claim_is_posted_by_hand(era):
    tell(BOOKS)
    era(check("T1", OFF, amount=81))
    with pytest.raises(Refused, match="Its whole check was set aside"):
        by_hand()


def test_the_payer_s_right_form_comes_later_and_posts_nothing_again(era):
    tell(BOOKS)
    era(check("T1", OFF))
    by_hand()
    right = claim("CL1", 200, 80, pr=20, lines=[line(200, 80, "CO-45 100", "PR-1 20")])
    read = era(check("T1", right))
    assert read.totals["ended"]["posted"] == 0
    assert owed(ON) == "90.00 20.00 0.00"
    assert_proven()
