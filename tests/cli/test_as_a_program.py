"""The program itself, on an empty database of its own, as a clinic would run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.ledger_text import write_export
from tests.shared import ROOT


@pytest.fixture
def program(empty_database, tmp_path):
    def say(*words: str) -> subprocess.CompletedProcess[str]:
        own = {"DATABASE_URL": empty_database, "GOODSTANDING_VAR": str(tmp_path / "var")}
        kept = {
            name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
        }
        return subprocess.run(
            [sys.executable, "-m", "goodstanding", *words],
            cwd=ROOT,
            env=kept | own,
            capture_output=True,
            text=True,
            check=False,
        )

    return say


def test_from_nothing_to_a_proven_book(program, tmp_path: Path, empty_database):
    made = program("init", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["database"].startswith(empty_database.partition(":")[0])
    folder = write_export("2026-09-01 charge C1 80.00 patient", tmp_path / "export")
    taken = program("import", str(folder), "--on", "2026-11-20", "--json")
    assert (taken.returncode, json.loads(taken.stdout)["files"][0]["status"]) == (0, "posted"), (
        taken.stderr
    )
    proven = program("verify", "--json")
    assert (proven.returncode, json.loads(proven.stdout)["ok"]) == (0, True), proven.stderr


@pytest.fixture
def anew(empty_database):
    """The same database, empty again."""

    def emptied() -> None:
        if empty_database.startswith("sqlite"):
            for path in Path(empty_database.removeprefix("sqlite:///")).parent.glob("empty.*"):
                path.unlink()
            return
        with psycopg.connect(empty_database, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    return emptied


def test_a_new_database_at_an_old_place_says_so_and_begins_its_log_with_it(program, tmp_path, anew):
    program("init")
    program("import", str(write_export("2026-09-01 charge C1 80.00 patient", tmp_path / "export")))
    (head,) = (tmp_path / "var").glob("audit.head.*")
    before = head.read_text()
    anew()
    made = program("init", "--json")
    assert (made.returncode, set(json.loads(made.stdout))) == (0, {"database", "schema"})
    (kept,) = (tmp_path / "var").glob("audit.head.*.before-*")
    assert kept.name in made.stderr
    assert (kept.read_text(), kept.stat().st_mode & 0o777) == (before, 0o600)
    assert head.read_text().startswith("1 ")
    assert json.loads(program("verify", "--json").stdout)["ok"]


def test_without_a_database_yet_it_says_what_to_do(program):
    asked = program("account", "A", "--json")
    assert asked.returncode == 2
    assert asked.stdout == ""
    assert "init" in asked.stderr
    assert "Traceback" not in asked.stderr
