"""One episode of owing: since when, which ladder steps were delivered, and the day the next one is
due.

An episode begins on the day the oldest patient money that may be asked for became the patient's;
what was sent before does not count in it. Nothing here looks at the day of asking: only new facts
change an episode.
- Only a delivered contact moves the account on, and only when it is the very next step: none is
  left out.
- Unanswered calls are tries. After `tries` of them, `spread_days` apart from first to last, the
  step counts as tried and the next one, a letter, may follow.
- Where nobody can be called, a reminder by mail stands in for a call.
- A step delivered more than `late_step_days` late moves all later steps by as much.
- The days while help was looked at are not counted: when the pause has ended, the ladder goes on
  with the time it had.
- A payment, a promise or a plan counts anew from its day: the next step comes the days between the
  two steps later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter

from goodstanding.core.facts import AccountFacts, ContactFacts, HoldFacts
from goodstanding.core.happened import (
    CALL,
    REMINDER,
    STATEMENT,
    contact_kind,
    exhausted,
    is_try,
    numbers_on_file,
    reached,
    wrong_after,
    zone_of,
)
from goodstanding.core.kinds import Act, Channel, HoldKind
from goodstanding.core.money import Cents
from goodstanding.core.policy import Calls, Policy, Step
from goodstanding.core.segments import Ladder, Segment, history_of, ladder_for, segment, step_days

_KIND_OF_STEP = {Act.STATEMENT: STATEMENT, Act.REMINDER: REMINDER, Act.CALL: CALL}


@lru_cache(maxsize=8192)
def shown(day: date) -> str:
    return f"{day.month:02}/{day.day:02}/{day.year}"


@dataclass(slots=True)
class Episode:
    """`done` steps of this account's ladder are behind it; `base` is the day the ladder
    counts from now, `moved_on` what moved it there (`moved_by`: "", "payment", "promise", "plan",
    "help" or "late")."""

    since: date
    base: date
    ladder: Ladder
    days: tuple[int, ...]
    done: int
    segment: Segment
    last_step_on: date | None
    last_asked_on: date | None
    statement_on: date | None
    tries: tuple[date, ...]
    moved_by: str
    moved_on: date | None

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.ladder.steps

    def due(self, step: Step, calls: Calls) -> date:
        """The day of the next step; `step` is steps[done]."""
        due = self.base + timedelta(days=self.days[self.done])
        if self.last_asked_on:
            due = max(due, self.last_asked_on + timedelta(days=step.gap))
        if self.tries:
            due = max(due, self.tries[-1] + timedelta(days=calls.retry_days))
        return due


def episode_of(
    facts: AccountFacts, since: date, policy: Policy, *, cents: Cents, no_calls: bool = False
) -> Episode:
    """`cents` is what may be asked for; `no_calls`: the person may only be written to."""
    one = segment(history_of(facts, since, policy), policy)
    ladder = ladder_for(one, cents, policy)
    walk = _Walk(facts, since, policy, steps=ladder.steps, no_calls=no_calls)
    walk.days = step_days(ladder, one.days, one.from_day)
    for day, event, kind in _events(facts, walk):
        if isinstance(event, HoldFacts):
            walk.paused(event, day)
        elif event is None:
            walk.count_anew(day, kind)
        else:
            walk.contact(day, event, kind)
    return Episode(
        since, walk.base, ladder, walk.days, walk.done, one,
        walk.last_step_on, walk.last_asked_on, walk.statement_on, tuple(walk.tries),
        walk.moved_by, walk.moved_on,
    )  # fmt: skip


_Event = tuple[date, ContactFacts | HoldFacts | None, str]


def _events(facts: AccountFacts, walk: "_Walk") -> list[_Event]:
    """What happened in the episode, oldest first; on one day contacts before money."""
    events: list[_Event] = []
    since, zone = walk.base, zone_of(facts.clinic_timezone)
    for contact in facts.contacts:
        kind, is_call = contact_kind(contact), contact.channel is Channel.CALL
        if kind or is_call:
            day = contact.at.astimezone(zone).date()
            if day >= since:
                events.append((day, contact, kind))
            elif is_call:
                walk.wrong = wrong_after(walk.wrong, contact)
    events += [(p.posted_on, None, "payment") for p in facts.payments if p.posted_on >= since]
    events += [(p.made_on, None, "promise") for p in facts.promises if p.made_on >= since]
    events += [(p.started_on, None, "plan") for p in facts.plans if p.started_on >= since]
    events += [(day, hold, "help") for day, hold in _pauses(facts) if day > since]
    events.sort(key=itemgetter(0))
    return events


def _pauses(facts: AccountFacts) -> Iterator[tuple[date, HoldFacts]]:
    """Times that help was looked at, each with the first day after it."""
    for hold in facts.holds:
        if hold.kind is HoldKind.ASSISTANCE_PENDING and not hold.charges and hold.ends_on:
            day = hold.ends_on + timedelta(days=1)
            if hold.starts_on < day <= facts.on:
                yield day, hold


class _Walk:
    """The ladder walked event by event."""

    def __init__(
        self,
        facts: AccountFacts,
        since: date,
        policy: Policy,
        *,
        steps: tuple[Step, ...],
        no_calls: bool,
    ) -> None:
        self.no_calls = no_calls
        self.numbers = numbers_on_file(facts)
        self.wrong = 0
        self.steps, self.calls, self.grace = steps, policy.calls, policy.grace
        self.days: tuple[int, ...] = ()
        self.since = self.base = since
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

    def paused(self, hold: HoldFacts, day: date) -> None:
        """Days that something else counted anew, or another pause, are not taken twice."""
        first = max(hold.starts_on, self.since, self.moved_on or self.since)
        if first < day:
            self.base += day - first
            self.moved_by, self.moved_on = "help", day

    def contact(self, day: date, contact: ContactFacts, kind: str) -> None:
        if contact.channel is Channel.CALL:
            self.wrong = wrong_after(self.wrong, contact)
        if not kind:
            return
        if reached(contact):
            if kind == STATEMENT:
                self.statement_on = day
            if self._is_next(day, kind, contact.channel):
                self._deliver(day)
            self.last_asked_on = day
        elif is_try(contact) and self.done < len(self.steps):
            self._try(day)

    def _is_next(self, day: date, kind: str, channel: Channel) -> bool:
        if self.done == len(self.steps):
            return False
        step = self.steps[self.done]
        wanted = _KIND_OF_STEP.get(step.act, step.act.value)
        if wanted == CALL and kind == REMINDER:
            written = self.no_calls or self.wrong >= self.numbers
            return written and channel is Channel.MAIL
        if wanted != kind:
            return False
        if kind == REMINDER and step.channel == "mail" and channel is not Channel.MAIL:
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
