"""Letters for what happened: made once, judged at print with the ledger of that moment, dropped
with a reason when their cause ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.actions import letters
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.hold_steps import Done, record_step
from goodstanding.actions.holds import (
    NewHold,
    correct_hold,
    place_hold,
    release_hold,
    take_back_hold,
)
from goodstanding.actions.occasion_letters import for_hold, for_plan, for_promise
from goodstanding.actions.payments import Split, take_payment
from goodstanding.actions.receipts import return_check
from goodstanding.core.kinds import HoldKind, Tender
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    Contact,
    Guarantor,
    Hold,
    HoldEvent,
    Letter,
    LetterBatch,
    Plan,
    Promise,
)
from goodstanding.records.queries import letters_page
from tests.ledger_text import ANA, SYSTEM_ACTOR, assert_proven, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
BILL = """
2026-11-16 charge C1 184.20 patient
2026-11-17 charge C2 60.00 patient
"""


def day(text: str = BILL, on: date = ON) -> None:
    tell(text)
    run_day(on=on, by=SYSTEM_ACTOR, at=TEN)


def waits() -> list[tuple[str, str, str]]:
    """Letters that are no step of the ladder, oldest first: (kind, state, why)."""
    found = Letter.objects.filter(decision__isnull=True).order_by("id")
    return list(found.values_list("kind", "state", "why"))


def printed() -> LetterBatch:
    return letters.print_batch(on=ON, by=ANA, at=NOON)


def said(kind: str) -> dict:
    return dict(Letter.objects.filter(kind=kind).latest("id").content["said"])


def confirm(batch: LetterBatch) -> None:
    letters.confirm_mailed(batch_id=batch.id, pulled=[], by=ANA, at=NOON)


def place(kind: HoldKind, **detail) -> str:
    hold = NewHold(kind, starts_on=ON, detail=detail)
    return place_hold(account_id="A", hold=hold, by=ANA, at=TEN)


def owner() -> Guarantor:
    return Guarantor.objects.get(number="A")


# ---- a question about the bill


def test_a_question_is_confirmed_and_its_mailing_is_a_step_of_the_hold():
    day()
    hold = place(HoldKind.BILLING_ERROR, raised_on="2026-11-19", charges=["C1"])
    assert waits() == [("dispute_received", "ready", "")]
    batch = printed()
    assert said("dispute_received") == {"raised_on": "2026-11-19", "only_visit_on": "2026-11-16"}
    confirm(batch)
    step = HoldEvent.objects.filter(hold__number=hold, what="step").get()
    assert step.detail["possible_notice_on"] == "2026-11-20"
    contact = Contact.objects.get(kind="dispute_received")
    assert (contact.channel, contact.delivered) == ("mail", True)


def test_the_visits_named_later_are_those_of_the_letter():
    day()
    hold = place(HoldKind.DISPUTE)
    correct_hold(hold_id=hold, detail={"charges": ["C2"]}, by=ANA, at=TEN)
    printed()
    assert said("dispute_received") == {"raised_on": "2026-11-20", "only_visit_on": "2026-11-17"}


def test_a_question_taken_back_within_ten_minutes_brings_no_letter():
    day()
    hold = place(HoldKind.DISPUTE)
    take_back_hold(hold_id=hold, by=ANA, at=TEN + timedelta(minutes=5))
    why = "It was taken back: it had been written by mistake."
    assert waits() == [("dispute_received", "dropped", why)]
    assert [letter.why for letter in letters_page.recently_dropped(ON) if letter.cents == 0] == [
        why
    ]


def test_the_answer_says_before_and_now_and_what_we_send_back():
    """184.20 was the patient's and paid; a review moves 85.00 back to the insurer and off: 99.20 is
    left, so 85.00 is theirs."""
    day(BILL.replace("C2 60.00", "C2 0.01") + "2026-11-18 patient_payment C1 184.20\n"
        "2026-11-18 patient_payment C2 0.01")  # fmt: skip
    hold = place(HoldKind.BILLING_ERROR, charges=["C1"])
    more = ("2026-11-18 patient_payment C1 184.20\n2026-11-18 patient_payment C2 0.01\n"
            "2026-11-20 to_insurer C1 85.00\n2026-11-20 contractual C1 85.00")  # fmt: skip
    tell(BILL.replace("C2 60.00", "C2 0.01") + more)
    found = "Your plan had a discount that we had missed."
    record_step(hold_id=hold, done=Done("Looked", "reviewed_on", ON, finding=found), by=ANA, at=TEN)
    printed()
    assert said("billing_error_done") == {
        "finding": found, "raised_on": "2026-11-20", "only_visit_on": "2026-11-16",
        "part_before": 184_20, "part_now": 99_20, "part_change": -85_00, "part_paid": 184_20,
        "change_down": 85_00, "change_up": "", "change_none": "", "refund_amount": 85_00,
        "refund_by": "2026-12-20",
    }  # fmt: skip


def test_the_answer_mailed_lets_the_hold_move_on_and_is_not_written_twice():
    day()
    hold = place(HoldKind.BILLING_ERROR)
    record_step(hold_id=hold, done=Done("Looked", "reviewed_on", ON), by=ANA, at=TEN)
    record_step(hold_id=hold, done=Done("Again", "reviewed_on", ON), by=ANA, at=TEN)
    confirm(printed())
    assert [kind for kind, _, _ in waits()] == ["dispute_received", "billing_error_done"]
    details = [event.detail for event in HoldEvent.objects.filter(hold__number=hold)]
    assert any(detail.get("notice_on") == "2026-11-20" for detail in details)
    release_hold(hold_id=hold, reason="Done", by=ANA, at=NOON)
    assert [state for _, state, _ in waits()] == ["mailed", "mailed"]


def test_a_dispute_released_is_answered_and_nothing_changed_is_said_so():
    day()
    hold = place(HoldKind.DISPUTE)
    release_hold(hold_id=hold, reason="Shown the bill", by=ANA, at=NOON)
    received, answered = waits()
    assert received == ("dispute_received", "dropped", "It was answered before this letter went.")
    assert answered == ("dispute_resolved", "ready", "")
    printed()
    content = said("dispute_resolved")
    assert (content["part_before"], content["part_now"]) == (244_20, 244_20)
    assert (content["change_none"], content["change_down"]) == (244_20, "")


def test_what_was_found_is_read_by_the_linter_at_once():
    day()
    hold = place(HoldKind.DISPUTE)
    with pytest.raises(Refused, match="in other words.*nothing about health"):
        release_hold(
            hold_id=hold, reason="Done", finding="The knee surgery was right.", by=ANA, at=NOON
        )
    assert Hold.objects.get(number=hold).lifted_by == ""


# ---- a promise, a plan


def promise(**changes) -> Promise:
    values = {"made_on": ON, "cents": 60_00, "due_on": date(2026, 12, 4), "number": "desk-7"}
    return Promise.objects.create(guarantor=owner(), **{**values, **changes})


def test_a_promise_is_confirmed_when_asked_for_and_once():
    day()
    promise()
    for_promise(promise_number="desk-7", by=ANA, at=TEN)
    with pytest.raises(Refused, match="waits to be printed already"):
        for_promise(promise_number="desk-7", by=ANA, at=TEN)
    batch = printed()
    assert said("promise_confirmation") == {
        "promised_on": "2026-11-20", "promise_amount": 60_00, "promise_due_on": "2026-12-04",
    }  # fmt: skip
    confirm(batch)
    with pytest.raises(Refused, match="was mailed already"):
        for_promise(promise_number="desk-7", by=ANA, at=NOON)
    assert_proven()


def test_a_promise_taken_back_drops_its_letter_at_the_door():
    day()
    made = promise()
    for_promise(promise_number="desk-7", by=ANA, at=TEN)
    made.undone_at = TEN
    made.save()
    printed()
    assert waits() == [("promise_confirmation", "dropped", "The promise was taken back.")]


def test_a_debt_that_may_not_be_asked_is_not_confirmed_either():
    day()
    promise()
    place(HoldKind.INSURER_PENDING)
    with pytest.raises(Refused, match="may not go. An insurer has not finished"):
        for_promise(promise_number="desk-7", by=ANA, at=TEN)


def plan(months: int, monthly: int) -> None:
    Plan.objects.create(
        guarantor=owner(), number="P1", started_on=ON, monthly_cents=monthly, due_day=15,
        months=months, status="active",
    )  # fmt: skip


def test_a_plan_of_four_is_confirmed_and_of_five_signed_with_its_credit_terms():
    day()
    plan(4, 61_05)  # 4 x 61.05 = 244.20
    for_plan(plan_number="P1", by=ANA, at=TEN)
    printed()
    four = said("plan_confirmation")
    assert (four["plan_total"], four["plan_count"], four["pay_d"]) == (244_20, "4", 61_05)
    assert "tila_count" not in four
    Letter.objects.update(occasion=None)
    Plan.objects.update(months=5, monthly_cents=48_84)  # 5 x 48.84 = 244.20
    Letter.objects.update(state="mailed")
    for_plan(plan_number="P1", by=ANA, at=NOON)
    printed()
    five = said("plan_agreement")
    assert (five["tila_count"], five["tila_last"], five["plan_total"]) == ("5", 48_84, 244_20)
    assert (five["plan_first_on"], five["plan_last_on"]) == ("2026-12-15", "2027-04-15")


def test_a_plan_cancelled_before_the_print_drops_its_letter():
    day()
    plan(4, 61_05)
    for_plan(plan_number="P1", by=ANA, at=TEN)
    Plan.objects.update(status="cancelled")
    printed()
    assert waits() == [("plan_confirmation", "dropped", "The plan is not running any more.")]


# ---- help


def test_who_asks_for_help_gets_the_form_and_the_answer_counts_what_was_taken_off():
    day()
    hold = place(HoldKind.ASSISTANCE_PENDING)
    assert waits() == [("help_form", "ready", "")]
    confirm(printed())
    tell(BILL + "2026-11-20 charity C1 100.00")
    release_hold(hold_id=hold, reason="Approved", by=ANA, at=NOON)
    printed()
    found = said("help_decision")
    assert (found["help_before"], found["help_off"], found["help_now"]) == (244_20, 100_00, 144_20)
    assert "declined_on" not in found


def test_a_no_is_written_only_when_a_person_asks_for_it():
    day()
    hold = place(HoldKind.ASSISTANCE_PENDING)
    release_hold(hold_id=hold, reason="No form came", by=ANA, at=NOON)
    assert [kind for kind, _, _ in waits()] == ["help_form"]
    for_hold(hold_id=hold, part="decided", by=ANA, at=NOON)
    printed()
    found = said("help_decision")
    assert (found["declined_on"], found["help_now"]) == ("2026-11-19", 244_20)


# ---- a check that came back


def test_a_returned_check_says_what_is_open_again():
    day()
    taken = Taken(key="k", cents=184_20, tender=Tender.CHECK, drawer="Front 1", reference="4471")
    take_payment(account_id="A", taken=taken, split=Split(charges={"C1": 184_20}), by=ANA, at=TEN)
    return_check(number=1, reason="no_funds", by=ANA, at=NOON)
    assert waits() == [("returned_check", "ready", "")]
    printed()
    assert said("returned_check") == {
        "check_number": "4471", "check_on": "2026-11-20", "check_amount": 184_20,
        "returned_on": "2026-11-20", "open_again": 184_20, "nothing_open": "",
    }  # fmt: skip


# ---- an estate


def test_the_claim_goes_to_the_representative_for_exactly_what_is_owed():
    day()
    hold = place(
        HoldKind.ESTATE, died_on="2026-11-18", representative="Karin Nilsen",
        address="77 Court Street, St. Cloud, MN 56301",
    )  # fmt: skip
    for_hold(hold_id=hold, part="claim", by=ANA, at=TEN)
    confirm(printed())
    letter = Letter.objects.get(kind="estate_letter")
    assert (letter.state, letter.cents) == ("mailed", 244_20)
    assert letter.content["addressee"] == ["Estate of FirstA LastA", "c/o Karin Nilsen"]
    assert letter.content["address"] == ["77 Court Street", "St. Cloud, MN 56301"]
    Letter.objects.update(occasion=None)
    with pytest.raises(Refused, match="The one letter to the estate has been sent"):
        for_hold(hold_id=hold, part="claim", by=ANA, at=NOON)


def test_no_claim_without_a_representative():
    day()
    hold = place(HoldKind.ESTATE, died_on="2026-11-18")
    with pytest.raises(Refused, match="No representative of the estate"):
        for_hold(hold_id=hold, part="claim", by=ANA, at=TEN)
    assert waits() == []


# ---- thanks


PAID = BILL + "2026-11-21 patient_payment - 244.20 as P"


def asked_and_paid() -> None:
    day()
    confirm(printed())
    day(PAID, date(2026, 11, 21))


def test_who_was_asked_by_letter_and_paid_everything_is_thanked_once():
    asked_and_paid()
    assert waits() == [("good_bye", "ready", "")]
    batch = letters.print_batch(on=date(2026, 11, 21), by=ANA, at=NOON + timedelta(days=1))
    assert said("good_bye") == {"paid_on": "2026-11-21", "paid_amount": 244_20}
    letters.confirm_mailed(batch_id=batch.id, pulled=[], by=ANA, at=NOON + timedelta(days=1))
    run_day(on=date(2026, 11, 22), by=SYSTEM_ACTOR, at=NOON + timedelta(days=2))
    assert waits() == [("good_bye", "mailed", "")]


def test_nobody_is_thanked_who_was_not_asked_by_letter():
    day(PAID, date(2026, 11, 21))
    assert waits() == []


def test_thanks_are_dropped_when_the_payment_was_taken_back():
    asked_and_paid()
    tell(PAID + "\n2026-11-21 reversal of P")
    letters.print_batch(on=date(2026, 11, 21), by=ANA, at=NOON + timedelta(days=1))
    assert waits() == [("good_bye", "dropped", "The balance is not zero any more.")]


# ---- the batch


def test_a_cancelled_batch_leaves_its_occasions_ready_again():
    day()
    promise()
    for_promise(promise_number="desk-7", by=ANA, at=TEN)
    batch = printed()
    letters.cancel_batch(batch_id=batch.id, by=ANA, at=NOON)
    assert [(kind, state) for kind, state, _ in waits()] == [
        ("promise_confirmation", "cancelled"), ("promise_confirmation", "ready"),
    ]  # fmt: skip
    assert said_again() == {"promise:desk-7:"}


def said_again() -> set[str]:
    return set(Letter.objects.exclude(occasion=None).values_list("occasion", flat=True))


def test_a_stop_on_any_contact_keeps_the_answer_back_with_its_reason():
    day()
    place(HoldKind.BILLING_ERROR)
    place(HoldKind.CEASE_CONTACT)
    printed()
    ((kind, state, why),) = waits()
    assert (kind, state) == ("dispute_received", "dropped")
    assert why.startswith("The person asked us to stop contacting them.")


def test_an_informing_letter_moves_no_ladder():
    day()
    promise()
    before = Letter.objects.filter(decision__isnull=False).count()
    for_promise(promise_number="desk-7", by=ANA, at=TEN)
    run_day(on=ON, by=SYSTEM_ACTOR, at=NOON)
    assert Letter.objects.filter(decision__isnull=False).count() == before
