"""The practice export's money: charges and transactions become transfers, each exactly once.

Ledger rows are never changed. When a later export says something else of a charge or a transaction,
the posting it had is reversed on its own day and the new one is added, so every past day reads as
the clinic now knows it was.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from goodstanding.actions.practice_sync import (
    CHUNK,
    Intake,
    Limits,
    Tally,
    broken_limits,
    limits_of,
    same,
    tell,
    text,
    unfit,
)
from goodstanding.actions.practice_tables import unknown_patient
from goodstanding.core.kinds import Party, TransactionKind
from goodstanding.core.ledger import Sides, charge_sides, sides
from goodstanding.formats.problems import Problem
from goodstanding.records import bulk

# Plain texts: in Python 3.11 each use of an enum's member costs a look-up, and there are millions.
DENIED, REVERSED, _CHARGE = (
    TransactionKind.DENIAL.value,
    TransactionKind.REVERSAL.value,
    TransactionKind.CHARGE.value,
)
_PATIENT, _INSURER = Party.PATIENT.value, Party.INSURER.value
TRANSFER = (
    "source", "kind", "debit", "credit", "cents", "patient_id", "charge_id", "posted_on",
    "received_on",
    "recorded_at", "payer", "group_code", "reason_code", "method", "reference", "reverses_id",
    "file_id",
)  # fmt: skip
DENIAL = (
    "source", "charge_id", "patient_id", "posted_on", "received_on", "recorded_at", "cents",
    "payer",
    "group_code", "reason_code", "method", "reference", "undone_by", "file_id",
)  # fmt: skip
CHARGE = (
    "number", "patient_id", "claim", "service_on", "posted_on", "code", "modifiers", "units",
    "cents",
    "provider", "location", "diagnosis", "first_billed_on", "insurer_known_on", "abn_on",
    "noncovered_ack_on",
    "self_pay_restriction", "network", "global_days", "expects", "expected", "payer",
)  # fmt: skip


# Longest texts of a TransactionRow, by place: number, payer, group, reason, reference.
# A number of 64 fits our source (160) even when each of its letters is a "~" and written twice.
TOO_LONG = [(0, "transaction_id", 64), (7, "payer_id", 64), (8, "group_code", 4), (9, "reason_code",
    12),
            (11, "reference", 80)]  # fmt: skip


_POSTS = (1, 4, 8, 20)  # of a charge: patient, posted_on, cents, expected
VERSION = re.compile(r"(~\d+)?")


class Cover:
    """Coverages in memory: who covered a patient on a day."""

    def __init__(self, rows: Iterable[tuple[int, int, str, str | None, str | None]]) -> None:
        self._of: dict[int, list[tuple[int, str, str, str]]] = {}
        for patient, rank, payer, effective, ends in rows:
            self._of.setdefault(patient, []).append(
                (rank, payer, effective or "0000", ends or "9999")
            )
        for covers in self._of.values():
            covers.sort()

    def on(self, patient: int, day: str) -> str | None:
        """The first-ranked payer in force; None when nobody covered the patient that day."""
        for _, payer, effective, ends in self._of.get(patient, ()):
            if effective <= day <= ends:
                return payer
        return None


def charge_values(row: Any, intake: Intake, cover: Cover) -> tuple[Any, ...] | None:
    """The charge's database values; None when its patient is not known."""
    known = intake.patients.get(row.patient_id)
    if known is None:
        return None
    patient, served = known[0], row.service_date.isoformat()
    payer = cover.on(patient, served)
    expected = row.expects or (_PATIENT if payer is None else _INSURER)
    return (
        row.charge_id, patient, row.claim_id, served, _day(row.posted_on), row.code,
        " ".join(row.modifiers),
        row.units, row.amount_cents, row.provider, row.location, " ".join(row.diagnosis),
        _day(row.first_billed_on),
        _day(row.insurer_known_on), _day(row.abn_on), _day(row.noncovered_ack_on),
        row.self_pay_restriction,
        row.network, row.global_days, row.expects, expected, payer or "",
    )  # fmt: skip


class Moving(NamedTuple):
    """A charge that another export gives to a patient of another account."""

    line: int
    values: tuple[Any, ...]
    before: tuple[Any, ...]


