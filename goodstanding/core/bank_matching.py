"""Which line of the bank is which money of ours: an insurer's check, a deposit, a returned check.

The same lines and the same money give the same pairs, in whatever order they came: what is sure is
paired, what is likely is proposed to a person.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goodstanding.core.money import Cents, show

NEAREST = 3
_WORD = re.compile(r"[A-Z0-9]+", re.ASCII)
# Words that half of all payers have in their names tell nobody apart.
_COMMON_WORDS = frozenset(
    ("HEALTH", "HEALTHCARE", "INSURANCE", "INS", "PLAN", "PLANS", "COMPANY", "CORP", "INC", "LLC",
     "THE", "OF", "AND", "CARE", "GROUP", "BENEFITS", "LIFE")
)  # fmt: skip


class Money(StrEnum):
    """What a bank line may be."""

    REMITTANCE = "remittance"
    DEPOSIT = "deposit"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Line:
    """`name` is the line's own key, the same whenever it comes; cents above zero came in."""

    key: int
    name: str
    on: date
    cents: Cents
    trace: str = ""
    reference: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """Money we wait for at the bank (below zero: that the bank will take back). `trace` is a
    remittance's TRN02, a returned check's number; `who` the payer's name; `also` its number.
    """

    money: Money
    key: int
    name: str
    cents: Cents
    on: date | None
    trace: str = ""
    who: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    line: int
    money: Money
    key: int
    how: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Likely, with what speaks for it and against it; the nearest first."""

    expected: Expected
    reasons: tuple[str, ...]


Never = frozenset[tuple[int, Money, int]]


def pairs(
    lines: Sequence[Line],
    expected: Sequence[Expected],
    *,
    days: int,
    never: Never = frozenset(),
) -> tuple[Pair, ...]:
    """What is sure. First trace and amount; then amount and payer or check number, then amount
    alone for a deposit, where nothing else of that amount is near. One line to one money, and one
    money to one line; `never` is what a person took apart.
    """
    found: list[Pair] = []
    for how, sure in _RULES:
        free_lines = _without(lines, {each.line for each in found})
        taken = {(each.money, each.key) for each in found}
        free = [each for each in expected if (each.money, each.key) not in taken]
        near = _near(free_lines, free, days=days, never=never)
        if how == BY_TRACE:
            found += _closest([(a, b) for a, b in near if sure(a, b)], how)
        else:
            found += _only([(a, b) for a, b in near if sure(a, b)], near, how)
    return tuple(sorted(found, key=lambda each: each.line))


def nearest(line: Line, expected: Iterable[Expected], *, days: int) -> tuple[Proposal, ...]:
    """Up to three kinds of money this line may be, with reasons."""
    return _ranked([(line, each) for each in expected], days=days)


def nearest_lines(
    one: Expected, lines: Iterable[Line], *, days: int
) -> tuple[tuple[Line, Proposal], ...]:
    """Up to three lines this money may be."""
    scored = sorted(
        ((_score(line, one, days=days), line.name, line) for line in lines), key=lambda s: s[:2]
    )
    return tuple(
        (line, Proposal(one, reasons(line, one, days=days)))
        for score, _, line in scored[:NEAREST]
        if score < _TOO_FAR
    )


def reasons(line: Line, one: Expected, *, days: int) -> tuple[str, ...]:
    """What speaks for it and against it, in words."""
    said = []
    if line.cents == one.cents:
        said.append("same amount")
    else:
        said.append(f"{show(abs(line.cents - one.cents))} apart")
    if line.trace and one.trace:
        said.append("same trace" if _same(line.trace, one.trace) else "another trace")
    if one.who and _names(one, line):
        said.append("names the payer")
    elif one.money is Money.RECEIPT and _has_number(one, line):
        said.append("names the check number")
    if one.on is not None:
        gap = abs((line.on - one.on).days)
        apart = "same day" if gap == 0 else f"{gap} day{'' if gap == 1 else 's'} apart"
        said.append(apart if gap <= days else f"{apart}, more than {days}")
    return tuple(said)


BY_TRACE = "trace and amount"
BY_PAYER = "amount and payer"
BY_NUMBER = "amount and check number"
BY_AMOUNT = "amount and day"


def _by_trace(line: Line, one: Expected) -> bool:
    return one.money is Money.REMITTANCE and bool(line.trace) and _same(line.trace, one.trace)


def _by_payer(line: Line, one: Expected) -> bool:
    return one.money is Money.REMITTANCE and not line.trace and _names(one, line)


def _by_number(line: Line, one: Expected) -> bool:
    return one.money is Money.RECEIPT and _has_number(one, line)


def _by_amount(line: Line, one: Expected) -> bool:
    return one.money is Money.DEPOSIT and not line.trace


_RULES = (
    (BY_TRACE, _by_trace), (BY_PAYER, _by_payer), (BY_NUMBER, _by_number), (BY_AMOUNT, _by_amount),
)  # fmt: skip
_Both = tuple[Line, Expected]


def _near(
    lines: Iterable[Line], expected: Iterable[Expected], *, days: int, never: Never
) -> list[_Both]:
    """Everything of one amount that lies within the days."""
    of: dict[Cents, list[Expected]] = defaultdict(list)
    for one in expected:
        of[one.cents].append(one)
    return [
        (line, one)
        for line in lines
        for one in of.get(line.cents, ())
        if _gap(line, one) <= days and (line.key, one.money, one.key) not in never
    ]


def _closest(sure: list[_Both], how: str) -> list[Pair]:
    """The same trace and amount more than once: the nearest days go together."""
    found, lines, taken = [], set(), set()
    order = sorted(sure, key=lambda b: (_gap(*b), b[0].on, b[0].name, b[1].name))
    for line, one in order:
        if line.key not in lines and (one.money, one.key) not in taken:
            lines.add(line.key)
            taken.add((one.money, one.key))
            found.append(Pair(line.key, one.money, one.key, how))
    return found


def _only(sure: list[_Both], near: list[_Both], how: str) -> list[Pair]:
    """Those with no other choice: one near money for the line by this rule, one line for it.

    For a deposit nothing but the amount speaks, so any other near money of the amount is a choice.
    """
    rivals = near if how == BY_AMOUNT else sure
    of_line: dict[int, int] = defaultdict(int)
    of_money: dict[tuple[Money, int], int] = defaultdict(int)
    for line, one in rivals:
        of_line[line.key] += 1
        of_money[one.money, one.key] += 1
    return [
        Pair(line.key, one.money, one.key, how)
        for line, one in sure
        if of_line[line.key] == 1 and of_money[one.money, one.key] == 1
    ]


def _ranked(both: list[_Both], *, days: int) -> tuple[Proposal, ...]:
    scored = sorted(
        ((_score(line, one, days=days), one.name, line, one) for line, one in both),
        key=lambda s: s[:2],
    )
    return tuple(
        Proposal(one, reasons(line, one, days=days))
        for score, _, line, one in scored[:NEAREST]
        if score < _TOO_FAR
    )


_TOO_FAR = 1000


def _score(line: Line, one: Expected, *, days: int) -> int:
    """Smaller is nearer. Money of the other direction, or with nothing in common, is too far."""
    if (line.cents > 0) is not (one.cents > 0):
        return _TOO_FAR
    same_amount = line.cents == one.cents
    same_trace = bool(line.trace) and _same(line.trace, one.trace)
    named = _names(one, line) or _has_number(one, line)
    other_trace = bool(line.trace and one.trace) and not same_trace
    likely = named and not other_trace and _gap(line, one) <= days
    if not (same_amount or same_trace or likely):
        return _TOO_FAR
    score = min(_gap(line, one), 99)
    score += 0 if same_amount else 300
    score += 0 if same_trace else 100
    score += 0 if named else 50
    return score + (200 if other_trace else 0)


def _gap(line: Line, one: Expected) -> int:
    return 0 if one.on is None else abs((line.on - one.on).days)


def _without(lines: Sequence[Line], keys: set[int]) -> list[Line]:
    return [line for line in lines if line.key not in keys]


def _same(one: str, other: str) -> bool:
    return bool(one) and _bare(one) == _bare(other)


def _bare(number: str) -> str:
    return "".join(_WORD.findall(number.upper())).lstrip("0")


def _names(one: Expected, line: Line) -> bool:
    """The payer's number, or the first two telling words of its name (the second may be cut)."""
    if not one.who and not one.also:
        return False
    said = _WORD.findall(f"{line.text} {line.reference}".upper())
    if one.also and _bare(one.also) in {word.lstrip("0") for word in said}:
        return True
    telling = [
        word for word in _WORD.findall(one.who.upper())
        if len(word) > 2 and word not in _COMMON_WORDS
    ][:2]  # fmt: skip
    if not telling or telling[0] not in said:
        return False
    return len(telling) == 1 or any(
        word == telling[1] or (len(word) > 2 and telling[1].startswith(word)) for word in said
    )


def _has_number(one: Expected, line: Line) -> bool:
    number = _bare(one.trace)
    said = _WORD.findall(f"{line.text} {line.reference}".upper())
    return bool(number) and number in {word.lstrip("0") for word in said}
