"""How near estimates given here came, by procedure and payer: a self-pay one beside what was
billed, an insured one beside the share that the plan left to the patient.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from goodstanding.core.days import add_months
from goodstanding.core.estimate_bill import Accuracy, Outcome, accuracy
from goodstanding.core.estimate_past import Past, past
from goodstanding.core.ledger import LedgerAccount
from goodstanding.records import bulk
from goodstanding.records.models import EstimateGiven
from goodstanding.records.queries.coverage import first_payer

# Of each charge: what was billed, what the plan moved to the patient, what waits for the plan.
_CHARGES = (
    "SELECT c.patient_id, c.service_on, c.code, c.provider, c.payer, c.cents, COALESCE(SUM(CASE "
    "WHEN t.debit = %s AND t.credit = %s THEN t.cents "
    "WHEN t.debit = %s AND t.credit = %s THEN -t.cents ELSE 0 END), 0), COALESCE(SUM(CASE "
    "WHEN t.debit = %s THEN t.cents WHEN t.credit = %s THEN -t.cents ELSE 0 END), 0) "
    "FROM records_charge c LEFT JOIN records_transfer t ON t.charge_id = c.id AND "
    "t.posted_on <= %s WHERE c.posted_on <= %s AND c.patient_id IN ({patients}) GROUP BY c.id, "
    "c.patient_id, c.service_on, c.code, c.provider, c.payer, c.cents ORDER BY c.id"
)
_OURS, _THEIRS = LedgerAccount.PATIENT_DUE.value, LedgerAccount.INSURER_DUE.value
_BATCH = 500
LATEST = 20
MONTHS = 24


@dataclass(frozen=True, slots=True)
class _Billed:
    code: str
    provider: str
    payer: str
    cents: int
    share: int
    waits: int

    def actual(self, *, insured: bool) -> int:
        return self.share if insured else self.cents


Known = dict[tuple[int, str], list[_Billed]]


def accuracy_of(on: date) -> tuple[Accuracy, ...]:
    return accuracy(_outcomes(on))


def _outcomes(on: date) -> Iterator[Outcome]:
    """The last version given of each estimate, once its day is past and its bill has come."""
    for batch in bulk.chunks(_last_given(on).values(), _BATCH):
        known = _charges({row.version.estimate.patient_id for row in batch}, on)
        for row in batch:
            yield from _of_one(row, known)


def _last_given(on: date, **more: str | date) -> dict[int, EstimateGiven]:
    rows = EstimateGiven.objects.filter(
        version__estimate__service_on__lte=on, version__estimate__recurs_until=None, **more
    ).select_related("version__estimate").order_by("id")  # fmt: skip
    return {row.version.estimate_id: row for row in rows}


def _charges(patients: set[int], on: date) -> Known:
    day = on.isoformat()
    rows = bulk.select(
        _CHARGES.format(patients=bulk.keys(patients)),
        [_OURS, _THEIRS, _THEIRS, _OURS, _THEIRS, _THEIRS, day, day],
    )
    found: Known = defaultdict(list)
    for patient, service_on, code, provider, payer, *cents in rows:
        found[patient, str(service_on)].append(_Billed(code, provider, payer, *map(int, cents)))
    return found


def _of_one(row: EstimateGiven, known: Known) -> Iterator[Outcome]:
    case = row.version.estimate
    sums: dict[str, int] = defaultdict(int)
    insured = case.track == "insured"
    for code, charge, _, share in row.version.figures["lines"]:
        sums[code] += share if insured else charge
    for code, estimated in sums.items():
        billed = [
            one for one in known.get((case.patient_id, str(case.service_on)), ())
            if one.code == code
        ]  # fmt: skip
        if not billed or (insured and any(one.waits for one in billed)):
            continue
        actual = sum(one.actual(insured=insured) for one in billed)
        yield Outcome(code, billed[0].payer if insured else "", estimated, actual)


def past_of(
    code: str, *, patient_id: str, insured: bool, service_on: date, on: date
) -> Past | None:
    """Of our last finished estimates with this main code, a first line's: self-pay ones, or those
    of the patient's payer. None while they are too few. A bill is the day's whole: the lines that
    were estimated, and what their providers added.
    """
    payer = first_payer(patient_id, service_on) if insured else ""
    if payer is None:
        return None
    given = _last_given(
        on, version__estimate__track="insured" if insured else "good_faith",
        version__estimate__service_on__gte=add_months(on, -MONTHS),
    )  # fmt: skip
    rows = [row for row in reversed(given.values()) if _main(row) == code]
    pairs: list[tuple[int, int]] = []
    for batch in bulk.chunks(rows, _BATCH):
        known = _charges({row.version.estimate.patient_id for row in batch}, on)
        pairs += filter(None, (_whole(row, known, payer) for row in batch))
    return past(pairs[:LATEST])


def _main(row: EstimateGiven) -> str:
    lines = row.version.figures["lines"]
    return str(lines[0][0]) if lines else ""


def _whole(row: EstimateGiven, known: Known, payer: str) -> tuple[int, int] | None:
    """(estimated, billed) once the main code's bill has come and no plan is waited for; never one
    whose share nobody could tell.
    """
    if row.version.figures["unknown"]:
        return None
    case, lines = row.version.estimate, row.version.figures["lines"]
    codes = {line[0] for line in lines}
    theirs = {line["provider"] for line in row.version.inputs["lines"]}
    billed = [
        one for one in known.get((case.patient_id, str(case.service_on)), ())
        if one.code in codes or one.provider in theirs
    ]  # fmt: skip
    mains = [one for one in billed if one.code == lines[0][0]]
    if not mains or (payer and (mains[0].payer != payer or any(one.waits for one in billed))):
        return None
    estimated = sum(line[3] if payer else line[1] for line in lines)
    return estimated, sum(one.actual(insured=bool(payer)) for one in billed)
