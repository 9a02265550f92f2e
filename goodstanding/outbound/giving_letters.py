"""Letters that give money back: what they say, and the page. They ask for nothing and are no step
of the follow-up; a person prints and mails them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Tender
from goodstanding.core.letters import Letter, in_words
from goodstanding.core.money import Cents
from goodstanding.core.places import law_for
from goodstanding.core.refund_words import LETTER_WHY
from goodstanding.law import live_book
from goodstanding.law.states import state_name
from goodstanding.outbound.letterhead import letterhead
from goodstanding.outbound.print_batch import record_copy
from goodstanding.records.queries.letter_content import bare_letter

_HOW: Mapping[str, str] = {
    Tender.CHECK: "We mail you a check to the address on this letter.",
    Tender.CARD: "It goes back to the card you used. Your bank may take some days to show it.",
    Tender.ACH: "It goes to your bank. Your bank may take some days to show it.",
    Tender.PORTAL: "It goes back the way you paid online. It may take some days to show.",
}
_BY_CHECK = _HOW[Tender.CHECK]


@dataclass(frozen=True, slots=True)
class Given:
    """A refund as its letter tells it; `visit_on` None when it is of no one visit."""

    number: int
    cents: Cents
    why: str
    tender: str
    visit_on: date | None = None
    issued_on: date | None = None
    check_number: str = ""


def refund_letter(facts: AccountFacts, given: Given) -> Letter:
    said = {
        "refund_number": str(given.number),
        "refund_why": LETTER_WHY.get(given.why, LETTER_WHY["other"]),
        "visit_on": in_words(given.visit_on) if given.visit_on else "",
        "issued_on": in_words(given.issued_on) if given.issued_on else "",
        "check_number": given.check_number,
        "to_send": "" if given.issued_on else "in the next days",
        "how": _HOW.get(given.tender, _BY_CHECK),
    }
    return _letter(facts, "refund", f"R-{given.number:06d}", cents=given.cents, said=said)


def unclaimed_letter(
    facts: AccountFacts, cents: Cents, *, since: date, answer_by: date, number: int
) -> Letter:
    said = {
        "since_on": in_words(since),
        "answer_by": in_words(answer_by),
        "state_name": state_name(facts.clinic_state),
    }
    return _letter(facts, "unclaimed_credit", f"U-{number:06d}", cents=cents, said=said)


def page_of(letter: Letter, facts: AccountFacts) -> bytes:
    """The letter as an accessible PDF; the linter has read it."""
    return record_copy(letter, letterhead(law_for(facts, live_book())))


def _letter(
    facts: AccountFacts, kind: str, reference: str, *, cents: Cents, said: Mapping[str, str]
) -> Letter:
    bare = bare_letter(facts, kind=kind, reference=reference, said=said)
    return replace(bare, credit_cents=cents)
