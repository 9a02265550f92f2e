"""What a letter for something that happened says, read from what happened itself at this instant.

Each teller refuses, with the reason a colleague reads, when its cause has ended.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from goodstanding.core import occasions, plans
from goodstanding.core.agreements import paid_on
from goodstanding.core.facts import AccountFacts, PlanFacts
from goodstanding.core.hold_steps import error_refund_by
from goodstanding.core.kinds import Tender
from goodstanding.core.letters import Letter, Said
from goodstanding.core.occasions import Cause, Occasion
from goodstanding.core.owed import owed
from goodstanding.core.plan_terms import terms_of
from goodstanding.core.refusals import Refused
from goodstanding.core.stops import detail_day
from goodstanding.law import LawOn
from goodstanding.records.models import Hold, Promise, ReceiptUndone
from goodstanding.records.queries.answered_bills import (
    Part,
    known,
    part_asked_about,
    part_of,
    scope_of,
)
from goodstanding.records.queries.assistance_letter import letter_of_decision
from goodstanding.records.queries.letter_content import bare_letter

Fields = dict[str, Said]


def telling_letter(
    facts: AccountFacts, kind: str, occasion: Occasion, *, said: Mapping[str, Any],
    reference: str, law: LawOn,
) -> Letter:  # fmt: skip
    """`said` are words a person typed for it; they add to what the cause says."""
    fields = {**said, **_TELLERS[occasion.cause](occasion, facts, law)}
    bare = bare_letter(facts, kind=kind, reference=reference, said=fields)
    return replace(bare, insurer_open_cents=facts.insurer_cents)


def _promise(occasion: Occasion, facts: AccountFacts, law: LawOn) -> Fields:
    found = Promise.objects.filter(number=occasion.number, undone_at__isnull=True).first()
    if found is None:
        raise Refused("The promise was taken back.")
    if found.kept_on is not None or found.due_on < facts.on:
        raise Refused("The day of the promise is past, so there is nothing left to confirm.")
    return {
        "promised_on": found.made_on, "promise_amount": found.cents, "promise_due_on": found.due_on,
    }  # fmt: skip


def running_plan(facts: AccountFacts, number: str) -> PlanFacts:
    found = next((plan for plan in facts.plans if plan.plan_id == number), None)
    if found is None or found.status != "active":
        raise Refused("The plan is not running any more.")
    return found


def needs_disclosure(facts: AccountFacts, plan: PlanFacts, law: LawOn) -> bool:
    """A written plan of so many payments states its credit terms first."""
    return plans.needs_disclosure(len(terms_of(plan, _open_with_paid(plan, facts)).days), law)


def _open_with_paid(plan: PlanFacts, facts: AccountFacts) -> int:
    return facts.patient_cents + paid_on(plan, facts.payments, facts.on)


def _plan(occasion: Occasion, facts: AccountFacts, law: LawOn) -> Fields:
    plan = running_plan(facts, occasion.number)
    terms = terms_of(plan, _open_with_paid(plan, facts))
    said: Fields = {
        "plan_made_on": plan.started_on, "plan_total": terms.total_cents,
        "plan_count": str(len(terms.days)), "plan_each": terms.each_cents,
        "plan_first_on": terms.days[0], "plan_last_on": terms.days[-1],
        "plan_day": str(plan.due_day),
    }  # fmt: skip
    if terms.last_cents != terms.each_cents:
        said["plan_last"] = terms.last_cents
    if needs_disclosure(facts, plan, law):
        return {**said, "tila_count": str(len(terms.days)), "tila_last": terms.last_cents}
    amounts = [terms.each_cents] * (len(terms.days) - 1) + [terms.last_cents]
    for name, day, cents in zip("abcd", terms.days, amounts, strict=False):
        said |= {f"pay_{name}_on": day, f"pay_{name}": cents}
    return said


def _hold(occasion: Occasion, facts: AccountFacts, law: LawOn) -> Fields:
    hold = Hold.objects.filter(number=occasion.number).first()
    if hold is None or hold.events.filter(what="taken_back").exists():
        raise Refused("It was taken back: it had been written by mistake.")
    raised_on = detail_day(known(hold), "raised_on") or hold.starts_on
    return _PARTS[occasion.part](hold, raised_on, facts, law=law)


def _received(hold: Hold, raised_on: date, facts: AccountFacts, *, law: LawOn) -> Fields:
    if hold.lifted_by:
        raise Refused("It was answered before this letter went.")
    return {"raised_on": raised_on, **_visits(scope_of(hold))}


def _visits(days: Part | None) -> Fields:
    """Of an account as a whole no visit is named."""
    if days is None or not days.service_days:
        return {}
    first, last = days.service_days[0], days.service_days[-1]
    if first == last:
        return {"only_visit_on": first}
    return {"first_visit_on": first, "last_visit_on": last}


def _answered(hold: Hold, raised_on: date, facts: AccountFacts, *, law: LawOn) -> Fields:
    """The patient's part of those visits as it was when they asked, and as it is now."""
    before, now = part_asked_about(hold), part_of(hold, facts.on)
    change = now.cents - before.cents
    said: Fields = {
        "raised_on": raised_on, **_visits(scope_of(hold)), "part_before": before.cents,
        "part_now": now.cents, "part_change": change, "part_paid": now.paid_cents or "",
        "change_down": -change if change < 0 else "", "change_up": change if change > 0 else "",
        "change_none": "" if change else now.cents,
    }  # fmt: skip
    back = min(now.paid_cents - now.cents, facts.credit_cents)
    if back > 0:
        return {**said, "refund_amount": back, "refund_by": error_refund_by(facts.on, law)}
    return said


