"""An estimate after its visit was moved or cancelled, and beside a newer version not given yet:
what counts is what was given, and the day on which the care took place.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from goodstanding.actions import appointments, estimates
from goodstanding.actions.estimates import Handed
from goodstanding.core.estimate_bill import Near
from goodstanding.core.estimate_terms import Told
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Appointment, Charge, EstimateGiven, Patient
from goodstanding.records.queries import estimate_over, estimate_shown, estimates_sent
from goodstanding.records.queries import estimates as query
from goodstanding.records.queries.estimate_accuracy import accuracy_of, past_of
from goodstanding.records.queries.facts import facts_for
from tests.actions.test_estimates import (
    BY,
    CARE,
    KNEE,
    PAPER,
    SERVICE,
    WHO,
    posted,
    stopped,
)
from tests.web.clinic import DAY, NOON, WARSAME, bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WAS = date(2026, 12, 17)
EARLIER = replace(CARE, service_on=WAS)
LATER = {"by": BY, "at": NOON + timedelta(days=26)}


@pytest.fixture
def patient(tmp_path):
    bring_in(tmp_path)
    return f"P{WARSAME}"


@pytest.fixture
def moved(patient):
    """Given for a visit on the 17th, 1,660.00; the visit is on the 18th since, late in the evening:
    in Greenwich it is the 19th.
    """
    visit = Appointment.objects.create(
        number="A1", patient=Patient.objects.get(number=patient), scheduled_on=DAY, status="booked",
        starts_at=NOON + timedelta(days=24), provider="Dr. Moe", planned_codes="27447",
    )  # fmt: skip
    key = estimates.draft(patient=patient, planned=EARLIER, appointment="A1", **WHO)
    estimates.give(key=key, handed=PAPER, **WHO)
    appointments.move(number="A1", to=visit.starts_at + timedelta(days=1, hours=8), **WHO)
    return key


def test_a_moved_visit_is_compared_with_the_charges_of_its_new_day(moved, tmp_path):
    """2,060.00 is 400.00 over."""
    posted(tmp_path / "one", ("B1", "27447", "2060.00"))
    assert stopped() == {"B1"}
    (row,) = estimate_over.over(SERVICE)
    assert (row.near, row.service_on, row.stops) == (Near.STOPS, SERVICE, True)
    assert estimate_over.over(SERVICE, row.number) == (row,)
    (bill,) = estimate_shown.shown(moved, SERVICE).bill
    assert (bill.provider, bill.billed) == ("Dr. Moe", 206000)


def test_what_is_billed_for_the_old_day_is_no_more_of_it(moved, tmp_path):
    posted(tmp_path / "one", ("B1", "27447", "2060.00"))
    Charge.objects.update(service_on=WAS)
    assert stopped() == set()
    assert not estimate_over.over(SERVICE)


def test_how_near_it_came_is_asked_of_the_day_it_took_place(moved, tmp_path):
    posted(tmp_path / "one", ("B1", "27447", "1500.00"))
    assert [(one.code, one.actual) for one in accuracy_of(SERVICE)] == [("27447", 150000)]


def test_a_cancelled_visit_keeps_the_day_it_was_given_for(moved):
    appointments.cancel(number="A1", **WHO)
    (facts,) = facts_for([Patient.objects.get(number=f"P{WARSAME}").guarantor_id], SERVICE)
    assert {one.service_on for one in facts.estimates} <= {WAS}


@pytest.mark.parametrize(("status", "begun"), [("booked", 1), ("cancelled", 0), ("no_show", 0)])
def test_a_draft_is_due_for_the_visits_day_while_there_is_one(moved, status, begun):
    estimates.new_version(key=moved, planned=EARLIER, why="Moved", **WHO)
    Appointment.objects.update(status=status)
    found = query.due(date(2026, 12, 18))
    assert [row.service_on for row in (*found.today, *found.soon)] == [SERVICE] * begun
    assert query.due_counts(date(2026, 12, 18)).count == begun
    assert len(query.deadlines_of(WARSAME, date(2026, 12, 18))) == begun


def test_the_old_day_is_free_for_another_visit(moved, patient):
    """Another visit, on the day that the moved one left, has no estimate."""
    row = Patient.objects.get(number=patient)
    Appointment.objects.create(
        number="A2", patient=row, scheduled_on=DAY, status="booked", planned_codes="20610",
        starts_at=NOON + timedelta(days=24),
    )  # fmt: skip
    assert query.only_visit_of(patient, DAY) == "A2"
    assert [one.appointment for one in query.due(DAY).soon] == ["A2"]


def test_a_version_of_the_old_day_is_not_given(moved):
    estimates.new_version(key=moved, planned=EARLIER, why="Moved", **WHO)
    with pytest.raises(Refused, match="12/18/2026 now"):
        estimates.give(key=moved, handed=PAPER, **WHO)
    assert "12/18/2026 now" in estimate_shown.shown(moved, DAY).lacking[0]
    estimates.new_version(key=moved, planned=CARE, why="Moved", **WHO)
    assert estimates.give(key=moved, handed=PAPER, **WHO) == 3


def test_a_newer_version_changes_nothing_of_what_was_given(patient, tmp_path):
    """Given for the 18th as self-pay; then written anew for January, with a plan."""
    key = estimates.draft(patient=patient, planned=replace(CARE, lines=(KNEE,)), **WHO)
    estimates.give(key=key, handed=PAPER, **WHO)
    told = Told(0, Decimal("0.2"), 10**6, on=DAY)
    anew = replace(
        CARE, service_on=date(2027, 1, 8), has_coverage=True, bill_it=True, told=told
    )  # fmt: skip
    estimates.new_version(key=key, planned=anew, why="Covered then", **WHO)
    (row,) = estimates_sent.sent(DAY)
    assert (row.track, row.service_on, row.deliver_by) == (
        "good_faith", SERVICE, date(2026, 11, 27),
    )  # fmt: skip
    posted(tmp_path / "one", ("B1", "27447", "1500.00"))
    found = [(one.payer, one.estimated, one.actual) for one in accuracy_of(SERVICE)]
    assert found == [("", 145000, 150000)]
    assert past_of("27447", patient_id=patient, insured=False, service_on=SERVICE, on=DAY) is None


def test_the_version_that_was_seen_is_given_or_none(patient):
    key = estimates.draft(patient=patient, planned=CARE, **WHO)
    seen = Handed("print", told_aloud=True, version=1)
    estimates.new_version(key=key, planned=replace(CARE, service="Another"), why="", **WHO)
    with pytest.raises(Refused, match="Version 2 was written since"):
        estimates.give(key=key, handed=seen, **WHO)
    assert not EstimateGiven.objects.exists()
    assert estimates.give(key=key, handed=replace(seen, version=2), **WHO) == 2
    assert estimates_sent.count_sent(DAY) == 1
