"""A person chooses another next step: within their role, for a reason, and never past a block."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.actions import overrides
from goodstanding.actions.contacts import Said, log_contact
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.overrides import Choice, end_override, override_next_step
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.refusals import Refused
from goodstanding.records.models import AuditEvent, Decision, Guarantor, Letter, Override, Promise
from goodstanding.records.queries.account_record import decision_in_force, key_of
from goodstanding.records.queries.decisions import override_in_force, replay
from tests.ledger_text import SYSTEM_ACTOR, assert_proven, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)  # a Monday
AT = datetime(2026, 11, 23, 18, tzinfo=UTC)  # 12:00 PM at the clinic
ANA, BEN = Actor("ana", "coordinator"), Actor("ben", "manager")
BILL, FRAN = Actor("bill", "biller"), Actor("fran", "front_desk")
NEXT_WEEK = date(2026, 11, 30)
OWING = "person account=A phone_home=218-555-0101\n2026-11-01 charge C1 100.00 patient\n"
WAIT = Choice(Act.WAIT, NEXT_WEEK, "patient asked for time")
CALL = Choice(Act.CALL, NEXT_WEEK, "insurer news")


def told(text: str = OWING) -> None:
    tell(text)
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)


def choose(choice: Choice = WAIT, by: Actor = ANA, at: datetime = AT) -> int:
    return override_next_step(account_id="A", choice=choice, by=by, at=at)


def decided(on: date = ON) -> Decision:
    key = key_of("A")
    assert key is not None
    found = decision_in_force(key, on)
    assert found is not None
    return Decision.objects.get(id=found.id)


def refused(choice: Choice = WAIT, by: Actor = ANA) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        choose(choice, by)
    assert not Override.objects.exists()
    return caught.value.rule, caught.value.why


# ---- what a choice does


def test_the_choice_is_the_next_step_at_once_and_says_whose_it_is():
    told()
    assert decided().act == "statement"
    replaced = decided().id
    choose()
    now = decided()
    assert (now.act, now.due_on, now.spoke) == ("wait", NEXT_WEEK, "chosen")
    assert "Chosen by the coordinator, until 11/30/2026: patient asked for time" in now.reasons
    row = Override.objects.get()
    assert (row.act, row.starts_on, row.until, row.by, row.role) == (
        "wait", ON, NEXT_WEEK, "ana", "coordinator",
    )  # fmt: skip
    assert row.decision_id == replaced
    event = AuditEvent.objects.filter(verb="followup.override").get()
    assert (event.account, event.by) == ("A", "ana")
    assert Letter.objects.get().state == "dropped", "the statement it replaces is not printed"


def test_a_chosen_letter_is_made_ready():
    told()
    choose(Choice(Act.REMINDER, NEXT_WEEK, "other", "She asked for a letter."))
    assert Letter.objects.filter(state="ready").values_list("kind", flat=True).get() == "reminder"


def test_a_wait_ends_on_its_day_and_the_policy_goes_on_by_itself():
    told()
    choose()
    seen = []
    for on in (ON + timedelta(days=1), NEXT_WEEK - timedelta(days=1), NEXT_WEEK):
        run_day(on=on, by=SYSTEM_ACTOR, at=AT)
        seen.append(decided(on).act)
    assert seen == ["wait", "wait", "statement"]
    assert override_in_force("A", NEXT_WEEK + timedelta(days=1)) is None
    assert [len(replay(ON + timedelta(days=d)).differences) for d in range(8)] == [0] * 8
    assert_proven()


def test_another_choice_takes_the_place_of_the_first():
    told()
    choose()
    choose(CALL, BEN)
    standing = override_in_force("A", ON)
    assert (decided().act, standing and standing.by) == ("call", "ben")
    first, second = Override.objects.order_by("id")
    assert (first.ended_on, first.ended_by, second.ended_on) == (ON, "ben", None)


def test_a_chosen_call_that_was_made_is_done():
    told()
    choose(CALL)
    assert decided().act == "call"
    log_contact(account_id="A", said=Said(Channel.CALL, "out", "reached"), by=ANA, at=AT)
    assert decided().spoke != "chosen"


def test_ending_it_gives_the_step_back_to_the_policy():
    told()
    choose()
    end_override(account_id="A", by=ANA, at=AT + timedelta(hours=1))
    assert (decided().act, override_in_force("A", ON)) == ("statement", None)
    assert Override.objects.get().ended_by == "ana"
    with pytest.raises(Refused, match="No choice of a person stands"):
        end_override(account_id="A", by=ANA, at=AT)


def test_before_the_day_is_run_the_choice_waits_for_it():
    tell(OWING)
    choose()
    assert not Decision.objects.exists()
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)
    assert (decided().act, decided().spoke) == ("wait", "chosen")


def test_a_hold_that_comes_later_goes_before_the_choice():
    told()
    choose(CALL)
    tell(f"{OWING}2026-11-23 hold dispute")
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)
    assert (decided().act, decided().spoke) == ("wait", "holds")


# ---- who may choose what


@pytest.mark.parametrize("by", [BILL, FRAN])
def test_only_the_coordinator_and_the_manager_choose(by):
    told()
    assert refused(WAIT, by)[1].startswith("Your role may not do this.")


def test_a_firmer_step_is_the_managers():
    told()
    for act in (Act.FIRST_LETTER, Act.FINAL_LETTER, Act.PLAN_NOTICE, Act.AGENCY_REVIEW):
        _, why = refused(Choice(act, NEXT_WEEK, "our error"), ANA)
        assert why.startswith("Only a manager may choose")
    choose(Choice(Act.AGENCY_REVIEW, NEXT_WEEK, "our error"), BEN)
    with pytest.raises(Refused, match="Only a manager"):
        end_override(account_id="A", by=ANA, at=AT)
    end_override(account_id="A", by=BEN, at=AT)


@pytest.mark.parametrize(
    "act", [Act.CREDIT_REPORT, Act.LAWSUIT, Act.AGENCY_PLACEMENT, Act.TEXT, Act.NONE, Act.REFUND]
)
def test_some_acts_nobody_chooses(act):
    told()
    assert refused(Choice(act, NEXT_WEEK, "our error"), BEN)[1].startswith("Nobody may choose")


# ---- never past a block


@pytest.mark.parametrize("act", [Act.WAIT, Act.CALL, Act.STATEMENT, Act.VERIFY_ADDRESS])
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"{OWING}2026-11-02 hold dispute", "us-regf-validation-notice"),
        (f"{OWING}2026-11-02 hold bankruptcy", "us-bk-automatic-stay"),
        (f"{OWING}2026-11-02 hold estate", ""),
        (f"{OWING}2026-11-20 patient_payment C1 100.00", "nothing.owed"),
        (f"{OWING}2026-11-20 to_insurer C1 100.00", "insurer.open"),
    ],
)
def test_no_choice_goes_past_a_block(text, rule, act):
    told(text)
    before = decided().id
    named, why = refused(replace(WAIT, act=act), BEN)
    assert why.startswith("No choice goes past this: ")
    assert named == rule or (not rule and named)
    assert decided().id == before


def test_what_the_gate_refuses_is_refused_with_its_rule():
    told(OWING.replace("phone_home=218-555-0101", "mail_returned_on=2026-11-20"))
    rule, why = refused(replace(CALL, act=Act.STATEMENT))
    assert rule == "gate.mail_returned"
    assert why.startswith("This may not be done now: Mail came back on ")
    assert refused(CALL)[0] == "gate.no_phone"


def test_a_letter_does_not_go_before_the_statement():
    """The gate would let it pass; the ladder does not."""
    told()
    rule, why = refused(Choice(Act.FIRST_LETTER, NEXT_WEEK, "our error"), BEN)
    assert (rule, why) == (
        "chosen",
        "This cannot be the next step: A first letter was chosen on 11/23/2026; a statement comes "
        "first.",
    )


def test_the_hour_alone_refuses_nothing():
    """At ten in the evening nobody is called, but tomorrow's call may be chosen."""
    told()
    choose(CALL, at=AT + timedelta(hours=10))
    assert decided().act == "call"


