"""The page Messages, and the provider's own door: closed until configured, open by signature."""

from datetime import timedelta

import pytest
from django.test import Client

from goodstanding.records.models import Contact, Guarantor, Message, MessageEvent
from tests.messages_made import MOBILE, PUBLIC, configure, signed
from tests.stand_ins import signature
from tests.web.clinic import LOPEZ, NOON

pytestmark = pytest.mark.usefixtures("clinic")
STOP = {"MessageSid": "SM1", "From": "+12185550101", "To": "+13205550100", "Body": "STOP"}


def message(state: str, **more) -> Message:
    owner = Guarantor.objects.get(number=LOPEZ)
    first = {
        "guarantor": owner, "channel": "text", "act": "text", "key": state, "to": MOBILE,
        "state": state, "next_at": NOON, "made_at": NOON, "begun_at": NOON - timedelta(hours=1),
    }  # fmt: skip
    return Message.objects.create(**(first | more))


@pytest.fixture
def hears(own_var):
    configure(text=9)


def told(form=STOP, path="/hooks/text/inbound", **more):
    given = {"x-twilio-signature": signed(path, form).signature} | more
    return Client(enforce_csrf_checks=True).post(path, form, headers=given)


def test_closed_until_it_is_configured(own_var):
    assert told().status_code == 404
    assert MessageEvent.objects.count() == 0


def test_closed_without_a_token_whoever_signs(hears, monkeypatch):
    monkeypatch.setenv("GOODSTANDING_TEXT_TOKEN", "")
    path = "/hooks/text/inbound"
    assert told(**{"x-twilio-signature": signature(PUBLIC + path, STOP, "")}).status_code == 404


def test_open_by_signature_alone(hears):
    assert told(**{"x-twilio-signature": "wrong"}).status_code == 403
    assert MessageEvent.objects.count() == 0
    seen = told()
    assert (seen.status_code, seen.content) == (200, b"<Response/>")
    assert "Set-Cookie" not in seen.headers
    assert told().status_code == 200
    assert MessageEvent.objects.get().kind == "opted_out"
    assert Client().get("/hooks/text/inbound").status_code == 405


def test_what_needs_a_person_stands_first_and_is_named_on_today(desk):
    message("sending")
    message("bounced", why="Twilio answered 400 code 21211", ended_at=NOON)
    client = desk("coordinator")
    text = client.get("/messages").content.decode()
    assert text.index("In doubt 1") < text.index("Did not arrive 1")
    assert "none is sent again by itself" in text.lower()
    assert "2 messages need a person" in client.get("/today").content.decode()


def test_it_went_by_the_button(desk):
    one = message("sending")
    seen = desk("biller").post(f"/messages/{one.id}/went", follow=True).content.decode()
    assert f"message {one.id}: it went" in seen
    assert Contact.objects.get(number=f"message-{one.id}").delivered
    assert "In doubt" not in seen


@pytest.mark.parametrize("how", ["went", "did-not-go", "again", "done", "use-again"])
def test_what_is_settled_already_is_said(desk, how):
    one = message("delivered")
    seen = desk("manager").post(f"/messages/{one.id}/{how}", follow=True).content.decode()
    assert "Not saved." in seen


def test_an_unknown_answer_is_not_found(desk):
    one = message("failed", ended_at=NOON)
    assert desk("manager").post(f"/messages/{one.id}/more").status_code == 404
    seen = desk("coordinator").post(f"/messages/{one.id}/done", follow=True)
    assert "it is off the list" in seen.content.decode()


def test_words_are_shown_as_text_and_answered(desk):
    MessageEvent.objects.create(
        key="k", channel="text", kind="inbound", at=NOON, sender="+16125550123",
        detail="<script>x</script>", needs_answer=True,
    )  # fmt: skip
    client = desk("coordinator")
    text = client.get("/messages").content.decode()
    assert "&lt;script&gt;" in text
    assert "no account has this" in text
    number = MessageEvent.objects.get().id
    seen = client.post(f"/messages/events/{number}/answered", follow=True).content.decode()
    assert "it is answered" in seen
    assert "Nobody waits for an answer." in seen


def test_the_timeline_shows_what_was_sent_and_what_did_not_arrive(desk):
    contact = Contact.objects.create(
        number="m1", guarantor=Guarantor.objects.get(number=LOPEZ), at=NOON, channel="text",
        direction="out", kind="reminder", outcome="sent", delivered=True,
    )  # fmt: skip
    message("sent", contact=contact, body="Our words.", sent_at=NOON)
    message("bounced", why="No such number.", ended_at=NOON)
    text = desk("coordinator").get(f"/accounts/{LOPEZ}").content.decode()
    assert "Text sent</b> sent.  Our words." in text
    assert "Text did not arrive</b> No such number." in text
