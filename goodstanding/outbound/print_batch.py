"""Filled letters to paper: one PDF for a batch in the order given, and one accessible PDF for the
record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goodstanding.core.letters import ClinicFacts, FilledLetter, Letter, in_words
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import lint
from goodstanding.outbound.fill import words
from goodstanding.outbound.press import Press, PrintedBatch
from goodstanding.outbound.typeset import (
    images_of,
    letters_template,
    moment_of,
    page_values,
    template,
)
from goodstanding.outbound.word_files import letter_kind


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What lies on top of a printed batch. `kinds`: (letter kind, how many)."""

    name: str
    on: date
    letters: int
    pages: int
    cents: Cents
    kinds: tuple[tuple[str, int], ...]


def cover_sheet(batch: BatchFacts) -> bytes:
    """One page for the person who stuffs the envelopes: count, control total, room for what was
    pulled.
    """
    values = {
        "name": batch.name,
        "rows": [
            ("Day", in_words(batch.on)),
            ("Letters", f"{batch.letters:,}"),
            *((letter_kind(kind).title, f"{count:,}") for kind, count in batch.kinds),
            ("Pages", f"{batch.pages:,}"),
            ("Amount asked for", show(batch.cents)),
        ],
    }
    made = template("cover", values).compile(
        format="pdf", pdf_tags=False, timestamp=moment_of(batch.on)
    )
    return bytes(made)


def print_letters(
    letters: Sequence[Letter], clinic: ClinicFacts, *, sides: int = 2
) -> PrintedBatch:
    """Refuses the whole batch when one letter has a fault: leave that letter out first."""
    if not letters:
        raise Refused("There is no letter to print")
    filled = [_sound(letter, clinic) for letter in letters]
    with Press(clinic.name, day=letters[0].made_on, expected=len(filled)) as press:
        press.add(filled)
        return press.finish(sides=sides)


def record_copy(letter: Letter, clinic: ClinicFacts) -> bytes:
    """The same letter, tagged (PDF/UA-1), for the file and for people who read with a screen
    reader.
    """
    filled = _sound(letter, clinic)
    compiler = letters_template([page_values(filled, measured=True)], tagged="yes")
    return bytes(
        compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=moment_of(letter.made_on))
    )


def _sound(letter: Letter, clinic: ClinicFacts) -> FilledLetter:
    filled = words(letter, clinic)
    found = lint(filled)
    if found:
        why = "; ".join(fault.text for fault in found)
        raise Refused(f"Letter {letter.reference} may not be printed: {why}", found[0].rule)
    return filled


def sample_pdf(letter: FilledLetter) -> bytes:
    """A page that is never sent: the linter has not stopped it, its stamp says what it is."""
    assert letter.stamp, "only what is stamped is made without the linter"
    compiler = letters_template([page_values(letter, measured=True)])
    return bytes(compiler.compile(format="pdf", timestamp=moment_of(letter.made_on)))


def sample_images(letter: FilledLetter, ppi: int = 80) -> tuple[bytes, ...]:
    """The same, each page as a PNG."""
    assert letter.stamp, "only what is stamped is made without the linter"
    return tuple(images_of(page_values(letter, measured=True), ppi))
