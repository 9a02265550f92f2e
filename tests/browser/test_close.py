"""A day closed from the keyboard alone, and its pages before axe."""

from datetime import timedelta

from playwright.sync_api import expect

from goodstanding.actions.day_close import Count, close_day, count_day
from goodstanding.core.kinds import Tender
from goodstanding.records import bulk
from goodstanding.records.models import Charge, DayClose
from goodstanding.records.queries.close_report import closings
from tests.bank_text import bai2
from tests.browser.test_cash import in_field, pay
from tests.browser.test_desk import serious
from tests.cash_desk import AT, DANA, DAY, brought_in, taken, undone
from tests.ledger_text import assert_proven
from tests.remittance_text import check, claim, line, one_line, remittance
from tests.web.clinic import FISK, LOPEZ, OLSON, PASSWORD, colleague

FRIDAY = DAY - timedelta(3)


def a_day_of_work(folder):
    """Three checks, two cards, cash; a check of Friday came back; one insurer's check with its
    money at the bank, one without."""
    old = friday()
    for tender, amount, number in (
        ("check", "60.00", "4471"), ("check", "124.20", "88"), ("check", "30.30", "1203"),
        ("card", "1894.20", "a1"), ("card", "10.00", "a2"), ("cash", "85.00", ""),
    ):  # fmt: skip
        taken(tender, amount, number)
    undone(old)
    files_of(folder)


def friday():
    """A check of 75.00, counted and closed on its day."""
    old = taken("check", "75.00", "1001", on=FRIDAY)
    counts = [Count("Front 1", Tender.CASH, 10000), Count("Front 1", Tender.CHECK, 7500)]
    count_day(on=FRIDAY, counts=counts, by=DANA, at=AT)
    close_day(on=FRIDAY, by=DANA, at=AT)
    return old


def files_of(folder):
    Charge.objects.filter(number="C4").update(claim="CL4")
    paid = line(312, 200, "CO-45 112", on="20261102")
    berg = claim("CL4", 312, 200, lines=[paid])
    brought_in(folder, "e.835", remittance(check("T1", berg, paid_on="20261120")))
    brought_in(folder, "f.835", remittance(
        check("T2", one_line("NOT-OURS", 90, 90), paid_on="20261123"), control="000000002"
    ))  # fmt: skip
    brought_in(folder, "bank.bai", bai2("2026-11-20 165 200.00 HCCLAIMPMT NORTH STAR trace=T1",
                                        "2026-11-23 555 75.00 RETURNED ITEM 1001"))  # fmt: skip


def typed(page, *amounts):
    in_field(page, "input.amount:focus")
    for place, amount in enumerate(amounts):
        if place:
            page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type(amount)
    page.keyboard.press("Enter")


def test_a_day_is_closed_from_the_keyboard(sign_in, tmp_path):
    page = sign_in("coordinator")
    colleague("manager")
    a_day_of_work(tmp_path)
    page.goto("/cash/close")
    expect(page.get_by_text("Monday Nov 23, 2026")).to_be_visible()
    # Cash 100.00 + 85.00; checks 60.00 + 124.20 + 30.30; cards are 10.00 short.
    typed(page, "185", "60+124.20+30.30", "1894.20")
    closed_with_a_second_person(page)
    # 2,203.70 of receipts, 75.00 back, 200.00 of the insurer, 90.00 of one that waits, 10.00 short
    every_figure_is_in_the_ledger(page, 240870)
    assert_proven()


def test_the_day_and_its_payments_from_a_fresh_start_without_the_mouse(sign_in, tmp_path):
    """Three checks, two cards, cash, Friday's check back, an ERA with its EFT and one without: all
    but the arrival of the files is typed.
    """
    page = sign_in("coordinator")
    colleague("manager")
    friday()
    files_of(tmp_path)
    payments_are_typed(page)
    fridays_check_came_back(page)
    page.goto("/cash/close")
    # Cash 100.00 + 65.80; checks 60.00 + 100.00 + 30.30; of cards 134.20, 10.00 are missing.
    typed(page, "165.80", "60+100+30.30", "124.20")
    closed_with_a_second_person(page)
    # 390.30 of receipts, 75.00 back, 200.00 and 90.00 of insurers, 10.00 short
    every_figure_is_in_the_ledger(page, 59530)
    assert_proven()


