"""What a person at the desk met on a walk through the day with a real browser."""

import pytest

from goodstanding.actions import appointments
from goodstanding.records.models import Estimate, Patient
from goodstanding.records.queries import before_visits
from goodstanding.records.queries.huddle import past_balance, worked
from tests.web.clinic import BERG, DAY, FISK, NOON
from tests.web.test_front_desk import NEXT, SUE, book

pytestmark = pytest.mark.usefixtures("clinic")


def asked(location: str | None = None) -> list[tuple[int, int, int]]:
    """(ask, ahead, tier) of each visit of the next day, in their order."""
    lines = [row.told.line for row in worked(NEXT, location)]
    return [(line.ask_cents, line.prepay_cents, line.tier) for line in lines]


# ---- two visits on a day


def test_a_balance_is_asked_for_at_the_first_visit_of_the_day_alone():
    first, later = book(FISK, 9), book(FISK, 14)
    assert asked() == [(96_10, 0, 1), (0, 0, 0)]
    assert "first visit of the day" in worked(NEXT, None)[1].told.why
    assert [row.booked.number for row in before_visits.coming(DAY)[0]] == [first]
    assert past_balance(FISK, NOON) == 96_10
    appointments.move(number=later, to=NOON.replace(day=24, hour=13), by=SUE, at=NOON)
    assert asked() == [(96_10, 0, 1), (0, 0, 0)]  # that one is at 7 in the morning now
    assert [row.booked.number for row in worked(NEXT, None)] == [later, first]
    appointments.cancel(number=later, by=SUE, at=NOON)
    assert asked() == [(0, 0, 0), (96_10, 0, 1)]  # the one that is left


def test_an_estimate_of_a_day_is_offered_at_its_first_visit_alone():
    book(BERG, 9)
    book(BERG, 14)
    patient = Patient.objects.get(number=f"P{BERG}")
    patient.coverages.all().delete()
    Estimate.objects.create(
        number="E1", patient=patient, given_on=DAY, kind="good_faith", code="27447",
        cents=300_00, service_on=NEXT,
    )  # fmt: skip
    assert asked() == [(0, 300_00, 0), (0, 0, 0)]
