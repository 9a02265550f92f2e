"""A promise to pay, written down beside the account; and the words to say while it is written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import occasion_letters, promises
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.pages.account import Drawer, account_found, beside
from goodstanding.web.pages.calls import next_person
from goodstanding.web.parts import moment, not_saved, saved
from goodstanding.web.promise_form import (
    PromiseForm,
    forget_promise,
    remember_promise,
    words_of,
)


@require_POST
def make(request: HttpRequest, account_id: str) -> HttpResponse:
    found = account_found(request, account_id)
    form = PromiseForm(request.POST, owed=found.promise_cents, promises=found.promises)

    def do(who: dict[str, Any]) -> str:
        new = form.new()
        number = promises.make_promise(account_id=account_id, new=new, **who)
        remember_promise(request, account_id, number)
        words = f"promise of {show(new.cents)} by {new.due_on:%a %m/%d}, account {account_id}."
        return f"{words} {_letter(number, who)}" if request.POST.get("confirm") else words

    words = acted(request, form, do)
    if words is None:
        form.shows(found.promise_cents)
        return beside(request, found, Drawer("promise", form))
    saved(request, words)
    return (
        next_person(request, account_id, "promises")
        if request.POST.get("next")
        else redirect("account", account_id)
    )


def _letter(number: str, who: dict[str, Any]) -> str:
    """The promise stands whether its letter may go or not."""
    try:
        occasion_letters.for_promise(promise_number=number, **who)
    except Refused as fault:
        return f"No letter: {fault.why}"
    return "Its letter is under Letters, ready to print."


@require_safe
def said(request: HttpRequest, account_id: str) -> HttpResponse:
    """The sentence to say, for what stands in the form at this moment."""
    found = account_found(request, account_id)
    form = PromiseForm(request.GET, owed=found.promise_cents, promises=found.promises)
    return render(request, "_promise_said.html", {"words": words_of(form, found), "account": found})


@require_POST
def take_back(request: HttpRequest, account_id: str, number: str) -> HttpResponse:
    try:
        promises.take_back_promise(promise_number=number, by=actor(request), at=moment())
        saved(request, f"the promise on account {account_id} is taken back.")
        forget_promise(request)
    except Refused as fault:
        not_saved(request, fault.why)
    return redirect("account", account_id)
