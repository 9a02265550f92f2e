"""Booked visits without coverage that need no estimate of their own, and those that do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from goodstanding.actions import estimates
from goodstanding.records.models import Appointment, Charge, CostEstimate, Estimate, Patient
from goodstanding.records.queries import estimates as query
from tests.actions.test_estimates import CARE, KNEE, WHO
from tests.web.clinic import DAY, NOON, WARSAME, bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OPERATED = date(2026, 11, 2)
THERAPY = replace(KNEE, code="97110", cents=9000)
# From December 1 on, three times, until March.
COURSE = replace(
    CARE, service_on=date(2026, 12, 1), lines=(THERAPY, replace(THERAPY, code="97140")), times=3,
    recurs_until=date(2027, 3, 1),
)  # fmt: skip


@pytest.fixture
def person(tmp_path):
    bring_in(tmp_path)
    return Patient.objects.get(number=f"P{WARSAME}")


def visit(person, codes, days=30, number="A1"):
    return Appointment.objects.create(
        number=number, patient=person, starts_at=NOON + timedelta(days=days), scheduled_on=DAY,
        provider="Dr. Moe", planned_codes=codes, status="booked",
    )  # fmt: skip


def asked_for():
    found = query.due(DAY)
    rows = (*found.today, *found.soon, *found.later)
    assert query.due_counts(DAY).count == found.count
    return [row.appointment for row in rows if row.case is None]


def surgery(person, **more):
    about = {"service_on": OPERATED, "global_days": 90, "provider": "Dr. Moe", **more}
    return Charge.objects.create(
        number="S1", patient=person, code="27447", posted_on=OPERATED, units="1", cents=145000,
        expects="patient", expected="patient", **about,
    )  # fmt: skip


def priced(person, code, cents):
    """Our last charge of it, by somebody else."""
    Charge.objects.create(
        number=f"L{code}", patient=person, code=code, service_on=DAY, posted_on=DAY, units="1",
        cents=cents, expects="patient", expected="patient", provider="Dr. Hale",
    )  # fmt: skip


def estimate_of(person, **more):
    about = {"provider": "Dr. Moe", "service_on": OPERATED, "kind": "good_faith", **more}
    Estimate.objects.create(
        number="E1", patient=person, given_on=OPERATED, code="27447", cents=145000, **about
    )


@pytest.mark.parametrize(
    ("codes", "operation", "due"),
    [
        ("99024", {}, False),
        ("99024", {"service_on": date(2026, 9, 24)}, False),  # the visit is on its 90th day
        ("99024", {"service_on": date(2026, 9, 23)}, True),
        ("99024", {"global_days": 10}, True),
        ("99024", {"global_days": None}, True),
        ("99024;73562", {}, True),  # the picture is billed apart
        ("73562", {}, True),
        ("", {}, True),
    ],
)
def test_a_visit_after_surgery_is_in_its_price(person, codes, operation, due):
    """December 23."""
    surgery(person, **operation)
    visit(person, codes)
    assert asked_for() == (["A1"] if due else [])


@pytest.mark.parametrize(
    ("cents", "estimate", "due"),
    [
        (0, {}, False),
        (0, {"provider": ""}, False),
        (0, None, True),
        (0, {"provider": "Dr. Hale"}, True),
        (0, {"kind": "insured"}, True),
        (0, {"service_on": DAY}, True),
        (1, {}, True),
        (None, {}, True),
    ],
)
def test_another_code_is_free_only_beside_the_surgerys_estimate(person, cents, estimate, due):
    surgery(person)
    if estimate is not None:
        estimate_of(person, **estimate)
    if cents is not None:
        priced(person, "G0001", cents)
    visit(person, "99024 G0001")
    assert asked_for() == (["A1"] if due else [])


def test_a_price_of_its_own_asks_for_one(person):
    surgery(person)
    priced(person, "99024", 5000)
    visit(person, "99024")
    assert asked_for() == ["A1"]


def test_why_none_is_due_is_said_where_the_visit_is_chosen(person):
    surgery(person)
    visit(person, "99024")
    (row,) = query.visits_to_choose(DAY)
    assert row.deliver_by is None
    assert row.why_not == (
        "In the price of the surgery of 11/02/2026, which takes in visits after it to 01/31/2027."
    )


def test_later_visits_of_a_course_are_in_its_estimate(person):
    """Three times in all: the first has the estimate, two follow; a fourth, an operation and one
    whose care nobody wrote ask for their own.
    """
    visit(person, "97110", 8)
    estimates.draft(patient=person.number, planned=COURSE, appointment="A1", **WHO)
    visit(person, "97110 97140", 10, "A2")
    visit(person, "27447 97110", 11, "A3")
    visit(person, "", 12, "A4")
    visit(person, "97140", 15, "A5")
    visit(person, "97110", 17, "A6")
    assert asked_for() == ["A3", "A4", "A6"]
    assert {row.appointment for row in query.visits_to_choose(DAY)} == {"A3", "A4", "A6"}
    assert query.due(DAY).visits_next_week == 0
    CostEstimate.objects.update(withdrawn_at=NOON)
    assert len(asked_for()) == 6
