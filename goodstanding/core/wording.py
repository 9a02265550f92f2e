"""The outbound linter: a letter's or script's words against law, privacy and our own voice.

Words fixed by law (notices) are not judged for voice; names and addresses are never read as words
of ours. An exception is granted word by word in letter.toml, never for everything. Each fault names
its rule; who asks looks the citation up in the law of the day.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from goodstanding.core.letters import Block, FilledLetter, Purpose
from goodstanding.core.money import show
from goodstanding.core.wording_again import clean_grade, clean_words, no_codes
from goodstanding.core.wording_checks import (
    AMOUNTS,
    CODE,
    HIGHEST_GRADE,
    LANGUAGE,
    PLAIN,
    amount_faults,
    grade_faults,
    grade_of,
    language_faults,
    masked,
    private_faults,
    word_faults,
)
from goodstanding.core.wording_kinds import HELP, LANGUAGE_LINE, kind_faults
from goodstanding.core.wording_languages import ACT_BY, ASKS, foreign_faults
from goodstanding.core.wording_shape import Fault, Required, Words, WordsKind
from goodstanding.core.wording_words import BANNED, CARE, CARE_SENTENCE, MINIMUM, PRACTICES

__all__ = [
    "BANNED", "CARE_SENTENCE", "HIGHEST_GRADE", "Fault", "Required", "Words", "WordsKind",
    "grade_of", "lint", "masked", "prose",
]  # fmt: skip

LANGUAGES = frozenset(CARE_SENTENCE)
TYPED_IN = frozenset({"en"})
_PROSE = frozenset({"paragraph", "item", "main"})
_UNREAD_REGIONS = frozenset({"mail_to", "slip", "form", "sender", "tear", "sheet"})


def lint(
    words: str | Words | FilledLetter,
    *,
    exceptions: Collection[str] = (),
    own_words: Iterable[str] = (),
) -> tuple[Fault, ...]:
    """Every fault, in the order a reader would meet the checks; empty means it may go out.

    A plain text of no kind is judged for its words and its grade alone.
    """
    if isinstance(words, str):
        names = tuple(own_words)
        faults = word_faults(words, names, exceptions=exceptions)
        return (*faults, *grade_faults(words, names))
    if isinstance(words, Words):
        return _typed(words)
    return _filled(words, frozenset(exceptions), tuple(own_words))


def _typed(words: Words) -> tuple[Fault, ...]:
    if not words.text.strip():
        return (Fault("empty", "There are no words yet", PLAIN),)
    if faults := tuple(language_faults(words, TYPED_IN)):
        return faults
    voice = _without_notices(words)
    names = (*words.own_words, *words.clinic_names, words.registered_name)
    named = replace(words, own_words=names)
    return (
        *word_faults(voice, names, exceptions=words.exceptions, old_debt=words.old_debt),
        *private_faults(replace(named, text=voice)),
        *amount_faults(words),
        *kind_faults(words),
        *grade_faults(voice, names),
    )


def _without_notices(words: Words) -> str:
    """The law's own words blanked out; all else keeps its place."""
    text = words.text
    for needed in words.must_say:
        pattern = r"\s+".join(map(re.escape, needed.text.split()))
        text = re.sub(pattern, lambda found: " " * len(found[0]), text)
    return text


def _filled(
    letter: FilledLetter, exceptions: frozenset[str], more_names: tuple[str, ...]
) -> tuple[Fault, ...]:
    if letter.language not in LANGUAGES:
        text = f"Nobody has approved word lists for language {letter.language}"
        return (Fault("language", text, LANGUAGE),)
    names = (*letter.own_words, *more_names)
    allowed = letter.exceptions | exceptions
    voice, sentences = _voice(letter), prose(letter)
    read = clean_words(voice, names, allowed), clean_grade(sentences, names)
    return (
        *(() if read[0] else word_faults(voice, names, exceptions=allowed)),
        *foreign_faults(letter.language, voice, names, exceptions=allowed),
        *foreign_faults(letter.sheet_language, _sheet(letter), names),
        *_code_faults(letter),
        *(() if read[1] or letter.language != "en" else grade_faults(sentences, names)),
        *_PURPOSES[letter.purpose](letter, voice),
        *_care_faults(letter, sentences),
        *_notice_faults(letter),
        *_who_and_help(letter, sentences),
    )


def prose(letter: FilledLetter) -> str:
    """The sentences a grade is measured on: no sums, tables, notices, headings or slip."""
    regions = (blocks for name, blocks in letter.regions if name not in _UNREAD_REGIONS)
    texts = (block.text for blocks in regions for block in blocks if block.kind in _PROSE)
    return "\n".join(texts)


def _voice(letter: FilledLetter) -> str:
    """Everything but the notices, a block a line."""
    return "\n".join([letter.subject, *(row.label for row in letter.head), *_block_texts(letter)])


def _sheet(letter: FilledLetter) -> str:
    return "\n".join(block.text for block in dict(letter.regions).get("sheet", ()))


def _block_texts(letter: FilledLetter) -> Iterator[str]:
    for block in letter.blocks:
        if block.kind == "notice":
            continue
        yield block.text
        yield from (f"{row.label} {row.amount}" for row in block.sum_rows)
        for row in block.visit_rows:
            yield from (*row.cells, row.note)


def _code_faults(letter: FilledLetter) -> Iterator[Fault]:
    rows = (row for block in letter.blocks for row in block.visit_rows)
    said = "\n".join(" ".join((*row.cells, row.note)) for row in rows)
    if no_codes(said):
        return
    for code in CODE.findall(masked(said, letter.own_words)):
        text = f'A visit row has "{code}", which looks like a code of care'
        yield Fault("clinical_word", text, MINIMUM)


