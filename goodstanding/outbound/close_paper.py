"""The close report on paper, for the file of the day."""

from typing import Any

from goodstanding.core.close_figures import CloseFigures, Section
from goodstanding.core.day_close import WORDS
from goodstanding.core.kinds import Tender
from goodstanding.core.letters import in_words
from goodstanding.core.money import Cents
from goodstanding.outbound import typeset
from goodstanding.outbound.close_sheet import said_of
from goodstanding.records.queries.close_report import Closing


def close_pdf(figures: CloseFigures, closing: Closing | None, clinic: str) -> bytes:
    compiler = typeset.template("close", _values(figures, closing, clinic))
    moment = typeset.moment_of(figures.on)
    return bytes(compiler.compile(format="pdf", pdf_tags=False, timestamp=moment))


def _values(figures: CloseFigures, closing: Closing | None, clinic: str) -> dict[str, Any]:
    """What the template may read: every value a string or a list of them."""
    tie = "Ties to the ledger" if figures.ties else "Does not tie to the ledger"
    return {
        "clinic": clinic,
        "day": in_words(figures.on),
        "said": said_of(closing),
        "drawers": [
            [one.drawer, WORDS[Tender(one.tender)], _money(one.start), _money(one.system),
             "not counted" if one.counted is None else _money(one.counted),
             _money(one.difference), one.reason]
            for one in figures.drawers
        ],
        "moving": [_section(each) for each in figures.sections if each.moves and each.rows],
        "beside": [_section(each) for each in figures.sections if not each.moves and each.rows],
        "sum": _money(figures.sum_cents),
        "ledger": _money(figures.cash_cents),
        "tie": tie,
    }  # fmt: skip


def _section(section: Section) -> dict[str, Any]:
    rows = [
        [row.label, row.note, str(row.count) if row.count else "", _money(row.cents)]
        for row in section.rows
    ]
    return {"title": section.title, "rows": rows, "sum": _money(section.cents)}


def _money(cents: Cents) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{chr(0x2212) if cents < 0 else ''}{whole:,}.{part:02d}"
