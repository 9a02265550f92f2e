"""How hard a text is to read: Flesch-Kincaid and SMOG grades, with our own count of syllables.

List items count as sentences, which lowers Flesch-Kincaid; so SMOG is the safer figure.
"""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][a-z]+)?")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)|\n")
_VOWELS = re.compile(r"[aeiouy]+")
# Two vowels side by side that are spoken apart; not in "-tion", "-sion", "-cial",
# "-tial", "-cious".
_APART = re.compile(r"(?<![tscx])i[ao]|iu|eo(?!n$)|[aeiouy]ing$|ua(?!r)(?<!qua)|ie[tr]")
_SILENT = re.compile(r"(?:[^laeiouy]e|[aeiouy]le|[^aeiouytd]ed|[^aeiouyscxzgh]es)$")
_SPOKEN_ES = re.compile(r"(?:s|x|z|c|g|ch|sh)es$")
# A silent "e" before an ending: state-ment, safe-ly.
_SILENT_INSIDE = re.compile(r"[^laeiouy]e(?:ments?|ly|less|ful|ness)$")
_SAID = {
    "business": 2, "every": 2, "people": 2, "paid": 1, "really": 2, "area": 3, "idea": 3,
    "create": 2, "science": 2, "sometimes": 2, "therefore": 2, "someone": 2, "somebody": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grades:
    """School grades (8.0 is the end of middle school), rounded to a tenth."""

    flesch_kincaid: float
    smog: float
    words: int
    sentences: int


def syllables(word: str) -> int:
    """syllables("balance") -> 2, syllables("insurance") -> 3, syllables("needed") -> 2."""
    plain = re.sub(r"[^a-z]", "", word.lower().split("'")[0])
    if plain in _SAID:
        return _SAID[plain]
    count = len(_VOWELS.findall(plain)) + len(_APART.findall(plain))
    if _SILENT.search(plain) and not _SPOKEN_ES.search(plain):
        count -= 1
    if _SILENT_INSIDE.search(plain):
        count -= 1
    return max(1, count)


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
    return Grades(round(flesch_kincaid, 1), round(smog, 1), words, ends)
