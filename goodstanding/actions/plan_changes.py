"""What people do to a plan that runs: rest, resume, change, forgive what was missed, add a balance,
end, begin again. Each sets the unpaid days anew; what was paid stays where it is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Unpack

from goodstanding.actions.accounts import decide_now
from goodstanding.actions.plan_parts import (
    Changed,
    Found,
    beyond,
    day_of,
    drop_letters,
    found,
    keep,
    ledger_mark,
    letter_again,
    lower_covers,
    said,
)
from goodstanding.actions.unit import Actor, action
from goodstanding.core.agreements import unpaid_of
from goodstanding.core.facts import PlanPart
from goodstanding.core.money import Cents
from goodstanding.core.plan_balances import balances, chosen
from goodstanding.core.plan_life import ACTIVE, kept_head, laid_anew, more_owed
from goodstanding.core.plans import parted
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.models import Charge, PlanCover

LONGEST_PAUSE = timedelta(days=120)
BROKEN, CANCELLED = "broken", "cancelled"
WHY_PAUSED = "Say why the plan rests."


@dataclass(frozen=True, slots=True)
class NewTerms:
    """One of the two is given; the first payment is the first such day of a month after today."""

    anchor: int
    monthly_cents: Cents = 0
    months: int = 0


@action("plan.pause")
def pause(*, number: str, until: date, why: str, by: Actor, at: datetime) -> None:
    """No reminder and no draft up to `until`; what is unpaid comes from the first day after it."""
    on, words = day_of(at), said(why, WHY_PAUSED)
    if not on < until <= on + LONGEST_PAUSE:
        last = on + LONGEST_PAUSE
        raise Refused(f"Choose a last day of rest from tomorrow to {last:%m/%d/%Y}.")
    one = found(number, on, ACTIVE)
    parts = _anew(one, after=until)
    _changed(one, "paused", parts=parts, why=words, until=until, by=by, at=at)


@action("plan.resume")
def resume(*, number: str, why: str, by: Actor, at: datetime) -> None:
    """Before its pause is over: the next payment is the first day of its month after today."""
    on, words = day_of(at), said(why, "Say why it goes on sooner.")
    one = found(number, on, ACTIVE)
    if one.plan.paused_until is None or one.plan.paused_until < on:
        raise Refused("This plan does not rest.")
    _changed(one, "resumed", parts=_anew(one, after=on), why=words, until=None, by=by, at=at)


@action("plan.change")
def change(*, number: str, terms: NewTerms, why: str, by: Actor, at: datetime) -> None:
    """Other payments for what is left, from the next month's day on and after a rest, within the
    role's limits."""
    on, words = day_of(at), said(why, "Say what has changed.")
    one = found(number, on, ACTIVE)
    if bool(terms.months) == bool(terms.monthly_cents) or not 1 <= terms.anchor <= 31:
        raise Refused("Choose an amount a month or a number of payments, and a day of the month.")
    each = parted(one.left, months=terms.months, monthly_cents=terms.monthly_cents)[0]
    one.row.due_day = terms.anchor
    parts = _anew(one, after=_rest_end(one, on), each=each)
    _within(one, parts, by=by, on=on)
    one.row.monthly_cents = each
    _changed(one, "changed", parts=parts, why=words, by=by, at=at)


@action("plan.forgive")
def forgive_instalment(*, number: str, why: str, by: Actor, at: datetime) -> None:
    """What was missed is not held against them: it moves behind the others. No money is let go."""
    on, words = day_of(at), said(why, "Say why it is forgiven.")
    one = found(number, on, ACTIVE)
    unpaid = unpaid_of(one.plan, one.paid)
    if not unpaid or unpaid[0].due_on >= on:
        raise Refused("No payment of this plan was missed.")
    _changed(one, "forgiven", parts=_anew(one, after=on), why=words, until=None, by=by, at=at)


