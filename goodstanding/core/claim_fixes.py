"""What most likely puts a waiting claim right: one proposal, which a person takes or leaves."""

from enum import StrEnum

from goodstanding.core.matching import RemittedClaim
from goodstanding.core.remittance import DENIED, REVERSAL


class Fix(StrEnum):
    MATCH = "match"
    SAME = "same"
    OVER = "over"
    DENIALS = "denials"
    BACK = "back"
    HAND = "hand"
    ASIDE = "aside"


FIX_WORDS = {
    Fix.MATCH: "Match it to our claim; the number is remembered",
    Fix.SAME: "The practice posted it already: let this remittance take its place",
    Fix.OVER: "Post it; what is too much becomes the insurer's credit",
    Fix.DENIALS: "Send it to the denials; the patient is not billed",
    Fix.BACK: "Post the take-back at provider level, under the payer's number",
    Fix.ASIDE: "Set it aside and ask the payer",
    Fix.HAND: "Ask the payer for the right figures, and post it by hand",
}
# How the posting says why a claim waits (core/remittance.py): only the proposal hangs on it.
_SAID = (
    ("Pays ", Fix.OVER),
    ("Our books show", Fix.SAME),
    ("The practice posted", Fix.ASIDE),
    ("A negative payment", Fix.ASIDE),
    ("An estimate", Fix.ASIDE),
)


def likely_fix(claim: RemittedClaim, why: str) -> Fix:
    """By what the claim is, then by why it waits."""
    if claim.status == REVERSAL:
        return Fix.BACK
    if claim.paid_cents == 0 and (claim.status == DENIED or why.startswith("Denied")):
        return Fix.DENIALS
    return next((fix for words, fix in _SAID if why.startswith(words)), Fix.MATCH)


def possible(claim: RemittedClaim, *, known: bool, alone: bool = False) -> frozenset[Fix]:
    """What may be done with a claim like this at all. `known`: charges of ours have its number, or
    a person said which it means; only then money can be put on them. `alone`: it was set aside
    because its own figures contradict each other.
    """
    takes_back = claim.status == REVERSAL or claim.paid_cents < 0
    if alone:
        return frozenset() if takes_back else frozenset({Fix.HAND})
    if takes_back:
        return frozenset({Fix.MATCH, Fix.BACK, Fix.ASIDE})
    found = {Fix.MATCH, Fix.ASIDE, Fix.HAND}
    found |= {Fix.DENIALS} if claim.paid_cents == 0 else set()
    found |= {Fix.SAME} if known else set()
    found |= {Fix.OVER} if known and claim.paid_cents > 0 else set()
    return frozenset(found)
