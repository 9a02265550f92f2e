"""An insurer's paper answer, line by line: does it balance, and what does each line move?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goodstanding.core.kinds import TransactionKind
from goodstanding.core.money import Cents, show

_WHY = re.compile(r"(CO|PR|OA|PI)[ -]*([A-Z]{0,2}\d{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class EobLine:
    """What the paper says of one charge. `reason` is the code of the patient's part ("1" the
    deductible), `denied_why` group and reason ("CO-16"). `beyond`: a person said that more than
    is open with the insurer is right.
    """

    charge: str
    paid: Cents = 0
    discount: Cents = 0
    patient: Cents = 0
    reason: str = ""
    denied: Cents = 0
    denied_why: str = ""
    beyond: bool = False

    @property
    def moved(self) -> Cents:
        return self.paid + self.discount + self.patient


@dataclass(frozen=True, slots=True)
class EobMove:
    kind: TransactionKind
    cents: Cents
    group: str = ""
    reason: str = ""


def denied_codes(why: str) -> tuple[str, str] | None:
    """Group and reason: "co 16" -> ("CO", "16"); None for what is no such code."""
    found = _WHY.fullmatch(why.strip().upper())
    return (found[1], found[2]) if found else None


def moves(line: EobLine) -> list[EobMove]:
    """In the order they post; a denial (moves nothing) is not among them."""
    every = (
        EobMove(TransactionKind.CONTRACTUAL, line.discount, "CO", "45"),
        EobMove(TransactionKind.INSURER_PAYMENT, line.paid),
        EobMove(TransactionKind.TO_PATIENT, line.patient, "PR", line.reason),
    )
    return [move for move in every if move.cents]


def unbalanced(cents: Cents, lines: Sequence[EobLine], unplaced: Cents) -> str:
    """ "" when the lines and what stays unplaced are the whole check."""
    paid = sum(line.paid for line in lines)
    missing = cents - paid - unplaced
    if not missing:
        return ""
    word = "missing" if missing > 0 else "too much"
    return (
        f"The lines are paid {show(paid)} and {show(unplaced)} stays unplaced; the check is "
        f"{show(cents)}. {show(abs(missing))} is {word}. Correct a line, or say how much stays "
        "unplaced."
    )


def claim_apart(cents: Cents, lines: Sequence[EobLine]) -> str:
    """ "" when the lines together are paid what the claim was paid."""
    paid = sum(line.paid for line in lines)
    if paid == cents:
        return ""
    word = "missing" if paid < cents else "too much"
    return (
        f"The lines are paid {show(paid)}; the claim was paid {show(cents)}. "
        f"{show(abs(cents - paid))} is {word}. Correct a line."
    )


def beyond_left(left: Cents, lines: Sequence[EobLine]) -> str:
    """ "" when the lines together are paid no more than is left to be placed."""
    paid = sum(line.paid for line in lines)
    if 0 < paid <= left:
        return ""
    return (
        f"The lines are paid {show(paid)}; {show(left)} of the check is not placed. Write up to "
        "that."
    )


def line_faults(lines: Sequence[EobLine], open_: Mapping[str, Cents]) -> list[str]:
    """What is wrong with each line, given what is open with the insurer by charge."""
    found = []
    seen: set[str] = set()
    for line in lines:
        if line.charge in seen:
            found.append(f"Charge {line.charge} stands twice. Write it on one line.")
        seen.add(line.charge)
        if min(line.paid, line.discount, line.patient, line.denied) < 0:
            found.append(f"Charge {line.charge}: an amount is below zero. Correct it.")
        elif not line.moved and not line.denied:
            found.append(f"Charge {line.charge}: nothing is written. Fill it in or empty it.")
        elif line.charge not in open_:
            found.append(f"Charge {line.charge} is not known. Look at its number.")
        elif line.moved + line.denied > open_[line.charge] and not line.beyond:
            found.append(
                f"Charge {line.charge}: {show(open_[line.charge])} is open with the insurer, and "
                f"the line is {show(line.moved + line.denied)}. Correct it, or tick that it is so."
            )
        if line.denied and denied_codes(line.denied_why) is None:
            found.append(
                f"Charge {line.charge}: write why it was denied as the paper has it, like CO-16."
            )
    return found
