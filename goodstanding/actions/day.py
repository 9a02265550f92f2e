"""The day as a whole, however it was asked for: what it brings first, then every account."""

from collections.abc import Callable
from datetime import date, datetime

from goodstanding.actions.assistance_days import run_out
from goodstanding.actions.denials import open_denials
from goodstanding.actions.followup_day import Done, run_day
from goodstanding.actions.prepayments import settle_all
from goodstanding.actions.unit import Actor, nobody


def bring_day(
    *, on: date, by: Actor, at: datetime, moved: Callable[[int], object] = nobody
) -> Done:
    """As run_day; on each day that is run, a missed one too, what ran out by then ends first."""
    open_denials(on=on, by=by, at=at)
    settle_all(by=by, at=at)
    return run_day(
        on=on, by=by, at=at, moved=moved, first=lambda day: run_out(on=day, by=by, at=at)
    )
