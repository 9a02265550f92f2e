"""Whose work it is: rows of Today given to a colleague or put off, hand-overs, mentions."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import overrides
from goodstanding.actions import work as acts
from goodstanding.actions.unit import may_do
from goodstanding.core.kinds import Act
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import team, worklist
from goodstanding.records.queries.worklist import Filters
from goodstanding.web.access import actor, role_of
from goodstanding.web.acted import acted
from goodstanding.web.pages.account import Drawer, account_found, beside
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.team_forms import AssignForm, WaitForm


@require_safe
def chosen(request: HttpRequest) -> HttpResponse:
    """The rows that were selected, and the one form for all of them."""
    accounts = request.GET.getlist("account")[: acts.MOST]
    if not accounts:
        not_saved(request, "Select the rows first: X selects one.")
        return _back(request)
    waits = request.GET.get("do") == "wait" and may_do(actor(request), "work.wait_many")
    form = WaitForm() if waits else AssignForm(colleagues=team.colleagues())
    return _form(request, accounts, form)


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    accounts = request.POST.getlist("account")
    form = AssignForm(request.POST, colleagues=team.colleagues())

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        count, to = acts.assign_many(accounts=accounts, **given, **who), given["owner"]
        return f"{_count(count)} {f'given to {to}' if to else 'nobody’s now'}."

    return _done(request, form, do, accounts=accounts)


@require_POST
def wait(request: HttpRequest) -> HttpResponse:
    accounts, form = request.POST.getlist("account"), WaitForm(request.POST)

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        choice = overrides.Choice(Act.WAIT, given["until"], given["reason"], given["words"])
        count = overrides.wait_many(accounts=accounts, choice=choice, **who)
        return f"{_count(count)} waiting until {choice.until:%m/%d/%Y}, and back on that day."

    return _done(request, form, do, accounts=accounts)


@require_POST
def assign_one(request: HttpRequest, account_id: str) -> HttpResponse:
    form = AssignForm(request.POST, colleagues=team.colleagues())

    def do(who: dict[str, Any]) -> str:
        acts.assign(account_id=account_id, **form.cleaned_data, **who)
        to = form.cleaned_data["owner"]
        return f"account {account_id} is {f'{to}’s work' if to else 'nobody’s'} now."

    words = acted(request, form, do)
    if words is None:
        return beside(request, account_found(request, account_id), Drawer("assign", form))
    saved(request, words)
    return redirect("account", account_id)


@require_POST
def owner(request: HttpRequest) -> HttpResponse:
    acts.show_owner(owner=request.POST.get("owner", ""), by=actor(request), at=moment())
    return _back(request)


@require_POST
def got_it(request: HttpRequest, number: int) -> HttpResponse:
    try:
        account = acts.got_it(number=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("today")
    saved(request, f"the hand-over note of account {account} is put away.")
    return redirect("account", account) if request.POST.get("account") else redirect("today")


@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    return render(request, "mentions.html", {"named": team.named_in(actor(request).name)})


@require_POST
def mention_seen(request: HttpRequest, number: int) -> HttpResponse:
    try:
        acts.seen(number=number, by=actor(request), at=moment())
        saved(request, "the note that names you is seen.")
    except Refused as fault:
        not_saved(request, fault.why)
    return redirect("mentions")


def _done(
    request: HttpRequest,
    form: AssignForm | WaitForm,
    do: Callable[[dict[str, Any]], str],
    *,
    accounts: list[str],
) -> HttpResponse:
    """Back to the list, or the form once more with what is wrong in it."""
    words = acted(request, form, do)
    if words is None:
        return _form(request, accounts, form)
    saved(request, words)
    return _back(request)


def _form(request: HttpRequest, accounts: list[str], form: AssignForm | WaitForm) -> HttpResponse:
    role = role_of(request)
    assert role is not None
    found = worklist.today_page(
        role=role,
        on=business_day(),
        filters=Filters(accounts=tuple(accounts[: acts.MOST]) or ("",)),
    )
    back = request.POST.get("back") or request.GET.get("back", "")
    return render(request, "chosen.html", {
        "accounts": accounts, "rows": found.rows, "more": max(len(accounts) - len(found.rows), 0),
        "cents": found.total_cents, "form": form, "waits": isinstance(form, WaitForm),
        "back": back,
    })  # fmt: skip


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was: only our own query is taken from the form, never an address."""
    back = request.POST.get("back") or request.GET.get("back", "")
    query = back[1:].replace("\n", "") if back.startswith("?") else ""
    return redirect(f"{reverse('today')}?{query}" if query else reverse("today"))


def _count(count: int) -> str:
    return "1 account is" if count == 1 else f"{count} accounts are"
