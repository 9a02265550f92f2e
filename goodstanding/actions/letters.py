"""Letters: printed in a batch, counted as sent only when someone confirms that they left the
building.
"""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from goodstanding.actions import occasion_steps
from goodstanding.actions.accounts import decide_now
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import Channel
from goodstanding.core.letters import Letter as LetterFacts
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.outbound import send
from goodstanding.outbound.print_batch import PrintedBatch
from goodstanding.records import bulk
from goodstanding.records.models import Contact, Letter, LetterBatch
from goodstanding.records.queries.letters_page import printable

MOST_IN_A_BATCH = 500


def print_batch(*, on: date, by: Actor, at: datetime, most: int = MOST_IN_A_BATCH) -> LetterBatch:
    """Judges, freezes and prints what is ready, in envelope order; an "empty" batch when nothing
    may go. Printing is not sending.
    """
    batch, contents = choose(on=on, by=by, at=at, most=most)
    if not contents:
        return batch
    printed = None
    try:
        printed = send.deliver(contents)
    finally:
        if printed is None:
            give_back(batch=batch, by=by, at=at)
    return keep_printed(batch=batch, printed=printed, by=by, at=at)


@action("letter.choose")
def choose(
    *, on: date, by: Actor, at: datetime, most: int = MOST_IN_A_BATCH
) -> tuple[LetterBatch, list[LetterFacts]]:
    """Claims ready letters into a batch; what may not go any more is dropped with its reason."""
    ready = list(
        printable(on).select_for_update(of=("self",))
        .order_by("guarantor__zip", "guarantor__street", "guarantor__number")[:most]
    )  # fmt: skip
    batch = LetterBatch.objects.create(on=on, made_at=at, made_by=by.name, state="printing")
    judged = send.begin(ready, on=on, at=at, by=by.name)
    contents = []
    for one in judged:
        letter = one.letter
        if one.content is None:
            letter.state, letter.claim, letter.occasion = "dropped", None, None
            letter.why = one.why
        else:
            contents.append(one.content)
            letter.state, letter.batch, letter.place = "printing", batch, len(contents)
            letter.cents, letter.content = one.content.due_cents, _frozen(one.content)
    Letter.objects.bulk_update(
        ready, ["state", "claim", "occasion", "why", "batch", "place", "cents", "content"]
    )
    steps = [one.letter for one in judged if one.content is None and one.letter.decision_id]
    _decide_again([letter.guarantor_id for letter in steps])
    decide_now(*(one.letter.guarantor_id for one in judged if one.outdated), by=by, at=at)
    if not contents:
        batch.state = "empty"
        batch.save()
    about(batch=batch.id, letters=len(contents), dropped=len(ready) - len(contents))
    return batch, contents


@action("letter.print")
def keep_printed(
    *, batch: LetterBatch, printed: PrintedBatch, by: Actor, at: datetime
) -> LetterBatch:
    if not LetterBatch.objects.select_for_update().filter(id=batch.id, state="printing").exists():
        raise Refused(f"Batch {batch.id} was cancelled while it was made. Print again.")
    letters = list(batch.letters.filter(state="printing").order_by("place"))
    for letter, pages in zip(letters, printed.pages, strict=True):
        letter.state, letter.pages = "printed", pages
    Letter.objects.bulk_update(letters, ["state", "pages"])
    batch.pdf, batch.state = printed.pdf, "printed"
    batch.pages, batch.cents = sum(printed.pages), sum(letter.cents for letter in letters)
    batch.save()
    about(batch=batch.id, letters=len(letters), pages=batch.pages)
    return batch


@action("letter.give_back")
def give_back(*, batch: LetterBatch, by: Actor, at: datetime) -> None:
    """The PDF could not be made: the letters are ready again, their attempts failed."""
    send.close(list(batch.letters.values_list("id", flat=True)), sent=False)
    batch.letters.update(state="ready", batch=None, place=0)
    LetterBatch.objects.filter(id=batch.id).update(state="failed")
    about(batch=batch.id)


