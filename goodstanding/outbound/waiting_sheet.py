"""What needs a person at the insurers' desk, as a workbook: claims, and checks set aside whole."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from goodstanding.formats.spreadsheets import About, Cell, Heading, Sheet, Shown, write_xlsx
from goodstanding.records.queries.checks_page import CheckRow
from goodstanding.records.queries.insurers_page import WaitingRow

CLAIMS = (
    Heading("Claim", width=20),
    Heading("Payer", width=28),
    Heading("Check", width=18),
    Heading("Why it waits", width=60),
    Heading("What it needs", width=44),
    Heading("Charged", Shown.MONEY),
    Heading("Paid", Shown.MONEY),
    Heading("Here since", Shown.DAY),
)
WHOLE = (
    Heading("Check", width=20),
    Heading("Payer", width=28),
    Heading("Date", Shown.DAY),
    Heading("Why nothing of it is posted", width=60),
    Heading("Claims", Shown.WHOLE),
    Heading("Amount", Shown.MONEY),
)


def write_waiting(
    claims: Sequence[tuple[WaitingRow, str]],
    checks: Sequence[tuple[CheckRow, str]],
    target: Path | BinaryIO,
    *,
    on: date,
    made_at: datetime,
    by: str,
) -> None:
    """`claims` each with what it needs, `checks` each with why it is aside."""
    of_claims: list[tuple[Cell, ...]] = [
        (
            row.claim.claim_id, row.payer_name, row.trace, row.why, fix, row.claim.charged_cents,
            row.claim.paid_cents, row.received_at.date(),
        )
        for row, fix in claims
    ]  # fmt: skip
    of_checks: list[tuple[Cell, ...]] = [
        (row.trace, row.payer_name, row.paid_on, why, row.stages.received, row.cents)
        for row, why in checks
    ]
    about = About(
        title="Insurers: needs you",
        filters="Claims that wait, the oldest first; checks set aside whole, the newest first.",
        as_of=on,
        made_at=made_at,
        made_by=by,
    )
    sheets = [Sheet("Claims", CLAIMS, of_claims), Sheet("Checks", WHOLE, of_checks)]
    write_xlsx(target, sheets, about)
