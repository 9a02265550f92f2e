"""What is waited for while a hold stops the asking: the hold's own next step, its day and whose it
is."""

from collections.abc import Iterable
from datetime import date

from goodstanding.core.answers import Reason, brief
from goodstanding.core.bankruptcy import claim_due_on
from goodstanding.core.case import ONE_DAY, Case, cited
from goodstanding.core.episode import shown
from goodstanding.core.estates import LETTERS
from goodstanding.core.facts import HoldFacts
from goodstanding.core.hold_cases import next_step
from goodstanding.core.holds import CONTACT, EFFECTS
from goodstanding.core.kinds import HoldKind, Role

_RULE_OF_HOLD = {kind: effect.rule for kind, effect in EFFECTS.items()} | {
    HoldKind.ATTORNEY: CONTACT,
    HoldKind.ESTATE: LETTERS,
}
_COURT = "us-bk-"


def hold_of(case: Case, rule: str) -> HoldFacts | None:
    """The hold in force that speaks by this rule."""
    for hold in case.facts.holds:
        if case.in_force(hold) and _speaks_by(hold, rule):
            return hold
    return None


def _speaks_by(hold: HoldFacts, rule: str) -> bool:
    if hold.kind is HoldKind.BANKRUPTCY:
        return rule.startswith(_COURT)
    return _RULE_OF_HOLD.get(hold.kind) == rule


def next_steps(case: Case, rules: Iterable[str]) -> tuple[date | None, tuple[Reason, ...]]:
    """The first day something is due on the holds that speak by these rules, and what."""
    found = [hold for rule in rules if (hold := hold_of(case, rule))]
    steps = [next_of(case, hold) for hold in {hold.hold_id: hold for hold in found}.values()]
    if not steps:
        return None, ()
    return min(day for day, _ in steps), tuple(dict.fromkeys(reason for _, reason in steps))


def next_of(case: Case, hold: HoldFacts) -> tuple[date, Reason]:
    """ "Next by 11/25/2026: Read the docket." Once that day is over it is the manager's."""
    step = next_step(hold, case.facts, case.law)
    case.note(step.due_on)
    case.note(step.due_on + ONE_DAY)
    if hold.kind is HoldKind.BANKRUPTCY:
        _note_claim(case, hold)
    code = "hold.escalated" if step.escalated or step.who is Role.MANAGER else "hold.next"
    text = brief(f"Next by {shown(step.due_on)}: ", step.text)
    return step.due_on, Reason(code, text, step.rule, cited(case.law, step.rule))


def _note_claim(case: Case, hold: HoldFacts) -> None:
    try:
        last = claim_due_on(hold, case.law)
    except ValueError:
        return
    if last is not None:
        case.note(last + ONE_DAY)
