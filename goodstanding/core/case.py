"""One account being decided: its facts, and every day on which the answer could change by itself.

A rule may compare a day with the day of asking only through `reached`. What it finds not yet
reached is noted, and the earliest such day is the decision's `review_on`: until then every
comparison gives the same answer.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from goodstanding.core.answers import Decision, Excluded, Reason
from goodstanding.core.episode import Episode, episode_of
from goodstanding.core.facts import AccountFacts, ChargeFacts, HoldFacts
from goodstanding.core.happened import promises_of
from goodstanding.core.holds import stops_on
from goodstanding.core.kinds import ASKING_ACTS, Act
from goodstanding.core.money import Cents, show
from goodstanding.core.once import once
from goodstanding.core.owed import Owed
from goodstanding.core.owed import owed as owed_of
from goodstanding.core.policy import Policy
from goodstanding.core.promises import PROMISE, Standing
from goodstanding.core.stops import Stop, detail_day
from goodstanding.core.worklist import place_of
from goodstanding.law import LawOn

ONE_DAY = timedelta(days=1)
_PLAN = "followup.plan_in_good_standing"


class Case:
    """What is dear to work out is worked out when first asked for, once."""

    def __init__(self, facts: AccountFacts, policy: Policy, law: LawOn) -> None:
        self.facts = facts
        self.law = law
        self.speaking = ""
        self.declined: tuple[Reason, ...] = ()  # what a person chose and may not be done
        self.patient_cents = facts.patient_cents
        self.insurer_cents = facts.insurer_cents
        agreed = facts.promises or facts.plans
        self.policy = no_looser(policy, law) if agreed else policy
        self._by_act: dict[Act, Owed] = {}
        self._to_come: list[date] = []
        self._note_known_days()

    @once
    def owed(self) -> Owed:
        return owed_of(self.facts, self.law)

    @once
    def cents(self) -> Cents:
        """What may be asked for by a statement."""
        return 0 if not self.patient_cents or self.owed.stops else self.owed.cents

    @property
    def excluded(self) -> tuple[Excluded, ...]:
        return self.owed.excluded

    def _note_known_days(self) -> None:
        """Days that may change what is owed: a posting to come, a death, holds and their days,
        exclusions."""
        facts = self.facts
        self.note(facts.next_posted_on)
        if not self.patient_cents:
            return
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
        """A hold may leave a statement and forbid a call; where nothing tells the two apart, every
        act asks for the same."""
        if not (self.facts.holds or self.facts.person.confidential_address or self.owed.stops):
            return self.owed
        if act not in self._by_act:
            alike = all((act in s.acts) == (Act.STATEMENT in s.acts) for s in self._stops)
            self._by_act[act] = self.owed if alike else owed_of(self.facts, self.law, act=act)
        return self._by_act[act]

    @once
    def _stops(self) -> list[Stop]:
        return [each for each in stops_on(self.facts, self.law) if isinstance(each, Stop)]

    @once
    def promises(self) -> tuple[Standing, ...]:
        return promises_of(self.facts, self.policy)

    def cents_by(self, act: Act) -> Cents:
        owed = self.owed_by(act)
        return 0 if owed.stops else owed.cents

    @once
    def askable(self) -> tuple[ChargeFacts, ...]:
        """Charges with patient money that may be asked for."""
        charges = self.owed.charges
        return tuple(c for c in self.facts.charges if c.charge_id in charges)

    @once
    def since(self) -> date:
        """The day the oldest money that may be asked for became the patient's; only when some may
        be."""
        return min([layer.since for charge in self.askable for layer in charge.layers])

    @once
    def episode(self) -> Episode:
        no_calls = not self.cents_by(Act.CALL)
        return episode_of(self.facts, self.since, self.policy, cents=self.cents, no_calls=no_calls)

    def answer(
        self, act: Act, due_on: date, *reasons: Reason,
        step: str = "", about: Cents | None = None, rejected: tuple[Reason, ...] = (),
    ) -> Decision:  # fmt: skip
        """`about` is the money the act is about, when it is not what may be asked for."""
        asks = act in ASKING_ACTS
        cents = self.cents_by(act) if asks else self.cents
        if asks and not cents:
            act, reasons, step = Act.WAIT, (*reasons, *self._why_not(act)), ""
        about = cents if about is None else about
        order = place_of(act, due_on, reasons, cents=about, chances=self.policy.chances)
        review_on = min(self._to_come) if self._to_come else None
        rejected = self.declined + rejected
        return Decision(
            act, due_on, reasons, cents, step, order, review_on, rejected, self.speaking
        )

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


def no_looser(policy: Policy, law: LawOn) -> Policy:
    """The days a promise or plan is left in peace are never fewer than the gate's."""
    promise, plan = law.number(PROMISE, "grace"), law.number(_PLAN, "grace")
    grace = policy.grace
    if grace.promise_business_days >= promise and grace.plan_days >= plan:
        return policy
    promise, plan = max(promise, grace.promise_business_days), max(plan, grace.plan_days)
    grace = replace(grace, promise_business_days=promise, plan_days=plan)
    return replace(policy, grace=grace)


def cited(law: LawOn, rule: str) -> str:
    """The rule's source; "" for the clinic's own dotted rules."""
    return law.cite(rule) if rule in law.book.rules else ""
