"""The close report as a workbook people can sum: its totals are those of the page."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from goodstanding.core.close_figures import MOVES, TITLES, CloseFigures
from goodstanding.formats.spreadsheets import About, Cell, Heading, Sheet, Shown, write_xlsx
from goodstanding.records.queries.close_report import Closing

_FIGURES = (
    Heading("Section", width=32), Heading("What", width=36), Heading("How many", Shown.WHOLE),
    Heading("Amount", Shown.MONEY), Heading("Moves cash", width=12), Heading("Note", width=60),
)  # fmt: skip
_LEDGER = (
    Heading("Section", width=32), Heading("Report", Shown.MONEY), Heading("Ledger", Shown.MONEY),
    Heading("Difference", Shown.MONEY),
)  # fmt: skip
_DRAWERS = (
    Heading("Drawer", width=18), Heading("Tender"), Heading("Start", Shown.MONEY),
    Heading("System", Shown.MONEY), Heading("Counted", Shown.MONEY),
    Heading("Difference", Shown.MONEY), Heading("Reason", width=60),
)  # fmt: skip


def write_close(
    figures: CloseFigures,
    closing: Closing | None,
    target: Path | BinaryIO,
    *,
    made_at: datetime,
    by: str,
) -> None:
    about = About(
        title="Close of the day", filters=said_of(closing), as_of=figures.on, made_at=made_at,
        made_by=by,
    )  # fmt: skip
    sheets = [
        Sheet("Figures", _FIGURES, _figures(figures)),
        Sheet("Ties to the ledger", _LEDGER, _ledger(figures)),
        Sheet("Drawers", _DRAWERS, [
            (one.drawer, one.tender, one.start, one.system, one.counted, one.difference, one.reason)
            for one in figures.drawers
        ]),
    ]  # fmt: skip
    write_xlsx(target, sheets, about)


def said_of(closing: Closing | None) -> str:
    if closing is None:
        return "Not closed: the day so far."
    second = f", confirmed by {closing.second}" if closing.second else ""
    again = f" Opened again by {closing.reopened_by}." if closing.reopened_at else ""
    return f"Version {closing.version}, closed by {closing.by}{second}.{again}"


def _figures(figures: CloseFigures) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for section in figures.sections:
        cash = "yes" if section.moves else "no"
        rows += [
            (section.title, row.label, row.count or None, row.cents, cash, row.note)
            for row in section.rows
        ]
    rows.append(("Cash of the day", "Sum of what moves cash", None, figures.sum_cents, "", ""))
    rows.append(("Cash of the day", "Ledger", None, figures.cash_cents, "", _tie(figures)))
    return rows


def _ledger(figures: CloseFigures) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for key in MOVES:
        own, ledger = figures.section(key).cents, figures.ledger.get(key, 0)
        if own or ledger:
            rows.append((TITLES[key], own, ledger, own - ledger))
    whole = figures.sum_cents, figures.cash_cents, figures.sum_cents - figures.cash_cents
    return [*rows, ("Cash of the day", *whole)]


def _tie(figures: CloseFigures) -> str:
    return "Ties to the ledger" if figures.ties else "Does not tie to the ledger"
