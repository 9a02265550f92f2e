"""The denial worklist as a workbook."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from goodstanding.formats.spreadsheets import About, Cell, Heading, Sheet, Shown, write_xlsx
from goodstanding.records.queries.denials_page import CaseRow

HEADINGS = (
    Heading("Account", width=14),
    Heading("Name", width=26),
    Heading("Charge", width=16),
    Heading("Service", Shown.DAY),
    Heading("Code", width=10),
    Heading("Payer", width=16),
    Heading("Group and reason", width=12),
    Heading("Remarks", width=14),
    Heading("What it says", width=40),
    Heading("What to do next", width=36),
    Heading("Who", width=12),
    Heading("Refused", Shown.MONEY),
    Heading("Next day", Shown.DAY),
    Heading("Appeal by", Shown.DAY),
    Heading("State", width=12),
)


def write_denials(
    rows: Sequence[CaseRow],
    target: Path | BinaryIO,
    *,
    on: date,
    made_at: datetime,
    by: str,
) -> None:
    cells: list[tuple[Cell, ...]] = [
        (
            row.account, row.name, row.charge, row.service_on, row.code, row.payer, row.carc,
            row.remarks, row.what.says, row.what.action, row.what.who, row.cents, row.next_on,
            row.appeal_by, row.state,
        )
        for row in rows
    ]  # fmt: skip
    about = About(
        title="Denials to work",
        filters="Open, resent and appealed; in the order of the next day.",
        as_of=on,
        made_at=made_at,
        made_by=by,
    )
    write_xlsx(target, [Sheet("Denials", HEADINGS, cells)], about)
