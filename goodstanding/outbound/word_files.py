"""The words of a letter as people write them: regions, blocks, {{merge fields}}, nothing more.

    subject: ...            once, first; in a translation then `checked by: who, on which day`
    [front]                 a region of the page; below it, blocks parted by empty lines
    # ...                   a heading            > ...    the one main sentence
    - ... or 1. ...         an item              [ ] ...  a tick box of the slip
    | label | amount |      a row of a sum (**label** marks the total)
    [[notice ID]]           a notice of notices.toml; [[visits]] the table of region [visits]
    [[courtesy ID]]         the lines below it say a notice in another language; no law text
    \\ ...                   a line kept by itself

A line that names a field without a value is left out; so is a block with no line left. **...** is
bold. There are no conditions, loops, filters or markup: a value can only ever be text.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from goodstanding.core.letters import ApprovedWords, Block, Purpose, Run, SumRow
from goodstanding.core.refusals import Refused
from goodstanding.core.wording_words import PRACTICES

LETTERS = Path(__file__).parent / "letters"
REGIONS = (
    "head", "sender", "front", "left", "right", "below", "back", "visits", "tear", "mail_to",
    "slip", "form", "sheet",
)  # fmt: skip
FALLBACK_LANGUAGE = "en"
CHECKED_BY = "checked by:"
SHEET = "cover_sheet"

_FIELD = re.compile(r"\{\{([a-z_]+)\}\}")
_BRACE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")
_REGION = re.compile(r"\[([a-z_]+)\]")
_MARKER = re.compile(r"\[\[(notice|courtesy|visits)(?: ([a-z0-9-]+))?\]\]")
_OPENERS = (
    ("heading", re.compile(r"# ()(.*)")),
    ("main", re.compile(r"> ()(.*)")),
    ("item", re.compile(r"(-|\d\.) (.*)")),
    ("box", re.compile(r"\[ \] ()(.*)")),
    ("line", re.compile(r"\\ ()(.*)")),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A block before its fields are filled: `lines` are the units that may be left out."""

    kind: str
    lines: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WordFile:
    """`version` 0 is the file we ship. `checked_by`: who vouches for a translation of ours; ""
    while nobody does, and then it is printed for nobody.
    """

    kind: str
    language: str
    subject: str
    regions: Mapping[str, tuple[Wording, ...]]
    version: int = 0
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """`status` is "verified" only when someone read the exact sentence at its source. `place`: the
    state whose clinics print it, "US" for all. `only_with`: the field without whose value it has
    nothing to say, "" for one that always speaks. `rows`: the figures below the text, as words
    files write them.
    """

    notice_id: str
    rule: str
    status: str
    source: str
    texts: Mapping[str, str]
    place: str = "US"
    only_with: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)

    def speaks_in(self, state: str, fields: Mapping[str, str]) -> bool:
        here = self.place in ("US", state)
        return here and (not self.only_with or bool(fields.get(self.only_with)))


