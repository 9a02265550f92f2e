"""Insurers' money that was taken at the desk and is on no charge yet, by receipt."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.money import Cents
from goodstanding.records import bulk

# Said as the index transfer_unplaced says it.
_THERE = "(t.debit = 'insurer_unplaced' OR t.credit = 'insurer_unplaced')"


@dataclass(frozen=True, slots=True)
class UnplacedReceipt:
    number: int
    on: date
    payer: str
    reference: str
    cents: Cents
    left_cents: Cents


def unplaced_receipts() -> tuple[UnplacedReceipt, ...]:
    """Those with something left, the oldest first."""
    begins, values = bulk.begins("t.source", "receipt:")
    left: dict[int, Cents] = {}
    for source, credit, cents in bulk.select(
        f"SELECT t.source, t.credit, t.cents FROM records_transfer t WHERE {_THERE} AND {begins}",
        values,
    ):
        number = int(source.split(":")[1])
        left[number] = left.get(number, 0) + (cents if credit == "insurer_unplaced" else -cents)
    numbers = bulk.keys(number for number, cents in left.items() if cents > 0)
    rows = bulk.select(
        'SELECT number, CAST("on" AS TEXT), payer, reference, cents FROM records_receipt '
        f"WHERE number IN ({numbers}) ORDER BY number"
    )
    return tuple(
        UnplacedReceipt(number, date.fromisoformat(on), payer, reference, cents, left[number])
        for number, on, payer, reference, cents in rows
    )


def left_unplaced(number: int) -> Cents:
    """What of this receipt is on no charge; 0 when it was undone."""
    begins, values = bulk.begins("t.source", f"receipt:{number}:")
    ((cents,),) = bulk.select(
        "SELECT COALESCE(SUM(CASE WHEN t.credit = 'insurer_unplaced' THEN t.cents ELSE -t.cents "
        f"END), 0) FROM records_transfer t WHERE {_THERE} AND {begins}",
        values,
    )
    return int(cents)
