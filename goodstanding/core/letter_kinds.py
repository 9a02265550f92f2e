"""Which words a decision becomes on paper. The act says what may be done, the kind what is said."""

from goodstanding.core.answers import Decision
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Act
from goodstanding.core.money import Cents
from goodstanding.core.plan_terms import missed_now
from goodstanding.core.policy import Policy

# Decisions that become a letter, whoever or whatever made them.
MAILED_ACTS = frozenset(
    {
        Act.STATEMENT, Act.REMINDER, Act.FIRST_LETTER, Act.FINAL_LETTER, Act.ESTATE_LETTER,
        Act.PLAN_NOTICE,
    }
)  # fmt: skip
REMINDER_2, PLAN_MISSED, PLAN_BROKEN = "reminder_2", "plan_missed", "plan_broken"
_BROKE = "plan.broken"


def words_kind(decision: Decision, facts: AccountFacts, policy: Policy) -> str:
    """A plan that runs was missed, any other is over; who cannot be called about a broken plan is
    written to in its words. Every reminder after the ladder's first is a second one.
    """
    act = decision.act
    if act is Act.PLAN_NOTICE:
        running = any(plan.status == "active" for plan in facts.plans)
        return PLAN_MISSED if running else PLAN_BROKEN
    if act is Act.REMINDER:
        if any(reason.code == _BROKE for reason in decision.reasons):
            return PLAN_BROKEN
        if _after_the_first(decision.step, policy):
            return REMINDER_2
    return act.value


def _after_the_first(step: str, policy: Policy) -> bool:
    names = [one.name for one in policy.steps]
    reminders = [place for place, one in enumerate(policy.steps) if one.act is Act.REMINDER]
    return bool(reminders) and step in names and names.index(step) > reminders[0]


def asked_cents(kind: str, decision: Decision, facts: AccountFacts, *, policy: Policy) -> Cents:
    """What the letter will ask for: all that may be asked, or of a running plan what was missed."""
    if kind != PLAN_MISSED:
        return decision.cents
    found = missed_now(facts, grace_days=policy.grace.plan_days)
    return min(found.cents, decision.cents) if found else 0
