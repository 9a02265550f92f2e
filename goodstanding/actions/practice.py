"""Importing a practice export: all its tables, in one transaction, with what could not go in set
aside.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from goodstanding.actions import practice_tables as tables
from goodstanding.actions.import_told import tell as tell_person
from goodstanding.actions.placed_back import short_accounts, take_back_placed
from goodstanding.actions.posting import posting_day
from goodstanding.actions.practice_money import Cover, expect_again, post_charges
from goodstanding.actions.practice_moves import move_charges
from goodstanding.actions.practice_sync import (
    Intake,
    sync,
    tell,
    text,
)
from goodstanding.actions.practice_transactions import Transactions
from goodstanding.actions.practice_wholes import COVERAGES, ESTIMATES, take_wholes
from goodstanding.actions.unit import Actor, about, action
from goodstanding.formats.practice_export import PracticeExport
from goodstanding.formats.problems import Problem
from goodstanding.records import bulk
from goodstanding.records.derived import rederive
from goodstanding.records.models import Appointment, AppointmentChange, ImportFile
from goodstanding.records.queries.appointments import EXPORTED, by_hand
from goodstanding.records.queries.periods import locked_until
from goodstanding.records.queries.returned_mail import came_back

KIND = "practice"
# What the books do not know, and a person must, while a table is left out.
WITHOUT = {
    "guarantors": "Rows of accounts not known from before are set aside.",
    "patients": "Rows of patients not known from before are set aside.",
    "coverages": "Charges that leave `expects` open count as the patient's where no coverage is "
    "known from before.",
    "charges": "Transactions on charges not known from before are set aside.",
    "transactions": "Payments in it are not in the books, so balances may be too high.",
    "contacts": "Calls and letters in it are not known.",
    "promises": "Promises in it are not known.",
    "plans": "Payment plans in it are not known.",
    "holds": "Holds in it stop nothing yet.",
}


@action("import.practice")
def import_practice(
    export: PracticeExport,
    *,
    name: str,
    by: Actor,
    at: datetime,
    moved: Callable[[int], None] = lambda rows: None,
) -> ImportFile:
    """Reads the export into the books. A table without a column that must be there is left out
    whole, and told; when no table is left, it is rejected and nothing changes. The same export a
    second time changes nothing and says "duplicate". `moved` hears of rows as they are done.
    """
    digest = export.digest()
    bulk.alone(bulk.BOOKS)
    latest = ImportFile.objects.filter(kind=KIND).exclude(status="rejected").order_by("-id").first()
    file = ImportFile(kind=KIND, name=name, sha256=digest, received_at=at, by=by.name)
    if latest is not None and latest.sha256 == digest:
        return _closed(file, "duplicate", totals=latest.totals)
    if not export.tables():
        return _closed(file, "rejected", totals={}, problems=_left_out(export))
    file.status = "reading"
    file.save()
    locked = locked_until()
    intake = Intake(
        at=bulk.moment(at), file_id=file.id, moved=moved,
        locked=locked.isoformat() if locked else "", came_back=came_back(),
        visits_by_hand=by_hand(),
    )  # fmt: skip
    others = [p for p in export.problems if p not in export.left_out.values()]
    for problem in (*others, *_left_out(export)):
        tell("", problem, intake)
    intake.tallies.pop("", None)
    with bulk.roomy():
        _read(export, intake)
        rederive(list(intake.touched))
        _placed_twice(intake, at=at)
        _visits_taken(intake, at=at)
    totals: dict[str, Any] = {
        table: {"rows": t.new + t.changed + t.same + t.aside, "new": t.new, "changed": t.changed,
                "same": t.same, "aside": t.aside}
        for table, t in intake.tallies.items()
    }  # fmt: skip
    about(file=file.id, accounts=len(intake.touched), aside=len(intake.problems))
    status = "partly_posted" if intake.problems else "posted"
    return _closed(file, status, totals=totals, problems=intake.problems, notices=intake.notices)


def _left_out(export: PracticeExport) -> Iterator[Problem]:
    """Each table left out, with what became of the rest."""
    for table, problem in export.left_out.items():
        rest = "Nothing was changed."
        if export.tables():
            rest = f"The other tables went in without it. {WITHOUT.get(table, '')}".rstrip()
        said = f"{problem.text} {rest} Correct the file and import again."
        yield replace(problem, text=said)


def _visits_taken(intake: Intake, *, at: datetime) -> None:
    """The export knows more of these visits than the person who changed them did: it says so."""
    rows = Appointment.objects.filter(number__in=intake.visits_taken)
    for row in rows:
        now = intake.visits_taken[row.number]
        AppointmentChange.objects.create(
            appointment=row, at=at, by="practice export", what=EXPORTED, theirs=now, ours=now
        )
        text = (
            f"Visit {row.number} was changed here; the practice system says something newer of it "
            "now, so that stands. Look at its history."
        )
        intake.notices.append(Problem("appointments.csv", "visit_taken_over", text))


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
    tell_person(file, problems)
    tell_person(file, notices, level="notice")
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
    take_wholes(COVERAGES, rows("coverages"), intake)
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
        moving = post_charges(rows("charges"), intake, cover)
        move_charges(moving, intake, lambda: rows("transactions"))
    if there_before and intake.covered_anew:
        expect_again(intake.covered_anew, intake, cover)
    if "transactions" in present:
        Transactions(intake).post(rows("transactions"))
    intake.lifted_here.update(
        number for (number,) in bulk.select("SELECT number FROM records_hold WHERE lifted_by <> ''")
    )
    for spec in (tables.APPOINTMENTS, tables.CONTACTS, tables.PROMISES, tables.PLANS, tables.HOLDS):
        sync(spec, rows(spec.table), intake) if spec.table in present else None
    take_wholes(ESTIMATES, rows("estimates"), intake)


def _number(into: str, numbers: dict[str, int]) -> None:
    numbers.update(bulk.select(f"SELECT number, id FROM {into}"))
