"""Every kind of words a person may write: letters, the sheet behind a letter, the call script."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from goodstanding.core.languages import NAMES
from goodstanding.core.letters import ClinicFacts
from goodstanding.core.refusals import Refused
from goodstanding.outbound.call_script import SCRIPT, script_path
from goodstanding.outbound.script_checks import check_script
from goodstanding.outbound.word_checks import WordCheck, check_letter, check_sheet
from goodstanding.outbound.word_files import (
    CHECKED_BY,
    FALLBACK_LANGUAGE,
    LETTERS,
    SHEET,
    letter_kind,
    shipped_path,
)

LANGUAGES = {code: NAMES[code] for code in ("en", "es", "so")}


@dataclass(frozen=True, slots=True)
class WordKind:
    """`languages`: those it may be written in, English first."""

    kind: str
    title: str
    languages: tuple[str, ...]


@cache
def word_kinds() -> tuple[WordKind, ...]:
    """Letters by their title, then the sheet and the script."""
    names = sorted(path.name for path in LETTERS.iterdir() if path.is_dir())
    letters = [WordKind(name, letter_kind(name).title, ("en", "es")) for name in names]
    return (
        *sorted(letters, key=lambda one: one.title),
        WordKind(SHEET, "Language sheet and line on the slip", ("es", "so")),
        WordKind(SCRIPT, "Call script", ("en", "es", "so")),
    )


def word_kind(kind: str, language: str) -> WordKind:
    found = next((one for one in word_kinds() if one.kind == kind), None)
    if found is None or language not in found.languages:
        raise Refused(f"There are no words of kind {kind} in language {language} to write here.")
    return found


def shipped_text(kind: str, language: str) -> str:
    """As it came with the program; "" when it came with none. Who checked it is asked when a
    version is approved, so that line is left out.
    """
    path = script_path(language) if kind == SCRIPT else shipped_path(kind, language)
    if not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(CHECKED_BY))


def first_text(kind: str, language: str) -> str:
    """What a translator begins with when nobody has written anything: the English words."""
    return shipped_text(kind, language) or shipped_text(kind, FALLBACK_LANGUAGE)


def check_words(kind: str, language: str, text: str, *, clinic: ClinicFacts) -> WordCheck:
    if kind == SCRIPT:
        return check_script(language, text, clinic=clinic)
    if kind == SHEET:
        return check_sheet(language, text, clinic=clinic)
    return check_letter(kind, language, text, clinic=clinic)


def told(check: WordCheck, *, form_only: bool = False) -> str:
    """The faults in one sentence each, with their lines."""
    faults: Sequence[str] = [
        f"Line {fault.line}: {fault.text}." if fault.line else f"{fault.text}."
        for fault in check.faults
        if fault.form or not (form_only or fault.hint)
    ]
    return " ".join(faults)
