"""The help program's pages: begin from the account, papers, decide, agree, appeal, and the list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goodstanding.actions import assistance as help_acts
from goodstanding.actions.unit import Actor
from goodstanding.core.assistance import Means
from goodstanding.records.models import Guarantor, HelpApplication
from tests.actions.test_agency_help import screened
from tests.agency_made import mailed
from tests.ledger_text import assert_proven, owed, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(desk):
    return desk("coordinator")


@pytest.fixture
def manager(desk):
    return desk("manager")


@pytest.fixture
def account() -> str:
    """Bills of 184.20 and 60.05, thirty days old."""
    day = timezone.localdate() - timedelta(days=30)
    tell(f"{day} charge C1 184.20 patient\n{day} charge C2 60.05 patient")
    Guarantor.objects.update(household_size=4, annual_income_cents=52_000_00)
    return "A"


def begun() -> int:
    return help_acts.begin(account_id="A", how="call", by=Actor("x", "coordinator"), at=now())


def complete(means: Means) -> int:
    number, by = begun(), Actor("x", "coordinator")
    help_acts.fill(number=number, means=means, by=by, at=now())
    for kind in ("form", "income"):
        help_acts.paper(number=number, kind=kind, state="received", by=by, at=now())
    return number


def now():
    return timezone.localtime()


def test_the_account_leads_to_it_and_says_why_to_ask(coordinator, account):
    assert "/accounts/A/help-program" in coordinator.get("/accounts/A").content.decode()
    page = coordinator.get("/accounts/A/help-program").content.decode()
    assert "The income on file is 157 percent of the poverty guideline." in page
    assert 'value="52000.00"' in page


def test_from_the_account_to_a_grant_in_five_presses(coordinator, account):
    given = {"how": "call", "people": "4", "income": "4,333.33", "per": "month"}
    page = coordinator.post("/accounts/A/help-program/begin", given, follow=True)
    assert "Still missing: the help form, signed; what comes in." in page.content.decode()
    for kind in ("form", "income"):
        paper = {"kind": kind, "state": "received"}
        page = coordinator.post("/help-program/1/paper", paper, follow=True)
    assert "Grant: $244.25 off" in page.content.decode()
    page = coordinator.post("/help-program/1/decide", follow=True).content.decode()
    assert "100 percent taken off" in page
    assert owed(now().date().isoformat()) == "0.00 0.00 0.00"
    assert_proven()


def test_what_is_missing_in_the_form_is_said_and_nothing_begins(coordinator, account):
    given = {"how": "call", "people": "4", "income": "", "per": "month"}
    page = coordinator.post("/accounts/A/help-program/begin", given)
    assert "Write the amount, 0 when nothing comes in." in page.content.decode()
    assert not HelpApplication.objects.exists()


def test_another_percent_is_proposed_and_the_manager_agrees(coordinator, manager, account):
    number = complete(Means(4, 300_000_00))
    assert "Decide: no help" in coordinator.get(f"/help-program/{number}").content.decode()
    given = {"percent": "40", "reason": "Rent went up"}
    page = coordinator.post(f"/help-program/{number}/own", given, follow=True).content.decode()
    assert "Agree and post" not in page
    assert "Agree and post" in manager.get(f"/help-program/{number}").content.decode()
    page = manager.post(f"/help-program/{number}/agree", follow=True).content.decode()
    assert "40 percent taken off" in page
    assert owed(now().date().isoformat()) == "0.00 146.55 0.00"
    assert_proven()


def test_a_no_may_be_appealed(coordinator, account):
    number = complete(Means(4, 300_000_00))
    coordinator.post(f"/help-program/{number}/decide")
    page = coordinator.get(f"/help-program/{number}?form=appeal").content.decode()
    assert "Write the appeal down" in page
    coordinator.post(f"/help-program/{number}/appeal", {"words": "Lost the job"})
    assert "Answer the appeal" in coordinator.get("/help-program").content.decode()


def test_the_list_says_what_each_waits_for_in_few_queries(
    coordinator, account, django_assert_max_num_queries
):
    begun()
    with django_assert_max_num_queries(25):
        page = coordinator.get("/help-program").content.decode()
    assert "household and income" in page


def test_withdrawn_and_waived_need_words(coordinator, account):
    number = begun()
    page = coordinator.post(f"/help-program/{number}/withdraw", {"words": ""}).content.decode()
    assert "Say it in a sentence." in page
    given = {"kind": "income", "words": ""}
    page = coordinator.post(f"/help-program/{number}/waive", given).content.decode()
    assert "Say why it is not needed." in page


def test_an_answer_that_they_want_no_help_is_a_screening_for_what_is_owed(coordinator, account):
    today = timezone.localdate()
    mailed("A", "first_letter", today - timedelta(days=9))
    url = "/accounts/A/help-program/answered"
    assert "Say what they answered." in coordinator.post(url, {"answer": " "}).content.decode()
    assert screened(today) is None
    assert coordinator.get(url[:-9]).content.decode().count("What they said") == 1
    page = coordinator.post(url, {"answer": "No, thank you"}, follow=True).content.decode()
    assert "No, thank you. The income on file is 157 percent" in page
    assert screened(today) is True
    begun()
    assert "They were asked and want no help now" not in coordinator.get(url[:-9]).content.decode()


def test_the_front_desk_does_not_see_it(desk, account):
    front_desk = desk("front_desk")
    assert front_desk.get("/accounts/A/help-program").status_code == 403
    assert front_desk.get("/help-program").status_code == 403
