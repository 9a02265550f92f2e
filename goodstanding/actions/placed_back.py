"""Steps of acts after which less money waits on an account than people have placed from it."""

from collections.abc import Collection
from datetime import date, datetime

from goodstanding.actions.posting import reverse
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.money import show
from goodstanding.records import bulk
from goodstanding.records.derived import derive
from goodstanding.records.models import DeskTask, Prepayment, Receipt
from goodstanding.records.queries.prepayments import left_on, over_key


def short_accounts(guarantors: Collection[int]) -> list[int]:
    """Those of the accounts on which more was placed by hand than had waited, by their
    standings.
    """
    begins, values = bulk.begins("source", "desk:apply:")
    if not bulk.select(f"SELECT 1 FROM records_transfer WHERE {begins} LIMIT 1", values):
        return []
    rows = bulk.select("SELECT guarantor_id FROM records_standing WHERE unapplied_cents < 0")
    return sorted({key for (key,) in rows} & set(guarantors))


def take_back_placed(guarantor: int, *, on: date, at: datetime) -> set[int]:
    """Money that was waiting may have been put on charges since. When less is left than was put
    there, the newest of those placings are reversed until it fits; returns the patients touched.
    """
    (own,) = derive([guarantor])
    short = -own.position.unapplied
    touched: set[int] = set()
    if short <= 0:
        return touched
    rows = bulk.select(
        "SELECT t.source, t.cents FROM records_transfer t JOIN records_patient p ON "
        "p.id = t.patient_id LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        "WHERE p.guarantor_id = %s AND t.kind = %s AND r.id IS NULL ORDER BY t.id DESC",
        [guarantor, TransactionKind.APPLY_UNAPPLIED.value],
    )
    for source, cents in rows:
        if short <= 0:
            break
        whole = source.rpartition(":")[0]
        touched |= reverse(whole, as_source=f"{whole}:undone", on=on, at=at)
        short -= cents
    return touched


def over_words(cents: int) -> str:
    return f"{show(cents)} was paid ahead and is over. Ask for the refund under Credits."


def less_over(prepayment: int, cents: int, *, by: Actor, at: datetime) -> None:
    """With nothing over any more the task is done."""
    task = DeskTask.objects.filter(key=over_key(prepayment), done_at=None)
    if cents:
        task.update(cents=cents, text=over_words(cents))
    else:
        task.update(done_at=at, done_by=by.name)


def less_over_given_back(account: int, cents: int, *, by: Actor, at: datetime) -> None:
    """After a refund of so much: told as over is no more than is still here, oldest first."""
    (own,) = derive([account])
    gone = min(cents, left_on(account) - max(own.position.unapplied, 0))
    open_ = DeskTask.objects.filter(
        key__startswith=over_key(""), patient__guarantor=account, done_at=None
    )
    for task in open_.order_by("id"):
        less = min(task.cents, max(gone, 0))
        gone -= less
        if less:
            less_over(int(task.key.removeprefix(over_key(""))), task.cents - less, by=by, at=at)


def take_back_ahead(receipt: Receipt, *, on: date, by: Actor, at: datetime) -> set[int]:
    """What an undone receipt paid ahead stands nowhere any more, and nothing of it is over. Returns
    the patients touched.
    """
    paid = Prepayment.objects.filter(receipt=receipt).first()
    touched: set[int] = set()
    if paid is None:
        return touched
    for step in paid.steps.filter(what="applied").order_by("id"):
        placing = step.source.rpartition(":")[0]
        touched |= reverse(placing, as_source=f"{placing}:undone", on=on, at=at)
    less_over(paid.id, 0, by=by, at=at)
    return touched
