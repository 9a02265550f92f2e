"""An estimate's lines beside what was billed since, by provider and code; and how near estimates
come, by procedure and payer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from goodstanding.core.estimate_compared import ELIGIBLE
from goodstanding.core.money import Cents
from goodstanding.law import LawOn

AMBER = "estimates.amber"
NEAR_PERCENT = 10


class Near(StrEnum):
    """STOPS: nothing is asked for until a supervisor has looked."""

    FINE = "near enough"
    AMBER = "close to the limit"
    STOPS = "over the limit"


@dataclass(frozen=True, slots=True)
class Amount:
    """One line, estimated or billed."""

    provider: str
    code: str
    cents: Cents


@dataclass(frozen=True, slots=True)
class LineCompared:
    code: str
    estimated: Cents
    billed: Cents

    @property
    def over(self) -> Cents:
        return self.billed - self.estimated


@dataclass(frozen=True, slots=True)
class ProviderCompared:
    """The limit is of the provider's total, never of one line and never across providers."""

    provider: str
    lines: tuple[LineCompared, ...]
    near: Near

    @property
    def estimated(self) -> Cents:
        return sum(line.estimated for line in self.lines)

    @property
    def billed(self) -> Cents:
        return sum(line.billed for line in self.lines)

    @property
    def over(self) -> Cents:
        return self.billed - self.estimated


def compared_lines(
    estimated: Iterable[Amount], billed: Iterable[Amount], law: LawOn
) -> tuple[ProviderCompared, ...]:
    """Those most over first. A provider who was not estimated is left out: nothing was promised."""
    sums: dict[str, dict[str, list[Cents]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for line in estimated:
        sums[line.provider][line.code][0] += line.cents
    named = set(sums)
    for line in billed:
        if line.provider in named or "" in named:
            sums[line.provider if line.provider in named else ""][line.code][1] += line.cents
    found = []
    for provider, codes in sums.items():
        lines = tuple(LineCompared(code, *pair) for code, pair in sorted(codes.items()))
        found.append(ProviderCompared(provider, lines, near(sum(x.over for x in lines), law)))
    return tuple(sorted(found, key=lambda one: (-one.over, one.provider)))


@dataclass(frozen=True, slots=True)
class Limits:
    """From how much over it is shown, and from how much on nothing is asked."""

    shown: Cents
    stops: Cents


def limits_of(law: LawOn) -> Limits:
    return Limits(law.cents(AMBER, "shown_from"), law.cents(ELIGIBLE, "substantially_in_excess"))


def near(over: Cents, law: LawOn) -> Near:
    limits = limits_of(law)
    if over >= limits.stops:
        return Near.STOPS
    return Near.AMBER if over >= limits.shown else Near.FINE


@dataclass(frozen=True, slots=True)
class Outcome:
    """One code of one estimate whose bill has come; `payer` "" is self-pay."""

    code: str
    payer: str
    estimated: Cents
    actual: Cents


@dataclass(frozen=True, slots=True)
class Accuracy:
    """`near`: how many came within a tenth of the estimate, either way."""

    code: str
    payer: str
    count: int
    estimated: Cents
    actual: Cents
    near: int

    @property
    def over_percent(self) -> int | None:
        """Above 0: more was billed than estimated. None where nothing was estimated."""
        if not self.estimated:
            return None
        return round((self.actual - self.estimated) * 100 / self.estimated)


def accuracy(outcomes: Iterable[Outcome]) -> tuple[Accuracy, ...]:
    """By procedure and payer, the most frequent first."""
    groups: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[one.code, one.payer].append(one)
    found = [
        Accuracy(
            code, payer, len(group), sum(one.estimated for one in group),
            sum(one.actual for one in group), sum(map(_is_near, group)),
        ) for (code, payer), group in groups.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.count, one.code, one.payer)))


def _is_near(one: Outcome) -> bool:
    return abs(one.actual - one.estimated) * 100 <= NEAR_PERCENT * one.estimated
