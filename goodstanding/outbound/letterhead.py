"""What stands on our paper on a day: the clinic's own facts, and the law's telephone numbers."""

from dataclasses import replace

from goodstanding.core.letters import ClinicFacts
from goodstanding.core.wording_words import PRACTICES
from goodstanding.law import LawOn, NoRule
from goodstanding.records import clinic


def letterhead(law: LawOn) -> ClinicFacts:
    """The Attorney General's numbers are the law book's of that day; before it has any, those the
    clinic wrote down.
    """
    facts = clinic.current().facts
    return replace(
        facts,
        ag_phone_metro=_phone(law, "ag_phone_metro") or facts.ag_phone_metro,
        ag_phone_tollfree=_phone(law, "ag_phone_tollfree") or facts.ag_phone_tollfree,
    )


def _phone(law: LawOn, name: str) -> str:
    try:
        return str(law.version(PRACTICES, name).value)
    except NoRule:
        return ""
