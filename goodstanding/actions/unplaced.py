"""The money of claims that wait or are set aside: in the bank already, on no charge yet.

Each has one transfer of its own, "835:<check>:<place>:parked"; when the claim posts, the same
transaction reverses it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goodstanding.core.kinds import TransactionKind
from goodstanding.core.ledger import LedgerAccount
from goodstanding.records import bulk

_CASH, _UNPLACED = LedgerAccount.CASH.value, LedgerAccount.INSURER_UNPLACED.value


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the rows of one import share, in their stored form."""

    on: str
    at: str
    payer: str
    trace: str
    file: int | None


def parked(place: str, cents: int, stamp: Stamp) -> tuple[Any, ...]:
    """The row that keeps a claim's money apart; `place` is "<check>:<place>". Money taken back
    leaves cash.
    """
    debit, credit = (_CASH, _UNPLACED) if cents > 0 else (_UNPLACED, _CASH)
    return (
        f"835:{place}:parked", TransactionKind.INSURER_UNPLACED.value, debit, credit, abs(cents),
        None, None, stamp.on, None, stamp.at, stamp.payer, "", "", "", stamp.trace, None,
        stamp.file,
    )  # fmt: skip


def unparked(places: Iterable[str], stamp: Stamp) -> list[tuple[Any, ...]]:
    """The rows that give the money of these claims back to where it belongs now."""
    marks, values = bulk.text_in([f"835:{place}:parked" for place in places])
    rows = bulk.select(
        "SELECT t.id, t.source, t.debit, t.credit, t.cents, t.payer, t.reference "
        "FROM records_transfer t LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        f"WHERE t.source IN ({marks}) AND r.id IS NULL ORDER BY t.id",
        values,
    )
    return [
        (
            f"{source.removesuffix(':parked')}:unparked", TransactionKind.REVERSAL.value, credit,
            debit, cents, None, None, stamp.on, None, stamp.at, payer, "", "", "", trace, key,
            stamp.file,
        )
        for key, source, debit, credit, cents, payer, trace in rows
    ]  # fmt: skip
