"""From the account to a granted application, in Chromium and with few presses."""

from axe_playwright_python.sync_playwright import Axe

from tests.web.clinic import LOPEZ

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def clean(page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()


def test_who_asks_for_help_is_paused_measured_and_granted(sign_in):
    page = sign_in("coordinator")
    page.goto(f"/accounts/{LOPEZ}")
    page.get_by_role("link", name="Help program").click()
    page.get_by_label("People in the home").fill("4")
    page.get_by_label("What comes in").fill("4,333")
    clean(page)
    page.get_by_role("button", name="Begin the application").click()
    page.get_by_role("link", name="the account is paused").wait_for()
    page.get_by_role("button", name="It came: The help form").click()
    page.get_by_role("button", name="It came: What comes in").click()
    page.get_by_role("button", name="Grant:").wait_for()
    clean(page)
    page.get_by_role("button", name="Grant:").click()
    page.get_by_role("heading", name="100 percent taken off").wait_for()
    clean(page)
    page.goto("/help-program?tab=done")
    page.get_by_text("100 percent taken off").wait_for()
    clean(page)
