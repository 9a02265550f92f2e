"""The help program: what waits and by when, one application whole, and an account's own."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import agency, assistance, audit
from goodstanding.actions.unit import may_do
from goodstanding.core import assistance as core
from goodstanding.core.agency_points import SCREENED
from goodstanding.core.assistance import PENDING, State
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.queries import assistance as rows
from goodstanding.records.queries.account_record import facts_of
from goodstanding.records.queries.agency_page import written
from goodstanding.records.queries.assistance import Whole
from goodstanding.records.queries.assistance_cover import cover_of
from goodstanding.records.queries.assistance_signs import signs_of
from goodstanding.web.access import actor
from goodstanding.web.acted import acted
from goodstanding.web.assistance_forms import (
    AskedForm,
    BeginForm,
    MeansForm,
    OwnForm,
    WaiveForm,
    WordsForm,
)
from goodstanding.web.parts import business_day, form_drawer, moment, not_saved, saved
from goodstanding.web.tabs import tabs

TABS = {"ours": "For us", "theirs": "Waiting for the person", "done": "Decided or ended"}
# Drawer: its action, its form, its title and its button.
FORMS: dict[str, tuple[str, type[Form], str, str]] = {
    "fill": ("assistance.fill", MeansForm, "Household and income", "Save"),
    "waive": ("assistance.paper", WaiveForm, "A paper is not needed", "Not needed"),
    "own": ("assistance.decide", OwnForm, "Decide otherwise than the table", "Propose it"),
    "decline": ("assistance.decline", WordsForm, "Do not agree", "Do not agree"),
    "appeal": ("assistance.appeal", WordsForm, "They do not agree", "Write the appeal down"),
    "withdraw": ("assistance.withdraw", WordsForm, "End the application", "End it"),
}
_TO_DECIDE = (State.COMPLETE, State.APPEALED)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    on = business_day()
    found = rows.applications(on)
    lists = {
        "ours": [row for row in found if row.waits and row.waits.ours],
        "theirs": [row for row in found if row.waits and not row.waits.ours],
        "done": [row for row in found if row.waits is None],
    }
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "ours" if lists["ours"] else "theirs"
    late = sum(row.waits is not None and row.waits.by < on for row in found)
    return render(request, "help_program.html", {
        "on": on, "tab": tab, "label": TABS[tab], "rows": lists[tab][: rows.SHOWN], "late": late,
        "tabs": tabs(TABS, {key: len(one) for key, one in lists.items()}, tab),
    })  # fmt: skip


@require_safe
def account(request: HttpRequest, account_id: str) -> HttpResponse:
    return _account(request, account_id, _first_form(account_id))


def _first_form(account_id: str) -> BeginForm:
    people, income = rows.means_on_file(account_id)
    known = {"people": people, "income": income, "per": "year"} if people and income else {}
    return BeginForm(initial={"how": "call", **known})


def _account(
    request: HttpRequest, account_id: str, form: BeginForm, *, asked: AskedForm | None = None
) -> HttpResponse:
    on = business_day()
    facts = facts_of(account_id, on)
    if facts is None:
        raise Http404
    audit.viewed(account_id=account_id, by=actor(request), at=moment())
    found = rows.of_account(account_id, on)
    pending = next((row for row in found if row.state in PENDING), None)
    return render(request, "help_account.html", {
        "on": on, "account_id": account_id, "rows": found, "pending": pending,
        "signs": signs_of(facts), "form": None if pending else form,
        "owed": facts.patient_cents, "asking": None if pending else asked or AskedForm(),
        "answers": [one for one in written(account_id) if one.point == SCREENED],
    })  # fmt: skip


@require_POST
def answered(request: HttpRequest, account_id: str) -> HttpResponse:
    """They were asked about help and want none now: kept with the signs of that moment, where the
    agency's checklist reads it.
    """
    facts, form = facts_of(account_id, business_day()), AskedForm(request.POST)
    if facts is None:
        raise Http404

    def do(who: dict[str, Any]) -> str:
        answer = form.cleaned_data["answer"].strip().rstrip(".")
        said = " ".join([f"{answer}.", *(sign.text for sign in signs_of(facts))])
        agency.write_point(account_id=account_id, point=SCREENED, text=said, **who)
        return "their answer. A later agency review counts it."

    words = acted(request, form, do)
    if words is None:
        return _account(request, account_id, _first_form(account_id), asked=form)
    saved(request, words)
    return redirect("help_account", account_id)


@require_POST
def begin(request: HttpRequest, account_id: str) -> HttpResponse:
    if facts_of(account_id, business_day()) is None:
        raise Http404
    form, made = BeginForm(request.POST), list[int]()

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        number = assistance.begin(
            account_id=account_id, how=given["how"], words=given["words"], **who
        )
        made.append(number)
        if (means := form.means()) is not None:
            assistance.fill(number=number, means=means, **who)
        return f"application {number}. The account is paused, and the form is ready to print."

    words = acted(request, form, do)
    if words is None:
        return _account(request, account_id, form)
    saved(request, words)
    return redirect("help_application", made[0])


@require_safe
def application(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _found(number), request.GET.get("form", ""))


def _found(number: int) -> Whole:
    found = rows.whole(number, business_day())
    if found is None:
        raise Http404
    return found


def _drawer(opened: str, number: int) -> dict[str, str]:
    if not opened:
        return {}
    close = reverse("help_application", args=[number])
    return form_drawer(FORMS[opened], reverse(f"help_{opened}", args=[number]), close=close)


def _page(
    request: HttpRequest, found: Whole, opened: str, *, form: Form | None = None
) -> HttpResponse:
    by, on, row = actor(request), business_day(), found.row
    audit.viewed(account_id=row.account_id, by=by, at=moment())
    may = {key: may_do(by, FORMS[key][0]) and _offered(key, found) for key in FORMS}
    opened = opened if may.get(opened) else ""
    proposed = found.proposed
    return render(request, "help_application.html", {
        "on": on, "found": found, "row": row, "may": may, "opened": opened,
        **_drawer(opened, row.number),
        "form": form or (_fresh(opened, found, request) if opened else None),
        "may_paper": found.pending and not proposed and may_do(by, "assistance.paper"),
        "may_decide": row.state in _TO_DECIDE and not proposed and may_do(by, "assistance.decide"),
        "may_agree": proposed is not None and may_do(by, "assistance.agree")
        and proposed.asked_by != by.name,
        **_measure(found),
        **_cover(found, by_newer=may_do(by, "assistance.newer")),
    })  # fmt: skip


def _measure(found: Whole) -> dict[str, Any]:
    """What the table gives, and what that takes off what is open now."""
    if not found.pending or found.means is None:
        return {}
    table, _ = rows.by_table(found.means, business_day())
    row = found.row
    cover = cover_of(row.account_id, business_day(), at=moment())
    percent, cap = table.percent, table.cap_cents
    if (proposed := found.proposed) is not None:
        percent, cap = proposed.percent, proposed.cap_cents
    off = core.discount(cover.parts, percent, cap)
    return {
        "table": table,
        "cover": cover,
        "off": off,
        "percent": percent,
        "shares": list(zip(cover.parts, core.shares(cover.parts, off), strict=True)),
        "rounded": core.rounding_words(cover.parts, percent),
        "limit": clinic.policy_in_force(business_day()).assistance.alone_up_to,
    }


def _cover(found: Whole, *, by_newer: bool) -> dict[str, Any]:
    """Newer visits that a grant still good would help with."""
    decided, row = found.decided, found.row
    good = row.state is State.DECIDED and decided is not None and decided.percent > 0
    if not (by_newer and good and row.good_until and row.good_until >= business_day()):
        return {}
    on = business_day()
    cover = cover_of(row.account_id, on, at=moment(), newer=True)
    assert decided is not None
    return {"newer": core.discount(cover.parts, decided.percent)}


def _offered(key: str, found: Whole) -> bool:
    """Which drawers an application in this state has."""
    if key == "decline":
        return found.proposed is not None
    if key == "appeal":
        last = found.decided.appeal_by if found.decided else None
        return found.row.state is State.DECIDED and last is not None and business_day() <= last
    if key == "withdraw":
        return found.pending
    if key == "own":
        return found.row.state in _TO_DECIDE and found.proposed is None
    return found.pending and found.proposed is None


def _fresh(key: str, found: Whole, request: HttpRequest) -> Form:
    initial: dict[str, Any] = {}
    if key == "fill" and found.means is not None:
        means = found.means
        initial = {"people": means.people, "income": means.yearly_cents, "per": "year"}
    elif key == "fill":
        people, income = rows.means_on_file(found.row.account_id)
        initial = {"people": people, "income": income, "per": "year"} if people and income else {}
    elif key == "waive":
        initial = {"kind": request.GET.get("kind", "income")}
    return FORMS[key][1](initial=initial)


@require_POST
def fill(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        assistance.fill(number=number, means=form.means(), **who)
        return "household and income."

    return _done(request, number, "fill", do=do)


@require_POST
def waive(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        given = form.cleaned_data
        state = assistance.WAIVED
        assistance.paper(
            number=number, kind=given["kind"], state=state, words=given["words"], **who
        )
        return "the paper is not needed."

    return _done(request, number, "waive", do=do)


@require_POST
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """A paper came, or is asked for again."""
    kind, state = request.POST.get("kind", ""), request.POST.get("state", "")
    if state == assistance.WAIVED:
        return redirect("help_application", number)

    def do(who: dict[str, Any]) -> str:
        assistance.paper(number=number, kind=kind, state=state, **who)
        return "the paper came." if state == assistance.RECEIVED else "the paper is asked for."

    return _pressed(request, number, do)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """As the table gives; another percent comes with its form."""

    def do(who: dict[str, Any]) -> str:
        done = assistance.decide(number=number, choice=assistance.Choice(), **who)
        return _decided(at_once=done)

    return _pressed(request, number, do)


@require_POST
def own(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        given = form.cleaned_data
        choice = assistance.Choice(given["percent"], given["reason"])
        return _decided(at_once=assistance.decide(number=number, choice=choice, **who))

    return _done(request, number, "own", do=do)


def _decided(*, at_once: bool) -> str:
    if at_once:
        return "decided. What it takes off is posted, and the letter is ready to print."
    return "the decision is proposed. A manager who is someone else agrees or not."


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    def do(who: dict[str, Any]) -> str:
        assistance.agree(number=number, **who)
        return _decided(at_once=True)

    return _pressed(request, number, do)


@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        assistance.decline(number=number, reason=form.cleaned_data["words"], **who)
        return "not agreed. It is to be decided anew."

    return _done(request, number, "decline", do=do)


@require_POST
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        assistance.appeal(number=number, words=form.cleaned_data["words"], **who)
        return "the appeal. The account is paused again until someone else has decided."

    return _done(request, number, "appeal", do=do)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        assistance.withdraw(number=number, reason=form.cleaned_data["words"], **who)
        return "the application ended, and the pause with it."

    return _done(request, number, "withdraw", do=do)


@require_POST
def newer(request: HttpRequest, number: int) -> HttpResponse:
    def do(who: dict[str, Any]) -> str:
        return f"{show(assistance.help_newer(number=number, **who))} taken off newer visits."

    return _pressed(request, number, do)


def _pressed(
    request: HttpRequest, number: int, do: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """A button without a form."""
    _found(number)
    try:
        saved(request, do({"by": actor(request), "at": moment()}))
    except Refused as fault:
        not_saved(request, fault.why)
    return redirect("help_application", number)


def _done(
    request: HttpRequest, number: int, key: str, *, do: Callable[[Any, dict[str, Any]], str]
) -> HttpResponse:
    found, form = _found(number), FORMS[key][1](request.POST)
    words = acted(request, form, lambda who: do(form, who))
    if words is None:
        return _page(request, found, key, form=form)
    saved(request, words)
    return redirect("help_application", number)
