"""Which estimates the desk may name at a visit, and which visits still need one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from goodstanding.actions import appointments, estimates
from goodstanding.core.estimate_terms import Planned, PlannedLine
from goodstanding.records.models import Patient
from goodstanding.records.queries.huddle import worked
from tests.actions.test_estimates import PAPER
from tests.web.clinic import BERG, BY, DAY, NOON
from tests.web.test_front_desk import book

pytestmark = pytest.mark.usefixtures("clinic", "own_var")
SERVICE = date(2026, 12, 18)
WHO = {"by": BY, "at": NOON}
LINE = PlannedLine(
    "Dr. Moe", "97110", 120_00, npi="1234567893", tin="12-3456789", diagnosis="M17.11"
)
CARE = Planned("Knee", (LINE,), SERVICE, DAY, has_coverage=False, bill_it=False)
# Two visits, from December 18 to January 8.
COURSE = replace(CARE, recurs_until=SERVICE + timedelta(days=21), times=2)


def uncovered() -> None:
    Patient.objects.get(number=f"P{BERG}").coverages.all().delete()


def given(planned: Planned = CARE) -> int:
    key = estimates.draft(patient=f"P{BERG}", planned=planned, **WHO)
    estimates.give(key=key, handed=PAPER, **WHO)
    return key


def line(on: date = SERVICE):
    (row,) = worked(on, "Main")
    return row.told.line


def test_an_estimate_that_was_withdrawn_is_not_the_ask_and_is_due_again():
    uncovered()
    book(BERG, on=SERVICE, planned_codes="97110")
    key = given()
    assert (line().prepay_cents, "estimate" in line().forms) == (120_00, False)
    estimates.withdraw(key=key, why="Another operation", **WHO)
    assert (line().prepay_cents, "estimate" in line().forms) == (0, True)


def test_a_version_moved_to_another_day_no_longer_speaks_of_the_first():
    uncovered()
    book(BERG, on=SERVICE, planned_codes="97110")
    key, later = given(), SERVICE + timedelta(days=3)
    estimates.new_version(key=key, planned=replace(CARE, service_on=later), why="Moved", **WHO)
    assert line().prepay_cents == 120_00  # a draft says nothing yet
    estimates.give(key=key, handed=PAPER, **WHO)
    assert line().prepay_cents == 0


def test_a_self_pay_estimate_is_not_the_ask_of_who_is_insured_on_the_day():
    book(BERG, on=SERVICE, planned_codes="97110")
    given()
    assert line().prepay_cents == 0
    uncovered()
    assert line().prepay_cents == 120_00


def test_visits_of_a_course_need_no_estimate_of_their_own_until_it_has_come_so_often():
    uncovered()
    given(COURSE)
    days = [SERVICE + timedelta(days=7 * week) for week in range(3)]
    numbers = [book(BERG, on=on, planned_codes="97110") for on in days]
    assert ["estimate" in line(on).forms for on in days] == [False, False, True]
    appointments.cancel(number=numbers[0], **WHO)
    assert ["estimate" in line(on).forms for on in days[1:]] == [False, False]


@pytest.mark.parametrize(
    ("days", "codes"), [(22, "97110"), (7, "27447"), (7, "97110 27447"), (-1, "97110")]
)
def test_a_visit_outside_a_course_or_of_other_care_needs_its_own(days, codes):
    uncovered()
    given(COURSE)
    on = SERVICE + timedelta(days=days)
    book(BERG, on=on, planned_codes=codes)
    assert "estimate" in line(on).forms


def test_who_never_had_a_coverage_or_has_one_to_come_has_no_card_that_ended():
    book(BERG, on=SERVICE)
    for begins, ends, forms in (
        (SERVICE + timedelta(days=14), None, ()),
        (None, SERVICE - timedelta(days=1), ("coverage",)),
    ):
        own = Patient.objects.get(number=f"P{BERG}").coverages
        own.update(effective_on=begins, ends_on=ends)
        assert tuple(form for form in line().forms if form == "coverage") == forms
    uncovered()
    assert "coverage" not in line().forms
