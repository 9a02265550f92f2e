"""The same patient money from two sides: a receipt of the desk, and the practice export that brings
it too. It is posted once.

A payment of the export is the twin of a receipt when account, kind of money, number and amount are
those of the receipt, or of one of its parts on the same charge, and their days lie at most ten days
apart. What agrees only in part is set aside for a person, with both named. A check that came back
is still that check; a receipt that was corrected is no twin of anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from goodstanding.actions.practice_money import Posting
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.money import show
from goodstanding.core.placing import TENDER_WORDS
from goodstanding.records import bulk

_PAYMENT = TransactionKind.PATIENT_PAYMENT.value
ALIKE, NEAR = timedelta(days=10), timedelta(days=3)


@dataclass
class Part:
    """One transfer of a receipt; `free` until a row of an export is its twin."""

    transfer: int
    charge: int | None
    cents: int
    free: bool


@dataclass
class Taken:
    """A receipt as an export may know it."""

    number: int
    cents: int
    tender: str
    reference: str
    on: date
    parts: list[Part] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        return all(part.free for part in self.parts)

    @property
    def words(self) -> str:
        what = f"{TENDER_WORDS[Tender(self.tender)]} {self.reference}".strip()
        return f"receipt {self.number} ({what}, {show(self.cents)}, {self.on:%m/%d/%Y})"

    def same_money(self, posting: Posting) -> bool:
        row = posting.row
        return (
            self.tender == row.method
            and _bare(self.reference) == _bare(row.reference)
            and abs(self.on - row.posted_on) <= ALIKE
        )

    def like(self, posting: Posting) -> bool:
        """Agrees in part: the amount within three days, or the number within ten."""
        row, apart = posting.row, abs(self.on - posting.row.posted_on)
        by_amount = self.cents == row.amount_cents and apart <= NEAR
        by_number = bool(_bare(self.reference)) and self.same_money(posting)
        return by_amount or by_number


@dataclass
class Told:
    """`twins` are (source, key of the transfer it stands for)."""

    rest: list[Posting] = field(default_factory=list)
    twins: list[tuple[str, int]] = field(default_factory=list)
    doubtful: list[tuple[Posting, Taken]] = field(default_factory=list)


def any_receipt() -> bool:
    return bool(bulk.select("SELECT 1 FROM records_receipt LIMIT 1"))


def told_from_receipts(postings: list[Posting], owner_of: dict[int, int]) -> Told:
    """First what agrees whole, for all of them; only then what agrees in part."""
    payments = [posting for posting in postings if posting.row.kind == _PAYMENT]
    taken = _receipts({owner_of[posting.patient] for posting in payments})
    found, open_ = Told(), []
    for posting in postings:
        own = taken.get(owner_of[posting.patient], []) if posting.row.kind == _PAYMENT else []
        if not own:
            found.rest.append(posting)
        elif twins := _whole(posting, own) or _part(posting, own):
            found.twins += twins
        else:
            open_.append((posting, own))
    for posting, own in open_:
        alike = next((each for each in own if _has_free(each) and each.like(posting)), None)
        if alike is None:
            found.rest.append(posting)
        else:
            found.doubtful.append((posting, alike))
    return found


def _has_free(one: Taken) -> bool:
    return any(part.free for part in one.parts)


def _whole(posting: Posting, own: Iterable[Taken]) -> list[tuple[str, int]]:
    """The first part under the row's own source; the others too, so that none stays free. A single
    "~" is in no source of an export (practice_money.named).
    """
    for one in own:
        if one.cents == posting.row.amount_cents and one.is_free and one.same_money(posting):
            for part in one.parts:
                part.free = False
            rest = enumerate(one.parts[1:], 2)
            others = [(f"{posting.source}~whole{n}", part.transfer) for n, part in rest]
            return [(posting.source, one.parts[0].transfer), *others]
    return []


def _part(posting: Posting, own: Iterable[Taken]) -> list[tuple[str, int]]:
    wanted = (posting.charge, posting.row.amount_cents)
    for one in own:
        for part in one.parts:
            if part.free and (part.charge, part.cents) == wanted and one.same_money(posting):
                part.free = False
                return [(posting.source, part.transfer)]
    return []


def _receipts(guarantors: set[int]) -> dict[int, list[Taken]]:
    """Receipts of these accounts but the corrected ones, living ones first, with their parts."""
    if not guarantors:
        return {}
    own: dict[int, list[Taken]] = defaultdict(list)
    by_number: dict[int, Taken] = {}
    for guarantor, number, cents, tender, reference, on in bulk.select(
        'SELECT r.guarantor_id, r.number, r.cents, r.tender, r.reference, CAST(r."on" AS TEXT) '
        "FROM records_receipt r LEFT JOIN records_receiptundone u ON u.receipt_id = r.id "
        f"WHERE r.guarantor_id IN ({bulk.keys(guarantors)}) AND (u.id IS NULL OR "
        "u.kind = 'returned') ORDER BY CASE WHEN u.id IS NULL THEN 0 ELSE 1 END, r.number"
    ):
        one = Taken(number, cents, tender, reference, date.fromisoformat(on))
        by_number[number] = one
        own[guarantor].append(one)
    for number, part in _parts(guarantors) if by_number else ():
        if number in by_number:
            by_number[number].parts.append(part)
    return {key: [one for one in listed if one.parts] for key, listed in own.items()}


def _parts(guarantors: set[int]) -> Iterator[tuple[int, Part]]:
    begins, values = bulk.begins("t.source", "receipt:")
    rows = bulk.select(
        "SELECT t.source, t.id, t.charge_id, t.cents, w.id FROM records_transfer t "
        "JOIN records_patient p ON p.id = t.patient_id "
        "LEFT JOIN records_twin w ON w.transfer_id = t.id "
        f"WHERE p.guarantor_id IN ({bulk.keys(guarantors)}) AND {begins} "
        "AND t.reverses_id IS NULL ORDER BY t.id",
        values,
    )
    for source, transfer, charge, cents, twin in rows:
        yield int(source.split(":")[1]), Part(transfer, charge, cents, twin is None)


def _bare(reference: str) -> str:
    return reference.strip().casefold().lstrip("0")
