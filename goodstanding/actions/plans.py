"""Payment plans made at the desk: made or sent to the manager, agreed to, acknowledged, taken back.

A plan covers chosen charges with what is open on them that day; nothing joins it by itself.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goodstanding.actions.accounts import account_key, decide_now, desk_number
from goodstanding.actions.leases import only_one
from goodstanding.actions.letter_queue import queue
from goodstanding.actions.plan_parts import (
    beyond,
    day_of,
    drop_letters,
    held,
    keep,
    last_event,
    ledger_mark,
    letter_again,
    parts_of,
    refuse_card,
    said,
)
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core import occasions
from goodstanding.core.affordability import Told, capacity_of
from goodstanding.core.facts import PlanPart
from goodstanding.core.money import Cents, show
from goodstanding.core.places import law_for
from goodstanding.core.plan_balances import Balance, balances, chosen
from goodstanding.core.plan_life import ACTIVE
from goodstanding.core.plan_limits import PlanLimits
from goodstanding.core.plans import due_days, first_due, letter_kind, needs_disclosure, schedule
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Charge, Plan, PlanCover, PlanDisclosure, PlanMade
from goodstanding.records.queries.facts import facts_for

ASKED, DECLINED, TAKEN_BACK = "asked", "declined", "taken_back"
TAKE_BACK = timedelta(minutes=10)
HOW = {"mail": "By mail, phone or online", "card": "From the card on file"}
ACKNOWLEDGED = {
    "signed": "Signed and sent back", "phone": "By phone", "desk": "At the desk",
    "email": "By email",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewPlan:
    """One of `months` and `monthly_cents` is given. `told_them`: the words about what to do when
    they cannot pay were said. `over`: why it is above what they told us."""

    charges: tuple[str, ...]
    first_due_on: date
    anchor: int
    months: int = 0
    monthly_cents: Cents = 0
    how: str = "mail"
    reference: str = ""
    told_them: bool = False
    told: Told = Told()
    over: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """`asked`: why a manager decides; "" when it runs."""

    number: str
    asked: str = ""


@action("plan.make")
def make_plan(*, account_id: str, plan: NewPlan, seen: str = "", by: Actor, at: datetime) -> Made:
    """Runs from today with its confirmation made ready, or waits for a manager where it is beyond
    the role. `seen`: see leases.only_one."""
    key, on = account_key(account_id), day_of(at)
    only_one(key, seen=seen, by=by, at=at)
    bulk.hold("records_standing", "guarantor_id", [key])
    (facts,) = facts_for([key], on)
    law, policy = law_for(facts, live_book()), clinic.policy_in_force(on).plans
    covers = chosen(balances(facts, law), plan.charges)
    total = sum(each.cents for each in covers)
    rows = schedule(
        total, agreed_on=on, first_due_on=plan.first_due_on, anchor=plan.anchor,
        months=plan.months, monthly_cents=plan.monthly_cents,
    )  # fmt: skip
    parts = tuple(PlanPart(row.due_on, row.cents) for row in rows)
    _well_said(plan, parts, policy)
    if plan.first_due_on <= on or plan.first_due_on > on + timedelta(days=policy.first_within_days):
        last = on + timedelta(days=policy.first_within_days)
        raise Refused(f"Choose a first day from tomorrow to {last:%m/%d/%Y}.")
    if len(parts) > policy.longest_months:
        raise Refused(f"A plan has at most {policy.longest_months} payments.")
    why = beyond(by, parts, on=on)
    agreed = _Agreed(covers, parts, ASKED if why else ACTIVE, needs_disclosure(len(parts), law))
    number = _written(key, plan, agreed, by=by, at=at)
    about(account=account_id, plan=number, cents=total, months=len(parts), asked=bool(why))
    return Made(number, why)


@action("plan.approve")
def approve_plan(*, number: str, by: Actor, at: datetime) -> None:
    """A colleague other than who asked. The days count from today: none lies before it."""
    row = _waiting(number, by)
    on, parts = day_of(at), parts_of(last_event(row))
    (facts,) = facts_for([row.guarantor_id], on)
    law = law_for(facts, live_book())
    covers = {c.charge.number: c for c in row.covers.select_related("charge")}
    for balance in chosen(balances(facts, law), tuple(covers)):
        if balance.cents != covers[balance.charge_id].cents:
            raise Refused("What is owed has changed since. Answer it, and make the plan again.")
    if parts[0].due_on <= on:
        first = first_due(on, anchor=row.due_day)
        days = due_days(first, len(parts), anchor=row.due_day)
        parts = tuple(PlanPart(day, p.cents) for day, p in zip(days, parts, strict=True))
    row.started_on = on
    row.covers.update(after=ledger_mark(), joined_on=on)
    keep(row, "made", why="", by=by, at=at, status=ACTIVE, parts=parts, laid_on=on)
    letter_again(row, at=at, law=law)
    decide_now(row.guarantor_id, by=by, at=at)


@action("plan.decline")
def decline_plan(*, number: str, answer: str, by: Actor, at: datetime) -> None:
    """The manager's answer to who asked; nothing runs."""
    words = said(answer, "Say why, so that your colleague can tell the patient.")
    keep(_waiting(number, by), "declined", why=words, by=by, at=at, status=DECLINED)


