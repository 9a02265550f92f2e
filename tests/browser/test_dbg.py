"""From the call to the printed agreement, by the keyboard alone: who owes 4,800.00, has three
children and 52,000 a year is served in under 15 interactions.
"""

import json

import pytest
from playwright.sync_api import expect

from goodstanding.cli.commands import run
from goodstanding.records.models import Letter, LetterBatch
from tests.browser.call_clinic import bring_in
from tests.browser.test_call_day import press, to_row
from tests.browser.test_cash import keys


@pytest.fixture
def clinic(browser, transactional_db, live_server, tmp_path):
    bring_in(tmp_path, amount="4800.00")
    return str(live_server.url)


def call(does, page):
    """They are known, and say what they can manage."""
    does("c")
    expect(page.locator(".call-panel")).to_be_visible()
    does("1", "2")
    does("f", "=200")
    does("Control+Enter")
    expect(page.get_by_role("button", name="Take the call back")).to_be_visible()


def plan(does, page):
    does("p")
    expect(page.locator("#id_manage")).to_be_focused()
    does("=200", "Tab")
    does("=5", "Tab")
    does("=52000")
    does("Enter")
    # 4,800.00 at no more than 200.00 a month: 24 payments; the help program is looked at first.
    expect(page.locator("#drawer")).to_contain_text("24 × $200.00")
    expect(page.locator("#drawer")).to_contain_text("Look at the help program first")
    page.wait_for_timeout(800)
    page.screenshot(path="/tmp/pl_builder.png", full_page=True)
    does("1")
    does("y")
    does("Control+Shift+Enter")
    page.wait_for_url("**/letters/batches/*")


def test_from_call_to_printed_agreement_in_under_fifteen(sign_in, capsys):
    page, made = sign_in("coordinator"), []
    page.wait_for_url("**/today")
    to_row(page, "D01")

    def does(*group):
        press(page, group)
        made.append(group)

    call(does, page)
    plan(does, page)
    assert len(made) == 11
    letter = Letter.objects.get(kind="plan_agreement")
    assert letter.state == "printed"
    said = dict(letter.content["said"])
    assert (said["plan_total"], said["tila_count"]) == (4_800_00, "24")
    assert bytes(LetterBatch.objects.get().pdf)[:4] == b"%PDF"
    seen_everywhere(page, capsys)


def seen_everywhere(page, capsys):
    page.goto("/accounts/D01")
    expect(page.locator("#plan-title-1")).to_be_visible()
    page.wait_for_timeout(500)
    page.screenshot(path="/tmp/pl_account.png", full_page=True)
    keys(page, "g", "p")
    page.wait_for_url("**/plans")
    expect(page.locator("tr[data-row]", has_text="D01")).to_contain_text("On track")
    page.screenshot(path="/tmp/pl_list.png", full_page=True)
    capsys.readouterr()
    assert run(["account", "D01", "--on", "2026-11-23", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["plan"]
    assert (found["state"], found["left"], len(found["instalments"])) == ("On track", "4800.00", 24)
