"""A self-pay knee replacement from the booked visit, and from search, to the printed paper, by the
keyboard alone, in the seven interactions of UX.md 5.1 T8.
"""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from goodstanding.records.models import Appointment, Charge, EstimateGiven, Patient
from tests.browser.test_cash import keys
from tests.web.clinic import WARSAME


@pytest.fixture
def visit(clinic):
    """Priced by our own last charges of the bundle's codes: 1,450.00 + 232.00 + 90.00 = 1,772.00;
    due on Friday, November 27."""
    patient = Patient.objects.get(number=f"P{WARSAME}")
    for code, modifiers, cents in (("27447", "", 145000), ("27447", "AS", 23200),
                                   ("73562", "", 9000)):  # fmt: skip
        Charge.objects.create(
            number=f"{code}{modifiers}", patient=Patient.objects.exclude(id=patient.id).first(),
            code=code, modifiers=modifiers, service_on="2026-10-01", posted_on="2026-10-01",
            units="1", cents=cents, provider="Ann Sorensen PA" if modifiers else "Dr. Hale",
            expected="insurer",
        )  # fmt: skip
    return Appointment.objects.create(
        number="A/7", patient=patient, starts_at=datetime(2026, 12, 18, 15, tzinfo=UTC),
        scheduled_on="2026-11-23", provider="Dr. Hale", kind="Replacement of the right knee",
        planned_codes="27447", status="booked",
    )  # fmt: skip


def test_from_the_visit_to_the_paper_in_seven(visit, sign_in):
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    keys(page, "g", "e")
    page.wait_for_url("**/estimates")
    expect(page.locator("main")).to_contain_text("need")
    made = [keys(page, "n")]
    page.wait_for_url("**/estimates/new")
    expect(page.locator("tr[data-here]")).to_contain_text("Warsame")
    made.append(page.keyboard.press("Enter"))
    page.wait_for_url("**/new?visit=**")
    made.append(self_pay(page))
    made.append(lines(page))
    made.append(others(page))
    printed(page, made)


def test_from_search_to_the_paper_in_seven(visit, sign_in):
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    keys(page, "/")
    made = [page.keyboard.type("Warsame")]
    made.append(page.keyboard.press("Enter"))
    page.wait_for_url("**/search?q=*")
    expect(page.locator("tr[data-here]")).to_contain_text("01/01/1990")
    made.append(keys(page, "Enter"))
    page.wait_for_url("**/accounts/A/871**")
    made.append(keys(page, "e"))
    page.wait_for_url("**/new?visit=**")
    made.append(lines(page))
    printed(page, made)


def test_the_track_by_one_key(visit, sign_in):
    page = sign_in("coordinator")
    page.goto("/estimates/new?visit=A/7")
    keys(page, "2")
    expect(page.locator("[name=has_coverage][value=yes]")).to_be_checked()
    expect(page.locator("[name=bill_it][value=yes]")).to_be_checked()
    keys(page, "1")
    expect(page.locator("[name=has_coverage][value=no]")).to_be_checked()
    keys(page, "i", "2")
    expect(page.locator("#id_line-0-diagnosis")).to_have_value("2")
    expect(page.locator("[name=has_coverage][value=no]")).to_be_checked()


def test_an_estimate_needs_no_scrolling_sideways_on_a_narrow_screen(visit, sign_in):
    page = sign_in("coordinator", viewport={"width": 320, "height": 640})
    page.goto("/estimates/new?visit=A/7")
    page.get_by_label("Dx, line 1").fill("M17.11")
    page.get_by_label("No", exact=True).first.check()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Lines of Dr. Hale")).to_contain_text("Expected cost")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def printed(page, made):
    """The preview, then the paper."""
    made.append(page.keyboard.press("Control+Enter"))
    page.wait_for_url("**/estimates/*")
    expect(page.locator(".estimate-paper")).to_contain_text("Total expected cost: $1,772.00")
    papers = []

    def paper(route):
        """Chromium's viewer of a PDF does not always let go of its page: it is shown the words."""
        found = route.fetch()
        papers.append((found.url, found.headers["content-type"], found.body()[:5]))
        route.fulfill(content_type="text/plain", body="the paper")

    page.route("**/give", paper)
    made.append(page.keyboard.press("Control+Enter"))
    expect(page.locator("body")).to_contain_text("the paper")
    ((url, kind, begins),) = papers
    assert (url.endswith("/paper/1"), kind, begins) == (True, "application/pdf", b"%PDF-")
    assert len(made) == 7
    given = EstimateGiven.objects.get()
    assert (given.how, given.paper["total"]) == ("print", "$1,772.00")


def self_pay(page):
    """No plan is on file, so the question is answered: seen, and kept with one key."""
    keys(page, "1")
    expect(page.locator("[name=has_coverage][value=no]")).to_be_checked()


def lines(page):
    """Codes, prices and who bills are there; the diagnosis is not, and one is for all lines."""
    expect(page.locator("#id_line-0-code")).to_have_value("27447")
    expect(page.locator("#id_line-0-price")).to_have_value("1450.00")
    expect(page.locator("#id_line-1-provider")).to_have_value("Ann Sorensen PA")
    keys(page, "i")
    page.keyboard.type("M17.11")


def others(page):
    """The bundle ticked them; equipment comes from the clinic itself this time."""
    expect(page.locator("[name=others][value=anesthesia]")).to_be_checked()
    page.locator("[name=others][value=equipment]").focus()
    page.keyboard.press("Space")
