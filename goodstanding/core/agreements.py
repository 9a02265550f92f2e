"""What was agreed with a person: is a plan being kept, is a promise still open?"""

from collections.abc import Iterable
from datetime import date, timedelta

from goodstanding.core.days import add_business_days, add_months
from goodstanding.core.facts import PaymentFacts, PlanFacts, PromiseFacts
from goodstanding.core.money import Cents
from goodstanding.core.plans import anchored
from goodstanding.core.plans import due_days as anchored_days


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
    return list(anchored_days(_first_month(plan), plan.months, anchor=_anchor(plan)))


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


def promise_waits_until(promise: PromiseFacts, *, grace_business_days: int) -> date:
    """The first day on which a promise that was not kept may be asked about."""
    return add_business_days(promise.due_on, grace_business_days) + timedelta(days=1)


def promise_open(
    promise: PromiseFacts, payments: Iterable[PaymentFacts], *, on: date, until: date
) -> bool:
    """Made, its days not over, and not yet kept by its record or by the money since."""
    if promise.kept_on is not None or not promise.made_on <= on < until:
        return False
    return sum(p.cents for p in payments if p.posted_on >= promise.made_on) < promise.cents


def _first_month(plan: PlanFacts) -> date:
    first = plan.started_on.replace(day=1)
    return add_months(first, 1) if _due_in_month(plan, first) <= plan.started_on else first


def _due_in_month(plan: PlanFacts, first_of_month: date) -> date:
    return anchored(first_of_month, _anchor(plan))


def _anchor(plan: PlanFacts) -> int:
    return min(max(plan.due_day, 1), 31)
