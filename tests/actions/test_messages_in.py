"""What comes in about texts and emails: reports, answers in any case and language, mail that came
back; each told twice changes nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.actions import messages, messages_in
from goodstanding.core.kinds import Channel
from goodstanding.formats.problems import NotReadable
from goodstanding.outbound.handed import Request
from goodstanding.records.models import AuditEvent, Contact, Letter, Message, MessageEvent
from goodstanding.records.queries.account_record import facts_of
from goodstanding.records.queries.messages_page import messages_page, need_a_person
from goodstanding.records.queries.reached_by import accounts_of
from tests.ledger_text import ANA, SYSTEM_ACTOR, tell
from tests.messages_made import (
    EMAILED,
    PUBLIC,
    TEN,
    TEXTED,
    attempts,
    due,
    last,
    next_act,
    outgoing,
    sent,
    signed,
    standing_in,
    states,
)
from tests.stand_ins import Plan, signature

pytestmark = pytest.mark.django_db
SOON = TEN + timedelta(minutes=2)
SID = "SM" + "0" * 31 + "1"


def told(path: str = "/hooks/text/inbound", at: datetime = SOON, **form: str) -> bool:
    return messages_in.from_provider(signed(path, form), by=SYSTEM_ACTOR, at=at)


def report(status: str, code: str = "", sid: str = SID, message: int = 0) -> bool:
    form = {"MessageSid": sid, "MessageStatus": status} | ({"ErrorCode": code} if code else {})
    return told(f"/hooks/text/status?message={message or last().id}", **form)


def wrote(words: str, sid: str = "SMin1", sender: str = "+12185550101", **more: str) -> bool:
    return told(From=sender, To="+13205550100", Body=words, MessageSid=sid, **more)


def heard() -> MessageEvent:
    return MessageEvent.objects.latest("id")


# ---- reports


def test_delivered_is_delivered_in_whatever_order(texts):
    due(TEXTED)
    sent()
    assert report("delivered")
    assert report("sent")
    assert report("delivered")
    assert (states(), outgoing()) == (["delivered"], [("text", "reminder", "sent", True)])
    assert MessageEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "state", "then"), [("30005", "bounced", "reminder"), ("30007", "failed", "text")]
)
def test_not_delivered_takes_the_account_back(texts, code, state, then):
    due(TEXTED)
    sent()
    assert next_act() == "wait"
    assert report("undelivered", code)
    assert states() == [state]
    assert outgoing() == [("text", "reminder", "not_delivered", False)]
    assert next_act() == then
    assert report("undelivered", code)
    assert not sent()  # a person looks first


def test_a_lost_answer_is_settled_by_the_providers_own_report(texts):
    due(TEXTED)
    texts.next = ["cut"]
    sent()
    assert states() == ["sending"]
    report("sent")
    assert (states(), last().provider_id, attempts()) == (["sent"], SID, ["sent"])
    report("delivered")
    assert (states(), outgoing()) == (["delivered"], [("text", "reminder", "sent", True)])


def test_a_report_that_comes_before_the_answer_was_written(texts):
    due(TEXTED)
    _, tries, one = messages.claim_message(message_id=last().id, by=SYSTEM_ACTOR, at=TEN)
    report("delivered")
    from goodstanding.outbound.handed import Accepted

    given = (one.message, tries)
    messages.record_message(given=given, handed=Accepted(SID), by=SYSTEM_ACTOR, at=SOON)
    assert (states(), len(outgoing())) == (["delivered"], 1)


def test_a_report_about_nothing_we_know_changes_nothing(texts):
    due(TEXTED)
    assert report("undelivered", "30005", sid="SMother", message=999)
    assert states() == ["waiting"]


# ---- whose request it is


def test_another_signature_is_not_read(texts):
    form = {"From": "+12185550101", "Body": "STOP", "MessageSid": "SM9"}
    path = "/hooks/text/inbound"
    for wrong in ("", "x", signature(PUBLIC + path, form, "other"), signature(path, form), "é"):
        request = Request(path, form, wrong)
        assert not messages_in.from_provider(request, by=SYSTEM_ACTOR, at=SOON)
    changed = form | {"Body": "HELLO"}
    request = Request(path, changed, signature(PUBLIC + path, form))
    assert not messages_in.from_provider(request, by=SYSTEM_ACTOR, at=SOON)
    assert MessageEvent.objects.count() == 0


def test_the_signature_of_the_documents_own_kind():
    """Worked out by hand with `openssl dgst -sha1 -hmac` over the same text."""
    form = {"To": "+18005551212", "From": "+14158675310", "Digits": "1234"}
    assert (
        signature("https://example.com/myapp?foo=1", form, "12345")
        == "QEwNKMoZ0+rvLyyvn09M8V32yPc="
    )


# ---- answers

WORDS = ["STOP", "stop", " Stop. ", "sToP!!", "QUIT", "End", "cancel", "Unsubscribe", "opt out",
         "OPT-OUT", "optout", "revoke", "Please stop", "stop texting me", "ALTO", "jooji",
         "no me manden mensajes", "don\u2019t text me again", "Leave me alone"]  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
def test_a_word_to_stop_ends_texts_at_once(texts, words):
    due(TEXTED)
    assert wrote(words)
    assert not sent()
    assert (states(), texts.asked, next_act()) == (["blocked"], 0, "reminder")
    assert facts_of("A", TEN.date()).person.text_revoked_on == TEN.date()
    assert (heard().kind, heard().needs_answer) == ("opted_out", False)


def test_a_stop_counts_for_every_account_with_that_number(texts):
    due(TEXTED, TEXTED.replace("218-555-0101", "(218)555.0101"), EMAILED)
    wrote("STOP")
    stopped = [facts_of(a, TEN.date()).person.text_revoked_on for a in "ABC"]
    assert stopped == [TEN.date(), TEN.date(), None]
    assert not sent()


def test_the_same_answer_twice_is_one(texts):
    due(TEXTED)
    assert [wrote("STOP"), wrote("STOP")] == [True, True]
    assert Contact.objects.filter(direction="in").count() == 1


def test_other_words_are_for_a_person_and_on_the_timeline(texts):
    due(TEXTED)
    sent()
    wrote("Can I pay on Friday?")
    (one,) = messages_page(at=SOON, since=TEN).answers
    assert (one.account_id, one.words) == ("A", "Can I pay on Friday?")
    assert Contact.objects.get(direction="in").note == "Can I pay on Friday?"
    assert need_a_person(SOON) == 1
    messages_in.mark_answered(event_id=one.id, by=ANA, at=SOON)
    assert need_a_person(SOON) == 0


@pytest.mark.parametrize(("words", "more"), [("START", {"OptOutType": "START"}), ("Start", {})])
def test_start_gives_no_consent_back(texts, words, more):
    due(TEXTED)
    wrote("STOP")
    wrote(words, sid="SMin2", **more)
    assert facts_of("A", TEN.date()).person.text_revoked_on == date(2026, 11, 20)
    assert heard().needs_answer
    assert not sent()


def test_words_of_someone_we_do_not_know(texts):
    wrote("Who is this?", sender="+16125550123")
    (one,) = messages_page(at=SOON, since=TEN).answers
    assert (one.account_id, one.sender, one.words) == ("", "+16125550123", "Who is this?")


def test_a_card_number_is_not_kept(texts):
    due(TEXTED)
    wrote("my card 4111 1111 1111 1111")
    kept = str(list(Contact.objects.values())) + str(list(MessageEvent.objects.values()))
    assert "4111" not in kept + str(list(AuditEvent.objects.values()))


# ---- the one confirmation


def test_the_provider_confirms_unless_the_clinic_does(texts):
    due(TEXTED)
    wrote("STOP")
    assert not sent(SOON)


@pytest.fixture
def we_confirm(own_var):
    plan = Plan()
    with standing_in(texts=plan, more='confirms_stop = "us"'):
        yield plan


def test_one_confirmation_within_its_minutes_at_any_hour(we_confirm):
    due(TEXTED)
    night = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 2:00 AM in Minnesota
    told(From="+12185550101", Body="STOP", MessageSid="SMa", at=night)
    assert sent(night + timedelta(minutes=1)) == {"sent": 1}
    (form,) = we_confirm.taken
    assert form["Body"].startswith("St. Cloud Orthopedics: You will get no more texts")
    assert "$" not in form["Body"]
    told(From="+12185550101", Body="STOP", MessageSid="SMb", at=night + timedelta(minutes=9))
    assert not sent(night + timedelta(minutes=9))


def test_after_its_minutes_no_confirmation_goes(we_confirm):
    due(TEXTED)
    wrote("STOP")
    assert sent(SOON + timedelta(minutes=6)) == {"not_now": 1}
    assert (we_confirm.taken, Message.objects.latest("id").state) == ([], "blocked")


# ---- whose number


@pytest.mark.parametrize(
    ("written", "mine"),
    [("218-555-0101", True), ("(218) 555-0101", True), ("+1 218.555.0101", True),
     ("12185550101", True), ("218-555-0102", False), ("", False)],
)  # fmt: skip
def test_a_number_however_it_is_written(written, mine):
    who = f"phone_mobile={written.replace(' ', '')}" if written else ""
    tell(f"person account=A {who}\n2026-11-17 charge C1 125.50 patient")
    assert bool(accounts_of(Channel.TEXT, "+12185550101")) is mine


# ---- mail that came back

BOUNCE = """\
From: MAILER-DAEMON@mx.example
To: billing@clinic.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <b1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ann@mail.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: {kind}

