"""What counts as a screening for help before an account may go to the agency."""

from datetime import date, timedelta

import pytest

from goodstanding.actions import assistance as help_acts
from goodstanding.actions.assistance import Choice
from goodstanding.actions.holds import take_back_hold
from goodstanding.core.agency_placing import placing
from goodstanding.core.agency_points import HELP
from goodstanding.core.assistance import Means
from goodstanding.core.places import law_for
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.models import HelpApplication
from goodstanding.records.queries.account_record import facts_of
from tests.agency_made import DANA, DAY, KIM, OWES, mailed
from tests.ledger_text import AT, owed, tell

pytestmark = pytest.mark.django_db
TOO_MUCH = Means(4, 300_000_00)


@pytest.fixture(autouse=True)
def lettered() -> None:
    tell(OWES)
    mailed("A", "first_letter", date(2026, 8, 20))


def screened(on=DAY) -> bool | None:
    facts = facts_of("A", on)
    assert facts is not None
    points = placing(facts, clinic.policy_in_force(on), law_for(facts, live_book())).points
    return next(point.ok for point in points if point.rule == HELP)


def begun() -> int:
    return help_acts.begin(account_id="A", how="call", by=DANA, at=AT)


def test_what_nobody_knows_is_not_in_order():
    assert screened() is None


def decided(percent: int | None) -> None:
    """None: what the table gives, no help."""
    number = begun()
    help_acts.fill(number=number, means=TOO_MUCH, by=DANA, at=AT)
    for kind in ("form", "income"):
        help_acts.paper(number=number, kind=kind, state="received", by=DANA, at=AT)
    choice = Choice(percent, "Ill since May" if percent else "")
    if not help_acts.decide(number=number, choice=choice, by=DANA, at=AT):
        help_acts.agree(number=number, by=KIM, at=AT)
    assert HelpApplication.objects.get().state == "decided"


@pytest.mark.parametrize("percent", [None, 60])
def test_an_application_that_was_decided_counts_whatever_was_decided(percent):
    decided(percent)
    assert screened(DAY + timedelta(days=1)) is True


# What is left is paid on the 24th; a newer visit is the patient's since that day. A grant is good
# for six months.
@pytest.mark.parametrize(
    ("percent", "on", "counts"),
    [
        (60, date(2026, 11, 25), True),
        (60, date(2027, 5, 22), True),
        (60, date(2027, 5, 23), None),
        (None, date(2026, 11, 25), None),
    ],
)
def test_for_a_newer_debt_only_a_grant_in_force_counts(percent, on, counts):
    decided(percent)
    tell(f"{OWES}\n2026-11-24 charge C3 90.00 patient")
    assert screened(DAY + timedelta(days=1)) is True  # the older debt is open too
    paid = "2026-11-24 patient_payment C1 40.00\n2026-11-24 patient_payment C2 33.68"
    whole = "2026-11-24 patient_payment C1 100.00\n2026-11-24 patient_payment C2 84.20"
    tell(f"{OWES}\n2026-11-24 charge C3 90.00 patient\n{paid if percent else whole}")
    assert owed(on.isoformat()) == "0.00 90.00 0.00"
    assert screened(on) is counts


def test_a_pause_that_was_taken_back_counts_for_nothing():
    begun()
    take_back_hold(hold_id=HelpApplication.objects.get().hold.number, by=DANA, at=AT)
    assert screened() is None
