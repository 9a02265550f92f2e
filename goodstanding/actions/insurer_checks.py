"""An insurer's check with its paper answer: each line posted, what is over kept as unplaced."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from goodstanding.actions.payment_parts import (
    known,
    refuse_twin,
    refuse_wrong,
    write_receipt,
)
from goodstanding.actions.posting import Posting, brought_up, post, posting_day
from goodstanding.actions.practice_money import DENIAL
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.eob import (
    EobLine,
    beyond_left,
    denied_codes,
    line_faults,
    moves,
    unbalanced,
)
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.ledger import LedgerAccount, Sides
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Receipt
from goodstanding.records.queries.desk_money import ChargeMoney, charge_money
from goodstanding.records.queries.unplaced_receipts import left_unplaced

INSURER_TENDERS = frozenset({Tender.CHECK, Tender.ACH, Tender.CARD})
_UNPLACED = Sides(LedgerAccount.CASH.value, LedgerAccount.INSURER_UNPLACED.value)
_PLACED = Sides(LedgerAccount.INSURER_UNPLACED.value, LedgerAccount.INSURER_DUE.value)


@action("payment.take_insurer")
def take_insurer_check(
    *,
    payer: str,
    taken: Taken,
    lines: Sequence[EobLine],
    unplaced_cents: int,
    by: Actor,
    at: datetime,
) -> int:
    """Posts the whole check or nothing; returns the receipt's number."""
    refuse_wrong(taken, INSURER_TENDERS)
    if not payer.strip() or len(payer) > 64:
        raise Refused("Say which insurer the check is from.")
    before = known(taken, guarantor=None, payer=payer)
    if before is not None:
        about(receipt=before.number, again=True)
        return int(before.number)
    charges = charge_money([line.charge for line in lines])
    _refuse_lines(taken, lines, charges, unplaced=unplaced_cents)
    on = posting_day(at)
    refuse_twin(taken, on=on, at=at, payer=payer)
    receipt = write_receipt(taken, on=on, by=by, at=at, of={"payer": payer})
    source = f"receipt:{receipt.number}"
    postings = [
        each
        for line in lines
        for each in _line(line, charges[line.charge], payer=payer, taken=taken)
    ]
    if unplaced_cents:
        postings.append(_unplaced(unplaced_cents, payer, taken))
    touched = post(source, postings, on=on, at=at)
    denied = [line for line in lines if line.denied]
    _deny(denied, charges, source=source, payer=payer, when=(on, at))
    brought_up(touched | {charges[line.charge].patient for line in denied}, by=by, at=at)
    about(receipt=receipt.number, cents=taken.cents, charges=sorted(charges))
    return int(receipt.number)


@action("payment.place_insurer")
def place_unplaced(
    *, number: int, lines: Sequence[EobLine], key: str, by: Actor, at: datetime
) -> None:
    """Puts what an insurer's check left unplaced on charges, all of it or a part. The same form
    (`key`, hexadecimal) a second time changes nothing.
    """
    bulk.alone(bulk.BOOKS)
    receipt = Receipt.objects.filter(number=number).first()
    if receipt is None or not receipt.payer:
        raise Refused(f"Receipt {number} is not of an insurer's check.")
    source = f"receipt:{number}:placed:{key[:32]}"
    begins, values = bulk.begins("source", f"{source}:")
    if bulk.select(f"SELECT 1 FROM records_transfer WHERE {begins} LIMIT 1", values):
        about(receipt=number, again=True)
        return
    charges = charge_money([line.charge for line in lines])
    wrong = line_faults(lines, {key: max(of.insurer_cents, 0) for key, of in charges.items()})
    wrong += list(filter(None, [beyond_left(left_unplaced(number), lines)]))
    if wrong:
        raise Refused(" ".join(wrong))
    on = posting_day(at)
    taken = Taken(key, receipt.cents, Tender(receipt.tender), receipt.drawer, receipt.reference)
    postings = [
        replace(each, moves=_PLACED) if each.kind is TransactionKind.INSURER_PAYMENT else each
        for line in lines
        for each in _line(line, charges[line.charge], payer=receipt.payer, taken=taken)
    ]
    touched = post(source, postings, on=on, at=at)
    denied = [line for line in lines if line.denied]
    _deny(denied, charges, source=source, payer=receipt.payer, when=(on, at))
    brought_up(touched | {charges[line.charge].patient for line in denied}, by=by, at=at)
    about(receipt=number, charges=sorted(charges))


def _refuse_lines(
    taken: Taken, lines: Sequence[EobLine], charges: dict[str, ChargeMoney], *, unplaced: int
) -> None:
    if unplaced < 0:
        raise Refused("What stays unplaced cannot be below zero.")
    wrong = line_faults(lines, {key: max(of.insurer_cents, 0) for key, of in charges.items()})
    wrong += list(filter(None, [unbalanced(taken.cents, lines, unplaced)]))
    if wrong:
        raise Refused(" ".join(wrong))


def _line(line: EobLine, of: ChargeMoney, *, payer: str, taken: Taken) -> list[Posting]:
    reference = taken.reference.strip()
    return [
        Posting(
            move.kind, move.cents, of.patient, of.key, payer=payer, group=move.group,
            reason=move.reason, reference=reference,
            tender=taken.tender.value if move.kind is TransactionKind.INSURER_PAYMENT else "",
        )
        for move in moves(line)
    ]  # fmt: skip


def _unplaced(cents: int, payer: str, taken: Taken) -> Posting:
    return Posting(
        TransactionKind.INSURER_UNPLACED, cents, moves=_UNPLACED, payer=payer,
        tender=taken.tender.value, reference=taken.reference.strip(),
    )  # fmt: skip


def _deny(
    lines: Sequence[EobLine],
    charges: dict[str, ChargeMoney],
    *,
    source: str,
    payer: str,
    when: tuple[date, datetime],
) -> None:
    on, at = when
    rows = []
    for place, line in enumerate(lines, 1):
        codes, of = denied_codes(line.denied_why), charges[line.charge]
        assert codes is not None, "read before"
        rows.append((
            f"{source}:denied:{place}", of.key, of.patient, on.isoformat(), None, bulk.moment(at),
            line.denied, payer, *codes, "", "", "", None,
        ))  # fmt: skip
    bulk.insert("records_denial", DENIAL, rows)
