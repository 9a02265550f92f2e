"""One denial as work: what the code says, what to do next, what was done, how it ended."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import audit, denials
from goodstanding.core.denials import OUTCOME_WORDS, STEP_WORDS, CaseState, Step, is_known
from goodstanding.outbound.denials_sheet import write_denials
from goodstanding.records.queries import denials_page
from goodstanding.records.queries.denials_page import CaseWhole
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.acted import acted
from goodstanding.web.insurer_forms import DenialCloseForm, DenialStepForm
from goodstanding.web.parts import business_day, moment, saved
from goodstanding.web.sent_file import XLSX, sent_file

_WHAT = {"opened": "Opened", "closed": "Closed"} | {
    str(step): words for step, words in STEP_WORDS.items()
}
_ENDS = {str(outcome): words for outcome, words in OUTCOME_WORDS.items()}


@require_safe
def denial(request: HttpRequest, number: int) -> HttpResponse:
    return _whole(request, _found(request, number), request.GET.get("form", ""))


def _found(request: HttpRequest, number: int) -> CaseWhole:
    found = denials_page.case_whole(number)
    if found is None:
        raise Http404
    audit.viewed(account_id=found.row.account, by=actor(request), at=moment())
    return found


def _whole(
    request: HttpRequest, found: CaseWhole, kind: str, *, form: Form | None = None
) -> HttpResponse:
    row = found.row
    living = row.state != CaseState.CLOSED
    may = {key: living and may_open(role_of(request), f"denial_{key}") for key in ("step", "close")}
    opened = kind if may.get(kind) else ""
    return render(request, "denial.html", {
        "on": business_day(), "found": found, "case": row, "living": living, "may": may,
        "known": is_known(row.reason),
        "outcome": _ENDS.get(row.outcome, ""),
        "steps": [
            (_WHAT.get(one.what, one.what), one)
            for one in reversed(found.steps)
        ],
        "opened": opened,
        "form": form or ({"step": DenialStepForm, "close": DenialCloseForm}[opened]()
                         if opened else None),
    })  # fmt: skip


@require_POST
def step(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        done = denials.DenialWork(Step(given["step"]), given["words"], given["next_on"])
        denials.record_step(case_id=number, done=done, **who)
        return "the step is kept."

    return _done(request, number, DenialStepForm, do=do)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        denials.close_denial(case_id=number, outcome=given["outcome"], words=given["words"], **who)
        return "the denial is closed."

    return _done(request, number, DenialCloseForm, do=do)


def _done(
    request: HttpRequest,
    number: int,
    kind: type[Form],
    *,
    do: Callable[[dict[str, Any], dict[str, Any]], str],
) -> HttpResponse:
    """After each the next denial of today is on the screen."""
    found = _found(request, number)
    form, name = kind(request.POST), "step" if kind is DenialStepForm else "close"
    words = acted(request, form, lambda who: do(form.cleaned_data, who))
    if words is None:
        return _whole(request, found, name, form=form)
    saved(request, f"{words} (account {found.row.account})")
    follows = denials_page.next_case(number, business_day())
    if follows:
        return redirect("denial", follows)
    return redirect(f"{reverse('insurers')}?tab=denials")


@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    on, carc = business_day(), request.GET.get("code", "")
    sheet = BytesIO()
    rows = denials_page.cases(carc=carc, limit=None)
    write_denials(rows, sheet, on=on, made_at=moment(), by=request.user.get_username())
    return sent_file(sheet.getvalue(), f"denials-{on:%Y-%m-%d}.xlsx", XLSX)
