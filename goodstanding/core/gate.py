"""The gate: may this act be done now, to this person, for how much? Every check speaks, not only
the first.

Order: what is owed (bankruptcy and death first), holds, who may be told, permission, time and
frequency, what was agreed, and what the step itself needs. What is not known refuses. Research, not
legal advice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goodstanding.core.agreements import plan_kept, promise_open, promise_waits_until
from goodstanding.core.answers import Duty, Refusal, Verdict
from goodstanding.core.days import add_months
from goodstanding.core.estates import LETTERS, deaths
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import ASKING_ACTS, Act, Channel, Recipient
from goodstanding.core.owed import PENDING, RESTRICTED, Owed, owed
from goodstanding.core.reaching import calls_open, hour_open, way_open
from goodstanding.core.recipients import AGENCY, may_be_told
from goodstanding.core.stops import EVERYTHING, spoken
from goodstanding.law import LawOn

NOTHING = "owed.nothing"
NO_CREDIT = "owed.no_credit"
PLAN = "followup.plan_in_good_standing"
PROMISE = "followup.promise_open"
CREDIT_BAN = "mn-332c-credit-reporting-ban"
HOUSE_CREDIT_BAN = "gate.no_credit_reporting"
LICENCE = "mn-collection-agency-act"
PUBLISHED = "mn-62j806-published-policy"
LIMITATION = "mn-limitations-six-years"
TIME_BARRED = "us-regf-time-barred"
COUNSEL = "mn-332c-fee-shifting"
MILITARY = "us-scra"
NOTICE = "mn-332c-prohibited-practices"
VALIDATION = "us-regf-validation-notice"
CARE = "mn-62j807-no-denial-of-care"
AFFIDAVIT = "mn-small-estate-affidavit"

Finding = Refusal | Duty

# Acts whose amount is what may be asked for; the rest move no money out of anyone.
_MONEY = EVERYTHING | {Act.FILE_CLAIM_ESTATE}
_CREDIT = frozenset({Act.REFUND, Act.REVIEW_CREDIT})
_CHANNELS = {
    Act.CALL: Channel.CALL,
    Act.TEXT: Channel.TEXT,
    Act.EMAIL: Channel.EMAIL,
    Act.STATEMENT: Channel.MAIL,
    Act.REMINDER: Channel.MAIL,
    Act.FIRST_LETTER: Channel.MAIL,
    Act.FINAL_LETTER: Channel.MAIL,
    Act.ESTATE_LETTER: Channel.MAIL,
    Act.PLAN_NOTICE: Channel.MAIL,
    Act.FRONT_DESK_NOTE: Channel.IN_PERSON,
}
_RECIPIENTS = {
    Act.ESTATE_LETTER: Recipient.REPRESENTATIVE,
    Act.FILE_CLAIM_ESTATE: Recipient.REPRESENTATIVE,
    Act.AGENCY_PLACEMENT: Recipient.AGENCY,
}
_SPOKEN = frozenset({Channel.CALL, Channel.TEXT, Channel.EMAIL})
_ELSEWHERE = frozenset({Recipient.ATTORNEY, Recipient.REPRESENTATIVE})


@dataclass(frozen=True, slots=True)
class Proposed:
    """`at` carries its own offset. `to` None: whom the act is meant for; `channel` None: the act's
    own way."""

    act: Act
    at: datetime
    to: Recipient | None = None
    channel: Channel | None = None

    def __post_init__(self) -> None:
        assert self.at.tzinfo is not None, "a moment without an offset is no moment"

    @property
    def recipient(self) -> Recipient:
        return self.to or _RECIPIENTS.get(self.act, Recipient.GUARANTOR)

    @property
    def way(self) -> Channel | None:
        return self.channel or _CHANNELS.get(self.act)


@dataclass(frozen=True, slots=True)
class Case:
    act: Act
    at: datetime
    to: Recipient
    way: Channel | None
    facts: AccountFacts
    law: LawOn
    owed: Owed

    def no(self, rule: str, text: str, until: date | None = None) -> Refusal:
        return Refusal(rule, text, self.law.cite(rule), until)

    def duty(self, rule: str, text: str) -> Duty:
        return Duty(rule, text, self.law.cite(rule))


Findings = Iterator[Finding]


def judge(act: Proposed, facts: AccountFacts, law: LawOn) -> Verdict:
    """`cents` is 0 when refused. `facts` must be those of the day of the act."""
    case = _case(act, facts, law)
    found = dict.fromkeys(finding for check in CHECKS for finding in check(case))
    refusals = tuple(f for f in found if isinstance(f, Refusal))
    cents = 0
    if not refusals:
        cents = facts.credit_cents if act.act in _CREDIT else case.owed.cents
    return Verdict(
        allowed=not refusals,
        cents=cents,
        excluded=case.owed.excluded,
        refusals=refusals,
        duties=tuple(f for f in found if isinstance(f, Duty)),
    )


def _case(act: Proposed, facts: AccountFacts, law: LawOn) -> Case:
    to = act.recipient
    money = owed(facts, law, act=act.act, to=to)
    if act.act not in _MONEY:
        money = Owed(0, stops=money.stops)
    return Case(act.act, act.at, to, act.way, facts, law, money)


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
    if case.act in _MONEY and case.way is not None:
        yield from may_be_told(case.to, case.act, case.way, facts=case.facts, law=case.law)
    elif case.act is Act.AGENCY_PLACEMENT and case.to is not Recipient.AGENCY:
        yield case.no(AGENCY, "A placement goes to an agency under its agreement only.")


def permitted(case: Case) -> Findings:
    """The lawyer's and the estate's addresses are on their holds, and were asked for there."""
    if case.act in _MONEY and case.way is not None and case.to not in _ELSEWHERE:
        yield from way_open(case.way, case.facts, case.law)


def timely(case: Case) -> Findings:
    if case.act in _MONEY and case.way in _SPOKEN:
        yield from hour_open(case.way, case.at, case.facts, law=case.law)
        if case.way is Channel.CALL:
            yield from calls_open(case.at, case.facts, case.law)


def agreed(case: Case) -> Findings:
    """A plan that is kept and a promise still open are left in peace."""
    if case.act not in ASKING_ACTS or case.act is Act.PLAN_NOTICE:
        return
    facts, law = case.facts, case.law
    for plan in facts.plans:
        grace = law.number(PLAN, "grace")
        if plan_kept(plan, facts.payments, on=facts.on, grace_days=grace):
            yield case.no(PLAN, "The payment plan is being kept. Ask for nothing else.")
    for promise in facts.promises:
        until = promise_waits_until(promise, grace_business_days=law.number(PROMISE, "grace"))
        if promise_open(promise, facts.payments, on=facts.on, until=until):
            text = (
                f"A payment is promised for {spoken(promise.due_on)}. Ask again from "
                f"{spoken(until)}."
            )
            yield case.no(PROMISE, text, until)


def fits_the_step(case: Case) -> Findings:
    check = _STEPS.get(case.act)
    if check is not None:
        yield from check(case)


def _credit_report(case: Case) -> Findings:
    if "MN" in (case.facts.clinic_state, case.facts.person.state.strip().upper()):
        yield case.no(CREDIT_BAN, "Medical debt is never reported to a credit bureau.")
    else:
        yield case.no(HOUSE_CREDIT_BAN, "The clinic reports no patient to a credit bureau.")


def _placement(case: Case) -> Findings:
    """What the clinic has on file about its agency is not in the facts: each is refused until it
    is."""
    yield case.no(AGENCY, "No signed agreement with an agency is on file.")
    yield case.no(LICENCE, "No licence of an agency, checked within the year, is on file.")
    yield case.no(PUBLISHED, "No published collection policy is on file for this step.")
    months = case.law.number(LIMITATION, "policy_placement_cutoff")
    oldest = _oldest(case.facts)
    if oldest is not None and case.facts.on >= add_months(oldest, months):
        yield case.no(LIMITATION, "This debt is too old to place. Counsel decides.")


def _lawsuit(case: Case) -> Findings:
    yield case.no(COUNSEL, "Only counsel and a supervisor decide about a suit.")
    yield case.duty(MILITARY, "Check military status before any suit.")
    years = case.law.number(LIMITATION, "limitation")
    oldest = _oldest(case.facts)
    if oldest is not None and case.facts.on > add_months(oldest, 12 * years):
        yield case.no(LIMITATION, "The time to sue is over.")
        yield case.no(TIME_BARRED, "The time to sue is over; never hint at a suit.")


def _oldest(facts: AccountFacts) -> date | None:
    """First day any open money became the patient's."""
    return min((layer.since for c in facts.charges for layer in c.layers), default=None)


