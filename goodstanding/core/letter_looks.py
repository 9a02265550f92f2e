"""What makes a person look at a ready letter before it goes."""

from goodstanding.core.money import Cents

# The office's own habit, not law: what is read although the checks pass.
LARGE_CENTS, SMALL_CENTS = 100_000, 1_500
OF_KIND = {
    "first_letter": "first letter: check the itemised list",
    "final_letter": "last letter: was everything else tried?",
    "estate_letter": "claim on an estate: check the representative",
    "plan_agreement": "agreement: check the credit terms",
    "billing_error_done": "answer about a bill: read what was found",
    "dispute_resolved": "answer about a bill: read what was found",
}


def looks(kind: str, cents: Cents, language: str, *, known: bool = False) -> tuple[str, ...]:
    """Why this letter is odd, in words; () when nothing is. `known`: there are approved words in
    its language.
    """
    found = []
    if cents >= LARGE_CENTS:
        found.append("large amount, read it")
    if 0 < cents < SMALL_CENTS:
        found.append("small amount: is a letter worth it?")
    if kind in OF_KIND:
        found.append(OF_KIND[kind])
    if language.split("-")[0] not in ("", "en") and not known:
        found.append(f"{language}: add the language sheet")
    return tuple(found)