def post_charges(
    rows: Iterable[tuple[int, Any] | Problem], intake: Intake, cover: Cover
) -> list[Moving]:
    """Posts them all but those that change accounts, which it returns."""
    moving: list[Moving] = []
    tally = intake.tallies.setdefault("charges", Tally())
    empty = not bulk.select("SELECT 1 FROM records_charge LIMIT 1")
    limits = limits_of("records_charge", CHARGE)
    for chunk in bulk.chunks(rows, CHUNK):
        made = [
            None if isinstance(item, Problem) else charge_values(item[1], intake, cover)
            for item in chunk
        ]
        broken = broken_limits([values for values in made if values], limits)
        wanted: dict[str, tuple[Any, ...]] = {}
        lines: dict[str, int] = {}
        for item, values in zip(chunk, made, strict=True):
            if isinstance(item, Problem):
                tell("charges", item, intake)
                continue
            line, row = item
            if values is None:
                intake.aside("charges", line, code="unknown_reference",
                    text=unknown_patient(row.patient_id),
                             cents=row.amount_cents)  # fmt: skip
            elif why := unfit(values, broken):
                intake.aside("charges", line, code="too_long", text=why, cents=row.amount_cents)
            else:
                wanted[row.charge_id], lines[row.charge_id] = values, line
        known = {} if empty else _known_charges(list(wanted))
        if intake.locked:
            _leave_locked(wanted, known, lines, intake=intake)
        new = [values for number, values in wanted.items() if number not in known]
        bulk.insert("records_charge", CHARGE, new)
        tally.new += len(new)
        tally.cents += sum(values[8] for values in new)
        _number_charges([values[0] for values in new], intake)
        _touch(intake, [values[1] for values in new])
        bulk.insert(
            "records_transfer", TRANSFER, [t for v in new if (t := _charge_transfer(v, intake))]
        )
        for number, before in known.items():
            values = wanted[number]
            if intake.owner_of[before[1]] == intake.owner_of[values[1]]:
                charge_again(values, before, intake)
            else:
                moving.append(Moving(lines[number], values, before))
        intake.moved(len(chunk))
    return moving


def _leave_locked(
    wanted: dict[str, tuple[Any, ...]],
    known: dict[str, tuple[Any, ...]],
    lines: dict[str, int],
    *,
    intake: Intake,
) -> None:
    """Takes out the charges whose money would post on a locked day, each told with its line."""
    for number, values in list(wanted.items()):
        before = known.get(number)
        if before is None:
            why = intake.in_locked(values[4]) if values[8] else ""
        else:
            why = intake.in_locked(values[4], before[4]) if _moves_money(before, values) else ""
        if why:
            intake.aside("charges", lines[number], code="period_locked", text=why, cents=values[8])
            intake.left_locked.add(number)
            del wanted[number]
            known.pop(number, None)


def _moves_money(before: tuple[Any, ...], values: tuple[Any, ...]) -> bool:
    return any(before[place] != values[place] for place in _POSTS)


def expect_again(patients: Iterable[int], intake: Intake, cover: Cover) -> None:
    """Charges of patients whose coverage changed: another payer, and another party where the export
    leaves it open.
    """
    intake.tallies.setdefault("charges", Tally())
    columns = ", ".join(CHARGE)
    for batch in bulk.chunks(sorted(patients), CHUNK):
        found = f"SELECT {columns} FROM records_charge WHERE patient_id IN ({bulk.keys(batch)})"
        for row in bulk.select(found):
            before = tuple(map(text, row))
            payer = cover.on(before[1], before[3])
            now = (before[19] or (_PATIENT if payer is None else _INSURER), payer or "")
            if before[20:] == now or before[0] in intake.left_locked:
                continue
            if before[20] != now[0] and (why := intake.in_locked(before[4])):
                intake.tallies["charges"].aside += 1
                place = f"coverages.csv charge {before[0]}"
                intake.problems.append(Problem(place, "period_locked", why, before[8]))
            else:
                charge_again((*before[:20], *now), before, intake)


def _known_charges(numbers: list[str]) -> dict[str, tuple[Any, ...]]:
    marks, values = bulk.text_in(numbers)
    columns = ", ".join(CHARGE)
    rows = bulk.select(f"SELECT {columns} FROM records_charge WHERE number IN ({marks})", values)
    return {row[0]: tuple(map(text, row)) for row in rows}


def _number_charges(numbers: list[str], intake: Intake) -> None:
    marks, values = bulk.text_in(numbers)
    for number, key, patient in bulk.select(
        f"SELECT number, id, patient_id FROM records_charge WHERE number IN ({marks})", values
    ):
        intake.charges[number] = (key, patient)


def _touch(intake: Intake, patients: Iterable[int]) -> None:
    owners = intake.owner_of
    intake.touched.update(owners[patient] for patient in patients)


def _charge_transfer(
    values: tuple[Any, ...], intake: Intake, version: int = 1
) -> tuple[Any, ...] | None:
    """The charge's own posting; None for a charge of 0.00 (a visit inside a global period)."""
    number, patient, posted_on, cents, expected = (
        values[0],
        values[1],
        values[4],
        values[8],
        values[20],
    )
    if not cents:
        return None
    moves = charge_sides(Party(expected))
    source = named("charge", number) + ("" if version == 1 else f"~{version}")
    return (
        source, _CHARGE, moves.debit, moves.credit, cents, patient,
        intake.charges[number][0], posted_on, None, intake.at, "", "", "", "", "", None,
        intake.file_id,
    )  # fmt: skip


