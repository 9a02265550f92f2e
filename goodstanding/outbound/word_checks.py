"""Words before they are kept and before they are approved: form first, then the linter on made-up
letters. Nothing here reads a record.

Form: what a letter may not lose, and only fields it may name; words with such a fault are not kept.
The linter's faults may stand in a draft, and stop it from being approved.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from goodstanding.core.letters import ClinicFacts, FilledLetter
from goodstanding.core.reading import Grades
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import Fault, grade_of, lint, prose
from goodstanding.core.wording_languages import LISTED, foreign_faults
from goodstanding.outbound.chosen_words import Chosen
from goodstanding.outbound.fill import fields_for, filled_in, line_fields
from goodstanding.outbound.sample_letters import CASES, sample_letter, with_phones
from goodstanding.outbound.word_files import (
    FALLBACK_LANGUAGE,
    REGIONS,
    SHEET,
    WordFile,
    Wording,
    cells_of,
    fields_of,
    fill_line,
    letter_kind,
    notices,
    parse,
    shipped,
)

_PLACE = re.compile(r"\s*\[([a-z_]+)\]\s*")
_MARKS = re.compile(r"^\s*(?:# |> |- |\d\. |\[ \] |\\\\ |subject: )|\*\*|\|")
# What a page may not lose where our own words have it, in the order of the page.
_NEEDED: Mapping[str, str] = {
    "head": "the date, the account and the number to call",
    "sender": "who writes",
    "tear": "where the reply slip is torn off",
    "mail_to": "where the reply slip goes",
    "slip": "the reply slip",
    "visits": "the rows of the visits",
}
_COLUMNS = 6  # of the table of visits (typst/page.typ)
NEARLY = 7.0


@dataclass(frozen=True, slots=True)
class WordFault:
    """`line` counts from 1; 0: something is missing. `form`: these words cannot be kept at all.
    `hint`: nothing is wrong yet.
    """

    line: int
    text: str
    rule: str = ""
    form: bool = False
    hint: bool = False


@dataclass(frozen=True, slots=True)
class WordCheck:
    faults: tuple[WordFault, ...]
    grade: Grades | None = None

    @property
    def may_be_kept(self) -> bool:
        return not any(fault.form for fault in self.faults)

    @property
    def may_be_used(self) -> bool:
        return all(fault.hint for fault in self.faults)


def check_letter(kind: str, language: str, text: str, *, clinic: ClinicFacts) -> WordCheck:
    """English and the languages with lists of their own; no other can be used for letters."""
    try:
        read = parse(text, kind=kind, language=language)
    except ValueError as fault:
        return WordCheck((_unread(text, str(fault)),))
    form = (*_unknown_fields(kind, text), *_unknown_notices(text), *_missing(kind, read))
    if form:
        return WordCheck(tuple(form))
    filled = [_filled(kind, read, case, clinic=clinic) for case in CASES]
    faults = _linted(kind, text, filled, clinic=clinic)
    grade = None
    if language == FALLBACK_LANGUAGE:
        grade = grade_of(prose(filled[0]), filled[0].own_words)
        faults += _near(grade)
    return WordCheck(tuple(faults), grade)


def check_sheet(language: str, text: str, *, clinic: ClinicFacts) -> WordCheck:
    """The page behind a letter, and the one line on everybody's slip (its subject)."""
    try:
        read = parse(text, kind=SHEET, language=language)
    except ValueError as fault:
        return WordCheck((_unread(text, str(fault)),))
    form = [*_unknown_fields("statement", text)]
    if fields_of(read.subject):
        form.append(WordFault(1, "The line for the slip names no field", form=True))
    if others := sorted(set(read.regions) - {"sheet"}):
        form.append(
            WordFault(0, f"A sheet has one region, [sheet], and no [{others[0]}]", form=True)
        )
    blocks = read.regions.get("sheet", ())
    if blocks and not any("phone" in _names(block) for block in blocks):
        form.append(WordFault(0, "The sheet must name {{phone}}: how to reach us", form=True))
    if language not in LISTED:
        form.append(no_lists(language))
    faults = _foreign(language, text, clinic=clinic) if not form else []
    return WordCheck((*form, *faults))