@dataclass(frozen=True, slots=True)
class LetterKind:
    """letter.toml: `must_say` law rule ids whose notices every letter of the kind carries;
    `may_say` words that are forbidden elsewhere; `fields` those of this kind alone, beside the ones
    every letter has.
    """

    kind: str
    title: str
    must_say: tuple[str, ...]
    may_say: frozenset[str]
    purpose: Purpose = Purpose.ASK
    fields: tuple[str, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        """Whose notices it carries. Every letter that asks for money carries the right to a lawyer,
        whatever its letter.toml says: safer than guessing which one is the first.
        """
        asks = self.purpose in (Purpose.ASK, Purpose.CLAIM)
        return frozenset({*self.must_say, *([PRACTICES] if asks else [])})


def parse(text: str, *, kind: str, language: str) -> WordFile:
    """Refuses (ValueError) an unknown region, a brace that is no field, words outside a region."""
    subject, _, rest = text.partition("\n")
    if not subject.startswith("subject: "):
        raise ValueError(f"{kind}.{language}: the first line must be 'subject: ...'")
    checked_by = ""
    if rest.startswith(CHECKED_BY):
        checked, _, rest = rest.partition("\n")
        checked_by = checked.removeprefix(CHECKED_BY).strip()
    regions: dict[str, list[Wording]] = {}
    for place, chunk in _chunks(rest, f"{kind}.{language}"):
        regions.setdefault(place, []).extend(_blocks(chunk))
    for line in text.splitlines():
        if _BRACE.search(_FIELD.sub("", line)):
            raise ValueError(f"{kind}.{language}: {line!r} has braces that are no merge field")
    filled = {name: tuple(blocks) for name, blocks in regions.items()}
    subject = subject.removeprefix("subject: ").strip()
    return WordFile(kind, language, subject, filled, checked_by=checked_by)


def _chunks(text: str, where: str) -> Iterator[tuple[str, list[str]]]:
    """(region, lines between empty lines)."""
    place = ""
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines and (found := _REGION.fullmatch(lines[0])):
            place = found[1]
            lines = lines[1:]
            if place not in REGIONS:
                raise ValueError(f"{where}: there is no region [{place}]")
        if lines and not place:
            raise ValueError(f"{where}: {lines[0]!r} stands outside a region")
        if lines:
            yield place, lines


def _blocks(lines: list[str]) -> list[Wording]:
    """A chunk's blocks: an opener starts a new one, a plain line goes on with the one before."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lines:
        if marker := _MARKER.fullmatch(line):
            found.append((marker[1], marker[2] or "", [""]))
        elif line.startswith("|"):
            if not found or found[-1][0] != "rows":
                found.append(("rows", "", []))
            found[-1][2].append(line)
        elif opener := _opener(line):
            found.append(opener)
        elif found and found[-1][0] not in ("rows", "heading", "notice", "visits"):
            found[-1][2].append(line)
        else:
            found.append(("paragraph", "", [line]))
    if found and found[0][0] == "line":
        found[0] = ("line", "first", found[0][2])
    return [Wording(kind, tuple(texts), mark) for kind, mark, texts in found]


def _opener(line: str) -> tuple[str, str, list[str]] | None:
    for kind, pattern in _OPENERS:
        if match := pattern.fullmatch(line):
            mark = "box" if kind == "box" else match[1]
            return ("item" if kind == "box" else kind, mark, [match[2]])
    return None


@lru_cache(maxsize=4096)
def fields_of(line: str) -> tuple[str, ...]:
    return tuple(_FIELD.findall(line))


def fill_line(line: str, fields: Mapping[str, str]) -> str | None:
    """None when a field of the line has no value; a field nobody knows is refused."""
    values = _values(fields_of(line), fields)
    return _FIELD.sub(lambda match: fields[match[1]], line) if all(values) else None


def _values(names: Iterable[str], fields: Mapping[str, str]) -> tuple[str, ...]:
    """What a piece of words may say: the values of its own fields, in their order."""
    try:
        return tuple([fields[name] for name in names])
    except KeyError as unknown:
        raise Refused(
            f"The words of this letter name a field that does not exist: {unknown.args[0]}"
        ) from None


def runs_of(line: str, fields: Mapping[str, str]) -> tuple[Run, ...] | None:
    """The line's pieces by weight; weights are read before fields are filled, so a value cannot
    bring any.
    """
    runs = []
    for place, piece in enumerate(line.split("**")):
        filled = fill_line(piece, fields)
        if filled is None:
            return None
        if filled:
            runs.append(Run(filled, bold=place % 2 == 1))
    return tuple(runs)


def fill_block(wording: Wording, fields: Mapping[str, str]) -> Block | None:
    """A paragraph, heading, item, main sentence, line or sum with its fields; None when nothing is
    left.
    """
    return _filled(wording, _values(_names(wording), fields))


@lru_cache(maxsize=4096)
def _names(wording: Wording) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for line in wording.lines for name in fields_of(line)))


# Most blocks say the same in every letter of a batch.
@lru_cache(maxsize=4096)
def _filled(wording: Wording, values: tuple[str, ...]) -> Block | None:
    fields = dict(zip(_names(wording), values, strict=True))
    if wording.kind == "rows":
        rows = sum_rows(wording, fields)
        return Block("sum", sum_rows=rows) if rows else None
    runs: list[Run] = []
    for line in wording.lines:
        filled = runs_of(line, fields)
        if filled:
            runs += [Run(" "), *filled] if runs else filled
    return Block(wording.kind, tuple(runs), wording.mark) if runs else None


def cells_of(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def sum_rows(wording: Wording, fields: Mapping[str, str]) -> tuple[SumRow, ...]:
    rows = []
    for line in wording.lines:
        label, amount = cells_of(line)
        total = label.startswith("**")
        words, value = fill_line(label.strip("*"), fields), fill_line(amount, fields)
        if words is not None and value is not None:
            rows.append(SumRow(words, value, total))
    return tuple(rows)


def shipped_path(kind: str, language: str) -> Path:
    if kind == SHEET:
        return LETTERS.with_name("sheets") / f"{kind}.{language}.md"
    return LETTERS / kind / f"words.{language}.md"


@cache
def shipped(kind: str, language: str) -> WordFile | None:
    """The words that came with the program, checked by a translator or not."""
    path = shipped_path(kind, language)
    if not path.is_file():
        return None
    return parse(path.read_text(encoding="utf-8"), kind=kind, language=language)


def word_file(kind: str, language: str) -> WordFile:
    """What came with the program and may be printed: in that language when a translator vouches
    for it, else in English.
    """
    found = shipped(kind, language)
    if found is not None and (language == FALLBACK_LANGUAGE or found.checked_by):
        return found
    if language == FALLBACK_LANGUAGE:
        raise Refused(f"There are no words for a letter of kind {kind}")
    return word_file(kind, FALLBACK_LANGUAGE)


@lru_cache(maxsize=256)
def approved_file(words: ApprovedWords) -> WordFile:
    """Approved words, read; they hold up, because they were read when they were saved."""
    read = parse(words.text, kind=words.kind, language=words.language)
    return replace(read, version=words.version)


@cache
def notices() -> Mapping[str, Notice]:
    rows: list[dict[str, Any]] = tomllib.loads((LETTERS / "notices.toml").read_text())["notice"]
    return {
        row["id"]: Notice(
            row["id"], row["rule"], row["status"], row["source"], row["text"], row["place"],
            row.get("only_with", ""), row.get("rows", {}),
        )
        for row in rows
    }  # fmt: skip


@cache
def letter_kind(kind: str) -> LetterKind:
    row = tomllib.loads((LETTERS / kind / "letter.toml").read_text())
    return LetterKind(
        kind, row["title"], tuple(row["must_say"]), frozenset(row["may_say"]),
        Purpose(row.get("purpose", Purpose.ASK)), tuple(row.get("fields", ())),
    )  # fmt: skip