def charge_again(values: tuple[Any, ...], before: tuple[Any, ...], intake: Intake) -> None:
    """A charge we have: unchanged, changed in its particulars, or changed in its money."""
    tally = intake.tallies["charges"]
    if same(before, values):
        tally.same += 1
        return
    tally.changed += 1
    _touch(intake, [before[1], values[1]])
    sets = ", ".join(f'"{column}" = %s' for column in CHARGE[1:])
    bulk.update_many(
        f"UPDATE records_charge SET {sets} WHERE number = %s", [(*values[1:], values[0])]
    )
    intake.charges[values[0]] = (intake.charges[values[0]][0], values[1])
    if _moves_money(before, values):
        version = replace(named("charge", values[0]), intake)
        posting = _charge_transfer(values, intake, version)
        bulk.insert("records_transfer", TRANSFER, [posting] if posting else [])


def replace(source: str, intake: Intake, *, a_reversal: bool = False) -> int:
    """Reverses the posting in force under this source on its own day; returns the version to post
    next.
    """
    which = "IS NOT NULL" if a_reversal else "IS NULL"
    later, values = bulk.begins("t.source", f"{source}~")
    rows = bulk.select(
        "SELECT t.id, t.source, t.kind, t.debit, t.credit, t.cents, t.patient_id, t.charge_id, "
        "CAST(t.posted_on AS TEXT), t.payer, t.group_code, t.reason_code, t.method, t.reference, "
        "r.id "
        "FROM records_transfer t LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        f"WHERE (t.source = %s OR {later}) AND t.reverses_id {which} ORDER BY t.id",
        [source, *values],
    )
    # "T1~~2" is transaction "T1~2", not the second version of "T1".
    rows = [row for row in rows if VERSION.fullmatch(row[1], len(source))]
    version = len(rows) + 1
    for row in rows:
        if row[14] is None:
            mirror = (
                f"{row[1]}~undone", TransactionKind.REVERSAL.value, row[4], row[3], row[5], row[6],
                row[7], row[8],
                None, intake.at, row[9], row[10], row[11], row[12], row[13], row[0], intake.file_id,
            )  # fmt: skip
            bulk.insert("records_transfer", TRANSFER, [mirror])
    return version


def named(prefix: str, number: str) -> str:
    """A source under the export's own number; "~" is ours, for later versions, so theirs is
    doubled.
    """
    return f"{prefix}:{number.replace('~', '~~')}" if "~" in number else f"{prefix}:{number}"


class Posting(NamedTuple):
    """A transaction row ready to post: where it stands, and between which ledger
    accounts it moves.
    """

    line: int
    row: Any
    patient: int
    charge: int | None
    moves: Sides | None
    source: str


def transfer_values(posting: Posting, intake: Intake, version: int = 1) -> tuple[Any, ...]:
    row, moves = posting.row, posting.moves
    assert moves is not None
    source = posting.source if version == 1 else f"{posting.source}~{version}"
    return (
        source, row.kind, moves.debit, moves.credit, row.amount_cents, posting.patient,
        posting.charge,
        _day(row.posted_on), _day(row.received_on), intake.at, row.payer_id, row.group_code,
        row.reason_code, row.method, row.reference, None, intake.file_id,
    )  # fmt: skip


def denial_values(posting: Posting, intake: Intake) -> tuple[Any, ...]:
    row = posting.row
    return (
        posting.source, posting.charge, posting.patient, _day(row.posted_on), _day(row.received_on),
        intake.at, row.amount_cents, row.payer_id, row.group_code, row.reason_code, row.method,
        row.reference, "", intake.file_id,
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def placed(line: int, row: Any, *, intake: Intake, limits: Limits) -> Posting | None:
    """The row as a posting, or None when it had to be set aside (told in `intake`)."""
    patient = intake.patients.get(row.patient_id)
    charge = intake.charges.get(row.charge_id) if row.charge_id else None
    why = ""
    if patient is None:
        why = unknown_patient(row.patient_id)
    elif row.charge_id and charge is None:
        why = f"Charge {row.charge_id} is not known. Export charges.csv with this charge in it."
    elif charge is not None and intake.owner_of[charge[1]] != patient[1]:
        why = (
            f"Charge {row.charge_id} belongs to another account than patient {row.patient_id}. "
            f"Correct one of them."
        )
    why = why or unfit(row, limits)
    if why:
        intake.aside("transactions", line, code="cannot_place", text=why, cents=row.amount_cents)
        return None
    assert patient is not None
    moves = None
    kind = row.kind
    if kind not in (DENIED, REVERSED):
        moves = sides(kind, on_a_charge=charge is not None)
    if moves is None and kind != REVERSED and (kind != DENIED or charge is None):
        text_ = f"A transaction of kind {kind} needs a charge. Name the charge, or unpost it."
        intake.aside(
            "transactions", line, code="needs_a_charge", text=text_, cents=row.amount_cents
        )
        return None
    source = named("practice", row.transaction_id)
    # Within one account the charge says whose money it is: a parent's payment on a child's visit is
    # the child's.
    key, owner = charge if charge else (None, patient[0])
    return Posting(line, row, owner, key, moves, source)
