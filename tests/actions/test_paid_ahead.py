"""Money paid ahead, as an accountant tells it: nothing is placed that may not be asked for, no cent
counts twice, and what is taken back stands nowhere.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from goodstanding.actions import (
    appointments,
    day_close,
    estimates,
    huddle,
    prepayments,
    receipts,
    refunds,
)
from goodstanding.actions.appointments import NewVisit
from goodstanding.actions.prepayments import Ahead, settle_all
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Tender
from goodstanding.core.money import cents_of, plain
from goodstanding.core.owed import owed as asked_of
from goodstanding.core.places import law_for
from goodstanding.core.placing import Taken
from goodstanding.law import live_book
from goodstanding.records.models import (
    DeskTask,
    Estimate,
    Guarantor,
    Hold,
    Patient,
    PrepaymentStep,
    Receipt,
)
from goodstanding.records.queries.desk_money import charge_money, money_account
from goodstanding.records.queries.drawers import drawer_lines
from goodstanding.records.queries.huddle import one
from goodstanding.records.queries.proofs import prove
from tests.actions.test_at_once import at_once
from tests.ledger_text import AT, SYSTEM_ACTOR, assert_proven, facts, tell

pytestmark = pytest.mark.django_db
FRAN, DANA, MO = Actor("fran", "front_desk"), Actor("dana", "coordinator"), Actor("mo", "manager")
TODAY, VISIT, NEXT = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
LATER = AT + timedelta(days=17)
ON = "2026-12-10"
BOUNCES = {"tender": Tender.CHECK, "reference": "4471"}
C1 = "2026-11-24 charge C1 60.00 patient"


class Book:
    """One export that grows."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, text: str) -> None:
        """And the day's work after it, twice: the second time it finds nothing to do."""
        self.text += f"{text.strip()}\n"
        tell(self.text)
        run()
        assert run() == 0
        assert_proven()


def run() -> int:
    return settle_all(by=SYSTEM_ACTOR, at=LATER)


@pytest.fixture
def book() -> Book:
    made = Book()
    made.say("2025-01-02 charge OLD 1.00 patient\n2025-01-03 patient_payment OLD 1.00")
    return made


def visit(on=VISIT, hour=9) -> str:
    starts = datetime(on.year, on.month, on.day, hour + 6, tzinfo=UTC)
    new = NewVisit(starts, "Dr. Hale", "Main")
    return appointments.book(patient="a1", visit=new, by=DANA, at=AT)


def ahead(number, amount, *, at=AT, tender=Tender.CASH, reference="") -> int:
    taken = Taken(f"{number} {at}", cents_of(amount), tender, "Front 1", reference, again=True)
    why = Ahead(number, "They offered")
    return prepayments.take(account_id="A", taken=taken, ahead=why, by=FRAN, at=at)


def refund(amount, at=LATER) -> None:
    wish = refunds.NewRefund("A", cents_of(amount), "other", amount, words="Paid ahead")
    refunds.ask(wish=wish, by=MO, at=at)


def bounced(number) -> None:
    receipts.return_check(number=number, reason="no_funds", by=DANA, at=LATER)
    run()
    assert_proven()


def placed() -> str:
    rows = PrepaymentStep.objects.order_by("id").select_related("charge")
    return ", ".join(
        f"{row.what} {row.charge.number + ' ' if row.charge else ''}{plain(row.cents)}"
        for row in rows
    )


def over() -> list[str]:
    return [plain(task.cents) for task in DeskTask.objects.filter(done_at=None)]


def open_(*numbers) -> list[str]:
    found = charge_money(list(numbers))
    return [plain(found[number].patient_cents) for number in numbers]


def stands() -> str:
    """ "120.00 owed, 20.00 loose, 0.00 asked"."""
    of, account = facts(ON), money_account("A")
    asked = asked_of(of, law_for(of, live_book()))
    cents = 0 if asked.stops else asked.cents
    loose = account.unapplied_cents
    return f"{plain(of.patient_cents)} owed, {plain(loose)} loose, {plain(cents)} asked"


SETTLED = "0.00 owed, 0.00 loose, 0.00 asked"


def test_it_waits_for_the_insurer_and_what_is_over_goes_back(book):
    """200.00 - 80.00 off - 90.00 paid = 30.00 of 50.00."""
    ahead(visit(), "50.00")
    book.say("coverage NSTAR commercial 1\n2026-11-24 charge C1 200.00 first_billed_on=2026-11-25")
    assert placed() == ""
    book.say(ANSWER)
    assert (placed(), over()) == ("applied C1 30.00, excess 20.00", ["20.00"])
    refund("20.00")
    assert stands() == SETTLED
    assert_proven()


