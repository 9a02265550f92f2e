"""Plans as people see them: the portfolio with its states, one plan with its schedule and life."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from goodstanding.core import occasions
from goodstanding.core.agreements import instalments_of, paid_on
from goodstanding.core.facts import AccountFacts, PlanFacts, PlanPart
from goodstanding.core.plan_life import Standing, State, more_owed, standing_of
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Letter, Plan, PlanEvent
from goodstanding.records.queries.facts import facts_for

WAITS = "Waits for a manager"
# Filters in the order of the work; the last hold what is over.
STATES = (
    WAITS, State.TALK, State.AT_RISK, State.LATE, State.ON_TRACK, State.PAUSED, State.FINISHED,
    State.ENDED,
)  # fmt: skip
WHAT = {
    "asked": "Asked of the manager", "made": "Made", "declined": "Not agreed to",
    "taken_back": "Taken back", "acknowledged": "They agreed", "late": "Late",
    "missed": "One missed", "missed_two": "Two missed", "cured": "Caught up", "paused": "Paused",
    "resumed": "Goes on", "forgiven": "Missed payment forgiven", "changed": "Changed",
    "balance_added": "Balance added", "insurer_changed": "Less is owed",
    "rise_seen": "More is owed beside it", "broken": "Ended as broken", "cancelled": "Cancelled",
    "reinstated": "Begun again", "completed": "Paid off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanRow:
    """`here`: made at the desk, so that it can be changed here. `asked_by` and `why` of one that
    waits for a manager. `last` is what happened to it last."""

    number: str
    account_id: str
    name: str
    started_on: date
    monthly_cents: int
    months: int
    state: str
    paid_cents: int
    left_cents: int
    missed: int
    next: PlanPart | None
    here: bool
    last: str = ""
    last_on: date | None = None
    asked_by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment with what of it is paid."""

    due_on: date
    cents: int
    paid_cents: int
    words: str


@dataclass(frozen=True, slots=True)
class Event:
    on: date
    at: datetime
    by: str
    what: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    """One plan on the account page. `beside_cents`: what is owed on its visits and is not on it."""

    plan: PlanFacts
    standing: Standing
    dues: tuple[Due, ...]
    events: tuple[Event, ...]
    here: bool
    by: str = ""
    made_at: datetime | None = None
    told_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_how: str = ""
    how: str = ""
    beside_cents: int = 0


def portfolio(on: date) -> list[PlanRow]:
    """Every plan, what needs someone first."""
    rows = bulk.select(
        "SELECT p.number, g.id, g.number, g.first_name, g.last_name, m.id, m.by FROM "
        "records_plan p JOIN records_guarantor g ON g.id = p.guarantor_id LEFT JOIN "
        "records_planmade m ON m.plan_id = p.id WHERE p.status <> 'taken_back' ORDER BY p.id"
    )
    grace = clinic.policy_in_force(on).grace.plan_days
    names = {row[0]: row[1:] for row in rows}
    found = [
        _row(plan, facts, names[plan.plan_id], grace=grace)
        for batch in bulk.chunks(sorted({row[1] for row in rows}), 1500)
        for facts in facts_for(batch, on)
        for plan in facts.plans
        if plan.plan_id in names
    ]
    order = {state: place for place, state in enumerate(STATES)}
    last = _last(on)
    found = [replace(row, **last.get(row.number, {})) for row in found] + _asked(names)
    return sorted(found, key=lambda one: (order[one.state], one.started_on, one.number))


def counts(rows: list[PlanRow]) -> dict[str, int]:
    counted = Counter(str(row.state) for row in rows)
    return {str(state): counted[str(state)] for state in STATES}


def _row(plan: PlanFacts, facts: AccountFacts, about: Any, *, grace: int) -> PlanRow:
    _, account, first, last, made, _ = about
    now = standing_of(plan, facts.payments, facts.on, grace_days=grace)
    return PlanRow(
        plan.plan_id, account, f"{first} {last}", plan.started_on, plan.monthly_cents, plan.months,
        now.state, now.paid_cents, now.left_cents, now.missed, now.next, made is not None,
    )  # fmt: skip


