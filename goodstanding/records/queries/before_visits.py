"""What can still be done before a visit: problem accounts that come within days, and surgeries that
lack an estimate, a coverage or an arrangement. No query grows with the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from goodstanding.core.days import business_days_between
from goodstanding.core.huddle import ASK, BRING, OFFER, Instruction, takes_nothing
from goodstanding.records.queries.coming_visits import BOOKED, Booked, booked
from goodstanding.records.queries.huddle import instructed

WITHIN_DAYS, SURGERY_DAYS = 10, 14
SURGERY = frozenset({"surgery", "procedure", "operation"})
# What a person can still do in the days left, most first.
CALL_DAYS, LETTER_DAYS = 1, 5
CAN = WRITE, WRITE_ALONE, CALL, AT_THE_DESK = (
    "Write, call, or offer a plan", "Write, or ask at the desk", "Call today", "At the desk only",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """A person whose account has something to settle before the first visit of theirs; `can` what
    there is still time for, `more` how many visits follow within the days."""

    booked: Booked
    told: Instruction
    days: int
    what: tuple[str, ...]
    can: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Surgery:
    booked: Booked
    days: int
    estimate: str
    coverage: str
    arrangement: str

    @property
    def unestimated(self) -> bool:
        return self.booked.visit.estimate_due or not (self.booked.estimated or self.booked.spared)


def coming(on: date) -> tuple[tuple[Problem, ...], tuple[Surgery, ...]]:
    """Problem accounts and operations, each with its own days ahead, as the accounts stand now."""
    rows = instructed(booked(on, on + timedelta(days=SURGERY_DAYS), statuses=(BOOKED,)), on=on)
    return _problems(rows, on), _surgeries(rows, on)


def _problems(rows: Sequence[tuple[Booked, Instruction]], on: date) -> tuple[Problem, ...]:
    """By day; on a day those first for whom most can still be done, then by amount."""
    last, found = on + timedelta(days=WITHIN_DAYS), dict[int, Problem]()
    for row, told in rows:
        if row.visit.on > last or not (what := tuple(_what(told))):
            continue
        days = business_days_between(on, row.visit.on)
        new = Problem(row, told, days, what, _can(days, phone="phone" not in told.line.forms))
        first = found.setdefault(row.patient_key, new)
        if first is not new:
            every = (*first.what, *(each for each in what if each not in first.what))
            found[row.patient_key] = replace(first, what=every, more=first.more + 1)
    return tuple(sorted(found.values(), key=lambda p: (
        p.booked.visit.on, CAN.index(p.can), -len(p.what), -p.told.cents, p.booked.starts_at
    )))  # fmt: skip


def _what(told: Instruction) -> list[str]:
    said = []
    if told.line.tier in (ASK, OFFER):
        said.append("A balance may be asked for")
    if told.line.tier == BRING:
        said.append("A talk in private")
    words = {"coverage": "Coverage has ended", "address": "Mail came back",
             "phone": "No phone number", "estimate": "Estimate is due"}  # fmt: skip
    return said + [words[each] for each in told.line.forms]


def _can(days: int, *, phone: bool) -> str:
    """With so many business days left; who has no number is not called."""
    if days >= LETTER_DAYS:
        return WRITE if phone else WRITE_ALONE
    if days >= CALL_DAYS and phone:
        return CALL
    return AT_THE_DESK


def _surgeries(rows: Sequence[tuple[Booked, Instruction]], on: date) -> tuple[Surgery, ...]:
    """What each operation still lacks."""
    return tuple(
        Surgery(
            row, business_days_between(on, row.visit.on), _estimate(row), _coverage(row),
            _arranged(told, row),
        )
        for row, told in rows if row.kind.strip().lower() in SURGERY
    )  # fmt: skip


def _estimate(row: Booked) -> str:
    if row.spared:
        return row.spared
    if not row.estimated:
        return "No estimate"
    if row.visit.estimate_due:
        return "Not given since it was changed"
    return row.visit.share_source or "Given"


def _coverage(row: Booked) -> str:
    if row.visit.coverages:
        return "In force"
    return "No coverage: it has ended" if row.visit.covered_before else "Self-pay"


def _arranged(told: Instruction, row: Booked) -> str:
    if row.visit.prepaid_cents:
        return "Paid ahead in part"
    if told.line.plan_cents:
        return "On a plan"
    if told.line.tier or told.line.prepay_cents:
        return "No arrangement yet"
    unknown = row.visit.share_cents is None and not row.spared and not takes_nothing(row.visit)
    return "Their share is not known" if unknown else "Nothing to settle"
