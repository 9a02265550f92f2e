"""The gate: may this act be done now, to this person, for how much? Every check speaks, not only
the first.

Order: what is owed (bankruptcy and death first), holds, who may be told, permission, time and
frequency, what was agreed, and what the step itself needs. What is not known refuses. Research, not
legal advice.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from goodstanding.core.agreements import plan_kept
from goodstanding.core.answers import Duty, Excluded, Refusal, Verdict
from goodstanding.core.bankruptcy import before_petition, open_cases
from goodstanding.core.facts import AccountFacts
from goodstanding.core.gate_case import Case, Findings, Proposed
from goodstanding.core.gate_steps import STEPS
from goodstanding.core.kinds import ASKING_ACTS, Act, Channel, Recipient
from goodstanding.core.money import Cents
from goodstanding.core.owed import PLAN, Owed, owed
from goodstanding.core.owed_checks import PENDING
from goodstanding.core.promises import PROMISE, house_grace, open_promises
from goodstanding.core.reaching import calls_open, hour_open, messages_open, way_open
from goodstanding.core.recipients import AGENCY, may_be_paid, may_be_told
from goodstanding.core.stops import EVERYTHING, spoken
from goodstanding.law import LawOn

__all__ = ["CHECKS", "PLAN", "Case", "Proposed", "judge"]

NOTHING = "owed.nothing"
UNKNOWN_ACT = "gate.act_unknown"

# Acts whose amount is what may be asked for; the rest move no money out of anyone.
_MONEY = EVERYTHING | {Act.FILE_CLAIM_ESTATE}
_CREDIT = frozenset({Act.REFUND, Act.REVIEW_CREDIT})
# The clinic's own work. An act that is in neither list is one nobody has thought about here.
_INNER = _CREDIT | {
    Act.SCREEN_ASSISTANCE, Act.VERIFY_ADDRESS, Act.VERIFY_COVERAGE, Act.INSURER_FOLLOW_UP,
    Act.WRITE_OFF_SMALL, Act.AGENCY_REVIEW, Act.FILE_CLAIM_BANKRUPTCY, Act.WAIT, Act.NONE,
}  # fmt: skip
_LEFT_IN_PEACE = (ASKING_ACTS | {Act.FRONT_DESK_NOTE}) - {Act.PLAN_NOTICE}
_MESSAGES = frozenset({Channel.CALL, Channel.TEXT, Channel.EMAIL})
_ELSEWHERE = frozenset({Recipient.ATTORNEY, Recipient.REPRESENTATIVE})
Spoken = TypeVar("Spoken", Refusal, Duty, Excluded)


def judge(act: Proposed, facts: AccountFacts, law: LawOn) -> Verdict:
    """`cents` is 0 when refused. `facts` must be those of the day of the act."""
    case = _case(act, facts, law)
    found = dict.fromkeys(finding for check in CHECKS for finding in check(case))
    refusals = tuple(_named(f, law) for f in found if isinstance(f, Refusal))
    cents = 0
    if not refusals:
        cents = _amount(case)
    return Verdict(
        allowed=not refusals,
        cents=cents,
        excluded=tuple(_named(each, law) for each in (*case.owed.excluded, *_kept_back(case))),
        refusals=refusals,
        duties=tuple(_named(f, law) for f in found if isinstance(f, Duty)),
    )


def _amount(case: Case) -> Cents:
    if case.act in _CREDIT:
        return case.facts.credit_cents
    if case.act is Act.FILE_CLAIM_BANKRUPTCY:
        return max(before_petition(hold, case.facts) for hold in open_cases(case.facts))
    return case.owed.cents


def _kept_back(case: Case) -> Iterator[Excluded]:
    """A stop on the whole account keeps back each charge that might be asked for otherwise."""
    if case.owed.stops:
        stop = case.owed.stops[0]
        citation = case.law.cite(stop.rule)
        for charge, cents in case.owed.charges.items():
            yield Excluded(charge, cents, stop.rule, stop.text, citation, stop.until)


def _named(found: Spoken, law: LawOn) -> Spoken:
    """A state with a rule of its own is answered with that rule's id."""
    name = law.named(found.rule)
    return found if name == found.rule else replace(found, rule=name)


