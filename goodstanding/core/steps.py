"""The ladder itself: the first step not yet delivered in this episode, on its day, with why."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from goodstanding.core.agency_review import open_points
from goodstanding.core.answers import Decision, Reason
from goodstanding.core.case import Case
from goodstanding.core.episode import Episode, shown
from goodstanding.core.happened import LETTERS
from goodstanding.core.insurer_money import insurer_work, left_out_reasons
from goodstanding.core.kinds import Act
from goodstanding.core.money import Cents, show
from goodstanding.core.policy import Step
from goodstanding.core.segments import STANDARD, Ladder, treatment
from goodstanding.core.talks import ask, talk
from goodstanding.core.ways import may

OFFER_PLAN = "ladder.offer_plan"
_MOVED = {
    "payment": "A payment on {day} moved the days on.",
    "promise": "A promise made on {day} moved the days on.",
    "plan": "A plan from {day} moved the days on.",
    "help": "Help was looked at until {day}; those days are not counted.",
    "late": "The last step came late, on {day}; days count from it.",
}


def next_step(case: Case) -> Decision:
    episode = case.episode
    if episode.done == len(episode.steps):
        return _ladder_done(case)
    step = episode.steps[episode.done]
    due_on = episode.due(step, case.policy.calls)
    if step.act in LETTERS and (newer := not_on_a_statement(case)):
        return _statement_first(case, step, newer)
    reasons = (*_step_reasons(case, step, due_on), *left_out_reasons(case))
    rejected = _later_steps(case, due_on)
    if case.reached(due_on):
        return _due(case, step, due_on, *reasons, rejected=rejected)
    return _meanwhile(case, reasons) or case.answer(
        Act.WAIT, due_on, *reasons, step=step.name, rejected=rejected
    )


def _ladder_done(case: Case) -> Decision:
    """Nothing firmer may follow by itself, and nothing just stays: the manager looks."""
    episode = case.episode
    since = episode.last_step_on or case.since
    reasons = [case.reason("ladder.done", f"Every step was taken by {shown(since)}.")]
    if episode.segment.name != STANDARD:
        reasons.append(case.reason(f"segment.{episode.segment.name}", episode.segment.because))
    return case.answer(Act.WAIT, since, *reasons)


def _due(
    case: Case, step: Step, due_on: date, *reasons: Reason, rejected: tuple[Reason, ...]
) -> Decision:
    if step.act is Act.CALL:
        return talk(case, due_on, *reasons, step=step.name, rejected=rejected)
    if step.act is Act.AGENCY_REVIEW:
        reasons = (*reasons, *open_points(case))
    act, about_channel = _preferred(case, step) if step.channel == "preferred" else (step.act, ())
    reasons = (*reasons, *about_channel)
    return ask(case, act, due_on, *reasons, step=step.name, rejected=rejected)


def _preferred(case: Case, step: Step) -> tuple[Act, tuple[Reason, ...]]:
    person = case.facts.person
    if person.preferred_channel == "text" and may(case, Act.TEXT) and person.text_consent_on:
        text = f"Prefers texts and agreed to them on {shown(person.text_consent_on)}."
        return Act.TEXT, (case.reason("channel.text", text),)
    if person.preferred_channel == "email" and may(case, Act.EMAIL) and person.email_consent_on:
        text = f"Prefers email and agreed to it on {shown(person.email_consent_on)}."
        return Act.EMAIL, (case.reason("channel.email", text),)
    return step.act, ()


def _meanwhile(case: Case, reasons: tuple[Reason, ...]) -> Decision | None:
    """While the patient's next step is days away, old insurer money may be worked."""
    if not case.insurer_cents or not (found := insurer_work(case)):
        return None
    about = case.insurer_cents
    return case.answer(found.act, found.due_on, *found.reasons, *reasons, about=about)


def not_on_a_statement(case: Case) -> tuple[date, Cents] | None:
    """New money since the last delivered statement: the first day and the sum, when worth a
    statement."""
    last = case.episode.statement_on
    newer = [
        layer
        for charge in case.askable
        for layer in charge.layers
        if last is None or layer.since > last
    ]
    cents = sum(layer.cents for layer in newer)
    if cents < max(case.policy.small.no_statement_below, 1):
        return None
    return min(layer.since for layer in newer), cents