def sample_fields(kind: str, language: str, clinic: ClinicFacts) -> dict[str, str]:
    """What each field shows in a preview, by its name; the list a person may insert from."""
    letter = sample_letter(kind if kind != SHEET else "statement", language)
    shown = fields_for(letter, with_phones(clinic), language)
    for line in letter.lines[:1]:
        shown = {**line_fields(line, language), **shown}
    return shown


def _filled(kind: str, read: WordFile, case: str, *, clinic: ClinicFacts) -> FilledLetter:
    letter = sample_letter(kind, read.language, case)
    return filled_in(letter, with_phones(clinic), Chosen(read))


def _unread(text: str, why: str) -> WordFault:
    """The line a parse stumbled over, when it names one."""
    said = why.partition(": ")[2] or why
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and (repr(line) in why or repr(line.strip()) in why):
            return WordFault(number, said, form=True)
        if (place := _PLACE.fullmatch(line)) and place[1] not in REGIONS and place[1] in why:
            return WordFault(number, said, form=True)
    return WordFault(1, said, form=True)


@cache
def allowed_fields(kind: str) -> frozenset[str]:
    """Those of every letter, and those that only this kind has."""
    bare = sample_letter(kind, FALLBACK_LANGUAGE)
    nobody = ClinicFacts("", "", "", "", "", "", "", "", "")
    return frozenset(fields_for(bare, nobody))


@cache
def visit_fields() -> frozenset[str]:
    """Those of a row of the visits: they stand in [visits] and nowhere else."""
    return frozenset(line_fields(sample_letter("statement", "en").lines[0]))


def _unknown_fields(kind: str, text: str) -> Iterator[WordFault]:
    place = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _PLACE.fullmatch(line):
            place = found[1]
        allowed = visit_fields() if place == "visits" else allowed_fields(kind)
        for name in fields_of(line):
            if name not in allowed:
                near = get_close_matches(name, sorted(allowed), n=1, cutoff=0.5)
                hint = f"; did you mean {{{{{near[0]}}}}}?" if near else ""
                where = " in the rows of visits" if place == "visits" else ""
                text_ = f"There is no field {{{{{name}}}}}{where}{hint}"
                yield WordFault(number, text_, form=True)


def _unknown_notices(text: str) -> Iterator[WordFault]:
    for number, line in enumerate(text.splitlines(), 1):
        found = re.fullmatch(r"\s*\[\[(?:notice|courtesy) ?([a-z0-9-]*)\]\]\s*", line)
        if found and found[1] not in notices():
            known = ", ".join(sorted(notices()))
            yield WordFault(number, f"There is no notice {found[1]!r}; known: {known}", form=True)


def _missing(kind: str, read: WordFile) -> Iterator[WordFault]:
    """What the law, the envelope or the reader needs, and what our own words of this kind have."""
    ours = shipped(kind, FALLBACK_LANGUAGE)
    assert ours is not None, f"no English words of {kind}"
    for place, what in _NEEDED.items():
        if place in ours.regions and not read.regions.get(place):
            yield _form(f"The region [{place}] may not be left out: {what}")
    for place in ("head", "mail_to"):
        for name in sorted(_all_names(ours.regions.get(place, ()))):
            if name not in _all_names(read.regions.get(place, ())):
                yield _form(f"[{place}] may not lose {{{{{name}}}}}")
    yield from _missing_main(ours, read)
    said = {b.mark for b in _blocks(read) if b.kind == "notice"}
    for needed in required_notices(kind):
        if needed not in said:
            yield _form(f"The notice may not be left out: [[notice {needed}]]")
    if any(b.kind == "item" and b.mark == "box" for b in ours.regions.get("slip", ())) and not any(
        b.kind == "item" and b.mark == "box" for b in read.regions.get("slip", ())
    ):
        yield _form("The reply slip needs boxes to tick: a line that begins with [ ]")
    yield from _missing_visits(ours, read)


