"""Firmness comes from an account's own history, and from nothing that could stand for who someone
is."""

import dataclasses
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core import policy as policy_file
from goodstanding.core.answers import Decision
from goodstanding.core.facts import AccountFacts, CoverageFacts, KinFacts, WriteOffFacts
from goodstanding.core.kinds import Act, HoldKind, PayerType
from goodstanding.core.policy import read
from goodstanding.core.segments import SegmentHistory, history_of, segment
from goodstanding.core.talks import LETTERS_IN
from tests.core.follow_accounts import (
    ADULT,
    POLICY,
    SHIPPED,
    UP_TO,
    account,
    charge,
    day,
    decided,
    held,
    on_plan,
    paid,
    promised,
)
from tests.core.test_followup_days import NOW, QUICK, accounts

KIN = KinFacts("G2")


@pytest.mark.parametrize(
    ("history", "name", "days", "because"),
    [
        ({}, "standard", 0, ""),
        ({"paid": 2}, "standard", 0, ""),
        ({"paid": 3}, "gentle", 15, "Gentle: paid before any letter 3 times in 24 months."),
        ({"kept": 2}, "standard", 0, ""),
        ({"kept": 3}, "gentle", 15, "Gentle: kept what was agreed 3 times in 24 months."),
        ({"broken": 1}, "firm", -7, "Firm: promises or plans broken once in 24 months."),
        ({"broken": 3}, "firm", -14, "Firm: promises or plans broken 3 times in 24 months."),
        ({"given_up": 1}, "firm", -7, "Firm: bad debt written off once in 24 months."),
        ({"broken": 1, "paid": 9}, "firm", -7, "Firm: promises or plans broken once in 24 months."),
        ({"broken": 9, "helped": 1}, "gentle", 15, "Gentle: asked for help before, once."),
        (
            {"broken": 9, "household_asked_for_help": True},
            "gentle",
            15,
            "Gentle: someone in the household has asked for help.",
        ),
        ({"household_on_plan": True}, "gentle", 15,
         "Gentle: someone in the household pays on a plan."),
        ({"household_on_plan": True, "broken": 1}, "firm", -7,
         "Firm: promises or plans broken once in 24 months."),
    ],
)  # fmt: skip
def test_each_segment_has_its_reason(history, name, days, because):
    found = segment(SegmentHistory(**history), POLICY)
    assert (found.name, found.days, found.because) == (name, days, because)


def test_a_history_carries_counts_and_nothing_of_the_person():
    counts = dataclasses.astuple(SegmentHistory())
    assert counts == (0, 0, 0, 0, 0, False, False)


BAD_DEBT = WriteOffFacts(day(-100), "bad_debt", 9000)


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ({"payments": tuple(paid(n, 100) for n in (-3, -2, -1))}, {"paid": 3}),
        ({"payments": tuple(paid(n, 100) for n in (-3, -2, -2))}, {}),
        ({"payments": tuple(paid(n, 100) for n in (-731, -2, -1))}, {}),
        ({"promises": (replace(promised(-60, -50), kept_on=day(-51)),)}, {"kept": 1}),
        ({"promises": (replace(promised(2, 5), kept_on=day(4)),)}, {}),
        ({"promises": (promised(-60, -50),)}, {"broken": 1}),
        ({"plans": (on_plan(-90, status="completed"),)}, {"kept": 1}),
        ({"plans": (on_plan(-90, status="broken"),)}, {"broken": 1}),
        ({"plans": (on_plan(-90, status="cancelled"),)}, {}),
        ({"write_offs": (BAD_DEBT, BAD_DEBT)}, {"given_up": 1}),
        ({"write_offs": (replace(BAD_DEBT, on=day(0)),)}, {}),
        ({"write_offs": (replace(BAD_DEBT, on=day(-731)),)}, {}),
        ({"write_offs": (replace(BAD_DEBT, kind="small_write_off"),)}, {}),
        ({"write_offs": (replace(BAD_DEBT, kind="charity"),)}, {"helped": 1}),
        ({"holds": (held(HoldKind.ASSISTANCE_PENDING, -20, ends=-5),)}, {"helped": 1}),
        ({"holds": (held(HoldKind.ASSISTANCE_PENDING, 3),)}, {}),
        ({"kin": (replace(KIN, asked_for_help=True),)}, {"household_asked_for_help": True}),
        ({"kin": (KIN, replace(KIN, on_plan=True))}, {"household_on_plan": True}),
    ],
)
def test_what_counts_as_history_before_the_money_was_owed(more, counted):
    assert history_of(account(**more), day(0), POLICY) == SegmentHistory(**counted)


def test_the_reason_is_on_the_decision_and_the_days_follow():
    facts = account(contacts=UP_TO["call_1"], write_offs=(BAD_DEBT,))
    decision = decided(facts, 37)
    assert decided(facts, 39).act is Act.WAIT
    assert decided(facts, 40).act is Act.CALL  # 45 less 7, but 10 days after the statement of 30.
    texts = [reason.text for reason in decision.reasons]
    assert "Firm: bad debt written off once in 24 months." in texts
    assert "Earlier bad debt: up to 7 days sooner." in texts


