"""Money that is not ours: what an account has too much, why, whose it is, and what is done with it
by when.

Amounts are what we owe, so above zero; a refund that went too far is below. Charges go by our key.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from goodstanding.core.credit_left import Left, Moved, held, left
from goodstanding.core.kinds import PayerType, TransactionKind
from goodstanding.core.ledger import LedgerAccount
from goodstanding.core.money import Cents, show
from goodstanding.core.refund_days import (
    Payable,
    Unclaimed,
    after_review,
    medicare_return,
    unclaimed_credit,
)
from goodstanding.core.stops import spoken
from goodstanding.law import LawOn, NoRule

FEDERAL = frozenset({PayerType.MEDICARE, PayerType.MEDICARE_ADVANTAGE, PayerType.MEDICAID})
TWICE_WITHIN = timedelta(days=7)  # the clinic's habit: so near each other, two alike are looked at

_L, _K = LedgerAccount, TransactionKind


class Why(StrEnum):
    DUPLICATE = "duplicate"
    OVERPAID = "overpaid"
    INSURER_LATER = "insurer_later"
    INSURER_OVERPAID = "insurer_overpaid"
    PREPAID = "prepaid"
    UNPLACED = "unplaced"
    REFUND_TOO_LARGE = "refund_too_large"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Holder:
    """An account with something too much. `numbers`: the charges' own, `payers` what the charges'
    insurer is and `kinds` of which sort each payer is; `visits` soonest first; `reviewed_on` the
    day a billing error was reviewed.
    """

    account: str
    moves: Sequence[Moved]
    numbers: Mapping[int, str] = field(default_factory=dict)
    payers: Mapping[int, str] = field(default_factory=dict)
    kinds: Mapping[str, PayerType] = field(default_factory=dict)
    visits: tuple[date, ...] = ()
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A last day of the law; `pay_on` is the last business day up to it."""

    label: str
    due_on: date
    pay_on: date
    rule: str
    citation: str


@dataclass(frozen=True, slots=True)
class Credit:
    """One piece of money that is not ours. `payer` "" means it is the patient's. `unclaimed`: the
    days after which it goes to the state; never an insurer's money.
    """

    account: str
    charge: int | None
    number: str
    cents: Cents
    why: Why
    words: str
    payer: str
    since: date
    step: str
    step_on: date
    clock: Clock | None = None
    unclaimed: Unclaimed | None = None


def credits_of(holder: Holder, on: date, law: LawOn, *, days: int) -> tuple[Credit, ...]:
    """Every piece, insurers' first; `days` is how soon the clinic wants one looked at."""
    there = left(holder.moves)
    look = _Look(holder, there, on, law, days)
    found = [look.insurers(charge, cents) for charge, cents in sorted(there.insurer.items())]
    found += [look.patients(charge, cents) for charge, cents in sorted(there.patient.items())]
    if there.unapplied > 0:
        found.append(look.unplaced())
    elif there.unapplied < 0:
        found.append(look.too_large())
    return tuple(found)


class _Piece(NamedTuple):
    charge: int | None
    cents: Cents
    why: Why
    words: str
    since: date
    step: tuple[str, date]
    payer: str = ""
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    holder: Holder
    there: Left
    on: date
    law: LawOn
    days: int

    def insurers(self, charge: int, cents: Cents) -> Credit:
        own = [one for one in self.holder.moves if one.charge == charge]
        turn = _turn(own, _L.INSURER_DUE)
        paid = [one for one in own if one.kind == _K.INSURER_PAYMENT]
        payer = next((one.payer for one in reversed(paid) if one.payer), "")
        named = self.holder.payers.get(charge, "")
        payer = payer or named
        last = f"{show(paid[-1].cents)} came on {spoken(paid[-1].posted_on)}" if paid else ""
        words = f"Paid and taken off by insurers: {show(cents)} more than their part. "
        words += f"{payer or 'The last insurer'}: {last}." if last else ""
        clock = None
        # A remittance may name the payer otherwise than the coverage does.
        if self.holder.kinds.get(payer, self.holder.kinds.get(named)) in FEDERAL:
            clock = _clock("Medicare or Medicaid paid too much", medicare_return(turn, self.law))
        step = f"Give it back to {payer or 'the insurer'}, or let them take it back"
        step_on = clock.pay_on if clock else self._soon(turn)
        return self._credit(_Piece(
            charge, cents, Why.INSURER_OVERPAID, words.strip(), turn, (step, step_on),
            payer or "not known", clock,
        ))  # fmt: skip

    def patients(self, charge: int, cents: Cents) -> Credit:
        own = [one for one in self.holder.moves if one.charge == charge]
        turn = _turn(own, _L.PATIENT_DUE)
        why, words = _why_overpaid(own, cents, turn)
        return self._credit(_Piece(charge, cents, why, words, turn, self._patient_step(turn)))

    def unplaced(self) -> Credit:
        own = [one for one in self.holder.moves if held(one, _L.UNAPPLIED)]
        cents, turn = self.there.unapplied, _turn(own, _L.UNAPPLIED)
        said = f"{show(cents)} is placed on no visit since {spoken(turn)}."
        twice = _twins(self.holder.moves, lambda a, b: None in (a.charge, b.charge), near=False)
        if twice and twice[0].cents <= cents:
            step = self._patient_step(turn)
            return self._credit(_Piece(None, cents, Why.DUPLICATE, _twice(*twice), turn, step))
        why = Why.UNPLACED
        step = self._patient_step(turn)
        if self.holder.visits and not self.there.open_cents:
            why, visit = Why.PREPAID, self.holder.visits[0]
            said += f" A visit is booked for {spoken(visit)}."
            step = ("Keep it for the visit", visit)
        return self._credit(_Piece(None, cents, why, said, turn, step))

    def too_large(self) -> Credit:
        back = [one for one in self.holder.moves if one.credit == _L.CASH and one.debit != _L.CASH]
        days = ", ".join(f"{show(one.cents)} on {spoken(one.posted_on)}" for one in back[-3:])
        words = f"More was given back than there was: {days or 'see the ledger'}."
        turn = back[-1].posted_on if back else self.on
        step = ("Find which refund stands twice, and reverse it", self._soon(turn))
        cents = self.there.unapplied
        return self._credit(_Piece(None, cents, Why.REFUND_TOO_LARGE, words, turn, step))

    def _patient_step(self, since: date) -> tuple[str, date]:
        if owed := self.there.open_cents:
            rest = ", then give the rest back" if self.there.for_patient else ""
            return f"Put it on the {show(owed)} they owe{rest}", self._soon(since)
        return "Give it back", self._soon(since)

    def _soon(self, since: date) -> date:
        return since + timedelta(days=self.days)

    def _credit(self, one: _Piece) -> Credit:
        """With the days of the law, which may be nearer than the clinic's own."""
        (step, step_on), clock, unclaimed = one.step, one.clock, None
        if not one.payer and one.cents > 0:
            unclaimed = _unclaimed(one.since, self.law)
            clock = self._review_clock()
            step_on = min(step_on, clock.pay_on) if clock else step_on
        return Credit(
            self.holder.account, one.charge, self.holder.numbers.get(one.charge or 0, ""),
            one.cents, one.why, one.words, one.payer, one.since, step, step_on, clock, unclaimed,
        )  # fmt: skip

    def _review_clock(self) -> Clock | None:
        if self.holder.reviewed_on is None:
            return None
        try:
            return _clock(
                "After the review of a bill", after_review(self.holder.reviewed_on, self.law)
            )
        except NoRule:
            return None


