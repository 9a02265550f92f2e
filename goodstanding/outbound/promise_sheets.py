"""Promises, and how well they and the plans hold, as workbooks people can sum."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from goodstanding.core.kept_rates import Period, kept_of, promise_dues
from goodstanding.core.promises import COUNTED, Kept, State
from goodstanding.formats.spreadsheets import About, Cell, Heading, Sheet, Shown, write_xlsx
from goodstanding.records.queries.promises import PromiseRow, Rates

PROMISES = (
    Heading("Account", width=14),
    Heading("Name", width=26),
    Heading("Made", Shown.DAY),
    Heading("Promised", Shown.MONEY),
    Heading("Due", Shown.DAY),
    Heading("How", width=16),
    Heading("State", width=20),
    Heading("Kept on", Shown.DAY),
    Heading("Came in time", Shown.MONEY),
    Heading("Came late", Shown.MONEY),
    Heading("Not come", Shown.MONEY),
    Heading("Asked about from", Shown.DAY),
    Heading("Counts", Shown.WHOLE, width=8),
    Heading("Kept", Shown.WHOLE, width=8),
)
RATE = (
    Heading("From", Shown.DAY),
    Heading("Promises kept", Shown.WHOLE),
    Heading("Promises counted", Shown.WHOLE),
    Heading("Kept, %", Shown.WHOLE),
    Heading("Instalments paid in time", Shown.WHOLE, width=22),
    Heading("Instalments counted", Shown.WHOLE, width=20),
    Heading("In time, %", Shown.WHOLE),
    Heading("Still open", Shown.WHOLE),
)
COUNTS = (
    "Counted: its day and grace are over, or it is kept. What is open, replaced or cancelled by a "
    "hold does not count. By the day it was due."
)


def write_promises(
    rows: Sequence[PromiseRow], target: Path | BinaryIO, *, words: Mapping[str, str],
    about: About,
) -> None:  # fmt: skip
    """`words` say each state and each means. The second sheet has the kept rate of these rows."""
    rate = kept_of(promise_dues(row.known for row in rows))
    summary = [("Kept", rate.kept), ("Counted", rate.counted), ("Kept, %", rate.percent)]
    sheets = [
        Sheet("Promises", PROMISES, [_promise(row, words) for row in rows]),
        Sheet("Kept rate", (Heading("What"), Heading("Promises", Shown.WHOLE)), summary),
    ]
    write_xlsx(target, sheets, about)


def _promise(row: PromiseRow, words: Mapping[str, str]) -> tuple[Cell, ...]:
    one, promise = row.known, row.known.promise
    return (
        row.account_id, row.name, promise.made_on, promise.cents, promise.due_on,
        words.get(promise.means, ""), words[one.state],
        one.full_on if one.state is State.KEPT else None,
        one.kept_cents, one.late_cents, one.left_cents, one.over_on,
        int(one.state in COUNTED), int(one.state is State.KEPT),
    )  # fmt: skip


def write_rates(found: Rates, target: Path | BinaryIO, *, made_at: datetime, by: str) -> None:
    about = About(
        title="Kept promises and plans", filters=COUNTS, as_of=found.on, made_at=made_at,
        made_by=by,
    )  # fmt: skip
    everything = _rate(None, found.promises, found.instalments)
    sheets = [
        Sheet("By week", RATE, map(_period, found.weeks)),
        Sheet("By month", RATE, map(_period, found.months)),
        Sheet("Of all time", RATE, [(*everything, None)]),
    ]
    write_xlsx(target, sheets, about)


def _period(period: Period) -> tuple[Cell, ...]:
    return (*_rate(period.first, period.promises, period.instalments), period.open_)


def _rate(first: Cell, promises: Kept, instalments: Kept) -> tuple[Cell, ...]:
    return (
        first, promises.kept, promises.counted, promises.percent,
        instalments.kept, instalments.counted, instalments.percent,
    )  # fmt: skip
