"""What was done about a hold, and the papers that came in: each is kept with who, when and why."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goodstanding.actions import occasion_steps
from goodstanding.actions.accounts import decide_now
from goodstanding.actions.adjustments import Change, move_part
from goodstanding.actions.hold_parts import any_hold, day_of, detail_of, end, leave, said
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.hold_forms import COVERED, LOOKED, NOT_COVERED, PAPER, marks
from goodstanding.core.kinds import HoldKind, TransactionKind
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Hold
from goodstanding.records.queries.desk_money import charge_money

REVIEWED = "reviewed_on"
LARGEST = 5 * 1024 * 1024
_STARTS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """`mark` is what was done (a key of `core.hold_forms.marks`), on `day` (None: today).
    `finding` goes into the letter that answers a question about the bill; `charges` are those
    another insurance covers.
    """

    words: str
    mark: str = LOOKED
    day: date | None = None
    document: Document | None = None
    finding: str = ""
    charges: tuple[str, ...] = ()


@action("hold.step")
def record_step(*, hold_id: str, done: Done, by: Actor, at: datetime) -> int:
    """Moves the hold's next step on; a paper moves nothing by itself. Returns the event's key."""
    hold = any_hold(hold_id)
    said(done.words, "Say what was done, or what the paper is and who sent it.")
    if done.mark not in dict(marks(HoldKind(hold.kind))):
        raise Refused("This is not a step of a hold of this kind.")
    today = day_of(at)
    day = done.day or today
    if day > today:
        raise Refused("This day is still to come. Record a step on the day it was done.")
    if done.mark == NOT_COVERED:
        return _not_covered(hold, done, day, by=by, at=at)
    kept = {}
    if done.mark != PAPER:
        kept = {LOOKED: day.isoformat(), done.mark: day.isoformat()}
    paper = {} if done.document is None else _checked(done.document)
    what = "evidence" if done.mark == PAPER or paper else "step"
    event = leave(hold, what, done.words, detail=kept, by=by, at=at, **paper)
    if done.mark == COVERED:
        _to_the_insurer(hold, done, by=by, at=at)
    if done.mark == REVIEWED:
        occasion_steps.question_answered(hold, finding=done.finding, at=at)
    decide_now(hold.guarantor_id, by=by, at=at)
    about(account=hold.guarantor.number, hold=hold.number, step=done.mark, event=event.id)
    return event.id


def _to_the_insurer(hold: Hold, done: Done, *, by: Actor, at: datetime) -> None:
    """What the patient was to pay of these visits is the insurer's to pay again. Each move can be
    reversed by itself.
    """
    known = charge_money(list(done.charges))
    for number in done.charges:
        open_cents = known[number].patient_cents if number in known else 0
        if open_cents <= 0:
            raise Refused(f"The patient owes nothing on charge {number} now. Reload the page.")
        once = hashlib.sha256(f"{hold.number} {number} {at.isoformat()}".encode()).hexdigest()
        change = Change(
            once, TransactionKind.TO_INSURER, number, open_cents, "coverage",
            detail_of(hold).get("insurer", ""),
        )  # fmt: skip
        move_part(account_id=hold.guarantor.number, change=change, by=by, at=at)


def _not_covered(hold: Hold, done: Done, day: date, *, by: Actor, at: datetime) -> int:
    """The insurance they told us of covers nothing, so that nothing is waited for: whoever asked
    the insurer ends the hold, with what was said."""
    if hold.lifted_by:
        raise Refused("This hold is not in force any more. Reload the page.")
    if not detail_of(hold).get("told_on"):
        raise Refused("Nobody told us of another insurance here. Release the hold instead.")
    paper = {} if done.document is None else _checked(done.document)
    hold.ends_on = day_of(at) - timedelta(days=1)
    words = f"Not covered: {done.words.strip()}"
    mark = {NOT_COVERED: day.isoformat(), "released_on": day_of(at).isoformat()}
    return end(hold, "released", words, by=by, at=at, mark=mark, **paper).id


def _checked(document: Document) -> dict[str, str | bytes]:
    if not document.content:
        raise Refused("The document is empty. Choose another.")
    if len(document.content) > LARGEST:
        raise Refused("The document is larger than 5 MB. Scan it smaller, or in parts.")
    ending = next(
        (ending for start, ending in _STARTS.items() if document.content.startswith(start)), ""
    )
    if not ending:
        raise Refused("Only PDF, PNG and JPEG documents are kept. Save it as one of these.")
    stem = re.sub(r"[^A-Za-z0-9 _.-]+", "-", document.name.rsplit("/", 1)[-1]).rsplit(".", 1)[0]
    return {
        "document_name": f"{stem.strip(' .-')[:100] or 'document'}.{ending}",
        "document_sha256": hashlib.sha256(document.content).hexdigest(),
        "document": document.content,
    }
