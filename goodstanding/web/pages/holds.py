"""Holds as cases: what is due, one hold with its dates, effects, papers and the way out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import audit, hold_steps, holds
from goodstanding.actions.unit import may_do
from goodstanding.core.hold_cases import HoldStep, next_step
from goodstanding.core.hold_conditions import condition_effects
from goodstanding.core.hold_effects import (
    duties_of,
    effects,
    in_short,
    release_preview,
)
from goodstanding.core.hold_forms import LOOKED, PAPER
from goodstanding.core.hold_words import (
    LABELS,
    dates_of,
    known,
    label_of,
    scope_of,
    unverified,
)
from goodstanding.core.kinds import HoldKind, Role
from goodstanding.core.money import show
from goodstanding.core.occasions import ON_REQUEST, of_hold
from goodstanding.core.places import law_for
from goodstanding.core.stops import detail_day, scope
from goodstanding.law import live_book
from goodstanding.outbound.word_files import letter_kind
from goodstanding.records.queries import holds_page
from goodstanding.records.queries.desk_money import charges_of
from goodstanding.records.queries.holds_page import HoldLine, HoldWhole
from goodstanding.records.queries.occasion_rows import letters_made
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.acted import acted
from goodstanding.web.errors import ROLE_WORDS
from goodstanding.web.hold_forms import (
    AskReleaseForm,
    DetailForm,
    ExtendForm,
    ReleaseForm,
    StepForm,
)
from goodstanding.web.hold_parts import ALL_ACTS, effect_groups, event_words
from goodstanding.web.parts import business_day, moment, saved
from goodstanding.web.tabs import tabs

SHOWN = 200
WEEK = timedelta(days=7)
K = HoldKind
TABS: dict[str, tuple[str, frozenset[HoldKind]]] = {
    "due": ("Due this week", frozenset()),
    "bankruptcy": ("Bankruptcy", frozenset({K.BANKRUPTCY})),
    "estate": ("Estate", frozenset({K.ESTATE})),
    "question": (
        "Bill question", frozenset({K.DISPUTE, K.BILLING_ERROR, K.GOOD_FAITH_DISPUTE})
    ),
    "lawyer": ("Lawyer", frozenset({K.ATTORNEY})),
    "help": ("Help form", frozenset({K.ASSISTANCE_PENDING})),
    "insurer": (
        "Insurer",
        frozenset({K.INSURER_PENDING, K.PAYER_APPEAL, K.WORKERS_COMP, K.NO_FAULT, K.LIABILITY}),
    ),
    "wishes": (
        "Wishes",
        frozenset(
            {K.CEASE_CONTACT, K.CALL_RESTRICTION, K.CONFIDENTIAL_ADDRESS, K.POWER_OF_ATTORNEY}
        ),
    ),
    "other": ("Other", frozenset({K.IDENTITY_THEFT, K.MILITARY, K.AGENCY, K.MANUAL})),
    "permanent": ("Permanent", frozenset()),
    "blocked": ("Blocked this week", frozenset()),
}  # fmt: skip
_DATED_BY_LAW = frozenset({K.BANKRUPTCY, K.ESTATE, K.BILLING_ERROR, K.GOOD_FAITH_DISPUTE})
FORMS: dict[str, str] = {
    "correct": "hold.correct",
    "step": "hold.step",
    "extend": "hold.extend",
    "ask": "hold.ask_release",
    "release": "hold.release",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the list with its words."""

    line: HoldLine
    label: str
    who: str
    releases: str
    late: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    on = business_day()
    lines = holds_page.holds_in_force(on)
    stopped, blocked = holds_page.blocked_since(on)
    asked = request.GET.get("tab", "due")
    tab = asked if asked in TABS else "due"
    counts = {key: sum(in_tab(line, key, until=on + WEEK) for line in lines) for key in TABS}
    counts["blocked"] = stopped
    chosen = [line for line in lines if in_tab(line, tab, until=on + WEEK)]
    chosen.sort(key=lambda line: line.hold.kind not in _DATED_BY_LAW)  # then by its day, as it was
    return render(request, "holds.html", {
        "on": on,
        "tabs": tabs({key: label for key, (label, _) in TABS.items()}, counts, tab),
        "tab": tab,
        "label": TABS[tab][0],
        "rows": [shown(line) for line in chosen[:SHOWN]],
        "more": max(len(chosen) - SHOWN, 0),
        "quiet": sum(not line.permanent for line in lines),
        "blocked": blocked,
        "labels": ALL_ACTS,
    })  # fmt: skip


def in_tab(line: HoldLine, tab: str, *, until: Any) -> bool:
    if tab == "due":
        return bool(line.step.due_on <= until)
    if tab == "permanent":
        return line.permanent
    return line.hold.kind in TABS[tab][1]


