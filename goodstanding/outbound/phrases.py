"""What code writes into a letter, in the letter's language: phrases.es.toml beside this file.

A letter's facts are kept in English; here a value is turned as it is filled in. A * in a phrase
stands for anything (a day, an amount, a name) and is kept; days are turned by themselves.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from goodstanding.core.letters import MONTHS, Letter, in_words
from goodstanding.core.reading import known_share

_DAY = re.compile(rf"({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})")
_WORD = re.compile(r"[^\W\d_]{2,}")
# A name has few words, and few that an English dictionary has.
_FEWEST_WORDS, _ENGLISH = 3, 0.6

Phrases = Sequence[tuple[re.Pattern[str], str]]


def in_language(text: str, language: str) -> str:
    """The value as it stands where nobody has written its phrase: a name, a number, an address."""
    if language == "en" or not text:
        return text
    return _known(text, language) or _days(text, language)


def can_be_said(letter: Letter, language: str) -> bool:
    """No value of it is an English sentence that has no phrase in the language, as a colleague's
    own words have none; such a letter goes out in English, never half and half.
    """
    said = (value for _, value in letter.said if isinstance(value, str))
    return all(
        _known(value, language) or not _is_english(value) for value in (*said, *_of_lines(letter))
    )


def courtesy_mark(language: str) -> str:
    """What stands before a translated notice, so that nobody takes it for the law's own text."""
    return str(_file(language).get("courtesy", ""))


def _of_lines(letter: Letter) -> Iterator[str]:
    for line in letter.lines:
        yield from (line.what, line.why)


def _known(text: str, language: str) -> str | None:
    for pattern, said in _phrases(language):
        if found := pattern.fullmatch(text):
            pieces = [_known(piece, language) or _days(piece, language) for piece in found.groups()]
            for piece in pieces:
                said = said.replace("*", piece, 1)
            return said
    parts = text.split(" and ")
    known = [_known(part, language) for part in parts] if len(parts) > 1 else []
    return f" {_file(language)['and']} ".join(filter(None, known)) if all(known) and known else None


def _is_english(text: str) -> bool:
    words = _WORD.findall(_DAY.sub("", text))
    return len(words) >= _FEWEST_WORDS and known_share(" ".join(words)) >= _ENGLISH


def _days(text: str, language: str) -> str:
    return _DAY.sub(
        lambda day: in_words(
            date(int(day[3]), MONTHS.index(day[1]) + 1, int(day[2])), language
        ),
        text,
    )  # fmt: skip


@cache
def _file(language: str) -> Mapping[str, Any]:
    path = Path(__file__).with_name(f"phrases.{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def _phrases(language: str) -> Phrases:
    rows: Mapping[str, str] = _file(language).get("said", {})
    return tuple(
        (re.compile(re.escape(key).replace(r"\*", "(.+?)"), re.IGNORECASE | re.DOTALL), said)
        for key, said in rows.items()
    )
