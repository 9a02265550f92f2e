"""Patients' money at the desk: taken, and put on charges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from goodstanding.actions.payment_parts import (
    known,
    refuse_twin,
    refuse_wrong,
    write_receipt,
)
from goodstanding.actions.posting import Posting, brought_up, post, posting_day
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.money import show
from goodstanding.core.placing import Taken, named, oldest_first
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.queries.desk_money import (
    ChargeMoney,
    MoneyAccount,
    charge_money,
    money_account,
)

PATIENT_TENDERS = frozenset({Tender.CASH, Tender.CHECK, Tender.CARD, Tender.ACH, Tender.PORTAL})
HELD = ("prepayment", "copay")


@dataclass(frozen=True, slots=True)
class Split:
    """Where the money goes: on `charges` as named, to wait as a `purpose` of HELD, else on the
    visits of a plan that runs and then the others, each time what has been owed longest first. What
    is over waits as money not placed yet.
    """

    purpose: str = ""
    charges: Mapping[str, int] = field(default_factory=dict)


@action("payment.take")
def take_payment(*, account_id: str, taken: Taken, split: Split, by: Actor, at: datetime) -> int:
    """Returns the receipt's number."""
    refuse_wrong(taken, PATIENT_TENDERS)
    bulk.alone(bulk.BOOKS)
    account = _account(account_id)
    before = known(taken, guarantor=account.key)
    if before is not None:
        about(account=account_id, receipt=before.number, again=True)
        return int(before.number)
    on = posting_day(at)
    refuse_twin(taken, on=on, at=at, account=account.key)
    if split.purpose and split.purpose not in HELD:
        raise Refused("Say whether this is a prepayment or a copay.")
    postings = _postings(account, taken, split)
    of: dict[str, object] = {"guarantor_id": account.key, "purpose": split.purpose}
    receipt = write_receipt(taken, on=on, by=by, at=at, of=of)
    brought_up(post(f"receipt:{receipt.number}", postings, on=on, at=at), by=by, at=at)
    about(account=account_id, receipt=receipt.number, cents=taken.cents)
    return int(receipt.number)


@action("payment.apply")
def apply_unapplied(
    *, account_id: str, charge: str, cents: int, key: str, by: Actor, at: datetime
) -> None:
    """Puts money that waits on a charge. `key` is the form's own; the same one places it once."""
    bulk.alone(bulk.BOOKS)
    account, source = _account(account_id), f"desk:apply:{key}"
    if bulk.select("SELECT 1 FROM records_transfer WHERE source = %s", [f"{source}:1"]):
        about(account=account_id, charge=charge, again=True)
        return
    of = charge_money([charge]).get(charge)
    if of is None or of.guarantor != account.key:
        raise Refused(f"Charge {charge} does not belong to this account.")
    if not 0 < cents <= max(account.unapplied_cents, 0):
        raise Refused(
            f"{show(max(account.unapplied_cents, 0))} is not placed yet on this account. Place "
            "that or less."
        )
    if cents > max(of.patient_cents, 0):
        raise Refused(
            f"The patient's part of charge {charge} is {show(max(of.patient_cents, 0))}. Place "
            "that or less."
        )
    posting = Posting(TransactionKind.APPLY_UNAPPLIED, cents, of.patient, of.key)
    brought_up(post(source, [posting], on=posting_day(at), at=at), by=by, at=at)
    about(account=account_id, charge=charge, cents=cents)


def _account(account_id: str) -> MoneyAccount:
    found = money_account(account_id)
    if found is None:
        raise Refused(f"Account {account_id} is not known. Look at its number, or search for it.")
    return found


def _postings(account: MoneyAccount, taken: Taken, split: Split) -> list[Posting]:
    if split.purpose:
        placed: dict[str, int] = {}
    elif split.charges:
        placed = named(account.layers, taken.cents, split.charges)
    else:
        placed = oldest_first(account.layers, taken.cents, planned=account.planned)
    charges = charge_money(list(placed))
    found = [_one(taken, cents, charges[charge]) for charge, cents in placed.items()]
    if over := taken.cents - sum(placed.values()):
        if account.patient is None:
            raise Refused("This account has no patient yet, so the money cannot be posted to it.")
        found.append(_one(taken, over, None, patient=account.patient))
    return found


def _one(
    taken: Taken, cents: int, charge: ChargeMoney | None, *, patient: int | None = None
) -> Posting:
    return Posting(
        TransactionKind.PATIENT_PAYMENT, cents, charge.patient if charge else patient,
        charge.key if charge else None, tender=taken.tender.value,
        reference=taken.reference.strip(),
    )  # fmt: skip
