"""Moves and write-offs by hand: asked for on the account, decided here, and undone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import adjustments, payments
from goodstanding.actions.adjustments import MOVES, Change
from goodstanding.actions.unit import may_do
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import cash_page
from goodstanding.records.queries.desk_money import money_account
from goodstanding.web.access import actor
from goodstanding.web.cash_forms import APPLY, WHAT_WORDS, MoneyForm
from goodstanding.web.money_form import open_visits
from goodstanding.web.pages.account import Drawer, account_found, beside
from goodstanding.web.pages.cash_tabs import cash_tabs
from goodstanding.web.parts import moment, saved


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was done lately; `account` shows one account's."""
    account, by = request.GET.get("account", "")[:64], actor(request)
    waiting = cash_page.adjustments_asked()
    return render(request, "adjustments.html", {
        "account": account, "words": WHAT_WORDS, "me": by.name,
        "waiting": [one for one in waiting if account in ("", one.account_id)],
        "done": cash_page.adjustments_done(account),
        "may_agree": may_do(by, "adjustment.agree"), "may_undo": may_do(by, "adjustment.undo"),
        "cash_tabs": cash_tabs(request, "cash"),
    })  # fmt: skip


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, adjustments.agree, words="agreed and posted")


@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, adjustments.decline, words="declined; nothing was posted")


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, adjustments.undo, words="reversed")


def _done(
    request: HttpRequest, number: int, act: Callable[..., None], *, words: str
) -> HttpResponse:
    act(number=number, by=actor(request), at=moment())
    saved(request, f"adjustment {number} {words}.")
    return redirect("adjustments")


# ---- on the account: the drawer "money"


@require_POST
def money(request: HttpRequest, account_id: str) -> HttpResponse:
    account = money_account(account_id)
    waits = account is not None and account.unapplied_cents > 0
    form = MoneyForm(request.POST, charges=open_visits(account_id), waits=waits)
    if form.is_valid():
        try:
            saved(request, _changed(request, account_id, form.cleaned_data))
        except Refused as fault:
            form.add_error(None, fault.why)
        else:
            return redirect("account", account_id)
    return beside(request, account_found(request, account_id), Drawer("money", form))


def _changed(request: HttpRequest, account_id: str, given: dict[str, Any]) -> str:
    """Does it, and says what was done."""
    who: dict[str, Any] = {"by": actor(request), "at": moment()}
    cents: Cents = given["amount"]
    if given["what"] == APPLY:
        payments.apply_unapplied(
            account_id=account_id, charge=given["charge"], cents=cents, key=given["key"], **who
        )
        return f"{show(cents)} is placed on charge {given['charge']}, account {account_id}."
    kind = TransactionKind(given["what"])
    change = Change(given["key"], kind, given["charge"], cents, given["reason"], given["words"])
    act = adjustments.move_part if kind in MOVES else adjustments.write_off
    number = act(account_id=account_id, change=change, **who)
    waits = any(one.number == number for one in cash_page.adjustments_asked())
    if waits:
        return f"adjustment {number} of {show(cents)} is asked for. Another manager agrees to it."
    return f"adjustment {number}: {WHAT_WORDS[kind.value].lower()}, {show(cents)}."
