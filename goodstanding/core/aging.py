"""Aging: open money by whole days of the clinic's calendar."""

from collections.abc import Iterable
from datetime import date, timedelta

BUCKETS = ("current", "d31_60", "d61_90", "d91_120", "over_120")
LAST_DAYS = (30, 60, 90, 120)


def bucket_of(age_days: int) -> int:
    """Place in BUCKETS: 0-30 days is current, 121 and more the last."""
    return sum(age_days > last for last in LAST_DAYS)


def edges(on: date) -> list[str]:
    """ISO days: an item since edges[i] or later is in bucket i or a younger one."""
    return [(on - timedelta(days=last)).isoformat() for last in LAST_DAYS]


def spread(items: Iterable[tuple[str, int]], on: date) -> list[int]:
    """Cents by bucket of (since, cents) items."""
    cents = [0] * len(BUCKETS)
    limits = edges(on)
    for since, amount in items:
        cents[sum(since < limit for limit in limits)] += amount
    return cents
