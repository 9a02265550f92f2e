"""Credits: every account with money that is not ours, piece by piece, with why and what is next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from goodstanding.core.credit_left import left
from goodstanding.core.credits import Credit, Holder, credits_of
from goodstanding.core.days import local_day
from goodstanding.core.kinds import HoldKind, PayerType
from goodstanding.core.money import Cents
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.queries.credit_left import moves_of
from goodstanding.records.queries.facts_holds import holds as holds_of
from goodstanding.records.queries.facts_rows import end_of

MOST = 2000
_SOME = "(s.credit_cents <> 0 OR s.unapplied_cents <> 0 OR s.overpaid_cents <> 0)"


@dataclass(frozen=True, slots=True)
class Asked:
    """A refund that waits for a second person."""

    number: int
    cents: Cents
    on: date


@dataclass(frozen=True, slots=True)
class CreditLine:
    """`credit_cents` is the account's whole credit, after what the patient owes; `asked` refunds of
    this piece that wait; `lettered_on` the day the owner was last written to, `reported_on` the
    day it was put in a report.
    """

    credit: Credit
    name: str
    credit_cents: Cents
    open_cents: Cents
    payer_name: str
    last_on: date
    asked: tuple[Asked, ...] = ()
    lettered_on: date | None = None
    reported_on: date | None = None

    @property
    def unowed_cents(self) -> Cents:
        """Of this piece, what no open bill takes up."""
        return min(self.credit.cents, self.credit_cents)

    @property
    def is_insurers(self) -> bool:
        return bool(self.credit.payer)


@dataclass(frozen=True, slots=True)
class CreditBook:
    """`more`: accounts with smaller credits that were left out."""

    lines: tuple[CreditLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class _Account:
    number: str
    name: str
    credit_cents: Cents


def credit_book(on: date) -> CreditBook:
    """Every account with a credit, unplaced money or an overpaid charge; the largest `MOST`."""
    ((count,),) = bulk.select(f"SELECT COUNT(*) FROM records_standing s WHERE {_SOME}")
    rows = bulk.select(
        "SELECT s.guarantor_id, g.number, g.last_name, g.first_name, s.credit_cents FROM "
        f"records_standing s JOIN records_guarantor g ON g.id = s.guarantor_id WHERE {_SOME} "
        "ORDER BY ABS(s.credit_cents) + s.overpaid_cents + ABS(s.unapplied_cents) DESC, g.id "
        "LIMIT %s",
        [MOST],
    )
    accounts = {
        key: _Account(number, f"{last}, {first}", int(cents))
        for key, number, last, first, cents in rows
    }
    return CreditBook(tuple(_lines(accounts, on)), max(int(count) - len(rows), 0))


def credits_of_account(number: str, on: date) -> tuple[CreditLine, ...]:
    rows = bulk.select(
        "SELECT g.id, g.number, g.last_name, g.first_name, COALESCE(s.credit_cents, 0) FROM "
        "records_guarantor g LEFT JOIN records_standing s ON s.guarantor_id = g.id "
        "WHERE g.number = %s",
        [number],
    )
    accounts = {
        key: _Account(own, f"{last}, {first}", int(cents)) for key, own, last, first, cents in rows
    }
    return tuple(_lines(accounts, on))


def _lines(accounts: dict[int, _Account], on: date) -> list[CreditLine]:
    keys = list(accounts)
    moves, around = moves_of(keys), _around(keys, on)
    law, days = live_book().on(on, clinic.current().state), clinic.current().desk.credit_days
    found = []
    for key, account in accounts.items():
        own = moves.get(key, [])
        holder = Holder(
            account.number, own, around.numbers, around.payers, around.kinds.get(key, {}),
            tuple(around.visits.get(key, ())), around.reviewed.get(key),
        )  # fmt: skip
        pieces = credits_of(holder, on, law, days=days)
        last = max((one.posted_on for one in own), default=on)
        notices = around.notices.get(key, {})
        found += [
            CreditLine(
                _asked_for(piece, asked), account.name, account.credit_cents,
                left(own).open_cents, around.names.get(piece.payer, piece.payer), last, asked,
                *(_since(piece, notices.get(kind)) for kind in ("letter", "reported")),
            )
            for piece in pieces
            for asked in [_asked(piece, around.asked.get(key, ()))]
        ]  # fmt: skip
    return sorted(found, key=lambda one: (one.credit.step_on, one.name, one.credit.number))


def _since(piece: Credit, noticed_on: date | None) -> date | None:
    """A notice to the owner of this money: not an insurer's, and not of an earlier credit."""
    return None if piece.payer or noticed_on is None or noticed_on < piece.since else noticed_on


