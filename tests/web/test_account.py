"""One account: the figures, the reasons, what each role may see, and what a person may change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.records.models import AuditEvent, Guarantor, Hold, Letter, Note, Standing
from tests.web.clinic import BERG, EK, FISK, LOPEZ, OLSON, WARSAME

pytestmark = pytest.mark.usefixtures("clinic")


def page(client, account, **asked):
    seen = client.get(f"/accounts/{account}", asked)
    assert seen.status_code == 200
    return seen.content.decode()


def test_five_numbers_have_names_of_their_own(desk):
    text = page(desk("coordinator"), LOPEZ)
    for words in ("Patient owes", "Insurance owes", "On hold", "On a plan", "Credit"):
        assert words in text
    assert "$184.20" in text


def test_a_broken_promise_is_the_reason_to_call(desk):
    text = page(desk("coordinator"), LOPEZ)
    assert "Promise of $60.00 for 11/10/2026 was not kept." in text


def test_loose_money_asks_to_check_first(desk):
    text = page(desk("coordinator"), OLSON)
    assert "Check first: 1" in text
    assert "$75.00 is not placed yet." in text


def test_bankruptcy_stops_the_strip_in_words(desk):
    text = page(desk("coordinator"), EK)
    assert "Do not call or write" in text


def test_a_number_with_a_slash_opens(desk):
    assert "Ayaan Warsame" in page(desk("coordinator"), WARSAME)


def test_title_and_address_carry_no_name(desk):
    title = page(desk("coordinator"), LOPEZ).split("<title>")[1].split("</title>")[0]
    assert title == "Account 0104233 - Patient Accounts"


def test_the_front_desk_sees_a_person_and_nothing_more(desk):
    text = page(desk("front_desk"), EK)
    assert "Jan Ek" in text
    assert "Every patient is seen." in text
    for hidden in ("ankrupt", "480.00", "Hold", "Ledger", "Timeline", "Dr. Moe", "Do not"):
        assert hidden not in text


def test_the_front_desk_may_name_one_amount_when_it_may_be_asked_for(desk):
    client = desk("front_desk")
    assert "Past balance" in page(client, FISK)
    assert "$96.10" in page(client, FISK)
    assert "Past balance" not in page(client, BERG)


def test_an_unknown_account_is_404_and_says_nothing_of_it(desk):
    seen = desk("coordinator").get("/accounts/999999")
    assert seen.status_code == 404
    assert "999999" not in seen.content.decode().split("<main")[1].split("</main>")[0]


def test_each_view_leaves_an_audit_event(desk):
    page(desk("coordinator"), LOPEZ)
    seen = AuditEvent.objects.get(verb="account.view")
    assert (seen.account, seen.by) == (LOPEZ, "coordinator-1")


@pytest.mark.parametrize("account", [LOPEZ, EK])
def test_a_page_asks_a_fixed_number_of_questions(desk, account):
    client = desk("coordinator")
    page(client, account)
    with CaptureQueriesContext(connection) as asked:
        page(client, account)
    # The tests' own transaction makes a savepoint of the audit event's, and PostgreSQL asks for
    # its turn where SQLite has one writer.
    apart = ("SAVEPOINT", "pg_advisory_xact_lock")
    assert len([each for each in asked if not any(word in each["sql"] for word in apart)]) <= 26


def test_a_hold_stops_the_waiting_letter_at_once(desk):
    assert Letter.objects.get(guarantor__number=FISK).state == "ready"
    asked = {"kind": "dispute", "starts_on": "t", "why": "He says he paid."}
    seen = desk("coordinator").post(f"/accounts/{FISK}/holds/place", asked, follow=True)
    assert "Saved 12:00 PM: hold on account 103014." in seen.content.decode()
    asking, confirming = Letter.objects.filter(guarantor__number=FISK).order_by("id")
    assert (asking.state, confirming.state) == ("dropped", "ready")
    assert confirming.kind == "dispute_received"
    assert Standing.objects.get(guarantor__number=FISK).act == "wait"


def test_a_hold_without_a_kind_is_asked_for_again_and_keeps_the_words(desk):
    asked = {"starts_on": "11/30/2026", "ends_on": "11/1/2026", "why": "A letter came"}
    text = desk("coordinator").post(f"/accounts/{FISK}/holds/place", asked).content.decode()
    assert "Choose a kind of hold." in text
    assert "The last day is before the first." in text
    assert "A letter came" in text
    assert not Hold.objects.filter(guarantor__number=FISK).exists()


def test_a_note_is_shown_as_text_never_as_markup(desk):
    client = desk("coordinator")
    client.post(f"/accounts/{LOPEZ}/notes/add", {"text": "<script>alert(1)</script>"})
    text = page(client, LOPEZ)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_a_card_number_never_reaches_a_note(desk):
    asked = {"text": "Card 4111 1111 1111 1111 exp 12/28"}
    text = desk("front_desk").post(f"/accounts/{LOPEZ}/notes/add", asked).content.decode()
    assert "Take the card number out." in text
    assert not Note.objects.exists()


def test_a_logged_call_moves_the_next_step(desk):
    asked = {"channel": "call", "direction": "out", "outcome": "reached", "note": "Will pay Friday"}
    client = desk("coordinator")
    client.post(f"/accounts/{LOPEZ}/contacts/log", asked)
    text = page(client, LOPEZ)
    assert "Will pay Friday" in text
    assert "Promise of $60.00 for 11/10/2026 was not kept." not in text.split("Timeline")[0]


def test_peek_is_a_part_of_the_page(desk):
    text = page(desk("coordinator"), LOPEZ, peek="1")
    assert "<html" not in text
    assert "$184.20" in text


@pytest.mark.parametrize("role", ["coordinator", "biller", "manager"])
def test_everyone_in_the_office_may_stop_an_account(desk, role):
    asked = {"kind": "dispute", "starts_on": "t"}
    desk(role).post(f"/accounts/{FISK}/holds/place", asked)
    assert Hold.objects.get(guarantor__number=FISK).placed_by == f"{role}-1"


def test_why_help_may_fit_is_said_with_the_way_to_ask(desk):
    client = desk("coordinator")
    assert "Help may fit" not in page(client, FISK)
    Guarantor.objects.filter(number=FISK).update(street="General Delivery")
    text = page(client, FISK)
    assert "Help may fit: The address on file is general delivery." in text
    assert f'href="/accounts/{FISK}/help-program">Ask them, begin an application</a>' in text
    assert "general delivery" not in page(desk("front_desk"), FISK)
