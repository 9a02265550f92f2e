"""What the front desk may say: each tier by hand, and over generated accounts nothing more."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core import huddle
from goodstanding.core.facts import CoverageFacts, PlanFacts, PromiseFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.huddle import ComingVisit, HuddleLimits, Instruction, instruct
from goodstanding.core.kinds import Act, HoldKind, PayerType
from goodstanding.law import live_book
from tests.core.builders import TODAY, account, at, charge, covered, hold, patient, person

LIMITS = HuddleLimits(who="Dana")
INSURED = covered()
# What the desk must never read: holds, insurers, ages, notes, care turned away.
SECRETS = (
    "bankrupt", "estate", "died", "death", "dispute", "hold", "attorney", "lawyer", "appeal",
    "insurer", "insurance paid", "medicaid", "qmb", "medical assistance", "workers", "fault",
    "promise", "missed", "agency", "collect", "military", "theft", "refuse", "cancel your visit",
    "cannot be seen", "until paid", "reschedul", "cease", "help program", "days old", "identity",
)  # fmt: skip


def visit(**more: Any) -> ComingVisit:
    return ComingVisit("A1", more.pop("on", TODAY), **more)


def told(facts, coming: ComingVisit | None = None) -> Instruction:
    coming = coming or visit()
    law = live_book().on(facts.on, facts.clinic_state)
    return instruct(coming, facts, law, at=at("10:00", coming.on), limits=LIMITS)


def owes(cents: int, **more: Any):
    return account(charge(cents=cents), **more)


# ---- by hand, one line a tier


def test_a_small_balance_is_asked_for_once():
    line = told(owes(45_00), visit(coverages=INSURED, copay_cents=30_00)).line
    assert (line.tier, line.take) == (huddle.ASK, ("Copay $30.00", "Ask $45.00"))
    assert line.say == (
        "“Your copay is $30.00.” “You also have a balance of $45.00. Would you like to pay it "
        "today?”"
    )


def test_from_150_a_plan_is_offered():
    line = told(owes(184_20)).line
    assert (line.tier, line.take, line.ask_cents) == (huddle.OFFER, ("Ask $184.20",), 184_20)
    assert "make a plan, or talk with Dana about it?" in line.say


def test_a_large_balance_is_a_private_talk_and_shows_no_number():
    seen = told(owes(640_00))
    assert (seen.line.tier, seen.line.take) == (huddle.BRING, ("Nothing",))
    assert seen.line.say == "“Dana would like a minute with you. Is that ok?” Use the side room."
    assert "640" not in repr(seen.line)
    assert seen.cents == 640_00  # the coordinator's, not the line's


@pytest.mark.parametrize("kind", sorted(HoldKind))
def test_every_hold_reads_as_nothing_owed_does(kind):
    held = told(owes(184_20, holds=(hold(kind),)), visit(coverages=INSURED, copay_cents=30_00))
    paid = told(account(charge(layers=())), visit(coverages=INSURED, copay_cents=30_00))
    if kind not in ("workers_comp", "no_fault", "liability"):
        assert held.line == paid.line
    assert (held.line.tier, held.line.ask_cents) == (huddle.NOTHING, 0)


def test_inside_the_global_period_there_is_no_copay():
    inside = {"coverages": INSURED, "copay_cents": 30_00, "kind": "post-op"}
    last = told(account(charge(layers=())), visit(global_until=TODAY, **inside)).line
    assert (last.take, last.say) == (("No copay",), "Nothing to ask. (After-surgery visit)")
    over = told(account(charge(layers=())), visit(global_until=date(2026, 11, 22), **inside)).line
    assert over.copay_cents == 0  # the day after, a post-operative visit's copay is not known


def test_a_kept_plan_takes_its_payment_if_offered():
    plan = PlanFacts("P1", date(2026, 11, 1), 25_00, 30, 12, "active")
    line = told(owes(300_00, plans=(plan,))).line
    assert (line.tier, line.plan_cents, line.ask_cents) == (huddle.NOTHING, 25_00, 0)
    assert line.say == "Has a plan. Take $25.00 if offered."


def test_a_missed_promise_is_a_private_talk_and_an_open_one_is_left_in_peace():
    missed = PromiseFacts("R1", date(2026, 10, 1), 60_00, date(2026, 10, 10))
    coming = PromiseFacts("R2", date(2026, 11, 20), 60_00, date(2026, 11, 27))
    assert told(owes(60_00, promises=(missed,))).line.tier == huddle.BRING
    assert told(owes(60_00, promises=(coming,))).line == huddle.EMPTY


@pytest.mark.parametrize(
    "facts",
    [
        owes(184_20, patients=(patient(relation="child", born=date(2015, 1, 1)),)),
        account(charge(insurer_cents=50_00, coverages=INSURED)),
        account(charge(), patients=()),
        owes(184_20, unapplied_cents=75_00),
    ],
    ids=["a child's visit", "insurer open", "patient unknown", "loose money"],
)
def test_what_is_not_known_or_not_due_asks_for_nothing(facts):
    assert told(facts).line == huddle.EMPTY


@pytest.mark.parametrize(
    "coverages",
    [covered(PayerType.MEDICAID), covered(PayerType.MEDICARE_ADVANTAGE, qmb=True)],
    ids=["MA", "QMB in Medicare Advantage"],
)
def test_ma_and_qmb_take_nothing_today(coverages):
    line = told(owes(184_20), visit(coverages=coverages, copay_cents=30_00, share_cents=9_00)).line
    assert line == huddle.EMPTY


def test_what_may_be_paid_ahead_is_never_a_condition():
    line = told(account(charge(layers=())), visit(share_cents=848_00, prepaid_cents=100_00)).line
    # 848.00 less 100.00 paid ahead.
    assert line.prepay_cents == 748_00
    assert "You may pay some of this before your visit. You do not have to." in line.say


@pytest.mark.parametrize(
    ("share", "ahead", "copay", "prepay"),
    # 200.00 less 30.00; 200.00 less 10.00 ahead and the 20.00 left of the copay; below the copay.
    [(200_00, 0, 30_00, 170_00), (200_00, 10_00, 20_00, 170_00), (25_00, 0, 30_00, 0)],
)
def test_the_copay_is_part_of_the_estimates_share(share, ahead, copay, prepay):
    known = {"share_cents": share, "prepaid_cents": ahead, "copay_cents": 30_00}
    line = told(account(charge(layers=())), visit(coverages=INSURED, **known)).line
    assert (line.copay_cents, line.prepay_cents) == (copay, prepay)
    assert ("The estimate for today is $200.00." in line.say) == bool(prepay)


def test_forms_to_update_are_named():
    facts = account(
        charge(layers=()), person=person(phone_mobile="", mail_returned_on=date(2026, 11, 2))
    )
    line = told(facts, visit(covered_before=True, estimate_due=True)).line
    assert line.forms == ("coverage", "address", "phone", "estimate")


# ---- generated

CENTS = st.integers(0, 90_000)
VISITS = st.builds(
    visit,
    kind=st.sampled_from(["office", "post-op", "surgery", ""]),
    coverages=st.sampled_from([(), *((CoverageFacts(1, "P", kind),) for kind in PayerType)]),
    covered_before=st.booleans(),
    global_until=st.sampled_from([None, TODAY, date(2026, 11, 1)]),
    copay_cents=st.one_of(st.none(), CENTS),
    share_cents=st.one_of(st.none(), CENTS),
    estimate_due=st.booleans(),
    prepaid_cents=st.integers(0, 5_000),
)
ACCOUNTS = st.builds(
    account,
    st.builds(
        charge, cents=st.integers(1, 90_000), insurer_cents=st.sampled_from([0, 10_00]),
        coverages=st.sampled_from([(), covered(), covered(PayerType.MEDICAID)]),
    ),
    holds=st.lists(st.sampled_from(HoldKind).map(hold), max_size=2).map(tuple),
    promises=st.sampled_from(
        [(), (PromiseFacts("R", TODAY, 10_00, TODAY),),
         (PromiseFacts("R", date(2026, 9, 1), 10_00, date(2026, 9, 2)),)]
    ),
    plans=st.lists(
        st.builds(
            PlanFacts, st.just("P"), st.just(date(2026, 10, 1)), st.integers(1, 50_00),
            st.just(15), st.integers(1, 24), st.sampled_from(["active", "broken", "completed"]),
        ),
        max_size=1,
    ).map(tuple),
    unapplied_cents=st.sampled_from([0, 0, 10_00]),
)  # fmt: skip


@given(ACCOUNTS, VISITS)
def test_the_line_tells_no_secret_and_asks_no_more_than_the_gate_allows(facts, coming):
    line = told(facts, coming).line
    law = live_book().on(facts.on, facts.clinic_state)
    verdict = judge(Proposed(Act.FRONT_DESK_NOTE, at("10:00")), facts, law)
    assert line.ask_cents in (0, verdict.cents if verdict.allowed else 0)
    assert (line.ask_cents > 0) == (line.tier in (huddle.ASK, huddle.OFFER))
    said = " ".join((line.say, *line.take)).lower()
    assert not [secret for secret in SECRETS if secret in said]
    if facts.holds:
        assert (line.tier, line.ask_cents, line.plan_cents, line.prepay_cents) == (0, 0, 0, 0)


def test_a_chosen_nothing_opens_no_other_ask_and_the_rules_own_tier_is_kept():
    coming = visit(share_cents=200_00, share_source="Estimate of 11/20/2026")
    facts = owes(184_20)
    law = live_book().on(facts.on, facts.clinic_state)
    seen = instruct(coming, facts, law, at=at("10:00", TODAY), limits=LIMITS, chosen=0)
    assert (seen.line.tier, seen.line.take, seen.line.prepay_cents) == (0, ("Nothing",), 0)
    assert seen.tier == huddle.OFFER


def test_nobody_is_asked_for_anything_at_a_visit_of_who_has_died():
    facts = owes(45_00, patients=(patient(deceased_on=TODAY),), person=person(phone_mobile=""))
    assert told(facts, visit(coverages=INSURED, copay_cents=30_00)).line == huddle.EMPTY
    child = patient("B1", "child")
    both = owes(45_00, patients=(patient(deceased_on=TODAY), child))
    theirs = ComingVisit("B1", TODAY, coverages=INSURED, copay_cents=30_00)
    assert told(both, theirs).line.copay_cents == 30_00
