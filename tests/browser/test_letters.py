"""A batch of letters from the keyboard alone, within the interactions of UX.md 5.1 (T6, T7)."""

import pytest
from playwright.sync_api import expect

from goodstanding.actions.letters import print_batch
from goodstanding.core.letters import reference
from goodstanding.records.models import Letter
from tests.browser.letters_clinic import ODD, bring_in
from tests.browser.test_cash import keys
from tests.web.clinic import BY, DAY, NOON


@pytest.fixture
def clinic(browser, transactional_db, live_server, tmp_path):
    bring_in(tmp_path)
    return str(live_server.url)


def states() -> dict[str, int]:
    found = list(Letter.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def interactions(page, *groups: tuple[tuple[str, ...], str]) -> int:
    """Each group of keys is one interaction; what it leads to stands before the next is made."""
    for group, leads_to in groups:
        keys(page, *group)
        expect(page.locator(".saved")).to_contain_text(leads_to)
    return len(groups)


def test_fifty_letters_with_three_odd_ones_are_approved_and_printed_in_six(sign_in):
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    page.goto("/letters")
    expect(page.locator("#ready-title")).to_have_text("Ready 50")
    made = 0
    for account in ODD:
        expect(page.locator("tr.is-current")).to_contain_text(account)
        name = reference(Letter.objects.get(guarantor__number=account).id)
        made += interactions(page, ((" ",), f"{name} is approved"))
    made += interactions(page, (("a",), "47 letters that nothing made odd are approved"))
    made += interactions(page, (("p",), "Confirm it when it was mailed"))
    assert made <= 6
    expect(page.locator("#batch-title")).to_contain_text("50 letters")
    assert states() == {"printed": 50}


def test_a_batch_is_confirmed_as_mailed_with_one_pulled_in_three(sign_in):
    batch = print_batch(on=DAY, by=BY, at=NOON)
    pulled = Letter.objects.get(guarantor__number=ODD[0])
    name = reference(pulled.id)
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    page.goto("/letters")
    page.get_by_role("link", name=f"Batch {batch.id}").focus()
    keys(page, "Enter")
    page.wait_for_url(f"**/letters/batches/{batch.id}")
    # Down to the letter; looking for the row is no interaction.
    keys(page, *["j"] * pulled.place)
    expect(page.locator("tr.is-current")).to_contain_text(name)
    keys(page, "x")
    expect(page.locator("tr.is-current [name=pulled]")).to_be_checked()
    made = 2 + interactions(page, (("m",), f"49 of 50 letters mailed; taken out: {name}."))
    assert made <= 3
    assert states() == {"mailed": 49, "pulled": 1, "ready": 1}
