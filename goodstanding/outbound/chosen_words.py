"""Which words a letter is printed in: the approved ones, else those we ship; in the person's
language when a named translator vouches for it, else in English with a sheet in that language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from goodstanding.core.languages import base_language
from goodstanding.core.letters import ApprovedWords, ClinicFacts, Letter
from goodstanding.core.refusals import Refused
from goodstanding.outbound.phrases import can_be_said
from goodstanding.outbound.word_files import (
    FALLBACK_LANGUAGE,
    SHEET,
    WordFile,
    approved_file,
    shipped,
    word_file,
)

Mark = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Chosen:
    """`sheet`: a page behind the letter for who does not read it. `offers`: other sheets whose one
    line stands on the slip of every letter.
    """

    texts: WordFile
    sheet: WordFile | None = None
    offers: tuple[WordFile, ...] = ()

    @property
    def written_with(self) -> tuple[Mark, ...]:
        files = (self.texts, *self.offers)
        return tuple((each.kind, each.language, each.version) for each in files)


def chosen(letter: Letter, clinic: ClinicFacts) -> Chosen:
    """A letter that passed the door keeps the words it passed with, whatever was approved since."""
    marks = {(kind, language, version) for kind, language, version in letter.written_with}
    files = _approved(clinic.words, marks)
    language = base_language(letter.language)
    texts = _texts(letter, files, language=language, marks=marks)
    sheets = {code: file for (kind, code), file in files.items() if kind == SHEET}
    own = sheets.get(language)
    sheet = own if own and texts.language == FALLBACK_LANGUAGE and "sheet" in own.regions else None
    offers = tuple(sheets[code] for code in sorted(sheets))
    return Chosen(texts, sheet, offers)


def _approved(
    words: tuple[ApprovedWords, ...], marks: set[Mark]
) -> Mapping[tuple[str, str], WordFile]:
    if not marks:
        return {(one.kind, one.language): approved_file(one) for one in words if one.active}
    found = {
        (one.kind, one.language): approved_file(one)
        for one in words
        if (one.kind, one.language, one.version) in marks
    }
    if missing := {mark for mark in marks if mark[2] and mark[:2] not in found}:
        kind, language, version = min(missing)
        raise Refused(
            f"Version {version} of the words of {kind} ({language}) is not known here. Judge the "
            "letter again: it then takes the words in use."
        )
    return found


def _texts(
    letter: Letter, files: Mapping[tuple[str, str], WordFile], *, language: str, marks: set[Mark]
) -> WordFile:
    for code in dict.fromkeys((language, FALLBACK_LANGUAGE)):
        ours = shipped(letter.kind, code)
        vouched = ours if ours and (code == FALLBACK_LANGUAGE or ours.checked_by) else None
        if marks and (letter.kind, code, 0) not in marks:
            vouched = None
        found = files.get((letter.kind, code)) or vouched
        if found and (code == FALLBACK_LANGUAGE or can_be_said(letter, code)):
            return found
    return word_file(letter.kind, FALLBACK_LANGUAGE)
