"""Names as payers' machines write them: plain letters for those with accents and strokes."""

import unicodedata

# Letters that are no plain letter with a mark on it.
_LETTERS = str.maketrans({
    "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Ł": "L", "ł": "l", "Ħ": "H",
    "ħ": "h", "ı": "i", "ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe",
    "Þ": "TH", "þ": "th", "\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2013": "-",
})  # fmt: skip


def unaccented(text: str) -> str:
    """What has no plain letter is left out: unaccented("Đặng-Øst") -> 'Dang-Ost'"""
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return bare.encode("ascii", "ignore").decode("ascii")
