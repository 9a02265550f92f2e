"""The demonstration's accounts with the agency: three placed, one paid in half, one recalled."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from goodstanding.actions.imports import Setting
from goodstanding.actions.unit import Actor
from goodstanding.cli.demo_agency import demo_agency
from goodstanding.core.agency_placing import placing
from goodstanding.core.places import law_for
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.models import AgencyLine, AuditEvent, Placement
from goodstanding.records.queries.account_record import facts_of
from goodstanding.records.queries.agency_money import months
from tests.agency_made import DAY, mailed, state
from tests.ledger_text import AT, assert_proven, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_var")]
FOUR = """
2026-06-01 charge C1 101.01 patient
2026-06-01 charge C2 84.20 patient patient=b1
2026-06-01 charge C3 60.00 patient patient=c1
2026-06-01 charge C4 70.00 patient patient=d1
"""


def letter(account):
    mailed(account, "statement", date(2026, 6, 10))
    mailed(account, "first_letter", date(2026, 8, 20))


def lettered(*accounts):
    settings.VAR.mkdir(parents=True, exist_ok=True)
    tell(FOUR)
    for account in accounts:
        letter(account)
    return Setting(DAY, Actor("test", "system"), AT)


def test_three_are_placed_and_what_became_of_them_is_there_to_see():
    setting = lettered("A", "B", "C", "D")
    assert demo_agency(setting) == 3
    assert [state(number) for number in (1, 2, 3, 4)] == [
        "placed", "recalled", "placed", "proposed",
    ]  # fmt: skip
    lines = AgencyLine.objects.order_by("id").values_list("state", "cents", "fee_cents")
    assert list(lines) == [("posted", 5050, 1263), ("set_aside", 4000, 1000)]
    (month,) = months()
    # 101.01, 84.20 and 60.00; the disputed 84.20 came back; 25 % of 50.50 is 12.625.
    assert (month.placed, month.recalled, month.recovered, month.difference) == (
        24521, 8420, 5050, 0,
    )  # fmt: skip
    assert Placement.objects.exclude(decided_by="").filter(proposed_by="kim").count() == 0
    assert_proven()


def test_the_waiting_one_lacks_nothing_but_the_manager():
    demo_agency(lettered("A", "B", "C", "D"))
    facts = facts_of("D", DAY)
    found = placing(facts, clinic.policy_in_force(DAY), law_for(facts, live_book()))
    assert [point.code for point in found.missing] == ["authority"]


def test_a_second_time_changes_nothing():
    setting = lettered("A", "B", "C", "D")
    demo_agency(setting)
    before = AuditEvent.objects.count()
    assert (demo_agency(setting), AuditEvent.objects.count()) == (0, before)


def test_too_few_accounts_or_a_clinic_of_its_own_place_nothing():
    setting = lettered("A", "B")
    own = settings.VAR / "clinic.toml"
    assert (demo_agency(setting), own.exists()) == (0, False)
    letter("C")
    own.write_text(Path(clinic.__file__).with_name("clinic.toml").read_text("utf-8"))
    assert demo_agency(setting) == 0
    assert not AuditEvent.objects.filter(verb="agency.papers").exists()