def shown(line: HoldLine) -> Shown:
    releases = "nobody" if line.permanent else releases_words(line.hold.kind)
    return Shown(
        line, label_of(line.hold), who_words(line.step), releases,
        line.step.escalated,
    )  # fmt: skip


def who_words(step: HoldStep) -> str:
    return ROLE_WORDS[step.who].lower()


def releases_words(kind: HoldKind) -> str:
    return "manager, asked by another" if kind in holds.TWO_PEOPLE else "coordinator"


@require_safe
def hold(request: HttpRequest, hold_id: str) -> HttpResponse:
    found = _found(request, hold_id)
    return _whole(request, found, request.GET.get("form", ""))


def _found(request: HttpRequest, hold_id: str) -> HoldWhole:
    found = holds_page.hold_whole(hold_id, business_day())
    if found is None:
        raise Http404
    audit.viewed(account_id=found.facts.account_id, by=actor(request), at=moment())
    return found


def _whole(
    request: HttpRequest, found: HoldWhole, kind: str, *, form: Form | None = None
) -> HttpResponse:
    """The page with one of its forms open; `form` carries what was wrong with it."""
    one, facts = found.hold, found.facts
    law = law_for(facts, live_book())
    may = {key: may_do(actor(request), verb) for key, verb in FORMS.items()}
    opened = kind if may.get(kind) and _offered(kind, found) else ""
    ended = bool(found.lifted_by) or not one.in_force(facts.on)
    step = next_step(one, facts, law)
    return render(request, "hold.html", {
        "on": facts.on, "found": found, "hold": one, "account_id": facts.account_id,
        "scope": scope_of(one, facts), "unverified": unverified(one, facts),
        "label": label_of(one), "stopped": in_short(one, facts, law),
        "step": step, "who": who_words(step), "step_rule": law.rule(step.rule),
        "step_cite": law.cite(step.rule),
        "ended": ended, "permanent": _permanent(one), "known": list(known(one)),
        "theirs": found.said, "dates": dates_of(one, facts, law),
        "effects": effect_groups(effects(one, facts, law)),
        "duties": duties_of(one, facts, law), "classes": holds_page.classes_of(one, facts),
        "events": [event_words(each) for each in reversed(found.events)],
        "preview": release_preview(one, facts, law), "two": one.kind in holds.TWO_PEOPLE,
        "may": {key: allowed and _offered(key, found) for key, allowed in may.items()},
        "may_take_back": may_take_back(request, found),
        "letters": _letters(found), "may_letter": may_open(role_of(request), "letter_ask"),
        "may_release": may["release"] and _second(request, found),
        "opened": opened, "form": form or (_fresh(opened, found) if opened else None),
    })  # fmt: skip


def _letters(found: HoldWhole) -> list[tuple[str, str, str]]:
    """(part, title, what became of it) of the letters a person may ask for on this hold."""
    one = found.hold
    parts = [(part, kind) for (of, part), kind in ON_REQUEST.items() if of is one.kind]
    made = letters_made(found.facts.account_id) if parts else {}
    return [
        (part, letter_kind(kind).title, made.get(of_hold(one.hold_id, part).key, ""))
        for part, kind in parts
    ]


def _permanent(one: Any) -> bool:
    return one.kind is HoldKind.BANKRUPTCY and bool(one.detail.get("discharged_on"))


def _offered(kind: str, found: HoldWhole) -> bool:
    """Which forms a hold in this state has."""
    one = found.hold
    desk = one.hold_id.startswith("desk-")
    if kind in ("correct", "step"):
        return kind == "step" or bool(_fresh("correct", found).fields)
    if found.lifted_by or not one.in_force(found.facts.on):
        return False
    if kind == "extend":
        return desk and one.ends_on is not None
    if kind == "ask":
        return one.kind in holds.TWO_PEOPLE and not found.asked_by
    return kind == "release"


def _second(request: HttpRequest, found: HoldWhole) -> bool:
    """Who may release it now: for some kinds a manager, after another asked."""
    by = actor(request)
    if found.hold.kind not in holds.TWO_PEOPLE:
        return True
    return by.role == Role.MANAGER and bool(found.asked_by) and found.asked_by != by.name


def may_take_back(request: HttpRequest, found: HoldWhole) -> bool:
    placed = next((each for each in found.events if each.what == "placed"), None)
    return (
        placed is not None
        and not found.lifted_by
        and placed.by == actor(request).name
        and moment() - placed.at <= holds.TAKE_BACK
    )


def _fresh(kind: str, found: HoldWhole, *given: Any) -> Form:
    one = found.hold
    if kind == "correct":
        charges = frozenset(c.charge_id for c in found.facts.charges)
        mine = frozenset(map(str, one.detail.get("last_illness") or ())) | frozenset(one.charges)
        return DetailForm(one.kind, one.detail, found.said, *given, charges=charges | mine)
    if kind == "step":
        return StepForm(one.kind, *given, **_covered(found))
    if kind == "release":
        return ReleaseForm(one.kind, *given)
    return {"extend": ExtendForm, "ask": AskReleaseForm}[kind](*given)


