"""The posting of remittances: one check after another; nothing of one that does not balance."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from goodstanding.actions.claim_finding import Asked, Finding
from goodstanding.actions.practice_money import DENIAL, TRANSFER
from goodstanding.actions.practice_taken_back import negated_later, practice_postings_of
from goodstanding.actions.remittance_checks import Taken, take_check
from goodstanding.actions.remittance_claims import packed, taken_back, unpacked
from goodstanding.actions.unplaced import Stamp, parked, unparked
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.ledger import LedgerAccount, sides
from goodstanding.core.money import show
from goodstanding.core.provider_money import account_of
from goodstanding.core.remittance import PREDETERMINATION, REVERSAL, Move, entry_for
from goodstanding.formats.problems import Problem
from goodstanding.formats.x12.remitted import Claim, Payment
from goodstanding.records import bulk
from goodstanding.records.bulk import moment
from goodstanding.records.models import ImportFile, ProviderAdjustment, RemittanceClaim
from goodstanding.records.queries.desk_money import insurer_receipts

CLAIM = (
    "remittance_id", "place", "claim", "status", "payer_control", "charged_cents", "paid_cents",
    "patient_cents",
    "state", "why", "content", "taken_back",
)  # fmt: skip


class Desk:
    """One file's posting. `ended` counts the file's claims by where they ended, `others` those of
    earlier files that posted now, `elsewhere` what is to be told of these, by file; `touched` are
    the accounts to derive again.
    """

    def __init__(self, *, file: ImportFile | None, at: datetime, on: date) -> None:
        self.file, self.at, self.on = file, moment(at), on.isoformat()
        self.ended: Counter[str] = Counter(posted=0, waiting=0, aside=0)
        self.others = 0
        self.problems: list[Problem] = []
        self.elsewhere: list[tuple[int, Problem]] = []
        self.waits: dict[tuple[int, int], Problem] = {}  # by check and place
        self.notices: list[Problem] = []
        self.touched: set[int] = set()
        self.checks = self.duplicates = 0
        self._payer = self._trace = ""
        self._of_file = 0
        self._transfers: list[tuple[Any, ...]] = []
        self._denials: list[tuple[Any, ...]] = []
        self._claims: list[tuple[Any, ...]] = []
        self._patients: set[int] = set()
        self._finding = Finding([])
        self._negated = negated_later()
        self._typed = insurer_receipts() if file is not None else {}
        self._of_practice: set[tuple[int, int]] = set()  # reversals of what the practice posted
        self._moved: set[str] = set()  # claim numbers, ours and the payer's, that posted

    def take(self, payment: Payment) -> None:
        """Posts one check, or what of it did not come before."""
        assert self.file is not None, "only a file brings new checks"
        check = take_check(payment, self.file, self._typed)
        self.problems += check.problems
        self.notices += check.notices
        if check.same is not None:
            self.ended["duplicate"] += check.same
        if check.remittance is None:
            self.duplicates += 1
            return
        self.checks += 1
        self._payer, self._trace = check.remittance.payer, check.remittance.trace
        self._of_file = self.file.id
        if not check.aside:
            self._provider_adjustments(check)
            self._unpark(check.remittance.claims.filter(state="replaced"))
            self._finding = Finding([
                Asked((check.remittance.id, place), self._payer, claim)
                for place, claim in enumerate(check.claims, check.claims_before + 1)
            ])  # fmt: skip
        for place, claim in enumerate(check.claims, check.claims_before + 1):
            self._take_claim(claim, check, place)
        self._flush()

    def _take_claim(self, claim: Claim, check: Taken, place: int) -> None:
        assert check.remittance is not None
        key = check.remittance.id
        state, why = ("aside", check.aside) if check.aside else self._post(claim, key, place)
        self.ended[state] += 1
        told = Problem(self._where(claim), f"claim_{state}", f"{why}.", claim.paid_cents)
        if state == "waiting":
            self.waits[key, place] = told
        elif state == "aside" and not check.problems:  # else the check's own problem says it all
            self.problems.append(told)
        self._claims.append((
            key, place, claim.claim_id[:64], claim.status[:4], claim.payer_control[:64],
            claim.charged_cents, claim.paid_cents, claim.patient_cents, state, why, packed(claim),
            (key, place) in self._of_practice,
        ))  # fmt: skip
        if state != "posted" and not check.aside and claim.paid_cents:
            self._transfers.append(parked(f"{key}:{place}", claim.paid_cents, self._stamp))

    def _where(self, claim: Claim) -> str:
        return f"check {self._trace} claim {claim.claim_id}"

    def settle(self) -> None:
        """What waited for a claim that has posted now: a reversal that came before what it takes
        back, a correction that came before the reversal. So the order of files does not matter.
        """
        while self._moved:
            moved, self._moved = self._moved, set()
            waiting = bulk.select(
                "SELECT id, claim, payer_control FROM records_remittanceclaim "
                "WHERE state = 'waiting' ORDER BY id"
            )
            self.try_again([key for key, *names in waiting if moved & set(names)])

    def try_again(self, keys: Sequence[int]) -> None:
        """Waiting claims whose charges may be there now; what posts says so, the rest goes on
        waiting.
        """
        for chunk in bulk.chunks(keys, 2000):
            claims = (
                RemittanceClaim.objects.filter(id__in=chunk)
                .select_related("remittance")
                .order_by("id")
            )
            read = [(claim, unpacked(claim.content)) for claim in claims]
            self._finding = Finding([
                Asked((stored.remittance_id, stored.place), stored.remittance.payer, claim)
                for stored, claim in read
            ])  # fmt: skip
            for stored, claim in read:
                self._payer, self._trace = stored.remittance.payer, stored.remittance.trace
                self._of_file = stored.remittance.file_id
                stored.state, stored.why = self._post(claim, stored.remittance_id, stored.place)
                stored.taken_back = (stored.remittance_id, stored.place) in self._of_practice
                if stored.state == "posted":
                    self._posted_now(stored)
            RemittanceClaim.objects.bulk_update(
                [stored for stored, _ in read], ["state", "why", "taken_back"]
            )
            self._unpark([stored for stored, _ in read if stored.state == "posted"])
            self._flush()

    def _posted_now(self, stored: RemittanceClaim) -> None:
        """A claim that waited: one of this file, or of another one, which is counted there."""
        if self.waits.pop((stored.remittance_id, stored.place), None) is None:
            self.others += 1
        else:
            self.ended["waiting"] -= 1
            self.ended["posted"] += 1

    def _provider_adjustments(self, check: Taken) -> None:
        remittance, adjustments = check.remittance, check.adjustments
        assert remittance is not None
        ProviderAdjustment.objects.bulk_create(
            ProviderAdjustment(
                remittance=remittance, provider=a.provider_id[:80], fiscal_on=a.fiscal_on,
                reason=a.reason[:4],
                reference=a.reference[:80], cents=a.cents,
            )
            for a in adjustments
        )  # fmt: skip
        for place, adjustment in enumerate(adjustments, check.adjustments_before + 1):
            if adjustment.cents:
                # Positive lowers the check (X12.md trap 2): cash goes out to the account of its
                # reason.
                pair = [account_of(adjustment.reason).value, LedgerAccount.CASH.value]
                debit, credit = pair if adjustment.cents > 0 else reversed(pair)
                self._transfers.append((
                    f"835:{remittance.id}:plb:{place}", TransactionKind.PROVIDER_ADJUSTMENT.value,
                    debit, credit,
                    abs(adjustment.cents), None, None, self.on, None, self.at, self._payer, "",
                    adjustment.reason[:12], "", adjustment.reference[:80], None, self._file_id,
                ))  # fmt: skip

    @property
    def _stamp(self) -> Stamp:
        return Stamp(self.on, self.at, self._payer, self._trace, self._file_id)

    def _unpark(self, posted: Iterable[RemittanceClaim]) -> None:
        places = [f"{stored.remittance_id}:{stored.place}" for stored in posted]
        self._transfers += unparked(places, self._stamp) if places else []

    @property
    def _file_id(self) -> int | None:
        return self.file.id if self.file else None

    def _post(self, claim: Claim, remittance: int, place: int) -> tuple[str, str]:
        if not claim.balanced:
            return "aside", "The claim does not balance: its charge is not payment plus adjustments"
        if claim.status == REVERSAL:
            return self._take_back(claim, remittance, place)
        found = self._finding.match((remittance, place))
        if not found.pairs:
            return "waiting", found.why
        if claim.status == PREDETERMINATION and claim.paid_cents:
            return "waiting", "An estimate by the payer that pays money. Ask the payer what it is"
        if self._negated and (claim.claim_id, claim.charged_cents, claim.paid_cents) in (
            self._negated
        ):
            return "waiting", (
                "The practice posted this claim and the payer took it back since; it is not "
                "posted a second time"
            )
        entry = entry_for(claim, found.pairs)
        if entry.why:
            return "waiting", entry.why
        self._moves(claim, f"{remittance}:{place}", entry.moves)
        where = self._where(claim)
        self.notices += [Problem(where, "look_at", notice) for notice in entry.notices]
        self._look([Problem(where, "look_at", f"{text}.", cents) for text, cents in entry.looks])
        self._patients.update(pair.charge.patient for pair in found.pairs)
        how = self._finding.how((remittance, place))
        looks = [text for text, _ in entry.looks]
        return "posted", " ".join([*([how] if how else []), *entry.notices, *looks])

    def _look(self, problems: Sequence[Problem]) -> None:
        """For a person: told with the file that brought the claim."""
        if self.file is not None and self._of_file == self.file.id:
            self.problems += problems
        else:
            self.elsewhere += [(self._of_file, problem) for problem in problems]

    def by_hand(self, stored: RemittanceClaim, claim: Claim, moves: Sequence[Move]) -> None:
        """What a person decided of a waiting claim: these moves post it, and its money is no longer
        kept apart.
        """
        self._payer, self._trace = stored.remittance.payer, stored.remittance.trace
        self._moves(claim, f"{stored.remittance_id}:{stored.place}", moves)
        self._patients.update(move.charge.patient for move in moves)
        self._unpark([stored])
        self._flush()

    def replace_practice(self, rows: Sequence[tuple[Any, ...]], place: str) -> None:
        """Reverses the practice's own postings, for which the remittance's come. They are no part
        of the check's money.
        """
        self._mirror(rows, f"same:{place}")
        self._flush()

    def _moves(self, claim: Claim, place: str, moves: Sequence[Move]) -> None:
        for number, move in enumerate(moves, 1):
            self._add(f"835:{place}:{number}", move)
        self._moved |= {claim.claim_id, claim.payer_control} - {""}

    def _add(self, source: str, move: Move) -> None:
        charge = move.charge
        if move.kind is TransactionKind.DENIAL:
            self._denials.append((
                source, charge.key, charge.patient, self.on, None, self.at, move.cents, self._payer,
                move.group[:4], move.reason[:12], "", self._trace, "", self._file_id,
            ))  # fmt: skip
            return
        between = sides(move.kind, on_a_charge=True)
        assert between is not None
        self._transfers.append((
            source, move.kind.value, between.debit, between.credit, move.cents, charge.patient,
            charge.key, self.on, None, self.at, self._payer, move.group[:4], move.reason[:12], "",
            self._trace, None,
            self._file_id,
        ))  # fmt: skip

    def _take_back(self, claim: Claim, remittance: int, place: int) -> tuple[str, str]:
        """A reversal: mirrors every transfer of the claim it takes back, whenever that came; or the
        practice's own postings, when they agree with it exactly.
        """
        self._flush()
        original = taken_back(claim, self._finding.linked((remittance, place)))
        if original is None:
            rows = practice_postings_of(claim, self._finding.match((remittance, place)).pairs)
            if not rows:
                return (
                    "waiting",
                    f"Takes back {show(-claim.paid_cents)}, but the claim it takes back is not "
                    "posted here",
                )
            self._of_practice.add((remittance, place))
            self._negated.add((claim.claim_id, -claim.charged_cents, -claim.paid_cents))
            self._mirror(rows, f"835:{remittance}:{place}")
            return "posted", self._taken(claim, rows, of="the practice's own posting")
        key, of, at_place = original
        moves, values = bulk.begins("t.source", f"835:{of}:{at_place}:")
        denials, _ = bulk.begins("source", f"835:{of}:{at_place}:")
        rows = bulk.select(
            "SELECT t.id, t.debit, t.credit, t.cents, t.patient_id, t.charge_id, t.group_code, "
            "t.reason_code "
            "FROM records_transfer t LEFT JOIN records_transfer r ON r.reverses_id = t.id "
            f"WHERE {moves} AND t.reverses_id IS NULL AND r.id IS NULL ORDER BY t.id",
            values,
        )
        self._mirror(rows, f"835:{remittance}:{place}")
        bulk.execute(
            f"UPDATE records_denial SET undone_on = %s, undone_by = %s WHERE {denials}",
            [self.on, f"835:{remittance}:{place}", *values],
        )
        bulk.execute(
            "UPDATE records_remittanceclaim SET taken_back = %s WHERE id = %s", [True, key]
        )
        return "posted", self._taken(claim, rows)

    def _mirror(self, rows: Sequence[tuple[Any, ...]], source: str) -> None:
        for number, (id_, debit, credit, cents, patient, charge, group, reason) in enumerate(
            rows, 1
        ):
            self._transfers.append((
                f"{source}:{number}", TransactionKind.REVERSAL.value, credit, debit,
                cents, patient,
                charge, self.on, None, self.at, self._payer, group, reason, "", self._trace, id_,
                self._file_id,
            ))  # fmt: skip
            if patient is not None:
                self._patients.add(patient)

    def _taken(self, claim: Claim, rows: Sequence[tuple[Any, ...]], of: str = "") -> str:
        self._flush()
        self._finding.renew({row[5] for row in rows if row[5] is not None})
        self._moved |= {claim.claim_id, claim.payer_control} - {""}
        return f"Took back {of}." if of else ""

    def _flush(self) -> None:
        bulk.insert("records_transfer", TRANSFER, self._transfers)
        bulk.insert("records_denial", DENIAL, self._denials)
        bulk.insert("records_remittanceclaim", CLAIM, self._claims)
        for rows in (self._transfers, self._denials, self._claims):
            rows.clear()
        if self._patients:
            self.touched.update(
                key for key, in bulk.select(
                    f"SELECT DISTINCT guarantor_id FROM records_patient WHERE id IN "
                    f"({bulk.keys(self._patients)})"
                )
            )  # fmt: skip
            self._patients.clear()
