"""The clinic's bundles of services, who else bills for them, and what its own past visits say.

A table in TOML (core/bundles.toml is the one that ships); the clinic's own versions come in its
place. A code range is "70010-79999": same length, as texts are ordered.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import median
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from goodstanding.core.policy_values import Name, Strict
from goodstanding.core.toml_text import parsed

SHIPPED = Path(__file__).with_name("bundles.toml")
LONGEST_TEXT = 60_000
Code = Annotated[str, Field(pattern=r"^[A-Z0-9]{4,7}$")]
Codes = Annotated[str, Field(pattern=r"^[A-Z0-9]{4,7}(-[A-Z0-9]{4,7})?$")]
Units = Annotated[int, Field(strict=True, ge=1, le=999)]
Words = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Apart(Strict):
    """A bill that is not ours. `place`: only there; "": anywhere."""

    kind: Name
    say: Words
    codes: tuple[Codes, ...]
    place: Literal["", "facility", "office"] = ""

    def covers(self, code: str) -> bool:
        return any(in_range(code.upper(), each) for each in self.codes)


@dataclass(frozen=True, slots=True)
class BundleLine(Strict):
    """`say`: what it is, in the clinic's own words; "": none."""

    code: Code
    modifiers: tuple[str, ...] = ()
    units: Units = 1
    say: Annotated[str, Field(max_length=200)] = ""


@dataclass(frozen=True, slots=True)
class Bundle(Strict):
    """`primary`: the codes by which a past visit is known to be one of these; `apart`: kinds of
    bills that always come beside it."""

    name: Name
    title: Words
    primary: tuple[Code, ...]
    lines: tuple[BundleLine, ...]
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundles(Strict):
    bundle: tuple[Bundle, ...]
    apart: tuple[Apart, ...] = ()

    def named(self, name: str) -> Bundle | None:
        return next((one for one in self.bundle if one.name == name), None)


@dataclass(frozen=True, slots=True)
class UsualLine:
    """`percent` of the visits had this code (an assistant's is 27447-AS); `units`: the middle
    number of those that had it."""

    code: str
    percent: int
    units: Decimal


_SHAPE = TypeAdapter(Bundles)


def in_range(code: str, codes: str) -> bool:
    """`codes`: one code, or "70010-79999"."""
    first, _, last = codes.partition("-")
    return len(code) == len(first) and first <= code <= (last or first)


def read(text: str) -> tuple[Bundles | None, tuple[str, ...]]:
    """The table, or None with every fault in words."""
    if len(text) > LONGEST_TEXT:
        return None, ("The table is too long.",)
    try:
        written = parsed(text)
    except ValueError as wrong:
        return None, (f"It cannot be read as TOML: {wrong}.",)
    try:
        found = _SHAPE.validate_python(written)
    except ValidationError as wrong:
        return None, tuple(
            f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}."
            for error in wrong.errors()
        )
    faults = tuple(_faults(found))
    return (None if faults else found), faults


def _faults(found: Bundles) -> Iterable[str]:
    if not found.bundle:
        yield "There is no bundle in it: one is needed at least."
    kinds = {one.kind for one in found.apart}
    for name, times in Counter(one.name for one in found.bundle).items():
        if times > 1:
            yield f"Two bundles are named {name}."
    for one in found.bundle:
        if not one.primary or not one.lines:
            yield f"{one.name}: it needs a primary code and a line."
        for kind in one.apart:
            if kind not in kinds:
                yield f"{one.name}: there is no kind of bill named {kind}."


@cache
def shipped() -> tuple[str, Bundles]:
    text = SHIPPED.read_text("utf-8")
    found, faults = read(text)
    assert found is not None, faults
    return text, found


def bills_apart(
    codes: Iterable[str], table: Bundles, *, place: str, bundle: str = ""
) -> tuple[Apart, ...]:
    """Who else will send a bill: for one of the codes, or always with the bundle."""
    wanted = list(codes)
    chosen = table.named(bundle)
    always = chosen.apart if chosen else ()
    return tuple(
        one
        for one in table.apart
        if one.place in ("", place) and (one.kind in always or any(map(one.covers, wanted)))
    )


def usual_lines(visits: Iterable[Sequence[tuple[str, Decimal]]]) -> tuple[UsualLine, ...]:
    """Of each visit its codes with units, several lines of one code added up; most usual first."""
    units: dict[str, list[Decimal]] = defaultdict(list)
    count = 0
    for visit in visits:
        count += 1
        of_visit: dict[str, Decimal] = defaultdict(Decimal)
        for code, number in visit:
            of_visit[code] += number
        for code, number in of_visit.items():
            units[code].append(number)
    lines = [
        UsualLine(code, round(100 * len(had) / count), median(had)) for code, had in units.items()
    ]
    return tuple(sorted(lines, key=lambda one: (-one.percent, one.code)))
