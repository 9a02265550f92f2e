"""What a letter that is no step of the follow-up stands for, as one key: "promise:desk-7". No two
living letters have the same.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goodstanding.core.kinds import Act, HoldKind


class Cause(StrEnum):
    """What happened. A hold brings several letters, told apart by their part."""

    PROMISE = "promise"
    PLAN = "plan"
    HOLD = "hold"
    RECEIPT = "receipt"
    ZERO = "zero"


# Parts of a hold: its question was received, answered; the form was asked for, decided; the claim.
RECEIVED, ANSWERED, FORM, DECIDED, CLAIM = "received", "answered", "form", "decided", "claim"

# Letters a person may ask for on a hold, by its kind and the part.
ON_REQUEST = {
    (HoldKind.ESTATE, CLAIM): Act.ESTATE_LETTER.value,
    (HoldKind.ASSISTANCE_PENDING, FORM): "help_form",
    (HoldKind.ASSISTANCE_PENDING, DECIDED): "help_decision",
    (HoldKind.BILLING_ERROR, RECEIVED): "dispute_received",
    (HoldKind.BILLING_ERROR, ANSWERED): "billing_error_done",
    (HoldKind.DISPUTE, RECEIVED): "dispute_received",
    (HoldKind.DISPUTE, ANSWERED): "dispute_resolved",
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """`number` is the cause's own; it may hold colons, `part` may not."""

    cause: Cause
    number: str
    part: str = ""

    @property
    def key(self) -> str:
        return f"{self.cause}:{self.number}:{self.part}"


def read(key: str) -> Occasion:
    """read(Occasion(...).key) gives it back."""
    cause, _, rest = key.partition(":")
    number, _, part = rest.rpartition(":")
    return Occasion(Cause(cause), number, part)


def promise(number: str) -> Occasion:
    return Occasion(Cause.PROMISE, number)


def plan(number: str, part: str = "") -> Occasion:
    """`part` names the change after which the plan is confirmed again."""
    return Occasion(Cause.PLAN, number, part)


def of_hold(number: str, part: str) -> Occasion:
    return Occasion(Cause.HOLD, number, part)


def returned(receipt: int) -> Occasion:
    return Occasion(Cause.RECEIPT, str(receipt), "returned")


def zero(account: str, paid_on: date) -> Occasion:
    """One end of owing: the account, and the day of the payment that brought it."""
    return Occasion(Cause.ZERO, f"{account}-{paid_on.isoformat()}")
