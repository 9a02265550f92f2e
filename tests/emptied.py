"""The tables as they were before the first test, put back after each test that really commits.

Django's own way (flush) would meet the append-only guards, and after taking those off and putting
them on again it makes all content types and permissions anew: a second for each such test.
"""

import sqlite3
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from goodstanding.records import audit_chain

# Made by `migrate`, and the same for every test.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@dataclass(frozen=True, slots=True)
class Untouched:
    """SQLite's whole file, in memory; of PostgreSQL the names of what is emptied."""

    whole: sqlite3.Connection | None = None
    tables: tuple[str, ...] = ()

    def put_back(self) -> None:
        """The note of the newest audit event goes too: it tells of rows that are gone."""
        if self.whole is not None:
            self.whole.backup(_sqlite(connection))
        else:
            _truncate(self.tables)
        audit_chain._head_path().unlink(missing_ok=True)


def untouched() -> Untouched:
    """Of the database under test, which no test has touched."""
    if connection.vendor == "sqlite":
        whole = sqlite3.connect(":memory:")
        _sqlite(connection).backup(whole)
        return Untouched(whole=whole)
    names = sorted(set(connection.introspection.table_names()) - KEPT)
    return Untouched(tables=tuple(names))


def _sqlite(here: BaseDatabaseWrapper) -> sqlite3.Connection:
    here.ensure_connection()
    found = here.connection
    assert isinstance(found, sqlite3.Connection)
    return found


def _truncate(tables: tuple[str, ...]) -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in tables)
    # As a replica: the guards are triggers, and a replica's do not fire.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"TRUNCATE {names}")