def _clock(label: str, days: Payable) -> Clock:
    return Clock(label, days.due_on, days.pay_on, days.rule, days.citation)


def _unclaimed(since: date, law: LawOn) -> Unclaimed | None:
    try:
        return unclaimed_credit(since, law)
    except NoRule:
        return None


def _turn(moves: Sequence[Moved], account: LedgerAccount) -> date:
    """The day on which what we hold there last came above zero."""
    there, turn = 0, date.min
    for one in sorted(moves, key=lambda one: (one.posted_on, one.id)):
        before, there = there, there + held(one, account)
        if before <= 0 < there:
            turn = one.posted_on
    return turn


def _why_overpaid(own: Sequence[Moved], cents: Cents, turn: date) -> tuple[Why, str]:
    paid = [one for one in own if one.kind in (_K.PATIENT_PAYMENT, _K.APPLY_UNAPPLIED)]
    twice = _twins(own, lambda a, b: a.charge == b.charge, near=True)
    if twice and twice[0].cents <= cents:
        return Why.DUPLICATE, _twice(*twice)
    if not paid:
        return Why.OTHER, f"{show(cents)} too much was taken off the patient's part."
    last = max(one.posted_on for one in paid)
    total = sum(one.cents for one in paid)
    insurers = [one for one in own if one.kind == _K.INSURER_PAYMENT and one.posted_on >= last]
    if turn > last or (insurers and turn == insurers[-1].posted_on != last):
        if insurers:
            told = f"the insurer paid {show(insurers[-1].cents)} on "
            told += f"{spoken(insurers[-1].posted_on)}, after it"
            words = f"The patient paid {show(total)} by {spoken(last)}; {told}."
            return Why.INSURER_LATER, words
        words = f"Paid {show(total)} by {spoken(last)}; on {spoken(turn)} the part became smaller."
        return Why.OTHER, words
    words = f"Paid {show(total)} by {spoken(last)}; the patient's part is {show(total - cents)}."
    return Why.OVERPAID, words if total >= cents else f"Paid {show(total)} by {spoken(last)}."


def _twins(
    moves: Iterable[Moved], alike: Callable[[Moved, Moved], bool], *, near: bool
) -> tuple[Moved, Moved] | None:
    """The newest two payments of a patient that look like one: the same amount with the same
    reference or, `near`, within a week. A reference without a digit ("desk") names no payment.
    """
    paid = [one for one in moves if one.kind == _K.PATIENT_PAYMENT]
    paid.sort(key=lambda one: (one.posted_on, one.id), reverse=True)
    for later, first in combinations(paid, 2):
        same = first.reference == later.reference and any(map(str.isdigit, later.reference))
        close = near and later.posted_on - first.posted_on <= TWICE_WITHIN
        if first.cents == later.cents and (same or close) and alike(first, later):
            return first, later
    return None


def _twice(first: Moved, later: Moved) -> str:
    words = f"Paid twice: {show(first.cents)} on {spoken(first.posted_on)} and on "
    words += spoken(later.posted_on)
    if first.reference and first.reference == later.reference:
        words += f", both with reference {first.reference}"
    return f"{words}."
