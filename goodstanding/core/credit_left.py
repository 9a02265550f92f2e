"""How much is too much on an account: unplaced money and overpaid charges, by whose money it is.

Amounts are what we hold, so above zero; charges go by our key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from goodstanding.core.ledger import LedgerAccount
from goodstanding.core.money import Cents

_L = LedgerAccount


class Moved(NamedTuple):
    """A transfer in effect. `charge` None: money on no visit."""

    id: int
    kind: str
    debit: str
    credit: str
    cents: Cents
    charge: int | None
    posted_on: date
    payer: str = ""
    reference: str = ""
    patient: int | None = None
    tender: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What is too much now: unplaced money, and by charge what the patient and what an insurer paid
    beyond their parts. `open_cents`: what the patient still owes.
    """

    unapplied: Cents
    patient: Mapping[int, Cents]
    insurer: Mapping[int, Cents]
    open_cents: Cents

    @property
    def for_patient(self) -> Cents:
        """May go back to the patient: after what they owe; an insurer's money is never theirs."""
        return max(0, self.unapplied + sum(self.patient.values()) - self.open_cents)


def left(moves: Iterable[Moved]) -> Left:
    insurer: dict[int, Cents] = {}
    patient: dict[int, Cents] = {}
    unapplied = 0
    for one in moves:
        unapplied += held(one, _L.UNAPPLIED)
        if one.charge is not None:
            insurer[one.charge] = insurer.get(one.charge, 0) + held(one, _L.INSURER_DUE)
            patient[one.charge] = patient.get(one.charge, 0) + held(one, _L.PATIENT_DUE)
    return Left(
        unapplied,
        {charge: cents for charge, cents in patient.items() if cents > 0},
        {charge: cents for charge, cents in insurer.items() if cents > 0},
        -sum(cents for cents in patient.values() if cents < 0),
    )


def held(one: Moved, account: LedgerAccount) -> Cents:
    """By how much it raised what we hold there: credits less debits."""
    return one.cents * ((one.credit == account) - (one.debit == account))


class NotThere(ValueError):
    """More is to be given back than there is."""


def shares(left: Left, cents: Cents, charge: int | None = None) -> list[tuple[int | None, Cents]]:
    """Where a patient's refund is taken from: the charge named, else unplaced money first and then
    the overpaid charges. NotThere when that is less than `cents`.
    """
    if cents > left.for_patient:
        raise NotThere
    sources: list[tuple[int | None, Cents]] = [(None, left.unapplied)]
    sources += sorted(left.patient.items())
    if charge is not None:
        sources = [(charge, left.patient.get(charge, 0))]
    found: list[tuple[int | None, Cents]] = []
    for source, there in sources:
        taken = min(max(there, 0), cents)
        cents -= taken
        if taken:
            found.append((source, taken))
    if cents:
        raise NotThere
    return found
