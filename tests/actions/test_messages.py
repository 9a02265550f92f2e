"""Texts and emails: only where configured, judged again at the door, each sent once, and the ladder
moves only for what was taken."""

from datetime import UTC, datetime, timedelta

import pytest

from goodstanding.actions import messages
from goodstanding.actions.contacts import Said, log_contact
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.core.kinds import Channel, HoldKind
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    Contact,
    Decision,
    Guarantor,
    Letter,
    Message,
    RetiredWay,
    Standing,
)
from goodstanding.records.queries.messages_page import messages_page
from tests.ledger_text import ANA, SYSTEM_ACTOR, assert_proven, tell
from tests.messages_made import (
    ADDRESS,
    EMAILED,
    FIVE,
    MOBILE,
    TEN,
    TEXTED,
    attempts,
    configure,
    due,
    last,
    next_act,
    outgoing,
    sent,
    states,
)

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize(("way", "who"), [("mail", EMAILED), ("texts", TEXTED)])
LATER = timedelta(minutes=6)


@pytest.fixture
def plan(request):
    """The stand-in named by the test's own `way`."""
    return request.getfixturevalue(request.node.callspec.params["way"])


# ---- only when configured


def test_without_a_channel_it_is_work_for_a_person(own_var):
    configure()
    due(TEXTED, EMAILED)
    assert (next_act("A"), next_act("B")) == ("text", "email")
    assert not sent()
    assert Message.objects.count() == 0


def test_a_channel_configured_later_takes_up_what_was_decided_before(own_var, request):
    configure()
    due(TEXTED)
    plan = request.getfixturevalue("texts")
    assert sent() == {"sent": 1}
    assert len(plan.taken) == 1


def test_the_other_way_stays_a_persons(mail):
    due(TEXTED, EMAILED)
    sent()
    assert (states("A"), states("B")) == ([], ["sent"])


# ---- what leaves, and what it moves


def test_an_email_as_it_arrives(mail):
    due(EMAILED)
    assert sent() == {"sent": 1}
    ((to, raw),) = mail.taken
    text = raw.decode()
    assert to == [f"rcpt TO:<{ADDRESS}>"]
    head, _, body = text.partition("\r\n\r\n")
    assert "Subject: A reminder about your balance" in head
    assert "List-Unsubscribe: <mailto:billing@clinic.example?subject=STOP>" in head
    assert f"Message-ID: <message.{last().id}.decision." in head
    assert "$" not in head
    assert "125.50" in body
    assert "answer with the word STOP" in body.replace("=\r\n", "")


def test_a_text_as_it_is_handed_over(texts):
    due(TEXTED)
    sent()
    ((form),) = texts.taken
    assert form["To"] == "+12185550101"
    assert form["From"] == "+13205550100"
    assert form["StatusCallback"].endswith(f"/hooks/text/status?message={last().id}")
    assert form["Body"].startswith("St. Cloud Orthopedics: You have a message")
    assert form["Body"].endswith("Reply STOP to stop these texts.")
    assert "$" not in form["Body"]
    assert "125" not in form["Body"]


@BOTH
def test_what_was_taken_moves_the_account_on(way, who, plan):
    due(who)
    before = Standing.objects.get().decision_id
    assert sent() == {"sent": 1}
    channel = {"mail": "email", "texts": "text"}[way]
    assert outgoing() == [(channel, "reminder", "sent", True)]
    assert attempts() == ["sent"]
    assert next_act() == "wait"
    assert Standing.objects.get().decision_id > before
    assert Message.objects.get().contact == Contact.objects.get(number=f"message-{last().id}")
    assert not sent(TEN + timedelta(days=1))
    assert len(plan.taken) == 1
    assert_proven()


# ---- judged again at the door


@BOTH
def test_before_eight_it_waits_for_eight_and_costs_no_attempt(way, who, plan):
    due(who)
    assert sent(FIVE) == {"not_now": 1}
    assert (states(), attempts(), plan.asked) == (["waiting"], [], 0)
    assert last().next_at == datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # 8:00 AM in Minnesota
    assert last().tries == 0
    assert not sent(last().next_at - timedelta(seconds=2))
    assert sent(last().next_at) == {"sent": 1}


def test_a_payment_since_stops_it_and_the_account_is_decided_again(texts):
    due(TEXTED)
    bill = f"person account=A {TEXTED}\n2026-11-02 charge Ca 125.50 patient"
    tell(f"{bill}\n2026-11-20 patient_payment Ca 125.50")
    assert sent() == {"not_now": 1}
    assert (states(), attempts(), texts.taken) == (["blocked"], ["blocked"], [])
    assert next_act() == "none"


