"""The law book: every rule file read once; `on(day, state)` answers with what is in force that
day.

A state whose law is not written here is kept by Minnesota's as clinic policy
(docs/decisions/0023-law-of-other-states.md).
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

from goodstanding.law.reading import read
from goodstanding.law.shape import (
    FEDERAL,
    HOUSE,
    NoRule,
    Parameter,
    Rule,
    Unknown,
    Version,
)

RULES = Path(__file__).parent / "rules"
# The state whose law the clinic keeps, as policy, where it knows no other.
MODEL = "MN"


class LawBook:
    def __init__(self, texts: Mapping[str, str]) -> None:
        """`texts` are the rule files by name; a fault in one is a ValueError that names it."""
        self.texts = dict(sorted(texts.items()))
        self.rules: dict[str, Rule] = {}
        for name, text in self.texts.items():
            try:
                self._add(read(text, topic=name.removesuffix(".toml")))
            except (KeyError, TypeError, ValueError) as fault:
                raise ValueError(f"{name}: {fault}") from fault
        self.parameters = {(r.id, p.name): p for r in self.rules.values() for p in r.parameters}
        self.alikes = {(r.place, r.like): r for r in self.rules.values() if r.like}
        if strange := sorted({like for _, like in self.alikes} - set(self.rules)):
            raise ValueError(f"there is no rule to be like: {', '.join(strange)}")
        self._days: dict[tuple[date, str, str], LawOn] = {}

    @classmethod
    def load(cls, folder: Path = RULES) -> Self:
        """Every .toml of the folder."""
        return cls({path.name: path.read_text("utf-8") for path in folder.glob("*.toml")})

    @classmethod
    def from_content(cls, content: bytes) -> Self:
        """The edition that `content` was: a past day is replayed under the law it was decided
        under."""
        return cls(json.loads(zlib.decompress(content)))

    @cached_property
    def content(self) -> bytes:
        """Every rule file by name, as compressed JSON."""
        return zlib.compress(self._plain(), level=9)

    @cached_property
    def mark(self) -> str:
        """SHA-256 of the files before compression, which another zlib may do otherwise."""
        return hashlib.sha256(self._plain()).hexdigest()

    @cached_property
    def states(self) -> frozenset[str]:
        """The states with law written here."""
        places = {v.place for rule in self.rules.values() for v in rule.versions}
        return frozenset(places - {FEDERAL, HOUSE})

    def on(self, day: date, state: str, *, home: str = "") -> "LawOn":
        """`home` is the person's own state, "" when not known or not asked about."""
        # A home that adds no law shares the day of those without one.
        if home == state or home not in self.states:
            home = ""
        law = self._days.get((day, state, home))
        if law is None:
            law = self._days[day, state, home] = LawOn(self, day, state, home=home)
        return law

    def _add(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            if rule.id in self.rules:
                raise ValueError(f"rule {rule.id} is written twice")
            self.rules[rule.id] = rule

    def _plain(self) -> bytes:
        return json.dumps(self.texts, sort_keys=True).encode()


class LawOn:
    """The law of one day in one state (and the clinic's own policy), with a reader for each type of
    value."""

    def __init__(self, book: LawBook, day: date, state: str, *, home: str = "") -> None:
        self.home = home
        self.book = book
        self.day = day
        self.state = state
        self._found: dict[tuple[str, str], Version | None] = {}
        self._governing: dict[str, Rule] = {}
        self._cited: dict[str, str] = {}
        self._values: dict[tuple[str, str], Any] = {}

    def as_of(self, day: date) -> "LawOn":
        """The same place on another day: a rule may look at the day of service."""
        return self.book.on(day, self.state, home=self.home)

    def rule(self, rule_id: str) -> Rule:
        """The rule that governs here: the clinic's state's own, if one like it is written."""
        found = self._governing.get(rule_id)
        if found is None:
            asked = self._asked(rule_id)
            own = self.book.alikes.get((self.state, rule_id))
            found = own if own and _speaks(own, self.day) else asked
            self._governing[rule_id] = found
        return found

    def named(self, rule_id: str) -> str:
        """The id to give with a decision: the state's own rule where it has one."""
        return self.rule(rule_id).id

    def cite(self, rule_id: str) -> str:
        """The citation, whatever the day; "Clinic policy, after ..." where only policy carries
        another state's rule here."""
        found = self._cited.get(rule_id)
        if found is None:
            rule = self.rule(rule_id)
            found = _as_policy(rule.citation) if self.is_policy(rule_id) else rule.citation
            self._cited[rule_id] = found
        return found

    def is_policy(self, rule_id: str) -> bool:
        """Minnesota's rule, kept here though this state's own law is not written."""
        rule = self.rule(rule_id)
        if rule.place != MODEL or self.state == MODEL:
            return False
        at_home = rule.reach == "either" and self.home == MODEL
        return not at_home and all(v.place in (MODEL, HOUSE) for v in rule.versions)

    def in_force(self, rule_id: str, name: str = "") -> bool:
        return self._version(rule_id, name) is not None

    def version(self, rule_id: str, name: str = "") -> Version:
        """The version that governs: what a decision stores beside its answer."""
        found = self._version(rule_id, name)
        if found is None:
            label = f"{rule_id} {name}".strip()
            raise NoRule(f"no version of {label} is in force on {self.day} in {self.state}")
        return found

    def number(self, rule_id: str, name: str = "") -> int:
        value = self._value(rule_id, name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{rule_id} {name} is not a whole number")
        return value

    def cents(self, rule_id: str, name: str = "") -> int:
        """A figure written in whole dollars, as cents."""
        return self.number(rule_id, name) * 100

    def rate(self, rule_id: str, name: str = "") -> Decimal:
        value = self._value(rule_id, name)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise TypeError(f"{rule_id} {name} is not a rate")
        return Decimal(value)

    def flag(self, rule_id: str, name: str = "") -> bool:
        value = self._value(rule_id, name)
        if not isinstance(value, bool):
            raise TypeError(f"{rule_id} {name} is not yes or no")
        return value

    def on_day(self, rule_id: str, name: str = "") -> date:
        value = self._value(rule_id, name)
        if not isinstance(value, date):
            raise TypeError(f"{rule_id} {name} is not a day")
        return value

    def clock(self, rule_id: str, name: str = "") -> time:
        value = self._value(rule_id, name)
        if not isinstance(value, time):
            raise TypeError(f"{rule_id} {name} is not a time of day")
        return value

    def words(self, rule_id: str, name: str = "") -> tuple[str, ...]:
        value = self._value(rule_id, name)
        if not isinstance(value, tuple):
            raise TypeError(f"{rule_id} {name} is not a list of words")
        return value

    def text(self, rule_id: str, name: str = "") -> str:
        value = self._value(rule_id, name)
        if not isinstance(value, str):
            raise TypeError(f"{rule_id} {name} is not a text")
        return value

    def _asked(self, rule_id: str) -> Rule:
        try:
            return self.book.rules[rule_id]
        except KeyError:
            raise NoRule(f"there is no rule {rule_id}") from None

    def _value(self, rule_id: str, name: str) -> Any:
        value = self._values.get((rule_id, name))
        if value is not None:
            return value
        value = self._values[rule_id, name] = self.version(rule_id, name).value
        if value is None:
            raise Unknown(f"the figure of {rule_id} {name} on {self.day} is not known here")
        return value

    def _version(self, rule_id: str, name: str) -> Version | None:
        key = (rule_id, name)
        if key in self._found:
            return self._found[key]
        if key not in self.book.parameters:
            raise NoRule(f"there is no rule {rule_id} {name}".rstrip())
        take = self.book.parameters[key].take
        found = self._found[key] = _strictest(take, list(self._candidates(rule_id, name)))
        return found

    def _candidates(self, rule_id: str, name: str) -> Iterator[Version]:
        """One version each of policy, the clinic's state, the person's state and the nation, in
        that order: the nearest first."""
        asked = self.book.rules[rule_id]
        own = self.book.parameters[rule_id, name]
        yield from _newest(own, HOUSE, self.day)
        here = self._of_state(rule_id, name, self.state)
        yield from here
        if self.home and self._reaches_home(asked):
            yield from self._of_state(rule_id, name, self.home)
        yield from _newest(own, FEDERAL, self.day)
        if asked.place == MODEL and not here and self.state != MODEL:
            for one in _newest(own, MODEL, self.day):
                yield replace(one, place=HOUSE, cite=_as_policy(one.cite))

    def _of_state(self, rule_id: str, name: str, state: str) -> list[Version]:
        like = self.book.alikes.get((state, rule_id))
        parameter = like.parameter(name) if like else None
        if parameter is None:
            parameter = self.book.parameters[rule_id, name]
        return _newest(parameter, state, self.day)

    def _reaches_home(self, asked: Rule) -> bool:
        like = self.book.alikes.get((self.home, asked.id), asked)
        return like.reach == "either"


def _speaks(rule: Rule, day: date) -> bool:
    return any(version.in_force(day) for version in rule.versions)


def _as_policy(citation: str) -> str:
    return f"Clinic policy, after {citation}"


def _newest(parameter: Parameter, place: str, day: date) -> list[Version]:
    """The newest version of that place in force; none or one."""
    live = [v for v in parameter.at if v.place == place and v.in_force(day)]
    return [max(live, key=lambda v: v.from_on)] if live else []


def _strictest(take: str, versions: list[Version]) -> Version | None:
    """Lowest, highest or nearest; when equal the law is named before policy. One that is not known
    makes the answer unknown: it might be the strictest."""
    if not versions:
        return None
    for version in versions:
        if version.value is None:
            return version
    if take == "nearest":
        return versions[0]
    choose: Any = min if take == "lowest" else max
    by_law_first = sorted(versions, key=lambda v: v.place == HOUSE)
    chosen: Version = choose(by_law_first, key=lambda v: v.value)
    return chosen


@cache
def live_book() -> LawBook:
    """The rules that ship with the program, read once."""
    return LawBook.load()
