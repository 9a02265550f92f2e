"""What a hold needs next, as a person would say it, and the tools to find its day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from goodstanding.core.days import add_business_days, add_months
from goodstanding.core.facts import HoldFacts
from goodstanding.core.kinds import Role
from goodstanding.core.stops import detail_day
from goodstanding.law import LawOn

ERROR = "mn-62j808-billing-error-review"
ESTIMATE = "us-nsa-ppdr-collection-freeze"
UNCLEAR = "holds.unclear"
RELEASE = "holds.release_needed"
YEARLY = "holds.yearly_check"


@dataclass(frozen=True, slots=True)
class HoldStep:
    """`rule` says why on that day; `escalated`: the day is past, or the step was the manager's from
    then on."""

    text: str
    due_on: date
    rule: str
    who: Role = Role.COORDINATOR
    escalated: bool = False


def after(day: date, law: LawOn, rule: str, *, name: str = "") -> date:
    """`day` and the rule's own span, in the rule's own unit."""
    count = law.number(rule, name)
    unit = law.book.parameters[rule, name].unit
    if unit.startswith("business"):
        return add_business_days(day, count)
    if unit == "months":
        return add_months(day, count)
    return day + timedelta(days=count)


def sooner(day: date, law: LawOn, house: str, *, rule: str, name: str) -> date:
    """By the clinic's own rule, or the law's where it is in force here and earlier."""
    own = after(day, law, house)
    return min(own, after(day, law, rule, name=name)) if law.in_force(rule, name) else own


def since(hold: HoldFacts, *keys: str) -> date:
    """The latest day something was done about it: from a detail's day, else from its first day."""
    days = [hold.starts_on]
    for key in ("checked_on", *keys):
        day = detail_day(hold.detail, key)
        if day is not None:
            days.append(day)
    return max(days)


def error_notice_by(raised_on: date, law: LawOn) -> date:
    """Last day for the notice of a possible billing error."""
    name = "potential_error_notice_deadline"
    return sooner(raised_on, law, "holds.error_notice", rule=ERROR, name=name)


def error_refund_by(reviewed_on: date, law: LawOn) -> date:
    """Last day to pay back what the review found to be too much."""
    return sooner(reviewed_on, law, "holds.error_refund", rule=ERROR, name="refund_deadline")


def estimate_papers_by(filed_on: date, law: LawOn) -> date:
    """Last day for our papers to the entity that decides about an estimate."""
    name = "provider_response_deadline"
    return sooner(filed_on, law, "holds.estimate_answer", rule=ESTIMATE, name=name)


def warned(last: date, law: LawOn) -> date:
    """The day to begin with what has a last day."""
    return last - timedelta(days=law.number("holds.claim_warning"))


def overdue(step: HoldStep, on: date) -> HoldStep:
    if step.due_on >= on:
        return step
    return replace(step, who=Role.MANAGER, escalated=True)