def test_a_part_payment_since_makes_another_message_for_the_rest(mail):
    due(EMAILED)
    bill = f"person account=A {EMAILED}\n2026-11-02 charge Ca 125.50 patient"
    tell(f"{bill}\n2026-11-20 patient_payment Ca 25.50")
    sent()
    assert states()[0] == "blocked"
    assert Message.objects.first().why == "The amount is now $100.00; it was $125.50."


def test_a_stop_heard_at_the_desk_ends_what_waits(texts):
    due(TEXTED)
    said = Said(Channel.TEXT, "in", note="Stop.")
    log_contact(account_id="A", said=said, by=ANA, at=TEN)
    assert not sent()
    assert (states(), texts.asked) == (["blocked"], 0)
    assert Letter.objects.get().kind == "reminder"


def test_an_email_answered_with_stop_ends_emails_and_not_texts(mail):
    due(EMAILED)
    said = Said(Channel.EMAIL, "in", note="stop")
    log_contact(account_id="A", said=said, by=ANA, at=TEN)
    assert not sent()
    assert (states(), mail.asked) == (["blocked"], 0)


@BOTH
def test_a_hold_placed_since_stops_it(way, who, plan):
    due(who)
    new = NewHold(HoldKind.ATTORNEY, TEN.date())
    place_hold(account_id="A", hold=new, by=ANA, at=TEN)
    sent()
    assert (states(), plan.asked) == (["blocked"], 0)


def test_a_second_message_on_one_day_waits_for_the_next(texts):
    due(TEXTED)
    earlier = TEN - timedelta(hours=1)
    Contact.objects.create(
        number="x", guarantor=last().guarantor, at=earlier, channel="email", direction="out",
        kind="reminder", outcome="sent", delivered=False,
    )  # fmt: skip
    assert sent() == {"not_now": 1}
    assert last().next_at == datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
    assert "once today" in last().why


# ---- what the other side answers

AGAIN = [("mail", EMAILED, word) for word in ("busy", "full", "greylist", "drop_before")]
AGAIN += [("texts", TEXTED, word) for word in ("busy", "down", "wrong_key")]


@pytest.mark.parametrize(("way", "who", "word"), AGAIN)
def test_what_was_surely_not_taken_is_tried_again(way, who, word, plan):
    due(who)
    plan.next = [word]
    assert sent() == {"waiting": 1}
    assert (attempts(), outgoing()) == (["failed"], [])
    assert not sent()  # not before its minute is over
    assert sent(TEN + LATER) == {"sent": 1}
    assert (attempts(), len(plan.taken), last().tries) == (["failed", "sent"], 1, 2)


def test_nobody_listens_at_the_port(own_var):
    configure(smtp=9, text=9)
    due(TEXTED, EMAILED)
    assert sent() == {"waiting": 2}


def test_after_the_last_try_a_person_looks(texts):
    due(TEXTED)
    texts.next = ["busy"] * 9
    waits, at = [], TEN
    for _ in range(6):
        sent(at)
        waits.append(last().next_at - at)
        at = last().next_at
    assert [round(wait.total_seconds() / 60) for wait in waits[:5]] == [1, 5, 30, 120, 360]
    assert (states(), attempts()) == (["given_up"], ["failed"] * 6)
    assert not sent(at + timedelta(days=2))


def test_tried_again_by_a_person_it_is_made_anew(texts):
    due(TEXTED)
    Message.objects.update(tries=5)
    texts.next = ["busy"]
    sent()
    assert states() == ["given_up"]
    messages.try_again(message_id=last().id, by=ANA, at=TEN)
    assert states() == ["given_up", "waiting"]
    assert sent(TEN + LATER) == {"sent": 1}
    assert outgoing() == [("text", "reminder", "sent", True)]


GONE = [("mail", EMAILED, "unknown", ADDRESS), ("texts", TEXTED, "no_such", MOBILE)]


@pytest.mark.parametrize(("way", "who", "word", "value"), GONE)
def test_an_address_that_leads_nowhere_is_retired_and_a_letter_goes(way, who, word, value, plan):
    due(who)
    plan.next = [word]
    assert sent() == {"bounced": 1}
    retired = RetiredWay.objects.get()
    assert (retired.value, retired.back_on) == (value, None)
    assert (next_act(), Letter.objects.get().kind) == ("reminder", "reminder")
    assert (outgoing(), attempts()) == ([], ["failed"])
    messages.use_again(message_id=last().id, by=ANA, at=TEN)
    assert next_act() in ("text", "email")


OTHERWISE = {"email": ADDRESS.upper(), "phone_mobile": "(218) 555-0101"}
TWO_WAYS = pytest.mark.parametrize(
    ("way", "who", "word"), [("mail", EMAILED, "unknown"), ("texts", TEXTED, "no_such")]
)


