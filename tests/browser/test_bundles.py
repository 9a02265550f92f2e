"""The bundle editor of Prices by the keyboard alone, without scripts too, and before axe."""

from playwright.sync_api import expect

from goodstanding.core.bundles import BundleLine
from goodstanding.records.queries.bundles import bundles_in_use
from tests.browser.test_cash import keys
from tests.browser.test_desk import serious


def typed(page, *words):
    """Each in the next field."""
    for text in words:
        page.keyboard.type(text)
        keys(page, "Tab")


def test_a_new_bundle_by_the_keyboard(sign_in):
    page = sign_in("manager")
    page.wait_for_url("**/today")
    page.goto("/prices?tab=bundles")
    keys(page, "n")
    page.wait_for_url("**new=1")
    expect(page.locator("#id_title")).to_be_focused()
    typed(page, "Office visit", "99213")
    keys(page, "l")
    expect(page.get_by_role("heading", name="From our own past visits: 6")).to_be_visible()
    keys(page, "Tab", "Tab")
    expect(page.get_by_role("button", name="Add to the bundle 99213")).to_be_focused()
    keys(page, "Enter")
    expect(page.locator("#id_line-0-say")).to_be_focused()
    page.keyboard.type("The visit")
    keys(page, "Tab", "Tab")
    typed(page, "73562", "", "2", "X-ray of the knee")
    keys(page, "Control+Enter")
    expect(page.locator(".saved")).to_contain_text("Office visit. The bundles are version 1 now.")
    assert bundles_in_use().table.named("office_visit").lines == (
        BundleLine("99213", say="The visit"), BundleLine("73562", units=2, say="X-ray of the knee"),
    )  # fmt: skip


def test_lines_come_and_go_and_a_bundle_is_removed_without_scripts(sign_in):
    page = sign_in("manager", java_script_enabled=False)
    page.goto("/prices?tab=bundles&bundle=injection")
    page.get_by_label("Take out, line 1").check()
    page.get_by_role("button", name="Add a line").click()
    page.get_by_label("Code, line 2").fill("20611")
    # Enter in a field saves: no other button stands before Save.
    page.get_by_label("Code, line 2").press("Enter")
    expect(page.locator(".saved")).to_contain_text("version 1 now")
    lines = bundles_in_use().table.named("injection").lines
    assert [line.code for line in lines] == ["J3301", "20611"]
    page.get_by_text("Remove this bundle").click()
    page.get_by_role("button", name="Yes, remove Injection into a joint").click()
    expect(page.locator(".saved")).to_contain_text("Injection into a joint is removed.")


def test_the_editor_is_sound_for_axe_and_reflows_at_320(sign_in):
    page = sign_in("manager")
    page.set_viewport_size({"width": 1280, "height": 3000})
    page.goto("/prices?tab=bundles")
    page.locator("#id_line-0-code").fill("knee!")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("As text").click()
    assert serious(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
