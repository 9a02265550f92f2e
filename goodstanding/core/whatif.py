"""One day of the whole book under two policies, side by side; nothing is changed by it.

What would be asked is judged by the gate as at noon of the clinic, so that a policy shows what the
law refuses; and looked at for what makes people complain.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from goodstanding.core.answers import Decision, Verdict
from goodstanding.core.days import local_day
from goodstanding.core.facts import AccountFacts
from goodstanding.core.followup import decide
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.money import Cents
from goodstanding.core.places import law_for
from goodstanding.core.policy import Policy
from goodstanding.law import LawBook, LawOn

# What reaches a person, and how it travels.
CONTACTS = {
    Act.STATEMENT: Channel.MAIL,
    Act.REMINDER: Channel.MAIL,
    Act.CALL: Channel.CALL,
    Act.TEXT: Channel.TEXT,
    Act.EMAIL: Channel.EMAIL,
    Act.FIRST_LETTER: Channel.MAIL,
    Act.FINAL_LETTER: Channel.MAIL,
    Act.PLAN_NOTICE: Channel.MAIL,
    Act.ESTATE_LETTER: Channel.MAIL,
}
IDLE = frozenset({Act.WAIT, Act.NONE})
NOON = time(12)
MOST_IN_30_DAYS = 4
KEPT = 200  # accounts named in the answer

TOO_MANY, INSURER_OPEN, UPSET, NO_CALL, HOUSEHOLD = (
    "too_many", "insurer_open", "after_a_no", "letter_without_call", "same_household",
)  # fmt: skip
RISKS = {
    INSURER_OPEN: "Asked while insurance was still open (must be 0)",
    TOO_MANY: f"More than {MOST_IN_30_DAYS} contacts in 30 days",
    UPSET: "Asked within 30 days after they disputed it or refused",
    NO_CALL: "First collection letter without a call before",
    HOUSEHOLD: "Called within 7 days of a talk with the same household",
}


@dataclass(slots=True)
class Side:
    """What one policy does with every account: acts by name, steps that are due, contacts the gate
    refuses by rule, accounts by complaints risk."""

    acts: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    risks: Counter[str] = field(default_factory=Counter)
    asked: Cents = 0
    cost: Cents = 0


@dataclass(frozen=True, slots=True)
class Moved:
    account_id: str
    before: str
    after: str
    cents: Cents


@dataclass(slots=True)
class Comparison:
    """`moved` counts accounts by (act now, act then); `named` are the first of them."""

    now: Side = field(default_factory=Side)
    then: Side = field(default_factory=Side)
    accounts: int = 0
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: list[Moved] = field(default_factory=list)


def compare(
    accounts: Iterable[AccountFacts], now: Policy, then: Policy,
    *, book: LawBook, into: Comparison | None = None,
) -> Comparison:  # fmt: skip
    """`into` goes on with an earlier part of the book: 200,000 accounts are never held at once."""
    found = into or Comparison()
    for facts in accounts:
        law = law_for(facts, book)
        before, after = decide(facts, now, law), decide(facts, then, law)
        _count(found.now, facts, before, policy=now, law=law)
        _count(found.then, facts, after, policy=then, law=law)
        found.accounts += 1
        if before.act is not after.act:
            found.moved[before.act.value, after.act.value] += 1
            if len(found.named) < KEPT:
                cents = max(before.cents, after.cents)
                found.named.append(Moved(facts.account_id, before.act, after.act, cents))
    return found


def _count(
    side: Side, facts: AccountFacts, decision: Decision, *, policy: Policy, law: LawOn
) -> None:
    act = decision.act
    side.acts[act.value] += 1
    if act in IDLE:
        return
    side.cost += policy.costs.of(act)
    if decision.step:
        side.steps[decision.step] += 1
    if act in CONTACTS:
        side.asked += decision.cents
        side.risks.update(risks(facts, decision))
        side.refusals.update({refusal.rule for refusal in judged(act, facts, law).refusals})


def judged(act: Act, facts: AccountFacts, law: LawOn) -> Verdict:
    """The gate's answer at noon of the facts' day."""
    return judge(Proposed(act, noon(facts)), facts, law)


def noon(facts: AccountFacts) -> datetime:
    return datetime.combine(facts.on, NOON, ZoneInfo(facts.clinic_timezone))


def risks(facts: AccountFacts, decision: Decision) -> tuple[str, ...]:
    """What people complain about, should this contact be made now."""
    last_month = facts.on - timedelta(days=30)
    lately = [c for c in facts.contacts if _day(c.at, facts) > last_month]
    clear = sum(c.patient_cents for c in facts.charges if not c.insurer_cents)
    called = any(c.channel is Channel.CALL and c.direction == "out" for c in facts.contacts)
    found = []
    if decision.cents > clear:
        found.append(INSURER_OPEN)
    if sum(c.direction == "out" for c in lately) >= MOST_IN_30_DAYS:
        found.append(TOO_MANY)
    if any(c.outcome in ("dispute", "refused") for c in lately):
        found.append(UPSET)
    if decision.act is Act.FIRST_LETTER and not called:
        found.append(NO_CALL)
    if decision.act is Act.CALL and _talked_at_home(facts):
        found.append(HOUSEHOLD)
    return tuple(found)


def _talked_at_home(facts: AccountFacts) -> bool:
    last_week = facts.on - timedelta(days=7)
    return any(k.talked_on is not None and k.talked_on > last_week for k in facts.kin)


def _day(at: datetime, facts: AccountFacts) -> date:
    return local_day(at, facts.clinic_timezone)