def _asked(piece: Credit, asked: Sequence[tuple[int | None, bool, Asked]]) -> tuple[Asked, ...]:
    """Refunds of the charge, or of the account's loose money; an insurer's are the charge's."""
    return tuple(
        one
        for charge, is_insurers, one in asked
        if is_insurers == bool(piece.payer) and (charge == piece.charge or charge is None)
    )


def _asked_for(piece: Credit, asked: tuple[Asked, ...]) -> Credit:
    if not asked:
        return piece
    step = f"A manager decides refund {asked[0].number}"
    return replace(piece, step=step, step_on=min(asked[0].on, piece.step_on))


@dataclass(frozen=True, slots=True)
class _Around:
    numbers: dict[int, str]
    payers: dict[int, str]
    kinds: dict[int, dict[str, PayerType]]
    names: dict[str, str]
    visits: dict[int, list[date]]
    reviewed: dict[int, date]
    asked: dict[int, list[tuple[int | None, bool, Asked]]]
    notices: dict[int, dict[str, date]]


def _around(guarantors: Sequence[int], on: date) -> _Around:
    keys = bulk.keys(guarantors)
    charges = bulk.select(
        "SELECT c.id, c.number, c.payer FROM records_charge c JOIN records_patient p ON p.id = "
        f"c.patient_id WHERE p.guarantor_id IN ({keys})"
    )
    kinds: dict[int, dict[str, PayerType]] = defaultdict(dict)
    names: dict[str, str] = {}
    for key, payer, name, kind in bulk.select(
        "SELECT p.guarantor_id, v.payer, v.payer_name, v.payer_type FROM records_coverage v JOIN "
        f"records_patient p ON p.id = v.patient_id WHERE p.guarantor_id IN ({keys})"
    ):
        kinds[key][payer], names[payer] = PayerType(kind), name
    asked: dict[int, list[tuple[int | None, bool, Asked]]] = defaultdict(list)
    for key, charge, payer, *one in bulk.select(
        "SELECT guarantor_id, charge_id, payer, number, cents, asked_on FROM records_refund "
        f"WHERE state = 'asked' AND guarantor_id IN ({keys}) ORDER BY number"
    ):
        asked[key].append((charge, bool(payer), Asked(*one)))
    return _Around(
        {key: number for key, number, _ in charges}, {key: payer for key, _, payer in charges},
        kinds, names, _visits(keys, on), _reviewed(keys, on), asked, _notices(keys),
    )  # fmt: skip


def _visits(keys: str, on: date) -> dict[int, list[date]]:
    zone = clinic.current().timezone
    found: dict[int, list[date]] = defaultdict(list)
    for key, at in bulk.select(
        "SELECT p.guarantor_id, a.starts_at FROM records_appointment a JOIN records_patient p ON "
        f"p.id = a.patient_id WHERE p.guarantor_id IN ({keys}) AND a.status = 'booked' AND "
        "a.starts_at >= %s ORDER BY a.starts_at",
        [bulk.moment(end_of(on - timedelta(days=1), zone))],
    ):
        found[key].append(_local(at, zone))
    return found


def _local(at: datetime | str, zone: str) -> date:
    return local_day(bulk.aware(at), zone)


def _reviewed(keys: str, on: date) -> dict[int, date]:
    """The last review of a billing error whose hold is in force."""
    found: dict[int, date] = {}
    before = end_of(on, clinic.current().timezone)
    for key, holds in holds_of(keys, on, before).items():
        for hold in holds:
            day = _day(hold.detail.get("reviewed_on"))
            if hold.kind is HoldKind.BILLING_ERROR and day is not None:
                found[key] = max(day, found.get(key, day))
    return found


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text).strip()) if text else None
    except ValueError:
        return None


def _notices(keys: str) -> dict[int, dict[str, date]]:
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for key, kind, day in bulk.select(
        'SELECT guarantor_id, kind, MAX("on") FROM records_creditnotice WHERE guarantor_id IN '
        f"({keys}) GROUP BY guarantor_id, kind"
    ):
        found[key][kind] = date.fromisoformat(day) if isinstance(day, str) else day
    return found
