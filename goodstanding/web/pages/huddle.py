"""Front desk: tomorrow's list for the coordinator, the desk's own view of it, on paper, and what
came of each visit.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import appointments
from goodstanding.actions import huddle as acts
from goodstanding.actions.unit import may_do
from goodstanding.core.days import clock_words
from goodstanding.core.huddle import FORMS, TIERS, UNSURE
from goodstanding.core.kinds import Role
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.outbound.huddle_paper import huddle_pdf
from goodstanding.records import clinic
from goodstanding.records.queries import before_visits
from goodstanding.records.queries import huddle as lists
from goodstanding.records.queries.appointments import account_of
from goodstanding.records.queries.huddle import DeskRow
from goodstanding.web.access import actor, role_of
from goodstanding.web.forms import amount_of, day_asked, day_of
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import PDF, sent_file

TASK_WORDS = {
    acts.ASKED_COST: "Asked about cost",
    acts.WANTS_TALK: "Wants to talk with us",
    acts.OVER: "Paid ahead and over",
}
_CAME: dict[str, Callable[..., None]] = {
    "arrive": appointments.arrive, "no_show": appointments.not_come,
    "take_back": appointments.take_back,
}  # fmt: skip


def result_words() -> dict[str, str]:
    return {
        acts.PAID: "Paid", acts.PART: "Part", acts.NOT_TODAY: "Not today",
        acts.WANTS_US: f"Wants {lists.limits().who}", acts.NOT_ASKED: "Did not ask",
    }  # fmt: skip


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The coordinator's view, or the desk's: the front desk has no other."""
    on, place = _asked(request)
    typed, problem = day_asked(request, on)
    if typed != on:
        return redirect(address(typed, place, view=request.GET.get("view", "")))
    if role_of(request) is Role.FRONT_DESK or request.GET.get("view") == "desk":
        return _desk(request, on, place, problem=problem)
    rows = sorted(lists.worked(on, place), key=lambda row: row.booked.location)
    by = actor(request)
    return render(request, "front_desk.html", {
        **_around(request, on, place), "rows": rows, "tiers": list(enumerate(TIERS)),
        "figures": _figures(rows), "forms": FORMS, "results": result_words(),
        "because": acts.NOT_ASKED_BECAUSE, "may_publish": may_do(by, "huddle.publish"),
        "changed": sum(row.changed for row in rows),
        "published": [lists.published(on, one) for one in _places(on, place)],
        "printed": [one for one in lists.locations(on) if lists.published(on, one)],
        "problem": problem, "tasks": lists.open_tasks(), "task_words": TASK_WORDS,
    })  # fmt: skip


@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    on = business_day()
    problems, surgeries = before_visits.coming(on)
    return render(request, "front_desk_coming.html", {
        "on": on, "problems": problems, "surgeries": surgeries,
        "within": before_visits.WITHIN_DAYS, "ahead": before_visits.SURGERY_DAYS,
    })  # fmt: skip


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    on, place = _asked(request)
    try:
        places = tuple(_places(on, place))
        count = acts.publish(on=on, locations=places, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"the list of {on:%m/%d/%Y} is published, {count} visits.")
    return redirect(address(on, place))


@require_POST
def tier(request: HttpRequest) -> HttpResponse:
    on, place = _asked(request)
    try:
        text = request.POST.get("tier", "")
        acts.choose_tier(
            number=request.POST.get("visit", ""),
            tier=int(text) if text.isdecimal() and len(text) == 1 else -1,
            why=request.POST.get("why", ""), by=actor(request), at=moment(),
        )  # fmt: skip
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "what the desk says at this visit. Publish to tell the desk.")
    return redirect(address(on, place))


@require_POST
def result(request: HttpRequest) -> HttpResponse:
    """One press of Paid takes the amount that stands there."""
    on, place = _asked(request)
    what, number = request.POST.get("what", ""), request.POST.get("visit", "")
    who: dict[str, Any] = {"number": number, "by": actor(request), "at": moment()}
    try:
        text = request.POST.get("amount", "") if what in (acts.PAID, acts.PART) else ""
        reason = request.POST.get("reason", "") if what == acts.NOT_ASKED else ""
        came = acts.CameOf(what, amount_of(text) if text.strip() else 0, reason)
        if what == lists.TAKEN_BACK:
            acts.take_back(**who)
        else:
            acts.record_result(came=came, **who)
    except Refused as fault:
        not_saved(request, fault.why)
    except ValueError:
        not_saved(request, "Write the amount as 60, 60.00 or 1,250.50.")
    else:
        words = {**result_words(), lists.TAKEN_BACK: "taken back"}[what].lower()
        saved(request, f"{words} {show(came.cents)}." if came.cents else f"{words}.")
    return redirect(address(on, place, view=request.POST.get("view", ""), here=number))


