"""From what a plan says, benefit by benefit, to what a clinic asks: is it in force, what is left.

None means not said, and never 0. Where a plan says a thing in two ways that differ, it counts as
not said and is named in `unclear`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goodstanding.core import benefit_signals as signals
from goodstanding.core.benefit_choice import (
    FAMILY,
    LEFT,
    MET,
    OWN,
    PLAN,
    TOTAL,
    Chooser,
    cents_in,
    coinsurance,
    copay,
    counts_on,
    is_of,
    not_ours,
    term,
)
from goodstanding.core.benefit_lines import BenefitLine, Dated
from goodstanding.core.money import Cents

OFFICE_VISIT = "98"
_NOT_COVERED = "I"
_PART_A, _PART_B = "MA", "MB"
_MOST_SERVICES = 100


@dataclass(frozen=True, slots=True)
class CareBenefit:
    """One service type (X12: 98 office visit, MH mental health, ...), in network first.
    `authorisation` is true where the plan must agree before."""

    code: str
    copay_cents: Cents | None = None
    coinsurance: Decimal | None = None
    deductible_left_cents: Cents | None = None
    covered: bool | None = None
    authorisation: bool | None = None


@dataclass(frozen=True, slots=True)
class CoverageBenefits:
    """What is known of one coverage since `checked_on`. `coinsurance` is the patient's share of one
    ("0.2"); `active` None: not said, or said with doubt. `begins_on` and `ends_on` are as told.
    `spend_down_cents` is what the patient must spend before Medicaid pays.
    """

    rank: int
    payer_id: str
    payer_name: str
    payer_type: str
    checked_on: date
    plan_name: str = ""
    active: bool | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    copay_cents: Cents | None = None
    deductible_cents: Cents | None = None
    deductible_left_cents: Cents | None = None
    family_deductible_cents: Cents | None = None
    family_deductible_left_cents: Cents | None = None
    oop_cents: Cents | None = None
    oop_left_cents: Cents | None = None
    family_oop_cents: Cents | None = None
    family_oop_left_cents: Cents | None = None
    coinsurance: Decimal | None = None
    by_service: tuple[CareBenefit, ...] = ()
    qmb: bool | None = None
    medicaid: bool | None = None
    medicare: bool | None = None
    spend_down_cents: Cents | None = None
    other_payers: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool | None:
        """On a day; None when it was not said, or is to begin only after it was checked."""
        if self.ends_on is not None and on > self.ends_on:
            return False
        if self.begins_on is not None and on < self.begins_on:
            return False
        begins_later = self.begins_on is not None and self.begins_on > self.checked_on
        return None if begins_later else self.active


@dataclass(frozen=True, slots=True)
class Whose:
    """The coverage that was asked about, by our own records; `answers` are further names and
    numbers of the payer, as the answer writes them."""

    rank: int
    payer_id: str
    payer_name: str
    payer_type: str
    answers: tuple[str, ...] = ()


def benefits_of(
    lines: Sequence[BenefitLine], whose: Whose, *, on: date, dates: Sequence[Dated] = ()
) -> CoverageBenefits:
    """`dates` stand beside the person, not a benefit; `on` is the day that was asked about."""
    today = [line for line in lines if counts_on(line, on)]
    visits = _of_visits(lines, whose.payer_type)
    chosen = Chooser([line for line in visits if counts_on(line, on) and not not_ours(line)])
    begins, ends = term([*dates, *_term_dates(visits, on)])
    own = {whose.payer_id, whose.payer_name, *whose.answers}
    return CoverageBenefits(
        rank=whose.rank, payer_id=whose.payer_id, payer_name=whose.payer_name,
        payer_type=whose.payer_type, checked_on=on,
        plan_name=_plan_name(lines, on), active=signals.active(visits, on),
        begins_on=begins, ends_on=ends,
        copay_cents=chosen.one(copay, (OFFICE_VISIT, PLAN), words="copay"),
        coinsurance=chosen.one(coinsurance, (PLAN, OFFICE_VISIT), words="coinsurance"),
        **_sums(chosen, "C", "deductible"), **_sums(chosen, "G", "oop"),
        by_service=tuple(_care(today, code) for code in _codes(today)),
        qmb=signals.qmb(lines, on), medicaid=signals.medicaid(lines, on),
        medicare=signals.medicare(lines, on), spend_down_cents=_spend_down(chosen),
        other_payers=signals.other_payers(
            lines, own=frozenset(name.upper() for name in own if name), on=on
        ),
        unclear=tuple(dict.fromkeys(chosen.unclear)),
    )  # fmt: skip


def _of_visits(lines: Sequence[BenefitLine], payer_type: str) -> Sequence[BenefitLine]:
    """Of original Medicare only Part B's: the deductible of a hospital stay (Part A) is no visit's,
    and who has Part A alone is not covered for one."""
    if payer_type == "medicare" or any(line.insurance == _PART_B for line in lines):
        return [line for line in lines if line.insurance != _PART_A]
    return lines


def _spend_down(chosen: Chooser) -> Cents | None:
    """What is left of it, else the whole."""

    def whole(line: BenefitLine) -> Cents | None:
        return None if line.period in LEFT | MET or line.information != "Y" else line.cents

    left = chosen.one(cents_in("Y", LEFT), (PLAN,), words="spend-down")
    return left if left is not None else chosen.one(whole, (PLAN,), words="spend-down")


def _sums(chosen: Chooser, information: str, name: str) -> dict[str, Cents | None]:
    """Of the year and what is left, own and family. Where a plan says what was used instead of what
    is left, the difference is."""
    found: dict[str, Cents | None] = {}
    for before, levels in (("", OWN), ("family_", FAMILY)):
        words = f"{before}{name}".replace("_", " ").replace("oop", "out-of-pocket limit")

        def sum_of(
            periods: frozenset[str],
            words: str = words,
            levels: tuple[tuple[str, ...], ...] = levels,
        ) -> Cents | None:
            value = cents_in(information, periods)
            return chosen.one(value, (PLAN,), words=words, levels=levels)

        total, left, met = sum_of(TOTAL), sum_of(LEFT), sum_of(MET)
        if left is None and total is not None and met is not None:
            left = max(0, total - met)
        found[f"{before}{name}_cents"] = total
        found[f"{before}{name}_left_cents"] = left
    return found


def _says_term(line: BenefitLine) -> bool:
    return line.information in signals.ACTIVE | signals.INACTIVE and is_of(line, PLAN)


def _term_dates(lines: Sequence[BenefitLine], on: date) -> list[Dated]:
    """Of the lines that say the plan is in force on the day; else of the one that ended last, so
    that an earlier year's end is not taken for the plan's."""
    status = [line for line in lines if _says_term(line)]
    of = [line for line in status if line.information in signals.ACTIVE and counts_on(line, on)]
    if not of and status:
        of = [max(status, key=lambda line: term(line.dates)[1] or date.min)]
    return [each for line in of for each in line.dates]


def _plan_name(lines: Sequence[BenefitLine], on: date) -> str:
    """Of the line that says the plan is in force on the day, else the first that names one."""

    def rank(line: BenefitLine) -> tuple[bool, bool]:
        status = _says_term(line)
        now = status and line.information in signals.ACTIVE and counts_on(line, on)
        return not now, not status

    first = sorted(lines, key=rank)
    return next((line.plan for line in first if line.plan), "")


def _codes(lines: Sequence[BenefitLine]) -> list[str]:
    codes = dict.fromkeys(code for line in lines for code in line.services if code != PLAN)
    return list(codes)[:_MOST_SERVICES]


def _care(lines: Sequence[BenefitLine], code: str) -> CareBenefit:
    of = Chooser([line for line in lines if code in line.services])
    inside = [line for line in of.lines if line.network != "N"]
    told = {line.information for line in inside}
    agreed = {line.authorisation for line in inside} & {"Y", "N"}
    covered: bool | None = None
    if told & (signals.ACTIVE | {_NOT_COVERED} | signals.INACTIVE):
        covered = bool(told & signals.ACTIVE)
    return CareBenefit(
        code=code, copay_cents=of.one(copay, (code,), words=""),
        coinsurance=of.one(coinsurance, (code,), words=""),
        deductible_left_cents=of.one(cents_in("C", LEFT), (code,), words="", levels=OWN),
        covered=covered, authorisation="Y" in agreed if agreed else None,
    )  # fmt: skip
