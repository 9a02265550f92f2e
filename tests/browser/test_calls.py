"""Calls from the keyboard: a promise, a voicemail, a bankruptcy, a call in; before axe; at 320."""

import re

import pytest
from playwright.sync_api import expect

from goodstanding.records.models import Contact, Hold, Promise
from tests.browser.test_cash import in_field, keys
from tests.browser.test_desk import serious
from tests.web.clinic import LOPEZ


def panel(page):
    page.goto(f"/accounts/{LOPEZ}")
    keys(page, "c")
    in_field(page, ".call-panel [name=answered]:checked")


def saved(page):
    expect(page.locator(".saved")).to_contain_text(f"call on account {LOPEZ}")
    return Contact.objects.filter(guarantor__number=LOPEZ).order_by("-id").first()


def test_a_promise_by_keys_and_the_amounts_only_once_they_are_known(sign_in):
    # As high as the page: what the last bar covers now is reached by scrolling.
    page = sign_in("coordinator", viewport={"width": 1280, "height": 3000})
    panel(page)
    told = page.get_by_text("That leaves $184.20 for you.")
    expect(told).to_be_hidden()
    keys(page, "1")
    expect(page.get_by_text("1 of 2 match. Not yet about the account.")).to_be_visible()
    expect(told).to_be_hidden()
    keys(page, "2")
    expect(told).to_be_visible()
    keys(page, "m")
    in_field(page, "#id_cents")
    page.keyboard.type("60")
    keys(page, "Tab")
    page.keyboard.type("12/4")
    assert serious(page) == []
    keys(page, "Control+Enter")
    assert saved(page).outcome == "promise"
    assert Promise.objects.filter(cents=6000, due_on="2026-12-04").exists()
    keys(page, "u")
    expect(page.locator(".saved")).to_contain_text("is taken back")
    assert not Promise.objects.filter(due_on="2026-12-04", undone_at=None).exists()


def test_a_voicemail_is_three_keys(sign_in):
    page = sign_in("coordinator")
    panel(page)
    keys(page, "v")
    expect(page.get_by_text("Hello. This message is for Maria Lopez.")).to_be_visible()
    expect(page.get_by_label("Full name")).to_be_hidden()
    keys(page, "Control+Shift+Enter")
    assert saved(page).outcome == "voicemail"


def test_a_bankruptcy_heard_is_a_tick_and_a_save(sign_in):
    page = sign_in("coordinator")
    panel(page)
    page.get_by_label("Bankruptcy").check()
    expect(page.get_by_text("I will stop now. May I have the case number")).to_be_visible()
    keys(page, "Control+Enter")
    saved(page)
    assert Hold.objects.filter(guarantor__number=LOPEZ, kind="bankruptcy").exists()
    expect(page.get_by_text("Do not call").first).to_be_visible()


def test_who_calls_us_needs_three_things(sign_in):
    page = sign_in("coordinator")
    panel(page)
    keys(page, "i", "1", "2")
    expect(page.get_by_text("2 of 3 match. Not yet about the account.")).to_be_visible()
    expect(page.get_by_text("Please also tell me your street address.")).to_be_visible()
    keys(page, "3", "z", "Control+Enter")
    assert saved(page).direction == "in"


@pytest.mark.parametrize("width", [1280, 320])
def test_the_panel_is_sound_for_axe_and_reflows(sign_in, width):
    page = sign_in("coordinator", viewport={"width": width, "height": 3000})
    page.goto(f"/accounts/{LOPEZ}?drawer=call")
    keys(page, "Shift+C", "Shift+T")
    page.get_by_label("I have another insurance").check()
    expect(page.get_by_label("Name of the insurance")).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_call_is_kept_without_scripts(sign_in):
    page = sign_in("coordinator", java_script_enabled=False)
    page.goto(f"/accounts/{LOPEZ}?drawer=call")
    page.get_by_label("No answer").check()
    page.get_by_role("button", name="Save", exact=True).click()
    assert saved(page).outcome == "no_answer"


def test_from_the_row_of_the_list_to_the_next_person(sign_in):
    page = sign_in("coordinator")
    page.goto("/today?queue=promises")
    keys(page, "j", "c")
    page.wait_for_url(f"**/accounts/{LOPEZ}?drawer=call")
    expect(page.locator(".call-panel")).to_be_visible()
    keys(page, "v", "Control+Shift+Enter")
    page.wait_for_url(re.compile(r"/today\?queue=call_now|drawer=call"))
    assert saved(page).outcome == "voicemail"


def test_the_plans_that_fit_are_shown_while_they_say_an_amount(sign_in):
    page = sign_in("coordinator", viewport={"width": 1280, "height": 3000})
    panel(page)
    keys(page, "1", "2", "f")
    in_field(page, "#id_cents")
    page.keyboard.type("50")
    expect(page.get_by_text("4 payments of $46.05")).to_be_visible()
    expect(page.get_by_text("8 payments of $25.00, the last $9.20")).to_be_visible()
    assert serious(page) == []


# What came in answer has taken its place, and what listens to that has had its turn.
SETTLED = """window.settled = new Promise((done) => document.addEventListener(
    "htmx:afterSettle", () => setTimeout(done, 0), {once: true})); null"""


def test_the_plans_shown_meanwhile_do_not_take_the_field_away(sign_in):
    page = sign_in("coordinator", viewport={"width": 1280, "height": 3000})
    panel(page)
    keys(page, "1", "2", "f")
    in_field(page, "#id_cents")
    page.evaluate(SETTLED)
    page.keyboard.type("5")
    page.evaluate("window.settled.then(() => 1)")
    page.keyboard.type("0")
    expect(page.locator("#id_cents")).to_have_value("50")
