"""Estimates as workbooks: what is due, was given and is over; and how near they came."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from goodstanding.core.estimate_bill import Accuracy
from goodstanding.formats.spreadsheets import About, Heading, Sheet, Shown, write_xlsx
from goodstanding.records.queries.estimate_over import OverRow
from goodstanding.records.queries.estimates import Due
from goodstanding.records.queries.estimates_sent import SentRow

DUE = (
    Heading("Account", width=14), Heading("Name", width=26), Heading("Track", width=14),
    Heading("Care on", Shown.DAY), Heading("Due by", Shown.DAY), Heading("Provider", width=20),
    Heading("Begun", width=8),
)  # fmt: skip
SENT = (
    Heading("Account", width=14), Heading("Name", width=26), Heading("Track", width=14),
    Heading("Care on", Shown.DAY), Heading("Given on", Shown.DAY), Heading("How", width=10),
    Heading("Version", Shown.WHOLE), Heading("Likely", Shown.MONEY),
    Heading("At most", Shown.MONEY),
)  # fmt: skip
OVER = (
    Heading("Account", width=14), Heading("Name", width=26), Heading("Provider", width=20),
    Heading("Care on", Shown.DAY), Heading("Estimated", Shown.MONEY),
    Heading("Billed", Shown.MONEY), Heading("Over", Shown.MONEY), Heading("State", width=20),
)  # fmt: skip
NEAR = (
    Heading("Procedure", width=12), Heading("Payer", width=18), Heading("Estimates", Shown.WHOLE),
    Heading("Estimated", Shown.MONEY), Heading("Actual", Shown.MONEY),
    Heading("Within a tenth", Shown.WHOLE), Heading("Over, %", Shown.WHOLE),
)  # fmt: skip
SELF_PAY = "self-pay"


def write_board(
    due: Due, target: Path | BinaryIO, *, sent: Sequence[SentRow], over: Sequence[OverRow],
    about: About,
) -> None:  # fmt: skip
    waiting = [
        (row.account_id, row.name, row.track, row.service_on, row.deliver_by, row.provider,
         "" if row.case is None else "yes")
        for row in (*due.today, *due.soon, *due.later)
    ]  # fmt: skip
    given = [
        (row.account_id, row.name, row.track, row.service_on, row.given_on, row.how, row.version,
         row.share_cents, row.at_most_cents)
        for row in sent
    ]  # fmt: skip
    above = [
        (row.account_id, row.name, row.provider, row.service_on, row.estimated_cents,
         row.billed_cents, row.over_cents, _state(row))
        for row in over
    ]  # fmt: skip
    sheets = [Sheet("Due", DUE, waiting), Sheet("Sent", SENT, given), Sheet("Over", OVER, above)]
    write_xlsx(target, sheets, about)


def _state(row: OverRow) -> str:
    return "looked at" if row.reviewed else row.let_go or str(row.near)


def write_accuracy(
    rows: Sequence[Accuracy], target: Path | BinaryIO, *, on: date, made_at: datetime, by: str
) -> None:
    about = About(
        title="How near estimates came", filters="The last version given; its bill has come.",
        as_of=on, made_at=made_at, made_by=by,
    )  # fmt: skip
    cells = [
        (row.code, row.payer or SELF_PAY, row.count, row.estimated, row.actual, row.near,
         row.over_percent)
        for row in rows
    ]  # fmt: skip
    write_xlsx(target, [Sheet("Accuracy", NEAR, cells)], about)
