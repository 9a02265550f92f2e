"""What the database itself says of our tables, as text that two databases can be compared by."""

import re
from typing import Any

NO_TEXT = re.compile(r"\s+")
OF_SQLITE = """
SELECT type, name, tbl_name, sql FROM sqlite_master
WHERE tbl_name LIKE 'records\\_%' ESCAPE '\\' AND sql IS NOT NULL
"""
OF_POSTGRES = (
    """
    SELECT table_name, 'column', column_name, data_type, udt_name, character_maximum_length,
      collation_name, is_nullable, column_default, is_identity, identity_generation
    FROM information_schema.columns
    WHERE table_schema = 'public' AND starts_with(table_name, 'records_')
    """,
    """
    SELECT c.relname, 'constraint', k.conname, pg_get_constraintdef(k.oid), k.condeferrable,
      k.condeferred, k.convalidated
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE starts_with(c.relname, 'records_')
    """,
    """
    SELECT tablename, 'index', indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND starts_with(tablename, 'records_')
    """,
    """
    SELECT c.relname, 'trigger', pg_get_triggerdef(t.oid), pg_get_functiondef(t.tgfoid),
      t.tgenabled
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND starts_with(c.relname, 'records_')
    """,
)


def schema(connection: Any) -> set[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return {part for row in _rows(cursor, OF_SQLITE) for part in _of_sqlite(*row)}
        return {row for query in OF_POSTGRES for row in _rows(cursor, query)}


def _rows(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return cursor.fetchall()


def _of_sqlite(kind: str, name: str, table: str, sql: str) -> set[tuple[str, ...]]:
    """An index or trigger is its own statement; a table is its columns and constraints, each whole
    with type, null, default, checks and what it refers to.
    """
    plain = NO_TEXT.sub(" ", sql)
    if kind != "table":
        return {(table, kind, name, plain)}
    body = plain.split("(", 1)[1]
    assert body.endswith(")"), plain
    return {(table, kind, part) for part in _parts(body[:-1])}


def _parts(body: str) -> list[str]:
    """Parted at the commas that stand in no parentheses and no quotes."""
    parts, depth, quote = [""], 0, ""
    for sign in body:
        if sign in "'\"" and quote in ("", sign):
            quote = "" if quote else sign
        depth += (sign == "(") - (sign == ")") if not quote else 0
        if sign == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]