def _statement_first(case: Case, step: Step, newer: tuple[date, Cents]) -> Decision:
    """A collection letter asks for nothing that was not on a statement before."""
    since, cents = newer
    due_on = since
    if case.episode.last_asked_on:
        due_on = max(due_on, case.episode.last_asked_on + timedelta(days=step.gap))
    text = f"{show(cents)} owed since {shown(since)} was on no statement yet."
    why = case.reason("ladder.new_charge", text)
    later = (case.reason(f"ladder.{step.name}", f"{step.say}: after that statement."),)
    name = "new_charge_statement"
    if case.reached(due_on):
        return ask(case, Act.STATEMENT, due_on, why, step=name, rejected=later)
    return case.answer(Act.WAIT, due_on, why, step=name, rejected=later)


def _step_reasons(case: Case, step: Step, due_on: date) -> tuple[Reason, ...]:
    episode = case.episode
    owed_since = f"{show(case.cents)} owed since {shown(case.since)}"
    code = f"ladder.{step.name}"
    reasons = [case.reason(code, f"{step.say} due {shown(due_on)}: {owed_since}.")]
    if episode.done and episode.last_step_on:
        before = episode.steps[episode.done - 1]
        tried = "delivered" if episode.last_asked_on == episode.last_step_on else "done or tried"
        text = f"{before.say} {tried} {shown(episode.last_step_on)}, not paid in full."
        reasons.append(case.reason("ladder.before", text))
    if episode.tries:
        text = f"No answer to {len(episode.tries)} calls, last {shown(episode.tries[-1])}."
        reasons.append(case.reason("call.tried", text))
    if episode.moved_on:
        text = _MOVED[episode.moved_by].format(day=shown(episode.moved_on))
        reasons.append(case.reason(f"ladder.{episode.moved_by}", text))
    if episode.segment.name != STANDARD:
        reasons += _segment_reasons(case, step, episode)
    if _plan_offered(case, step):
        text = f"Offer a plan for {show(case.cents)}."
        reasons.append(case.reason(OFFER_PLAN, text))
    return tuple(reasons)


def _plan_offered(case: Case, step: Step) -> bool:
    if step.offer_plan:
        return True
    offered_from = treatment(case.episode.segment, case.policy).offer_plan_from_day
    return step.act is Act.CALL and step.day >= offered_from


def _segment_reasons(case: Case, step: Step, episode: Episode) -> list[Reason]:
    one = episode.segment
    reasons = [case.reason(f"segment.{one.name}", one.because)]
    if one.days > 0 and step.day:
        why = f"Paid before any letter {one.times} times" if one.times else "Asked gently"
        reasons.append(case.reason("history.paid", f"{why}: {one.days} more days."))
    if one.days < 0 and step.day >= one.from_day:
        times = "once" if one.times == 1 else f"{one.times} times"
        why = f"A promise or plan was broken {times}" if one.times else "Earlier bad debt"
        reasons.append(case.reason("history.broken", f"{why}: up to {-one.days} days sooner."))
    return reasons


def _later_steps(case: Case, due_on: date) -> tuple[Reason, ...]:
    """What was not chosen and the first day on which it becomes possible."""
    episode = case.episode
    since = _Standing(episode.base, episode.days, episode.done, case.policy.citation)
    return _later(episode.ladder, since, due_on)


class _Standing(NamedTuple):
    base: date
    days: tuple[int, ...]
    done: int
    citation: str


# Accounts that stand alike on the ladder share the same sentences.
@lru_cache(maxsize=20_000)
def _later(ladder: Ladder, at: _Standing, due_on: date) -> tuple[Reason, ...]:
    later = []
    for step, days in zip(ladder.steps[at.done + 1 :], at.days[at.done + 1 :], strict=True):
        due_on = max(at.base + timedelta(days=days), due_on + timedelta(days=step.gap))
        text = f"{step.say}: not before {shown(due_on)}, once the step before is delivered."
        code = f"ladder.{step.name}"
        later.append(Reason(code, text, code, at.citation))
    return tuple(later)
