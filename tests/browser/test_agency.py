"""An account from the checklist to the agency's file in Chromium, by two people, and before axe."""

import pytest
from playwright.sync_api import expect

from tests.agency_made import report
from tests.browser.test_desk import serious
from tests.web.clinic import DAY, WARSAME

ACCOUNT = f"/agency/accounts/{WARSAME}"


@pytest.fixture(autouse=True)
def own_folder(own_var, settings):
    settings.VAR.mkdir()


def papers(page):
    page.goto("/agency?tab=papers")
    for label, text in (
        ("Name of the agency", "Lakes Recovery"),
        ("License number in Minnesota", "MN-40021"),
        ("How it is reached", "320-555-0142"),
        ("Fee, percent of what it recovers", "25"),
        ("Business associate agreement signed on", "1/2/2026"),
        ("Contract that recalls accounts signed on", "1/2/2026"),
        ("License valid until", "6/30/2027"),
        ("License looked up on", "11/2/2026"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Keep the papers").click()
    expect(page.get_by_text("papers are kept")).to_be_visible()


def written(page, what):
    page.goto(ACCOUNT)
    page.get_by_role("link", name="Write down what was done").click()
    page.get_by_label("What was done", exact=True).select_option(label=what)
    page.get_by_label("What you looked at or said, and when").fill("Spoke of it on 10/01")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("written down.")).to_be_visible()


def test_two_people_place_an_account_and_each_page_is_sound(sign_in, tmp_path):
    from tests.agency_made import mailed, published

    kim = sign_in("manager")
    published()
    papers(kim)
    mailed(WARSAME, "statement", DAY.replace(month=7, day=1))
    mailed(WARSAME, "first_letter", DAY.replace(month=9, day=1))
    dana = sign_in("coordinator")
    dana.goto(ACCOUNT)
    expect(dana.get_by_text("Make sure that a plan was offered.")).to_be_visible()
    assert serious(dana) == []
    written(dana, "Screened for assistance, or told of it")
    written(dana, "A payment plan was offered")
    dana.get_by_role("link", name="Propose the placement").click()
    dana.get_by_label("Why it should go to the agency").fill("Nothing came of letters.")
    dana.get_by_role("button", name="Propose").click()
    kim.goto("/agency?tab=approve")
    kim.get_by_role("link", name="Warsame").click()
    kim.get_by_role("link", name="Approve", exact=True).click()
    kim.get_by_label("Your written authority for this account").fill("I authorise it.")
    kim.get_by_role("button", name="Approve").click()
    expect(kim.get_by_text("It goes with the next file.")).to_be_visible()
    sent(dana)
    taken_back(kim)


def taken_back(page):
    """Enter in the reason never moves money; the button does, from the keyboard alone."""
    for amount in ("100.00,25.00", "-100.00,-25.00"):
        content = report(f"R1,{WARSAME},{DAY},{amount}")
        page.goto("/agency?tab=reports")
        page.get_by_label("Report of the agency (CSV)").set_input_files(
            {"name": "nov.csv", "mimeType": "text/csv", "buffer": content}
        )
        page.get_by_role("button", name="Read it").click()
    reason = page.get_by_label("Why row R1 is not posted")
    reason.press("Enter")
    expect(page.get_by_text("Say why this row is not posted.")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Take it back, row R1").press("Enter")
    expect(page.get_by_text("the payment is taken back")).to_be_visible()
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()


def sent(page):
    page.goto("/agency?tab=send")
    page.get_by_role("button", name="Make the agency's file").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="placements-2026-11-23-1.csv").click()
    rows = got.value.path().read_text().splitlines()
    assert rows[1].endswith("2026-06-15,640.00")
    for tab in ("review", "send", "placed", "reports", "months", "papers"):
        page.set_viewport_size({"width": 1280, "height": 3000})
        page.goto(f"/agency?tab={tab}")
        assert serious(page) == [], tab
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, tab
