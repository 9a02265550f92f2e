"""A large batch is made by the background worker, while the person does something else."""

from datetime import datetime

from goodstanding.actions import letters
from goodstanding.actions.letters import Wanted
from goodstanding.actions.tasks import enqueue
from goodstanding.actions.unit import Actor
from goodstanding.records.models import LetterBatch
from goodstanding.records.queries.letters_page import in_envelope_order

# So many are made while the person waits a few seconds.
SOON_ABOVE = 100


def print_now_or_soon(*, wanted: Wanted, by: Actor, at: datetime) -> LetterBatch:
    """Prints at once what is small; of anything larger the batch comes back as "printing", and the
    worker fills it.
    """
    letters.give_back_left(by=by, at=at)
    if len(in_envelope_order(wanted.on, looked_only=wanted.looked_only)) <= SOON_ABOVE:
        return letters.print_batch(on=wanted.on, wanted=wanted, by=by, at=at)
    batch = letters.start(wanted=wanted, by=by, at=at)
    words = {"batch": batch.id, "on": wanted.on.isoformat(), "looked_only": wanted.looked_only,
             "way": wanted.way}  # fmt: skip
    enqueue(kind="letters", key=f"letters batch {batch.id}", arguments=words, by=by, at=at)
    return batch