def _case(act: Proposed, facts: AccountFacts, law: LawOn) -> Case:
    to = act.recipient
    money = owed(facts, law, act=act.act, to=to)
    open_ = money.charges
    if act.act not in _MONEY:
        money = Owed(0, stops=money.stops)
    return Case(act.act, act.at, to, act.way, facts, law, money, open_)


def known(case: Case) -> Findings:
    if case.act not in _MONEY and case.act not in _INNER:
        yield case.no(UNKNOWN_ACT, "The program does not know what this needs. Ask a supervisor.")


def really_owed(case: Case) -> Findings:
    """Nothing left to ask: the rules that took it away are named one by one."""
    if case.act not in _MONEY:
        return
    for note in case.owed.notes:
        yield Duty(note.rule, note.text, note.citation)
    if case.owed.cents:
        return
    named = {each.rule: each for each in case.owed.excluded}
    for each in named.values():
        yield Refusal(each.rule, each.text, each.citation, each.until)
    if not named and case.facts.insurer_cents > 0:
        yield case.no(PENDING, "What is open is with the insurer, not the patient.")
    untils = [each.until for each in named.values() if each.until is not None]
    text = "Nothing may be asked for on this account now."
    yield case.no(NOTHING, text, min(untils, default=None) if len(untils) == len(named) else None)


def held(case: Case) -> Findings:
    """Stops on the whole account; those on single charges have already lowered the amount."""
    for stop in case.owed.stops:
        yield case.no(stop.rule, stop.text, stop.until)
    for duty in case.owed.duties:
        yield case.duty(duty.rule, duty.text)


def told(case: Case) -> Findings:
    if case.act is Act.AGENCY_PLACEMENT:
        if case.to is not Recipient.AGENCY:
            yield case.no(AGENCY, "A placement goes to an agency under its agreement only.")
    elif case.act is Act.REFUND:
        yield from may_be_paid(case.to, facts=case.facts, law=case.law)
    elif case.way is not None:
        yield from may_be_told(case.to, case.act, case.way, facts=case.facts, law=case.law)


def permitted(case: Case) -> Findings:
    """The lawyer's and the estate's addresses are on their holds, and were asked for there."""
    if case.way is not None and case.to not in _ELSEWHERE:
        yield from way_open(case.way, case.facts, case.law)


def timely(case: Case) -> Findings:
    if case.way in _MESSAGES:
        yield from hour_open(case.way, case.at, case.facts, law=case.law)
        if case.way is Channel.CALL:
            yield from calls_open(case.at, case.facts, case.law)
        else:
            yield from messages_open(case.at, case.facts, case.law)


def agreed(case: Case) -> Findings:
    """A plan that is kept and a promise still open, by the house's own days which the clinic's
    policy may only lengthen, are left in peace; where a plan covers a part only, what is owed
    beside it is not."""
    if case.act not in _LEFT_IN_PEACE:
        return
    facts, law = case.facts, case.law
    beside = any(each.rule == PLAN for each in case.owed.excluded)
    for plan in () if beside else facts.plans:
        grace = law.number(PLAN, "grace")
        if plan_kept(plan, facts.payments, on=facts.on, grace_days=grace):
            yield case.no(PLAN, "The payment plan is being kept. Ask for nothing else.")
    for one in open_promises(facts, house_grace(law)):
        due_on, until = one.promise.due_on, one.over_on
        text = f"A payment is promised for {spoken(due_on)}. Ask again from {spoken(until)}."
        yield case.no(PROMISE, text, until)


def fits_the_step(case: Case) -> Findings:
    check = STEPS.get(case.act)
    if check is not None:
        yield from check(case)


CHECKS: tuple[Callable[[Case], Findings], ...] = (
    known,
    really_owed,
    held,
    told,
    permitted,
    timely,
    agreed,
    fits_the_step,
)
