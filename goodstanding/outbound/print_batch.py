"""Filled letters to paper: one PDF for a batch in the order given, and one accessible PDF for the
record.
"""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import pikepdf

from goodstanding.core.letters import ClinicFacts, FilledLetter, Letter, in_words
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import Fault, lint
from goodstanding.outbound import typeset
from goodstanding.outbound.fill import words
from goodstanding.outbound.typeset import PAPER, moment_of, page_values, pages_of, template
from goodstanding.outbound.word_files import letter_kind


@dataclass(frozen=True, slots=True)
class PrintedBatch:
    """`pages` is each letter's own count, in the order given. With `sides=2` the file has a blank
    page after every letter with an odd count, so that no letter begins on the back of another's
    sheet.
    """

    pdf: bytes
    pages: tuple[int, ...]


def faults(letter: Letter, clinic: ClinicFacts) -> tuple[Fault, ...]:
    """What the linter says of one letter, to be asked at review, at print and at confirmation."""
    return lint(words(letter, clinic))


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
    """Refuses the whole batch when one letter has a fault: ask `faults` first and leave that letter
    out.
    """
    if not letters:
        raise Refused("There is no letter to print")
    if len({letter.reference for letter in letters}) < len(letters):
        raise Refused("A letter is in this batch twice; print each one once")
    filled = [_sound(letter, clinic) for letter in letters]
    pages: list[int] = []
    with ExitStack() as parts, pikepdf.new() as whole:
        for start in range(0, len(filled), typeset.CHUNK):
            chunk = [page_values(one) for one in filled[start : start + typeset.CHUNK]]
            made, counts = pages_of(chunk, day=letters[0].made_on)
            part = parts.enter_context(pikepdf.open(io.BytesIO(made)))
            _add_letters(whole, part, counts, sides=sides)
            pages += counts
        _stamp(whole, f"{len(filled)} letters", author=clinic.name, day=letters[0].made_on)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True, linearize=False)
    return PrintedBatch(out.getvalue(), tuple(pages))


def record_copy(letter: Letter, clinic: ClinicFacts) -> bytes:
    """The same letter, tagged (PDF/UA-1), for the file and for people who read with a screen
    reader.
    """
    filled = _sound(letter, clinic)
    compiler = template("letter", [page_values(filled, measured=True)], tagged="yes")
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


def _add_letters(whole: pikepdf.Pdf, part: pikepdf.Pdf, counts: list[int], *, sides: int) -> None:
    at = 0
    for count in counts:
        whole.pages.extend(part.pages[at : at + count])
        if count % sides:
            whole.add_blank_page(page_size=PAPER)
        at += count


def _stamp(whole: pikepdf.Pdf, title: str, *, author: str, day: date) -> None:
    when = f"D:{day:%Y%m%d}000000Z"
    whole.docinfo["/Title"] = title
    whole.docinfo["/Author"] = author
    whole.docinfo["/CreationDate"] = when
    whole.docinfo["/ModDate"] = when
