"""The drawer of a promise by keys alone: opened with M, the words follow what is typed, saved."""

from playwright.sync_api import expect

from goodstanding.records.models import Promise
from tests.browser.test_cash import keys
from tests.browser.test_desk import serious
from tests.web.clinic import LOPEZ


def test_a_promise_by_keys(sign_in):
    page = sign_in("coordinator")
    page.goto(f"/accounts/{LOPEZ}")
    keys(page, "m")
    expect(page.get_by_label("Amount", exact=True)).to_be_focused()
    expect(page.get_by_label("Amount", exact=True)).to_have_value("184.20")
    page.get_by_role("button", name="half 92.10").click()
    page.get_by_label("By", exact=True).fill("12/5")
    said = page.locator("#promise-said")
    expect(said).to_contain_text("I wrote down $92.10 by Saturday, December 5.")
    expect(said).to_contain_text("the money posts Monday, Mon 12/07")
    page.get_by_role("button", name="Friday").click()
    expect(said).to_contain_text("$92.10 by Friday, November 27")
    assert serious(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator(".saved")).to_contain_text("promise of $92.10 by Fri 11/27")
    assert Promise.objects.get(number__startswith="desk-").cents == 9210
    page.goto("/reports")
    expect(page.locator("svg.kept-chart")).to_be_visible()
    assert serious(page) == []
    page.goto("/reports/promises")
    expect(page.locator("main tbody")).to_contain_text("Open")
    assert serious(page) == []