@require_safe
def take(request: HttpRequest, visit: str) -> HttpResponse:
    """To Cash, with the visit's account: the list itself names none."""
    account = account_of(visit)
    if account is None:
        raise Http404
    return redirect(f"{reverse('cash')}?account={quote(account, safe='')}")


@require_POST
def came(request: HttpRequest, visit: str) -> HttpResponse:
    """Arrived, or did not come; or neither after all."""
    on, place = _asked(request)
    who: dict[str, Any] = {"number": visit, "by": actor(request), "at": moment()}
    do = _CAME.get(request.POST.get("do", ""))
    try:
        if do is None:
            raise Refused("Choose what happened from the list.")
        if do is appointments.take_back:
            who["seen"] = request.POST.get("seen", "")
        do(**who)
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "the visit is changed.")
    if request.POST.get("back") == "visit":
        return redirect("visit", visit)
    return redirect(address(on, place, view=request.POST.get("view", ""), here=visit))


@require_POST
def task_done(request: HttpRequest, number: int) -> HttpResponse:
    try:
        acts.task_done(number=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "this is done.")
    return redirect("front_desk")


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The published list of one location; on paper nothing else is asked of anyone."""
    on, place = _asked(request)
    list_ = None if place is None else lists.published(on, place)
    if list_ is None or place is None:
        raise Http404
    rows, _ = _rows(on, place)
    made = huddle_pdf(rows, list_, on=on, location=place, clinic=clinic.current().facts.name)
    return sent_file(made, f"front-desk-{on:%Y-%m-%d}.pdf", PDF, inline=True)


def _desk(request: HttpRequest, on: date, asked: str | None, *, problem: str) -> HttpResponse:
    """One location, as published, with what changed since; the field list and nothing else."""
    places = lists.locations(on)
    place = asked if asked in places else next(iter(places), asked or "")
    rows, stale = _rows(on, place)
    list_ = lists.published(on, place)
    return render(request, "front_desk_list.html", {
        **_around(request, on, place), "rows": rows, "places": places, "list": list_,
        "forms": FORMS, "results": result_words(), "because": acts.NOT_ASKED_BECAUSE,
        "stale": f"This list is from {_clock(list_.at)}. {UNSURE}" if stale and list_ else "",
        "unpublished": list_ is None, "problem": problem,
        "quiet": not any(row.line.take != ("Nothing",) or row.line.tier for row in rows),
        "desk_view": request.GET.get("view", ""), "here": request.GET.get("visit", ""),
    })  # fmt: skip


def _rows(on: date, place: str) -> tuple[list[DeskRow], bool]:
    """With whether nothing newer than the published list could be had."""
    try:
        return lists.desk_rows(on, place), False
    except (Refused, DatabaseError, LookupError):
        return lists.desk_rows(on, place, live=False), True


def _around(request: HttpRequest, on: date, place: str | None) -> dict[str, Any]:
    today = business_day()
    return {
        "on": on, "today": today, "tomorrow": lists.next_day(today), "place": place,
        "where": _where(place), "places": lists.locations(on), "who": lists.limits().who,
        "at": moment(),
    }  # fmt: skip


def _figures(rows: list[lists.Worked]) -> list[tuple[str, int]]:
    return [
        (words, sum(row.told.line.tier == each for row in rows)) for each, words in enumerate(TIERS)
    ]


def _places(on: date, place: str | None) -> list[str]:
    return lists.locations(on) if place is None else [place]


def _where(place: str | None) -> str:
    """The place in an address; "" for all of them."""
    return "" if place is None else f"&location={quote(place)}"


def _asked(request: HttpRequest) -> tuple[date, str | None]:
    """?on= and ?location= (none written: all, empty: visits that have none); else the next day with
    visits, for the desk today."""
    given = request.POST if request.method == "POST" else request.GET
    today = business_day()
    text, place = given.get("on", ""), given.get("location")
    if not text:
        desk = role_of(request) is Role.FRONT_DESK and lists.locations(today)
        return (today if desk else lists.next_day(today)), place
    try:
        return day_of(text, today), place
    except ValueError as fault:
        raise Http404 from fault


def address(on: date, place: str | None, *, view: str = "", here: str = "") -> str:
    """Of the list. `here`: the visit whose row is the current one."""
    more = "&view=desk" if view == "desk" else ""
    more += f"&visit={quote(here)}" if here else ""
    return f"{reverse('front_desk')}?on={on:%Y-%m-%d}{_where(place)}{more}"


def _clock(at: datetime) -> str:
    return clock_words(timezone.localtime(at))
