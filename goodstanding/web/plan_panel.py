"""What the plan builder shows beside its form."""

from datetime import date
from typing import Any

from goodstanding.actions.unit import Actor, may_do
from goodstanding.core.kinds import Role
from goodstanding.core.places import law_for
from goodstanding.core.plan_life import ACTIVE
from goodstanding.core.plan_limits import PlanLimits
from goodstanding.law import LawOn, live_book
from goodstanding.records import clinic
from goodstanding.records.queries import plans_page
from goodstanding.records.queries.plans_page import for_builder
from goodstanding.web.parts import business_day
from goodstanding.web.plan_form import Built, PlanForm, built, dates_of

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
    rows = for_builder(account_id, business_day())
    return PlanForm(given, rows=rows)


def plan_built(form: PlanForm, account_id: str) -> Built:
    limits, law = _under(account_id)
    return built(form, on=business_day(), limits=limits, law=law)


def plan_panel(form: PlanForm, account_id: str) -> dict[str, Any]:
    now = plan_built(form, account_id)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return {
        "now": now, "dates": dates_of(given, business_day()),
        "offers": list(enumerate(now.found.offers if now.found else (), start=1)),
        "limits": clinic.policy_in_force(business_day()).plans,
    }  # fmt: skip


def may_change(role: Role | None) -> dict[str, dict[str, str]]:
    """By the plan's status, what this role may do to it."""
    by = Actor("", role or "")
    return {
        status: {key: words for key, (verb, words) in these.items() if may_do(by, verb)}
        for status, these in ((ACTIVE, CHANGES), ("broken", AGAIN), ("cancelled", AGAIN))
    }


def _under(account_id: str) -> tuple[PlanLimits, LawOn]:
    on: date = business_day()
    facts = plans_page.facts_on(account_id, on)
    return clinic.policy_in_force(on).plans, law_for(facts, live_book())
