"""The audit log: each event carries an HMAC over itself and the event before it; the newest is also
noted in var/.

A checksum a row or a plain chain misses most tampering (TRUST.md, fact 5); with the key and the
head outside the database, a changed, removed, added or reordered event shows in `verify`.
"""

import hmac
import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from goodstanding.records.models import AuditEvent

LOCK = 7_210_001  # PostgreSQL advisory lock: one writer of the chain at a time
HEAD = "audit.head"


def record(verb: str, *, account: str, detail: str, by: Any, at: datetime) -> None:
    """Adds one event; inside the transaction of the act it tells of."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    before = AuditEvent.objects.order_by("-id").values_list("mac", flat=True).first() or ""
    moment = at.astimezone(UTC)
    mac = _mac(before, [moment.isoformat(), by.name, by.role, verb, account, detail])
    event = AuditEvent.objects.create(
        at=moment, by=by.name, role=by.role, verb=verb, account=account, detail=detail, mac=mac
    )
    transaction.on_commit(lambda: _note_head(event.id, mac))


def faults() -> Iterator[str]:
    """What does not hold in the chain; nothing when it is whole."""
    before, last, gap = "", 0, ""
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        words = [
            event.at.astimezone(UTC).isoformat(),
            event.by,
            event.role,
            event.verb,
            event.account,
            event.detail,
        ]
        if not hmac.compare_digest(event.mac, _mac(before, words)):
            yield f"event {event.id}: does not follow from the one before it"
        before, last = event.mac, event.id
    head = _head()
    if head and not AuditEvent.objects.filter(id=head[0], mac=head[1]).exists():
        gap = f"event {head[0]} was written and is not there as it was (last event: {last})"
    if gap:
        yield gap


def _mac(before: str, words: list[str]) -> str:
    text = json.dumps([before, *words], ensure_ascii=False)
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), "sha256").hexdigest()


def _head_path() -> Path:
    # One head for each database, so that a test or a second clinic never speaks for another.
    name = str(connection.settings_dict["NAME"])
    tag = hmac.new(settings.AUDIT_KEY.encode(), name.encode(), "sha256").hexdigest()[:12]
    return Path(settings.VAR) / f"{HEAD}.{tag}"


def _head() -> tuple[int, str] | None:
    try:
        number, mac = _head_path().read_text().split()
    except FileNotFoundError:
        return None
    return int(number), mac


def last_noted() -> int:
    """The newest event noted in var/ for this database; 0 when none is."""
    head = _head()
    return head[0] if head else 0


def set_head_aside(at: datetime) -> str:
    """Keeps the note under another name, which it returns; once the running transaction is in, so
    that the note is never gone without its event.
    """
    path = _head_path()
    kept = path.with_name(f"{path.name}.before-{at:%Y%m%dT%H%M%S%f}")

    def rename() -> None:
        path.rename(kept)

    transaction.on_commit(rename)
    return kept.name


def _note_head(number: int, mac: str) -> None:
    known = _head()
    if known and known[0] >= number:
        return
    path = _head_path()
    draft = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(f"{number} {mac}")
    draft.replace(path)
