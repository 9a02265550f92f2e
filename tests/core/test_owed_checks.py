"""The later checks of "is it really owed?": Medicare's limit, TRICARE, a denial that is ours, an
estimate far exceeded, and what the books cannot vouch for."""

from dataclasses import replace

import pytest

from goodstanding.core.facts import CoverageFacts, Layer
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, PayerType
from goodstanding.core.owed import owed
from goodstanding.core.owed_checks import COVERAGE_CHECKS, PERSON_LOOKS
from goodstanding.law import LawBook, live_book
from tests.core.builders import (
    account,
    at,
    charge,
    covered,
    day,
    hold,
    patient,
    person,
    rules,
)
from tests.core.test_owed import asked, left

ASSIGNED = "us-medicare-assignment-and-mn-limit"
RESIDENTS = "mn-62j25-medicare-assignment"
NETWORK = "mn-network-hold-harmless"
TRICARE = "us-va-tricare-limits"
SURPRISE = "us-nsa-balance-billing-ban"
ABN = "us-medicare-abn"
ESTIMATE = "us-nsa-ppdr-eligibility"
MA_COPAY = "mn-ma-no-copay"


def test_the_order_of_the_checks_is_the_laws():
    assert [check.__name__ for _, check in COVERAGE_CHECKS] == [
        "_qmb",
        "_medicaid",
        "_workers_comp",
        "_late_claim",
        "_surprise",
        "_tricare",
        "_no_notice",
        "_unexplained",
        "_hold_harmless",
        "_denied_to_us",
        "_restricted",
        "_no_fault",
    ]


@pytest.mark.parametrize(
    ("reason", "lives_in", "rule"),
    [
        (("PR", "45"), "MN", RESIDENTS),
        (("PR", "45"), " mn ", RESIDENTS),
        (("PR", "45"), "WI", ASSIGNED),
        (("PR", "45"), "", ASSIGNED),
        (("CO", "45"), "MN", ASSIGNED),
        (("CO", "97"), "WI", ASSIGNED),
    ],
)
@pytest.mark.parametrize("clinic", ["MN", "WI"])
def test_more_than_medicare_approved_is_never_asked(reason, lives_in, rule, clinic):
    """Minnesota's limit follows the patient, not the clinic."""
    found = asked(
        charge(coverages=covered(PayerType.MEDICARE), patient_reasons=(reason,)),
        state=clinic,
        person=person(state=lives_in),
    )
    assert left(found) == {"C1": (rule, 10000)}


@pytest.mark.parametrize(
    ("reasons", "owed_"),
    [
        ((("PR", "1"),), True),
        ((("PR", "2"), ("PR", "3")), True),
        ((), False),  # not said why: a person looks
        ((("", ""),), False),
        ((("PR", "204"),), False),
        ((("OA", "1"),), False),
        ((("PR", "1"), ("PR", "204")), False),
    ],
)
def test_tricare_leaves_the_plans_own_share(reasons, owed_):
    found = asked(charge(coverages=covered(PayerType.TRICARE), patient_reasons=reasons))
    assert left(found) == ({} if owed_ else {"C1": (TRICARE, 10000)})


@pytest.mark.parametrize(
    ("denied", "moved", "rule"),
    [
        ((("CO", "16"),), (), NETWORK),
        ((("CO", "16"),), (("", ""),), NETWORK),
        ((("CO", "16"),), (("OA", "23"),), NETWORK),
        ((("CO", "16"),), (("PR", "1"),), None),  # paid in the end, and the rest is theirs
        ((("PR", "27"),), (), None),
        ((("OA", "23"), ("CO", "197")), (), NETWORK),
        ((), (), None),
    ],
)
def test_a_denial_that_is_ours_does_not_move(denied, moved, rule):
    lost = charge(coverages=covered(), denial_reasons=denied, patient_reasons=moved)
    assert left(asked(lost)) == ({"C1": (rule, 10000)} if rule else {})
    if rule:
        medicare = replace(lost, coverages=covered(PayerType.MEDICARE))
        assert left(asked(medicare)) == {"C1": (ASSIGNED, 10000)}


@pytest.mark.parametrize(
    ("kind", "form", "on", "code", "owed_"),
    [
        (PayerType.MEDICARE, "abn_on", "2026-09-01", "50", True),
        (PayerType.MEDICARE, "abn_on", "2026-09-02", "50", False),
        (PayerType.MEDICARE, "abn_on", "2026-09-01", "16", False),
        (PayerType.MEDICAID, "noncovered_ack_on", "2026-09-01", "96", True),
        (PayerType.MEDICAID, "noncovered_ack_on", "2026-09-02", "96", False),
    ],
)
def test_a_form_signed_in_time_makes_a_denial_the_patients(kind, form, on, code, owed_):
    denied = charge(coverages=covered(kind), denial_reasons=(("CO", code),), **{form: day(on)})
    assert asked(denied).cents == (10000 if owed_ else 0)


def test_a_claim_kept_back_is_not_a_late_one():
    late = {"coverages": covered(), "first_billed_on": day("2026-11-01")}
    kept = charge(service="2026-01-01", self_pay_restriction=True, **late)
    assert left(asked(kept)) == {"C1": ("us-hipaa-self-pay-restriction", 10000)}


