"""The benchmarks: each beside a floor or a peer, measured in one run on generated data.

The clinic's own database is never touched: everything that needs one runs in a child process on a
temporary one.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from goodstanding.cli.bench_835 import bench_era_read
from goodstanding.cli.bench_decide import bench_decide
from goodstanding.cli.bench_estimates import bench_estimates
from goodstanding.cli.own_postgres import Cluster, NoPostgres
from goodstanding.cli.spoken import Answer, WrongUse, now, tell

Row = dict[str, Any]
TRANSACTIONS_AN_ACCOUNT = 15
CLAIMS = 10_000
LETTERS = 10_000
MADE_UP_FOR_ONE = 5  # accounts decided from frozen facts for each of --accounts
ON = date(2026, 11, 23)  # the business day of the generated books


def bench(arguments: Namespace) -> Answer:
    """All of them, or the one named; --accounts scales the book, --write adds to the document."""
    wanted = [arguments.name] if arguments.name else list(ALL)
    if unknown := [name for name in wanted if name not in BENCHES]:
        raise WrongUse(f"no benchmark {unknown[0]}; there are {', '.join(BENCHES)}")
    results: list[Row] = []
    before = _plain_loop()
    for name in wanted:
        tell(f"bench {name} …")
        results += BENCHES[name](arguments.accounts)
    after = _plain_loop()
    results.append(result("a plain loop of Python, after and before", after, before, unit="M/s"))
    if arguments.write:
        _write(results, arguments)
    lines = [
        f"{row['name']:<64} {row['ours']:>12} {row['peer']!s:>12} {row['ratio']!s:>8} {row['unit']}"
        for row in results
    ]
    return Answer({"results": results}, lines)


def _plain_loop() -> float:
    """Millions of steps a second: what this machine gives one core now. Two runs of a benchmark
    can be set side by side when this is the same.
    """
    began, steps, seen = perf_counter(), 1_000_000, 0
    for number in range(steps):
        seen += number % 7
    assert seen
    return steps / (perf_counter() - began) / 1_000_000


def result(name: str, ours: float, peer: float | None, *, unit: str) -> Row:
    """`ratio` is ours to the peer's; None where nothing stands beside it."""
    ratio = round(ours / peer, 3) if peer else None
    return {
        "name": name,
        "ours": round(ours, 1),
        "peer": round(peer, 1) if peer is not None else None,
        "ratio": ratio,
        "unit": unit,
    }


def _era_read(accounts: int) -> list[Row]:
    large = 100_000 if accounts >= 100_000 else 1_000
    return bench_era_read((max(large // 10, 100), large))


def _in_a_child(part: str, accounts: int, url: str = "") -> list[Row]:
    """Runs one part of bench_parts in a process with a database of its own: `url`, else SQLite."""
    program = (
        "import django, sys; django.setup(); "
        "from goodstanding.cli.bench_parts import main; main(sys.argv[1:])"
    )
    with tempfile.TemporaryDirectory(prefix="goodstanding-bench-") as folder:
        environment = os.environ | {
            "DATABASE_URL": url or f"sqlite:///{folder}/bench.sqlite3",
            "GOODSTANDING_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "goodstanding.settings",
        }
        done = subprocess.run(  # noqa: S603 - our own program, with our own words
            [sys.executable, "-c", program, part, folder, str(accounts)],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    rows: list[Row] = json.loads(done.stdout)
    return rows


def _era(accounts: int) -> list[Row]:
    """Reading, posting on SQLite, and posting on PostgreSQL where this machine has one."""
    claims = min(CLAIMS, accounts)
    rows = [*_era_read(accounts), *_in_a_child("era-post", claims)]
    try:
        cluster = Cluster(safe=True)
    except NoPostgres as fault:
        tell(f"not on PostgreSQL: {fault}")
        return rows
    try:
        cluster.start()
        return [*rows, *_in_a_child("era-post", claims, cluster.url("postgres"))]
    finally:
        cluster.stop()


BENCHES: dict[str, Callable[[int], list[Row]]] = {
    "era": _era,
    "era-read": _era_read,
    "era-post": lambda accounts: _in_a_child("era-post", min(CLAIMS, accounts)),
    "book": lambda accounts: _in_a_child("book", accounts),
    "letters": lambda accounts: _in_a_child("letters", min(LETTERS, accounts)),
    "decide": lambda accounts: bench_decide(MADE_UP_FOR_ONE * accounts, on=ON),
    "estimates": lambda accounts: bench_estimates(max(accounts // 10, 1), on=ON),
}


# Each once: "era" has the other two of its name in it.
ALL = ("era", "book", "letters", "decide")


def _write(results: list[Row], arguments: Namespace) -> None:
    path = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
    command = f"goodstanding bench {arguments.name or ''} --accounts {arguments.accounts} --write"
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    rows = [
        "| {name} | {ours:,} | {peer} | {ratio} | {unit} |".format(
            **row | {"peer": _shown(row["peer"]), "ratio": _shown(row["ratio"])}
        )
        for row in results
    ]
    text = "\n".join(
        [
            f"## {now():%Y-%m-%d}, {machine}",
            "",
            f"`{' '.join(command.split())}`",
            "",
            "| what | ours | beside it | ratio | unit |",
            "|---|---:|---:|---:|---|",
            *rows,
            "",
        ]
    )
    known = path.read_text(encoding="utf-8") if path.exists() else INTRODUCTION
    path.write_text(f"{known.rstrip()}\n\n{text}", encoding="utf-8")


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:,}"


INTRODUCTION = """# Benchmarks

Measured by `goodstanding bench --write`, never asserted in a test: machines differ. "Beside it" is
a floor or a trivial peer measured in the same run: for the 835, splitting the same bytes and
throwing the pieces away; for postings and imports, SQLite's own `executemany` of as many rows into
a bare table; for pages, the smallest page of ours that asks the database (Help, signed in); for
aging, one plain SUM. The last row of a run is a plain loop after it, beside the same before it:
what the machine gave one core, which on a shared machine may halve from one minute to the next. How
each is made: `goodstanding/cli/bench_parts.py`.
"""
