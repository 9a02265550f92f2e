"""What a plan's own day brings, written down like what a person does: late, missed, caught up, rest
over, more or less owed on its visits, paid off. Nothing here ends a plan that is not paid off.
"""

from collections.abc import Callable
from datetime import date, datetime

from goodstanding.actions.plan_parts import (
    Changed,
    Found,
    drop_letters,
    found,
    keep,
    letter_again,
    lower_covers,
)
from goodstanding.actions.unit import Actor, action
from goodstanding.core import plan_life as life
from goodstanding.core.agreements import unpaid_of
from goodstanding.core.money import show
from goodstanding.core.plan_life import ACTIVE
from goodstanding.records.queries.plan_news import brought


def follow_plans(*, on: date, by: Actor, at: datetime) -> None:
    """Everything the day brings to the plans made here, one change at a time."""
    waiting = brought(on)
    while waiting:
        for number, what in waiting:
            follow(number=number, what=what, on=on, by=by, at=at)
        waiting = brought(on, only={number for number, _ in waiting})


@action("plan.follow")
def follow(*, number: str, what: str, on: date, by: Actor, at: datetime) -> None:
    """One change that core/plan_life.news found, as of `on`."""
    one = found(number, on, ACTIVE)
    why, more = _CHANGES[what](one)
    keep(one.row, what, why=why, by=by, at=at, on=on, **more)
    if what == life.COMPLETED:
        drop_letters(one.row, "The plan was paid off before this letter went.")
    if what == life.LESS:
        letter_again(one.row, at=at, law=one.law)


def _rest_over(one: Found) -> tuple[str, Changed]:
    return "The pause is over.", {"until": None}


def _completed(one: Found) -> tuple[str, Changed]:
    return "All of it is paid.", {"status": "completed", "until": None}


def _less(one: Found) -> tuple[str, Changed]:
    """An insurer paid more, or something was written off: the last instalments shrink first."""
    less = -life.more_owed(one.plan, one.facts)
    parts = life.shrunk(one.plan, less)
    lower_covers(one.row, less)
    why = f"{show(less)} less is owed on its visits: the last payments are smaller."
    return why, {"parts": parts, "cents": less}


def _more(one: Found) -> tuple[str, Changed]:
    more = life.more_owed(one.plan, one.facts)
    why = f"{show(more)} more is owed on its visits. It is not on the plan unless you add it."
    return why, {"cents": more}


def _late(one: Found) -> tuple[str, Changed]:
    return f"The payment of {_first(one)} has not come; its days of grace run.", {}


def _missed(one: Found) -> tuple[str, Changed]:
    return f"The payment of {_first(one)} was missed. A letter tells them.", {}


def _missed_two(one: Found) -> tuple[str, Changed]:
    return f"More than one payment is missed, the first of {_first(one)}. Someone calls.", {}


def _cured(one: Found) -> tuple[str, Changed]:
    return "What was missing came.", {}


def _first(one: Found) -> str:
    return f"{unpaid_of(one.plan, one.paid)[0].due_on:%m/%d/%Y}"


_CHANGES: dict[str, Callable[[Found], tuple[str, Changed]]] = {
    life.RESUMED: _rest_over,
    life.COMPLETED: _completed,
    life.LESS: _less,
    life.MORE: _more,
    life.LATE: _late,
    life.MISSED: _missed,
    life.MISSED_TWO: _missed_two,
    life.CURED: _cured,
}
