"""The cash page: a payment is shown before it is posted, receipts, and who sees what."""

import re
from datetime import timedelta

import pytest

from goodstanding.records.models import (
    Adjustment,
    DayClose,
    Receipt,
    ReceiptUndone,
    Standing,
    Transfer,
)
from tests.web.clinic import BERG, DAY, EK, FISK, LOPEZ, NOON, OLSON, WARSAME, colleague

pytestmark = pytest.mark.usefixtures("clinic")
PAY = {
    "key": "k1", "account": LOPEZ, "amount": "60", "tender": "check", "reference": "4471",
    "goes": "oldest", "drawer": "Front 1",
}  # fmt: skip


def page(client, url, **asked):
    seen = client.get(url, asked)
    assert seen.status_code == 200, url
    return words(seen)


def words(seen):
    return " ".join(seen.content.decode().split())


def look(client, **more):
    return client.post("/cash/take", {**PAY, **more})


def post(client, **more):
    """Looks at it, and posts what was shown."""
    seen = look(client, **more)
    assert seen.context["seen"] is not None, words(seen)
    return look(client, **more, shown=seen.context["seen"].shown)


def owes(account):
    return Standing.objects.get(guarantor__number=account).patient_cents


def test_the_effect_says_what_is_on_a_plan(desk):
    client = desk("coordinator")
    plan = {"charges": ["C1"], "told": "on", "manage": "50", "offer": "own", "payments": "4"}
    client.post(f"/accounts/{LOPEZ}/plans/make", plan)
    for goes in ("oldest", "charges"):
        assert "C1), on the plan: " in words(look(client, goes=goes, **{"on-C1": "60"}))


def test_the_effect_is_shown_before_anything_is_posted(desk):
    client = desk("coordinator")
    text = words(look(client))
    # 184.20 less 60.00.
    assert "Maria Lopez" in text
    assert 'Visit 09/22/2026 (C1): <b class="money">60.00</b>, left 124.20' in text
    assert 'The patient owes $184.20 now and <b class="money">$124.20</b> after.' in text
    assert not Receipt.objects.exists()
    seen = post(client)
    assert seen["Location"] == "/cash?drawer=Front%201&next=1"
    assert (owes(LOPEZ), Receipt.objects.get().cents) == (12420, 6000)
    text = page(client, "/cash", next="1")
    assert "receipt 1, $60.00 check 4471, account 0104233." in text
    assert 'id="id_account" name="account" maxlength="64" autocomplete="off"' in text
    assert 'value="" autofocus>' in text


def test_what_was_changed_after_looking_is_shown_again(desk):
    client = desk("coordinator")
    shown = look(client).context["seen"].shown
    seen = look(client, amount="61", shown=shown)
    assert "Post $61.00" in words(seen)
    assert not Receipt.objects.exists()


def test_more_than_is_owed_says_what_is_over(desk):
    text = words(look(desk("biller"), amount="200.00"))
    assert '<b class="money">15.80</b> is not placed yet.' in text
    assert "15.80 CR" in text


def test_money_not_placed_before_has_been_counted(desk):
    # 175.00 less 75.00 that waits: 100.00.
    text = words(look(desk("biller"), account=OLSON))
    assert 'The patient owes $100.00 now and <b class="money">$40.00</b> after.' in text


def test_a_promise_kept_is_said_and_a_hold_is_named(desk):
    from goodstanding.records.models import Guarantor, Promise

    lopez = Guarantor.objects.get(number=LOPEZ)
    Promise.objects.create(
        number="PR9", guarantor=lopez, made_on=DAY, cents=6000, due_on=DAY + timedelta(days=11)
    )
    client = desk("coordinator")
    assert "Keeps the promise of $60.00 by Fri 12/04." in words(look(client))
    assert "$59.00 of the $60.00 promised by Fri 12/04." in words(look(client, amount="59"))
    assert "Charge C3 may not be asked for now" in words(look(client, account=EK))


