"""One account: what is owed, whether that is true, what to do next and why, what happened."""

from collections import Counter
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import audit, contacts, holds, overrides
from goodstanding.actions.unit import may_do
from goodstanding.core import notes, occasions
from goodstanding.core.kinds import Act, Channel, HoldKind, Role
from goodstanding.core.money import Cents
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import accounts, benefits_page, team
from goodstanding.records.queries import timeline as happened
from goodstanding.records.queries.accounts import AccountPage, ItemRow
from goodstanding.records.queries.huddle import past_balance
from goodstanding.records.queries.occasion_rows import letters_made
from goodstanding.records.queries.worklist import ACT_LABELS
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.acted import acted
from goodstanding.web.call_form import CallForm
from goodstanding.web.call_panel import call_panel, calls_out, may_take_back
from goodstanding.web.forms import ContactForm, HoldForm, NoteForm, OverrideForm
from goodstanding.web.gate_strip import strip
from goodstanding.web.money_form import money_form
from goodstanding.web.next_step import why
from goodstanding.web.parts import business_day, moment, saved
from goodstanding.web.plan_form import PlanForm
from goodstanding.web.plan_panel import may_change, plan_form, plan_panel
from goodstanding.web.promise_form import PromiseForm, promise_panel, promise_rows
from goodstanding.web.team_forms import AssignForm, OfficeNoteForm
from goodstanding.web.words_form import WordsForm

