"""One episode of owing: since when, which ladder steps were delivered, and the day the next one is
due.

An episode begins on the day the oldest patient money that may be asked for became the patient's;
what was sent before does not count in it. Nothing here looks at the day of asking: only new facts
change an episode.
- Only a delivered contact moves the account on, and only when it is the very next step: none is
  left out.
- Unanswered calls are tries. After `tries` of them, `spread_days` apart from first to last, the
  step counts as tried and the next one, a letter, may follow.
- A step delivered more than `late_step_days` late moves all later steps by as much.
- A payment, a promise or a plan counts anew from its day: the next step comes the days between the
  two steps later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.core.days import add_business_days, add_months, local_day
from goodstanding.core.facts import AccountFacts, ContactFacts, PromiseFacts
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.money import Cents
from goodstanding.core.policy import Calls, Policy, Step

_STATEMENT, _REMINDER, _CALL = "statement", "reminder", "call"
_KIND_OF_STEP = {Act.STATEMENT: _STATEMENT, Act.REMINDER: _REMINDER, Act.CALL: _CALL}
_REMINDERS = frozenset({_REMINDER, "text", "email"})
_ASKING_KINDS = frozenset(
    {_STATEMENT, _REMINDER, _CALL, "first_letter", "final_letter", "plan_notice"}
)
_LETTERS = frozenset({"first_letter", "final_letter"})


def shown(day: date) -> str:
    return f"{day.month:02}/{day.day:02}/{day.year}"


@dataclass(frozen=True, slots=True)
class Shift:
    """What the account's history does to the ladder: days added (or, negative, taken) from a day
    on."""

    days: int = 0
    from_day: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Episode:
    """`done` steps are behind it; `base` is the day the ladder counts from now, `moved_on` what
    moved it there (`moved_by`: "", "payment", "promise", "plan" or "late")."""

    since: date
    base: date
    days: tuple[int, ...]
    done: int
    shift: Shift
    last_step_on: date | None
    last_asked_on: date | None
    statement_on: date | None
    tries: tuple[date, ...]
    moved_by: str
    moved_on: date | None

    def due(self, step: Step, calls: Calls) -> date:
        """The day of the next step; `step` is steps[done]."""
        due = self.base + timedelta(days=self.days[self.done])
        if self.last_asked_on:
            due = max(due, self.last_asked_on + timedelta(days=step.gap))
        if self.tries:
            due = max(due, self.tries[-1] + timedelta(days=calls.retry_days))
        return due


def contact_day(contact: ContactFacts, facts: AccountFacts) -> date:
    return local_day(contact.at, facts.clinic_timezone)


def contact_kind(contact: ContactFacts) -> str:
    """The kind of step an outgoing contact was; "" for one that asked nothing or came in."""
    if contact.direction != "out":
        return ""
    if contact.channel is Channel.CALL:
        return _CALL
    kind = _REMINDER if contact.kind in _REMINDERS else contact.kind
    return kind if kind in _ASKING_KINDS else ""


def reached(contact: ContactFacts) -> bool:
    """A voicemail never counts as a call that was delivered, whatever its record says."""
    return contact.delivered and not (
        contact.channel is Channel.CALL and "voicemail" in (contact.kind, contact.outcome)
    )


def exhausted(tries: Sequence[date], calls: Calls) -> bool:
    return len(tries) >= calls.tries and (tries[-1] - tries[0]).days >= calls.spread_days


def grace_end(promise: PromiseFacts, policy: Policy) -> date:
    """The last day on which the promise can still be kept."""
    return add_business_days(promise.due_on, policy.grace.promise_business_days)


def kept(promise: PromiseFacts, facts: AccountFacts, policy: Policy) -> bool:
    return (
        promise.kept_on is not None
        or paid_between(facts, promise.made_on, grace_end(promise, policy)) >= promise.cents
    )


def paid_between(facts: AccountFacts, first: date, last: date) -> Cents:
    return sum(p.cents for p in facts.payments if first <= p.posted_on <= last)


def history_shift(facts: AccountFacts, since: date, policy: Policy) -> Shift:
    """Broken promises and plans speak first; then payments that came before any letter or call.

    Called when no promise is open: a promise not kept is a promise broken.
    """
    rules = policy.history
    first = add_months(since, -rules.broken_months)
    broken = sum(p.due_on >= first and not kept(p, facts, policy) for p in facts.promises)
    broken += sum(plan.status == "broken" and plan.started_on >= first for plan in facts.plans)
    if broken:
        fewer = min(broken * rules.broken_fewer_days, rules.broken_most_days)
        return Shift(-fewer, rules.broken_from_day, broken)
    first = add_months(since, -rules.look_back_months)
    paid = {p.posted_on for p in facts.payments if first <= p.posted_on < since}
    if len(paid) < rules.paid_times:
        return Shift()
    pressed = [contact_day(c, facts) for c in facts.contacts if _pressed(c)]
    before = timedelta(days=rules.letter_days)
    if any(day - before <= letter <= day for day in paid for letter in pressed):
        return Shift()
    return Shift(rules.paid_more_days, rules.paid_from_day, len(paid))


def _pressed(contact: ContactFacts) -> bool:
    kind = contact_kind(contact)
    return reached(contact) and (kind in _LETTERS or kind == _CALL)


def step_days(steps: Sequence[Step], shift: Shift) -> tuple[int, ...]:
    """The ladder's days for this account; no step comes closer to the one before than its gap."""
    days: list[int] = []
    for step in steps:
        day = step.day + shift.days if shift.days and step.day >= shift.from_day else step.day
        days.append(max(day, days[-1] + step.gap) if days else day)
    return tuple(days)


