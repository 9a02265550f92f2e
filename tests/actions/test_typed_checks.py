"""The same check at the desk and in an 835: its money is here once, a person says which stands."""

import pytest

from goodstanding.actions.insurer_checks import take_insurer_check
from goodstanding.actions.receipts import READ_IN, correct_receipt, return_check
from goodstanding.actions.typed_checks import not_to_post, posted_by_receipt
from goodstanding.actions.unit import Actor
from goodstanding.core.eob import EobLine
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import (
    ClaimStep,
    ImportProblem,
    Receipt,
    Remittance,
    RemittanceClaim,
    Transfer,
)
from goodstanding.records.queries.bank_book import expected
from tests.cash_desk import taken
from tests.ledger_text import AT, assert_proven, owed, tell
from tests.remittance_text import check, one_line

pytestmark = pytest.mark.django_db
BO = Actor("bo", "biller")
WHO = {"by": BO, "at": AT}
ON = "2026-11-23"
BOOKS = """
coverage NSTAR commercial 1
2026-05-01 charge C1 200.00 claim_id=CL1
"""
# Of 200.00 the contract takes 100.00, the plan pays 80.00, 20.00 are the deductible.
LINES = (EobLine("C1", paid=8000, discount=10000, patient=2000, reason="1"),)
PAID = one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")


def typed(cents=8000, lines=LINES, number="88120447", key="k1", **more):
    """The paper check, entered at the desk; returns its receipt's number."""
    money = Taken(
        key=key, cents=cents, tender=Tender.CHECK, drawer="Front 1", reference=number, **more
    )
    left = cents - sum(line.paid for line in lines)
    return take_insurer_check(payer="NSTAR", taken=money, lines=lines, unplaced_cents=left, **WHO)


def cash():
    ((cents,),) = bulk.select(
        "SELECT COALESCE(SUM(CASE WHEN debit = 'cash' THEN cents WHEN credit = 'cash' THEN -cents "
        "ELSE 0 END), 0) FROM records_transfer"
    )
    return int(cents)


def states():
    return sorted(RemittanceClaim.objects.values_list("state", flat=True))


def the_check():
    return Remittance.objects.exclude(key__contains="|replaced ").get()


@pytest.mark.parametrize("trace", ["88120447", "0088120447", "88-120 447"])
def test_a_check_that_was_typed_is_not_posted_again(era, trace):
    tell(BOOKS)
    number = typed()
    read = era(check(trace, PAID))
    assert read.totals["ended"] == {"posted": 0, "waiting": 0, "aside": 1}
    assert [p["code"] for p in read.problems] == ["check_typed"]
    assert f"as receipt {number} on 11/23/2026" in read.problems[0]["text"]
    assert (owed(ON), cash(), states()) == ("0.00 20.00 0.00", 8000, ["aside"])
    assert_proven()


def test_the_other_way_round_the_desk_asks_first(era):
    tell(BOOKS)
    era(check("88120447", PAID))
    with pytest.raises(Refused, match="was read in from an 835. Post again"):
        typed(number="00-88120447", lines=())
    assert cash() == 8000


@pytest.mark.parametrize(("trace", "cents"), [("88120448", 8000), ("88120447", 8001)])
def test_another_number_or_amount_is_another_check(era, trace, cents):
    tell(BOOKS)
    typed(cents)
    read = era(check(trace, one_line("CL9", 100, 80, "CO-45 20")))
    assert read.totals["ended"]["waiting"] == 1
    assert cash() == cents + 8000
    assert_proven()


def test_a_receipt_that_was_undone_stands_in_no_check_s_way(era):
    tell(BOOKS)
    correct_receipt(number=typed(), reason="twice", **WHO)
    era(check("88120447", PAID))
    assert (owed(ON), cash(), states()) == ("0.00 20.00 0.00", 8000, ["posted"])
    assert_proven()


def test_the_remittance_takes_the_receipt_s_place(era):
    tell(BOOKS)
    # At the desk only the payment was typed: 120.00 stay with the insurer.
    number = typed(lines=(EobLine("C1", paid=8000),))
    era(check("88120447", PAID))
    assert owed(ON) == "120.00 0.00 0.00"
    correct_receipt(number=number, reason=READ_IN, **WHO)
    assert (owed(ON), cash()) == ("0.00 20.00 0.00", 8000)
    assert states() == ["posted", "replaced"]
    assert not ImportProblem.objects.filter(solved_at__isnull=True, level="aside").exists()
    assert Receipt.objects.get().undone.reason.startswith("The insurer's electronic remittance")
    assert_proven()


def test_its_provider_level_money_comes_with_it(era):
    tell(BOOKS)
    number = typed(7500, lines=(EobLine("C1", paid=7500),))
    era(check("88120447", PAID, plb=["WO 5"]))
    assert (cash(), Transfer.objects.filter(kind="provider_adjustment").count()) == (7500, 0)
    correct_receipt(number=number, reason=READ_IN, **WHO)
    assert (owed(ON), cash()) == ("0.00 20.00 0.00", 7500)
    assert Transfer.objects.get(kind="provider_adjustment").cents == 500
    assert_proven()


def test_claims_of_it_that_no_charge_fits_wait_then(era):
    tell(BOOKS)
    number = typed(17000)
    era(check("88120447", PAID, one_line("CL9", 100, 90, "CO-45 10")))
    correct_receipt(number=number, reason=READ_IN, **WHO)
    assert (states(), cash()) == (["posted", "replaced", "replaced", "waiting"], 17000)
    (told,) = ImportProblem.objects.filter(solved_at__isnull=True, level="aside")
    assert (told.code, told.cents) == ("claim_waiting", 9000)
    assert_proven()