def test_before_the_rule_no_claim_was_late():
    old = charge(service="2003-01-01", coverages=covered(), first_billed_on=day("2004-06-01"))
    assert asked(old, on=day("2004-12-31")).cents == 10000
    assert asked(old, on=day("2005-01-01")).cents == 0


def test_without_a_plan_there_is_nothing_it_could_deny():
    assert asked(charge(denial_reasons=(("CO", "16"),))).cents == 10000


@pytest.mark.parametrize(
    ("signed", "denied", "moved", "owed_"),
    [
        ("2026-09-01", (), (), True),  # never sent to the state: it covers none of it
        ("2026-09-01", (("PR", "96"),), (), True),
        ("2026-09-01", (), (("PR", "96"),), True),
        ("2026-09-01", (), (("PR", "3"),), False),  # the state paid: it was covered
        ("2026-09-01", (("CO", "16"),), (), False),
        ("2026-09-02", (), (), False),  # signed after the service
        (None, (), (), False),
    ],
)
def test_a_form_counts_for_what_the_state_does_not_cover(signed, denied, moved, owed_):
    brace = charge(
        coverages=covered(PayerType.MEDICAID),
        noncovered_ack_on=signed and day(signed),
        denial_reasons=denied,
        patient_reasons=moved,
    )
    found = asked(brace)
    assert found.cents == (10000 if owed_ else 0)
    assert owed_ or left(found) == {"C1": (MA_COPAY, 10000)}


def test_the_payer_of_first_rank_sets_the_time_to_claim():
    """Medicare first: a year. Listed second, the plan's six months count."""
    medicare, plan = PayerType.MEDICARE, PayerType.COMMERCIAL
    for first, second, cents in ((medicare, plan, 10000), (plan, medicare, 0)):
        both = (CoverageFacts(2, "P2", second), CoverageFacts(1, "P1", first))
        late = charge(
            service="2026-01-01", coverages=both, first_billed_on=day("2026-08-01"),
            patient_reasons=(("PR", "2"),),
        )  # fmt: skip
        assert asked(late).cents == cents


@pytest.mark.parametrize(
    ("service", "billed", "cents"),
    [
        ("2026-01-31", "2026-07-18", 10000),  # 168 days: no six months are shorter
        ("2025-08-31", "2026-02-28", 10000),
        ("2025-08-31", "2026-03-01", 0),
        ("2026-01-15", "2026-07-15", 10000),
        ("2026-01-15", "2026-07-16", 0),
    ],
)
def test_six_months_are_months_of_the_calendar(service, billed, cents):
    late = charge(service=service, coverages=covered(), first_billed_on=day(billed))
    assert asked(late, on=day("2026-11-23")).cents == cents


@pytest.mark.parametrize(
    ("service", "rule"),
    [("2011-08-31", "us-medicaid-payment-in-full"), ("2011-09-01", MA_COPAY)],
)
def test_before_the_copay_the_states_payment_was_all(service, rule):
    found = asked(charge(service=service, coverages=covered(PayerType.MEDICAID)))
    assert {each.rule for each in found.excluded} == {rule}


def test_a_copay_that_covers_it_all_leaves_nothing_out():
    small = charge(service="2023-12-20", cents=300, coverages=covered(PayerType.MEDICAID))
    assert (asked(small).cents, asked(small).excluded) == (300, ())


def test_out_of_network_is_a_matter_of_plans():
    share = charge(
        coverages=covered(PayerType.MEDICARE), network="out", patient_reasons=(("PR", "2"),)
    )
    assert asked(share).cents == 10000
    assert asked(charge(coverages=covered(PayerType.OTHER), network="out")).cents == 0


def test_money_kept_from_the_plan_and_waiting_there_is_named():
    sent = charge(coverages=covered(), self_pay_restriction=True, insurer_cents=1)
    assert left(asked(sent)) == {"C1": ("us-hipaa-self-pay-restriction", 10000)}


# ---- which reason speaks


def test_a_hold_on_a_charge_is_not_one_on_the_account():
    found = asked(charge("C1"), charge("C2"), holds=(hold("dispute", charges=("C1",)),))
    assert found.stops == ()
    whole = asked(charge("C1"), holds=(hold("dispute"),))
    assert [stop.rule for stop in whole.stops] == ["us-regf-validation-notice"]


def test_a_hold_also_takes_the_copay_that_the_law_left():
    old = charge(service="2023-12-20", coverages=covered(PayerType.MEDICAID))
    held = (hold("dispute", charges=("C1",)),)
    assert left(asked(old, holds=held)) == {"C1": ("us-regf-validation-notice", 10000)}


def test_of_two_holds_a_bankruptcy_speaks():
    dispute = hold("dispute", charges=("C1",))
    filed = replace(hold("bankruptcy", chapter="7", filed_on="2026-10-01"), hold_id="H2")
    found = asked(charge(), holds=(dispute, filed))
    assert left(found) == {"C1": ("us-bk-automatic-stay", 10000)}


