"""A letter asked for by a button: where a promise, a plan or a hold stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goodstanding.actions import occasion_letters
from goodstanding.core.refusals import Refused
from goodstanding.outbound.word_files import letter_kind
from goodstanding.web.access import actor
from goodstanding.web.parts import moment, not_saved, saved


@require_POST
def ask(request: HttpRequest, account_id: str) -> HttpResponse:
    """`promise`, `plan` or `hold` (with `part`) names what it is about. Back to where it was asked
    for.
    """
    given = request.POST
    who: dict[str, Any] = {"by": actor(request), "at": moment()}
    hold = given.get("hold", "")
    try:
        if hold:
            part = given.get("part", "")
            letter = occasion_letters.for_hold(hold_id=hold, part=part, **who)
        elif plan := given.get("plan", ""):
            letter = occasion_letters.for_plan(plan_number=plan, **who)
        else:
            promise = given.get("promise", "")
            letter = occasion_letters.for_promise(promise_number=promise, **who)
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        title = letter_kind(letter.kind).title
        saved(request, f"{title} for account {account_id}. It is under Letters, ready to print.")
    return redirect("hold", hold) if hold else redirect("account", account_id)
