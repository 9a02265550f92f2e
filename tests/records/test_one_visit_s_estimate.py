"""What is estimated of one visit is not another's: of the same day, of a course, of a version."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from goodstanding.actions import appointments, estimates
from goodstanding.records.models import Charge, CostEstimate, Coverage, Estimate, Patient
from goodstanding.records.queries import estimate_over, estimate_start
from goodstanding.records.queries import estimates as query
from goodstanding.records.queries.coming_visits import booked
from goodstanding.records.queries.facts import facts_for
from tests.actions.test_estimates import CARE, PAPER, SERVICE, WHO
from tests.records.test_estimate_spared import COURSE, visit
from tests.web.clinic import DAY, WARSAME, bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SOON = date(2026, 12, 3)  # ten days after the clinic's day


@pytest.fixture
def person(tmp_path):
    bring_in(tmp_path)
    return Patient.objects.get(number=f"P{WARSAME}")


def drafted(person, planned, appointment="A1"):
    return estimates.draft(patient=person.number, planned=planned, appointment=appointment, **WHO)


def given(person, planned, appointment="A1"):
    key = drafted(person, planned, appointment)
    estimates.give(key=key, handed=PAPER, **WHO)
    return key


def test_care_that_comes_again_stays_on_the_list_until_its_estimate_is_given(person):
    visit(person, "97110", 8)
    visit(person, "97110", 20, "A2")
    key = drafted(person, COURSE)
    later = DAY + timedelta(days=9)
    assert [row.case for row in query.due(later).today] == [key]
    assert query.due_counts(later).today == 1
    estimates.withdraw(key=key, why="It was never given", **WHO)
    found = query.due(later)
    assert [row.appointment for row in (*found.today, *found.soon, *found.later)] == ["A2"]


def test_an_insured_course_spares_no_visit_that_is_not_covered(person):
    Coverage.objects.create(
        patient=person, rank=1, payer="X", payer_name="X", payer_type="commercial",
        ends_on=DAY + timedelta(days=15),
    )  # fmt: skip
    visit(person, "97110", 8)
    visit(person, "97110", 30, "A2")
    given(person, replace(COURSE, has_coverage=True, bill_it=True))
    found = query.due(DAY)
    assert [row.appointment for row in (*found.today, *found.soon, *found.later)] == ["A2"]


def test_the_estimate_of_one_visit_is_not_asked_at_another_of_the_day(person):
    visit(person, "27447", 10)
    visit(person, "99213", 10, "A2")
    given(person, replace(CARE, service_on=SOON))
    of = {row.number: row for row in booked(SOON, SOON)}
    assert (of["A1"].visit.share_cents, of["A1"].estimated) == (166000, True)
    assert (of["A2"].visit.share_cents, of["A2"].estimated) == (None, False)
    appointments.cancel(number="A1", **WHO)
    (left,) = booked(SOON, SOON)
    assert (left.visit.share_cents, left.estimated) == (None, False)


def test_each_visit_of_the_day_has_its_own_estimate(person):
    visit(person, "27447", 10)
    visit(person, "99213", 10, "A2")
    whole = replace(CARE, service_on=SOON)
    given(person, whole)
    given(person, replace(whole, lines=CARE.lines[1:]), "A2")
    of = {row.number: row.visit.share_cents for row in booked(SOON, SOON)}
    assert of == {"A1": 166000, "A2": 21000}


@pytest.mark.parametrize(("tenth", "billed", "stops"), [(160000, 160000, 0), (100000, 160000, 1)])
def test_the_tenth_version_comes_after_the_ninth(person, tenth, billed, stops):
    """1,600.00 billed: against 1,600.00 nothing is over, against 1,000.00 it is 600.00."""
    for number, cents in (("E-9", 260000 - tenth), ("E-10", tenth)):
        Estimate.objects.create(
            number=number, patient=person, given_on=DAY, kind="good_faith", code="27447",
            provider="Dr. Moe", cents=cents, service_on=SERVICE,
        )  # fmt: skip
    Charge.objects.create(
        number="B1", patient=person, code="27447", service_on=SERVICE, posted_on=SERVICE,
        units="1", cents=billed, provider="Dr. Moe", expects="patient", expected="patient",
    )  # fmt: skip
    (facts,) = facts_for([person.guarantor_id], SERVICE)
    assert [(each.cents, each.billed_cents) for each in facts.estimates] == [(tenth, billed)]
    assert len(estimate_over.over(SERVICE)) == stops


@pytest.mark.parametrize(("modifiers", "cents"), [((), 90000), (("26",), None), (("TC",), None)])
def test_the_reading_of_a_picture_alone_does_not_cost_the_whole(person, modifiers, cents):
    Charge.objects.create(
        number="B1", patient=person, code="73721", service_on=DAY, posted_on=DAY, units="1",
        cents=90000, provider="Dr. Moe", expects="patient", expected="patient",
    )  # fmt: skip
    assert estimate_start.line_of("73721", "", on=DAY, modifiers=modifiers).cents == cents
    assert not CostEstimate.objects.exists()
