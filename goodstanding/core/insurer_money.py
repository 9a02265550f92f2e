"""Money that is not asked of the patient now: the insurer's, and what law or a hold leaves out."""

from datetime import date, timedelta
from functools import lru_cache

from goodstanding.core.answers import Decision, Reason, brief
from goodstanding.core.case import Case
from goodstanding.core.episode import shown
from goodstanding.core.facts import AccountFacts
from goodstanding.core.hold_waits import next_steps
from goodstanding.core.kinds import Act
from goodstanding.core.money import Cents, show
from goodstanding.core.owed import UNAPPLIED
from goodstanding.core.owed_checks import PERSON_LOOKS
from goodstanding.core.policy import Policy

# Stands where there is no day at all: the day of asking would make the same answer look new daily.
NO_DAY = date(1970, 1, 1)


def nothing_owed(case: Case) -> Decision | None:
    facts = case.facts
    if case.patient_cents:
        return None
    if not case.insurer_cents:
        return case.answer(Act.NONE, last_posting(facts), *_nothing(case.policy.citation))
    old = _insurer_old_on(case)
    return insurer_work(case, old) or _insurer_wait(case, old)


def is_closed(facts: AccountFacts, policy: Policy) -> bool:
    """Nothing is open and no credit is worth a look: two accounts in three."""
    return not facts.charges and facts.credit_cents < max(policy.credit.review_from, 1)


def closed(facts: AccountFacts, policy: Policy) -> Decision:
    """What `nothing_owed` answers for such an account, without a case."""
    review_on = facts.next_posted_on
    if review_on is not None and review_on <= facts.on:
        review_on = None
    why = _nothing(policy.citation)
    return Decision(
        Act.NONE, last_posting(facts), why, review_on=review_on, spoke=nothing_owed.__name__
    )


@lru_cache(maxsize=64)
def _nothing(citation: str) -> tuple[Reason, ...]:
    return (Reason("nothing.owed", f"{show(0)} is owed.", "nothing.owed", citation),)


def _insurer_wait(case: Case, old: list[date]) -> Decision:
    old_on = min(old)
    text = f"{show(case.insurer_cents)} is with the insurer; follow up from {shown(old_on)}."
    return case.answer(Act.WAIT, old_on, case.reason("insurer.open", text))


def _insurer_old_on(case: Case) -> list[date]:
    allowed = timedelta(days=case.policy.insurer.follow_up_days)
    return [
        (charge.first_billed_on or charge.posted_on) + allowed
        for charge in case.facts.charges
        if charge.insurer_cents > 0
    ]


def insurer_work(case: Case, old_on: list[date] | None = None) -> Decision | None:
    """Denied, or open too long: the biller's work; who covers the person comes first. `old_on`:
    when each of the insurer's charges is old."""
    facts, codes = case.facts, case.policy.insurer.verify_codes
    waiting = [charge for charge in facts.charges if charge.insurer_cents > 0]
    denied = [charge for charge in waiting if charge.denial_reasons]
    for charge in denied:
        if asked := sorted({code for _, code in charge.denial_reasons} & codes):
            text = f"{show(charge.insurer_cents)} denied, reason {asked[0]}: check the coverage."
            why = case.reason("insurer.coverage", text)
            about = case.insurer_cents
            return case.answer(Act.VERIFY_COVERAGE, charge.posted_on, why, about=about)
    if denied:
        cents = sum(charge.insurer_cents for charge in denied)
        why = case.reason("insurer.denied", f"{show(cents)} was denied by the insurer.")
        about = case.insurer_cents
        return case.answer(Act.INSURER_FOLLOW_UP, denied[0].posted_on, why, about=about)
    old_on = old_on if old_on is not None else _insurer_old_on(case)
    old = [on for on in old_on if case.reached(on)]
    if not old:
        return None
    text = f"{show(case.insurer_cents)} is with the insurer; follow-up was due {shown(min(old))}."
    why = case.reason("insurer.old", text)
    return case.answer(Act.INSURER_FOLLOW_UP, min(old), why, about=case.insurer_cents)


def left_out(case: Case) -> Decision | None:
    """The patient's part is open, but none of it may be asked for."""
    if case.cents:
        return None
    reasons = left_out_reasons(case)
    since = min(layer.since for charge in case.facts.charges for layer in charge.layers)
    if case.insurer_cents and (found := insurer_work(case)):
        about = case.insurer_cents
        return case.answer(found.act, found.due_on, *found.reasons, *reasons, about=about)
    if any(excluded.rule in PERSON_LOOKS for excluded in case.excluded):
        return case.answer(Act.VERIFY_COVERAGE, since, *reasons, about=case.patient_cents)
    if any(excluded.rule == UNAPPLIED for excluded in case.excluded):
        about = case.facts.unapplied_cents
        return case.answer(Act.REVIEW_CREDIT, since, *reasons, about=about)
    days = [e.until for e in case.excluded if e.until and not case.reached(e.until)]
    days += _insurer_old_on(case)
    due_on, todo = next_steps(case, [excluded.rule for excluded in case.excluded])
    if due_on is not None:
        days.append(due_on)
    return case.answer(Act.WAIT, min(days, default=since), *reasons, *todo)


def left_out_reasons(case: Case) -> tuple[Reason, ...]:
    """One for each rule, with its own source; the amounts of its charges added up."""
    if not case.excluded:
        return ()
    cents: dict[str, Cents] = {}
    for excluded in case.excluded:
        cents[excluded.rule] = cents.get(excluded.rule, 0) + excluded.cents
    named = {excluded.rule: excluded for excluded in case.excluded}
    return tuple(
        Reason(
            f"excluded.{rule}",
            brief(f"Not {show(amount)}: ", named[rule].text),
            name,
            named[rule].citation,
        )
        for rule, amount in cents.items()
        for name in (case.law.named(rule),)
    )


def last_posting(facts: AccountFacts) -> date:
    """The last day anything was posted; NO_DAY for an account nothing was ever posted to."""
    if not (facts.payments or facts.charges):
        return facts.last_posted_on or NO_DAY
    days = [p.posted_on for p in facts.payments]
    days += [c.posted_on for c in facts.charges]
    days.append(facts.last_posted_on or NO_DAY)
    return max(days)
