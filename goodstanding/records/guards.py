"""Append-only guards: the database itself refuses to change or delete what the books and the log
say.

Django rebuilds a SQLite table on the next AlterField and its triggers vanish, so they are
re-installed after every migration, and `manage.py check --database default` proves that they are
there.
"""

from typing import Any

from django.db import connections

APPEND_ONLY = (
    "records_transfer", "records_auditevent", "records_decision", "records_factskept",
    "records_lawedition", "records_holdevent", "records_lawconfirmation",
    "records_receipt", "records_receiptundone", "records_drawerstart", "records_drawercount",
    "records_dayclose", "records_dayreopened", "records_deposit", "records_deposititem",
    "records_bankline", "records_periodlock", "records_claimstep", "records_denialstep",
    "records_providersettled", "records_planevent", "records_plandraft",
    "records_helpevent", "records_helpshare",
    "records_agency", "records_agencyfile", "records_agencyreport",
    "records_appointmentchange", "records_huddlelist", "records_huddleresult",
    "records_prepayment", "records_prepaymentstep",
    "records_placedcharge", "records_placementevent", "records_writtenpoint",
    "records_pricelist", "records_price", "records_bundleversion",
    "records_estimateversion", "records_estimateline", "records_estimategiven",
    "records_estimatereview", "records_subscriber",
)  # fmt: skip


def after_migrate(using: str = "default", **_: Any) -> None:
    install(using)


def install(using: str = "default") -> None:
    connection = connections[using]
    tables = set(connection.introspection.table_names()) & set(APPEND_ONLY)
    with connection.cursor() as cursor:
        for table in sorted(tables):
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """Names of guards that should be there and are not."""
    connection = connections[using]
    tables = set(connection.introspection.table_names()) & set(APPEND_ONLY)
    wanted = {name for table in tables for name in _names(connection.vendor, table)}
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - found)


def _names(vendor: str, table: str) -> list[str]:
    verbs = ["update", "delete"] if vendor == "sqlite" else ["change", "truncate"]
    return [f"{table}_no_{verb}" for verb in verbs]


def _statements(vendor: str, table: str) -> list[str]:
    refusal = f"{table} is append-only: add a row that corrects it instead"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for verb in ("update", "delete")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
