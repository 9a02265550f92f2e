"""Money that is not asked of the patient now: the insurer's, and what law or a hold leaves out."""

from datetime import date, timedelta

from goodstanding.core import owed
from goodstanding.core.answers import Decision, Reason
from goodstanding.core.case import Case
from goodstanding.core.episode import shown
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Act
from goodstanding.core.money import Cents, show

# Stands where there is no day at all: the day of asking would make the same answer look new daily.
NO_DAY = date(1970, 1, 1)

# Patient money that the coverage says is not the patient's: the books need a person.
_PERSON_LOOKS = frozenset(
    {
        owed.QMB, owed.MA_COPAY, owed.MA_ACK, owed.MEDICAID,
        owed.MEDICARE, owed.ABN, owed.WORKERS_COMP, owed.NO_FAULT,
        owed.LATE_CLAIM, owed.NETWORK, owed.SURPRISE, owed.RESTRICTED,
        owed.DUPLICATE,
    }
)  # fmt: skip


def nothing_owed(case: Case) -> Decision | None:
    facts = case.facts
    if case.patient_cents:
        return None
    if not case.insurer_cents:
        why = case.reason("nothing.owed", f"{show(0)} is owed.")
        return case.answer(Act.NONE, last_posting(facts), why)
    return insurer_work(case) or _insurer_wait(case)


def _insurer_wait(case: Case) -> Decision:
    old_on = min(_insurer_old_on(case).values())
    text = f"{show(case.insurer_cents)} is with the insurer; follow up from {shown(old_on)}."
    return case.answer(Act.WAIT, old_on, case.reason("insurer.open", text))


def _insurer_old_on(case: Case) -> dict[str, date]:
    allowed = timedelta(days=case.policy.insurer.follow_up_days)
    return {
        charge.charge_id: (charge.first_billed_on or charge.posted_on) + allowed
        for charge in case.facts.charges
        if charge.insurer_cents > 0
    }


def insurer_work(case: Case) -> Decision | None:
    """Denied, or open too long: the biller's work; who covers the person comes first."""
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
    old = [on for on in _insurer_old_on(case).values() if case.reached(on)]
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
    if any(excluded.rule in _PERSON_LOOKS for excluded in case.excluded):
        return case.answer(Act.VERIFY_COVERAGE, since, *reasons, about=case.patient_cents)
    days = [e.until for e in case.excluded if e.until and not case.reached(e.until)]
    days += _insurer_old_on(case).values()
    return case.answer(Act.WAIT, min(days, default=since), *reasons)


def left_out_reasons(case: Case) -> tuple[Reason, ...]:
    """One for each rule, with its own source; the amounts of its charges added up."""
    cents: dict[str, Cents] = {}
    for excluded in case.excluded:
        cents[excluded.rule] = cents.get(excluded.rule, 0) + excluded.cents
    named = {excluded.rule: excluded for excluded in case.excluded}
    return tuple(
        Reason(f"excluded.{rule}", _left_out_text(amount, rule), rule, named[rule].citation)
        for rule, amount in cents.items()
    )


def _left_out_text(cents: Cents, rule: str) -> str:
    return f"{show(cents)} may not be asked for now ({rule})."[:90]


def last_posting(facts: AccountFacts) -> date:
    """The last day anything was posted; NO_DAY for an account nothing was ever posted to."""
    days = [p.posted_on for p in facts.payments] + [c.posted_on for c in facts.charges]
    return max([*days, facts.last_posted_on or NO_DAY])
