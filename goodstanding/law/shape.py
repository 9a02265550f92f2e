"""The shape of a rule: its sentence and source, and its parameters as dated versions by place."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

# A native TOML value: whole number, Decimal, flag, day, clock time, word, or a list of words.
Value = int | Decimal | bool | date | time | str | tuple[str, ...]


class NoRule(LookupError):
    """No such rule, or no version of it in force on that day in that state."""


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
    """`say` is the rule in our words; `informs` is "why" when no check reads it but a person should
    see it."""

    id: str
    say: str
    citation: str
    source: Source
    verified: bool
    binds: str
    informs: str
    parameters: tuple[Parameter, ...]
