"""Cash: take a payment, see what it does first, and the drawer's tape of today."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import audit, payments, receipts
from goodstanding.actions.unit import may_do
from goodstanding.core.kinds import Role, Tender
from goodstanding.core.money import Cents, show
from goodstanding.core.placing import TENDER_WORDS, Taken
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.queries import cash_page, checks_page
from goodstanding.records.queries.cash_page import ReceiptWhole
from goodstanding.records.queries.desk_money import money_account
from goodstanding.records.queries.periods import first_open_day
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.cash_forms import CHARGES, OLDEST, TENDER_KEYS, PaymentForm, UndoForm
from goodstanding.web.cash_preview import Preview, preview
from goodstanding.web.forms import amount_of
from goodstanding.web.pages.cash_tabs import cash_tabs
from goodstanding.web.parts import business_day, moment, saved

UNDOING = {
    "return": ("payment.return", receipts.CAME_BACK, receipts.return_check),
    "correct": ("payment.correct", receipts.WAS_WRONG, receipts.correct_receipt),
}
PART_WORDS = {
    "patient_payment": "Paid", "insurer_payment": "Insurer paid", "contractual": "Discount",
    "to_patient": "Patient's part", "denial": "Denied", "insurer_unplaced": "Not placed yet",
}  # fmt: skip


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`account` begins a payment of that account; `next` says that one was just posted."""
    first = {
        "key": secrets.token_hex(16),
        "account": request.GET.get("account", "")[:64],
        "drawer": drawer_of(request),
    }
    form = _form(request, initial=first)
    focus = "amount" if first["account"] else "account" if "next" in request.GET else ""
    return _whole(request, form, focus=focus)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Shows what the payment does; the same once more posts it."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _whole(request, form, focus="account")
    given = form.cleaned_data
    account = money_account(given["account"])
    if account is None:
        form.add_error("account", "No account has this number. Look at it, or search by name.")
        return _whole(request, form, focus="account")
    audit.viewed(account_id=account.account_id, by=actor(request), at=moment())
    seen: Preview | None = None
    try:
        split = _split(request.POST) if given["goes"] == CHARGES else {}
        seen = preview(account, given, split, whole=_sees_accounts(request), at=moment())
        if seen.shown and request.POST.get("shown") == seen.shown and not _asks(seen, given):
            return _posted(request, given, split)
    except Refused as fault:
        form.add_error(None, fault.why)
    return _whole(request, form, seen=seen, focus="" if seen else "account")


def _asks(seen: Preview, given: Mapping[str, Any]) -> bool:
    """The same was posted before, and nobody has said yet that it is to be posted again."""
    return bool(seen.twin) and not given["again"]


def _posted(
    request: HttpRequest, given: Mapping[str, Any], split: Mapping[str, Cents]
) -> HttpResponse:
    tender = Tender(given["tender"])
    taken = Taken(
        given["key"], given["amount"], tender, given["drawer"], given["reference"],
        again=given["again"],
    )  # fmt: skip
    purpose = "" if given["goes"] in (OLDEST, CHARGES) else given["goes"]
    number = payments.take_payment(
        account_id=given["account"], taken=taken, split=payments.Split(purpose, split),
        by=actor(request), at=moment(),
    )  # fmt: skip
    what = f"{TENDER_WORDS[tender]} {given['reference']}".strip().lower()
    saved(request, f"receipt {number}, {show(given['amount'])} {what}, account {given['account']}.")
    return redirect(f"{reverse('cash')}?drawer={given['drawer']}&next=1")


def _split(posted: Mapping[str, str]) -> dict[str, Cents]:
    """What was written beside the open visits: names of fields are "on-" and the charge."""
    found = {}
    for name, text in posted.items():
        if name.startswith("on-") and text.strip():
            try:
                found[name.removeprefix("on-")] = amount_of(text)
            except ValueError as fault:
                raise Refused(
                    f"Charge {name.removeprefix('on-')}: write the amount as 60 or 60.00."
                ) from fault
    return found


def _form(request: HttpRequest, *given: Any, **more: Any) -> PaymentForm:
    return PaymentForm(
        *given, drawers=clinic.current().desk.drawers, names_visits=_sees_accounts(request), **more
    )


