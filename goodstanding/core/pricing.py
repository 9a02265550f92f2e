"""What a plan allows for the lines of one visit, by the rules for modifiers and for several
services of one day. Exact fractions to the end; half up to the cent, once a line.

The order of the lines does not matter; several operations are ranked by their value alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from goodstanding.core.medicare_amounts import half_up
from goodstanding.core.money import Cents
from goodstanding.core.pricing_parts import PART_MODIFIERS, GlobalParts, Share, share_of
from goodstanding.core.pricing_ranks import Ranked, ranked
from goodstanding.law import LawOn

MODIFIERS = "pricing.modifiers"
BILATERAL = "pricing.bilateral"
THERAPY = "pricing.therapy"
GLOBAL = "pricing.global_period"

_DAYS = {"000": "minor", "010": "ten", "090": "major"}
# Where, or why apart from another service: the charge is the same with them.
_SAME_CHARGE = frozenset((
    "LT", "RT", "FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1", "T2", "T3",
    "T4", "T5", "T6", "T7", "T8", "T9", "24", "25", "57", "58", "59", "76", "77", "79", "XE", "XP",
    "XS", "XU", "GP", "GO", "GN", "KX",
))  # fmt: skip
_SIDES = frozenset({"LT", "RT"})
_APART = frozenset({"59", "XE", "XP", "XS", "XU"})
_ASSISTING_SURGEONS = frozenset({"80", "81", "82"})
ASSISTANTS = _ASSISTING_SURGEONS | {"AS"}
# By report: a plan looks at what was written, so no figure is certain. Of the parts of an operation
# only where CMS gives their shares not (core/pricing_parts.py).
_BY_REPORT = {"22", "53", "66", "73", "74"} | PART_MODIFIERS


def that_change_the_charge(modifiers: Iterable[str]) -> frozenset[str]:
    """Without the side of the body and the like: ("RT", "AS") -> {"AS"}."""
    return frozenset(modifiers) - _SAME_CHARGE


@dataclass(frozen=True, slots=True)
class Indicators:
    """CMS's own signs for a code: `multiple` 0 none, 2 ranked, 3 a family of endoscopies, 5
    therapy; `bilateral` 0, 1, 2, 3, 9; `assistant` 0 with papers, 1 and 9 never, 2 yes;
    `co_surgeon` 0 and 9 never, 1 with papers, 2 yes; `global_days` as written: 000, 010, 090, or
    letters where there are no days. `family`: the endoscopy it belongs to. `parts`: what is before,
    during and after the operation, None where CMS does not say.
    """

    multiple: str = "0"
    bilateral: str = "9"
    assistant: str = "9"
    co_surgeon: str = "9"
    global_days: str = ""
    family: str = ""
    parts: GlobalParts | None = None


@dataclass(frozen=True, slots=True)
class LineToPrice:
    """`unit_cents` is the list's amount for one unit; `practice_cents` its practice expense, None
    where the list does not say; `indicators` None where they are not known: then only modifiers
    speak. `family_cents`: the amount of the family's own code.
    """

    code: str
    unit_cents: Cents | Fraction
    modifiers: tuple[str, ...] = ()
    units: int = 1
    indicators: Indicators | None = None
    practice_cents: Fraction | None = None
    family_cents: Cents | Fraction | None = None


@dataclass(frozen=True, slots=True)
class LinePriced:
    """`steps`: each rule applied, in words, in order. `certain` false: a plan decides by report."""

    allowed_cents: Cents
    steps: tuple[str, ...] = ()
    certain: bool = True


def price(lines: Sequence[LineToPrice], law: LawOn) -> tuple[LinePriced, ...]:
    """All lines of one visit of one patient."""
    plain = [_with_therapy(line, whole, law) for line, whole in _therapy_units(lines)]
    sided = [_both_sides(line, one, law) for line, one in zip(lines, plain, strict=True)]
    places = [at for at, line in enumerate(lines) if _is_ranked(line)]
    roles = list(_roles(lines))
    values = [
        _to_rank(lines[at], sided[at].cents / lines[at].units, role=roles[at], among=lines)
        for at in places
    ]
    for at, (cents, steps) in zip(places, ranked(values, law), strict=True):
        sided[at] = _Sum(cents, (*sided[at].steps, *steps), sided[at].certain)
    return tuple(_finished(line, one, law) for line, one in zip(lines, sided, strict=True))


@dataclass(frozen=True, slots=True)
class _Sum:
    cents: Fraction
    steps: tuple[str, ...] = ()
    certain: bool = True

    def times(self, percent: Fraction, why: str) -> "_Sum":
        words = f"{why}: {percent_words(percent)} percent."
        return _Sum(self.cents * percent / 100, (*self.steps, words), self.certain)

    def never(self, why: str) -> "_Sum":
        return _Sum(Fraction(0), (*self.steps, why), self.certain)

    def doubted(self, why: str) -> "_Sum":
        return _Sum(self.cents, (*self.steps, why), certain=False)


def percent_words(percent: Fraction) -> str:
    """ "50", "62.5", "13.6": our percents have few decimals."""
    return f"{(Decimal(percent.numerator) / percent.denominator).normalize():f}"


def _therapy_units(lines: Sequence[LineToPrice]) -> Iterator[tuple[LineToPrice, int]]:
    """Each line with how many of its units count whole: one unit of the whole day, the one with
    the highest practice expense; a lone one whatever its practice expense is."""
    alone = sum(line.units for line in lines if _is_therapy(line)) == 1
    known = [
        (line.practice_cents or 0, line.code, _modifiers(line), -at)
        for at, line in enumerate(lines)
        if _is_therapy(line) and (alone or line.practice_cents is not None)
    ]
    best = -max(known)[-1] if known else None
    for at, line in enumerate(lines):
        yield line, (1 if at == best else 0) if _is_therapy(line) else line.units


def _is_therapy(line: LineToPrice) -> bool:
    return line.indicators is not None and line.indicators.multiple == "5"


def _with_therapy(line: LineToPrice, whole: int, law: LawOn) -> _Sum:
    cents = Fraction(line.unit_cents * line.units)
    reduced = line.units - whole
    if not reduced:
        return _Sum(cents)
    if line.practice_cents is None:
        return _Sum(cents).doubted(
            "Therapy: the practice expense is not known, so it is not reduced; it may be less."
        )
    percent = Fraction(law.rate(THERAPY, "practice_reduced_by"))
    cents -= reduced * line.practice_cents * percent / 100
    words = f"Therapy: practice expense less {percent_words(percent)} percent for {reduced} of "
    return _Sum(cents, (f"{words}{line.units} {'unit' if line.units == 1 else 'units'}.",))


def _both_sides(line: LineToPrice, one: _Sum, law: LawOn) -> _Sum:
    if "50" not in _modifiers(line):
        return one
    if line.indicators is None:
        return one.times(Fraction(law.rate(MODIFIERS, "bilateral")), "Both sides (50)")
    sign = line.indicators.bilateral
    if sign not in ("0", "1", "2", "3", "9"):
        return one.doubted(f"Both sides (50): the code's indicator {sign} is not known.")
    percent = Fraction(law.rate(BILATERAL, f"indicator_{sign}"))
    return one.times(percent, f"Both sides (50, indicator {sign})")


def _is_ranked(line: LineToPrice) -> bool:
    return line.indicators is not None and line.indicators.multiple in ("2", "3")


def _to_rank(
    line: LineToPrice, cents: Fraction, *, role: str, among: Sequence[LineToPrice]
) -> Ranked:
    family, base = _family(line), Fraction(line.family_cents or 0)
    if not family and any(_is_own_code(line, other) for other in among):
        family, base = line.code, cents
    return Ranked(role, cents, line.units, family, base, _name(line))


def _family(line: LineToPrice) -> str:
    known = line.indicators
    named = known is not None and known.multiple == "3" and line.family_cents is not None
    return known.family if known and named else ""


def _is_own_code(line: LineToPrice, other: LineToPrice) -> bool:
    """Of the other's family of endoscopies, which CMS's file leaves open at that code itself; not
    where it was done apart or on the other side of the body.
    """
    if _family(other) != line.code or _role(other) != _role(line):
        return False
    given, beside = set(_modifiers(line)), set(_modifiers(other))
    here, there = given & _SIDES, beside & _SIDES
    return not (given & _APART or (here and there and not here & there))


def _roles(lines: Sequence[LineToPrice]) -> Iterator[str]:
    """Of two surgeons (62) each bills the same code: its second line is the other surgeon's."""
    seen: dict[tuple[str, frozenset[str]], int] = defaultdict(int)
    for line in lines:
        given = frozenset(_modifiers(line))
        if "62" not in given:
            yield _role(line)
            continue
        operation = line.code, given - {"51"}
        yield f"{_role(line)} {seen[operation]}" if seen[operation] else _role(line)
        seen[operation] += 1


