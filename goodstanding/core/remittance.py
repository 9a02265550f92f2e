"""What a remitted claim does to the ledger: payment, contractual adjustment, denial, and what
becomes the patient's.

The group code decides and the reason only explains (X12.md, traps 5-9): CO is never the patient's,
PR is, except sequestration; OA-23 is what an earlier payer did and is never posted. A write-off
never exceeds what is still open; a denial writes off nothing. What a payer passed on to another
one moves nothing to the patient. Where doubt remains the claim waits for a person.
"""

import itertools
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
NOT_OURS = "23"
STATUSES = SECONDARY | FIRST_OF_MANY | {DENIED, REVERSAL, NOT_OURS, PREDETERMINATION}
PRIOR_PAYER = "23"
# 223 before June 2013.
SEQUESTRATION = frozenset({"253", "223"})
# Paid with another line, or in it.
BUNDLED = frozenset({"94", "97", "234", "B15"})
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
    with the moves; `looks` too, and each of them names cents that a person must explain.
    """

    moves: list[Move] = field(default_factory=list)
    why: str = ""
    notices: list[str] = field(default_factory=list)
    looks: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """`spare` is what negative adjustments, which do not post, leave the others too large by."""

    charge: Candidate
    paid: int
    adjustments: list[tuple[str, str, int]]
    spare: int = 0

    @property
    def patient(self) -> int:
        return sum(cents for group, _, cents in self.adjustments if group == "PR" and cents > 0)


def entry_for(claim: RemittedClaim, pairs: Sequence[Pair]) -> Entry:
    """The entry of a balanced, matched claim that is not a reversal. Lowers the candidates' open
    money as it goes, so that several claims of one file see each other.
    """
    if claim.status == PREDETERMINATION:
        return Entry(notices=["An estimate by the payer: no money moves."])
    if claim.status == NOT_OURS:
        return _not_theirs(claim)
    lines = _lines(claim, pairs)
    if lines is None:
        return Entry(why="The claim's adjustments are larger than what its lines were paid")
    entry = Entry(notices=_unbundle(lines))
    if why := _doubt(claim, lines):
        return Entry(why=why)
    second = claim.status in FIRST_OF_MANY and any(line.charge.coverages > 1 for line in lines)
    waits_for_next = second or claim.forwarded
    before = [(c, c.insurer_cents, c.patient_cents) for c in (line.charge for line in lines)]
    for line in lines:
        _post_line(line, entry, waits_for_next=waits_for_next)
        if entry.why:
            for charge, insurer, patient in before:  # nothing of it posts, so nothing was lowered
                charge.insurer_cents, charge.patient_cents = insurer, patient
            return Entry(why=entry.why)
    if waits_for_next and any(line.patient for line in lines):
        entry.notices.append(
            "Another insurance is on file: its answer comes before the patient is asked."
            if second
            else "Passed on to another insurance: its answer comes before the patient is asked."
        )
    if claim.status not in STATUSES:
        entry.notices.append(
            f"The claim's status (CLP02) is {_shown(claim.status)}; posted as any other: look at it"
        )
    return entry


def _not_theirs(claim: RemittedClaim) -> Entry:
    if claim.paid_cents:
        return Entry(
            why=f"Says the claim is another insurance's, and pays {show(claim.paid_cents)}. Ask "
            "the payer which of the two it is"
        )
    return Entry(notices=["Not this insurance's claim; it was passed on: no money moves."])


def _shown(status: str) -> str:
    """Two characters can be no name."""
    if not status:
        return "empty"
    return f"'{status}', which we do not know" if len(status) <= 2 else "none that we know"


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


def _unbundle(lines: Sequence[_Line]) -> list[str]:
    """A payer that bundles pays one line above its charge, with a negative adjustment, and takes
    the same off other lines. Lays the payment over those, in their order; tells where.
    """
    told = []
    for line in lines:
        wanted = line.paid + sum(c for g, _, c in line.adjustments if c > 0 and _posts(g))
        if wanted <= max(line.charge.insurer_cents, 0) + line.charge.patient_cents:
            continue
        # What is said to be bundled first, then whatever was taken off.
        for bundled, other in itertools.product((True, False), lines):
            if other is not line and (cents := _shift(line, other, bundled=bundled)):
                told.append(
                    f"{show(cents)} paid with charge {line.charge.number} is for charge "
                    f"{other.charge.number}, bundled with it."
                )
    return told


def _shift(line: _Line, other: _Line, *, bundled: bool) -> int:
    """Takes away what a negative adjustment of the line and one of the other have in common, and
    lays as much of the payment over the other.
    """
    shifted = 0
    for at, (group, reason, cents) in enumerate(line.adjustments):
        for by, (of, why, most) in enumerate(other.adjustments):
            may = "PR" not in (group, of) and why != PRIOR_PAYER
            may = may and (why if bundled else reason) in BUNDLED
            share = min(-cents, most) if may else 0
            if share > 0:
                cents += share
                line.adjustments[at] = (group, reason, cents)
                other.adjustments[by] = (of, why, most - share)
                shifted += share
    line.paid -= shifted
    other.paid += shifted
    return shifted


def _posts(group: str) -> bool:
    return group in GROUPS_TAKEN_OFF or group == "PR"


def _doubt(claim: RemittedClaim, lines: Sequence[_Line]) -> str:
    patient = sum(cents for line in lines for group, _, cents in line.adjustments if group == "PR")
    for group, reason, cents in (each for line in lines for each in line.adjustments):
        if group == "PR" and reason in SEQUESTRATION and cents > 0:
            return (
                f"Says the patient owes {show(cents)} of sequestration (PR-{reason}), which is "
                "never the patient's. Ask the payer"
            )
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
    patient = 0 if waits_for_next else line.patient
    denied = line.paid == 0 and not any(g == "PR" for g, _, _ in line.adjustments)
    taken_off = [
        (group, reason, cents)
        for group, reason, cents in line.adjustments
        if group in GROUPS_TAKEN_OFF and cents > 0 and (not denied or reason in TAKEN_OFF_ANYWAY)
    ]
    line.spare = -sum(cents for group, _, cents in line.adjustments if cents < 0 and group != "PR")
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
        _capped(entry, line, Move(Kind.CONTRACTUAL, charge, cents, group, reason))
    left = []
    for group, reason, cents in line.adjustments:
        if group == "PR" and cents > 0 and not waits_for_next:
            _capped(entry, line, Move(Kind.TO_PATIENT, charge, cents, group, reason))
        elif denied and (group, reason, cents) not in taken_off and cents > 0:
            if reason != PRIOR_PAYER:
                entry.moves.append(Move(Kind.DENIAL, charge, cents, group, reason))
        elif cents < 0 or (cents and not _posts(group) and reason != PRIOR_PAYER):
            left.append((group, reason, cents))
    waiting = line.patient if waits_for_next else 0
    _tell_left(entry, line, left, waiting=waiting)


def _tell_left(
    entry: Entry, line: _Line, left: Sequence[tuple[str, str, int]], *, waiting: int
) -> None:
    """What was not posted: for a person where it leaves money open with the insurance that neither
    an earlier payer nor the next one (`waiting`) answers for.
    """
    prior = sum(cents for _, reason, cents in line.adjustments if reason == PRIOR_PAYER)
    unexplained = line.charge.insurer_cents > prior + waiting
    for group, reason, cents in left:
        text = f"{group}-{reason} {show(cents)} on charge {line.charge.number} is not posted"
        if unexplained or (group == "PR" and cents < 0):
            entry.looks.append((f"{text}: look at it", abs(cents)))
        else:
            entry.notices.append(f"{text}: nothing is left open for it")


def _reopen(charge: Candidate, wanted: int, entry: Entry) -> None:
    """A later payer, or an insurance found late, answers for money that was already moved to the
    patient.
    """
    short = min(wanted - max(charge.insurer_cents, 0), charge.patient_cents)
    if short > 0:
        charge.patient_cents -= short
        charge.insurer_cents += short
        entry.moves.append(Move(Kind.TO_INSURER, charge, short))


def _capped(entry: Entry, line: _Line, move: Move) -> None:
    cents = min(move.cents, max(move.charge.insurer_cents, 0))
    if short := move.cents - cents:
        text = (
            f"{move.group}-{move.reason} on charge {move.charge.number}: {show(short)} is more "
            "than was open and is not posted"
        )
        covered = min(short, line.spare)
        line.spare -= covered
        if covered < short:
            entry.looks.append((f"{text}: look at it", short - covered))
        else:
            entry.notices.append(text)
    if cents:
        _take(entry, Move(move.kind, move.charge, cents, move.group, move.reason))


def _take(entry: Entry, move: Move) -> None:
    move.charge.insurer_cents -= move.cents
    if move.kind is Kind.TO_PATIENT:
        move.charge.patient_cents += move.cents
    entry.moves.append(move)
