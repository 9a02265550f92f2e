"""The gate: to whom, for how much, and what each step needs; the law's own scenarios by number."""

from dataclasses import replace
from datetime import date, datetime
from itertools import product

import pytest

from goodstanding.core.facts import PlanFacts, PromiseFacts
from goodstanding.core.gate import CHECKS, Proposed
from goodstanding.core.kinds import ASKING_ACTS, Act, PayerType, Recipient
from goodstanding.law import live_book
from tests.core.builders import (
    TODAY,
    WILLING,
    account,
    at,
    call,
    charge,
    covered,
    day,
    hold,
    may,
    patient,
    person,
    rules,
)

CALLS = "us-regf-call-frequency-7-in-7"
HOURS = "us-regf-inconvenient-time-place"
NEVER = {Act.CREDIT_REPORT, Act.AGENCY_PLACEMENT, Act.LAWSUIT}


def test_the_order_of_the_checks_is_the_laws():
    named = [check.__name__ for check in CHECKS]
    assert named == [
        "known",
        "really_owed",
        "held",
        "told",
        "permitted",
        "timely",
        "agreed",
        "fits_the_step",
    ]


@pytest.mark.parametrize("act", sorted(ASKING_ACTS - NEVER))
def test_an_ordinary_account_may_be_asked(act):
    verdict = may(account(person=WILLING), act)
    assert (verdict.allowed, verdict.cents, verdict.refusals) == (True, 10000, ())


@pytest.mark.parametrize("act", Act)
def test_with_nothing_owed_nothing_is_asked(act):
    facts = account(charge(layers=()))
    verdict = may(facts, act)
    assert verdict.cents == 0
    if act in ASKING_ACTS | {Act.FRONT_DESK_NOTE}:
        assert "owed.nothing" in rules(verdict)


def test_every_answer_has_its_source():
    kinds = ("dispute", "bankruptcy", "estate", "attorney", "military", "power_of_attorney")
    for act, to, kind in product(Act, Recipient, kinds):
        verdict = may(account(holds=(hold(kind),)), act, "22:00", to)
        for each in (*verdict.refusals, *verdict.duties, *verdict.excluded):
            assert each.rule in live_book().rules
            assert each.citation
            assert each.text.endswith(".")
        assert verdict.allowed is not bool(verdict.refusals)


def test_the_law_is_named_when_it_takes_all_away():
    """Scenario 23: a QMB in a Medicare Advantage plan, at the front desk."""
    facts = account(charge(coverages=covered(PayerType.MEDICARE_ADVANTAGE, qmb=True)))
    for act in ("front_desk_note", "statement", "call", "agency_placement"):
        assert {"us-qmb-balance-billing-ban", "owed.nothing"} <= rules(may(facts, act))


def test_money_with_the_insurer_is_named():
    facts = account(charge(layers=(), insurer_cents=900))
    assert rules(may(facts)) == {"owed.nothing", "owed.insurer_pending"}


def test_every_objection_is_given_not_only_the_first():
    facts = account(
        person=person(phone_mobile="", state="", mail_returned_on=day("2026-11-01")),
        holds=(hold("cease_contact"), hold("dispute")),
    )
    found = rules(may(facts, "call"))
    assert {"us-regf-cease-communication", "us-regf-validation-notice"} <= found
    assert {"gate.no_phone", HOURS} <= found


# ---- to whom


@pytest.mark.parametrize(
    ("to", "rule"),
    [
        ("guarantor", None),
        ("patient", None),
        ("spouse", "mn-spouse-not-liable"),
        ("parent", "us-regf-third-party-disclosure"),
        ("representative", "us-regf-third-party-disclosure"),
        ("attorney", "us-regf-third-party-disclosure"),
        ("agency", "us-hipaa-payment-disclosure"),
        ("other", "us-regf-third-party-disclosure"),
    ],
)
def test_an_adults_bill_is_theirs_alone(to, rule):
    verdict = may(account(), to=to)
    assert verdict.allowed is (rule is None)
    assert rule is None or rule in rules(verdict)


def test_the_widow_who_signed_nothing():
    """Scenario 19."""
    facts = account(patients=(patient(deceased_on=day("2026-11-01")),))
    verdict = may(facts, "call", to="spouse")
    assert {"mn-spouse-not-liable", "mn-estate-letters"} <= rules(verdict)
    assert verdict.cents == 0


@pytest.mark.parametrize(("signed", "allowed"), [(None, False), ("2026-01-01", True)])
def test_a_spouse_as_guarantor_owes_by_signing(signed, allowed):
    facts = account(
        person=person(signed_on=signed and day(signed)), patients=(patient("A1", "spouse"),)
    )
    for to in ("guarantor", "spouse"):
        verdict = may(facts, to=to)
        assert verdict.allowed is allowed
        assert allowed or "mn-spouse-not-liable" in rules(verdict)


