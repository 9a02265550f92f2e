"""An estimate's request as JSON: CONTRACT.md, section 4. Every fault is named with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from goodstanding.core.estimates import Benefits, Line
from goodstanding.core.kinds import PayerType
from goodstanding.core.money import cents_of
from goodstanding.formats.problems import Problem


def _money(value: object) -> object:
    """ "1234.50" or a whole number of dollars; a number with decimals is not exact in JSON."""
    if isinstance(value, str):
        return cents_of(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value * 100
    raise ValueError('write the amount in quotes, as "45.00"')


def _rate(value: object) -> object:
    if isinstance(value, str):
        return Decimal(value)
    raise ValueError('write the share in quotes, as "0.20"')


def _listed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Money = Annotated[int, BeforeValidator(_money), Field(ge=0)]
Rate = Annotated[Decimal, BeforeValidator(_rate), Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class RequestLine:
    code: Annotated[str, Field(min_length=1, max_length=20)]
    charge: Money
    covered: bool = True
    modifiers: tuple[str, ...] = ()
    units: Annotated[int, Field(ge=1, le=9999)] = 1
    allowed: Money | None = None
    copay: Money | None = None


@dataclass(frozen=True, slots=True)
class RequestBenefits:
    deductible_remaining: Money
    coinsurance: Rate
    oop_remaining: Money
    family_deductible_remaining: Money | None = None
    family_oop_remaining: Money | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """`patient` is the clinic's patient_id; the rest is as CONTRACT.md names it. Whose fee schedule
    counts: `payer_id` and `plan`, else the payer of the patient's first coverage on the day."""

    insured: bool
    service_date: date
    scheduled_on: date
    lines: Annotated[tuple[RequestLine, ...], BeforeValidator(_listed), Field(min_length=1)]
    patient: str | None = None
    requested_on: date | None = None
    place: Literal["office", "facility"] = "office"
    payer_type: PayerType | None = None
    payer_id: Annotated[str, Field(max_length=64)] | None = None
    plan: Annotated[str, Field(max_length=64)] | None = None
    benefits: RequestBenefits | None = None
    secondary: RequestBenefits | None = None

    @property
    def priced_lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(
                one.code, one.charge, one.modifiers, one.units, one.allowed, one.copay, one.covered
            )
            for one in self.lines
        )


_SHAPE = TypeAdapter(Request)
_JSON = TypeAdapter(dict[str, Any])


def read(content: bytes) -> tuple[Request | None, list[Problem]]:
    """The request, or None with every problem found."""
    try:
        written: Mapping[str, Any] = _JSON.validate_json(content)
        request = _SHAPE.validate_python(written)
    except ValidationError as wrong:
        return None, [_in_words(dict(error)) for error in wrong.errors()]
    if request.service_date < request.scheduled_on:
        text = "The service is before the day it was booked. Correct one of the two days."
        return None, [Problem("service_date", "days", text)]
    return request, []


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
    if error["type"] == "missing":
        return Problem(where, "missing", "This entry is missing; add it.")
    text = str(error["msg"]).removeprefix("Value error, ")
    return Problem(where or "file", "not_readable", f"{text[:1].upper()}{text[1:]}.")