def test_one_cent_is_money():
    assert asked(charge(cents=1)).cents == 1
    assert [note.rule for note in asked(unapplied_cents=1).notes] == ["owed.unapplied_money"]


def test_the_earlier_spousal_law_is_told_and_changes_nothing():
    for service, told in (("2024-09-30", True), ("2024-10-01", False)):
        (gone,) = asked(charge(service=service), patients=(patient("A1", "spouse"),)).excluded
        assert ("earlier law" in gone.text) is told


def test_an_unknown_birthday_is_an_adults():
    unborn = {"person": person(birth_on=None), "patients": (patient(born=None),)}
    assert asked(**unborn).cents == 10000
    child = asked(patients=(patient("A1", "child", None),))
    assert left(child) == {"C1": ("owed.guarantor_not_signed", 10000)}


def test_what_a_coverage_takes_away_is_a_persons_to_mend():
    for rule in PERSON_LOOKS:
        assert rule in live_book().rules
    assert {TRICARE, RESIDENTS, ESTIMATE, NETWORK} <= PERSON_LOOKS


def test_a_state_of_its_own_is_named_by_the_gate():
    text = """
        [source.w]
        name = "A Wisconsin statute, made up"
        [[rule]]
        id = "wi-network-hold-harmless"
        like = "mn-network-hold-harmless"
        say = "A write-off is ours here too."
        cite = "Wis. Stat. 1"
        source = "w"
        status = "unverified"
        at = [{ place = "WI", from = 2020-01-01 }]
    """
    book = LawBook(dict(live_book().texts) | {"wisconsin.toml": text})
    facts = account(charge(coverages=covered(), patient_reasons=(("CO", "45"),)), clinic_state="WI")
    law = book.on(facts.on, "WI")
    assert left(owed(facts, law)) == {"C1": (NETWORK, 10000)}
    verdict = judge(Proposed(Act.STATEMENT, at("10:00")), facts, law)
    assert "wi-network-hold-harmless" in rules(verdict)
    assert {each.rule for each in verdict.excluded} == {"wi-network-hold-harmless"}
    assert {each.citation for each in verdict.excluded} == {"Wis. Stat. 1"}
    assert NETWORK not in rules(verdict)


# ---- only the part that is not the patient's


@pytest.mark.parametrize(
    ("kind", "network", "moves", "cents", "rule"),
    [
        (PayerType.COMMERCIAL, "", (("PR", "1", 4000), ("CO", "45", 6000)), 4000, NETWORK),
        (PayerType.COMMERCIAL, "", (("PR", "1", 4000), ("OA", "23", 6000)), 4000, NETWORK),
        (PayerType.MEDICARE, "", (("PR", "2", 2500), ("PR", "45", 7500)), 2500, RESIDENTS),
        # Scenario 30: capped at the in-network share.
        (PayerType.COMMERCIAL, "out", (("PR", "2", 2500), ("PR", "45", 7500)), 2500, SURPRISE),
        (PayerType.TRICARE, "", (("PR", "2", 2500), ("PR", "96", 7500)), 2500, TRICARE),
        (PayerType.MEDICARE, "", (("PR", "2", 2500), ("PR", "50", 7500)), 2500, ABN),
        # What is not accounted for by the moves is nobody's to ask for.
        (PayerType.COMMERCIAL, "", (("PR", "1", 4000), ("CO", "45", 5000)), 0, NETWORK),
    ],
)
def test_only_the_part_that_is_not_theirs_is_left_out(kind, network, moves, cents, rule):
    mixed = charge(
        coverages=covered(kind), network=network, patient_moves=moves,
        patient_reasons=tuple((group, code) for group, code, _ in moves),
    )  # fmt: skip
    found = asked(mixed)
    assert (found.cents, [each.rule for each in found.excluded]) == (cents, [rule])
    assert sum(each.cents for each in found.excluded) == 10000 - cents


def test_what_was_paid_is_counted_on_the_patients_own_part_first():
    """$40.00 theirs and $60.00 ours, $30.00 paid: $10.00 is left to ask."""
    mixed = charge(
        coverages=covered(), patient_reasons=(("PR", "1"), ("CO", "45")),
        patient_moves=(("PR", "1", 4000), ("CO", "45", 6000)),
        layers=(Layer(day("2026-09-01"), 7000),),
    )  # fmt: skip
    assert asked(mixed).cents == 1000


@pytest.mark.parametrize(
    ("more", "cents"),
    [
        ({}, 0),
        ({"patient_reasons": (("PR", "2"),)}, 10000),
        ({"abn_on": day("2026-09-01")}, 10000),
        ({"noncovered_ack_on": day("2026-09-01")}, 10000),
        ({"abn_on": day("2026-09-02")}, 0),
        ({"layers": (Layer(day("2026-09-01"), 2000),)}, 2000),  # someone paid most of it
        ({"self_pay_restriction": True}, 10000),
    ],
)
def test_all_of_a_medicare_charge_needs_a_reason(more, cents):
    assert asked(charge(coverages=covered(PayerType.MEDICARE), **more)).cents == cents
