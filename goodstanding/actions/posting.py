"""What every act that moves money by hand shares: its day, its number, its transfers, and the
accounts brought up behind them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions.accounts import decide_now
from goodstanding.actions.practice_money import TRANSFER
from goodstanding.actions.unit import Actor
from goodstanding.core.days import local_day
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.ledger import Sides, sides
from goodstanding.records import bulk, clinic
from goodstanding.records.derived import rederive
from goodstanding.records.models import Charge
from goodstanding.records.queries.periods import first_open_on


@dataclass(frozen=True, slots=True)
class Posting:
    """One transfer to be: `moves` None takes the two ledger accounts of its kind. `patient` None
    for money that is no patient's.
    """

    kind: TransactionKind
    cents: int
    patient: int | None = None
    charge: int | None = None
    moves: Sides | None = None
    payer: str = ""
    group: str = ""
    reason: str = ""
    tender: str = ""
    reference: str = ""


def posting_day(at: datetime) -> date:
    """Today, or the first day after those that are closed or locked: a closed day takes only what
    is dated later.
    """
    return first_open_on(local_day(at, clinic.current().timezone))


def next_number(table: str) -> int:
    """The next number of a table that counts without gaps; nobody else takes one until this
    transaction ends.
    """
    bulk.alone(bulk.BOOKS)
    ((last,),) = bulk.select(f"SELECT COALESCE(MAX(number), 0) FROM {table}")
    return int(last) + 1


def post(
    source: str, postings: Iterable[Posting], *, on: date, at: datetime, first: int = 1
) -> set[int]:
    """Writes them as "<source>:1", "<source>:2", …; returns the patients they touch."""
    rows, patients = [], set()
    for place, one in enumerate(postings, first):
        between = one.moves or sides(one.kind, on_a_charge=one.charge is not None)
        assert between is not None, f"{one.kind} moves nothing"
        rows.append((
            f"{source}:{place}", one.kind.value, between.debit, between.credit, one.cents,
            one.patient, one.charge, on.isoformat(), None, bulk.moment(at), one.payer,
            one.group, one.reason, one.tender, one.reference, None, None,
        ))  # fmt: skip
        patients |= {one.patient} - {None}
    bulk.insert("records_transfer", TRANSFER, rows)
    return {patient for patient in patients if patient is not None}


def reverse(source: str, *, as_source: str, on: date, at: datetime) -> set[int]:
    """Mirrors every living transfer whose source begins with `source:`; returns the patients
    touched.
    """
    begins, values = bulk.begins("t.source", f"{source}:")
    rows = bulk.select(
        "SELECT t.id, t.debit, t.credit, t.cents, t.patient_id, t.charge_id, t.payer, "
        "t.group_code, t.reason_code, t.method, t.reference FROM records_transfer t "
        "LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        f"WHERE {begins} AND t.reverses_id IS NULL AND r.id IS NULL ORDER BY t.id",
        values,
    )
    bulk.insert("records_transfer", TRANSFER, [
        (
            f"{as_source}:{place}", TransactionKind.REVERSAL.value, credit, debit, cents, patient,
            charge, on.isoformat(), None, bulk.moment(at), *rest, key, None,
        )
        for place, (key, debit, credit, cents, patient, charge, *rest) in enumerate(rows, 1)
    ])  # fmt: skip
    return {row[4] for row in rows if row[4] is not None}


def brought_up(patients: Sequence[int] | set[int], *, by: Actor, at: datetime) -> None:
    """Open items, standings and next steps of the accounts behind these patients."""
    if not patients:
        return
    rows = bulk.select(
        f"SELECT DISTINCT guarantor_id FROM records_patient WHERE id IN ({bulk.keys(patients)})"
    )
    accounts = sorted(key for (key,) in rows)
    rederive(accounts)
    decide_now(*accounts, by=by, at=at)


def open_cents(charge: Charge) -> tuple[int, int]:
    """(the insurer's, the patient's) open part of a charge by the ledger, before unapplied money is
    counted.
    """
    ((insurer, patient),) = bulk.select(
        "SELECT COALESCE(SUM(CASE WHEN debit = 'insurer_due' THEN cents WHEN credit = "
        "'insurer_due' THEN -cents ELSE 0 END), 0), COALESCE(SUM(CASE WHEN debit = 'patient_due' "
        "THEN cents WHEN credit = 'patient_due' THEN -cents ELSE 0 END), 0) "
        "FROM records_transfer WHERE charge_id = %s",
        [charge.id],
    )
    return int(insurer), int(patient)
