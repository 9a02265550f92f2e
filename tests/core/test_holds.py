"""What each kind of hold stops, for which charges, to whom, and until when."""

from datetime import UTC, date, datetime

import pytest

from goodstanding.core.bankruptcy import claim_due_on
from goodstanding.core.estates import Death, estate_claim_due_on, petition_due_on
from goodstanding.core.facts import ContactFacts
from goodstanding.core.holds import _SPECIAL, EFFECTS
from goodstanding.core.kinds import Channel, HoldKind
from goodstanding.law import live_book
from tests.core.builders import account, charge, day, hold, may, patient, person, rules

MESSAGES = ("statement", "reminder", "call", "text", "email", "first_letter", "final_letter")
LAW = live_book().on(date(2026, 11, 23), "MN")


def test_every_kind_has_its_effect():
    elsewhere = {HoldKind.BANKRUPTCY, HoldKind.ESTATE}
    assert set(EFFECTS) | set(_SPECIAL) | elsewhere == set(HoldKind)


RULES = {
    "bankruptcy": "us-bk-automatic-stay",  # chapter and filing day unknown (scenario 9)
    "estate": "mn-estate-letters",
    "dispute": "us-regf-validation-notice",
    "good_faith_dispute": "us-nsa-ppdr-collection-freeze",
    "assistance_pending": "mn-ma-retroactive-eligibility",
    "insurer_pending": "owed.insurer_pending",
    "workers_comp": "mn-workers-comp-no-patient-billing",
    "no_fault": "mn-no-fault-auto",
    "liability": "holds.liability",
    "attorney": "us-regf-inconvenient-time-place",
    "cease_contact": "us-regf-cease-communication",
    "confidential_address": "us-hipaa-confidential-communications",
    "billing_error": "mn-62j808-billing-error-review",
    "payer_appeal": "holds.payer_appeal",
    "identity_theft": "us-red-flags-rule",
    "agency": "holds.at_agency",
    "manual": "holds.manual",
}


@pytest.mark.parametrize("act", [*MESSAGES, "plan_notice", "agency_placement", "lawsuit"])
@pytest.mark.parametrize("kind", RULES)
def test_a_hold_without_detail_stops_every_ask(kind, act):
    verdict = may(account(holds=(hold(kind),)), act)
    assert not verdict.allowed
    assert verdict.cents == 0
    assert RULES[kind] in rules(verdict)
    assert all(refusal.citation for refusal in verdict.refusals)


@pytest.mark.parametrize("kind", HoldKind)
def test_a_hold_stops_nothing_that_asks_for_nothing(kind):
    facts = account(holds=(hold(kind),))
    for act in ("wait", "none", "verify_address", "insurer_follow_up", "agency_review"):
        assert may(facts, act).allowed


@pytest.mark.parametrize("kind", HoldKind)
@pytest.mark.parametrize(
    ("starts", "ends", "on", "free"),
    [
        ("2026-11-01", "2026-11-10", "2026-11-11", True),
        ("2026-11-01", "2026-11-10", "2026-11-10", False),
        ("2026-11-11", None, "2026-11-10", True),
        ("2026-11-11", None, "2026-11-11", False),
    ],
)
def test_a_hold_begins_and_ends(kind, starts, ends, on, free):
    one = hold(kind, starts, ends_on=ends and day(ends), not_before="23:59")
    act = {"call_restriction": "call", "power_of_attorney": "text", "military": "lawsuit"}
    verdict = may(account(on=day(on), holds=(one,)), act.get(kind, "statement"))
    if kind is HoldKind.POWER_OF_ATTORNEY:
        assert ("mn-poa-guardian-authority" in {d.rule for d in verdict.duties}) is not free
    elif kind is HoldKind.MILITARY:
        assert ("servicemember" in " ".join(r.text for r in verdict.refusals)) is not free
    else:
        assert verdict.allowed is free


def test_a_hold_says_when_it_lifts():
    (refusal,) = may(account(holds=(hold("cease_contact", ends_on=day("2026-12-31")),))).refusals
    assert refusal.until == day("2027-01-01")


@pytest.mark.parametrize("kind", ["dispute", "workers_comp", "no_fault", "liability", "manual",
                                  "payer_appeal", "insurer_pending", "assistance_pending",
                                  "billing_error", "good_faith_dispute"])  # fmt: skip
def test_a_hold_on_one_charge_leaves_the_others(kind):
    facts = account(charge("C1"), charge("C2", cents=700), holds=(hold(kind, charges=("C1",)),))
    verdict = may(facts)
    assert (verdict.allowed, verdict.cents) == (True, 700)
    assert [(e.charge_id, e.cents, e.rule) for e in verdict.excluded] == [
        ("C1", 10000, RULES[kind])
    ]


