"""What was agreed with a person: is a plan being kept? Of promises: core/promises.py."""

from collections.abc import Iterable
from datetime import date, timedelta

from goodstanding.core.days import add_months
from goodstanding.core.facts import PaymentFacts, PlanFacts
from goodstanding.core.money import Cents


def instalments_due(plan: PlanFacts, by: date) -> int:
    """How many instalments fell due up to and including `by`; the first is after the day the plan
    began."""
    first_month = _first_month(plan)
    months = (by.year - first_month.year) * 12 + by.month - first_month.month
    due = months + (_due_in_month(plan, by.replace(day=1)) <= by)
    return max(0, min(due, plan.months))


def due_days(plan: PlanFacts) -> list[date]:
    """Every instalment's day, the first after the day the plan began: on day 31, the last of a
    shorter month.
    """
    first = _first_month(plan)
    return [_due_in_month(plan, add_months(first, number)) for number in range(plan.months)]


def instalments_over(plan: PlanFacts, on: date, *, grace_days: int) -> int:
    """How many instalments have their days of grace behind them."""
    return instalments_due(plan, on - timedelta(days=grace_days + 1))


def paid_on(plan: PlanFacts, payments: Iterable[PaymentFacts], on: date) -> Cents:
    """Since the plan began, up to and including `on`."""
    return sum(p.cents for p in payments if plan.started_on <= p.posted_on <= on)


def plan_kept(
    plan: PlanFacts, payments: Iterable[PaymentFacts], *, on: date, grace_days: int
) -> bool:
    """Still running, and every instalment whose days of grace are over is paid."""
    if plan.status != "active" or plan.started_on > on:
        return False
    paid = paid_on(plan, payments, on)
    due = instalments_over(plan, on, grace_days=grace_days)
    return due * plan.monthly_cents <= paid < plan.months * plan.monthly_cents


def _first_month(plan: PlanFacts) -> date:
    first = plan.started_on.replace(day=1)
    return add_months(first, 1) if _due_in_month(plan, first) <= plan.started_on else first


def _due_in_month(plan: PlanFacts, first_of_month: date) -> date:
    last = add_months(first_of_month, 1) - timedelta(days=1)
    return last.replace(day=min(max(plan.due_day, 1), last.day))
