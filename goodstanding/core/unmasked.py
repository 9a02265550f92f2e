"""A text as a reader sees it: odd letters, spaces and hyphens undone, each sign with its place.

Whoever writes "c r e d i t", "law-suit", "c0urt", a word broken over two lines, or a Cyrillic "а"
is still read. Every reading keeps where its signs stand in the text as typed, so that the sentence
can be marked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Letters of other scripts that look like ours, and signs that stand for one another.
_ALIKE = str.maketrans({
    "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c",
    "т": "t", "у": "y", "х": "x", "ѕ": "s", "і": "i", "ј": "j", "ԁ": "d", "һ": "h", "ԛ": "q",
    "ԝ": "w", "ӏ": "l", "ɡ": "g", "ɑ": "a", "ı": "i", "А": "A", "В": "B", "Е": "E", "К": "K",
    "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "У": "Y", "Х": "X", "Ѕ": "S",
    "І": "I", "Ј": "J", "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
    "τ": "t", "υ": "u", "χ": "x", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I",
    "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-", "\N{EN DASH}": "-", "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-", "\N{FIGURE DASH}": "-",
})  # fmt: skip
_STANDS_FOR = str.maketrans("034578@$", "oeastbas")
_TOKEN = re.compile(r"[A-Za-z0-9@$]+")
_INSIDE = re.compile(r"(?<=[A-Za-z])(?:-\s*\n\s*|[-_.*'~]+)(?=[A-Za-z])")
_LINE_END = re.compile(r"(?<=[A-Za-z])\n+(?=[a-z])")
_SPACED = re.compile(r"(?<!\w)[A-Za-z](?:[\s._*-]+[A-Za-z]){3,}(?!\w)")


@dataclass(frozen=True, slots=True)
class Seen:
    """`places[i]` is where sign i of `text` stands in the text as typed."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end], not empty, stands in the text as typed."""
        return self.places[start], self.places[end - 1] + 1

    def without(self, cuts: Iterable[re.Match[str]]) -> "Seen":
        text, places, at = "", self.places[:0], 0
        for cut in cuts:
            text += self.text[at : cut.start()]
            places += self.places[at : cut.start()]
            at = cut.end()
        return Seen(text + self.text[at:], places + self.places[at:])

    def blanked(self, pattern: re.Pattern[str]) -> "Seen":
        text = pattern.sub(lambda found: " " * len(found[0]), self.text)
        return Seen(text, self.places)

    def only(self, kept: Iterable[int]) -> "Seen":
        signs = [(self.text[i], self.places[i]) for i in kept]
        return Seen("".join(sign for sign, _ in signs), tuple(place for _, place in signs))


def plain(text: str) -> Seen:
    """Composed signs and accents taken apart, what cannot be seen left out, spaces made one."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in sign if sign.isascii() else unicodedata.normalize("NFKD", sign):
            shown = _shown(part)
            if shown.isspace() and signs and signs[-1].isspace():
                signs[-1] = "\n" if "\n" in (shown, signs[-1]) else " "
            elif shown:
                signs.append(shown)
                places.append(place)
    return Seen("".join(signs), tuple(places))


def _shown(sign: str) -> str:
    if sign.isascii() and sign.isprintable() and sign != " ":
        return sign
    if sign.isspace():
        return "\n" if sign in "\n\r\u2028\u2029" else " "
    if unicodedata.category(sign) in ("Cf", "Cc", "Mn", "Me"):
        return ""
    return sign.translate(_ALIKE)


def squeezed(seen: Seen) -> Seen:
    """Hyphens, dots and stars between letters left out; digits between letters read as letters."""
    tight = seen.without(_INSIDE.finditer(seen.text))
    return Seen(_TOKEN.sub(_spelled, tight.text), tight.places)


def _spelled(token: re.Match[str]) -> str:
    word = token[0]
    if sum(sign.isalpha() for sign in word) < 3 or word.isalpha():
        return word
    for old, new in ((r"^1(?=[a-z])", "l"), (r"1$", "l"), ("1", "i")):
        word = re.sub(old, new, word, flags=re.IGNORECASE)
    return word.translate(_STANDS_FOR)


def changed(reading: Seen, before: Seen) -> Iterator[tuple[int, int]]:
    """Where in a reading its lines differ from those it was made of, with a line on either side;
    all else has been read already.
    """
    known = set(before.text.split("\n"))
    spans, start = [], 0
    for line in reading.text.split("\n"):
        spans.append((start, start + len(line), line not in known))
        start += len(line) + 1
    first = last = -1
    for number, (_, _, new) in enumerate(spans):
        if new and number > last + 1:
            if last >= 0:
                yield spans[first][0], spans[last][1]
            first = max(number - 1, 0)
        if new:
            last = min(number + 1, len(spans) - 1)
    if last >= 0:
        yield spans[first][0], spans[last][1]


def joined(seen: Seen) -> Seen:
    """A word broken over two lines without a hyphen, made whole."""
    return seen.without(_LINE_END.finditer(seen.text))


def spaced_out(seen: Seen) -> Seen:
    """Only the words written one letter at a time, made whole; "" when there are none."""
    kept: list[int] = []
    for run in _SPACED.finditer(seen.text):
        kept += [i for i in range(run.start(), run.end()) if seen.text[i].isalpha()]
    return seen.only(kept)
