"""Letters a colleague asks for: a promise or plan confirmed, an estate's claim, an answer.

Each is judged at once and refused with its reason, and judged again at print like every other.
"""

from datetime import datetime

from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.letter_queue import queue
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core import occasions
from goodstanding.core.kinds import HoldKind
from goodstanding.core.occasions import ON_REQUEST, Occasion
from goodstanding.core.places import law_for
from goodstanding.core.plans import letter_kind
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.outbound import send
from goodstanding.records.models import Hold, Letter, Plan, Promise
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.occasions import needs_disclosure, running_plan


@action("letter.for_promise")
def for_promise(*, promise_number: str, by: Actor, at: datetime) -> Letter:
    """Confirms an open promise in writing."""
    found = Promise.objects.filter(number=promise_number, undone_at__isnull=True).first()
    if found is None:
        raise Refused("This promise is not known any more. Reload the page.")
    occasion = occasions.promise(found.number)
    return _asked_for(found.guarantor_id, "promise_confirmation", occasion, at=at)


@action("letter.for_plan")
def for_plan(*, plan_number: str, by: Actor, at: datetime) -> Letter:
    """The confirmation of a running plan; the agreement to sign when it has so many payments that
    its credit terms must be stated.
    """
    found = Plan.objects.filter(number=plan_number).first()
    if found is None:
        raise Refused("This plan is not known. Reload the page.")
    (facts,) = facts_for([found.guarantor_id], day_of(at))
    plan, law = running_plan(facts, found.number), law_for(facts, live_book())
    kind = letter_kind(signed=needs_disclosure(facts, plan, law))
    return _asked_for(found.guarantor_id, kind, occasions.plan(found.number), at=at)


@action("letter.for_hold")
def for_hold(*, hold_id: str, part: str, by: Actor, at: datetime) -> Letter:
    """The claim to an estate's representative, or the answer to an application for help."""
    hold = Hold.objects.filter(number=hold_id).first()
    kind = None if hold is None else ON_REQUEST.get((HoldKind(hold.kind), part))
    if hold is None or kind is None:
        raise Refused("There is no such letter for this hold. Reload the page.")
    occasion = occasions.of_hold(hold.number, part)
    return _asked_for(hold.guarantor_id, kind, occasion, at=at)


def _asked_for(key: int, kind: str, occasion: Occasion, *, at: datetime) -> Letter:
    """Refuses at once what would be dropped at print, and what was made already."""
    letter, made = queue(key, kind, occasion, at=at)
    if not made:
        known = {"mailed": "was mailed", "printed": "is printed", "printing": "is printed"}
        raise Refused(f"This letter {known.get(letter.state, 'waits to be printed')} already.")
    judged = _settled(letter, at)
    if judged.content is None:
        raise Refused(f"This letter may not go. {judged.why}")
    about(account=letter.guarantor.number, letter=letter.id, kind=kind)
    return letter


def _settled(letter: Letter, at: datetime) -> send.Judged:
    """Judged now; one that asks (a claim) is ready for exactly what may be asked."""
    (judged,) = send.look([letter], on=day_of(at), at=at)
    if judged.verdict.cents != letter.cents:
        letter.cents = judged.verdict.cents
        letter.save(update_fields=["cents"])
        (judged,) = send.look([letter], on=day_of(at), at=at)
    return judged
