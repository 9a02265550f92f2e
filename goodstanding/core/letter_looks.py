"""What makes a person look at a ready letter before it goes."""

from goodstanding.core.money import Cents

# The office's own habit, not law: what is read although the checks pass.
LARGE_CENTS, SMALL_CENTS = 100_000, 1_500
ITEMISED = frozenset({"first_letter"})


def looks(kind: str, cents: Cents, language: str) -> tuple[str, ...]:
    """Why this letter is odd, in words; () when nothing is."""
    found = []
    if cents >= LARGE_CENTS:
        found.append("large amount, read it")
    if 0 < cents < SMALL_CENTS:
        found.append("small amount: is a letter worth it?")
    if kind in ITEMISED:
        found.append("first letter: check the itemised list")
    if language.split("-")[0] not in ("", "en"):
        found.append(f"{language}: add the language sheet")
    return tuple(found)
