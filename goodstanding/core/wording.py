"""The outbound linter: a letter's or script's words against law, privacy and our own voice.

Words fixed by law (notices) are not judged for voice; names and addresses are never read as words
of ours. An exception is granted word by word in letter.toml, never for everything.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from goodstanding.core.letters import MONTHS, Block, FilledLetter
from goodstanding.core.money import show
from goodstanding.core.reading import grades

PRACTICES = "mn-332c-prohibited-practices"
HIGHEST_GRADE = 8.0
FEWEST_WORDS = 10  # a grade of fewer words means nothing
CARE_SENTENCE = {"en": "We will not refuse you needed care because you owe us money."}
LANGUAGES = frozenset(CARE_SENTENCE)

# Each word is named as letter.toml would except it; the pattern finds its forms.
FORBIDDEN = {
    "delinquent": r"delinquen\w+",
    "default": r"default\w*",
    "final": r"final\w*",
    "failure": r"fail(?:ed|s|ing|ure|ures)?",
    "demand": r"demand\w*",
    "immediately": r"immediate\w*",
    "urgent": r"urgen\w+",
    "legal": r"legal(?:ly)?",
    "attorney": r"attorneys?",
    "garnish": r"garnish\w*",
    "lawsuit": r"lawsuits?|sued?|suing",
    "court": r"courts?",
    "credit report": r"credit\s+(?:bureau|report|score|rating|file|history)\w*",
    "collection agency": r"collections?\s+(?:department|agency|agencies)",
    "dismiss": r"dismiss\w*",
    "deny": r"den(?:y|ies|ied|ying|ials?)",
    "withhold": r"withh(?:o|e)ld\w*",
    "refuse": r"refus\w+",
    "unpaid debt": r"unpaid\s+debts?",
    "past due": r"past[\s-]due",
    "further action": r"further\s+action",
    "ignored": r"ignor\w+",
    "affect scheduling": r"affect\s+(?:your\s+)?(?:scheduling|appointments?|visits?|care)",
}
# Our words for money are: full charge, insurance discount, insurance paid, you paid, you owe.
JARGON = (
    "contractual", "allowance", "adjustments?", "adjusted", "responsible party", "remit",
    "remittance", "guarantors?", "arrears", "obligation", "aforementioned", "pursuant",
)  # fmt: skip
# "hand", "back" and "tear" are everyday words; what is left is never needed to talk about a bill.
CLINICAL = (
    "knees?", "hips?", "shoulders?", "spines?", "spinal", "necks?", "ankles?", "wrists?", "elbows?",
    "foot", "feet", "legs?", "arms?", "fingers?", "toes?", "bones?", "joints?", "tendons?",
    "ligaments?", "discs?", "breasts?", "hearts?", "lungs?", "kidneys?", "brains?", "pregnan\\w+",
    "cancer", "mri", "mris", "ct scan", "x-?rays?", "ultrasounds?", "surger(?:y|ies)", "surgical",
    "surgeons?", "injections?", "fractures?", "arthr\\w+", "sprains?", "casts?", "splints?",
    "implants?", "biops\\w+", "diagnos\\w+", "operations?", "therapy", "therapist",
    "anesthe\\w+", "orthop\\w+", "replacement", "injur\\w+", "medications?",
    "prescriptions?", "symptoms?", "disease", "illness", "mental", "addiction", "hiv",
)  # fmt: skip

_MONTH = "|".join(MONTHS)
_DATE = re.compile(rf"(?:{_MONTH}) \d{{1,2}}, \d{{4}}")
_ACT_BY = re.compile(rf"\bby ({_DATE.pattern})")
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
_CODE = re.compile(r"\b(?:\d{4}[0-9A-Z]|[A-Z]\d{4}|[A-TV-Z]\d{2}\.\w{1,4})\b(?![.,]\d)")
_NOT_PROSE = re.compile(
    rf"{_DATE.pattern}|\$?[\d,]+\.\d\d|\S+\.(?:org|com|net|gov)\S*|[\d-]{{5,}}|____|\[ \]"
)
_PROSE = frozenset({"paragraph", "item", "main"})
_UNREAD_REGIONS = frozenset({"mail_to", "slip", "sender", "tear"})


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is stable for programs; `text` quotes what is wrong, never a name."""

    code: str
    text: str
    rule: str = ""


def lint(
    words: str | FilledLetter,
    *,
    exceptions: Collection[str] = (),
    own_words: Iterable[str] = (),
) -> tuple[Fault, ...]:
    """Every fault, in the order a reader would meet the checks; empty means it may go out.

    A plain text (a script, a text message) is judged for its words and its grade alone.
    """
    if isinstance(words, str):
        said = masked(_without_care(words), own_words)
        return (*_word_faults(said, frozenset(exceptions)), *_grade_faults(said))
    if words.language not in LANGUAGES:
        return (Fault("language", f"Nobody has approved word lists for language {words.language}"),)
    names = (*words.own_words, *own_words)
    return (
        *_word_faults(
            masked(_without_care(_voice(words)), names), words.exceptions | frozenset(exceptions)
        ),
        *_code_faults(words),
        *_grade_faults(masked(prose(words), names)),
        *_amount_faults(words),
        *_action_faults(words),
        *_notice_faults(words),
    )


