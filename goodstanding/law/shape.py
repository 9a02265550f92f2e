"""The shape of a rule: its sentence and source, and its parameters as dated versions by place."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

# A native TOML value: whole number, Decimal, flag, day, clock time, word, or a list of words;
# None where the law has a figure that nobody here knows.
Value = int | Decimal | bool | date | time | str | tuple[str, ...] | None

HOUSE = "house"
FEDERAL = "US"
GATES = ("block", "hold", "require", "route", "inform")
REACHES = ("clinic", "either")


class NoRule(LookupError):
    """No such rule, or no version of it in force on that day in that state."""


class Unknown(NoRule):
    """A version is in force, and its figure is not known here: who asks must hold."""


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    name: str
    url: str = ""
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """`place` is "US", a state ("MN") or "house" (clinic policy); `until` is the last day in force.

    `cite`, `source`, `binds` and `verified` are the rule's own where the version does not say
    otherwise.
    """

    place: str
    from_on: date
    until: date | None
    value: Value
    cite: str
    source: Source
    binds: str
    verified: bool

    def in_force(self, day: date) -> bool:
        return self.from_on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Parameter:
    """`name` is "" for the rule's own figure; `take` decides between US, state and house."""

    name: str
    unit: str
    take: str
    at: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """`say` is the rule in our words; `informs` is why no check reads it though a person should
    see it.

    `gate` is one of GATES, "" where the rule is clinic policy that a check words for itself.
    `reach` "either": it also protects a person who lives in its state when the clinic does not.
    `like` is the rule whose readers this one answers in its own state. `note` is the doubt of an
    unverified rule, or a remark. `touches` says for people what it bears on; `topic` is its file.
    """

    id: str
    say: str
    citation: str
    source: Source
    verified: bool
    binds: str
    informs: str
    parameters: tuple[Parameter, ...]
    title: str = ""
    gate: str = ""
    note: str = ""
    reach: str = "clinic"
    like: str = ""
    touches: tuple[str, ...] = ()
    topic: str = ""
    # What a lawyer confirms: words, figures and days, not how often we read them. Rules are few
    # and pages list them all, so it is worked out once.
    mark: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mark", _mark(self))

    @property
    def is_law(self) -> bool:
        """Dotted ids are clinic policy."""
        return "." not in self.id

    @property
    def place(self) -> str:
        """Whose rule it is, by its id: "US", a state or "house"."""
        return self.id.split("-", 1)[0].upper() if self.is_law else HOUSE

    @property
    def versions(self) -> tuple[Version, ...]:
        return tuple(version for parameter in self.parameters for version in parameter.at)

    def parameter(self, name: str) -> Parameter | None:
        return next((one for one in self.parameters if one.name == name), None)


def _mark(rule: Rule) -> str:
    words: list[Any] = [rule.id, rule.say, rule.citation, rule.binds, rule.gate]
    words += [rule.reach, rule.like]
    for one in rule.parameters:
        at = [(v.place, v.from_on, v.until, v.value, v.cite, v.binds) for v in one.at]
        words.append((one.name, one.unit, one.take, at))
    return hashlib.sha256(json.dumps(words, default=str).encode()).hexdigest()
