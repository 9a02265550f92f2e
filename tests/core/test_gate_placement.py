"""Before an account leaves the house: the agency's papers, and a first letter that was read."""

from dataclasses import replace

import pytest

from goodstanding.core.facts import (
    AccountFacts,
    AgencyFacts,
    PlanFacts,
    PromiseFacts,
)
from goodstanding.core.kinds import Channel, Recipient
from tests.core.builders import (
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

PAPERS = AgencyFacts(
    name="Lakes Recovery",
    agreement_on=day("2026-01-02"),
    contract_on=day("2026-01-02"),
    licence_until=day("2026-11-23"),
    licence_checked_on=day("2025-11-24"),
    policy_url="https://clinic.example/billing",
    policy_published_on=day("2026-11-23"),
)
AGREEMENT = "us-hipaa-payment-disclosure"
LICENSE = "mn-collection-agency-act"
PUBLISHED = "mn-62j806-published-policy"
VALIDATION = "us-regf-validation-notice"
PLACEMENT_HOLD = "gate.placement_hold"
WAIVER = "us-copay-waiver-aks"


def letter(on: str, kind: str = "first_letter", **more):
    mailed = replace(call(at("12:00", day(on))), channel=Channel.MAIL, kind=kind, outcome="")
    return replace(mailed, delivered=True, **more)


def ripe(*charges, **more) -> AccountFacts:
    """Everything an agency needs is on file, and the first letter went out in September."""
    first = {"agency": PAPERS, "contacts": (letter("2026-09-10"),)}
    return account(*charges, **(first | more))


def placed(**more) -> set[str]:
    return rules(may(ripe(**more), "agency_placement"))


def test_a_placement_with_all_on_file_is_allowed_with_its_duties():
    verdict = may(ripe(), "agency_placement")
    assert (verdict.allowed, verdict.cents) == (True, 10000)
    assert {duty.rule for duty in verdict.duties} == {
        "us-hipaa-minimum-necessary",
        "mn-332c-credit-reporting-ban",
        LICENSE,
    }


def test_a_placement_with_nothing_on_file():
    """Scenario 54."""
    verdict = may(account(), "agency_placement")
    assert rules(verdict) == {AGREEMENT, LICENSE, PUBLISHED, VALIDATION}
    assert sum(refusal.rule == LICENSE for refusal in verdict.refusals) == 3
    assert verdict.cents == 0


@pytest.mark.parametrize(
    ("paper", "value", "rule"),
    [
        ("agreement_on", None, AGREEMENT),
        ("agreement_on", "2026-11-24", AGREEMENT),
        ("agreement_on", "2026-11-23", None),
        ("contract_on", None, LICENSE),
        ("contract_on", "2026-11-24", LICENSE),
        ("contract_on", "2026-11-23", None),
        ("licence_until", None, LICENSE),
        ("licence_until", "2026-11-22", LICENSE),
        ("licence_until", "2026-11-23", None),
        ("licence_checked_on", None, LICENSE),
        ("licence_checked_on", "2025-11-23", LICENSE),  # a year ago today
        ("licence_checked_on", "2025-11-24", None),
        ("licence_checked_on", "2026-11-23", None),
        ("licence_checked_on", "2026-11-24", LICENSE),
        ("policy_published_on", None, PUBLISHED),
        ("policy_published_on", "2026-11-24", PUBLISHED),
        ("policy_published_on", "2026-11-23", None),
    ],
)
def test_each_paper_of_the_agency_by_its_day(paper, value, rule):
    papers = replace(PAPERS, **{paper: value and day(value)})
    assert placed(agency=papers) == ({rule} if rule else set())


@pytest.mark.parametrize("blank", ["", "  "])
def test_an_agency_without_a_name_and_a_policy_nobody_can_read(blank):
    assert placed(agency=replace(PAPERS, policy_url=blank)) == {PUBLISHED}
    assert placed(agency=replace(PAPERS, name=blank)) == {LICENSE}


@pytest.mark.parametrize(
    ("on", "allowed"),
    [("2026-10-16", False), ("2026-10-17", False), ("2026-10-18", True), ("2026-10-19", True)],
)
def test_the_days_to_answer_the_first_letter(on, allowed):
    """Mailed Thursday 09-10; five business days to 09-17; thirty days to 10-17."""
    facts = ripe(on=day(on), agency=replace(PAPERS, policy_published_on=day("2026-01-01")))
    verdict = may(facts, "agency_placement")
    assert rules(verdict) == (set() if allowed else {VALIDATION})
    assert [r.until for r in verdict.refusals] == ([] if allowed else [day("2026-10-18")])


@pytest.mark.parametrize(
    ("contacts", "rule"),
    [
        ((), VALIDATION),
        ((letter("2026-09-10", "reminder"),), VALIDATION),
        ((replace(letter("2026-09-10"), delivered=False),), VALIDATION),
        ((letter("2026-09-10", direction="in"),), VALIDATION),
        ((letter("2026-08-31"),), VALIDATION),  # before this was owed
        ((letter("2026-09-01"),), None),
        ((letter("2026-09-10"), letter("2026-11-20")), None),  # sent again: the first counts
        ((letter("2026-08-20"), letter("2026-11-20")), VALIDATION),
    ],
)
def test_the_first_letter_had_all_that_is_owed(contacts, rule):
    assert placed(contacts=contacts) == ({rule} if rule else set())


def test_with_nothing_owed_no_letter_is_missed():
    found = rules(may(ripe(charge(layers=()), contacts=()), "agency_placement"))
    assert found == {"owed.nothing"}


def test_newer_money_needs_a_first_letter_of_its_own():
    newer = charge("C2", service="2026-11-01")
    assert rules(may(ripe(charge(), newer), "agency_placement")) == {VALIDATION}
    disputed = (hold("dispute", charges=("C2",)),)
    assert VALIDATION not in rules(may(ripe(charge(), newer, holds=disputed), "agency_placement"))


@pytest.mark.parametrize(
    ("service", "rule"), [("2021-05-23", "mn-limitations-six-years"), ("2021-05-24", None)]
)
def test_debt_too_old_to_place(service, rule):
    """Five and a half years."""
    verdict = may(ripe(charge(service=service)), "agency_placement")
    assert rules(verdict) == ({rule} if rule else set())


def test_the_oldest_money_sets_the_day_too_old():
    both = ripe(charge("C1", service="2021-05-23"), charge("C2", service="2026-08-01"))
    assert rules(may(both, "agency_placement")) == {"mn-limitations-six-years"}
    both = account(charge("C1", service="2020-11-22"), charge("C2", service="2026-08-01"))
    assert {"mn-limitations-six-years", "us-regf-time-barred"} <= rules(may(both, "lawsuit"))


def test_before_the_rule_there_were_no_days_to_wait():
    old = AgencyFacts("Lakes", *[day("2019-01-02")] * 2, day("2021-12-31"), day("2020-02-01"))
    papers = replace(
        old, policy_url="https://clinic.example", policy_published_on=day("2020-01-01")
    )
    facts = account(
        charge(service="2020-03-01"), on=day("2020-06-01"), agency=papers,
        contacts=(letter("2020-05-31"),),
    )  # fmt: skip
    assert may(facts, "agency_placement").allowed


@pytest.mark.parametrize(
    ("kind", "starts", "ends", "rule"),
    [
        ("power_of_attorney", "2026-11-23", None, PLACEMENT_HOLD),
        ("power_of_attorney", "2026-11-24", None, None),
        ("call_restriction", "2026-01-01", "2026-11-23", PLACEMENT_HOLD),
        ("call_restriction", "2026-01-01", "2026-11-22", None),
        ("military", "2026-01-01", None, PLACEMENT_HOLD),
    ],
)
def test_any_hold_keeps_an_account_here(kind, starts, ends, rule):
    held = hold(
        kind, starts, ends_on=ends and day(ends), not_before="09:00", document_on="2026-01-01"
    )
    found = placed(holds=(held,))
    assert (PLACEMENT_HOLD in found) is (rule is not None)


def test_a_confidential_address_keeps_an_account_here():
    assert PLACEMENT_HOLD in placed(person=person(confidential_address=True))


PLAN = PlanFacts("N1", day("2026-11-01"), 5000, 15, 4, "active")


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        (PLAN, PLACEMENT_HOLD),
        (replace(PLAN, status="broken"), None),
        (replace(PLAN, started_on=day("2026-11-23")), PLACEMENT_HOLD),
        (replace(PLAN, started_on=day("2026-11-24")), None),
        (replace(PLAN, started_on=day("2026-01-01")), PLACEMENT_HOLD),  # not kept, and not ended
    ],
)
def test_a_running_plan_keeps_an_account_here(plan, rule):
    assert (PLACEMENT_HOLD in placed(plans=(plan,))) is (rule is not None)


@pytest.mark.parametrize(("due", "open_"), [("2026-11-18", True), ("2026-11-17", False)])
def test_an_open_promise_keeps_an_account_here(due, open_):
    """Three business days from Wednesday 11-18 end on Monday 11-23."""
    promise = PromiseFacts("R1", day("2026-11-10"), 5000, day(due))
    assert placed(promises=(promise,)) == (
        {PLACEMENT_HOLD, "followup.promise_open"} if open_ else set()
    )


@pytest.mark.parametrize("to", sorted(set(Recipient) - {Recipient.AGENCY}))
def test_a_placement_goes_to_an_agency_only(to):
    assert rules(may(ripe(), "agency_placement", to=to)) == {AGREEMENT}


def test_nothing_but_a_placement_goes_to_an_agency():
    assert AGREEMENT in rules(may(ripe(), "statement", to="agency"))
