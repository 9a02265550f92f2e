"""Which of a plan's many lines counts: the day's own, in network first, of the service nearest.

Where lines that count alike differ, nothing is chosen and what they are about is `unclear`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from goodstanding.core.benefit_lines import BenefitLine, Dated
from goodstanding.core.money import Cents

T = TypeVar("T", Cents, Decimal)
PLAN = "30"  # health benefit plan coverage: the plan as a whole
OWN, FAMILY = (("IND", "EMP"), ("",)), (("FAM", "ESP", "ECH", "SPC"),)
ANY_LEVEL: tuple[tuple[str, ...], ...] = ((),)
# EB12, best first: in network, both, not said, not known. Out of network never counts.
NETWORKS = ("Y", "W", "", "U")
# EB06: of the year or without a time, what is left of it, what was used.
TOTAL, LEFT, MET = frozenset({"", "21", "22", "23", "25"}), frozenset({"29"}), frozenset({"24"})
_SPANS = frozenset({"291", "292", "307", "193", "348", "356"})
_TOGETHER = frozenset({"290"})  # how long another payer pays beside it
_BEGINS, _ENDS = frozenset({"346", "356", "348"}), frozenset({"347", "357", "349"})
_SPECIALIST = re.compile(r"(?<!NON)(?<!NON[- ])(?<!EXCEPT )SPECIALIST", re.IGNORECASE)
_PRIMARY = re.compile(
    r"\W*(?:PRIMARY(?: CARE)?|PCP)(?: +(?:PHYSICIAN|PROVIDER|OFFICE|VISIT|COPAY|ONLY)S?)*\W*",
    re.IGNORECASE,
)
OFFICE = "11"  # III02: the place of service
_PLACE = re.compile(r"\d\d")
# EB06 of a sum of money over a time, or of what is left of it: not what one visit costs.
_NO_VISIT = frozenset({"21", "22", "23", "24", "25", "29", "32", "33", "34"})


@dataclass(slots=True)
class Chooser:
    """The lines of the day, and what they say in two ways."""

    lines: Sequence[BenefitLine]
    unclear: list[str] = field(default_factory=list)

    def one(
        self,
        value: Callable[[BenefitLine], T | None],
        codes: Sequence[str],
        *,
        words: str,
        levels: Sequence[Sequence[str]] = ANY_LEVEL,
    ) -> T | None:
        """The first service type of `codes` and the first level of `levels` that has a value."""
        said = [line for line in self.lines if value(line) is not None]
        for code in codes:
            for level in levels:
                for network in NETWORKS:
                    found = [
                        line
                        for line in said
                        if line.network == network and (not level or line.level in level)
                        and is_of(line, code)
                    ]  # fmt: skip
                    if found:
                        return self._agreed(found, value, words)
        return None

    def _agreed(
        self, found: list[BenefitLine], value: Callable[[BenefitLine], T | None], words: str
    ) -> T | None:
        """An orthopaedic visit is in the office, and a specialist's, where the plan tells them
        apart."""
        values = {value(line) for line in found}
        for ours in (_in_office, _of_specialist):
            if len(values) > 1:
                found = [line for line in found if ours(line)] or found
                values = {value(line) for line in found}
        if len(values) == 1:
            return values.pop()
        self.unclear.append(words)
        return None


def _of_specialist(line: BenefitLine) -> bool:
    return any(map(_SPECIALIST.search, line.messages))


def _in_office(line: BenefitLine) -> bool:
    return OFFICE in line.places


def not_ours(line: BenefitLine) -> bool:
    """Only of other places than the office (a hospital's clinic, at a distance), or of a primary
    care physician's visit."""
    if any(map(_PRIMARY.fullmatch, line.messages)):
        return True
    places = [each for each in line.places if _PLACE.fullmatch(each)]
    return bool(places) and OFFICE not in places


def is_of(line: BenefitLine, code: str) -> bool:
    """A line without a service type is of the plan as a whole, unless it is of one procedure."""
    return code in line.services or (code == PLAN and not (line.services or line.procedure))


def cents_in(information: str, periods: frozenset[str]) -> Callable[[BenefitLine], Cents | None]:
    def value(line: BenefitLine) -> Cents | None:
        return line.cents if line.information == information and line.period in periods else None

    return value


def copay(line: BenefitLine) -> Cents | None:
    return line.cents if line.information == "B" and line.period not in _NO_VISIT else None


def coinsurance(line: BenefitLine) -> Decimal | None:
    return line.rate if line.information == "A" else None


def counts_on(line: BenefitLine, on: date) -> bool:
    """Whether the line is of this day: last year's deductible is not."""
    begins, ends = term(line.dates, spans=_SPANS | _TOGETHER)
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def term(dates: Iterable[Dated], spans: frozenset[str] = _SPANS) -> tuple[date | None, date | None]:
    """First and last day as told. A plan's or a benefit's single day (291) is only the day that
    was asked about, also where it is written as from and to; what ends before it begins says
    nothing."""
    begins: date | None = None
    ends: date | None = None
    for one in dates:
        if one.last_on is not None and one.last_on <= one.first_on and one.kind in spans:
            continue
        if one.span and one.kind in spans:
            begins, ends = begins or one.first_on, ends or one.last_on
        elif one.kind in _BEGINS:
            begins = begins or one.first_on
        elif one.kind in _ENDS:
            ends = ends or one.first_on
    return begins, ends
