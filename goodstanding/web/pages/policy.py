"""The follow-up policy: read, drafted, tried on the books, and approved by a second person."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import policy as acts
from goodstanding.actions.tasks import enqueue
from goodstanding.actions.unit import may_do
from goodstanding.core.policy_text import all_values, with_values
from goodstanding.core.policy_words import change_sentence, chapters, plain_steps, step_sentence
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.queries import policies
from goodstanding.records.queries.policies import Version
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.forms import day_of
from goodstanding.web.pages.policy_tables import trial_tables, usual_fields
from goodstanding.web.parts import business_day, moment, not_saved, saved

MONTHS = 12
OVERRIDE_WEEKS = 4
ORIGINS = {
    "version": "Approved here",
    "own": "From policy.toml in the clinic's own folder",
    "shipped": "As this program came; the clinic has not written its own yet",
}


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    on = business_day()
    now, versions = clinic.policy_chosen(on), policies.versions()
    return render(request, "policy.html", {
        "now": now,
        "origin": ORIGINS[now.origin],
        "approved": policies.approved(now.mark),
        "file_unused": now.origin == "version" and clinic.has_own_policy_file(),
        "steps": [(step, step_sentence(step)) for step in now.policy.steps],
        "chapters": chapters(all_values(now.text).values()),
        "locked": policies.locked(on),
        "versions": versions,
        "drafts": any(one.state in acts.OPEN for one in versions),
        "overrides": policies.overrides(moment() - timedelta(weeks=OVERRIDE_WEEKS)),
        "weeks": OVERRIDE_WEEKS,
        "may_draft": may_open(role_of(request), "policy_draft"),
        "may_prices": may_open(role_of(request), "prices"),
    })  # fmt: skip


@require_safe
def plain(request: HttpRequest) -> HttpResponse:
    """The policy for the public, to be printed or copied to the clinic's own site."""
    now = clinic.policy_chosen(business_day())
    settings = clinic.current()
    return render(request, "policy_plain.html", {
        "now": now, "clinic": settings.facts, "steps": plain_steps(now.policy),
        "locked": policies.locked(business_day()), "small": now.policy.small,
        "grace": now.policy.grace, "in_minnesota": settings.state == "MN",
    })  # fmt: skip


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    try:
        made = acts.draft_policy(by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("policy")
    saved(request, "a draft is made. Nothing changes until it is approved.")
    return redirect("policy_version", made)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    return _version(request, _found(number))


def _version(
    request: HttpRequest, found: Version, *, text: str = "", faults: str = "", status: int = 200
) -> HttpResponse:
    """`text` and `faults`: what was written and could not be kept."""
    by, row = actor(request), found.row
    makers = {*row.made_by.split(", "), row.proposed_by}
    is_open = row.state in acts.OPEN
    return render(request, "policy_version.html", {
        "found": found, "row": row, "open": is_open,
        "changes": [change_sentence(one, found.policy) for one in found.changes],
        "steps": [(step, step_sentence(step)) for step in found.policy.steps]
        if found.policy else [],
        "chapters": chapters(all_values(found.text).values()),
        "fields": usual_fields(found.text, found.policy) if is_open else [],
        "text": text or found.text, "faults": faults,
        "summary": found.trial and trial_tables(found.trial),
        "may_change": is_open and may_do(by, "policy.change"),
        "may_approve": row.state == "proposed" and may_do(by, "policy.approve"),
        "own": by.name in makers,
        "may_withdraw": may_do(by, "policy.withdraw") and (
            is_open or (row.state == "active" and row.starts_on is not None
                        and row.starts_on > business_day()
                        and may_do(by, "policy.approve"))),
        "today": business_day(), "months": MONTHS,
    }, status=status)  # fmt: skip


@require_POST
def save(request: HttpRequest, number: int) -> HttpResponse:
    """The usual values one by one, or the whole text."""
    found = _found(number)
    text = request.POST.get("text")
    try:
        if text is None:
            wanted = {
                name.removeprefix("at."): str(given).strip()
                for name, given in request.POST.items()
                if name.startswith("at.")
            }
            text, wrong = with_values(found.text, wanted)
            if wrong:
                raise Refused(" ".join(f"{one.where}: {one.text}" for one in wrong))
        text = text.replace("\r\n", "\n")
        note = request.POST.get("note", found.row.note)[:500]
        acts.change_draft(draft=number, text=text, note=note, by=actor(request), at=moment())
    except Refused as fault:
        return _version(request, found, text=text or "", faults=fault.why, status=400)
    saved(request, "the draft is kept. Try it to see what it would do.")
    return redirect("policy_version", number)


@require_POST
def try_it(request: HttpRequest, number: int) -> HttpResponse:
    found, by, at = _found(number), actor(request), moment()
    if found.trying:
        saved(request, "this draft is being tried already.")
        return redirect("policy_version", number)
    words = {"mark": found.row.mark, "on": business_day().isoformat(), "months": MONTHS}
    key = f"trial {found.row.mark} {at.isoformat()}"
    enqueue(kind="trial", key=key, arguments=words, by=by, at=at)
    saved(request, "the draft is being tried on the books. You may leave this page.")
    return redirect("policy_version", number)


@require_safe
def trial(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(number)
    if not found.trial:
        raise Http404
    return render(request, "policy_trial.html", {
        "found": found, "row": found.row, "trial": found.trial,
        "changes": [change_sentence(one, found.policy) for one in found.changes],
        "tables": trial_tables(found.trial),
        "on": date.fromisoformat(found.trial["on"]),
    })  # fmt: skip


@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    acts.propose_policy(draft=number, by=actor(request), at=moment())
    saved(request, "a second person can approve it now.")
    return redirect("policy_version", number)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    try:
        starts_on = day_of(request.POST.get("starts_on", ""), business_day())
    except ValueError:
        raise Refused("Write the first day as 12/4, 12/4/26 or t for today.") from None
    acts.approve_policy(draft=number, starts_on=starts_on, by=actor(request), at=moment())
    saved(request, f"it is in force from {starts_on:%m/%d/%Y}.")
    return redirect("policy_version", number)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    acts.withdraw_policy(draft=number, by=actor(request), at=moment())
    saved(request, "the version is taken back.")
    return redirect("policy")


def _found(number: int) -> Version:
    found = policies.version(number, business_day())
    if found is None:
        raise Http404
    return found