@TWO_WAYS
def test_what_is_retired_stays_so_in_another_writing(way, who, word, plan):
    due(who, who)
    Guarantor.objects.update(**OTHERWISE)
    plan.next = [word]
    assert sent()["bounced"] == 1
    Guarantor.objects.update(email=ADDRESS, phone_mobile=MOBILE)
    for account in ("A", "B"):
        log_contact(account_id=account, said=Said(Channel.CALL, "in"), by=ANA, at=TEN)
    assert (next_act("A"), next_act("B")) == ("reminder", "reminder")


@TWO_WAYS
def test_what_counts_again_does_so_however_it_was_written(way, who, word, plan):
    due(who, who)
    plan.next = [word]
    sent()
    Message.objects.filter(state="bounced").update(
        to=OTHERWISE["email" if way == "mail" else "phone_mobile"]
    )
    (row,) = messages_page(at=TEN, since=FIVE).badly
    assert row.retired
    assert messages.use_again(message_id=row.id, by=ANA, at=TEN) == 2
    assert not RetiredWay.objects.filter(back_on=None).exists()


def test_a_new_address_counts_again(mail):
    due(EMAILED)
    mail.next = ["unknown"]
    sent()
    tell(f"person account=A {EMAILED.replace('ann@', 'roe@')}\n2026-11-02 charge Ca 125.50 patient")
    assert last().guarantor.email == "roe@mail.example"
    log_contact(account_id="A", said=Said(Channel.EMAIL, "in", note="hello"), by=ANA, at=TEN)
    assert next_act() == "email"


def test_a_refusal_that_is_not_about_the_address_retires_nothing(mail):
    due(EMAILED)
    mail.next = ["refused"]
    assert sent() == {"failed": 1}
    assert RetiredWay.objects.count() == 0
    assert not sent(TEN + timedelta(days=1))  # until a person has looked


def test_stopped_at_the_provider_is_stopped_here(texts):
    due(TEXTED)
    texts.next = ["stopped"]
    assert sent() == {"failed": 1}
    assert Contact.objects.get(direction="in").outcome == "opt_out"
    assert next_act() == "reminder"


# ---- in doubt

LOST = [("mail", EMAILED, "drop_after"), ("mail", EMAILED, "slow")]
LOST += [("texts", TEXTED, word) for word in ("cut", "slow", "gateway")]


@pytest.mark.parametrize(("way", "who", "word"), LOST)
def test_a_lost_answer_is_never_sent_again_by_itself(way, who, word, plan):
    due(who)
    plan.next = [word]
    assert sent() == {"sending": 1}
    assert (states(), attempts(), outgoing()) == (["sending"], ["sending"], [])
    assert not sent(TEN + timedelta(hours=5))
    assert not sent(TEN + timedelta(days=3))
    assert plan.asked == 1


def test_it_went_counts_once(texts):
    due(TEXTED)
    texts.next = ["cut"]
    sent()
    with pytest.raises(Refused, match="being sent now"):
        messages.say_it_went(message_id=last().id, by=ANA, at=TEN + timedelta(minutes=1))
    messages.say_it_went(message_id=last().id, by=ANA, at=TEN + LATER)
    with pytest.raises(Refused, match="not in doubt"):
        messages.say_it_went(message_id=last().id, by=ANA, at=TEN + LATER)
    assert outgoing() == [("text", "reminder", "sent", True)]
    assert (attempts(), next_act()) == (["sent"], "wait")


def test_it_did_not_go_is_made_anew(texts):
    due(TEXTED)
    texts.next = ["gateway"]
    sent()
    messages.say_it_did_not_go(message_id=last().id, by=ANA, at=TEN + LATER)
    assert (states(), attempts(), outgoing()) == (["failed", "waiting"], ["failed"], [])
    assert sent(TEN + 2 * LATER) == {"sent": 1}
    assert len(texts.taken) == 1


def test_an_answer_that_comes_after_a_persons_changes_nothing(texts):
    due(TEXTED)
    at = TEN
    channel, tries, one = messages.claim_message(message_id=last().id, by=SYSTEM_ACTOR, at=at)
    messages.say_it_did_not_go(message_id=one.message, by=ANA, at=at + LATER)
    from goodstanding.outbound.handed import Accepted

    given = (one.message, tries)
    said = messages.record_message(given=given, handed=Accepted("SM1"), by=SYSTEM_ACTOR, at=at)
    assert (channel, said, outgoing()) == ("text", "failed", [])


def test_what_is_stored_for_a_decision_names_no_secret(texts):
    due(TEXTED)
    sent()
    kept = str(list(Message.objects.values())) + str(list(Decision.objects.values()))
    assert "made-up-token" not in kept
