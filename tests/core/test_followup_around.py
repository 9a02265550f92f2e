"""What happens around an account: visits, the household, wrong numbers, a person's own choice, the
agency, and what a hold asks for next."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.answers import Decision
from goodstanding.core.facts import (
    AccountFacts,
    AgencyFacts,
    ContactFacts,
    KinFacts,
    OverrideFacts,
    PatientFacts,
    VisitFacts,
)
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import ASKING_ACTS, Act, Channel, HoldKind, Role
from goodstanding.core.kinship import household_mark
from goodstanding.core.overrides import CHOICES
from goodstanding.law import live_book
from tests.core.follow_accounts import (
    ADULT,
    POLICY,
    SELF,
    UP_TO,
    account,
    called,
    day,
    decided,
    held,
    on_plan,
    paid,
    promised,
    sent,
)
from tests.core.test_agency_review import READY
from tests.core.test_followup_days import NOW, QUICK, accounts


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def texts(decision: Decision) -> list[str]:
    return [reason.text for reason in decision.reasons]


def visit(number: int, patient: str = "P1") -> VisitFacts:
    return VisitFacts(patient, day(number))


@pytest.mark.parametrize(
    ("coming", "act", "due"),
    [
        (44, Act.CALL, 45),  # It was yesterday.
        (45, Act.FRONT_DESK_NOTE, 45),
        (52, Act.FRONT_DESK_NOTE, 52),
        (53, Act.CALL, 45),
    ],
)
def test_a_call_is_left_to_the_desk_when_they_come_within_a_week(coming, act, due):
    decision = decided(account(contacts=UP_TO["call_1"], visits=(visit(coming),)), 45)
    assert (decision.act, decision.due_on, decision.step) == (act, day(due), "call_1")


def test_a_later_visit_is_named_and_looked_at_again_a_week_before():
    decision = decided(account(contacts=UP_TO["call_1"], visits=(visit(60),)), 45)
    assert (decision.review_on, decision.reasons[-1].text) == (
        day(53),
        "A visit is booked for 05/01/2026.",
    )


def test_a_letter_is_not_left_to_the_desk():
    assert decided(account(visits=(visit(3),)), 0).act is Act.STATEMENT


def test_nothing_is_said_at_the_visit_of_somebody_else():
    child = PatientFacts("P2", day(-2000), "child")
    facts = account(contacts=UP_TO["call_1"], visits=(visit(46, "P2"),))
    assert decided(replace(facts, patients=(SELF, child)), 45).act is Act.CALL


def test_a_talk_at_the_desk_stands_for_the_call():
    talk = ContactFacts(
        datetime.combine(day(46), time(18), UTC), Channel.IN_PERSON, "out", "", "reached", True
    )
    facts = account(contacts=(*UP_TO["call_1"], talk))
    assert decided(facts, 61).step == "past_due_letter"
    missed = replace(talk, outcome="", delivered=False)
    assert decided(account(contacts=(*UP_TO["call_1"], missed)), 61).step == "call_1"


@pytest.mark.parametrize(("talked", "act"), [(38, Act.CALL), (39, Act.WAIT), (45, Act.WAIT)])
def test_two_of_one_household_are_not_called_within_a_week(talked, act):
    kin = (KinFacts("G2", talked_on=day(talked)), KinFacts("G3"))
    facts = account(contacts=UP_TO["call_1"], kin=kin)
    decision = decided(facts, 45)
    assert decision.act is act
    if act is Act.WAIT:
        assert decision.review_on == decision.due_on == day(talked + 7)
        assert decided(facts, talked + 7).act is Act.CALL
    else:
        assert decision.reasons[-1].text == "Same household: G2, G3. One call for all."
    assert decided(replace(facts, contacts=()), 0).act is Act.STATEMENT


def test_a_wrong_number_is_no_try_and_the_step_is_written():
    wrong = called(45, outcome="wrong_number")
    facts = account(contacts=(*UP_TO["call_1"], wrong))
    decision = decided(facts, 46)
    assert (decision.act, decision.step, decision.due_on) == (Act.REMINDER, "call_1", day(45))
    assert "The number is wrong: write about $184.20, and find a number before the next call." in (
        texts(decision)
    )
    written = replace(facts, contacts=(*facts.contacts, sent(46, "reminder")))
    assert decided(written, 61).step == "past_due_letter"
    second = replace(facts, person=replace(ADULT, phone_home="+13205550178"))
    assert decided(second, 46).act is Act.CALL


def test_whoever_rings_us_has_a_number_again():
    rang = replace(called(50), direction="in", delivered=False, outcome="reached")
    facts = account(contacts=(*UP_TO["call_1"], called(45, outcome="wrong_number"), rang))
    assert decided(facts, 60).act is Act.CALL


def test_a_retired_number_is_wrong_once_and_another_one_is_called():
    wrong = replace(called(45, outcome="wrong_number"), retired=True)
    gone = account(contacts=(*UP_TO["call_1"], wrong), person=replace(ADULT, phone_mobile=""))
    assert "The number is wrong: write about $184.20, and find a number before the next call." in (
        texts(decided(gone, 46))
    )
    assert decided(replace(gone, person=ADULT), 50).act is Act.CALL


def test_a_letter_to_who_has_no_number_any_more_says_so_too():
    wrong = replace(called(8, outcome="wrong_number"), retired=True)
    gone = account(contacts=(sent(0, "statement"), wrong), person=replace(ADULT, phone_mobile=""))
    text = "The number we called is not theirs: find another before a call is due."
    decision = decided(gone, 14)
    assert (decision.act, text in texts(decision)) == (Act.REMINDER, True)
    assert text not in texts(decided(replace(gone, person=ADULT), 14))


def test_who_can_be_neither_called_nor_written_to_is_looked_for():
    person = replace(ADULT, phone_mobile="", has_address=False)
    broken = account(person=person, promises=(promised(2, 4),))
    assert decided(broken, 30).act is Act.VERIFY_ADDRESS
    written = account(person=replace(person, has_address=True), promises=(promised(2, 4),))
    assert decided(written, 30).act is Act.REMINDER
    told = replace(written, contacts=(sent(0, "statement"), sent(30, "reminder")))
    assert decided(told, 50).spoke == "next_step"


def test_who_asked_for_a_confidential_address_is_not_called_though_no_hold_says_so():
    person = replace(ADULT, confidential_address=True)
    decision = decided(account(person=person, contacts=UP_TO["call_1"]), 45)
    assert (decision.act, decision.step) == (Act.REMINDER, "call_1")


def choice(act: Act, first: int = 10, last: int = 20) -> OverrideFacts:
    return OverrideFacts(act, day(first), day(last), "She asked for it.", "coordinator")


def test_a_choice_stands_until_its_day_has_passed():
    facts = account(contacts=UP_TO["reminder_1"], override=choice(Act.CALL))
    assert decided(facts, 9).spoke == "next_step"
    decision = decided(facts, 10)
    assert (decision.act, decision.spoke, decision.due_on) == (Act.CALL, "chosen", day(10))
    assert decision.reasons[0].text == (
        "Chosen by the coordinator, until 03/22/2026: She asked for it."
    )
    assert (decision.review_on, decided(facts, 20).spoke) == (day(21), "chosen")
    assert decided(facts, 21).spoke == "next_step"


def test_a_choice_is_over_once_it_was_done_and_a_call_is_tried_again():
    facts = account(contacts=(*UP_TO["reminder_1"], called(11)), override=choice(Act.CALL))
    assert decided(facts, 12).spoke == "next_step"
    facts = replace(facts, contacts=(*UP_TO["reminder_1"], called(11, outcome="no_answer")))
    assert decided(facts, 15).act is Act.WAIT
    assert (decided(facts, 16).act, decided(facts, 16).spoke) == (Act.CALL, "chosen")
    early = account(contacts=(*UP_TO["reminder_1"], called(9)), override=choice(Act.CALL))
    assert decided(early, 12).spoke == "chosen"


def test_a_wait_that_was_chosen_ends_with_its_day():
    facts = account(contacts=UP_TO["reminder_1"], override=choice(Act.WAIT))
    waiting = decided(facts, 14)
    assert (waiting.act, waiting.due_on, waiting.review_on) == (Act.WAIT, day(20), day(20))
    assert decided(facts, 20).step == "reminder_1"


@pytest.mark.parametrize(
    "more",
    [
        {"holds": (held(HoldKind.DISPUTE, 5),)},
        {"promises": (promised(9, 30),)},
        {"plans": (on_plan(9),)},
        {"person": replace(ADULT, mail_returned_on=day(5))},
        {"charges": ()},
    ],
)
def test_a_choice_to_ask_never_goes_past_a_block(more):
    facts = replace(account(override=choice(Act.STATEMENT)), **more)
    decision = decided(facts, 12)
    assert decision.spoke != "chosen"
    assert decision.act is not Act.STATEMENT


def test_a_choice_that_may_not_be_done_is_named_among_what_was_not():
    person = replace(ADULT, phone_mobile="")
    facts = account(contacts=UP_TO["reminder_1"], override=choice(Act.CALL), person=person)
    assert decided(facts, 12).rejected[0].text == (
        "A call was chosen on 03/12/2026; it may not be done now."
    )
    letter = account(override=choice(Act.FIRST_LETTER))
    assert decided(letter, 12).act is Act.STATEMENT


def test_work_may_be_chosen_while_a_promise_is_open():
    facts = account(promises=(promised(9, 30),), override=choice(Act.VERIFY_COVERAGE))
    assert decided(facts, 12).act is Act.VERIFY_COVERAGE


def test_only_a_manager_chooses_letters_plan_notices_and_the_agency_review():
    manager = frozenset({Role.MANAGER})
    assert {act for act, roles in CHOICES.items() if roles == manager} == {
        Act.PLAN_NOTICE, Act.FIRST_LETTER, Act.FINAL_LETTER, Act.AGENCY_REVIEW,
    }  # fmt: skip
    both = frozenset({Role.COORDINATOR, Role.MANAGER})
    assert all(roles in (manager, both) for roles in CHOICES.values())


@pytest.mark.parametrize(
    ("street", "street2", "zip_code", "same"),
    [
        ("12 Oak Street", "Apt 4", "56301-1234", True),
        ("12 oak st.", "#4", "56301", True),
        ("12 Oak St Apt. 4", "", " 56301", True),
        ("12 Oak St", "Apt 5", "56301", False),
        ("12 Oak St", "Apt 4", "56303", False),
        ("12 Oak Ave", "Apt 4", "56301", False),
    ],
)
def test_one_address_has_one_mark_however_it_is_written(street, street2, zip_code, same):
    mark = household_mark("12 Oak St", "Apt 4", "56301")
    assert (household_mark(street, street2, zip_code) == mark) is same
    assert len(mark) == 16


@pytest.mark.parametrize(
    "parts", [("", "Apt 4", "56301"), ("12 Oak St", "", ""), ("-", "", "5630")]
)
def test_without_street_and_zip_there_is_no_household(parts):
    assert household_mark(*parts) == ""


VISITS = st.lists(st.builds(visit, st.integers(NOW - 5, NOW + 40)), max_size=2)
KINFOLK = st.lists(
    st.builds(
        KinFacts, st.sampled_from(["G2", "G3"]), st.booleans(), st.booleans(),
        st.none() | st.builds(day, st.integers(NOW - 20, NOW)),
    ),
    max_size=2,
)  # fmt: skip
CHOICE = st.none() | st.builds(
    lambda act, first, more: choice(act, first, first + more),
    st.sampled_from(sorted(CHOICES)),
    st.integers(NOW - 20, NOW),
    st.integers(20, 60),
)


@st.composite
def surrounded(draw: st.DrawFn) -> AccountFacts:
    """Accounts with all that may be around them."""
    facts = draw(accounts())
    wrong_number = draw(st.booleans())
    contacts = facts.contacts
    if wrong_number:
        contacts = (*contacts, called(NOW, outcome="wrong_number"))
    return replace(
        facts, visits=tuple(draw(VISITS)), kin=tuple(draw(KINFOLK)), override=draw(CHOICE),
        contacts=contacts, agency=draw(st.sampled_from([AgencyFacts(), READY])),
    )  # fmt: skip


@QUICK
@given(surrounded())
def test_with_all_that_is_around_the_answer_holds_until_its_review_day(facts):
    first = decided(facts, NOW)
    last = NOW + 75 if first.review_on is None else (first.review_on - day(0)).days - 1
    for number in sorted({last, *(NOW + n for n in (1, 3, 7, 20, 45))}):
        if NOW < number <= last:
            later = decided(facts, number)
            assert replace(later, review_on=None) == replace(first, review_on=None)


@QUICK
@given(surrounded())
def test_nothing_is_proposed_that_the_gate_refuses_but_for_the_hour(facts):
    decision = decided(facts, NOW)
    if decision.act not in ASKING_ACTS | {Act.FRONT_DESK_NOTE}:
        return
    at_ten = datetime.combine(day(NOW), time(15), UTC)
    law = live_book().on(day(NOW), "MN")
    verdict = judge(Proposed(decision.act, at_ten), replace(facts, on=day(NOW)), law)
    often = {"us-regf-call-frequency-7-in-7"}
    assert {refusal.rule for refusal in verdict.refusals} <= often
    assert verdict.cents == (decision.cents if verdict.allowed else 0)


def test_a_policy_cannot_ask_sooner_than_the_gate_lets_it():
    hasty = replace(POLICY, grace=replace(POLICY.grace, promise_business_days=0, plan_days=0))
    facts = account(contacts=UP_TO["reminder_1"], promises=(promised(10, 18),))
    assert decided(facts, 20, hasty).act is Act.WAIT
    planned = account(plans=(on_plan(10),), payments=(paid(1, 1),))
    assert decided(planned, 20, hasty).act is Act.WAIT
