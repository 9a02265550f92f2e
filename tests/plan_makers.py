"""Plans made at the desk for tests: of account A, on the day its bill is there."""

from dataclasses import replace
from datetime import UTC, date, datetime

from goodstanding.actions.followup_day import run_day
from goodstanding.actions.payments import Split, take_payment
from goodstanding.actions.plans import NewPlan, make_plan
from goodstanding.actions.unit import Actor
from goodstanding.core.affordability import Told
from goodstanding.core.facts import AccountFacts, PlanFacts
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.records.models import Guarantor
from goodstanding.records.queries.facts import facts_for
from tests.ledger_text import ANA, SYSTEM_ACTOR

CORA = Actor("cora", "coordinator")
ON = date(2026, 11, 20)
BILL = """
2026-11-16 charge C1 180.00 patient
2026-11-17 charge C2 60.00 patient
"""
# C1 in four payments of 45.00, from December 15th on.
PLAN = NewPlan(
    charges=("C1",), first_due_on=date(2026, 12, 15), anchor=15, months=4, told_them=True,
    told=Told(manage_cents=60_00),
)  # fmt: skip


def at(day: date, hour: int = 16) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def make(by: Actor = CORA, on: date = ON, **changed) -> str:
    plan = replace(PLAN, **changed)
    return make_plan(account_id="A", plan=plan, by=by, at=at(on)).number


def pay(cents: int, on: date, charge: str = "C1") -> None:
    owner = Guarantor.objects.get(number="A")
    taken = Taken(f"k{on}{cents}{charge}", cents, Tender.CASH, "Front 1")
    split = Split(charges={charge: cents})
    take_payment(account_id=owner.number, taken=taken, split=split, by=ANA, at=at(on))


def run(on: date) -> None:
    run_day(on=on, by=SYSTEM_ACTOR, at=at(on, 11))


def facts(on: date) -> AccountFacts:
    (found,) = facts_for([Guarantor.objects.get(number="A").id], on)
    return found


def plan_on(on: date) -> PlanFacts:
    (found,) = facts(on).plans
    return found
