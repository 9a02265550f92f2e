"""The ladder and the rules before it, by tables of edges; `day(0)` is when the money became due."""

import re
from dataclasses import replace

import pytest

from goodstanding.core.facts import Layer
from goodstanding.core.kinds import Act, Channel
from tests.core.follow_accounts import (
    ADULT,
    DAY_0,
    UP_TO,
    account,
    called,
    charge,
    day,
    decided,
    paid,
    promised,
    sent,
)

STEPS = [
    ("statement_1", 0, Act.STATEMENT),
    ("reminder_1", 14, Act.REMINDER),
    ("statement_2", 30, Act.STATEMENT),
    ("call_1", 45, Act.CALL),
    ("past_due_letter", 60, Act.REMINDER),
    ("call_2", 75, Act.CALL),
    ("first_letter", 90, Act.FIRST_LETTER),
    ("agency_review", 125, Act.AGENCY_REVIEW),
]


@pytest.mark.parametrize(("step", "number", "act"), STEPS)
def test_each_step_comes_on_its_day_and_not_before(step, number, act):
    facts = account(contacts=UP_TO[step])
    if number:
        before = decided(facts, number - 1)
        assert (before.act, before.review_on, before.due_on) == (Act.WAIT, day(number), day(number))
    for late in (0, 1, 40):
        now = decided(facts, number + late)
        assert (now.act, now.step, now.due_on, now.cents) == (act, step, day(number), 18420)
        # The agency review has dates of its own: the notice's window, and when debt is too old.
        assert step == "agency_review" or now.review_on is None


def test_a_step_that_was_sent_and_not_delivered_does_not_move_the_account_on():
    came_back = sent(0, "statement", delivered=False, outcome="returned_mail")
    assert decided(account(contacts=(came_back,)), 20).step == "statement_1"
    voicemail = replace(called(45, outcome="voicemail"), delivered=True, kind="voicemail")
    facts = account(contacts=(*UP_TO["call_1"], voicemail))
    assert decided(facts, 60).step == "call_1"


@pytest.mark.parametrize(
    ("contact", "why"),
    [
        (replace(sent(0, "statement"), direction="in"), "it came in"),
        (sent(0, "other"), "it asked nothing"),
        (sent(0, "first_letter"), "it is not the next step"),
        (sent(-3, "statement"), "it was before the money was the patient's"),
    ],
)
def test_what_does_not_count_as_the_first_statement(contact, why):
    assert decided(account(contacts=(contact,)), 12).step == "statement_1", why


def test_a_late_start_begins_at_the_statement_and_goes_on_by_the_days_between_steps():
    assert decided(account(), 200).step == "statement_1"
    facts = account(contacts=(sent(200, "statement"),))
    assert decided(facts, 213).act is Act.WAIT
    assert decided(facts, 214).step == "reminder_1"
    facts = account(contacts=(sent(200, "statement"), sent(215, "reminder")))
    assert decided(facts, 230).step == "statement_2"


@pytest.mark.parametrize(("delivered", "reminder"), [(0, 14), (4, 14), (5, 15), (7, 17), (8, 22)])
def test_a_statement_some_days_late_keeps_the_ladder_until_it_is_too_late(delivered, reminder):
    decision = decided(account(contacts=(sent(delivered, "statement"),)), 9)
    assert decision.due_on == day(reminder)


def test_a_partial_payment_counts_anew_from_its_day_without_leaving_a_step_out():
    facts = account(contacts=UP_TO["statement_2"], payments=(paid(20, 5000),))
    waiting = decided(facts, 35)
    assert (waiting.act, waiting.step, waiting.due_on) == (Act.WAIT, "statement_2", day(36))
    assert decided(facts, 36).step == "statement_2"
    assert "payment on 03/22/2026" in " ".join(r.text for r in waiting.reasons)


def test_a_payment_does_not_bring_a_step_forward_or_send_the_account_back():
    facts = account(contacts=UP_TO["past_due_letter"], payments=(paid(46, 100),))
    assert decided(facts, 50).due_on == day(61)
    assert decided(facts, 61).step == "past_due_letter"


def test_a_kept_promise_counts_anew_and_the_next_step_follows():
    kept = replace(promised(20, 25), kept_on=day(24))
    facts = account(contacts=UP_TO["statement_2"], promises=(kept,), payments=(paid(24, 6000),))
    assert decided(facts, 39).act is Act.WAIT
    assert decided(facts, 40).step == "statement_2"


def test_a_new_charge_does_not_restart_the_ladder():
    newer = charge(9000, since=40, number=2)
    decision = decided(account(charge(), newer, contacts=UP_TO["call_1"]), 45)
    assert (decision.act, decision.step, decision.cents) == (Act.CALL, "call_1", 27420)


def test_a_collection_letter_waits_until_new_money_was_on_a_statement():
    newer = charge(9000, since=80, number=2)
    facts = account(charge(), newer, contacts=UP_TO["first_letter"])
    decision = decided(facts, 90)
    assert (decision.act, decision.step) == (Act.STATEMENT, "new_charge_statement")
    billed = account(charge(), newer, contacts=(*UP_TO["first_letter"], sent(91, "statement")))
    assert decided(billed, 100).act is Act.WAIT
    assert decided(billed, 101).step == "first_letter"


