"""One account before the agency: its checklist, what was written down, its placements."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import agency, audit
from goodstanding.actions.unit import may_do
from goodstanding.core.agency_points import AUTHORITY, WRITTEN
from goodstanding.core.agency_words import STATES
from goodstanding.records.queries import agency_page
from goodstanding.records.queries.account_record import key_of
from goodstanding.records.queries.agency_asked import asked_now
from goodstanding.records.queries.agency_page import PlacementRow
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.agency_forms import (
    ApproveForm,
    BackForm,
    PointForm,
    ProposeForm,
    ReasonForm,
)
from goodstanding.web.parts import business_day, form_drawer, moment, saved

# By name: the verb, its form, the states it needs, its title, the button's words.
STEPS: dict[str, tuple[str, type[Form], tuple[str, ...], str, str]] = {
    "write": ("agency.write_point", PointForm, (), "Write down what was done", "Keep it"),
    "propose": ("agency.propose", ProposeForm, (), "Propose the placement", "Propose"),
    "approve": ("agency.approve", ApproveForm, ("proposed",), "Approve", "Approve"),
    "refuse": ("agency.refuse", ReasonForm, ("proposed", "approved"), "Refuse", "Refuse"),
    "recall": ("agency.recall", ReasonForm, ("placed",), "Recall it", "Recall"),
    "back": ("agency.bring_back", BackForm, ("placed",), "It came back", "Take it back"),
}


@require_safe
def page(request: HttpRequest, account_id: str) -> HttpResponse:
    return _page(request, account_id, request.GET.get("form", ""))


def _page(
    request: HttpRequest, account_id: str, opened: str, *, form: Form | None = None
) -> HttpResponse:
    by, on = actor(request), business_day()
    key = key_of(account_id)
    if key is None:
        raise Http404
    audit.viewed(account_id=account_id, by=by, at=moment())
    rows = agency_page.placements(account=account_id)
    newest = rows[0] if rows else None
    may = _may(by, newest)
    facts, asked = asked_now(key, on)
    missing = [point for point in asked.missing if point.rule != AUTHORITY]
    may["propose"] = may["propose"] and not missing
    opened = opened if form is not None or may.get(opened) else ""
    return render(request, "agency_account.html", {
        "account_id": account_id, "name": agency_page.name_of(key), "on": on,
        "cents": facts.patient_cents, "points": asked.points, "missing": len(missing),
        "placements": rows, "newest": newest, "states": STATES, "labels": WRITTEN,
        "written": agency_page.written(account_id), "may": may, "opened": opened,
        "own": newest is not None and newest.state == "proposed" and newest.proposed_by == by.name,
        "form": form or (STEPS[opened][1]() if opened else None),
        **_drawer(opened, account_id, newest),
    })  # fmt: skip


def _drawer(opened: str, account_id: str, newest: PlacementRow | None) -> dict[str, str]:
    if not opened:
        return {}
    of = newest.number if newest and STEPS[opened][2] else account_id
    close = reverse("agency_account", args=[account_id])
    return form_drawer(STEPS[opened], reverse(f"agency_{opened}", args=[of]), close=close)


def _may(by: Any, newest: PlacementRow | None) -> dict[str, bool]:
    state = newest.state if newest else ""
    busy = state in ("proposed", "approved", "placed")
    may = {
        name: may_do(by, verb) and (state in states if states else not busy)
        for name, (verb, _, states, *_) in STEPS.items()
    }
    if newest is not None and newest.proposed_by == by.name:
        may["approve"] = False
    return may


@require_POST
def write(request: HttpRequest, account_id: str) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        agency.write_point(account_id=account_id, **given, **who)
        return f"written down. (account {account_id})"

    return _done(request, account_id, "write", do=do)


@require_POST
def propose(request: HttpRequest, account_id: str) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        number = agency.propose(account_id=account_id, reason=given["reason"], **who)
        return f"placement {number} is proposed. Another person approves it."

    return _done(request, account_id, "propose", do=do)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        agency.approve(number=number, reason=given["reason"], **who)
        return f"placement {number} is approved. It goes with the next file."

    return _done(request, _account(number), "approve", do=do)


@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        agency.refuse(number=number, reason=given["reason"], **who)
        return f"placement {number} is refused. The account stays here."

    return _done(request, _account(number), "refuse", do=do)


@require_POST
def recall(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        agency.recall(number=number, reason=given["reason"], **who)
        return f"placement {number} is recalled. Make the file of notices for the agency."

    return _done(request, _account(number), "recall", do=do)


@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    def do(given: dict[str, Any], who: dict[str, Any]) -> str:
        agency.bring_back(number=number, **given, **who)
        return f"placement {number} has come back. The account has its next step again."

    return _done(request, _account(number), "back", do=do)


def _account(number: int) -> str:
    found = agency_page.placements(number=number)
    if not found:
        raise Http404
    return found[0].account_id


def _done(
    request: HttpRequest, account_id: str, kind: str, *,
    do: Callable[[dict[str, Any], dict[str, Any]], str],
) -> HttpResponse:  # fmt: skip
    form = STEPS[kind][1](request.POST)
    words = acted(request, form, lambda who: do(form.cleaned_data, who))
    if words is None:
        return _page(request, account_id, kind, form=form)
    saved(request, words)
    return redirect("agency_account", account_id)
