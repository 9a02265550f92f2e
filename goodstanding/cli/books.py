"""init, demo, import, verify."""

import sys
import tempfile
from argparse import Namespace
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from goodstanding.actions.audit import begin_anew
from goodstanding.actions.imports import Received, Setting, note_rejected, receive
from goodstanding.cli.demo_agency import demo_agency
from goodstanding.cli.spoken import (
    DONE,
    NEEDS_A_PERSON,
    WRONG_USE,
    Answer,
    actor,
    business_day,
    money,
    now,
    tell,
)
from goodstanding.records import audit_chain, bulk
from goodstanding.records.queries import book
from goodstanding.records.queries.proofs import SHOWN, Proof, prove
from goodstanding.synthetic.clinic import write_clinic

AUDIT_TABLE = "records_auditevent"


def init(arguments: Namespace) -> Answer:
    at = now()
    is_new = AUDIT_TABLE not in connection.introspection.table_names()
    call_command("migrate", interactive=False, verbosity=0)
    if is_new and audit_chain.last_noted():
        kept = begin_anew(by=actor(), at=at)
        tell(
            "goodstanding: this database is new and empty, and the var folder knows the audit log "
            f"of another one that was here before. Its note is kept as {kept}, and the new log "
            "begins with an event that says so. If a database should be here, stop, put it back, "
            "and give the note its old name."
        )
    database = connection.settings_dict
    name = f"{connection.vendor}:{database['NAME']}"
    schema = bulk.select(
        "SELECT name FROM django_migrations WHERE app = 'records' ORDER BY name DESC LIMIT 1"
    )[0][0]
    return Answer({"database": name, "schema": schema}, [f"{name} is at {schema}"])


def demo(arguments: Namespace) -> Answer:
    if arguments.if_empty and bulk.select("SELECT 1 FROM records_guarantor LIMIT 1"):
        return Answer(_counts(), ["The books hold accounts already; nothing was loaded."])
    setting = Setting(on=business_day(arguments), by=actor(), at=now())
    with tempfile.TemporaryDirectory(prefix="goodstanding-demo-") as folder:
        write_clinic(
            Path(folder),
            accounts=arguments.accounts,
            months=arguments.months,
            seed=arguments.seed,
            on=setting.on,
        )
        for one in receive(Path(folder), "practice", setting):
            for problem in one.problems[:20]:
                tell(f"{problem['where']}: {problem['text']}")
    if placed := demo_agency(setting):
        tell(f"{placed} accounts were placed with a made-up agency.")
    document = _counts()
    return Answer(document, [", ".join(f"{count} {name}" for name, count in document.items())])


def _counts() -> dict[str, int]:
    tables = {"accounts": "guarantor", "patients": "patient", "charges": "charge"}
    counts = {name: book.count(table) for name, table in tables.items()}
    moved = book.practice_postings()
    return counts | {"transactions": moved}


def import_(arguments: Namespace) -> Answer:
    progress = Progress()
    setting = Setting(on=business_day(arguments), by=actor(), at=now(), moved=progress.moved)
    files = []
    for path in arguments.paths:
        for one in receive(Path(path), arguments.kind, setting):
            if one.status == "rejected" and one.file_id is None:
                note_rejected(one, by=setting.by, at=setting.at)
            files.append(one)
    progress.end()
    statuses = {one.status for one in files}
    status = DONE
    if statuses and statuses <= {"rejected"}:
        status = WRONG_USE
    elif statuses & {"partly_posted", "exceptions", "rejected"}:
        status = NEEDS_A_PERSON
    lines = [line for one in files for line in _lines(one)]
    return Answer({"files": [_as_json(one) for one in files]}, lines, status)


class Progress:
    """Rows done, on stderr, now and then; only for a person at a terminal."""

    def __init__(self) -> None:
        self.rows = self.shown = 0

    def moved(self, rows: int) -> None:
        self.rows += rows
        if self.rows - self.shown >= 50_000 and sys.stderr.isatty():
            self.shown = self.rows
            sys.stderr.write(f"\r{self.rows:,} rows")

    def end(self) -> None:
        if self.shown:
            tell("")


def _as_json(one: Received) -> dict[str, Any]:
    return {
        "path": one.path,
        "kind": one.kind,
        "sha256": one.sha256,
        "status": one.status,
        "totals": in_money(one.totals),
        "problems": [
            {"amount": money(p["cents"])}
            | {name: value for name, value in p.items() if name != "cents"}
            for p in one.problems
        ],
    }


COUNTS = frozenset(
    "claims rows new changed same aside posted waiting duplicate balanced".split()  # noqa: SIM905
) | {"kept", "rejected", "unreadable"}


def in_money(totals: dict[str, Any]) -> dict[str, Any]:
    """Totals as the contract writes them: counts as numbers, money as text."""
    return {
        name: in_money(value)
        if isinstance(value, dict)
        else value
        if name in COUNTS
        else money(value)
        for name, value in totals.items()
    }


def _lines(one: Received) -> list[str]:
    lines = [f"{one.path}: {one.status} ({one.kind})"]
    lines += [f"  {name}: {value}" for name, value in in_money(one.totals).items()]
    asides = [problem for problem in one.problems if problem.get("level", "aside") == "aside"]
    lines += [f"  {p['where']}: {p['text']}" for p in asides[:20]]
    if len(asides) > 20:
        lines.append(f"  and {len(asides) - 20} more; see the Imports page or --json")
    return lines


def verify(arguments: Namespace) -> Answer:
    proofs = [*prove(), _audit()]
    ok = all(proof.ok for proof in proofs)
    checks = [
        {"name": p.name, "ok": p.ok, "checked": p.checked, "failures": list(p.failures)}
        for p in proofs
    ]
    lines = [f"{'ok    ' if p.ok else 'FAILED'} {p.name} ({p.checked})" for p in proofs]
    lines += [f"  {failure}" for p in proofs for failure in p.failures]
    return Answer({"ok": ok, "checks": checks}, lines, DONE if ok else NEEDS_A_PERSON)


def _audit() -> Proof:
    events = bulk.select("SELECT COUNT(*) FROM records_auditevent")[0][0]
    return Proof("the audit chain is whole", events, tuple(islice(audit_chain.faults(), SHOWN)))
