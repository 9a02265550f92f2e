"""The books for the accountant: the journal, the trial balance, what was taken off, the lock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import periods as acts
from goodstanding.actions.unit import may_do
from goodstanding.outbound import books_sheets
from goodstanding.records.queries import books, periods
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.forms import day_of
from goodstanding.web.pages.cash_tabs import cash_tabs
from goodstanding.web.parts import business_day, moment, saved
from goodstanding.web.refund_forms import LockForm, UnlockForm
from goodstanding.web.sent_file import CSV, XLSX, sent_as_read, sent_file

LEDGER_WORDS = {
    "insurer_due": "Owed by insurers", "patient_due": "Owed by patients",
    "unapplied": "Patients' money not placed", "cash": "Cash", "fees": "Fees",
    "contractual": "Contractual discounts", "small_write_off": "Small write-offs",
    "bad_debt": "Bad debt", "charity": "Charity", "provider_level": "Insurers, provider level",
    "insurer_unplaced": "Insurers' money not placed", "interest": "Interest from insurers",
    "capitation": "Capitation", "over_short": "Drawers over and short",
    "agency_fee": "Fees of the agency",
}  # fmt: skip
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """`problem` says what could not be read; the last whole month stands in then."""

    first: date
    last: date
    problem: str = ""

    @property
    def asked(self) -> str:
        return urlencode({"from": f"{self.first}", "to": f"{self.last}"})


def read(request: HttpRequest) -> Period:
    today = business_day()
    last = today.replace(day=1) - _ONE_DAY
    usual = Period(last.replace(day=1), last)
    texts = [request.GET.get(name, "").strip() for name in ("from", "to")]
    if not any(texts):
        return usual
    try:
        first, last = (day_of(text, today) for text in texts)
    except ValueError:
        return Period(usual.first, usual.last, "Write both days as 12/4, 12/4/26 or t for today.")
    if last < first:
        return Period(usual.first, usual.last, "The last day is before the first. Change one.")
    return Period(first, last)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, {})


def _page(request: HttpRequest, forms: dict[str, Form]) -> HttpResponse:
    period, by = read(request), actor(request)
    balance = books.trial_balance(period.last)
    locks = books.locks()
    return render(request, "books.html", {
        "cash_tabs": cash_tabs(request, "books"), "period": period,
        "balance": [
            (LEDGER_WORDS.get(one.account, one.account), one)
            for one in balance if one.debit or one.credit
        ],
        "total": books.total(balance), "adjusted": books.adjustments(period.first, period.last),
        "locks": locks, "locked": periods.locked_until(), "closed": periods.last_closed_on(),
        "may_lock": may_do(by, "period.lock"),
        "lock": forms.get("lock") or LockForm(initial={"until": period.last}),
        "unlock": forms.get("unlock") or UnlockForm(auto_id="unlock_%s"),
    })  # fmt: skip


@require_safe
def journal(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """As CSV, which goes out while it is read; or as a workbook."""
    period = read(request)
    name = f"journal-{period.first}-{period.last}"
    if request.GET.get("as") == "xlsx":
        target = BytesIO()
        books_sheets.write_books(
            target, period.first, period.last, made_at=moment(), by=actor(request).name
        )
        return sent_file(target.getvalue(), f"{name}.xlsx", XLSX)
    lines = books_sheets.journal_lines(period.first, period.last)
    return sent_as_read(lines, f"{name}.csv", CSV)


@require_safe
def adjustments(request: HttpRequest) -> HttpResponse:
    period, target = read(request), BytesIO()
    books_sheets.write_adjustments(
        target, period.first, period.last, made_at=moment(), by=actor(request).name
    )
    name = f"adjustments-{period.first}-{period.last}.xlsx"
    return sent_file(target.getvalue(), name, XLSX)


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        acts.lock(until=given["until"], reason=given["reason"], **who)
        return f"everything up to {given['until']:%m/%d/%Y} is locked."

    return _done(request, "lock", LockForm(request.POST), do=do)


@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        until: date | None = given["until"]
        acts.unlock(until=until, reason=given["reason"], **who)
        return f"days after {until:%m/%d/%Y} are open." if until else "nothing is locked."

    return _done(request, "unlock", UnlockForm(request.POST, auto_id="unlock_%s"), do=do)


def _done(
    request: HttpRequest, kind: str, form: Form, *,
    do: Callable[[dict[str, Any], dict[str, Any]], str],
) -> HttpResponse:  # fmt: skip
    words = acted(request, form, lambda who: do(form.cleaned_data, who))
    if words is None:
        return _page(request, {kind: form})
    saved(request, words)
    return redirect(f"{reverse('books')}#lock")
