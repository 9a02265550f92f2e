"""The press: letters go in as they are judged, one PDF in the order of the envelopes comes out.

Few letters are set in this process. Many are set in two of their own, while the next are judged;
the pages wait in files of a folder that only we can read, so that ten thousand letters never lie in
memory together.
"""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import local
from types import TracebackType
from typing import Self

import pikepdf

from goodstanding.core.letters import THICK_PAGES, FilledLetter
from goodstanding.core.refusals import Refused
from goodstanding.outbound import typeset
from goodstanding.outbound.typeset import (
    PAPER,
    page_values,
    pages_of,
    read_answer,
    read_frame,
    write_frame,
)

PROCESSES = 2
# A process of ours has a core: typst's own threads only wait for each other beside it.
ONE_THREAD = {"RAYON_NUM_THREADS": "1"}
# Fewer are made here before a process of its own has begun.
ALONE = 60
BRANCH = 200  # pages in a branch of the file's tree
_CHILD = "from goodstanding.outbound.typeset import main; main()"


@dataclass(frozen=True, slots=True)
class PrintedBatch:
    """`pages` is each letter's own count, in the order given; `places` where each one lies in the
    file, from 1: letters of more than one sheet are at the end. With `sides=2` the file has a blank
    page after every letter with an odd count, so that no letter begins on the back of another's
    sheet.
    """

    pdf: bytes
    pages: tuple[int, ...]
    places: tuple[int, ...]


class Press:
    """For `expected` letters of one day; close it, or use it in a with statement."""

    def __init__(self, author: str, *, day: date, expected: int) -> None:
        self._author, self._day = author, day
        self._folder = tempfile.TemporaryDirectory(prefix="goodstanding-press-")
        self._parts: list[Future[list[int]]] = []
        self._references: set[str] = set()
        self._setters = _Setters(day) if expected > ALONE else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._setters is not None:
            self._setters.close(at_once=fault is not None)
        self._folder.cleanup()

    def add(self, letters: Sequence[FilledLetter]) -> None:
        """Begins to set them; waits while much lies before them. Refuses a letter given twice."""
        for letter in letters:
            if letter.reference in self._references:
                raise Refused("A letter is in this batch twice; print each one once")
            self._references.add(letter.reference)
        for start in range(0, len(letters), typeset.CHUNK):
            values = [page_values(one) for one in letters[start : start + typeset.CHUNK]]
            path = self._path(len(self._parts))
            self._parts.append(self._begin(values, path))
        for part in self._parts:
            if part.done():
                part.result()  # what went wrong there is told here

    @property
    def made(self) -> int:
        """How many letters are set by now."""
        done = (p for p in self._parts if p.done() and p.exception() is None)
        return sum(len(part.result()) for part in done)

    def finish(self, *, sides: int = 2) -> PrintedBatch:
        """Waits for the last page and puts all together."""
        if not self._parts:
            raise Refused("There is no letter to print")
        counts = [part.result() for part in self._parts]
        if self._setters is not None:
            # What they hold is given back before the whole lies in memory here.
            self._setters.close(at_once=False)
            self._setters = None
        pages = [count for part in counts for count in part]
        thin = [place for place, count in enumerate(pages) if count < THICK_PAGES]
        order = [*thin, *(place for place, count in enumerate(pages) if count >= THICK_PAGES)]
        places = [0] * len(pages)
        for at, letter in enumerate(order, 1):
            places[letter] = at
        return PrintedBatch(self._together(counts, order, sides=sides), tuple(pages), tuple(places))

    def _begin(self, values: list[dict[str, object]], path: Path) -> "Future[list[int]]":
        if self._setters is not None:
            return self._setters.begin(values, path)
        here: Future[list[int]] = Future()
        here.set_result(_set_here(values, path, self._day))
        return here

    def _path(self, part: int) -> Path:
        return Path(self._folder.name) / f"{part:06d}.pdf"

    def _together(self, counts: list[list[int]], order: list[int], *, sides: int) -> bytes:
        with ExitStack() as parts, pikepdf.new() as whole:
            # (its part's pages, its first page there, how many), a letter each
            where = []
            for number, part in enumerate(counts):
                pages = list(parts.enter_context(pikepdf.open(self._path(number))).pages)
                at = 0
                for count in part:
                    where.append((pages, at, count))
                    at += count
            leaves = []
            for letter in order:
                source, first, count = where[letter]
                leaves += [whole.copy_foreign(p.obj) for p in source[first : first + count]]
                if count % sides:
                    leaves.append(_blank())
            _hang(whole, leaves)
            _stamp(whole, f"{len(order)} letters", author=self._author, day=self._day)
            out = io.BytesIO()
            whole.save(out, deterministic_id=True, linearize=False)
            return out.getvalue()


