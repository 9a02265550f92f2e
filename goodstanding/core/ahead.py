"""Money paid ahead: on which charges it may be placed, by the same reasons that ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from goodstanding.core.facts import AccountFacts, ChargeFacts
from goodstanding.core.money import Cents
from goodstanding.core.owed import by_law, owed
from goodstanding.law import LawOn


@dataclass(frozen=True, slots=True)
class Placeable:
    """By charge: what may be placed, and of the rest what a law says is not the patient's. All
    else waits: for a hold's end, an insurer, a person who looks.
    """

    may: Mapping[str, Cents] = field(default_factory=dict)
    never: Mapping[str, Cents] = field(default_factory=dict)


def placeable(facts: AccountFacts, law: LawOn) -> Placeable:
    """Before loose money is counted on any charge, and whatever plan a charge is on: the money was
    given for the visit.
    """
    whole = replace(
        facts, charges=_uncounted(facts), counted=(), unapplied_cents=0, plans=()
    )  # fmt: skip
    found = owed(whole, law)
    if found.stops:
        return Placeable()
    lasting = owed(replace(whole, holds=()), law)
    never = {one.charge_id: one.cents for one in lasting.excluded if by_law(one.rule)}
    return Placeable(found.charges, never)


def _uncounted(facts: AccountFacts) -> tuple[ChargeFacts, ...]:
    counted = {charge.charge_id: charge for charge in facts.counted}
    found = []
    for charge in facts.charges:
        more = counted.pop(charge.charge_id, None)
        found.append(
            charge if more is None else replace(charge, layers=(*more.layers, *charge.layers))
        )
    return (*found, *counted.values())