def _asking_faults(letter: FilledLetter, voice: str) -> Iterator[Fault]:
    yield from _sum_faults(letter)
    days = set(ACT_BY[letter.language].findall(voice))
    if len(days) != 1:
        yield Fault("one_date", f"It names {len(days)} days to act by; it needs one", PLAIN)


def _telling_faults(letter: FilledLetter, voice: str) -> Iterator[Fault]:
    """It asks for nothing: one main sentence, and no word that asks."""
    if letter.due_cents or letter.gives_cents:
        yield Fault("nothing_asked", "It only tells, but it has an amount to ask or give", AMOUNTS)
    if len(mains := _of_kind(letter, "main")) != 1:
        text = f"It has {len(mains)} main sentences; it needs one"
        yield Fault("main_sentence", text, PLAIN)
    yield from _asks_faults(letter, voice, "a letter that asks for nothing does not say that")


def _giving_faults(letter: FilledLetter, voice: str) -> Iterator[Fault]:
    """It gives money back: it says how much, once, with no minus, and asks for nothing."""
    gives = show(letter.gives_cents)
    mains = _of_kind(letter, "main")
    if letter.gives_cents <= 0 or letter.due_cents:
        yield Fault("nothing_given", "It gives money back, but there is none to give", AMOUNTS)
    if len(mains) != 1 or not re.search(rf"{re.escape(gives)}(?!\d)", mains[0].text):
        yield Fault("amount", f"It needs one main sentence that says {gives}", AMOUNTS)
    yield from _asks_faults(letter, voice, "a letter that gives money back asks for none")
    if "\N{MINUS SIGN}$" in voice or "-$" in voice:
        yield Fault("minus", "It has an amount below zero: say that we owe it", AMOUNTS)


def _asks_faults(letter: FilledLetter, voice: str, why: str) -> Iterator[Fault]:
    for found in ASKS[letter.language].finditer(voice):
        yield Fault("asks", f'It says "{found[0]}": {why}', AMOUNTS)


def _sum_faults(letter: FilledLetter, _voice: str = "") -> Iterator[Fault]:
    due = show(letter.due_cents)
    mains = _of_kind(letter, "main")
    if letter.due_cents <= 0:
        yield Fault("nothing_due", "It asks for money, but nothing is due", AMOUNTS)
    if len(mains) != 1:
        text = f"It has {len(mains)} main sentences; it needs one"
        yield Fault("main_sentence", text, PLAIN)
    if not all(_says(block.text, due) for block in mains):
        yield Fault("amount", f"The main sentence does not say {due}", AMOUNTS)
    totals = [
        row.amount for block in _of_kind(letter, "sum") for row in block.sum_rows if row.total
    ]
    if totals != [due]:
        yield Fault("amount", f"The sum does not end in {due} once", AMOUNTS)
    if not letter.adds_up:
        text = f"The visits do not add up to {due}: do not send, find the difference"
        yield Fault("adds_up", text, AMOUNTS)


def _says(text: str, amount: str) -> bool:
    """Whole: "$18.00" is not said where "$18.005" stands."""
    at = text.find(amount)
    while at >= 0 and text[at + len(amount) : at + len(amount) + 1].isdecimal():
        at = text.find(amount, at + 1)
    return at >= 0


def _care_faults(letter: FilledLetter, sentences: str) -> Iterator[Fault]:
    if letter.purpose is Purpose.ASK and CARE_SENTENCE[letter.language] not in sentences:
        yield Fault("care_sentence", "It does not say that care goes on", CARE)


def _notice_faults(letter: FilledLetter) -> Iterator[Fault]:
    """Each notice with its words and figures, in type at least as large as any other."""
    notices = _of_kind(letter, "notice")
    said = {block.mark for block in notices}
    for notice_id in letter.must_say:
        if notice_id not in said:
            rule = dict(letter.notice_rules).get(notice_id, PRACTICES)
            yield Fault("notice_missing", f"The notice {notice_id} is missing", rule)
    text = "\n".join(block.text for block in notices)
    for figure in letter.must_quote:
        if figure not in text:
            yield Fault("notice_missing", f"No notice gives the number {figure}", PRACTICES)
    sizes = dict(letter.type_pt)
    if sizes["notice"] < max(sizes.values()):
        yield Fault("notice_size", "The notice is in smaller type than other words", PRACTICES)


def _who_and_help(letter: FilledLetter, sentences: str) -> Iterator[Fault]:
    if LANGUAGE_LINE[letter.language] not in sentences:
        text = f'The line "{LANGUAGE_LINE[letter.language]}" is missing'
        yield Fault("language_help", text, HELP)
    texts = (block.text for block in letter.blocks)
    if letter.registered_name and not any(letter.registered_name in text for text in texts):
        yield Fault("registered_name", "It does not give the clinic's full name", PRACTICES)


def _of_kind(letter: FilledLetter, kind: str) -> list[Block]:
    return [block for block in letter.blocks if block.kind == kind]


# A claim on an estate has its sum, but no day to act by, and cares for nobody's next visit.
_PURPOSES: Mapping[Purpose, Callable[[FilledLetter, str], Iterator[Fault]]] = {
    Purpose.ASK: _asking_faults,
    Purpose.CLAIM: _sum_faults,
    Purpose.GIVE: _giving_faults,
    Purpose.TELL: _telling_faults,
}
