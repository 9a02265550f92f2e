"""A payment plan in figures, for its letters: what is paid when, what was missed.

All in whole cents; every sum is exact.
"""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.agreements import (
    due_days,
    instalments_of,
    over_cents,
    paid_on,
    paused,
    unpaid_of,
)
from goodstanding.core.facts import AccountFacts, PlanFacts
from goodstanding.core.money import Cents


@dataclass(frozen=True, slots=True)
class Terms:
    """`each_cents` on every day but the last, `last_cents` then; together `total_cents`."""

    total_cents: Cents
    each_cents: Cents
    last_cents: Cents
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """The oldest instalment that is not whole: due on `due_on`, `paid_cents` of it came. `cents` is
    short over all instalments whose grace is over; `left_cents` the rest of the plan.
    """

    due_on: date
    cents: Cents
    paid_cents: Cents
    each_cents: Cents
    left_cents: Cents


def terms_of(plan: PlanFacts, open_cents: Cents) -> Terms:
    """A plan never takes more than is open (with what was paid on it): the last payment is smaller,
    or falls away. Of one made here, the days as they were last set.
    """
    if plan.instalments:
        laid_on = plan.laid_on or plan.started_on
        left = [one for one in plan.instalments if one.due_on > laid_on] or plan.instalments[-1:]
        total = sum(each.cents for each in left)
        return Terms(total, left[0].cents, left[-1].cents, tuple(each.due_on for each in left))
    each, days = max(plan.monthly_cents, 1), due_days(plan)
    total = min(each * plan.months, open_cents) if open_cents > 0 else each * plan.months
    count = -(-total // each)
    return Terms(total, each, total - each * (count - 1), tuple(days[:count]))


def missed_now(facts: AccountFacts, *, grace_days: int) -> Missed | None:
    """Of the plan that runs; None when nothing whose grace is over is short."""
    running = (p for p in facts.plans if p.status == "active" and p.started_on <= facts.on)
    return next((f for p in running if (f := _missed(p, facts, grace_days=grace_days))), None)


def _missed(plan: PlanFacts, facts: AccountFacts, *, grace_days: int) -> Missed | None:
    paid = paid_on(plan, facts.payments, facts.on)
    short = over_cents(plan, facts.on, grace_days=grace_days) - paid
    if short <= 0 or paused(plan, facts.on):
        return None
    unpaid = unpaid_of(plan, paid)
    whole = instalments_of(plan)[-len(unpaid)]
    left = sum(each.cents for each in unpaid)
    return Missed(whole.due_on, short, whole.cents - unpaid[0].cents, whole.cents, left)
