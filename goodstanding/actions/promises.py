"""A promise to pay, written down outside a call: at the desk, from a letter or a message."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goodstanding.actions.accounts import account_key, decide_now, desk_number
from goodstanding.actions.call_parts import paid_on, undo_promise
from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.call_faults import promise_faults
from goodstanding.core.days import clock_words
from goodstanding.core.facts import AccountFacts
from goodstanding.core.happened import promises_of, zone_of
from goodstanding.core.money import Cents, show
from goodstanding.core.owed import askable
from goodstanding.core.places import law_for
from goodstanding.core.promises import Means, State
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Call, Promise
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.promises import paid_last, policy_of

TAKE_BACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewPromise:
    """`owed_seen`: what the page said may be promised. `beside`: an open promise stays as it is;
    else this one takes its place.
    """

    cents: Cents
    due_on: date
    means: Means
    owed_seen: Cents
    beside: bool = False


@action("promise.make")
def make_promise(*, account_id: str, new: NewPromise, by: Actor, at: datetime) -> str:
    """Its number. Refused with the new balance when what is owed is not what the page said, and
    when holds, the insurer or nothing owed leave nothing to promise.
    """
    key = account_key(account_id)
    bulk.hold("records_standing", "guarantor_id", [key])
    facts = facts_for([key], day_of(at))[0]
    owed, closed = askable(facts, law_for(facts, live_book()))
    if not owed:
        raise Refused(closed)
    if owed != new.owed_seen:
        raise Refused(_meanwhile(account_id, owed, facts.on))
    if wrong := promise_faults(new.cents, new.due_on, owed=owed, on=facts.on):
        raise Refused(" ".join(wrong))
    if new.beside:
        _refuse_more_than_owed(facts, new.cents, owed)
    made = Promise.objects.create(
        number=desk_number(key, at), guarantor_id=key, made_on=facts.on, cents=new.cents,
        due_on=new.due_on, means=new.means.value, beside=new.beside,
        before_cents=paid_on(facts, facts.on), made_at=at, made_by=by.name,
    )  # fmt: skip
    decide_now(key, by=by, at=at)
    about(account=account_id, promise=made.number, promised=new.cents)
    return made.number


def _meanwhile(account_id: str, owed: Cents, on: date) -> str:
    came = paid_last(account_id, on)
    if came is None:
        return f"What they owe has changed: it is {show(owed)} now. Change the promise?"
    cents, at = came
    clock = clock_words(bulk.aware(at).astimezone(zone_of(clinic.current().timezone)))
    return (
        f"A payment of {show(cents)} was posted at {clock}. They owe {show(owed)} now. "
        "Change the promise?"
    )


def _refuse_more_than_owed(facts: AccountFacts, cents: Cents, owed: Cents) -> None:
    still = [one for one in promises_of(facts, policy_of(facts.on)) if one.state is State.OPEN]
    promised = sum(one.left_cents for one in still)
    if promised + cents > owed:
        raise Refused(
            f"{show(promised)} is promised already, and they owe {show(owed)}. Let this promise "
            "take the place of the open one, or write less."
        )


@action("promise.take_back")
def take_back_promise(*, promise_number: str, by: Actor, at: datetime) -> None:
    """One written by mistake, by who wrote it, within ten minutes: as if it never was. One made on
    a call is taken back with the call.
    """
    made = Promise.objects.filter(number=promise_number, undone_at__isnull=True).first()
    if made is None:
        raise Refused("This promise was taken back already.")
    if made.made_at is None or Call.objects.filter(promise=made).exists():
        raise Refused("Only a promise written down by itself is taken back.")
    if made.made_by != by.name:
        raise Refused("Only who wrote a promise down can take it back.")
    if at - made.made_at > TAKE_BACK:
        raise Refused("A promise is taken back within ten minutes. Write the new one instead.")
    undo_promise(made, at)
    decide_now(made.guarantor_id, by=by, at=at)
    about(account=made.guarantor.number, promise=made.number)
