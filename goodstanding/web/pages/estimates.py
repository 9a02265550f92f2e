"""Estimates: what is due, was given or is far over its bill; one written, looked at, given."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodstanding.actions import estimates as acts
from goodstanding.actions.unit import may_do
from goodstanding.core.estimate_bill import limits_of
from goodstanding.core.estimate_terms import PlannedLine
from goodstanding.core.money import round_dollars
from goodstanding.core.refusals import Refused
from goodstanding.outbound import estimate_copies
from goodstanding.records import clinic
from goodstanding.records.queries import (
    bundles,
    estimate_bundle,
    estimate_over,
    estimate_shown,
    estimate_start,
    estimates_sent,
)
from goodstanding.records.queries import estimates as query
from goodstanding.records.queries.estimate_accuracy import past_of
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.estimate_form import EstimateForm, LineSet, planned_of, rows_of, started
from goodstanding.web.estimate_form import again as again_values
from goodstanding.web.forms import amount_of
from goodstanding.web.line_forms import row_faults
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import PDF, sent_file
from goodstanding.web.tabs import tabs

TABS = {
    "today": "Due today", "soon": "Due tomorrow or this week", "later": "Later", "sent": "Sent",
}  # fmt: skip


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    on, by = business_day(), actor(request)
    due, over, limits = query.due(on), estimate_over.over(on), limits_of(query.law_on(on))
    counts = {
        "today": len(due.today), "soon": len(due.soon), "later": len(due.later),
        "sent": estimates_sent.count_sent(on), "over": sum(row.stops for row in over),
    }  # fmt: skip
    named = {**TABS, "over": f"Over by {round_dollars(limits.stops)} or more"}
    tab = request.GET.get("tab", "today")
    tab = tab if tab in named else "today"
    rows = {"today": due.today, "soon": due.soon, "later": due.later}.get(tab, ())
    return render(request, "estimates.html", {
        "on": on, "tab": tab, "label": named[tab], "tabs": tabs(named, counts, tab), "due": due,
        "rows": [(row, row.late(on)) for row in rows], "over": over, "limits": limits,
        "sent": estimates_sent.sent(on) if tab == "sent" else (),
        "may_review": may_do(by, "estimate.review"), "how": acts.HOW,
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """From a booked visit, or from a person; without either the visits to choose from. Of a visit
    that has an estimate this is where the browser's Back leads: to that one.
    """
    on, asked = business_day(), request.POST if request.method == "POST" else request.GET
    start = None
    if visit := asked.get("visit", ""):
        if request.method != "POST" and (key := estimate_start.begun(visit)):
            return redirect("estimate", key)
        start = estimate_start.from_visit(visit, on)
    elif person := asked.get("person", ""):
        start = estimate_start.from_patient(person, on)
        only = query.only_visit_of(start.patient_id, on) if start else ""
        if only and request.method != "POST" and "alone" not in asked:
            return redirect(f"{request.path}?{urlencode({'visit': only})}")
    if start is None:
        text = asked.get("q", "")
        if visit or asked.get("person"):
            not_saved(request, "No booked visit and no single patient has this number. Choose one.")
        return render(request, "estimate_visits.html", {
            "rows": query.visits_to_choose(on, text), "text": text, "on": on,
        })  # fmt: skip
    if request.method != "POST":
        return _begun(request, start)
    form, lines = EstimateForm(request.POST), LineSet(request.POST, prefix="line")
    made: list[int] = []

    def do(who: dict[str, Any]) -> str:
        written = planned_of(form, lines, provider=start.provider)
        planned = estimate_start.with_plans_prices(written, start.patient_id)
        made.append(acts.draft(
            patient=start.patient_id, planned=planned, appointment=start.appointment, **who
        ))  # fmt: skip
        return f"estimate for account {start.account_id}, as a draft."

    words = acted(request, form, do) if lines.is_valid() else None
    if words is None:
        return _editor(request, form, lines, start=start)
    saved(request, words)
    return redirect("estimate", made[0])


def _begun(request: HttpRequest, start: estimate_start.Start) -> HttpResponse:
    """With the visit's lines, or the bundle's: the one asked for, else the one of the visit."""
    fill = estimate_bundle.filled(
        request.GET.get("bundle"), start.lines, business_day(), provider=start.provider
    )
    first = started(start)
    if fill is not None:
        first |= {"others": list(fill.others), "service": fill.bundle.title}
    lines = fill.lines if fill else start.lines
    found = estimate_start.with_office_copay(lines, start.office_copay)
    return _empty(request, first, found, start=start, fill=fill, insured=start.covered)


def _anew(
    request: HttpRequest, case: estimate_shown.Shown, start: estimate_start.Start
) -> HttpResponse:
    """With the newest version's lines, on the day of the visit now; or those of the bundle that
    was asked for.
    """
    planned = replace(case.newest.planned, service_on=case.service_on)
    named = request.GET.get("bundle", "")
    fill = (
        estimate_bundle.filled(named, planned.lines, business_day(), provider=start.provider)
        if named
        else None
    )
    first, lines = again_values(planned), planned.lines
    if fill is not None:
        first |= {"others": list(fill.others)}
        lines = estimate_bundle.with_diagnoses(fill.lines, planned.lines)
    start = replace(start, service_on=planned.service_on)
    return _empty(request, first, lines, start=start, fill=fill, insured=planned.insured, case=case)


def _empty(
    request: HttpRequest, first: dict[str, Any], lines: tuple[PlannedLine, ...], *,
    start: estimate_start.Start, insured: bool, **more: Any,
) -> HttpResponse:  # fmt: skip
    """The editor before anything is posted; what past estimates of its main line came to."""
    on = business_day()
    past = past_of(
        lines[0].code, patient_id=start.patient_id, insured=insured,
        service_on=start.service_on or on, on=on,
    ) if lines else None  # fmt: skip
    return _editor(
        request, EstimateForm(initial=first), LineSet(initial=rows_of(lines), prefix="line"),
        start=start, bundles=bundles.bundles_in_use().table.bundle, past=past, **more,
    )  # fmt: skip


def _editor(
    request: HttpRequest, form: EstimateForm, lines: Any, *, start: Any, **more: Any
) -> HttpResponse:
    form.is_bound and form.is_valid()
    billing = clinic.current().billing
    return render(request, "estimate_editor.html", {
        "form": form, "lines": lines, "faults": row_faults(lines) if lines.is_bound else (),
        "start": start, "on": business_day(),
        "facilities": billing.facilities, "providers": [name for name, _ in billing.npi], **more,
    })  # fmt: skip


@require_safe
def one(request: HttpRequest, key: int) -> HttpResponse:
    case, by = _found(key), actor(request)
    older = estimate_shown.older_of(case)
    return render(request, "estimate.html", {
        "case": case, "newest": case.newest, "on": business_day(), "how": acts.HOW,
        "by_email": bool(case.email) and case.contact == "email",
        "open": case.withdrawn_on is None, "can_give": _can_give(case),
        "late": case.deliver_by is not None and case.deliver_by < business_day(),
        "paper": estimate_copies.paper_of(case, business_day()),
        "changes": estimate_shown.changes(older, case.newest)
        if older and "compare" in request.GET else (),
        "older": older, "may_review": may_do(by, "estimate.review"),
    })  # fmt: skip


def _can_give(case: estimate_shown.Shown) -> bool:
    newest = case.newest
    return case.withdrawn_on is None and newest.given is None and not case.lacking


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, key: int) -> HttpResponse:
    case = _found(key)
    start = estimate_start.from_patient(case.patient_id, business_day())
    assert start is not None  # an estimate is of a patient we have
    if request.method != "POST":
        return _anew(request, case, start)
    form, lines = EstimateForm(request.POST), LineSet(request.POST, prefix="line")

    def do(who: dict[str, Any]) -> str:
        planned = planned_of(form, lines, provider=case.provider)
        written = estimate_start.with_plans_prices(planned, case.patient_id)
        why = form.cleaned_data["why"]
        seen = _number(request.POST["seen"]) if "seen" in request.POST else None
        number = acts.new_version(key=key, planned=written, why=why, seen=seen, **who)
        return f"version {number} of the estimate for account {case.account_id}."

    words = acted(request, form, do) if lines.is_valid() else None
    if words is None:
        overtaken = request.POST.get("seen", "") not in ("", str(case.newest.number))
        return _editor(request, form, lines, start=start, case=case, overtaken=overtaken)
    saved(request, words)
    return redirect("estimate", key)


@require_safe
def paper(request: HttpRequest, key: int, number: int) -> HttpResponse:
    case, on = _found(key), business_day()
    made = estimate_copies.pdf_of(case, number, on)
    if made is None:
        raise Http404("This version has no paper.")
    return sent_file(made, f"estimate-{key}-{number}.pdf", PDF, inline=True)


def _number(seen: str) -> int:
    """0, which is no version's, for what is no number."""
    return int(seen) if seen.isdecimal() and len(seen) < 6 else 0


