"""Pages from filled letters, by typst; and a process of its own that makes nothing else.

The process reads frames from its standard input and answers each on its standard output: a length
of four bytes, then that many. A question is a day and the JSON of some letters, an answer the
PDF's pages with each letter's count in front. It has no database, and ends when its input does:
whoever asked was stopped.
"""

import io
import json
import re
import struct
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import IO, Any

import pikepdf
import typst

from goodstanding.core.letters import Block, FilledLetter, Run, SumRow
from goodstanding.outbound.word_files import letter_kind

HERE = Path(__file__).parent
# typst keeps what it laid out from one compile to the next: so many letters at a time keep a
# process near 300 MB, however many it makes (ADR 41); a portion is three times as many.
CHUNK = 34
PAPER = (612, 792)
WIDEST_WHOLE = 36  # signs
ROWS_OF_A_PAGE = 8  # the heading and the visits that are set as lines (page.typ)
_WHOLE = re.compile(
    r"[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} de [a-z]+ de \d{4}|\S+\.(?:org|com|net|gov)\S*"
)
_LENGTH = struct.Struct(">I")


def page_values(letter: FilledLetter, *, measured: bool = False) -> dict[str, Any]:
    """What the template may read, as JSON once `written`. `measured`: made the slow way, which
    knows where a notice goes that has no room on the front.
    """
    regions = dict(letter.regions)
    sender = next(iter(regions["sender"]), None)
    return {
        "title": letter_kind(letter.kind).title,
        "author": next(_pieces(sender.runs[0]))["text"] if sender else "",
        "reference": letter.reference,
        "account": letter.account_id,
        "lang": letter.language,
        "subject": letter.subject,
        "address": letter.address,
        "barcode": letter.barcode,
        "nudge": letter.nudge,
        "head": [_sum_row(row) for row in letter.head],
        "sizes": dict(letter.type_pt),
        "sheet_lang": letter.sheet_language,
        "stamp": letter.stamp,
        "pages": _parts(letter),
        "regions": regions,
        "measured": measured,
    }


def _parts(letter: FilledLetter) -> int:
    """The pages it has when each part has one; it may have more, never fewer."""
    there = {name for name, blocks in letter.regions if blocks}
    return 1 + len(there & {"form", "sheet"}) + ({"slip", "back"} <= there)


def written(letters: Sequence[dict[str, Any]]) -> str:
    """The letters (as `page_values`) as the JSON the template reads. Most blocks are the same
    object in every letter of a batch: each is written once.
    """
    known: dict[int, str] = {}

    def block(one: Block) -> str:
        if id(one) not in known:
            known[id(one)] = json.dumps(_block(one))
        return known[id(one)]

    def letter(values: dict[str, Any]) -> str:
        regions = (
            f"{json.dumps(name)}: [{', '.join(map(block, blocks))}]"
            for name, blocks in values["regions"].items()
        )
        rest = json.dumps({name: value for name, value in values.items() if name != "regions"})
        return f'{rest[:-1]}, "regions": {{{", ".join(regions)}}}}}'

    return f"[{', '.join(map(letter, letters))}]"


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "mark": block.mark,
        "runs": [piece for run in block.runs for piece in _pieces(run)],
        "sum_rows": [_sum_row(row) for row in block.sum_rows],
        "visit_rows": [
            {"cells": row.cells, "what": list(_pieces(Run(row.cells[0]))), "note": row.note}
            for row in block.visit_rows
        ],
    }


def _sum_row(row: SumRow) -> dict[str, Any]:
    return {"label": row.label, "amount": row.amount, "total": row.total}


def _pieces(run: Run) -> Iterator[dict[str, Any]]:
    """The run parted at what stays on one line."""
    at = 0
    for found in _WHOLE.finditer(run.text):
        if len(found[0]) <= WIDEST_WHOLE:
            if found.start() > at:
                yield {"text": run.text[at : found.start()], "bold": run.bold, "whole": False}
            yield {"text": found[0], "bold": run.bold, "whole": True}
            at = found.end()
    if at < len(run.text) or not run.text:
        yield {"text": run.text[at:], "bold": run.bold, "whole": False}


def template(name: str, values: Any, **more: str) -> Any:
    """Values reach the template as JSON, never as markup, and only our own fonts are used."""
    return _template(name, json.dumps(values), **more)


def letters_template(letters: Sequence[dict[str, Any]], **more: str) -> Any:
    """The template with letters as `page_values`."""
    return _template("letter", written(letters), **more)


def _template(name: str, values: str, **more: str) -> Any:
    return typst.Compiler(
        HERE / "typst" / f"{name}.typ",
        root=HERE / "typst",
        font_paths=_fonts(),
        sys_inputs={"values": values, **more},
    )


