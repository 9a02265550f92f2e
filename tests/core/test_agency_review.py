"""The end of the ladder: the manager's checklist, the recall from the agency, and what a hold asks
for next."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from goodstanding.core.agency_review import checklist
from goodstanding.core.facts import AccountFacts, AgencyFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.worklist import queue_of
from goodstanding.law import live_book
from tests.core.follow_accounts import POLICY, SELF, UP_TO, account, charge, day, decided, held

READY = AgencyFacts(
    "Collectors Inc.", day(-90), day(-90), day(400), day(-30), "https://example.org/p", day(-99)
)
OK_NOW = {"agency": READY, "contacts": UP_TO["agency_review"]}


def wrong(facts: AccountFacts, number: int = 140) -> set[str]:
    on = day(number)
    points = checklist(replace(facts, on=on), POLICY, live_book().on(on, "MN"))
    return {point.rule for point in points if point.ok is False}


def test_with_everything_in_order_the_manager_is_left_what_no_record_knows():
    assert wrong(account(**OK_NOW)) == set()
    decision = decided(account(**OK_NOW), 140)
    assert decision.act is Act.AGENCY_REVIEW
    assert "agency.missing" not in {r.code for r in decision.reasons}
    assert "16 of 19 points are in order for $184.20." in [r.text for r in decision.reasons]


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"contacts": UP_TO["first_letter"]}, "us-regf-validation-notice"),
        ({"agency": replace(READY, policy_url="")}, "mn-62j806-published-policy"),
        ({"agency": replace(READY, licence_until=day(139))}, "mn-collection-agency-act"),
        ({"agency": replace(READY, licence_checked_on=day(-226))}, "mn-collection-agency-act"),
        ({"agency": replace(READY, contract_on=None)}, "mn-collection-agency-act"),
        ({"agency": replace(READY, agreement_on=None)}, "us-hipaa-payment-disclosure"),
        ({"charges": (charge(since=-2000),)}, "mn-limitations-six-years"),
        ({"holds": (held(HoldKind.MILITARY, 1),)}, "us-scra"),
        ({"charges": (charge(), charge(0, insurer=9000, number=2))}, "owed.insurer_pending"),
    ],
)
def test_each_point_of_the_agency_review_is_named_when_it_is_missing(more, rule):
    assert wrong(replace(account(**OK_NOW), **more)) == {rule}


@pytest.mark.parametrize("number", [125, 126])
def test_the_notice_has_its_whole_time(number):
    """Mailed on Sunday 05/31, read five business days later, then thirty days."""
    assert bool(wrong(account(**OK_NOW), number)) is (number == 125)


def test_what_the_checklist_passes_the_gate_lets_be_placed():
    on = day(140)
    facts = replace(account(**OK_NOW), on=on)
    moment = datetime.combine(on, time(15), UTC)
    assert judge(Proposed(Act.AGENCY_PLACEMENT, moment), facts, live_book().on(on, "MN")).allowed


AT_AGENCY = held(HoldKind.AGENCY, 130)


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"holds": (AT_AGENCY, held(HoldKind.DISPUTE, 140))}, "us-regf-validation-notice"),
        ({"holds": (AT_AGENCY, held(HoldKind.ATTORNEY, 140))}, "us-regf-inconvenient-time-place"),
        ({"holds": (AT_AGENCY, held(HoldKind.MILITARY, 140))}, "us-scra"),
        ({"patients": (replace(SELF, deceased_on=day(140)),), "holds": (AT_AGENCY,)},
         "mn-estate-letters"),
        ({"holds": (AT_AGENCY, held(HoldKind.BANKRUPTCY, 140, chapter="7",
                                    filed_on=day(139).isoformat()))}, "us-bk-automatic-stay"),
    ],
)  # fmt: skip
def test_a_hold_on_an_account_at_the_agency_recalls_it_today(more, rule):
    decision = decided(replace(account(), **more), 140)
    assert (decision.act, decision.spoke, queue_of(decision)) == (
        Act.AGENCY_REVIEW,
        "recall",
        "review",
    )
    assert decision.due_on <= day(140)
    assert decision.reasons[0].text == "Recall $184.20 from the agency: there since 07/10/2026."
    assert rule in {reason.rule for reason in decision.reasons}
    assert decision.priority >= 9 * 100_000_000


@pytest.mark.parametrize("kind", [HoldKind.CALL_RESTRICTION, HoldKind.POWER_OF_ATTORNEY])
def test_a_hold_that_stops_no_placement_recalls_nothing(kind):
    hold = held(kind, 140, not_before="10:00", document_on=day(1).isoformat())
    assert decided(account(holds=(AT_AGENCY, hold)), 140).spoke == "holds"
    assert decided(account(holds=(AT_AGENCY,)), 140).spoke == "holds"


def test_a_hold_says_what_is_next_and_goes_to_the_manager_once_that_is_late():
    facts = account(contacts=UP_TO["reminder_1"], holds=(held(HoldKind.ASSISTANCE_PENDING, 5),))
    first = decided(facts, 10)
    assert first.reasons[-1].code == "hold.next"
    assert first.reasons[-1].text.startswith("Next by ")
    assert (first.due_on, queue_of(first), first.priority) == (first.review_on, "holds", 0)
    number = (first.due_on - day(0)).days
    assert decided(facts, number).review_on == day(number + 1)
    late = decided(facts, number + 1)
    assert (late.act, late.due_on, late.reasons[-1].code) == (
        Act.WAIT,
        first.due_on,
        "hold.escalated",
    )
    assert (queue_of(late), late.priority > 0) == ("review", True)


def test_a_hold_on_all_the_charges_says_what_is_next_too():
    hold = replace(held(HoldKind.DISPUTE, 5), charges=("C1",))
    decision = decided(account(holds=(hold,)), 10)
    assert (decision.spoke, decision.reasons[-1].code) == ("left_out", "hold.next")
    assert decision.due_on == decision.review_on > day(10)
