"""The denial worklist: by reason code, with what to do next; and one case whole."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.denials import Refusal, refusal
from goodstanding.records import bulk

SHOWN = 200


class Coded:
    """What a denial's group and reason code mean."""

    __slots__ = ()
    group: str
    reason: str

    @property
    def what(self) -> Refusal:
        return refusal(self.group, self.reason)

    @property
    def carc(self) -> str:
        return "-".join(filter(None, (self.group, self.reason)))


@dataclass(frozen=True, slots=True)
class CaseRow(Coded):
    """`open_cents` is the insurer's part of the charge now."""

    id: int
    account: str
    name: str
    charge: str
    service_on: date
    code: str
    payer: str
    group: str
    reason: str
    remarks: str
    cents: int
    opened_on: date
    appeal_by: date
    next_on: date
    state: str
    outcome: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class ReasonGroup(Coded):
    """Living cases of one reason; `due` of them are to be worked by today."""

    group: str
    reason: str
    cases: int
    due: int
    cents: int
    first_on: date


@dataclass(frozen=True, slots=True)
class CaseStep:
    at: datetime
    by: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseWhole:
    row: CaseRow
    open_cents: int
    steps: tuple[CaseStep, ...]


_COLUMNS = (
    "SELECT k.id, g.number, p.last_name, p.first_name, c.number, CAST(c.service_on AS TEXT), "
    "c.code, k.payer, k.group_code, k.reason_code, k.remarks, k.cents, CAST(k.opened_on AS TEXT), "
    "CAST(k.appeal_by AS TEXT), CAST(k.next_on AS TEXT), k.state, k.outcome, CAST(k.closed_on AS "
    "TEXT) FROM records_denialcase k JOIN records_charge c ON c.id = k.charge_id JOIN "
    "records_patient p ON p.id = c.patient_id JOIN records_guarantor g ON g.id = p.guarantor_id"
)


def groups(on: date) -> tuple[ReasonGroup, ...]:
    """By money, the largest first."""
    rows = bulk.select(
        "SELECT group_code, reason_code, COUNT(*), SUM(CASE WHEN next_on <= %s THEN 1 ELSE 0 END), "
        "SUM(cents), CAST(MIN(appeal_by) AS TEXT) FROM records_denialcase WHERE state <> 'closed' "
        "GROUP BY group_code, reason_code ORDER BY SUM(cents) DESC, group_code, reason_code",
        [on.isoformat()],
    )
    return tuple(
        ReasonGroup(group, reason, cases, int(due), int(cents), date.fromisoformat(first))
        for group, reason, cases, due, cents, first in rows
    )


def cases(*, carc: str = "", limit: int | None = SHOWN) -> tuple[CaseRow, ...]:
    """Living cases in the order of work: the next day, then the last day of the appeal. `carc` as
    "CO-50": only those.
    """
    where, values = "k.state <> 'closed'", []
    if carc:
        group, _, reason = carc.partition("-")
        where += " AND k.group_code = %s AND k.reason_code = %s"
        values = [group, reason]
    some = f" LIMIT {limit}" if limit else ""
    rows = bulk.select(
        f"{_COLUMNS} WHERE {where} ORDER BY k.next_on, k.appeal_by, k.id{some}", values
    )
    return tuple(map(_case, rows))


def case_whole(number: int) -> CaseWhole | None:
    rows = bulk.select(f"{_COLUMNS} WHERE k.id = %s", [number])
    if not rows:
        return None
    ((cents,),) = bulk.select(
        "SELECT COALESCE(SUM(CASE WHEN t.debit = 'insurer_due' THEN t.cents WHEN t.credit = "
        "'insurer_due' THEN -t.cents ELSE 0 END), 0) FROM records_denialcase k JOIN "
        "records_transfer t ON t.charge_id = k.charge_id WHERE k.id = %s",
        [number],
    )
    steps = bulk.select(
        'SELECT at, "by", what, text FROM records_denialstep WHERE case_id = %s ORDER BY id',
        [number],
    )
    return CaseWhole(
        _case(rows[0]), int(cents), tuple(CaseStep(bulk.aware(at), *rest) for at, *rest in steps)
    )


def next_case(after: int, on: date) -> int | None:
    rows = bulk.select(
        "SELECT id FROM records_denialcase WHERE state <> 'closed' AND next_on <= %s AND id <> %s "
        "ORDER BY next_on, appeal_by, id LIMIT 1",
        [on.isoformat(), after],
    )
    return rows[0][0] if rows else None


def _case(row: tuple[Any, ...]) -> CaseRow:
    key, account, last, first, charge, served, code, payer, group, reason, remarks, cents = row[:12]
    opened, appeal, next_on, state, outcome, closed = row[12:]
    return CaseRow(
        key, account, f"{last}, {first}", charge, date.fromisoformat(served), code, payer, group,
        reason, remarks, cents, date.fromisoformat(opened), date.fromisoformat(appeal),
        date.fromisoformat(next_on), state, outcome,
        date.fromisoformat(closed) if closed else None,
    )  # fmt: skip
