"""At the desk: holds, contacts and notes; the account is decided again at once."""

import json
from datetime import UTC, date, datetime

import pytest

from goodstanding.actions.contacts import Said, add_note, log_contact
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.holds import NewHold, place_hold, release_hold
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Channel, HoldKind
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.audit_chain import faults
from goodstanding.records.models import AuditEvent, Contact, Decision, Hold, Note, Standing
from tests.ledger_text import SYSTEM_ACTOR, count, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # 10:00 AM at the clinic
EVENING = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)  # 6:30 PM of the 20th at the clinic
MAY = Actor("may", "manager")
CORA = Actor("cora", "coordinator")
BILL = Actor("bill", "biller")
FRAN = Actor("fran", "front_desk")
IVY = Actor("ivy", "it_admin")
CARD = "4111 1111 1111 1111"  # the card networks' own test number
OWED = "2026-11-17 charge C1 125.50 patient"


@pytest.fixture
def account() -> str:
    tell(f"{OWED}\n2026-11-17 charge C2 60.00 patient patient=b1")
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    return "A"


def next_act(account: str = "A") -> tuple[str, str, bool]:
    standing = Standing.objects.get(guarantor__number=account)
    decision = Decision.objects.get(id=standing.decision_id)
    assert decision.act == standing.act
    return standing.act, decision.on.isoformat(), standing.changed


def place(kind: HoldKind = HoldKind.MANUAL, by: Actor = CORA, at: datetime = TEN, **more) -> str:
    return place_hold(account_id="A", hold=NewHold(kind, ON, **more), by=by, at=at)


def say(outcome: str, note: str = "", *, channel: Channel = Channel.CALL, by: Actor = CORA) -> str:
    return log_contact(account_id="A", said=Said(channel, "out", outcome, note), by=by, at=TEN)


def events(verb: str) -> list[tuple[str, str, str, dict[str, object]]]:
    found = AuditEvent.objects.filter(verb=verb).order_by("id")
    return [(e.by, e.role, e.account, json.loads(e.detail)) for e in found]


# ---- holds


def test_a_hold_stops_the_account_at_once_and_its_release_lets_it_go_on(account):
    assert next_act() == ("statement", "2026-11-20", False)
    hold = place(why="Waits for the insurer's letter")
    assert next_act() == ("wait", "2026-11-20", False)
    release_hold(hold_id=hold, reason="The letter came", by=CORA, at=TEN)
    assert next_act() == ("statement", "2026-11-20", False)


def test_in_the_evening_the_clinics_day_counts_not_the_worlds(account):
    hold = place(at=EVENING)
    assert next_act()[0] == "wait"
    release_hold(hold_id=hold, reason="A mistake", by=CORA, at=EVENING)
    assert Hold.objects.get().ends_on == date(2026, 11, 19)
    assert next_act()[0] == "statement"


def test_on_a_day_that_was_not_run_yet_the_account_is_marked_for_the_run(account):
    place(at=datetime(2026, 11, 21, 16, 0, tzinfo=UTC))
    assert next_act() == ("statement", "2026-11-20", True)
    run_day(on=date(2026, 11, 21), by=SYSTEM_ACTOR, at=TEN)
    assert next_act() == ("wait", "2026-11-21", False)


def test_a_hold_keeps_what_was_said_about_it(account):
    number = place(HoldKind.ATTORNEY, why="Letter of the 18th", detail={"name": "A. Lawyer"})
    hold = Hold.objects.get()
    assert (hold.number, hold.kind, hold.placed_by) == (number, "attorney", "cora")
    assert hold.detail == {"name": "A. Lawyer", "why": "Letter of the 18th"}
    assert (hold.starts_on, hold.ends_on, hold.lifted_by) == (ON, None, "")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_release_needs_a_reason(account, reason):
    hold = place()
    with pytest.raises(Refused, match="Say why the hold ends"):
        release_hold(hold_id=hold, reason=reason, by=MAY, at=TEN)
    assert next_act()[0] == "wait"


def test_a_hold_is_released_once(account):
    hold = place()
    release_hold(hold_id=hold, reason="The letter came", by=CORA, at=TEN)
    for gone in (hold, "desk-unknown"):
        with pytest.raises(Refused, match="not in force any more"):
            release_hold(hold_id=gone, reason="Again", by=MAY, at=TEN)


@pytest.mark.parametrize(("more", "why"), [
    ({"ends_on": date(2026, 11, 19)}, "would end before it starts"),
    ({"patient_id": "b1"}, "Patient b1 does not belong to this account"),
    ({"why": f"Paid with {CARD}"}, "looks like a card number"),
])  # fmt: skip
def test_a_hold_that_does_not_hold_together_is_refused(account, more, why):
    with pytest.raises(Refused, match=why):
        place(**more)
    assert (count("hold"), next_act()[0]) == (0, "statement")


# ---- contacts