ANSWER = """2026-12-01 contractual C1 80.00 payer_id=NSTAR group_code=CO reason_code=45
2026-12-01 insurer_payment C1 90.00 payer_id=NSTAR as PAID
2026-12-01 to_patient C1 30.00 group_code=PR reason_code=1 as SHARE"""


def test_an_insurer_that_takes_its_answer_back_takes_what_was_over_too(book):
    """30.00 placed, 20.00 over; then 120.00 is the patient's: 120.00 - 50.00 = 70.00."""
    ahead(visit(), "50.00")
    book.say("coverage NSTAR commercial 1\n2026-11-24 charge C1 200.00 first_billed_on=2026-11-25")
    book.say(ANSWER)
    book.say("2026-12-03 reversal - PAID\n2026-12-03 reversal - SHARE")
    book.say("2026-12-04 to_patient C1 120.00 group_code=PR reason_code=1")
    assert placed() == "applied C1 30.00, excess 20.00, applied C1 20.00"
    assert (over(), stands()) == ([], "70.00 owed, 0.00 loose, 70.00 asked")


@pytest.mark.parametrize("covered", ["medicare 1 qmb=Y", "medicaid 1"])
def test_what_the_law_says_is_not_theirs_is_not_taken_from_it(book, covered):
    """16.00 of coinsurance stand with a patient who owes none of it."""
    ahead(visit(), "30.00")
    book.say(f"""coverage MED {covered}
    2026-11-24 charge C1 100.00 insurer first_billed_on=2026-11-25
    2026-12-01 contractual C1 20.00 payer_id=MED group_code=CO reason_code=45
    2026-12-01 insurer_payment C1 64.00 payer_id=MED
    2026-12-01 to_patient C1 16.00 group_code=PR reason_code=2""")
    assert (placed(), over()) == ("excess 30.00", ["30.00"])


def test_nothing_is_placed_while_a_bankruptcy_holds(book):
    ahead(visit(), "100.00")
    detail = {"chapter": "7", "case": "26-1", "filed_on": "2026-11-24"}
    hold = Hold.objects.create(
        number="H1", guarantor=Guarantor.objects.get(number="A"), kind="bankruptcy",
        starts_on=VISIT, detail=detail,
    )  # fmt: skip
    book.say(C1)
    assert (placed(), over()) == ("", [])
    hold.detail |= {"dismissed_on": "2026-12-09"}
    hold.ends_on = date(2026, 12, 9)
    hold.save()
    assert (run(), placed()) == (1, "applied C1 60.00, excess 40.00")
    assert_proven()


def test_a_bill_far_over_its_estimate_takes_none_of_it_until_it_was_looked_at(book):
    """600.00 estimated, 1,000.00 billed: 400.00 over, the first cent that stops."""
    ahead(visit(), "500.00")
    estimated("600.00")
    book.say("2026-11-24 charge C1 1000.00 patient")
    assert (placed(), stands()) == ("", "500.00 owed, 500.00 loose, 0.00 asked")
    estimates.review_over(
        number="E1", provider="", billed_cents=100000, found="Longer", by=MO, at=LATER
    )
    assert (run(), placed()) == (1, "applied C1 500.00")
    assert stands() == "500.00 owed, 0.00 loose, 500.00 asked"


def test_of_a_bill_in_two_parts_both_are_paid_from_it(book):
    """100.00 - 60.00 - 25.00 = 15.00, and the task says no more."""
    ahead(visit(), "100.00")
    book.say(C1)
    assert over() == ["40.00"]
    book.say("2026-11-24 charge C2 25.00 patient")
    assert placed() == "applied C1 60.00, excess 40.00, applied C2 25.00"
    assert (over(), stands()) == (["15.00"], "0.00 owed, 15.00 loose, 0.00 asked")


def test_what_was_given_back_takes_nothing_of_another_visits_money(book):
    ahead(visit(), "100.00")
    book.say(C1)
    huddle.task_done(number=DeskTask.objects.get().id, by=DANA, at=LATER)
    refund("40.00")
    ahead(visit(NEXT), "30.00")
    book.say("2026-11-24 charge C2 25.00 patient")
    book.say("2026-11-25 charge C3 30.00 patient")
    assert (open_("C1", "C2", "C3"), over()) == (["0.00", "25.00", "0.00"], [])


@pytest.mark.parametrize("tender", [Tender.CHECK, Tender.CARD])
def test_what_never_came_is_not_over_and_pays_nothing(book, tender):
    number = ahead(visit(), "100.00", tender=tender, reference="4471")
    book.say(C1)
    assert over() == ["40.00"]
    bounced(number)
    assert (over(), stands()) == ([], "60.00 owed, 0.00 loose, 60.00 asked")


