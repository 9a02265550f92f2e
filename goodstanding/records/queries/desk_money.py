"""What a person who takes or moves money must know of an account and of the receipts before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from goodstanding.core.matching_desk import plain_number
from goodstanding.core.placing import OpenLayer
from goodstanding.records import bulk
from goodstanding.records.derived import derive
from goodstanding.records.models.remittances import REPLACED

TWIN_DAYS = 30


@dataclass(frozen=True, slots=True)
class MoneyAccount:
    """With everything posted. `layers` are what the patient owes after money that is not placed
    has been counted; `patient` is whose name that money stands under: the payer's own, else the
    first; None when the account has no patient. `planned` charges are on a plan that runs.
    """

    key: int
    account_id: str
    name: str
    birth_on: date | None
    patient: int | None
    layers: tuple[OpenLayer, ...]
    unapplied_cents: int
    credit_cents: int
    planned: frozenset[str] = frozenset()

    @property
    def owed_cents(self) -> int:
        return sum(layer.cents for layer in self.layers)


@dataclass(frozen=True, slots=True)
class ChargeMoney:
    """One charge with what is open on it by the ledger, before unplaced money is counted."""

    key: int
    charge: str
    patient: int
    guarantor: int
    account_id: str
    service_on: date
    insurer_cents: int
    patient_cents: int


@dataclass(frozen=True, slots=True)
class Before:
    """A receipt that looks like the one about to be written."""

    number: int
    at: datetime
    by: str


def money_account(account_id: str) -> MoneyAccount | None:
    found = bulk.select(
        "SELECT id, first_name, last_name, birth_on FROM records_guarantor WHERE number = %s",
        [account_id],
    )
    if not found:
        return None
    key, first, last, birth_on = found[0]
    (own,) = derive([key])
    layers = own.position.patient
    charges = {
        charge: (number, _day(service_on)) for charge, number, service_on in bulk.select(
            "SELECT id, number, CAST(service_on AS TEXT) FROM records_charge WHERE id IN "
            f"({bulk.keys(layer.charge for layer in layers)})"
        )
    }  # fmt: skip
    patients = bulk.select(
        "SELECT id FROM records_patient WHERE guarantor_id = %s "
        "ORDER BY CASE WHEN relation = 'self' THEN 0 ELSE 1 END, id LIMIT 1",
        [key],
    )
    return MoneyAccount(
        key, account_id, f"{first} {last}", birth_on, patients[0][0] if patients else None,
        tuple(
            OpenLayer(charges[one.charge][0], _day(one.since), charges[one.charge][1], one.cents)
            for one in layers
        ),
        own.position.unapplied, own.position.credit, _planned(key),
    )  # fmt: skip


def _planned(key: int) -> frozenset[str]:
    rows = bulk.select(
        "SELECT c.number FROM records_plancover v JOIN records_plan p ON p.id = v.plan_id JOIN "
        "records_charge c ON c.id = v.charge_id WHERE p.status = 'active' AND p.guarantor_id = %s",
        [key],
    )
    return frozenset(number for (number,) in rows)


def charge_money(numbers: list[str]) -> dict[str, ChargeMoney]:
    """By charge number; what is not known is not there."""
    if not numbers:
        return {}
    marks, values = bulk.text_in(numbers)
    rows = bulk.select(
        "SELECT c.id, c.number, c.patient_id, p.guarantor_id, g.number, c.service_on, "
        f"{_open('insurer_due')}, {_open('patient_due')} FROM records_charge c "
        "JOIN records_patient p ON p.id = c.patient_id "
        "JOIN records_guarantor g ON g.id = p.guarantor_id "
        f"LEFT JOIN records_transfer t ON t.charge_id = c.id WHERE c.number IN ({marks}) "
        "GROUP BY c.id, c.number, c.patient_id, p.guarantor_id, g.number, c.service_on",
        values,
    )
    return {
        number: ChargeMoney(key, number, patient, guarantor, account, on, int(insurer), int(own))
        for key, number, patient, guarantor, account, on, insurer, own in rows
    }


def charges_of(account_id: str) -> tuple[ChargeMoney, ...]:
    """Every charge of an account on which something is open, oldest service first."""
    rows = bulk.select(
        "SELECT c.number FROM records_charge c JOIN records_patient p ON p.id = c.patient_id "
        "JOIN records_guarantor g ON g.id = p.guarantor_id WHERE g.number = %s",
        [account_id],
    )
    found = charge_money([number for (number,) in rows]).values()
    still = [one for one in found if one.insurer_cents > 0 or one.patient_cents > 0]
    return tuple(sorted(still, key=lambda one: (one.service_on, one.charge)))


def _open(due: str) -> str:
    return (
        f"COALESCE(SUM(CASE WHEN t.debit = '{due}' THEN t.cents WHEN t.credit = '{due}' "
        "THEN -t.cents ELSE 0 END), 0)"
    )


def taken_before(
    *, tender: str, reference: str, cents: int, on: date, account: int | None, payer: str = ""
) -> Before | None:
    """The newest living receipt of the last 30 days for the same money: of the account, or of the
    insurer when `account` is None.
    """
    whose, of = ("guarantor_id = %s", account) if account else ("payer = %s", payer)
    rows = bulk.select(
        "SELECT r.number, r.at, r.by FROM records_receipt r LEFT JOIN records_receiptundone u ON "
        f"u.receipt_id = r.id WHERE u.id IS NULL AND r.{whose} AND r.tender = %s AND r.cents = %s "
        'AND LOWER(r.reference) = %s AND r."on" >= %s ORDER BY r.id DESC LIMIT 1',
        [of, tender, cents, reference.lower(), (on - timedelta(days=TWIN_DAYS)).isoformat()],
    )
    return Before(rows[0][0], bulk.aware(rows[0][1]), rows[0][2]) if rows else None


def remitted_before(reference: str, cents: int) -> bool:
    """Was a check with this number and amount read in from an 835, whatever its payer is called
    there and in whatever form the number stands?
    """
    rows = bulk.select(
        "SELECT trace FROM records_remittance WHERE cents = %s AND key NOT LIKE %s",
        [cents, f"%{REPLACED}%"],
    )
    return plain_number(reference) in {plain_number(trace) for (trace,) in rows}


class Typed(NamedTuple):
    """A receipt of an insurer's money: its key, its number, its day."""

    key: int
    number: int
    on: date


def insurer_receipts() -> dict[tuple[str, int], Typed]:
    """Living receipts of insurers' money by the plain number of the check and its cents; of two the
    older.
    """
    rows = bulk.select(
        'SELECT r.id, r.number, r."on", r.reference, r.cents FROM records_receipt r LEFT JOIN '
        "records_receiptundone u ON u.receipt_id = r.id WHERE r.payer <> '' AND u.id IS NULL "
        "ORDER BY r.id DESC"
    )
    return {
        (number, cents): Typed(key, receipt, _day(on))
        for key, receipt, on, reference, cents in rows
        if (number := plain_number(reference))
    }


def payers() -> tuple[tuple[str, str], ...]:
    """(id, name) of every insurer a coverage names."""
    rows = bulk.select(
        "SELECT payer, MAX(payer_name) FROM records_coverage WHERE payer <> '' "
        "GROUP BY payer ORDER BY MAX(payer_name), payer"
    )
    return tuple((payer, name) for payer, name in rows)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
