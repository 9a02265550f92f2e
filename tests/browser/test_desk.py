"""The desk in Chromium: from the keyboard, without scripts, at 320 pixels, and before axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.clinic import EK, FISK, LOPEZ, OLSON, WARSAME

PAGES = (
    "/today", "/today?queue=letters", "/today?language=vi", "/password", "/cover", "/help",
    "/jobs",
    f"/accounts/{LOPEZ}", f"/accounts/{EK}?all=1", f"/accounts/{LOPEZ}?drawer=hold",
    f"/accounts/{LOPEZ}?drawer=contact", f"/accounts/{LOPEZ}?drawer=words", "/holds",
    "/holds?tab=permanent", "/holds/H1", "/holds/H1?form=step", "/holds/H1?form=correct", "/aging",
    "/aging?by=account&whose=all", "/aging/accounts?by=total", "/imports", "/letters",
    "/law", "/law/mn-ma-no-copay",
    "/policy", "/policy/plain", "/search?q=l",
    "/cash", f"/cash?account={LOPEZ}", "/cash/insurer", f"/cash/insurer?account={LOPEZ}",
    "/cash/adjustments", f"/accounts/{OLSON}?drawer=money&what=apply_unapplied",
    "/search?q=lopez",
)  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def serious(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        (each["id"], each["nodes"][0]["html"][:120])
        for each in found.response["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def current(page):
    return page.evaluate("document.activeElement.closest('tr')?.querySelector('th')?.dataset.copy")


def test_every_page_is_sound_for_axe_and_reflows_at_320(sign_in):
    page = sign_in("manager")
    for address in PAGES:
        # As high as the page: what the last bar covers now is reached by scrolling.
        page.set_viewport_size({"width": 1280, "height": 3000})
        assert page.goto(address).status == 200, address
        assert serious(page) == [], address
        page.set_viewport_size({"width": 320, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{address} is {wide} wide"


@pytest.mark.parametrize(("role", "address"), [
    ("front_desk", f"/accounts/{FISK}"),
    ("front_desk", "/search?q=lopez"),
    ("front_desk", f"/cash?account={LOPEZ}"),
    ("it_admin", "/imports"),
    ("scheduler", "/scheduling?q=fisk"),
])  # fmt: skip
def test_the_pages_of_the_other_roles_are_sound_too(sign_in, role, address):
    page = sign_in(role)
    page.goto(address)
    assert serious(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_sign_in_page_is_sound(clinic, browser):
    page = browser.new_page(base_url=clinic)
    page.goto("/sign-in")
    assert serious(page) == []
    page.close()


def test_the_list_is_worked_from_the_keyboard(sign_in):
    page = sign_in("coordinator")
    page.goto("/today?queue=letters")
    page.keyboard.press("j")
    assert current(page) == WARSAME
    page.keyboard.press("j")
    assert current(page) == OLSON
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-selected-words]")).to_have_text("1 selected · $640.00")
    page.keyboard.press("Space")
    expect(page.locator("#peek")).to_contain_text("Ayaan Warsame")
    page.keyboard.press("Escape")
    expect(page.locator("#peek")).to_be_empty()
    assert current(page) == WARSAME
    page.keyboard.press("Enter")
    expect(page).to_have_title("Account A/871 - Patient Accounts")
    page.wait_for_load_state()  # the title stands before the keys work
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page).to_have_title(re.compile("^Aging"))
    page.wait_for_load_state()
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()


def test_selected_rows_are_copied_as_a_table(sign_in):
    page = sign_in("coordinator", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/today?queue=promises")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Control+c")
    heads, row = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert heads.split("\t")[:2] == ["Account", "Why now"]
    assert row.split("\t")[0] == LOPEZ
    assert row.split("\t")[3] == "184.20"


def test_single_keys_can_be_switched_off_and_stay_off(sign_in):
    page = sign_in("coordinator")
    page.goto("/today?queue=letters")
    page.locator("summary", has_text="Coordinator").click()
    page.get_by_role("button", name="Turn single keys off").click()
    expect(page.locator(".saved")).to_contain_text("single keys are off")
    page.goto("/today?queue=letters")
    page.keyboard.press("j")
    assert current(page) is None
    page.keyboard.press("Alt+1")
    expect(page.locator(".tabs [aria-current]")).to_contain_text("1")


def test_a_hold_is_placed_by_keys_and_stops_everything(sign_in):
    page = sign_in("coordinator")
    page.goto(f"/accounts/{FISK}")
    expect(page.locator(".gate")).to_contain_text("write about $96.10")
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="Add a hold")).to_be_visible()
    page.get_by_label("Bankruptcy").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".saved")).to_contain_text("hold on account 103014")
    expect(page.locator(".gate")).to_contain_text("Do not call or write")


def test_the_cover_hides_the_page_and_stays_over_a_reload(sign_in):
    page = sign_in("coordinator")
    page.goto(f"/accounts/{LOPEZ}")
    page.locator("#search-box").fill("lop")
    page.keyboard.press("Control+.")
    expect(page.locator("#cover")).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("#cover")).to_be_visible()
    box = page.locator("#cover").bounding_box()
    assert (box["width"], box["height"]) == (1280, 720)
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#cover")).to_be_hidden()


def test_an_idle_screen_warns_and_then_leaves(sign_in):
    page = sign_in("coordinator")
    page.clock.install()
    page.goto(f"/accounts/{LOPEZ}")
    page.clock.fast_forward("13:05")
    expect(page.locator("#idle")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#idle")).to_be_hidden()
    page.clock.fast_forward("15:10")
    expect(page).to_have_title("Sign in - Patient Accounts")


def test_forms_work_without_scripts(sign_in):
    page = sign_in("coordinator", java_script_enabled=False)
    page.goto(f"/accounts/{FISK}")
    page.get_by_role("link", name="Add a hold").click()
    page.get_by_label("Question about the bill").check()
    page.get_by_role("button", name="Stop now").click()
    expect(page.locator(".saved")).to_contain_text("hold on account 103014")
    page.get_by_role("link", name="Add a note").click()
    page.get_by_role("textbox", name="Note").fill("He asked for a copy.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator(".timeline")).to_contain_text("He asked for a copy.")
    page.get_by_role("link", name="? Help").click()
    expect(page.get_by_role("heading", name="Help")).to_be_visible()


def test_focus_is_never_hidden_under_the_bars(sign_in):
    page = sign_in("coordinator", viewport={"width": 1280, "height": 500})
    page.goto(f"/accounts/{LOPEZ}?all=1")
    bar = page.locator(".person-bar").bounding_box()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        box = page.evaluate(
            "(() => { const b = document.activeElement.getBoundingClientRect();"
            " return [b.top, b.bottom, !!document.activeElement.closest('main')] })()"
        )
        if box[2]:
            assert box[1] > bar["height"]
