"""The bank: its lines come in once, and each becomes the money of ours that it is."""

import hashlib
from datetime import datetime

from goodstanding.actions.import_told import tell
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.bank_matching import Money, pairs
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.formats import bank_bai2, bank_csv
from goodstanding.formats.bank_lines import BankEntry, keyed
from goodstanding.formats.problems import NotReadable, Problem
from goodstanding.records import bulk, clinic
from goodstanding.records.models import BankLine, BankMatch, ImportFile
from goodstanding.records.queries import bank_book

BAI2, CSV = "bank_bai2", "bank_csv"
_READERS = {BAI2: bank_bai2.read, CSV: bank_csv.read}
_LINE = ("key", "file_id", "on", "cents", "code", "reference", "trace", "text")
_COLUMN = {
    Money.REMITTANCE: "remittance_id", Money.DEPOSIT: "deposit_id", Money.RECEIPT: "receipt_id",
}  # fmt: skip
LONGEST_HOW = 120
BY_HAND = "by hand"


def kind_of_bank(raw: bytes) -> str:
    """ "bank_bai2", "bank_csv" or "" for neither."""
    if bank_bai2.looks_like_bai2(raw):
        return BAI2
    return CSV if bank_csv.looks_like_bank_csv(raw) else ""


@action("import.bank")
def import_bank(raw: bytes, *, name: str, kind: str, by: Actor, at: datetime) -> ImportFile:
    """Takes in every line that is not here yet. What does not add up is told, and its lines go in:
    the money is at the bank either way.
    """
    lines, problems = _READERS[kind](raw)
    bulk.alone(bulk.BOOKS)
    digest = hashlib.sha256(raw).hexdigest()
    before = ImportFile.objects.filter(kind=kind, sha256=digest).exclude(status="rejected")
    came_before = before.exists()
    if not lines and not problems:
        raise NotReadable("The file has no line of money in it. Ask the bank for another day.")
    file = ImportFile.objects.create(
        kind=kind, name=name[:255], sha256=digest, size=len(raw), received_at=at, by=by.name,
        status="reading", raw=None if came_before else raw,
    )  # fmt: skip
    new = _take_in(file, lines)
    file.totals = {
        "rows": len(lines), "new": new, "same": len(lines) - new,
        "credits": sum(one.cents for one in lines if one.cents > 0),
        "debits": -sum(one.cents for one in lines if one.cents < 0),
    }  # fmt: skip
    file.status = _status(new, lines, problems)
    file.save()
    tell(file, problems if not came_before else [])
    about(file=file.id, lines=len(lines), new=new)
    return file


def _take_in(file: ImportFile, lines: list[BankEntry]) -> int:
    """The lines that are new, in one statement; returns how many."""
    named = list(keyed(lines))
    known: set[str] = set()
    for chunk in bulk.chunks([key for key, _ in named], 500):
        marks, values = bulk.text_in(chunk)
        known |= {
            key
            for (key,) in bulk.select(
                f"SELECT key FROM records_bankline WHERE key IN ({marks})", values
            )
        }
    fresh = [(key, one) for key, one in named if key not in known]
    bulk.insert("records_bankline", _LINE, [
        (key, file.id, one.on.isoformat(), one.cents, one.code, one.reference, one.trace[:80],
         one.text)
        for key, one in fresh
    ])  # fmt: skip
    return len(fresh)


def _status(new: int, lines: list[BankEntry], problems: list[Problem]) -> str:
    if not new and lines:
        return "duplicate"
    if problems:
        return "partly_posted" if new else "exceptions"
    return "posted"