FIRST_EVENTS = 30
# Timeline tabs: "" shows everything.
TIMELINE = {
    "": "All",
    happened.CALLS: "Calls",
    happened.LETTERS: "Letters",
    happened.BOOKS: "Money",
    happened.HOLDS: "Holds",
    happened.NOTES: "Notes",
    happened.SYSTEM: "System",
}
DRAWERS = {
    "hold": "hold.place", "note": "note.add", "contact": "contact.log", "call": "call.log",
    "override": "followup.override", "words": "words.log", "money": "payment.apply",
    "assign": "work.assign", "plan": "plan.make", "promise": "promise.make",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawer:
    """The one drawer that is open beside the account, with its form; `kind` "" when none is."""

    kind: str = ""
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class LedgerSum:
    charged: Cents
    discount: Cents
    insurer_paid: Cents
    patient_paid: Cents
    other: Cents
    insurer_due: Cents
    patient_due: Cents


@require_safe
def account(request: HttpRequest, account_id: str) -> HttpResponse:
    found = account_found(request, account_id)
    if role_of(request) is Role.FRONT_DESK:
        return _desk(request, found, NoteForm())
    if "peek" in request.GET:
        return render(
            request,
            "_peek.html",
            {"account": found, "gate": strip(found.verdicts), "labels": ACT_LABELS},
        )
    kind = request.GET.get("drawer", "")
    may = may_open_drawer(request, kind)
    drawer = Drawer(kind, _fresh(request, kind, found)) if may else Drawer()
    if drawer.kind and getattr(request, "htmx", False):
        return render(request, "_drawer.html", _drawer(request, found, drawer))
    return beside(request, found, drawer)


@require_POST
def hold_place(request: HttpRequest, account_id: str) -> HttpResponse:
    found = account_found(request, account_id)
    form = HoldForm(request.POST, patients=_whose(found))
    if not form.is_valid():
        return beside(request, found, Drawer("hold", form))
    given = form.cleaned_data
    try:
        new = holds.NewHold(
            HoldKind(given["kind"]), given["starts_on"], given["ends_on"], given["why"],
            given.get("patient_id", ""),
        )  # fmt: skip
        holds.place_hold(account_id=account_id, hold=new, by=actor(request), at=moment())
    except Refused as fault:
        return _refused(request, found, Drawer("hold", form), fault=fault)
    saved(
        request,
        f"hold on account {account_id}. Statements, letters and calls follow it from now. Its next "
        "step is under Holds.",
    )
    return redirect("account", account_id)


@require_POST
def note_add(request: HttpRequest, account_id: str) -> HttpResponse:
    found, desk = account_found(request, account_id), role_of(request) is Role.FRONT_DESK
    form = NoteForm(request.POST) if desk else _note_form(request.POST)

    def do(who: dict[str, Any]) -> str:
        given = form.cleaned_data
        kind = given.get("kind") or notes.OTHER
        contacts.add_note(account_id=account_id, text=given["text"], kind=kind, **who)
        return f"note to Patient Accounts on account {account_id}."

    words = acted(request, form, do)
    if words is None:
        return _desk(request, found, form) if desk else beside(request, found, Drawer("note", form))
    saved(request, words)
    return redirect("account", account_id)


@require_POST
def contact_log(request: HttpRequest, account_id: str) -> HttpResponse:
    found, form = account_found(request, account_id), ContactForm(request.POST)
    if not form.is_valid():
        return beside(request, found, Drawer("contact", form))
    given = form.cleaned_data
    try:
        said = contacts.Said(
            Channel(given["channel"]), given["direction"], given["outcome"], given["note"]
        )
        seen = request.POST.get("seen", "")
        contacts.log_contact(
            account_id=account_id, said=said, seen=seen, by=actor(request), at=moment()
        )
    except Refused as fault:
        return _refused(request, found, Drawer("contact", form), fault=fault)
    saved(request, f"contact on account {account_id}.")
    return redirect("account", account_id)


@require_POST
def override_place(request: HttpRequest, account_id: str) -> HttpResponse:
    found, by = account_found(request, account_id), actor(request)
    form = OverrideForm(request.POST, role=by.role)
    if not form.is_valid():
        return beside(request, found, Drawer("override", form))
    given = form.cleaned_data
    choice = overrides.Choice(Act(given["act"]), given["until"], given["reason"], given["words"])
    try:
        overrides.override_next_step(
            account_id=account_id, choice=choice, seen=request.POST.get("seen", ""), by=by,
            at=moment(),
        )  # fmt: skip
    except Refused as fault:
        return _refused(request, found, Drawer("override", form), fault=fault)
    label = ACT_LABELS[choice.act]
    saved(request, f"next step of account {account_id}: {label}, until {choice.until:%m/%d/%Y}.")
    return redirect("account", account_id)


@require_POST
def override_end(request: HttpRequest, account_id: str) -> HttpResponse:
    account_found(request, account_id)
    overrides.end_override(account_id=account_id, by=actor(request), at=moment())
    saved(request, f"the choice on account {account_id} ended. The policy's step is back.")
    return redirect("account", account_id)


def account_found(request: HttpRequest, account_id: str) -> AccountPage:
    """The account, and that it was looked at; 404 where there is none."""
    found = accounts.account_page(account_id, on=business_day(), at=moment())
    if found is None:
        raise Http404
    audit.viewed(account_id=account_id, by=actor(request), at=moment())
    return found


def may_open_drawer(request: HttpRequest, drawer: str) -> bool:
    return drawer in DRAWERS and may_do(actor(request), DRAWERS[drawer])


def _fresh(request: HttpRequest, drawer: str, found: AccountPage) -> Form:
    if drawer == "words":
        return WordsForm()
    if drawer == "plan":
        return plan_form(request.GET if "manage" in request.GET else None, found.account_id)
    if drawer == "money":
        return money_form(found.account_id, request.GET.get("what", ""))
    if drawer == "override":
        return OverrideForm(role=actor(request).role)
    if drawer == "hold":
        return HoldForm(initial={"starts_on": business_day()}, patients=_whose(found))
    if drawer == "call":
        return CallForm(calls_out=calls_out(found), phones=found.person.phones)
    if drawer == "promise":
        return PromiseForm(owed=found.promise_cents, promises=found.promises)
    if drawer == "assign":
        return AssignForm(colleagues=team.colleagues(), initial={"owner": found.team.owner})
    return _note_form() if drawer == "note" else ContactForm()


def _note_form(*given: Any) -> OfficeNoteForm:
    return OfficeNoteForm(*given, colleagues=team.colleagues())


def _whose(found: AccountPage) -> list[tuple[str, str]]:
    return [(patient.patient_id, patient.name) for patient in found.patients]


def _refused(
    request: HttpRequest, found: AccountPage, drawer: Drawer, *, fault: Refused
) -> HttpResponse:
    assert drawer.form is not None
    drawer.form.add_error(None, fault.why)
    return beside(request, found, drawer)


def _drawer(request: HttpRequest, found: AccountPage, drawer: Drawer) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if drawer.kind == "call":
        more = call_panel(found, actor(request).name)
    if isinstance(drawer.form, PlanForm):
        more = plan_panel(drawer.form)
    if isinstance(drawer.form, PromiseForm):
        more = promise_panel(request, found, drawer.form)
    return {
        "account": found, "drawer": drawer.kind, "form": drawer.form,
        "plan_may": may_change(role_of(request)), **more,
    }  # fmt: skip


# What a button of the page opens.
_OPENS = {"cash": "cash", "letter": "letter_ask", "word": "letter_word", "help": "help_account"}


def beside(request: HttpRequest, found: AccountPage, drawer: Drawer) -> HttpResponse:
    """The account with this drawer open."""
    everything = "all" in request.GET
    items = (
        found.items
        if everything
        else [item for item in found.items if item.insurer_due or item.patient_due]
    )
    wrong = [check for check in found.checks if check.ok is not True]
    shown = request.GET.get("show", "")
    shown = shown if shown in TIMELINE else ""
    events = [event for event in found.timeline if shown in ("", event.tab)]
    counts = Counter(event.tab for event in found.timeline)
    of_notes = Counter(event.note_kind for event in events if event.note_kind)
    note_kind = request.GET.get("kind", "") if shown == happened.NOTES else ""
    if note_kind in of_notes:
        events = [event for event in events if event.note_kind == note_kind]
    return render(request, "account.html", {
        **_drawer(request, found, drawer),
        "on": business_day(),
        "gate": strip(found.verdicts),
        "wrong": len(wrong),
        "items": items,
        "hidden_items": len(found.items) - len(items),
        "sum": summed(found.items),
        "events": events if everything else events[:FIRST_EVENTS],
        "more_events": 0 if everything else max(len(events) - FIRST_EVENTS, 0),
        "tabs": [
            (tab, words, counts[tab] if tab else len(found.timeline))
            for tab, words in TIMELINE.items()
        ],
        "shown": shown,
        "note_kinds": [
            (kind, words, of_notes[kind], kind == note_kind)
            for kind, words in notes.KINDS.items()
            if of_notes[kind] and shown == happened.NOTES
        ],
        "note_kind": note_kind if note_kind in of_notes else "",
        "page_mark": token_hex(8),
        "works": "work" in request.GET,
        "mine": found.team.owner == actor(request).name,
        "labels": ACT_LABELS,
        "why": why(found),
        "back": may_take_back(request, found.account_id),
        **agreed_rows(request, found),
        "may": {
            **{kind: may_open_drawer(request, kind) for kind in DRAWERS},
            **{name: may_open(role_of(request), route) for name, route in _OPENS.items()},
        },
    })  # fmt: skip


def agreed_rows(request: HttpRequest, found: AccountPage) -> dict[str, Any]:
    return {
        "made": made_for(found), **promise_rows(request, found.account_id),
        "benefits": benefits_page.of_account(found.account_id, found.on),
        "benefit_changes": benefits_page.changes(found.account_id),
    }  # fmt: skip


def made_for(found: AccountPage) -> dict[str, str]:
    """What became of the latest letter of each promise and plan, by its own number."""
    if not (found.promises or found.plans):
        return {}
    made = letters_made(found.account_id)
    of_each = {occasions.read(key): words for key, words in made.items()}
    return {
        one.number: words for one, words in of_each.items()
        if one.cause in (occasions.Cause.PROMISE, occasions.Cause.PLAN)
    }  # fmt: skip


def _desk(request: HttpRequest, found: AccountPage, form: NoteForm) -> HttpResponse:
    """What the front desk sees: who it is and, when it may be asked for, one amount."""
    return render(request, "account_desk.html", {
        "account_id": found.account_id,
        "person": found.person,
        "on": business_day(),
        "cents": past_balance(found.account_id, moment()),
        "form": form,
        "may_cash": may_open(role_of(request), "cash"),
    })  # fmt: skip


def summed(items: tuple[ItemRow, ...]) -> LedgerSum:
    return LedgerSum(*(sum(getattr(item, name) for item in items) for name in LedgerSum.__slots__))
