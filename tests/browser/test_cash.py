"""Payments from the keyboard alone: a batch of checks, one returned, and what the screen says."""

import pytest
from playwright.sync_api import expect

from goodstanding.records.models import Receipt, ReceiptUndone, Standing
from tests.browser.test_desk import serious
from tests.web.clinic import FISK, LOPEZ, OLSON


def in_field(page, selector):
    """Wait until what is typed goes there: a page can be loaded before its field has the focus."""
    expect(page.locator(selector)).to_be_focused()


def keys(page, *presses):
    """What a page shows stands before its keys work: they do once it is loaded."""
    page.wait_for_load_state()
    for press in presses:
        page.keyboard.press(press)


def pay(page, account, amount, letter, number):
    """From the account field; (c)heck and the others by letter; Ctrl+Enter looks, then posts."""
    in_field(page, "#id_account")
    page.keyboard.type(account)
    keys(page, "Tab")
    page.keyboard.type(amount)
    keys(page, "Tab", letter, "Tab")
    page.keyboard.type(number)
    keys(page, "Control+Enter")
    expect(page.get_by_role("button", name="Post $")).to_be_focused()
    keys(page, "Control+Enter")
    page.wait_for_url("**/cash?drawer=*")
    in_field(page, "#id_account")


def test_a_batch_of_payments_without_the_mouse(sign_in):
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    keys(page, "g", "c")
    page.wait_for_url("**/cash")
    keys(page, "t")
    pay(page, LOPEZ, "60", "c", "4471")
    expect(page.get_by_text("receipt 1, $60.00 check 4471")).to_be_visible()
    pay(page, FISK, "96.10", "s", "")
    pay(page, OLSON, "25", "a", "T-77")
    told = list(Receipt.objects.order_by("number").values_list("tender", "cents", "reference"))
    assert told == [("check", 6000, "4471"), ("cash", 9610, ""), ("card", 2500, "T-77")]
    assert serious(page) == []


def test_the_effect_and_the_twin_are_sound_and_asked(sign_in):
    page = sign_in("coordinator")
    page.goto(f"/cash?account={LOPEZ}")
    in_field(page, "#id_amount")
    page.keyboard.type("60")
    keys(page, "Tab", "c", "Tab")
    page.keyboard.type("4471")
    keys(page, "Control+Enter")
    expect(page.get_by_text("left 124.20")).to_be_visible()
    assert serious(page) == []
    keys(page, "Control+Enter")
    page.wait_for_url("**/cash?drawer=*")
    page.goto(f"/cash?account={LOPEZ}")
    in_field(page, "#id_amount")
    page.keyboard.type("60")
    keys(page, "Tab", "c", "Tab")
    page.keyboard.type("4471")
    keys(page, "Control+Enter")
    expect(page.get_by_label("Post again?")).to_be_focused()
    keys(page, "Control+Enter")
    expect(page.get_by_label("Post again?")).to_be_visible()
    assert (Receipt.objects.count(), serious(page)) == (1, [])


def test_a_check_that_came_back_from_the_keyboard(sign_in):
    page = sign_in("coordinator")
    page.goto("/cash?next=1")
    pay(page, LOPEZ, "60", "c", "4471")
    keys(page, "Tab")  # out of the field, so that single keys work
    page.goto("/cash")
    keys(page, "j", "Enter")
    page.wait_for_url("**/cash/receipts/1")
    assert serious(page) == []
    page.locator("#reason-return").focus()
    page.keyboard.type("Not enough")
    keys(page, "Tab", "Enter")
    expect(page.get_by_text("Undone on 11/23/2026")).to_be_visible()
    assert ReceiptUndone.objects.get().kind == "returned"
    assert Standing.objects.get(guarantor__number=LOPEZ).patient_cents == 18420
    assert serious(page) == []


def test_paying_and_changing_money_begin_on_the_account(sign_in):
    page = sign_in("coordinator")
    page.goto(f"/accounts/{OLSON}")
    keys(page, "k")
    expect(page.get_by_role("heading", name="Change money")).to_be_visible()
    page.goto(f"/accounts/{OLSON}")
    keys(page, "Shift+P")
    page.wait_for_url("**/cash?account=*")
    in_field(page, "#id_amount")


@pytest.mark.parametrize("address", ["/cash", f"/cash?account={LOPEZ}"])
def test_it_works_at_320_pixels(sign_in, address):
    page = sign_in("front_desk", viewport={"width": 320, "height": 900})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
