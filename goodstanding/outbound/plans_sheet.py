"""The portfolio of payment plans as a workbook."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from goodstanding.formats.spreadsheets import About, Cell, Heading, Sheet, Shown, write_xlsx
from goodstanding.records.queries.plans_page import PlanRow

HEADINGS = (
    Heading("Plan", width=24),
    Heading("Account", width=14),
    Heading("Name", width=26),
    Heading("State", width=20),
    Heading("From", Shown.DAY),
    Heading("A month", Shown.MONEY),
    Heading("Payments", width=10),
    Heading("Paid", Shown.MONEY),
    Heading("Left", Shown.MONEY),
    Heading("Missed", width=10),
    Heading("Next due", Shown.DAY),
    Heading("Next amount", Shown.MONEY),
    Heading("Last event", width=24),
    Heading("On", Shown.DAY),
)


def write_plans(
    rows: Sequence[PlanRow], target: Path | BinaryIO, *, on: date, made_at: datetime, by: str
) -> None:
    cells: list[tuple[Cell, ...]] = [
        (
            row.number, row.account_id, row.name, str(row.state), row.started_on,
            row.monthly_cents, row.months, row.paid_cents, row.left_cents, row.missed,
            row.next.due_on if row.next else None, row.next.cents if row.next else None,
            row.last, row.last_on,
        )
        for row in rows
    ]  # fmt: skip
    about = About(
        title="Payment plans", filters="All plans; what needs someone first.", as_of=on,
        made_at=made_at, made_by=by,
    )  # fmt: skip
    write_xlsx(target, [Sheet("Plans", HEADINGS, cells)], about)
