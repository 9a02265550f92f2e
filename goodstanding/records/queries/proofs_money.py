"""verify, of the money desk: receipts by number, and what each of them moved."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from goodstanding.records import bulk

_RECEIPTS = "SELECT COUNT(*) FROM records_receipt"


def _numbered() -> Iterator[str]:
    rows = bulk.select("SELECT number FROM records_receipt ORDER BY number")
    for expected, (number,) in enumerate(rows, 1):
        if number != expected:
            yield f"receipt {expected} is missing before {number}"
            return


def _moved() -> Iterator[str]:
    """A living receipt's transfers bring in exactly its cents; an undone one's bring nothing."""
    cash: dict[str, int] = defaultdict(int)
    begins, values = bulk.begins("source", "receipt:")
    for source, debit, cents in bulk.select(
        f"SELECT source, debit, cents FROM records_transfer WHERE {begins} "
        "AND (debit = 'cash' OR credit = 'cash')",
        values,
    ):
        cash[source.split(":")[1]] += cents if debit == "cash" else -cents
    for number, cents, undone in bulk.select(
        "SELECT r.number, r.cents, u.id FROM records_receipt r LEFT JOIN records_receiptundone u "
        "ON u.receipt_id = r.id ORDER BY r.number"
    ):
        moved = cash.pop(str(number), 0)
        if moved != (0 if undone is not None else cents):
            yield f"receipt {number} of {cents} cents moved {moved} cents of cash"
    yield from (f"receipt {number} moved cash and does not exist" for number in cash)


def _adjusted() -> Iterator[str]:
    """A posted adjustment has its transfer, one that was undone has it reversed; asked and
    declined ones moved nothing.
    """
    for number, state, cents, moved in bulk.select(
        "SELECT a.number, a.state, a.cents, COALESCE(t.cents, 0) FROM records_adjustment a "
        "LEFT JOIN records_transfer t ON t.id = a.transfer_id WHERE "
        "(a.state IN ('posted', 'undone') AND (t.id IS NULL OR t.cents <> a.cents)) "
        "OR (a.state IN ('asked', 'declined') AND t.id IS NOT NULL)"
    ):
        yield f"adjustment {number} ({state}) of {cents} cents moved {moved}"


MONEY_CHECKS: tuple[tuple[str, str, Callable[[], Iterator[str]]], ...] = (
    ("receipts are numbered from 1 without a gap", _RECEIPTS, _numbered),
    ("a receipt moved exactly its money, an undone one none", _RECEIPTS, _moved),
    (
        "an adjustment moved what it says, and only once it was agreed",
        "SELECT COUNT(*) FROM records_adjustment",
        _adjusted,
    ),
)
