"""Which law governs an account: the clinic's state and, where the law says so, the person's."""

from goodstanding.core.facts import AccountFacts
from goodstanding.law import LawBook, LawOn


def law_for(facts: AccountFacts, book: LawBook) -> LawOn:
    return book.on(facts.on, facts.clinic_state, home=facts.person.state.strip().upper())
