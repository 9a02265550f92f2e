"""A day of calls from the keyboard alone: each outcome within the interactions of UX.md 5.1, and
its effect on the list, the timeline and `account --json`.
"""

import json
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from goodstanding.cli.commands import run
from goodstanding.records.models import Attempt
from tests.browser.call_clinic import bring_in
from tests.browser.test_cash import keys


@pytest.fixture
def clinic(browser, transactional_db, live_server, tmp_path):
    bring_in(tmp_path)
    return str(live_server.url)


@dataclass(frozen=True)
class Made:
    """One call. `groups`: each a tuple of keys, and of words to type after "=", that is one
    interaction; C before them and the save after them are two more, `most` in all. `queue`: where
    the account is afterwards. `told`: a line of its timeline.
    """

    account: str
    groups: tuple[tuple[str, ...], ...]
    most: int
    queue: str
    told: str
    act: str = "wait"


KNOWN = ("1", "2")
DAY_OF_CALLS = (
    Made("D01", (KNOWN, ("m", "=60", "Tab", "=12/4")), 4, "promises",
         "Promises $60.00 by 12/04/2026"),
    Made("D02", (("v",),), 3, "waiting", "voicemail. not reached"),
    Made("D03", (("a",),), 3, "waiting", "no answer. not reached"),
    Made("D04", (("b",),), 3, "letters", "wrong number. not reached", "reminder"),
    Made("D05", (("x",),), 3, "letters", "wrong number. not reached", "reminder"),
    Made("D06", (("l",),), 3, "waiting", "left message third party. not reached"),
    Made("D07", (("o",),), 3, "waiting", "other. not reached"),
    Made("D08", (("Shift+W",),), 3, "holds", "Says the bill is wrong"),
    Made("D09", (("Shift+N", "=Prairie Mutual", "Tab", "=PM-88"),), 3, "insurer",
         "The insurance is Prairie Mutual", "verify_coverage"),
    Made("D10", (("l",), ("Shift+D",)), 4, "holds", "Told us of a death"),
    Made("D11", (("Shift+L",),), 3, "holds", "Has a lawyer"),
    # What is left to say to who wants no contact, the manager decides.
    Made("D12", (("Shift+S",),), 3, "review", "Asked us to stop"),
    Made("D13", (KNOWN, ("Shift+C",)), 4, "holds",
         "Asked for the help form. Cannot pay it all"),
    Made("D14", (("r", "=12/1"),), 3, "waiting", "We ring back on 12/01/2026"),
    Made("D15", (("Shift+T", "=10:00", "Tab", "=6:30 PM"),), 3, "waiting",
         "Asked to be called at another time"),
    Made("D16", (KNOWN, ("s",)), 4, "waiting", "We stop until 01/22/2027"),
    Made("D17", (("Shift+B",),), 3, "holds", "Told us of a bankruptcy"),
    Made("D18", (("7",), ("b",)), 4, "call_now", "wrong number. not reached", "call"),
    Made("D19", (("y",),), 3, "waiting", "no answer. not reached"),
)  # fmt: skip


def press(page, group):
    page.wait_for_load_state()
    for each in group:
        if each.startswith("="):
            page.keyboard.type(each[1:])
        else:
            page.keyboard.press(each)


def to_row(page, account):
    """Down the list to this person; looking for the row is no interaction."""
    page.goto("/today?queue=call_now")
    rows = page.locator("tr[data-row]")
    place = [account in text for text in rows.all_inner_texts()].index(True)
    keys(page, *["j"] * (place + 1))


def make(page, call):
    """Returns the number of interactions."""
    to_row(page, call.account)
    keys(page, "c")
    page.wait_for_url(f"**/accounts/{call.account}?drawer=call")
    expect(page.locator(".call-panel")).to_be_visible()
    for group in call.groups:
        press(page, group)
    keys(page, "Control+Shift+Enter")
    expect(page.locator(".saved")).to_contain_text(f"call on account {call.account}")
    return len(call.groups) + 2


