"""A letter looked at before or after it is printed; nothing is written."""

from datetime import date, datetime

from django.db.models import F, Q

from goodstanding.core.letters import FilledLetter, reference
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.outbound import send
from goodstanding.outbound.kept_letter import as_printed, letter_row
from goodstanding.outbound.letter_preview import Preview, images, preview_of
from goodstanding.outbound.send import Judged
from goodstanding.records import bulk
from goodstanding.records.models import Letter

LARGE = 500


def preview(letter: int, *, on: date, at: datetime) -> Preview:
    found = _judged(letter, on=on, at=at)
    return preview_of(letter, found.filled, found.why)


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


def to_pull(*, batch_id: int, on: date, at: datetime) -> list[tuple[str, str]]:
    """(reference, why) of printed letters that would not be printed now: take them out before
    mailing. Of a large batch only accounts that changed since are judged again.
    """
    printed = Letter.objects.filter(batch_id=batch_id, state="printed")
    if printed.count() > LARGE:
        same = Q(guarantor__standing__changed=False) & Q(
            guarantor__standing__decision_id=F("decision_id")
        )
        printed = printed.exclude(same)
    found = []
    ordered = printed.select_related("guarantor", "decision").order_by("place")
    for some in bulk.chunks(ordered, LARGE):
        found += [
            (reference(one.letter.id), one.why or f"The amount is now {show(one.verdict.cents)}.")
            for one in send.look(some, on=on, at=at)
            if one.content is None or one.content.due_cents != one.letter.cents
        ]
    return found


def _judged(letter: int, *, on: date, at: datetime) -> Judged:
    (found,) = send.look([letter_row(letter)], on=on, at=at)
    return found
