"""What a plan says of the lines of one visit that no sum counts: how many visits or how much money
it pays for, and its own terms for one procedure. In sentences, for a person to check.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from goodstanding.core.benefit_choice import LEFT, MET, OWN, PLAN, TOTAL, counts_on, is_of
from goodstanding.core.benefit_lines import BenefitLine
from goodstanding.core.bundles import in_range
from goodstanding.core.money import show

Care = tuple[str, tuple[str, ...]]  # a line's code and its modifiers
_LIMIT, _COPAY, _COINSURANCE, _NOT_COVERED = "F", "B", "A", "I"
_LIFETIME, _LIFETIME_LEFT = frozenset({"32"}), frozenset({"33"})
_MONEY = "money"
_UNITS = {"VS": "visit", "P6": "service", "DY": "day", "HS": "hour", "MN": "month"}
_PERIODS = {
    "7": " a day", "21": " in some years", "22": " a year", "23": " a year", "25": " a contract",
    "26": " an episode of care", "27": " a visit", "32": " in a lifetime", "34": " a month",
    "35": " a week", "36": " an admission",
}  # fmt: skip
_SERVICES = {
    PLAN: "the plan as a whole", "2": "surgery", "4": "diagnostic X-rays", "5": "laboratory tests",
    "7": "anesthesia", "12": "equipment that is bought", "18": "equipment that is rented",
    "33": "chiropractic care", "62": "MRI and CT scans", "98": "office visits",
    "AD": "occupational therapy", "AE": "physical medicine", "AF": "speech therapy",
    "BY": "office visits", "DM": "medical equipment", "PT": "physical therapy",
}  # fmt: skip
_THERAPY: dict[str, tuple[str, ...]] = {"GP": ("PT", "AE"), "GO": ("AD",), "GN": ("AF",)}
# The first range that has the code; therapy of no named kind may be any of the three.
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("97010-97799", ("PT", "AE", "AD")), ("92507-92526", ("AF",)), ("98940-98943", ("33",)),
    ("99202-99215", ("98", "BY")), ("99242-99245", ("98", "BY")), ("00100-01999", ("7",)),
    ("72125-72158", ("62",)), ("73200-73223", ("62",)), ("73700-73723", ("62",)),
    ("70010-79999", ("4",)), ("80047-89398", ("5",)), ("10004-69990", ("2",)),
    ("E0100-E8002", ("DM", "12", "18")), ("K0001-K0900", ("DM", "12", "18")),
    ("L0112-L4631", ("DM", "12", "18")),
)  # fmt: skip


@dataclass(slots=True)
class _Limit:
    """What is said of one kind of care in one unit: by period; nothing is chosen of two figures."""

    totals: dict[str, set[Decimal]] = field(default_factory=lambda: defaultdict(set))
    left: set[Decimal] = field(default_factory=set)
    met: set[Decimal] = field(default_factory=set)
    lifetime_left: set[Decimal] = field(default_factory=set)


def said_of(
    lines: Sequence[BenefitLine], care: Iterable[Care], *, on: date, told_on: date
) -> tuple[str, ...]:
    """`on` is the day of the care, `told_on` the day the plan answered. In network, and of the
    patient alone."""
    own = [
        line
        for line in lines
        if line.network != "N" and line.level in (*OWN[0], *OWN[1]) and counts_on(line, on)
    ]
    care = list(care)
    told = f"(told {told_on:%m/%d/%Y})"
    found = [*_of_kinds(own, care), *_of_procedures(own, care)]
    return tuple(dict.fromkeys(one.replace("{told}", told) for one in found))


def kinds_of(code: str, modifiers: Iterable[str] = ()) -> tuple[str, ...]:
    """The service types (X12) that a line is of, the nearest first; the plan as a whole last."""
    kinds = next((kinds for codes, kinds in _KINDS if in_range(code, codes)), ())
    if kinds == _KINDS[0][1]:
        kinds = next((_THERAPY[name] for name in modifiers if name in _THERAPY), kinds)
    return (*kinds, PLAN)


def _of_kinds(lines: list[BenefitLine], care: list[Care]) -> Iterator[str]:
    """Kinds of care with the very same limit are one sentence."""
    limits = [line for line in lines if line.information == _LIMIT and not line.procedure]
    services = dict.fromkeys(kind for code, names in care for kind in kinds_of(code, names))
    alike: dict[str, list[str]] = defaultdict(list)
    for service in services:
        for words in _limits([line for line in limits if is_of(line, service)]):
            alike[words].append(_SERVICES[service])
    for words, names in alike.items():
        yield words.replace("{care}", " and ".join(dict.fromkeys(names)))


def _of_procedures(lines: list[BenefitLine], care: list[Care]) -> Iterator[str]:
    for code, modifiers in dict.fromkeys(care):
        own = [line for line in lines if line.procedure and _is_for(line, code, modifiers)]
        for line in own:
            if line.information == _COPAY and line.cents is not None:
                yield _itself(code, f"a copay of {show(line.cents)}")
            elif line.information == _COINSURANCE and line.rate is not None:
                yield _itself(code, f"a coinsurance of {_plain(line.rate * 100)} percent")
            elif line.information == _NOT_COVERED:
                yield f"The plan says that it does not cover {code} {{told}}: check it."
        for words in _limits([line for line in own if line.information == _LIMIT]):
            yield words.replace("{care}", code)


def _itself(code: str, what: str) -> str:
    return f"The plan says {what} for {code} itself {{told}}: check it, the sum leaves it out."


def _is_for(line: BenefitLine, code: str, modifiers: tuple[str, ...]) -> bool:
    """ "HC:97110:GP", or from one code through another in its eighth part."""
    parts = line.procedure.split(":")
    first, named = (parts[1], parts[2:6]) if len(parts) > 1 else (parts[0], [])
    codes = "-".join(filter(None, (first, *parts[7:8])))
    return in_range(code, codes) and {name for name in named if name} <= set(modifiers)


def _limits(lines: list[BenefitLine]) -> Iterator[str]:
    """With "{care}" and "{told}" still open."""
    by_unit: dict[str, _Limit] = defaultdict(_Limit)
    for line in lines:
        unit = _MONEY if line.cents is not None else _UNITS.get(line.quantity_kind, "")
        figure = line.quantity if line.cents is None else Decimal(line.cents)
        if not unit or figure is None:
            yield "The plan states a limit for {care} that is not read here {told}: look at it."
            continue
        _sort_in(by_unit[unit], line.period, figure)
    for unit, limit in by_unit.items():
        yield from _worded(limit, unit)


def _sort_in(limit: _Limit, period: str, figure: Decimal) -> None:
    if period in LEFT:
        limit.left.add(figure)
    elif period in MET:
        limit.met.add(figure)
    elif period in _LIFETIME_LEFT:
        limit.lifetime_left.add(figure)
    else:
        limit.totals[period].add(figure)


def _worded(limit: _Limit, unit: str) -> Iterator[str]:
    """What is left stands beside the limit of the year, or of the lifetime."""
    year = next((period for period in limit.totals if period in TOTAL), None)
    for period, figures in limit.totals.items():
        left: set[Decimal] = set()
        if period in _LIFETIME:
            left = limit.lifetime_left
        elif period == year:
            left = limit.left or {max(one - met, Decimal(0)) for one in figures
                                  for met in limit.met}  # fmt: skip
        what = " or ".join(_counted(one, unit) for one in sorted(figures))
        yield f"The plan says {what}{_PERIODS.get(period, '')} for {{care}}{_left(left, unit)}."
    alone = [] if year is not None else [limit.left]
    if not _LIFETIME & set(limit.totals):
        alone.append(limit.lifetime_left)
    for left in filter(None, alone):
        yield _left_alone(left, unit)


def _left(figures: set[Decimal], unit: str) -> str:
    """Behind the limit it is left of."""
    if not figures:
        return " {told}"
    if len(figures) > 1:
        return ", what is left is said in two ways {told}: ask the plan"
    (left,) = figures
    if not left:
        return ", none left {told}: it may not pay"
    return f", {_counted(left, unit) if unit == _MONEY else _plain(left)} left {{told}}"


def _left_alone(figures: set[Decimal], unit: str) -> str:
    """Where the plan does not say of how much."""
    if len(figures) > 1:
        return "What is left for {care} is said in two ways {told}: ask the plan."
    (left,) = figures
    if not left:
        return "The plan says that nothing is left for {care} {told}: it may not pay."
    return f"The plan says {_counted(left, unit)} left for {{care}} {{told}}."


def _counted(figure: Decimal, unit: str) -> str:
    if unit == _MONEY:
        return show(int(figure))
    return f"{_plain(figure)} {unit}{'' if figure == 1 else 's'}"


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
