"""A large batch is made by the background worker, while the person does something else."""

from datetime import datetime

from django.db import transaction

from goodstanding.actions import letters
from goodstanding.actions.letters import Wanted
from goodstanding.actions.tasks import enqueue
from goodstanding.actions.unit import Actor
from goodstanding.records.models import LetterBatch
from goodstanding.records.queries.letters_page import TASK, in_envelope_order, task_key

# So many are made while the person waits a few seconds.
SOON_ABOVE = 100


def print_now_or_soon(*, wanted: Wanted, by: Actor, at: datetime) -> LetterBatch:
    """Prints at once what is small; of anything larger the batch comes back as "printing", and the
    worker fills it.
    """
    letters.give_back_left(by=by, at=at)
    if len(in_envelope_order(wanted.on, looked_only=wanted.looked_only)) <= SOON_ABOVE:
        return letters.print_batch(on=wanted.on, wanted=wanted, by=by, at=at)
    words = {"on": wanted.on.isoformat(), "looked_only": wanted.looked_only, "way": wanted.way}
    # Together: a batch that nobody will take up is given back.
    with transaction.atomic():
        batch = letters.start(wanted=wanted, by=by, at=at, soon=True)
        words |= {"batch": batch.id}
        enqueue(kind=TASK, key=task_key(batch.id), arguments=words, by=by, at=at)
    return batch