def payments_are_typed(page):
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/cash")
    page.keyboard.press("t")
    for account, amount, letter, number in (
        (LOPEZ, "60", "c", "4471"), (OLSON, "100", "c", "88"), (FISK, "30.30", "c", "1203"),
        (LOPEZ, "124.20", "a", "a1"), (OLSON, "10", "a", "a2"), (FISK, "65.80", "s", ""),
    ):  # fmt: skip
        pay(page, account, amount, letter, number)


def fridays_check_came_back(page):
    page.goto("/cash/receipts/1")
    page.locator("#reason-return").focus()
    page.keyboard.type("Not enough")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undone on 11/23/2026")).to_be_visible()


def closed_with_a_second_person(page):
    """Both days miss the card slip of receipt 6."""
    expect(page.get_by_text("Receipt 6 ($10.00, no. a2) is of this amount")).to_be_visible()
    in_field(page, "[placeholder=Why]:focus")
    page.keyboard.type("Slip a2 is missing")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Second person")).to_be_focused()
    page.keyboard.type("manager-1")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Close of Monday Nov 23, 2026")).to_be_visible()
    expect(page.get_by_text("Ties to the ledger")).to_be_visible()


def every_figure_is_in_the_ledger(page, cash_cents):
    """Each section of the report as the screen shows it, asked of the ledger by hand."""
    ((figures, second),) = [(c.figures, c.second) for c in closings(DAY)]
    assert second == "manager-1"
    by_source = {
        "receipts": "source LIKE 'receipt:%%' AND source NOT LIKE '%%:undone%%'",
        "returned": "source LIKE 'receipt:%%:undone%%'",
        "era": "source LIKE '835:%%'",
        "over_short": "source LIKE 'close:%%'",
    }
    for key, which in by_source.items():
        ((cents,),) = bulk.select(
            "SELECT COALESCE(SUM(CASE WHEN debit = 'cash' THEN cents ELSE -cents END), 0) FROM "
            f"records_transfer WHERE posted_on = %s AND 'cash' IN (debit, credit) AND {which}",
            [DAY.isoformat()],
        )
        assert figures.section(key).cents == cents, key
        assert cents, key
        whole, part = divmod(abs(int(cents)), 100)
        expect(page.get_by_text(f"{whole:,}.{part:02d}").first).to_be_visible()
    assert figures.cash_cents == cash_cents
    assert DayClose.objects.filter(on=DAY).count() == 1


def test_an_even_day_takes_its_counts_and_two_keys(sign_in):
    page = sign_in("coordinator")
    taken("cash", "85.00")
    taken("check", "60.00", "4471")
    page.goto("/cash/close")
    typed(page, "185", "60")
    expect(page.get_by_role("button", name="Close the day")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ties to the ledger")).to_be_visible()
    # From the report to the slip without a mouse: the deposit is made from the page of the day.
    page.goto("/cash/close?on=2026-11-23")
    page.get_by_role("button", name="Make the deposit").press("Enter")
    expect(page.get_by_role("heading", name="Deposit 1")).to_be_visible()
    expect(page.get_by_text("$145.00")).to_be_visible()


def test_the_pages_of_the_day_s_end_are_sound_for_axe_and_reflow_at_320(sign_in, tmp_path):
    page = sign_in("manager")
    a_day_of_work(tmp_path)
    addresses = ["/cash/close", "/cash/close?on=2026-11-20", "/cash/close/report?on=2026-11-20"]
    addresses += [f"/cash/deposits?show={show}" for show in ("deposits", "era", "lines", "matched")]
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 3000})
        assert page.goto(address).status == 200, address
        assert serious(page) == [], address
        page.set_viewport_size({"width": 320, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{address} is {wide} wide"
