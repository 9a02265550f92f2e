"""Which days take no more postings: closed at the desk, or locked for the accountant."""

from datetime import date, timedelta

from goodstanding.records import bulk


def last_closed_on() -> date | None:
    """The newest day that is closed and was not opened again."""
    rows = bulk.select(
        'SELECT MAX(c."on") FROM records_dayclose c LEFT JOIN records_dayreopened r ON '
        "r.close_id = c.id WHERE r.id IS NULL"
    )
    return _day(rows[0][0])


def is_closed(on: date) -> bool:
    rows = bulk.select(
        "SELECT 1 FROM records_dayclose c LEFT JOIN records_dayreopened r ON r.close_id = c.id "
        'WHERE r.id IS NULL AND c."on" = %s LIMIT 1',
        [on.isoformat()],
    )
    return bool(rows)


def locked_until() -> date | None:
    rows = bulk.select("SELECT until FROM records_periodlock ORDER BY id DESC LIMIT 1")
    return _day(rows[0][0]) if rows else None


def first_open_day(today: date) -> date:
    """Today, or the first day after those that are closed or locked."""
    shut = [day for day in (last_closed_on(), locked_until()) if day is not None]
    return max([today, *(day + timedelta(days=1) for day in shut)])


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def after_closed(on: date) -> date:
    """`on`, or the first day after those that are closed; a lock is another's to speak of."""
    closed = last_closed_on()
    return on if closed is None else max(on, closed + timedelta(days=1))
