"""What a person sees when something cannot be done, and what to do next. No account is named."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused

ROLE_WORDS = {
    Role.FRONT_DESK: "front desk",
    Role.COORDINATOR: "coordinator",
    Role.BILLER: "biller",
    Role.MANAGER: "manager",
    Role.IT_ADMIN: "IT admin",
    Role.SCHEDULER: "scheduler",
}


def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    return _page(request, "This was not done", why.why, status=409)


def not_yours(request: HttpRequest, roles: Iterable[Role]) -> HttpResponse:
    words = " or ".join(ROLE_WORDS[role] for role in Role if role in set(roles))
    text = f"This page is open to the {words}. Ask a colleague who may open it."
    return _page(request, "Your role does not open this page", text, status=403)


def closed(request: HttpRequest) -> HttpResponse:
    """A route nobody gave a row to."""
    return _page(
        request, "This page is closed", "Nobody may open it yet. Tell the manager.", status=403
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = "The request could not be read. Go back and try again."
    return _page(request, "Nothing was changed", text, status=400)


def no_permission(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, "You may not do this", "Ask a colleague who may, or your manager.", status=403
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = (
        "Nothing was saved: you signed in again after it was opened. Go back, reload, save again."
    )
    return _page(request, "This form is too old", text, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = "Nothing is here, or it is not yours to open. Search by account, name or date of birth."
    return _page(request, "Not found", text, status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """A bug: nothing of the failed request was saved."""
    text = "Nothing was saved. Try again; if it happens twice, tell the manager."
    # Without the shell: what failed may be what the shell asks for.
    words = {"heading": "Something went wrong on our side", "text": text}
    return HttpResponse(render_to_string("error.html", words), status=500)


def _page(request: HttpRequest, title: str, text: str, *, status: int) -> HttpResponse:
    return render(request, "error.html", {"heading": title, "text": text}, status=status)