@action("letter.confirm")
def confirm_mailed(*, batch_id: int, pulled: list[str], by: Actor, at: datetime) -> int:
    """The batch left the building, but for the pulled references; returns how many letters were
    sent.
    """
    batch = _batch(batch_id)
    printed = batch.letters.filter(state="printed").select_related("decision")
    letters = list(printed.order_by("place"))
    references = {reference(letter.id): letter for letter in letters}
    if unknown := sorted(set(pulled) - set(references)):
        raise Refused(
            f"{', '.join(unknown)} is not in batch {batch.id}. Check the reference at "
            f"the foot of the page."
        )
    taken = {references[name].id for name in pulled}
    sent = [letter for letter in letters if letter.id not in taken]
    Letter.objects.filter(id__in=[letter.id for letter in sent]).update(state="mailed")
    Letter.objects.filter(id__in=taken).update(
        state="pulled", claim=None, occasion=None, why="Taken out before mailing."
    )
    send.close([letter.id for letter in sent], sent=True)
    send.close(sorted(taken), sent=False)
    Contact.objects.bulk_create(
        Contact(
            number=f"letter-{letter.id}", guarantor_id=letter.guarantor_id, at=at,
            channel=Channel.MAIL.value,
            direction="out", kind=send.act_of(letter), delivered=True, by=by.name,
        )
        for letter in sent
    )  # fmt: skip
    occasion_steps.mailed(sent, by=by, at=at)
    LetterBatch.objects.filter(id=batch.id).update(
        state="mailed", confirmed_at=at, confirmed_by=by.name
    )
    _decide_again([letter.guarantor_id for letter in letters])
    decide_now(*(letter.guarantor_id for letter in letters), by=by, at=at)
    about(batch=batch.id, sent=len(sent), pulled=len(taken))
    return len(sent)


@action("letter.cancel")
def cancel_batch(*, batch_id: int, by: Actor, at: datetime) -> int:
    """The print was thrown away: nothing counts as sent, and what is still due is decided again."""
    batch = _batch(batch_id, "printed", "printing")
    letters = list(batch.letters.filter(state=batch.state))
    send.close([letter.id for letter in letters], sent=False)
    batch.letters.filter(state=batch.state).update(
        state="cancelled", claim=None, occasion=None, why="The batch was cancelled."
    )
    LetterBatch.objects.filter(id=batch.id).update(
        state="cancelled", confirmed_at=at, confirmed_by=by.name
    )
    _make_again(letters)
    about(batch=batch.id, letters=len(letters))
    return len(letters)


def to_pull(*, batch_id: int, on: date, at: datetime) -> list[tuple[str, str]]:
    """(reference, why) of printed letters that would not be printed now: take them out before
    mailing.
    """
    letters = list(
        Letter.objects.filter(batch_id=batch_id, state="printed").select_related(
            "guarantor", "decision"
        )
    )
    return [
        (reference(one.letter.id), one.why or f"The amount is now {show(one.verdict.cents)}.")
        for one in send.look(letters, on=on, at=at)
        if one.content is None or one.content.due_cents != one.letter.cents
    ]


def reference(letter: int) -> str:
    return f"L-{letter:06d}"


def _batch(number: int, *states: str) -> LetterBatch:
    batch = LetterBatch.objects.select_for_update().filter(id=number).first()
    if batch is None or batch.state not in (states or ("printed",)):
        state = "is not known" if batch is None else f"is {batch.state}"
        raise Refused(
            f"Batch {number} {state}; only a printed batch can be confirmed or cancelled."
        )
    return batch


def _decide_again(guarantors: list[int]) -> None:
    bulk.execute(
        f"UPDATE records_standing SET changed = %s, decision_id = NULL WHERE guarantor_id IN "
        f"({bulk.keys(guarantors)})",
        [True],
    )


def _make_again(letters: list[Letter]) -> None:
    """A ready letter again for each whose decision is still the account's, and for each that stands
    for something that happened.
    """
    Letter.objects.bulk_create(
        Letter(
            guarantor_id=each.guarantor_id, occasion=each.occasion, said=each.said,
            kind=each.kind, language=each.language, made_on=each.made_on, cents=each.cents,
        )
        for each in letters
        if each.decision_id is None
    )  # fmt: skip
    bulk.execute(
        "INSERT INTO records_letter (guarantor_id, decision_id, claim, kind, step, language, "
        "state, made_on, place, "
        "cents, pages, content, why) SELECT l.guarantor_id, l.decision_id, l.decision_id, l.kind, "
        "l.step, l.language, "
        "'ready', l.made_on, 0, l.cents, 0, '{}', '' FROM records_letter l JOIN records_standing s "
        f"ON s.guarantor_id = l.guarantor_id AND s.decision_id = l.decision_id WHERE l.id IN "
        f"({bulk.keys([letter.id for letter in letters])})"
    )


def _frozen(content: LetterFacts) -> dict[str, Any]:
    """The letter as it was printed, for the record."""
    read: dict[str, Any] = json.loads(json.dumps(asdict(content), default=str))
    return read
