"""Receipts and insurers' checks as the cash desk makes them, for tests of the day's end.

A receipt's transfers have the source "receipt:<number>:<n>"; its undoing reverses them.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from goodstanding.actions.imports import Received, Setting, receive
from goodstanding.actions.posting import Posting, next_number, post, reverse
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.ledger import LedgerAccount, Sides
from goodstanding.core.money import cents_of
from goodstanding.records.models import Receipt, ReceiptUndone
from goodstanding.records.queries.drawers import drawer_lines
from tests.ledger_text import SYSTEM_ACTOR

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
DANA, MORGAN = Actor("dana", "coordinator"), Actor("morgan", "manager")
_UNPLACED = Sides(LedgerAccount.CASH.value, LedgerAccount.UNAPPLIED.value)


def taken(
    tender: str, amount: str, reference: str = "", *, on: date = DAY, drawer: str = "Front 1"
) -> Receipt:
    """Money taken in by hand; nobody's in particular, so that it needs no account."""
    number, cents = next_number("records_receipt"), cents_of(amount)
    receipt = Receipt.objects.create(
        number=number, key=f"k{number}", on=on, at=AT, by="dana", drawer=drawer, tender=tender,
        cents=cents, reference=reference,
    )  # fmt: skip
    posting = Posting(
        TransactionKind.PATIENT_PAYMENT, cents, moves=_UNPLACED, tender=tender, reference=reference
    )
    post(f"receipt:{number}", [posting], on=on, at=AT)
    return receipt


def undone(receipt: Receipt, kind: str = "returned", *, on: date = DAY) -> None:
    ReceiptUndone.objects.create(
        receipt=receipt, on=on, at=AT, by="dana", kind=kind, reason="a test"
    )
    reverse(f"receipt:{receipt.number}", as_source=f"receipt:{receipt.number}:undone", on=on, at=AT)


def brought_in(folder: Path, name: str, raw: bytes, *, on: date = DAY) -> Received:
    """A file read as the Imports page reads it."""
    path = folder / name
    path.write_bytes(raw)
    (one,) = receive(path, "auto", Setting(on=on, by=SYSTEM_ACTOR, at=AT))
    return one


def lines(on: date = DAY) -> list[tuple[str, str, int, int]]:
    """(drawer, tender, system, difference) in cents."""
    return [(x.drawer, x.tender.value, x.system, x.difference) for x in drawer_lines(on)]
