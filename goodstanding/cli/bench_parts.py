"""The parts of the benchmarks that need a database: run by bench_book in a process of its own."""

import csv
import json
import resource
import secrets
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pysqlite3
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goodstanding.actions.followup_day import run_day
from goodstanding.actions.imports import Setting, receive
from goodstanding.actions.staff import set_single_keys, set_staff
from goodstanding.actions.unit import SYSTEM, Actor
from goodstanding.cli.bench_book import ON, TRANSACTIONS_AN_ACCOUNT, result
from goodstanding.cli.bench_estimates import estimates
from goodstanding.cli.bench_letters import letters
from goodstanding.cli.spoken import now
from goodstanding.core.kinds import Role
from goodstanding.formats.x12.remittance_835 import read
from goodstanding.records import bulk
from goodstanding.records.queries.aging_report import aging
from goodstanding.synthetic.large import write_large
from goodstanding.synthetic.remittances import remittance_file

Row = dict[str, Any]
FIRST_PAGES, PAGES = 3, 30
COLUMNS = 17
BARE_INSERT = "INSERT INTO t VALUES (" + ", ".join("?" * COLUMNS) + ")"  # noqa: S608 - no words from outside


def main(words: list[str]) -> None:
    part, folder, size = words

    call_command("migrate", interactive=False, verbosity=0)
    (Path(settings.VAR) / "static").mkdir()
    parts = {"era-post": era_post, "book": book, "letters": letters, "estimates": estimates}
    json.dump(parts[part](Path(folder), int(size)), sys.stdout)


def timed(work: Callable[[], Any]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _setting() -> Any:

    return Setting(on=ON, by=Actor("bench", SYSTEM), at=now())


def _import(path: Path) -> None:

    for one in receive(path, "auto", _setting()):
        assert one.status == "posted", (one.status, one.problems[:3])


def era_post(folder: Path, claims: int) -> list[Row]:
    """Claims of three lines for charges we have; the floor adds as many bare rows."""

    remittance = folder / "bench.835"
    with remittance.open("wb") as out:
        out.writelines(remittance_file(claims))
    export = folder / "export"
    _write_charges(remittance, export)
    _import(export)
    before = bulk.select("SELECT COUNT(*) FROM records_transfer")[0][0]
    seconds = timed(lambda: _import(remittance))
    transfers = bulk.select("SELECT COUNT(*) FROM records_transfer")[0][0] - before
    floor = _bare_insert(folder, transfers)
    engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    name = f"835 posted to {engine}, {claims} claims of 3 lines ({transfers} transfers)"
    return [result(name, claims / seconds, claims / floor, unit="claims/s")]


def _write_charges(remittance: Path, export: Path) -> None:
    """The practice export of the charges that the remittance pays, three claims a person."""

    export.mkdir()
    people, charges, covers = [], [], []
    with remittance.open("rb") as file:
        for number, claim in enumerate(c for payment in read(file) for c in payment.claims):
            person = f"{number // 3:07d}"
            if number % 3 == 0:
                people.append(person)
                covers.append([f"P{person}", 1, "BENCH", "Example plan", "commercial"])
            for place, line in enumerate(claim.lines, 1):
                served = line.service_on or claim.service_from or ON - timedelta(days=300)
                charges.append([
                    f"{claim.claim_id}-{place}", f"P{person}", claim.claim_id, served, served,
                    line.code, " ".join(line.modifiers), 1, f"{line.charged_cents / 100:.2f}",
                    "insurer",
                ])  # fmt: skip
    _table(export, "guarantors", "guarantor_id last_name first_name",
           rows=[[f"G{p}", "Bench", "Ann"] for p in people])  # fmt: skip
    _table(export, "patients", "patient_id guarantor_id last_name first_name birth_date",
           rows=[[f"P{p}", f"G{p}", "Bench", "Ann", "1980-01-01"] for p in people])  # fmt: skip
    _table(export, "coverages", "patient_id rank payer_id payer_name payer_type", rows=covers)
    _table(export, "charges", "charge_id patient_id claim_id service_date posted_on code modifiers "
           "units amount expects", rows=charges)  # fmt: skip


def _table(folder: Path, name: str, columns: str, *, rows: list[list[Any]]) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(columns.split())
        writer.writerows(rows)


def _bare_insert(folder: Path, rows: int) -> float:
    """Seconds SQLite needs for as many rows of a transfer's width, without an index or a check."""
    bare = pysqlite3.connect(str(folder / "floor.sqlite3"))
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute(f"CREATE TABLE t ({', '.join(f'c{n}' for n in range(COLUMNS))})")
    row = ("835:1:1:1", "contractual", "contractual", "insurer_due", 12345, 1, 2, "2026-11-23",
           None, "2026-11-23 10:00:00", "BENCH", "CO", "45", "", "EFT0000001", None, 1)  # fmt: skip

    def work() -> None:
        bare.executemany(BARE_INSERT, (row for _ in range(rows)))
        bare.commit()

    return timed(work)


def book(folder: Path, accounts: int) -> list[Row]:
    """One large book: imported, decided twice, aged, and asked for by pages."""

    export = folder / "export"
    export.mkdir()
    wanted = accounts * TRANSACTIONS_AN_ACCOUNT
    counts = write_large(export, accounts=accounts, transactions=wanted, seed=7, on=ON)
    rows = sum(_lines(path) for path in export.glob("*.csv"))
    seconds = timed(lambda: _import(export))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"practice export imported, {accounts} accounts, {counts.transactions} transactions"
    return [
        result(name, rows / seconds, rows / _bare_insert(folder, rows), unit="rows/s"),
        result("… its peak memory", memory, None, unit="MB"),
        *_days(accounts),
        *_aging(accounts),
        *_pages(accounts),
    ]


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file) - 1


