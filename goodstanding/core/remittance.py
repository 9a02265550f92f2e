"""What a remitted claim does to the ledger: payment, contractual adjustment, denial, and what
becomes the patient's.

The group code decides and the reason only explains (X12.md, traps 5-9): CO is never the patient's,
PR is, OA-23 is what an earlier payer did and is never posted. A write-off never exceeds what is
still open; a denial writes off nothing. Where doubt remains the claim waits for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from goodstanding.core.kinds import TransactionKind as Kind
from goodstanding.core.matching import Candidate, Pair, RemittedClaim
from goodstanding.core.money import show

PREDETERMINATION = "25"
REVERSAL = "22"
DENIED = "4"
SECONDARY = frozenset({"2", "3", "20", "21"})
FIRST_OF_MANY = frozenset({"1", "19"})
PRIOR_PAYER = "23"
# Reductions that a contract or a law takes off even when nothing is paid; any other reason on an
# unpaid line is a denial, which a person works: fee schedule, sequestration (253, and 223 before
# June 2013), multiple procedures.
TAKEN_OFF_ANYWAY = frozenset({"45", "253", "223", "59", "131", "144", "237"})
GROUPS_TAKEN_OFF = frozenset({"CO", "PI"})


class Move(NamedTuple):
    """One posting on one charge."""

    kind: Kind
    charge: Candidate
    cents: int
    group: str = ""
    reason: str = ""


@dataclass(slots=True)
class Entry:
    """The moves of one claim, or in `why` the reason why a person must look first. `notices` go
    with the moves.
    """

    moves: list[Move] = field(default_factory=list)
    why: str = ""
    notices: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    charge: Candidate
    paid: int
    adjustments: list[tuple[str, str, int]]


def entry_for(claim: RemittedClaim, pairs: Sequence[Pair]) -> Entry:
    """The entry of a balanced, matched claim that is not a reversal. Lowers the candidates' open
    money as it goes, so that several claims of one file see each other.
    """
    if claim.status == PREDETERMINATION:
        return Entry(notices=["An estimate by the payer: no money moves."])
    lines = _lines(claim, pairs)
    if lines is None:
        return Entry(why="The claim's adjustments are larger than what its lines were paid")
    if why := _doubt(claim, lines):
        return Entry(why=why)
    entry = Entry()
    waits_for_next = claim.status in FIRST_OF_MANY and any(
        line.charge.coverages > 1 for line in lines
    )
    before = [(c, c.insurer_cents, c.patient_cents) for c in (line.charge for line in lines)]
    for line in lines:
        _post_line(line, entry, waits_for_next=waits_for_next)
        if entry.why:
            for charge, insurer, patient in before:  # nothing of it posts, so nothing was lowered
                charge.insurer_cents, charge.patient_cents = insurer, patient
            return Entry(why=entry.why)
    if waits_for_next and any(group == "PR" for line in lines for group, _, _ in line.adjustments):
        entry.notices.append(
            "Another insurance is on file: its answer comes before the patient is asked."
        )
    return entry


def _lines(claim: RemittedClaim, pairs: Sequence[Pair]) -> list[_Line] | None:
    """Lines with the claim-level adjustments laid over them, first line first; None when they do
    not fit.
    """
    lines = [
        _Line(
            p.charge, p.line.paid_cents, [(a.group, a.reason, a.cents) for a in p.line.adjustments]
        )
        if p.line is not None
        else _Line(p.charge, p.charge.cents, [])
        for p in pairs
    ]
    for adjustment in claim.adjustments:
        left = adjustment.cents
        for line in lines:
            share = left if left < 0 else min(left, max(line.paid, 0))
            if share:
                line.paid -= share
                line.adjustments.append((adjustment.group, adjustment.reason, share))
                left -= share
        if left:
            return None
    return lines


def _doubt(claim: RemittedClaim, lines: Sequence[_Line]) -> str:
    patient = sum(cents for line in lines for group, _, cents in line.adjustments if group == "PR")
    if claim.status == DENIED and patient > 0:
        return (
            f"Denied, and says the patient owes {show(patient)}. Do not bill yet: look at the "
            f"denial first"
        )
    if any(line.paid < 0 for line in lines):
        return "A negative payment without a reversal. Ask the payer what it corrects"
    wanted = sum(line.paid for line in lines) + patient
    if wanted and any(line.charge.insurer_cents < 0 for line in lines):
        return "Our books show more from the insurance on these charges than was ever open with it"
    may_reopen = claim.status in SECONDARY or all(
        line.charge.expected == "patient" for line in lines
    )
    if wanted and not may_reopen and not any(line.charge.insurer_cents > 0 for line in lines):
        return (
            "Our books show nothing open with the insurance on these charges; it may be posted "
            "already"
        )
    return ""


def _post_line(line: _Line, entry: Entry, *, waits_for_next: bool) -> None:
    charge = line.charge
    patient = 0 if waits_for_next else sum(c for g, _, c in line.adjustments if g == "PR" and c > 0)
    denied = line.paid == 0 and not any(g == "PR" for g, _, _ in line.adjustments)
    taken_off = [
        (group, reason, cents)
        for group, reason, cents in line.adjustments
        if group in GROUPS_TAKEN_OFF and cents > 0 and (not denied or reason in TAKEN_OFF_ANYWAY)
    ]
    _reopen(charge, line.paid + patient + sum(cents for _, _, cents in taken_off), entry)
    if line.paid > charge.insurer_cents:
        entry.why = (
            f"Pays {show(line.paid)} on charge {charge.number}, where "
            f"{show(max(charge.insurer_cents, 0))} is open"
        )
        return
    if line.paid > 0:
        _take(entry, Move(Kind.INSURER_PAYMENT, charge, line.paid))
    for group, reason, cents in taken_off:
        _capped(entry, Move(Kind.CONTRACTUAL, charge, cents, group, reason))
    for group, reason, cents in line.adjustments:
        if group == "PR" and cents > 0 and not waits_for_next:
            _capped(entry, Move(Kind.TO_PATIENT, charge, cents, group, reason))
        elif (
            denied
            and (group, reason, cents) not in taken_off
            and cents > 0
            and reason != PRIOR_PAYER
        ):
            entry.moves.append(Move(Kind.DENIAL, charge, cents, group, reason))
        elif cents < 0 or (
            group not in GROUPS_TAKEN_OFF and group != "PR" and reason != PRIOR_PAYER
        ):
            entry.notices.append(
                f"{group}-{reason} {show(cents)} on charge {charge.number} is not "
                f"posted: look at it"
            )


def _reopen(charge: Candidate, wanted: int, entry: Entry) -> None:
    """A later payer, or an insurance found late, answers for money that was already moved to the
    patient.
    """
    short = min(wanted - max(charge.insurer_cents, 0), charge.patient_cents)
    if short > 0:
        charge.patient_cents -= short
        charge.insurer_cents += short
        entry.moves.append(Move(Kind.TO_INSURER, charge, short))


def _capped(entry: Entry, move: Move) -> None:
    cents = min(move.cents, max(move.charge.insurer_cents, 0))
    if cents < move.cents:
        entry.notices.append(
            f"{move.group}-{move.reason} on charge {move.charge.number}: "
            f"{show(move.cents - cents)} is more than was "
            "open and is not posted"
        )
    if cents:
        _take(entry, Move(move.kind, move.charge, cents, move.group, move.reason))


def _take(entry: Entry, move: Move) -> None:
    move.charge.insurer_cents -= move.cents
    if move.kind is Kind.TO_PATIENT:
        move.charge.patient_cents += move.cents
    entry.moves.append(move)