def _first_letter(case: Case) -> Findings:
    text = "The first letter gives the right to a lawyer and the Attorney General's number."
    yield case.duty(NOTICE, text)
    yield case.duty(VALIDATION, "The first letter itemises the debt and says how to dispute it.")


def _estate(case: Case) -> Findings:
    if not deaths(case.facts):
        yield case.no(LETTERS, "Nobody on this account is known to have died.")


def _desk(case: Case) -> Findings:
    text = "Do not refuse or put off necessary care over this; note what the person can pay."
    yield case.duty(CARE, text)


def _credit(case: Case) -> Findings:
    if case.facts.credit_cents <= 0:
        yield case.no(NO_CREDIT, "There is no credit on this account.")


def _refund(case: Case) -> Findings:
    yield from _credit(case)
    for death in deaths(case.facts):
        wait = timedelta(days=case.law.number(AFFIDAVIT, "wait"))
        until = None if death.died_on is None else death.died_on + wait
        if until is None or case.facts.on < until:
            text = "The person died. Pay the representative, or an affidavit after thirty days."
            yield case.no(AFFIDAVIT, text, until)
        else:
            text = "Pay only the representative, or an affidavit with a certified death record."
            yield case.duty(AFFIDAVIT, text)


def _insurer(case: Case) -> Findings:
    billed = [c for c in case.facts.charges if c.insurer_cents > 0]
    if billed and all(c.self_pay_restriction for c in billed):
        yield case.no(RESTRICTED, "The patient asked to keep these services from the plan.")


_STEPS: dict[Act, Callable[[Case], Findings]] = {
    Act.CREDIT_REPORT: _credit_report,
    Act.AGENCY_PLACEMENT: _placement,
    Act.LAWSUIT: _lawsuit,
    Act.FIRST_LETTER: _first_letter,
    Act.ESTATE_LETTER: _estate,
    Act.FILE_CLAIM_ESTATE: _estate,
    Act.FRONT_DESK_NOTE: _desk,
    Act.REVIEW_CREDIT: _credit,
    Act.REFUND: _refund,
    Act.INSURER_FOLLOW_UP: _insurer,
}

CHECKS: tuple[Callable[[Case], Findings], ...] = (
    really_owed,
    held,
    told,
    permitted,
    timely,
    agreed,
    fits_the_step,
)