def masked(text: str, own_words: Iterable[str]) -> str:
    """Names and addresses taken out whole, longest first, in any case."""
    longest_first = sorted({word for word in own_words if word.strip()}, key=len, reverse=True)
    if not longest_first:
        return text
    names = "|".join(re.escape(word) for word in longest_first)
    return re.sub(rf"(?<!\w)(?:{names})(?!\w)", " ", text, flags=re.IGNORECASE)


def prose(letter: FilledLetter) -> str:
    """The sentences a grade is measured on: no sums, tables, notices, headings or slip."""
    regions = (blocks for name, blocks in letter.regions if name not in _UNREAD_REGIONS)
    texts = (block.text for blocks in regions for block in blocks if block.kind in _PROSE)
    return "\n".join(texts)


def _without_care(text: str) -> str:
    """The one sentence that may say "refuse", taken out."""
    for sentence in CARE_SENTENCE.values():
        text = text.replace(sentence, " ")
    return text


def _voice(letter: FilledLetter) -> str:
    """Everything but the notices, a block a line."""
    return "\n".join([letter.subject, *(row.label for row in letter.head), *_block_texts(letter)])


def _block_texts(letter: FilledLetter) -> Iterator[str]:
    for block in letter.blocks:
        if block.kind != "notice":
            yield block.text
        yield from (row.label for row in block.sum_rows)
        for row in block.visit_rows:
            yield from (*row.cells, row.note)


def _whole_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_FORBIDDEN = {name: _whole_words([pattern]) for name, pattern in FORBIDDEN.items()}
_ANY_FORBIDDEN = _whole_words(FORBIDDEN.values())
_JARGON, _CLINICAL = _whole_words(JARGON), _whole_words(CLINICAL)


def _word_faults(text: str, exceptions: frozenset[str]) -> Iterator[Fault]:
    text = re.sub(r"\s+", " ", text)
    for word in _ANY_FORBIDDEN.findall(text):
        if not any(_FORBIDDEN[name].fullmatch(word) for name in exceptions):
            yield Fault(
                "forbidden_word", f'It says "{word}": we do not threaten or blame', PRACTICES
            )
    for word in _JARGON.findall(text):
        yield Fault("trade_word", f'It says "{word}": use a plain word for money')
    for word in _CLINICAL.findall(text):
        yield Fault("clinical_word", f'It says "{word}": nothing about health goes on a bill')
    if "!" in text:
        yield Fault("exclamation", "It has an exclamation mark: say it calmly")
    for word in _CAPITALS.findall(text):
        yield Fault("capitals", f'It has "{word}" in capitals: only the address is in capitals')


def _code_faults(letter: FilledLetter) -> Iterator[Fault]:
    rows = (row for block in letter.blocks for row in block.visit_rows)
    said = "\n".join(" ".join((*row.cells, row.note)) for row in rows)
    for code in _CODE.findall(masked(said, letter.own_words)):
        yield Fault("clinical_word", f'A visit row has "{code}", which looks like a code of care')


def _grade_faults(text: str) -> Iterator[Fault]:
    found = grades(_NOT_PROSE.sub(" ", text))
    worst = max(found.flesch_kincaid, found.smog)
    if worst > HIGHEST_GRADE and found.words >= FEWEST_WORDS:
        yield Fault(
            "grade", f"It reads at grade {worst}; {HIGHEST_GRADE} is the most: use shorter words"
        )


def _amount_faults(letter: FilledLetter) -> Iterator[Fault]:
    due = show(letter.due_cents)
    mains = _of_kind(letter, "main")
    if letter.due_cents <= 0:
        yield Fault("nothing_due", "It asks for money, but nothing is due")
    if len(mains) != 1:
        yield Fault("main_sentence", f"It has {len(mains)} main sentences; it needs one")
    if not all(re.search(rf"{re.escape(due)}(?!\d)", block.text) for block in mains):
        yield Fault("amount", f"The main sentence does not say {due}")
    totals = [
        row.amount for block in _of_kind(letter, "sum") for row in block.sum_rows if row.total
    ]
    if totals != [due]:
        yield Fault("amount", f"The sum does not end in {due} once")
    if not letter.adds_up:
        yield Fault(
            "adds_up", f"The visits do not add up to {due}: do not send, find the difference"
        )


def _action_faults(letter: FilledLetter) -> Iterator[Fault]:
    days = set(_ACT_BY.findall(_voice(letter)))
    if len(days) != 1:
        yield Fault("one_date", f"It names {len(days)} days to act by; it needs one")
    if CARE_SENTENCE[letter.language] not in prose(letter):
        yield Fault("care_sentence", "It does not say that care goes on", PRACTICES)


def _notice_faults(letter: FilledLetter) -> Iterator[Fault]:
    said = {block.mark for block in _of_kind(letter, "notice")}
    for notice_id in letter.must_say:
        if notice_id not in said:
            yield Fault("notice_missing", f"The notice {notice_id} is missing", PRACTICES)
    sizes = dict(letter.type_pt)
    if sizes["notice"] < max(sizes.values()):
        yield Fault("notice_size", "The notice is in smaller type than other words", PRACTICES)


def _of_kind(letter: FilledLetter, kind: str) -> list[Block]:
    return [block for block in letter.blocks if block.kind == kind]