@cache
def _fonts() -> Any:
    """Read once a process."""
    return typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])


def moment_of(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def pages_of(letters: Sequence[dict[str, Any]], *, day: date) -> tuple[bytes, list[int]]:
    """One PDF of these letters (as `page_values`) in the order given, and each one's own count."""
    return answered(question(letters, day=day))


def _plainly(values: str, day: date, counts: Sequence[int]) -> bytes | None:
    """All laid out once, where no letter has more pages than parts; None: one has."""
    made = bytes(
        _template("letter", values, plain="yes").compile(
            format="pdf", pdf_tags=False, timestamp=moment_of(day)
        )
    )
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return made if len(pdf.pages) == sum(counts) else None


def _pages(values: str, day: date) -> tuple[bytes, list[int]]:
    made, found = _compiled(values, day)
    slipped = [place for place, one in enumerate(found) if one["slipped"]]
    counts = [int(one["pages"]) for one in found]
    if not slipped:
        return made, counts
    letters = json.loads(values)
    measured = [{**letters[place], "measured": True} for place in slipped]
    again, over = _compiled(json.dumps(measured), day)
    anew = dict(zip(slipped, (int(one["pages"]) for one in over), strict=True))
    return _put_together(made, again, counts=counts, anew=anew)


def images_of(letter: dict[str, Any], dots_an_inch: int) -> list[bytes]:
    """The same pages as PNG, for a screen."""
    made = letters_template([letter]).compile(format="png", ppi=dots_an_inch)
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def _compiled(values: str, day: date) -> tuple[bytes, list[dict[str, Any]]]:
    compiler = _template("letter", values)
    made = compiler.compile(format="pdf", pdf_tags=False, timestamp=moment_of(day))
    return bytes(made), json.loads(compiler.query("<letter-pages>", field="value", one=True))


def _put_together(
    made: bytes, again: bytes, *, counts: list[int], anew: dict[int, int]
) -> tuple[bytes, list[int]]:
    """The first PDF with the pages of some letters taken from the second; `anew`: their counts."""
    out = io.BytesIO()
    with (
        pikepdf.new() as whole,
        pikepdf.open(io.BytesIO(made)) as first,
        pikepdf.open(io.BytesIO(again)) as second,
    ):
        at = over = 0
        for place, count in enumerate(counts):
            if place in anew:
                whole.pages.extend(second.pages[over : over + anew[place]])
                over += anew[place]
            else:
                whole.pages.extend(first.pages[at : at + count])
            at += count
        whole.save(out, deterministic_id=True)
    return out.getvalue(), [anew.get(place, count) for place, count in enumerate(counts)]


def write_frame(out: IO[bytes], content: bytes) -> None:
    out.write(_LENGTH.pack(len(content)))
    out.write(content)
    out.flush()


def read_frame(source: IO[bytes]) -> bytes | None:
    """None at the end of the input."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = source.read(length)
    return content if len(content) == length else None


def question(letters: Sequence[dict[str, Any]], *, day: date) -> bytes:
    """A line with the day and, where each part of every letter should have one page, how many
    pages each has then; below it the letters.
    """
    plain = not any(one["measured"] or _long(one) for one in letters)
    head = {"day": day.isoformat(), "pages": [one["pages"] for one in letters] if plain else []}
    return f"{json.dumps(head)}\n{written(letters)}".encode()


def _long(values: dict[str, Any]) -> bool:
    """It has so many visits that their table may go on overleaf."""
    blocks = (block for region in values["regions"].values() for block in region)
    return any(len(block.visit_rows) > ROWS_OF_A_PAGE for block in blocks)


def answered(asked: bytes) -> tuple[bytes, list[int]]:
    """Passes the letters on to typst as they came."""
    head, _, values = asked.decode().partition("\n")
    said = json.loads(head)
    day, counts = date.fromisoformat(said["day"]), said["pages"]
    if counts and (made := _plainly(values, day, counts)) is not None:
        return made, counts
    return _pages(values, day)


def answer(asked: bytes) -> bytes:
    made, counts = answered(asked)
    head = json.dumps(counts).encode()
    return _LENGTH.pack(len(head)) + head + made


def read_answer(frame: bytes) -> tuple[bytes, list[int]]:
    (length,) = _LENGTH.unpack_from(frame)
    head = _LENGTH.size + length
    return frame[head:], json.loads(frame[_LENGTH.size : head])


def main() -> None:
    while (asked := read_frame(sys.stdin.buffer)) is not None:
        write_frame(sys.stdout.buffer, answer(asked))


if __name__ == "__main__":
    main()
