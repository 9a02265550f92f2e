"""Past months walked again under a policy: what it would have sent, on the real money.

Money, promises, plans, holds and what people said to us follow history. From the first day on the
policy's own contacts take the place of those that were made: mail, texts and emails arrive; a call
is answered as often as calls were in the past, by a draw that is the same for every policy. So two
policies differ only by what they themselves do.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, timedelta
from hashlib import blake2b

from goodstanding.core.answers import Decision
from goodstanding.core.days import is_business_day, local_day
from goodstanding.core.facts import AccountFacts, BooksFacts, ContactFacts
from goodstanding.core.followup import decide
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.measures import Range, Response, together
from goodstanding.core.money import Cents
from goodstanding.core.places import law_for
from goodstanding.core.policy import Policy
from goodstanding.core.whatif import CONTACTS, IDLE, judged, noon, risks
from goodstanding.law import LawBook, LawOn

_PARTS = 10_000
ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Walked:
    """One policy over the months. `contacts` by kind, tries included; `asked` is the money asked
    for by contacts that arrived, by (step, kind); `steps`, `refusals` and `risks` count accounts.
    """

    contacts: Counter[str] = field(default_factory=Counter)
    work: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    risks: Counter[str] = field(default_factory=Counter)
    cost: Cents = 0

    def asked_by_kind(self) -> dict[str, Cents]:
        found: Counter[str] = Counter()
        for (_, kind), cents in self.asked.items():
            found[kind] += cents
        return dict(found)


@dataclass(frozen=True, slots=True)
class Setting:
    """`answered`: calls answered of ten thousand. Contacts up to `first` are history's own."""

    policy: Policy
    book: LawBook
    first: date
    answered: int


class Path:
    """One account under one policy."""

    __slots__ = (
        "_before", "_calls", "_did", "_facts", "_look_on", "_sent", "_setting", "_told", "_total",
    )  # fmt: skip

    def __init__(self, setting: Setting, total: Walked) -> None:
        self._setting, self._total = setting, total
        self._facts: AccountFacts | None = None
        self._look_on: date | None = None
        self._before: tuple[ContactFacts, ...] = ()
        self._sent: list[ContactFacts] = []
        self._calls = 0
        self._did: tuple[object, ...] = ()
        self._told: set[str] = set()  # what was counted once for this account

    def renew(self, facts: AccountFacts) -> None:
        """The account as history has it from this day on; what came before is walked first."""
        self.walk_to(facts.on)
        self._facts, self._look_on = facts, facts.on
        first = self._setting.first
        self._before = tuple(
            c for c in facts.contacts
            if c.direction == "in" or local_day(c.at, facts.clinic_timezone) <= first
        )  # fmt: skip

    def walk_to(self, until: date) -> None:
        """Every day before `until` on which something may happen."""
        while self._look_on is not None and self._look_on < until:
            self._look_on = self._look(self._look_on)

    def _look(self, day: date) -> date | None:
        """What is done on the day; returns the next day to look at."""
        assert self._facts is not None
        contacts = tuple(sorted((*self._before, *self._sent), key=lambda c: c.at))
        # The books were posted each day; when they came into this program says nothing of that.
        books = BooksFacts(day, day)
        facts = replace(self._facts, on=day, contacts=contacts, books=books, override=None)
        law = law_for(facts, self._setting.book)
        decision = decide(facts, self._setting.policy, law)
        if decision.act in CONTACTS:
            return self._contact(decision, facts, law)
        self._work(decision)
        return decision.review_on

    def _contact(self, decision: Decision, facts: AccountFacts, law: LawOn) -> date | None:
        what = (decision.act, decision.step, decision.due_on)
        if what == self._did:  # it was done and moved nothing: not again
            return decision.review_on
        if not is_business_day(facts.on):
            return facts.on + ONE_DAY
        verdict = judged(decision.act, facts, law)
        if not verdict.allowed:
            self._once(self._total.refusals, *{r.rule for r in verdict.refusals})
            days = [r.until for r in verdict.refusals if r.until and r.until > facts.on]
            days += [decision.review_on] if decision.review_on else []
            return min(days, default=None)
        self._did = what
        self._once(self._total.risks, *risks(facts, decision))
        self._reach(decision)
        self._send(decision, facts)
        return facts.on + ONE_DAY

    def _send(self, decision: Decision, facts: AccountFacts) -> None:
        act, channel = decision.act, CONTACTS[decision.act]
        delivered = channel is not Channel.CALL or self._answered(facts)
        outcome = {True: "reached", False: "no_answer"}[delivered] if act is Act.CALL else ""
        at = noon(facts).astimezone(UTC)
        self._sent.append(ContactFacts(at, channel, "out", act.value, outcome, delivered))
        self._total.contacts[act.value] += 1
        self._total.cost += self._setting.policy.costs.of(act)
        if delivered:
            self._total.asked[decision.step, act.value] += decision.cents

    def _answered(self, facts: AccountFacts) -> bool:
        self._calls += 1
        drawn = blake2b(f"{facts.account_id} {self._calls}".encode(), digest_size=4).digest()
        return int.from_bytes(drawn) % _PARTS < self._setting.answered

    def _work(self, decision: Decision) -> None:
        """A person's work that reaches nobody counts once each time it comes up."""
        what = (decision.act, decision.step)
        if decision.act not in IDLE and what != self._did:
            self._total.work[decision.act.value] += 1
            self._total.cost += self._setting.policy.costs.of(decision.act)
            self._reach(decision)
            self._did = what

    def _reach(self, decision: Decision) -> None:
        if decision.step:
            self._once(self._total.steps, decision.step)

    def _once(self, counter: Counter[str], *names: str) -> None:
        for name in names:
            if f"{id(counter)} {name}" not in self._told:
                self._told.add(f"{id(counter)} {name}")
                counter[name] += 1


def difference(
    now: Mapping[str, Cents], then: Mapping[str, Cents], responses: Mapping[str, Response]
) -> Range:
    """Money followed contacts in the past; so much more (or, negative, less) by the second."""
    more: list[Range] = []
    less: list[Range] = []
    for kind, response in responses.items():
        rate, change = response.money, then.get(kind, 0) - now.get(kind, 0)
        if rate is not None and change:
            each = Range(*(abs(change) * p // _PARTS for p in (rate.low, rate.best, rate.high)))
            (more if change > 0 else less).append(each)
    up, down = together(more), together(less)
    return Range(up.low - down.high, up.best - down.best, up.high - down.low)
