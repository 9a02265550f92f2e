"""What happens next to an account: the first rule of LADDER that speaks wins, and there is always
an answer.

Rules on the way: an ask is never returned for nothing; days are compared only through
`Case.reached`, so that `review_on` is the first day on which the answer could change by itself;
sentences name days, never ages.
"""

from collections.abc import Callable
from datetime import date, timedelta

from goodstanding.core.agency_review import recall
from goodstanding.core.answers import Decision, Reason, brief
from goodstanding.core.case import Case, cited
from goodstanding.core.court import bankruptcy, estate
from goodstanding.core.episode import shown
from goodstanding.core.facts import AccountFacts
from goodstanding.core.happened import contact_day
from goodstanding.core.hold_cases import told_and_not_asked
from goodstanding.core.hold_waits import hold_of, next_of, next_steps
from goodstanding.core.holds import ERROR, unanswered_dispute
from goodstanding.core.insurer_money import closed, is_closed, last_posting, left_out, nothing_owed
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.money import show
from goodstanding.core.overrides import chosen
from goodstanding.core.owed_checks import PENDING
from goodstanding.core.pledges import broken_pledge, open_promise, plan
from goodstanding.core.policy import Policy
from goodstanding.core.steps import next_step
from goodstanding.core.stops import Stop, detail_day, detail_text
from goodstanding.core.talks import ask
from goodstanding.law import LawOn

HELP = "mn-ma-retroactive-eligibility"
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


def decide(facts: AccountFacts, policy: Policy, law: LawOn) -> Decision:
    if is_closed(facts, policy):
        return closed(facts, policy)
    case = Case(facts, policy, law)
    for rule in LADDER:
        case.speaking = rule.__name__
        if decision := rule(case):
            return decision
    raise AssertionError("the last rule of LADDER always speaks")


def holds(case: Case) -> Decision | None:
    """What stops every ask of the whole account; what stops some charges is left to `left_out`. It
    never just stays: each hold says what a person does next, and by when."""
    if not case.patient_cents or not (stops := case.owed.stops):
        return None
    reasons = {stop.rule: _of_stop(case, stop) for stop in stops}
    # Not a wait: someone looks at the bill or the insurance, and opens a question or answers.
    todo: tuple[Reason, ...] = ()
    said_on = unanswered_dispute(case.facts) if list(reasons) == [ERROR] else None
    if list(reasons) == [PENDING]:
        said_on, todo = _insurance_told(case)
    if said_on is not None:
        why = (*todo, *reasons.values())
        return case.answer(Act.VERIFY_COVERAGE, said_on, *why, about=case.patient_cents)
    if list(reasons) == [HELP] and (work := _help_work(case)):
        return work
    due_on, todo = next_steps(case, reasons)
    if due_on is None:
        begun = [h.starts_on for h in case.facts.holds if case.in_force(h)]
        due_on = min(begun, default=last_posting(case.facts))
    return case.answer(Act.WAIT, due_on, *reasons.values(), *todo)


def _help_work(case: Case) -> Decision | None:
    """An application that we are to decide, or whose last day to bring papers comes near."""
    for hold in case.facts.holds:
        if hold.kind is not HoldKind.ASSISTANCE_PENDING or not case.in_force(hold):
            continue
        try:
            by = detail_day(hold.detail, "help_by")
        except ValueError:
            continue
        if by is None:
            continue
        ours = bool(hold.detail.get("help_ours"))
        warn_on = by - timedelta(days=case.policy.assistance.warn_days)
        if ours or case.reached(warn_on):
            text = brief(f"By {shown(by)}: ", detail_text(hold.detail, "help_next"))
            why = case.reason("assistance.decide" if ours else "assistance.papers", text)
            return case.answer(
                Act.SCREEN_ASSISTANCE, by, why, *(_of_stop(case, stop) for stop in case.owed.stops),
                about=case.patient_cents,
            )  # fmt: skip
    return None


def _insurance_told(case: Case) -> tuple[date | None, tuple[Reason, ...]]:
    """Since when another insurance is told of that nobody has asked yet, and what to do; an insurer
    that only takes its time is waited for."""
    told = [h for h in case.facts.holds if case.in_force(h) and told_and_not_asked(h)]
    if not told:
        return None, ()
    return min(hold.starts_on for hold in told), (next_of(case, told[0])[1],)


def _of_stop(case: Case, stop: Stop) -> Reason:
    citation, hold = cited(case.law, stop.rule), hold_of(case, stop.rule)
    if hold is not None and hold.kind in _HOLD_WORDS:
        until = f" until {shown(hold.ends_on)}" if hold.ends_on else ""
        words = _HOLD_WORDS[hold.kind]
        text = f"{words} since {shown(hold.starts_on)}: nothing is asked{until}."
        return Reason(f"hold.{hold.kind}", text, stop.rule, citation)
    text = brief(f"{show(case.patient_cents)} is on hold: ", stop.text)
    return Reason("hold.other", text, stop.rule, citation)


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
    if not facts.contacts:
        return None
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
    text = f"Could not or would not pay on {shown(day)}: offer the help form until {shown(last)}."
    return ask(case, Act.SCREEN_ASSISTANCE, day, case.reason("assistance.refused", text))


LADDER: tuple[Callable[[Case], Decision | None], ...] = (
    recall,
    estate,
    bankruptcy,
    holds,
    credit,
    nothing_owed,
    left_out,
    chosen,
    open_promise,
    plan,
    small,
    broken_pledge,
    returned_mail,
    assistance,
    next_step,
)
