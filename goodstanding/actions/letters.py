"""Letters: printed in a batch, counted as sent only when someone confirms that they left the
building.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from goodstanding.actions import occasion_steps
from goodstanding.actions.accounts import decide_now
from goodstanding.actions.unit import Actor, about, action, nobody
from goodstanding.core.kinds import Channel
from goodstanding.core.letters import FilledLetter, reference
from goodstanding.core.letters import Letter as LetterFacts
from goodstanding.core.refusals import Refused
from goodstanding.outbound import send
from goodstanding.outbound.press import PrintedBatch
from goodstanding.records import bulk
from goodstanding.records.models import Contact, Letter, LetterBatch
from goodstanding.records.queries.letters_page import (
    batches_awaited,
    in_envelope_order,
    printable,
)

MOST_IN_A_BATCH = 10_000
# One transaction each: on SQLite nobody else writes while a portion is judged.
PORTION = 100
# Far longer than the largest batch takes; whoever prints after it takes the letters up again.
LEASE = timedelta(minutes=15)
# More accounts are decided again in portions, after the confirmation itself.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed: `most` letters, `looked_only` those a person approved; `way` "paper"
    or "mail_house"; `only` this one letter (its key).
    """

    on: date
    most: int = MOST_IN_A_BATCH
    looked_only: bool = False
    way: str = "paper"
    only: int | None = None


def print_batch(
    *,
    on: date,
    by: Actor,
    at: datetime,
    wanted: Wanted | None = None,
) -> LetterBatch:
    """Judges, freezes and prints what is ready, in envelope order; an "empty" batch when nothing
    may go. Printing is not sending.
    """
    give_back_left(by=by, at=at)
    wanted = wanted or Wanted(on)
    return print_into(batch=start(wanted=wanted, by=by, at=at), wanted=wanted, by=by, at=at)


def print_into(
    *,
    batch: LetterBatch,
    wanted: Wanted,
    by: Actor,
    at: datetime,
    moved: Callable[[int, int], None] = nobody,
) -> LetterBatch:
    """Fills a batch that was started, portion by portion: the pages of one are made while the next
    is judged. `moved` is told how many letters are made, of how many.
    """
    ordered = in_envelope_order(wanted.on, looked_only=wanted.looked_only)
    keys = [key for key in ordered if wanted.only in (None, key)][: wanted.most]
    done = False
    try:
        with send.press(on=wanted.on, expected=len(keys)) as press:
            chosen = 0
            for portion in bulk.chunks(keys, PORTION):
                with bulk.uncollected():
                    taken = choose(
                        batch=batch, keys=portion, first=chosen + 1, wanted=wanted, by=by, at=at
                    )
                    if taken is None:
                        break
                    press.add(taken)
                chosen += len(taken)
                moved(press.made, len(keys))
            printed = press.finish() if chosen else None
        moved(chosen, chosen)
        batch = keep_printed(batch=batch, printed=printed, by=by, at=at)
        done = True
    finally:
        if not done:
            give_back(batch=batch, by=by, at=at)
    return batch


@action("letter.start")
def start(*, wanted: Wanted, by: Actor, at: datetime, soon: bool = False) -> LetterBatch:
    """A batch that is being made: nobody else fills it, until its lease has run out. `soon`: it
    waits, without a lease, for the worker to take it up.
    """
    batch = LetterBatch.objects.create(
        on=wanted.on, made_at=at, made_by=by.name, state="printing", way=wanted.way,
        lease_until=None if soon else at + LEASE,
    )  # fmt: skip
    about(batch=batch.id, way=wanted.way)
    return batch


@action("letter.start_again")
def start_again(*, batch_id: int, by: Actor, at: datetime) -> LetterBatch:
    """Takes up a batch that waits for its turn, or whose making was cut short: then its letters are
    ready again. It is made from this moment on.
    """
    batch = LetterBatch.objects.select_for_update().defer("pdf").get(id=batch_id)
    if batch.state != "printing" or (batch.lease_until and batch.lease_until > at):
        raise Refused(f"Batch {batch_id} is {batch.state}; there is nothing to take up.")
    _loosen(batch)
    batch.made_at, batch.lease_until = at, at + LEASE
    batch.save(update_fields=["made_at", "lease_until"])
    about(batch=batch.id)
    return batch


