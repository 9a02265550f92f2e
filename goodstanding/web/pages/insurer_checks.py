"""An insurer's paper answer: its lines, what they leave open, and whether they balance."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import insurer_checks
from goodstanding.core.eob import unbalanced
from goodstanding.core.kinds import Tender
from goodstanding.core.money import show
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.queries.desk_money import charges_of, payers
from goodstanding.web.access import actor
from goodstanding.web.cash_forms import InsurerCheckForm
from goodstanding.web.eob_lines import REASONS, Lines, fresh, looked_at, typed
from goodstanding.web.pages.cash import drawer_of
from goodstanding.web.pages.cash_tabs import cash_tabs
from goodstanding.web.parts import moment, saved

_MARKED = ("payer", "tender", "reference", "amount", "unplaced")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`account` begins with what the insurer owes there."""
    account = request.GET.get("account", "")[:64]
    first = {"key": secrets.token_hex(16), "drawer": drawer_of(request)}
    lines = fresh(charges_of(account) if account else ())
    return _whole(request, _form(initial=first), lines)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Shows what each line does and whether all of it is the check; once more posts it."""
    form, lines = _form(request.POST), typed(request.POST)
    given = form.cleaned_data if form.is_valid() else {}

    def apart(all_: Lines) -> str:
        return unbalanced(given["amount"], all_.written, given["unplaced"] or 0)

    mark = looked_at(form, lines, apart=apart, fields=_MARKED)
    if not mark or request.POST.get("shown") != mark:
        return _whole(request, form, lines, shown=mark)
    try:
        number = _posted(request, given, lines)
    except Refused as fault:
        form.add_error(None, fault.why)
        return _whole(request, form, lines, shown=mark, asks=fault.why.endswith("again?"))
    saved(request, f"receipt {number}, {show(given['amount'])} from {given['payer']}.")
    return redirect("receipt", number)


def _posted(request: HttpRequest, given: dict[str, Any], lines: Lines) -> int:
    taken = Taken(
        given["key"], given["amount"], Tender(given["tender"]), given["drawer"],
        given["reference"], again=given["again"],
    )  # fmt: skip
    return insurer_checks.take_insurer_check(
        payer=given["payer"], taken=taken, lines=lines.written,
        unplaced_cents=given["unplaced"] or 0, by=actor(request), at=moment(),
    )  # fmt: skip


def _form(*given: Any, **more: Any) -> InsurerCheckForm:
    return InsurerCheckForm(*given, drawers=clinic.current().desk.drawers, **more)


def _whole(
    request: HttpRequest, form: InsurerCheckForm, lines: Lines, *, shown: str = "",
    asks: bool = False,
) -> HttpResponse:  # fmt: skip
    """`shown`: the mark of what balances and was looked at."""
    return render(request, "cash_insurer.html", {
        "form": form, "lines": lines, "reasons": REASONS, "shown": shown, "asks": asks,
        "payers": payers(), "cash_tabs": cash_tabs(request, "cash"),
    })  # fmt: skip
