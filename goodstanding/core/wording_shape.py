"""What the linter is given and what it answers: words with what is known, faults in place."""

import re
from dataclasses import dataclass
from enum import StrEnum

# Where a full stop ends no sentence; after the others it does when a capital follows.
_TITLE = re.compile(r"\b(?:St|Dr|Mr|Mrs|Ms|No|vs|[A-Z])$")
_SHORTENED = re.compile(r"\b(?:Ltd|Inc|a\.m|p\.m|P\.A)$")
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|\n")


class WordsKind(StrEnum):
    """What typed words are for. A note goes into a letter's envelope; a script is read aloud."""

    LETTER = "letter"
    TEXT = "text"
    EMAIL = "email"
    VOICEMAIL = "voicemail"
    SCRIPT = "script"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Required:
    """A notice the law asks for, word for word."""

    notice_id: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Typed words and what is known about their account.

    `known_cents`: every amount that may be named; None when there is no account to ask.
    `own_words`: names of the person written to, of the clinic and of ours, never read as words.
    `others`: names and numbers of other people that these words hold. `old_debt`: the time to sue
    is over.
    """

    kind: WordsKind
    text: str
    language: str = "en"
    known_cents: frozenset[int] | None = None
    own_words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    clinic_names: tuple[str, ...] = ()
    registered_name: str = ""
    phone: str = ""
    must_say: tuple[Required, ...] = ()
    old_debt: bool = False
    exceptions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is stable for programs; `text` quotes what is wrong, never a name; `rule` is the law
    or clinic policy that says so.

    `sentence` is the one that is wrong, as typed, from sign `start` to `end`; "" when something is
    missing.
    """

    code: str
    text: str
    rule: str = ""
    sentence: str = ""
    start: int = -1
    end: int = -1


def fault_at(typed: str, span: tuple[int, int], found: Fault) -> Fault:
    """The fault with the sentence around its span; a span over several sentences marks them all."""
    start, end = _sentence(typed, *span)
    return Fault(found.code, found.text, found.rule, typed[start:end], start, end)


def _goes_on(typed: str, stop: re.Match[str]) -> bool:
    if _TITLE.search(typed, 0, stop.start()):
        return True
    after = typed[stop.end() :].lstrip()[:1]
    return bool(_SHORTENED.search(typed, 0, stop.start())) and not after.isupper()


def _sentence(typed: str, first: int, last: int) -> tuple[int, int]:
    start, end = 0, len(typed)
    for stop in _END.finditer(typed):
        if stop[0] != "\n" and _goes_on(typed, stop):
            continue
        if stop.end() <= first:
            start = stop.end()
        elif stop.end() >= last:
            end = stop.start() if stop[0] == "\n" else stop.end()
            break
    while start < first and typed[start].isspace():
        start += 1
    return start, max(end, last)
