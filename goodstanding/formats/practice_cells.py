"""One cell of the practice export: text in, a value out, or Unfit with the reason.

Every reader takes text as it stood in the file and trims it; what it does not know is Unfit.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from goodstanding.core.money import cents_of
from goodstanding.formats.practice_tables import Column, Kind

Read = Callable[[str], Any]

EARLIEST = date(1850, 1, 1)
LATEST = date(2200, 12, 31)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d+)?\s?(?:(Z|z)|([+-]\d{2}):?(\d{2})?)?)?",
    re.ASCII,
)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_UNITS = re.compile(r"\d{1,9}(?:\.\d{0,6})?|\.\d{1,6}", re.ASCII)
_FLAGS = {"": None, "y": True, "n": False}


class Unfit(ValueError):
    """A cell that cannot be taken; `why` is a phrase that follows the column's name."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class Remembered(dict[str, Any]):
    """A reader that remembers what short texts mean; at `most` of them it starts afresh."""

    def __init__(self, read: Read, most: int = 100_000, longest: int = 64) -> None:
        super().__init__()
        self.read = read
        self.most = most
        self.longest = longest

    def __missing__(self, text: str) -> Any:
        value = self.read(text)
        if len(text) <= self.longest:
            if len(self) >= self.most:
                self.clear()
            self[text] = value
        return value


def reader_of(column: Column, zone: str) -> Read:
    """`zone` is the clinic's, for moments written without an offset; "" refuses those."""
    read = _READERS[column.kind](column, zone)
    return partial(_required, read) if column.required else read


def _required(read: Read, text: str) -> Any:
    if not text or text.isspace():
        raise Unfit("missing_value", "is empty")
    return read(text)


def _text(text: str) -> str:
    return text.strip()


def _any_day(text: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day < EARLIEST:
        raise Unfit("bad_date", "is not a date like 2026-03-31")
    return day


def _day(text: str) -> date | None:
    day = _any_day(text)
    if day and day > LATEST:
        raise Unfit("bad_date", f"is after {LATEST}")
    return day


def _last_day(text: str) -> date | None:
    # Many systems write "no end" as 9999-12-31.
    day = _any_day(text)
    return None if day and day > LATEST else day


def _moment(zone: ZoneInfo | None, text: str) -> datetime | None:
    text = text.strip()
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    try:
        moment = found and datetime.fromisoformat(_plain_moment(found))
    except ValueError:
        moment = None
    if not moment or not EARLIEST <= moment.date() <= LATEST:
        raise Unfit("bad_time", "is not a time like 2026-03-31T09:30:00-05:00")
    if moment.tzinfo is None:
        if zone is None:
            raise Unfit("bad_time", "has no offset from UTC, like -05:00")
        moment = moment.replace(tzinfo=zone)
    return moment


def _plain_moment(found: re.Match[str]) -> str:
    # Fractions of a second are dropped; a day alone is its first moment.
    day, minute, second, utc, hours, minutes = found.groups()
    offset = "+00:00" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    return f"{day}T{minute or '00:00'}{second or ':00'}{offset}"


def _flag(text: str) -> bool | None:
    try:
        return _FLAGS[text.strip().lower()]
    except KeyError:
        raise Unfit("bad_choice", "is neither Y nor N") from None


def _choice(choices: dict[str, str], text: str) -> str:
    try:
        return choices[text.strip().lower()]
    except KeyError:
        words = ", ".join(choice for choice in choices if choice)
        raise Unfit("bad_choice", f"is none of {words}") from None


def _whole(column: Column, text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    number = int(text) if _WHOLE.fullmatch(text) else None
    if column.choices:
        if number is None or str(number) not in column.choices:
            raise Unfit("bad_choice", f"is none of {', '.join(column.choices)}")
    elif number is None or not column.lowest <= number <= column.highest:
        raise Unfit("bad_number", f"is not a whole number from {column.lowest} to {column.highest}")
    return number


def _money(least: int, text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    try:
        cents = cents_of(text)
    except ValueError:
        raise Unfit("bad_amount", "is not an amount like 1234.50") from None
    if cents < least:
        raise Unfit("bad_amount", "is not above zero" if least else "is below zero")
    return cents


def _units(text: str) -> str:
    text = text.strip()
    if text and not (_UNITS.fullmatch(text) and text.strip("0.")):
        raise Unfit("bad_number", "is not a number above zero")
    return text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _json(text: str) -> dict[str, Any]:
    text = text.strip()
    if not text:
        return {}
    try:
        detail = json.loads(text, parse_constant=_no_constant)
        # Databases hold neither a NUL nor half a surrogate pair.
        plain = json.dumps(detail, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise Unfit("bad_json", "is not JSON") from None
    if not isinstance(detail, dict) or b"\\u0000" in plain:
        raise Unfit("bad_json", "is not a JSON object")
    _check_detail(detail)
    return detail


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _check_detail(detail: dict[str, Any]) -> None:
    """Days and charges of a hold are read by law later, so they must be sound now."""
    for name, value in detail.items():
        if name.endswith("_on") and value not in (None, ""):
            if not isinstance(value, str):
                raise Unfit("bad_json", f"has a {name[:40]} that is not a date like 2026-03-31")
            try:
                _day(value)
            except Unfit as unfit:
                raise Unfit("bad_json", f"has a {name[:40]} that {unfit.why}") from None
    if "charges" in detail:
        charges = detail["charges"]
        known = isinstance(charges, list) and all(type(one) in (str, int) for one in charges)
        if not known:
            raise Unfit("bad_json", "has charges that are not a list of charge ids")
        detail["charges"] = [str(one).strip() for one in charges]


_READERS: dict[Kind, Callable[[Column, str], Read]] = {
    Kind.TEXT: lambda _column, _zone: _text,
    Kind.DAY: lambda column, _zone: _last_day if column.name == "ends_on" else _day,
    Kind.MOMENT: lambda _column, zone: partial(_moment, ZoneInfo(zone) if zone else None),
    Kind.FLAG: lambda _column, _zone: _flag,
    Kind.CHOICE: lambda column, _zone: partial(
        _choice, {choice: choice for choice in (*column.choices, "")}
    ),
    Kind.WHOLE: lambda column, _zone: partial(_whole, column),
    Kind.OWED: lambda _column, _zone: partial(_money, 1),
    Kind.PRICE: lambda _column, _zone: partial(_money, 0),
    Kind.UNITS: lambda _column, _zone: _units,
    Kind.WORDS: lambda _column, _zone: _words,
    Kind.JSON: lambda _column, _zone: _json,
}
