"""What the person has agreed to: an open promise or a plan in good standing waits; a broken one
brings one call.

What became of a promise is told by core/promises.py.
"""

from datetime import date, timedelta

from goodstanding.core.agreements import paid_on, unpaid_of
from goodstanding.core.answers import Decision, Reason
from goodstanding.core.case import ONE_DAY, Case
from goodstanding.core.episode import shown
from goodstanding.core.facts import PlanFacts
from goodstanding.core.happened import (
    CALL,
    REMINDER,
    contact_day,
    contact_kind,
    exhausted,
    is_try,
    reached,
)
from goodstanding.core.kinds import Act
from goodstanding.core.money import show
from goodstanding.core.owed import PLAN
from goodstanding.core.promises import State, broken
from goodstanding.core.talks import ask, talk
from goodstanding.core.ways import may

_NOTICES = frozenset({"call", "plan_notice", "reminder"})


def plan(case: Case) -> Decision | None:
    """Of several that run, one that needs something speaks before one that only waits; none waits
    for what is owed beside it."""
    waits: Decision | None = None
    running = [p for p in case.facts.plans if p.status == "active" and case.reached(p.started_on)]
    for one in running:
        found = _active(case, one)
        if found is not None and found.act is not Act.WAIT:
            return found
        waits = waits or found
    beside = any(each.rule == PLAN for each in case.excluded)
    return None if beside else waits


def open_promise(case: Case) -> Decision | None:
    still = [one for one in case.promises if one.state is State.OPEN]
    if not still:
        return None
    one = max(still, key=lambda each: each.over_on)
    case.note(one.over_on)
    due_on = one.promise.due_on
    text = f"Promise of {show(one.promise.cents)} for {shown(due_on)}, grace to "
    came = f" {show(one.kept_cents)} came." if one.kept_cents else ""
    why = case.reason("promise.open", f"{text}{shown(one.last_day)}.{came}")
    return case.answer(Act.WAIT, due_on, why)


def broken_pledge(case: Case) -> Decision | None:
    if not (case.facts.promises or case.facts.plans):
        return None
    return _broken_promise(case) or _broken_plan(case)


def _broken_promise(case: Case) -> Decision | None:
    last = broken(case.promises, case.since) if case.promises else None
    if last is None:
        return None
    promise, came = last.promise, last.kept_cents + last.late_cents
    what = f"Promise of {show(promise.cents)} for {shown(promise.due_on)}"
    if not came:
        return _one_call(case, last.over_on, case.reason("promise.broken", f"{what} was not kept."))
    text = f"{what} was kept in part: {show(came)} came, {show(last.left_cents)} did not."
    return _one_call(case, last.over_on, case.reason("promise.part_kept", text))


def _broken_plan(case: Case) -> Decision | None:
    """One that a person ended here is first told of by letter."""
    broken = [p for p in case.facts.plans if p.status == "broken" and p.started_on >= case.since]
    broken += [
        p for p in case.facts.plans if p.status == "broken" and p.ended_on and p not in broken
    ]
    if not broken:
        return None
    last = max(broken, key=lambda each: each.started_on)
    if any(p.started_on > last.started_on and p.status != "broken" for p in case.facts.plans):
        return None
    text = f"The plan of {show(last.monthly_cents)} a month from {shown(last.started_on)} broke."
    why = case.reason("plan.broken", text)
    if last.ended_on is not None:
        return _told_of_the_end(case, last.ended_on, why)
    short = next(iter(_unpaid(last, case)), last.started_on)
    due_on = short if short <= case.facts.on else last.started_on
    case.note(short)
    return _one_call(case, due_on, why)


def _told_of_the_end(case: Case, ended_on: date, why: Reason) -> Decision | None:
    """The letter, then the days to answer it, then one talk; who cannot be written to is called."""
    if not _told(case, ended_on) and may(case, Act.PLAN_NOTICE):
        return ask(case, Act.PLAN_NOTICE, ended_on, why)
    letters = [
        contact_day(one, case.facts)
        for one in case.facts.contacts
        if reached(one) and contact_kind(one) == Act.PLAN_NOTICE
    ]
    told_on = max([ended_on, *letters])
    call_on = told_on + timedelta(days=case.policy.grace.plan_days)
    if letters and letters[-1] >= ended_on and not case.reached(call_on):
        return case.answer(Act.WAIT, call_on, why)
    return _one_call(case, call_on if letters else ended_on, why)


def _one_call(case: Case, broke_on: date, why: Reason) -> Decision | None:
    """One talk by a person, nothing automatic; None once it took place or was tried long enough.
    Who cannot be called is written to once."""
    writes = not may(case, Act.CALL)
    tries: list[date] = []
    for contact in case.facts.contacts:
        kind = contact_kind(contact)
        if kind != CALL and not (writes and kind == REMINDER):
            continue
        day = contact_day(contact, case.facts)
        if day < broke_on:
            continue
        if reached(contact):
            return None
        if is_try(contact) and tries[-1:] != [day]:
            tries.append(day)
    calls = case.policy.calls
    if exhausted(tries, calls):
        return None
    if not tries:
        return talk(case, broke_on, why)
    due_on = tries[-1] + timedelta(days=calls.retry_days)
    why_again = case.reason("call.tried", f"No answer on {shown(tries[-1])}.")
    if not case.reached(due_on):
        return case.answer(Act.WAIT, due_on, why, why_again)
    return talk(case, due_on, why, why_again)


def _active(case: Case, one: PlanFacts) -> Decision | None:
    """None when every instalment is past (the rest follows the ladder) or little is missing."""
    amount = show(one.monthly_cents)
    if one.paused_until is not None and not case.reached(one.paused_until + ONE_DAY):
        text = f"The plan of {amount} a month rests until {shown(one.paused_until)}."
        return case.answer(Act.WAIT, one.paused_until, case.reason("plan.paused", text))
    grace = timedelta(days=case.policy.grace.plan_days) + ONE_DAY
    missed: list[date] = []
    upcoming: date | None = None
    for due_on in _unpaid(one, case):
        if not case.reached(due_on + grace):
            upcoming = due_on
            break
        missed.append(due_on)
    if not missed and upcoming:
        text = f"On a plan: {amount} a month, next instalment {shown(upcoming)}."
        return case.answer(Act.WAIT, upcoming, case.reason("plan.active", text))
    if not missed or case.cents < case.policy.small.no_statement_below:
        return None
    missed_on = missed[-1] + grace
    text = f"Plan instalment of {amount} for {shown(missed[-1])} was missed."
    why = case.reason("plan.missed", text)
    if not _told(case, missed_on):
        if len(missed) == 1 and may(case, Act.PLAN_NOTICE):
            return ask(case, Act.PLAN_NOTICE, missed_on, why)
        return talk(case, missed_on, why)
    if upcoming is None:
        return None
    told = case.reason("plan.told", f"They were told; the next instalment is {shown(upcoming)}.")
    return case.answer(Act.WAIT, upcoming, why, told)


def _told(case: Case, missed_on: date) -> bool:
    return any(
        reached(contact)
        and contact_kind(contact) in _NOTICES
        and contact_day(contact, case.facts) >= missed_on
        for contact in case.facts.contacts
    )


def _unpaid(one: PlanFacts, case: Case) -> list[date]:
    """The due days of the instalments that the money paid so far does not cover, oldest first."""
    paid = paid_on(one, case.facts.payments, date.max)
    return [each.due_on for each in unpaid_of(one, paid)]
