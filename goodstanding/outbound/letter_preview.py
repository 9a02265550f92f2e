"""A letter as it would be printed now, beside what the checks say of it."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.letters import ADDRESS_LINES, FilledLetter
from goodstanding.core.money import show
from goodstanding.core.wording import HIGHEST_GRADE, grade_of, prose
from goodstanding.outbound import typeset
from goodstanding.outbound.kept_letter import filled_letter, judged_now

DOTS_AN_INCH = 100


@dataclass(frozen=True, slots=True)
class Preview:
    """`why` tells why it may not go, "" when it may. `checks`: what was looked at and found good.
    `pages` of the PDF, shown one by one.
    """

    letter: int
    why: str
    checks: tuple[str, ...]
    pages: int


def preview(letter: int, *, on: date, at: datetime) -> Preview:
    found = judged_now(letter, on=on, at=at)
    if found.filled is None:
        return Preview(letter, found.why, (), 0)
    _, counts = typeset.pages_of([typeset.page_values(found.filled)], day=on)
    return Preview(letter, "", _checks(found.filled), counts[0])


def page_image(letter: int, page: int, *, on: date, at: datetime) -> bytes | None:
    """The very page as the printer gets it, as PNG; None when the letter has no such page."""
    shown = typeset.images_of(
        typeset.page_values(filled_letter(letter, on=on, at=at), measured=True), DOTS_AN_INCH
    )
    return shown[page - 1] if 1 <= page <= len(shown) else None


def _checks(filled: FilledLetter) -> tuple[str, ...]:
    grade = grade_of(prose(filled), filled.own_words).worst
    notices = len(filled.must_say)
    asks = f"asks for {show(filled.due_cents)}, as the ledger says now" if filled.asks else ""
    return tuple(filter(None, (
        asks,
        f"reads at grade {grade} of at most {HIGHEST_GRADE:g}",
        f"{notices} required notice{'s' if notices != 1 else ''} in type as large as any"
        if notices else "",
        "no word about health, no word of another person",
        f"address of {len(filled.address)} of at most {ADDRESS_LINES} lines, inside the window",
    )))  # fmt: skip
