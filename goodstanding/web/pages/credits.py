"""Credits: whose money we hold too much of, why, and what is next; and asking to give it back."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import audit, refunds
from goodstanding.actions.unit import may_do
from goodstanding.core.answers import Verdict
from goodstanding.core.credits import Why
from goodstanding.core.facts import AccountFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.queries import credit_left, credits_page
from goodstanding.records.queries import refunds as refund_rows
from goodstanding.records.queries.account_record import facts_of, key_of
from goodstanding.records.queries.credits_page import CreditLine
from goodstanding.web.access import actor
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.refund_forms import AskForm, mark_of
from goodstanding.web.tabs import tabs

SHOWN = 300
SOON = timedelta(days=365)  # the law's long days are listed a year ahead
TABS = {
    "patients": "Patient credits",
    "insurers": "Insurer overpayments",
    "approve": "Refunds to approve",
    "export": "To export",
    "unclaimed": "Unclaimed",
}
WHY_LABELS = {
    Why.DUPLICATE: "Paid twice",
    Why.OVERPAID: "Overpaid",
    Why.INSURER_LATER: "Insurer later paid",
    Why.INSURER_OVERPAID: "Insurer overpaid",
    Why.PREPAID: "Paid ahead",
    Why.UNPLACED: "Not placed",
    Why.REFUND_TOO_LARGE: "Refund too large",
    Why.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its words; `state` of the law's clock: late, soon or ""."""

    line: CreditLine
    why: str
    mark: str
    clock_state: str
    step_late: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    on = business_day()
    book = credits_page.credit_book(on)
    asked = request.GET.get("tab", "patients")
    tab = asked if asked in TABS else "patients"
    lists = {
        "patients": [line for line in book.lines if not line.is_insurers],
        "insurers": [line for line in book.lines if line.is_insurers],
        "unclaimed": unclaimed(book.lines, on),
    }
    waiting, approved = refund_rows.counts()
    counts = {key: len(lines) for key, lines in lists.items()}
    counts |= {"approve": waiting, "export": approved}
    rows = lists.get(tab, [])
    return render(request, "credits.html", {
        "on": on, "tab": tab, "label": TABS[tab],
        "tabs": tabs(TABS, counts, tab),
        "rows": [shown(line, on) for line in rows[:SHOWN]],
        "more": max(len(rows) - SHOWN, 0), "left_out": book.more,
        "cents": sum(
            line.unowed_cents if tab == "unclaimed" else line.credit.cents for line in rows
        ),
        "late": sum(_clock_state(line, on) == "late" for line in book.lines),
        "waiting": refund_rows.asked() if tab == "approve" else (),
        "to_export": refund_rows.to_export() if tab == "export" else (),
        "exported": refund_rows.exported() if tab == "export" else (),
        "ended": refund_rows.ended() if tab == "export" else (),
        "may_export": may_do(actor(request), "refund.export"),
        "may_report": may_do(actor(request), "credit.report"),
        "me": actor(request).name,
    })  # fmt: skip


def unclaimed(lines: tuple[CreditLine, ...], on: date) -> list[CreditLine]:
    """What is dormant within a year, the first to be so on top; what was reported is done."""
    found = [
        (line.credit.unclaimed.dormant_on, line)
        for line in lines
        if line.credit.unclaimed and line.credit.unclaimed.dormant_on <= on + SOON
        if line.reported_on is None and line.credit_cents > 0
    ]
    return [line for _, line in sorted(found, key=lambda each: (each[0], each[1].name))]


def shown(line: CreditLine, on: date) -> Shown:
    one = line.credit
    mark = f"{'i' if one.payer else 'p'}:{one.number}"
    return Shown(
        line, WHY_LABELS[one.why], mark, _clock_state(line, on), one.step_on < on
    )  # fmt: skip


def _clock_state(line: CreditLine, on: date) -> str:
    clock = line.credit.clock
    if clock is None:
        return ""
    if clock.due_on < on:
        return "late"
    return "soon" if clock.pay_on <= on + timedelta(days=14) else ""


@require_safe
def account(request: HttpRequest, account_id: str) -> HttpResponse:
    return _account(request, account_id)


def _account(
    request: HttpRequest, account_id: str, *, form: AskForm | None = None
) -> HttpResponse:  # fmt: skip
    on = business_day()
    key, facts = key_of(account_id), facts_of(account_id, on)
    if key is None or facts is None:
        raise Http404
    audit.viewed(account_id=account_id, by=actor(request), at=moment())
    lines = credits_page.credits_of_account(account_id, on)
    offers = credit_left.offers(key)
    may_ask = may_do(actor(request), "refund.ask") and bool(offers)
    verdict = may_be_given(facts)
    dormant = unclaimed(lines, on)
    return render(request, "credit_account.html", {
        "on": on, "account_id": account_id, "facts": facts,
        "rows": [shown(line, on) for line in lines],
        "refunds": refund_rows.of_account(account_id), "verdict": verdict,
        "limit": clinic.current().desk.refund_alone_up_to,
        "form": form or (_fresh(request, offers, account_id) if may_ask else None),
        "can_write": [
            line for line in dormant
            if line.credit.unclaimed and line.credit.unclaimed.write_from <= on
        ],
        "dormant": dormant, "may_letter": may_do(actor(request), "credit.letter"),
    })  # fmt: skip


def may_be_given(facts: AccountFacts) -> Verdict:
    return judge(Proposed(Act.REFUND, moment()), facts, law_for(facts, live_book()))


def _fresh(request: HttpRequest, offers: Any, account_id: str) -> AskForm:
    """Begun with the line the person came from."""
    wanted = request.GET.get("of", "")
    chosen = next((one for one in offers if mark_of(one) == wanted), offers[0])
    initial = {"of": mark_of(chosen), "cents": chosen.cents}
    if chosen.payer:
        initial |= {"why": Why.INSURER_OVERPAID.value, "tender": "check"}
    return AskForm(offers, initial=initial, tender=refund_rows.first_tender(account_id))


@require_POST
def ask(request: HttpRequest, account_id: str) -> HttpResponse:
    key = key_of(account_id)
    if key is None:
        raise Http404
    if before := refund_rows.number_of_key(request.POST.get("key", "")):
        saved(request, f"refund {before} was asked for already with this form.")
        return redirect("refund", before)
    form = AskForm(
        credit_left.offers(key), request.POST, tender=refund_rows.first_tender(account_id)
    )  # fmt: skip
    if not form.is_valid():
        return _again(request, account_id, form)
    given, offer = form.cleaned_data, form.offer
    assert offer is not None
    wish = refunds.NewRefund(
        account_id, given["cents"], given["why"], given["key"], offer.charge, offer.payer,
        given["tender"], given["words"],
    )  # fmt: skip
    try:
        number = refunds.ask(wish=wish, by=actor(request), at=moment())
    except Refused as fault:
        form.add_error(None, fault.why)
        return _again(request, account_id, form)
    made = refund_rows.refund(number)
    assert made is not None
    if made.state == "asked":
        saved(request, f"refund {number} is asked for; a manager who is someone else decides.")
    else:
        saved(request, f"refund {number} is approved and posted. Export it, then write the check.")
    return redirect("refund", number)


def _again(request: HttpRequest, account_id: str, form: AskForm) -> HttpResponse:
    if not form.fields["of"].choices:  # type: ignore[attr-defined]
        not_saved(request, "There is nothing to give back on this account now.")
        return redirect("credit_account", account_id)
    return _account(request, account_id, form=form)
