"""Covering for a colleague: planned ahead, begun with one button, ended with one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import covers as acts
from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import team
from goodstanding.web.access import COVER, actor, role_of
from goodstanding.web.acted import acted
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.team_forms import CoverForm


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    own = _own(request)
    return _page(request, CoverForm(
        colleagues=team.colleagues(), own=own, initial={"absent": own, "first_on": business_day()},
    ))  # fmt: skip


@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    form = CoverForm(request.POST, colleagues=team.colleagues(), own=_own(request))

    def do(who: dict[str, Any]) -> str:
        new = acts.NewCover(**form.cleaned_data)
        acts.plan_cover(cover=new, **who)
        return (
            f"{new.coverer} covers for {new.absent}, {new.first_on:%m/%d} to {new.last_on:%m/%d}."
        )

    words = acted(request, form, do)
    if words is None:
        return _page(request, form)
    saved(request, words)
    return redirect("covers")


@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    try:
        cover = acts.begin_cover(number=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("covers")
    request.session[COVER] = {
        "number": cover.id, "absent": cover.absent, "last_on": cover.last_on.isoformat(),
    }  # fmt: skip
    saved(request, f"cover mode. You see {cover.absent}'s list; what you write is for them.")
    return redirect("today")


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    request.session.pop(COVER, None)
    saved(request, "cover mode is off. You see your own list.")
    return redirect("today")


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    try:
        acts.end_cover(number=number, by=actor(request), at=moment())
        saved(request, "the cover is ended.")
    except Refused as fault:
        not_saved(request, fault.why)
    return redirect("covers")


def _own(request: HttpRequest) -> str:
    return "" if role_of(request) is Role.MANAGER else actor(request).name


def _page(request: HttpRequest, form: CoverForm) -> HttpResponse:
    me, on = actor(request).name, business_day()
    rows = [
        (row, row.coverer == me and row.first_on <= on, _own(request) in ("", row.absent))
        for row in team.covers(on)
    ]
    return render(request, "covers.html", {"form": form, "rows": rows, "on": on})
