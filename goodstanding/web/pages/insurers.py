"""Insurers: what needs a person, denials, provider-level money, and every check."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions.provider_level import settle_residue
from goodstanding.core.claim_fixes import FIX_WORDS, likely_fix
from goodstanding.core.provider_money import REASON_WORDS
from goodstanding.core.refusals import Refused
from goodstanding.outbound.waiting_sheet import Waiting, write_waiting
from goodstanding.records.queries import checks_page, denials_page, insurers_page, provider_level
from goodstanding.records.queries.unplaced_receipts import unplaced_receipts
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.insurer_forms import SettleForm
from goodstanding.web.parts import business_day, moment, page_number, saved
from goodstanding.web.sent_file import XLSX, sent_file
from goodstanding.web.tabs import tabs

TABS = {
    "needs": "Needs you",
    "denials": "Denials",
    "provider": "Provider level",
    "checks": "All checks",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim of the list with what most likely puts it right."""

    row: insurers_page.WaitingRow
    fix: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("tab", "needs")
    tab = asked if asked in TABS else "needs"
    return _page(request, tab)


def _page(
    request: HttpRequest, tab: str, *, form: SettleForm | None = None, first: int = 0
) -> HttpResponse:
    on = business_day()
    counts = insurers_page.counts(on)
    unplaced = unplaced_receipts()
    needs = counts.needs + counts.whole + len(unplaced)
    figures = (needs, counts.denials, counts.provider, counts.checks)
    parts = {"needs": _needs, "denials": _denials, "checks": _checks}
    more = _provider(request, form, first) if tab == "provider" else parts[tab](request, counts)
    return render(request, "insurers.html", {
        "on": on, "counts": counts, "unplaced": unplaced, "tab": tab, "label": TABS[tab],
        "tabs": tabs(TABS, dict(zip(TABS, figures, strict=True)), tab),
        **more,
    })  # fmt: skip


def _needs(request: HttpRequest, counts: insurers_page.Counts) -> dict[str, Any]:
    on, number = business_day(), page_number(request)
    rows = insurers_page.needs_you(on, page=number)
    return {
        "files": insurers_page.open_files(),
        "rows": [_shown(row) for row in rows],
        "quiet": insurers_page.not_now(on) if counts.later or counts.aside else (),
        "whole": checks_page.undecided() if counts.whole else (),
        "may_place": may_open(role_of(request), "receipt_place"),
        **_pages("needs", number, counts.needs),
    }


def _denials(request: HttpRequest, counts: insurers_page.Counts) -> dict[str, Any]:
    carc = request.GET.get("code", "")
    groups = denials_page.groups(business_day())
    return {
        "groups": groups,
        "carc": carc,
        "cases": denials_page.cases(carc=carc),
        "shown": denials_page.SHOWN,
        "all_cases": sum(one.cases for one in groups if carc in ("", one.carc)),
    }


def _provider(request: HttpRequest, form: SettleForm | None, first: int) -> dict[str, Any]:
    rows = provider_level.residues()
    asked = request.GET.get("settle", "")
    chosen = first or (int(asked) if asked.isascii() and asked.isdecimal() else 0)
    may = may_open(role_of(request), "provider_settle")
    return {
        "residues": [(one, [(code, REASON_WORDS.get(code, "")) for code in one.reasons])
                     for one in rows],
        "may_settle": may,
        "chosen": next((one for one in rows if one.first == chosen), None) if may else None,
        "form": form or SettleForm(),
        "total": sum(one.cents for one in rows),
    }  # fmt: skip


def _checks(request: HttpRequest, counts: insurers_page.Counts) -> dict[str, Any]:
    number = page_number(request)
    return {
        "checks": checks_page.checks(page=number),
        **_pages("checks", number, counts.checks),
    }


@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    """All that needs a person, the claims with what most likely puts them right."""
    on, target = business_day(), BytesIO()
    rows = [_shown(row) for row in insurers_page.needs_you(on, page=None)]
    write_waiting(
        Waiting([(one.row, one.fix) for one in rows], checks_page.undecided(),
                unplaced_receipts()), target,
        on=on, made_at=moment(), by=request.user.get_username(),
    )  # fmt: skip
    return sent_file(target.getvalue(), f"insurers-{on:%Y-%m-%d}.xlsx", XLSX)


def _shown(row: insurers_page.WaitingRow) -> Shown:
    return Shown(row, FIX_WORDS[likely_fix(row.claim, row.why)])


def _pages(tab: str, number: int, count: int) -> dict[str, str]:
    url = f"{reverse('insurers')}?tab={tab}&page="
    return {
        "before": f"{url}{number - 1}" if number > 1 else "",
        "after": f"{url}{number + 1}" if number * insurers_page.PAGE < count else "",
    }


@require_POST
def settle(request: HttpRequest, first: int) -> HttpResponse:
    found = provider_level.residue(first)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _page(request, "provider", form=form, first=first)
    if found is None:
        saved(request, "nothing is open under this reference any more.")
        return redirect(f"{reverse('insurers')}?tab=provider")
    try:
        settle_residue(
            payer=found.payer, reference=found.reference, reason=form.cleaned_data["reason"],
            key=form.cleaned_data["key"], by=actor(request), at=moment(),
        )  # fmt: skip
    except Refused as fault:
        form.add_error(None, fault.why)
        return _page(request, "provider", form=form, first=first)
    saved(request, f"reference {found.reference or '(none)'} is settled.")
    return redirect(f"{reverse('insurers')}?tab=provider")
