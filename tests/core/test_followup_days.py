"""Properties over days: an answer holds until its review day, and no step is ever left out."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.core.facts import AccountFacts, ContactFacts, Layer
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import ASKING_ACTS, Act, Channel, HoldKind
from goodstanding.law import live_book
from tests.core.follow_accounts import (
    ADULT,
    DAY_0,
    POLICY,
    account,
    called,
    charge,
    day,
    decided,
    held,
    on_plan,
    paid,
    promised,
    sent,
)

pytestmark = pytest.mark.long

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = 120
PAST = st.integers(-200, NOW)


@st.composite
def contacts(draw: st.DrawFn) -> tuple[ContactFacts, ...]:
    kinds = st.sampled_from(["statement", "reminder", "first_letter", "other"])
    letters = st.builds(sent, PAST, kinds, delivered=st.booleans())
    outcomes = st.sampled_from(["reached", "no_answer", "voicemail", "refused"])
    calls = st.builds(lambda n, o: called(n, outcome=o), PAST, outcomes)
    found = draw(st.lists(letters | calls, max_size=10))
    return tuple(sorted(found, key=lambda contact: contact.at))


CHARGES = st.builds(
    lambda n, since, cents, insurer: charge(cents, since=since, number=n, insurer=insurer),
    st.integers(1, 99),
    PAST,
    st.integers(1, 90000),
    st.sampled_from([0, 0, 0, 5000]),
)
PEOPLE = st.sampled_from(
    [
        ADULT,
        replace(ADULT, mail_returned_on=day(30)),
        replace(ADULT, preferred_channel="text", text_consent_on=day(130)),
        replace(ADULT, preferred_channel="email", email_consent_on=day(-9)),
        replace(ADULT, confidential_address=True),
        replace(ADULT, phone_mobile=""),
        replace(ADULT, has_address=False),
    ]
)
HOLDS = st.builds(
    lambda kind, start, length: held(kind, start, ends=None if length is None else start + length),
    st.sampled_from([kind for kind in HoldKind if kind is not HoldKind.ESTATE]),
    st.integers(-50, NOW + 60),
    st.none() | st.integers(0, 90),
)
LATER = st.none() | st.integers(NOW + 1, NOW + 90)


@st.composite
def accounts(draw: st.DrawFn) -> AccountFacts:
    promises = [promised(n, n + draw(st.integers(0, 60))) for n in draw(st.lists(PAST, max_size=2))]
    numbered = {c.charge_id: c for c in draw(st.lists(CHARGES, max_size=3))}
    posted_on = draw(LATER)
    return replace(
        account(person=draw(PEOPLE)),
        charges=tuple(numbered.values()),
        contacts=draw(contacts()),
        payments=tuple(paid(n, 3000) for n in sorted(draw(st.lists(PAST, max_size=4)))),
        promises=tuple(sorted(promises, key=lambda p: p.made_on)),
        plans=tuple(on_plan(n) for n in draw(st.lists(st.integers(-60, NOW), max_size=1))),
        holds=tuple(draw(st.lists(HOLDS, max_size=2))),
        next_posted_on=None if posted_on is None else day(posted_on),
    )


@QUICK
@given(accounts())
def test_the_answer_is_the_same_every_day_until_its_review_day(facts):
    first = decided(facts, NOW)
    assert first.review_on is None or first.review_on > day(NOW)
    assert facts.next_posted_on is None or first.review_on <= facts.next_posted_on
    last = first.review_on - timedelta(days=1) if first.review_on else day(NOW + 75)
    for later_on in {last, *(day(NOW + n) for n in (1, 2, 5, 9, 15, 30, 60))}:
        if day(NOW) < later_on <= last:
            later = decided(facts, (later_on - DAY_0).days)
            assert replace(later, review_on=None) == replace(first, review_on=None)


@QUICK
@given(accounts())
def test_there_is_always_an_answer_with_reasons_and_never_an_ask_for_nothing(facts):
    decision = decided(facts, NOW)
    assert decision.reasons
    assert decision.cents > 0 or decision.act not in ASKING_ACTS
    assert decision.cents <= facts.patient_cents
    for reason in decision.reasons + decision.rejected:
        assert len(reason.text) <= 90, reason.text
        assert reason.rule
    assert re.search(r"\d\d/\d\d/\d{4}|\$\d", decision.reasons[0].text)


STEP_NAMES = [step.name for step in POLICY.steps]
KINDS = {Act.STATEMENT: "statement", Act.REMINDER: "reminder", Act.FIRST_LETTER: "first_letter"}


def done(act: Act, number: int, *, works: bool) -> ContactFacts:
    if act is Act.CALL:
        return called(number, outcome="reached" if works else "no_answer")
    return sent(number, KINDS[act], channel=Channel.MAIL, delivered=works)


@st.composite
def lives(draw: st.DrawFn) -> dict[str, object]:
    return {
        "lags": draw(st.lists(st.integers(0, 12), min_size=1, max_size=8)),
        "works": draw(st.lists(st.booleans(), min_size=1, max_size=8).filter(any)),
        "payments": draw(st.lists(st.integers(0, 230), max_size=3)),
        "newer": draw(st.lists(st.integers(1, 230), max_size=2)),
    }


def live(life: dict[str, object], days: int = 230) -> list[tuple[str, int]]:
    """Every delivered step with its day, when each thing asked for is done some days later."""
    facts, waiting, delivered, count = account(charge(90000)), None, [], 0
    for number in range(days):
        if number in life["newer"]:
            newer = charge(700, since=number, number=number + 2)
            facts = replace(facts, charges=(*facts.charges, newer))
        if number in life["payments"]:
            facts = pay(facts, number)
        if waiting and waiting[0] == number:
            _, act, step, works = waiting
            facts = replace(facts, contacts=(*facts.contacts, done(act, number, works=works)))
            waiting = None
            if works:
                delivered.append((step, number))
        decision = decided(facts, number)
        if waiting is None and decision.act in ASKING_ACTS:
            lag = life["lags"][count % len(life["lags"])]
            works = life["works"][count % len(life["works"])]
            waiting, count = (number + 1 + lag, decision.act, decision.step, works), count + 1
    return delivered


def pay(facts: AccountFacts, number: int) -> AccountFacts:
    old = facts.charges[0]
    less = replace(old, layers=(Layer(DAY_0, old.patient_cents - 1000),))
    payments = (*facts.payments, paid(number, 1000))
    return replace(facts, charges=(less, *facts.charges[1:]), payments=payments)


@QUICK
@given(lives())
def test_delivered_steps_follow_the_ladder_with_their_gaps(life):
    delivered = live(life)
    gaps = {step.name: step.gap for step in POLICY.steps}
    ladder = [step for step, _ in delivered if step in STEP_NAMES]
    # A call that was tried long enough gives way to the letter after it; no letter may be passed.
    position = 0
    for step in ladder:
        passed = STEP_NAMES[position : STEP_NAMES.index(step)]
        assert set(passed) <= {"call_1", "call_2"}
        position = STEP_NAMES.index(step) + 1
    for (_, before), (step, after) in zip(delivered, delivered[1:], strict=False):
        assert after - before >= gaps.get(step, 10)


def test_when_everything_is_done_at_once_every_step_comes_in_turn():
    life = {"lags": [0], "works": [True], "payments": [], "newer": []}
    assert [step for step, _ in live(life)] == STEP_NAMES[:-1]


WAITS = (
    {"promises": (promised(20, 60),)},
    {"plans": (on_plan(20),), "payments": (paid(21, 5000),)},
    {"holds": (held(HoldKind.DISPUTE, 20, ends=60),)},
)


@QUICK
@given(contacts(), st.sampled_from(WAITS), st.integers(21, 60))
def test_nothing_is_asked_during_a_promise_a_plan_or_a_hold(happened, waits, number):
    seen = tuple(c for c in happened if c.at.date() <= day(number))
    facts = replace(account(contacts=seen), **waits)
    assert decided(facts, number).act is Act.WAIT


@QUICK
@given(accounts())
def test_what_is_proposed_is_what_the_gate_would_let_be_asked(facts):
    decision = decided(facts, NOW)
    if decision.act not in ASKING_ACTS:
        return
    noon = datetime.combine(day(NOW), time(18), UTC)
    law = live_book().on(day(NOW), "MN")
    verdict = judge(Proposed(decision.act, noon), replace(facts, on=day(NOW)), law)
    assert verdict.cents == decision.cents or not verdict.allowed
    # How and how often a person is reached changes by the hour: the gate's alone to say.
    reach = {"gate.no_phone", "gate.mail_returned", "us-regf-call-frequency-7-in-7"}
    assert {refusal.rule for refusal in verdict.refusals} <= reach