def _whole(
    request: HttpRequest, form: PaymentForm, *, seen: Preview | None = None, focus: str = ""
) -> HttpResponse:
    """`focus`: the field to write in next; with a preview it is the button that posts."""
    on, drawer = first_open_day(business_day()), _shown_drawer(request)
    return render(request, "cash.html", {
        "on": on, "late": on != business_day(), "form": form, "seen": seen, "focus": focus,
        "tender_keys": {tender.value: key for tender, key in TENDER_KEYS.items()},
        "drawer": drawer, "drawers": clinic.current().desk.drawers if _all_drawers(request) else (),
        "tape": cash_page.tape(on, drawer) if drawer else (),
        "totals": cash_page.totals(on, drawer) if drawer else (),
        "tenders": {tender.value: words for tender, words in TENDER_WORDS.items()},
        "cash_tabs": cash_tabs(request, "cash"),
        "waiting": cash_page.count_asked() if may_open(role_of(request), "adjustments") else 0,
        "may_insurer": may_open(role_of(request), "cash_insurer"),
        "may_adjust": may_open(role_of(request), "adjustments"),
    })  # fmt: skip


def _sees_accounts(request: HttpRequest) -> bool:
    return role_of(request) is not Role.FRONT_DESK


def _all_drawers(request: HttpRequest) -> bool:
    return _sees_accounts(request)


def drawer_of(request: HttpRequest) -> str:
    """The drawer asked for, else the one of this person's last receipt, else the first."""
    drawers = clinic.current().desk.drawers
    asked = request.GET.get("drawer", "")
    if asked in drawers:
        return asked
    last = cash_page.own_drawer(actor(request).name)
    return last if last in drawers else drawers[0]


def _shown_drawer(request: HttpRequest) -> str:
    """The front desk sees only the drawer it took money into today; "" before that."""
    if _all_drawers(request):
        return drawer_of(request)
    return cash_page.own_drawer(actor(request).name, first_open_day(business_day()))


# ---- one receipt


@require_safe
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    return _receipt(request, _found(request, number))


@require_POST
def receipt_undo(request: HttpRequest, number: int, how: str) -> HttpResponse:
    if how not in UNDOING:
        raise Http404
    _, reasons, undo = UNDOING[how]
    found = _found(request, number)
    form = UndoForm(request.POST, reasons=list(reasons.items()))
    if not form.is_valid():
        return _receipt(request, found, {how: form})
    try:
        undo(number=number, reason=form.cleaned_data["reason"], by=actor(request), at=moment())
    except Refused as fault:
        form.add_error(None, fault.why)
        return _receipt(request, found, {how: form})
    saved(request, f"receipt {number} is undone. Its money is owed again.")
    return redirect("receipt", number)


def _found(request: HttpRequest, number: int) -> ReceiptWhole:
    found = cash_page.receipt_whole(number)
    if found is None or not _may_see(request, found):
        raise Http404
    if found.line.account_id:
        audit.viewed(account_id=found.line.account_id, by=actor(request), at=moment())
    return found


def _may_see(request: HttpRequest, found: ReceiptWhole) -> bool:
    """The front desk: its own receipts, and those of its drawer today."""
    if _all_drawers(request):
        return True
    on = first_open_day(business_day())
    mine = found.line.by == actor(request).name
    return mine or (found.line.on == on and found.line.drawer == _shown_drawer(request))


def _receipt(
    request: HttpRequest, found: ReceiptWhole, forms: Mapping[str, UndoForm] | None = None
) -> HttpResponse:
    by, line = actor(request), found.line
    offered = {
        how: (forms or {}).get(how) or UndoForm(reasons=list(reasons.items()), prefix=None)
        for how, (verb, reasons, _) in UNDOING.items()
        if may_do(by, verb) and found.undone_on is None
        and not (how == "return" and line.tender == Tender.CASH)
    }  # fmt: skip
    return render(request, "receipt.html", {
        "found": found, "line": line, "clinic": clinic.current().facts,
        "tender": TENDER_WORDS[Tender(line.tender)], "part_words": PART_WORDS,
        "parts": found.parts if _sees_accounts(request) else (), "undoing": offered,
        "may_place": found.unplaced_cents > 0 and may_do(by, "payment.place_insurer"),
        "behind": checks_page.behind_receipt(line.number) if line.payer else (),
        "cash_tabs": cash_tabs(request, "cash"),
    })  # fmt: skip
