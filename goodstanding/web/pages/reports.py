"""Reports: are promises and plans holding? And every promise, by what became of it."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.core.promises import Kept
from goodstanding.formats.spreadsheets import About
from goodstanding.outbound.promise_sheets import COUNTS, write_promises, write_rates
from goodstanding.records.queries import promises as query
from goodstanding.web.forms import day_of
from goodstanding.web.parts import business_day, moment, page_number
from goodstanding.web.promise_form import MEANS, STATE_WORDS
from goodstanding.web.sent_file import XLSX, sent_file

BY = {"week": "Week", "month": "Month"}
STATES = {"": "All", **STATE_WORDS}
PAGE = 100
# The chart, in its own units: the height of a hundred percent, the width of a period, the margins.
_HIGH, _STEP, _LEFT, _TOP = 160, 60, 44, 20


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int
    kept: Kept


@dataclass(frozen=True, slots=True)
class Line:
    """A share by period; where nothing counted there is no point, and the line goes on."""

    name: str
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    on, problem = _asked_day(request)
    by = "month" if request.GET.get("by") == "month" else "week"
    found = query.rates(on)
    periods = found.weeks if by == "week" else found.months
    return render(request, "reports.html", {
        "found": found,
        "periods": periods,
        "by": by,
        "choices": BY,
        "problem": problem,
        "counts": COUNTS,
        "lines": (
            _line("Promises", [each.promises for each in periods]),
            _line("Plan instalments", [each.instalments for each in periods]),
        ),
        "ticks": [(_mid(place), each.first) for place, each in enumerate(periods)],
        "grid": [(percent, _high(percent)) for percent in (100, 50, 0)],
        "width": _LEFT + _STEP * len(periods) + _TOP,
        "height": _TOP + _HIGH + 56,
        "right": _LEFT + _STEP * len(periods),
    })  # fmt: skip


@require_safe
def kept_xlsx(request: HttpRequest) -> HttpResponse:
    (on, _), sheet = _asked_day(request), BytesIO()
    write_rates(query.rates(on), sheet, made_at=moment(), by=request.user.get_username())
    return sent_file(sheet.getvalue(), f"kept-{on:%Y-%m-%d}.xlsx", XLSX)


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    (on, problem), state = _asked_day(request), _asked_state(request)
    since, everything = _asked_rows(request, on)
    counts = query.counts(everything)
    rows = [row for row in everything if state in ("", row.known.state)]
    page = page_number(request)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return render(request, "promise_list.html", {
        "on": on,
        "since": since,
        "narrowed": f"&since={since:%Y-%m-%d}" if since else "",
        "problem": problem,
        "state": state,
        "states": [
            (key, words, counts[key] if key else len(everything)) for key, words in STATES.items()
        ],
        "rows": shown,
        "total": len(rows),
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + len(shown),
        "before": page - 1,
        "after": page + 1 if page * PAGE < len(rows) else 0,
        "words": STATE_WORDS,
        "means": dict(MEANS),
    })  # fmt: skip


@require_safe
def promises_xlsx(request: HttpRequest) -> HttpResponse:
    (on, _), state, sheet = _asked_day(request), _asked_state(request), BytesIO()
    since, everything = _asked_rows(request, on)
    rows = [row for row in everything if state in ("", row.known.state)]
    asked = f"State: {STATES[state].lower()}.{f' Kept since {since:%m/%d/%Y}.' if since else ''}"
    about = About(
        title="Promises to pay", filters=f"{asked} {COUNTS}", as_of=on,
        made_at=moment(), made_by=request.user.get_username(),
    )  # fmt: skip
    write_promises(rows, sheet, words={**STATE_WORDS, **dict(MEANS)}, about=about)
    return sent_file(sheet.getvalue(), f"promises-{on:%Y-%m-%d}.xlsx", XLSX)


def _asked_day(request: HttpRequest) -> tuple[date, str]:
    """(day, what is wrong with what was written)"""
    today, text = business_day(), request.GET.get("on", "").strip()
    try:
        day = day_of(text, today) if text else today
    except ValueError:
        return today, "Write the day as 12/4, 12/4/26 or t for today."
    return (day, "") if day <= today else (today, "Write a day that is not after today.")


def _asked_rows(request: HttpRequest, on: date) -> tuple[date | None, list[query.PromiseRow]]:
    """(since when they were kept, promises): of all time where no day is asked for."""
    try:
        since = day_of(request.GET.get("since", "").strip(), on)
    except ValueError:
        return None, query.promise_rows(on)
    return since, query.kept_since(since, on)


def _asked_state(request: HttpRequest) -> str:
    state = request.GET.get("state", "")
    return state if state in STATES else ""


def _line(name: str, shares: list[Kept]) -> Line:
    points = (
        Point(_mid(place), _high(share.percent), share)
        for place, share in enumerate(shares)
        if share.percent is not None
    )
    return Line(name, tuple(points))


def _mid(place: int) -> int:
    return _LEFT + _STEP * place + _STEP // 2


def _high(percent: int) -> int:
    return _TOP + _HIGH - _HIGH * percent // 100
