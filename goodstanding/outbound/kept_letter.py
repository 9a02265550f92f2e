"""A letter of the records, read again as it was printed."""

import re
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from goodstanding.core.letters import ClinicFacts, FilledLetter
from goodstanding.core.letters import Letter as LetterFacts
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.outbound.fill import words
from goodstanding.outbound.letterhead import letterhead
from goodstanding.outbound.print_batch import record_copy
from goodstanding.records import clinic
from goodstanding.records.models import Letter
from goodstanding.records.queries.approved_words import approved_words

_FACTS = TypeAdapter(LetterFacts)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ENDED = frozenset({"printed", "mailed", "pulled", "cancelled"})


def as_printed(number: int) -> FilledLetter | None:
    """None for a letter that was not printed."""
    letter = letter_row(number)
    if letter.state not in ENDED or not letter.content:
        return None
    facts = facts_of(letter.content)
    return words(facts, _paper(facts))


def spoken_copy(number: int) -> bytes:
    """A printed letter once more, tagged, for people who read with a screen reader."""
    letter = letter_row(number)
    if not letter.content:
        raise Refused("This letter has not been printed yet, so there is no copy of it.")
    facts = facts_of(letter.content)
    return record_copy(facts, _paper(facts))


def _paper(facts: LetterFacts) -> ClinicFacts:
    """With the words it was printed in, which may have been replaced since."""
    law = live_book().on(facts.made_on, clinic.current().state)
    return letterhead(law, approved_words())


def facts_of(content: dict[str, Any]) -> LetterFacts:
    """A frozen letter's facts. A further field that was a day is one again."""
    said = tuple((name, _day(value)) for name, value in content.get("said", ()))
    return _FACTS.validate_python({**content, "said": said})


def _day(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


def letter_row(number: int) -> Letter:
    found = Letter.objects.select_related("guarantor").filter(id=number).first()
    if found is None:
        raise Refused("This letter is not known.")
    return found
