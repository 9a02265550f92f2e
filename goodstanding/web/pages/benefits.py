"""Benefits: ask payers about who comes, answers that wait for a person, what changed."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import benefit_news, eligibility, eligibility_ask, subscribers
from goodstanding.actions.unit import may_do
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import benefits_page
from goodstanding.records.queries import subscribers as holders
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.benefits_forms import AskForm, MatchForm, SubscriberForm, subscriber_form
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import sent_file

X12 = "application/edi-x12"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?patient=` their number: also who holds each of their coverages."""
    return _page(request, AskForm())


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Writes the file for who comes; it is kept here to be sent to the clearinghouse."""
    form = AskForm(request.POST)

    def do(who: dict[str, Any]) -> str:
        within = form.cleaned_data["within"]
        made = eligibility_ask.ask(on=business_day(), within=within, **who)
        left = len(made.without_member)
        more = f" {left} without a member number were left out." if left else ""
        if not made.number:
            return f"nothing: nobody who comes must be asked about now.{more}"
        return f"request {made.number} with {made.asked} coverages. Send it to the payers.{more}"

    words = acted(request, form, do)
    if words is None:
        return _page(request, form, status=400)
    saved(request, words)
    return redirect("benefits")


@require_safe
def request_file(request: HttpRequest, number: int) -> HttpResponse:
    content = benefits_page.request_content(number)
    if content is None:
        raise Http404
    return sent_file(content, f"eligibility-{number}.270", X12)


@require_POST
def match(request: HttpRequest, number: int) -> HttpResponse:
    form = MatchForm(request.POST)

    def do(who: dict[str, Any]) -> str:
        patient = form.cleaned_data["patient"]
        eligibility.match_check(check_id=number, patient_id=patient, **who)
        return f"the answer is kept with patient {patient}."

    words = acted(request, form, do)
    if words is None:
        not_saved(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    else:
        saved(request, words)
    return redirect("benefits")


@require_POST
def put_away(request: HttpRequest, number: int) -> HttpResponse:
    try:
        eligibility.put_away(check_id=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "the answer is put away.")
    return redirect("benefits")


@require_POST
def change_done(request: HttpRequest, number: int) -> HttpResponse:
    try:
        benefit_news.change_done(change_id=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "this change is done.")
    return redirect("benefits")


@require_POST
def subscriber(request: HttpRequest, number: int) -> HttpResponse:
    """`number` is the coverage's."""
    form = SubscriberForm(request.POST, auto_id=f"id_{number}_%s")
    patient = request.GET.get("patient", "")

    def do(who: dict[str, Any]) -> str:
        seen = form.cleaned_data["seen"]
        subscribers.write_subscriber(coverage_id=number, seen=seen, who=form.who, **who)
        return f"who the subscriber is, for patient {patient}. Their next request says it."

    words = acted(request, form, do)
    if words is None:
        return _page(request, AskForm(), status=400, wrong=(number, form))
    saved(request, words)
    return redirect(f"{reverse('benefits')}?{urlencode({'patient': patient})}")


def _covers(
    patient: str, wrong: tuple[int, SubscriberForm] | None
) -> list[tuple[holders.CoverageHeld, SubscriberForm]]:
    """A patient's coverages, each with its form; the one that was not saved as it was typed."""
    found = holders.coverages_of(patient) if patient else ()
    return [
        (one, wrong[1] if wrong and wrong[0] == one.coverage
         else subscriber_form(one.coverage, one.mark, one.kept.who if one.kept else None))
        for one in found
    ]  # fmt: skip


def _page(
    request: HttpRequest,
    form: AskForm,
    *,
    status: int = 200,
    wrong: tuple[int, SubscriberForm] | None = None,
) -> HttpResponse:
    by = actor(request)
    waiting, changed = benefits_page.counts()
    patient = request.GET.get("patient", "").strip()[:64]
    return render(request, "benefits.html", {
        "patient": patient, "covers": _covers(patient, wrong), "differing": holders.differing(),
        "form": form, "waiting": waiting, "changed": changed,
        "answers": benefits_page.answers_waiting(), "changes": benefits_page.changes(),
        "requests": benefits_page.requests(), "most": benefits_page.MOST,
        "may": {
            name: may_do(by, f"eligibility.{name}")
            for name in ("ask", "match", "put_away", "change_done", "subscriber")
        },
    }, status=status)  # fmt: skip
