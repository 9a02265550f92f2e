"""Which of our charges a remitted claim speaks of: by our own numbers first, then by what only one
charge can be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from goodstanding.core.money import show

CLAIM_NUMBER_KEPT = 20  # payers need keep no more of our claim number (X12 RFI 525)


class RemittedAdjustment(Protocol):
    group: str
    reason: str
    cents: int


class RemittedLine(Protocol):
    """A service line as the payer sent it (formats/x12/remittance_835.py)."""

    code: str
    submitted_code: str
    modifiers: tuple[str, ...]
    charged_cents: int
    paid_cents: int
    service_on: date | None
    ref_6r: str

    @property
    def adjustments(self) -> Iterable[RemittedAdjustment]: ...


class RemittedClaim(Protocol):
    claim_id: str
    status: str
    charged_cents: int
    paid_cents: int
    forwarded: bool

    @property
    def adjustments(self) -> Iterable[RemittedAdjustment]: ...

    @property
    def lines(self) -> Sequence[RemittedLine]: ...


@dataclass(slots=True)
class Candidate:
    """One of our charges that could be meant. `insurer_cents` and `patient_cents` are what the
    ledger holds open, and go down as a claim posts; `coverages` counts those in force on the
    service date.
    """

    key: int
    number: str
    claim: str
    patient: int
    service_on: date
    code: str
    modifiers: str
    cents: int
    expected: str
    insurer_cents: int
    patient_cents: int
    coverages: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A remitted line and its charge; `line` is None when the claim came without lines."""

    line: RemittedLine | None
    charge: Candidate


@dataclass(frozen=True, slots=True)
class Match:
    """`pairs` is empty when nothing fits, and `why` says what was missing in plain words."""

    pairs: tuple[Pair, ...]
    why: str = ""


def match(claim: RemittedClaim, candidates: Sequence[Candidate]) -> Match:
    """Candidates are the charges whose claim number is the payer's, whole or cut to 20
    characters.
    """
    if not candidates:
        return Match((), f"No charge of ours has claim number {claim.claim_id or '(empty)'}")
    if len({candidate.patient for candidate in candidates}) > 1:
        return Match((), f"Claim number {claim.claim_id} stands on charges of several patients")
    if not claim.lines:
        if sum(c.cents for c in candidates) != abs(claim.charged_cents):
            return Match(
                (), "The claim has no lines and its amount is not that of our charges together"
            )
        return Match(tuple(Pair(None, candidate) for candidate in candidates))
    left = list(candidates)
    pairs = []
    for line in claim.lines:
        charge = _charge_of(line, left)
        if charge is None:
            return Match(
                (),
                f"No charge of ours fits the line {line.code} over {show(abs(line.charged_cents))}",
            )
        left.remove(charge)
        pairs.append(Pair(line, charge))
    return Match(tuple(pairs))


def _charge_of(line: RemittedLine, left: Sequence[Candidate]) -> Candidate | None:
    if line.ref_6r:
        named = [c for c in left if c.number == line.ref_6r]
        if named:
            return named[0]
    cents = abs(line.charged_cents)
    codes = {line.code, line.submitted_code} - {""}
    modifiers = " ".join(line.modifiers)
    # The closest likeness first: code, amount and day; then any two of the three.
    for by_code, by_cents, by_day in ((1, 1, 1), (1, 1, 0), (0, 1, 1), (1, 0, 1)):
        found = [
            c
            for c in left
            if (not by_code or c.code in codes)
            and (not by_cents or c.cents == cents)
            and (not by_day or c.service_on == line.service_on)
        ]
        exact = [c for c in found if c.modifiers == modifiers]
        if len(found) == 1 or exact or _alike(found):
            return (exact or found)[0]
    return None


def _alike(found: Sequence[Candidate]) -> bool:
    """Several charges that differ in nothing the payer told us: any of them is as right as the
    other.
    """
    return (
        len(found) > 1 and len({(c.code, c.modifiers, c.cents, c.service_on) for c in found}) == 1
    )
