"""What happened on an account, read alike by every rule: contacts by kind and day, money paid,
promises kept."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from goodstanding.core.facts import AccountFacts, ContactFacts
from goodstanding.core.kinds import Channel
from goodstanding.core.policy import Calls, Policy
from goodstanding.core.promises import Grace, Standing, standings

STATEMENT, REMINDER, CALL = "statement", "reminder", "call"
LETTERS = frozenset({"first_letter", "final_letter"})
ASKED_IN_WRITING = LETTERS | {STATEMENT, REMINDER}
WRONG_NUMBER = "wrong_number"
_REMINDERS = frozenset({REMINDER, "text", "email"})
_ASKING_KINDS = ASKED_IN_WRITING | {CALL, "plan_notice"}


def contact_day(contact: ContactFacts, facts: AccountFacts) -> date:
    return contact.at.astimezone(zone_of(facts.clinic_timezone)).date()


zone_of = lru_cache(maxsize=64)(ZoneInfo)


def contact_kind(contact: ContactFacts) -> str:
    """The kind of step an outgoing contact was; "" for one that asked nothing or came in. A talk at
    the desk stands for a call."""
    if contact.direction != "out":
        return ""
    channel, kind = contact.channel, contact.kind
    if channel is Channel.CALL:
        return CALL
    if kind in _REMINDERS:
        return REMINDER
    if kind in _ASKING_KINDS:
        return kind
    return CALL if channel is Channel.IN_PERSON else ""


def reached(contact: ContactFacts) -> bool:
    """A voicemail never counts as a call that was delivered, whatever its record says."""
    return contact.delivered and not (
        contact.channel is Channel.CALL and "voicemail" in (contact.kind, contact.outcome)
    )


def is_try(contact: ContactFacts) -> bool:
    """A call that might have reached the person: a wrong number could not."""
    return contact.channel is Channel.CALL and contact.outcome != WRONG_NUMBER


def exhausted(tries: Sequence[date], calls: Calls) -> bool:
    return len(tries) >= calls.tries and (tries[-1] - tries[0]).days >= calls.spread_days


def promises_of(facts: AccountFacts, policy: Policy) -> tuple[Standing, ...]:
    """By the clinic's policy. Mailed checks have the mail's days too."""
    if not facts.promises:
        return ()
    grace = promise_grace(policy)
    return standings(facts.promises, facts.payments, on=facts.on, grace=grace)


def promise_grace(policy: Policy) -> Grace:
    return Grace(policy.grace.promise_business_days, policy.grace.mailed_check_business_days)


def numbers_on_file(facts: AccountFacts) -> int:
    home, mobile = facts.person.phone_home, facts.person.phone_mobile
    return bool(home) + bool(mobile and mobile != home)


def wrong_numbers(facts: AccountFacts) -> int:
    """How many calls found a wrong number since somebody was last reached by telephone. A number
    that was retired is not on file any more, and not counted here a second time."""
    wrong = 0
    for contact in facts.contacts:
        if contact.channel is Channel.CALL:
            wrong = wrong_after(wrong, contact)
    return wrong


def wrong_after(wrong: int, contact: ContactFacts) -> int:
    """The same count after one more call."""
    if contact.direction == "out" and contact.outcome == WRONG_NUMBER:
        return wrong + (not contact.retired)
    return 0 if contact.direction == "in" or reached(contact) else wrong
