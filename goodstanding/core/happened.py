"""What happened on an account, read alike by every rule: contacts by kind and day, money paid,
promises kept."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from goodstanding.core.days import add_business_days
from goodstanding.core.facts import AccountFacts, ContactFacts, PromiseFacts
from goodstanding.core.kinds import Channel
from goodstanding.core.money import Cents
from goodstanding.core.policy import Calls, Policy

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


def grace_end(promise: PromiseFacts, policy: Policy) -> date:
    """The last day on which the promise can still be kept."""
    return add_business_days(promise.due_on, policy.grace.promise_business_days)


def kept(promise: PromiseFacts, facts: AccountFacts, policy: Policy) -> bool:
    return (
        promise.kept_on is not None
        or paid_between(facts, promise.made_on, grace_end(promise, policy)) >= promise.cents
    )


def paid_between(facts: AccountFacts, first: date, last: date) -> Cents:
    return sum(p.cents for p in facts.payments if first <= p.posted_on <= last)


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