def episode_of(
    facts: AccountFacts, since: date, policy: Policy, *, no_calls: bool = False
) -> Episode:
    """`no_calls`: the person may only be written to, so a reminder by mail stands in for a call."""
    shift = history_shift(facts, since, policy)
    walk = _Walk(since, policy, step_days(policy.steps, shift), no_calls=no_calls)
    for day, event, kind in _events(facts, since):
        if event is None:
            walk.count_anew(day, kind)
        else:
            walk.contact(day, event, kind)
    return Episode(
        since, walk.base, walk.days, walk.done, shift,
        walk.last_step_on, walk.last_asked_on, walk.statement_on, tuple(walk.tries),
        walk.moved_by, walk.moved_on,
    )  # fmt: skip


_Event = tuple[date, ContactFacts | None, str]


def _events(facts: AccountFacts, since: date) -> list[_Event]:
    """What happened in the episode, oldest first; on one day contacts before money."""
    events: list[_Event] = []
    for contact in facts.contacts:
        if (kind := contact_kind(contact)) and (day := contact_day(contact, facts)) >= since:
            events.append((day, contact, kind))
    events += [(p.posted_on, None, "payment") for p in facts.payments if p.posted_on >= since]
    events += [(p.made_on, None, "promise") for p in facts.promises if p.made_on >= since]
    events += [(p.started_on, None, "plan") for p in facts.plans if p.started_on >= since]
    events.sort(key=lambda event: event[0])
    return events


class _Walk:
    """The ladder walked event by event."""

    def __init__(
        self, since: date, policy: Policy, days: tuple[int, ...], *, no_calls: bool
    ) -> None:
        self.no_calls = no_calls
        self.steps, self.calls, self.grace = policy.steps, policy.calls, policy.grace
        self.days = days
        self.base = since
        self.done = 0
        self.tries: list[date] = []
        self.last_step_on: date | None = None
        self.last_asked_on: date | None = None
        self.statement_on: date | None = None
        self.moved_by = ""
        self.moved_on: date | None = None

    def count_anew(self, day: date, why: str) -> None:
        if not self.done:
            return
        base = day - timedelta(days=self.days[self.done - 1])
        if base > self.base:
            self.base, self.moved_by, self.moved_on = base, why, day

    def contact(self, day: date, contact: ContactFacts, kind: str) -> None:
        if reached(contact):
            if kind == _STATEMENT:
                self.statement_on = day
            if self._is_next(day, kind, contact.channel):
                self._deliver(day)
            self.last_asked_on = day
        elif kind == _CALL and self.done < len(self.steps):
            self._try(day)

    def _is_next(self, day: date, kind: str, channel: Channel) -> bool:
        if self.done == len(self.steps):
            return False
        step = self.steps[self.done]
        wanted = _KIND_OF_STEP.get(step.act, step.act.value)
        if wanted == _CALL and self.no_calls and kind == _REMINDER:
            return channel is Channel.MAIL
        if wanted != kind:
            return False
        if kind == _REMINDER and step.channel == "mail" and channel is not Channel.MAIL:
            return False
        twin = self.done and self.steps[self.done - 1].act is step.act
        soon = self.last_step_on and (day - self.last_step_on).days < step.gap
        return not (twin and soon)

    def _deliver(self, day: date) -> None:
        base = day - timedelta(days=self.days[self.done])
        if (base - self.base).days > self.grace.late_step_days:
            self.base, self.moved_by, self.moved_on = base, "late", day
        self.done += 1
        self.tries = []
        self.last_step_on = day

    def _try(self, day: date) -> None:
        if self.steps[self.done].act is not Act.CALL or self.tries[-1:] == [day]:
            return
        self.tries.append(day)
        if exhausted(self.tries, self.calls):
            self._deliver(day)
