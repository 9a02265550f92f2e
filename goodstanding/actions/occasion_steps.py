"""Letters that follow from what happens: made ready here inside the act itself, judged again at
print like every other.

One cause brings one letter of its kind while that letter lives, and none after it was mailed.
"""

from collections.abc import Sequence
from datetime import datetime

from goodstanding.actions import assistance_parts
from goodstanding.actions.hold_parts import day_of, detail_of, leave
from goodstanding.actions.letter_queue import drop, queue
from goodstanding.actions.unit import Actor
from goodstanding.core import occasions
from goodstanding.core.hold_forms import LOOKED
from goodstanding.core.kinds import HoldKind
from goodstanding.core.occasions import Cause
from goodstanding.core.refusals import Refused
from goodstanding.outbound import send
from goodstanding.outbound.fill import BY_LINTER
from goodstanding.records.models import Hold, Letter
from goodstanding.records.queries.facts import facts_for

# A letter that left the building is a step of its hold.
_MARKS = {
    ("dispute_received", HoldKind.BILLING_ERROR): "possible_notice_on",
    ("billing_error_done", HoldKind.BILLING_ERROR): "notice_on",
    ("dispute_resolved", HoldKind.DISPUTE): "answered_on",
}
_RECEIVED = {
    HoldKind.BILLING_ERROR: (occasions.RECEIVED, "dispute_received"),
    HoldKind.DISPUTE: (occasions.RECEIVED, "dispute_received"),
    HoldKind.ASSISTANCE_PENDING: (occasions.FORM, "help_form"),
}
_ANSWERED = {
    HoldKind.BILLING_ERROR: ("billing_error_done", "notice_on"),
    HoldKind.DISPUTE: ("dispute_resolved", "answered_on"),
}


def hold_placed(hold: Hold, *, how: str, by: Actor, at: datetime) -> None:
    """A question about the bill is confirmed; who asks for help gets the form, and an application
    of their own. With an appeal the form is known.
    """
    if hold.kind == HoldKind.ASSISTANCE_PENDING:
        assistance_parts.begun_with(hold, how, by=by, at=at)
        if how == assistance_parts.APPEAL:
            return
    if found := _RECEIVED.get(HoldKind(hold.kind)):
        part, kind = found
        occasion = occasions.of_hold(hold.number, part)
        queue(hold.guarantor_id, kind, occasion, at=at)


def hold_taken_back(hold: Hold, *, by: Actor, at: datetime) -> None:
    parts = [part for part, _ in _RECEIVED.values()]
    why = "It was taken back: it had been written by mistake."
    drop(Cause.HOLD, hold.number, why, parts=parts)
    assistance_parts.hold_gone(hold, why, by=by, at=at)


def question_answered(hold: Hold, *, finding: str, at: datetime) -> None:
    """The review is over: its answer is made ready, unless one was recorded as sent. `finding` goes
    into the letter in the words typed, so the linter reads it at once.
    """
    found = _ANSWERED.get(HoldKind(hold.kind))
    if found is None or detail_of(hold).get(found[1]):
        return
    said = {"finding": finding.strip()} if finding.strip() else {}
    occasion = occasions.of_hold(hold.number, occasions.ANSWERED)
    letter, _ = queue(hold.guarantor_id, found[0], occasion, at=at, said=said)
    if said and letter.state == "ready":
        if letter.said != said:
            letter.said = said
            letter.save(update_fields=["said"])
        (judged,) = send.look([letter], on=day_of(at), at=at)
        if judged.why.startswith(BY_LINTER):
            raise Refused(f"Write what was found in other words. {judged.why}")


def hold_released(hold: Hold, *, finding: str, by: Actor, at: datetime) -> None:
    why = "It was answered before this letter went."
    drop(Cause.HOLD, hold.number, why, parts=[part for part, _ in _RECEIVED.values()])
    question_answered(hold, finding=finding, at=at)
    assistance_parts.hold_gone(hold, "Its pause was released by hand.", by=by, at=at)
    if hold.kind == HoldKind.ASSISTANCE_PENDING:
        (facts,) = facts_for([hold.guarantor_id], day_of(at))
        if any(w.kind == "charity" and w.on >= hold.starts_on for w in facts.write_offs):
            occasion = occasions.of_hold(hold.number, occasions.DECIDED)
            queue(hold.guarantor_id, "help_decision", occasion, at=at)


def check_returned(key: int, receipt: int, *, at: datetime) -> None:
    queue(key, "returned_check", occasions.returned(receipt), at=at)


def mailed(letters: Sequence[Letter], *, by: Actor, at: datetime) -> None:
    """What these letters are steps of, recorded: once the answer is out, its hold moves on."""
    day = day_of(at).isoformat()
    for letter in letters:
        occasion = occasions.read(letter.occasion) if letter.occasion else None
        if occasion is None or occasion.cause is not Cause.HOLD:
            continue
        hold = Hold.objects.filter(number=occasion.number, lifted_by="").first()
        mark = None if hold is None else _MARKS.get((letter.kind, HoldKind(hold.kind)))
        if hold is not None and mark is not None and not detail_of(hold).get(mark):
            text = "The letter was mailed."
            leave(hold, "step", text, detail={LOOKED: day, mark: day}, by=by, at=at)