def _covered(found: HoldWhole) -> dict[str, Any]:
    """Visits of this hold that another insurance may pay; those since it is known to have begun are
    chosen.
    """
    one = found.hold
    if one.kind is not HoldKind.INSURER_PENDING or "told_on" not in one.detail:
        return {}
    own = scope(one, found.facts)
    open_now = [
        c
        for c in charges_of(found.facts.account_id)
        if c.patient_cents > 0 and (own is None or c.charge in own)
    ]
    begins = detail_day(one.detail, "from_on") or date.max
    return {
        "visits": [
            (c.charge, f"{c.service_on:%m/%d/%Y} · {show(c.patient_cents)}") for c in open_now
        ],
        "initial": {"mark": LOOKED, "visits": [
            c.charge for c in open_now if c.service_on >= begins
        ]},
    }  # fmt: skip


@require_safe
def condition(request: HttpRequest, kind: str, account_id: str) -> HttpResponse:
    """A minor, a parent or a spouse who did not sign: nobody placed it, nobody lifts it."""
    found = holds_page.conditions_of(account_id, business_day())
    one = next((each for each in (found[1] if found else ()) if each.kind == kind), None)
    if found is None or one is None:
        raise Http404
    audit.viewed(account_id=account_id, by=actor(request), at=moment())
    facts, law = found[0], law_for(found[0], live_book())
    return render(request, "hold_condition.html", {
        "on": facts.on, "account_id": account_id, "condition": one,
        "who": who_words(one.step), "step_rule": law.rule(one.step.rule),
        "step_cite": law.cite(one.step.rule), "step": one.step,
        "effects": effect_groups(condition_effects(one, facts, law)),
    })  # fmt: skip


@require_safe
def paper(request: HttpRequest, hold_id: str, event: int) -> HttpResponse:
    """Never shown inside the page: saved, and opened by the person."""
    found = holds_page.document_of(hold_id, event)
    if found is None:
        raise Http404
    _found(request, hold_id)
    name, content = found
    return HttpResponse(content, content_type="application/octet-stream", headers={
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    })  # fmt: skip


@require_POST
def correct(request: HttpRequest, hold_id: str) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        if form.detail:
            holds.correct_hold(hold_id=hold_id, detail=form.detail, **who)
        return "details of the hold."

    return _done(request, hold_id, "correct", do=do)


@require_POST
def step(request: HttpRequest, hold_id: str) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        given = form.cleaned_data
        done = hold_steps.Done(
            given["words"], given["mark"], given["day"], given["document"],
            given.get("finding", ""), tuple(given.get("visits", ())),
        )  # fmt: skip
        hold_steps.record_step(hold_id=hold_id, done=done, **who)
        return "the step. The next one is on this page."

    return _done(request, hold_id, "step", do=do)


@require_POST
def extend(request: HttpRequest, hold_id: str) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        given = form.cleaned_data
        holds.extend_hold(hold_id=hold_id, ends_on=given["ends_on"], reason=given["reason"], **who)
        return "the hold goes on."

    return _done(request, hold_id, "extend", do=do)


@require_POST
def ask_release(request: HttpRequest, hold_id: str) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        given = form.cleaned_data
        done = hold_steps.Done(given["paper"], PAPER, document=given["document"])
        hold_steps.record_step(hold_id=hold_id, done=done, **who)
        holds.ask_release(hold_id=hold_id, reason=given["reason"], **who)
        return "release asked for. Another person, a manager, looks at it."

    return _done(request, hold_id, "ask", do=do)


@require_POST
def release(request: HttpRequest, hold_id: str) -> HttpResponse:
    def do(form: Any, who: dict[str, Any]) -> str:
        holds.release_hold(
            hold_id=hold_id,
            reason=form.cleaned_data["reason"],
            finding=form.cleaned_data.get("finding", ""),
            **who,
        )
        return "hold released. The account is decided again."

    return _done(request, hold_id, "release", do=do)


@require_POST
def take_back(request: HttpRequest, hold_id: str) -> HttpResponse:
    found = _found(request, hold_id)
    holds.take_back_hold(hold_id=hold_id, by=actor(request), at=moment())
    saved(request, "hold taken back, as if it had not been placed.")
    return redirect("account", found.facts.account_id)


def _done(
    request: HttpRequest, hold_id: str, kind: str, *, do: Callable[[Any, dict[str, Any]], str]
) -> HttpResponse:
    found = _found(request, hold_id)
    form = _fresh(kind, found, request.POST, request.FILES)
    words = acted(request, form, lambda who: do(form, who))
    if words is None:
        return _whole(request, found, kind, form=form)
    saved(request, f"{words} ({LABELS[found.hold.kind]}, account {found.facts.account_id})")
    return redirect("hold", hold_id)
