"""Proofs about credits, refunds and the sums of the books."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from goodstanding.core.ledger import LedgerAccount
from goodstanding.records import bulk

Check = tuple[str, str, Callable[[], Iterator[str]]]
_PAID = ("approved", "issued")


def _posted() -> dict[int, tuple[int, int]]:
    """By refund: (cents of its transfers in effect, how many transfers it ever had)."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    begins, values = bulk.begins("t.source", "refund:")
    for source, cents, undone in bulk.select(
        "SELECT t.source, t.cents, r.id FROM records_transfer t LEFT JOIN records_transfer r ON "
        f"r.reverses_id = t.id WHERE {begins}",
        values,
    ):
        number = int(source.split(":")[1])
        living, ever = found[number]
        found[number] = (living + (0 if undone else int(cents)), ever + 1)
    return found


def _have_their_transfers() -> Iterator[str]:
    posted, known = _posted(), set()
    for number, state, cents in bulk.select(
        "SELECT number, state, cents FROM records_refund ORDER BY number"
    ):
        known.add(number)
        living, ever = posted.get(number, (0, 0))
        wanted = cents if state in _PAID else 0
        if living != wanted or (not ever and state == "stopped"):
            yield f"refund {number} is {state}: its transfers hold {living} cents, not {wanted}"
    yield from (
        f"refund {number} has transfers and is not known" for number in posted.keys() - known
    )


def _never_more_than_there_was() -> Iterator[str]:
    """Walks the ledger of every refunded account in the order of recording: right after a refund of
    ours, what it was taken from is not below zero.
    """
    accounts = bulk.select("SELECT DISTINCT guarantor_id FROM records_refund ORDER BY 1")
    for batch in bulk.chunks([key for (key,) in accounts], 500):
        held: dict[tuple[int, int | None, str], int] = defaultdict(int)
        for account, charge, debit, credit, cents, source in bulk.select(
            "SELECT p.guarantor_id, t.charge_id, t.debit, t.credit, t.cents, t.source FROM "
            "records_patient p JOIN records_transfer t ON t.patient_id = p.id WHERE "
            f"p.guarantor_id IN ({bulk.keys(batch)}) ORDER BY t.id"
        ):
            for side, sign in ((debit, -1), (credit, 1)):
                place = None if side == "unapplied" else charge
                held[account, place, side] += sign * int(cents)
            place = None if debit == "unapplied" else charge
            if source.startswith("refund:") and held[account, place, debit] < 0:
                yield f"refund {source.split(':')[1]} gave back more than there was"


def _by_two_people() -> Iterator[str]:
    for (number,) in bulk.select(
        "SELECT number FROM records_refund WHERE state IN ('approved', 'issued', 'stopped') AND "
        "cents > limit_cents AND (decided_by = asked_by OR decided_by = '')"
    ):
        yield f"refund {number} is above its limit and was decided by who asked"


def _sums_to_zero() -> Iterator[str]:
    balance: dict[str, int] = defaultdict(int)
    for debit, credit, cents in bulk.select(
        "SELECT debit, credit, SUM(cents) FROM records_transfer GROUP BY debit, credit"
    ):
        balance[debit] += int(cents)
        balance[credit] -= int(cents)
    if sum(balance.values()):
        yield f"the ledger accounts sum to {sum(balance.values())} cents"
    known = {account.value for account in LedgerAccount}
    yield from (
        f"{account} is no account of the ledger" for account in sorted(set(balance) - known)
    )


_REFUNDS = "SELECT COUNT(*) FROM records_refund"

CREDIT_CHECKS: tuple[Check, ...] = (
    ("a refund paid out has exactly its transfers, any other has none", _REFUNDS,
     _have_their_transfers),
    ("no refund gave back more than there was", _REFUNDS, _never_more_than_there_was),
    ("a refund above its limit was decided by a second person", _REFUNDS, _by_two_people),
    ("the trial balance sums to zero", "SELECT COUNT(*) FROM records_transfer", _sums_to_zero),
)  # fmt: skip