def test_a_bounced_check_leaves_the_money_of_another_visit_where_it_is(book):
    """A check of 100.00 for the first visit, 50.00 in cash for the second."""
    number = ahead(visit(), "100.00", **BOUNCES)
    ahead(visit(NEXT), "50.00")
    book.say(f"{C1}\n2026-11-25 charge C2 50.00 patient")
    assert open_("C1", "C2") == ["0.00", "0.00"]
    bounced(number)
    assert (open_("C1", "C2"), over()) == (["60.00", "0.00"], [])


def test_a_bounced_check_is_not_paid_from_money_that_waits_for_another_visit(book):
    number = ahead(visit(), "100.00", **BOUNCES)
    ahead(visit(date(2026, 12, 25)), "100.00")
    book.say(C1)
    bounced(number)
    assert (open_("C1"), placed()) == (["60.00"], "applied C1 60.00, excess 40.00")


def test_a_check_that_bounces_after_a_refund_of_it(book):
    """50.00 came in cash and 40.00 went: 10.00 for 110.00."""
    number = ahead(visit(), "100.00", **BOUNCES)
    ahead(visit(NEXT), "50.00")
    book.say(f"{C1}\n2026-11-25 charge C2 50.00 patient")
    refund("40.00")
    bounced(number)
    assert open_("C1", "C2") == ["60.00", "40.00"]
    assert stands() == "100.00 owed, 0.00 loose, 100.00 asked"


def test_a_moved_visit_pays_for_the_day_it_took_place(book):
    number = visit()
    ahead(number, "100.00")
    appointments.move(number=number, to=AT + timedelta(days=7), by=DANA, at=AT)
    book.say("2026-11-24 charge C1 80.00 patient")
    assert placed() == ""
    book.say("2026-11-30 charge C2 100.00 patient")
    assert (placed(), open_("C1", "C2")) == ("applied C2 100.00", ["80.00", "0.00"])


def test_what_is_held_of_a_cancelled_visit_is_not_suggested_again(book):
    """300.00 estimated; 100.00 of a visit that was cancelled is still here: 200.00."""
    number, again = visit(), visit(NEXT)
    estimated("300.00", NEXT)
    ahead(number, "100.00")
    assert one(again)[1].line.prepay_cents == 20000
    appointments.cancel(number=number, by=DANA, at=AT)
    assert (run(), one(again)[1].line.prepay_cents) == (1, 20000)
    refund("100.00", at=AT)
    assert one(again)[1].line.prepay_cents == 30000
    ahead(again, "300.00")
    assert one(again)[1].line.prepay_cents == 0


def estimated(amount, on=VISIT) -> None:
    Estimate.objects.create(
        number="E1", patient=Patient.objects.get(number="a1"), given_on=TODAY, kind="good_faith",
        code="99213", cents=cents_of(amount), service_on=on,
    )  # fmt: skip


def test_two_visits_on_one_day_pay_its_bill_once(book):
    ahead(visit(), "30.00")
    ahead(visit(hour=10), "30.00")
    book.say("2026-11-24 charge C1 50.00 patient")
    assert placed() == "applied C1 30.00, applied C1 20.00, excess 10.00"
    assert stands() == "0.00 owed, 10.00 loose, 0.00 asked"


def test_taken_after_the_day_was_closed_it_is_of_the_next_and_may_be_taken_back(book):
    number, evening = visit(NEXT), AT + timedelta(hours=8)
    ahead(number, "10.00")
    counts = [
        day_close.Count(one.drawer, one.tender, one.system) for one in drawer_lines(TODAY)
    ]  # fmt: skip
    day_close.count_day(on=TODAY, counts=counts, by=DANA, at=evening)
    day_close.close_day(on=TODAY, by=MO, at=evening)
    receipt = ahead(number, "100.00", at=evening)
    assert Receipt.objects.get(number=receipt).on == VISIT
    book.say("2026-11-25 charge C1 60.00 patient")
    assert placed() == "applied C1 10.00, applied C1 50.00, excess 50.00"
    receipts.correct_receipt(number=receipt, reason="not_given", by=DANA, at=LATER)
    assert (over(), stands()) == ([], "50.00 owed, 0.00 loose, 50.00 asked")
    assert_proven()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_place_it_once(book):
    ahead(visit(), "100.00")
    tell(f"{book.text}{C1}")
    assert sorted(at_once(run, run)) == [0, 1]
    assert placed() == "applied C1 60.00, excess 40.00"
    assert_proven()


def test_more_placed_or_over_than_came_is_seen(book):
    ahead(visit(), "100.00")
    book.say(C1)
    paid = PrepaymentStep.objects.first().prepayment
    for what, cents in (("elsewhere", 4001), ("excess", 6001)):
        mark = transaction.savepoint()
        paid.steps.create(at=AT, what=what, cents=cents)
        (fault,) = [proof for proof in prove() if not proof.ok]
        assert fault.name == "no more of a prepayment is placed than came"
        transaction.savepoint_rollback(mark)
    assert_proven()