def test_visits_are_named_one_by_one(desk):
    client = desk("coordinator")
    seen = look(client, goes="charges")
    assert 'name="on-C1"' in words(seen)
    assert seen.context["seen"].shown == ""
    post(client, goes="charges", **{"on-C1": "50.00"})
    told = Transfer.objects.filter(source__startswith="receipt:1:").order_by("id")
    assert [(row.charge_id is None, row.cents) for row in told] == [(False, 5000), (True, 1000)]
    text = words(look(client, key="k2", goes="charges", **{"on-C1": "sixty"}))
    assert "Charge C1: write the amount as 60 or 60.00." in text


def test_the_same_check_again_asks_first(desk):
    client = desk("coordinator")
    post(client)
    again = {"key": "k2"}
    text = words(post(client, **again))
    assert "Check 4471 for $60.00 was posted today at 12:00 PM. Post again?" in text
    assert Receipt.objects.count() == 1
    post(client, **again, again="on")
    assert Receipt.objects.count() == 2


def test_back_and_sent_again_takes_the_money_once(desk):
    client = desk("coordinator")
    post(client)
    seen = look(client, shown=look(client).context["seen"].shown, again="on")
    assert (seen.status_code, Receipt.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "9"}, "No account has this number."),
        ({"amount": "sixty"}, "Write the amount as 60, 60.00 or 1,250.50."),
        ({"amount": "0"}, "more than zero"),
        ({"reference": ""}, "Write the number of the check."),
        ({"reference": "4111 1111 1111 1111"}, "Take the card number out."),
        ({"tender": ""}, "Choose check, card, cash, EFT or portal."),
        ({"drawer": "Nowhere"}, "Nothing was saved yet"),
    ],
)
def test_what_is_wrong_is_said(desk, wrong, said):
    client = desk("coordinator")
    seen = look(client, **wrong)
    shown = seen.context["seen"].shown if seen.context["seen"] else "x"
    assert said in words(look(client, **wrong, shown=shown))
    assert not Receipt.objects.exists()


def test_the_tape_and_the_totals_run_along(desk):
    client = desk("coordinator")
    post(client)
    post(client, key="k2", account=FISK, amount="96.10", tender="cash", reference="")
    post(client, key="k3", account=WARSAME, amount="40", reference="88")
    text = page(client, "/cash")
    for part in ("Fisk", "A/871", ">4471<", "96.10"):
        assert part in text
    # Two checks, 60.00 and 40.00; cash 96.10.
    totals = {row.tender: (row.count, row.cents) for row in client.get("/cash").context["totals"]}
    assert totals == {"check": (2, 10000), "cash": (1, 9610)}
    client.post("/cash/receipts/1/return", {"reason": "no_funds"})
    (check,) = [row for row in client.get("/cash").context["totals"] if row.tender == "check"]
    assert (check.back_cents, check.left_cents) == (6000, 4000)
    assert "Returned" in page(client, "/cash")


def test_the_page_asks_a_fixed_number_of_questions(desk, django_assert_max_num_queries):
    client = desk("coordinator")
    for number in range(5):
        post(client, key=f"k{number}", reference=str(number))
    with django_assert_max_num_queries(14):
        client.get("/cash")


def test_a_closed_day_posts_to_the_next(desk):
    DayClose.objects.create(on=DAY, at=NOON, by="x", figures={})
    client = desk("coordinator")
    assert "Today is closed" in page(client, "/cash")
    post(client)
    assert Receipt.objects.get().on == DAY + timedelta(days=1)
    assert ">4471<" in page(client, "/cash")


# ---- the front desk


def test_the_front_desk_sees_one_number_and_no_visit(desk):
    client = desk("front_desk")
    text = words(look(client, account=FISK))
    assert "Past balance $96.10; left after this $36.10." in text
    text = words(look(client))  # a promise was missed: a private talk, so no number
    assert "It goes on the account." in text
    assert "184.20" not in text
    assert not re.search(r"\bC1\b", text)  # the form's own random key may hold these two signs
    assert "Visits I name" not in text
    text = words(look(client, account=EK))  # bankrupt: nothing is said of money
    assert "It goes on the account." in text
    assert "480" not in text
    post(client)
    assert owes(LOPEZ) == 12420


