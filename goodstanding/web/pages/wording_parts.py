"""What the pages of words show beside the text: states, fields to insert, faults by line."""

from collections.abc import Mapping
from dataclasses import dataclass

from goodstanding.core.toml_text import parsed
from goodstanding.outbound.call_script import FIELDS, SCRIPT, lines_of
from goodstanding.outbound.word_checks import WordCheck, WordFault, sample_fields, visit_fields
from goodstanding.outbound.word_files import SHEET
from goodstanding.outbound.word_kinds import LANGUAGES, shipped_text, word_kind
from goodstanding.records import clinic
from goodstanding.records.queries.wordings import WordingRow


@dataclass(frozen=True, slots=True)
class Listed:
    """One language of one kind, on the list."""

    kind: str
    title: str
    language: str
    name: str
    active: WordingRow | None
    open: WordingRow | None
    shipped: bool

    @property
    def needs_translator(self) -> bool:
        return self.language != "en" and self.active is None


@dataclass(frozen=True, slots=True)
class Insert:
    """A field as it is written, and what it shows in the sample."""

    written: str
    shows: str
    in_visits: bool = False


def listed(kind: str, language: str, current: Mapping[tuple[str, str], list[WordingRow]]) -> Listed:
    rows = current.get((kind, language), [])
    return Listed(
        kind, word_kind(kind, language).title, language, LANGUAGES[language],
        next((row for row in rows if not row.open), None),
        next((row for row in rows if row.open), None),
        bool(shipped_text(kind, language)),
    )  # fmt: skip


def inserts(kind: str, language: str) -> list[Insert]:
    if kind == SCRIPT:
        return [Insert(f"{{{name}}}", says) for name, says in sorted(FIELDS.items())]
    shown = sample_fields(kind, language, clinic.current().facts)
    rows = visit_fields()
    found = [
        Insert(f"{{{{{name}}}}}", value or "left out in this sample", name in rows)
        for name, value in sorted(shown.items())
    ]
    return [one for one in found if not (one.in_visits and kind == SHEET)]


def shown_faults(check: WordCheck, text: str) -> list[tuple[WordFault, str]]:
    """Each fault with the line it is about, as typed."""
    lines = text.splitlines()
    return [
        (fault, lines[fault.line - 1].strip() if 0 < fault.line <= len(lines) else "")
        for fault in check.faults
    ]


def spoken_lines(kind: str, text: str) -> list[tuple[str, str]]:
    """The steps of a call, for who reads them; [] for what is printed."""
    if kind != SCRIPT or not text:
        return []
    try:
        return list(lines_of(parsed(text)))
    except ValueError:
        return []
