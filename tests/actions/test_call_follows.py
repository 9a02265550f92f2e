"""What a call brings along: the gate asked again, numbers that are retired, another insurance,
limits on calls, and a pause; each undone with the call.
"""

from datetime import date, time, timedelta

import pytest

from goodstanding.actions.adjustments import undo
from goodstanding.actions.calls import log_call, take_back_call
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.hold_steps import Done, record_step
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.actions.phone_numbers import use_again
from goodstanding.actions.unit import Actor
from goodstanding.core.calls import Answered, Heard, Insurance, Limits, Proof, Result, Talk
from goodstanding.core.case import Case
from goodstanding.core.kinds import HoldKind
from goodstanding.core.phones import way_mark
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.core.ways import may_call
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.models import (
    Adjustment,
    Attempt,
    Call,
    Contact,
    Guarantor,
    Hold,
    Promise,
    RetiredWay,
    Standing,
)
from goodstanding.records.queries.account_record import decision_in_force, facts_of
from goodstanding.records.queries.desk_money import charge_money
from tests.ledger_text import AT, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
DANA, BO = Actor("dana", "coordinator"), Actor("bo", "biller")
ON = date(2026, 11, 23)
FRIDAY = date(2026, 12, 4)
KNOWN = frozenset({Proof.NAME, Proof.BIRTH})
MOBILE, HOME = "320-555-0142", "320-555-0143"
PROMISE = {"result": Result.PROMISE, "cents": 6000, "day": FRIDAY}


@pytest.fixture(autouse=True)
def books():
    tell("\n2026-06-01 charge C1 184.20 patient\n")
    Guarantor.objects.filter(number="A").update(
        birth_on="1971-03-14", phone_mobile=MOBILE, phone_home=HOME
    )
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)


def call(answered=Answered.THEM, *heard, by=DANA, at=AT, **more):
    more.setdefault("proofs", KNOWN if answered is Answered.THEM else frozenset())
    talk = Talk(answered, heard=frozenset(heard), **more)
    return log_call(account_id="A", talk=talk, by=by, at=at)


def back(logged):
    take_back_call(call_id=logged.call, by=DANA, at=AT + timedelta(minutes=1))


def phones():
    person = facts_of("A", ON).person
    return person.phone_mobile, person.phone_home


def step():
    return Standing.objects.get(guarantor__number="A").act


# ---- the gate is asked again


def test_a_call_that_may_be_made_leaves_an_attempt():
    call(Answered.VOICEMAIL)
    one = Attempt.objects.get()
    assert (one.channel, one.act, one.state, one.cents, one.by) == (
        "call", "call", "sent", 18420, "dana",
    )  # fmt: skip


def test_a_stop_that_came_in_keeps_the_call_and_refuses_the_promise():
    place_hold(account_id="A", hold=NewHold(HoldKind.BANKRUPTCY, ON), by=BO, at=AT)
    logged = call(**PROMISE)
    assert "bankruptcy" in logged.not_agreed.lower()
    assert not Promise.objects.exists()
    one = Contact.objects.get()
    assert one.outcome == "reached"
    assert one.note == f"Not agreed: {logged.not_agreed}"
    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.cents) == ("blocked", 0)
    assert attempt.verdict["refusals"][0]["rule"]


def test_under_a_stop_what_came_in_promises_nothing_either():
    place_hold(account_id="A", hold=NewHold(HoldKind.BANKRUPTCY, ON), by=BO, at=AT)
    logged = call(Answered.THEY_CALLED, proofs=KNOWN | {Proof.STREET}, **PROMISE)
    assert logged.not_agreed
    assert not Promise.objects.exists()
    assert not Attempt.objects.exists()


def test_a_talk_written_down_after_nine_in_the_evening_keeps_its_promise():
    # 9:05 PM in Minnesota is 03:05 UTC; the call began before it was written down.
    logged = call(**PROMISE, at=AT.replace(day=24, hour=3, minute=5))
    assert logged.not_agreed == ""
    assert Promise.objects.get().cents == 6000
    assert Attempt.objects.get().state == "blocked"


def test_help_and_stops_are_kept_whatever_the_gate_says():
    place_hold(account_id="A", hold=NewHold(HoldKind.CEASE_CONTACT, ON), by=BO, at=AT)
    assert call(Answered.THEM, Heard.LAWYER).not_agreed == ""
    assert Hold.objects.filter(kind="attorney").exists()


# ---- the number


