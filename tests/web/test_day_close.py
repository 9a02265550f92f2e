"""Closing the day on the screen: counted, explained, confirmed by two, and its report in three
forms.
"""

import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from goodstanding.records.models import DayClose, DayReopened, DrawerCount, DrawerStart, Staff
from tests.cash_desk import DAY, taken
from tests.web.clinic import PASSWORD, colleague

pytestmark = pytest.mark.usefixtures("clinic")


def page(client, url, **asked):
    seen = client.get(url, asked)
    assert seen.status_code == 200, url
    return " ".join(seen.content.decode().split())


def post(client, what, status=200, **asked):
    seen = client.post(f"/cash/close/{what}", {"on": DAY.isoformat(), **asked}, follow=True)
    assert seen.status_code == status
    return " ".join(seen.content.decode().split())


@pytest.fixture
def takings(clinic):
    """85.00 cash, a check of 60.00, cards of 1,904.20."""
    taken("cash", "85.00")
    taken("check", "60.00", "4471")
    taken("card", "1894.20", "a1")
    taken("card", "10.00", "a2")


AGREED = {"count_0": "185", "count_1": "60.00", "count_2": "1,904.20"}
SHORT = {**AGREED, "count_2": "1894.20"}


def test_a_day_without_payments_offers_to_start_the_drawer(desk):
    text = page(desk("front_desk"), "/cash/close")
    assert "No payments on this day." in text
    assert 'value="100.00"' in text
    post(desk("coordinator"), "start", drawer="Front 1", cents="120.00")
    assert DrawerStart.objects.get().cents == 12000


@pytest.mark.parametrize(("cents", "why"), [("", "Write what lies"), ("x", "Write an amount")])
def test_a_start_that_is_none_is_said(desk, cents, why):
    assert why in post(desk("coordinator"), "start", drawer="Front 1", cents=cents)


def test_a_day_that_agrees_is_closed_with_two_forms(desk, takings):
    client = desk("coordinator")
    text = post(client, "count", **AGREED)
    assert text.count("Agrees") == 3
    assert "Ready to close" in text
    text = post(client, "shut")
    assert "Closed" in text
    assert "Ties to the ledger" in text
    assert DayClose.objects.get().by == "coordinator-1"


def test_a_sum_is_counted_and_what_is_none_is_asked_again(desk, takings):
    client = desk("front_desk")
    post(client, "count", count_0="100+60+5x5")
    assert DrawerCount.objects.get().cents == 18500
    text = post(client, "count", status=400, count_0="ten")
    assert "Write an amount as 185.00, or a sum as 3x20+5x5." in text
    assert 'value="ten"' in text


def test_a_difference_shows_where_to_look_and_needs_two_people(desk, takings):
    client = desk("coordinator")
    text = post(client, "count", **SHORT)
    assert "Receipt 4 ($10.00, no. a2) is of this amount: is it here?" in text
    assert "Cards of Front 1: $10.00 short. Find it, or write why." in text
    assert "Close the day</button>" not in text
    text = post(client, "count", **SHORT, reason_2="The slip is missing")
    assert "Another person who may close a day confirms it" in text
    colleague("manager")
    for given, why in (
        ({}, "The day is over or short: another person confirms it."),
        ({"second": "manager-1", "password": "wrong"}, "do not belong together"),
    ):
        assert why in post(client, "shut", status=400, **given)
    text = post(client, "shut", second="manager-1", password=PASSWORD)
    assert "confirmed by manager-1" in text
    assert PASSWORD not in str(DayClose.objects.get().figures)


def test_the_same_person_is_no_second(desk, takings):
    client = desk("coordinator")
    post(client, "count", **SHORT)
    post(client, "count", **SHORT, reason_2="missing")
    person = Staff.objects.get(username="coordinator-1")
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    text = post(client, "shut", second="coordinator-1", password=PASSWORD)
    assert "The second person must be someone else." in text
    assert not DayClose.objects.exists()


def closed(client):
    post(client, "count", **AGREED)
    post(client, "shut")


def test_a_manager_opens_it_again_with_a_reason(desk, takings):
    closed(desk("coordinator"))
    manager = desk("manager")
    text = page(manager, "/cash/close", on=DAY.isoformat())
    assert "Open the day again" in text
    assert "Write why the day is opened again." in post(manager, "reopen", status=400)
    text = post(manager, "reopen", reason="A slip turned up")
    assert "is open again" in text
    assert DayReopened.objects.get().by == "manager-1"
    text = page(manager, "/cash/close/report", on=DAY.isoformat(), version="1")
    assert "A slip turned up" in text


def test_the_report_in_three_forms_has_one_total(desk, takings, pdftotext):
    client = desk("manager")
    closed(client)
    # 85.00 + 60.00 + 1,904.20
    assert "$2,049.20" in page(client, "/cash/close/report", on=DAY.isoformat())
    seen = client.get("/cash/close/xlsx", {"on": DAY.isoformat()})
    assert seen["Content-Disposition"] == 'attachment; filename="close-2026-11-23.xlsx"'
    rows = CalamineWorkbook.from_filelike(BytesIO(seen.content)).get_sheet_by_name(
        "Ties to the ledger"
    ).to_python()  # fmt: skip
    assert rows[-1] == ["Cash of the day", 2049.2, 2049.2, 0.0]
    seen = client.get("/cash/close/pdf", {"on": DAY.isoformat()})
    assert seen["Content-Type"] == "application/pdf"
    text = subprocess.run(
        [pdftotext, "-layout", "-", "-"], input=seen.content, capture_output=True, check=True
    ).stdout.decode()
    assert "Ties to the ledger" in text
    assert text.count("2,049.20") >= 3


def test_the_front_desk_sees_its_drawers_and_nothing_of_the_rest(desk, takings):
    text = page(desk("front_desk"), "/cash/close")
    assert "Checks 1" in text
    for word in ("Insurers", "Deposit", "Close the day</button>", "Report", "Closed days"):
        assert word not in text


@pytest.mark.parametrize("asked", [{"on": "soon"}, {"on": "2026-11-23", "version": "9"}])
def test_a_day_or_version_that_is_none_is_not_found(desk, asked):
    assert desk("manager").get("/cash/close/report", asked).status_code == 404


def test_the_page_opens_on_the_oldest_open_day(desk, takings):
    taken("cash", "1.00", on=DAY - timedelta(3))
    text = page(desk("coordinator"), "/cash/close")
    assert "Friday Nov 20, 2026" in text
    assert "Also open:" in text


def test_the_pages_ask_the_database_as_often_for_a_hundred_receipts(
    desk, takings, django_assert_max_num_queries
):
    client = desk("coordinator")
    for number in range(100):
        taken("check", "1.00", str(number))
    with django_assert_max_num_queries(25):
        client.get("/cash/close")
    with django_assert_max_num_queries(25):
        client.get("/cash/close/report")
