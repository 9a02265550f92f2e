"""A letter as it would be printed now, beside what the checks say of it."""

from dataclasses import dataclass
from functools import lru_cache

from goodstanding.core.letters import ADDRESS_LINES, FilledLetter
from goodstanding.core.money import show
from goodstanding.core.wording import HIGHEST_GRADE, grade_of, prose
from goodstanding.outbound import typeset

DOTS_AN_INCH = 100


@dataclass(frozen=True, slots=True)
class Preview:
    """`why` tells why it may not go, "" when it may. `checks`: what was looked at and found good.
    `pages` are their numbers, shown one by one.
    """

    letter: int
    why: str
    checks: tuple[str, ...]
    pages: range


def preview_of(letter: int, filled: FilledLetter | None, why: str) -> Preview:
    if filled is None:
        return Preview(letter, why, (), range(0))
    return Preview(letter, "", _checks(filled), range(1, len(images(filled)) + 1))


@lru_cache(maxsize=16)
def images(filled: FilledLetter) -> tuple[bytes, ...]:
    """The very pages as the printer gets them, as PNG. They are made once and kept while the page
    asks for each.
    """
    return tuple(typeset.images_of(typeset.page_values(filled, measured=True), DOTS_AN_INCH))


def _checks(filled: FilledLetter) -> tuple[str, ...]:
    grade = grade_of(prose(filled), filled.own_words).worst
    notices = len(filled.must_say)
    asks = f"asks for {show(filled.due_cents)}, as the ledger says now" if filled.due_cents else ""
    return tuple(filter(None, (
        asks,
        f"reads at grade {grade} of at most {HIGHEST_GRADE:g}",
        f"{notices} required notice{'s' if notices != 1 else ''} in type as large as any"
        if notices else "",
        "no word about health, no word of another person",
        f"address of {len(filled.address)} of at most {ADDRESS_LINES} lines, inside the window",
    )))  # fmt: skip
