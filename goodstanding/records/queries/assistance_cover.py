"""What a decision of the help program covers on an account: its open visits, each with why not
where not."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from goodstanding.core.answers import Refusal
from goodstanding.core.assistance import Part
from goodstanding.core.facts import AccountFacts, ChargeFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.gate_steps import WAIVER
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.money import Cents
from goodstanding.core.places import law_for
from goodstanding.core.placing import open_by_charge
from goodstanding.law import LawOn, live_book
from goodstanding.records.models import HelpShare
from goodstanding.records.queries.account_record import facts_of
from goodstanding.records.queries.desk_money import charge_money, money_account


@dataclass(frozen=True, slots=True)
class LeftOut:
    charge: str
    cents: Cents
    why: str


@dataclass(frozen=True, slots=True)
class Cover:
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def owed_cents(self) -> Cents:
        return sum(part.owed_cents for part in self.parts)


def cover_of(account_id: str, on: date, *, at: datetime, newer: bool = False) -> Cover:
    """The patient's open money that may be let go, oldest service first; `newer`: only charges that
    no grant covered yet.
    """
    facts = facts_of(account_id, on)
    assert facts is not None, "the application is of it"
    law, own, left = law_for(facts, live_book()), money_account(account_id), []
    assert own is not None
    still, earlier = open_by_charge(own.layers), _taken_off(account_id)
    ledger = charge_money([charge.charge_id for charge in facts.charges])
    parts = []
    for charge in sorted(facts.charges, key=lambda each: (each.service_on, each.charge_id)):
        number = charge.charge_id
        cents = min(charge.patient_cents, still.get(number, 0), ledger[number].patient_cents)
        if cents <= 0 or (newer and number in earlier):
            continue
        if refused := _refused(facts, charge, law, at=at):
            left.append(LeftOut(number, cents, f"{refused.text} ({refused.citation})"))
        else:
            parts.append(Part(number, cents, 0 if newer else earlier.get(number, 0)))
    return Cover(tuple(parts), tuple(left))


def _taken_off(account_id: str) -> dict[str, Cents]:
    """By charge, what grants took off that still stands, of every application of the account: a
    new one takes nothing off twice.
    """
    found: dict[str, Cents] = {}
    rows = HelpShare.objects.filter(
        decision__application__guarantor__number=account_id, decision__good_until__isnull=False
    )
    for number, cents, state in rows.values_list(
        "charge__number", "off_cents", "adjustment__state"
    ):
        found[number] = found.get(number, 0) + (cents if state == "posted" else 0)
    return found


def _refused(
    facts: AccountFacts, charge: ChargeFacts, law: LawOn, *, at: datetime
) -> Refusal | None:
    """The gate's word on letting this charge go, the pause itself aside: a decision ends it. The
    need that a waiver asks for is what the application shows.
    """
    holds = tuple(hold for hold in facts.holds if hold.kind is not HoldKind.ASSISTANCE_PENDING)
    alone = replace(facts, charges=(charge,), holds=holds)
    refusals = judge(Proposed(Act.WRITE_OFF_SMALL, at), alone, law).refusals
    return next((one for one in refusals if one.rule != WAIVER), None)
