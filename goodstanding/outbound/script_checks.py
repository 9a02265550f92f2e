"""The call script's words before they are kept and before they are approved."""

from collections.abc import Iterator, Mapping
from typing import Any

from goodstanding.core.letters import ClinicFacts
from goodstanding.core.toml_text import parsed
from goodstanding.core.wording import Words, WordsKind, lint
from goodstanding.core.wording_checks import word_faults
from goodstanding.core.wording_languages import LISTED, foreign_faults
from goodstanding.outbound.call_script import FIELDS, fields_of, lines_of, shipped_script
from goodstanding.outbound.word_checks import WordCheck, WordFault, no_lists

_SUMS = frozenset({"count", "day", "charged", "left", "amount", "what"})
# Said in answer to who brought the word up: it is theirs, not ours.
_ANSWERS = frozenset({"attorney", "lawyer", "bankruptcy"})


def check_script(language: str, text: str, *, clinic: ClinicFacts) -> WordCheck:
    """The same steps as our English ones, each with the same fields, and nothing else in braces."""
    try:
        read = parsed(text)
    except ValueError as fault:
        return WordCheck((WordFault(_number(str(fault)), str(fault), form=True),))
    form = tuple(_form(read, text))
    if language not in ("en", *LISTED):
        form = (*form, no_lists(language))
    return WordCheck(form or tuple(_said(language, read, text, clinic=clinic)))


def _form(read: Mapping[str, Any], text: str) -> Iterator[WordFault]:
    given, ours = dict(lines_of(read)), dict(lines_of(shipped_script()))
    for name in ours:
        if not given.get(name, "").strip():
            yield WordFault(0, f"The step {name} has no words", form=True)
    for name, said in given.items():
        line = _line(text, name)
        if name not in ours:
            yield WordFault(line, f"There is no step {name}", form=True)
            continue
        try:
            found = fields_of(said)
        except ValueError as fault:
            yield WordFault(line, str(fault), form=True)
            continue
        known = _SUMS if name.startswith("sums.") else frozenset(FIELDS)
        for field in sorted(found - known):
            why = f"There is no field {{{field}}}; known: {', '.join(sorted(known))}"
            yield WordFault(line, why, form=True)
        for field in sorted(fields_of(ours[name]) - found):
            yield WordFault(line, f"The step {name} may not lose {{{field}}}", form=True)


def _said(
    language: str, read: Mapping[str, Any], text: str, *, clinic: ClinicFacts
) -> Iterator[WordFault]:
    names = (clinic.name, clinic.registered_name)
    for name, said in lines_of(read):
        excepted = _ANSWERS if name.startswith("heard.") else frozenset[str]()
        for fault in (
            *word_faults(said, names, exceptions=excepted),
            *foreign_faults(language, said, names, exceptions=excepted),
        ):
            yield WordFault(_line(text, name), fault.text, fault.rule)
    if language == "en":
        shown = dict.fromkeys(FIELDS, "") | {"phone": clinic.phone, "clinic": clinic.name}
        left = str(read["voicemail"]).format_map({**shown, "hours": clinic.hours, "person": "Ana"})
        voicemail = Words(
            WordsKind.VOICEMAIL, left, clinic_names=names, phone=clinic.phone, own_words=("Ana",)
        )
        for fault in lint(voicemail):
            yield WordFault(_line(text, "voicemail"), fault.text, fault.rule)


def _line(text: str, name: str) -> int:
    """Where the step stands: "heard.died" is `died = ...` below [heard]."""
    table, _, key = name.rpartition(".")
    inside = not table
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().startswith("["):
            inside = line.strip() == f"[{table}]"
        elif inside and line.partition("=")[0].strip() == key:
            return number
    return 0


def _number(fault: str) -> int:
    words = fault.replace(",", " ").split()
    after = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "line"]
    return int(after[0]) if after and after[0].isdigit() else 1
