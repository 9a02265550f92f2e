"""Double entry by transfers: each moves whole cents from one ledger account (credit) to another
(debit).

Sign convention, here and nowhere else: what is owed to us on an item is debits less credits on
`insurer_due` and `patient_due`; `unapplied` is money we hold for a patient, `insurer_unplaced`
money an insurer sent whose claim waits, both credits less debits.
"""

from dataclasses import dataclass
from enum import StrEnum

from goodstanding.core.kinds import Party, TransactionKind


class LedgerAccount(StrEnum):
    INSURER_DUE = "insurer_due"
    PATIENT_DUE = "patient_due"
    UNAPPLIED = "unapplied"
    CASH = "cash"
    FEES = "fees"
    CONTRACTUAL = "contractual"
    SMALL_WRITE_OFF = "small_write_off"
    BAD_DEBT = "bad_debt"
    CHARITY = "charity"
    PROVIDER_LEVEL = "provider_level"
    INSURER_UNPLACED = "insurer_unplaced"
    INTEREST = "interest"
    CAPITATION = "capitation"
    OVER_SHORT = "over_short"
    AGENCY_FEE = "agency_fee"


@dataclass(frozen=True, slots=True)
class Sides:
    """Plain texts of LedgerAccount: millions of them are written at a time."""

    debit: str
    credit: str


_L, _K = LedgerAccount, TransactionKind
_ON_A_CHARGE: dict[str, Sides] = {
    _K.INSURER_PAYMENT: Sides(_L.CASH.value, _L.INSURER_DUE.value),
    _K.CONTRACTUAL: Sides(_L.CONTRACTUAL.value, _L.INSURER_DUE.value),
    _K.PATIENT_PAYMENT: Sides(_L.CASH.value, _L.PATIENT_DUE.value),
    _K.TO_PATIENT: Sides(_L.PATIENT_DUE.value, _L.INSURER_DUE.value),
    _K.TO_INSURER: Sides(_L.INSURER_DUE.value, _L.PATIENT_DUE.value),
    _K.SMALL_WRITE_OFF: Sides(_L.SMALL_WRITE_OFF.value, _L.PATIENT_DUE.value),
    _K.BAD_DEBT: Sides(_L.BAD_DEBT.value, _L.PATIENT_DUE.value),
    _K.CHARITY: Sides(_L.CHARITY.value, _L.PATIENT_DUE.value),
    _K.REFUND_PATIENT: Sides(_L.PATIENT_DUE.value, _L.CASH.value),
    _K.REFUND_INSURER: Sides(_L.INSURER_DUE.value, _L.CASH.value),
    _K.APPLY_UNAPPLIED: Sides(_L.UNAPPLIED.value, _L.PATIENT_DUE.value),
}
_UNPLACED: dict[str, Sides] = {
    _K.PATIENT_PAYMENT: Sides(_L.CASH.value, _L.UNAPPLIED.value),
    _K.REFUND_PATIENT: Sides(_L.UNAPPLIED.value, _L.CASH.value),
    _K.REFUND_INSURER: Sides(_L.UNAPPLIED.value, _L.CASH.value),
}


def sides(kind: str, *, on_a_charge: bool) -> Sides | None:
    """The two ledger accounts a transaction moves between; None when the kind cannot stand so.

    A denial moves nothing, a reversal mirrors what it reverses: both give None. Source: CONTRACT.md
    section 3.
    """
    # An enum's member is also its text, so a plain text finds it.
    return (_ON_A_CHARGE if on_a_charge else _UNPLACED).get(kind)


def charge_sides(expected: Party) -> Sides:
    """A new charge is owed by the party it was expected from."""
    due = LedgerAccount.INSURER_DUE if expected is Party.INSURER else LedgerAccount.PATIENT_DUE
    return Sides(due.value, LedgerAccount.FEES.value)
