"""A person's own choice of the next step: which acts each role may choose, and how it is decided.

A choice never goes past a block: where the act may not be done, the ladder speaks instead and the
choice is named among what was not done.
"""

from datetime import date, timedelta

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.case import ONE_DAY, Case
from goodstanding.core.episode import shown
from goodstanding.core.facts import OverrideFacts
from goodstanding.core.happened import LETTERS, contact_day, contact_kind, is_try, reached
from goodstanding.core.kinds import ASKING_ACTS, Act, Role
from goodstanding.core.pledges import open_promise, plan
from goodstanding.core.policy_values import LONGEST_CHOICE_DAYS
from goodstanding.core.steps import not_on_a_statement
from goodstanding.core.talks import ask
from goodstanding.core.ways import may

LONGEST = timedelta(days=LONGEST_CHOICE_DAYS)
_DESK = frozenset({Role.COORDINATOR, Role.MANAGER})
_MANAGER = frozenset({Role.MANAGER})

CHOICES: dict[Act, frozenset[Role]] = {
    Act.WAIT: _DESK,
    Act.STATEMENT: _DESK,
    Act.REMINDER: _DESK,
    Act.CALL: _DESK,
    Act.SCREEN_ASSISTANCE: _DESK,
    Act.VERIFY_ADDRESS: _DESK,
    Act.VERIFY_COVERAGE: _DESK,
    Act.INSURER_FOLLOW_UP: _DESK,
    Act.PLAN_NOTICE: _MANAGER,
    Act.FIRST_LETTER: _MANAGER,
    Act.FINAL_LETTER: _MANAGER,
    Act.AGENCY_REVIEW: _MANAGER,
}


def chosen(case: Case) -> Decision | None:
    """What a person chose, until it was done or its day has passed. Acts that ask leave an open
    promise and a kept plan in peace."""
    choice = case.facts.override
    if choice is None or not case.reached(choice.starts_on):
        return None
    # "Wait until the 1st" goes on with the 1st; any other choice may still be done that day.
    last = choice.until if choice.act is Act.WAIT else choice.until + ONE_DAY
    if case.reached(last) or _done(case, choice):
        return None
    text = f"Chosen by the {choice.role.replace('_', ' ')}, until {shown(choice.until)}"
    why = case.reason("chosen", f"{text}: {choice.reason}"[:90])
    if choice.act in ASKING_ACTS:
        return _ask(case, choice, why)
    due_on = choice.until if choice.act is Act.WAIT else choice.starts_on
    return ask(case, choice.act, due_on, why)


def _ask(case: Case, choice: OverrideFacts, why: Reason) -> Decision | None:
    if open_promise(case) or plan(case):
        return None
    act = choice.act
    refused = "" if may(case, act) else "it may not be done now"
    if act in LETTERS and not_on_a_statement(case):
        refused = "a statement comes first"
    if refused:
        name = act.replace("_", " ")
        text = f"A {name} was chosen on {shown(choice.starts_on)}; {refused}."
        case.declined = (case.reason("chosen", text),)
        return None
    due_on = choice.starts_on
    if tries := _tries(case, choice):
        due_on = tries[-1] + timedelta(days=case.policy.calls.retry_days)
        again = case.reason("call.tried", f"No answer on {shown(tries[-1])}.")
        if not case.reached(due_on):
            return case.answer(Act.WAIT, due_on, why, again)
    return ask(case, act, due_on, why)


def _done(case: Case, choice: OverrideFacts) -> bool:
    """It reached the person since it was chosen."""
    facts = case.facts
    return any(
        contact_kind(contact) == choice.act.value
        and reached(contact)
        and contact_day(contact, facts) >= choice.starts_on
        for contact in facts.contacts
    )


def _tries(case: Case, choice: OverrideFacts) -> list[date]:
    facts = case.facts
    if choice.act is not Act.CALL:
        return []
    days = [contact_day(c, facts) for c in facts.contacts if c.direction == "out" and is_try(c)]
    return [day for day in days if day >= choice.starts_on]