@action("plan.acknowledge")
def acknowledge(*, number: str, how: str, by: Actor, at: datetime) -> None:
    row = held(number)
    if row.status != ACTIVE:
        raise Refused("This plan is not running here. Reload the page.")
    if how not in ACKNOWLEDGED:
        raise Refused("Choose how they agreed from the list.")
    if row.made.acknowledged_at is not None:
        raise Refused("It was written down already that they agreed.")
    row.made.acknowledged_at, row.made.acknowledged_how = at, how
    row.made.save(update_fields=["acknowledged_at", "acknowledged_how"])
    keep(row, "acknowledged", why=ACKNOWLEDGED[how], by=by, at=at)


@action("plan.take_back")
def take_back_plan(*, number: str, by: Actor, at: datetime) -> None:
    """One made by mistake, by who made it, within ten minutes: as if it never was."""
    row = held(number)
    if row.status != ACTIVE:
        raise Refused("This plan was taken back already.")
    if row.made.by != by.name:
        raise Refused("Only who made a plan can take it back.")
    if at - row.made.at > TAKE_BACK:
        raise Refused("A plan is taken back within ten minutes. Cancel it instead.")
    drop_letters(row, "The plan was taken back.")
    keep(row, "taken_back", why="Made by mistake.", by=by, at=at, status=TAKEN_BACK)
    decide_now(row.guarantor_id, by=by, at=at)


def _well_said(plan: NewPlan, parts: tuple[PlanPart, ...], limits: PlanLimits) -> None:
    if not plan.told_them:
        raise Refused(
            "Tell them first: if you cannot make a payment, tell us and pay what you can. "
            "Then tick it."
        )
    for words in (plan.over, plan.reference):
        refuse_card(words)
    if plan.how not in HOW:
        raise Refused("Choose how they pay from the list.")
    if plan.how == "card" and not plan.reference.strip():
        raise Refused("Write the card company's reference (token) for the card on file.")
    most = max(each.cents for each in parts)
    able = capacity_of(plan.told, limits).most_cents
    if able is not None and most > able and not plan.over.strip():
        raise Refused(
            f"{show(most)} a month is above the {show(able)} they can manage. "
            "Say why, or choose less."
        )


@dataclass(frozen=True, slots=True)
class _Agreed:
    covers: tuple[Balance, ...]
    parts: tuple[PlanPart, ...]
    status: str
    signed: bool


def _written(key: int, plan: NewPlan, agreed: _Agreed, *, by: Actor, at: datetime) -> str:
    on, parts, status = day_of(at), agreed.parts, agreed.status
    row = Plan.objects.create(
        number=desk_number(key, at), guarantor_id=key, started_on=on, due_day=plan.anchor,
        monthly_cents=parts[0].cents, months=len(parts), status=status,
    )  # fmt: skip
    PlanMade.objects.create(
        plan=row, at=at, by=by.name, told_at=at, how=plan.how, reference=plan.reference.strip()
    )
    _kept_apart(row, plan.told)
    names = [each.charge_id for each in agreed.covers]
    charges = dict(Charge.objects.filter(number__in=names).values_list("number", "id"))
    mark = ledger_mark()
    PlanCover.objects.bulk_create(
        PlanCover(
            plan=row, charge_id=charges[c.charge_id], cents=c.cents, after=mark, joined_on=on
        ) for c in agreed.covers
    )  # fmt: skip
    what = "made" if status == ACTIVE else "asked"
    keep(row, what, why=plan.over, by=by, at=at, status=status, parts=parts, laid_on=on)
    if status == ACTIVE:
        queue(key, letter_kind(signed=agreed.signed), occasions.plan(row.number), at=at)
        decide_now(row.guarantor_id, by=by, at=at)
    return row.number


def _kept_apart(row: Plan, told: Told) -> None:
    if told != Told():
        PlanDisclosure.objects.create(
            plan=row, monthly_cents=told.manage_cents, household=told.household,
            income_cents=told.yearly_income_cents, essentials_cents=told.essentials_cents,
            other_medical_cents=told.other_medical_cents,
        )  # fmt: skip


def _waiting(number: str, by: Actor) -> Plan:
    row = held(number)
    if row.status != ASKED:
        raise Refused("This plan waits for nobody any more. Reload the page.")
    if row.made.by == by.name:
        raise Refused("Someone else than who asked decides about a plan.")
    return row
