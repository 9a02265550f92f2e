"""A receipt undone whole: its check came back, or it was wrong. The receipt itself stays."""

from datetime import date, datetime

from goodstanding.actions import occasion_steps
from goodstanding.actions.checks_anew import behind, read_anew
from goodstanding.actions.placed_back import take_back_ahead, take_back_placed
from goodstanding.actions.posting import brought_up, posting_day, reverse
from goodstanding.actions.unit import SYSTEM, Actor, about, action
from goodstanding.core.kinds import Tender
from goodstanding.core.ledger import LedgerAccount
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Receipt, ReceiptUndone

RETURNED, CORRECTED = "returned", "correction"
CAME_BACK = {
    "no_funds": "Not enough money in the account",
    "closed": "Account closed",
    "stopped": "Payment stopped by the writer",
    "no_account": "No such account",
    "signature": "Not signed, or the signature does not match",
    "other": "Another reason of the bank",
}
WAS_WRONG = {
    "account": "Posted to the wrong account",
    "amount": "Wrong amount",
    "tender": "Wrong kind of money or number",
    "twice": "Entered twice",
    "placed": "Placed on the wrong visit or line",
    "not_given": "The money was not taken after all",
}
READ_IN = "read_in"
_READ_IN_WORDS = "The insurer's electronic remittance takes its place"
_BOUNCES = frozenset({Tender.CHECK.value, Tender.ACH.value, Tender.PORTAL.value, Tender.CARD.value})


@action("payment.return")
def return_check(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    """What the bank sent back: the receipt's money is owed again, as if it had not come."""
    if reason not in CAME_BACK:
        raise Refused("Choose why the bank sent it back.")
    receipt = _living(number)
    if receipt.tender not in _BOUNCES:
        raise Refused("Cash does not come back from the bank. Correct the receipt instead.")
    _undo(receipt, RETURNED, CAME_BACK[reason], by=by, at=at)
    if receipt.tender == Tender.CHECK and receipt.guarantor_id is not None:
        occasion_steps.check_returned(receipt.guarantor_id, receipt.number, at=at)


@action("payment.correct")
def correct_receipt(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    """A receipt that should not have been written so. The right one is written anew, or (`READ_IN`)
    the remittance that stood behind it posts. Cash needs another person than the one who took it.
    """
    words = _READ_IN_WORDS if reason == READ_IN else WAS_WRONG.get(reason)
    if words is None:
        raise Refused("Choose what was wrong with the receipt.")
    receipt = _living(number)
    if reason == READ_IN and not behind(receipt):
        raise Refused(f"No remittance waits behind receipt {number}. Reload the page.")
    if receipt.tender == Tender.CASH and receipt.by == by.name and by.role != SYSTEM:
        raise Refused("You took this cash. Ask a colleague to correct the receipt.")
    _undo(receipt, CORRECTED, words, by=by, at=at)
    read_anew(receipt, by=by, at=at)


def _living(number: int) -> Receipt:
    bulk.alone(bulk.BOOKS)
    receipt = Receipt.objects.filter(number=number).first()
    if receipt is None:
        raise Refused(f"There is no receipt {number}.")
    undone = ReceiptUndone.objects.filter(receipt=receipt).first()
    if undone is not None:
        raise Refused(f"Receipt {number} was undone already, on {undone.on:%m/%d/%Y}.")
    return receipt


def _undo(receipt: Receipt, kind: str, reason: str, *, by: Actor, at: datetime) -> None:
    on, source = posting_day(at), f"receipt:{receipt.number}"
    touched = reverse(source, as_source=f"{source}:undone", on=on, at=at)
    touched |= _undo_denials(source, on=on)
    if receipt.payer:
        _refuse_placed_since(receipt)
    if receipt.guarantor_id is not None:
        touched |= take_back_ahead(receipt, on=on, by=by, at=at)
        touched |= take_back_placed(receipt.guarantor_id, on=on, at=at)
    ReceiptUndone.objects.create(
        receipt=receipt, on=on, at=at, by=by.name, kind=kind, reason=reason
    )
    brought_up(touched, by=by, at=at)
    account = receipt.guarantor.number if receipt.guarantor is not None else ""
    about(account=account, receipt=receipt.number, undone=kind, reason=reason)


def _undo_denials(source: str, *, on: date) -> set[int]:
    begins, values = bulk.begins("source", f"{source}:")
    rows = bulk.select(f"SELECT patient_id FROM records_denial WHERE {begins}", values)
    bulk.execute(
        f"UPDATE records_denial SET undone_on = %s, undone_by = %s WHERE {begins}",
        [on.isoformat(), f"{source}:undone", *values],
    )
    return {patient for (patient,) in rows}


def _refuse_placed_since(receipt: Receipt) -> None:
    """Money that waited unplaced and has been placed on a claim since cannot be taken from there
    unseen: neither of this check, by its payer and number, nor of all that waits.
    """
    account = LedgerAccount.INSURER_UNPLACED.value
    waits = (
        "SELECT COALESCE(SUM(CASE WHEN credit = %s THEN cents ELSE -cents END), 0) "
        "FROM records_transfer WHERE (credit = %s OR debit = %s)"
    )
    ((all_,),) = bulk.select(waits, [account] * 3)
    ((own,),) = bulk.select(
        f"{waits} AND payer = %s AND reference = %s",
        [*[account] * 3, receipt.payer, receipt.reference],
    )
    left = min(int(all_), int(own))
    if left < 0:
        raise Refused(
            f"{show(-left)} of this check was placed on a claim since. Take that back first."
        )
