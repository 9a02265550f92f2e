"""Letters that ask for nothing: which stop lets them out, and which holds every word back."""

from datetime import date

import pytest

from goodstanding.core.facts import AccountFacts
from goodstanding.core.informing import ANSWERS, INFORMING, OF_A_DEBT, may_inform
from goodstanding.core.kinds import HoldKind
from goodstanding.core.liable import MINOR
from goodstanding.law import live_book
from tests.core.builders import account, charge, day, hold, patient, person

ASKING_ONLY = (
    "dispute", "good_faith_dispute", "billing_error", "assistance_pending", "insurer_pending",
    "workers_comp", "no_fault", "liability", "payer_appeal",
)  # fmt: skip
ANY_CONTACT = ("attorney", "cease_contact", "identity_theft", "agency", "manual", "bankruptcy")
LETS_ALL = ("military", "power_of_attorney")


def told(kind: str, facts: AccountFacts) -> tuple[bool, set[str]]:
    verdict = may_inform(kind, facts, live_book().on(facts.on, "MN"))
    assert verdict.cents == 0
    return verdict.allowed, {refusal.rule for refusal in verdict.refusals}


def held(kind: str, **detail) -> AccountFacts:
    return account(holds=(hold(kind, **detail),))


@pytest.mark.parametrize("kind", sorted(INFORMING))
def test_an_ordinary_account_may_be_told(kind):
    assert told(kind, account()) == (True, set())


@pytest.mark.parametrize("held_by", ASKING_ONLY)
def test_a_stop_on_asking_lets_the_answers_out_and_keeps_debts_unspoken(held_by):
    for kind in ANSWERS:
        assert told(kind, held(held_by)) == (True, set()), kind
    for kind in OF_A_DEBT:
        assert not told(kind, held(held_by))[0], kind


@pytest.mark.parametrize("held_by", ANY_CONTACT)
@pytest.mark.parametrize("kind", sorted(INFORMING))
def test_a_stop_on_any_contact_holds_every_letter(kind, held_by):
    assert not told(kind, held(held_by))[0]


@pytest.mark.parametrize("held_by", LETS_ALL)
def test_what_stops_no_statement_stops_no_word(held_by):
    for kind in INFORMING:
        assert told(kind, held(held_by))[0], kind


def test_every_kind_of_hold_is_thought_of():
    special = {"estate", "call_restriction", "confidential_address"}
    assert {*ASKING_ONLY, *ANY_CONTACT, *LETS_ALL, *special} == set(HoldKind)


@pytest.mark.parametrize("kind", sorted(INFORMING))
def test_a_bankruptcy_holds_every_letter_in_every_state_of_the_case(kind):
    filed = {"chapter": "7", "filed_on": "2026-10-01"}
    assert not told(kind, held("bankruptcy", **filed))[0]
    assert not told(kind, held("bankruptcy", **filed, discharged_on="2026-11-01"))[0]
    after = {"chapter": "13", "filed_on": "2026-08-01"}  # C1 is of September: statements only
    assert not told(kind, held("bankruptcy", **after))[0]


@pytest.mark.parametrize("kind", sorted(INFORMING))
def test_after_a_death_nobody_is_written_to_by_itself(kind):
    assert told(kind, held("estate", died_on="2026-09-01"))[1] >= {"us-regf-deceased-consumer"}
    gone = account(patients=(patient(deceased_on=day("2026-10-01")),))
    assert not told(kind, gone)[0]
    child = patient("B1", "child", deceased_on=day("2026-10-01"))
    assert not told(kind, account(patients=(patient(), child)))[0]


@pytest.mark.parametrize(("facts", "rule"), [
    (account(person=person(has_address=False)), "gate.no_address"),
    (account(person=person(mail_returned_on=day("2026-11-20"))), "gate.mail_returned"),
    (account(person=person(birth_on=date(2015, 1, 1))), MINOR),
    (held("confidential_address"), "us-hipaa-confidential-communications"),
])  # fmt: skip
def test_whom_the_mail_cannot_reach_is_not_written_to(facts, rule):
    for kind in INFORMING:
        allowed, rules = told(kind, facts)
        assert not allowed
        assert rule in rules


def test_a_known_confidential_address_and_fair_hours_stop_no_letter():
    assert told("good_bye", held("confidential_address", address="PO Box 7, Duluth, MN 55802"))[0]
    assert told("good_bye", held("call_restriction", not_after="17:00"))[0]


def test_a_hold_that_cannot_be_read_holds():
    assert not told("dispute_resolved", held("billing_error", reviewed_on="soon"))[0]


def test_a_debt_that_may_be_asked_in_part_may_be_spoken_of():
    two = (charge("C1"), charge("C2"))
    assert told("promise_confirmation", account(*two, holds=(hold("dispute", charges=("C1",)),)))[0]
    both = hold("dispute", charges=("C1", "C2"))
    assert told("promise_confirmation", account(*two, holds=(both,)))[1] == {
        "us-regf-validation-notice"
    }


@pytest.mark.parametrize("kind", ["", "statement", "refund", "love_letter"])
def test_an_unknown_letter_is_held(kind):
    assert told(kind, account()) == (False, {"gate.act_unknown"})


def test_a_hold_of_yesterday_or_tomorrow_says_nothing():
    over = hold("cease_contact", ends_on=day("2026-11-22"))
    to_come = hold("cease_contact", "2026-11-24")
    assert told("good_bye", account(holds=(over, to_come))) == (True, set())
