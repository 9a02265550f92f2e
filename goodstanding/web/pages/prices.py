"""Prices: the lists with their days, one code through every list, the bundles."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import bundles as bundle_acts
from goodstanding.actions import prices as acts
from goodstanding.core.bundle_edit import with_bundle, without_bundle, write
from goodstanding.core.price_kinds import ORDER, PriceKind
from goodstanding.core.pricing import ASSISTANTS
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import bundles, prices, prices_page
from goodstanding.web.acted import acted
from goodstanding.web.bundle_form import (
    BLANK_LINES,
    BundleForm,
    BundleLineSet,
    BundlesForm,
    RemoveForm,
    as_typed,
    bundle_from,
    first_values,
    row_of,
    typed_rows,
)
from goodstanding.web.line_forms import codes_of, row_faults
from goodstanding.web.parts import business_day, left_out, not_saved, saved
from goodstanding.web.price_forms import LookUpForm, PriceListForm
from goodstanding.web.tabs import tabs

TABS = {"lists": "Lists", "code": "One code", "bundles": "Bundles"}
MOST_TOLD, MOST_LINES = 10, 20
TEXT_IDS = "text_%s"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("tab", "lists")
    return _page(request, asked if asked in TABS else "lists")


def _page(request: HttpRequest, tab: str, form: Form | None = None) -> HttpResponse:
    of = {"lists": _lists, "code": _code, "bundles": _bundles}[tab]
    return _shown(request, tab, of(request, form))


def _shown(request: HttpRequest, tab: str, of_tab: dict[str, Any]) -> HttpResponse:
    context = {"tab": tab, "tabs": tabs(TABS, dict.fromkeys(TABS, 0), tab), "order": ORDER.values()}
    return render(request, "prices.html", context | of_tab)


def _lists(_request: HttpRequest, form: Form | None) -> dict[str, Any]:
    return {
        "lists": prices_page.price_lists(business_day()), "form": form or PriceListForm(),
        "payers": prices_page.payers(),
    }  # fmt: skip


def _code(request: HttpRequest, _form: Form | None) -> dict[str, Any]:
    known = prices_page.payers()
    if "code" not in request.GET:
        return {"form": LookUpForm(), "payers": known}
    form = LookUpForm(request.GET)
    if not form.is_valid():
        return {"form": form, "payers": known}
    given = form.cleaned_data
    line = prices.PriceAsked(given["code"], given["modifiers"])
    whose: dict[str, Any] = {"payer_id": given["payer"] or None, "plan": given["plan"] or None}
    on = given["day"] or business_day()
    (found,) = prices.priced([line], place=given["place"], on=on, **whose)
    answers = prices.look_up(line, place=given["place"], on=on, **whose)
    return {
        "form": form, "found": found, "answers": answers, "code": line.code, "on": on,
        "payers": known,
    }  # fmt: skip


def _bundles(request: HttpRequest, form: Form | None) -> dict[str, Any]:
    """`form`: the whole table as text."""
    now, wanted = bundles.bundles_in_use(), request.GET.get("bundle", "")
    chosen = None if "new" in request.GET else now.table.named(wanted) or now.table.bundle[0]
    first = BundleForm(initial=first_values(chosen, now.version), table=now.table)
    if chosen is None:
        first.fields["title"].widget.attrs["autofocus"] = True
    rows = [row_of(line) for line in chosen.lines] if chosen else []
    context = _editor(now, first, BundleLineSet(initial=rows, prefix="line"))
    return context | {"text_form": form} if form else context


def _editor(now: bundles.BundlesInUse, form: BundleForm, lines: Any) -> dict[str, Any]:
    """The main codes as they stand in the form are looked for among the past visits."""
    primary = codes_of(form["primary"].value())
    return {
        "now": now, "chosen": now.table.named(form["was"].value() or ""), "form": form,
        "lines": lines, "faults": row_faults(lines) if lines.is_bound else (), "primary": primary,
        "learnt": bundles.bundle_from_claims(primary, business_day()) if primary else None,
        "stale": str(form["version"].value()) != str(now.version),
        "has": {_as_learnt(row) for row in lines},
        "text_form": BundlesForm(
            initial={"version": now.version, "text": now.text}, auto_id=TEXT_IDS
        ),
    }  # fmt: skip


def _as_learnt(row: Form) -> str:
    """The row as a line of our past visits is named."""
    assists = ASSISTANTS.intersection(codes_of(row["modifiers"].value()))
    return "-".join([*codes_of(row["code"].value())[:1], *sorted(assists)])


def _tab(request: HttpRequest, tab: str, **more: str) -> HttpResponse:
    asked = urlencode({"tab": tab, **more})
    return redirect(f"{request.build_absolute_uri('/prices')}?{asked}")


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
        return f"{_counted(done[0].rows, 'price')} came in, {_set_aside(done[0].problems)}."

    words = acted(request, form, do)
    if words is None:
        return _page(request, "lists", form)
    saved(request, words)
    _tell_what_is_left_out(request, done[0])
    return _tab(request, "lists")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _set_aside(problems: Sequence[Any]) -> str:
    if not problems:
        return "none is set aside"
    return f"{_counted(len(problems), 'row')} {'is' if len(problems) == 1 else 'are'} set aside"


def _tell_what_is_left_out(request: HttpRequest, done: acts.Imported) -> None:
    """Each fault once, with its lines."""
    if done.ignored:
        left_out(request, f"Columns not read: {', '.join(done.ignored)}.")
    for payer in prices_page.payers_of_nobody(payer for payer, *_ in done.lists):
        left_out(
            request, f"No patient's coverage names the payer {payer}: nobody's care is priced by "
            "this list. If its name is another, bring the list in once more with that one."
        )  # fmt: skip
    lines: dict[str, list[str]] = {}
    for one in done.problems:
        lines.setdefault(one.text, []).append(one.where.removeprefix("line "))
    for text, at in list(lines.items())[:MOST_TOLD]:
        left_out(request, f"Set aside, {_places(at)}: {text}")
    if len(lines) > MOST_TOLD:
        rest = sum(len(at) for at in list(lines.values())[MOST_TOLD:])
        left_out(request, f"And {rest} more rows.")


def _places(at: Sequence[str]) -> str:
    if len(at) == 1:
        return f"line {at[0]}"
    named, more = at[:MOST_LINES], len(at) - MOST_LINES
    return f"lines {', '.join(named)}" + (f" and {more} more" if more > 0 else "")


@require_POST
def save_bundles(request: HttpRequest) -> HttpResponse:
    form = BundlesForm(request.POST, auto_id=TEXT_IDS)

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        number = bundle_acts.change_bundles(text=given["text"], version=given["version"], **who)
        return f"bundles are version {number} now."

    words = acted(request, form, do)
    if words is None:
        return _page(request, "bundles", form)
    saved(request, words)
    return _tab(request, "bundles")


@require_POST
def edit_bundle(request: HttpRequest) -> HttpResponse:
    """Saves; or with `add`, `learnt` or `look` shows the form again with more in it."""
    now = bundles.bundles_in_use()
    form = BundleForm(request.POST, table=now.table)
    lines = BundleLineSet(request.POST, prefix="line")
    if not request.POST.keys().isdisjoint(("add", "learnt", "look")):
        return _shown(request, "bundles", _with_more(request, now, form, lines=lines))
    bundle = bundle_from(form, lines)
    if bundle is None:
        return _shown(request, "bundles", _editor(now, form, lines))

    def do(who: dict[str, Any]) -> str:
        table = with_bundle(now.table, bundle)
        text = now.text if table == now.table else write(table, now.text)
        version = form.cleaned_data["version"]
        number = bundle_acts.change_bundles(text=text, version=version, **who)
        return f"{bundle.title}. The bundles are version {number} now."

    words = acted(request, form, do)
    if words is None:
        return _shown(request, "bundles", _editor(now, form, lines))
    saved(request, words)
    return _tab(request, "bundles", bundle=bundle.name)


def _with_more(
    request: HttpRequest, now: bundles.BundlesInUse, form: BundleForm, *, lines: Any
) -> dict[str, Any]:
    """Nothing is checked yet: what was typed stands as it was, and the cursor at what is new."""
    (rows, blank), code = typed_rows(lines), request.POST.get("learnt", "")
    if code:
        learnt = bundles.bundle_from_claims(codes_of(form["primary"].value()), business_day())
        bare, *modifiers = code.split("-")
        units = learnt.whole_units(code)
        rows.append({"code": bare, "modifiers": " ".join(modifiers), "units": units})
    more = BundleLineSet(initial=rows, prefix="line")
    more.extra = max(BLANK_LINES, blank + ("add" in request.POST))
    if code:
        more.forms[len(rows) - 1].fields["say"].widget.attrs["autofocus"] = True
    elif "add" in request.POST and len(rows) < len(more.forms):
        more.forms[len(rows)].fields["code"].widget.attrs["autofocus"] = True
    again = BundleForm(initial=as_typed(form), table=now.table)
    return _editor(now, again, more) | {"look": "look" in request.POST}


@require_POST
def remove_bundle(request: HttpRequest) -> HttpResponse:
    form = RemoveForm(request.POST)

    def do(who: dict[str, Any]) -> str:
        given, now = form.cleaned_data, bundles.bundles_in_use()
        gone = now.table.named(given["name"])
        if gone is None:
            raise Refused("This bundle is not there any more.")
        text = write(without_bundle(now.table, gone.name), now.text)
        number = bundle_acts.change_bundles(text=text, version=given["version"], **who)
        return f"{gone.title} is removed. The bundles are version {number} now."

    words = acted(request, form, do)
    if words is None:
        not_saved(request, " ".join(map(str, form.non_field_errors())) or "Reload the page.")
        return _tab(request, "bundles")
    saved(request, words)
    return _tab(request, "bundles")
