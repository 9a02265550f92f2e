"""The front desk and the list of estimates say of the same visits that an estimate is due."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from goodstanding.actions import appointments, estimates
from goodstanding.core.estimate_terms import Told
from goodstanding.records.models import Appointment, CostEstimate, Coverage, Patient
from goodstanding.records.queries import estimates as query
from goodstanding.records.queries.before_visits import coming
from goodstanding.records.queries.coming_visits import COMING, booked
from goodstanding.records.queries.huddle import worked
from tests.actions.test_estimates import CARE, PAPER, WHO
from tests.records.test_estimate_spared import COURSE, OPERATED, estimate_of, surgery, visit
from tests.web.clinic import DAY, WARSAME, bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SOON = date(2026, 12, 3)
# NOON and ten days is December 3.
OF_SOON = replace(CARE, service_on=SOON)
TOLD = Told(0, Decimal("0.20"), 5_000_00, on=DAY)


@pytest.fixture
def person(tmp_path):
    bring_in(tmp_path)
    return Patient.objects.get(number=f"P{WARSAME}")


def insure(person, **days):
    Coverage.objects.create(
        patient=person, rank=1, payer="X", payer_name="X", payer_type="commercial", **days
    )


def one(person, codes="27447", days=10, number="A1"):
    return visit(person, codes, days, number)


def drafted(person, planned=OF_SOON, appointment="A1"):
    return estimates.draft(patient=person.number, planned=planned, appointment=appointment, **WHO)


def given(person, planned=OF_SOON, appointment="A1"):
    key = drafted(person, planned, appointment)
    estimates.give(key=key, handed=PAPER, **WHO)
    return key


def uncovered(person):
    one(person)


def without_codes(person):
    one(person, "")


def covered(person):
    one(person)
    insure(person)


def cover_ended(person):
    one(person)
    insure(person, ends_on=SOON - timedelta(days=1))


def too_near(person):
    one(person, days=1)


def begun(person):
    one(person)
    drafted(person)


def with_its_own(person):
    one(person)
    given(person)


def changed(person):
    one(person)
    key = given(person)
    estimates.new_version(key=key, planned=OF_SOON, why="Another implant", **WHO)


def withdrawn(person):
    one(person)
    estimates.withdraw(key=given(person), why="Another operation", **WHO)


def replaced(person):
    """Not of a visit: the newer version is of another day."""
    one(person)
    key = given(person, appointment="")
    later = replace(CARE, service_on=SOON + timedelta(days=3))
    estimates.new_version(key=key, planned=later, why="Moved", **WHO)
    estimates.give(key=key, handed=PAPER, **WHO)


def moved(person):
    """And another visit is on the day it left."""
    first = one(person)
    given(person)
    appointments.move(number="A1", to=first.starts_at + timedelta(days=2), **WHO)
    one(person, number="A2")


def cancelled(person):
    one(person)
    appointments.cancel(number="A1", **WHO)


def came(person):
    one(person)
    Appointment.objects.update(status="arrived")


def of_the_export(person):
    one(person)
    estimate_of(person, service_on=SOON)


def self_pay_but_insured_now(person):
    one(person)
    given(person)
    insure(person)


def insured_and_asked(person):
    one(person)
    insure(person)
    drafted(person, replace(OF_SOON, has_coverage=True, bill_it=True, asked_on=DAY))


def after_surgery(person):
    surgery(person)
    one(person, "99024")


def after_surgery_and_more(person):
    surgery(person)
    one(person, "99024;73562")


def course(person):
    """Three times: the fourth and the operation ask for their own."""
    one(person, "97110", 8)
    given(person, COURSE)
    for at, codes in enumerate(["97110,97140", "27447", "97140", "97110"], 2):
        one(person, codes, 8 + at, f"A{at}")


@pytest.mark.parametrize(
    ("situation", "due"),
    [
        (uncovered, {"A1"}), (without_codes, {"A1"}), (covered, set()), (cover_ended, {"A1"}),
        (too_near, set()), (begun, {"A1"}), (with_its_own, set()), (changed, {"A1"}),
        (withdrawn, {"A1"}), (replaced, {"A1"}), (moved, {"A2"}), (cancelled, set()),
        (came, set()), (of_the_export, set()), (self_pay_but_insured_now, set()),
        (insured_and_asked, {"A1"}), (after_surgery, set()), (after_surgery_and_more, {"A1"}),
        (course, {"A3", "A5"}),
    ],
)  # fmt: skip
def test_the_desk_asks_for_the_estimates_that_are_due(person, situation, due):
    situation(person)
    found = query.due(DAY)
    listed = {row.appointment for row in (*found.today, *found.soon, *found.later)}
    rows = booked(DAY, DAY + timedelta(days=30), statuses=(*COMING, "cancelled"))
    assert ({row.number for row in rows if row.visit.estimate_due}, listed - {""}) == (due, due)
    for row in rows:
        own = booked(row.visit.on, row.visit.on, number=row.number)
        assert all(each.visit.estimate_due == (row.number in due) for each in own)


# ---- which estimate a visit has


def test_why_none_is_due_is_said_to_the_coordinator_alone(person):
    surgery(person)
    one(person, "99024")
    (row,) = worked(SOON, None)
    assert row.booked.spared.startswith(f"In the price of the surgery of {OPERATED:%m/%d/%Y}")
    assert "estimate" not in row.told.line.forms
    assert "the price" not in f"{row.told.line}"


@pytest.mark.parametrize("insured", [True, False])
def test_the_share_of_a_visit_that_was_moved_is_of_its_new_day(person, insured):
    first, day = one(person), SOON + timedelta(days=2)
    planned = OF_SOON
    if insured:
        insure(person)
        line = replace(CARE.lines[0], allowed=100000)
        planned = replace(OF_SOON, lines=(line,), has_coverage=True, bill_it=True, told=TOLD)
    key = given(person, planned)
    share = CostEstimate.objects.get(id=key).versions.get().share_cents
    appointments.move(number="A1", to=first.starts_at + timedelta(days=2), **WHO)
    one(person, number="A2")
    ((there,), (left,)) = booked(day, day), booked(SOON, SOON)
    assert (there.visit.share_cents, there.estimated) == (share, True)
    assert (left.visit.share_cents, left.estimated) == (None, False)


@pytest.mark.parametrize(
    ("situation", "words", "lacks"),
    [
        (uncovered, "No estimate", True), (covered, "No estimate", True),
        (with_its_own, "Good faith estimate of 11/23/2026", False),
        (changed, "Not given since it was changed", True), (begun, "No estimate", True),
        (after_surgery, "In the price of the surgery of 11/02/2026, which takes in visits after it "
         "to 01/31/2027.", False),
    ],
)  # fmt: skip
def test_what_is_said_of_an_operations_estimate(person, situation, words, lacks):
    situation(person)
    Appointment.objects.update(kind="procedure")
    _, (row,) = coming(DAY)
    assert (row.estimate, row.unestimated) == (words, lacks)
