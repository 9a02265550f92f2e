"""How near estimates given here came, by procedure and payer: a self-pay one beside what was
billed, an insured one beside the share that the plan left to the patient.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from goodstanding.core import estimate_kept
from goodstanding.core.days import add_months
from goodstanding.core.estimate_bill import Accuracy, Outcome, accuracy
from goodstanding.core.estimate_past import Past, past
from goodstanding.core.estimate_terms import Planned
from goodstanding.core.ledger import LedgerAccount
from goodstanding.records import bulk, clinic
from goodstanding.records.models import EstimateGiven
from goodstanding.records.queries.coverage import first_payer
from goodstanding.records.queries.estimate_days import care_on

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
_BATCH = 100
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
    for batch in bulk.chunks(_last_given(on), _BATCH):
        known = _charges({one.patient for one in batch}, on)
        for one in batch:
            yield from _of_one(one, known)


@dataclass(frozen=True, slots=True)
class _Given:
    """A version as it was given, `day` that on which its care took place."""

    patient: int
    day: date
    planned: Planned
    figures: Any


def _last_given(on: date, **more: object) -> Iterator[_Given]:
    """The last version given of each estimate of care that comes once, once its day is past; the
    newest first. What it says counts: a version not given yet may say something else.
    """
    zone = clinic.current().timezone
    later = EstimateGiven.objects.filter(
        version__estimate=OuterRef("version__estimate"), id__gt=OuterRef("id")
    )
    rows = EstimateGiven.objects.filter(~Exists(later), on__lte=on, **more).order_by("-id")
    for row in rows.defer("paper").select_related("version__estimate__appointment").iterator():
        planned, case = estimate_kept.read(row.version.inputs), row.version.estimate
        day = care_on(case, zone, given=planned.service_on)
        if planned.recurs_until is None and day <= on:
            yield _Given(case.patient_id, day, planned, row.version.figures)


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


def _of_one(row: _Given, known: Known) -> Iterator[Outcome]:
    sums: dict[str, int] = defaultdict(int)
    insured = row.planned.insured
    for code, charge, _, share in row.figures["lines"]:
        sums[code] += share if insured else charge
    for code, estimated in sums.items():
        billed = [
            one for one in known.get((row.patient, str(row.day)), ()) if one.code == code
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
    main = {"version__lines__place_in_order": 1, "version__lines__code": code}
    since = add_months(on, -MONTHS)
    rows = (
        row for row in _last_given(on, **main)
        if row.planned.insured == insured and row.day >= since
    )  # fmt: skip
    pairs: list[tuple[int, int]] = []
    for batch in bulk.chunks(rows, _BATCH):
        known = _charges({row.patient for row in batch}, on)
        pairs += filter(None, (_whole(row, known, payer) for row in batch))
        if len(pairs) >= LATEST:
            break
    return past(pairs[:LATEST])


def _whole(row: _Given, known: Known, payer: str) -> tuple[int, int] | None:
    """(estimated, billed) once the main code's bill has come and no plan is waited for; never one
    whose share nobody could tell.
    """
    if row.figures["unknown"]:
        return None
    lines = row.figures["lines"]
    codes = {line[0] for line in lines}
    theirs = {line.provider for line in row.planned.lines}
    billed = [
        one for one in known.get((row.patient, str(row.day)), ())
        if one.code in codes or one.provider in theirs
    ]  # fmt: skip
    mains = [one for one in billed if one.code == lines[0][0]]
    if not mains or (payer and (mains[0].payer != payer or any(one.waits for one in billed))):
        return None
    estimated = sum(line[3] if payer else line[1] for line in lines)
    return estimated, sum(one.actual(insured=bool(payer)) for one in billed)
