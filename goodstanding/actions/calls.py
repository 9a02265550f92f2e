"""A call or a talk at the desk, with everything that follows from it, in one step that can be taken
back.
"""

from datetime import date, datetime

from goodstanding.actions import holds as hold_acts
from goodstanding.actions import occasion_steps, overrides
from goodstanding.actions.accounts import account_key, decide_now, desk_number
from goodstanding.actions.contacts import Said, log_contact
from goodstanding.actions.hold_parts import day_of, refuse_card_numbers
from goodstanding.actions.unit import Actor, about, action, may_do
from goodstanding.core import calls
from goodstanding.core.calls import Answered, Result, Talk
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.money import show
from goodstanding.core.occasions import Cause
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Call, Contact, Hold, Override, Promise, Standing
from goodstanding.records.queries.known_by import proofs_needed

TAKE_BACK = hold_acts.TAKE_BACK


@action("call.log")
def log_call(*, account_id: str, talk: Talk, by: Actor, at: datetime) -> int:
    """Keeps the contact and places what follows: stops, a promise, a wait. Returns the call's key.
    Nothing is kept when anything of it is wrong.
    """
    key = account_key(account_id)
    refuse_card_numbers(talk.note)
    needed, on = proofs_needed(account_id, came_in=talk.direction == "in"), day_of(at)
    owed = Standing.objects.filter(guarantor_id=key).values_list("patient_cents", flat=True)
    if wrong := calls.faults(talk, needed=needed, owed=owed.first() or 0, on=on):
        raise Refused(" ".join(wrong))
    promise = _promised(key, talk, at=at) if talk.result is Result.PROMISE else None
    placed = [
        hold_acts.place_hold(
            account_id=account_id, hold=hold_acts.NewHold(kind, on, None, why), by=by, at=at
        )
        for kind, why in calls.holds(talk)
        if not _held(key, kind.value, on)
    ]
    wait = None
    if talk.result is Result.RING_BACK and not placed:
        assert talk.day is not None, "asked for before"
        if not may_do(by, "followup.override"):
            raise Refused("Ringing back on a day is for a coordinator. Write it in the note.")
        choice = overrides.Choice(Act.WAIT, talk.day, "patient asked for time")
        wait = overrides.override_next_step(account_id=account_id, choice=choice, by=by, at=at)
    channel = Channel.IN_PERSON if talk.answered is Answered.AT_DESK else Channel.CALL
    said = Said(channel, talk.direction, calls.outcome(talk, needed), _words(talk))
    number = log_contact(account_id=account_id, said=said, by=by, at=at)
    call = Call.objects.create(
        contact=Contact.objects.get(number=number), answered=talk.answered.value,
        proofs=" ".join(sorted(talk.proofs)), heard=" ".join(sorted(talk.heard)),
        result=talk.result or "", promise=promise, holds=placed, override_id=wait,
    )  # fmt: skip
    about(account=account_id, call=call.id, holds=placed, promised=talk.cents if promise else 0)
    return call.id


def _promised(key: int, talk: Talk, *, at: datetime) -> Promise:
    assert talk.day is not None, "asked for before"
    return Promise.objects.create(
        number=desk_number(key, at), guarantor_id=key, made_on=day_of(at), cents=talk.cents,
        due_on=talk.day,
    )  # fmt: skip


def _held(key: int, kind: str, on: date) -> bool:
    """A hold of this kind is in force already; another would say nothing new."""
    held = Hold.objects.filter(guarantor_id=key, kind=kind, lifted_by="")
    return held.exclude(ends_on__lt=on).exists()


def _words(talk: Talk) -> str:
    """The contact's own words: what was heard and agreed, then what was typed."""
    said = [why for _, why in calls.holds(talk)]
    if calls.Heard.CANNOT_PAY in talk.heard:
        said.append("Cannot pay it all")
    if calls.Heard.DISTRESS in talk.heard:
        said.append("In distress: tell the supervisor")
    if talk.result is Result.PROMISE and talk.day is not None:
        said.append(f"Promises {show(talk.cents)} by {talk.day:%m/%d/%Y}")
    if talk.result is Result.RING_BACK and talk.day is not None:
        said.append(f"We ring back on {talk.day:%m/%d/%Y}")
    return ". ".join([*said, *filter(None, [talk.note.strip()])])


@action("call.take_back")
def take_back_call(*, call_id: int, by: Actor, at: datetime) -> None:
    """A call written by mistake, undone with all that followed from it, by who wrote it, within ten
    minutes.
    """
    call = Call.objects.select_related("contact__guarantor").filter(id=call_id).first()
    if call is None or call.contact.undone_at is not None:
        raise Refused("This call was taken back already.")
    contact = call.contact
    if contact.by != by.name:
        raise Refused("Only who wrote a call down can take it back.")
    if at - contact.at > TAKE_BACK:
        raise Refused("A call is taken back within ten minutes. Correct what followed by hand.")
    for number in call.holds:
        hold_acts.take_back_hold(hold_id=number, by=by, at=at)
    if call.promise_id is not None:
        Promise.objects.filter(id=call.promise_id).update(undone_at=at)
        gone = Promise.objects.get(id=call.promise_id).number
        occasion_steps.drop(Cause.PROMISE, gone, "The promise was taken back.")
    if call.override_id is not None and Override.objects.filter(
        id=call.override_id, ended_on__isnull=True
    ):
        overrides.end_override(account_id=contact.guarantor.number, by=by, at=at)
    contact.undone_at = at
    contact.save(update_fields=["undone_at"])
    decide_now(contact.guarantor_id, by=by, at=at)
    about(account=contact.guarantor.number, call=call_id)