@pytest.mark.parametrize("service", ["2024-09-30", "2024-10-01"])
def test_scenario_64_no_spouse_is_asked_for_either_day(service):
    facts = account(charge(service=service), patients=(patient("A1", "spouse"),))
    assert "mn-spouse-not-liable" in rules(may(facts))


CHILD = patient("A1", "child", day("2015-01-01"))


@pytest.mark.parametrize(
    ("to", "rule"),
    [
        ("guarantor", None),
        ("parent", None),
        ("patient", "mn-minor-guarantor"),
        ("spouse", "mn-spouse-not-liable"),
    ],
)
def test_a_childs_bill_is_the_signing_parents(to, rule):
    """Scenario 60: the mother signed; the decree is the parents' own affair."""
    facts = account(person=person(signed_on=day("2026-01-01")), patients=(CHILD,))
    verdict = may(facts, to=to)
    assert verdict.allowed is (rule is None)
    assert rule is None or rule in rules(verdict)


def test_a_parent_not_known_to_have_signed_is_checked():
    verdict = may(account(patients=(CHILD,)))
    assert "mn-divorced-parents" in {duty.rule for duty in verdict.duties}


@pytest.mark.parametrize(
    ("born", "allowed"), [("2008-11-24", False), ("2008-11-23", False), ("2008-09-01", True)]
)
def test_a_guarantor_who_is_or_was_a_minor(born, allowed):
    """The service was on 2026-09-01: 18 that day owes, 18 since does not."""
    facts = account(person=person(birth_on=day(born)), patients=(patient(born=day(born)),))
    verdict = may(facts)
    assert verdict.allowed is allowed
    assert allowed or "mn-minor-guarantor" in rules(verdict)


def test_a_minor_who_consented_alone_owes_alone():
    born = day("2010-01-01")
    facts = account(
        person=person(birth_on=born, consented_alone=True), patients=(patient(born=born),)
    )
    assert may(facts).allowed
    assert rules(may(facts, to="parent")) == {
        "mn-minor-consent-financial-responsibility",
        "us-hipaa-minors-personal-representative",
    }


# ---- what the step needs


@pytest.mark.parametrize(
    ("clinic", "home", "rule"),
    [
        ("MN", "WI", "mn-332c-credit-reporting-ban"),
        ("WI", "MN", "mn-332c-credit-reporting-ban"),
        ("WI", "WI", "gate.no_credit_reporting"),
    ],
)
def test_nobody_is_reported(clinic, home, rule):
    facts = account(person=person(state=home), clinic_state=clinic)
    assert rules(may(facts, "credit_report")) == {rule}


@pytest.mark.parametrize(("service", "late"), [("2020-11-23", False), ("2020-11-22", True)])
def test_a_suit_goes_to_counsel(service, late):
    """Scenario 62: with a military check."""
    verdict = may(account(charge(service=service)), "lawsuit")
    assert ("us-regf-time-barred" in rules(verdict)) is late
    assert "mn-332c-fee-shifting" in rules(verdict)
    assert "us-scra" in {duty.rule for duty in verdict.duties}


def test_old_debt_may_still_be_on_a_statement():
    assert may(account(charge(service="2018-01-01"))).allowed


def test_the_first_letter_has_its_duties():
    duties = {duty.rule for duty in may(account(), "first_letter").duties}
    assert duties == {"mn-332c-prohibited-practices", "us-regf-validation-notice"}


def test_care_is_not_the_lever():
    """Scenario 49."""
    verdict = may(account(), "front_desk_note")
    assert (verdict.allowed, verdict.cents) == (True, 10000)
    assert {duty.rule for duty in verdict.duties} == {"mn-62j807-no-denial-of-care"}


@pytest.mark.parametrize("act", ["refund", "review_credit"])
def test_only_a_credit_goes_back(act):
    assert rules(may(account(), act)) == {"owed.no_credit"}
    assert may(account(credit_cents=800), act).cents == 800


@pytest.mark.parametrize(("on", "allowed"), [("2026-11-30", False), ("2026-12-01", True)])
def test_a_refund_to_someone_who_died(on, allowed):
    """Scenario 21: thirty days after 2026-11-01."""
    facts = account(
        on=day(on), credit_cents=13000, patients=(patient(deceased_on=day("2026-11-01")),)
    )
    verdict = may(facts, "refund")
    assert (verdict.allowed, verdict.cents) == (allowed, 13000 if allowed else 0)
    assert [r.until for r in verdict.refusals] == ([] if allowed else [day("2026-12-01")])


def test_a_service_kept_from_the_plan_is_not_followed_up_there():
    kept = charge(layers=(), insurer_cents=900, coverages=covered(), self_pay_restriction=True)
    assert rules(may(account(kept), "insurer_follow_up")) == {"us-hipaa-self-pay-restriction"}
    assert may(account(kept, replace(kept, charge_id="C2", self_pay_restriction=False)),
               "insurer_follow_up").allowed  # fmt: skip


