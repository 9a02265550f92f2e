"""A letter looked at before or after it is printed; nothing is written."""

from datetime import date, datetime

from goodstanding.core.letters import FilledLetter
from goodstanding.core.refusals import Refused
from goodstanding.outbound import send
from goodstanding.outbound.kept_letter import as_printed, letter_row
from goodstanding.outbound.letter_preview import Preview, images, preview_of
from goodstanding.outbound.send import Judged


def preview(letter: int, *, on: date, at: datetime) -> Preview:
    found = _judged(letter, on=on, at=at)
    return preview_of(letter, found.filled, found.why, on=on)


def page_image(letter: int, page: int, *, on: date, at: datetime) -> bytes | None:
    """The very page as the printer gets it, as PNG; None when the letter has no such page. Refuses
    a letter that may not go.
    """
    shown = images(filled_letter(letter, on=on, at=at))
    return shown[page - 1] if 1 <= page <= len(shown) else None


def filled_letter(letter: int, *, on: date, at: datetime) -> FilledLetter:
    """As it was printed, else as it would be printed now. Refuses one that may not go."""
    if (kept := as_printed(letter)) is not None:
        return kept
    found = _judged(letter, on=on, at=at)
    if found.filled is None:
        raise Refused(found.why)
    return found.filled


def _judged(letter: int, *, on: date, at: datetime) -> Judged:
    (found,) = send.look([letter_row(letter)], on=on, at=at)
    return found
