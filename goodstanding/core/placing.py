"""Where a patient's money goes, and what that does, said before anything is saved.

Open layers come in the order of CONTRACT.md section 3: since when the patient owes, then the
service date, then the charge's number.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.days import clock_words
from goodstanding.core.facts import PaymentFacts, PromiseFacts
from goodstanding.core.kinds import Tender
from goodstanding.core.money import Cents, show
from goodstanding.core.promises import Grace, State, standings
from goodstanding.core.refusals import Refused

TENDER_WORDS = {
    Tender.CASH: "Cash",
    Tender.CHECK: "Check",
    Tender.CARD: "Card",
    Tender.ACH: "ACH",
    Tender.PORTAL: "Portal",
    Tender.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What the receipt says. `key` is the form's own, so that a form sent twice takes the money
    once; `again`: the person knows that the same was posted before.
    """

    key: str
    cents: int
    tender: Tender
    drawer: str
    reference: str = ""
    note: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class OpenLayer:
    """What the patient still owes on one charge since one day."""

    charge: str
    since: date
    service_on: date
    cents: Cents


@dataclass(frozen=True, slots=True)
class Piece:
    """What goes on one charge, and what is left of it after."""

    charge: str
    service_on: date
    cents: Cents
    left: Cents


@dataclass(frozen=True, slots=True)
class PromiseNews:
    """What a payment does to an open promise; `paid` counts from the day it was made."""

    due_on: date
    promised: Cents
    paid: Cents

    @property
    def kept(self) -> bool:
        return self.paid >= self.promised


@dataclass(frozen=True, slots=True)
class Effect:
    """`unplaced` becomes money not placed yet; `credit` is what the patient has too much after."""

    pieces: tuple[Piece, ...]
    unplaced: Cents
    owed_before: Cents
    owed_after: Cents
    credit: Cents
    promises: tuple[PromiseNews, ...] = ()


def oldest_first(
    layers: Sequence[OpenLayer], cents: Cents, *, planned: Collection[str] = ()
) -> dict[str, Cents]:
    """Cents by charge, oldest layers first, those of `planned` charges before all others; what is
    over is in none of them."""
    found: dict[str, Cents] = {}
    left = cents
    for layer in sorted(layers, key=lambda one: one.charge not in planned):
        taken = min(left, layer.cents)
        if taken > 0:
            found[layer.charge] = found.get(layer.charge, 0) + taken
            left -= taken
    return found


def named(
    layers: Sequence[OpenLayer], cents: Cents, wanted: Mapping[str, Cents]
) -> dict[str, Cents]:
    """The split as a person wrote it. Refuses more than was given, and more than is open."""
    split = {charge: part for charge, part in wanted.items() if part}
    if any(part < 0 for part in split.values()):
        raise Refused("A part of a payment is above zero. Correct the split.")
    if sum(split.values()) > cents:
        raise Refused(
            f"The parts add up to {show(sum(split.values()))}, and {show(cents)} was given. "
            "Lower one of them."
        )
    open_ = open_by_charge(layers)
    for charge, part in split.items():
        if part > open_.get(charge, 0):
            raise Refused(
                f"The patient owes {show(open_.get(charge, 0))} on charge {charge}, not "
                f"{show(part)}. Lower it; what is over stays as money not placed yet."
            )
    return split


def open_by_charge(layers: Sequence[OpenLayer]) -> dict[str, Cents]:
    found: dict[str, Cents] = {}
    for layer in layers:
        found[layer.charge] = found.get(layer.charge, 0) + layer.cents
    return found


def effect(
    layers: Sequence[OpenLayer],
    cents: Cents,
    split: Mapping[str, Cents],
    *,
    credit: Cents = 0,
    promises: tuple[PromiseNews, ...] = (),
) -> Effect:
    """What the account looks like after: unplaced money counts against what is left, and `credit`
    is what was there before.
    """
    open_ = open_by_charge(layers)
    served = {layer.charge: layer.service_on for layer in layers}
    pieces = tuple(
        Piece(charge, served[charge], part, open_[charge] - part) for charge, part in split.items()
    )
    before = sum(open_.values())
    after = max(before - cents, 0)
    over = max(cents - before, 0) + max(credit, 0)
    return Effect(pieces, cents - sum(split.values()), before, after, over, promises)


def promises_after(
    promises: Sequence[PromiseFacts],
    payments: Sequence[PaymentFacts],
    cents: Cents,
    *,
    on: date,
    grace_business_days: int,
) -> tuple[PromiseNews, ...]:
    """The promises that are open on the day, with this payment counted: each cent once."""
    grace = Grace(grace_business_days)
    before = standings(promises, payments, on=on, grace=grace)
    after = standings(promises, [*payments, PaymentFacts(on, cents)], on=on, grace=grace)
    return tuple(
        PromiseNews(then.promise.due_on, then.promise.cents, then.kept_cents)
        for now, then in zip(before, after, strict=True)
        if now.state is State.OPEN and (then.kept_cents > now.kept_cents)
    )


def posted_before(tender: Tender, reference: str, cents: Cents, *, at: datetime, on: date) -> str:
    """ "Check 4471 for $60.00 was posted today at 9:12 AM. Post again?" `at` is clinic time."""
    what = f"{TENDER_WORDS[tender]} {reference}".strip()
    day = "today" if at.date() == on else f"on {at:%m/%d/%Y}"
    return f"{what} for {show(cents)} was posted {day} at {clock_words(at)}. Post again?"
