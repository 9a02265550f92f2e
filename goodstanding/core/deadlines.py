"""The dates the law has set on an account: what must be done by when, and where it says so."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from goodstanding.core.bankruptcy import CLAIM, claim_done, claim_due_on
from goodstanding.core.estates import (
    DEADLINE,
    PRESENT,
    Path,
    claim_paths,
    deaths,
    petition_due_on,
)
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.law import LawOn


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` is stable for programs; `on` the last day, which may be past; `paths` every way it was
    counted, earliest first."""

    kind: str
    on: date
    rule: str
    citation: str
    paths: tuple[Path, ...] = ()


def deadlines(facts: AccountFacts, law: LawOn) -> tuple[Deadline, ...]:
    """Earliest first."""
    found: list[Deadline] = []

    def add(kind: str, on: date | None, rule: str, *, paths: Iterable[Path] = ()) -> None:
        if on is not None:
            found.append(Deadline(kind, on, rule, law.cite(rule), tuple(paths)))

    for hold in facts.holds:
        if hold.kind is HoldKind.BANKRUPTCY and hold.in_force(facts.on) and not claim_done(hold):
            with suppress(ValueError):  # the hold's own next step asks for readable days
                add("bankruptcy_claim", claim_due_on(hold, law), CLAIM)
    for death in deaths(facts):
        with suppress(ValueError):
            paths = claim_paths(death, law)
            add("estate_claim", next((path.on for path in paths), None), DEADLINE, paths=paths)
            add("estate_petition", petition_due_on(death, law), PRESENT)
    return tuple(sorted(found, key=lambda one: (one.on, one.kind)))
