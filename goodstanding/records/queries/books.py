"""The books as the accountant reads them: every transfer of a period, the sums by ledger account,
and what was taken off and given back, by reason.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.kinds import TransactionKind
from goodstanding.core.ledger import LedgerAccount
from goodstanding.core.money import Cents
from goodstanding.core.refund_words import REASONS
from goodstanding.records import bulk
from goodstanding.records.models import PeriodLock, Transfer

AT_ONCE = 5000
LOCKS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One transfer; `reverses` is the source of the transfer it undoes."""

    on: date
    source: str
    kind: str
    debit: str
    credit: str
    cents: Cents
    payer: str
    patient: str
    charge: str
    reverses: str


@dataclass(frozen=True, slots=True)
class AccountSum:
    """`balance` is debits less credits."""

    account: str
    debit: Cents
    credit: Cents

    @property
    def balance(self) -> Cents:
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class AdjustedRow:
    """A group of what was taken off or given back in a period; reversals of the period lower it.
    `count` is of postings less reversals.
    """

    what: str
    kind: str
    payer: str
    reason: str
    count: int
    cents: Cents


@dataclass(frozen=True, slots=True)
class LockRow:
    until: date | None
    reason: str
    at: datetime
    by: str


def journal(first: date, last: date) -> Iterator[JournalRow]:
    """Every transfer dated in the period, by day and then as recorded; read as it is used."""
    found = (
        Transfer.objects.filter(posted_on__gte=first, posted_on__lte=last)
        .order_by("posted_on", "id")
        .values_list(
            "posted_on", "source", "kind", "debit", "credit", "cents", "payer",
            "patient__number", "charge__number", "reverses__source",
        )
    )  # fmt: skip
    for row in found.iterator(chunk_size=AT_ONCE):
        yield JournalRow(*row[:7], *(each or "" for each in row[7:]))


def trial_balance(on: date) -> tuple[AccountSum, ...]:
    """Every ledger account at the end of a day, in the ledger's order; the balances sum to zero."""
    debits: dict[str, int] = defaultdict(int)
    credits_: dict[str, int] = defaultdict(int)
    for debit, credit, cents in bulk.select(
        "SELECT debit, credit, SUM(cents) FROM records_transfer WHERE posted_on <= %s "
        "GROUP BY debit, credit",
        [on.isoformat()],
    ):
        debits[debit] += int(cents)
        credits_[credit] += int(cents)
    known = [account.value for account in LedgerAccount]
    others = sorted((set(debits) | set(credits_)) - set(known))
    return tuple(
        AccountSum(account, debits[account], credits_[account]) for account in [*known, *others]
    )


def total(rows: tuple[AccountSum, ...]) -> AccountSum:
    return AccountSum("total", sum(one.debit for one in rows), sum(one.credit for one in rows))


K = TransactionKind
_WHAT = {
    K.CONTRACTUAL: "Contractual",
    K.SMALL_WRITE_OFF: "Write-off",
    K.BAD_DEBT: "Write-off",
    K.CHARITY: "Write-off",
    K.REFUND_PATIENT: "Refund",
    K.REFUND_INSURER: "Refund",
}
_ORDER = ("Contractual", "Write-off", "Denial", "Refund")


def adjustments(first: date, last: date) -> tuple[AdjustedRow, ...]:
    """By reason: contractual by payer and code, write-offs by kind and reason, denials by payer and
    code, refunds by kind and why. Together they equal the ledger's movement of the period.
    """
    found: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for kind, payer, reason, count, cents in _moved(first, last):
        place = found[_WHAT[TransactionKind(kind)], kind, payer, reason]
        place[0] += int(count)
        place[1] += int(cents)
    for payer, group, code, count, cents in bulk.select(
        "SELECT payer, group_code, reason_code, COUNT(*), SUM(cents) FROM records_denial "
        "WHERE posted_on >= %s AND posted_on <= %s AND undone_on IS NULL "
        "GROUP BY payer, group_code, reason_code",
        [first.isoformat(), last.isoformat()],
    ):
        reason = " ".join(part for part in (group, code) if part)
        found["Denial", "denial", payer, reason] = [int(count), int(cents)]
    rows = [AdjustedRow(*named, *sums) for named, sums in found.items()]
    return tuple(
        sorted(rows, key=lambda row: (_ORDER.index(row.what), row.kind, row.payer, row.reason))
    )


def _moved(first: date, last: date) -> Iterator[tuple[str, str, str, int, int]]:
    """(kind, payer, reason, count, cents): a reversal counts under what it undoes, on its own day.
    The reason is that of the person who adjusted or refunded, else the insurer's code.
    """
    kinds, values = bulk.text_in([kind.value for kind in _WHAT])
    reasons = dict(bulk.select("SELECT transfer_id, reason FROM records_adjustment"))
    whys = {
        str(number): REASONS.get(why, why)
        for number, why in bulk.select("SELECT number, why FROM records_refund")
    }
    for id_, kind, payer, group, code, source, count, cents in bulk.select(
        "SELECT CASE WHEN o.source LIKE 'adjustment:%%' THEN o.id END, o.kind, o.payer, "
        "o.group_code, o.reason_code, "
        "CASE WHEN o.source LIKE 'refund:%%' THEN o.source ELSE '' END, "
        "SUM(CASE WHEN t.id = o.id THEN 1 ELSE -1 END), "
        "SUM(CASE WHEN t.id = o.id THEN t.cents ELSE -t.cents END) "
        "FROM records_transfer t JOIN records_transfer o ON o.id = COALESCE(t.reverses_id, t.id) "
        f"WHERE t.posted_on >= %s AND t.posted_on <= %s AND o.kind IN ({kinds}) GROUP BY 1, "
        "o.kind, o.payer, o.group_code, o.reason_code, 6",
        [first.isoformat(), last.isoformat(), *values],
    ):
        said = reasons.get(id_, "")
        why = whys.get(source.split(":")[1], "") if source else ""
        code_ = " ".join(part for part in (group, code) if part)
        yield kind, payer, said or why or code_, count, cents


def locks() -> tuple[LockRow, ...]:
    """The newest first; the first one counts."""
    found = PeriodLock.objects.order_by("-id").values_list("until", "reason", "at", "by")
    return tuple(LockRow(*row) for row in found[:LOCKS_SHOWN])
