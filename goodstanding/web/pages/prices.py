"""Prices: the lists with their days, one code through every list, the bundles."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import bundles as bundle_acts
from goodstanding.actions import prices as acts
from goodstanding.core.bundles import bills_apart
from goodstanding.core.medicare_amounts import FACILITY
from goodstanding.core.price_kinds import ORDER, PriceKind
from goodstanding.records.queries import bundles, prices, prices_page
from goodstanding.web.acted import acted
from goodstanding.web.parts import business_day, not_saved, saved
from goodstanding.web.price_forms import BundlesForm, LookUpForm, PriceListForm
from goodstanding.web.tabs import tabs

TABS = {"lists": "Lists", "code": "One code", "bundles": "Bundles"}
MOST_TOLD = 10


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("tab", "lists")
    return _page(request, asked if asked in TABS else "lists")


def _page(request: HttpRequest, tab: str, form: Form | None = None) -> HttpResponse:
    of = {"lists": _lists, "code": _code, "bundles": _bundles}[tab]
    context = {"tab": tab, "tabs": tabs(TABS, dict.fromkeys(TABS, 0), tab), "order": ORDER.values()}
    return render(request, "prices.html", context | of(request, form))


def _lists(_request: HttpRequest, form: Form | None) -> dict[str, Any]:
    return {"lists": prices_page.price_lists(business_day()), "form": form or PriceListForm()}


def _code(request: HttpRequest, _form: Form | None) -> dict[str, Any]:
    if "code" not in request.GET:
        return {"form": LookUpForm()}
    form = LookUpForm(request.GET)
    if not form.is_valid():
        return {"form": form}
    given = form.cleaned_data
    line = prices.PriceAsked(given["code"].strip(), tuple(given["modifiers"].split()))
    whose = {"payer_id": given["payer"] or None, "plan": given["plan"] or None}
    on = given["day"] or business_day()
    (found,) = prices.priced([line], place=given["place"], on=on, **whose)
    answers = prices.look_up(line, place=given["place"], on=on, **whose)
    return {"form": form, "found": found, "answers": answers, "code": line.code, "on": on}


def _bundles(request: HttpRequest, form: Form | None) -> dict[str, Any]:
    now = bundles.bundles_in_use()
    chosen = now.table.named(request.GET.get("bundle", "")) or now.table.bundle[0]
    codes = [line.code for line in chosen.lines]
    return {
        "now": now, "chosen": chosen,
        "learnt": bundles.bundle_from_claims(chosen.primary, business_day()),
        "apart": bills_apart(codes, now.table, place=FACILITY, bundle=chosen.name),
        "form": form or BundlesForm(initial={"version": now.version, "text": now.text}),
    }  # fmt: skip


def _tab(request: HttpRequest, tab: str) -> HttpResponse:
    return redirect(f"{request.build_absolute_uri('/prices')}?tab={tab}")


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    form = PriceListForm(request.POST, request.FILES)
    done: list[acts.Imported] = []

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        wanted = acts.WantedList(
            given["file"].name, given["file"].read(), given["on"] or business_day(),
            kind=PriceKind(given["kind"]) if given["kind"] else None, payer=given["payer"],
            on_stands=given["on"] is not None,
        )  # fmt: skip
        done.append(acts.import_prices(wanted=wanted, **who))
        return f"{done[0].rows} prices came in, {len(done[0].problems)} rows are set aside."

    words = acted(request, form, do)
    if words is None:
        return _page(request, "lists", form)
    saved(request, words)
    _tell_what_is_left_out(request, done[0])
    return _tab(request, "lists")


def _tell_what_is_left_out(request: HttpRequest, done: acts.Imported) -> None:
    if done.ignored:
        not_saved(request, f"Columns not read: {', '.join(done.ignored)}.")
    for one in done.problems[:MOST_TOLD]:
        not_saved(request, f"Set aside, {one.where}: {one.text}")
    if len(done.problems) > MOST_TOLD:
        not_saved(request, f"And {len(done.problems) - MOST_TOLD} more rows.")


@require_POST
def save_bundles(request: HttpRequest) -> HttpResponse:
    form = BundlesForm(request.POST)

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        number = bundle_acts.change_bundles(text=given["text"], version=given["version"], **who)
        return f"bundles are version {number} now."

    words = acted(request, form, do)
    if words is None:
        return _page(request, "bundles", form)
    saved(request, words)
    return _tab(request, "bundles")
