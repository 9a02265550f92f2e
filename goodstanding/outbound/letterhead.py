"""What stands on our paper on a day: the clinic's own facts and approved words, and the law's
telephone numbers.
"""

from dataclasses import replace

from goodstanding.core.letters import ApprovedWords, ClinicFacts
from goodstanding.core.wording_words import PRACTICES
from goodstanding.law import LawOn, NoRule
from goodstanding.records import clinic
from goodstanding.records.queries.approved_words import approved_words


def letterhead(law: LawOn, words: tuple[ApprovedWords, ...] | None = None) -> ClinicFacts:
    """The Attorney General's numbers are the law book's of that day; before it has any, those the
    clinic wrote down. `words` None asks for them: hand them in where many letters are made.
    """
    facts = clinic.current().facts
    return replace(
        facts,
        words=approved_words() if words is None else words,
        ag_phone_metro=_phone(law, "ag_phone_metro") or facts.ag_phone_metro,
        ag_phone_tollfree=_phone(law, "ag_phone_tollfree") or facts.ag_phone_tollfree,
    )


def _phone(law: LawOn, name: str) -> str:
    try:
        return str(law.version(PRACTICES, name).value)
    except NoRule:
        return ""