@pytest.mark.parametrize(("channel", "direction", "outcome", "delivered"), [
    (Channel.CALL, "out", "reached", True),
    (Channel.CALL, "out", "promise", True),
    (Channel.CALL, "out", "refused", True),
    (Channel.CALL, "out", "dispute", True),
    (Channel.CALL, "out", "no_answer", False),
    (Channel.CALL, "out", "voicemail", False),
    (Channel.CALL, "out", "wrong_number", False),
    (Channel.CALL, "out", "left_message_third_party", False),
    (Channel.CALL, "out", "other", False),
    (Channel.CALL, "out", "", False),
    (Channel.CALL, "in", "reached", False),
    (Channel.IN_PERSON, "out", "reached", True),
    (Channel.IN_PERSON, "out", "no_answer", False),
    (Channel.MAIL, "out", "", True),
    (Channel.MAIL, "out", "returned_mail", False),
    (Channel.TEXT, "out", "", True),
    (Channel.TEXT, "out", "wrong_number", False),
    (Channel.EMAIL, "in", "", False),
])  # fmt: skip
def test_what_reached_the_person(channel, direction, outcome, delivered):
    assert Said(channel, direction, outcome).delivered is delivered


def test_a_call_is_kept_with_its_words_and_who_made_it(account):
    say("no_answer", "Rang ten times")
    contact = Contact.objects.get()
    kept = (contact.kind, contact.outcome, contact.note, contact.by, contact.at, contact.delivered)
    assert kept == ("call", "no_answer", "Rang ten times", "cora", TEN, False)


def test_a_refusal_at_the_phone_turns_into_an_offer_of_help_at_once(account):
    say("refused")
    assert next_act() == ("screen_assistance", "2026-11-20", False)


def test_two_calls_at_one_moment_are_two_contacts(account):
    assert say("no_answer") != say("voicemail")
    assert Contact.objects.count() == 2


# ---- notes


@pytest.mark.parametrize("card", [CARD, "4111-1111-1111-1111", "4111111111111111"])
def test_card_numbers_are_never_kept(account, card):
    for refused in (
        lambda: add_note(account_id="A", text=f"card {card} exp 12/29", by=FRAN, at=TEN),
        lambda: say("reached", f"gave {card}"),
    ):
        with pytest.raises(Refused, match="looks like a card number"):
            refused()
    hold = place()
    with pytest.raises(Refused, match="looks like a card number"):
        release_hold(hold_id=hold, reason=f"Paid with {card}", by=MAY, at=TEN)
    assert (count("note"), count("contact")) == (0, 0)
    assert not [e for e in AuditEvent.objects.all() if "1111" in e.detail]


def test_a_number_that_is_no_card_is_kept(account):
    add_note(account_id="A", text="Claim 4111 1111 1111 1112, call 218-555-0100", by=FRAN, at=TEN)
    assert Note.objects.get().text.startswith("Claim 4111")


def test_an_empty_note_is_refused(account):
    with pytest.raises(Refused, match="The note is empty"):
        add_note(account_id="A", text=" ", by=FRAN, at=TEN)


# ---- who, where, and what is left of it


@pytest.mark.parametrize(("may", "by", "act"), [
    (True, BILL, "place"), (False, FRAN, "place"), (False, IVY, "place"),
    (False, BILL, "release"), (False, FRAN, "release"), (False, IVY, "release"),
    (True, BILL, "log"), (False, FRAN, "log"), (False, IVY, "log"),
    (True, FRAN, "note"), (True, BILL, "note"), (False, IVY, "note"),
])  # fmt: skip
def test_each_role_does_its_own(account, may, by, act):
    hold = place()
    acts = {
        "place": lambda: place(by=by),
        "release": lambda: release_hold(hold_id=hold, reason="Over", by=by, at=TEN),
        "log": lambda: say("voicemail", by=by),
        "note": lambda: add_note(account_id="A", text="Said hello", by=by, at=TEN),
    }
    before = AuditEvent.objects.count()
    if may:
        acts[act]()
    else:
        with pytest.raises(Refused, match="Your role may not do this"):
            acts[act]()
        assert AuditEvent.objects.count() == before


def test_an_unknown_account_is_refused_by_its_number(account):
    with pytest.raises(Refused, match="Account Z9 is not known"):
        add_note(account_id="Z9", text="hello", by=FRAN, at=TEN)


def test_each_act_leaves_its_event_without_anyones_words(account):
    hold = place(why="Secret words")
    release_hold(hold_id=hold, reason="Secret reason", by=MAY, at=TEN)
    say("voicemail", "Secret note")
    add_note(account_id="A", text="Secret text", by=FRAN, at=TEN)
    assert events("hold.place") == [
        ("cora", "coordinator", "A", {"hold": hold, "kind": "manual"})
    ]  # fmt: skip
    assert events("hold.release") == [("may", "manager", "A", {"hold": hold})]
    contact = Contact.objects.get().id
    said = {"contact": contact, "channel": "call", "outcome": "voicemail"}
    assert events("contact.log") == [("cora", "coordinator", "A", said)]
    assert events("note.add") == [("fran", "front_desk", "A", {"note": Note.objects.get().id})]
    assert not AuditEvent.objects.filter(detail__contains="Secret").exists()
    assert list(faults()) == []


def test_only_the_account_itself_is_decided_again(account):
    before = Decision.objects.filter(guarantor__number="B").count()
    place()
    assert Decision.objects.filter(guarantor__number="B").count() == before
    assert next_act("B")[0] == "statement"
    assert bulk.select("SELECT COUNT(*) FROM records_decision") == [(3,)]
