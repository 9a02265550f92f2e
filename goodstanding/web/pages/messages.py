"""Messages: what is in doubt, what did not arrive, what people wrote, what waits, what left."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import messages, messages_in
from goodstanding.core.refusals import Refused
from goodstanding.records.queries.messages_page import messages_page
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.parts import business_day, moment, not_saved, saved

CHANNELS = {"text": "Text", "email": "Email"}
TO_DO = {
    "given_up": "Nobody took it, six times. Try again when the way works, or choose a letter on "
    "the account.",
    "failed": "It did not arrive. Look why, then try again or choose a letter on the account.",
    "bounced": "It leads to nobody and is used no more; a letter takes its place. Ask the person "
    "for another one.",
    "blocked": "Nothing was sent. Tomorrow's run looks again.",
}
NOT_ARRIVED = {
    "given_up": "Not delivered",
    "failed": "Not delivered",
    "bounced": "Leads to nobody",
    "blocked": "May not go",
}
_HOW: dict[str, tuple[Callable[..., Any], str]] = {
    "went": (messages.say_it_went, "it went, and counts as sent."),
    "did-not-go": (messages.say_it_did_not_go, "it did not go; what is still due is made again."),
    "again": (messages.try_again, "what is still due is made again."),
    "done": (messages.mark_seen, "it is off the list."),
    "use-again": (messages.use_again, "it counts again."),
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    on = business_day()
    since = timezone.make_aware(datetime.combine(on, time.min))
    return render(request, "messages.html", {
        "on": on,
        "found": messages_page(at=moment(), since=since),
        "channels": CHANNELS,
        "not_arrived": NOT_ARRIVED,
        "to_do": TO_DO,
        "may": may_open(role_of(request), "message_settle"),
    })  # fmt: skip


@require_POST
def settle(request: HttpRequest, number: int, how: str) -> HttpResponse:
    if how not in _HOW:
        raise Http404
    do, words = _HOW[how]
    try:
        do(message_id=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"message {number}: {words}")
    return redirect("messages")


@require_POST
def answered(request: HttpRequest, number: int) -> HttpResponse:
    try:
        messages_in.mark_answered(event_id=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "it is answered and off the list.")
    return redirect("messages")
