"""Is it really owed? Each reason that takes money away, and its edges."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.facts import CoverageFacts, Layer
from goodstanding.core.kinds import Act, PayerType, Recipient
from goodstanding.core.owed import Owed, owed
from goodstanding.law import live_book
from tests.core.builders import (
    TODAY,
    account,
    charge,
    covered,
    day,
    hold,
    patient,
    person,
)


def asked(*charges, state="MN", **more) -> Owed:
    facts = account(*charges, **more)
    return owed(facts, live_book().on(facts.on, state))


def left(found: Owed) -> dict[str, tuple[str, int]]:
    return {each.charge_id: (each.rule, each.cents) for each in found.excluded}


def test_an_open_patient_part_is_owed():
    found = asked(charge("C1", cents=12345), charge("C2", cents=55, coverages=covered()))
    assert (found.cents, found.charges, found.excluded) == (12400, {"C1": 12345, "C2": 55}, ())


QMB = "us-qmb-balance-billing-ban"
COVERAGES = [
    (covered(PayerType.MEDICARE, qmb=True), QMB),
    (covered(PayerType.MEDICARE_ADVANTAGE, qmb=True), QMB),  # scenario 23
    (covered(PayerType.MEDICAID), "mn-ma-no-copay"),
    (covered(PayerType.WORKERS_COMP), "mn-workers-comp-no-patient-billing"),  # scenario 28
    (covered(PayerType.NO_FAULT), "mn-no-fault-auto"),
]


@pytest.mark.parametrize(("coverages", "rule"), COVERAGES)
def test_some_coverages_leave_the_patient_nothing(coverages, rule):
    found = asked(charge("C1", coverages=coverages), charge("C2", cents=700))
    assert found.cents == 700
    assert left(found) == {"C1": (rule, 10000)}


def test_the_second_coverage_counts_too():
    second = CoverageFacts(2, "P2", PayerType.MEDICAID)
    found = asked(charge(coverages=(*covered(PayerType.COMMERCIAL), second)))
    assert found.cents == 0
    second = CoverageFacts(2, "P2", PayerType.OTHER, qmb=True)
    found = asked(charge(coverages=(*covered(PayerType.MEDICARE), second)))
    assert left(found) == {"C1": (QMB, 10000)}


@pytest.mark.parametrize(
    ("service", "cents", "copay"),
    [
        ("2023-12-20", 2000, 300),  # scenario 24
        ("2024-01-05", 2000, 0),
        ("2023-12-31", 2000, 300),
        ("2024-01-01", 2000, 0),
        ("2023-12-20", 250, 250),
    ],
)
def test_medical_assistance_copay_by_day_of_service(service, cents, copay):
    found = asked(charge(service=service, cents=cents, coverages=covered(PayerType.MEDICAID)))
    assert found.cents == copay
    assert sum(each.cents for each in found.excluded) == cents - copay


def test_one_copay_a_visit():
    visit = {"service": "2023-12-20", "coverages": covered(PayerType.MEDICAID)}
    found = asked(charge("C1", cents=100, **visit), charge("C2", cents=2000, **visit))
    assert found.charges == {"C1": 100, "C2": 200}


def test_another_day_is_another_visit_with_its_own_copay():
    paid = {"cents": 2000, "coverages": covered(PayerType.MEDICAID)}
    found = asked(charge("C1", "2023-12-20", **paid), charge("C2", "2023-12-21", **paid))
    assert found.charges == {"C1": 300, "C2": 300}


def test_a_copay_is_not_asked_while_the_insurer_is_open():
    visit = {"service": "2023-12-20", "coverages": covered(PayerType.MEDICAID)}
    assert asked(charge(cents=300, insurer_cents=1, **visit)).cents == 0


@pytest.mark.parametrize(
    ("signed", "rule"),
    [
        (None, "mn-ma-noncovered-ack"),  # scenario 25
        ("2026-09-02", "mn-ma-noncovered-ack"),
        ("2026-09-01", None),
    ],
)
def test_medicaid_and_a_service_it_does_not_cover(signed, rule):
    ack = signed and day(signed)
    brace = charge(
        coverages=covered(PayerType.MEDICAID), denial_reasons=(("PR", "96"),), noncovered_ack_on=ack
    )
    assert left(asked(brace)) == ({"C1": (rule, 10000)} if rule else {})


def test_medicaid_in_another_state_is_payment_in_full():
    found = asked(charge(coverages=covered(PayerType.MEDICAID)), state="WI")
    assert left(found) == {"C1": ("us-medicaid-payment-in-full", 10000)}


LATE = "mn-62q75-six-month-claim-rule"


@pytest.mark.parametrize(
    ("known", "billed", "rule"),
    [
        (None, "2026-02-28", None),  # six months after 2025-08-31: the month's last day
        (None, "2026-03-01", LATE),
        ("2025-10-10", "2026-04-10", None),
        ("2025-10-10", "2026-04-11", LATE),
        ("2025-07-01", "2026-02-28", None),  # known before the service counts from the service
        (None, None, LATE),  # nobody knows of a claim, and the time for one is over
        ("2026-06-01", None, None),
    ],
)
def test_a_late_first_claim(known, billed, rule):
    late = charge(
        service="2025-08-31",
        coverages=covered(),
        insurer_known_on=known and day(known),
        first_billed_on=billed and day(billed),
    )
    assert left(asked(late)) == ({"C1": (rule, 10000)} if rule else {})


@pytest.mark.parametrize(("billed", "cents"), [("2026-08-31", 10000), ("2026-09-01", 0)])
def test_original_medicare_gives_a_year(billed, cents):
    late = charge(
        service="2025-08-31", coverages=covered(PayerType.MEDICARE), first_billed_on=day(billed),
        patient_reasons=(("PR", "2"),),
    )  # fmt: skip
    assert asked(late).cents == cents


def test_a_denial_for_lateness_is_ours():
    late = charge(coverages=covered(), denial_reasons=(("CO", "29"),))
    assert left(asked(late)) == {"C1": (LATE, 10000)}


@pytest.mark.parametrize(
    ("kind", "abn", "code", "cents"),
    [
        (PayerType.MEDICARE, None, "50", 0),
        (PayerType.MEDICARE, "2026-09-02", "50", 0),
        (PayerType.MEDICARE, "2026-09-01", "50", 10000),
        (PayerType.MEDICARE, None, "1", 10000),
        (PayerType.MEDICARE, None, "96", 10000),  # excluded by statute: no notice needed
        (PayerType.MEDICARE_ADVANTAGE, None, "50", 10000),
    ],
)
def test_care_medicare_found_not_necessary(kind, abn, code, cents):
    denied = charge(
        coverages=covered(kind), abn_on=abn and day(abn), patient_reasons=(("PR", code),)
    )
    assert asked(denied).cents == cents


@pytest.mark.parametrize(
    ("network", "reasons", "rule"),
    [
        ("in", (("PR", "1"),), None),
        ("", (("PR", "2"), ("PR", "3")), None),
        ("in", (("CO", "45"),), "mn-network-hold-harmless"),
        ("in", (("PR", "45"),), "mn-network-hold-harmless"),
        ("in", (("PR", "1"), ("CO", "97")), "mn-network-hold-harmless"),
        ("out", (("PR", "1"),), None),
        ("out", (), "us-nsa-balance-billing-ban"),
        ("out", (("PR", "1"), ("PR", "45")), "us-nsa-balance-billing-ban"),
    ],
)
def test_only_the_plans_cost_share_moves_to_the_patient(network, reasons, rule):
    found = asked(charge(coverages=covered(), network=network, patient_reasons=reasons))
    assert left(found) == ({"C1": (rule, 10000)} if rule else {})


def test_out_of_network_without_a_plan_is_self_pay():
    assert asked(charge(network="out")).cents == 10000


@pytest.mark.parametrize(("billed", "cents"), [(None, 10000), ("2026-09-05", 0)])
def test_a_service_kept_from_the_plan(billed, cents):
    kept = charge(
        coverages=covered(), self_pay_restriction=True, first_billed_on=billed and day(billed)
    )
    assert asked(kept).cents == cents


def test_an_open_insurer_part_holds_the_patients():
    found = asked(charge("C1", insurer_cents=1, coverages=covered()), charge("C2", cents=900))
    assert (found.cents, left(found)) == (900, {"C1": ("owed.insurer_pending", 10000)})


@pytest.mark.parametrize(
    ("change", "cents"),
    [
        ({}, 10000),
        ({"code": "C9"}, 20000),
        ({"code": "C1 RT"}, 20000),
        ({"service_on": day("2026-09-02")}, 20000),
        ({"cents": 9999}, 20000),
        ({"patient_id": "A2"}, 20000),
    ],
)
def test_the_later_of_two_alike_waits(change, cents):
    second = replace(charge("C1"), charge_id="C0", posted_on=day("2026-09-09"), **change)
    found = asked(second, charge("C1"), patients=(patient(), patient("A2")))
    assert found.cents == cents
    assert left(found) == ({"C0": ("owed.duplicate_charge", 10000)} if cents == 10000 else {})


def test_services_without_a_code_are_never_alike():
    assert asked(charge("C1", code=""), charge("C2", code="")).cents == 20000


def test_unapplied_money_is_said():
    (note,) = asked(unapplied_cents=4200).notes
    assert note.rule == "owed.unapplied_money"
    assert "$42.00" in note.text


@pytest.mark.parametrize(
    ("relation", "born", "signed", "rule"),
    [
        ("spouse", "1980-05-05", None, "mn-spouse-not-liable"),
        ("spouse", "1980-05-05", "2026-01-01", None),
        ("spouse", "1980-05-05", "2026-12-01", "mn-spouse-not-liable"),
        ("child", "2015-01-01", None, "mn-minor-guarantor"),
        ("child", "2015-01-01", "2026-01-01", None),
        ("child", "2008-09-01", None, "owed.guarantor_not_signed"),  # 18 on the day of service
        ("child", "2008-09-02", None, "mn-minor-guarantor"),
        ("ward", "2015-01-01", None, "owed.guarantor_not_signed"),
        ("other", "1950-01-01", "2026-01-01", None),
        ("other", "1950-01-01", None, "owed.guarantor_not_signed"),
    ],
)
def test_who_is_not_the_patient_owes_by_signing(relation, born, signed, rule):
    found = asked(
        person=person(signed_on=signed and day(signed)),
        patients=(patient("A1", relation, day(born)),),
    )
    assert left(found) == ({"C1": (rule, 10000)} if rule else {})


@pytest.mark.parametrize(("alone", "cents"), [(False, 0), (True, 10000)])
def test_a_child_never_owes_for_itself_unless_it_consented_alone(alone, cents):
    born = day("2008-10-01")  # 17 at the service, 18 today
    facts = {"person": person(birth_on=born, consented_alone=alone)}
    found = asked(**facts, patients=(patient(born=born),))
    assert found.cents == cents


def test_a_service_of_nobody_known_waits():
    assert asked(charge(patient_id="A9")).cents == 0


def test_money_on_a_held_charge_is_left_out():
    found = asked(charge("C1"), charge("C2", cents=50), holds=(hold("dispute", charges=("C1",)),))
    assert found.charges == {"C2": 50}
    assert left(found) == {"C1": ("us-regf-validation-notice", 10000)}


@pytest.mark.parametrize(
    ("kind", "rule"),
    [("dispute", QMB), ("bankruptcy", "us-bk-automatic-stay")],
)
def test_of_two_reasons_the_one_that_lasts_is_given(kind, rule):
    """What is never owed outlasts a dispute; a bankruptcy comes before both."""
    never = charge(coverages=covered(PayerType.MEDICARE, qmb=True))
    found = asked(never, holds=(hold(kind, charges=("C1",)),))
    assert left(found) == {"C1": (rule, 10000)}


def test_a_hold_says_more_than_an_open_insurer():
    found = asked(charge(insurer_cents=5), holds=(hold("dispute", charges=("C1",)),))
    assert left(found) == {"C1": ("us-regf-validation-notice", 10000)}


def test_a_stop_may_leave_one_act_open():
    facts = account(holds=(hold("bankruptcy", chapter="13", filed_on="2026-03-01"),))
    law = live_book().on(TODAY, "MN")
    assert owed(facts, law).cents == 10000
    assert owed(facts, law, act=Act.CALL, to=Recipient.GUARANTOR).cents == 0


KINDS = st.sampled_from(list(PayerType))
CHARGES = st.builds(
    lambda number, cents, open_, insurer, kind, qmb, back: charge(
        f"C{number}",
        service=str(TODAY - timedelta(days=back)),
        cents=cents,
        layers=(Layer(date(2026, 9, 9), min(open_, cents)),),
        insurer_cents=insurer,
        coverages=covered(kind, qmb=qmb) if kind else (),
    ),
    st.integers(1, 4),
    st.integers(1, 10**7),
    st.integers(1, 10**7),
    st.sampled_from([0, 0, 500]),
    st.none() | KINDS,
    st.booleans(),
    st.integers(0, 2000),
)


@given(st.lists(CHARGES, max_size=4, unique_by=lambda c: c.charge_id))
def test_every_cent_is_either_asked_or_left_out(charges):
    facts = replace(account(), charges=tuple(charges))
    found = owed(facts, live_book().on(TODAY, "MN"))
    assert found.cents + sum(each.cents for each in found.excluded) == facts.patient_cents
    assert found.cents == sum(found.charges.values())
    assert all(cents > 0 for cents in found.charges.values())
    assert all(each.cents > 0 and each.citation for each in found.excluded)
