"""What an account has too much, and what of it may still be asked back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goodstanding.core.credit_left import Left, Moved, left
from goodstanding.core.money import Cents
from goodstanding.core.open_items import Row, live
from goodstanding.records import bulk


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be given back in one refund: all of the patient's money (`charge` ""), of one
    charge, or to an insurer (`payer`).
    """

    charge: str
    payer: str
    cents: Cents


def left_of(guarantor: int) -> Left:
    """What is too much on an account (our key), by the ledger as it is now."""
    return left(moves_of([guarantor]).get(guarantor, ()))


def moves_of(guarantors: Sequence[int]) -> dict[int, list[Moved]]:
    """Transfers in effect, by account, as they were recorded."""
    rows: dict[int, list[Row]] = defaultdict(list)
    moved: dict[int, Moved] = {}
    for guarantor, *row, kind, payer, reference, patient, tender in bulk.select(
        "SELECT p.guarantor_id, t.id, t.charge_id, t.debit, t.credit, t.cents, "
        "CAST(t.posted_on AS TEXT), t.reverses_id, t.kind, t.payer, t.reference, t.patient_id, "
        "t.method FROM records_patient p JOIN records_transfer t ON t.patient_id = p.id "
        f"WHERE p.guarantor_id IN ({bulk.keys(guarantors)}) ORDER BY t.id"
    ):
        one = Row(*row)
        rows[guarantor].append(one)
        moved[one.id] = Moved(
            one.id, kind, one.debit, one.credit, one.cents, one.charge,
            date.fromisoformat(one.posted_on), payer, reference, patient, tender,
        )  # fmt: skip
    return {key: [moved[one.id] for one in live(own)] for key, own in rows.items()}


def left_to_ask(account: int, charge: int | None, *, is_insurers: bool, but: int = 0) -> Cents:
    """Of an account (our keys): what is there, less the refunds that wait (without refund `but`).
    Who moves money on it holds the lock of the books first.
    """
    return _to_ask(left_of(account), _waiting(account, but), charge, is_insurers=is_insurers)


def offers(account: int) -> tuple[Offer, ...]:
    """Everything that may be asked for now, the patient's whole money first."""
    there, waiting = left_of(account), _waiting(account)
    numbers = {
        key: (number, payer)
        for key, number, payer in bulk.select(
            "SELECT c.id, c.number, c.payer FROM records_charge c JOIN records_patient p ON "
            "p.id = c.patient_id WHERE p.guarantor_id = %s",
            [account],
        )
    }
    paid_by = {one.charge: one.payer for one in moves_of([account]).get(account, ())
               if one.kind == "insurer_payment" and one.payer}  # fmt: skip
    found = [Offer("", "", _to_ask(there, waiting, None, is_insurers=False))]
    for charge in sorted(there.patient):
        cents = _to_ask(there, waiting, charge, is_insurers=False)
        found.append(Offer(numbers[charge][0], "", cents))
    for charge in sorted(there.insurer):
        number, payer = numbers[charge]
        cents = _to_ask(there, waiting, charge, is_insurers=True)
        found.append(Offer(number, paid_by.get(charge) or payer or "not known", cents))
    return tuple(one for one in found if one.cents > 0)


_Waiting = list[tuple[int | None, str, int]]


def _waiting(account: int, but: int = 0) -> _Waiting:
    return bulk.select(
        "SELECT charge_id, payer, cents FROM records_refund WHERE guarantor_id = %s AND "
        "state = 'asked' AND number <> %s",
        [account, but],
    )


def _to_ask(there: Left, waiting: _Waiting, charge: int | None, *, is_insurers: bool) -> Cents:
    if is_insurers:
        assert charge is not None
        asked = sum(cents for key, payer, cents in waiting if payer and key == charge)
        return there.insurer.get(charge, 0) - asked
    loose = there.for_patient - sum(cents for _, payer, cents in waiting if not payer)
    if charge is None:
        return loose
    own = sum(cents for key, payer, cents in waiting if not payer and key == charge)
    return min(loose, there.patient.get(charge, 0) - own)
