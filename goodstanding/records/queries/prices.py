"""What services cost here: the charge, and what the plan allows, from the first list that knows
the code (core/price_kinds.py has the order). What no list knows is None, never 0."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from goodstanding.core.medicare_amounts import half_up, medicare_amount
from goodstanding.core.money import Cents, show
from goodstanding.core.price_kinds import ORDER, Tier
from goodstanding.core.pricing import ASSISTANTS, LineToPrice, percent_words, price
from goodstanding.law import LawOn, live_book
from goodstanding.records import clinic
from goodstanding.records.queries.price_rows import KnownPrice, PriceBook, price_book

# One part of a service, professional or technical: the whole service's amount is not its amount.
_PARTS = {"26", "TC"}
BOTH_SIDES = "50"
ONE_SIDE = ", for one side: write the charge of both"
_AT_ONCE = 500  # visits whose codes are read together


@dataclass(frozen=True, slots=True)
class PriceAsked:
    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1


@dataclass(frozen=True, slots=True)
class VisitAsked:
    """`of_medicare`: Medicare itself pays, so its amount counts whole, whatever percent of it the
    clinic's policy takes for others."""

    lines: tuple[PriceAsked, ...]
    payer_id: str | None
    plan: str | None
    place: str
    on: date
    of_medicare: bool = False


