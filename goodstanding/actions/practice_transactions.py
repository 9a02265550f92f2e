"""The practice export's transactions, streamed: what is new posts, what is posted is compared, the
rest is aside.
"""

from collections.abc import Iterable
from typing import Any

from goodstanding.actions.practice_money import (
    DENIAL,
    DENIED,
    REVERSED,
    TOO_LONG,
    TRANSFER,
    Posting,
    denial_values,
    named,
    placed,
    replace,
    transfer_values,
)
from goodstanding.actions.practice_sync import Intake, Tally, broken_limits, tell
from goodstanding.actions.practice_twins import (
    TWIN,
    any_remittance,
    posted_twins,
    reversed_by_remittance,
    told_apart,
)
from goodstanding.core.kinds import TransactionKind
from goodstanding.formats.problems import Problem
from goodstanding.records import bulk

CHUNK = 5000


class Transactions:
    """One pass over transactions.csv. Reversals wait until everything they could reverse is in."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.tally = intake.tallies.setdefault("transactions", Tally())
        self.reversals: list[Posting] = []
        # Hashes, not texts: three million numbers fit in memory. A clash only costs a look-up.
        self.seen: set[int] = set()
        self.remitted = any_remittance()
        self.fresh = not bulk.select(
            "SELECT 1 FROM records_transfer WHERE source LIKE 'practice:%%' LIMIT 1"
        )
        self.fresh = self.fresh and not bulk.select("SELECT 1 FROM records_denial LIMIT 1")

    def post(self, rows: Iterable[tuple[int, Any] | Problem]) -> None:
        for chunk in bulk.chunks(rows, CHUNK):
            broken = broken_limits(
                [item[1] for item in chunk if not isinstance(item, Problem)], TOO_LONG
            )
            postings: dict[str, Posting] = {}
            for item in chunk:
                if isinstance(item, Problem):
                    tell("transactions", item, self.intake)
                elif (posting := placed(*item, intake=self.intake, limits=broken)) is not None:
                    self._take(posting, postings)
            self._write(postings)
            self.intake.moved(len(chunk))
        self._reverse_all()

    def _take(self, posting: Posting, postings: dict[str, Posting]) -> None:
        if posting.row.kind == REVERSED:
            self.reversals.append(posting)
            return
        earlier = postings.get(posting.source)
        if earlier is None:
            postings[posting.source] = posting
        elif earlier.row != posting.row:
            self._aside(posting, "duplicate_row",
                        f"Transaction {posting.row.transaction_id} stands twice with different "
                        f"contents.")  # fmt: skip

    def _write(self, postings: dict[str, Posting]) -> None:
        if self.fresh:
            hashes = list(map(hash, postings))
            maybe = (
                []
                if self.seen.isdisjoint(hashes)
                else [s for s in postings if hash(s) in self.seen]
            )
            self.seen.update(hashes)
        else:
            maybe = list(postings)
        known = posted(maybe) if maybe else {}
        new = []
        for source, posting in postings.items():
            if source in known:
                self._again(posting, known[source])
            else:
                new.append(posting)
        if self.remitted:
            new = self._without_twins(new)
        transfers = [
            transfer_values(posting, self.intake) for posting in new if posting.row.kind != DENIED
        ]
        denials = [
            denial_values(posting, self.intake) for posting in new if posting.row.kind == DENIED
        ]
        bulk.insert("records_transfer", TRANSFER, transfers)
        bulk.insert("records_denial", DENIAL, denials)
        self._went_in(new)

    def _without_twins(self, new: list[Posting]) -> list[Posting]:
        """Leaves out what a remittance posted already: the same money is posted once."""
        found = told_apart(new)
        bulk.insert("records_twin", TWIN, found.twins)
        self.tally.same += len(found.twins)
        for posting in found.too_much:
            self._aside(posting, "settled_by_remittance",
                        f"A remittance settled charge {posting.row.charge_id}; transaction "
                        f"{posting.row.transaction_id} is more than is open there. Look which one "
                        "stands.")  # fmt: skip
        return found.rest

    def _went_in(self, postings: list[Posting]) -> None:
        self.tally.new += len(postings)
        self.tally.cents += sum(posting.row.amount_cents for posting in postings)
        owners = self.intake.owner_of
        self.intake.touched.update(owners[posting.patient] for posting in postings)

    def _again(self, posting: Posting, before: tuple[Any, ...]) -> None:
        """A number that is posted already: the same, or changed since the last export."""
        is_twin = len(before) > 10 and before[3] == posting.row.amount_cents
        if is_twin or _same_posting(posting, before):
            self.tally.same += 1
            return
        if posting.row.kind == TransactionKind.DENIAL or before[0] == TransactionKind.DENIAL:
            self._aside(posting, "changed_kind",
                        f"Transaction {posting.row.transaction_id} was posted as {before[0]}. "
                        "Reverse it in the practice system and export again.")  # fmt: skip
            return
        if before[9] is not None:
            self._changed_after_reversal(posting)
            return
        version = replace(posting.source, self.intake)
        bulk.insert("records_transfer", TRANSFER, [transfer_values(posting, self.intake, version)])
        self.tally.changed += 1
        self.intake.touched.update(
            {self.intake.owner_of[posting.patient], self.intake.owner_of[before[4]]}
        )

    def _changed_after_reversal(self, posting: Posting) -> None:
        self._aside(posting, "changed_after_reversal",
                    f"Transaction {posting.row.transaction_id} changed after its reversal. The "
                    "books keep what was reversed; post the difference as a new "
                    "transaction.")  # fmt: skip

    def _aside(self, posting: Posting, code: str, text: str) -> None:
        self.intake.aside(
            "transactions", posting.line, code=code, text=text, cents=posting.row.amount_cents
        )

    def _reverse_all(self) -> None:
        """Rounds: a reversal of a reversal finds its original only once that one is in."""
        waiting = self.reversals
        while waiting:
            later = []
            for chunk in bulk.chunks(waiting, CHUNK):
                later += self._reverse(chunk)
            if len(later) == len(waiting):
                break
            waiting = later
        for posting in waiting:
            self._aside(posting, "unknown_reference",
                        f"Transaction {posting.row.reverses or '(none named)'}, which this "
                        f"reverses, is not known. "
                        "Export it too.")  # fmt: skip

    def _reverse(self, chunk: list[Posting]) -> list[Posting]:
        originals = posted([named("practice", p.row.reverses) for p in chunk])
        known = posted([p.source for p in chunk])
        remitted = reversed_by_remittance([o[9] for o in originals.values()])
        later: list[Posting] = []
        transfers: dict[int, tuple[Any, ...]] = {}
        for posting in chunk:
            original = originals.get(named("practice", posting.row.reverses))
            if posting.source in known:
                self._reversed_before(posting, known[posting.source])
            elif original is not None and original[9] in remitted:
                self.tally.same += 1
            elif original is None:
                later.append(posting)
            elif why := self._why_not(posting, original, transfers):
                self._aside(posting, "cannot_reverse", why)
            elif original[0] == TransactionKind.DENIAL:
                self._undo_denial(posting, original)
                self._went_in([posting])
            else:
                transfers[original[8]] = self._mirror(posting, original)
                self._went_in([posting])
        bulk.insert("records_transfer", TRANSFER, transfers.values())
        return later

    def _reversed_before(self, posting: Posting, before: tuple[Any, ...]) -> None:
        """A reversal that is posted already: the same, or on a later day now. On an earlier one it
        would stand before what undoes the first, which no past day could read.
        """
        day = posting.row.posted_on.isoformat()
        if (day, posting.row.amount_cents) == (before[6], before[3]):
            self.tally.same += 1
            return
        if before[9] is not None or posting.row.amount_cents != before[3] or day < before[6]:
            self._changed_after_reversal(posting)
            return
        if not before[1]:
            self._undo_denial(posting, before)
        else:
            version = replace(posting.source, self.intake, a_reversal=True)
            last = posting.source if version == 2 else f"{posting.source}~{version - 1}"
            ((undone,),) = bulk.select(
                "SELECT id FROM records_transfer WHERE source = %s", [f"{last}~undone"]
            )
            # Reversing what undid it reverses the original again, on the new day.
            mirrored = (before[0], before[2], before[1], *before[3:8], undone, None)
            source = f"{posting.source}~{version}"
            row = (source, *self._mirror(posting, mirrored)[1:])
            bulk.insert("records_transfer", TRANSFER, [row])
            self.intake.touched.add(self.intake.owner_of[before[4]])
        self.tally.changed += 1

    def _why_not(self, posting: Posting, original: tuple[Any, ...], now: dict[int, Any]) -> str:
        number, owners = posting.row.reverses, self.intake.owner_of
        if original[9] is not None or original[8] in now:
            return f"Transaction {number} is already reversed; it can be reversed once."
        if original[3] != posting.row.amount_cents:
            return f"The amount is not that of transaction {number}; a reversal undoes it whole."
        if owners.get(original[4]) != owners[posting.patient]:
            return f"Transaction {number} belongs to another account."
        return ""

    def _mirror(self, posting: Posting, original: tuple[Any, ...]) -> tuple[Any, ...]:
        row = posting.row
        return (
            posting.source, TransactionKind.REVERSAL.value, original[2], original[1],
            row.amount_cents, original[4],
            original[5], row.posted_on.isoformat(), row.received_on and row.received_on.isoformat(),
            self.intake.at, row.payer_id, row.group_code, row.reason_code, row.method,
            row.reference,
            original[8], self.intake.file_id,
        )  # fmt: skip

    def _undo_denial(self, posting: Posting, original: tuple[Any, ...]) -> None:
        bulk.execute(
            "UPDATE records_denial SET undone_on = %s, undone_by = %s WHERE id = %s",
            [posting.row.posted_on.isoformat(), posting.source, original[8]],
        )


def posted(sources: list[str]) -> dict[str, tuple[Any, ...]]:
    """What the books hold under these sources, in its latest version: kind, debit, credit, cents,
    patient, charge, posted_on, (payer, group, reason, method, reference, received_on), key, key of
    what reversed it.
    """
    marks, values = bulk.text_in(sources)
    found = posted_twins(sources)
    columns = ("{0}.patient_id, {0}.charge_id, CAST({0}.posted_on AS TEXT), {0}.payer, "
        "{0}.group_code, "
               "{0}.reason_code, {0}.method, {0}.reference, "
               "CAST({0}.received_on AS TEXT), {0}.id")  # fmt: skip
    for source, *rest in bulk.select(
        f"SELECT t.source, t.kind, t.debit, t.credit, t.cents, {columns.format('t')}, r.id, "
        f"r.source "
        "FROM records_transfer t LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        f"WHERE t.source IN ({marks})",
        values,
    ):
        found[source] = _known(source, rest)
    for source, cents, *rest in bulk.select(
        f"SELECT d.source, d.cents, {columns.format('d')}, d.undone_on FROM records_denial d "
        f"WHERE d.source IN ({marks})",
        values,
    ):
        found[source] = (
            TransactionKind.DENIAL.value,
            "",
            "",
            cents,
            *rest[:3],
            tuple(rest[3:9]),
            rest[9],
            rest[10],
        )
    undone = "undone_by, cents, patient_id, charge_id, CAST(undone_on AS TEXT), id"
    for source, *rest in bulk.select(
        f"SELECT {undone} FROM records_denial WHERE undone_by IN ({marks})", values
    ):
        found[source] = (TransactionKind.REVERSAL.value, "", "", *rest[:4], (), rest[4], None)
    return found


def _known(source: str, rest: list[Any]) -> tuple[Any, ...]:
    kind, debit, credit, cents, patient, charge, posted_on, *more = rest
    reversed_by, reversal_source = more[7], more[8]
    if reversal_source == f"{source}~undone":  # replaced by a later version: look there
        latest = _latest(source)
        if latest is not None:
            return latest
    return (
        kind,
        debit,
        credit,
        cents,
        patient,
        charge,
        posted_on,
        tuple(more[:6]),
        more[6],
        reversed_by,
    )


def _latest(source: str) -> tuple[Any, ...] | None:
    version = 2
    found = None
    while newer := posted([f"{source}~{version}"]):
        found = newer[f"{source}~{version}"]
        version += 1
    return found


def _same_posting(posting: Posting, before: tuple[Any, ...]) -> bool:
    row = posting.row
    debit, credit = (posting.moves.debit, posting.moves.credit) if posting.moves else ("", "")
    after = (
        row.kind, str(debit), str(credit), row.amount_cents, posting.patient, posting.charge,
        row.posted_on.isoformat(),
        (row.payer_id, row.group_code, row.reason_code, row.method, row.reference,
         row.received_on.isoformat() if row.received_on else None),
    )  # fmt: skip
    return after == before[:8]
