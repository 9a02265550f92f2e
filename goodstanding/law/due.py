"""What changes soon in the law, and which source somebody should read again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.law.book import LawBook
from goodstanding.law.shape import Parameter, Rule, Source, Version

WITHIN = timedelta(days=90)
READ_WITHIN = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Change:
    """`what` is "begins", "ends" (`on` is its last day) or "names" (the figure is that day)."""

    on: date
    what: str
    rule: Rule
    parameter: Parameter
    version: Version


@dataclass(frozen=True, slots=True)
class Unread:
    """A source nobody here has read, or not for long, and the rules that rest on it."""

    source: Source
    rules: tuple[Rule, ...]


def changes(book: LawBook, on: date) -> list[Change]:
    """From `on` to ninety days later, the soonest first."""
    near = [each for each in _days(book) if on <= each.on <= on + WITHIN]
    return sorted(near, key=lambda each: (each.on, each.rule.id, each.parameter.name))


def unread(book: LawBook, on: date) -> list[Unread]:
    """Never read first, then the longest ago. Clinic policy has no source to read."""
    rules: dict[Source, list[Rule]] = {}
    for rule in book.rules.values():
        if rule.source.url and not _fresh(rule.source, on):
            rules.setdefault(rule.source, []).append(rule)
    found = [Unread(source, tuple(each)) for source, each in rules.items()]
    return sorted(found, key=lambda each: (each.source.read_on or date.min, each.rules[0].id))


def _fresh(source: Source, on: date) -> bool:
    return source.read_on is not None and on - source.read_on <= READ_WITHIN


def _days(book: LawBook) -> Iterator[Change]:
    for rule in book.rules.values():
        for parameter in rule.parameters:
            for version in parameter.at:
                yield Change(version.from_on, "begins", rule, parameter, version)
                if version.until is not None:
                    yield Change(version.until, "ends", rule, parameter, version)
                if isinstance(version.value, date) and version.value != version.from_on:
                    yield Change(version.value, "names", rule, parameter, version)
