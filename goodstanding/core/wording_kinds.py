"""What each kind of typed words must say, and must leave out."""

import re
from collections.abc import Callable, Iterator, Mapping

from goodstanding.core.unmasked import plain
from goodstanding.core.wording_checks import masked
from goodstanding.core.wording_lists import ANY_APPOINTMENT, ANY_HEALTH, ANY_MONEY
from goodstanding.core.wording_shape import Fault, Words, WordsKind, fault_at
from goodstanding.core.wording_words import MINIMUM, PRACTICES

OPT_OUT = "us-regf-electronic-opt-out"
EXEMPT = "us-tcpa-healthcare-exemption-not-billing"
HELP = "us-aca1557-language-notice"
TRUE_SUBJECT = "us-canspam"
SHORT = "words.text_message"
LONGEST_TEXT = 160  # 47 CFR 64.1200(a)(9)(iv): an exempt message
LANGUAGE_LINE = {"en": "An interpreter is free.", "es": "El intérprete es gratis."}

_STOP = re.compile(r"\b(?:reply|text|send)\s+(?:with\s+)?\W?stop\b", re.IGNORECASE)
_NO_MORE = re.compile(
    r"\bunsubscribe\b|\bopt\s+out\b|\breply\s+(?:with\s+)?\W?stop\b"
    r"|\bstop\s+(?:these|getting|our|receiving)\s+(?:\w+\s+)?(?:e-?mails?|messages?)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"https?:\S+|\bwww\.\S+|\b[\w-]+\.(?:com|org|net|gov|io|ly|us|me|co)\b\S*", re.IGNORECASE
)
_SUM = re.compile(r"\$\s*\d[\d,.]*\d?|(?<![\d.])\d[\d,]*\.\d\d\b|\b\d+\s+dollars?\b", re.IGNORECASE)
_SUBJECT = re.compile(r"\Asubject(?: line)?:[^\n]*", re.IGNORECASE)
_FALSE = re.compile(
    r"(?<=subject: )(?:re|fwd?):|\bon\s+sale\b"
    r"|\b(?:special|limited[\s-]*time|exclusive)\s+(?:offer|deal|price)s?\b",
    re.IGNORECASE,
)
_HOLDS_BACK = re.compile(
    r"\b(?:billing|collections?|business|patient\s+accounts?|accounts?|finance)\s+(?:office"
    r"|department|team|desk)\b",
    re.IGNORECASE,
)


def kind_faults(words: Words) -> Iterator[Fault]:
    yield from _KINDS.get(words.kind, _nothing)(words)
    said = " ".join(plain(words.text).text.split())
    for needed in words.must_say:
        if " ".join(plain(needed.text).text.split()) not in said:
            text = f"The notice {needed.notice_id} is missing or changed"
            yield Fault("notice_missing", text, needed.rule)


def _nothing(words: Words) -> Iterator[Fault]:
    yield from ()


def _voicemail(words: Words) -> Iterator[Fault]:
    """Who calls, from where, and the number: anyone in the house may hear it."""
    own = (*words.own_words, *words.clinic_names)
    seen = plain(masked(words.text, own))
    for pattern in (_HOLDS_BACK, ANY_MONEY, ANY_HEALTH, _SUM):
        for found in pattern.finditer(seen.text):
            text = f'It says "{found[0]}": a voicemail says who calls and the number, no more'
            fault = Fault("voicemail_word", text, MINIMUM)
            yield fault_at(words.text, seen.span(*found.span()), fault)
    yield from _names_the_clinic(words, MINIMUM)
    if words.phone and _digits(words.phone) not in _digits(words.text):
        yield Fault("no_number", "It does not give our number to call back", MINIMUM)


def _text(words: Words) -> Iterator[Fault]:
    seen = plain(masked(words.text, (*words.own_words, *words.clinic_names)))
    about_money = ANY_MONEY.search(seen.text) or _SUM.search(seen.text)
    about_visit = ANY_APPOINTMENT.search(seen.text)
    if about_visit and about_money:
        text = "It mixes a visit to come with money: send two texts"
        fault = Fault("mixed_text", text, EXEMPT)
        yield fault_at(words.text, seen.span(*about_money.span()), fault)
    elif about_visit and len(words.text) > LONGEST_TEXT:
        text = f"It has {len(words.text)} signs; a reminder of a visit has {LONGEST_TEXT} at most"
        yield Fault("too_long", text, EXEMPT)
    for pattern, what in ((_SUM, "an amount"), (_LINK, "a link")):
        for found in pattern.finditer(seen.text):
            text = f"It has {what}: others may see the phone, and people distrust links"
            fault = Fault("text_says_more", text, SHORT)
            yield fault_at(words.text, seen.span(*found.span()), fault)
    yield from _names_the_clinic(words, EXEMPT)
    if not _STOP.search(seen.text):
        yield Fault(
            "opt_out", "It does not say how to stop: Reply STOP to stop these texts", OPT_OUT
        )


def _email(words: Words) -> Iterator[Fault]:
    seen = plain(words.text)
    subject = _SUBJECT.match(seen.text)
    if subject and (amount := _SUM.search(subject[0])):
        text = "Its subject line names an amount: anyone near the screen may read it"
        fault = Fault("subject_amount", text, MINIMUM)
        yield fault_at(words.text, seen.span(*amount.span()), fault)
    for found in _FALSE.finditer(seen.text):
        text = f'It says "{found[0]}": an email says truly why we write, and sells nothing'
        fault = Fault("false_subject", text, TRUE_SUBJECT)
        yield fault_at(words.text, seen.span(*found.span()), fault)
    if not _NO_MORE.search(seen.text):
        yield Fault("opt_out", "It does not say how to stop these emails", OPT_OUT)
    yield from _letter(words)


def _letter(words: Words) -> Iterator[Fault]:
    said = " ".join(plain(words.text).text.split())
    line = LANGUAGE_LINE.get(words.language, "")
    if line not in said:
        yield Fault("language_help", f'The line "{line}" is missing', HELP)
    if words.registered_name and plain(words.registered_name).text not in said:
        yield Fault("registered_name", "It does not give the clinic's full name", PRACTICES)


def _names_the_clinic(words: Words, rule: str) -> Iterator[Fault]:
    said = " ".join(plain(words.text).text.lower().split())
    names = [plain(name).text.lower() for name in words.clinic_names if name]
    if names and not any(name in said for name in names):
        yield Fault("no_clinic", "It does not say which clinic writes or calls", rule)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


_KINDS: Mapping[WordsKind, Callable[[Words], Iterator[Fault]]] = {
    WordsKind.VOICEMAIL: _voicemail,
    WordsKind.TEXT: _text,
    WordsKind.EMAIL: _email,
    WordsKind.LETTER: _letter,
}
