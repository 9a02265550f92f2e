"""Payment plans: the portfolio by state; one made, changed or ended; what waits for a manager."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import letter_review, letters, plan_changes, plan_drafts, plans
from goodstanding.actions.letters import Wanted
from goodstanding.actions.plan_changes import NewTerms
from goodstanding.actions.unit import may_do
from goodstanding.core.refusals import Refused
from goodstanding.outbound.plans_sheet import write_plans
from goodstanding.records.queries import plans_page
from goodstanding.records.queries.plan_drafts import first_day
from goodstanding.records.queries.plans_page import STATES, WAITS
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.pages.account import Drawer, account_found, beside
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.plan_form import ChangeForm, built, new_plan
from goodstanding.web.plan_panel import AGAIN, CHANGES, plan_form
from goodstanding.web.sent_file import XLSX, sent_file
from goodstanding.web.tabs import tabs

ALL = "all"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    rows, by = plans_page.portfolio(business_day()), actor(request)
    figures = {ALL: len(rows), **plans_page.counts(rows)}
    labels = {ALL: "All", **{str(state): str(state) for state in STATES}}
    tab = request.GET.get("state", ALL)
    tab = tab if tab in labels else ALL
    shown = [row for row in rows if tab in (ALL, row.state)]
    return render(request, "plans.html", {
        "on": business_day(), "rows": shown, "tab": tab, "label": labels[tab], "waits": WAITS,
        "tabs": tabs(labels, figures, tab), "me": by.name, "may_decide": may_do(by, "plan.approve"),
        "may_draft": may_do(by, "plan.draft"), "draft_from": first_day(business_day()),
        "left": sum(row.left_cents for row in shown),
    })  # fmt: skip


@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    on, target = business_day(), BytesIO()
    by = request.user.get_username()
    write_plans(plans_page.portfolio(on), target, on=on, made_at=moment(), by=by)
    return sent_file(target.getvalue(), f"plans-{on:%Y-%m-%d}.xlsx", XLSX)


@require_POST
def make(request: HttpRequest, account_id: str) -> HttpResponse:
    """`next`: the letter is approved and printed at once, alone."""
    found, form = account_found(request, account_id), plan_form(request.POST, account_id)
    made: list[plans.Made] = []

    def do(who: dict[str, Any]) -> str:
        new = new_plan(form, built(form, on=business_day()), on=business_day())
        seen = request.POST.get("seen", "")
        made.append(plans.make_plan(account_id=account_id, plan=new, seen=seen, **who))
        return f"plan on account {account_id}."

    words = acted(request, form, do)
    if words is None:
        return beside(request, found, Drawer("plan", form))
    if made[0].asked:
        saved(
            request,
            f"plan on account {account_id}, sent to the manager. {made[0].asked} Tell the patient: "
            "I will call you by tomorrow.",
        )
    elif "next" in request.POST:
        return _printed(request, account_id, made[0].number)
    else:
        saved(request, f"{words} Its letter is under Letters, ready to print.")
    return redirect("account", account_id)


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """The file of today's payments by card; asked for again, it says that nothing is left."""
    on = business_day()
    try:
        text = plan_drafts.draft_file(on=on, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("plans")
    return sent_file(text.encode(), f"card-drafts-{on:%Y-%m-%d}.csv", "text/csv")


def _printed(request: HttpRequest, account_id: str, number: str) -> HttpResponse:
    who: dict[str, Any] = {"by": actor(request), "at": moment()}
    letter = plans_page.waiting_letter(number)
    if letter is not None:
        letter_review.approve(letter=letter, **who)
        wanted = Wanted(business_day(), looked_only=True, only=letter)
        batch = letters.print_batch(on=business_day(), wanted=wanted, **who)
        if batch.state == "printed":
            saved(request, f"plan on account {account_id}. Its letter is printed as batch "
                           f"{batch.id}. Confirm it when it was mailed.")  # fmt: skip
            return redirect("letter_batch", batch.id)
    not_saved(request, "The plan is saved; its letter may not go now. See Letters, Did not go.")
    return redirect("account", account_id)


@require_POST
def change(request: HttpRequest, account_id: str) -> HttpResponse:
    """One thing done to one plan of the account."""
    account_found(request, account_id)
    form = ChangeForm(request.POST)
    do = request.POST.get("do", "")
    words = {**CHANGES, **AGAIN}.get(do, ("", ""))[1]
    try:
        if not form.is_valid():
            raise Refused(" ".join(str(one[0]) for one in form.errors.values()))
        if do not in _DO:
            raise Refused("Choose what to do from the list.")
        _DO[do](form.cleaned_data, {"by": actor(request), "at": moment()})
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"plan on account {account_id}: {words.lower()}.")
    return redirect("account", account_id)


@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    return _decided(request, lambda number, who: plans.approve_plan(number=number, **who))


@require_POST
def decline(request: HttpRequest) -> HttpResponse:
    answer = request.POST.get("answer", "")
    return _decided(
        request, lambda number, who: plans.decline_plan(number=number, answer=answer, **who)
    )


def _decided(request: HttpRequest, do: Callable[[str, dict[str, Any]], None]) -> HttpResponse:
    try:
        do(request.POST.get("plan", ""), {"by": actor(request), "at": moment()})
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "your answer. The colleague who asked sees it on the account.")
    return redirect("plans")


Given = dict[str, Any]


def _day(given: Given) -> date:
    until: date | None = given["until"]
    if until is None:
        raise Refused("Write the last day of the pause.")
    return until


def _terms(given: Given) -> NewTerms:
    return NewTerms(
        anchor=given["anchor"] or 0, monthly_cents=given["amount"] or 0,
        months=0 if given["amount"] else given["payments"] or 0,
    )  # fmt: skip


def _ended(given: Given, who: Given, *, broken: bool) -> None:
    plan_changes.end(number=given["plan"], broken=broken, why=given["why"], **who)


_DO: dict[str, Callable[[Given, Given], None]] = {
    "acknowledge": lambda given, who: plans.acknowledge(
        number=given["plan"], how=given["how"], **who
    ),
    "pause": lambda given, who: plan_changes.pause(
        number=given["plan"], until=_day(given), why=given["why"], **who
    ),
    "resume": lambda given, who: plan_changes.resume(number=given["plan"], why=given["why"], **who),
    "change": lambda given, who: plan_changes.change(
        number=given["plan"], terms=_terms(given), why=given["why"], **who
    ),
    "forgive": lambda given, who: plan_changes.forgive_instalment(
        number=given["plan"], why=given["why"], **who
    ),
    "add": lambda given, who: plan_changes.add_balance(
        number=given["plan"], charge=given["charge"], why=given["why"], **who
    ),
    "cancel": lambda given, who: _ended(given, who, broken=False),
    "broken": lambda given, who: _ended(given, who, broken=True),
    "reinstate": lambda given, who: plan_changes.reinstate(
        number=given["plan"], why=given["why"], **who
    ),
    "take_back": lambda given, who: plans.take_back_plan(number=given["plan"], **who),
}