@pytest.mark.parametrize(
    ("answered", "heard", "why"),
    [
        (Answered.WRONG_NUMBER, (), "Wrong number"),
        (Answered.NOT_IN_SERVICE, (), "Not in service"),
        (Answered.SOMEONE_ELSE, (Heard.NOT_THIS_NUMBER,), "Asked us not to use it"),
    ],
)
def test_a_number_that_is_not_theirs_is_not_theirs_any_more(answered, heard, why):
    logged = call(answered, *heard, number=MOBILE)
    one = RetiredWay.objects.get()
    assert (one.value, one.mark, one.why, one.retired_on) == (MOBILE, "3205550142", why, ON)
    assert phones() == ("", HOME)
    assert Contact.objects.get().note.startswith(f"{MOBILE} is not called again")
    assert facts_of("A", ON - timedelta(days=1)).person.phone_mobile == MOBILE
    back(logged)
    assert phones() == (MOBILE, HOME)


def test_one_wrong_call_is_counted_once():
    call(Answered.WRONG_NUMBER, number=MOBILE)
    facts = facts_of("A", ON)
    assert [c.retired for c in facts.contacts] == [True]
    assert _calls_open(facts)
    call(Answered.WRONG_NUMBER, number=HOME)
    assert not _calls_open(facts_of("A", ON))


def _calls_open(facts):
    return may_call(Case(facts, clinic.policy_in_force(ON), law_for(facts, live_book())))


def test_the_same_number_written_otherwise_stays_out_and_another_counts():
    call(Answered.WRONG_NUMBER, number=MOBILE)
    person = Guarantor.objects.filter(number="A")
    person.update(phone_mobile="+1 (320) 555-0142", phone_home="")
    assert phones() == ("", "")
    person.update(phone_mobile="320-555-0199")
    assert phones() == ("320-555-0199", "")
    assert _calls_open(facts_of("A", ON))


def test_a_number_that_takes_no_texts_may_be_called_however_it_is_written():
    call(Answered.WRONG_NUMBER, number=HOME)
    RetiredWay.objects.update(channel="text", value=MOBILE, mark=way_mark("text", MOBILE))
    Guarantor.objects.filter(number="A").update(phone_mobile="(320) 555-0142", phone_home="")
    person = facts_of("A", ON).person
    assert (person.phone_mobile, person.texts_fail_on) == ("(320) 555-0142", ON)
    call(Answered.VOICEMAIL)
    assert Call.objects.latest("id").number == "(320) 555-0142"


def test_a_wrong_number_takes_no_texts_in_another_writing_until_it_counts_again():
    call(Answered.WRONG_NUMBER, number=MOBILE)
    Guarantor.objects.filter(number="A").update(phone_mobile="+1 (320) 555-0142")
    assert facts_of("A", ON).person.texts_fail_on == ON
    assert facts_of("A", ON - timedelta(days=1)).person.texts_fail_on is None
    use_again(account_id="A", way=RetiredWay.objects.get().id, by=DANA, at=AT)
    assert phones() == ("+1 (320) 555-0142", HOME)
    assert facts_of("A", ON).person.texts_fail_on is None


def test_with_two_numbers_it_is_asked_which_one():
    with pytest.raises(Refused, match="which of the two numbers"):
        call(Answered.WRONG_NUMBER)
    Guarantor.objects.filter(number="A").update(phone_home="")
    call(Answered.WRONG_NUMBER)
    assert RetiredWay.objects.get().value == MOBILE


def test_who_calls_us_may_have_their_own_number_taken_off():
    call(Answered.THEY_CALLED, Heard.NOT_THIS_NUMBER, number=HOME)
    assert phones() == (MOBILE, "")
    call(Answered.THEY_CALLED, Heard.NOT_THIS_NUMBER)
    assert phones() == ("", "")


# ---- another insurance


NORTH = Insurance("North Star Health", "NS-4471", from_on=date(2026, 1, 1))


def test_another_insurance_is_kept_and_somebody_asks():
    call(Answered.THEM, Heard.NEW_INSURANCE, insurance=NORTH)
    hold = Hold.objects.get()
    assert (hold.kind, hold.detail) == ("insurer_pending", {
        "told_on": "2026-11-23", "insurer": "North Star Health", "member": "NS-4471",
        "from_on": "2026-01-01", "why": "Told us of another insurance",
    })  # fmt: skip
    one = Standing.objects.get(guarantor__number="A")
    assert (one.act, one.queue, one.ask_cents) == ("verify_coverage", "insurer", 0)
    # Three business days from Monday the 23rd, Thanksgiving left out: Friday the 27th.
    first = decision_in_force(one.guarantor_id, ON).reasons[0]
    assert first["text"].startswith("Next by 11/27/2026: Ask North Star Health whether they are")


