"""Segments of a 270 or 271 to the person or the benefit they stand under, while both are built."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from goodstanding.core.money import Cents
from goodstanding.formats.x12.eligibility_values import (
    BenefitLine,
    Dated,
    Party,
    Person,
    Question,
    Rejection,
    Trace,
)
from goodstanding.formats.x12.envelope import Row, parts_of
from goodstanding.formats.x12.faults import amount_of, day_of

T = TypeVar("T")
LARGEST_NUMBER = Decimal(10) ** 9
_PERIOD_PARTS = 2
_LIMIT, _ONE_YEAR = "F", ("21", "1")
_GROUPS = ("6P", "1L", "IG")
# What may stand for a member number; a social security number ("34", "SY") is never kept.
_MEMBER_KINDS = frozenset({"MI", "II", "ZZ", ""})


@dataclass(slots=True)
class Level:
    """A person (HL 22 or 23) while it is read. `heard` says whether anything is asked or told of
    them."""

    name: str
    where: str
    person: Person = field(default_factory=Person)
    named: bool = False
    traces: list[Trace] = field(default_factory=list)
    lines: list[BenefitLine] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    measures: int = 0
    measured: bool = False

    @property
    def heard(self) -> bool:
        return bool(self.lines or self.questions or self.rejections)

    @property
    def in_benefit(self) -> bool:
        return bool(self.lines)

    def last(self, **changed: Any) -> None:
        """Changes the benefit that is open."""
        self.lines[-1] = replace(self.lines[-1], **changed)

    def about(self, **changed: Any) -> None:
        self.person = replace(self.person, **changed)


def at(row: Row, number: int) -> str:
    return row[number].strip() if len(row) > number else ""


def party_of(row: Row) -> Party:
    """NM1; who is a person has the first name behind the last one."""
    name = at(row, 3)
    if at(row, 2) == "1" and at(row, 4):
        name = f"{name}, {at(row, 4)}" if name else at(row, 4)
    return Party(at(row, 1), name, at(row, 8), at(row, 9))


def name_person(level: Level, row: Row) -> None:
    member = at(row, 9) if at(row, 8) in _MEMBER_KINDS else ""
    level.named = True
    level.about(last_name=at(row, 3), first_name=at(row, 4), middle_name=at(row, 5), member=member)


def dated_of(row: Row) -> Dated | None:
    """DTP; None when no day can be read."""
    first, last = at(row, 3), ""
    if at(row, 2) == "RD8":
        parts = first.split("-")
        if len(parts) != _PERIOD_PARTS:
            return None
        first, last = (part.strip() for part in parts)
    begin, end = day_of(first), day_of(last) if last else None
    if begin is None or (last and end is None):
        return None
    return Dated(at(row, 1), begin, end)


def add_date(level: Level, dated: Dated) -> None:
    if level.in_benefit:
        level.last(dates=(*level.lines[-1].dates, dated))
    else:
        level.about(dates=(*level.person.dates, dated))


def add_reference(level: Level, row: Row) -> None:
    kind, value = at(row, 1), at(row, 2)
    if level.in_benefit:
        if kind != "SY":
            level.last(references=(*level.lines[-1].references, (kind, value)))
    elif kind in _GROUPS and value and not level.person.group:
        level.about(group=value)


def add_place(level: Level, row: Row) -> None:
    """III: a place of service or what else limits the benefit."""
    if code := at(row, 2):
        level.last(places=(*level.lines[-1].places, code))
    if text := at(row, 4):
        level.last(messages=(*level.lines[-1].messages, text))


def add_measure(level: Level, row: Row) -> None:
    """HSD: of how much a limit is, where EB says no figure itself. Of several, of how often
    (HSD03) and of more than one period (HSD06) no figure is taken."""
    level.measures += 1
    line, figure, periods = level.lines[-1], _number(at(row, 2)), at(row, 6)
    if level.measures > 1:
        if level.measured:
            level.last(quantity_kind="", quantity=None)
    elif (
        (line.information, line.cents, line.quantity) == (_LIMIT, None, None)
        and figure is not None and not at(row, 3) and periods in ("", "1")
    ):  # fmt: skip
        level.measured = True
        period = at(row, 5) or line.period
        if (period, periods) == _ONE_YEAR:
            period = "22"
        level.last(quantity_kind=at(row, 1), quantity=figure, period=period)


def birth_of(row: Row) -> date | None:
    return day_of(at(row, 2)) if at(row, 1) == "D8" else None


def asked_of(row: Row, marks: tuple[str, str]) -> Question:
    return Question(
        repeated(at(row, 1), marks[0]), _procedure(at(row, 2), marks[1]), at(row, 4), at(row, 3)
    )


def line_of(row: Row, marks: tuple[str, str]) -> tuple[BenefitLine, tuple[str, ...]]:
    """EB with the names of elements that cannot be read; they stay not said."""
    wrong: list[str] = []
    cents = _read(row, 7, _cents, wrong=wrong)
    rate = _read(row, 8, _rate, wrong=wrong)
    quantity = _read(row, 10, _number, wrong=wrong)
    if not at(row, 1):
        wrong.append("EB01")
    line = BenefitLine(
        information=at(row, 1), level=at(row, 2), services=repeated(at(row, 3), marks[0]),
        insurance=at(row, 4), plan=at(row, 5), period=at(row, 6), cents=cents, rate=rate,
        quantity_kind=at(row, 9), quantity=quantity, authorisation=at(row, 11),
        network=at(row, 12),
        procedure=_procedure(at(row, 13), marks[1]),
    )  # fmt: skip
    return line, tuple(wrong)


def _procedure(text: str, mark: str) -> str:
    return ":".join(parts_of(text, mark)) if text else ""


def repeated(text: str, mark: str) -> tuple[str, ...]:
    """A repeated element's parts, each once; some senders write another mark than they declare."""
    if mark not in text and "^" in text:
        mark = "^"
    return tuple(dict.fromkeys(part.strip() for part in text.split(mark) if part.strip()))


def _read(row: Row, number: int, read: Callable[[str], T | None], *, wrong: list[str]) -> T | None:
    text = at(row, number)
    if not text:
        return None
    found = read(text)
    if found is None:
        wrong.append(f"EB{number:02d}")
    return found


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < LARGEST_NUMBER else None


def _rate(text: str) -> Decimal | None:
    """A share of one, exactly as written; more than all of it is a fault ("20" for 20 %)."""
    found = _number(text)
    return found if found is not None and 0 <= found <= 1 else None


def _cents(text: str) -> Cents | None:
    """Below zero nothing of a plan is."""
    found = amount_of(text)
    return found if found is not None and found >= 0 else None
