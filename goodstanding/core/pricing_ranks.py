"""Several operations of one day in order of value: the first whole, the next in part; a family of
endoscopies counts as one (Medicare Claims Processing Manual ch. 12, 40.6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from goodstanding.law import LawOn

MULTIPLE = "pricing.multiple"
_NAMED = 5
_WORDS = ("Highest", "Second", "Third", "Fourth", "Fifth", "Later")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line: `cents` of one unit, both sides already in it. `family` "": it stands alone.
    `base_cents`: the amount of the family's own code. `name` decides between equals."""

    role: str
    cents: Fraction
    units: int
    family: str
    base_cents: Fraction
    name: str


@dataclass(frozen=True, slots=True)
class _Whole:
    """What takes one place in the order: a unit of a line, or a whole family. `parts`: line and
    its cents before the order counts."""

    cents: Fraction
    parts: tuple[tuple[int, Fraction], ...]


def ranked(lines: Sequence[Ranked], law: LawOn) -> list[tuple[Fraction, tuple[str, ...]]]:
    """For each line what is left of it, and why in words."""
    cents = [Fraction(0)] * len(lines)
    words: list[list[str]] = [[] for _ in lines]
    for role in dict.fromkeys(line.role for line in lines):
        own = [at for at, line in enumerate(lines) if line.role == role]
        wholes = _wholes(lines, own, words)
        # Of equal value the sum is the same; the name makes the order of the lines not matter.
        wholes.sort(key=lambda one: (-one.cents, [lines[at].name for at, _ in one.parts]))
        for rank, whole in enumerate(wholes):
            name = f"rank_{rank + 1}" if rank < _NAMED else "rank_later"
            percent = Fraction(law.rate(MULTIPLE, name))
            for at, part in whole.parts:
                cents[at] += part * percent / 100
                if len(wholes) > 1:
                    words[at].append(_said(rank, percent, of=len(wholes)))
    return [(one, tuple(said)) for one, said in zip(cents, words, strict=True)]


def _said(rank: int, percent: Fraction, *, of: int) -> str:
    text = f"{_WORDS[min(rank, _NAMED)]} of {of} procedures by value: {int(percent)} percent"
    return f"{text}; the plan decides by the report." if rank >= _NAMED else f"{text}."


def _wholes(lines: Sequence[Ranked], own: list[int], words: list[list[str]]) -> list[_Whole]:
    families = defaultdict(list)
    wholes = []
    for at in own:
        line = lines[at]
        for _ in range(line.units):
            if line.family:
                families[line.family].append(at)
            else:
                wholes.append(_Whole(line.cents, ((at, line.cents),)))
    for members in families.values():
        wholes.append(_family(lines, members, words))
    return wholes


def _family(lines: Sequence[Ranked], members: list[int], words: list[list[str]]) -> _Whole:
    """The highest whole, of each other what it is above the family's own code; that code beside
    another is in it already."""
    members = sorted(members, key=lambda at: (-lines[at].cents, lines[at].name))
    first, *others = members
    parts = [(first, lines[first].cents)]
    for at in others:
        more = max(lines[at].cents - lines[at].base_cents, Fraction(0))
        parts.append((at, more))
        words[at].append("Same family of endoscopies: only what is above the family's own code.")
    return _Whole(sum((part for _, part in parts), Fraction(0)), tuple(parts))
