"""A refund's closed lists, and to whom and where its money and its letter go."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from goodstanding.core.estates import deaths
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.core.refusals import Refused
from goodstanding.core.stops import detail_text

_PLACE = re.compile(r"[A-Z]{2} \d{5}(-\d{4})?", re.ASCII)
_MOST_LINES = 3


class RefundState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    ISSUED = "issued"
    STOPPED = "stopped"


# Why money is given back, as the office says it; letters say it with `LETTER_WHY`.
REASONS: Mapping[str, str] = {
    "duplicate": "Paid twice",
    "overpaid": "Paid more than their part",
    "insurer_later": "The insurer paid later",
    "insurer_overpaid": "The insurer paid too much",
    "visit_cancelled": "Paid ahead, and the visit was cancelled",
    "billing_error": "Our bill was wrong",
    "asked_for": "The person asked for it",
    "other": "Something else",
}
LETTER_WHY: Mapping[str, str] = {
    "duplicate": "The same bill was paid twice.",
    "overpaid": "You paid more than your part of the bill.",
    "insurer_later": "Your insurance paid after you did.",
    "visit_cancelled": "You paid ahead for a visit that did not take place.",
    "billing_error": "Our bill was wrong, and we have changed it.",
    "asked_for": "You asked us to send it back.",
    "other": "You have paid us more than you owed.",
}
TO_INSURERS = frozenset({"insurer_overpaid"})


@dataclass(frozen=True, slots=True)
class Payee:
    """`address` has no name in it."""

    name: str
    address: tuple[str, ...]


def payee_of(facts: AccountFacts, name: str, address: Sequence[str]) -> Payee:
    """Whom the money goes to: the person, at the confidential address when there is one; after a
    death the estate's representative. Refuses where nobody or nowhere is known.
    """
    dead = [death for death in deaths(facts) if death.patient_id is None]
    if dead:
        detail = dead[0].hold.detail if dead[0].hold else {}
        who, where = detail_text(detail, "representative"), detail_text(detail, "address")
        if not (who and where):
            raise Refused(
                "The person died. Write the representative and the address on the hold first: "
                "the money goes to nobody else."
            )
        return Payee(who, lines_of(where))
    held = [
        hold
        for hold in facts.holds
        if hold.kind is HoldKind.CONFIDENTIAL_ADDRESS and hold.in_force(facts.on)
    ]
    for hold in held:
        if where := detail_text(hold.detail, "address"):
            return Payee(name, lines_of(where))
    if held and not facts.person.confidential_address:
        raise Refused(
            "The person asked for a confidential address, and it is not known. Ask for it first."
        )
    known = tuple(line for line in address if line)
    if not known:
        raise Refused("No address is known. Ask for it, and correct it in the practice system.")
    return Payee(name, known)


def lines_of(text: str) -> tuple[str, ...]:
    """An address typed in one line, as an envelope has it: lines_of("1 A St, Duluth, MN 55802") ->
    ('1 A St', 'Duluth, MN 55802').
    """
    parts = [part.strip() for part in re.split(r"[\n,;]", text) if part.strip()]
    if len(parts) > 1 and _PLACE.fullmatch(parts[-1]):
        parts[-2:] = [f"{parts[-2]}, {parts[-1]}"]
    while len(parts) > _MOST_LINES:
        parts[-3:-1] = [f"{parts[-3]}, {parts[-2]}"]
    return tuple(parts)
