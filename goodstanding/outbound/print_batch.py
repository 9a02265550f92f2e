"""Filled letters to paper: one PDF for a batch in the order given, and one accessible PDF for the
record.
"""

import io
import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pikepdf
import typst

from goodstanding.core.letters import ClinicFacts, FilledLetter, Letter, in_words
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import Fault, lint
from goodstanding.outbound.fill import words
from goodstanding.outbound.word_files import letter_kind

HERE = Path(__file__).parent
# One compile of 50 letters stays near 300 MB; a thousand would take 2 GB (ADR 12).
CHUNK = 50


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
    made = _template("cover", values).compile(
        format="pdf", pdf_tags=False, timestamp=_moment(batch.on)
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
        for start in range(0, len(filled), CHUNK):
            made, counts = _compile_chunk(filled[start : start + CHUNK])
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
    return bytes(_compiler([filled]).compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=_moment(letter.made_on)
    ))  # fmt: skip


def _sound(letter: Letter, clinic: ClinicFacts) -> FilledLetter:
    filled = words(letter, clinic)
    found = lint(filled)
    if found:
        why = "; ".join(fault.text for fault in found)
        raise Refused(f"Letter {letter.reference} may not be printed: {why}", found[0].rule)
    return filled


def _compile_chunk(chunk: list[FilledLetter]) -> tuple[bytes, list[int]]:
    """The chunk's PDF and how many pages each of its letters has."""
    compiler = _compiler(chunk)
    made = compiler.compile(format="pdf", pdf_tags=False, timestamp=_moment(chunk[0].made_on))
    found = json.loads(compiler.query("<letter-pages>", field="value"))
    return bytes(made), [int(count) for count in found]


def _add_letters(whole: pikepdf.Pdf, part: pikepdf.Pdf, counts: list[int], *, sides: int) -> None:
    at = 0
    for count in counts:
        whole.pages.extend(part.pages[at : at + count])
        if count % sides:
            whole.add_blank_page(page_size=(612, 792))
        at += count


def _compiler(letters: Sequence[FilledLetter]) -> Any:
    return _template("letter", [_page_values(letter) for letter in letters])


def _template(name: str, values: Any) -> Any:
    """Values reach the template as JSON, never as markup, and only our own fonts are used."""
    return typst.Compiler(
        HERE / "typst" / f"{name}.typ",
        root=HERE / "typst",
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values)},
    )


def _page_values(letter: FilledLetter) -> dict[str, Any]:
    """What the template may read. Everything is a string, a number or a list of them."""
    regions = {name: [asdict(block) for block in blocks] for name, blocks in letter.regions}
    sender = next(iter(regions["sender"]), None)
    return {
        "title": letter_kind(letter.kind).title,
        "author": sender["runs"][0]["text"] if sender else "",
        "reference": letter.reference,
        "account": letter.account_id,
        "lang": letter.language,
        "subject": letter.subject,
        "address": letter.address,
        "head": [asdict(row) for row in letter.head],
        "sizes": dict(letter.type_pt),
        "sheet_lang": letter.sheet_language,
        "stamp": letter.stamp,
        "regions": regions,
    }


def _moment(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _stamp(whole: pikepdf.Pdf, title: str, *, author: str, day: date) -> None:
    when = f"D:{day:%Y%m%d}000000Z"
    whole.docinfo["/Title"] = title
    whole.docinfo["/Author"] = author
    whole.docinfo["/CreationDate"] = when
    whole.docinfo["/ModDate"] = when


def sample_pdf(letter: FilledLetter) -> bytes:
    """A page that is never sent: the linter has not stopped it, its stamp says what it is."""
    assert letter.stamp, "only what is stamped is made without the linter"
    return bytes(_compiler([letter]).compile(format="pdf", timestamp=_moment(letter.made_on)))


def sample_images(letter: FilledLetter, ppi: int = 80) -> tuple[bytes, ...]:
    """The same, each page as a PNG."""
    assert letter.stamp, "only what is stamped is made without the linter"
    made = _compiler([letter]).compile(format="png", ppi=ppi)
    return tuple(map(bytes, made if isinstance(made, list) else [made]))