def _days(accounts: int) -> list[Row]:

    setting = _setting()
    first = timed(lambda: run_day(on=ON, by=setting.by, at=setting.at))
    following = ON + timedelta(days=1)
    second = timed(lambda: run_day(on=following, by=setting.by, at=setting.at))
    return [
        result(f"first day, {accounts} accounts", accounts / first, None, unit="accounts/s"),
        result("next day, nothing changed, beside the first", second, first, unit="s"),
    ]


def _aging(accounts: int) -> list[Row]:

    plain = "SELECT party, SUM(cents) FROM records_openitem GROUP BY 1"
    floor = _best_ms(lambda: bulk.select(plain))
    past = ON - timedelta(days=90)
    wanted: dict[str, Callable[[], Any]] = {
        f"aging totals, {accounts} accounts": lambda: aging(on=ON),
        "aging by account": lambda: aging(on=ON, by="account", whose="all"),
        "aging totals as of 90 days ago, from the ledger": lambda: aging(on=past),
    }
    return [result(name, _best_ms(work), floor, unit="ms") for name, work in wanted.items()]


def _best_ms(work: Callable[[], Any]) -> float:
    return min(timed(work) for _ in range(3)) * 1000


def _pages(accounts: int) -> list[Row]:
    """Milliseconds and queries of a page, through the whole stack, beside the Help page."""

    settings.ALLOWED_HOSTS = ["testserver"]
    setting = _setting()
    set_staff(name="bench", role=Role.MANAGER, password=secrets.token_urlsafe(12), by=setting.by,
              at=setting.at)  # fmt: skip
    client = Client()
    client.force_login(get_user_model().objects.get(username="bench"))
    account = bulk.select(
        "SELECT g.number FROM records_standing s JOIN records_guarantor g ON g.id = s.guarantor_id "
        "ORDER BY s.priority DESC LIMIT 1"
    )[0][0]
    trivial = _page_ms(client, "/help")
    found = []
    for name, path in (("Today", "/today"), ("Account", f"/accounts/{account}")):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        asked = len(queries)  # now: the next request clears the log
        milliseconds = _page_ms(client, path)
        found += [
            result(f"{name} page at {accounts} accounts", milliseconds, trivial, unit="ms"),
            result(f"{name} page's queries", asked, 25, unit="queries of at most 25"),
        ]

    def change() -> None:
        set_single_keys(
            name="bench", wanted="on", by=Actor("bench", Role.MANAGER.value), at=setting.at
        )

    milliseconds = _page_ms(client, "/today", first=change)
    return [*found, result("Today page, first after a change", milliseconds, trivial, unit="ms")]


def _page_ms(client: Any, path: str, *, first: Callable[[], None] = lambda: None) -> float:
    """The median; `first` is done before each request and not timed."""
    taken = []
    for _ in range(FIRST_PAGES + PAGES):
        first()
        taken.append(timed(lambda: client.get(path)))
    return sorted(taken[FIRST_PAGES:])[PAGES // 2] * 1000
