"""The words of a call in the person's own language, beside the English ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goodstanding.core.languages import ENGLISH, NAMES
from goodstanding.outbound.word_kinds import LANGUAGES, shipped_text

_STEPS = (
    ("open", "Open"), ("who_is_it", "Asked who is calling"), ("language", "Language"),
    ("check", "Who they are"), ("check_more", "Who they are, once more"),
    ("no_match", "No match"), ("privacy", "Private?"), ("why", "Why"), ("explain", "The sum"),
    ("repeat", "Repeat back"), ("close", "Close"), ("lives_there", "Someone who lives there"),
    ("someone_else", "Someone else"), ("voicemail", "Voicemail"),
)  # fmt: skip
_ABOUT_MONEY = frozenset({"why", "explain"})


@dataclass(frozen=True, slots=True)
class OwnLine:
    """`known`: to be said only to who has proved who they are."""

    step: str
    english: str
    own: str
    known: bool


@dataclass(frozen=True, slots=True)
class OwnWords:
    """`lines` empty: nobody qualified has checked the words, so nobody reads them aloud."""

    code: str
    name: str
    lines: tuple[OwnLine, ...]
    drafted: bool


def own_words(english: Mapping[str, Any], own: Mapping[str, Any], language: str) -> OwnWords | None:
    """None for who speaks English."""
    if language == ENGLISH:
        return None
    name = NAMES.get(language, language)
    lines = tuple(_lines(english, own)) if own else ()
    drafted = language in LANGUAGES and bool(shipped_text("call_script", language))
    return OwnWords(language, name, lines, drafted)


def _lines(english: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[OwnLine]:
    for step, title in _STEPS:
        if step in own:
            yield OwnLine(title, english[step], own[step], step in _ABOUT_MONEY)
    for table, title in (("heard", "Heard"), ("hardship", "When money is tight")):
        for step, said in own[table].items():
            yield OwnLine(title, english[table].get(step, ""), said, known=False)
