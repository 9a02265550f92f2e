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
from goodstanding.actions.practice_posted import Posted, is_of, posted, same_posting, undone_by
from goodstanding.actions.practice_receipts import any_receipt, told_from_receipts
from goodstanding.actions.practice_sync import Intake, Tally, broken_limits, tell
from goodstanding.actions.practice_twins import (
    TWIN,
    anything_of_ours,
    reversed_by_remittance,
    told_apart,
)
from goodstanding.formats.problems import Problem
from goodstanding.records import bulk

CHUNK = 5000


class Transactions:
    """One pass over transactions.csv. Reversals wait until everything they could reverse is in."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.tally = intake.tallies.setdefault("transactions", Tally())
        self.reversals: dict[str, Posting] = {}
        # Hashes, not texts: three million numbers fit in memory. A clash only costs a look-up.
        self.seen: set[int] = set()
        self.ours, self.receipted = anything_of_ours(), any_receipt()
        self.fresh = not any(
            bulk.select(f"SELECT 1 FROM {where} LIMIT 1")
            for where in (
                "records_transfer WHERE source LIKE 'practice:%%'",
                "records_denial",
                "records_twin",
            )
        )

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
        into = self.reversals if posting.row.kind == REVERSED else postings
        earlier = into.setdefault(posting.source, posting)
        if earlier.row != posting.row:
            self._twice(posting)

    def _twice(self, posting: Posting) -> None:
        self._aside(posting, "duplicate_row",
                    f"Transaction {posting.row.transaction_id} stands twice with different "
                    "contents; one was taken. Give each its own number.")  # fmt: skip

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
        if self.ours:
            new = self._without_twins(new)
        if self.intake.locked:
            new = [posting for posting in new if not self._locked(posting)]
        if self.receipted:
            new = self._without_receipts(new)
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
        """Leaves out what was posted here already: the same money is posted once."""
        found = told_apart(new)
        bulk.insert("records_twin", TWIN, found.twins)
        self.tally.same += len(found.twins)
        for posting in found.too_much:
            self._aside(posting, "settled_by_remittance",
                        f"A remittance settled charge {posting.row.charge_id}; transaction "
                        f"{posting.row.transaction_id} is more than is open there. Look which one "
                        "stands.")  # fmt: skip
        return found.rest

    def _locked(self, posting: Posting, *days: str) -> bool:
        """Tells of a row that would post on a locked day; `days`: further days it would touch."""
        why = self.intake.in_locked(posting.row.posted_on.isoformat(), *days)
        if why:
            self._aside(posting, "period_locked", why)
        return bool(why)

    def _without_receipts(self, new: list[Posting]) -> list[Posting]:
        """Leaves out patients' money that a receipt of the desk posted already."""
        found = told_from_receipts(new, self.intake.owner_of)
        bulk.insert("records_twin", TWIN, found.twins)
        self.tally.same += sum("~whole" not in source for source, _ in found.twins)
        for posting, receipt in found.doubtful:
            self._aside(posting, "like_a_receipt",
                        f"Transaction {posting.row.transaction_id} may be {receipt.words}. Nothing "
                        "was posted. If it is the same money, make them agree in the practice "
                        "system; if it is other money, take it at the desk.")  # fmt: skip
        return found.rest

    def _went_in(self, postings: list[Posting]) -> None:
        self.tally.new += len(postings)
        self.tally.cents += sum(posting.row.amount_cents for posting in postings)
        owners = self.intake.owner_of
        self.intake.touched.update(owners[posting.patient] for posting in postings)

    def _again(self, posting: Posting, before: Posted) -> None:
        """A number that is posted already: the same, or changed since the last export."""
        if same_posting(posting, before):
            self.tally.same += 1
            return
        if before.file == self.intake.file_id and not before.twin:
            self._twice(posting)
            return
        if before.desk:
            self._of_the_desk(posting, before)
            return
        if self._locked(posting, before.posted_on):
            return
        if DENIED in (posting.row.kind, before.kind) or before.kind == REVERSED:
            self._changed_kind(posting, before)
            return
        if before.twin:
            self._aside(posting, "settled_by_remittance",
                        f"Transaction {posting.row.transaction_id} was the money of a remittance "
                        "and says something else now. The books keep the remittance's; look which "
                        "one stands.")  # fmt: skip
            return
        if before.undone is not None:
            self._changed_after_reversal(posting)
            return
        version = replace(posting.source, self.intake)
        bulk.insert("records_transfer", TRANSFER, [transfer_values(posting, self.intake, version)])
        self.tally.changed += 1
        self.intake.touched.update(
            {self.intake.owner_of[posting.patient], self.intake.owner_of[before.patient]}
        )

    def _changed_kind(self, posting: Posting, before: Posted) -> None:
        if before.kind == posting.row.kind:  # a denial
            what = f"was posted as {before.kind} with other contents"
        else:
            what = f"was posted as {before.kind} and is {posting.row.kind} now"
        undo = "" if before.kind == REVERSED else "Reverse it in the practice system, "
        self._aside(posting, "changed_kind",
                    f"Transaction {posting.row.transaction_id} {what}. The books keep what was "
                    f"posted. {undo}{'give' if undo else 'Give'} this one a number of its own and "
                    "export again.")  # fmt: skip

    def _changed_after_reversal(self, posting: Posting) -> None:
        self._aside(posting, "changed_after_reversal",
                    f"Transaction {posting.row.transaction_id} changed after its reversal. The "
                    "books keep what was reversed; post the difference as a new "
                    "transaction.")  # fmt: skip

    def _of_the_desk(self, posting: Posting, before: Posted) -> None:
        """What people posted here is corrected here: its number and its proof stay together."""
        self._aside(posting, "posted_at_the_desk",
                    f"Transaction {posting.row.transaction_id} is about {before.desk} of the desk. "
                    "Correct or undo that here.")  # fmt: skip

    def _aside(self, posting: Posting, code: str, text: str) -> None:
        self.intake.aside(
            "transactions", posting.line, code=code, text=text, cents=posting.row.amount_cents
        )

    def _reverse_all(self) -> None:
        """Rounds: a reversal of a reversal finds its original only once that one is in."""
        waiting = list(self.reversals.values())
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
        undid = undone_by(known)
        remitted = reversed_by_remittance([each.undone for each in originals.values()])
        later: list[Posting] = []
        transfers: list[tuple[Any, ...]] = []
        now: set[tuple[bool, int]] = set()  # a denial or not, and its key
        for posting in chunk:
            original = originals.get(named("practice", posting.row.reverses))
            if posting.source in known:
                self._reversed_before(
                    posting, known[posting.source], undid.get(posting.source, set())
                )
            elif original is None:
                later.append(posting)
            elif original.undone in remitted:
                self.tally.same += 1
            elif original.desk:
                self._reversed_at_the_desk(posting, original)
            elif self._locked(posting):
                continue
            elif why := self._why_not(posting, original, now):
                self._aside(posting, "cannot_reverse", why)
            else:
                now.add((original.kind == DENIED, original.key))
                if original.kind == DENIED:
                    self._undo_denial(posting, original)
                else:
                    transfers.append(self._mirror(posting, original))
                self._went_in([posting])
        bulk.insert("records_transfer", TRANSFER, transfers)
        return later

    def _reversed_at_the_desk(self, posting: Posting, original: Posted) -> None:
        """Undone on both sides, or only there yet."""
        if original.undone is None:
            self._of_the_desk(posting, original)
        else:
            self.tally.same += 1

    def _reversed_before(self, posting: Posting, before: Posted, undid: set[str]) -> None:
        """A number that is posted already comes as a reversal: the same one, or on a later day now.
        On an earlier one it would stand before what undoes the first, which no past day could read.
        """
        day = posting.row.posted_on.isoformat()
        if before.kind != REVERSED:
            is_new = before.file == self.intake.file_id and not before.twin
            self._twice(posting) if is_new else self._changed_kind(posting, before)
            return
        if not any(is_of(source, posting.row.reverses) for source in undid):
            self._aside(posting, "changed_reversal",
                        f"Transaction {posting.row.transaction_id} reversed another one than "
                        f"{posting.row.reverses or '(none named)'}. The books keep that; give this "
                        "reversal a number of its own and export again.")  # fmt: skip
            return
        if (day, posting.row.amount_cents) == (before.posted_on, before.cents):
            self.tally.same += 1
            return
        if self._locked(posting, before.posted_on):
            return
        if (
            before.undone is not None
            or posting.row.amount_cents != before.cents
            or day < before.posted_on
        ):
            self._changed_after_reversal(posting)
            return
        self._move_reversal(posting, before)
        self.tally.changed += 1

    def _move_reversal(self, posting: Posting, before: Posted) -> None:
        if not before.debit:
            self._undo_denial(posting, before)
        else:
            version = replace(posting.source, self.intake, a_reversal=True)
            last = posting.source if version == 2 else f"{posting.source}~{version - 1}"
            ((undone,),) = bulk.select(
                "SELECT id FROM records_transfer WHERE source = %s", [f"{last}~undone"]
            )
            # Reversing what undid it reverses the original again, on the new day.
            mirrored = before._replace(debit=before.credit, credit=before.debit, key=undone)
            source = f"{posting.source}~{version}"
            row = (source, *self._mirror(posting, mirrored)[1:])
            bulk.insert("records_transfer", TRANSFER, [row])
            self.intake.touched.add(self.intake.owner_of[before.patient])

    def _why_not(self, posting: Posting, original: Posted, now: set[tuple[bool, int]]) -> str:
        number, owners = posting.row.reverses, self.intake.owner_of
        if original.undone is not None or (original.kind == DENIED, original.key) in now:
            return f"Transaction {number} is already reversed; it can be reversed once."
        if original.cents != posting.row.amount_cents:
            return f"The amount is not that of transaction {number}; a reversal undoes it whole."
        if owners.get(original.patient) != owners[posting.patient]:
            return f"Transaction {number} belongs to another account."
        return ""

    def _mirror(self, posting: Posting, original: Posted) -> tuple[Any, ...]:
        row = posting.row
        return (
            posting.source, REVERSED, original.credit, original.debit,
            row.amount_cents, original.patient,
            original.charge, row.posted_on.isoformat(),
            row.received_on and row.received_on.isoformat(),
            self.intake.at, row.payer_id, row.group_code, row.reason_code, row.method,
            row.reference,
            original.key, self.intake.file_id,
        )  # fmt: skip

    def _undo_denial(self, posting: Posting, original: Posted) -> None:
        bulk.execute(
            "UPDATE records_denial SET undone_on = %s, undone_by = %s WHERE id = %s",
            [posting.row.posted_on.isoformat(), posting.source, original.key],
        )
