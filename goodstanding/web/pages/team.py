"""The team, for a manager: who has how much, what lies, and all of it moved in one step."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import work
from goodstanding.records.queries import team, team_page
from goodstanding.records.queries.worklist import QUEUE_LABELS
from goodstanding.web.acted import acted
from goodstanding.web.parts import business_day, saved
from goodstanding.web.team_forms import MoveForm


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, MoveForm(colleagues=team.colleagues()))


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    form = MoveForm(request.POST, colleagues=team.colleagues())

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        count = work.move_all(**given, **who)
        return f"{count} of {given['of']}'s accounts went to {given['to'] or 'nobody'}."

    words = acted(request, form, do)
    if words is None:
        return _page(request, form)
    saved(request, words)
    return redirect("team")


def _page(request: HttpRequest, form: MoveForm) -> HttpResponse:
    found = team_page.team(business_day())
    queues = [key for key in QUEUE_LABELS if any(one.queues.get(key) for one in found)]
    return render(request, "team.html", {
        "on": business_day(), "form": form,
        "queues": [(key, QUEUE_LABELS[key]) for key in queues],
        "rows": [(one, [(key, one.queues.get(key, 0)) for key in queues]) for one in found],
    })  # fmt: skip
