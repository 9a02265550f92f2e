"""Many rows at once, on either database: Django's bulk_create is ten times too slow for
a ledger.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import connection

BOOKS = 7_210_002  # one import posts at a time
STEP = 7_210_003  # one colleague at a time writes an outgoing step on an account
BOOKING = 7_210_004  # one visit at a time is booked for a patient


def alone(work: int) -> None:
    """Waits until nobody else does this work; until the transaction ends nobody else begins it.
    SQLite's one write lock sees to it by itself.
    """
    if connection.vendor == "postgresql":
        select("SELECT pg_advisory_xact_lock(%s)", [work])


def alone_on(work: int, key: int) -> None:
    """The same for one account only; it may be asked for again inside the transaction."""
    if connection.vendor == "postgresql":
        select("SELECT pg_advisory_xact_lock(%s, %s)", [work, key])


def hold(table: str, column: str, numbers: Iterable[int]) -> None:
    """Keeps others from changing these rows until the transaction ends. SQLite's one write lock
    sees to it by itself.
    """
    if connection.vendor == "postgresql":
        rows = f"SELECT 1 FROM {table} WHERE {column} IN ({keys(numbers)})"
        select(f"{rows} ORDER BY {column} FOR UPDATE")


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Adds rows in one statement; days and moments as ISO text (use `moment`), booleans as bool."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # type: ignore[arg-type]


@contextmanager
def roomy() -> Iterator[None]:
    """For one large piece of work: SQLite keeps up to a gigabyte of changed pages in memory, so
    that the pages of its indexes are not written again and again.
    """
    if connection.vendor != "sqlite":
        yield
        return
    execute("PRAGMA cache_size = -1048576")
    try:
        yield
    finally:
        execute("PRAGMA cache_size = -65536")


@contextmanager
def uncollected() -> Iterator[None]:
    """For one batch of many short-lived values without cycles: looking for cycles among them
    costs a tenth of the time and finds none.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def update_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """One statement for many rows of parameters."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def moment(at: datetime) -> str:
    """A moment as both databases keep and compare it: UTC text."""
    return at.astimezone(UTC).isoformat(sep=" ")


def aware(value: datetime | str) -> datetime:
    """A moment read back: SQLite gives what Django wrote without its zone (UTC), or as text from a
    UNION.
    """
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _plain(parameters: Sequence[Any]) -> list[Any]:
    # SQLite would compare an aware datetime as the text of its own zone.
    return [moment(value) if isinstance(value, datetime) else value for value in parameters]


def select(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, _plain(parameters))
        return cursor.fetchall()


def execute(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Number of rows touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _plain(parameters))
        return int(cursor.rowcount)


def keys(numbers: Iterable[int]) -> str:
    """An IN list of our own integer keys: never text from outside."""
    return ", ".join(str(int(number)) for number in numbers) or "NULL"


def text_in(values: Sequence[str]) -> tuple[str, list[str]]:
    """("%s, %s", values) for an IN list of text."""
    return ", ".join(["%s"] * len(values)) or "NULL", list(values)


def begins(column: str, start: str) -> tuple[str, list[str]]:
    """(condition, values) for texts that begin so, found by the column's unique index on either
    database; SQLite's LIKE would read the whole table.
    """
    if connection.vendor == "postgresql":
        literally = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{column} LIKE %s", [f"{literally}%"]
    after = start[:-1] + chr(ord(start[-1]) + 1)
    return f"({column} >= %s AND {column} < %s)", [start, after]


def chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
