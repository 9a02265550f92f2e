"""A call kept with what follows from it, and taken back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from goodstanding.actions import calls, phone_numbers
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import worklist
from goodstanding.records.queries.worklist import Filters, Looker
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.call_form import CallForm
from goodstanding.web.call_panel import forget, remember
from goodstanding.web.pages.account import Drawer, account_found, beside
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.today_owner import shown

QUEUE = "call_now"


@require_POST
def log(request: HttpRequest, account_id: str) -> HttpResponse:
    """Written down whatever the gate says now: it happened. What it forbids is not agreed, and the
    page says so.
    """
    found = account_found(request, account_id)
    form = CallForm(request.POST, phones=found.person.phones)

    def do(who: dict[str, Any]) -> str:
        logged = calls.log_call(
            account_id=account_id, talk=form.talk(), seen=request.POST.get("seen", ""), **who
        )
        remember(request, account_id, logged.call)
        if logged.not_agreed:
            return f"call on account {account_id}. Not what was agreed: {logged.not_agreed}"
        return f"call on account {account_id}."

    words = acted(request, form, do)
    if words is None:
        return beside(request, found, Drawer("call", form))
    saved(request, words)
    if request.POST.get("next"):
        return next_person(request, account_id, QUEUE)
    return redirect("account", account_id)


def next_person(request: HttpRequest, account_id: str, queue: str) -> HttpResponse:
    """The first other person to call whom no colleague works, with the panel open; the list when
    there is none.
    """
    mine, looker = shown(request), Looker(actor(request).name, moment())
    rows = worklist.today_page(
        role=mine.role, on=business_day(), queue=queue, filters=Filters(**mine.owner.filters),
        looker=looker,
    ).rows  # fmt: skip
    free = [row.account_id for row in rows if not (row.there and row.there.holds)]
    follows = next((number for number in free if number != account_id), None)
    if follows is None:
        return redirect(f"{reverse('today')}?{urlencode({'queue': queue})}")
    return redirect(f"{reverse('account', args=[follows])}?drawer=call")


@require_POST
def take_back(request: HttpRequest, account_id: str, call: int) -> HttpResponse:
    try:
        calls.take_back_call(call_id=call, by=actor(request), at=moment())
        saved(request, f"the call on account {account_id} is taken back, with all that followed.")
        forget(request)
    except Refused as fault:
        not_saved(request, fault.why)
    return redirect("account", account_id)


@require_POST
def number_use_again(request: HttpRequest, account_id: str, way: int) -> HttpResponse:
    try:
        phone_numbers.use_again(account_id=account_id, way=way, by=actor(request), at=moment())
        saved(request, f"a number of account {account_id} is in use again.")
    except Refused as fault:
        not_saved(request, fault.why)
    return redirect(f"{reverse('account', args=[account_id])}?drawer=call")
