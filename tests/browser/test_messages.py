"""Messages from the keyboard: reached by two keys, doubt settled by one button."""

from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_cash import keys
from tests.web.clinic import LOPEZ, NOON

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_doubt_is_settled_from_the_keyboard(sign_in):
    from goodstanding.records.models import Contact, Guarantor, Message

    one = Message.objects.create(
        guarantor=Guarantor.objects.get(number=LOPEZ), channel="text", act="text", key="k",
        to="218-555-0101", state="sending", next_at=NOON, made_at=NOON,
        begun_at=NOON - timedelta(hours=1),
    )  # fmt: skip
    page = sign_in("coordinator")
    expect(page.get_by_text("1 message needs a person")).to_be_visible()
    keys(page, "g", "m")
    expect(page.get_by_role("heading", name="In doubt 1")).to_be_visible()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("link", name="Lopez, Maria").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="It went: Lopez, Maria")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"message {one.id}: it went")).to_be_visible()
    expect(page.get_by_role("heading", name="In doubt 1")).to_have_count(0)
    assert Contact.objects.get(number=f"message-{one.id}").delivered
