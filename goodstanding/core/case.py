"""One account being decided: its facts, and every day on which the answer could change by itself.

A rule may compare a day with the day of asking only through `reached`. What it finds not yet
reached is noted, and the earliest such day is the decision's `review_on`: until then every
comparison gives the same answer.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.episode import Episode, episode_of
from goodstanding.core.facts import AccountFacts, ChargeFacts, HoldFacts
from goodstanding.core.kinds import ASKING_ACTS, Act
from goodstanding.core.money import Cents, show
from goodstanding.core.owed import Owed
from goodstanding.core.owed import owed as owed_of
from goodstanding.core.policy import Policy
from goodstanding.core.stops import detail_day
from goodstanding.core.worklist import priority
from goodstanding.law import LawOn

ONE_DAY = timedelta(days=1)


class Case:
    def __init__(self, facts: AccountFacts, policy: Policy, law: LawOn, *, owed: Owed) -> None:
        self.facts = facts
        self.policy = policy
        self.law = law
        self.owed = owed
        self.excluded = owed.excluded
        self.speaking = ""
        self.cents = 0 if owed.stops else owed.cents
        self.patient_cents = facts.patient_cents
        self.insurer_cents = facts.insurer_cents
        self._by_act: dict[Act, Owed] = {}
        self._askable: tuple[ChargeFacts, ...] | None = None
        self._since: date | None = None
        self._episode: Episode | None = None
        self._to_come: list[date] = []
        self._note_known_days()

    def _note_known_days(self) -> None:
        """Days that may change what is owed: a posting to come, a death, holds and their days,
        exclusions."""
        facts = self.facts
        self.note(facts.next_posted_on)
        self.note(facts.person.signed_on)
        for patient in facts.patients:
            self.note(patient.deceased_on)
        for hold in facts.holds:
            self.note(hold.starts_on)
            self.note(hold.ends_on and hold.ends_on + ONE_DAY)
            for key in hold.detail:
                self._note_detail(hold, key)

    def _note_detail(self, hold: HoldFacts, key: str) -> None:
        try:
            day = detail_day(hold.detail, key)
        except ValueError:
            return
        self.note(day)
        self.note(day and day + ONE_DAY)

    def note(self, day: date | None) -> None:
        if day is not None and day > self.facts.on:
            self._to_come.append(day)

    def reached(self, day: date) -> bool:
        if day <= self.facts.on:
            return True
        self._to_come.append(day)
        return False

    def in_force(self, hold: HoldFacts) -> bool:
        """Both ends are noted for every hold already."""
        return hold.in_force(self.facts.on)

    def owed_by(self, act: Act) -> Owed:
        """A hold may leave a statement and forbid a call; without holds every act asks for the
        same."""
        if not self.facts.holds and not self.owed.stops:
            return self.owed
        if act not in self._by_act:
            self._by_act[act] = owed_of(self.facts, self.law, act=act)
        return self._by_act[act]

    def cents_by(self, act: Act) -> Cents:
        owed = self.owed_by(act)
        return 0 if owed.stops else owed.cents

    @property
    def askable(self) -> tuple[ChargeFacts, ...]:
        """Charges with patient money that may be asked for."""
        if self._askable is None:
            charges = self.owed.charges
            self._askable = tuple(c for c in self.facts.charges if c.charge_id in charges)
        return self._askable

    @property
    def since(self) -> date:
        """The day the oldest money that may be asked for became the patient's; only when some may
        be."""
        if self._since is None:
            self._since = min(layer.since for charge in self.askable for layer in charge.layers)
        return self._since

    @property
    def episode(self) -> Episode:
        if self._episode is None:
            no_calls = not self.cents_by(Act.CALL)
            self._episode = episode_of(self.facts, self.since, self.policy, no_calls=no_calls)
        return self._episode

    def answer(
        self, act: Act, due_on: date, *reasons: Reason,
        step: str = "", about: Cents | None = None, rejected: tuple[Reason, ...] = (),
    ) -> Decision:  # fmt: skip
        """`about` is the money the act is about, when it is not what may be asked for."""
        cents = self.cents_by(act) if act in ASKING_ACTS else self.cents
        if act in ASKING_ACTS and not cents:
            act, reasons, step = Act.WAIT, (*reasons, *self._why_not(act)), ""
        review_on = min(self._to_come, default=None)
        spoke = self.speaking
        bare = Decision(act, due_on, reasons, cents, step, 0, review_on, rejected, spoke)
        order = priority(bare, cents if about is None else about, self.policy.chances)
        if not order:
            return bare
        return Decision(act, due_on, reasons, cents, step, order, review_on, rejected, spoke)

    def _why_not(self, act: Act) -> Iterator[Reason]:
        """The act that was due is the one a hold forbids."""
        owed = self.owed_by(act)
        rules = {stop.rule for stop in owed.stops} | {one.rule for one in owed.excluded}
        for rule in sorted(rules):
            text = f"No {act.replace('_', ' ')} for {show(self.cents)} while a hold stands."
            yield Reason("hold.act", text, rule, cited(self.law, rule))

    def reason(self, code: str, text: str) -> Reason:
        """A reason of the clinic's own policy; `code` is also the rule's dotted id."""
        return Reason(code, text, code, self.policy.citation)


def cited(law: LawOn, rule: str) -> str:
    """The rule's source; "" for the clinic's own dotted rules."""
    return law.cite(rule) if rule in law.book.rules else ""
