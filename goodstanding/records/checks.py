"""System checks: the guards are in place, and the SQLite underneath is one that keeps what it
acknowledged.
"""

from collections.abc import Sequence
from typing import Any

import pysqlite3
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from goodstanding.records import guards
from goodstanding.records.database import sqlite_is_safe


def guards_are_installed(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The append-only guard {name} is missing; run `goodstanding init`", id="records.E001"
        )
        for alias in databases or []
        for name in guards.missing(alias)
    ]


def sqlite_keeps_commits(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    return [
        Error("This SQLite can lose commits in WAL mode (TRUST.md fact 1)", id="records.E002")
        for alias in databases or []
        if connections[alias].vendor == "sqlite"
        and not sqlite_is_safe(pysqlite3.sqlite_version_info)
    ]


def register_all() -> None:
    register(guards_are_installed, Tags.database)
    register(sqlite_keeps_commits, Tags.database)