def _blank() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, *PAPER],
        Resources=pikepdf.Dictionary(),
    )


def _hang(whole: pikepdf.Pdf, leaves: Sequence[pikepdf.Object]) -> None:
    """Makes the tree of pages. Adding them one by one looks through all that are there each time:
    twenty thousand took a quarter of a whole batch.
    """
    root = whole.Root.Pages
    branches = []
    for at in range(0, len(leaves), BRANCH):
        some = leaves[at : at + BRANCH]
        branch = whole.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Parent=root, Count=len(some))
        )
        for leaf in some:
            leaf.Parent = branch
        branch.Kids = pikepdf.Array([whole.make_indirect(leaf) for leaf in some])
        branches.append(branch)
    root.Kids, root.Count = pikepdf.Array(branches), len(leaves)


class _Setters:
    """Some processes that set pages, a thread of ours waiting for each."""

    def __init__(self, day: date) -> None:
        self._day, self._own = day, local()
        self._children: list[subprocess.Popen[bytes]] = []
        self._threads = ThreadPoolExecutor(PROCESSES)
        self._begun: list[Future[list[int]]] = []

    def begin(self, values: list[dict[str, object]], path: Path) -> "Future[list[int]]":
        # At most a few parts wait, so that what is judged does not run far ahead of the pages.
        waiting = [future for future in self._begun if not future.done()]
        if len(waiting) >= 4 * PROCESSES:
            waiting[0].exception()
            waiting = waiting[1:]
        future = self._threads.submit(self._ask, typeset.question(values, day=self._day), path)
        self._begun = [*waiting, future]
        return future

    def close(self, *, at_once: bool) -> None:
        if at_once:
            for child in self._children:
                child.kill()
        self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            # Also of one that began while the others were killed: it ends with what it reads.
            if child.stdin is not None:
                _quietly(child.stdin.close)
            child.wait()
            if child.stdout is not None:
                child.stdout.close()

    def _ask(self, asked: bytes, path: Path) -> list[int]:
        child = getattr(self._own, "child", None)
        if child is None:
            child = self._own.child = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                env=os.environ | ONE_THREAD,
            )  # fmt: skip
            self._children.append(child)
        assert child.stdin is not None
        assert child.stdout is not None
        write_frame(child.stdin, asked)
        frame = read_frame(child.stdout)
        if frame is None:
            raise OSError("The process that sets the pages ended without an answer.")
        made, counts = read_answer(frame)
        path.write_bytes(made)
        return counts


def _quietly(close: Callable[[], None]) -> None:
    try:
        close()
    except BrokenPipeError:
        # The child is gone, and with it whatever was still to be written to it.
        return


def _set_here(values: list[dict[str, object]], path: Path, day: date) -> list[int]:
    made, counts = pages_of(values, day=day)
    path.write_bytes(made)
    return counts


def _stamp(whole: pikepdf.Pdf, title: str, *, author: str, day: date) -> None:
    when = f"D:{day:%Y%m%d}000000Z"
    whole.docinfo["/Title"] = title
    whole.docinfo["/Author"] = author
    whole.docinfo["/CreationDate"] = when
    whole.docinfo["/ModDate"] = when
