"""Payment plans in figures: a sum parted over months, each part's day, and an offer made of them.

Whole cents; every schedule sums exactly, its odd cents in the last payment. No interest, no fee.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from goodstanding.core.answers import Reason
from goodstanding.core.days import add_months
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.law import LawOn

INSTALMENTS = "us-regz-four-installments"


class Fit(StrEnum):
    """How an offer stands beside what the person can manage a month; NOT_SAID: nobody knows."""

    FITS = "fits"
    A_LITTLE_ABOVE = "a little above"
    ABOVE = "above"
    NOT_SAID = "not said"


@dataclass(frozen=True, slots=True)
class Instalment:
    """`number` counts from 1."""

    number: int
    due_on: date
    cents: Cents


@dataclass(frozen=True, slots=True)
class Offer:
    """`months` payments: `monthly_cents` each but the last. `why` says why it is offered;
    `needs_disclosure`: in writing it carries the Truth in Lending box.
    """

    months: int
    monthly_cents: Cents
    first_due_on: date
    last_due_on: date
    last_payment_cents: Cents
    total_cents: Cents
    why: Reason
    fit: Fit
    needs_disclosure: bool


def parted(total_cents: Cents, *, months: int = 0, monthly_cents: Cents = 0) -> tuple[Cents, ...]:
    """By months: equal, the odd cents in the last: parted(10000, months=3) -> (3333, 3333, 3334).
    By an amount a month, the rest in the last: parted(9000, monthly_cents=4500) -> (4500, 4500).
    Give one of the two.
    """
    assert bool(months) != bool(monthly_cents), "a plan is by months or by an amount a month"
    if total_cents <= 0:
        raise Refused("There is nothing to put on a plan.")
    if months < 0 or monthly_cents < 0 or months > total_cents:
        raise Refused(f"{show(total_cents)} cannot be parted like that. Choose fewer payments.")
    each = total_cents // months if months else min(monthly_cents, total_cents)
    count = months or -(-total_cents // each)
    return (each,) * (count - 1) + (total_cents - each * (count - 1),)


def short_ways(total_cents: Cents, *, least_cents: Cents) -> tuple[tuple[Cents, ...], ...]:
    """For a letter, which knows of nobody's means: in three and in four payments, or in fewer where
    each would be below `least_cents`."""
    counts = [count for count in (3, 4) if total_cents >= count * least_cents] or [2]
    return tuple(parted(total_cents, months=count) for count in counts if count <= total_cents)


@lru_cache(maxsize=8192)
def anchored(first_of_month: date, anchor: int) -> date:
    """The anchor day in that month, or its last day: day 31 of February -> the 28th or 29th."""
    return add_months(first_of_month.replace(month=1, day=anchor), first_of_month.month - 1)


def due_days(first_due_on: date, count: int, *, anchor: int = 0) -> tuple[date, ...]:
    """One a month, each worked out from the anchor, never from the one before: from January 31st
    come February 28th and March 31st. No anchor: the day of the first."""
    first = first_due_on.replace(day=1)
    day = anchor or first_due_on.day
    return tuple(anchored(add_months(first, number), day) for number in range(count))


def first_due(agreed_on: date, *, anchor: int = 0) -> date:
    """The first anchor day after the agreement; without an anchor a month after it."""
    this_month = anchored(agreed_on.replace(day=1), anchor or agreed_on.day)
    return (
        this_month
        if this_month > agreed_on
        else anchored(add_months(agreed_on.replace(day=1), 1), anchor or agreed_on.day)
    )


def schedule(
    total_cents: Cents, *, agreed_on: date, first_due_on: date, anchor: int = 0,
    months: int = 0, monthly_cents: Cents = 0,
) -> tuple[Instalment, ...]:  # fmt: skip
    """Refuses a first payment before the agreement, and one that is not on the anchor day."""
    if first_due_on < agreed_on:
        raise Refused("The first payment cannot be before the day of the agreement.")
    amounts = parted(total_cents, months=months, monthly_cents=monthly_cents)
    days = due_days(first_due_on, len(amounts), anchor=anchor)
    if days[0] != first_due_on:
        raise Refused(f"The first payment must be on day {anchor} of its month, like the others.")
    rows = zip(days, amounts, strict=True)
    return tuple(Instalment(number, on, cents) for number, (on, cents) in enumerate(rows, start=1))


def needs_disclosure(months: int, law: LawOn) -> bool:
    """In writing, so many payments carry the Truth in Lending box, also without interest."""
    return months > law.number(INSTALMENTS, "installments_without_disclosure_max")


def letter_kind(*, signed: bool) -> str:
    """Of the letter that confirms a plan; one with the box is an agreement to sign."""
    return "plan_agreement" if signed else "plan_confirmation"


def offer_of(rows: tuple[Instalment, ...], law: LawOn, *, why: Reason, fit: Fit) -> Offer:
    return Offer(
        months=len(rows), monthly_cents=rows[0].cents, first_due_on=rows[0].due_on,
        last_due_on=rows[-1].due_on, last_payment_cents=rows[-1].cents,
        total_cents=sum(row.cents for row in rows), why=why, fit=fit,
        needs_disclosure=needs_disclosure(len(rows), law),
    )  # fmt: skip
