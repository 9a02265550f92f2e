"""The house's lint for what is not only Python: templates, and words no file of ours may hold."""

import re
from collections.abc import Iterator

from tests.tidy import Check, Fault, Source

# Notes to ourselves belong in an issue. Written apart here, so that this file may say them.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
PHONE = re.compile(r"(?<![\d.-])(?:\(\d{3}\) ?|\d{3}[-. ])(\d{3})[-. ]\d{4}(?![\d-])")
# A phone in an X12 PER segment has no separators: PER*BL*NAME*TE*6125550100
X12_PHONE = re.compile(r"\*(?:TE|FX|CP|HP)\*\d{3}(\d{3})\d{4}\b")
# Public offices whose numbers letters must print (WORDS.md 4.3).
PUBLIC_PHONES = frozenset({"651-296-3353", "800-657-3787"})

TEMPLATE_FAULTS = (
    (re.compile(r"<[^>]*\sstyle\s*=", re.I), "an inline style breaks the Content-Security-Policy"),
    (re.compile(r"<style\b", re.I), "an inline style breaks the Content-Security-Policy"),
    (re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.I), "a script without src"),
    (
        re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
        "an inline event (on...=) never runs under our policy",
    ),
    (re.compile(r"javascript:", re.I), "javascript: never runs under our policy"),
    (
        re.compile(
            r"<(?:script|link|img|iframe|source|video|audio|object|embed|use)\b[^>]*"
            r"\s(?:src|href|data)\s*=\s*[\"']?(?:https?:)?//",
            re.I,
        ),
        "an asset from elsewhere: we serve our own",
    ),
    (
        re.compile(r"\{[%{][^}]*(?:\.all|\.filter|_set)\b"),
        "a template asks the database: give it values",
    ),
)
STYLE_FAULTS = (
    (re.compile(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", re.I), "an asset from elsewhere"),
)


def unfinished(source: Source) -> Iterator[Fault]:
    for match in UNFINISHED.finditer(source.text):
        yield f"{line_of(source, match)}: {match.group()}: open an issue instead"


def people(source: Source) -> Iterator[Fault]:
    """Nothing that looks like a real person's number: phones have 555 in the middle, SSNs are not
    there.
    """
    for match in SSN.finditer(source.text):
        yield f"{line_of(source, match)}: looks like a social security number"
    for pattern in (PHONE, X12_PHONE):
        for match in pattern.finditer(source.text):
            if match.group(1) != "555" and match.group() not in PUBLIC_PHONES:
                yield f"{line_of(source, match)}: {match.group()} looks like somebody's phone"


def template(source: Source) -> Iterator[Fault]:
    if source.path.endswith((".html", ".svg")):
        yield from found(source, TEMPLATE_FAULTS)
    if source.path.endswith(".css"):
        yield from found(source, STYLE_FAULTS)


def found(source: Source, faults: tuple[tuple[re.Pattern[str], str], ...]) -> Iterator[Fault]:
    for pattern, why in faults:
        for match in pattern.finditer(source.text):
            yield f"{line_of(source, match)}: {why}"


def line_of(source: Source, match: re.Match[str]) -> int:
    return source.text.count("\n", 0, match.start()) + 1


TEXT_CHECKS: tuple[Check, ...] = (unfinished, people, template)