def _role(line: LineToPrice) -> str:
    """Whose operation it is: each surgeon's and each assistant's are ranked among themselves."""
    given = set(_modifiers(line))
    if "AS" in given:
        return "AS"
    return "assistant" if given & _ASSISTING_SURGEONS else "surgeon"


def _name(line: LineToPrice) -> str:
    return " ".join((line.code, *_modifiers(line)))


def _modifiers(line: LineToPrice) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip().upper() for one in line.modifiers))


def _finished(line: LineToPrice, one: _Sum, law: LawOn) -> LinePriced:
    """The modifiers that take a share of what is left, each once."""
    known = line.indicators
    given = _modifiers(line)
    if "51" in given and (known is None):
        one = one.times(Fraction(law.rate(MODIFIERS, "multiple")), "A further procedure (51)")
    if "52" in given:
        one = one.times(Fraction(law.rate(MODIFIERS, "reduced")), "Reduced services (52)")
    if "62" in given:
        one = _shared(one, known.co_surgeon if known else "2", law)
    if role := next((name for name in given if name in ASSISTANTS), ""):
        one = _assisted(one, role, known.assistant if known else "2", law=law)
    share = _part(line, law)
    if share is not None:
        one = one.times(share.percent, share.why)
        one = one.doubted(share.doubt) if share.doubt else one
    by_report = _BY_REPORT - PART_MODIFIERS if share else _BY_REPORT
    for name in sorted(by_report.intersection(given)):
        one = one.doubted(f"Modifier {name}: the plan decides by the report.")
    return LinePriced(half_up(one.cents), one.steps, one.certain)


