"""The next step of every hold: days worked by hand, and never none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.hold_cases import next_step
from goodstanding.core.hold_effects import effects, release_preview
from goodstanding.core.kinds import Act, HoldKind, Role
from goodstanding.law import live_book
from tests.core.builders import account, charge, day, hold, may, patient, person, rules

BEFORE, PETITION, AFTER = "2026-02-20", "2026-03-01", "2026-03-15"
CASE = {"chapter": "13", "case": "26-1", "filed_on": PETITION}


def law_of(facts):
    return live_book().on(facts.on, facts.clinic_state)


def step_of(kind, starts, on="2026-11-23", facts=None, **detail):
    """(due, who, escalated, rule) and the words."""
    one = hold(kind, starts, **detail)
    known = facts or {}
    made = account(*known.get("charges", ()), on=day(on), holds=(one,),
                   **{k: v for k, v in known.items() if k != "charges"})  # fmt: skip
    step = next_step(one, made, law_of(made))
    return (step.due_on.isoformat(), step.who, step.escalated, step.rule), step.text


C, M, B = Role.COORDINATOR, Role.MANAGER, Role.BILLER
# Friday 2026-11-20: one business day later is Monday 11-23; two Tuesday 11-24; five 11-30, for
# Thursday 11-26 is Thanksgiving; ten 12-07.
FIRST = [
    ("bankruptcy", {}, "2026-11-23", C, "holds.docket_first"),
    ("bankruptcy", {"chapter": "7", "filed_on": "2026-11-19"}, "2026-11-23", C,
     "holds.docket_first"),
    ("estate", {}, "2026-11-27", C, "holds.estate_facts"),
    ("dispute", {}, "2026-12-20", C, "holds.dispute_answer"),
    ("dispute", {"answered_on": "2026-11-23"}, "2026-11-30", C, "holds.dispute_settled"),
    ("billing_error", {}, "2026-12-20", C, "mn-62j808-billing-error-review"),
    ("good_faith_dispute", {}, "2026-12-07", C, "us-nsa-ppdr-collection-freeze"),
    ("good_faith_dispute", {"responded_on": "2026-11-23"}, "2026-12-23", C,
     "holds.estimate_check"),
    ("good_faith_dispute", {"decided_on": "2026-11-23"}, "2026-11-24", C,
     "us-nsa-ppdr-collection-freeze"),
    ("assistance_pending", {}, "2027-02-18", C, "holds.assistance_recheck"),
    ("insurer_pending", {}, "2026-12-20", B, "holds.insurer_follow_up"),
    # Told on Friday: three business days later is Wednesday; once asked, a month from the answer.
    ("insurer_pending", {"told_on": "2026-11-20"}, "2026-11-25", B, "holds.insurance_told"),
    ("insurer_pending", {"told_on": "2026-11-20", "insurer": "North Star",
     "covered_on": "2026-11-23"}, "2026-12-23", B, "holds.insurer_follow_up"),
    ("payer_appeal", {}, "2026-12-20", B, "holds.appeal_follow_up"),
    ("workers_comp", {}, "2026-12-20", B, "holds.workers_comp_follow_up"),
    ("no_fault", {}, "2026-12-20", B, "holds.no_fault_follow_up"),
    ("liability", {}, "2027-01-19", B, "holds.liability_follow_up"),
    ("attorney", {}, "2026-11-24", C, "holds.attorney_found"),
    ("attorney", {"name": "A. Lawyer", "address": "1 Main St"}, "2027-02-18", C,
     "holds.attorney_check"),
    ("cease_contact", {}, "2026-11-30", M, "us-regf-cease-communication"),
    ("cease_contact", {"decided_on": "2026-11-23"}, "2027-11-23", C, "holds.yearly_check"),
    ("call_restriction", {}, "2026-11-23", C, "holds.address_found"),
    ("call_restriction", {"not_before": "10:00"}, "2027-11-20", C, "holds.yearly_check"),
    ("confidential_address", {}, "2026-11-23", C, "holds.address_found"),
    ("confidential_address", {"address": "PO Box 9"}, "2027-11-20", C, "holds.yearly_check"),
    ("power_of_attorney", {}, "2026-12-04", C, "holds.authority_document"),
    ("power_of_attorney", {"document_on": "2026-11-20"}, "2027-11-20", C, "holds.yearly_check"),
    ("military", {}, "2026-11-27", C, "us-scra"),
    ("military", {"status_checked_on": "2026-11-23"}, "2027-05-23", C, "holds.military_recheck"),
    ("identity_theft", {}, "2026-12-04", M, "holds.identity_check"),
    ("agency", {}, "2026-12-20", C, "holds.agency_check"),
    ("manual", {}, "2026-12-20", C, "holds.manual_review"),
]  # fmt: skip


def test_every_kind_is_in_the_table():
    assert {kind for kind, *_ in FIRST} == set(HoldKind)


@pytest.mark.parametrize(("kind", "detail", "due", "who", "rule"), FIRST)
def test_the_first_step_and_its_day(kind, detail, due, who, rule):
    found, text = step_of(kind, "2026-11-20", **detail)
    assert found == (due, who, False, rule)
    assert text.endswith((".", "?"))


@pytest.mark.parametrize(("kind", "detail", "due", "who", "rule"), FIRST)
def test_the_day_after_its_day_it_is_the_managers(kind, detail, due, who, rule):
    on_the_day, _ = step_of(kind, "2026-11-20", due, **detail)
    assert on_the_day[1:3] == (who, False)
    next_day = (day(due) + timedelta(days=1)).isoformat()
    late, _ = step_of(kind, "2026-11-20", next_day, **detail)
    if late[0] == due:
        assert late[1:3] == (M, True)


def test_looking_at_it_moves_the_next_look():
    found, _ = step_of("manual", "2026-01-01", checked_on="2026-11-20")
    assert found == ("2026-12-20", C, False, "holds.manual_review")


def test_a_last_day_before_the_next_step_is_the_step():
    found, text = step_of("manual", "2026-11-20", ends_on=day("2026-12-01"))
    assert found == ("2026-12-01", C, False, "holds.release_needed")
    assert "12/01/2026" in text


def test_on_its_last_day_it_still_asks_to_be_looked_at():
    found, _ = step_of("manual", "2026-11-20", "2026-12-01", ends_on=day("2026-12-01"))
    assert found == ("2026-12-01", C, False, "holds.release_needed")


@pytest.mark.parametrize("kind", ["bankruptcy", "estate", "military", "billing_error"])
def test_days_that_cannot_be_read_are_corrected_first(kind):
    keys = ("filed_on", "died_on", "status_checked_on", "raised_on", "notice_published_on")
    found, _ = step_of(kind, "2026-11-20", **dict.fromkeys(keys, "soon"))
    assert found[0] == "2026-11-23"


OLD = {"charges": (charge(service=BEFORE, cents=48000),)}
COURT = [
    # Scenario 2: filed 2026-03-01, 70 days is 05-10, two weeks before is 04-26.
    ({}, "2026-04-01", "2026-04-26", C, "us-bk-proof-of-claim"),
    ({"claim_by": "2026-05-20"}, "2026-04-01", "2026-05-06", C, "us-bk-proof-of-claim"),
    ({}, "2026-05-01", "2026-04-26", M, "us-bk-proof-of-claim"),
    ({}, "2026-05-11", "2026-05-11", M, "us-bk-proof-of-claim"),
    # Filed: the docket 90 days after the last look.
    ({"claim_filed_on": "2026-04-20", "checked_on": "2026-04-20"}, "2026-05-01", "2026-07-19", C,
     "holds.docket_check"),
    ({"discharged_on": "2026-04-20"}, "2026-04-21", "2026-04-27", C,
     "us-bk-discharge-injunction"),
    ({"dismissed_on": "2026-04-20"}, "2026-04-20", "2026-04-21", M, "us-bk-dismissal"),
    ({"closed_on": "2026-04-20"}, "2026-04-20", "2026-04-27", M, "us-bk-dismissal"),
    # Converted 04-15 (13 to 7): counsel a week later; the claim only once there are assets.
    ({"converted_on": "2026-04-15", "to_chapter": "7"}, "2026-04-16", "2026-04-22", M,
     "us-bk-automatic-stay"),
    # 70 days from the conversion are 2026-06-24, two weeks before 06-10; counsel has answered.
    ({"converted_on": "2026-04-15", "to_chapter": "7", "counsel_on": "2026-04-20",
      "checked_on": "2026-04-20"}, "2026-04-21", "2026-06-10", C, "us-bk-proof-of-claim"),
    # A notice of assets: 90 days from 05-01 are 07-30, two weeks before 07-16.
    ({"chapter": "7", "asset_notice_on": "2026-05-01", "checked_on": "2026-05-01"}, "2026-05-02",
     "2026-07-16", C, "us-bk-proof-of-claim"),
    ({"chapter": "7", "assets": "no", "checked_on": "2026-05-01"}, "2026-05-02", "2026-07-30", C,
     "holds.docket_check"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "on", "due", "who", "rule"), COURT)
def test_the_steps_of_a_bankruptcy(more, on, due, who, rule):
    found, _ = step_of("bankruptcy", PETITION, on, OLD, **(CASE | more))
    assert found == (due, who, due < on, rule)


def test_a_discharge_with_nothing_open_is_looked_at_once_a_year():
    facts = {"charges": (charge(service=AFTER),)}
    for on, due in (("2026-05-01", "2027-04-20"), ("2027-04-21", "2028-04-20")):
        found, text = step_of("bankruptcy", PETITION, on, facts, **CASE,
                              discharged_on="2026-04-20")  # fmt: skip
        assert found == (due, C, False, "us-bk-discharge-injunction")
        assert text.startswith("Permanent")


def test_service_on_the_petition_day_goes_to_the_manager():
    facts = {"charges": (charge(service=PETITION),)}
    found, text = step_of("bankruptcy", PETITION, PETITION, facts, **CASE)
    assert found[:2] == ("2026-03-02", M)
    assert "filing day" in text


ESTATE = [
    # Scenario 16: the court file month by month, the manager from the tenth month on.
    ({"died_on": "2026-05-10"}, "2026-06-01", "2026-06-10", C, False, "holds.estate_check"),
    ({"died_on": "2026-05-10", "checked_on": "2026-06-10"}, "2026-06-20", "2026-07-10", C, False,
     "holds.estate_check"),
    ({"died_on": "2026-05-10", "checked_on": "2027-03-01"}, "2027-03-09", "2027-04-01", C, False,
     "holds.estate_check"),
    ({"died_on": "2026-05-10", "checked_on": "2027-03-01"}, "2027-03-10", "2027-03-10", M, True,
     "holds.estate_escalation"),
    ({"died_on": "2026-05-10"}, "2027-05-11", "2027-05-11", M, False,
     "mn-estate-presentation-deadline"),
    # Scenario 14: due 2026-12-03, two weeks before 11-19.
    ({"died_on": "2026-05-10", "notice_published_on": "2026-08-03",
      "notice_served_on": "2026-08-20", "representative": "R", "address": "1 Oak"},
     "2026-11-01", "2026-11-19", C, False, "mn-estate-presentation-deadline"),
    ({"died_on": "2026-05-10", "opened_on": "2026-06-01"}, "2026-05-12", "2026-05-17", C, False,
     "mn-estate-letters"),
    ({"died_on": "2026-05-10", "claim_filed_on": "2026-08-20"}, "2026-09-01", "2026-09-20", C,
     False, "mn-estate-how-to-present"),
    # Disallowed 2026-10-01: two months are 12-01, two weeks before 11-17.
    ({"died_on": "2026-05-10", "disallowed_on": "2026-10-01"}, "2026-11-01", "2026-11-17", M,
     False, "mn-estate-how-to-present"),
    ({"died_on": "2026-05-10", "disallowed_on": "2026-10-01"}, "2026-12-02", "2026-12-02", M,
     False, "mn-estate-how-to-present"),
]  # fmt: skip


@pytest.mark.parametrize(("detail", "on", "due", "who", "escalated", "rule"), ESTATE)
def test_the_steps_of_an_estate(detail, on, due, who, escalated, rule):
    found, _ = step_of("estate", "2026-05-10", on, **detail)
    assert found == (due, who, escalated, rule)


REVIEW = {"raised_on": "2026-11-02"}
ERRORS = [
    # Scenario 51: reviewed 11-20; the refund is due by Sunday 12-20, so paid by Friday 12-18.
    ({}, 0, "2026-12-02"),
    ({"possible_notice_on": "2026-11-03"}, 0, "2026-12-02"),
    ({"reviewed_on": "2026-11-20"}, 0, "2026-11-27"),
    ({"reviewed_on": "2026-11-20", "notice_on": "2026-11-24"}, 8500, "2026-12-18"),
    ({"reviewed_on": "2026-11-20", "notice_on": "2026-11-24"}, 0, "2026-11-25"),
    ({"reviewed_on": "2026-11-20", "notice_on": "2026-11-24", "refunded_on": "2026-11-24"}, 8500,
     "2026-11-25"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "credit", "due"), ERRORS)
def test_the_steps_of_a_billing_error(more, credit, due):
    found, text = step_of("billing_error", "2026-11-02", "2026-11-24", {"credit_cents": credit},
                          **(REVIEW | more))  # fmt: skip
    assert (found[0], found[3]) == (due, "mn-62j808-billing-error-review")
    assert ("$85.00" in text) is (due == "2026-12-18")


# ---- two cases in a year, conversions, what was discharged


def test_scenario_13_no_date_releases_the_second_case_of_a_year():
    first = hold("bankruptcy", "2025-09-01", chapter="13", case="25-9", filed_on="2025-09-01",
                 dismissed_on="2025-12-01", ends_on=day("2025-12-31"))  # fmt: skip
    second = hold("bankruptcy", PETITION, **CASE, ends_on=day("2026-03-31"))
    facts = account(charge(service=BEFORE), holds=(first, second))
    assert rules(may(facts)) >= {"us-bk-automatic-stay"}
    released = hold("bankruptcy", PETITION, **CASE, released_on="2026-04-01",
                    ends_on=day("2026-03-31"))  # fmt: skip
    assert may(account(charge(service=BEFORE), holds=(first, released))).allowed
    alone = may(account(charge(service=BEFORE), charge("C2", service=AFTER), holds=(second,)))
    assert (alone.cents, [each.charge_id for each in alone.excluded]) == (10000, ["C1"])
    a_year = hold("bankruptcy", "2025-03-01", chapter="7", case="25-2", filed_on="2025-03-01",
                  ends_on=day("2025-06-30"))  # fmt: skip
    assert not may(account(charge(service=BEFORE), holds=(a_year, second))).allowed
    early = hold("bankruptcy", "2025-02-01", chapter="13", case="25-1", filed_on="2025-02-28",
                 dismissed_on="2025-06-01", ends_on=day("2025-06-30"))  # fmt: skip
    over_a_year = may(account(charge(service=BEFORE), holds=(early, second)))
    assert "no dismissal or discharge is known" in over_a_year.refusals[0].text
    assert may(account(charge(service=BEFORE), holds=(early, released))).allowed


@pytest.mark.parametrize(
    ("service", "chapter", "allowed"),
    [(BEFORE, "7", False), ("2026-04-01", "7", False), ("2026-04-15", "7", False),
     ("2026-04-16", "7", True), ("2026-04-01", "13", True)],
)  # fmt: skip
def test_a_conversion_takes_along_what_came_before_it(service, chapter, allowed):
    first = {"7": "13", "13": "7"}[chapter]
    moved = hold("bankruptcy", PETITION, chapter=first, case="26-1", filed_on=PETITION,
                 converted_on="2026-04-15", to_chapter=chapter)  # fmt: skip
    assert may(account(charge(service=service), holds=(moved,))).allowed is allowed


def test_a_conversion_to_chapter_7_ends_the_codebtors_shield():
    child = patient("A2", "child", day("2015-01-01"))
    held = {
        chapter: account(
            charge(service=BEFORE, patient_id="A2"), patients=(child,),
            person=person(signed_on=day("2026-01-01")),
            holds=(hold("bankruptcy", PETITION, patient_id="A2", **CASE, **moved),),
        )
        for chapter, moved in (
            ("13", {}), ("7", {"converted_on": "2026-04-15", "to_chapter": "7"}),
        )
    }  # fmt: skip
    assert not may(held["13"]).allowed
    assert may(held["7"]).allowed


def test_a_hold_taken_back_never_was():
    one = hold("bankruptcy", PETITION, **CASE, discharged_on="2026-05-01", taken_back=True,
               ends_on=day("2026-02-28"))  # fmt: skip
    assert may(account(charge(service=BEFORE), holds=(one,))).allowed


# ---- for any hold at all

DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 1))
KEYS = ("filed_on", "discharged_on", "dismissed_on", "closed_on", "converted_on", "claim_by",
        "asset_notice_on", "died_on", "notice_published_on", "notice_served_on", "disallowed_on",
        "claim_filed_on", "raised_on", "reviewed_on", "notice_on", "decided_on", "checked_on",
        "document_on", "answered_on", "counsel_on", "opened_on")  # fmt: skip
TEXTS = ("chapter", "to_chapter", "case", "representative", "address", "not_before", "assets")
DETAILS = st.fixed_dictionaries(
    {},
    optional={key: DAYS.map(date.isoformat) | st.just("soon") for key in KEYS}
    | {key: st.sampled_from(["7", "13", "x", "10:00", ""]) for key in TEXTS},
)


@given(kind=st.sampled_from(HoldKind), detail=DETAILS, starts=DAYS, on=DAYS,
       ends=st.none() | DAYS)  # fmt: skip
def test_a_hold_never_just_stays(kind, detail, starts, on, ends):
    """Always a real day and one sentence; what is past its day is the manager's."""
    one = hold(kind, starts.isoformat(), ends_on=ends, **detail)
    facts = account(charge(service="2026-02-20"), on=on, holds=(one,))
    law = law_of(facts)
    step = next_step(one, facts, law)
    assert isinstance(step.due_on, date)
    assert step.text
    assert law.rule(step.rule)
    assert step.due_on >= on or (step.who, step.escalated) == (Role.MANAGER, True)
    assert len(effects(one, facts, law)) == len(Act)
    release_preview(one, facts, law)
