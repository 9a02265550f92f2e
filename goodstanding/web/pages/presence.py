"""Who else is here: the account's page and the rows of Today ask every fifteen seconds."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import leases
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import presence
from goodstanding.web.access import actor
from goodstanding.web.parts import moment, not_saved, saved

MOST_ROWS = 100


@require_POST
def here(request: HttpRequest, account_id: str) -> HttpResponse:
    """Says that this person has the account open, and answers who else has; nothing when the page
    says it already.
    """
    by, at = actor(request), moment()
    page = leases.Page(request.POST.get("page", "")[:32], bool(request.POST.get("work")))
    leases.here(account_id=account_id, page=page, by=by, at=at)
    found = presence.there(account_id, at)
    own = next((one for one in found if one.by == by.name), None)
    others = [one for one in found if one.by != by.name]
    said = sha256(repr((own and own.holds, own and own.taken_by, others)).encode()).hexdigest()[:16]
    if request.POST.get("said") == said:
        return HttpResponse(status=204)
    return render(request, "_here.html", {
        "account_id": account_id, "own": own, "others": others, "said": said,
        "held": any(one.holds for one in others),
    })  # fmt: skip


@require_POST
def leave(request: HttpRequest, account_id: str) -> HttpResponse:
    mark = request.POST.get("page", "")[:32]
    leases.leave(account_id=account_id, mark=mark, by=actor(request))
    return HttpResponse(status=204)


@require_POST
def take_over(request: HttpRequest, account_id: str) -> HttpResponse:
    why = request.POST.get("why", "")
    try:
        leases.take_over(account_id=account_id, why=why, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"you work on account {account_id} now. Your colleague's page says so.")
    return redirect("account", account_id)


@require_safe
def today_here(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("keys", "").split(",")[:MOST_ROWS]
    keys = [int(key) for key in asked if key.isascii() and key.isdecimal() and len(key) < 16]
    there = presence.there_on(keys, moment(), but=actor(request).name)
    return render(request, "_today_here.html", {"rows": [(key, there.get(key)) for key in keys]})
