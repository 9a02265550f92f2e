"""Write to the patient: samples, faults marked in the sentence, and nothing kept that fails."""

import pytest

from goodstanding.core.wording import WordsKind
from goodstanding.outbound import typed
from goodstanding.records.models import AuditEvent, Contact
from goodstanding.records.queries.account_record import facts_of
from tests.web.clinic import DAY, EK, FISK, LOPEZ, NOON, OLSON

pytestmark = pytest.mark.usefixtures("clinic")

SOUND = "Thank you for calling us. You owe $184.20. Please call us about it."


def sent(client, account, **fields):
    return client.post(f"/accounts/{account}/words", fields)


def words(client, account, **fields):
    seen = sent(client, account, **fields)
    assert seen.status_code == 200
    return seen.content.decode()


def checked(kind, text, account=LOPEZ):
    found = typed.check(WordsKind(kind), text, facts=facts_of(account, DAY), at=NOON)
    return {(one.fault.code, one.rule) for one in found.faults}


def test_the_drawer_opens_with_prepared_words(desk):
    text = desk("coordinator").get(f"/accounts/{LOPEZ}?drawer=words").content.decode()
    assert "Write to the patient" in text
    assert "Email: a reminder about your balance" in text


def test_a_sample_has_the_amount_of_the_ledger(desk):
    text = words(desk("coordinator"), LOPEZ, sample="note_plan")
    assert "You owe $184.20." in text


def test_a_sample_nobody_wrote_leaves_the_form_empty(desk):
    assert "Begin with prepared words" in words(desk("coordinator"), LOPEZ, sample="nothing")


def test_what_is_wrong_is_marked_and_its_rule_named(desk):
    text = f"{SOUND} It could hurt your credit."
    text = words(desk("coordinator"), LOPEZ, kind="note", text=text, do="check")
    assert "<mark>It could hurt your credit.</mark>" in text
    assert "Minn. Stat. 332C.03 (mn-332c-credit-reporting-ban)" in text
    assert "Copy and log it" not in text


def test_typed_words_are_never_markup(desk):
    text = words(desk("coordinator"), LOPEZ, kind="note", text="<b>Sue</b> them", do="check")
    assert "&lt;b&gt;Sue&lt;/b&gt;" in text


def test_sound_words_show_their_grade_and_may_be_copied(desk):
    client = desk("coordinator")
    text = words(client, LOPEZ, kind="note", text=SOUND, do="check")
    assert "The words are in order" in text
    assert "Reading grade" in text
    assert 'value="log" data-does="copy-text"' in text
    again = words(client, LOPEZ, kind="note", text=SOUND, do="change")
    assert "Copy and log it" not in again
    assert SOUND in again


def test_sound_words_at_the_wrong_time_wait_with_the_reason(desk):
    text = words(desk("coordinator"), EK, kind="note", text="Thank you for your call.", do="check")
    assert "The words are in order" in text
    assert "Not now" in text
    assert "us-bk-automatic-stay" in text
    assert "Copy and log it" not in text


def test_no_words_is_said_kindly(desk):
    text = words(desk("coordinator"), LOPEZ, kind="note", text=" \n", do="check")
    assert "Write the words, or take a prepared sample." in text


def test_logged_words_are_a_contact_with_the_words_kept(desk):
    client = desk("coordinator")
    assert sent(client, LOPEZ, kind="note", text=SOUND, do="log").status_code == 302
    kept = Contact.objects.latest("id")
    assert (kept.note, kept.channel, kept.direction, kept.outcome) == (SOUND, "mail", "out", "sent")
    event = AuditEvent.objects.get(verb="words.log")
    assert "184" not in event.detail
    assert SOUND in client.get(f"/accounts/{LOPEZ}").content.decode()


@pytest.mark.parametrize(
    ("account", "text"),
    [
        (LOPEZ, "You owe $184.21."),
        (LOPEZ, "Pay or we sue."),
        (EK, "Thank you."),
        (FISK, "Pat Olson"),
    ],
)
def test_the_server_checks_again_and_keeps_nothing_that_fails(desk, account, text):
    before = Contact.objects.count()
    assert "Nothing was saved yet" in words(
        desk("coordinator"), account, kind="note", text=text, do="log"
    )
    assert Contact.objects.count() == before
    assert not AuditEvent.objects.filter(verb="words.log").exists()


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("note", "We wrote to pat olson too.", ("other_person", "us-hipaa-minimum-necessary")),
        ("note", "The other account is 101990.", ("other_person", "us-hipaa-minimum-necessary")),
        ("note", "You owe $480.00.", ("amount", "words.amounts")),
        ("letter", "You owe $184.20.", ("notice_missing", "mn-332c-prohibited-practices")),
    ],
)
def test_the_books_know_other_people_amounts_and_notices(kind, text, fault):
    assert fault in checked(kind, text)


def test_the_account_s_own_people_and_amounts_are_free():
    own = "Maria Lopez, account 0104233: $412.00 less $151.30 less $76.50 leaves $184.20."
    assert checked("note", own) == set()


@pytest.mark.parametrize("account", [LOPEZ, OLSON, EK])
def test_every_sample_is_in_order(account):
    facts = facts_of(account, DAY)
    for sample in typed.samples(facts, NOON):
        assert checked(sample.kind, sample.text, account) == set(), sample.name


def test_a_first_letter_must_have_the_dispute_window_too():
    facts = facts_of(OLSON, DAY)
    found = typed.check(WordsKind.LETTER, "You owe $175.00.", facts=facts, at=NOON)
    missing = [one.fault.text for one in found.faults if one.fault.code == "notice_missing"]
    assert [text.split()[2] for text in missing] == ["mn-attorney-ag", "dispute-window"]
