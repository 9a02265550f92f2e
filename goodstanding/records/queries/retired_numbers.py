"""Telephone numbers that are not a person's any more, as the call panel shows them."""

from dataclasses import dataclass
from datetime import date

from goodstanding.records.models import RetiredWay


@dataclass(frozen=True, slots=True)
class RetiredNumber:
    id: int
    value: str
    why: str
    retired_on: date


def retired_numbers(account_id: str) -> tuple[RetiredNumber, ...]:
    """Each number once, the latest first."""
    rows = RetiredWay.objects.filter(
        guarantor__number=account_id, channel="call", back_on__isnull=True
    )
    found = {row.mark: row for row in rows.order_by("id")}
    return tuple(
        RetiredNumber(row.id, row.value, row.why, row.retired_on)
        for row in sorted(found.values(), key=lambda row: -row.id)
    )
