"""An estimate's request as JSON: CONTRACT.md, section 4. Every fault is named with its place."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from goodstanding.core.days import in_reach
from goodstanding.core.estimates import Benefits, Line
from goodstanding.core.kinds import PayerType
from goodstanding.core.money import LARGEST_CENTS, cents_of
from goodstanding.formats.problems import Problem

_MARK = b"\xef\xbb\xbf"  # some editors begin a UTF-8 file with it
# What pydantic says in its own terms, said with its mend.
_WORDS = {
    "missing": "This entry is missing; add it.",
    "too_short": "Write at least one.",
    "too_long": "This is too long; shorten it.",
    "tuple_type": "Write a list in [ ].",
    "dict_type": "Write an object in { }.",
    "dataclass_type": "Write an object in { }.",
}


def _money(value: object) -> object:
    """ "1234.50" or a whole number of dollars; a number with decimals is not exact in JSON."""
    if isinstance(value, str):
        return cents_of(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if value * 100 > LARGEST_CENTS:
            raise ValueError("this is more than any account can hold")
        return value * 100
    raise ValueError('write the amount in quotes, as "45.00"')


def _rate(value: object) -> object:
    try:
        rate = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        rate = None
    if rate is None or not rate.is_finite():
        raise ValueError('write the share in quotes, as "0.20"')
    if not 0 <= rate <= 1:
        raise ValueError('write a share from 0 to 1: 20 percent is "0.20"')
    return rate


def _day(value: object) -> object:
    """A number would be taken for seconds since 1970."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not in_reach(day):
        raise ValueError('write a day of the calendar, as "2026-12-18"')
    return day


def _listed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _trimmed(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _modifier(value: object) -> object:
    """Two signs; an empty one is what some systems send for none."""
    given = value.strip() if isinstance(value, str) else ""
    if not isinstance(value, str) or (given and not (len(given) == 2 and given.isalnum())):
        raise ValueError('write a modifier of two signs in quotes, as "50"')
    return given


Money = Annotated[int, BeforeValidator(_money), Field(ge=0)]
Rate = Annotated[Decimal, BeforeValidator(_rate)]
Day = Annotated[date, BeforeValidator(_day)]
Modifier = Annotated[str, BeforeValidator(_modifier)]


@dataclass(frozen=True, slots=True)
class RequestLine:
    code: Annotated[str, BeforeValidator(_trimmed), Field(min_length=1, max_length=20)]
    charge: Money
    covered: bool = True
    modifiers: Annotated[tuple[Modifier, ...], BeforeValidator(_listed)] = ()
    units: Annotated[int, Field(ge=1, le=9999)] = 1
    allowed: Money | None = None
    copay: Money | None = None


@dataclass(frozen=True, slots=True)
class RequestBenefits:
    """`told_on`: the day the plan said it."""

    deductible_remaining: Money
    coinsurance: Rate
    oop_remaining: Money
    family_deductible_remaining: Money | None = None
    family_oop_remaining: Money | None = None
    told_on: Day | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """`patient` is the clinic's patient_id; the rest is as CONTRACT.md names it. Whose fee schedule
    counts: `payer_id` and `plan`, else the payer of the patient's first coverage on the day."""

    insured: bool
    service_date: Day
    scheduled_on: Day
    lines: Annotated[tuple[RequestLine, ...], BeforeValidator(_listed), Field(min_length=1)]
    patient: str | None = None
    requested_on: Day | None = None
    place: Literal["office", "facility"] = "office"
    payer_type: PayerType | None = None
    payer_id: Annotated[str, Field(max_length=64)] | None = None
    plan: Annotated[str, Field(max_length=64)] | None = None
    benefits: RequestBenefits | None = None
    secondary: RequestBenefits | None = None

    @property
    def told_on(self) -> date | None:
        """Where nobody says when the benefits were told: the day of booking."""
        return (self.benefits.told_on or self.scheduled_on) if self.benefits else None

    @property
    def priced_lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(
                one.code, one.charge, tuple(filter(None, one.modifiers)), one.units, one.allowed,
                one.copay, one.covered,
            )
            for one in self.lines
        )  # fmt: skip


_SHAPE = TypeAdapter(Request)
_JSON = TypeAdapter(dict[str, Any])


def read(content: bytes) -> tuple[Request | None, list[Problem]]:
    """The request, or None with every problem found. With a request the problems are the entries
    that were not read: nobody here knows them.
    """
    try:
        written = _JSON.validate_json(content.removeprefix(_MARK))
        json.loads(content.removeprefix(_MARK), object_pairs_hook=_once, parse_int=str)
        request = _SHAPE.validate_python(written)
    except ValidationError as wrong:
        return None, [_in_words(dict(error)) for error in wrong.errors()]
    except _Twice as wrong:
        return None, [Problem(str(wrong), "twice", "This entry is there twice; keep one.")]
    if days := list(_days(request)):
        return None, days
    return request, list(_not_read(written))


class _Twice(ValueError):
    """The message is the entry's name."""


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _days(request: Request) -> Iterator[Problem]:
    """As core/estimate_terms.py has it for what is written on a page."""
    if request.service_date < request.scheduled_on:
        text = "The service is before the day it was booked. Correct one of the two days."
        yield Problem("service_date", "days", text)
    if request.requested_on is not None and request.requested_on > request.service_date:
        text = "The request is after the service. Correct one of the two days."
        yield Problem("requested_on", "days", text)


def _not_read(written: Mapping[str, Any]) -> Iterator[Problem]:
    parts: list[tuple[str, type, Any]] = [("", Request, written)]
    parts += [
        (f"lines[{number}].", RequestLine, line) for number, line in enumerate(written["lines"], 1)
    ]
    parts += [
        (f"{name}.", RequestBenefits, written[name])
        for name in ("benefits", "secondary") if written.get(name) is not None
    ]  # fmt: skip
    for where, shape, given in parts:
        for name in sorted(given.keys() - {one.name for one in fields(shape)}):
            yield Problem(f"{where}{name}", "unknown", "This entry is not known and was not read.")


def benefits_of(written: RequestBenefits | None) -> Benefits | None:
    if written is None:
        return None
    return Benefits(
        written.deductible_remaining,
        written.coinsurance,
        written.oop_remaining,
        written.family_deductible_remaining,
        written.family_oop_remaining,
    )


def _in_words(error: dict[str, Any]) -> Problem:
    where = ""
    for part in error["loc"]:
        where += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if where else str(part)
    said = _WORDS.get(error["type"])
    text = str(error["msg"]).removeprefix("Value error, ")
    return Problem(where or "file", "not_readable", said or f"{text[:1].upper()}{text[1:]}.")