@dataclass(frozen=True, slots=True)
class PriceFound:
    """Both amounts are of the whole line. `source`: which list answered, in words; `steps`: each
    rule applied, in words. `certain` false: the plan decides by report, or a part is not known.
    """

    charge_cents: Cents | None
    allowed_cents: Cents | None
    source: str
    steps: tuple[str, ...] = ()
    tier: Tier = Tier.UNKNOWN
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What one list says of one unit. `cents` None: nothing, and `why`. `applied`: modifiers that
    are in the amount already."""

    tier: Tier
    words: str
    cents: Fraction | None = None
    practice: Fraction | None = None
    applied: frozenset[str] = frozenset()
    why: str = ""

    @property
    def shown_cents(self) -> Cents | None:
        return None if self.cents is None else half_up(self.cents)


def priced(
    lines: Sequence[PriceAsked], *, payer_id: str | None, plan: str | None, place: str, on: date,
    of_medicare: bool = False,
) -> tuple[PriceFound, ...]:  # fmt: skip
    """All lines are of one visit of one patient: several operations are ranked among them."""
    (found,) = priced_each([VisitAsked(tuple(lines), payer_id, plan, place, on, of_medicare)])
    return found


def priced_each(visits: Sequence[VisitAsked]) -> tuple[tuple[PriceFound, ...], ...]:
    """Many visits with few questions: the lists of each payer, plan and day are read once for
    hundreds of them. The operations of one visit are still ranked among themselves only.
    """
    alike: dict[tuple[str | None, str | None, date, bool], list[int]] = defaultdict(list)
    for at, visit in enumerate(visits):
        if visit.lines:
            alike[visit.payer_id, visit.plan, visit.on, visit.of_medicare].append(at)
    found: dict[int, tuple[PriceFound, ...]] = {}
    for (payer, plan, on, whole), places in alike.items():
        law = live_book().on(on, clinic.current().state)
        for first in range(0, len(places), _AT_ONCE):
            some = places[first : first + _AT_ONCE]
            codes = {line.code for at in some for line in visits[at].lines}
            book = _book(sorted(codes), payer, plan, on=on, of_medicare=whole)
            found |= {at: _of_visit(visits[at], book, law) for at in some}
    return tuple(found.get(at, ()) for at in range(len(visits)))


def _of_visit(visit: VisitAsked, book: PriceBook, law: LawOn) -> tuple[PriceFound, ...]:
    lines, place = visit.lines, visit.place
    chosen = [_first(answers(line, book, place)) for line in lines]
    asked = [(line, found) for line, found in zip(lines, chosen, strict=True) if found]
    done = iter(price([_to_price(line, one, book, place=place) for line, one in asked], law))
    found = []
    for line, one in zip(lines, chosen, strict=True):
        charge = _charge(line, book, place)
        if one is None:
            found.append(PriceFound(charge, None, ORDER[Tier.UNKNOWN]))
            continue
        answer = next(done)
        found.append(
            PriceFound(charge, answer.allowed_cents, one.words, (_base(line, one), *answer.steps),
                       one.tier, answer.certain)
        )  # fmt: skip
    return tuple(found)


def charge_of(
    code: str, *, place: str, on: date, modifiers: tuple[str, ...] = ()
) -> tuple[Cents | None, str]:
    """One unit's charge and which charge master says it, and whether only of one side of two.
    None: no list of that day has the code, or only as the surgeon's where an assistant is asked
    for.
    """
    book = _book([code], None, None, on=on)
    found = _listed(PriceAsked(code, modifiers), Tier.CHARGE, book, place=place)
    if ASSISTANTS.intersection(modifiers) - found.applied:
        return None, ""
    one_side = BOTH_SIDES in modifiers and BOTH_SIDES not in found.applied
    return found.shown_cents, f"{found.words}{ONE_SIDE}" if one_side else found.words


def look_up(
    line: PriceAsked, *, payer_id: str | None, plan: str | None, place: str, on: date
) -> tuple[Answer, ...]:
    """Every list in the order it is asked, also those after the first that answers."""
    return tuple(answers(line, _book([line.code], payer_id, plan, on=on), place))


def _book(
    codes: Sequence[str],
    payer: str | None,
    plan: str | None,
    *,
    on: date,
    of_medicare: bool = False,
) -> PriceBook:
    asked = [code.upper() for code in codes]
    return price_book(asked, payer=payer or "", plan=plan or "", on=on, of_medicare=of_medicare)


def answers(line: PriceAsked, book: PriceBook, place: str) -> Iterator[Answer]:
    for tier in (Tier.PLAN, Tier.PAYER):
        yield _listed(line, tier, book, place=place)
    yield _medicare(line, book, place)
    one = _listed(line, Tier.CHARGE, book, place=place)
    words = f"{one.words}: the charge stands in for what the plan allows"
    yield one if one.cents is None else Answer(Tier.CHARGE, words, one.cents, None, one.applied)


def _first(found: Iterator[Answer]) -> Answer | None:
    return next((one for one in found if one.cents is not None), None)


def _row(line: PriceAsked, tier: Tier, book: PriceBook) -> tuple[KnownPrice | None, frozenset[str]]:
    """The row of the code with one of its modifiers, else of the code alone."""
    code = line.code.upper()
    given = [one.upper() for one in line.modifiers]
    for modifier in given:
        if found := book.row(tier, code, modifier):
            return found, frozenset({modifier})
    if _PARTS.intersection(given):
        return None, frozenset()
    return book.row(tier, code), frozenset()


def _listed(line: PriceAsked, tier: Tier, book: PriceBook, *, place: str) -> Answer:
    known = book.lists.get(tier)
    if known is None:
        return Answer(tier, ORDER[tier], why="No such list is in force on that day.")
    row, applied = _row(line, tier, book)
    if row is None:
        return Answer(tier, known[0].words, why="The code is not in it.")
    cents = row.cents(place)
    why = "" if cents is not None else f"It has no amount for this place ({place})."
    return Answer(tier, row.words, cents, None, applied, why)


def _medicare(line: PriceAsked, book: PriceBook, place: str) -> Answer:
    tier, known = Tier.MEDICARE, book.lists.get(Tier.MEDICARE)
    if known is None:
        return Answer(tier, ORDER[tier], why="Medicare's relative values are not imported.")
    if not book.percent:
        return Answer(tier, known[0].words, why="The clinic's policy has no percent of it.")
    if book.indexes is None:
        why = "The cost indexes of the clinic's locality are not imported, or not chosen."
        return Answer(tier, known[0].words, why=why)
    row, applied = _row(line, tier, book)
    if row is None:
        return Answer(tier, known[0].words, why="The code is not in it.")
    amount = medicare_amount(row.values, book.indexes, place=place)
    if amount is None:
        return Answer(tier, row.words, why=f"Medicare sets no amount here (place {place}).")
    percent = book.percent
    shown = percent_words(percent * 100)
    words = f"{row.words}, locality {book.locality}, times {shown} percent"
    return Answer(tier, words, amount.cents * percent, amount.practice_cents * percent, applied)


def _to_price(line: PriceAsked, one: Answer, book: PriceBook, *, place: str) -> LineToPrice:
    """CMS's indicators hold whichever list has the amount: most plans follow them."""
    code = line.code.upper()
    signs = book.row(Tier.MEDICARE, code)
    left = tuple(name for name in line.modifiers if name.upper() not in one.applied)
    if signs is None or one.cents is None:
        return LineToPrice(code, one.cents or Fraction(0), left, line.units)
    known = signs.indicators
    family = None
    if known.family:
        base = answers(PriceAsked(known.family), book, place)
        family = next((each.cents for each in base if each.tier is one.tier), None)
    return LineToPrice(code, one.cents, left, line.units, known, one.practice, family)


def _charge(line: PriceAsked, book: PriceBook, place: str) -> Cents | None:
    one = _listed(line, Tier.CHARGE, book, place=place)
    return None if one.cents is None else half_up(one.cents * line.units)


def _base(line: PriceAsked, one: Answer) -> str:
    """ "$1,460.00 for one unit." and its modifiers that the list itself has."""
    words = f"{show(one.shown_cents or 0)} for one unit" + (
        f", {line.units} units" * (line.units > 1)
    )
    own = f", as listed with {', '.join(sorted(one.applied))}" if one.applied else ""
    return f"{words}{own}."
