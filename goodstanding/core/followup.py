"""What happens next to an account: the first rule of LADDER that speaks wins, and there is always
an answer.

Rules on the way: an ask is never returned for nothing; days are compared only through
`Case.reached`, so that `review_on` is the first day on which the answer could change by itself;
sentences name days, never ages.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.case import Case, cited
from goodstanding.core.court import bankruptcy, estate
from goodstanding.core.episode import Episode, contact_day, shown
from goodstanding.core.facts import AccountFacts, PersonFacts
from goodstanding.core.holds import CONTACT, EFFECTS
from goodstanding.core.insurer_money import (
    insurer_work,
    last_posting,
    left_out,
    left_out_reasons,
    nothing_owed,
)
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.money import Cents, show
from goodstanding.core.owed import owed as owed_of
from goodstanding.core.pledges import broken_pledge, open_promise, plan
from goodstanding.core.policy import Policy, Step
from goodstanding.core.stops import Stop
from goodstanding.law import LawOn

_HOLD_WORDS = {
    HoldKind.DISPUTE: "Disputed",
    HoldKind.GOOD_FAITH_DISPUTE: "Estimate disputed",
    HoldKind.ASSISTANCE_PENDING: "Assistance asked for",
    HoldKind.INSURER_PENDING: "Insurer still deciding",
    HoldKind.WORKERS_COMP: "Workers' compensation",
    HoldKind.NO_FAULT: "No-fault insurance",
    HoldKind.LIABILITY: "Liability claim",
    HoldKind.ATTORNEY: "Represented by a lawyer",
    HoldKind.CEASE_CONTACT: "Asked not to be contacted",
    HoldKind.BILLING_ERROR: "Billing under review",
    HoldKind.PAYER_APPEAL: "Appeal to the insurer",
    HoldKind.IDENTITY_THEFT: "Identity theft reported",
    HoldKind.AGENCY: "With the agency",
    HoldKind.MANUAL: "Stopped by hand",
}
_RULE_OF_HOLD = {kind: effect.rule for kind, effect in EFFECTS.items()} | {
    HoldKind.ATTORNEY: CONTACT
}
_LETTERS = frozenset({Act.FIRST_LETTER, Act.FINAL_LETTER})
_MOVED = {
    "payment": "A payment on {day} moved the days on.",
    "promise": "A promise made on {day} moved the days on.",
    "plan": "A plan from {day} moved the days on.",
    "late": "The last step came late, on {day}; days count from it.",
}


def decide(facts: AccountFacts, policy: Policy, law: LawOn) -> Decision:
    case = Case(facts, policy, law, owed=owed_of(facts, law))
    for rule in LADDER:
        case.speaking = rule.__name__
        if decision := rule(case):
            return decision
    raise AssertionError("the last rule of LADDER always speaks")


def holds(case: Case) -> Decision | None:
    """What stops every ask of the whole account; what stops some charges is left to `left_out`."""
    stops = case.owed.stops
    if not stops or not case.patient_cents:
        return None
    reasons = {stop.rule: _of_stop(case, stop) for stop in stops}
    begun = [h.starts_on for h in case.facts.holds if case.in_force(h)]
    since = min(begun, default=last_posting(case.facts))
    return case.answer(Act.WAIT, since, *reasons.values())


def _of_stop(case: Case, stop: Stop) -> Reason:
    citation = cited(case.law, stop.rule)
    for hold in case.facts.holds:
        if case.in_force(hold) and _RULE_OF_HOLD.get(hold.kind) == stop.rule:
            until = f" until {shown(hold.ends_on)}" if hold.ends_on else ""
            words = _HOLD_WORDS[hold.kind]
            text = f"{words} since {shown(hold.starts_on)}: nothing is asked{until}."
            return Reason(f"hold.{hold.kind}", text, stop.rule, citation)
    text = f"{show(case.patient_cents)} is on hold: {stop.text.partition('.')[0]}"
    return Reason("hold.other", f"{text[:89]}.", stop.rule, citation)


def credit(case: Case) -> Decision | None:
    facts = case.facts
    if case.patient_cents or case.insurer_cents:
        return None
    if facts.credit_cents < max(case.policy.credit.review_from, 1):
        return None
    text = f"Credit of {show(facts.credit_cents)} and nothing owed: apply it or refund it."
    why = case.reason("credit.open", text)
    return case.answer(Act.REVIEW_CREDIT, last_posting(facts), why, about=facts.credit_cents)


def small(case: Case) -> Decision | None:
    limits = case.policy.small
    cents = case.cents
    if cents >= limits.no_statement_below:
        return None
    statement_on = case.episode.statement_on
    codes = {code for charge in case.askable for _, code in charge.patient_reasons}
    amount = f"{show(cents)} is below {show(limits.no_statement_below)}"
    if codes & limits.never_write_off_codes:
        text = f"{amount}; a copay is never written off, so it waits for the next visit."
        return case.answer(Act.WAIT, case.since, case.reason("small.copay", text))
    if statement_on is None or cents > limits.write_off_up_to:
        text = f"{amount}: no statement goes out; it waits for the next visit."
        return case.answer(Act.WAIT, case.since, case.reason("small.wait", text))
    text = f"{show(cents)} is left after the statement of {shown(statement_on)}."
    return case.answer(
        Act.WRITE_OFF_SMALL, statement_on, case.reason("small.write_off", text), about=cents
    )


def returned_mail(case: Case) -> Decision | None:
    person = case.facts.person
    if person.mail_returned_on and case.reached(person.mail_returned_on):
        text = f"Mail came back on {shown(person.mail_returned_on)}: find the address."
        why = case.reason("mail.returned", text)
        return case.answer(Act.VERIFY_ADDRESS, person.mail_returned_on, why)
    if not person.has_address:
        why = case.reason("mail.no_address", f"No address on file to ask for {show(case.cents)}.")
        return case.answer(Act.VERIFY_ADDRESS, case.since, why)
    return None


def assistance(case: Case) -> Decision | None:
    """The person would not or could not pay: ask whether help fits before asking again."""
    facts = case.facts
    refused = [contact_day(c, facts) for c in facts.contacts if c.outcome == "refused"]
    if not refused or refused[-1] < case.since:
        return None
    day = refused[-1]
    after = [h.starts_on for h in facts.holds if h.kind is HoldKind.ASSISTANCE_PENDING]
    after += [p.posted_on for p in facts.payments] + [p.made_on for p in facts.promises]
    after += [p.started_on for p in facts.plans]
    if any(later >= day for later in after):
        return None
    last = day + timedelta(days=case.policy.hardship.screen_days)
    if case.reached(last):
        return None
    text = f"Refused to pay on {shown(day)}: offer the assistance form, until {shown(last)}."
    return case.answer(Act.SCREEN_ASSISTANCE, day, case.reason("assistance.refused", text))


def next_step(case: Case) -> Decision:
    """The ladder itself: the first step not yet delivered in this episode, on its day."""
    episode, steps = case.episode, case.policy.steps
    if episode.done == len(steps):
        text = f"Every step was taken by {shown(episode.last_step_on or case.since)}."
        return case.answer(Act.WAIT, case.since, case.reason("ladder.done", text))
    step = steps[episode.done]
    due_on = episode.due(step, case.policy.calls)
    if step.act in _LETTERS and (newer := _not_on_a_statement(case)):
        return _statement_first(case, step, newer)
    act, about_channel = _act_of(case, step)
    reasons = (*_step_reasons(case, step, due_on), *about_channel, *left_out_reasons(case))
    rejected = _later_steps(case, due_on)
    if case.reached(due_on):
        return case.answer(act, due_on, *reasons, step=step.name, rejected=rejected)
    return _meanwhile(case, reasons) or case.answer(
        Act.WAIT, due_on, *reasons, step=step.name, rejected=rejected
    )


def _meanwhile(case: Case, reasons: tuple[Reason, ...]) -> Decision | None:
    """While the patient's next step is days away, old insurer money may be worked."""
    if not case.insurer_cents or not (found := insurer_work(case)):
        return None
    about = case.insurer_cents
    return case.answer(found.act, found.due_on, *found.reasons, *reasons, about=about)


