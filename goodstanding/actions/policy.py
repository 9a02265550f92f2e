"""Policy versions: written as a draft, tried, proposed, and approved by a second person from a day
on. A version never changes once it is in force; old decisions keep the one they were made under.

No policy can loosen the law: the gate asks the law book, and reads nothing of a policy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from goodstanding.actions.unit import Actor, about, action, may_do
from goodstanding.core import policy
from goodstanding.core.days import local_day
from goodstanding.core.policy_text import changes, with_version
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk, clinic
from goodstanding.records.models import PolicyVersion, Run
from goodstanding.records.queries.whatif import trial

CHANGING = 7_210_003  # one change of the versions at a time
OPEN = ("draft", "proposed")


@dataclass(frozen=True, slots=True)
class Trying:
    """Over which day and months a draft is tried, and whom to tell how far it is."""

    on: date
    months: int
    moved: Callable[[int], None]
    expect: Callable[[int], None]


@action("policy.draft")
def draft_policy(*, text: str = "", note: str = "", by: Actor, at: datetime) -> int:
    """A draft from this text, or from the policy in force; returns its number in our table."""
    bulk.alone(CHANGING)
    on = _day(at)
    version = _next_version(on)
    text = with_version(text or clinic.policy_chosen(on).text, version)
    mark = _mark(text, version)
    made = PolicyVersion.objects.create(
        mark=mark, version=version, text=text, note=note, made_by=by.name, made_at=at
    )
    about(mark=mark)
    return int(made.id)


@action("policy.change")
def change_draft(*, draft: int, text: str, note: str = "", by: Actor, at: datetime) -> None:
    """Whoever changes a draft is its maker too; a proposal that is changed must be proposed anew,
    and what was tried with the old text no longer counts.
    """
    found = _open(draft)
    text = with_version(text, found.version)
    mark = _mark(text, found.version)
    if mark != found.mark:
        _keep_if_used(found, at)
        found.mark, found.text, found.trial, found.trial_at = mark, text, {}, None
        makers = {*found.made_by.split(", "), by.name}
        found.made_by = ", ".join(sorted(makers))
        found.state, found.proposed_by, found.proposed_at = "draft", "", None
    found.note = note
    found.save()
    about(mark=mark)


@action("policy.trial")
def keep_trial(*, mark: str, trial: dict[str, Any], by: Actor, at: datetime) -> None:
    """The answer of a trial of exactly this text."""
    kept = PolicyVersion.objects.filter(mark=mark, state__in=OPEN)
    if not kept.update(trial=trial, trial_at=at):
        raise Refused("The draft was changed or taken back while it was tried. Try it again.")
    about(mark=mark)


def try_draft(*, mark: str, trying: Trying, by: Actor, at: datetime) -> dict[str, Any]:
    """Runs the trial of a draft and keeps its answer; reads only, until it is kept."""
    draft = PolicyVersion.objects.filter(mark=mark, state__in=OPEN).first()
    if draft is None:
        raise Refused("The draft was changed or taken back before it was tried. Try it again.")
    found = trial(
        clinic.policy_chosen(trying.on), _read(draft.text), on=trying.on, months=trying.months,
        moved=trying.moved, expect=trying.expect,
    )  # fmt: skip
    keep_trial(mark=mark, trial={"mark": mark, **found}, by=by, at=at)
    return {"mark": mark, "changed": found["day"]["changed"]}


@action("policy.propose")
def propose_policy(*, draft: int, by: Actor, at: datetime) -> None:
    found = _open(draft)
    if found.state == "proposed":
        raise Refused("This draft waits for approval already.")
    _refuse_same(found, _day(at))
    _refuse_untried(found, _day(at))
    found.state, found.proposed_by, found.proposed_at = "proposed", by.name, at
    found.save()
    about(mark=found.mark)


@action("policy.approve")
def approve_policy(*, draft: int, starts_on: date, by: Actor, at: datetime) -> None:
    """Puts the version in force from a day on: never by whoever made or proposed it."""
    found, today = _open(draft), _day(at)
    if found.state != "proposed":
        raise Refused("Nobody has asked for approval of this draft yet.")
    if by.name in (*found.made_by.split(", "), found.proposed_by):
        raise Refused(
            f"{by.name} cannot approve their own change. Ask another colleague who may approve."
        )
    _read(found.text)
    _refuse_same(found, today)
    _refuse_untried(found, today)
    if starts_on < today:
        raise Refused("A policy starts today or later: what was decided before stays as it was.")
    last = PolicyVersion.objects.filter(state="active").order_by("-starts_on").first()
    if last is not None and last.starts_on is not None and starts_on <= last.starts_on:
        raise Refused(
            f"{last.mark} starts on {last.starts_on:%m/%d/%Y}. Choose a later day for this one."
        )
    found.state, found.starts_on = "active", starts_on
    found.approved_by, found.approved_at = by.name, at
    found.save()
    about(mark=found.mark, starts_on=starts_on.isoformat(), tried_on=found.trial["on"])


@action("policy.withdraw")
def withdraw_policy(*, draft: int, by: Actor, at: datetime) -> None:
    """Takes a draft or a proposal back, or, by a manager, a version that has not begun yet; one in
    force ends only when another begins.
    """
    bulk.alone(CHANGING)
    waiting = Q(state="active", starts_on__gt=_day(at))
    found = PolicyVersion.objects.filter(waiting | Q(state__in=OPEN), id=draft).first()
    if found is None:
        raise Refused("This version is in force or was taken back. Reload the policy page.")
    if found.state == "active" and not may_do(by, "policy.approve"):
        raise Refused("This version is approved. Ask a manager to take it back.")
    found.state = "withdrawn"
    found.save()
    about(mark=found.mark)


def _open(draft: int) -> PolicyVersion:
    bulk.alone(CHANGING)
    found = PolicyVersion.objects.select_for_update().filter(id=draft, state__in=OPEN).first()
    if found is None:
        raise Refused("This draft is not open any more. Reload the policy page.")
    return found


def _keep_if_used(draft: PolicyVersion, at: datetime) -> None:
    """A draft's text may have been put in the clinic's own file and used: a day it was used on is
    replayed by it.
    """
    if Run.objects.filter(policy=draft.mark).exists():
        PolicyVersion.objects.filter(id=draft.id).update(mark=f"{draft.mark} as drafted")
        PolicyVersion.objects.create(
            mark=draft.mark, version=draft.version, text=draft.text, state="file",
            made_by=draft.made_by, made_at=at,
        )  # fmt: skip


def _read(text: str) -> policy.Policy:
    found, faults = policy.read(text)
    if found is None:
        raise Refused(" ".join(f"{fault.where}: {fault.text}" for fault in faults))
    return found


def _mark(text: str, version: int) -> str:
    """Of a text that holds up, and is none we have."""
    found = _read(text)
    if found.version != version:
        raise Refused(f"Write the number on a line of its own: version = {version}")
    return clinic.mark_of(text, version)


def _next_version(on: date) -> int:
    known = PolicyVersion.objects.order_by("-version").values_list("version", flat=True).first()
    return max(known or 0, clinic.policy_in_force(on).version) + 1


def _refuse_same(draft: PolicyVersion, on: date) -> None:
    if not changes(clinic.policy_chosen(on).text, draft.text):
        raise Refused("This draft says what the policy in force says. Change something first.")


def _refuse_untried(draft: PolicyVersion, on: date) -> None:
    """A trial belongs to one text and to the policy it was set against."""
    if not draft.trial or draft.trial.get("mark") != draft.mark:
        raise Refused("Try this draft first: nobody should approve what nobody has seen.")
    if draft.trial.get("against") != clinic.policy_name(on):
        raise Refused("The policy in force has changed since this draft was tried. Try it again.")


def _day(at: datetime) -> date:
    return local_day(at, clinic.current().timezone)
