"""The bar on top: one line for every role, and what is under More is as near by keys."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk import serious

WIDE = {"viewport": {"width": 1366, "height": 768}}
ROLES = ("coordinator", "manager", "biller", "front_desk", "scheduler")


@pytest.mark.parametrize("role", ROLES)
def test_the_bar_is_one_line(sign_in, role):
    page = sign_in(role, **WIDE)
    page.wait_for_selector(".top")
    tops = page.evaluate(
        "[...document.querySelectorAll('.top-in > *')].map(e => {"
        " const b = e.getBoundingClientRect(); return [b.top < 44, b.bottom <= 44,"
        " b.right <= 1366] })"
    )
    assert tops
    assert all(all(each) for each in tops)


def test_more_opens_closes_and_its_keys_stay(sign_in):
    page = sign_in("manager", **WIDE)
    more = page.locator(".top nav summary")
    more.click()
    expect(page.get_by_role("link", name="Team", exact=True)).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Team", exact=True)).to_be_hidden()
    expect(more).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/team")
    expect(page.locator(".top nav summary b")).to_have_text("Team")
