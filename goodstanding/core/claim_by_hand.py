"""What moves when a person decides about a claim that does not post by itself."""

from collections.abc import Sequence

from goodstanding.core.kinds import TransactionKind as Kind
from goodstanding.core.matching import Pair, RemittedClaim
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.core.remittance import GROUPS_TAKEN_OFF, PRIOR_PAYER, Move


def denied(claim: RemittedClaim, pairs: Sequence[Pair]) -> list[Move]:
    """A claim that pays nothing, recorded as refused line by line: nothing moves, also not what it
    says the patient owes.
    """
    if claim.paid_cents or any(pair.line and pair.line.paid_cents for pair in pairs):
        raise Refused("This claim pays something, so it is no denial. Match it instead.")
    moves = []
    for pair in pairs:
        listed = pair.line.adjustments if pair.line is not None else ()
        for each in listed:
            if each.cents > 0 and each.reason != PRIOR_PAYER:
                moves.append(Move(Kind.DENIAL, pair.charge, each.cents, each.group, each.reason))
    if not moves and pairs:
        first = next((each for each in claim.adjustments if each.cents > 0), None)
        group, reason = (first.group, first.reason) if first else ("", "")
        moves = [Move(Kind.DENIAL, p.charge, p.charge.cents, group, reason) for p in pairs]
    return moves


def paid_over(claim: RemittedClaim, pairs: Sequence[Pair]) -> tuple[list[Move], int]:
    """The payment whole, also where more is paid than is open: the rest is a credit of the
    insurer's on that charge. Write-offs and the patient's part only as far as something is open.
    Returns the moves and the excess.
    """
    if claim.paid_cents <= 0:
        raise Refused("This claim pays nothing that could be posted over.")
    if claim.adjustments or any(pair.line is None for pair in pairs):
        raise Refused(
            "This claim is not told line by line, so its money cannot be put on charges. Ask the "
            "payer for the lines."
        )
    moves, excess = [], 0
    for pair in pairs:
        line, left = pair.line, max(pair.charge.insurer_cents, 0)
        assert line is not None
        if line.paid_cents < 0:
            raise Refused("A line takes money back. Ask the payer what it corrects.")
        if line.paid_cents:
            moves.append(Move(Kind.INSURER_PAYMENT, pair.charge, line.paid_cents))
            excess += max(line.paid_cents - left, 0)
            left = max(left - line.paid_cents, 0)
        for each in line.adjustments:
            kind = Kind.CONTRACTUAL if each.group in GROUPS_TAKEN_OFF else Kind.TO_PATIENT
            cents = min(each.cents, left)
            if cents > 0 and each.group in (*GROUPS_TAKEN_OFF, "PR"):
                moves.append(Move(kind, pair.charge, cents, each.group, each.reason))
                left -= cents
    return moves, excess


def over_words(excess: int) -> str:
    return f"Paid {show(excess)} more than was open: a credit of the insurer's."