def _part(line: LineToPrice, law: LawOn) -> Share | None:
    """Two parts on one line, or a part of an assistant's, are by report."""
    given = _modifiers(line)
    asked = [name for name in given if name in PART_MODIFIERS]
    if line.indicators is None or len(asked) != 1 or ASSISTANTS.intersection(given):
        return None
    return share_of(asked[0], line.indicators.global_days, line.indicators.parts, law=law)


def _shared(one: _Sum, sign: str, law: LawOn) -> _Sum:
    if sign in ("0", "9"):
        return one.never(f"Two surgeons (62) are not paid for this code (indicator {sign}).")
    found = one.times(Fraction(law.rate(MODIFIERS, "co_surgeon")), "Two surgeons (62)")
    return found.doubted("Only with papers (indicator 1).") if sign == "1" else found


def _assisted(one: _Sum, role: str, sign: str, *, law: LawOn) -> _Sum:
    if sign in ("1", "9"):
        return one.never(f"An assistant ({role}) is not paid for this code (indicator {sign}).")
    name = "assistant_not_physician" if role == "AS" else "assistant_surgeon"
    found = one.times(Fraction(law.rate(MODIFIERS, name)), f"Assistant ({role})")
    return found.doubted("Only with papers (indicator 0).") if sign == "0" else found


def in_global_period(global_days: str, *, operated_on: date, on: date, law: LawOn) -> bool | None:
    """Are the usual visits of that day in the operation's amount? None: the code's days are not a
    number (ZZZ, MMM), or not known.
    """
    until = global_until(global_days, operated_on=operated_on, law=law)
    if until is None:
        return None
    major = _DAYS[global_days.zfill(3)] == "major"
    before = law.number(GLOBAL, "major_before") if major else 0
    return operated_on - timedelta(days=before) <= on <= until


def global_until(global_days: str, *, operated_on: date, law: LawOn) -> date | None:
    """The last day whose usual visits are in the operation's amount; None as above."""
    name = _DAYS.get(global_days.zfill(3))
    if name is None:
        return None
    return operated_on + timedelta(days=law.number(GLOBAL, f"{name}_after"))