@action("plan.add")
def add_balance(*, number: str, charge: str, why: str, by: Actor, at: datetime) -> None:
    """A balance they want on the plan: more payments of the same amount, told in a new letter. A
    higher part of a visit that is on it joins the same way."""
    on, words = day_of(at), said(why, "Say what they asked for.")
    one = found(number, on, ACTIVE)
    cents = _to_join(one, charge)
    parts = _anew(one, after=_rest_end(one, on), more=cents)
    _within(one, parts, by=by, on=on)
    known = PlanCover.objects.filter(plan=one.row, charge__number=charge).first()
    if known is None:
        PlanCover.objects.create(
            plan=one.row, charge=Charge.objects.get(number=charge), cents=cents,
            after=ledger_mark(), joined_on=on,
        )  # fmt: skip
    else:
        known.cents += cents
        known.save(update_fields=["cents"])
    _changed(one, "balance_added", parts=parts, why=words, by=by, at=at)


@action("plan.end")
def end(*, number: str, broken: bool, why: str, by: Actor, at: datetime) -> None:
    """A person ends it. Broken: a letter tells them, and then someone calls; cancelled: what is
    left is followed up like any other balance."""
    on, words = day_of(at), said(why, "Say why the plan ends.")
    one = found(number, on, ACTIVE)
    drop_letters(one.row, "The plan ended before this letter went.")
    status = BROKEN if broken else CANCELLED
    keep(one.row, status, why=words, by=by, at=at, status=status, until=None)
    decide_now(one.row.guarantor_id, by=by, at=at)


@action("plan.reinstate")
def reinstate(*, number: str, why: str, by: Actor, at: datetime) -> None:
    """A plan that ended runs again for what is left of it and still open."""
    on, words = day_of(at), said(why, "Say what was agreed.")
    one = found(number, on, BROKEN, CANCELLED)
    rows = {row.charge_id: row for row in balances(one.facts, one.law)}
    open_ = [name for name in one.plan.charges if name in rows and rows[name].cents > 0]
    able = sum(row.cents for row in chosen(tuple(rows.values()), tuple(open_)))
    less = max(one.left - able, 0)
    lower_covers(one.row, less)
    parts = _anew(one, after=on, more=-less)
    _changed(one, "reinstated", parts=parts, why=words, by=by, at=at, status=ACTIVE, until=None)


def _to_join(one: Found, charge: str) -> Cents:
    if charge in one.plan.charges:
        spare = more_owed(one.plan, one.facts)
        if spare <= 0:
            raise Refused("Nothing of this visit is beside the plan.")
        (row,) = chosen(balances(one.facts, one.law, beside=one.plan.plan_id), (charge,))
        return min(spare, row.cents)
    return sum(row.cents for row in chosen(balances(one.facts, one.law), (charge,)))


def _rest_end(one: Found, on: date) -> date:
    """The last day of a rest that goes on, else `on`: no payment falls due while the plan rests."""
    return max(on, one.plan.paused_until or on)


def _anew(one: Found, *, after: date, each: Cents = 0, more: Cents = 0) -> tuple[PlanPart, ...]:
    return laid_anew(
        kept_head(one.plan, one.paid, on=one.facts.on), left=one.left + more,
        each=each or one.row.monthly_cents, after=after, anchor=one.row.due_day,
    )  # fmt: skip


def _within(one: Found, parts: tuple[PlanPart, ...], *, by: Actor, on: date) -> None:
    policy = clinic.policy_in_force(on).plans
    if len(parts) > policy.longest_months:
        raise Refused(f"A plan has at most {policy.longest_months} payments. Choose more a month.")
    if why := beyond(by, parts, on=on):
        raise Refused(f"{why} Ask your manager to change it.")


def _changed(
    one: Found, what: str, *, why: str, by: Actor, at: datetime, **more: Unpack[Changed]
) -> None:  # fmt: skip
    """The event, the letter that confirms the plan as it is now, and the account decided again."""
    more["laid_on"] = day_of(at)
    keep(one.row, what, why=why, by=by, at=at, **more)
    letter_again(one.row, at=at, law=one.law)
    decide_now(one.row.guarantor_id, by=by, at=at)
