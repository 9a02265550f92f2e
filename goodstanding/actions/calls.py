"""A call or a talk at the desk, with everything that follows from it, in one step that can be taken
back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from goodstanding.actions import call_parts, overrides
from goodstanding.actions import holds as hold_acts
from goodstanding.actions.accounts import account_key, decide_now
from goodstanding.actions.contacts import Said, log_contact
from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.leases import only_one
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core import calls
from goodstanding.core.call_faults import faults
from goodstanding.core.calls import OF_MONEY, Answered, Result, Talk
from goodstanding.core.kinds import Channel
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Attempt, Call, Contact, Hold, Override, RetiredWay
from goodstanding.records.queries.known_by import proofs_needed

TAKE_BACK = hold_acts.TAKE_BACK


@dataclass(frozen=True, slots=True)
class Logged:
    """The call's key; `not_agreed` says why what was agreed does not stand, "" when it does."""

    call: int
    not_agreed: str = ""


@action("call.log")
def log_call(*, account_id: str, talk: Talk, seen: str = "", by: Actor, at: datetime) -> Logged:
    """Keeps the contact and places what follows: stops, a promise, a wait, a number that is not
    theirs. The gate is asked again first: where it has closed, the call is kept all the same, for
    it happened, and nothing is agreed. Nothing is kept when what is written is wrong. `seen`: see
    leases.only_one; a call that came in is kept whoever works the account.
    """
    key = account_key(account_id)
    if talk.direction == "out":
        only_one(key, seen=seen, by=by, at=at)
    bulk.hold("records_standing", "guarantor_id", [key])
    call_parts.refuse_card_numbers_in(talk)
    on, number = day_of(at), call_parts.dialled(key, talk)
    asked = call_parts.asked_again(key, talk, by=by, at=at)
    refused = asked.refused if talk.result in OF_MONEY | {Result.RING_BACK} else ""
    if refused:
        talk = replace(talk, result=Result.NOTHING, cents=0, day=None)
    needed = proofs_needed(account_id)[talk.direction]
    if wrong := faults(talk, needed=needed, owed=asked.cents, on=on):
        raise Refused(" ".join(wrong))
    promise = call_parts.promised(key, talk, asked, by=by, at=at)
    placed = list(_placed(account_id, key, talk, by=by, at=at))
    wait = None
    if talk.result in (Result.RING_BACK, Result.PAUSE) and not calls.stops(talk):
        wait = call_parts.waited(account_id, talk, by=by, at=at)
    words = call_parts.words(talk, number, on)
    if refused:
        words = ". ".join(filter(None, [words, f"Not agreed: {refused}"]))
    said = Said(_channel(talk), talk.direction, calls.outcome(talk, needed), words)
    said_as = log_contact(account_id=account_id, said=said, by=by, at=at)
    contact = Contact.objects.get(number=said_as)
    if why := calls.retires(talk):
        call_parts.retire(number, why, contact, by=by)
        decide_now(key, by=by, at=at)
    call = Call.objects.create(
        contact=contact, answered=talk.answered.value, proofs=" ".join(sorted(talk.proofs)),
        heard=" ".join(sorted(talk.heard)), result=talk.result or "", promise=promise,
        holds=placed, override_id=wait, attempt_id=asked.attempt, number=number,
    )  # fmt: skip
    about(account=account_id, call=call.id, holds=placed, promised=talk.cents if promise else 0)
    return Logged(call.id, refused)


def _channel(talk: Talk) -> Channel:
    return Channel.IN_PERSON if talk.answered is Answered.AT_DESK else Channel.CALL


def _placed(account_id: str, key: int, talk: Talk, *, by: Actor, at: datetime) -> Iterator[str]:
    """The numbers of the holds placed. One that stands is not placed again, unless something new
    is known."""
    on = day_of(at)
    for kind, why in calls.holds(talk):
        detail = calls.detail(talk, kind, on)
        if set(detail) - {"told_on"} or not _held(key, kind.value, at):
            hold = hold_acts.NewHold(kind, on, None, why, detail=detail, how=_how(talk))
            yield hold_acts.place_hold(account_id=account_id, hold=hold, by=by, at=at)


def _how(talk: Talk) -> str:
    return "desk" if talk.answered is Answered.AT_DESK else "call"


def _held(key: int, kind: str, at: datetime) -> bool:
    held = Hold.objects.filter(guarantor_id=key, kind=kind, lifted_by="")
    return held.exclude(ends_on__lt=day_of(at)).exists()


@action("call.take_back")
def take_back_call(*, call_id: int, by: Actor, at: datetime) -> None:
    """A call written by mistake, undone with all that followed from it, by who wrote it, within ten
    minutes.
    """
    call = Call.objects.select_related("contact__guarantor", "promise").filter(id=call_id).first()
    if call is None or call.contact.undone_at is not None:
        raise Refused("This call was taken back already.")
    contact = call.contact
    if contact.by != by.name:
        raise Refused("Only who wrote a call down can take it back.")
    if at - contact.at > TAKE_BACK:
        raise Refused("A call is taken back within ten minutes. Correct what followed by hand.")
    for number in call.holds:
        hold_acts.take_back_hold(hold_id=number, by=by, at=at)
    if call.promise is not None:
        call_parts.undo_promise(call.promise, at)
    if call.override_id is not None and Override.objects.filter(
        id=call.override_id, ended_on__isnull=True
    ):
        overrides.end_override(account_id=contact.guarantor.number, by=by, at=at)
    for way in RetiredWay.objects.filter(contact=contact, back_on__isnull=True):
        way.back_on, way.back_by = way.retired_on, by.name
        way.save(update_fields=["back_on", "back_by"])
    if call.attempt_id is not None:
        Attempt.objects.filter(id=call.attempt_id).update(state="undone")
    contact.undone_at = at
    contact.save(update_fields=["undone_at"])
    decide_now(contact.guarantor_id, by=by, at=at)
    about(account=contact.guarantor.number, call=call_id)
