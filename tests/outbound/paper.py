"""What a PDF page shows and where, read with pypdf: inches from the top left corner."""

import io
import re
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader


@dataclass(frozen=True)
class Piece:
    """One drawn piece of text; `top` is where its capitals begin, `bottom` its base line."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    points: float
    font: str


def pages_of(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def text_of(pdf: bytes) -> str:
    return "\n\f\n".join(page.extract_text() for page in pages_of(pdf)) + "\n"


def pieces(page: PageObject) -> list[Piece]:
    found: list[Piece] = []

    def see(text: str, cm: list[float], _tm: list[float], font: Any, points: float) -> None:
        words = text.strip()
        if words:
            left, base = cm[4] / 72, (792 - cm[5]) / 72
            right = left + _width(words, font) * points * cm[0] / 72
            capitals = 0.72 * points * abs(cm[3]) / 72
            name = str(font["/BaseFont"]).partition("+")[2]
            found.append(Piece(words, left, right, base - capitals, base, points, name))

    page.extract_text(visitor_text=see)
    return found


def _width(text: str, font: Any) -> float:
    """Of the text at 1 point, by the font's own table."""
    below = font["/DescendantFonts"][0].get_object()
    table, widths = list(below["/W"]), {}
    for first, last, wide in zip(table[::3], table[1::3], table[2::3], strict=True):
        widths.update(dict.fromkeys(range(int(first), int(last) + 1), float(wide) / 1000))
    glyphs = _glyphs(font["/ToUnicode"].get_object().get_data().decode())
    return sum(widths[glyphs[letter]] for letter in text)


def _glyphs(cmap: str) -> dict[str, int]:
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", cmap)
    return {bytes.fromhex(u).decode("utf-16-be"): int(glyph, 16) for glyph, u in pairs}
