"""Scenarios 39 to 48 and 63: when, how and with what words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act
from goodstanding.core.opt_out import read_reply
from goodstanding.core.wording import Required, Words, WordsKind, lint
from goodstanding.law import live_book
from tests.core.builders import WILLING, account, at, call, charge, day, may, person, rules

FREQUENCY = "us-regf-call-frequency-7-in-7"
HOURS = "us-regf-inconvenient-time-place"
CLINIC = "Lakeside Bone Clinic"
STOP = "Reply STOP to stop these texts."
LAW = live_book().on(date(2026, 11, 23), "MN")


@pytest.mark.parametrize(
    ("on", "allowed"),
    [("2026-11-16", False), ("2026-11-22", False), ("2026-11-23", True), ("2026-11-24", True)],
)
def test_scenario_39_seven_days_after_a_talk(on, allowed):
    talk = call(datetime(2026, 11, 16, 16, 0, tzinfo=UTC), "reached")
    verdict = may(account(on=day(on), contacts=(talk,)), "call", "18:00")
    assert verdict.allowed is allowed
    if not allowed:
        assert rules(verdict) == {FREQUENCY}
        assert [r.until for r in verdict.refusals] == [day("2026-11-23")]


@pytest.mark.parametrize(
    ("clock", "allowed"),
    [("8:30", False), ("8:59", False), ("9:00", True), ("21:00", True)],
)
def test_scenario_40_half_past_eight_is_half_past_seven_in_arizona(clock, allowed):
    facts = account(person=person(state="AZ", phone_mobile="602-555-0177"))
    verdict = may(facts, "call", clock)
    assert verdict.allowed is allowed
    assert rules(verdict) == (set() if allowed else {HOURS})


def test_scenario_40_a_minnesota_number_does_not_make_it_earlier():
    facts = account(person=person(state="AZ", phone_mobile="320-555-0177"))
    assert not may(facts, "call", "8:30").allowed
    assert not may(facts, "call", "21:30").allowed  # half past nine in Minnesota
    assert may(facts, "call", "9:00").allowed


def replied(words: str, *, on_treatment: bool):
    moment = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    return moment, read_reply(words, at=moment, on_treatment=on_treatment, law=LAW)


def test_scenario_42_stop_to_a_billing_text():
    moment, answer = replied("STOP", on_treatment=False)
    assert answer.ends == {"billing"}
    assert answer.confirmations == 1
    assert answer.confirm_by == moment + timedelta(minutes=5)
    assert answer.rule == "us-tcpa-revocation"


@pytest.mark.parametrize("stopped", ["2026-11-23", "2026-11-01", "2026-01-01"])
def test_scenario_42_from_that_day_no_billing_text_goes_out(stopped):
    willing = {"text_consent_on": day("2026-01-01"), "text_revoked_on": day(stopped)}
    verdict = may(account(person=person(**willing)), "text")
    assert not verdict.allowed
    assert "us-tcpa-revocation" in rules(verdict)


def test_scenario_43_cancel_to_a_visits_text():
    """It stops texts whatever was meant; about the visit staff ask by other means."""
    _, answer = replied("cancel", on_treatment=True)
    assert answer.ends == {"billing", "treatment"}
    assert answer.ask_about_visit
    assert answer.confirmations == 1


def text_message(words: str) -> set[tuple[str, str]]:
    typed = Words(WordsKind.TEXT, words, clinic_names=(CLINIC,))
    return {(fault.code, fault.rule) for fault in lint(typed)}


def test_scenario_44_a_reminder_of_a_visit_asks_for_no_money():
    mixed = f"{CLINIC}: you have a visit on Monday. Your balance is $85, pay here. {STOP}"
    exempt = "us-tcpa-healthcare-exemption-not-billing"
    assert ("mixed_text", exempt) in text_message(mixed)
    assert text_message(f"{CLINIC}: you have a visit on Monday. {STOP}") == set()


def test_scenario_44_the_half_about_money_needs_consent():
    facts = account(person=person(text_consent_on=None))
    verdict = judge(Proposed(Act.TEXT, at("10:00")), facts, LAW)
    assert "us-tcpa-consent-wireless" in rules(verdict)


def test_scenario_45_a_voicemail_names_no_body_part():
    said = f"Hello, this is Dana from {CLINIC}. It is about your knee surgery bill. Please call."
    faults = lint(Words(WordsKind.VOICEMAIL, said, clinic_names=(CLINIC,), own_words=("Dana",)))
    assert {f.rule for f in faults} == {"us-hipaa-minimum-necessary"}
    assert {f.sentence for f in faults} == {"It is about your knee surgery bill."}


NOTICE = "You may call the Attorney General at 651-296-3353. You may ask a lawyer."
LETTER = f"You owe us for a visit. Please call us.\n\nAn interpreter is free.\n{CLINIC}\n"


@pytest.mark.parametrize(("notice", "missing"), [("", True), (NOTICE[:40], True), (NOTICE, False)])
def test_scenario_47_the_first_notice_says_what_it_must(notice, missing):
    rule = "mn-332c-prohibited-practices"
    letter = Words(
        WordsKind.LETTER, f"{LETTER}\n{notice}", registered_name=CLINIC,
        must_say=(Required("rights", rule, NOTICE),),
    )  # fmt: skip
    found = {(fault.code, fault.rule) for fault in lint(letter)}
    assert (("notice_missing", rule) in found) is missing


@pytest.mark.parametrize("sentence", [
    "Unpaid accounts may affect scheduling.",
    "An unpaid balance may affect your appointments.",
])  # fmt: skip
@pytest.mark.parametrize("kind", [WordsKind.LETTER, WordsKind.NOTE, WordsKind.SCRIPT])
def test_scenario_48_care_is_no_threat(sentence, kind):
    words = Words(kind, f"{LETTER}\n{sentence}", registered_name=CLINIC)
    faults = [f for f in lint(words) if f.rule == "mn-62j807-no-denial-of-care"]
    assert faults
    assert {f.sentence for f in faults} == {sentence}


def test_scenario_63_old_services_are_under_todays_rules_of_conduct():
    """Service before the Act of October 2024; the call is today."""
    old = charge(service="2024-09-20")
    assert not may(account(old), "call", "7:30").allowed
    calls = tuple(call(datetime(2026, 11, 20, 15, n, tzinfo=UTC)) for n in range(7))
    assert rules(may(account(old, contacts=calls), "call")) == {FREQUENCY}
    assert rules(may(account(old), "credit_report")) == {"mn-332c-credit-reporting-ban"}
    assert may(account(old, person=WILLING), "call").allowed
