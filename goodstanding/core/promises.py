"""What became of each promise: open, kept, kept in part, paid late, missed, replaced or cancelled.

Only posted money keeps a promise (or the practice system's own record of it), each cent once: money
goes to the open promise that is due first, then to those whose days are over. Kept, late and
missing cents are always the sum promised.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goodstanding.core.days import add_business_days
from goodstanding.core.facts import AccountFacts, PaymentFacts, PromiseFacts
from goodstanding.core.money import Cents
from goodstanding.law import LawOn


class Means(StrEnum):
    """How the money is to come; "" where nobody said."""

    ONLINE = "online"
    PHONE = "phone"
    MAIL = "mail"
    DESK = "desk"


class State(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    PART_KEPT = "part_kept"
    LATE = "late"  # all of it came, after its days
    MISSED = "missed"
    REPLACED = "replaced"
    CANCELLED = "cancelled"  # a hold began while it was open


PROMISE = "followup.promise_open"
# Those a kept rate counts: its day and grace are over, or it is kept.
COUNTED = frozenset({State.KEPT, State.PART_KEPT, State.LATE, State.MISSED})
BROKEN = frozenset({State.PART_KEPT, State.MISSED})


@dataclass(frozen=True, slots=True)
class Grace:
    """Business days after the promised day; `mail_days` more for a mailed check."""

    days: int
    mail_days: int = 0

    def of(self, promise: PromiseFacts) -> int:
        return self.days + (self.mail_days if promise.means == Means.MAIL else 0)

    def last_day(self, promise: PromiseFacts) -> date:
        """The last day of grace."""
        return add_business_days(promise.due_on, self.of(promise))

    def over_on(self, promise: PromiseFacts) -> date:
        """The business day after the grace: from then on it is asked about. What is posted before,
        also on a weekend, keeps it."""
        return add_business_days(promise.due_on, self.of(promise) + 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """A promise as of a day. `kept_cents` came in its days, `late_cents` after them; `full_on` is
    the day that made it whole; `closed_on` when another took its place or a hold cancelled it.
    """

    promise: PromiseFacts
    state: State
    kept_cents: Cents
    late_cents: Cents
    last_day: date
    over_on: date
    full_on: date | None = None
    closed_on: date | None = None

    @property
    def left_cents(self) -> Cents:
        return self.promise.cents - self.kept_cents - self.late_cents

    @property
    def early(self) -> bool:
        return self.full_on is not None and self.full_on < self.promise.due_on


class _Promised:
    """One promise while the money is dealt out, day by day."""

    def __init__(self, promise: PromiseFacts, over_on: date) -> None:
        self.promise, self.over_on = promise, over_on
        self.kept = self.late = 0
        self.full_on: date | None = None
        self.follower: PromiseFacts | None = None
        self.closed_on: date | None = None

    @property
    def left(self) -> Cents:
        return self.promise.cents - self.kept - self.late

    def followed_by(self, newer: PromiseFacts | None) -> None:
        self.follower = newer
        days = [self.promise.held_on, newer.made_on if newer else None]
        self.closed_on = min(
            (day for day in days if day is not None and day < self.over_on), default=None
        )

    def may_take(self, on: date, before: Cents, cents: Cents) -> Cents:
        """Of a payment of `cents` on a day that had brought `before`: what came after this promise
        was made and before it was closed."""
        first, last = 0, before + cents
        if on < self.promise.made_on or (closed := self.closed_on) is not None and on > closed:
            return 0
        if on == self.promise.made_on:
            first = self.promise.before_cents
        if self.follower is not None and on == self.follower.made_on:
            last = self.follower.before_cents
        return max(0, min(before + cents, last) - max(before, first))

    def take(self, on: date, cents: Cents) -> None:
        if on < self.over_on:
            self.kept += cents
        else:
            self.late += cents
        if not self.left:
            self.full_on = on


def standings(
    promises: Sequence[PromiseFacts],
    payments: Iterable[PaymentFacts],
    *,
    on: date,
    grace: Grace,
) -> tuple[Standing, ...]:
    """Of one account, as the promises come: oldest first. What is dated after `on` does not count
    yet.
    """
    known = [_Promised(each, grace.over_on(each)) for each in promises if each.made_on <= on]
    if not known:
        return ()
    for place, one in enumerate(known):
        later = (each.promise for each in known[place + 1 :] if _replaces(each.promise, one))
        one.followed_by(min(later, key=lambda each: each.made_on, default=None))
    first = min(each.promise.made_on for each in known)
    in_time = [each for each in payments if first <= each.posted_on <= on]
    before: dict[date, Cents] = {}
    for paid in sorted(in_time, key=lambda each: each.posted_on):
        _deal(known, paid, before.get(paid.posted_on, 0))
        before[paid.posted_on] = before.get(paid.posted_on, 0) + paid.cents
    return tuple(_standing(one, on, grace) for one in known)


def house_grace(law: LawOn) -> Grace:
    """The house's own days, which no clinic's policy makes fewer."""
    return Grace(law.number(PROMISE, "grace"))


def open_promises(facts: AccountFacts, grace: Grace) -> list[Standing]:
    if not facts.promises:
        return []
    known = standings(facts.promises, facts.payments, on=facts.on, grace=grace)
    return [one for one in known if one.state is State.OPEN]


def _replaces(newer: PromiseFacts, one: _Promised) -> bool:
    """Made while the other was open, and not beside it. Of one from the practice's export nobody
    said which: it replaces what was promised before for no later a day."""
    older = one.promise
    if newer.made_on >= one.over_on or newer.beside:
        return False
    known = newer.beside is not None
    return known or (newer.made_on > older.made_on and newer.due_on >= older.due_on)


def _deal(known: list[_Promised], paid: PaymentFacts, before: Cents) -> None:
    """A cent counts once: what one promise took is not there for the next."""
    cents = paid.cents
    waiting = [one for one in known if one.left and not _recorded(one, before=paid.posted_on)]
    if not waiting:
        return
    late = [one for one in waiting if paid.posted_on >= one.over_on]
    live = [one for one in waiting if paid.posted_on < one.over_on]
    for one in (*sorted(live, key=_due), *sorted(late, key=_due)):
        # What was taken came first of this payment, so what is left is its end.
        taken_before = before + paid.cents - cents
        part = min(one.may_take(paid.posted_on, taken_before, cents), one.left)
        if part:
            one.take(paid.posted_on, part)
            cents -= part


def _recorded(one: _Promised, *, before: date) -> bool:
    """The practice system says that it was kept already: it needs none of what comes now."""
    kept_on = one.promise.kept_on
    return kept_on is not None and kept_on < before


def _due(one: _Promised) -> date:
    return one.promise.due_on


def _standing(one: _Promised, on: date, grace: Grace) -> Standing:
    promise, kept, late = one.promise, one.kept, one.late
    closed_on, full_on = one.closed_on, one.full_on
    recorded = promise.kept_on is not None and promise.kept_on <= on
    if recorded:
        kept, late, full_on = promise.cents, 0, promise.kept_on
    state = _open_or_over(one, on)
    if recorded or kept == promise.cents:
        state, closed_on = State.KEPT, None
    elif closed_on is not None and closed_on <= on:
        state = State.CANCELLED if closed_on == promise.held_on else State.REPLACED
    return Standing(
        promise, state, kept, late, grace.last_day(promise), one.over_on, full_on, closed_on
    )


def _open_or_over(one: _Promised, on: date) -> State:
    if on < one.over_on:
        return State.OPEN
    if not one.left:
        return State.LATE
    return State.PART_KEPT if one.kept or one.late else State.MISSED


def broken(known: Sequence[Standing], since: date) -> Standing | None:
    """The promise to talk about: the last to be due of those broken since a day, unless a newer
    promise was made after its days."""
    last_made = max((each.promise.made_on for each in known), default=date.min)
    found = [
        each
        for each in known
        if each.state in BROKEN and each.promise.made_on >= since and each.over_on > last_made
    ]
    return max(found, key=lambda each: each.promise.due_on, default=None)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many were kept of how many that count."""

    kept: int = 0
    counted: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.kept + other.kept, self.counted + other.counted)

    @property
    def percent(self) -> int | None:
        """Whole hundredths, rounded down: 2 of 3 is 66; None when none counts."""
        return self.kept * 100 // self.counted if self.counted else None


def checked_on(due_on: date) -> date:
    """The business day after the promised day, when we look whether it came."""
    return add_business_days(due_on, 1)


def posts_on(due_on: date) -> date:
    """The business day on which money sent on that day is posted."""
    return add_business_days(due_on - timedelta(days=1), 1)