def _missing_main(ours: WordFile, read: WordFile) -> Iterator[WordFault]:
    mains = [b for b in _blocks(read) if b.kind == "main"]
    if len(mains) != 1:
        yield _form(
            f"There are {len(mains)} main sentences (> ...); there is one, with the one thing to do"
        )
        return
    wanted = _all_names([b for b in _blocks(ours) if b.kind == "main"])
    for name in sorted(wanted - _names(mains[0])):
        yield _form(f"The main sentence may not lose {{{{{name}}}}}")


def _missing_visits(ours: WordFile, read: WordFile) -> Iterator[WordFault]:
    if any(b.kind == "visits" for b in _blocks(ours)):
        if not any(b.kind == "visits" for b in _blocks(read)):
            yield _form("The table of the visits may not be left out: [[visits]]")
        rows = read.regions.get("visits", ())
        sound = bool(rows) and rows[0].kind == "rows" and len(rows[0].lines) == 2
        if rows and not (sound and all(len(cells_of(r)) == _COLUMNS for r in rows[0].lines)):
            yield _form(
                f"[visits] begins with two rows of {_COLUMNS} cells: the heading, one visit"
            )


def required_notices(kind: str) -> tuple[str, ...]:
    """For every state: a clinic elsewhere leaves out what is not its own by itself."""
    rules = letter_kind(kind).rules
    return tuple(notice.notice_id for notice in notices().values() if notice.rule in rules)


def _linted(
    kind: str, text: str, filled: Sequence[FilledLetter], *, clinic: ClinicFacts
) -> list[WordFault]:
    """Each fault once, at the line whose words it is about."""
    lines = _shown_lines(kind, text, filled[0].language, clinic=clinic)
    found: dict[str, WordFault] = {}
    for letter in filled:
        for fault in lint(letter):
            found.setdefault(fault.text, WordFault(_line_of(fault, lines), fault.text, fault.rule))
    return sorted(found.values(), key=lambda fault: (fault.line == 0, fault.line))


def _shown_lines(
    kind: str, text: str, language: str, *, clinic: ClinicFacts
) -> list[tuple[int, str]]:
    """(number, what it says in a sample)."""
    fields = {name: value or name for name, value in sample_fields(kind, language, clinic).items()}
    shown = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            said = fill_line(_MARKS.sub(" ", line), fields)
        except Refused:
            said = line
        shown.append((number, " ".join((said or "").split())))
    return shown


def _line_of(fault: Fault, lines: Sequence[tuple[int, str]]) -> int:
    sentence = " ".join(fault.sentence.split())
    quoted = re.search(r'"(.+?)"', fault.text)
    for wanted in (sentence, quoted[1] if quoted else ""):
        for number, said in lines:
            if wanted and said and (wanted in said or said in wanted):
                return number
    return 0


def _foreign(language: str, text: str, *, clinic: ClinicFacts) -> list[WordFault]:
    lines = _shown_lines("statement", text, language, clinic=clinic)
    said = "\n".join(line for _, line in lines)
    names = (clinic.name, clinic.registered_name)
    found = foreign_faults(language, said, names)
    return [WordFault(_line_of(fault, lines), fault.text, fault.rule) for fault in found]


def _near(grade: Grades) -> list[WordFault]:
    if not NEARLY < grade.smog <= 8.0:
        return []
    text = f"It reads at grade {grade.smog}; above 8 it may not be used: shorter words help"
    return [WordFault(0, text, "words.grade", hint=True)]


def no_lists(language: str) -> WordFault:
    return _form(f"The linter has no lists for language {language}: no words in it can be used")


def _form(text: str) -> WordFault:
    return WordFault(0, text, form=True)


def _blocks(read: WordFile) -> list[Wording]:
    return [b for place, blocks in read.regions.items() if place != "visits" for b in blocks]


def _names(block: Wording) -> set[str]:
    return {name for line in block.lines for name in fields_of(line)}


def _all_names(blocks: Sequence[Wording]) -> set[str]:
    return {name for block in blocks for name in _names(block)}
