"""A policy drafted, tried and approved in Chromium: without scripts too, and before axe."""

import pytest
from playwright.sync_api import expect

from goodstanding.actions.tasks import run_next
from tests.browser.test_desk import serious


def drafted(page) -> str:
    """A draft under which Fisk's 96.10 is too little for a statement."""
    page.goto("/policy")
    page.get_by_role("button", name="Start a draft").click()
    page.get_by_label("Small amounts: no statement below").fill("100.00")
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Try it").click()
    return page.url


def run_the_trial():
    from tests.web.clinic import BY, NOON

    run_next(by=BY, clock=lambda: NOON)


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_put_a_policy_in_force(sign_in, scripts):
    dana = sign_in("coordinator", java_script_enabled=scripts)
    address = drafted(dana)
    run_the_trial()
    dana.goto(address)
    dana.get_by_role("link", name="See it side by side").click()
    expect(dana.get_by_role("heading", name="1 of 6 accounts change")).to_be_visible()
    dana.go_back()
    dana.get_by_role("button", name="Ask for approval").click()
    kim = sign_in("manager", java_script_enabled=scripts)
    kim.goto(address)
    kim.get_by_label("Starts on").fill("t")
    kim.get_by_role("button", name="Approve").click()
    expect(kim.get_by_text("in force from 11/23/2026").first).to_be_visible()
    kim.goto("/policy")
    expect(kim.get_by_text("No statement goes out for less than $100.00.")).to_be_visible()


def test_draft_and_trial_are_sound_for_axe_and_reflow_at_320(sign_in):
    page = sign_in("coordinator")
    address = drafted(page)
    run_the_trial()
    for each in (address, f"{address}/trial"):
        page.set_viewport_size({"width": 1280, "height": 3000})
        page.goto(each)
        assert serious(page) == [], each
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, each
