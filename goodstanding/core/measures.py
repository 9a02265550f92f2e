"""What past contacts were followed by: the share of accounts that paid within 30 days, and the
cents paid of the cents open, each with the range it may be in.

A payment belongs to the last delivered contact before it, so that money is never counted twice. It
came after the contact; that it came because of it is not known. Shares: Wilson's interval (Wilson
1927; Brown, Cai and DasGupta 2001). Cents of cents: the ratio of two sums with its linearised
variance (Cochran, Sampling Techniques, 1977, 6.3). Both at 90 in 100.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isqrt

from goodstanding.core.money import Cents

WITHIN_DAYS = 30
LEAST = 30  # contacts of a kind, below which nothing is said
_Z = Decimal("1.645")  # 90 in 100, both sides
_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Range:
    """A figure and where it lies in 90 of 100 cases. Of shares: in parts of ten thousand."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One delivered contact: what was open that day, and what was paid before the next contact and
    within 30 days."""

    kind: str
    open_cents: Cents
    paid_cents: Cents


@dataclass(slots=True)
class Response:
    """What all contacts of one kind were followed by; `share` and `money` are None when too few
    were seen to tell."""

    contacts: int = 0
    followed: int = 0
    paid: int = 0
    asked: int = 0
    paid_squared: int = 0
    asked_squared: int = 0
    product: int = 0

    def add(self, seen: Seen) -> None:
        paid = min(seen.paid_cents, seen.open_cents)
        self.contacts += 1
        self.followed += paid > 0
        self.paid += paid
        self.asked += seen.open_cents
        self.paid_squared += paid * paid
        self.asked_squared += seen.open_cents * seen.open_cents
        self.product += paid * seen.open_cents

    @property
    def enough(self) -> bool:
        return self.contacts >= LEAST and self.asked > 0

    @property
    def share(self) -> Range | None:
        return wilson(self.followed, self.contacts) if self.enough else None

    @property
    def money(self) -> Range | None:
        """Cents paid of ten thousand cents open."""
        if not self.enough:
            return None
        best = Decimal(self.paid) / self.asked
        spread = self.paid_squared - 2 * best * self.product + best * best * self.asked_squared
        n = self.contacts
        error = (max(spread, Decimal()) * n / (n - 1)).sqrt() / self.asked
        return _range(best - _Z * error, best, best + _Z * error)


def wilson(found: int, of: int) -> Range:
    """wilson(10, 100) -> Range(low=607, best=1000, high=1604)"""
    p, n, z = Decimal(found) / of, Decimal(of), _Z
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
    return _range(middle - half, p, middle + half)


def _range(low: Decimal, best: Decimal, high: Decimal) -> Range:
    parts = [int((min(max(x, Decimal()), Decimal(1)) * _PARTS).to_integral()) for x in
             (low, best, high)]  # fmt: skip
    return Range(*parts)


def money_by_kind(asked: dict[str, Cents], responses: dict[str, Response]) -> dict[str, Range]:
    """What asking for so many cents by each kind was followed by in the past; kinds of which too
    little is known are left out."""
    found = {}
    for kind, cents in asked.items():
        rate = responses[kind].money if kind in responses else None
        if rate is not None:
            found[kind] = Range(*(cents * part // _PARTS for part in
                                  (rate.low, rate.best, rate.high)))  # fmt: skip
    return found


def together(ranges: Iterable[Range]) -> Range:
    """The sum; the kinds' errors are taken as independent, so they add by their squares."""
    each = tuple(ranges)
    best = sum(one.best for one in each)
    down = isqrt(sum((one.best - one.low) ** 2 for one in each))
    up = isqrt(sum((one.high - one.best) ** 2 for one in each))
    return Range(max(best - down, 0), best, best + up)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivered contact of ours; a payment on its own day counts only when they spoke or
    read at once."""

    on: date
    kind: str
    at_once: bool
    open_cents: Cents


def seen(
    contacts: Sequence[Delivered], payments: Sequence[tuple[date, Cents]], *, until: date
) -> list[Seen]:
    """Contacts oldest first; those whose 30 days reach beyond `until` are not judged yet."""
    found = []
    for number, one in enumerate(contacts):
        last = date.fromordinal(one.on.toordinal() + WITHIN_DAYS)
        if last > until or one.open_cents <= 0:
            continue
        after = contacts[number + 1] if number + 1 < len(contacts) else None
        paid = sum(
            cents
            for day, cents in payments
            if _from(one, day) and day <= last and not (after and _from(after, day))
        )
        found.append(Seen(one.kind, one.open_cents, paid))
    return found


def _from(contact: Delivered, day: date) -> bool:
    return day > contact.on or (contact.at_once and day == contact.on)
