"""The words of placements, and the figures that are worked out with the agency."""

from goodstanding.core.ledger import LedgerAccount, Sides
from goodstanding.core.money import Cents

STATES = {
    "proposed": "Proposed", "approved": "Approved", "refused": "Refused",
    "placed": "With the agency", "recalled": "Recalled", "returned": "Returned",
    "closed": "Closed",
}  # fmt: skip
FEE_MOVES = Sides(LedgerAccount.AGENCY_FEE.value, LedgerAccount.CASH.value)
_WHOLE = 10_000  # hundredths of a percent


def fee_due(cents: Cents, points: int) -> Cents:
    """`points` are hundredths of a percent; half a cent rounds up: fee_due(1001, 2500) -> 250."""
    return (cents * points + _WHOLE // 2) // _WHOLE


def percent(points: int) -> str:
    """percent(2550) -> '25.50'"""
    return f"{points // 100}.{points % 100:02}"
