"""Do something else, in Chromium: from the keyboard, without scripts, and before axe."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk import serious
from tests.web.clinic import FISK


def choose(page):
    page.get_by_label("Wait", exact=True).check()
    page.get_by_label("Until").fill("+7")
    page.get_by_label("Patient asked for time").check()


def test_another_step_is_chosen_and_ended_from_the_keyboard(sign_in):
    page = sign_in("coordinator")
    page.goto(f"/accounts/{FISK}")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name="Do something else")).to_be_visible()
    choose(page)
    page.keyboard.press("Control+Enter")
    card = page.get_by_role("region", name="Next step")
    expect(card).to_contain_text("by coordinator-1 on 11/23/2026: patient asked for time.")
    page.get_by_role("button", name="End this choice").press("Enter")
    expect(card).not_to_contain_text("Chosen by a person")


def test_it_works_without_scripts(sign_in):
    page = sign_in("coordinator", java_script_enabled=False)
    page.goto(f"/accounts/{FISK}")
    page.get_by_text("Why this and not something else").click()
    expect(page.get_by_text("No hold stands on this account.")).to_be_visible()
    page.get_by_role("link", name="Do something else").click()
    choose(page)
    page.get_by_role("button", name="Make it the next step").click()
    expect(page.get_by_text("Chosen by a person")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_drawer_and_the_reasons_are_sound_for_axe(sign_in, width):
    page = sign_in("manager")
    page.set_viewport_size({"width": width, "height": 3000})
    page.goto(f"/accounts/{FISK}?drawer=override")
    page.get_by_text("Why this and not something else").click()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
