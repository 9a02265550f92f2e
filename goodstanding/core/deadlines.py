"""The dates the law has set on an account: what must be done by when, and where it says so."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.bankruptcy import CLAIM, claim_due_on
from goodstanding.core.estates import (
    DEADLINE,
    PRESENT,
    deaths,
    estate_claim_due_on,
    petition_due_on,
)
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.law import LawOn


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` is stable for programs; `on` the last day, which may be past."""

    kind: str
    on: date
    rule: str
    citation: str


def deadlines(facts: AccountFacts, law: LawOn) -> tuple[Deadline, ...]:
    """Earliest first."""
    found: list[tuple[str, date | None, str]] = []
    for hold in facts.holds:
        if hold.kind is HoldKind.BANKRUPTCY and hold.in_force(facts.on):
            found.append(("bankruptcy_claim", claim_due_on(hold, law), CLAIM))
    for death in deaths(facts):
        found.append(("estate_claim", estate_claim_due_on(death, law), DEADLINE))
        found.append(("estate_petition", petition_due_on(death, law), PRESENT))
    known = [Deadline(kind, on, rule, law.cite(rule)) for kind, on, rule in found if on is not None]
    return tuple(sorted(known, key=lambda one: (one.on, one.kind)))
