"""What needs a person at the insurers' desk, as a workbook: claims, and checks set aside whole."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from goodstanding.core.days import local_day
from goodstanding.formats.spreadsheets import About, Cell, Heading, Sheet, Shown, write_xlsx
from goodstanding.records import clinic
from goodstanding.records.queries.checks_page import CheckRow
from goodstanding.records.queries.insurers_page import WaitingRow
from goodstanding.records.queries.unplaced_receipts import UnplacedReceipt

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


UNPLACED = (
    Heading("Receipt", Shown.WHOLE),
    Heading("Payer", width=28),
    Heading("Number", width=18),
    Heading("On", Shown.DAY),
    Heading("Check", Shown.MONEY),
    Heading("Not placed", Shown.MONEY),
)


class Waiting(NamedTuple):
    """`claims` each with what it needs, `checks` each with why it is aside."""

    claims: Sequence[tuple[WaitingRow, str]]
    checks: Sequence[tuple[CheckRow, str]]
    unplaced: Sequence[UnplacedReceipt]


def write_waiting(
    waiting: Waiting, target: Path | BinaryIO, *, on: date, made_at: datetime, by: str
) -> None:
    zone = clinic.current().timezone
    of_claims: list[tuple[Cell, ...]] = [
        (
            row.claim.claim_id, row.payer_name, row.trace, row.why, fix, row.claim.charged_cents,
            row.claim.paid_cents, local_day(row.received_at, zone),
        )
        for row, fix in waiting.claims
    ]  # fmt: skip
    of_checks: list[tuple[Cell, ...]] = [
        (row.trace, row.payer_name, row.paid_on, why, row.stages.received, row.cents)
        for row, why in waiting.checks
    ]
    of_receipts: list[tuple[Cell, ...]] = [
        (one.number, one.payer, one.reference, one.on, one.cents, one.left_cents)
        for one in waiting.unplaced
    ]
    about = About(
        title="Insurers: needs you",
        filters="Claims that wait, the oldest first; checks set aside whole, the newest first; "
        "money of checks taken at the desk that is on no charge.",
        as_of=on,
        made_at=made_at,
        made_by=by,
    )
    sheets = [
        Sheet("Claims", CLAIMS, of_claims),
        Sheet("Checks", WHOLE, of_checks),
        Sheet("Not placed", UNPLACED, of_receipts),
    ]
    write_xlsx(target, sheets, about)