def test_an_open_promise_is_left_in_peace():
    told()
    Promise.objects.create(
        number="P1", guarantor=Guarantor.objects.get(), made_on=ON, cents=10000,
        due_on=ON + timedelta(days=9),
    )  # fmt: skip
    assert refused(CALL)[0] == "followup.promise_open"


# ---- said well


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        (replace(WAIT, reason="because"), "Choose the reason from the list"),
        (replace(WAIT, reason="other", words="  "), "Say in your own words"),
        (replace(WAIT, words="card 4111 1111 1111 1111"), "looks like a card number"),
        (replace(WAIT, until=ON), "Choose a last day from 11/24/2026 to 02/21/2027"),
        (replace(CALL, until=ON - timedelta(days=1)), "Choose a last day from 11/23/2026"),
        (replace(WAIT, until=ON + timedelta(days=91)), "Choose a last day"),
    ],
)
def test_a_choice_says_why_and_until_when(choice, why):
    told()
    assert why in refused(choice)[1]


def test_the_last_day_of_a_call_may_be_today_and_of_a_wait_ninety_days_on():
    told()
    choose(replace(CALL, until=ON))
    assert decided().act == "call"
    choose(replace(WAIT, until=ON + overrides.LONGEST))
    assert decided().due_on == ON + timedelta(days=90)
