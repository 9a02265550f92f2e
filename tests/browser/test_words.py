"""Write to the patient with the keyboard, in Chromium: check, mark, mend, copy and log."""

from axe_playwright_python.sync_playwright import Axe

from tests.web.clinic import LOPEZ

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_words_are_checked_marked_mended_copied_and_logged(sign_in):
    page = sign_in("coordinator", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/accounts/{LOPEZ}")
    page.keyboard.press("w")
    page.get_by_label("Note in a letter").check()
    box = page.get_by_label("Words", exact=True)
    box.fill("Thank you for calling us. Unpaid accounts may affect scheduling.")
    box.press("Control+Enter")
    page.get_by_text("Not to be sent").wait_for()
    assert "Unpaid accounts may affect scheduling." in page.locator("mark").all_inner_texts()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()
    page.get_by_label("Words", exact=True).fill("Thank you for calling us. You owe $184.20.")
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Copy and log it").click()
    page.get_by_text("words to the patient").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Thank you for calling us. You owe $184.20."
    )
