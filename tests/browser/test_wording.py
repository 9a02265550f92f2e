"""Words in Chromium: keys alone, without scripts too, and before axe."""

import pytest
from playwright.sync_api import expect

from goodstanding.records.models import Wording
from tests.browser.test_cash import keys
from tests.browser.test_desk import serious


def open_draft(page) -> None:
    page.goto("/letters/words/reminder/en")
    page.get_by_role("button", name="Start a draft").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_put_words_in_use(sign_in, scripts):
    dana = sign_in("coordinator", java_script_enabled=scripts)
    open_draft(dana)
    words = dana.get_by_role("textbox", name="Words")
    words.fill(words.input_value().replace("You have a balance of", "Your balance is"))
    dana.get_by_role("button", name="Save and ask for approval").click()
    expect(dana.get_by_text("Waits for approval v1").first).to_be_visible()
    kim = sign_in("manager", java_script_enabled=scripts)
    kim.goto(dana.url)
    expect(kim.get_by_role("row", name="changed").first).to_contain_text("Your balance is")
    kim.get_by_role("button", name="Approve and use").click()
    expect(kim.get_by_text("In use v1").first).to_be_visible()


def test_keys_save_and_ask_and_the_check_follows_the_typing(sign_in):
    page = sign_in("coordinator")
    open_draft(page)
    words = page.get_by_role("textbox", name="Words")
    words.fill(words.input_value().replace("If money is tight", "If you are delinquent"))
    expect(page.get_by_text('It says "delinquent"')).to_be_visible()
    keys(page, "Control+s")
    expect(page.get_by_text("the draft is kept")).to_be_visible()
    page.get_by_role("textbox", name="Words").focus()
    keys(page, "Control+Enter")
    expect(page.get_by_text("nobody was asked for approval")).to_be_visible()
    words = page.get_by_role("textbox", name="Words")
    words.fill(words.input_value().replace("If you are delinquent", "If times are hard"))
    keys(page, "Control+Enter")
    expect(page.get_by_text("a second person can approve")).to_be_visible()
    assert Wording.objects.get().state == "proposed"


def test_a_field_is_inserted_where_the_cursor_stands(sign_in):
    page = sign_in("coordinator")
    open_draft(page)
    words = page.get_by_role("textbox", name="Words")
    words.fill("subject: ")
    page.get_by_text("Fields to insert").click()
    page.get_by_role("button", name="{{clinic}}", exact=True).click()
    expect(words).to_have_value("subject: {{clinic}}")


@pytest.mark.parametrize("address", ["", "/statement/es", "/call_script/so", "/cover_sheet/so"])
def test_axe_finds_nothing_serious_on_the_pages_of_words(sign_in, address):
    page = sign_in("manager")
    page.goto(f"/letters/words{address}")
    expect(page.locator("h1")).to_be_visible()
    assert serious(page) == []
