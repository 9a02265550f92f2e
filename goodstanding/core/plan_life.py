"""How a plan stands on a day, and its days set anew when something in its life changes them.

Nothing ends on its own: only a person breaks or cancels a plan. One that is paid off is finished.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goodstanding.core.agreements import (
    agreed_cents,
    by_day,
    instalments_of,
    paid_on,
    paused,
    unpaid_of,
)
from goodstanding.core.facts import AccountFacts, PaymentFacts, PlanFacts, PlanPart
from goodstanding.core.money import Cents
from goodstanding.core.plans import due_days, first_due, parted


class State(StrEnum):
    ON_TRACK = "On track"
    LATE = "Late"
    AT_RISK = "At risk"
    TALK = "Needs a talk"
    PAUSED = "Paused"
    FINISHED = "Finished"
    ENDED = "Ended"


_LEAST_LAST = 1_00
ACTIVE = "active"
RESUMED, COMPLETED, LESS, MORE = "resumed", "completed", "insurer_changed", "rise_seen"
LATE, MISSED, MISSED_TWO, CURED = "late", "missed", "missed_two", "cured"
_SAID = {State.LATE: LATE, State.AT_RISK: MISSED, State.TALK: MISSED_TWO}
BEHIND = frozenset(_SAID.values())
# What says how the payments stand, and what sets the days anew, so that it is said afresh.
SAID = (*_SAID.values(), CURED)
AFRESH = ("made", "paused", "changed", "forgiven", "balance_added", "reinstated")


@dataclass(frozen=True, slots=True)
class Standing:
    """`missed`: the instalments not whole whose grace is over; `next`: the first not whole, and
    what is left of it."""

    state: State
    paid_cents: Cents
    left_cents: Cents
    missed: int
    next: PlanPart | None


def standing_of(
    plan: PlanFacts, payments: tuple[PaymentFacts, ...], on: date, *, grace_days: int
) -> Standing:
    paid = min(paid_on(plan, payments, on), agreed_cents(plan))
    unpaid = unpaid_of(plan, paid)
    missed = _missed(plan, on, unpaid, grace_days=grace_days)
    state = _state(plan, on, unpaid, missed=missed)
    left = sum(each.cents for each in unpaid)
    return Standing(state, paid, left, missed, unpaid[0] if unpaid else None)


def _missed(plan: PlanFacts, on: date, unpaid: tuple[PlanPart, ...], *, grace_days: int) -> int:
    if paused(plan, on):
        return 0
    last = on - timedelta(days=grace_days + 1)
    return sum(each.due_on <= last for each in unpaid)


def _state(plan: PlanFacts, on: date, unpaid: tuple[PlanPart, ...], *, missed: int) -> State:
    if plan.status == "completed":
        return State.FINISHED
    if plan.status != "active":
        return State.ENDED
    if not unpaid:
        return State.FINISHED
    if paused(plan, on):
        return State.PAUSED
    if missed:
        return State.AT_RISK if missed == 1 else State.TALK
    return State.LATE if unpaid[0].due_on < on else State.ON_TRACK


def open_on(facts: AccountFacts, charges: tuple[str, ...]) -> Cents:
    """What the patient owes on these charges."""
    return sum(one.patient_cents for one in facts.charges if one.charge_id in charges)


def more_owed(plan: PlanFacts, facts: AccountFacts) -> Cents:
    """On its charges beyond what is left of the plan; below zero when less is owed."""
    left = agreed_cents(plan) - min(paid_on(plan, (), facts.on), agreed_cents(plan))
    return open_on(facts, plan.charges) - left


def news(plan: PlanFacts, facts: AccountFacts, *, said: str, rise: Cents, grace_days: int) -> str:
    """The first thing the day brings to a plan that runs and that its life does not say yet: "" for
    none. `said`: the last of what is said of its payments (SAID), `rise` what was said to be owed
    beside it. Of money that waits to be placed nobody knows yet whether it is the plan's: until it
    is, nothing is said that stays.
    """
    if plan.paused_until is not None and plan.paused_until < facts.on:
        return RESUMED
    now = standing_of(plan, facts.payments, facts.on, grace_days=grace_days).state
    if facts.unapplied_cents <= 0 and (what := _settled(now, more_owed(plan, facts), rise)):
        return what
    if (what := _SAID.get(now, "")) and what != said:
        return what
    return CURED if now is State.ON_TRACK and said in BEHIND else ""


def _settled(now: State, more: Cents, rise: Cents) -> str:
    if now is State.FINISHED:
        return COMPLETED
    if more < 0:
        return LESS
    return MORE if more > 0 and more != rise else ""


def kept_head(plan: PlanFacts, paid: Cents, *, on: date) -> tuple[PlanPart, ...]:
    """The instalments as far as they are paid: of the last only the part that came. What was paid
    ahead was due by `on`: no later day asks for it again."""
    head: list[PlanPart] = []
    for each in instalments_of(plan):
        part = min(each.cents, paid)
        if part > 0:
            head.append(PlanPart(min(each.due_on, on), part))
        paid -= part
    return tuple(head)


def laid_anew(
    head: tuple[PlanPart, ...], *, left: Cents, each: Cents, after: date, anchor: int
) -> tuple[PlanPart, ...]:
    """What was paid (`head`) stays; `left` is parted into `each` a month, the rest in the last,
    from the first anchor day after `after` on. Less than a dollar is no payment of its own."""
    if left <= 0:
        return head
    amounts = parted(left, monthly_cents=each)
    if len(amounts) > 1 and amounts[-1] < _LEAST_LAST:
        amounts = (*amounts[:-2], amounts[-2] + amounts[-1])
    days = due_days(first_due(after, anchor=anchor), len(amounts), anchor=anchor)
    return head + tuple(map(PlanPart, days, amounts))


def shrunk(plan: PlanFacts, by: Cents) -> tuple[PlanPart, ...]:
    """Less is owed: the last instalments grow smaller first, or fall away."""
    parts = list(instalments_of(plan))
    while by > 0 and parts:
        last = parts.pop()
        if last.cents > by:
            parts.append(PlanPart(last.due_on, last.cents - by))
        by -= last.cents
    return tuple(parts)


def drafted(
    plan: PlanFacts, payments: tuple[PaymentFacts, ...], on: date, *, since: date, owed_cents: Cents
) -> tuple[PlanPart, ...]:
    """The instalments due from `since` up to `on` as far as they are unpaid, one for each day,
    together never more than may be asked for."""
    if plan.status != "active" or paused(plan, on):
        return ()
    found = []
    for each in by_day(unpaid_of(plan, paid_on(plan, payments, on))):
        cents = min(each.cents, owed_cents)
        if since <= each.due_on <= on and cents > 0:
            found.append(PlanPart(each.due_on, cents))
            owed_cents -= cents
    return tuple(found)
