"""The end of a day at the desk: drawers are started and counted, the day is closed, and a manager
may open it again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions.posting import Posting, post, reverse
from goodstanding.actions.unit import Actor, about, action, may_do
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.close_figures import packed
from goodstanding.core.day_close import DrawerLine, needs_second, open_lines
from goodstanding.core.days import local_day
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.ledger import LedgerAccount, Sides
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk, clinic
from goodstanding.records.models import (
    DayClose,
    DayReopened,
    DrawerCount,
    DrawerStart,
)
from goodstanding.records.queries import close_report
from goodstanding.records.queries.drawers import days_open, drawer_lines
from goodstanding.records.queries.periods import last_closed_on, locked_until

_OVER = Sides(LedgerAccount.CASH.value, LedgerAccount.OVER_SHORT.value)
_SHORT = Sides(LedgerAccount.OVER_SHORT.value, LedgerAccount.CASH.value)


@dataclass(frozen=True, slots=True)
class Count:
    """What a person counted of one tender of one drawer, and why it differs."""

    drawer: str
    tender: Tender
    cents: Cents
    reason: str = ""


@action("day.start_drawer")
def start_drawer(*, on: date, drawer: str, cents: Cents, by: Actor, at: datetime) -> None:
    """Writes down what lies in a drawer when its day begins; a later row takes its place."""
    bulk.alone(bulk.BOOKS)
    _refuse_shut(on)
    if drawer not in clinic.current().desk.drawers:
        raise Refused("The clinic has no drawer of this name. Its drawers are in clinic.toml.")
    DrawerStart.objects.create(on=on, drawer=drawer, cents=cents, at=at, by=by.name)
    about(on=on.isoformat(), drawer=drawer)


@action("day.count")
def count_day(*, on: date, counts: Sequence[Count], by: Actor, at: datetime) -> int:
    """Writes down what was counted; what says nothing new is left. Returns how many are new."""
    bulk.alone(bulk.BOOKS)
    _refuse_shut(on)
    known = {(one.drawer, one.tender): one for one in drawer_lines(on)}
    new = 0
    for one in counts:
        line = known.get((one.drawer, one.tender))
        if line is None:
            raise Refused("A line to be counted is gone. Reload the page.")
        if has_card_number(one.reason):
            raise Refused("Take the card number out. Card numbers are never kept here.")
        if (line.counted, line.reason) != (one.cents, one.reason.strip()):
            new += 1
            DrawerCount.objects.create(
                on=on, drawer=one.drawer, tender=one.tender.value, cents=one.cents,
                reason=one.reason.strip(), at=at, by=by.name,
            )  # fmt: skip
    about(on=on.isoformat(), lines=new)
    return new


@action("day.close")
def close_day(*, on: date, second: Actor | None = None, by: Actor, at: datetime) -> int:
    """Closes a day whose every line is counted and, where over or short, explained: then `second`
    is another person, who has shown that they are there. What is over or short moves the ledger on
    the day. Returns the version.
    """
    bulk.alone(bulk.BOOKS)
    _refuse_shut(on)
    _refuse_too_early(on, at)
    lines = drawer_lines(on)
    if still := open_lines(lines):
        raise Refused(f"The day is not closed. {' '.join(still)}")
    if needs_second(lines):
        _refuse_alone(second, by)
    else:
        second = None
    _over_and_short(on, lines, at=at)
    figures = close_report.report(on, lines)
    if not figures.ties:
        raise Refused(
            f"The report ({show(figures.sum_cents)}) and the ledger's cash "
            f"({show(figures.cash_cents)}) differ. Nothing was closed; run goodstanding verify."
        )
    version = DayClose.objects.filter(on=on).count() + 1
    DayClose.objects.create(
        on=on, version=version, at=at, by=by.name, second=second.name if second else "",
        figures=packed(figures),
    )  # fmt: skip
    about(on=on.isoformat(), version=version, second=second.name if second else "")
    return version


@action("day.reopen")
def reopen_day(*, on: date, reason: str, by: Actor, at: datetime) -> None:
    """Opens the newest closed day again: what was over or short is reversed on it, and its figures
    stay as they were closed.
    """
    bulk.alone(bulk.BOOKS)
    closed = DayClose.objects.filter(on=on, reopened__isnull=True).first()
    if closed is None:
        raise Refused("This day is not closed. Reload the page.")
    if last_closed_on() != on:
        raise Refused(f"{last_closed_on():%m/%d/%Y} is closed after it. Open that day first.")
    until = locked_until()
    if until is not None and on <= until:
        raise Refused(f"The books are locked until {until:%m/%d/%Y}. Ask who locked them.")
    if not reason.strip():
        raise Refused("Write why the day is opened again.")
    if has_card_number(reason):
        raise Refused("Take the card number out. Card numbers are never kept here.")
    reverse(f"close:{on}", as_source=f"reopen:{on}:{closed.version}", on=on, at=at)
    DayReopened.objects.create(close=closed, at=at, by=by.name, reason=reason.strip())
    about(on=on.isoformat(), version=closed.version)


def _refuse_shut(on: date) -> None:
    last, until = last_closed_on(), locked_until()
    if last is not None and on <= last:
        words = "is closed" if on == last else f"was shut when {last:%m/%d/%Y} was closed"
        raise Refused(f"{on:%m/%d/%Y} {words}. A manager may open the last closed day again.")
    if until is not None and on <= until:
        raise Refused(f"The books are locked until {until:%m/%d/%Y}. Nothing was changed.")


def _refuse_too_early(on: date, at: datetime) -> None:
    if on > local_day(at, clinic.current().timezone):
        raise Refused("This day is still to come. Close it at its end.")
    before = [day for day in days_open(on) if day < on]
    if before:
        raise Refused(f"{before[0]:%m/%d/%Y} is not closed yet. Close the days in their order.")


def _refuse_alone(second: Actor | None, by: Actor) -> None:
    """TRUST: who took or counted the money is not alone in explaining what is missing."""
    if second is None:
        raise Refused("The day is over or short. Another person must confirm it with their name.")
    if second.name == by.name:
        raise Refused("The second person must be someone else.")
    if not may_do(second, "day.close"):
        raise Refused("The second person may not close a day. Ask a coordinator or a manager.")


def _over_and_short(on: date, lines: Iterable[DrawerLine], *, at: datetime) -> None:
    begins, values = bulk.begins("source", f"close:{on}:")
    ((before,),) = bulk.select(f"SELECT COUNT(*) FROM records_transfer WHERE {begins}", values)
    postings = [
        Posting(
            TransactionKind.OVER_SHORT, abs(one.difference),
            moves=_OVER if one.difference > 0 else _SHORT,
            tender=one.tender.value, reference=one.drawer,
        )
        for one in lines
        if one.difference
    ]  # fmt: skip
    post(f"close:{on}", postings, on=on, at=at, first=int(before) + 1)
