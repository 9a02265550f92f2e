"""The aging report as a workbook people can sum."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from goodstanding.formats.spreadsheets import About, Cell, Heading, Sheet, Shown, write_xlsx
from goodstanding.records.queries.aging_report import AgingReport

HEADINGS = (
    Heading("Key", width=18),
    Heading("Name", width=30),
    Heading("0-30", Shown.MONEY),
    Heading("31-60", Shown.MONEY),
    Heading("61-90", Shown.MONEY),
    Heading("91-120", Shown.MONEY),
    Heading("Over 120", Shown.MONEY),
    Heading("Total", Shown.MONEY),
)


def write_aging(
    report: AgingReport, target: Path | BinaryIO, *, made_at: datetime, by: str
) -> None:
    rows: list[tuple[Cell, ...]] = [
        (row.key, row.label, *row.cents, row.total) for row in (*report.rows, report.total)
    ]
    about = About(
        title="Aging of open money",
        filters=f"Whose: {report.whose}. By: {report.by}. Patient money ages from the day it "
        f"became the patient's, "
        "insurer money from the service date.",
        as_of=report.on,
        made_at=made_at,
        made_by=by,
    )
    write_xlsx(target, [Sheet("Aging", HEADINGS, rows)], about)
