"""By which way, at which hour and how often: address, consent, time zones, attempts and talks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from goodstanding.core.facts import ContactFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.reaching import calls_made, calls_until, next_opening
from goodstanding.law import live_book
from tests.core.builders import (
    TODAY,
    WILLING,
    account,
    at,
    call,
    charge,
    day,
    hold,
    may,
    person,
    rules,
)

CALLS = "us-regf-call-frequency-7-in-7"
HOURS = "us-regf-inconvenient-time-place"
TOLL_FREE = "800-555-0100"


@pytest.mark.parametrize(
    ("act", "known", "rule"),
    [
        ("statement", {"has_address": False}, "gate.no_address"),
        ("statement", {"mail_returned_on": day("2026-11-23")}, "gate.mail_returned"),
        ("statement", {"mail_returned_on": day("2026-11-24")}, None),
        ("call", {"phone_mobile": ""}, "gate.no_phone"),
        ("call", {"phone_mobile": "", "phone_home": "320-555-0100"}, None),
        ("text", {"phone_mobile": "", "phone_home": "320-555-0100"}, "gate.no_phone"),
        ("text", {"text_consent_on": None}, "us-tcpa-consent-wireless"),
        ("text", {"text_consent_on": day("2026-11-24")}, "us-tcpa-consent-wireless"),
        ("text", {"text_revoked_on": day("2026-11-23")}, "us-tcpa-revocation"),  # scenario 42
        ("text", {"text_revoked_on": day("2026-01-01")}, "us-tcpa-revocation"),
        ("text", {"text_revoked_on": day("2025-12-31")}, None),  # agreed again
        ("email", {"has_email": False}, "gate.no_email"),
        ("email", {"email_consent_on": None}, "us-regf-electronic-opt-out"),
        ("email", {"email_opted_out_on": day("2026-11-23")}, "us-regf-electronic-opt-out"),
        ("email", {"email_opted_out_on": day("2025-12-31")}, None),
        ("text", {"texts_fail_on": day("2026-11-23")}, "gate.text_failed"),
        ("text", {"texts_fail_on": day("2026-11-24")}, None),
        ("text", {"emails_fail_on": day("2026-11-01")}, None),
        ("call", {"texts_fail_on": day("2026-11-01")}, None),
        ("email", {"emails_fail_on": day("2026-11-23")}, "gate.email_failed"),
        ("email", {"emails_fail_on": day("2026-11-24")}, None),
        ("email", {"texts_fail_on": day("2026-11-01")}, None),
    ],
)
def test_each_way_needs_its_address_and_consent(act, known, rule):
    verdict = may(account(person=replace(WILLING, **known)), act)
    assert rules(verdict) == (set() if rule is None else {rule})


def test_a_reminder_by_text_is_judged_as_a_text():
    proposed = Proposed(Act.REMINDER, at("10:00"), channel=Channel.TEXT)
    verdict = judge(proposed, account(), live_book().on(TODAY, "MN"))
    assert rules(verdict) == {"us-tcpa-consent-wireless"}
    assert "us-regf-electronic-opt-out" in {duty.rule for duty in verdict.duties}


# ---- at which hour


@pytest.mark.parametrize("act", ["call", "text", "email"])
@pytest.mark.parametrize(
    ("clock", "allowed", "until"),
    [
        ("07:59", False, "2026-11-23"),
        ("08:00", True, None),
        ("21:00", True, None),
        ("21:01", False, "2026-11-24"),
    ],
)
def test_eight_to_nine(act, clock, allowed, until):
    verdict = may(account(person=WILLING), act, clock)
    assert verdict.allowed is allowed
    assert [r.until for r in verdict.refusals] == ([] if allowed else [day(until)])


@pytest.mark.parametrize("act", ["statement", "reminder", "first_letter"])
def test_letters_have_no_hour(act):
    assert may(account(), act, "03:00").allowed


WHERE = [
    # scenario 40: Arizona in November is an hour behind Central
    ({"state": "AZ", "phone_mobile": "602-555-0177"}, "08:30", "09:00"),
    ({"state": "AZ", "phone_mobile": "320-555-0177"}, "08:30", "09:00"),
    ({"state": "MN", "phone_mobile": "602-555-0177"}, "08:30", "09:00"),
    ({"state": "", "phone_mobile": "602-555-0177"}, "08:30", "09:00"),
    ({"state": "", "timezone": "America/Phoenix", "phone_mobile": TOLL_FREE}, "08:30", "09:00"),
    ({"state": "ND", "phone_mobile": TOLL_FREE}, "08:30", "09:00"),  # two zones: both
    ({"state": "ND", "timezone": "America/Chicago", "phone_mobile": TOLL_FREE}, "07:59", "08:00"),
    ({"state": "NY", "phone_mobile": "212-555-0177"}, "06:59", "07:00"),
    ({"state": "NY", "phone_mobile": "212-555-0177"}, "20:01", "20:00"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "shut", "open_"), WHERE)
def test_the_hour_is_the_persons(known, shut, open_):
    facts = account(person=person(**known))
    assert rules(may(facts, "call", shut)) == {HOURS}
    assert may(facts, "call", open_).allowed


def test_the_hour_is_the_persons_in_summer_too():
    """Arizona keeps no daylight time: in July it is two hours behind Central."""
    facts = account(charge(service="2026-06-01"), person=person(state="AZ"), on=day("2026-07-01"))
    assert not may(facts, "call", "09:59").allowed
    assert may(facts, "call", "10:00").allowed


@pytest.mark.parametrize(
    "known",
    [
        {"state": "", "phone_mobile": TOLL_FREE},
        {"state": "", "phone_mobile": "555-0177"},
        {"state": "", "phone_mobile": TOLL_FREE, "timezone": "Mars/Olympus"},
        {"state": "Minnesota", "phone_mobile": "none"},
    ],
)
def test_an_unknown_hour_is_no_hour(known):
    assert rules(may(account(person=person(**known)), "call")) == {HOURS}


# ---- how often


@pytest.mark.parametrize(
    ("count", "last", "allowed", "until"),
    [
        (6, "2026-11-23", True, None),
        (7, "2026-11-23", False, "2026-11-30"),
        (7, "2026-11-17", False, "2026-11-24"),  # the seventh day counts
        (7, "2026-11-16", True, None),
        (9, "2026-11-20", False, "2026-11-27"),
    ],
)
def test_seven_attempts_in_seven_days(count, last, allowed, until):
    tries = tuple(call(at("09:00", day(last)) + timedelta(minutes=n)) for n in range(count))
    verdict = may(account(contacts=tries), "call")
    assert verdict.allowed is allowed
    assert [(r.rule, r.until) for r in verdict.refusals] == (
        [] if allowed else [(CALLS, day(until))]
    )


def test_attempts_on_several_days_fall_out_one_by_one():
    tries = tuple(call(at("09:00", day(f"2026-11-{n}"))) for n in (17, 18, 19, 20, 21, 22, 23))
    assert may(account(contacts=tries), "call").refusals[0].until == day("2026-11-24")


def test_mail_and_texts_are_no_calls():
    letters = tuple(
        ContactFacts(datetime(2026, 11, 20, 15, n, tzinfo=UTC), Channel.MAIL, "out")
        for n in range(9)
    )
    assert may(account(contacts=letters), "call").allowed


@pytest.mark.parametrize(
    ("on", "allowed"), [("2026-11-16", False), ("2026-11-22", False), ("2026-11-23", True)]
)
@pytest.mark.parametrize(
    ("outcome", "direction"),
    [("reached", "out"), ("promise", "out"), ("refused", "out"), ("", "in")],
)
def test_seven_quiet_days_after_a_talk(on, allowed, outcome, direction):
    """Scenario 39: a talk on 11-16, the next call from 11-23."""
    talk = call(at("08:30", day("2026-11-16")), outcome, direction)
    verdict = may(account(contacts=(talk,), on=day(on)), "call")
    assert verdict.allowed is allowed
    assert allowed or [(r.rule, r.until) for r in verdict.refusals] == [(CALLS, day("2026-11-23"))]
    assert may(account(contacts=(talk,), on=day(on)), "statement").allowed


@pytest.mark.parametrize("outcome", ["no_answer", "voicemail", "wrong_number"])
def test_no_talk_no_quiet_days(outcome):
    tried = call(at("08:30", day("2026-11-22")), outcome)
    assert may(account(contacts=(tried,)), "call").allowed


def test_scenario_63_the_conduct_rules_reach_older_services():
    talk = call(at("08:30", day("2026-11-22")), "reached")
    facts = account(charge(service="2024-09-20"), contacts=(talk,))
    assert rules(may(facts, "call")) == {CALLS}


def test_the_evening_belongs_to_the_clinics_day():
    """22:30 UTC-6 on 11-16 is 04:30 UTC on 11-17; the talk was on 11-16."""
    talk = call(datetime(2026, 11, 17, 4, 30, tzinfo=UTC), "reached")
    assert may(account(contacts=(talk,)), "call").allowed


# ---- how often by text and email


def wrote(days_ago: int, direction: str = "out", kind: str = "reminder") -> ContactFacts:
    moment = at("09:00") - timedelta(days=days_ago)
    return ContactFacts(moment, Channel.EMAIL, direction, kind, "sent", direction == "out")


@pytest.mark.parametrize(
    ("days_ago", "until"),
    [
        ([0], "2026-11-24"),
        ([1, 1], None),
        ([1, 2, 6], "2026-11-24"),
        ([1, 2, 7], None),
        ([3, 4, 5], "2026-11-25"),
        ([1, 1, 1, 1], "2026-11-29"),
    ],
)
@pytest.mark.parametrize("act", ["text", "email"])
def test_one_message_a_day_and_three_a_week(act, days_ago, until):
    contacts = tuple(sorted((wrote(n) for n in days_ago), key=lambda one: one.at))
    verdict = may(account(person=WILLING, contacts=contacts), act)
    assert rules(verdict) == ({"gate.message_frequency"} if until else set())
    assert {r.until for r in verdict.refusals} == ({day(until)} if until else set())


def test_who_wrote_since_may_be_answered_and_a_call_counts_no_messages():
    asked = (wrote(1), wrote(0), replace(wrote(0, "in"), at=at("09:30")))
    assert may(account(person=WILLING, contacts=asked), "text").allowed
    assert may(account(person=WILLING, contacts=(wrote(0, kind="other"),)), "text").allowed
    assert may(account(person=WILLING, contacts=(wrote(0),)), "call").allowed


@pytest.mark.parametrize(
    ("known", "asked", "opens"),
    [
        ({}, "10:00", "10:00"),
        ({}, "05:00", "08:00"),
        ({"state": "AZ", "phone_mobile": "320-555-0177"}, "05:00", "09:00"),
        ({"state": "NY", "phone_mobile": "212-555-0177"}, "05:00", "07:00"),
    ],
)
def test_when_it_may_go_next(known, asked, opens):
    facts = account(person=person(**known))
    found = next_opening(Channel.TEXT, at(asked), facts, law=live_book().on(TODAY, "MN"))
    assert found == at(opens)


def test_after_nine_it_may_go_tomorrow_and_without_a_place_never():
    law = live_book().on(TODAY, "MN")
    tomorrow = at("08:00", TODAY + timedelta(days=1))
    assert next_opening(Channel.TEXT, at("21:01"), account(), law=law) == tomorrow
    nowhere = account(person=person(state="", phone_mobile=TOLL_FREE))
    assert next_opening(Channel.TEXT, at("10:00"), nowhere, law=law) is None


# ---- what the caller is told before


def _made(*contacts, clock="12:00"):
    facts = account(contacts=contacts)
    return calls_made(at(clock), facts, live_book().on(TODAY, "MN"))


def test_of_the_days_of_the_law_the_tries_and_the_last_talk():
    # The window of seven days up to Monday the 23rd begins on Tuesday the 17th.
    made = _made(
        call(at("10:00", day("2026-11-16"))),
        call(at("10:00", day("2026-11-17")), "voicemail"),
        call(at("10:00", day("2026-11-18")), "reached", "in"),
        call(at("10:00", day("2026-11-20"))),
    )
    assert made.tries == (day("2026-11-17"), day("2026-11-20"))
    assert (made.most, made.window_days, made.left) == (7, 7, 5)
    assert made.talked_on == day("2026-11-18")


def test_before_the_first_call_all_are_left():
    assert (_made().tries, _made().left, _made().talked_on) == ((), 7, None)


@pytest.mark.parametrize(
    ("known", "limits", "until"),
    [
        ({}, {}, at("21:00")),
        ({}, {"not_after": "18:30"}, at("18:30")),
        ({}, {"not_after": "22:00"}, at("21:00")),
        # A New York number and an address in Minnesota: nine there is eight here.
        ({"phone_mobile": "212-555-0177"}, {}, at("20:00")),
        ({"phone_mobile": TOLL_FREE, "state": ""}, {}, None),
    ],
)
def test_until_when_they_may_be_called_today(known, limits, until):
    own = (hold("call_restriction", **limits),) if limits else ()
    facts = account(person=person(**known), holds=own)
    assert calls_until(at("12:00"), facts, live_book().on(TODAY, "MN")) == until
