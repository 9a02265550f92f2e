"""A person chooses another next step than the ladder: within their role, for a reason, for a time,
and never past a block.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from goodstanding.actions.accounts import account_key, decide_now
from goodstanding.actions.leases import only_one
from goodstanding.actions.unit import SYSTEM, Actor, about, action
from goodstanding.core.answers import Refusal
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import local_day
from goodstanding.core.explain import explain
from goodstanding.core.facts import AccountFacts, OverrideFacts
from goodstanding.core.followup import LADDER, decide
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Role
from goodstanding.core.overrides import CHOICES, LONGEST
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.law import LawOn, live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Decision, Override
from goodstanding.records.queries.facts import facts_for

OTHER = "other"
REASONS = (
    "patient asked for time", "our error", "insurer news", "hardship", "promised by letter", OTHER,
)  # fmt: skip
# What the ladder hears before a person's choice is a block.
_NAMES = [rule.__name__ for rule in LADDER]
BLOCKS = frozenset(_NAMES[: _NAMES.index("chosen")])
_HOURS = range(8, 21)


@dataclass(frozen=True, slots=True)
class Choice:
    """`reason` is one of REASONS; `words` the person's own, needed with "other"."""

    act: Act
    until: date
    reason: str
    words: str = ""


@action("followup.override")
def override_next_step(
    *,
    account_id: str,
    choice: Choice,
    seen: str = "",
    came_in: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Makes the choice the account's next step from today; one that was in force ends. Returns the
    override's number. `seen`: see leases.only_one; what a person who came to us asked for
    (`came_in`) is kept whoever works the account."""
    key = account_key(account_id)
    if not came_in:
        only_one(key, seen=seen, by=by, at=at)
    bulk.hold("records_standing", "guarantor_id", [key])
    on = local_day(at, clinic.current().timezone)
    _well_said(choice, on)
    _within_role(choice.act, by)
    made = OverrideFacts(choice.act, on, choice.until, choice.reason, by.role)
    _not_past_a_block(replace(facts_for([key], on)[0], override=made))
    _end(key, on, by)
    before = Decision.objects.filter(guarantor_id=key, on__lte=on).order_by("-on", "-id").first()
    row = Override.objects.create(
        guarantor_id=key, decision=before, act=choice.act.value, starts_on=on, until=choice.until,
        reason=choice.reason, words=choice.words.strip(), by=by.name, role=by.role, at=at,
    )  # fmt: skip
    decide_now(key, by=by, at=at)
    about(account=account_id, override=row.id, act=choice.act.value, reason=choice.reason)
    return row.id


@action("work.wait_many")
def wait_many(*, accounts: Sequence[str], choice: Choice, by: Actor, at: datetime) -> int:
    """All of them wait until the day, for the reason; or none, and the words name who cannot."""
    if not accounts:
        raise Refused("Select the rows first.")
    refused = []
    for account in sorted(set(accounts)):
        try:
            override_next_step(account_id=account, choice=choice, by=by, at=at)
        except Refused as fault:
            refused.append(f"{account}: {fault.why}")
    if refused:
        raise Refused(f"Nothing was changed. {' '.join(refused[:5])} Unselect these, or see them.")
    about(accounts=len(set(accounts)), until=f"{choice.until}")
    return len(set(accounts))


@action("followup.end_override")
def end_override(*, account_id: str, by: Actor, at: datetime) -> None:
    """The ladder speaks again from today. Who may not choose a step may not end the choice."""
    key = account_key(account_id)
    bulk.hold("records_standing", "guarantor_id", [key])
    on = local_day(at, clinic.current().timezone)
    rows = Override.objects.filter(guarantor_id=key, until__gte=on, ended_on__isnull=True)
    found = rows.order_by("-id").first()
    if found is None:
        raise Refused("No choice of a person stands on this account. Reload the account.")
    _within_role(Act(found.act), by)
    _end(key, on, by)
    decide_now(key, by=by, at=at)
    about(account=account_id, override=found.id)


def _end(key: int, on: date, by: Actor) -> None:
    standing = Override.objects.filter(guarantor_id=key, until__gte=on, ended_on__isnull=True)
    standing.update(ended_on=on, ended_by=by.name)


def _well_said(choice: Choice, on: date) -> None:
    if choice.reason not in REASONS:
        raise Refused("Choose the reason from the list.")
    if choice.reason == OTHER and not choice.words.strip():
        raise Refused("Say in your own words why another step is right.")
    if has_card_number(choice.words):
        raise Refused("This looks like a card number. Take it out: it is never kept here.")
    first = on + timedelta(days=choice.act is Act.WAIT)
    if not first <= choice.until <= on + LONGEST:
        raise Refused(
            f"Choose a last day from {first:%m/%d/%Y} to {on + LONGEST:%m/%d/%Y}. For longer, "
            "choose again then."
        )


def _within_role(act: Act, by: Actor) -> None:
    roles = CHOICES.get(act)
    name = act.replace("_", " ")
    if roles is None:
        raise Refused(f"Nobody may choose {name} as the next step.")
    if by.role != SYSTEM and Role(by.role) not in roles:
        raise Refused(f"Only a manager may choose {name} as the next step. Ask your manager.")


def _not_past_a_block(wanted: AccountFacts) -> None:
    """`wanted` has the choice among its facts: what would be decided then must be the choice."""
    assert wanted.override is not None
    law, policy = law_for(wanted, live_book()), clinic.policy_in_force(wanted.on)
    decision = decide(wanted, policy, law)
    if decision.spoke in BLOCKS:
        first = decision.reasons[0]
        source = f" ({first.citation})" if first.citation else ""
        raise Refused(f"No choice goes past this: {first.text}{source}", first.rule)
    if refusal := _refused_all_day(wanted, law):
        raise Refused(
            f"This may not be done now: {refusal.text} ({refusal.citation})", refusal.rule
        )
    if decision.spoke != "chosen":
        heard = {each.rule: each.text for each in explain(wanted, policy, law)}
        raise Refused(f"This cannot be the next step: {heard['chosen']}", "chosen")


def _refused_all_day(wanted: AccountFacts, law: LawOn) -> Refusal | None:
    """The first refusal at the day's best hour; None where the gate opens at some hour."""
    assert wanted.override is not None
    if wanted.override.act is Act.WAIT:
        return None
    zone = ZoneInfo(wanted.clinic_timezone)
    moments = [datetime.combine(wanted.on, time(hour), zone) for hour in _HOURS]
    verdicts = [judge(Proposed(wanted.override.act, at), wanted, law) for at in moments]
    fewest = min((verdict.refusals for verdict in verdicts), key=len)
    return next(iter(fewest), None)
