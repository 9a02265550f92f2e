"""Checks that every kind of words goes through: threats, blame, health, other people, money,
grade.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal, InvalidOperation

from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.letters import MONTHS
from goodstanding.core.reading import Grades, grades, known_share
from goodstanding.core.unmasked import Seen, changed, joined, plain, spaced_out, squeezed
from goodstanding.core.wording_lists import ANY_CLINICAL, ANY_JARGON
from goodstanding.core.wording_shape import Fault, Words, WordsKind, fault_at
from goodstanding.core.wording_words import (
    ALLOWED,
    ANY_BANNED,
    ANY_SPELLED,
    MINIMUM,
    TIME_BARRED,
    banned_by,
)

CARDS = "us-pci-dss-scope"
PLAIN, GRADE = "words.plain", "words.grade"
LANGUAGE, AMOUNTS = "words.language", "words.amounts"
HIGHEST_GRADE = 8.0
FEWEST_WORDS = 10  # a grade of fewer words means nothing
FEWEST_FOR_SMOG = 30  # one long word in one short sentence is already grade 9
LEAST_KNOWN = 0.6  # of an English text the dictionary knows nearly every word

_MONTH = "|".join(MONTHS)
DATE = re.compile(rf"(?:{_MONTH}) \d{{1,2}}, \d{{4}}")
_CAPITALS = re.compile(r"\b(?!(?:STOP|HELP)\b)[A-Z]{4,}\b")
CODE = re.compile(r"\b(?:\d{4}[0-9A-Z]|[A-Z]\d{4}|[A-TV-Z]\d{2}\.\w{1,4})\b(?![.,]\d)")
_TYPED_CODE = re.compile(rf"(?<![\d$.,#-])(?<!\b[A-Z]{{2}} ){CODE.pattern}(?!-\d)")
_PRIVATE = re.compile(
    r"(?<!\d)(?:\d{3}[- ]\d{2}[- ]\d{4}|\d{9})(?!\d)|\bsocial\s+security\b|\bssn\b"
    r"|\b(?:date\s+of\s+birth|birth\s?dates?|dob|born\s+on)\b",
    re.IGNORECASE,
)
_NOT_PROSE = re.compile(
    rf"{DATE.pattern}|\$?[\d,]+\.\d\d|\S+\.(?:org|com|net|gov)\S*|[\d-]{{5,}}|____|\[ \]"
)
_AMOUNT = re.compile(
    r"\$\s*(?P<a>[\d,]+(?:\.\d+)?)|(?<![\d.,$])(?P<b>\d[\d,]*\.\d\d)(?![\d.]|\s*[ap]\.?m\b)"
    r"|(?<![\d.,$])(?P<c>\d[\d,]*(?:\.\d+)?)\s*(?:dollars?|bucks|usd)\b"
    r"|\b(?:ten|[a-z]+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
    r"\s+(?:and\s+\w+\s+)?(?:dollars?|bucks)\b",
    re.IGNORECASE,
)
_PART_PAYMENT = re.compile(r"\b(?:part|partial|small|token|any|minimum)\s+payments?\b", re.I)


def masked(text: str, own_words: Iterable[str]) -> str:
    """Names and addresses blanked out whole, longest first, in any case; nothing else moves."""
    longest_first = sorted({word for word in own_words if word.strip()}, key=len, reverse=True)
    if not longest_first:
        return text
    names = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    blank = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    return blank.sub(lambda found: " " * len(found[0]), text)


def word_faults(
    typed: str,
    own_words: Iterable[str],
    *,
    exceptions: Collection[str] = (),
    old_debt: bool = False,
) -> Iterator[Fault]:
    """Threats, trade words, health, and a loud voice. Names and allowed phrases are not read."""
    unnamed = _allowed_out(typed)
    seen = plain(masked(unnamed, own_words))
    free = seen.blanked(ALLOWED)
    yield from _threats(typed, free, exceptions=exceptions, old_debt=old_debt)
    for word in ANY_JARGON.finditer(free.text):
        fault = Fault("trade_word", f'It says "{word[0]}": use a plain word for money', PLAIN)
        yield fault_at(typed, free.span(*word.span()), fault)
    yield from _clinical(typed, free)
    for mark in re.finditer("!", typed):
        fault = Fault("exclamation", "It has an exclamation mark: say it calmly", PLAIN)
        yield fault_at(typed, mark.span(), fault)
    for word in _CAPITALS.finditer(seen.text):
        text = f'It has "{word[0]}" in capitals: only the address is in capitals'
        yield fault_at(typed, seen.span(*word.span()), Fault("capitals", text, PLAIN))


def _allowed_out(typed: str) -> str:
    """Before names go: a patient called "care" must not break the sentence that may say refuse."""
    return ALLOWED.sub(lambda found: " " * len(found[0]), typed)


def _threats(
    typed: str, seen: Seen, *, exceptions: Collection[str], old_debt: bool
) -> Iterator[Fault]:
    told: list[tuple[int, int, str]] = []
    for reading, found in _readings(seen):
        banned, (start, end) = banned_by(found), reading.span(*found.span())
        code = banned.topic.code
        if banned.name in exceptions:
            continue
        if any(start < b and a < end and code == other for a, b, other in told):
            continue
        told.append((start, end, code))
        said = " ".join(found[0].split())
        rule = banned.topic.rule
        if old_debt and banned.topic.code == "suit_threat":
            rule = TIME_BARRED
        text = f'It says "{said}": {banned.topic.says}'
        yield fault_at(typed, (start, end), Fault(code, text, rule))
    if old_debt:
        for found in _PART_PAYMENT.finditer(seen.text):
            text = f'It says "{found[0]}": never use a payment to bring an old debt back'
            yield fault_at(typed, seen.span(*found.span()), Fault("revival", text, TIME_BARRED))


def _readings(seen: Seen) -> Iterator[tuple[Seen, re.Match[str]]]:
    """Every match as it stands and with each disguise undone; only what a disguise changes is read
    twice.
    """
    yield from _each(seen, 0, len(seen.text))
    tight = squeezed(seen)
    whole = joined(tight)
    for reading, before in ((tight, seen), (whole, tight)):
        for start, end in changed(reading, before):
            yield from _each(reading, start, end)
    spelled = spaced_out(seen)
    yield from ((spelled, found) for found in ANY_SPELLED.finditer(spelled.text))


def _each(reading: Seen, start: int, end: int) -> Iterator[tuple[Seen, re.Match[str]]]:
    """One match may begin inside another: a threat does not hide a second one."""
    while found := ANY_BANNED.search(reading.text, start, end):
        yield reading, found
        start = found.start() + len(found[0].split()[0])


def _clinical(typed: str, seen: Seen) -> Iterator[Fault]:
    told: set[int] = set()
    for reading in (seen, squeezed(seen), spaced_out(seen)):
        for word in ANY_CLINICAL.finditer(reading.text):
            span = reading.span(*word.span())
            if span[0] not in told:
                told.add(span[0])
                text = f'It says "{word[0]}": nothing about health goes on a bill'
                yield fault_at(typed, span, Fault("clinical_word", text, MINIMUM))


def private_faults(words: Words) -> Iterator[Fault]:
    """Codes of care, numbers that belong to one person alone, and other people."""
    typed = words.text
    seen = plain(masked(typed, words.own_words))
    for code in _TYPED_CODE.finditer(seen.text):
        text = f'It has "{code[0]}", which looks like a code of care'
        yield fault_at(typed, seen.span(*code.span()), Fault("clinical_word", text, MINIMUM))
    if has_card_number(seen.text):
        yield Fault("card_number", "It has a card number. Take it out: none is kept here", CARDS)
    elif words.kind is not WordsKind.SCRIPT:
        for found in _PRIVATE.finditer(seen.text):
            fault = Fault("private_number", "It speaks of a private number or a birth day", MINIMUM)
            yield fault_at(typed, seen.span(*found.span()), fault)
    for other in words.others:
        pattern = r"\s+".join(map(re.escape, plain(other).text.split()))
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", seen.text, re.IGNORECASE):
            fault = Fault("other_person", "It names another person or account", MINIMUM)
            yield fault_at(typed, seen.span(*found.span()), fault)


def amount_faults(words: Words) -> Iterator[Fault]:
    """Every amount is one the ledger knows for this account."""
    if words.known_cents is None:
        return
    seen = plain(words.text)
    for found in _AMOUNT.finditer(seen.text):
        digits = found["a"] or found["b"] or found["c"]
        if digits is None:
            text = f'It says "{found[0]}": write amounts in digits, so that they can be checked'
        elif _cents(digits) in words.known_cents:
            continue
        else:
            text = f"It says {found[0].strip()}, which is not an amount of this account's ledger"
        yield fault_at(words.text, seen.span(*found.span()), Fault("amount", text, AMOUNTS))


def _cents(digits: str) -> int | None:
    try:
        cents = Decimal(digits.replace(",", "")) * 100
    except InvalidOperation:
        return None
    return int(cents) if cents == cents.to_integral_value() else None


def grade_of(text: str, own_words: Iterable[str] = ()) -> Grades:
    """Names, sums, dates and addresses are not measured."""
    return grades(_NOT_PROSE.sub(" ", masked(text, own_words)))


def grade_faults(text: str, own_words: Iterable[str] = ()) -> Iterator[Fault]:
    found = grade_of(text, own_words)
    worst = found.worst if found.words >= FEWEST_FOR_SMOG else found.flesch_kincaid
    if worst > HIGHEST_GRADE and found.words >= FEWEST_WORDS:
        yield Fault(
            "grade",
            f"It reads at grade {worst}; {HIGHEST_GRADE} is the most: use shorter words",
            GRADE,
        )


def language_faults(words: Words, approved: Collection[str]) -> Iterator[Fault]:
    if words.language not in approved:
        text = f"Nobody has approved word lists for language {words.language}"
        yield Fault("language", text, LANGUAGE)
        return
    seen = masked(words.text, words.own_words)
    if grade_of(seen).words >= FEWEST_WORDS and known_share(seen) < LEAST_KNOWN:
        text = "It does not read as English, and only English words have been approved"
        yield Fault("language", text, LANGUAGE)
