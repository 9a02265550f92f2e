"""One event for each act, in its transaction; and a log in which tampering shows."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from goodstanding.actions.audit import begin_anew, viewed
from goodstanding.actions.contacts import add_note
from goodstanding.actions.unit import PERMITTED, SYSTEM, Actor, about, action
from goodstanding.cli.commands import run
from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused
from goodstanding.records import audit_chain
from goodstanding.records.models import AuditEvent, Note
from tests.guards_off import tamper
from tests.ledger_text import tell

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ANA = Actor("ana", Role.COORDINATOR.value)
CHRIS = Actor("chris", Role.IT_ADMIN.value)  # looks after machines, not accounts


def look_at(*accounts: str) -> None:
    for account in accounts:
        viewed(account_id=account, by=ANA, at=AT)


@pytest.mark.django_db
def test_an_act_leaves_one_event_with_its_facts():
    tell("2026-05-01 charge C1 200.00 patient")
    before = AuditEvent.objects.count()
    add_note(account_id="A", text="Called back", by=ANA, at=AT)
    (event,) = AuditEvent.objects.order_by("id")[before:]
    assert (event.verb, event.by, event.role, event.account) == (
        "note.add",
        "ana",
        "coordinator",
        "A",
    )
    assert json.loads(event.detail) == {"note": Note.objects.get().id}
    assert "Called" not in event.detail


@pytest.mark.django_db
def test_an_act_that_fails_leaves_neither_change_nor_event():
    tell("2026-05-01 charge C1 200.00 patient")
    before = AuditEvent.objects.count()
    with pytest.raises(Refused):
        add_note(account_id="A", text="4111 1111 1111 1111", by=ANA, at=AT)
    with pytest.raises(Refused):
        add_note(account_id="A", text=" ", by=ANA, at=AT)
    assert (AuditEvent.objects.count(), Note.objects.count()) == (before, 0)


@pytest.mark.django_db
def test_a_bug_after_the_change_takes_the_change_back():
    tell("2026-05-01 charge C1 200.00 patient")

    @action("note.add")
    def broken(*, by, at):
        add_note(account_id="A", text="inner", by=by, at=at)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken(by=ANA, at=AT)
    assert Note.objects.count() == 0
    assert not AuditEvent.objects.filter(verb="note.add").exists()


@pytest.mark.django_db
def test_a_role_that_may_not_is_refused_and_changes_nothing():
    tell("2026-05-01 charge C1 200.00 patient")
    with pytest.raises(Refused, match="Your role may not"):
        add_note(account_id="A", text="hello", by=CHRIS, at=AT)
    with pytest.raises(Refused, match="Your role may not"):
        viewed(account_id="A", by=Actor("eve", "nobody"), at=AT)
    assert Note.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("by", [None, "ana", Role.MANAGER])
def test_someone_must_be_named(by):
    with pytest.raises(AssertionError):
        viewed(account_id="A", by=by, at=AT)


def test_an_action_without_a_permission_cannot_be_made():
    with pytest.raises(AssertionError, match="PERMITTED"):
        action("vault.open")


def test_facts_belong_inside_an_action():
    with pytest.raises(AssertionError):
        about(account="A")


def test_every_permission_names_known_roles():
    assert all(set(roles) <= set(Role) for roles in PERMITTED.values())


TAMPERING = {
    "update": "UPDATE records_auditevent SET account = 'Z' WHERE id = %s",
    "the time": "UPDATE records_auditevent SET at = '2020-01-01 00:00:00+00:00' WHERE id = %s",
    "delete": "DELETE FROM records_auditevent WHERE id = %s",
    "reorder": "UPDATE records_auditevent SET id = id + 1000 WHERE id = %s",
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_in_the_middle_shows(what):
    look_at("A", "B", "C", "D")
    assert list(audit_chain.faults()) == []
    second = AuditEvent.objects.order_by("id").values_list("id", flat=True)[1]
    tamper(TAMPERING[what], second)
    assert list(audit_chain.faults()) != []


@pytest.mark.django_db
def test_an_inserted_event_shows():
    look_at("A", "B")
    tamper(
        "INSERT INTO records_auditevent (id, at, by, role, verb, account, detail, mac) "
        "SELECT id + 5000, at, by, role, verb, 'X', detail, mac FROM records_auditevent "
        "WHERE account = 'A'"
    )
    assert list(audit_chain.faults()) != []


@pytest.mark.django_db
def test_a_forger_without_the_key_is_caught():
    """Rewriting an event and every mac after it needs the key, which is not in the database."""
    look_at("A", "B", "C")
    tamper("UPDATE records_auditevent SET account = 'Z', mac = %s WHERE account = 'B'", "0" * 64)
    assert len(list(audit_chain.faults())) == 2  # the event, and the one that follows from it


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keep", [2, 0])
def test_a_removed_tail_shows(keep):
    look_at("A", "B", "C", "D")
    assert list(audit_chain.faults()) == []
    kept = list(AuditEvent.objects.order_by("id").values_list("id", flat=True))[:keep]
    tamper("DELETE FROM records_auditevent WHERE id > %s", kept[-1] if kept else 0)
    assert list(audit_chain.faults()) != []


@pytest.mark.django_db(transaction=True)
def test_a_log_begun_anew_says_in_its_first_event_what_was_before():
    look_at("A", "B")
    last = AuditEvent.objects.latest("id").id
    with pytest.raises(Refused, match="Your role may not"):
        begin_anew(by=ANA, at=AT)
    kept = begin_anew(by=Actor("cli:root", SYSTEM), at=AT)
    event = AuditEvent.objects.latest("id")
    assert event.verb == "audit.begin"
    assert json.loads(event.detail) == {"last_event_before": last, "kept": kept}
    path = audit_chain._head_path()
    assert path.with_name(kept).read_text().split()[0] == str(last)
    assert path.read_text().split()[0] == str(event.id)
    path.with_name(kept).unlink()


@pytest.mark.django_db(transaction=True)
def test_a_log_that_was_emptied_is_no_new_database(capsys):
    look_at("A", "B")
    before = audit_chain._head_path().read_text()
    tamper("DELETE FROM records_auditevent WHERE id > %s", 0)
    assert run(["init"]) == 0
    assert capsys.readouterr().err == ""
    assert audit_chain._head_path().read_text() == before
    assert list(audit_chain.faults()) != []


@pytest.mark.django_db
def test_a_log_is_not_begun_anew_where_none_was_known():
    assert audit_chain.last_noted() == 0
    with pytest.raises(Refused, match="No log was known here"):
        begin_anew(by=Actor("cli:root", SYSTEM), at=AT)
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_head_is_kept_outside_the_database_for_our_eyes_only():
    look_at("A")
    path = audit_chain._head_path()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().split()[0] == str(AuditEvent.objects.latest("id").id)
    assert connection.settings_dict["NAME"] not in path.name
