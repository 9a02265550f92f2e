"""How near estimates given here came, by procedure and payer: a self-pay one beside what was
billed, an insured one beside the share that the plan left to the patient.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from goodstanding.core.estimate_bill import Accuracy, Outcome, accuracy
from goodstanding.core.ledger import LedgerAccount
from goodstanding.records import bulk
from goodstanding.records.models import EstimateGiven

# Of each charge: what was billed, what the plan moved to the patient, what waits for the plan.
_CHARGES = (
    "SELECT c.patient_id, c.service_on, c.code, c.payer, c.cents, COALESCE(SUM(CASE WHEN t.debit = "
    "%s AND t.credit = %s THEN t.cents WHEN t.debit = %s AND t.credit = %s THEN -t.cents ELSE 0 "
    "END), 0), COALESCE(SUM(CASE WHEN t.debit = %s THEN t.cents WHEN t.credit = %s THEN -t.cents "
    "ELSE 0 END), 0) FROM records_charge c LEFT JOIN records_transfer t ON t.charge_id = c.id AND "
    "t.posted_on <= %s WHERE c.posted_on <= %s AND c.patient_id IN ({patients}) GROUP BY c.id, "
    "c.patient_id, c.service_on, c.code, c.payer, c.cents"
)
_OURS, _THEIRS = LedgerAccount.PATIENT_DUE.value, LedgerAccount.INSURER_DUE.value
_BATCH = 500
Known = dict[Any, list[tuple[str, int, int, int]]]


def accuracy_of(on: date) -> tuple[Accuracy, ...]:
    return accuracy(_outcomes(on))


def _outcomes(on: date) -> Iterator[Outcome]:
    """The last version given of each estimate, once its day is past and its bill has come."""
    rows = EstimateGiven.objects.filter(
        version__estimate__service_on__lte=on, version__estimate__recurs_until=None
    ).select_related("version__estimate").order_by("id")  # fmt: skip
    last = {row.version.estimate_id: row for row in rows}
    for batch in bulk.chunks(last.values(), _BATCH):
        patients = {row.version.estimate.patient_id for row in batch}
        known = _charges(patients, on)
        for row in batch:
            yield from _of_one(row, known)


def _charges(patients: set[int], on: date) -> Known:
    day = on.isoformat()
    rows = bulk.select(
        _CHARGES.format(patients=bulk.keys(patients)),
        [_OURS, _THEIRS, _THEIRS, _OURS, _THEIRS, _THEIRS, day, day],
    )
    found: Known = defaultdict(list)
    for patient, service_on, code, payer, cents, share, waits in rows:
        key = (patient, str(service_on), code)
        found[key].append((payer, int(cents), int(share), int(waits)))
    return found


def _of_one(row: EstimateGiven, known: Known) -> Iterator[Outcome]:
    case = row.version.estimate
    sums: dict[str, int] = defaultdict(int)
    insured = case.track == "insured"
    for code, charge, _, share in row.version.figures["lines"]:
        sums[code] += share if insured else charge
    for code, estimated in sums.items():
        billed = known.get((case.patient_id, str(case.service_on), code), [])
        if not billed or (insured and any(waits for *_, waits in billed)):
            continue
        actual = sum(share if insured else cents for _, cents, share, _ in billed)
        yield Outcome(code, billed[0][0] if insured else "", estimated, actual)
