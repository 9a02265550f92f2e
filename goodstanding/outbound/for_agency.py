"""What the agency is handed: accounts placed with it, and news of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Addressee:
    """The person who owes. `phone` "" where the person may not be called."""

    account: str
    last_name: str
    first_name: str
    street: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One account of the file; `amounts` are (service day, cents), a line each."""

    placement: int
    placed_on: date
    person: Addressee
    amounts: Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Notice:
    """`what`: recall (stop, and send back what you hold) or payment (paid at the clinic; below zero
    when it was taken back). `balance_cents` is what is left of what was placed."""

    account: str
    placement: int
    what: str
    on: date
    cents: int
    balance_cents: int
