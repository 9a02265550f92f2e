"""Money on its way to the bank: what a day's drawers hold is brought there in one piece."""

from datetime import date, datetime

from goodstanding.actions.posting import next_number
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Deposit, DepositItem
from goodstanding.records.queries.drawers import (
    CARD,
    CASH_CHECKS,
    ToDeposit,
    free_receipts,
    to_deposit,
)

_TENDERS = {CASH_CHECKS: ("cash", "check"), CARD: ("card",)}


@action("deposit.make")
def make_deposit(*, on: date, tender: str, by: Actor, at: datetime) -> int:
    """The cash of a day as counted, less what stays in the drawers, and every check not brought
    yet; or the day's cards as one batch. Returns the deposit's number.
    """
    assert tender in _TENDERS
    bulk.alone(bulk.BOOKS)
    cents = _cents(to_deposit(on), tender)
    if cents <= 0:
        raise Refused(f"Nothing of {on:%m/%d/%Y} is left to bring to the bank.")
    deposit = Deposit.objects.create(
        number=next_number("records_deposit"), on=on, tender=tender, cents=cents, at=at, by=by.name
    )
    keys = [key for key, _, kind, _, _ in free_receipts(on) if kind in _TENDERS[tender]]
    DepositItem.objects.bulk_create(DepositItem(deposit=deposit, receipt_id=key) for key in keys)
    about(deposit=deposit.number, receipts=len(keys), amount=show(cents))
    return int(deposit.number)


def _cents(left: ToDeposit, tender: str) -> Cents:
    if tender == CARD:
        if left.card is None:
            raise Refused("Count the card batch of this day first; the deposit is what was counted")
        return left.card
    if left.cash is None and left.has_cash:
        raise Refused("Count the cash of this day first; the deposit is what was counted.")
    return (left.cash or 0) + left.check_cents