@pytest.mark.parametrize("kind", ["cease_contact", "attorney", "identity_theft", "agency"])
def test_some_holds_are_the_whole_accounts_whatever_they_name(kind):
    facts = account(charge("C1"), charge("C2"), holds=(hold(kind, charges=("C1",)),))
    assert not may(facts).allowed


def test_a_hold_on_one_patient_leaves_the_others():
    facts = account(
        charge("C1"),
        charge("C2", patient_id="A2", cents=700),
        patients=(patient(), patient("A2", "child", day("2015-01-01"))),
        person=person(signed_on=day("2026-01-01")),
        holds=(hold("no_fault", patient_id="A1"),),
    )
    assert may(facts).cents == 700


@pytest.mark.parametrize(
    ("kind", "key", "more"),
    [
        ("billing_error", "notice_on", {"reviewed_on": "2026-11-20"}),
        ("billing_error", "reviewed_on", {"notice_on": "2026-11-20"}),
        ("good_faith_dispute", "decided_on", {}),
    ],
)
@pytest.mark.parametrize(
    ("ended", "free"),
    [(None, False), ("2026-11-24", False), ("2026-11-23", False), ("2026-11-22", True),
     ("soon", False)],
)  # fmt: skip
def test_a_review_ends_after_the_day_of_its_notice(kind, key, more, ended, free):
    """Scenario 51: no billing from the report through the day of the notice; review and notice
    both."""
    verdict = may(account(holds=(hold(kind, **{key: ended}, **more),)))
    assert verdict.allowed is free
    if ended == "2026-11-24":
        assert verdict.refusals[0].until == day("2026-11-25")


def test_to_the_lawyer_only_by_letter_and_only_when_known():
    known = account(holds=(hold("attorney", name="A. Lawyer", address="1 Main St"),))
    assert not may(known).allowed
    assert may(known, to="attorney").allowed
    assert not may(known, "call", to="attorney").allowed
    assert not may(account(holds=(hold("attorney", name="A. Lawyer"),)), to="attorney").allowed
    assert not may(account(), to="attorney").allowed


def test_a_confidential_address_that_is_known_takes_mail_only():
    for facts in (
        account(holds=(hold("confidential_address", address="PO Box 1"),)),
        account(person=person(confidential_address=True)),
        account(person=person(confidential_address=True), holds=(hold("confidential_address"),)),
    ):
        verdict = may(facts)
        assert verdict.allowed
        assert "us-hipaa-confidential-communications" in {d.rule for d in verdict.duties}
        assert rules(may(facts, "call")) == {"us-hipaa-confidential-communications"}


@pytest.mark.parametrize(
    ("clock", "allowed"),
    [("09:59", False), ("10:00", True), ("17:00", True), ("17:01", False)],
)
def test_hours_the_person_asked_for(clock, allowed):
    limits = hold("call_restriction", not_before="10:00", not_after="17:00", not_at="work")
    verdict = may(account(holds=(limits,)), "call", clock)
    assert verdict.allowed is allowed
    assert "work" in verdict.duties[-1].text
    assert may(account(holds=(limits,)), "statement", clock).allowed


@pytest.mark.parametrize("detail", [{}, {"not_before": "late"}, {"not_before": 10},
                                    {"not_at": "home"}])  # fmt: skip
def test_a_restriction_that_cannot_be_read_stops_calls(detail):
    facts = account(holds=(hold("call_restriction", **detail),))
    assert not may(facts, "call").allowed
    assert may(facts, "statement").allowed


@pytest.mark.parametrize(
    ("document", "allowed"), [(None, False), ("2026-11-24", False), ("2026-11-23", True)]
)
def test_an_agent_needs_the_document(document, allowed):
    facts = account(holds=(hold("power_of_attorney", name="Agent", document_on=document),))
    verdict = may(facts, to="representative")
    assert verdict.allowed is allowed
    assert may(facts).allowed


def test_a_power_of_attorney_ends_at_death():
    """Scenario 20."""
    facts = account(
        patients=(patient(deceased_on=day("2026-11-22")),),
        holds=(hold("power_of_attorney", name="Agent", document_on="2026-01-01"),),
    )
    assert "mn-poa-guardian-authority" in rules(may(facts, "call", to="representative"))


CASE = {"chapter": "13", "filed_on": "2026-03-01"}
BEFORE, ON, AFTER = "2026-02-20", "2026-03-01", "2026-03-15"
POST = "us-bk-postpetition-charges"
STAY = "us-bk-automatic-stay"
DONE = "us-bk-discharge-injunction"


