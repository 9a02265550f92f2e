"""The database itself refuses to change what the books and the log say."""

from datetime import date

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from goodstanding.actions.followup_day import run_day
from goodstanding.records import guards
from goodstanding.records.models import Hold, HoldEvent, LawConfirmation
from tests.guards_off import drop_guards, guards_off
from tests.ledger_text import AT, SYSTEM_ACTOR, count, tell

pytestmark = pytest.mark.django_db
TOLD = "2026-05-01 charge C1 200.00 patient\n2026-05-01 hold dispute"
CHANGES = [
    "UPDATE records_decision SET act = 'call'",
    "DELETE FROM records_decision",
    "UPDATE records_factskept SET content = content",
    "DELETE FROM records_factskept",
    "UPDATE records_lawedition SET mark = 'x'",
    "DELETE FROM records_lawedition",
    "UPDATE records_holdevent SET what = 'x'",
    "DELETE FROM records_holdevent",
    "UPDATE records_lawconfirmation SET name = 'x'",
    "DELETE FROM records_lawconfirmation",
    "UPDATE records_transfer SET cents = cents + 1",
    "DELETE FROM records_transfer",
    "UPDATE records_auditevent SET verb = 'x'",
    "DELETE FROM records_auditevent",
]


@pytest.fixture(autouse=True)
def something_in_every_table():
    tell(TOLD)
    run_day(on=date(2026, 5, 2), by=SYSTEM_ACTOR, at=AT)
    HoldEvent.objects.create(hold=Hold.objects.get(), at=AT, by="Ana", what="placed")
    LawConfirmation.objects.create(
        rule="us-tcpa-revocation", mark="1", name="Ann Roe", on=date(2026, 5, 2), by="Ana", at=AT
    )
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # else its own "pending trigger events" answers first


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", CHANGES)
def test_ledger_and_log_refuse_change(sql):
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)
    assert all(count(table.removeprefix("records_")) for table in guards.APPEND_ONLY)


@pytest.mark.parametrize("table", guards.APPEND_ONLY)
def test_they_refuse_to_be_emptied(table):
    sql = (
        f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
    )
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


# Decisions hold on to their facts as well.
@pytest.mark.parametrize("sql", [sql for sql in CHANGES if sql != "DELETE FROM records_factskept"])
def test_it_is_the_guard_that_refuses(sql):
    with guards_off():
        run(sql)


def test_a_replacing_insert_is_refused():
    """SQLite's REPLACE deletes the row it meets; PostgreSQL's upsert updates it."""
    columns = (
        "source, kind, debit, credit, cents, patient_id, charge_id, posted_on, recorded_at, payer, "
        "group_code, reason_code, method, reference"
    )
    read = columns.replace("cents", "cents + 1")
    verb, end = "INSERT OR REPLACE", ""
    if connection.vendor == "postgresql":
        verb, end = "INSERT", "ON CONFLICT (source) DO UPDATE SET cents = EXCLUDED.cents"
    sql = f"{verb} INTO records_transfer ({columns}) SELECT {read} FROM records_transfer {end}"
    with pytest.raises(DatabaseError):
        run(sql)


def test_missing_guards_are_reported_and_come_back_with_migrate():
    assert guards.missing() == []
    drop_guards()
    assert len(guards.missing()) == 2 * len(guards.APPEND_ONLY) == 14
    told = [message.id for message in run_checks(databases=["default"])]
    assert told.count("records.E001") == 14
    call_command("migrate", verbosity=0, interactive=False)
    assert guards.missing() == []


def test_the_ledger_takes_no_nothing_and_no_circle():
    drop_guards()
    for wrong in ("cents = 0", "cents = -1", "debit = credit"):
        with pytest.raises(DatabaseError):
            run(f"UPDATE records_transfer SET {wrong}")
