"""A self-pay knee replacement from the booked visit to the printed paper, by the keyboard alone, in
the seven interactions of UX.md 5.1 T8.
"""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from goodstanding.records.models import Appointment, Charge, EstimateGiven, Patient
from tests.browser.test_cash import keys
from tests.web.clinic import WARSAME


@pytest.fixture
def visit(clinic):
    """Priced by our own last charge of the code; due on Friday, November 27."""
    patient = Patient.objects.get(number=f"P{WARSAME}")
    Charge.objects.create(
        number="KNEE", patient=Patient.objects.exclude(id=patient.id).first(), code="27447",
        service_on="2026-10-01", posted_on="2026-10-01", units="1", cents=145000,
        provider="Dr. Hale", expected="insurer",
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
    made.append(page.keyboard.press("Control+Enter"))
    page.wait_for_url("**/estimates/*")
    expect(page.locator(".estimate-paper")).to_contain_text("Total expected cost: $1,450.00")
    page.screenshot(path="/tmp/estimate-look.png", full_page=True)
    with page.expect_response("**/paper/1") as paper:
        made.append(page.keyboard.press("Control+Enter"))
    assert paper.value.headers["content-type"] == "application/pdf"
    assert len(made) == 7
    given = EstimateGiven.objects.get()
    assert (given.how, given.paper["total"]) == ("print", "$1,450.00")


def self_pay(page):
    """No plan is on file, so the question is answered: seen, and kept with one key."""
    box = page.locator("[name=has_coverage][value=no]")
    expect(box).to_be_checked()
    box.focus()
    page.keyboard.press("Space")


def lines(page):
    """Code, price and who bills are there; the diagnosis is not."""
    expect(page.locator("#id_line-0-code")).to_have_value("27447")
    expect(page.locator("#id_line-0-price")).to_have_value("1450.00")
    page.locator("#id_line-0-diagnosis").focus()
    page.keyboard.type("M17.11")


def others(page):
    page.locator("[name=others][value=facility]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.screenshot(path="/tmp/estimate-editor.png", full_page=True)