@action("letter.choose")
def choose(
    *, batch: LetterBatch, keys: Sequence[int], first: int, wanted: Wanted, by: Actor, at: datetime
) -> list[FilledLetter] | None:
    """Claims these letters into the batch from place `first` on; what may not go any more is
    dropped with its reason. None when someone asked to stop.
    """
    if _mine(batch).stop_at is not None:
        return None
    found = printable(wanted.on, filling=batch.id).filter(id__in=keys)
    ready = list(found.select_for_update(of=("self",)).order_by("id"))
    at_place = {key: place for place, key in enumerate(keys)}
    ready.sort(key=lambda letter: at_place[letter.id])
    judged = send.begin(ready, on=wanted.on, at=at, by=by.name)
    going = [one for one in judged if one.filled is not None]
    staying = [one for one in judged if one.filled is None]
    bulk.update_many(
        "UPDATE records_letter SET state = 'printing', batch_id = %s, place = %s, cents = %s, "
        "content = %s WHERE id = %s",
        [
            (batch.id, place, one.content.due_cents, _frozen(one.content), one.letter.id)
            for place, one in enumerate(going, first)
            if one.content is not None
        ],
    )
    bulk.update_many(
        "UPDATE records_letter SET state = 'dropped', claim = NULL, occasion = NULL, why = %s "
        "WHERE id = %s",
        [(one.why, one.letter.id) for one in staying],
    )
    _decide_again([one.letter for one in staying if one.letter.decision_id])
    decide_now(*(one.letter.guarantor_id for one in staying if one.outdated), by=by, at=at)
    about(batch=batch.id, letters=len(going), dropped=len(staying))
    return [one.filled for one in going if one.filled is not None]


@action("letter.stop")
def stop(*, batch_id: int, by: Actor, at: datetime) -> None:
    """No further letters are chosen; those already chosen are printed and kept."""
    batch = _batch(batch_id, "printing", only="one that is being made can be stopped")
    batch.stop_at = at
    batch.save(update_fields=["stop_at"])
    about(batch=batch.id)


@action("letter.print")
def keep_printed(
    *, batch: LetterBatch, printed: PrintedBatch | None, by: Actor, at: datetime
) -> LetterBatch:
    """The pages are made: each letter gets its place and its count. None: nothing may go."""
    mine = _mine(batch)
    letters = list(mine.letters.filter(state="printing").order_by("place").values("id", "cents"))
    if printed is None:
        mine.state, mine.lease_until = "empty", None
        mine.save()
        about(batch=batch.id, letters=0)
        return mine
    rows = zip(printed.pages, printed.places, letters, strict=True)
    bulk.update_many(
        "UPDATE records_letter SET state = 'printed', pages = %s, place = %s WHERE id = %s",
        [(pages, place, letter["id"]) for pages, place, letter in rows],
    )
    mine.pdf, mine.state, mine.lease_until = printed.pdf, "printed", None
    mine.rows, mine.pages = len(letters), sum(printed.pages)
    mine.cents = sum(letter["cents"] for letter in letters)
    mine.save()
    about(batch=batch.id, letters=len(letters), pages=mine.pages, cents=mine.cents)
    return mine


@action("letter.give_back")
def give_back(*, batch: LetterBatch, by: Actor, at: datetime) -> None:
    """The PDF could not be made: the letters are ready again, their attempts failed. Nothing when
    someone else has ended the batch or taken it up.
    """
    found = LetterBatch.objects.select_for_update().defer("pdf").filter(
        id=batch.id, state="printing", lease_until=batch.lease_until
    ).first()  # fmt: skip
    if found is not None:
        _loosen(found)
        found.state, found.lease_until = "failed", None
        found.save(update_fields=["state", "lease_until"])
    about(batch=batch.id, given_back=found is not None)


def give_back_left(*, by: Actor, at: datetime) -> int:
    """Batches whose making was cut short, and that no worker will take up again: nothing of them
    was ever shown to anyone to mail, so their letters are ready again. Returns how many there were.
    """
    cut_short = Q(lease_until__lt=at) | Q(lease_until=None)
    left = list(LetterBatch.objects.filter(cut_short, state="printing").defer("pdf"))
    awaited = batches_awaited() if left else frozenset()
    found = [batch for batch in left if batch.id not in awaited]
    for batch in found:
        give_back(batch=batch, by=by, at=at)
    return len(found)


def _mine(batch: LetterBatch) -> LetterBatch:
    """The batch, locked; refused when someone cancelled it or took it up while it was made."""
    found = LetterBatch.objects.select_for_update().defer("pdf").filter(
        id=batch.id, state="printing", lease_until=batch.lease_until
    ).first()  # fmt: skip
    if found is None:
        raise Refused(f"Batch {batch.id} was cancelled while it was made. Print again.")
    return found


def _loosen(batch: LetterBatch) -> None:
    """Its letters are ready again. They were judged and never shown: the attempts failed."""
    mine = batch.letters.filter(state="printing")
    send.close(list(mine.values_list("id", flat=True)), sent=False)
    mine.update(state="ready", batch=None, place=0)


