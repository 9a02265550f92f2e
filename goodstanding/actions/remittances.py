"""Importing an 835: every check once, every claim posted, waiting for a person, or set aside;
nothing dropped.
"""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

from goodstanding.actions.import_told import tell, tell_each
from goodstanding.actions.provider_ties import tie
from goodstanding.actions.remittance_posting import Desk
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.formats.problems import Problem
from goodstanding.formats.x12.remittance_835 import read
from goodstanding.formats.x12.remitted import Payment, Totals
from goodstanding.records import bulk
from goodstanding.records.derived import rederive
from goodstanding.records.models import ImportFile
from goodstanding.records.queries.periods import locked_until

KIND = "835"
# Problems by which a file may hold more than the checks that were read before.
_INCOMPLETE = frozenset({"unread_text", "truncated", "set_count"})


class PeriodLocked(Refused):
    """The day it would post on is locked for the accountant."""


@action("import.remittance")
def import_remittance(
    raw: bytes,
    *,
    name: str,
    on: date,
    by: Actor,
    at: datetime,
    moved: Callable[[int], None] = lambda rows: None,
) -> ImportFile:
    """Posts what balances and matches, on the business day `on`; sets the rest aside with its place
    and its money.

    The same bytes a second time are a "duplicate" and change nothing; so is each check that came in
    another file.
    """
    digest = hashlib.sha256(raw).hexdigest()
    bulk.alone(bulk.BOOKS)
    if why := _locked(on):
        raise PeriodLocked(f"Nothing of {name} was read. {why}")
    file = ImportFile(
        kind=KIND, name=name, sha256=digest, size=len(raw), received_at=at, by=by.name
    )
    earlier = ImportFile.objects.filter(kind=KIND, sha256=digest).exclude(status="rejected").first()
    if earlier is not None:
        return _read_before(file, earlier)
    file.status, file.raw = "reading", raw
    file.save()
    sums, desk = Totals(), Desk(file=file, at=at, on=on)
    problems: list[Problem] = []
    with bulk.uncollected():
        # A zero byte is no text and PostgreSQL takes none; `raw` keeps it.
        for payment in read(BytesIO(raw.replace(b"\0", b" "))):
            sums.add(payment)
            problems += faults(payment)
            desk.take(payment)
            moved(len(payment.claims))
        desk.settle()
        tie()
        rederive(sorted(desk.touched))
    desk.problems += [*desk.waits.values(), *problems]
    file.totals = totals(sums) | {"ended": desk.ended}
    file.status = _status(desk)
    file.save(update_fields=["totals", "status"])  # `raw` is there
    tell(file, desk.problems, level="aside")
    tell(file, desk.notices, level="notice")
    tell_each(desk.elsewhere)
    about(file=file.id, checks=desk.checks, claims=dict(desk.ended), others=desk.others)
    return file


def _read_before(file: ImportFile, earlier: ImportFile) -> ImportFile:
    file.status, file.totals = "duplicate", earlier.totals
    file.save()
    text = f"This file was read on {earlier.received_at:%Y-%m-%d}. Nothing was posted again."
    tell(file, [Problem("file", "duplicate_file", text)], level="notice")
    return file


@action("remittance.rematch")
def rematch(*, on: date, by: Actor, at: datetime) -> int:
    """Tries the waiting claims again, now that charges arrived; returns how many posted. On a
    locked day they go on waiting.
    """
    bulk.alone(bulk.BOOKS)
    if _locked(on):
        return 0
    waiting = bulk.select(
        "SELECT id FROM records_remittanceclaim WHERE state = 'waiting' ORDER BY id"
    )
    if not waiting:
        return 0
    desk = Desk(file=None, at=at, on=on)
    with bulk.uncollected():
        desk.try_again([key for (key,) in waiting])
        desk.settle()
        rederive(sorted(desk.touched))
    tell_each(desk.elsewhere)
    about(tried=len(waiting), posted=desk.others)
    return desk.others


def _locked(on: date) -> str:
    until = locked_until()
    if until is None or on > until:
        return ""
    return (
        f"It would post on {on:%m/%d/%Y}, and everything up to {until:%m/%d/%Y} is locked for the "
        "accountant. Import it on a later day, or a manager opens the period."
    )


def faults(payment: Payment) -> list[Problem]:
    """The reader's problems of a check and its claims."""
    return [*payment.problems, *(problem for claim in payment.claims for problem in claim.problems)]


def totals(sums: Totals) -> dict[str, object]:
    """The totals of the contract, in cents."""
    return {
        "claims": sums.claims,
        "charged": sums.charged,
        "paid": sums.paid,
        "patient_responsibility": sums.patient_responsibility,
        "adjustments": dict(sums.adjustments),
        "provider_adjustments": sums.provider_adjustments,
        "payment_amount": sums.payment_amount,
        "balanced": sums.balanced and bool(sums.payments),
    }


def _status(desk: Desk) -> str:
    ended = desk.ended
    incomplete = any(problem.code in _INCOMPLETE for problem in desk.problems)
    if desk.duplicates and not desk.checks and not incomplete:
        return "duplicate"
    if not (ended["waiting"] or ended["aside"] or desk.problems):
        return "posted"
    return "partly_posted" if ended["posted"] else "exceptions"