def test_without_a_remittance_behind_it_no_receipt_gives_way():
    tell(BOOKS)
    with pytest.raises(Refused, match="No remittance waits behind receipt 1"):
        correct_receipt(number=typed(), reason=READ_IN, **WHO)


def test_the_receipt_is_kept_and_the_claims_count_as_posted_by_it(era):
    tell(BOOKS)
    number = typed()
    era(check("88120447", PAID))
    posted_by_receipt(check_id=the_check().id, receipt=number, words="", **WHO)
    kept = RemittanceClaim.objects.get()
    assert (kept.state, kept.why) == ("posted", "Posted at the desk as receipt 1.")
    assert ClaimStep.objects.get().what == "by_receipt"
    assert (owed(ON), cash()) == ("0.00 20.00 0.00", 8000)
    assert not ImportProblem.objects.filter(solved_at__isnull=True).exists()
    assert_proven()


def test_read_again_it_is_told_as_read_and_in_another_form_it_waits_for_a_person(era):
    tell(BOOKS)
    posted_by_receipt_of(era)
    assert era(check("88120447", PAID)).status == "duplicate"
    other = era(check("88120447", one_line("CL1", 200, 80, "CO-45 110", "PR-1 10")))
    assert [p["code"] for p in other.problems] == ["check_differs"]
    assert (owed(ON), cash()) == ("0.00 20.00 0.00", 8000)
    assert_proven()


def posted_by_receipt_of(era):
    number = typed()
    era(check("88120447", PAID))
    posted_by_receipt(check_id=the_check().id, receipt=number, words="", **WHO)
    return number


def test_when_that_receipt_is_corrected_later_the_remittance_posts(era):
    tell(BOOKS)
    number = posted_by_receipt_of(era)
    correct_receipt(number=number, reason="placed", **WHO)
    assert (owed(ON), cash()) == ("0.00 20.00 0.00", 8000)
    assert states() == ["posted", "replaced"]
    assert_proven()


def test_when_the_bank_sends_it_back_nothing_comes_in_its_place(era):
    tell(BOOKS)
    number = posted_by_receipt_of(era)
    return_check(number=number, reason="stopped", **WHO)
    assert (owed(ON), cash()) == ("200.00 0.00 0.00", 0)
    assert_proven()


def test_a_corrected_form_is_held_back_by_the_receipt_too(era):
    tell(BOOKS)
    typed()
    era(check("88120447", PAID))
    read = era(check("88120447", one_line("CL1", 200, 80, "CO-45 110", "PR-1 10")))
    assert [p["code"] for p in read.problems] == ["check_typed"]
    assert (states(), cash()) == (["aside", "replaced"], 8000)
    assert_proven()


def test_a_check_that_does_not_balance_was_posted_from_its_paper(era):
    tell(BOOKS)
    number = typed(number="paper")
    era(check("88120447", PAID, amount=80.01))
    with pytest.raises(Refused, match=r"Receipt 1 is of \$80.00, the check of \$80.01"):
        posted_by_receipt(check_id=the_check().id, receipt=number, words="", **WHO)
    correct_receipt(number=number, reason="amount", **WHO)
    number = typed(8001, number="paper", key="k2")
    posted_by_receipt(check_id=the_check().id, receipt=number, words="", **WHO)
    assert (states(), cash(), owed(ON)) == (["posted"], 8001, "0.00 20.00 0.00")
    assert_proven()


def test_undoing_what_an_unbalanced_check_was_posted_by_sets_it_aside_again(era):
    tell(BOOKS)
    era(check("88120447", PAID, amount=80.01))
    number = typed(8001, number="paper")
    posted_by_receipt(check_id=the_check().id, receipt=number, words="", **WHO)
    correct_receipt(number=number, reason="amount", **WHO)
    assert (states(), cash(), owed(ON)) == (["aside", "replaced"], 0, "200.00 0.00 0.00")
    assert_proven()


def test_only_an_insurer_s_living_receipt_is_a_check(era):
    tell(BOOKS)
    era(check("88120447", PAID, amount=80.01))
    patients, undone = taken("check", "80.01", "7").number, typed(8001, number="x", key="k9")
    correct_receipt(number=undone, reason="twice", **WHO)
    for number in (patients, undone, 99):
        with pytest.raises(Refused, match="no insurer's receipt that stands"):
            posted_by_receipt(check_id=the_check().id, receipt=number, words="", **WHO)
    assert states() == ["aside"]


def test_a_void_check_is_not_to_be_posted_until_the_payer_sends_it_right(era):
    tell(BOOKS)
    era(check("88120447", PAID, amount=80.01))
    with pytest.raises(Refused, match="Say what the payer told you"):
        not_to_post(check_id=the_check().id, words=" ", **WHO)
    not_to_post(check_id=the_check().id, words="Void, they send it anew", **WHO)
    assert (states(), cash()) == (["replaced"], 0)
    assert era(check("88120447", PAID, amount=80.01)).status == "duplicate"
    assert era(check("88120447", PAID)).totals["ended"]["posted"] == 1
    assert (cash(), owed(ON)) == (8000, "0.00 20.00 0.00")
    assert_proven()


def test_a_check_that_posts_is_not_to_be_decided(era):
    tell(BOOKS)
    era(check("88120447", PAID))
    with pytest.raises(Refused, match="Nothing is to be decided"):
        not_to_post(check_id=the_check().id, words="x", **WHO)


def test_its_money_is_not_looked_for_at_the_bank_twice(era):
    tell(BOOKS)
    typed()
    era(check("88120447", PAID))
    assert expected(matched=False) == ()
