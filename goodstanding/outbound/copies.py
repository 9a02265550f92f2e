"""Copies for people who ask for one: what a statement said, or would have said, on any day. Nothing
is sent.
"""

from datetime import datetime

from goodstanding.core.answers import Verdict
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Act
from goodstanding.core.owed import owed
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.outbound.letterhead import letterhead
from goodstanding.outbound.print_batch import record_copy
from goodstanding.records.queries.letter_content import letter_for


def statement_copy(facts: AccountFacts, *, at: datetime) -> bytes:
    """The statement of the facts' day as an accessible PDF; what may not be asked for is left out
    of its sum.
    """
    law = law_for(facts, live_book())
    money = owed(facts, law)
    reference = f"Copy of {facts.on:%m-%d-%Y}, made {at:%m-%d-%Y}"
    content = letter_for(
        facts,
        Verdict(True, money.cents, money.excluded),
        kind=Act.STATEMENT.value,
        reference=reference,
        law=law,
    )
    if not content.lines:
        raise Refused(
            f"On {facts.on} the patient owed nothing that may be asked for, so there is "
            f"no statement."
        )
    return record_copy(content, letterhead(law))
