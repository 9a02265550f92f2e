"""A word to stop, logged at the desk: texts end at once, and the audit says so."""

import json
from datetime import UTC, date, datetime

import pytest

from goodstanding.actions.contacts import Said, log_contact
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Channel
from goodstanding.records.models import AuditEvent, Contact
from goodstanding.records.queries.account_record import facts_of
from tests.ledger_text import take_in, tell

pytestmark = pytest.mark.django_db
CORA = Actor("cora", "coordinator")
TODAY = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # 10:00 AM at the clinic


@pytest.fixture
def account() -> str:
    tell("2026-11-17 charge C1 125.50 patient")
    return "A"


@pytest.mark.parametrize(
    ("channel", "direction", "note", "texts", "emails"),
    [
        (Channel.TEXT, "in", "STOP", TODAY, None),
        (Channel.TEXT, "in", "please don't text me", TODAY, None),
        (Channel.TEXT, "in", "thank you", None, None),
        (Channel.TEXT, "out", "Reply STOP to stop", None, None),
        (Channel.EMAIL, "in", "stop", None, TODAY),
        (Channel.CALL, "in", "stop", None, None),
    ],
)
def test_a_reply_logged_at_the_desk(account, channel, direction, note, texts, emails):
    said = Said(channel, direction, note=note)
    log_contact(account_id=account, said=said, by=CORA, at=TEN)
    facts = facts_of(account, date(2026, 11, 20))
    assert facts.person.text_revoked_on == texts
    assert facts.person.email_opted_out_on == emails
    outcome = "opt_out" if texts or emails else ""
    assert Contact.objects.get().outcome == outcome
    event = AuditEvent.objects.get(verb="contact.log")
    assert json.loads(event.detail)["outcome"] == outcome


def test_the_day_before_it_was_not_known(account):
    log_contact(account_id=account, said=Said(Channel.TEXT, "in", note="stop"), by=CORA, at=TEN)
    assert facts_of(account, date(2026, 11, 19)).person.text_revoked_on is None


@pytest.mark.parametrize(
    ("channel", "direction", "texts", "emails"),
    [("text", "in", TODAY, None), ("email", "in", None, TODAY), ("email", "out", None, None)],
)
def test_a_reply_in_the_practice_export(account, tmp_path, channel, direction, texts, emails):
    (tmp_path / "contacts.csv").write_text(
        "contact_id,guarantor_id,at,channel,direction,note\n"
        f"K1,A,2026-11-20T10:00:00-06:00,{channel},{direction},Please STOP\n"
    )
    assert take_in(tmp_path).status == "posted"
    person = facts_of(account, TODAY).person
    assert (person.text_revoked_on, person.email_opted_out_on) == (texts, emails)
