"""What printing many letters costs: time of the whole batch, and memory of all its processes.

Runs in a process of its own on a database of its own, as bench_parts does.
"""

import os
import threading
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from goodstanding.actions.followup_day import run_day
from goodstanding.actions.imports import Setting, receive
from goodstanding.actions.letters import Wanted, print_into, start
from goodstanding.actions.unit import SYSTEM, Actor
from goodstanding.cli.bench_book import ON, result
from goodstanding.cli.spoken import now, tell
from goodstanding.core.letters import Letter, LetterLine, in_words, reference
from goodstanding.law import live_book
from goodstanding.outbound import press, typeset
from goodstanding.outbound.fill import words
from goodstanding.outbound.letterhead import letterhead
from goodstanding.outbound.typeset import page_values
from goodstanding.records import clinic
from goodstanding.synthetic.many_due import account, cents_of, mark, write_due

Row = dict[str, Any]
WANTED_SECONDS, WANTED_MB = 60.0, 1024.0
EVERY = 0.2  # seconds between two looks at the memory
SAMPLE = 240


def letters(folder: Path, count: int) -> list[Row]:
    """So many statements judged, filled, checked, set and put together."""
    export = folder / "export"
    export.mkdir()
    write_due(export, accounts=count, on=ON)
    by, at = Actor("bench", SYSTEM), now()
    for one in receive(export, "auto", Setting(on=ON, by=by, at=at)):
        assert one.status == "posted", (one.status, one.problems[:3])
    run_day(on=ON, by=by, at=at)
    wanted = Wanted(ON, count)
    with _Memory() as memory:
        began = perf_counter()
        batch = print_into(
            batch=start(wanted=wanted, by=by, at=at), wanted=wanted, by=by, at=at, moved=_said
        )
        seconds = perf_counter() - began
    assert (batch.state, batch.rows) == ("printed", count), (batch.state, batch.rows)
    floor = _bare(batch)
    return [
        result(f"{count} statements printed ({batch.pages} pages), beside bare typst on two cores",
               seconds, floor, unit="s"),
        result("… statements a second, beside 10,000 in 60 s", count / seconds,
               10_000 / WANTED_SECONDS, unit="letters/s"),
        result("… peak memory of all processes, beside 1 GB", memory.peak / 2**20, WANTED_MB,
               unit="MB"),
    ]  # fmt: skip


def _said(made: int, of: int) -> None:
    if made % 500 < 100:
        tell(f"{made} of {of}")


def _bare(batch: Any) -> float:
    """Seconds typst alone takes for as many letters like these on two cores: a sample of them set
    on one, with nothing judged, filled, checked or kept.
    """
    paper = letterhead(live_book().on(batch.on, clinic.current().state))
    values = [page_values(words(_like(number, batch.on), paper)) for number in range(SAMPLE)]
    chunks = [values[at : at + typeset.CHUNK] for at in range(0, SAMPLE, typeset.CHUNK)]
    typeset.pages_of(chunks[0][:1], day=batch.on)
    began = perf_counter()
    for chunk in chunks:
        typeset.pages_of(chunk, day=batch.on)
    return (perf_counter() - began) * batch.rows / SAMPLE / press.PROCESSES


def _like(number: int, on: date) -> Letter:
    lines = tuple(
        LetterLine(
            charge_id=f"C{number}-{visit}", service_on=on - timedelta(days=6 + visit),
            what=f"Visit on {in_words(on - timedelta(days=6 + visit))}", provider="Dr. Hale",
            charged_cents=cents_of(number, visit), due_cents=cents_of(number, visit), since=on,
            why="No insurance covered this visit",
        )
        for visit in range(1 + number % 3)
    )  # fmt: skip
    return Letter(
        reference=reference(number), kind="statement", language="en", account_id=account(number),
        made_on=on, reply_by=on + timedelta(days=25), addressee=(f"Ann {mark(number)}",),
        address=(f"{number} {mark(number)} Street", "St. Cloud, MN 56301"),
        greeting_name=f"Ann {mark(number)}", lines=lines,
        due_cents=sum(line.due_cents for line in lines),
    )  # fmt: skip


class _Memory:
    """The most that this process and those it began held together, looked at while it runs. Pages
    they share are counted once (proportional set size).
    """

    def __init__(self) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            self.peak = max(self.peak, sum(map(_held, (os.getpid(), *_children()))))


def _children() -> list[int]:
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(word) for path in listed for word in path.read_text().split()]


def _held(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended between two looks
    (kilobytes,) = (line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(kilobytes) * 1024
