"""Are promises and plans holding? Kept of counted, by the week or month in which each was due.

A promise or an instalment counts once its day and grace are over, or it is paid. What was replaced,
cancelled or never fell due does not.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from goodstanding.core.agreements import by_day, instalments_of, paid_on, paused
from goodstanding.core.days import add_months
from goodstanding.core.facts import AccountFacts, PaymentFacts, PlanFacts
from goodstanding.core.policy import Policy
from goodstanding.core.promises import COUNTED, Kept, Standing, State


@dataclass(frozen=True, slots=True)
class Due:
    """`kept` None: it may still be."""

    on: date
    kept: bool | None


def promise_dues(known: Iterable[Standing]) -> list[Due]:
    found = []
    for one in known:
        if one.state in COUNTED:
            found.append(Due(one.promise.due_on, one.state is State.KEPT))
        elif one.state is State.OPEN:
            found.append(Due(one.promise.due_on, None))
    return found


def instalment_dues(
    plans: Sequence[PlanFacts], payments: Sequence[PaymentFacts], *, on: date, grace_days: int
) -> list[Due]:
    """Of the plans of one account. An instalment is kept when all money due so far had come by the
    end of its grace; money since a newer plan began is that one's.
    """
    found: list[Due] = []
    ordered = sorted(plans, key=lambda each: each.started_on)
    for place, plan in enumerate(ordered):
        newer = [each.started_on for each in ordered[place + 1 :] if each.started_on <= on]
        own = [p for p in payments if not newer or p.posted_on < newer[0]]
        found += _of_plan(plan, own, on=on, grace=timedelta(days=grace_days))
    return found


def _of_plan(
    plan: PlanFacts, payments: Sequence[PaymentFacts], *, on: date, grace: timedelta
) -> list[Due]:
    """A plan that ended counts up to the first instalment that was never paid: the one that broke
    it; of a cancelled plan that one does not count either. Parts of one day are one instalment.
    Where a plan's days were set anew, only the days it has now count."""
    came, found = paid_on(plan, payments, on), list[Due]()
    # An imported plan has one a day.
    parts, needed = by_day(plan.instalments) or instalments_of(plan), 0
    for number, part in enumerate(parts, 1):
        due_on, needed = part.due_on, needed + part.cents
        if number == len(parts) and not plan.instalments:
            # Those of an export are rounded up to whole cents: the last may be that much smaller.
            needed -= plan.months - 1
        over = due_on + grace < on and not paused(plan, on)
        if came >= needed and paid_on(plan, payments, min(due_on + grace, on)) >= needed:
            found.append(Due(due_on, kept=True))
            continue
        if plan.status == "active" or came >= needed:
            found.append(Due(due_on, kept=False if over else None))
            continue
        if plan.status == "broken" and over:
            found.append(Due(due_on, kept=False))
        break
    return found


def kept_of(dues: Iterable[Due]) -> Kept:
    counted = [each.kept for each in dues if each.kept is not None]
    return Kept(sum(counted), len(counted))


def rates_of(known: Iterable[Standing], facts: AccountFacts, policy: Policy) -> tuple[Kept, Kept]:
    """(promises, instalments) of one account; `known` are its promises by that policy."""
    grace = policy.grace.plan_days
    instalments = instalment_dues(facts.plans, facts.payments, on=facts.on, grace_days=grace)
    return kept_of(promise_dues(known)), kept_of(instalments)


@dataclass(slots=True)
class Period:
    """`open_`: how many due in it may still be kept, so that its share is not the last word."""

    first: date
    promises: Kept = field(default_factory=Kept)
    instalments: Kept = field(default_factory=Kept)
    open_: int = 0


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> date:
    return day.replace(day=1)


def last_weeks(on: date, count: int) -> list[date]:
    return [week_of(on) - timedelta(weeks=back) for back in reversed(range(count))]


def last_months(on: date, count: int) -> list[date]:
    return [add_months(month_of(on), -back) for back in reversed(range(count))]


def by_period(
    promises: Iterable[Due],
    instalments: Iterable[Due],
    *,
    firsts: Sequence[date],
    first_of: Callable[[date], date],
) -> list[Period]:
    """In the order of `firsts`; what was due in no period of them is left out."""
    found = {first: Period(first) for first in firsts}
    since = min(firsts, default=date.max)
    of_promises = _dealt(promises, first_of, since=since)
    of_instalments = _dealt(instalments, first_of, since=since)
    for first, period in found.items():
        here, there = of_promises.get(first, []), of_instalments.get(first, [])
        period.promises, period.instalments = kept_of(here), kept_of(there)
        period.open_ = sum(each.kept is None for each in (*here, *there))
    return list(found.values())


def _dealt(
    dues: Iterable[Due], first_of: Callable[[date], date], *, since: date
) -> dict[date, list[Due]]:
    found: dict[date, list[Due]] = {}
    for each in dues:
        if each.on >= since:
            found.setdefault(first_of(each.on), []).append(each)
    return found
