"""Deposits and the bank: bring money there, and say which line of the bank is which money."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import bank, deposits
from goodstanding.core.bank_matching import (
    Expected,
    Line,
    Money,
    Proposal,
    nearest,
    nearest_lines,
)
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.queries import bank_book, drawers
from goodstanding.records.queries.close_report import DEPOSIT_WORDS
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.pages.cash_tabs import cash_tabs
from goodstanding.web.pages.day_close import asked_day, tape_of
from goodstanding.web.parts import business_day, moment, not_saved, saved

SHOWN = 100
DAYS = 7
LISTS = {
    "deposits": "To the bank",
    "era": "Checks without money",
    "money": "Money without a check",
    "way": "On the way",
    "lines": "Other bank lines",
    "matched": "Matched",
}
MONEY_WORDS = {
    Money.REMITTANCE: "Insurer's check", Money.DEPOSIT: "Deposit", Money.RECEIPT: "Receipt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListTab:
    key: str
    label: str
    count: int | None
    here: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the bank nobody knows yet, with what it may be."""

    line: Line
    proposals: tuple[tuple[Proposal, str], ...]


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Money that is not at the bank yet, with the lines it may be."""

    one: Expected
    what: str
    late: bool
    proposals: tuple[tuple[Line, Proposal], ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("show", "deposits")
    here = asked if asked in LISTS else "deposits"
    counts = bank_book.counts()
    return render(request, "deposits.html", {
        "cash_tabs": cash_tabs(request, "deposits"), "on": business_day(), "here": here,
        "lists": [ListTab(key, label, counts.get(key), key == here)
                  for key, label in LISTS.items()],
        "label": LISTS[here], "may_match": may_open(role_of(request), "bank_match"),
        "match_days": clinic.current().desk.match_days,
        "late_days": clinic.current().desk.late_money_days,
        **_ROWS[here](),
    })  # fmt: skip


def _to_the_bank() -> dict[str, Any]:
    return {
        "days": [drawers.to_deposit(on) for on in drawers.days_to_deposit(most=DAYS)],
        "deposits": drawers.deposits(most=30),
        "words": DEPOSIT_WORDS,
    }


def _without_money() -> dict[str, Any]:
    return _money_rows(lambda one: one.money is Money.REMITTANCE)


def _on_the_way() -> dict[str, Any]:
    return _money_rows(lambda one: one.money is not Money.REMITTANCE)


def _money_rows(chosen: Callable[[Expected], bool]) -> dict[str, Any]:
    """Oldest first: what waits longest is asked about first."""
    desk, on = clinic.current().desk, business_day()
    open_lines = bank_book.lines(matched=True)
    found = sorted(
        filter(chosen, bank_book.expected(matched=True)), key=lambda one: (one.on or on, one.key)
    )
    return {
        "money": [
            MoneyRow(
                one, what_of(one),
                one.on is not None and (on - one.on).days > desk.late_money_days,
                nearest_lines(one, open_lines, days=desk.match_days),
            )
            for one in found[:SHOWN]
        ],
        "more": max(len(found) - SHOWN, 0),
    }  # fmt: skip


def what_of(one: Expected) -> str:
    """In words: who pays, and the number it goes by."""
    if one.money is Money.REMITTANCE:
        return f"{one.who or 'Insurer'}, check {one.trace}"
    return one.name.capitalize() + (" came back" if one.cents < 0 else "")


def _money_without() -> dict[str, Any]:
    return _line_rows(bank_book.is_insurer)


def _other_lines() -> dict[str, Any]:
    return _line_rows(lambda line: not bank_book.is_insurer(line))


def _line_rows(chosen: Callable[[Line], bool]) -> dict[str, Any]:
    days = clinic.current().desk.match_days
    expected = bank_book.expected(matched=True)
    found = [line for line in bank_book.lines(matched=True) if chosen(line)]
    return {
        "lines": [
            LineRow(line, tuple(
                (each, what_of(each.expected)) for each in nearest(line, expected, days=days)
            ))
            for line in found[:SHOWN]
        ],
        "more": max(len(found) - SHOWN, 0),
    }  # fmt: skip


def _matched() -> dict[str, Any]:
    return {"matched": bank_book.matched(most=SHOWN)}


_ROWS: dict[str, Callable[[], dict[str, Any]]] = {
    "deposits": _to_the_bank, "era": _without_money, "money": _money_without,
    "way": _on_the_way, "lines": _other_lines, "matched": _matched,
}  # fmt: skip


@require_safe
def slip(request: HttpRequest, number: int) -> HttpResponse:
    found = drawers.slip(number)
    if found is None:
        raise Http404
    return render(request, "deposit.html", {
        "cash_tabs": cash_tabs(request, "deposits"), "slip": found, "tape": tape_of(found.checks),
        "what": DEPOSIT_WORDS[found.row.tender], "clinic": clinic.current().facts,
    })  # fmt: skip


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    tender = request.POST.get("tender", "")
    if tender not in DEPOSIT_WORDS:
        raise Http404
    try:
        number = deposits.make_deposit(
            on=asked_day(request), tender=tender, by=actor(request), at=moment()
        )
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("deposits")
    bank.match_all(by=actor(request), at=moment())
    saved(request, f"deposit {number}. Print the slip and take it to the bank.")
    return redirect("deposit", number)


@require_POST
def match(request: HttpRequest) -> HttpResponse:
    """A line is this money: `what` is "remittance 12", "deposit 3" or "receipt 40"; or `other`
    says what else it is.
    """
    given = request.POST
    line, what = _number(given.get("line", "")), given.get("what", "").split()
    who: dict[str, Any] = {"by": actor(request), "at": moment()}
    try:
        if what:
            if len(what) != 2 or what[0] not in set(Money):
                raise Http404
            money, key = Money(what[0]), _number(what[1])
            bank.match_line(line=line, money=money, key=key, why=given.get("why", ""), **who)
        else:
            bank.call_other(line=line, reason=given.get("other", ""), **who)
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "what this line of the bank is. It can be taken apart under Matched.")
    return _back(given.get("show", ""))


@require_POST
def unmatch(request: HttpRequest) -> HttpResponse:
    try:
        number = _number(request.POST.get("match", ""))
        bank.unmatch(match=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "the match is apart; both wait on their lists again.")
    return _back("matched")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Http404
    return int(text)


def _back(show: str) -> HttpResponseRedirect:
    asked = f"?show={show}" if show in LISTS else ""
    return HttpResponseRedirect(reverse("deposits") + asked)
