"""Every check of the insurers: what it brought, and where each of its claims ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.records import bulk
from goodstanding.records.models.remittances import BRINGS_MONEY, REPLACED
from goodstanding.records.queries.insurers_page import PAGE, STAGES, Stages
from goodstanding.records.queries.provider_level import accounts_of


@dataclass(frozen=True, slots=True)
class CheckRow:
    """`provider_cents` above zero lowered the check; `cents` is claims less that. `receipt` is the
    number of the desk's receipt that is this check, `stands` when a person said so.
    """

    id: int
    payer_name: str
    payer: str
    trace: str
    method: str
    paid_on: date | None
    cents: int
    balanced: bool
    file: int
    receipt: int | None
    stands: bool
    provider_cents: int
    stages: Stages

    @property
    def is_open(self) -> bool:
        """Nothing of it is in the books, and a person must say what becomes of it."""
        return bool(self.stages.aside) and (not self.balanced or self.receipt is not None)

    @property
    def adds_up(self) -> bool:
        """Its claims are all somewhere, and their money less the provider's is the check."""
        return self.stages.fits and self.stages.received_cents - self.provider_cents == self.cents


@dataclass(frozen=True, slots=True)
class CheckClaim:
    id: int
    place: int
    claim: str
    status: str
    charged_cents: int
    paid_cents: int
    patient_cents: int
    state: str
    why: str
    account: str


@dataclass(frozen=True, slots=True)
class CheckAdjustment:
    reason: str
    reference: str
    cents: int
    claim_id: int | None
    claim: str


@dataclass(frozen=True, slots=True)
class CheckWhole:
    row: CheckRow
    claims: tuple[CheckClaim, ...]
    adjustments: tuple[CheckAdjustment, ...]


_COLUMNS = (
    "m.id, m.payer_name, m.payer, m.trace, m.method, CAST(m.paid_on AS TEXT), m.cents, "
    "m.balanced, m.file_id, c.number, m.receipt_stands"
)


def checks(*, page: int = 1) -> tuple[CheckRow, ...]:
    return _checks(
        "m.id IN (SELECT id FROM records_remittance ORDER BY id DESC LIMIT "
        f"{PAGE} OFFSET {(page - 1) * PAGE})"
    )


def undecided() -> tuple[tuple[CheckRow, str], ...]:
    """Checks of which nothing is in the books, each with why; the newest first."""
    found = _checks(
        f"m.id IN (SELECT m.id FROM records_remittance m WHERE NOT {BRINGS_MONEY} AND EXISTS "
        "(SELECT 1 FROM records_remittanceclaim y WHERE y.remittance_id = m.id AND y.state = "
        f"'aside') ORDER BY m.id DESC LIMIT {PAGE})"
    )
    whys = dict(
        bulk.select(
            "SELECT remittance_id, MIN(why) FROM records_remittanceclaim WHERE state = 'aside' AND "
            f"remittance_id IN ({bulk.keys(one.id for one in found)}) GROUP BY remittance_id"
        )
    )
    return tuple((one, whys.get(one.id, "")) for one in found)


def behind_receipt(number: int) -> tuple[tuple[int, str], ...]:
    """(key, trace) of the remittances whose money this receipt is."""
    rows = bulk.select(
        "SELECT m.id, m.trace FROM records_remittance m JOIN records_receipt c ON c.id = "
        "m.receipt_id WHERE c.number = %s AND m.key NOT LIKE %s ORDER BY m.id",
        [number, f"%{REPLACED}%"],
    )
    return tuple((key, trace) for key, trace in rows)


def _checks(where: str) -> tuple[CheckRow, ...]:
    rows = bulk.select(
        f"SELECT {_COLUMNS}, {STAGES} FROM records_remittance m LEFT JOIN records_remittanceclaim "
        "r ON r.remittance_id = m.id AND r.state <> 'replaced' LEFT JOIN records_receipt c ON "
        f"c.id = m.receipt_id WHERE {where} GROUP BY m.id, c.number ORDER BY m.id DESC"
    )
    keys = bulk.keys(row[0] for row in rows)
    taken = {
        key: int(cents)
        for key, cents in bulk.select(
            "SELECT remittance_id, SUM(cents) FROM records_provideradjustment WHERE remittance_id "
            f"IN ({keys}) GROUP BY remittance_id"
        )
    }
    return tuple(_check(row, taken.get(row[0], 0)) for row in rows)


def _check(row: tuple[Any, ...], taken: int) -> CheckRow:
    key, payer_name, payer, trace, method, paid_on, cents, balanced, file, *more = row
    receipt, stands, *stages = more
    return CheckRow(
        key, payer_name, payer, trace, method, date.fromisoformat(paid_on) if paid_on else None,
        cents, bool(balanced), file, receipt, bool(stands), taken,
        Stages(key, trace, *map(int, stages)),
    )  # fmt: skip


def check_whole(number: int, *, page: int = 1) -> CheckWhole | None:
    found = _checks(f"m.id = {int(number)}")
    if not found:
        return None
    rows = bulk.select(
        "SELECT id, place, claim, status, charged_cents, paid_cents, patient_cents, state, why "
        "FROM records_remittanceclaim WHERE remittance_id = %s AND state <> 'replaced' "
        "ORDER BY CASE WHEN state = 'posted' THEN 1 ELSE 0 END, place "
        f"LIMIT {PAGE} OFFSET {(page - 1) * PAGE}",
        [number],
    )
    accounts = accounts_of([(number, row[1]) for row in rows])
    adjustments = bulk.select(
        "SELECT a.reason, a.reference, a.cents, r.id, COALESCE(r.claim, '') FROM "
        "records_provideradjustment a LEFT JOIN records_remittanceclaim r ON r.id = a.claim_id "
        "WHERE a.remittance_id = %s ORDER BY a.id",
        [number],
    )
    return CheckWhole(
        found[0],
        tuple(CheckClaim(*(*row, accounts.get((number, row[1]), ""))) for row in rows),
        tuple(CheckAdjustment(*row) for row in adjustments),
    )
