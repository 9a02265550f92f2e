"""What every bank file gives: its lines, whoever wrote them down, and the key that makes the same
line of two files one.

Cents above zero came in, below zero went out.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from goodstanding.formats.problems import Problem

MOST_LINES = 200_000
MOST_PROBLEMS = 200
MOST_CENTS = 10**11
LONGEST_TEXT = 2_000
LONGEST_NAME = 80

# TRN*1*trace*payer of the CCD+ addenda; banks end a segment with ~ or \ or the line.
_TRN = re.compile(r"TRN[*|^>]1[*|^>]([^*|^>~\\\s]{1,50})(?:[*|^>]([A-Z0-9]{1,10}))?", re.ASCII)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class BankEntry:
    """`where` is its place in the file; `code` the bank's type code; `reference` the bank's and the
    customer's own numbers; `trace` the one of an insurer's payment (TRN02 of its CCD+ addenda).
    """

    where: str
    account: str
    on: date
    cents: int
    code: str = ""
    reference: str = ""
    trace: str = ""
    text: str = ""


Lines = tuple[list[BankEntry], list[Problem]]


def keyed(entries: Iterable[BankEntry]) -> Iterator[tuple[str, BankEntry]]:
    """Each line with its key: what the bank says of it, and which of the equal lines of this file
    it is. The number of the account itself is not in it.
    """
    seen: Counter[str] = Counter()
    for one in entries:
        said = "|".join((one.account, one.code, one.reference, one.trace, one.text.upper()))
        mark = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:40]
        start = f"{one.on.isoformat()}|{one.cents}|{mark}"
        seen[start] += 1
        yield f"{start}|{seen[start]}", one


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Latin-1; a zero byte is a blank."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace").replace("\0", " ")
    try:
        return raw.decode("utf-8-sig").replace("\0", " ")
    except UnicodeDecodeError:
        return raw.decode("latin-1").replace("\0", " ")


def trace_in(pieces: Iterable[str]) -> str:
    """The trace of a CCD+ addenda in a line's text; banks cut the addenda anywhere between the
    continuations, so each is read by itself and then all of them together.
    """
    listed = list(pieces)
    for text in (*listed, "".join(listed)):
        found = _TRN.search(text)
        if found is not None and found[2]:
            return found[1]
    found = _TRN.search("".join(listed))
    return found[1] if found else ""


def tidy(text: str, longest: int = LONGEST_TEXT) -> str:
    return _BLANKS.sub(" ", text[: 4 * longest]).strip()[:longest]


def few(problems: list[Problem]) -> list[Problem]:
    """A broken file has a fault on every line; a person reads the first of them."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    text = "And more of the kind in this file. Ask the bank for the file again."
    return [*problems[:MOST_PROBLEMS], Problem("file", "more_problems", text)]
