"""Days handed to the accountant: locked, so that nothing is dated into them any more."""

from datetime import date, datetime

from goodstanding.actions.hold_parts import day_of, said
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import PeriodLock
from goodstanding.records.queries.periods import locked_until


@action("period.lock")
def lock(*, until: date, reason: str, by: Actor, at: datetime) -> None:
    """Nothing is posted on a day up to and with `until`: neither at the desk nor by a file."""
    bulk.alone(bulk.BOOKS)  # an import under way ends first
    said(reason, "Say for whom or for what the days are locked.")
    before = locked_until()
    if until >= day_of(at):
        raise Refused("Only days that are over can be locked. Give a day before today.")
    if before is not None and until <= before:
        raise Refused(f"Everything up to {before:%m/%d/%Y} is locked already. Give a later day.")
    PeriodLock.objects.create(until=until, reason=reason.strip(), at=at, by=by.name)
    about(until=until.isoformat())


@action("period.unlock")
def unlock(*, until: date | None, reason: str, by: Actor, at: datetime) -> None:
    """Opens the days after `until` again; None opens all. Both locks stay on record."""
    bulk.alone(bulk.BOOKS)
    said(reason, "Say why the days are opened again, and who at the accountant's knows.")
    before = locked_until()
    if before is None:
        raise Refused("Nothing is locked.")
    if until is not None and until >= before:
        raise Refused(f"Up to {before:%m/%d/%Y} is locked. Give an earlier day, or none.")
    PeriodLock.objects.create(until=until, reason=reason.strip(), at=at, by=by.name)
    about(until=until.isoformat() if until else "")
