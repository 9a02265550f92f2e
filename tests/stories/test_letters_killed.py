"""Letters printed by programs that are killed at any moment: each account gets its one letter."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from goodstanding.synthetic.many_due import write_due
from tests.stories.letters_program import ON

ACCOUNTS, KILLS, RUNS = 500, 20, 5
# A whole run asks for some two hundred statements.
LATEST = 110


class Programs:
    """A program that begins others, so that each is ready to print when it begins. A process is
    named by its number; each believes it is an hour later than the one before.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self._folder, self._hour = folder, 0
        self._mother = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.letters_program", str(folder)],
            env=os.environ | {"DATABASE_URL": url, "GOODSTANDING_VAR": str(folder)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def begin(self, what: str = "print", *, killed_at: int = 0) -> int:
        self._hour += 1
        assert self._mother.stdin
        assert self._mother.stdout
        self._mother.stdin.write(f"{what} {self._hour} {killed_at}\n")
        self._mother.stdin.flush()
        return int(self._mother.stdout.readline())

    def finish(self, *pids: int) -> None:
        for pid in pids:
            while Path(f"/proc/{pid}").exists():
                time.sleep(0.05)

    def found(self) -> dict[str, object]:
        self.finish(self.begin("look"))
        read: dict[str, object] = json.loads((self._folder / "found.json").read_text())
        return read

    def end(self) -> None:
        self._mother.communicate(timeout=30)


@contextmanager
def programs(folder: Path, url: str) -> Iterator[Programs]:
    begun = Programs(folder, url)
    try:
        yield begun
    finally:
        begun.end()


@pytest.fixture
def due(tmp_path: Path, empty_database: str) -> Iterator[Programs]:
    """Five hundred accounts with a statement each, decided and not printed."""
    (tmp_path / "export").mkdir()
    write_due(tmp_path / "export", accounts=ACCOUNTS, on=ON)
    with programs(tmp_path, empty_database) as begun:
        begun.finish(begun.begin("prepare"))
        yield begun


def test_printers_killed_twenty_times_print_each_letter_once(due):
    moments = random.Random(41)
    for kill in range(KILLS):
        together = 2 if kill % 3 == 0 else 1
        due.finish(*(due.begin(killed_at=moments.randint(3, LATEST)) for _ in range(together)))
    for _ in range(RUNS):
        due.finish(due.begin(), due.begin())
    found = due.found()
    assert found["letters"] == {"printed": ACCOUNTS}
    assert found["letters of an account and step"] == [1]
    assert found["living attempts of a letter"] == [1]
    assert found["batches at printing"] == 0
    assert found["faults"] == []
    assert found["killed batches"] >= 5, "the kills came too late to matter"
