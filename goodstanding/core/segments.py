"""Gentle, standard or firm: how an account is asked, by its own history and nothing else.

`segment` sees counts of what was paid, agreed, broken, given up and asked for. Who the person is,
where they live, what they speak and who insures them is not in its hands.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from goodstanding.core.days import add_months
from goodstanding.core.facts import AccountFacts, ContactFacts
from goodstanding.core.happened import LETTERS, contact_day, contact_kind, promises_of, reached
from goodstanding.core.kinds import Act, Channel, HoldKind
from goodstanding.core.money import Cents
from goodstanding.core.policy import Policy, Step, Treatment
from goodstanding.core.promises import BROKEN, State

GENTLE, STANDARD, FIRM = "gentle", "standard", "firm"

# From the mildest to the firmest; a treatment's `firmest` is the last that may come.
_FIRMNESS = {
    Act.STATEMENT: 0,
    Act.REMINDER: 0,
    Act.CALL: 1,
    Act.FIRST_LETTER: 2,
    Act.FINAL_LETTER: 3,
    Act.AGENCY_REVIEW: 4,
}


@dataclass(frozen=True, slots=True)
class SegmentHistory:
    """Counts within the policy's months. `paid` are days with a payment before any letter or call,
    `kept` and `broken` promises and plans, `given_up` days of a bad-debt write-off, `helped`
    earlier charity or an application for it; the household's are those of other accounts at one
    address."""

    paid: int = 0
    kept: int = 0
    broken: int = 0
    given_up: int = 0
    helped: int = 0
    household_asked_for_help: bool = False
    household_on_plan: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """`days` are added to (or, negative, taken from) every step from `from_day` of the ladder on;
    `because` is "" for standard."""

    name: str = STANDARD
    because: str = ""
    days: int = 0
    from_day: int = 0
    times: int = 0


_NOTHING = SegmentHistory()
_STANDARD = Segment()


@lru_cache(maxsize=4096)
def segment(history: SegmentHistory, policy: Policy) -> Segment:
    """Need speaks before what was broken, and that before what was paid."""
    rules = policy.history
    if history.helped:
        return _gentle(policy, f"asked for help before, {_times(history.helped)}", 0)
    if history.household_asked_for_help:
        return _gentle(policy, "someone in the household has asked for help", 0)
    if firm := history.broken + history.given_up:
        fewer = min(firm * rules.broken_fewer_days, rules.broken_most_days)
        because = f"Firm: {_broken(history)} in {rules.look_back_months} months."
        return Segment(FIRM, because, -fewer, rules.broken_from_day, history.broken)
    months = f"in {rules.look_back_months} months"
    if history.paid >= rules.paid_times:
        because = f"paid before any letter {_times(history.paid)} {months}"
        return _gentle(policy, because, history.paid)
    if history.kept >= rules.paid_times:
        return _gentle(policy, f"kept what was agreed {_times(history.kept)} {months}", 0)
    if history.household_on_plan:
        return _gentle(policy, "someone in the household pays on a plan", 0)
    return _STANDARD


def _gentle(policy: Policy, because: str, times: int) -> Segment:
    rules = policy.history
    return Segment(GENTLE, f"Gentle: {because}.", rules.paid_more_days, rules.paid_from_day, times)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _broken(history: SegmentHistory) -> str:
    words = []
    if history.broken:
        words.append(f"promises or plans broken {_times(history.broken)}")
    if history.given_up:
        words.append(f"bad debt written off {_times(history.given_up)}")
    return ", ".join(words)


def history_of(facts: AccountFacts, since: date, policy: Policy) -> SegmentHistory:
    """Of an account that began to owe on `since`. Called when no promise is open. A
    promise kept in part is broken; one paid late, replaced or cancelled counts neither way."""
    agreed = bool(facts.promises or facts.plans)
    payments = len(facts.payments) >= policy.history.paid_times
    if not (agreed or payments or facts.write_offs or facts.holds or facts.kin):
        return _NOTHING
    first = add_months(since, -policy.history.look_back_months)
    kept_times, broken_times = _pledges(facts, since, policy, first=first) if agreed else (0, 0)
    given_up = {w.on for w in facts.write_offs if w.kind == "bad_debt" and first <= w.on < since}
    return SegmentHistory(
        _paid(facts, since, policy, first=first) if payments else 0,
        kept_times,
        broken_times,
        len(given_up),
        _helped(facts, since, first=first) if facts.write_offs or facts.holds else 0,
        any(one.asked_for_help for one in facts.kin) if facts.kin else False,
        any(one.on_plan for one in facts.kin) if facts.kin else False,
    )


def _pledges(facts: AccountFacts, since: date, policy: Policy, *, first: date) -> tuple[int, int]:
    """(kept before it owed, broken up to now)"""
    recent = add_months(since, -policy.history.broken_months)
    kept_times = broken_times = 0
    for one in promises_of(facts, policy):
        if one.state is State.KEPT:
            kept_times += first <= one.promise.made_on < since
        elif one.state in BROKEN:
            broken_times += one.promise.due_on >= recent
    for plan in facts.plans:
        kept_times += plan.status == "completed" and first <= plan.started_on < since
        broken_times += plan.status == "broken" and plan.started_on >= recent
    return kept_times, broken_times


def _paid(facts: AccountFacts, since: date, policy: Policy, *, first: date) -> int:
    """0 when a letter or a call came so shortly before one of the payments that it may have brought
    it."""
    paid = {p.posted_on for p in facts.payments if first <= p.posted_on < since}
    if len(paid) < policy.history.paid_times:
        return 0
    pressed = [contact_day(c, facts) for c in facts.contacts if _pressed(c)]
    before = timedelta(days=policy.history.letter_days)
    if any(day - before <= asked <= day for day in paid for asked in pressed):
        return 0
    return len(paid)


def _pressed(contact: ContactFacts) -> bool:
    by_call = contact.channel is Channel.CALL
    return reached(contact) and (by_call and contact.direction == "out" or _letter(contact))


def _letter(contact: ContactFacts) -> bool:
    return contact_kind(contact) in LETTERS


def _helped(facts: AccountFacts, since: date, *, first: date) -> int:
    """Charity given and assistance asked for, before it owed."""
    days = {w.on for w in facts.write_offs if w.kind == "charity"}
    days |= {h.starts_on for h in facts.holds if h.kind is HoldKind.ASSISTANCE_PENDING}
    return sum(first <= day < since for day in days)


def treatment(one: Segment, policy: Policy) -> Treatment:
    found: Treatment = getattr(policy.segments, one.name)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The steps of one kind of account; the same object for all of that kind."""

    steps: tuple[Step, ...]


