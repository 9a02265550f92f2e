"""The languages people speak: their names, and which one a tag such as so-SO is of."""

from collections.abc import Mapping

ENGLISH = "en"
NAMES: Mapping[str, str] = {
    "en": "English", "am": "Amharic", "ar": "Arabic", "es": "Spanish", "fr": "French",
    "hmn": "Hmong", "kar": "Karen", "om": "Oromo", "ru": "Russian", "so": "Somali",
    "sw": "Swahili", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def base_language(language: str) -> str:
    """base_language("so-SO") -> so; of who told us none: base_language("") -> en."""
    return language.partition("-")[0].lower() or ENGLISH
