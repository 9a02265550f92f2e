"""What the plan builder shows beside its form."""

from typing import Any

from django.http import Http404

from goodstanding.actions.unit import Actor, may_do
from goodstanding.core.kinds import Role
from goodstanding.core.plan_life import ACTIVE
from goodstanding.records.queries.plan_offers import ground
from goodstanding.web.parts import business_day
from goodstanding.web.plan_form import PlanForm, built, dates_of

# What a person may do to a plan that runs: its permission, and what the page calls it.
CHANGES = {
    "acknowledge": ("plan.acknowledge", "They agreed"),
    "pause": ("plan.pause", "Pause it"),
    "resume": ("plan.resume", "Go on sooner"),
    "change": ("plan.change", "Other payments"),
    "forgive": ("plan.forgive", "Forgive what was missed"),
    "add": ("plan.add", "Add a balance"),
    "cancel": ("plan.end", "Cancel it"),
    "broken": ("plan.end", "End it as broken"),
    "take_back": ("plan.take_back", "Take it back"),
}
AGAIN = {"reinstate": ("plan.reinstate", "Begin it again")}


def plan_form(given: Any, account_id: str) -> PlanForm:
    found = ground(account_id, business_day())
    if found is None:
        raise Http404
    return PlanForm(given, ground=found)


def plan_panel(form: PlanForm) -> dict[str, Any]:
    now = built(form, on=business_day())
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return {
        "now": now, "dates": dates_of(given, business_day()),
        "offers": list(enumerate(now.found.offers if now.found else (), start=1)),
        "limits": form.ground.limits,
    }  # fmt: skip


def may_change(role: Role | None) -> dict[str, dict[str, str]]:
    """By the plan's status, what this role may do to it."""
    by = Actor("", role or "")
    return {
        status: {key: words for key, (verb, words) in these.items() if may_do(by, verb)}
        for status, these in ((ACTIVE, CHANGES), ("broken", AGAIN), ("cancelled", AGAIN))
    }
