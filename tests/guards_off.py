"""Without the append-only guards, for a moment: to tamper and be caught."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from goodstanding.records import guards


@contextmanager
def guards_off() -> Iterator[None]:
    drop_guards()
    try:
        yield
    finally:
        guards.install()


def drop_guards() -> None:
    with connection.cursor() as cursor:
        for table in guards.APPEND_ONLY:
            for name in guards._names(connection.vendor, table):
                place = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


def tamper(sql: str, *values: object) -> None:
    """What someone with the database's own tools could do."""
    with guards_off(), connection.cursor() as cursor:
        cursor.execute(sql, values)
