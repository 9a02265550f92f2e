"""Steps of a call that is written down: what may be agreed, the number called, the words."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions import letter_queue, overrides
from goodstanding.actions.accounts import desk_number
from goodstanding.actions.hold_parts import day_of, refuse_card_numbers
from goodstanding.actions.unit import Actor, may_do
from goodstanding.core import calls
from goodstanding.core.calls import Result, Talk
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.money import Cents, show
from goodstanding.core.occasions import Cause
from goodstanding.core.owed import NOTHING_NOW, askable
from goodstanding.core.phones import way_mark
from goodstanding.core.places import law_for
from goodstanding.core.reaching import HOURS
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.outbound import send
from goodstanding.records import clinic
from goodstanding.records.models import Contact, Guarantor, Promise, RetiredWay
from goodstanding.records.queries.facts import facts_for

_CALL = Channel.CALL.value


@dataclass(frozen=True, slots=True)
class Asked:
    """`cents` may be asked for at this moment; `refused` says why nothing may be agreed about it.
    `attempt` is None for what came in.
    """

    cents: Cents
    refused: str = ""
    attempt: int | None = None
    paid_today: Cents = 0


def paid_on(facts: AccountFacts, on: date) -> Cents:
    """What was paid on a day, before what is agreed now."""
    return sum(each.cents for each in facts.payments if each.posted_on == on)


def asked_again(key: int, talk: Talk, *, by: Actor, at: datetime) -> Asked:
    """The gate's answer now, in this transaction: a stop may have come in since the panel opened.
    The hour is not asked again, for the call began before it was written down.
    """
    facts = facts_for([key], day_of(at))[0]
    law = law_for(facts, live_book())
    (cents, refused), attempt = askable(facts, law), None
    if talk.direction == "out":
        verdict, attempt = send.by_telephone(facts, key=key, at=at, by=by.name)
        hours = law.named(HOURS)
        closed = [refusal.text for refusal in verdict.refusals if refusal.rule != hours]
        refused = " ".join(dict.fromkeys(closed)) or ("" if cents else NOTHING_NOW)
    return Asked(cents, refused, attempt, paid_on(facts, facts.on))


def refuse_card_numbers_in(talk: Talk) -> None:
    told = talk.insurance
    said = (told.insurer, told.member, told.group, told.holder) if told else ()
    for text in (talk.note, *said):
        refuse_card_numbers(text)


def dialled(key: int, talk: Talk) -> str:
    """The number that was called, as it is on file, or that they ask us not to call; "" where it
    does not matter or none is."""
    if talk.direction == "in" and not calls.retires(talk):
        return ""
    person = Guarantor.objects.get(id=key)
    retired = RetiredWay.objects.filter(guarantor_id=key, channel=_CALL, back_on__isnull=True)
    gone = set(retired.values_list("mark", flat=True))
    on_file = {way_mark(_CALL, one): one for one in (person.phone_mobile, person.phone_home) if one}
    usable = {each: one for each, one in on_file.items() if each not in gone}
    if talk.number:
        return usable.get(way_mark(_CALL, talk.number)) or talk.number
    if len(usable) > 1 and calls.retires(talk):
        raise Refused("Say which of the two numbers you called.")
    return next(iter(usable.values()), "")


def retire(number: str, why: str, contact: Contact, *, by: Actor) -> None:
    if number:
        RetiredWay.objects.create(
            guarantor_id=contact.guarantor_id, channel=_CALL, value=number,
            mark=way_mark(_CALL, number), retired_on=day_of(contact.at), at=contact.at, by=by.name,
            why=why, contact=contact,
        )  # fmt: skip


def promised(key: int, talk: Talk, asked: Asked, *, by: Actor, at: datetime) -> Promise | None:
    """It takes the place of a promise that is open; None when the call brought none."""
    if talk.result is not Result.PROMISE or talk.day is None:
        return None
    return Promise.objects.create(
        number=desk_number(key, at), guarantor_id=key, made_on=day_of(at), cents=talk.cents,
        due_on=talk.day, beside=False, before_cents=asked.paid_today, made_at=at, made_by=by.name,
    )  # fmt: skip


def pause_until(on: date) -> date:
    """The last day of the time that the clinic's policy gives to who needs it."""
    return clinic.policy_in_force(on).hardship.pause_until(on)


def waited(account_id: str, talk: Talk, *, by: Actor, at: datetime) -> int:
    """Ringing back and a pause are a person's choice to wait. Returns its key."""
    if not may_do(by, "followup.override"):
        raise Refused("Waiting until a day is for a coordinator. Write it in the note.")
    until, why = talk.day, "patient asked for time"
    if talk.result is Result.PAUSE:
        until, why = pause_until(day_of(at)), "hardship"
    assert until is not None, "asked for before"
    choice = overrides.Choice(Act.WAIT, until, why)
    return overrides.override_next_step(
        account_id=account_id, choice=choice, came_in=talk.direction == "in", by=by, at=at
    )


def words(talk: Talk, number: str, on: date) -> str:
    """The contact's own words: what was heard and agreed, then what was typed."""
    said = [why for _, why in calls.holds(talk)]
    if number and calls.retires(talk):
        said.append(f"{number} is not called again")
    if talk.insurance and talk.insurance.insurer:
        said.append(f"The insurance is {talk.insurance.insurer}")
    said += [words for heard, words in calls.ALSO_SAID.items() if heard in talk.heard]
    if talk.result is Result.PROMISE and talk.day is not None:
        said.append(f"Promises {show(talk.cents)} by {talk.day:%m/%d/%Y}")
    if talk.result is Result.SMALLER:
        amount = f"{show(talk.cents)} a month" if talk.cents else "smaller payments"
        said.append(f"Could manage {amount}")
    if talk.result is Result.PAUSE:
        said.append(f"We stop until {pause_until(on):%m/%d/%Y}")
    if talk.result is Result.RING_BACK and talk.day is not None:
        said.append(f"We ring back on {talk.day:%m/%d/%Y}")
    return ". ".join([*said, *filter(None, [talk.note.strip()])])


def undo_promise(made: Promise, at: datetime) -> None:
    """It counts no more, and its letter does not go."""
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    letter_queue.drop(Cause.PROMISE, made.number, "The promise was taken back.")