def document(account, capsys):
    capsys.readouterr()
    assert run(["account", account, "--on", "2026-11-23", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def seen_everywhere(page, call, capsys):
    """On the list, in the timeline, and in the command's answer."""
    page.goto(f"/today?queue={call.queue}")
    expect(page.locator("tr[data-row]", has_text=call.account)).to_have_count(1)
    if call.queue != "call_now":
        page.goto("/today?queue=call_now")
        expect(page.locator("tr[data-row]", has_text=call.account)).to_have_count(0)
    page.goto(f"/accounts/{call.account}?show=contacts")
    expect(page.locator("section", has=page.locator("#timeline"))).to_contain_text(call.told)
    told = document(call.account, capsys)
    assert told["next_action"]["action"] == call.act
    assert told["history"][0]["on"] == "2026-11-23"


@pytest.mark.parametrize("part", range(4))
def test_each_call_within_its_interactions_and_seen_everywhere(sign_in, capsys, part):
    page, look = sign_in("coordinator"), sign_in("manager")
    page.wait_for_url("**/today")
    for call in DAY_OF_CALLS[part::4]:
        assert make(page, call) <= call.most, call.account
        seen_everywhere(look, call, capsys)
        assert Attempt.objects.get(guarantor__number=call.account).state == "sent"


def test_in_the_commands_answer_is_what_was_agreed_told_and_asked_for(sign_in, capsys):
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    calls = {call.account: call for call in DAY_OF_CALLS}
    for account in ("D01", "D09", "D15", "D17"):
        make(page, calls[account])
    promise = document("D01", capsys)["promises"][0]
    assert (promise["amount"], promise["due_on"]) == ("60.00", "2026-12-04")
    told = document("D09", capsys)["holds"][0]
    assert (told["kind"], told["detail"]["insurer"], told["detail"]["member"]) == (
        "insurer_pending", "Prairie Mutual", "PM-88",
    )  # fmt: skip
    limits = document("D15", capsys)["holds"][0]
    assert (limits["kind"], limits["detail"]["not_before"], limits["detail"]["not_after"]) == (
        "call_restriction", "10:00", "18:30",
    )  # fmt: skip
    assert [hold["kind"] for hold in document("D17", capsys)["holds"]] == ["bankruptcy"]


def test_who_calls_us_is_found_by_name_and_the_same_panel_serves(sign_in, capsys):
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    keys(page, "/")
    page.keyboard.type("Tovesen")
    keys(page, "Enter")
    page.wait_for_url("**/search?q=*")
    keys(page, "j", "Enter")
    page.wait_for_url("**/accounts/D20**")
    keys(page, "c")
    expect(page.locator(".call-panel")).to_be_visible()
    keys(page, "i", "1", "2", "3", "m")
    page.keyboard.type("184.20")
    keys(page, "Tab")
    page.keyboard.type("fri")
    keys(page, "Control+Enter")
    expect(page.locator(".saved")).to_contain_text("call on account D20")
    told = document("D20", capsys)
    assert told["history"][0]["what"] == "contact_in"
    assert told["promises"][0]["due_on"] == "2026-11-27"
    assert not Attempt.objects.exists()


def test_a_wrong_number_taken_back_is_theirs_again(sign_in, capsys):
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    to_row(page, "D04")
    keys(page, "c")
    expect(page.locator(".call-panel")).to_be_visible()
    keys(page, "b", "Control+Enter")
    expect(page.locator(".saved")).to_contain_text("call on account D04")
    assert document("D04", capsys)["next_action"]["action"] == "reminder"
    keys(page, "u")
    expect(page.locator(".saved")).to_contain_text("is taken back")
    assert document("D04", capsys)["next_action"]["action"] == "call"
    page.goto("/accounts/D04?drawer=call")
    expect(page.locator(".call-panel [name=number]")).to_have_value("320-555-0113")
