"""What makes a person look at a ready letter before it goes."""

from collections.abc import Collection, Mapping

from goodstanding.core.languages import ENGLISH, base_language
from goodstanding.core.money import Cents

# The office's own habit, not law: what is read although the checks pass.
LARGE_CENTS, SMALL_CENTS = 100_000, 1_500
BY_KIND = {
    "first_letter": "first letter: check the itemised list",
    "final_letter": "last letter: was everything else tried?",
    "estate_letter": "claim on an estate: check the representative",
    "plan_agreement": "agreement: check the credit terms",
    "billing_error_done": "answer about a bill: read what was found",
    "dispute_resolved": "answer about a bill: read what was found",
}
SHEET = "cover_sheet"


def looks(
    kind: str, cents: Cents, *, language: str, own_words: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Why this letter is odd, in words; () when nothing is. `own_words`: by language, the kinds of
    letters (and the sheet behind them) that have approved words in it.
    """
    found = []
    if cents >= LARGE_CENTS:
        found.append("large amount, read it")
    if 0 < cents < SMALL_CENTS:
        found.append("small amount: is a letter worth it?")
    if kind in BY_KIND:
        found.append(BY_KIND[kind])
    base = base_language(language)
    if base != ENGLISH and not {kind, SHEET} & set(own_words.get(base, ())):
        found.append(f"{language}: add the language sheet")
    return tuple(found)
