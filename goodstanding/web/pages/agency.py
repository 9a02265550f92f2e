"""The collection agency: what to review, approve, send and recall; its reports; each month
reckoned."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import agency as acts
from goodstanding.actions import agency_files, agency_reports
from goodstanding.actions.unit import may_do
from goodstanding.core.agency_words import STATES, percent
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import agency_money, agency_page
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.agency_forms import PapersForm, ReportForm
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import CSV, sent_file
from goodstanding.web.tabs import tabs

TABS = {
    "review": "To review",
    "approve": "To approve",
    "send": "To send",
    "placed": "With the agency",
    "reports": "Reports",
    "months": "By month",
    "papers": "Papers",
}
_VERBS = (
    "agency.approve", "agency.export", "agency.tell", "agency.report", "agency.settle_line",
    "agency.papers",
)  # fmt: skip


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("tab", "review")
    return _page(request, asked if asked in TABS else "review")


def _page(request: HttpRequest, tab: str, form: Form | None = None) -> HttpResponse:
    by, counts, news = actor(request), agency_page.counts(), agency_page.untold()
    of = {
        "review": counts.review, "approve": counts.proposed,
        "send": counts.approved + len(news[0]) + len(news[1]), "placed": counts.placed,
        "reports": counts.set_aside, "months": 0, "papers": 0,
    }  # fmt: skip
    context: dict[str, Any] = {
        "tab": tab, "label": TABS[tab], "tabs": tabs(TABS, of, tab),
        "may": {verb.partition(".")[2]: may_do(by, verb) for verb in _VERBS},
        "states": STATES, "form": form or _form(tab), "papers": agency_page.papers(),
    }  # fmt: skip
    if tab == "review":
        context["review"] = agency_page.review(business_day())
        context["more"] = counts.review - len(context["review"])
    elif tab == "send":
        context["paid"], context["recalled"] = news
    return render(request, "agency.html", context | _of_the_tab(tab))


def _of_the_tab(tab: str) -> dict[str, Any]:
    if tab == "approve":
        return {"rows": agency_page.placements(states=("proposed",))}
    if tab == "send":
        rows = agency_page.placements(states=("approved",))
        return {"rows": rows, "files": agency_page.files()}
    if tab == "placed":
        back = agency_page.placements(states=("recalled", "returned", "closed"))
        return {"rows": agency_page.placements(states=("placed",)), "back": back}
    if tab == "reports":
        return {
            "waiting": agency_page.lines(waiting=True), "lines": agency_page.lines(waiting=False),
        }  # fmt: skip
    return {"months": agency_money.months()} if tab == "months" else {}


def _form(tab: str) -> Form | None:
    if tab == "reports":
        return ReportForm()
    if tab != "papers":
        return None
    now = agency_page.papers()
    if now is None:
        return PapersForm()
    initial = {name: getattr(now, name) for name in now.__dataclass_fields__}
    return PapersForm(initial={**initial, "fee": percent(now.fee_points)})


def _tab(request: HttpRequest, tab: str) -> HttpResponse:
    return redirect(f"{request.build_absolute_uri('/agency')}?tab={tab}")


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    try:
        done = acts.export(by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return _tab(request, "send")
    if done.placed:
        saved(request, f"file {done.file} with {len(done.placed)} placed. Hand it to the agency.")
    for number, why in done.blocked:
        not_saved(request, f"Placement {number} stays here: {why}")
    return _tab(request, "send")


@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    try:
        number = agency_files.tell(by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"file {number} of notices is made. Hand it to the agency.")
    return _tab(request, "send")


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    found = agency_page.file_content(number)
    if found is None:
        raise Http404
    name, content = found
    return sent_file(content, name, CSV)


@require_POST
def papers(request: HttpRequest) -> HttpResponse:
    form = PapersForm(request.POST)

    def do(who: dict[str, Any]) -> str:
        acts.keep_papers(papers=form.papers, **who)
        return "the agency's papers are kept."

    words = acted(request, form, do)
    if words is None:
        return _page(request, "papers", form)
    saved(request, words)
    return _tab(request, "papers")


@require_POST
def report(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST, request.FILES)

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data["file"]
        done = agency_reports.take_report(name=given.name, content=given.read(), **who)
        return (
            f"{done.posted} rows posted, {done.set_aside} set aside, {done.again} were known "
            "already."
        )

    words = acted(request, form, do)
    if words is None:
        return _page(request, "reports", form)
    saved(request, words)
    return _tab(request, "reports")


_SETTLED = {
    "posted": "the row is posted.",
    "dropped": "the row is not to post.",
    "taken_back": "the payment is taken back.",
    "set_aside": "the row names a payment of before. Look at it, then take it back.",
}


@require_POST
def line(request: HttpRequest, number: int) -> HttpResponse:
    drop, reason = "drop" in request.POST, request.POST.get("reason", "")
    try:
        state = agency_reports.settle_line(
            line=number, drop=drop, reason=reason, by=actor(request), at=moment()
        )
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, _SETTLED[state])
    return _tab(request, "reports")