def _not_on_a_statement(case: Case) -> tuple[date, Cents] | None:
    """New money since the last delivered statement: the first day and the sum, when worth a
    statement."""
    last = case.episode.statement_on
    newer = [
        layer
        for charge in case.askable
        for layer in charge.layers
        if last is None or layer.since > last
    ]
    cents = sum(layer.cents for layer in newer)
    if cents < max(case.policy.small.no_statement_below, 1):
        return None
    return min(layer.since for layer in newer), cents


def _statement_first(case: Case, step: Step, newer: tuple[date, Cents]) -> Decision:
    """A collection letter asks for nothing that was not on a statement before."""
    since, cents = newer
    due_on = since
    if case.episode.last_asked_on:
        due_on = max(due_on, case.episode.last_asked_on + timedelta(days=step.gap))
    text = f"{show(cents)} owed since {shown(since)} was on no statement yet."
    why = case.reason("ladder.new_charge", text)
    later = case.reason(f"ladder.{step.name}", f"{step.say}: after that statement.")
    act = Act.STATEMENT if case.reached(due_on) else Act.WAIT
    return case.answer(act, due_on, why, step="new_charge_statement", rejected=(later,))


def _act_of(case: Case, step: Step) -> tuple[Act, tuple[Reason, ...]]:
    """The step's act, by the way the person prefers, or in writing where a call is not allowed."""
    if step.channel == "preferred":
        return _preferred(case, step)
    if step.act is not Act.CALL:
        return step.act, ()
    if not case.cents_by(Act.CALL) and case.cents_by(Act.REMINDER):
        text = f"They may not be called: write to them about {show(case.cents)}."
        return Act.REMINDER, (case.reason("channel.mail", text),)
    if not case.facts.person.phone_mobile and not case.facts.person.phone_home:
        text = f"No telephone number on file to call about {show(case.cents)}."
        return Act.CALL, (case.reason("call.no_number", text),)
    return Act.CALL, ()


