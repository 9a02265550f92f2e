"""Importing a practice export: all its tables, in one transaction, with what could not go in set
aside.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goodstanding.actions import practice_tables as tables
from goodstanding.actions.placed_back import short_accounts, take_back_placed
from goodstanding.actions.posting import posting_day
from goodstanding.actions.practice_money import Cover, expect_again, post_charges
from goodstanding.actions.practice_sync import (
    CHUNK,
    Intake,
    Tally,
    limits_of,
    same,
    sync,
    tell,
    text,
    unfit,
)
from goodstanding.actions.practice_transactions import Transactions
from goodstanding.actions.unit import Actor, about, action
from goodstanding.formats.practice_export import PracticeExport
from goodstanding.formats.problems import Problem
from goodstanding.records import bulk
from goodstanding.records.derived import rederive
from goodstanding.records.models import ImportFile, ImportProblem

KIND = "practice"
REJECTS = ("missing_column", "repeated_column")
COVERAGE = (
    "patient_id", "rank", "payer", "payer_name", "payer_type", "member", "group_number",
    "effective_on",
    "ends_on", "qmb",
)  # fmt: skip
ESTIMATE = ("number", "patient_id", "given_on", "kind", "code", "provider", "cents", "service_on")


@action("import.practice")
def import_practice(
    export: PracticeExport,
    *,
    name: str,
    by: Actor,
    at: datetime,
    moved: Callable[[int], None] = lambda rows: None,
) -> ImportFile:
    """Reads the export into the books. A column that must be there and is not rejects it before
    anything changes; the same export a second time changes nothing and says "duplicate". `moved`
    hears of rows as they are done.
    """
    digest = export.digest()
    bulk.alone(bulk.BOOKS)
    latest = ImportFile.objects.filter(kind=KIND).exclude(status="rejected").order_by("-id").first()
    file = ImportFile(kind=KIND, name=name, sha256=digest, received_at=at, by=by.name)
    if latest is not None and latest.sha256 == digest:
        return _closed(file, "duplicate", totals=latest.totals)
    if missing := [p for p in export.problems if p.code in REJECTS]:
        return _closed(file, "rejected", totals={}, problems=missing)
    file.status = "reading"
    file.save()
    intake = Intake(at=bulk.moment(at), file_id=file.id, moved=moved)
    for problem in export.problems:
        tell("", problem, intake)
    intake.tallies.pop("", None)
    with bulk.roomy():
        _read(export, intake)
        rederive(list(intake.touched))
        _placed_twice(intake, at=at)
    totals: dict[str, Any] = {
        table: {"rows": t.new + t.changed + t.same + t.aside, "new": t.new, "changed": t.changed,
                "same": t.same, "aside": t.aside}
        for table, t in intake.tallies.items()
    }  # fmt: skip
    about(file=file.id, accounts=len(intake.touched), aside=len(intake.problems))
    status = "partly_posted" if intake.problems else "posted"
    return _closed(file, status, totals=totals, problems=intake.problems, notices=intake.notices)


def _placed_twice(intake: Intake, *, at: datetime) -> None:
    """Money that was placed at the desk and then in the practice system too is placed once."""
    short = short_accounts(intake.touched)
    for guarantor in short:
        take_back_placed(guarantor, on=posting_day(at), at=at)
    rederive(short)


def _closed(
    file: ImportFile,
    status: str,
    *,
    totals: dict[str, Any],
    problems: Iterable[Problem] = (),
    notices: Iterable[Problem] = (),
) -> ImportFile:
    file.status, file.totals = status, totals
    file.save()
    ImportProblem.objects.bulk_create(
        ImportProblem(
            file=file, where=p.where[:200], code=p.code, text=p.text, cents=p.cents, level=level
        )
        for level, listed in (("aside", problems), ("notice", notices))
        for p in listed
    )
    return file


def _read(export: PracticeExport, intake: Intake) -> None:
    present = set(export.tables())

    def rows(table: str) -> Iterable[Any]:
        return export.rows(table) if table in present else ()

    sync(tables.GUARANTORS, rows("guarantors"), intake)
    _number("records_guarantor", intake.guarantors)
    intake.touched.update(
        key for key, in bulk.select(
            "SELECT g.id FROM records_guarantor g LEFT JOIN records_standing s ON s.guarantor_id = "
            "g.id "
            "WHERE s.guarantor_id IS NULL"
        )
    )  # fmt: skip
    sync(tables.PATIENTS, rows("patients"), intake)
    for number, key, guarantor in bulk.select(
        "SELECT number, id, guarantor_id FROM records_patient"
    ):
        intake.patients[number] = (key, guarantor)
        intake.owner_of[key] = guarantor
    _coverages(rows("coverages"), intake)
    for number, key, patient in bulk.select("SELECT number, id, patient_id FROM records_charge"):
        intake.charges[number] = (key, patient)
    cover = Cover(
        tuple(map(text, row))
        for row in bulk.select(
            "SELECT patient_id, rank, payer, effective_on, ends_on FROM records_coverage"
        )
    )
    there_before = bool(intake.charges)
    if "charges" in present:
        post_charges(rows("charges"), intake, cover)
    if there_before and intake.covered_anew:
        expect_again(intake.covered_anew, intake, cover)
    if "transactions" in present:
        Transactions(intake).post(rows("transactions"))
    intake.lifted_here.update(
        number for (number,) in bulk.select("SELECT number FROM records_hold WHERE lifted_by <> ''")
    )
    for spec in (tables.APPOINTMENTS, tables.CONTACTS, tables.PROMISES, tables.PLANS, tables.HOLDS):
        sync(spec, rows(spec.table), intake) if spec.table in present else None
    _estimates(rows("estimates"), intake)


def _number(into: str, numbers: dict[str, int]) -> None:
    numbers.update(bulk.select(f"SELECT number, id FROM {into}"))


def _coverages(rows: Iterable[tuple[int, Any] | Problem], intake: Intake) -> None:
    def values(row: Any, patient: int) -> tuple[Any, ...]:
        return (
            patient, row.rank, row.payer_id, row.payer_name, row.payer_type, row.member_id,
            row.group_number,
            row.effective_on, row.ends_on, row.qmb,
        )  # fmt: skip

    _wholes(_Wholes("coverages", "records_coverage", COVERAGE, values), rows, intake)


def _estimates(rows: Iterable[tuple[int, Any] | Problem], intake: Intake) -> None:
    def values(row: Any, patient: int) -> tuple[Any, ...]:
        return (
            row.estimate_id, patient, row.given_on, row.kind, row.code, row.provider,
            row.amount_cents,
            row.service_date,
        )  # fmt: skip

    _wholes(_Wholes("estimates", "records_estimate", ESTIMATE, values), rows, intake)


@dataclass(frozen=True)
class _Wholes:
    """Rows that belong together by their first column (a patient's coverages, an estimate's lines):
    they have no number of their own, so they are replaced as a whole when the export says something
    else of them.
    """

    table: str
    into: str
    columns: tuple[str, ...]
    values: Callable[[Any, int], tuple[Any, ...]]


def _wholes(spec: _Wholes, rows: Iterable[tuple[int, Any] | Problem], intake: Intake) -> None:
    limits = limits_of(spec.into, spec.columns)
    wanted: dict[Any, list[tuple[Any, ...]]] = {}
    for item in rows:
        if isinstance(item, Problem):
            tell(spec.table, item, intake)
            continue
        line, row = item
        intake.tallies.setdefault(spec.table, Tally())
        patient = intake.patients.get(row.patient_id)
        if patient is None:
            intake.aside(
                spec.table,
                line,
                code="unknown_reference",
                text=tables.unknown_patient(row.patient_id),
            )
            continue
        values = tuple(map(text, spec.values(row, patient[0])))
        if why := unfit(values, limits):
            intake.aside(spec.table, line, code="too_long", text=why)
        else:
            wanted.setdefault(values[0], []).append(values)
    for chunk in bulk.chunks(wanted, CHUNK):
        _replace_wholes(spec, {key: wanted[key] for key in chunk}, intake)


def _replace_wholes(
    spec: _Wholes, wanted: dict[Any, list[tuple[Any, ...]]], intake: Intake
) -> None:
    tally, columns = intake.tallies[spec.table], ", ".join(f'"{column}"' for column in spec.columns)
    marks, values = bulk.text_in(list(wanted))
    where = f"FROM {spec.into} WHERE {spec.columns[0]} IN"
    known: dict[Any, list[tuple[Any, ...]]] = {}
    for row in bulk.select(f"SELECT {columns} {where} ({marks}) ORDER BY id", values):
        known.setdefault(row[0], []).append(tuple(map(text, row)))
    other = []
    for key, rows in wanted.items():
        before = known.get(key)
        if before is not None and len(before) == len(rows) and all(map(same, before, rows)):
            tally.same += len(rows)
            continue
        other.append(key)
        tally.new += len(rows) if before is None else 0
        tally.changed += len(rows) if before is not None else 0
        if spec.table == "coverages":
            intake.touched.add(intake.owner_of[key])
            intake.covered_anew.add(key)
    marks, values = bulk.text_in(other)
    bulk.execute(f"DELETE {where} ({marks})", values)
    bulk.insert(spec.into, spec.columns, (values for key in other for values in wanted[key]))
    intake.moved(sum(map(len, wanted.values())))
