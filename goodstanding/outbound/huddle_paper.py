"""The front desk's list on one landscape page: no phone numbers, no birth dates, no reasons."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from goodstanding.core.days import clock_words
from goodstanding.core.huddle import EVERY_PATIENT, FORMS, QUIETLY, letters_of, scripts
from goodstanding.core.letters import in_words
from goodstanding.outbound import typeset
from goodstanding.records import clinic as clinics
from goodstanding.records.queries.appointments import WORDS
from goodstanding.records.queries.coming_visits import CANCELLED, NO_SHOW
from goodstanding.records.queries.huddle import DeskRow, Published, limits

NOT_HERE = (CANCELLED, NO_SHOW)
ROOM = 14  # rows that leave room for their whole words
SHRED = "Return to the shred bin by 5 PM"


def huddle_pdf(
    rows: Sequence[DeskRow], list_: Published, *, on: date, location: str, clinic: str
) -> bytes:
    """Each row as it stands now: what changed since publishing says when."""
    values = _values(rows, list_, on=on, location=location, clinic=clinic)
    compiler = typeset.template("huddle", values)
    made = compiler.compile(format="pdf", pdf_tags=False, timestamp=typeset.moment_of(on))
    return bytes(made)


def _values(
    rows: Sequence[DeskRow], list_: Published, *, on: date, location: str, clinic: str
) -> dict[str, Any]:
    zone = ZoneInfo(clinics.current().timezone)
    words = scripts(limits().who)
    whole = len(rows) <= ROOM
    used = {letter for row in rows for letter in letters_of(row.line).split()}
    return {
        "clinic": clinic, "day": in_words(on), "location": location or "No location",
        "published": f"published {clock_words(list_.at.astimezone(zone))} by {list_.by}",
        "copy": f"Copy {list_.copy}", "shred": SHRED, "care": f"{EVERY_PATIENT} {QUIETLY}",
        "whole": whole,
        "legend": [] if whole else [f"{key}  {said}" for key, said in words.items() if key in used],
        "results": "What happened?  Paid · Part · Not today · Wants "
                   f"{limits().who} · Did not ask (reason)",
        "rows": [_row(row, zone, whole=whole) for row in rows],
    }  # fmt: skip


def _row(row: DeskRow, zone: ZoneInfo, *, whole: bool) -> list[str]:
    changed = f"Changed {clock_words(row.changed_at.astimezone(zone))}" if row.changed_at else ""
    papers = ", ".join(FORMS[each].split(":")[0] for each in row.line.forms)
    take = [*row.line.take]
    said = row.line.say if whole else letters_of(row.line)
    if row.status in NOT_HERE:
        take, said = [WORDS[row.status]], ""
    return [
        clock_words(row.starts_at.astimezone(zone)), row.name, row.language.replace(
            ", interpreter", " (int.)"), " · ".join(take), said,
        " · ".join(filter(None, (papers, changed))),
    ]  # fmt: skip