def test_the_front_desk_sees_its_own_drawer_only(desk):
    post(desk("coordinator"))
    client = desk("front_desk")
    assert "4471" not in page(client, "/cash", drawer="Front 1")
    assert client.get("/cash/receipts/1").status_code == 404
    post(client, key="k2", account=FISK, tender="cash", reference="")
    text = page(client, "/cash")
    assert ">4471<" in text  # it works in this drawer now
    text = page(client, "/cash/receipts/2")
    assert "Ole Fisk" in text
    assert "The receipt is wrong" not in text
    assert client.post("/cash/receipts/2/correct", {"reason": "twice"}).status_code == 403


@pytest.mark.parametrize("role", ["coordinator", "front_desk"])
def test_the_account_has_its_button(desk, role):
    assert 'href="/cash?account=A%2F871"' in page(desk(role), f"/accounts/{WARSAME}")


def test_the_button_begins_a_payment_of_that_account(desk):
    text = page(desk("coordinator"), "/cash", account=WARSAME)
    assert f'value="{WARSAME}"' in text
    assert 'name="amount" inputmode="decimal" autocomplete="off" value="" autofocus' in text


# ---- receipts


def test_a_receipt_is_a_paper_for_the_person(desk):
    client = desk("coordinator")
    post(client)
    text = page(client, "/cash/receipts/1")
    for part in ("Receipt 1", "$60.00", "Maria Lopez", "Check 4471", "St. Cloud Orthopedics, P.A."):
        assert part in text
    assert "<title>Receipt 1 - Patient Accounts</title>" in text


@pytest.mark.parametrize("how", ["return", "correct"])
def test_a_receipt_is_undone_with_a_reason(desk, how):
    client = desk("coordinator")
    post(client)
    text = words(client.post(f"/cash/receipts/1/{how}", {"reason": ""}))
    assert "Choose why." in text
    reason = "no_funds" if how == "return" else "amount"
    client.post(f"/cash/receipts/1/{how}", {"reason": reason})
    assert ReceiptUndone.objects.get().kind == ("returned" if how == "return" else "correction")
    assert owes(LOPEZ) == 18420
    text = page(client, "/cash/receipts/1")
    assert "Undone on 11/23/2026 by coordinator-1" in text
    assert "The receipt is wrong" not in text
    assert client.post("/cash/receipts/1/else", {"reason": "x"}).status_code == 404


def test_cash_one_took_oneself_is_not_corrected(desk):
    client = desk("coordinator")
    post(client, tender="cash", reference="")
    text = words(client.post("/cash/receipts/1/correct", {"reason": "amount"}))
    assert "You took this cash. Ask a colleague to correct the receipt." in text


# ---- an insurer's check

EOB = {
    "key": "k1", "payer": "NSH", "tender": "check", "reference": "881", "amount": "200.00",
    "unplaced": "", "drawer": "Front 1", "charge-1": "C4", "paid-1": "200", "discount-1": "62",
    "patient-1": "50", "reason-1": "2", "denied-1": "", "why-1": "",
}  # fmt: skip


def test_an_insurers_check_balances_before_it_posts(desk):
    client = desk("biller")
    text = words(client.post("/cash/insurer/take", {**EOB, "paid-1": "190"}))
    assert "$10.00 is missing" in text
    seen = client.post("/cash/insurer/take", EOB)
    assert "Balances" in words(seen)
    assert not Receipt.objects.exists()
    client.post("/cash/insurer/take", {**EOB, "shown": seen.context["shown"]})
    standing = Standing.objects.get(guarantor__number=BERG)
    assert (standing.insurer_cents, standing.patient_cents) == (0, 5000)  # 312 = 200 + 62 + 50
    text = page(client, "/cash/receipts/1")
    assert 'Patient&#x27;s part <span class="second">PR-2</span>' in text