From: billing@clinic.example
Message-ID: {named}
Subject: A reminder about your balance
{rest}
--b--
"""
REPLY = """\
From: Ann Roe <Ann@Mail.example>
To: billing@clinic.example
Subject: Re: A reminder about your balance
Message-ID: <r1@mail.example>
{more}
Content-Type: text/plain; charset=utf-8

{words}

On Fri, Nov 20, 2026, Patient Accounts wrote:
> To stop these emails, answer with the word STOP.
"""


def bounced(action="failed", status="5.1.1", kind="text/rfc822-headers", **more) -> bytes:
    rest = "\nHello\n" if kind == "message/rfc822" else ""
    text = BOUNCE.format(
        action=action, status=status, kind=kind, rest=rest, named=last().provider_id
    )
    return text.replace("\n", "\r\n").encode()


def replied(words: str, more: str = "X-A: b") -> bytes:
    return REPLY.format(words=words, more=more).encode()


def read(raw: bytes) -> str:
    return messages_in.from_mail(raw, by=ANA, at=SOON).kind


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_mail_that_came_back_retires_the_address(mail, kind):
    due(EMAILED)
    sent()
    raw = bounced(kind=kind)
    assert [read(raw), read(raw)] == ["bounced", "bounced"]
    assert (states(), next_act(), Letter.objects.get().kind) == (
        ["bounced"], "reminder", "reminder",
    )  # fmt: skip
    assert outgoing() == [("email", "reminder", "not_delivered", False)]
    assert MessageEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("action", "status", "state", "then"),
    [
        ("delayed", "4.4.1", "sent", "wait"),
        ("delivered", "2.0.0", "delivered", "wait"),
        ("failed", "4.4.7", "failed", "email"),
        ("failed", "5.7.1", "failed", "email"),
        ("failed", "5.2.1", "bounced", "reminder"),
    ],
)
def test_what_a_report_says_and_what_follows(mail, action, status, state, then):
    due(EMAILED)
    sent()
    read(bounced(action, status))
    assert (states(), next_act()) == ([state], then)


def test_an_answer_with_the_word_stop_counts_and_the_quoted_one_does_not(mail):
    due(EMAILED)
    sent()
    assert read(replied("Thank you, I will pay on Friday.")) == "reply"
    assert facts_of("A", TEN.date()).person.email_opted_out_on is None
    assert need_a_person(SOON) == 1
    read(replied("STOP"))
    assert facts_of("A", TEN.date()).person.email_opted_out_on == TEN.date()
    assert facts_of("A", TEN.date()).person.text_revoked_on is None


def test_an_automatic_answer_is_nobodys_words(mail):
    due(EMAILED)
    sent()
    assert (
        read(replied("I am away. Stop by later.", "Auto-Submitted: auto-replied")) == "auto_reply"
    )
    assert need_a_person(SOON) == 0
    assert Contact.objects.filter(direction="in").count() == 0


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"hello", b"a: b\r\n\r\nc"])
def test_what_is_no_email_is_refused(own_var, raw):
    with pytest.raises(NotReadable):
        read(raw)
