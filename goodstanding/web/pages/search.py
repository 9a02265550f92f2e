"""Search: two things to know a person by are shown before anyone opens an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from goodstanding.core.kinds import Role
from goodstanding.records.queries import search as queries
from goodstanding.records.queries.returned_mail import batch_asked, letter_asked
from goodstanding.web.access import may_open, role_of
from goodstanding.web.pages.returned import last_returned
from goodstanding.web.parts import business_day, looked_for, page

MOST = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked, short = looked_for(request)
    office = role_of(request) is not Role.FRONT_DESK
    hits: tuple[queries.Hit, ...] = ()
    if asked and not short:
        hits = queries.find(asked, limit=MOST, by_amount=office)
    if len(hits) == 1 and hits[0].account_id == asked and not getattr(request, "htmx", False):
        return redirect("account", asked)
    letter = letter_asked(asked) if office and not hits else None
    return page(request, "search.html", part="_hits.html", context={
        "asked": asked,
        "hits": hits,
        "more": len(hits) == MOST,
        "short": short,
        "office": office,
        "letter": letter,
        "undo": last_returned(request, letter.number) if letter else 0,
        "batch": batch_asked(asked) if office and not hits else None,
        "may_return": may_open(role_of(request), "letter_returned"),
        "on": business_day(),
    })  # fmt: skip