@action("bank.match_all")
def match_all(*, by: Actor, at: datetime) -> int:
    """Matches what is sure among all that no person decided; what the program matched before, and
    would not match now that it knows more, it takes apart. Returns how many matches are new.
    """
    bulk.alone(bulk.BOOKS)
    book = bank_book.book()
    days = clinic.current().desk.match_days
    wanted = {
        (p.line, p.money, p.key, p.how)
        for p in pairs(book.lines, book.expected, days=days, never=book.never)
    }
    gone = [one.key for one in book.standing if one.pair not in wanted]
    BankMatch.objects.filter(id__in=gone).update(undone_at=at, undone_by=bank_book.THE_PROGRAM)
    new = sorted(wanted - {one.pair for one in book.standing})
    for line, money, key, how in new:
        BankMatch.objects.create(line_id=line, **{_COLUMN[money]: key}, how=how, at=at, by=by.name)
    about(matched=len(new), apart=len(gone))
    return len(new)


@action("bank.match")
def match_line(
    *, line: int, money: Money, key: int, why: str = "", by: Actor, at: datetime
) -> None:
    """A person says what a line is. A deposit may differ (a card company keeps its fee), with the
    reason; an insurer's check may not: one payment is one check.
    """
    bulk.alone(bulk.BOOKS)
    found = _free_line(line)
    told = bank_book.amounts(money, key)
    if (
        told is None
        or BankMatch.objects.filter(**{_COLUMN[money]: key}, undone_at__isnull=True)
        .exclude(how__in=bank_book.BY_ITSELF)
        .exists()
    ):
        raise Refused("This money is matched already, or is gone. Reload the page.")
    cents, name = told
    if cents != found.cents:
        _refuse_other_amount(cents, found.cents, money=money, why=why)
    _give_way(line=line, at=at)
    _give_way(**{_COLUMN[money]: key}, at=at)
    how = f"{BY_HAND}: {why.strip()}" if why.strip() else BY_HAND
    BankMatch.objects.create(
        line=found, **{_COLUMN[money]: key}, how=how[:LONGEST_HOW], at=at, by=by.name
    )
    about(line=line, money=name.split()[0], key=key)


def _refuse_other_amount(cents: int, at_bank: int, *, money: Money, why: str) -> None:
    both = f"The bank has {show(at_bank)}, we have {show(cents)}."
    if money is not Money.DEPOSIT:
        raise Refused(f"{both} One payment is one check. Look for the line of the same amount.")
    if (cents > 0) is not (at_bank > 0):
        raise Refused(f"{both} One came in, the other went out. Choose another line.")
    if not why.strip():
        raise Refused(f"{both} Write why they differ.")
    _no_card(why)


@action("bank.other")
def call_other(*, line: int, reason: str, by: Actor, at: datetime) -> None:
    """A line that is none of our money here (a fee, interest, rent), with its reason."""
    bulk.alone(bulk.BOOKS)
    found = _free_line(line)
    if not reason.strip():
        raise Refused("Write what this line is.")
    _no_card(reason)
    _give_way(line=line, at=at)
    BankMatch.objects.create(line=found, other=reason.strip(), how=BY_HAND, at=at, by=by.name)
    about(line=line)


@action("bank.unmatch")
def unmatch(*, match: int, by: Actor, at: datetime) -> None:
    """Takes a match apart; its row stays. The program does not make the same one again."""
    bulk.alone(bulk.BOOKS)
    gone = BankMatch.objects.filter(id=match, undone_at__isnull=True).update(
        undone_at=at, undone_by=by.name
    )
    if not gone:
        raise Refused("This match is apart already. Reload the page.")
    about(match=match)


def _free_line(line: int) -> BankLine:
    found = BankLine.objects.filter(id=line).first()
    if found is None:
        raise Refused("This line of the bank is not here. Reload the page.")
    by_hand = found.matches.filter(undone_at__isnull=True).exclude(how__in=bank_book.BY_ITSELF)
    if by_hand.exists():
        raise Refused("This line is matched already. Take it apart first.")
    return found


def _give_way(*, at: datetime, **what: int) -> None:
    """A match the program made gives way to what a person says."""
    BankMatch.objects.filter(
        undone_at__isnull=True, how__in=bank_book.BY_ITSELF, **what
    ).update(undone_at=at, undone_by=bank_book.THE_PROGRAM)  # fmt: skip


def _no_card(text: str) -> None:
    if has_card_number(text):
        raise Refused("Take the card number out. Card numbers are never kept here.")