@pytest.mark.parametrize(
    ("detail", "service", "act", "rule"),
    [
        ({}, BEFORE, "statement", STAY),  # scenarios 1 and 3
        ({}, AFTER, "statement", None),
        ({}, AFTER, "call", POST),
        ({}, AFTER, "reminder", POST),
        ({}, AFTER, "agency_placement", POST),
        ({}, AFTER, "lawsuit", POST),
        ({}, ON, "statement", STAY),  # scenario 7
        ({"chapter": "7"}, BEFORE, "call", STAY),
        ({"chapter": "7"}, ON, "call", STAY),
        ({"chapter": "7"}, AFTER, "call", None),
        ({"discharged_on": "2026-09-01"}, BEFORE, "statement", DONE),
        ({"discharged_on": "2026-09-01"}, ON, "statement", STAY),
        ({"discharged_on": "2026-09-01"}, AFTER, "call", None),
        ({"discharged_on": "2026-11-24"}, BEFORE, "statement", STAY),  # not yet
        ({"dismissed_on": "2026-09-01"}, BEFORE, "statement", "us-bk-dismissal"),
        ({"dismissed_on": "2026-09-01"}, AFTER, "statement", "us-bk-dismissal"),
        ({"closed_on": "2026-09-01"}, AFTER, "statement", "us-bk-dismissal"),
        ({"closed_on": "2026-10-01", "discharged_on": "2026-09-01"}, BEFORE, "call", DONE),
        ({"chapter": ""}, AFTER, "statement", STAY),
        ({"chapter": "9"}, AFTER, "statement", STAY),
        ({"filed_on": None}, AFTER, "statement", STAY),
        ({"filed_on": "03/01/2026"}, AFTER, "statement", STAY),
        ({"filed_on": "2026-12-01"}, AFTER, "statement", STAY),
        ({"discharged_on": "2026-08-01", "dismissed_on": "2026-09-01"}, AFTER, "call", STAY),
    ],
)
def test_bankruptcy_by_day_of_service(detail, service, act, rule):
    facts = account(charge(service=service), holds=(hold("bankruptcy", **(CASE | detail)),))
    verdict = may(facts, act)
    assert verdict.allowed is (rule is None)
    assert rule is None or rule in rules(verdict)


def test_a_petition_splits_the_statement():
    facts = account(
        charge("C1", BEFORE), charge("C2", AFTER, 700), holds=(hold("bankruptcy", **CASE),)
    )
    verdict = may(facts)
    assert (verdict.allowed, verdict.cents) == (True, 700)
    assert [(e.charge_id, e.rule) for e in verdict.excluded] == [("C1", STAY)]
    assert "us-bk-postpetition-charges" in {duty.rule for duty in verdict.duties}


def test_a_discharge_outlives_its_hold_and_a_dismissal_does_not():
    gone = {"ends_on": day("2026-10-01")}
    discharged = hold("bankruptcy", **CASE, **gone, discharged_on="2026-09-01")
    dismissed = hold("bankruptcy", **CASE, **gone, dismissed_on="2026-09-01")
    assert not may(account(charge(service=BEFORE), holds=(discharged,))).allowed
    assert may(account(charge(service=BEFORE), holds=(dismissed,))).allowed


@pytest.mark.parametrize(
    ("chapter", "to", "rule"),
    [
        ("7", "guarantor", None),  # scenario 5
        ("7", "parent", None),
        ("7", "patient", STAY),
        ("13", "guarantor", "us-bk-codebtor-stay"),
        ("13", "patient", STAY),
        ("", "guarantor", STAY),
    ],
)
def test_a_patient_filed_and_the_father_did_not(chapter, to, rule):
    child = patient("A1", "child", day("2008-11-30"))
    filed = hold("bankruptcy", chapter=chapter, filed_on="2026-10-10", patient_id="A1")
    facts = account(patients=(child,), person=person(signed_on=day("2026-01-01")), holds=(filed,))
    verdict = may(facts, to=to)
    assert verdict.allowed is (rule is None)
    assert rule is None or rule in rules(verdict)


@pytest.mark.parametrize(("closed", "allowed"), [(None, False), ("2026-11-20", True)])
def test_chapter_13_shields_the_father_until_the_case_is_closed(closed, allowed):
    ended = {"discharged_on": "2026-11-01", "closed_on": closed, "patient_id": "A1"}
    child = patient("A1", "child", day("2015-01-01"))
    facts = account(
        charge(service=BEFORE),
        person=person(signed_on=day("2026-01-01")),
        patients=(child,),
        holds=(hold("bankruptcy", **CASE, **ended),),
    )
    assert may(facts).allowed is allowed
    assert DONE in rules(may(facts, to="patient"))