def test_lines_start_with_what_the_insurer_owes(desk):
    text = page(desk("biller"), "/cash/insurer", account=BERG)
    assert 'name="charge-1" value="C4"' in text
    assert "North Star Health" in text


def test_the_same_insurers_check_again_asks_first(desk):
    client = desk("biller")
    seen = client.post("/cash/insurer/take", EOB)
    client.post("/cash/insurer/take", {**EOB, "shown": seen.context["shown"]})
    more = {**EOB, "key": "k2", "charge-1": "", "paid-1": "", "discount-1": "", "patient-1": "",
            "reason-1": "", "unplaced": "200"}  # fmt: skip
    seen = client.post("/cash/insurer/take", more)
    seen = client.post("/cash/insurer/take", {**more, "shown": seen.context["shown"]})
    assert "Check 881 for $200.00 was posted today" in words(seen)
    client.post("/cash/insurer/take", {**more, "shown": seen.context["shown"], "again": "on"})
    assert Receipt.objects.count() == 2


# ---- moves and write-offs


def change(client, account=FISK, **more):
    asked = {"key": "m1", "what": "small_write_off", "charge": "C5", "amount": "10",
             "reason": "small", "words": "", **more}  # fmt: skip
    return client.post(f"/accounts/{account}/money", asked)


def test_money_that_waits_is_placed_from_the_account(desk):
    client = desk("coordinator")
    text = page(client, f"/accounts/{OLSON}", drawer="money", what="apply_unapplied")
    assert 'value="75.00"' in text
    assert "08/03/2026: patient $175.00, insurer $0.00 (C2)" in text
    change(client, OLSON, what="apply_unapplied", charge="C2", amount="75", reason="")
    standing = Standing.objects.get(guarantor__number=OLSON)
    assert (standing.unapplied_cents, standing.patient_cents) == (0, 10000)
    assert "Put money that waits" not in page(client, f"/accounts/{FISK}", drawer="money")


def test_a_small_write_off_is_posted_and_a_large_one_is_asked_for(desk):
    client = desk("coordinator")
    change(client)
    assert owes(FISK) == 8610
    change(client, key="m2", amount="86.10")
    text = page(client, "/cash/adjustments")
    assert "Waits for a second person" in text
    assert ">Agree<" not in text
    manager = desk("manager")
    assert "1 asked" in page(manager, "/cash")
    assert ">Agree<" in page(manager, "/cash/adjustments")
    manager.post("/cash/adjustments/2/agree")
    assert owes(FISK) == 0
    manager.post("/cash/adjustments/1/undo")
    assert (owes(FISK), Adjustment.objects.get(number=1).state) == (1000, "undone")


def test_a_large_write_off_may_be_declined(desk):
    change(desk("coordinator"), amount="96.10")
    desk("manager").post("/cash/adjustments/1/decline")
    assert (owes(FISK), Adjustment.objects.get().state) == (9610, "declined")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": "deductible"}, "Choose a reason under Write off a small balance."),
        ({"amount": "97"}, "part of charge C5 is $96.10 now"),
        ({"words": "4111 1111 1111 1111"}, "Take the card number out."),
        ({"charge": "C1"}, "Nothing was saved yet"),
        ({"what": ""}, "Choose what is to be done."),
    ],
)
def test_a_change_that_cannot_be_is_said(desk, more, said):
    assert said in words(change(desk("coordinator"), **more))
    assert owes(FISK) == 9610


def test_one_account_s_changes_alone(desk):
    client = desk("coordinator")
    change(client)
    assert "Fisk, Ole" in page(client, "/cash/adjustments", account=FISK)
    assert "Fisk, Ole" not in page(client, "/cash/adjustments", account=LOPEZ)


def test_tabs_show_only_what_is_there(desk, rf):
    from goodstanding.web.pages.cash_tabs import cash_tabs

    request = rf.get("/cash")
    request.user = colleague("manager", password="")
    labels = [tab.label for tab in cash_tabs(request, "cash")]
    assert labels[0] == "Payments"
    assert set(labels) <= {"Payments", "Deposits and bank", "Close the day", "Books"}