def test_new_debt_after_everything_was_paid_begins_its_own_episode():
    facts = account(charge(since=100), contacts=UP_TO["agency_review"])
    assert decided(facts, 100).step == "statement_1"


def test_unanswered_calls_are_tried_again_and_after_three_a_letter_may_follow():
    tries = tuple(called(n, outcome="no_answer") for n in (45, 50))
    facts = account(contacts=(*UP_TO["call_1"], *tries))
    assert decided(facts, 54).act is Act.WAIT
    assert (decided(facts, 55).act, decided(facts, 80).step) == (Act.CALL, "call_1")
    facts = account(contacts=(*facts.contacts, called(55, outcome="voicemail")))
    assert decided(facts, 59).act is Act.WAIT
    assert decided(facts, 60).step == "past_due_letter"
    hurried = tuple(called(n, outcome="no_answer") for n in (45, 46, 47))
    assert decided(account(contacts=(*UP_TO["call_1"], *hurried)), 60).step == "call_1"


def test_who_paid_before_any_letter_three_times_gets_fifteen_days_more():
    payments = tuple(paid(n, 3000) for n in (-300, -200, -100))
    facts = account(contacts=UP_TO["reminder_1"], payments=payments)
    decision = decided(facts, 28)
    assert (decision.act, decision.due_on) == (Act.WAIT, day(29))
    texts = [reason.text for reason in decision.reasons]
    assert "Paid before any letter 3 times: 15 more days." in texts
    twice = account(contacts=UP_TO["reminder_1"], payments=payments[1:])
    assert decided(twice, 14).step == "reminder_1"
    pressed = account(
        contacts=(sent(-120, "first_letter"), *UP_TO["reminder_1"]), payments=payments
    )
    assert decided(pressed, 14).step == "reminder_1"


@pytest.mark.parametrize(("broken", "number"), [(1, 53), (2, 50), (3, 50)])
def test_broken_promises_bring_steps_from_the_first_call_on_forward(broken, number):
    old = tuple(promised(-60 - n, -50 - n) for n in range(broken))
    facts = account(contacts=UP_TO["past_due_letter"], promises=old)
    facts = replace(facts, contacts=(*UP_TO["call_1"], called(40)))
    assert decided(facts, 41).due_on == day(number)
    long_ago = account(contacts=UP_TO["past_due_letter"], promises=(promised(-500, -490),))
    assert decided(long_ago, 59).due_on == day(60)


CONSENT = {"preferred_channel": "text", "text_consent_on": DAY_0}


@pytest.mark.parametrize(
    ("changes", "act"),
    [
        (CONSENT, Act.TEXT),
        ({"preferred_channel": "text"}, Act.REMINDER),
        (CONSENT | {"text_revoked_on": day(3)}, Act.REMINDER),
        (CONSENT | {"text_revoked_on": day(-3)}, Act.TEXT),
        (CONSENT | {"phone_mobile": ""}, Act.REMINDER),
        ({"text_consent_on": DAY_0}, Act.REMINDER),
        ({"preferred_channel": "email", "email_consent_on": DAY_0}, Act.EMAIL),
        ({"preferred_channel": "email"}, Act.REMINDER),
        (
            {"preferred_channel": "email", "email_consent_on": DAY_0, "has_email": False},
            Act.REMINDER,
        ),
        ({"preferred_channel": "call"}, Act.REMINDER),
    ],
)
def test_the_reminder_goes_by_the_preferred_channel_that_is_permitted(changes, act):
    facts = account(person=replace(ADULT, **changes), contacts=UP_TO["reminder_1"])
    decision = decided(facts, 14)
    assert (decision.act, decision.step) == (act, "reminder_1")


def test_a_text_counts_as_the_reminder_and_not_as_the_past_due_letter():
    text = sent(14, "reminder", channel=Channel.TEXT)
    assert decided(account(contacts=(*UP_TO["reminder_1"], text)), 30).step == "statement_2"
    text = sent(60, "reminder", channel=Channel.TEXT)
    assert (
        decided(account(contacts=(*UP_TO["past_due_letter"], text)), 75).step == "past_due_letter"
    )


def test_the_decision_lists_the_later_steps_and_when_they_become_possible():
    rejected = decided(account(contacts=UP_TO["call_2"]), 75).rejected
    assert [r.text for r in rejected] == [
        "First collection letter: not before 05/31/2026, once the step before is delivered.",
        "Agency review: not before 07/05/2026, once the step before is delivered.",
    ]


def test_every_reason_is_short_and_names_a_day_or_an_amount():
    facts = account(contacts=UP_TO["call_2"], payments=tuple(paid(n, 100) for n in (-9, -8, -7)))
    for number in (61, 80, 120):
        for reason in decided(facts, number).reasons[:2]:
            assert len(reason.text) <= 90
            assert re.search(r"\d\d/\d\d/\d{4}|\$\d", reason.text)


def test_a_layer_that_came_later_does_not_move_the_anchor():
    both = replace(charge(), layers=(Layer(day(0), 4000), Layer(day(20), 3000)))
    assert decided(account(both, contacts=UP_TO["statement_2"]), 30).step == "statement_2"