def test_the_filing_guarantor_is_not_asked_for_anyone():
    child = patient("A2", "child", day("2015-01-01"))
    facts = account(
        charge(service=BEFORE, patient_id="A2"),
        patients=(patient(), child),
        holds=(hold("bankruptcy", patient_id="A1", **(CASE | {"chapter": "7"})),),
    )
    assert rules(may(facts)) >= {STAY}


def test_a_proof_of_claim_is_due_in_seventy_days():
    assert claim_due_on(hold("bankruptcy", **CASE), LAW) == day("2026-05-10")  # scenario 2


ESTATE = {"died_on": "2026-05-10", "representative": "Rep", "address": "2 Oak St"}


@pytest.mark.parametrize(
    ("detail", "due"),
    [
        ({}, "2027-05-10"),
        ({"notice_published_on": "2026-08-03"}, "2026-12-03"),
        ({"notice_published_on": "2026-08-03", "notice_served_on": "2026-08-20"}, "2026-12-03"),
        ({"notice_published_on": "2026-08-03", "notice_served_on": "2026-11-20"}, "2026-12-20"),
        ({"notice_served_on": "2026-06-20"}, "2026-07-20"),
        ({"notice_published_on": "2027-03-01"}, "2027-05-10"),
    ],
)
def test_the_last_day_to_claim_from_an_estate(detail, due):
    """Scenario 14 is the third row."""
    death = Death(None, day("2026-05-10"), hold("estate", **(ESTATE | detail)))
    assert estate_claim_due_on(death, LAW) == day(due)


def test_after_a_disallowance_two_months():
    death = Death(None, None, hold("estate", disallowed_on="2026-10-31"))
    assert petition_due_on(death, LAW) == day("2026-12-31")


@pytest.mark.parametrize(
    ("detail", "on", "rule"),
    [
        ({}, "2026-11-23", None),
        ({}, "2027-05-10", None),
        ({}, "2027-05-11", "mn-estate-presentation-deadline"),
        ({"notice_published_on": "2026-07-01"}, "2026-11-02", "mn-estate-presentation-deadline"),
        ({"representative": ""}, "2026-11-23", "mn-estate-letters"),
        ({"address": None}, "2026-11-23", "mn-estate-letters"),
        ({"disallowed_on": "2026-11-01"}, "2026-11-23", "mn-estate-how-to-present"),
        ({"notice_served_on": "?"}, "2026-11-23", "mn-estate-presentation-deadline"),
    ],
)
def test_one_letter_to_the_representative(detail, on, rule):
    facts = account(on=day(on), holds=(hold("estate", **(ESTATE | detail)),))
    verdict = may(facts, "estate_letter")
    assert (verdict.allowed, verdict.cents) == ((True, 10000) if rule is None else (False, 0))
    assert rule is None or rule in rules(verdict)
    for to in ("guarantor", "spouse", "other"):
        assert not may(facts, "estate_letter", to=to).allowed
    assert not may(facts).allowed


def test_the_estate_is_written_to_once():
    sent = ContactFacts(datetime(2026, 11, 1, 15, tzinfo=UTC), Channel.MAIL, "out", "estate_letter")
    facts = account(holds=(hold("estate", **ESTATE),), contacts=(sent,))
    assert rules(may(facts, "estate_letter")) == {"mn-estate-letters"}
    assert may(facts, "file_claim_estate").allowed


def test_a_death_on_the_patients_record_is_enough():
    facts = account(patients=(patient(deceased_on=day("2026-11-23")),))
    assert "mn-estate-letters" in rules(may(facts))
    assert "mn-estate-letters" in rules(may(facts, "estate_letter"))
    assert not may(facts, "front_desk_note").allowed


def test_a_dead_dependants_bill_waits_for_a_supervisor():
    facts = account(
        charge("C1"),
        charge("C2", patient_id="A2", cents=700),
        person=person(signed_on=day("2026-01-01")),
        patients=(patient(), patient("A2", "spouse", deceased_on=day("2026-10-01"))),
    )
    verdict = may(facts)
    assert verdict.cents == 10000
    assert [(e.charge_id, e.rule) for e in verdict.excluded] == [("C2", "mn-estate-letters")]
    assert may(facts, "file_claim_estate").cents == 700


def test_nobody_died_so_nothing_goes_to_an_estate():
    assert rules(may(account(), "estate_letter")) == {"mn-estate-letters"}