def test_covered_waits_for_the_insurer_and_not_covered_ends_the_wait():
    call(Answered.THEM, Heard.NEW_INSURANCE, insurance=NORTH)
    number = Hold.objects.get().number
    record_step(hold_id=number, done=Done("Spoke to them", "covered_on"), by=BO, at=AT)
    assert step() == "wait"
    record_step(hold_id=number, done=Done("Ended in May", "not_covered_on"), by=BO, at=AT)
    hold = Hold.objects.get()
    assert (hold.lifted_by, hold.lift_reason) == ("bo", "Not covered: Ended in May")
    assert Standing.objects.get(guarantor__number="A").ask_cents == 18420


def test_what_the_insurance_covers_is_the_insurers_to_pay_again():
    call(Answered.THEM, Heard.NEW_INSURANCE, insurance=NORTH)
    number = Hold.objects.get().number
    covered = Done("It covers June", "covered_on", charges=("C1",))
    record_step(hold_id=number, done=covered, by=BO, at=AT)
    money = charge_money(["C1"])["C1"]
    assert (money.patient_cents, money.insurer_cents) == (0, 18420)
    kept = Adjustment.objects.get()
    assert (kept.kind, kept.state) == ("to_insurer", "posted")
    assert kept.reason == "Coverage was found. North Star Health"
    assert Standing.objects.get(guarantor__number="A").ask_cents == 0
    with pytest.raises(Refused, match="owes nothing on charge C1 now"):
        record_step(hold_id=number, done=covered, by=BO, at=AT + timedelta(minutes=1))
    undo(number=kept.number, by=DANA, at=AT + timedelta(minutes=2))
    assert charge_money(["C1"])["C1"].patient_cents == 18420


def test_a_charge_of_somebody_else_is_not_moved():
    tell("\n2026-06-01 charge C1 184.20 patient\n2026-06-01 charge C2 50.00 patient patient=b2\n")
    call(Answered.THEM, Heard.NEW_INSURANCE, insurance=NORTH)
    covered = Done("x", "covered_on", charges=("C2",))
    with pytest.raises(Refused, match="does not belong to this account"):
        record_step(hold_id=Hold.objects.get().number, done=covered, by=BO, at=AT)


def test_an_insurer_that_takes_its_time_is_not_ended_as_not_covered():
    hold = NewHold(HoldKind.INSURER_PENDING, ON)
    number = place_hold(account_id="A", hold=hold, by=BO, at=AT)
    with pytest.raises(Refused, match="Nobody told us"):
        record_step(hold_id=number, done=Done("x", "not_covered_on"), by=BO, at=AT)
    assert step() == "wait"


# ---- hours, and time to breathe


def test_another_time_is_a_limit_and_a_promise_beside_it_stands():
    limits = Limits(time(10), time(18, 30), not_at_work=True)
    call(Answered.THEM, Heard.OTHER_HOURS, limits=limits, **PROMISE)
    hold = Hold.objects.get()
    assert (hold.kind, hold.detail["not_before"], hold.detail["not_after"]) == (
        "call_restriction", "10:00", "18:30",
    )  # fmt: skip
    assert hold.detail["not_at"] == "work"
    assert Promise.objects.count() == 1


def test_a_pause_waits_sixty_days_and_is_undone_with_the_call():
    before = step()
    logged = call(Answered.THEM, Heard.CANNOT_PAY, result=Result.PAUSE)
    one = Standing.objects.get(guarantor__number="A")
    # November 23 and sixty days: January 22.
    assert (one.act, one.due_on) == ("wait", date(2027, 1, 22))
    assert Contact.objects.get().outcome == "refused"
    back(logged)
    assert step() == before
    assert Attempt.objects.get().state == "undone"


def test_who_can_manage_less_is_asked_about_help():
    call(Answered.THEM, Heard.CANNOT_PAY, result=Result.SMALLER, cents=1500)
    assert step() == "screen_assistance"
    assert "Could manage $15.00 a month" in Contact.objects.get().note


def test_who_can_manage_less_and_names_no_amount_is_not_said_to_manage_nothing():
    call(Answered.THEM, Heard.CANNOT_PAY, result=Result.SMALLER)
    assert Contact.objects.get().note == "Cannot pay it all. Could manage smaller payments"
