"""One refund: approved or declined by a second person, sent, stopped; its letter, and the lists."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import audit, credit_letters, refunds
from goodstanding.actions.unit import may_do
from goodstanding.core.refund_words import REASONS
from goodstanding.core.refusals import Refused
from goodstanding.outbound import check_requests
from goodstanding.outbound.check_requests import Owed
from goodstanding.records.queries import refunds as rows
from goodstanding.records.queries.account_record import facts_of
from goodstanding.records.queries.refunds import RefundRow
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.pages.credits import may_be_given
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.refund_forms import TENDERS, IssueForm, ReasonForm
from goodstanding.web.sent_file import CSV, PDF, XLSX, sent_file

STATES = {
    "asked": "Asked for", "approved": "Approved", "declined": "Declined", "issued": "Sent",
    "stopped": "Stopped",
}  # fmt: skip
FORMS: dict[str, tuple[str, type[Form], tuple[str, ...]]] = {
    "decline": ("refund.decline", ReasonForm, ("asked",)),
    "issue": ("refund.issue", IssueForm, ("approved",)),
    "stop": ("refund.stop", ReasonForm, ("approved", "issued")),
}


@require_safe
def refund(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _found(number), request.GET.get("form", ""))


def _found(number: int) -> RefundRow:
    found = rows.refund(number)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, found: RefundRow, opened: str, *, form: Form | None = None
) -> HttpResponse:
    by = actor(request)
    audit.viewed(account_id=found.account_id, by=by, at=moment())
    facts = facts_of(found.account_id, business_day())
    assert facts is not None
    may = {
        key: found.state in states and may_do(by, verb) for key, (verb, _, states) in FORMS.items()
    }
    waits = found.state == "asked"
    opened = opened if may.get(opened) else ""
    return render(request, "refund.html", {
        "refund": found, "state": STATES[found.state], "why": REASONS.get(found.why, found.why),
        "tender": TENDERS.get(found.tender, found.tender), "may": may,
        "verdict": may_be_given(facts) if waits and not found.payer else None,
        "may_approve": waits and may_do(by, "refund.approve") and found.asked_by != by.name,
        "own": waits and found.asked_by == by.name,
        "may_letter": found.state in ("approved", "issued") and not found.payer
        and may_do(by, "refund.letter"),
        "opened": opened, "form": form or (FORMS[opened][1]() if opened else None),
    })  # fmt: skip


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(number)
    try:
        refunds.approve(number=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"refund {number} is approved and posted. (account {found.account_id})")
    return redirect("refund", number)


@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        refunds.decline(number=number, reason=given["reason"], **who)
        return f"refund {number} is declined. The credit stays."

    return _done(request, number, "decline", do=do)


@require_POST
def issue(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        on: date = given["on"] or business_day()
        refunds.issue(number=number, check_number=given["check_number"], on=on, **who)
        return f"refund {number} is sent. Print its letter when it goes to a person."

    return _done(request, number, "issue", do=do)


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        refunds.stop(number=number, reason=given["reason"], **who)
        return f"refund {number} is stopped and its posting reversed. The credit is there again."

    return _done(request, number, "stop", do=do)


def _done(
    request: HttpRequest, number: int, kind: str, *,
    do: Callable[[dict[str, Any], dict[str, Any]], str],
) -> HttpResponse:  # fmt: skip
    found = _found(number)
    form = FORMS[kind][1](request.POST)
    words = acted(request, form, lambda who: do(form.cleaned_data, who))
    if words is None:
        return _page(request, found, kind, form=form)
    saved(request, words)
    return redirect("refund", number)


@require_POST
def letter(request: HttpRequest, number: int) -> HttpResponse:
    _found(number)
    try:
        made = credit_letters.refund_letter(number=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("refund", number)
    return sent_file(made, f"refund-{number}.pdf", PDF, inline=True)


@require_POST
def unclaimed_letter(request: HttpRequest, account_id: str) -> HttpResponse:
    try:
        made = credit_letters.unclaimed_letter(
            account_id=account_id, by=actor(request), at=moment()
        )  # fmt: skip
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("credit_account", account_id)
    return sent_file(made, "letter-about-a-credit.pdf", PDF, inline=True)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The checks to be written, as Excel or CSV; each refund is marked."""
    by, at, on = actor(request), moment(), business_day()
    try:
        found = refunds.export(again="again" in request.POST, by=by, at=at)
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("credits")
    sheet = check_requests.checks_sheet(found, on)
    return _sheet(request, sheet, f"check-requests-{on:%Y-%m-%d}")


@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """What is reported to the state now."""
    by, at, on = actor(request), moment(), business_day()
    try:
        owners = credit_letters.report(by=by, at=at)
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("credits")
    owed = [
        Owed(one.name, one.payee, one.cents, one.last_on, one.account, one.problem)
        for one in owners
    ]
    return _sheet(request, check_requests.owners_sheet(owed), f"unclaimed-{on:%Y-%m-%d}")


def _sheet(request: HttpRequest, sheet: Any, name: str) -> HttpResponse:
    if request.POST.get("as") == "csv":
        return sent_file(check_requests.csv_of(sheet), f"{name}.csv", CSV)
    made = check_requests.xlsx_of(
        sheet, on=business_day(), made_at=moment(), by=actor(request).name
    )
    return sent_file(made, f"{name}.xlsx", XLSX)
