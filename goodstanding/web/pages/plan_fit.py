"""While they talk: the payment plans that fit what the person just said they can manage."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.actions import audit
from goodstanding.core.affordability import Affordable, Dates, Told
from goodstanding.core.calls import Result
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import plan_offers
from goodstanding.web.access import actor
from goodstanding.web.forms import amount_of
from goodstanding.web.parts import business_day, moment


@require_safe
def fit(request: HttpRequest, account_id: str) -> HttpResponse:
    """Nothing until smaller payments and an amount that can be read are there."""
    found: Affordable | None = None
    why, cents = "", _said(request)
    if cents is not None:
        found, why = _fitting(account_id, cents)
        audit.viewed(account_id=account_id, by=actor(request), at=moment())
    return render(request, "_plan_fit.html", {"found": found, "cents": cents, "why": why})


def _said(request: HttpRequest) -> int | None:
    if request.GET.get("result") != Result.SMALLER:
        return None
    try:
        return amount_of(request.GET.get("cents", "").strip())
    except ValueError:
        return None


def _fitting(account_id: str, cents: int) -> tuple[Affordable | None, str]:
    on = business_day()
    ground = plan_offers.ground(account_id, on)
    if ground is None:
        raise Http404
    try:
        return ground.fitting(Told(manage_cents=cents), Dates.usual(on)), ""
    except Refused as no:
        return None, no.why