def _form(hold: Hold, raised_on: date, facts: AccountFacts, *, law: LawOn) -> Fields:
    if hold.lifted_by:
        raise Refused("The question of help was closed before this form went.")
    return {}


def _decided(hold: Hold, raised_on: date, facts: AccountFacts, *, law: LawOn) -> Fields:
    """What the application's own decision says; without one, what was written off since."""
    if (decision := letter_of_decision(hold, facts)) is not None:
        return decision
    given = [w for w in facts.write_offs if w.kind == "charity" and w.on >= hold.starts_on]
    off = sum(each.cents for each in given)
    decided_on = max((each.on for each in given), default=hold.ends_on or facts.on)
    said: Fields = {
        "asked_on": hold.starts_on, "help_before": facts.patient_cents + off,
        "help_now": facts.patient_cents,
        "help_nothing_left": "" if facts.patient_cents else 0,
    }  # fmt: skip
    if off:
        return {**said, "approved_on": decided_on, "help_off": off, "help_off_less": -off}
    return {**said, "declined_on": decided_on}


def _receipt(occasion: Occasion, facts: AccountFacts, law: LawOn) -> Fields:
    undone = (
        ReceiptUndone.objects.filter(receipt__number=int(occasion.number), kind="returned")
        .select_related("receipt").first()
    )  # fmt: skip
    if undone is None or undone.receipt.tender != Tender.CHECK:
        raise Refused("No check of this receipt came back.")
    open_cents = min(undone.receipt.cents, owed(facts, law).cents)
    return {
        "check_number": undone.receipt.reference, "check_on": undone.receipt.on,
        "check_amount": undone.receipt.cents, "returned_on": undone.on,
        "open_again": open_cents or "", "nothing_open": "" if open_cents else 0,
    }  # fmt: skip


def _zero(occasion: Occasion, facts: AccountFacts, law: LawOn) -> Fields:
    if facts.patient_cents or facts.insurer_cents or facts.credit_cents or not facts.payments:
        raise Refused("The balance is not zero any more.")
    last = facts.payments[-1]
    if occasion != occasions.zero(facts.account_id, last.posted_on):
        raise Refused("Something was paid or taken back since.")
    cents = sum(p.cents for p in facts.payments if p.posted_on == last.posted_on)
    return {"paid_on": last.posted_on, "paid_amount": cents}


_PARTS: Mapping[str, Callable[..., Fields]] = {
    occasions.RECEIVED: _received,
    occasions.ANSWERED: _answered,
    occasions.FORM: _form,
    occasions.DECIDED: _decided,
}
_TELLERS: Mapping[Cause, Callable[[Occasion, AccountFacts, LawOn], Fields]] = {
    Cause.PROMISE: _promise,
    Cause.PLAN: _plan,
    Cause.HOLD: _hold,
    Cause.RECEIPT: _receipt,
    Cause.ZERO: _zero,
}
