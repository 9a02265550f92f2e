"""Letters of one kind differ in names, days and amounts only: what is the same is read once.

The words of a letter with its names, days and amounts taken out are its shape. A shape found clean
is clean in every letter that has it; anything else is read whole, as the letter stands.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from goodstanding.core.wording_checks import CODE, DATE, grade_faults, word_faults

# A whole amount, reference or day is never part of a word, whatever a digit stands for. Nothing
# stays nothing: the words may say of nothing what they may not say of more.
_AMOUNT = re.compile(r"(?<![\w$.,])(?P<sign>\$?)(?!0\.00)\d{1,3}(?:,\d{3})*\.\d\d(?!\w|[.,]\w)")
_REFERENCE = re.compile(r"(?<![\w-])L-\d{6,9}(?!\w)")
_DAY = re.compile(rf"(?<!\w){DATE.pattern}(?!\w)")
KEPT = 8_192


def clean_words(text: str, names: Iterable[str], exceptions: frozenset[str]) -> bool:
    """True only when `word_faults` would find nothing; False: read it whole."""
    return _clean_words(_shape(text, names), exceptions)


def clean_grade(text: str, names: Iterable[str]) -> bool:
    """True only when `grade_faults` would find nothing."""
    return _clean_grade(_shape(text, names))


def no_codes(text: str) -> bool:
    """Blanking names takes codes out and adds none, so a text without any needs no names."""
    return CODE.search(text) is None


@lru_cache(maxsize=KEPT)
def _clean_words(shape: str, exceptions: frozenset[str]) -> bool:
    return next(word_faults(shape, (), exceptions=exceptions), None) is None


@lru_cache(maxsize=KEPT)
def _clean_grade(shape: str) -> bool:
    return next(grade_faults(shape), None) is None


def _shape(text: str, names: Iterable[str]) -> str:
    for name in sorted({name for name in names if name.strip()}, key=len, reverse=True):
        text = _without(text, name)
    return "\n".join(map(_without_figures, text.split("\n")))


@lru_cache(maxsize=KEPT)
def _without_figures(line: str) -> str:
    """A line at a time: most of them are the same in every letter."""
    line = _AMOUNT.sub(r"\g<sign>1.00", line)
    return _DAY.sub("January 1, 2000", _REFERENCE.sub("L-000001", line))


def _without(text: str, name: str) -> str:
    """The name as it is written, where it stands as whole words, left out for two spaces, so that
    its neighbours do not come together.
    """
    at = text.find(name)
    if at < 0:
        return text
    kept, since = [], 0
    while at >= 0:
        end = at + len(name)
        if not (_in_word(text, at - 1) or _in_word(text, end)):
            kept += [text[since:at], "  "]
            since = end
        at = text.find(name, end if since == end else at + 1)
    return "".join([*kept, text[since:]])


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")
