"""The tab of estimates on Today: a deadline is work of the day, of a visit and not of a debt."""

from dataclasses import dataclass
from datetime import date

from goodstanding.records.queries import estimates
from goodstanding.records.queries.estimates import DueCounts, DueRow

QUEUE = "estimates"


@dataclass(frozen=True, slots=True)
class EstimatesTab:
    """`number` is its key with Alt, 0 past nine. `rows` with whether each is late; empty while
    another tab is open.
    """

    counts: DueCounts
    url: str
    here: bool
    number: int
    rows: tuple[tuple[DueRow, bool], ...] = ()


def estimates_tab(on: date, *, url: str, here: bool, number: int) -> EstimatesTab:
    """What is due today or late first, then this week's."""
    key = number if number < 10 else 0
    if not here:
        return EstimatesTab(estimates.due_counts(on), url, here, key)
    due = estimates.due(on)
    rows = tuple((row, row.late(on)) for row in (*due.today, *due.soon))
    return EstimatesTab(DueCounts(len(due.today), due.count), url, here, key, rows)