def confirm_mailed(
    *, batch_id: int, pulled: list[str], by: Actor, at: datetime, reported: int | None = None
) -> int:
    """The batch left the building, but for the pulled references; returns how many letters were
    sent. Each account is decided again: of a large batch in portions, after the confirmation.
    `reported` is how many a mail house says it mailed: refused when that is another number, or when
    a batch that was printed for one has none.
    """
    sent, accounts = confirm(batch_id=batch_id, pulled=pulled, by=by, at=at, reported=reported)
    for portion in bulk.chunks(accounts[AT_ONCE:], AT_ONCE):
        decide_after(accounts=portion, by=by, at=at)
    return sent


@action("letter.decide")
def decide_after(*, accounts: list[int], by: Actor, at: datetime) -> None:
    """A portion of the accounts of a large batch that was confirmed."""
    decide_now(*accounts, by=by, at=at)
    about(accounts=len(accounts))


@action("letter.confirm")
def confirm(
    *, batch_id: int, pulled: list[str], by: Actor, at: datetime, reported: int | None = None
) -> tuple[int, list[int]]:
    """How many letters were sent, and all accounts of the batch; the first of them are decided
    again here, the others only marked.
    """
    batch = _batch(batch_id, "printed")
    printed = batch.letters.filter(state="printed").select_related("decision")
    letters = list(printed.order_by("place"))
    references = {reference(letter.id): letter for letter in letters}
    if unknown := sorted(set(pulled) - set(references)):
        raise Refused(
            f"{', '.join(unknown)} is not in batch {batch.id}. Check the reference at "
            f"the foot of the page."
        )
    taken = {references[name].id for name in pulled}
    if reported is None and batch.way == "mail_house":
        raise Refused("Write how many letters the mail house reports as mailed.")
    if reported is not None and reported != len(letters) - len(taken):
        raise Refused(
            f"The mail house reports {reported} mailed; {len(letters)} less {len(taken)} rejected "
            f"are {len(letters) - len(taken)}. Find the difference before you confirm."
        )
    sent = [letter for letter in letters if letter.id not in taken]
    batch.letters.filter(state="printed").exclude(id__in=taken).update(state="mailed")
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
    accounts = [letter.guarantor_id for letter in letters]
    _decide_again(letters)
    decide_now(*accounts[:AT_ONCE], by=by, at=at)
    about(batch=batch.id, sent=len(sent), pulled=len(taken))
    return len(sent), accounts


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


def _batch(
    number: int, *states: str, only: str = "a printed batch can be confirmed or cancelled"
) -> LetterBatch:
    batch = LetterBatch.objects.select_for_update().defer("pdf").filter(id=number).first()
    if batch is None or batch.state not in states:
        state = "is not known" if batch is None else f"is {batch.state}"
        raise Refused(f"Batch {number} {state}; only {only}.")
    return batch


def _decide_again(letters: Sequence[Letter]) -> None:
    """Marks their accounts. Where a next step was printed or dropped its decision is taken off, so
    that a new one is made; where a letter only told something the decision stands.
    """
    stepped = [each.guarantor_id for each in letters if each.decision_id is not None]
    bulk.execute(
        "UPDATE records_standing SET changed = %s, decision_id = CASE WHEN guarantor_id IN "
        f"({bulk.keys(stepped)}) THEN NULL ELSE decision_id END WHERE guarantor_id IN "
        f"({bulk.keys(each.guarantor_id for each in letters)})",
        [True],
    )


def _make_again(letters: list[Letter]) -> None:
    """A ready letter again for each whose decision is still the account's, and for each that stands
    for something that happened: it still has.
    """
    Letter.objects.bulk_create(
        Letter(
            guarantor_id=each.guarantor_id, occasion=each.occasion, said=each.said,
            kind=each.kind, step=each.step, language=each.language, made_on=each.made_on,
            cents=each.cents, looked_by=each.looked_by, looked_at=each.looked_at,
        )
        for each in letters
        if each.occasion
    )  # fmt: skip
    bulk.execute(
        "INSERT INTO records_letter (guarantor_id, decision_id, claim, kind, step, language, "
        "state, made_on, place, "
        "cents, pages, content, why, looked_by, looked_at) SELECT l.guarantor_id, "
        "l.decision_id, l.decision_id, l.kind, l.step, l.language, "
        "'ready', l.made_on, 0, l.cents, 0, '{}', '', l.looked_by, l.looked_at "
        "FROM records_letter l JOIN records_standing s "
        f"ON s.guarantor_id = l.guarantor_id AND s.decision_id = l.decision_id WHERE l.id IN "
        f"({bulk.keys([letter.id for letter in letters])})"
    )


def _frozen(content: LetterFacts) -> str:
    """The letter as it was printed, for the record: JSON."""
    return json.dumps(content, default=_plain)


def _plain(value: object) -> object:
    """What `asdict` gives, a level at a time: json takes it apart further."""
    if not is_dataclass(value):
        return str(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}
