"""day, replay, worklist, letters: what the day asks for."""

import time
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from goodstanding.actions import letters as letter_actions
from goodstanding.actions.day import bring_day
from goodstanding.cli.spoken import (
    DONE,
    NEEDS_A_PERSON,
    Answer,
    actor,
    business_day,
    money,
    now,
    to_write,
)
from goodstanding.core.kinds import Role
from goodstanding.records import temporary
from goodstanding.records.queries import book, letters_page
from goodstanding.records.queries.decisions import replay as decided_again
from goodstanding.records.queries.worklist import work_items


def day(arguments: Namespace) -> Answer:
    on = business_day(arguments)
    began = time.monotonic()
    temporary.sweep(settings.TEMPORARY, at=now())
    done = bring_day(on=on, by=actor(), at=now())
    standing = book.standing()
    document: dict[str, Any] = {
        "on": on.isoformat(),
        "accounts": standing.accounts,
        "decided": done.decided,
        "days": [one.isoformat() for one in done.days],
        "actions": standing.acts,
        "holds": standing.holds,
        "letters_ready": standing.letters_ready,
        "seconds": round(time.monotonic() - began, 3),
    }
    lines = [f"{on}: {done.decided} of {standing.accounts} accounts decided"]
    lines += [f"  {act}: {count}" for act, count in standing.acts.items()]
    return Answer(document, lines)


def replay(arguments: Namespace) -> Answer:
    """The day's decisions made again from their own facts, policy and law; 1 when one differs."""
    found = decided_again(business_day(arguments))
    document = {
        "on": found.on.isoformat(),
        "decisions": found.decisions,
        "not_kept": found.not_kept,
        "differences": [
            {
                "account": one.account_id, "decided_on": one.decided_on.isoformat(),
                "field": one.field, "stored": one.stored, "recomputed": one.recomputed,
            }
            for one in found.differences
        ],
    }  # fmt: skip
    lines = [
        f"{found.on}: {found.decisions} decisions made again from their records, "
        f"{len(found.differences)} differences"
    ]
    if found.not_kept:
        lines.append(f"  {found.not_kept} were made before facts were kept")
    lines += [
        f"  {one.account_id}, {one.field}: {one.stored} was stored, {one.recomputed} now"
        for one in found.differences
    ]
    return Answer(document, lines, NEEDS_A_PERSON if found.differences else DONE)


def worklist(arguments: Namespace) -> Answer:
    on = business_day(arguments)
    role = Role(arguments.audience.replace("-", "_")) if arguments.audience else None
    items = work_items(on=on, role=role, limit=arguments.limit)
    document = {
        "on": on.isoformat(),
        "items": [
            {
                "rank": item.rank, "account": item.account_id, "patient": item.patient,
                "action": item.act,
                "due_on": item.due_on.isoformat(), "balance": money(item.balance_cents),
                "priority": item.priority, "reasons": list(item.reasons),
                "ask": money(item.ask_cents),
                "step": item.step, "queue": item.queue,
            }
            for item in items
        ],
    }  # fmt: skip
    lines = [
        f"{item.rank:>4} {item.account_id:<10} {item.act:<18} {money(item.balance_cents):>12}  "
        + " ".join(reason["text"] for reason in item.reasons[:2])
        for item in items
    ]
    return Answer(document, lines)


def letters(arguments: Namespace) -> Answer:
    """Without options: what waits. --print makes one batch; --confirm or --cancel ends it."""
    on = business_day(arguments)
    at = now() if arguments.on is None else datetime.combine(on, now().timetz())
    if arguments.confirm is not None:
        return _confirm(arguments, at)
    if arguments.cancel is not None:
        count = letter_actions.cancel_batch(batch_id=arguments.cancel, by=actor(), at=at)
        return Answer(
            {"batch": arguments.cancel, "cancelled": count}, [f"{count} letters cancelled"]
        )
    if not arguments.print_to:
        waiting = letters_page.waiting(on)
        rows = [
            {"account": w.account_id, "kind": w.kind, "pages": 0, "language": w.language}
            for w in waiting
        ]
        return Answer({"batch": None, "letters": rows}, [f"{len(rows)} letters wait to be printed"])
    path = to_write(arguments.print_to)
    batch = letter_actions.print_batch(on=on, by=actor(), at=at)
    return _printed(batch.id, path)


def _printed(batch: int, path: Path) -> Answer:
    found = letters_page.batch(batch)
    assert found is not None, "it was made a moment ago"
    if found.letters:
        path.write_bytes(letters_page.batch_pdf(batch))
    rows = [
        {"account": one.account_id, "kind": one.kind, "pages": one.pages, "language": one.language,
         "reference": one.reference, "amount": money(one.cents)}
        for one in found.letters
    ]  # fmt: skip
    dropped = [
        {"account": one.account_id, "kind": one.kind, "why": one.why} for one in found.dropped
    ]
    lines = ["Nothing was ready to print."]
    if rows:
        lines = [
            f"batch {batch}: {len(rows)} letters in {path}; confirm with --confirm {batch} when "
            f"they have left"
        ]
    lines += [f"  not printed, {one['account']}: {one['why']}" for one in dropped]
    document = {"batch": batch if rows else None, "letters": rows, "dropped": dropped}
    return Answer(document, lines, NEEDS_A_PERSON if dropped else DONE)


def _confirm(arguments: Namespace, at: datetime) -> Answer:
    pulled = [word for word in arguments.pulled.split(",") if word]
    sent = letter_actions.confirm_mailed(
        batch_id=arguments.confirm, pulled=pulled, reported=arguments.reported, by=actor(), at=at
    )
    return Answer(
        {"batch": arguments.confirm, "sent": sent, "pulled": pulled}, [f"{sent} letters mailed"]
    )