def _preferred(case: Case, step: Step) -> tuple[Act, tuple[Reason, ...]]:
    person = case.facts.person
    wants = person.preferred_channel
    if wants == "text" and _may_text(case, person) and case.cents_by(Act.TEXT):
        text = f"Prefers texts and agreed to them on {_agreed(person.text_consent_on)}."
        return Act.TEXT, (case.reason("channel.text", text),)
    if wants == "email" and _may_email(case, person) and case.cents_by(Act.EMAIL):
        text = f"Prefers email and agreed to it on {_agreed(person.email_consent_on)}."
        return Act.EMAIL, (case.reason("channel.email", text),)
    return step.act, ()


def _may_text(case: Case, person: PersonFacts) -> bool:
    consent, revoked = person.text_consent_on, person.text_revoked_on
    if not person.phone_mobile or consent is None or not case.reached(consent):
        return False
    return revoked is None or revoked < consent or not case.reached(revoked)


def _may_email(case: Case, person: PersonFacts) -> bool:
    consent, stopped = person.email_consent_on, person.email_opted_out_on
    if not person.has_email or consent is None or not case.reached(consent):
        return False
    return stopped is None or stopped < consent or not case.reached(stopped)


def _agreed(day: date | None) -> str:
    return shown(day) if day else ""


def _step_reasons(case: Case, step: Step, due_on: date) -> tuple[Reason, ...]:
    episode = case.episode
    owed_since = f"{show(case.cents)} owed since {shown(case.since)}"
    code = f"ladder.{step.name}"
    reasons = [case.reason(code, f"{step.say} due {shown(due_on)}: {owed_since}.")]
    if episode.done and episode.last_step_on:
        before = case.policy.steps[episode.done - 1]
        tried = "delivered" if episode.last_asked_on == episode.last_step_on else "done or tried"
        text = f"{before.say} {tried} {shown(episode.last_step_on)}, not paid in full."
        reasons.append(case.reason("ladder.before", text))
    if episode.tries:
        text = f"No answer to {len(episode.tries)} calls, last {shown(episode.tries[-1])}."
        reasons.append(case.reason("call.tried", text))
    if episode.moved_on:
        text = _MOVED[episode.moved_by].format(day=shown(episode.moved_on))
        reasons.append(case.reason(f"ladder.{episode.moved_by}", text))
    if step.day and (history := _history_reason(case, episode)):
        reasons.append(history)
    if step.offer_plan:
        text = f"Offer a plan for {show(case.cents)}."
        reasons.append(case.reason("ladder.offer_plan", text))
    return tuple(reasons)


def _history_reason(case: Case, episode: Episode) -> Reason | None:
    shift = episode.shift
    if shift.days > 0:
        text = f"Paid before any letter {shift.times} times: {shift.days} more days."
        return case.reason("history.paid", text)
    if shift.days < 0 and case.policy.steps[episode.done].day >= shift.from_day:
        times = "once" if shift.times == 1 else f"{shift.times} times"
        text = f"A promise or plan was broken {times}: up to {-shift.days} days sooner."
        return case.reason("history.broken", text)
    return None


def _later_steps(case: Case, due_on: date) -> tuple[Reason, ...]:
    """What was not chosen and the first day on which it becomes possible."""
    episode, later = case.episode, []
    for number in range(episode.done + 1, len(case.policy.steps)):
        step = case.policy.steps[number]
        from_base = episode.base + timedelta(days=episode.days[number])
        due_on = max(from_base, due_on + timedelta(days=step.gap))
        later.append(_not_before(step.name, step.say, due_on, citation=case.policy.citation))
    return tuple(later)


@lru_cache(maxsize=20_000)
def _not_before(step: str, say: str, day: date, *, citation: str) -> Reason:
    text = f"{say}: not before {shown(day)}, once the step before is delivered."
    return Reason(f"ladder.{step}", text, f"ladder.{step}", citation)


LADDER: tuple[Callable[[Case], Decision | None], ...] = (
    estate,
    bankruptcy,
    holds,
    credit,
    nothing_owed,
    left_out,
    open_promise,
    plan,
    small,
    broken_pledge,
    returned_mail,
    assistance,
    next_step,
)