def test_the_gentle_are_offered_a_plan_from_the_first_call_on():
    gentle = account(contacts=UP_TO["call_1"], kin=(replace(KIN, on_plan=True),))
    assert "ladder.offer_plan" in {r.code for r in decided(gentle, 60).reasons}
    plain = account(contacts=UP_TO["call_1"])
    assert "ladder.offer_plan" not in {r.code for r in decided(plain, 60).reasons}
    second = decided(account(contacts=UP_TO["call_2"]), 75)
    assert "Offer a plan for $184.20." in {r.text for r in second.reasons}


def test_no_step_is_firmer_than_the_segments_firmest_and_then_the_manager_looks():
    mild, faults = read(SHIPPED.replace('firmest = "agency_review" ', 'firmest = "call" ', 1))
    assert mild, faults
    charity = replace(BAD_DEBT, kind="charity")
    gentle = account(contacts=UP_TO["first_letter"], write_offs=(charity,))
    done = decided(gentle, 200, mild)
    assert (done.act, done.reasons[0].code, done.priority > 0) == (Act.WAIT, "ladder.done", True)
    assert decided(account(contacts=UP_TO["first_letter"]), 200, mild).act is Act.FIRST_LETTER


def varied(facts: AccountFacts, draw: st.DataObject) -> AccountFacts:
    """The same history of someone else: another place, language, age, telephone and payer."""
    person = replace(
        facts.person,
        zip=draw.draw(st.sampled_from(["55401", "56301", "60601", ""])),
        state=draw.draw(st.sampled_from(["MN", "WI", "IA", "IL"])),
        language=draw.draw(st.sampled_from(["en", "es", "so", "hmn", "vi"])),
        birth_on=date(draw.draw(st.integers(1930, 2000)), 5, 5),
    )
    if person.phone_mobile:  # whether there is a number at all does matter
        number = draw.draw(st.sampled_from(["+13205550177", "+16125550143"]))
        person = replace(person, phone_mobile=number)
    return replace(facts, person=person)


def chosen_of(decision: Decision) -> tuple[object, ...]:
    reasons = [r.text for r in decision.reasons if not r.code.startswith("language.")]
    return decision.act, decision.due_on, decision.review_on, decision.cents, decision.step, reasons


@QUICK
@given(accounts(), st.data())
def test_who_someone_is_changes_no_day_and_no_act(facts, data):
    other = varied(facts, data)
    assert chosen_of(decided(other, NOW)) == chosen_of(decided(facts, NOW))


@QUICK
@given(accounts(), st.data())
def test_who_insures_someone_does_not_change_the_segment(facts, data):
    kinds = st.sampled_from([*PayerType])
    charges = tuple(
        replace(one, coverages=(CoverageFacts(1, "P", data.draw(kinds)),)) for one in facts.charges
    )
    preferred = data.draw(st.sampled_from(["mail", "text", "email", "call"]))
    other = replace(
        facts, charges=charges, person=replace(facts.person, preferred_channel=preferred)
    )
    assert history_of(other, day(0), POLICY) == history_of(facts, day(0), POLICY)


def test_only_the_interpreter_is_added_for_another_language():
    spanish = replace(ADULT, language="es")
    call = decided(account(person=spanish, contacts=UP_TO["call_1"]), 45)
    assert call.reasons[-1].text == "Interpreter: Spanish."
    letter = decided(account(person=spanish), 0)
    assert letter.reasons[-1].text == "We have no letters in Spanish: add the language sheet."
    assert decided(account(person=replace(ADULT, language="so-SO")), 0).reasons[-1].text == (
        "We have no letters in Somali: add the language sheet."
    )


def test_a_letter_with_approved_words_in_their_language_needs_no_sheet():
    spanish = replace(ADULT, language="es-US")
    known = account(person=spanish)
    assert decided(replace(known, own_words=("first_letter", "statement")), 0).reasons[-1].code != (
        "language.sheet"
    )
    assert decided(replace(known, own_words=("reminder",)), 0).reasons[-1].text == (
        "We have no letters in Spanish: add the language sheet."
    )
    somali = account(person=replace(ADULT, language="so"))
    assert decided(replace(somali, own_words=("cover_sheet",)), 0).reasons[-1].text == (
        "We have no letters in Somali: a page in it is printed with the letter."
    )


def test_a_second_reminder_needs_its_own_words_too():
    reminders = account(person=replace(ADULT, language="es"), contacts=UP_TO["reminder_1"])
    first = replace(reminders, own_words=("reminder",))
    all_three = replace(reminders, own_words=("plan_broken", "reminder", "reminder_2"))
    assert "language.sheet" in [reason.code for reason in decided(first, 45).reasons]
    assert "language.sheet" not in [reason.code for reason in decided(all_three, 45).reasons]


def test_every_letter_has_the_words_everybody_falls_back_to():
    folder = Path(policy_file.__file__).parents[1] / "outbound" / "letters"
    for letter in (each for each in folder.iterdir() if each.is_dir()):
        for language in LETTERS_IN:
            assert (letter / f"words.{language}.md").is_file(), letter.name


def test_a_small_balance_goes_past_the_steps_that_are_for_larger_ones():
    first_call = 'channel = "call"\ngap = 10'
    larger, faults = read(SHIPPED.replace(first_call, first_call + '\nfrom_amount = "50.00"', 1))
    assert larger, faults
    contacts = UP_TO["call_1"]
    assert decided(account(charge(4999), contacts=contacts), 60, larger).step == "past_due_letter"
    assert decided(account(charge(5000), contacts=contacts), 60, larger).step == "call_1"
