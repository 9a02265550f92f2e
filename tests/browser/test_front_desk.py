"""T9: tomorrow's list is published from Today in three interactions; the desk writes a result back
in two clicks."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from goodstanding.actions import appointments, huddle
from goodstanding.actions.appointments import NewVisit
from goodstanding.actions.unit import Actor
from goodstanding.records.models import HuddleList, HuddleResult
from tests.browser.test_cash import keys
from tests.web.clinic import FISK, LOPEZ, NOON, WARSAME

SUE = Actor("sue", "scheduler")


@pytest.fixture
def booked(clinic):
    for account, day in ((FISK, 24), (LOPEZ, 24), (FISK, 23)):
        visit = NewVisit(datetime(2026, 11, day, 20, tzinfo=UTC), "Dr. Hale", "Main")
        appointments.book(patient=f"P{account}", visit=visit, by=SUE, at=NOON)


def test_tomorrows_list_is_published_in_three(booked, sign_in):
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    keys(page, "g", "f")  # 1
    page.wait_for_url("**/front-desk")
    expect(page.get_by_role("region", name="Visits", exact=True)).to_contain_text(
        "Ask $96.10"
    )  # 2: looked at
    keys(page, "b")  # 3
    expect(page.locator(".saved")).to_contain_text("the list of 11/24/2026 is published, 2 visits")
    assert HuddleList.objects.get().by == "coordinator-1"


def test_the_desk_writes_back_what_came_of_it_in_two_clicks(booked, sign_in):
    page = sign_in("coordinator")
    page.goto("/front-desk?on=2026-11-23")
    keys(page, "b")
    expect(page.locator(".saved")).to_contain_text("is published")
    page = sign_in("front_desk")
    page.get_by_role("link", name="Front desk").click()
    page.get_by_role("button", name="Paid", exact=True).click()
    expect(page.locator(".saved")).to_contain_text("paid")
    row = HuddleResult.objects.get()
    assert (row.what, row.cents) == ("paid", 96_10)


def test_the_desk_writes_three_results_by_keys_alone(booked, sign_in):
    for account in (LOPEZ, WARSAME):
        visit = NewVisit(datetime(2026, 11, 23, 21, tzinfo=UTC), "Dr. Hale", "Main")
        appointments.book(patient=f"P{account}", visit=visit, by=SUE, at=NOON)
    huddle.publish(on=NOON.date(), locations=("Main",), by=Actor("dana", "coordinator"), at=NOON)
    page = sign_in("front_desk")
    page.goto("/front-desk?on=2026-11-23&location=Main")
    keys(page, "ArrowDown", "1", "2", "Enter")  # Fisk: not all of it after all
    expect(page.locator("[name=amount]:focus")).to_have_value("96.10")
    page.keyboard.type("60")
    keys(page, "Enter")
    expect(page.locator(".saved")).to_contain_text("part")
    keys(page, "ArrowDown", "4", "Enter")  # Lopez
    expect(page.locator(".saved")).to_contain_text("wants dana")
    keys(page, "ArrowDown", "5", "Enter", "Enter")  # Warsame: nobody asked
    expect(page.locator(".saved")).to_contain_text("did not ask")
    rows = HuddleResult.objects.order_by("id")
    said = [(row.what, row.cents, row.reason) for row in rows]
    assert said == [("part", 60_00, ""), ("wants_us", 0, ""), ("not_asked", 0, "busy")]


def test_a_wrong_result_is_changed_by_keys_and_taken_back_without_scripts(booked, sign_in):
    huddle.publish(on=NOON.date(), locations=("Main",), by=Actor("dana", "coordinator"), at=NOON)
    page = sign_in("front_desk")
    page.goto("/front-desk?on=2026-11-23&location=Main")
    keys(page, "ArrowDown", "1", "Enter")
    expect(page.locator(".saved")).to_contain_text("paid $96.10")
    expect(page.get_by_role("button", name="Part")).to_be_hidden()
    keys(page, "2", "Enter")
    expect(page.locator("[name=amount]:focus")).to_have_value("96.10")
    page.keyboard.type("60")
    keys(page, "Enter")
    expect(page.locator(".saved")).to_contain_text("part $60.00")
    plain = sign_in("biller", java_script_enabled=False)
    plain.goto("/front-desk?on=2026-11-23&location=Main&view=desk")
    plain.get_by_role("button", name="Take back").click()
    expect(plain.locator(".saved")).to_contain_text("taken back")
    expect(plain.get_by_role("button", name="Part")).to_be_visible()
