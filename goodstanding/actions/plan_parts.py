"""Steps of the acts on one plan: finding it as it stands, and keeping what happens to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db.models import Max

from goodstanding.actions import letter_queue
from goodstanding.actions.unit import SYSTEM, Actor, about
from goodstanding.core import occasions
from goodstanding.core.agreements import agreed_cents, paid_on
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import local_day
from goodstanding.core.facts import AccountFacts, PlanFacts, PlanPart
from goodstanding.core.kinds import Role
from goodstanding.core.money import Cents
from goodstanding.core.occasions import Cause
from goodstanding.core.places import law_for
from goodstanding.core.plans import letter_kind, needs_disclosure
from goodstanding.core.refusals import Refused
from goodstanding.law import LawOn, live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Plan, PlanEvent, Transfer
from goodstanding.records.queries.facts import facts_for


@dataclass(frozen=True, slots=True)
class Found:
    """A plan made here, held by this transaction, with its account as it is on the day."""

    row: Plan
    plan: PlanFacts
    facts: AccountFacts
    law: LawOn

    @property
    def left(self) -> Cents:
        paid = paid_on(self.plan, (), self.facts.on)
        return max(agreed_cents(self.plan) - paid, 0)

    @property
    def paid(self) -> Cents:
        return min(paid_on(self.plan, (), self.facts.on), agreed_cents(self.plan))


def held(number: str) -> Plan:
    """The plan's row as it is once nobody else can change it. Refuses one from the practice's
    export: it is changed there.
    """
    row = Plan.objects.select_related("guarantor", "made").filter(number=number).first()
    if row is None:
        raise Refused("This plan is not known. Reload the page.")
    if not hasattr(row, "made"):
        raise Refused("This plan came from the practice system. Change it there.")
    bulk.hold("records_standing", "guarantor_id", [row.guarantor_id])
    row.refresh_from_db()
    return row


def found(number: str, on: date, *statuses: str) -> Found:
    """Refuses what `held` refuses, and another status."""
    row = held(number)
    (facts,) = facts_for([row.guarantor_id], on)
    if row.status not in statuses:
        raise Refused("The plan has changed since. Reload the page.")
    plan = next((one for one in facts.plans if one.plan_id == number), None)
    if plan is None:
        raise Refused("The plan has changed since. Reload the page.")
    return Found(row, plan, facts, law_for(facts, live_book()))


def day_of(at: datetime) -> date:
    return local_day(at, clinic.current().timezone)


def last_event(row: Plan) -> PlanEvent:
    event = row.events.order_by("-id").first()
    assert event is not None, "a plan made here begins with an event"
    return event


class Changed(TypedDict, total=False):
    """What an event changes of its plan; `cents` it tells beside."""

    status: str
    parts: Sequence[PlanPart]
    until: date | None
    laid_on: date
    cents: Cents


def keep(
    row: Plan, what: str, *, why: str, by: Actor, at: datetime,
    on: date | None = None, **changed: Unpack[Changed],
) -> PlanEvent:  # fmt: skip
    """The event, and the plan's row as it is from now on; what `changed` does not name stays."""
    before = row.events.order_by("-id").first()
    now: dict[str, object] = {
        "status": before.status if before else "active",
        "parts": before.parts if before else [],
        "until": before.until if before else None,
        "laid_on": before.laid_on if before else day_of(at),
    }
    now.update(changed)
    if "parts" in changed:
        now["parts"] = as_json(changed["parts"])
    event = PlanEvent.objects.create(
        plan=row, on=on or day_of(at), at=at, by=by.name, what=what, why=why.strip(), **now
    )
    row.status, row.months = str(event.status), len(event.parts)
    row.save(update_fields=["status", "months", "monthly_cents", "due_day", "started_on"])
    about(account=row.guarantor.number, plan=row.number, what=what)
    return event


def beyond(by: Actor, parts: Sequence[PlanPart], *, on: date) -> str:
    """Why a manager decides; "" within the person's own limit."""
    role = Role.MANAGER if by.role == SYSTEM else Role(by.role)
    limits = clinic.policy_in_force(on).plans
    return limits.beyond_role(len(parts), sum(each.cents for each in parts), role=role)


def as_json(parts: Sequence[PlanPart]) -> list[list[object]]:
    return [[each.due_on.isoformat(), each.cents] for each in parts]


def parts_of(event: PlanEvent) -> tuple[PlanPart, ...]:
    return tuple(PlanPart(date.fromisoformat(due), cents) for due, cents in event.parts)


def ledger_mark() -> int:
    """Money posted from now on has a higher number."""
    return Transfer.objects.aggregate(last=Max("id"))["last"] or 0


def lower_covers(row: Plan, less: Cents) -> None:
    """So much less of what joined is on the plan, the last that joined first."""
    for cover in row.covers.order_by("-id"):
        part = min(less, cover.cents - cover.lowered_cents)
        if part > 0:
            less -= part
            cover.lowered_cents += part
            cover.save(update_fields=["lowered_cents"])


def said(words: str, ask: str) -> str:
    """Words a person typed; refuses none at all and card numbers."""
    if not words.strip():
        raise Refused(ask)
    refuse_card(words)
    return words.strip()


def refuse_card(words: str) -> None:
    if has_card_number(words):
        raise Refused("This looks like a card number. Take it out: it is never kept here.")


def letter_again(row: Plan, *, at: datetime, law: LawOn) -> None:
    """The confirmation of the plan as it is now, in place of one that still waits. Only payments
    still to come make it an agreement to sign, as plan_terms.terms_of tells them."""
    event = last_event(row)
    part = f"e{event.id}"
    drop_letters(row, "The plan was changed before this letter went.")
    count = sum(each.due_on > event.laid_on for each in parts_of(event))
    kind = letter_kind(signed=needs_disclosure(count, law))
    letter_queue.queue(row.guarantor_id, kind, occasions.plan(row.number, part), at=at)


def drop_letters(row: Plan, why: str) -> None:
    parts = ["", *(f"e{key}" for key in row.events.values_list("id", flat=True))]
    letter_queue.drop(Cause.PLAN, row.number, why, parts=parts)
