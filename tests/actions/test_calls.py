"""A call in one step: contact, stops, promise, wait; and taken back with all of it."""

from datetime import date, timedelta

import pytest

from goodstanding.actions.calls import log_call, take_back_call
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.unit import Actor
from goodstanding.core.calls import Answered, Heard, Proof, Result, Talk
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    AuditEvent,
    Call,
    Contact,
    Guarantor,
    Hold,
    Promise,
    Standing,
)
from goodstanding.records.queries.account_record import facts_of
from tests.ledger_text import AT, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
DANA = Actor("dana", "coordinator")
ON = date(2026, 11, 23)
FRIDAY = date(2026, 12, 4)
KNOWN = frozenset({Proof.NAME, Proof.BIRTH})
BOOKS = """
2026-06-01 charge C1 184.20 patient
"""


@pytest.fixture(autouse=True)
def books():
    tell(BOOKS)
    Guarantor.objects.filter(number="A").update(birth_on="1971-03-14", phone_mobile="320-555-0142")
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)


def call(answered=Answered.THEM, *heard, by=DANA, at=AT, **more):
    talk = Talk(answered, KNOWN, frozenset(heard), **more)
    return log_call(account_id="A", talk=talk, by=by, at=at).call


def quiet(answered, *heard):
    return log_call(account_id="A", talk=Talk(answered, heard=frozenset(heard)), by=DANA, at=AT)


def step():
    one = Standing.objects.get(guarantor__number="A")
    return one.act


def of_facts():
    facts = facts_of("A", ON)
    return [(c.outcome, c.direction) for c in facts.contacts], [
        (p.cents, p.due_on) for p in facts.promises
    ]


def test_a_promise_waits_and_is_in_the_facts():
    key = call(result=Result.PROMISE, cents=6000, day=FRIDAY)
    assert of_facts() == ([("promise", "out")], [(6000, FRIDAY)])
    assert step() == "wait"
    one = Call.objects.get(id=key)
    assert (one.proofs, one.result) == ("birth name", "promise")
    assert one.contact.note == "Promises $60.00 by 12/04/2026"
    assert one.contact.delivered


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        (Heard.BANKRUPTCY, "bankruptcy"), (Heard.DIED, "estate"), (Heard.LAWYER, "attorney"),
        (Heard.STOP_CONTACT, "cease_contact"), (Heard.BILL_WRONG, "billing_error"),
        (Heard.NEW_INSURANCE, "insurer_pending"),
    ],
)  # fmt: skip
def test_what_was_heard_is_a_stop_in_the_same_step(heard, kind):
    before = step()
    call(Answered.THEM, heard)
    hold = Hold.objects.get()
    assert (hold.kind, hold.starts_on, hold.placed_by) == (kind, ON, "dana")
    assert step() != before


def test_a_stop_that_stands_is_not_placed_again():
    call(Answered.THEM, Heard.LAWYER)
    call(Answered.THEY_CALLED, Heard.LAWYER)
    assert Hold.objects.count() == 1
    assert Contact.objects.count() == 2


def test_a_voicemail_is_a_try_and_moves_nothing():
    quiet(Answered.VOICEMAIL)
    one = Contact.objects.get()
    assert (one.channel, one.direction, one.outcome, one.delivered) == (
        "call", "out", "voicemail", False,
    )  # fmt: skip


def test_a_talk_at_the_desk_came_in():
    talk = Talk(Answered.AT_DESK, KNOWN | {Proof.ACCOUNT}, result=Result.NOTHING)
    log_call(account_id="A", talk=talk, by=DANA, at=AT)
    one = Contact.objects.get()
    assert (one.channel, one.direction, one.outcome) == ("in_person", "in", "reached")


def test_ringing_back_is_a_wait_until_that_day():
    call(result=Result.RING_BACK, day=FRIDAY)
    assert (step(), Standing.objects.get(guarantor__number="A").due_on) == ("wait", FRIDAY)


def test_nothing_is_kept_of_a_call_that_is_wrong():
    with pytest.raises(Refused, match=r"They owe \$184.20"):
        call(Answered.THEM, result=Result.PROMISE, cents=18421, day=FRIDAY)
    assert not Contact.objects.exists()
    assert not Promise.objects.exists()


def test_who_shares_the_name_needs_three_things():
    Guarantor.objects.filter(number="A").update(last_name="Ali", first_name="Amina")
    Guarantor.objects.create(number="Z", last_name="ALI", first_name="amina")
    with pytest.raises(Refused, match="Three things must match"):
        call(result=Result.PROMISE, cents=100, day=FRIDAY)


def test_a_card_number_in_the_note_is_refused():
    with pytest.raises(Refused, match="card number"):
        call(result=Result.NOTHING, note="4111 1111 1111 1111")


def test_a_call_taken_back_leaves_nothing_that_counts():
    before = step()
    promise = call(result=Result.PROMISE, cents=6000, day=FRIDAY)
    take_back_call(call_id=promise, by=DANA, at=AT + timedelta(minutes=1))
    assert of_facts() == ([], [])
    assert step() == before
    stop = call(Answered.THEM, Heard.LAWYER, at=AT + timedelta(minutes=2))
    take_back_call(call_id=stop, by=DANA, at=AT + timedelta(minutes=3))
    assert step() == before
    wait = call(result=Result.RING_BACK, day=FRIDAY, at=AT + timedelta(minutes=4))
    take_back_call(call_id=wait, by=DANA, at=AT + timedelta(minutes=5))
    assert step() == before
    assert AuditEvent.objects.filter(verb="call.take_back").count() == 3


@pytest.mark.parametrize(
    ("by", "minutes", "words"),
    [
        (Actor("kim", "manager"), 1, "Only who wrote"),
        (DANA, 11, "within ten minutes"),
    ],
)
def test_only_its_writer_takes_a_call_back_and_only_at_once(by, minutes, words):
    key = call(result=Result.NOTHING)
    with pytest.raises(Refused, match=words):
        take_back_call(call_id=key, by=by, at=AT + timedelta(minutes=minutes))
    assert of_facts()[0] == [("reached", "out")]


def test_a_call_is_taken_back_once():
    key = call(result=Result.NOTHING)
    take_back_call(call_id=key, by=DANA, at=AT)
    with pytest.raises(Refused, match="already"):
        take_back_call(call_id=key, by=DANA, at=AT)


def test_a_biller_does_not_ring_back_on_a_day():
    with pytest.raises(Refused, match="for a coordinator"):
        call(result=Result.RING_BACK, day=FRIDAY, by=Actor("bo", "biller"))
