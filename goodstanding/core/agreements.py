"""What was agreed with a person: is a plan being kept? Of promises: core/promises.py."""

from collections.abc import Iterable
from datetime import date, timedelta

from goodstanding.core.days import add_months
from goodstanding.core.facts import PaymentFacts, PlanFacts, PlanPart
from goodstanding.core.money import Cents
from goodstanding.core.plans import anchored
from goodstanding.core.plans import due_days as anchored_days


def due_days(plan: PlanFacts) -> list[date]:
    """Every instalment's day, the first after the day the plan began: on day 31, the last of a
    shorter month.
    """
    if plan.instalments:
        return [each.due_on for each in plan.instalments]
    return list(anchored_days(_first_month(plan), plan.months, anchor=_anchor(plan)))


def instalments_of(plan: PlanFacts) -> tuple[PlanPart, ...]:
    """As agreed, oldest first; of an imported plan each is the monthly amount."""
    if plan.instalments:
        return plan.instalments
    return tuple(PlanPart(day, plan.monthly_cents) for day in due_days(plan))


def agreed_cents(plan: PlanFacts) -> Cents:
    if plan.instalments:
        return sum(each.cents for each in plan.instalments)
    return plan.monthly_cents * plan.months


def over_cents(plan: PlanFacts, on: date, *, grace_days: int) -> Cents:
    """What the instalments come to that have their days of grace behind them."""
    last = on - timedelta(days=grace_days + 1)
    return sum(each.cents for each in instalments_of(plan) if each.due_on <= last)


def paid_on(plan: PlanFacts, payments: Iterable[PaymentFacts], on: date) -> Cents:
    """Since the plan began, up to and including `on`: on its own charges where it names them, else
    whatever was paid on the account."""
    if plan.charges:
        return sum(p.cents for p in plan.payments if p.posted_on <= on)
    return sum(p.cents for p in payments if plan.started_on <= p.posted_on <= on)


def unpaid_of(plan: PlanFacts, paid: Cents) -> tuple[PlanPart, ...]:
    """The instalments that so much money, counted oldest first, does not pay whole; of the first
    only what is left."""
    left: list[PlanPart] = []
    for each in instalments_of(plan):
        part = min(each.cents, max(paid, 0))
        paid -= part
        if each.cents > part:
            left.append(PlanPart(each.due_on, each.cents - part))
    return tuple(left)


def by_day(parts: Iterable[PlanPart]) -> tuple[PlanPart, ...]:
    """In the order of their days; the parts of one day are one instalment."""
    found: dict[date, Cents] = {}
    for part in parts:
        found[part.due_on] = found.get(part.due_on, 0) + part.cents
    return tuple(PlanPart(due_on, cents) for due_on, cents in sorted(found.items()))


def paused(plan: PlanFacts, on: date) -> bool:
    return plan.paused_until is not None and on <= plan.paused_until


def plan_kept(
    plan: PlanFacts, payments: Iterable[PaymentFacts], *, on: date, grace_days: int
) -> bool:
    """Still running, not paid off, and paused or with every instalment paid whose days of grace
    are over."""
    if plan.status != "active" or plan.started_on > on:
        return False
    paid = paid_on(plan, payments, on)
    if paid >= agreed_cents(plan):
        return False
    return paused(plan, on) or over_cents(plan, on, grace_days=grace_days) <= paid


def _first_month(plan: PlanFacts) -> date:
    first = plan.started_on.replace(day=1)
    return add_months(first, 1) if _due_in_month(plan, first) <= plan.started_on else first


def _due_in_month(plan: PlanFacts, first_of_month: date) -> date:
    return anchored(first_of_month, _anchor(plan))


def _anchor(plan: PlanFacts) -> int:
    return min(max(plan.due_day, 1), 31)
