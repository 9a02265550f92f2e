"""Which database this installation uses, and the settings that make it keep what it
acknowledged.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pysqlite3
from django.utils.dateparse import parse_date

# FULL: one sync for each acknowledged posting; IMMEDIATE: the write lock is taken when the
# transaction starts, so that read-then-write cannot race (STACK.md: Django's default failed 80 % of
# concurrent writers).
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
    "PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824; PRAGMA foreign_keys=ON; "
    # Without it an INSERT OR REPLACE deletes a row past the append-only guard.
    "PRAGMA recursive_triggers=ON;"
)
FIRST_SAFE_SQLITE = (3, 51, 3)
SAFE_BACKPORTS = {(3, 50, 7), (3, 44, 6)}


def configured(url: str, var: Path) -> dict[str, Any]:
    """Django's DATABASES entry for `sqlite:////abs/file` or
    `postgresql://user:password@host:port/name`.
    """
    if not url:
        return _sqlite(str(var / "goodstanding.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:] if parts.path.startswith("//") else parts.path))
    if parts.scheme in ("postgresql", "postgres"):
        return _postgres(url)
    raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "OPTIONS": query,
    }


def read_days_quickly() -> None:
    """Days repeat: each is read from SQLite's text once. Django's own converter takes a tenth of a
    daily run.
    """
    pysqlite3.register_converter("date", lru_cache(maxsize=20_000)(_day))


def _day(text: bytes) -> date | None:
    return parse_date(text.decode())


def sqlite_is_safe(version: tuple[int, ...]) -> bool:
    """False for a SQLite with the WAL-reset race (TRUST.md, fact 1)."""
    return version >= FIRST_SAFE_SQLITE or version in SAFE_BACKPORTS