def _last(on: date) -> dict[str, dict[str, Any]]:
    """By plan, its last event up to `on`."""
    rows = bulk.select(
        'SELECT p.number, e.what, CAST(e."on" AS TEXT) FROM records_planevent e JOIN records_plan '
        "p ON p.id = e.plan_id WHERE e.id IN (SELECT MAX(id) FROM records_planevent WHERE "
        '"on" <= %s GROUP BY plan_id)',
        [on.isoformat()],
    )
    return {
        number: {"last": WHAT[what], "last_on": date.fromisoformat(day)}
        for number, what, day in rows
    }


def _asked(names: dict[str, Any]) -> list[PlanRow]:
    found = []
    for plan in Plan.objects.filter(status="asked").order_by("id"):
        _, account, first, last, _, by = names[plan.number]
        event = plan.events.filter(what="asked").latest("id")
        total = sum(cents for _, cents in event.parts)
        due = PlanPart(date.fromisoformat(event.parts[0][0]), event.parts[0][1])
        found.append(PlanRow(
            plan.number, account, f"{first} {last}", plan.started_on, plan.monthly_cents,
            plan.months, WAITS, 0, total, 0, due, True, asked_by=by, why=event.why,
        ))  # fmt: skip
    return found


def plans_shown(facts: AccountFacts) -> tuple[PlanShown, ...]:
    """The account's plans, the newest first."""
    if not facts.plans:
        return ()
    grace = clinic.policy_in_force(facts.on).grace.plan_days
    numbers = [plan.plan_id for plan in facts.plans]
    rows = Plan.objects.filter(number__in=numbers).select_related("made")
    made = {row.number: row for row in rows if hasattr(row, "made")}
    lives: dict[str, list[Event]] = {}
    events = PlanEvent.objects.filter(plan__number__in=numbers, on__lte=facts.on)
    for event in events.select_related("plan").order_by("id"):
        words = WHAT[event.what]
        one = Event(event.on, event.at, event.by, event.what, words, event.why)
        lives.setdefault(event.plan.number, []).append(one)
    return tuple(
        _shown(plan, facts, made.get(plan.plan_id), grace=grace, life=lives.get(plan.plan_id, []))
        for plan in reversed(facts.plans)
    )


def _shown(
    plan: PlanFacts, facts: AccountFacts, row: Plan | None, *, grace: int, life: list[Event]
) -> PlanShown:
    now = standing_of(plan, facts.payments, facts.on, grace_days=grace)
    shown = PlanShown(plan, now, _dues(plan, facts), tuple(life), row is not None)
    if row is None:
        return shown
    made = row.made
    beside = more_owed(plan, facts) if plan.status == "active" else 0
    return replace(
        shown, by=made.by, made_at=made.at, told_at=made.told_at, how=made.how,
        acknowledged_at=made.acknowledged_at, acknowledged_how=made.acknowledged_how,
        beside_cents=max(beside, 0),
    )  # fmt: skip


def _dues(plan: PlanFacts, facts: AccountFacts) -> tuple[Due, ...]:
    paid, rows = paid_on(plan, facts.payments, facts.on), []
    for part in instalments_of(plan):
        of_it = min(max(paid, 0), part.cents)
        paid -= part.cents
        words = "Paid" if of_it == part.cents else ("Part paid" if of_it else "")
        if not words and plan.status == "active":
            words = "Due" if part.due_on >= facts.on else "Not paid"
        rows.append(Due(part.due_on, part.cents, of_it, words))
    return tuple(rows)


def waiting_letter(number: str) -> int | None:
    """The letter that confirms this plan and is not printed yet."""
    key = occasions.plan(number).key
    found = Letter.objects.filter(occasion=key, state="ready").values_list("id", flat=True)
    return found.first()