def ladder_for(one: Segment, cents: Cents, policy: Policy) -> Ladder:
    """The ladder of this account: without steps it owes too little for, none firmer than its
    segment's."""
    ladder, amounts = _mild_enough(policy, one.name)
    for amount in amounts:
        if cents < amount:
            return _without_from(ladder, amount)
    return ladder


@lru_cache(maxsize=64)
def _mild_enough(policy: Policy, name: str) -> tuple[Ladder, tuple[Cents, ...]]:
    """(ladder, the amounts from which some step applies, least first)"""
    allowed: Treatment = getattr(policy.segments, name)
    firmest = _FIRMNESS[Act(allowed.firmest)]
    steps = tuple(step for step in policy.steps if _FIRMNESS[step.act] <= firmest)
    return Ladder(steps), tuple(sorted({step.from_amount for step in steps} - {0}))


@lru_cache(maxsize=256)
def _without_from(ladder: Ladder, amount: Cents) -> Ladder:
    return Ladder(tuple(step for step in ladder.steps if step.from_amount < amount))


@lru_cache(maxsize=1024)
def step_days(ladder: Ladder, more: int, from_day: int) -> tuple[int, ...]:
    """The ladder's days with `more` days from a day on; no step comes closer to the one before than
    its gap."""
    days: list[int] = []
    for step in ladder.steps:
        day = step.day + more if step.day >= from_day else step.day
        days.append(max(day, days[-1] + step.gap) if days else day)
    return tuple(days)
