"""One check of an insurer: where its money is, and what becomes of one that cannot post."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import receipts, typed_checks
from goodstanding.core.provider_money import REASON_WORDS
from goodstanding.records.queries import checks_page, insurers_page
from goodstanding.records.queries.checks_page import CheckRow, CheckWhole
from goodstanding.web.access import may_open, role_of
from goodstanding.web.acted import acted
from goodstanding.web.insurer_forms import ReceiptForm, WordsForm
from goodstanding.web.parts import page_number, saved

# Form of the drawer: its route, what it does for people, its key.
FORMS = {
    "place": ("check_read_in", "Post the remittance instead", "t"),
    "receipt": ("check_by_receipt", "The receipt is this check", "b"),
    "void": ("check_not_to_post", "Not to be posted", "n"),
}


@require_safe
def check(request: HttpRequest, number: int) -> HttpResponse:
    return _whole(request, _found(request, number), request.GET.get("form", ""))


def _found(request: HttpRequest, number: int) -> CheckWhole:
    found = checks_page.check_whole(number, page=page_number(request))
    if found is None:
        raise Http404
    return found


def _whole(
    request: HttpRequest, found: CheckWhole, kind: str, *, form: Form | None = None
) -> HttpResponse:
    row, page_at = found.row, page_number(request)
    url = f"{reverse('insurer_check', args=[row.id])}?page="
    offered = [key for key in FORMS if row.is_open and (key != "place" or row.receipt)]
    may = {key: FORMS[key] for key in offered if may_open(role_of(request), FORMS[key][0])}
    opened = kind if kind in may else ""
    return render(request, "insurer_check.html", {
        "check": row, "claims": found.claims,
        "adjustments": [(one, REASON_WORDS.get(one.reason, "")) for one in found.adjustments],
        "before": f"{url}{page_at - 1}" if page_at > 1 else "",
        "after": f"{url}{page_at + 1}"
        if page_at * insurers_page.PAGE < row.stages.received else "",
        "may": [(key, label, letter) for key, (_, label, letter) in may.items()],
        "opened": opened, "title": FORMS[opened][1] if opened else "",
        "form_route": FORMS[opened][0] if opened else "",
        "form": form or (_fresh(opened, row) if opened else None),
    })  # fmt: skip


def _fresh(kind: str, row: CheckRow, given: QueryDict | None = None) -> Form:
    if kind == "receipt":
        return ReceiptForm(given, initial={"receipt": row.receipt})
    return WordsForm("What the payer told you", given) if kind == "void" else Form(given)


@require_POST
def by_receipt(request: HttpRequest, number: int) -> HttpResponse:
    def do(row: CheckRow, given: dict[str, Any], who: dict[str, Any]) -> str:
        typed_checks.posted_by_receipt(
            check_id=row.id, receipt=given["receipt"], words=given["words"], **who
        )
        return f"the check is receipt {given['receipt']}; nothing was posted again."

    return _done(request, number, "receipt", do=do)


@require_POST
def not_to_post(request: HttpRequest, number: int) -> HttpResponse:
    def do(row: CheckRow, given: dict[str, Any], who: dict[str, Any]) -> str:
        typed_checks.not_to_post(check_id=row.id, words=given["words"], **who)
        return "nothing of the check is posted."

    return _done(request, number, "void", do=do)


@require_POST
def read_in(request: HttpRequest, number: int) -> HttpResponse:
    def do(row: CheckRow, given: dict[str, Any], who: dict[str, Any]) -> str:
        receipts.correct_receipt(number=row.receipt or 0, reason=receipts.READ_IN, **who)
        return f"receipt {row.receipt} is undone, and the remittance is posted in its place."

    return _done(request, number, "place", do=do)


def _done(
    request: HttpRequest,
    number: int,
    kind: str,
    *,
    do: Callable[[CheckRow, dict[str, Any], dict[str, Any]], str],
) -> HttpResponse:
    found = _found(request, number)
    form = _fresh(kind, found.row, request.POST)
    words = acted(request, form, lambda who: do(found.row, form.cleaned_data, who))
    if words is None:
        return _whole(request, found, kind, form=form)
    saved(request, f"{words} (check {found.row.trace})")
    return redirect("insurers")