@require_POST
def give(request: HttpRequest, key: int) -> HttpResponse:
    """On paper: the PDF is what comes next."""
    case, given = _found(key), request.POST
    how, seen = given.get("how", ""), given.get("version", "")
    handed = acts.Handed(
        how, "told_aloud" in given, given.get("late_why", ""),
        _number(seen) if seen else None,
    )  # fmt: skip
    try:
        number = acts.give(key=key, handed=handed, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("estimate", key)
    saved(request, f"estimate for account {case.account_id} is given, version {number}.")
    return redirect("estimate_paper", key, number) if how == "print" else redirect("estimate", key)


@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    _found(key)
    try:
        acts.withdraw(key=key, why=request.POST.get("why", ""), by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "the estimate is withdrawn. What was given is kept.")
    return redirect("estimate", key)


@require_POST
def review(request: HttpRequest) -> HttpResponse:
    given = request.POST
    try:
        billed = amount_of(given.get("billed", ""))
        acts.review_over(
            number=given.get("number", ""), provider=given.get("provider", ""),
            billed_cents=billed, found=given.get("found", ""), by=actor(request), at=moment(),
        )  # fmt: skip
    except (Refused, ValueError) as fault:
        not_saved(request, fault.why if isinstance(fault, Refused) else "Reload the page.")
    else:
        saved(request, "the bill was looked at. It may be asked for again.")
    return redirect(f"{reverse('estimates')}?tab=over")


def _found(key: int) -> estimate_shown.Shown:
    case = estimate_shown.shown(key, business_day())
    if case is None:
        raise Http404("This estimate is not known.")
    return case
