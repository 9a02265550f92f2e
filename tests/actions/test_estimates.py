"""An estimate from draft to bill: versions never change, what is given is kept, and a bill far over
it is asked of nobody until a supervisor has looked.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from goodstanding.actions import estimates, imports
from goodstanding.actions.estimates import Handed
from goodstanding.actions.unit import Actor
from goodstanding.core.estimate_bill import Near
from goodstanding.core.estimate_terms import Planned, PlannedLine, Told
from goodstanding.core.owed_estimates import over_estimates
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    Appointment,
    AuditEvent,
    Charge,
    CostEstimate,
    Estimate,
    EstimateGiven,
    EstimateLine,
    EstimateVersion,
    Patient,
)
from goodstanding.records.queries import estimate_over, estimate_shown, estimates_sent
from goodstanding.records.queries import estimates as query
from goodstanding.records.queries.facts import facts_for
from tests.web.clinic import DAY, NOON, WARSAME, Table, bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BY = Actor("dana", "coordinator")
LEAD = Actor("kim", "manager")
WHO = {"by": BY, "at": NOON}
PAPER = Handed("print", told_aloud=True)
# Booked on Monday, November 23 for December 18: 18 business days ahead, due on November 27 (the
# 26th is Thanksgiving).
SERVICE = date(2026, 12, 18)
KNEE = PlannedLine(
    "Dr. Moe", "27447", 145000, npi="1234567893", tin="12-3456789", diagnosis="M17.11",
    place="facility",
)  # fmt: skip
XRAY = replace(KNEE, code="73562", cents=21000, place="office")
CARE = Planned(
    "Knee replacement", (KNEE, XRAY), SERVICE, DAY, has_coverage=False, bill_it=False,
    others=("facility", "anesthesia"), facility="Surgery Center, 200 Demonstration Avenue",
)  # fmt: skip


@pytest.fixture
def patient(tmp_path):
    bring_in(tmp_path)
    return f"P{WARSAME}"


def given(patient, planned=CARE):
    key = estimates.draft(patient=patient, planned=planned, **WHO)
    estimates.give(key=key, handed=PAPER, **WHO)
    return key


def billed(cents, code="27447", provider="Dr. Moe"):
    return Charge.objects.create(
        number=f"B{code}{cents}", patient=Patient.objects.get(number=f"P{WARSAME}"), code=code,
        service_on=SERVICE, posted_on=SERVICE, units="1", cents=cents, provider=provider,
        expects="patient", expected="patient",
    )  # fmt: skip


def test_a_draft_says_when_it_is_due_and_a_given_one_is_due_no_more(patient):
    key = estimates.draft(patient=patient, planned=CARE, **WHO)
    (row,) = query.due(DAY).soon
    assert (row.case, row.deliver_by) == (key, date(2026, 11, 27))
    (deadline,) = query.deadlines_of(WARSAME, DAY)
    assert (deadline.kind, deadline.on) == ("estimate_due", date(2026, 11, 27))
    assert not query.deadlines_of("0104233", DAY)
    assert [r.case for r in query.due(date(2026, 11, 27)).today] == [key]
    assert query.due(date(2026, 11, 28)).today[0].late(date(2026, 11, 28))
    estimates.give(key=key, handed=PAPER, **WHO)
    assert query.due(DAY).count == 0
    assert [(s.case, s.share_cents) for s in estimates_sent.sent(DAY)] == [(key, 166000)]


def test_what_was_given_is_kept_for_six_years_with_its_words(patient):
    given(patient)
    kept = EstimateGiven.objects.get()
    assert (kept.on, kept.keep_until) == (DAY, date(2032, 11, 23))
    assert kept.paper["total"] == "$1,660.00"
    assert list(EstimateLine.objects.values_list("code", "npi", "cents")) == [
        ("27447", "1234567893", 145000),
        ("73562", "1234567893", 21000),
    ]
    event = AuditEvent.objects.filter(verb="estimate.give").get()
    assert "Knee" not in event.detail


@pytest.mark.parametrize("table", [EstimateVersion, EstimateLine, EstimateGiven])
def test_the_database_refuses_to_change_a_version(patient, table):
    given(patient)
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.update(id=999)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"cents": None}, "has no price"),
        ({"npi": ""}, "NPI"),
        ({"tin": ""}, "tax number"),
        ({"diagnosis": ""}, "diagnosis"),
    ],
)
def test_what_the_law_asks_for_is_there_before_it_is_given(patient, line, words):
    key = estimates.draft(
        patient=patient, planned=replace(CARE, lines=(replace(KNEE, **line),)), **WHO
    )
    with pytest.raises(Refused, match=words):
        estimates.give(key=key, handed=PAPER, **WHO)
    assert not EstimateGiven.objects.exists()


def test_where_the_surgery_takes_place_is_there_before_it_is_given(patient):
    key = estimates.draft(patient=patient, planned=replace(CARE, facility=""), **WHO)
    with pytest.raises(Refused, match="where the surgery takes place"):
        estimates.give(key=key, handed=PAPER, **WHO)
    at_the_clinic = replace(CARE, facility="", lines=(XRAY,))
    estimates.new_version(key=key, planned=at_the_clinic, why="", **WHO)
    assert estimates.give(key=key, handed=PAPER, **WHO) == 2


def test_a_plan_s_own_terms_are_kept_to_be_checked_and_the_share_is_not_sure(patient, monkeypatch):
    asked = []
    monkeypatch.setattr(
        estimates, "said_of_care", lambda *of: asked.append(of) or ("It pays for 20 visits.",)
    )
    told = Told(60000, Decimal("0.20"), 210000)
    insured = replace(
        CARE, has_coverage=True, bill_it=True, told=told,
        lines=(replace(KNEE, allowed=184000), replace(XRAY, allowed=9000, covered=False)),
    )  # fmt: skip
    estimates.draft(patient=patient, planned=insured, **WHO)
    figures = EstimateVersion.objects.get().figures
    assert asked == [(patient, [("27447", ())], SERVICE)]
    assert figures["check"] == ["It pays for 20 visits."]
    assert not figures["sure"]
    assert any("limits or terms of its own" in text for text in figures["reasons"])


def test_of_a_self_pay_estimate_no_plan_is_asked(patient, monkeypatch):
    monkeypatch.setattr(estimates, "said_of_care", lambda *_: pytest.fail("asked"))
    estimates.draft(patient=patient, planned=CARE, **WHO)
    figures = EstimateVersion.objects.get().figures
    assert (figures["check"], figures["sure"]) == ([], True)


def test_a_changed_one_comes_a_business_day_before_or_says_why(patient):
    key = given(patient)
    more = replace(CARE, lines=(replace(KNEE, cents=155000), XRAY))
    with pytest.raises(Refused, match="what changed"):
        estimates.new_version(key=key, planned=more, why="", **WHO)
    assert estimates.new_version(key=key, planned=more, why="A second implant", **WHO) == 2
    on_the_day = {"by": BY, "at": NOON + timedelta(days=25)}
    with pytest.raises(Refused, match="one business day"):
        estimates.give(key=key, handed=PAPER, **on_the_day)
    late = Handed("print", told_aloud=False, late_why="Found today")
    estimates.give(key=key, handed=late, **on_the_day)
    assert EstimateGiven.objects.latest("id").late_why == "Found today"
    # The bill is compared with the newer: 1,550.00 + 210.00.
    (facts,) = facts_for([CostEstimate.objects.get().patient.guarantor_id], SERVICE)
    assert [(e.provider, e.cents) for e in facts.estimates] == [("Dr. Moe", 176000)]


@pytest.mark.parametrize(
    ("cents", "near"), [(145000, None), (179999, None), (180000, Near.AMBER), (185000, Near.STOPS)]
)
def test_a_bill_over_its_estimate(patient, cents, near):
    """1,660.00 estimated. 1,799.99 + 210.00 is 349.99 over, 1,800.00 350.00, 1,850.00 400.00."""
    key = given(patient)
    billed(cents)
    billed(21000, "73562")
    found = estimate_over.over(SERVICE)
    assert [(row.near, row.case) for row in found] == ([(near, key)] if near else [])


def test_a_supervisor_looks_and_it_may_be_asked_for_until_it_grows(patient, tmp_path):
    """2,060.00 was billed for what was estimated at 1,660.00."""
    given(patient)
    posted(tmp_path / "one", ("B1", "27447", "2060.00"))
    (row,) = estimate_over.over(SERVICE)
    look = {"number": row.number, "provider": "Dr. Moe", "billed_cents": 206000}
    at = {"at": NOON + timedelta(days=25)}
    with pytest.raises(Refused, match="role"):
        estimates.review_over(**look, found="A longer operation", by=BY, **at)
    with pytest.raises(Refused, match="changed"):
        estimates.review_over(**look | {"billed_cents": 1}, found="x", by=LEAD, **at)
    assert stopped() == {"B1"}
    estimates.review_over(**look, found="A longer operation", by=LEAD, **at)
    assert stopped() == set()
    assert estimate_over.over(SERVICE)[0].reviewed
    posted(tmp_path / "two", ("B1", "27447", "2060.00"), ("B2", "A9270", "0.01"))
    assert stopped() == {"B1", "B2"}


def test_what_a_plan_is_billed_the_same_day_is_no_bill_beside_it(patient):
    """1,660.00 estimated and kept from the plan, billed so; 450.00 of the day go to the plan."""
    key = given(patient)
    billed(166000)
    Charge.objects.update(self_pay_restriction=True)
    billed(45000, "99213")
    Charge.objects.filter(service_on=SERVICE).update(payer="NSH")
    assert estimate_over.over(SERVICE) == ()
    assert [one.over for one in estimate_shown.shown(key, SERVICE).bill] == [0]
    facts = facts_for([CostEstimate.objects.get().patient.guarantor_id], SERVICE)
    assert [one.billed_cents for one in facts[0].estimates] == [166000]


def posted(folder, *charges):
    """The practice posts these for the day of the care."""
    folder.mkdir()
    columns = "patient_id charge_id service_date posted_on code units amount expects provider"
    Table("charges", columns, [
        (f"P{WARSAME}", number, "2026-12-18", "2026-12-18", code, "1", amount, "patient", "Dr. Moe")
        for number, code, amount in charges
    ]).write(folder)  # fmt: skip
    setting = imports.Setting(on=SERVICE, by=LEAD, at=NOON + timedelta(days=25))
    (one,) = imports.receive(folder, "practice", setting)
    assert one.status == "posted", one.problems


def stopped():
    key = Patient.objects.get(number=f"P{WARSAME}").guarantor_id
    (facts,) = facts_for([key], SERVICE)
    return set(over_estimates(facts, query.law_on(SERVICE)))


def test_a_booked_visit_without_coverage_asks_for_one(patient):
    row = Patient.objects.get(number=patient)
    visit = Appointment.objects.create(
        number="A1", patient=row, starts_at=NOON + timedelta(days=7), scheduled_on=DAY,
        provider="Dr. Moe", status="booked",
    )  # fmt: skip
    found = query.due(DAY)
    # Monday to Monday, Thanksgiving between: 4 business days, so it is due the next one.
    assert [(r.appointment, r.case, r.deliver_by) for r in found.soon] == [
        ("A1", None, date(2026, 11, 24))
    ]
    assert (found.visits_next_week, found.need_one) == (1, 1)
    estimates.draft(patient=patient, planned=CARE, appointment="A1", **WHO)
    assert [r.case is None for r in query.due(DAY).soon] == [False]
    with pytest.raises(Refused, match="has an estimate"):
        estimates.draft(patient=patient, planned=CARE, appointment=visit.number, **WHO)


def test_a_withdrawn_one_is_due_no_more_and_stays(patient):
    key = given(patient)
    estimates.withdraw(key=key, why="The visit is cancelled", **WHO)
    with pytest.raises(Refused, match="withdrawn"):
        estimates.give(key=key, handed=PAPER, **WHO)
    assert Estimate.objects.filter(kind="good_faith").count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"service_on": DAY - timedelta(days=1)}, "before the day"),
        ({"recurs_until": date(2027, 12, 19), "times": 6}, "12 months"),
        ({"recurs_until": date(2027, 3, 1)}, "how many times"),
        ({"times": 3}, "until when"),
        ({"lines": (replace(KNEE, npi="1234567890"),)}, "no NPI"),
    ],
)
def test_what_cannot_be_written_down(patient, change, words):
    with pytest.raises(Refused, match=words):
        estimates.draft(patient=patient, planned=replace(CARE, **change), **WHO)


def test_care_that_comes_again_is_one_sum_for_all_of_it(patient):
    therapy = replace(KNEE, code="97110", cents=9000)
    course = replace(CARE, lines=(therapy,), recurs_until=date(2027, 3, 1), times=12)
    given(patient, course)
    (row,) = Estimate.objects.filter(code="97110")
    assert (row.cents, row.service_on) == (108000, None)
    assert EstimateGiven.objects.get().paper["total"] == "$1,080.00"


def test_a_look_at_one_estimate_is_none_at_the_next(patient, tmp_path):
    """Two courses without a day. 2,060.00 after the first, of 1,000.00, was looked at; 960.00 after
    the second, of 500.00, is 460.00 over, and nobody looked.
    """
    row = Patient.objects.get(number=patient)
    about = {"patient": row, "kind": "good_faith", "provider": "Dr. Moe", "code": "97110"}
    Estimate.objects.create(number="E1", given_on=DAY, cents=100000, **about)
    posted(tmp_path / "one", ("B1", "97110", "1100.00"), ("B2", "97110", "960.00"))
    at = {"by": LEAD, "at": NOON + timedelta(days=25)}
    estimates.review_over(
        number="E1", provider="Dr. Moe", billed_cents=206000, found="More visits", **at
    )
    assert stopped() == set()
    Charge.objects.filter(number="B1").update(service_on=DAY)
    Estimate.objects.create(number="E2", given_on=SERVICE, cents=50000, **about)
    assert stopped() == {"B2"}
    assert [(one.number, one.reviewed) for one in estimate_over.over(SERVICE)] == [("E2", False)]