def test_unapplied_money_is_said_to_the_asker():
    duties = may(account(unapplied_cents=500)).duties
    assert [duty.rule for duty in duties] == ["owed.unapplied_money"]


def test_a_moment_without_an_offset_is_refused_as_a_bug():
    with pytest.raises(AssertionError):
        Proposed(Act.CALL, datetime(2026, 11, 23, 10))  # noqa: DTZ001


@pytest.mark.parametrize("year", [1999, 2016, 2031])
@pytest.mark.parametrize("state", ["MN", "WI", ""])
def test_every_act_is_judged_in_any_year_and_state(year, state):
    on = date(year, 6, 1)
    facts = account(
        charge(service=f"{year}-01-01", coverages=covered(PayerType.MEDICAID)),
        on=on,
        clinic_state=state,
        person=WILLING,
        holds=(hold("estate", f"{year}-01-01", died_on=f"{year}-01-01"),),
        credit_cents=1,
    )
    for act in Act:
        may(facts, act)


# ---- edges of the checks themselves


@pytest.mark.parametrize("insurer", [0, 1])
def test_only_what_is_so_is_named(insurer):
    none = charge(layers=(), insurer_cents=insurer)
    pending = {"owed.insurer_pending"} if insurer else set()
    assert rules(may(account(none))) == {"owed.nothing"} | pending
    qmb = charge("C2", coverages=covered(PayerType.MEDICARE, qmb=True))
    found = rules(may(account(none, qmb)))
    assert found == {"owed.nothing", "us-qmb-balance-billing-ban"}


def ending(*ends: str | None) -> date | None:
    """When something may be asked again, with a dispute on each charge ending on these days."""
    charges = [charge(f"C{number}") for number in range(len(ends))]
    holds = tuple(
        replace(hold("dispute", charges=(f"C{number}",)), ends_on=end and day(end))
        for number, end in enumerate(ends)
    )
    verdict = may(account(*charges, holds=holds))
    return next(r.until for r in verdict.refusals if r.rule == "owed.nothing")


def test_nothing_may_be_asked_until_the_first_day_on_which_something_may():
    assert ending("2026-12-31") == day("2027-01-01")
    assert ending(None) is None
    blocked = charge("C1", coverages=covered(PayerType.MEDICARE, qmb=True))
    held = (hold("dispute", charges=("C2",), ends_on=day("2026-12-31")),)
    verdict = may(account(blocked, charge("C2"), holds=held))
    assert {r.rule: r.until for r in verdict.refusals}["owed.nothing"] is None
    two = (*held, hold("payer_appeal", charges=("C1",), ends_on=day("2026-12-15")))
    verdict = may(account(charge("C1"), charge("C2"), holds=two))
    assert {r.rule: r.until for r in verdict.refusals}["owed.nothing"] == day("2026-12-16")


def test_an_inner_act_asks_for_nothing_and_is_no_one_elses_matter():
    for act in ("verify_address", "screen_assistance", "wait", "write_off_small"):
        assert may(account(), act).cents == 0
    minor = account(person=person(birth_on=day("2015-01-01")))
    assert may(minor, "verify_address").allowed


def test_the_duties_of_a_hold_reach_the_asker():
    held = (hold("power_of_attorney", document_on="2026-01-01"),)
    duties = {duty.rule: duty.text for duty in may(account(holds=held)).duties}
    assert "document on file" in duties["mn-poa-guardian-authority"]


def test_quiet_days_are_of_calls_only():
    talk = call(at("08:30", day("2026-11-22")), "reached")
    for act, allowed in (("call", False), ("text", True), ("email", True)):
        assert may(account(person=WILLING, contacts=(talk,)), act).allowed is allowed


def test_the_lawyer_is_written_to_though_the_persons_mail_came_back():
    held = (hold("attorney", name="A. Moe", address="1 Elm"),)
    lost = person(has_address=False, mail_returned_on=day("2026-11-01"))
    assert may(account(person=lost, holds=held), to="attorney").allowed
    assert {"gate.no_address", "gate.mail_returned"} <= rules(may(account(person=lost)))


def test_a_promise_that_was_kept_or_ran_out_stops_nothing():
    promise = PromiseFacts("R1", day("2026-11-10"), 5000, day("2026-11-18"))
    over = replace(promise, due_on=day("2026-11-17"))
    for made, allowed in ((promise, False), (over, True), (replace(promise, kept_on=TODAY), True)):
        assert may(account(promises=(made,))).allowed is allowed
    broken = PlanFacts("N1", day("2026-01-01"), 5000, 15, 12, "active")
    assert may(account(plans=(broken,))).allowed
