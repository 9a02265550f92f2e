"""The remittance desk: what waits for a person, and every file and check with where its claims and
its money are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.claim_fixes import Fix, possible
from goodstanding.core.matching_desk import Ranked, nearest
from goodstanding.records import bulk
from goodstanding.records.models.remittances import BRINGS_MONEY
from goodstanding.records.queries import provider_level
from goodstanding.records.queries.candidates import named_here, near_of, remembered
from goodstanding.records.queries.sent_claim import Sent, sent

PAGE = 50
FILES = 20


@dataclass(frozen=True, slots=True)
class Counts:
    """What the tabs count: claims to look at now, denials to work by today, references open, all
    checks; `later` are claims put off, `aside` those that do not balance, `whole` checks of which
    nothing is in the books.
    """

    needs: int
    needs_cents: int
    later: int
    aside: int
    aside_cents: int
    denials: int
    provider: int
    checks: int
    whole: int


@dataclass(frozen=True, slots=True)
class Stages:
    """Claims and cents of one file or check: received is posted, waiting and aside together.
    `cents` is what the check itself brings; `fits` is said by claims and money both.
    """

    key: int
    name: str
    received: int
    received_cents: int
    posted: int
    posted_cents: int
    waiting: int
    waiting_cents: int
    aside: int
    aside_cents: int

    @property
    def fits(self) -> bool:
        return self.received == self.posted + self.waiting + self.aside and (
            self.received_cents == self.posted_cents + self.waiting_cents + self.aside_cents
        )


@dataclass(frozen=True, slots=True)
class WaitingRow:
    id: int
    claim: Sent
    why: str
    state: str
    later_on: date | None
    payer_name: str
    trace: str
    check: int
    received_at: datetime


# Set aside out of a check whose money is in the books.
_ALONE = f"(r.state = 'aside' AND {BRINGS_MONEY})"


def counts(on: date) -> Counts:
    ((needs, cents, later, aside, aside_cents),) = bulk.select(
        "SELECT COALESCE(SUM(CASE WHEN state = 'waiting' AND (later_on IS NULL OR later_on <= %s) "
        "THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'waiting' AND (later_on IS NULL OR "
        "later_on <= %s) THEN paid_cents ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'waiting' "
        f"AND later_on > %s THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN {_ALONE} THEN 1 ELSE 0 "
        f"END), 0), COALESCE(SUM(CASE WHEN {_ALONE} THEN paid_cents ELSE 0 END), 0) FROM "
        "records_remittanceclaim r JOIN records_remittance m ON m.id = r.remittance_id WHERE "
        "state IN ('waiting', 'aside')",
        [on.isoformat()] * 3,
    )
    ((denials,),) = bulk.select(
        "SELECT COUNT(*) FROM records_denialcase WHERE state <> 'closed' AND next_on <= %s",
        [on.isoformat()],
    )
    ((checks,),) = bulk.select("SELECT COUNT(*) FROM records_remittance")
    ((whole,),) = bulk.select(
        "SELECT COUNT(DISTINCT m.id) FROM records_remittance m JOIN records_remittanceclaim r ON "
        f"r.remittance_id = m.id WHERE r.state = 'aside' AND NOT {BRINGS_MONEY}"
    )
    return Counts(
        int(needs), int(cents), int(later), int(aside), int(aside_cents), int(denials),
        provider_level.count(), int(checks), int(whole),
    )  # fmt: skip


_WAITING = (
    "SELECT r.id, r.content, r.why, r.state, CAST(r.later_on AS TEXT), m.payer_name, m.trace, "
    "m.id, f.received_at FROM records_remittanceclaim r JOIN records_remittance m ON m.id = "
    "r.remittance_id JOIN records_importfile f ON f.id = m.file_id"
)
_NOW = "r.state = 'waiting' AND (r.later_on IS NULL OR r.later_on <= %s)"


def needs_you(on: date, *, page: int | None = 1) -> tuple[WaitingRow, ...]:
    """The oldest first, in the order the person works them; `page` None gives all."""
    part = f"LIMIT {PAGE} OFFSET {(page - 1) * PAGE}" if page else ""
    return _rows(f"{_WAITING} WHERE {_NOW} ORDER BY r.id {part}", [on.isoformat()])


def not_now(on: date) -> tuple[WaitingRow, ...]:
    """Put off until a day, or set aside alone because they do not balance."""
    return _rows(
        f"{_WAITING} WHERE {_ALONE} OR (r.state = 'waiting' AND r.later_on > %s) "
        f"ORDER BY r.later_on, r.id LIMIT {PAGE}",
        [on.isoformat()],
    )


def _rows(sql: str, values: list[Any]) -> tuple[WaitingRow, ...]:
    return tuple(
        WaitingRow(
            key, sent(content), why, state, date.fromisoformat(later) if later else None,
            payer_name, trace, check, bulk.aware(received_at),
        )
        for key, content, why, state, later, payer_name, trace, check, received_at in bulk.select(
            sql, values
        )
    )  # fmt: skip


def next_waiting(after: int, on: date) -> int | None:
    """The next claim to look at: the one behind this, else the first."""
    rows = bulk.select(
        f"SELECT r.id FROM records_remittanceclaim r WHERE {_NOW} AND r.id <> %s "
        "ORDER BY CASE WHEN r.id > %s THEN 0 ELSE 1 END, r.id LIMIT 1",
        [on.isoformat(), after, after],
    )
    return rows[0][0] if rows else None


STAGES = "COUNT(r.id), COALESCE(SUM(r.paid_cents), 0), " + ", ".join(
    f"COALESCE(SUM(CASE WHEN r.state = '{state}' THEN 1 ELSE 0 END), 0), "
    f"COALESCE(SUM(CASE WHEN r.state = '{state}' THEN r.paid_cents ELSE 0 END), 0)"
    for state in ("posted", "waiting", "aside")
)


def open_files() -> tuple[Stages, ...]:
    """Files with a claim that is not posted, the newest first."""
    rows = bulk.select(
        f"SELECT f.id, f.name, {STAGES} FROM records_importfile f JOIN records_remittance m ON "
        "m.file_id = f.id LEFT JOIN records_remittanceclaim r ON r.remittance_id = m.id AND "
        "r.state <> 'replaced' WHERE f.id IN (SELECT x.file_id FROM records_remittance x JOIN "
        "records_remittanceclaim y ON y.remittance_id = x.id WHERE y.state IN ('waiting', "
        f"'aside')) GROUP BY f.id, f.name ORDER BY f.id DESC LIMIT {FILES}"
    )
    return tuple(Stages(row[0], row[1], *map(int, row[2:])) for row in rows)


# ---- one claim


@dataclass(frozen=True, slots=True)
class ChargeHere:
    number: str
    service_on: date
    code: str
    cents: int
    insurer_cents: int
    patient_cents: int


@dataclass(frozen=True, slots=True)
class NearHere:
    """One of the nearest with whose it is."""

    ranked: Ranked
    account: str
    name: str
    charges: tuple[ChargeHere, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    at: datetime
    by: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class ClaimWhole:
    """`alone`: set aside out of a check whose other claims posted and whose money is here;
    `known`: charges of ours have its number.
    """

    row: WaitingRow
    place: int
    payer: str
    paid_on: date | None
    nearest: tuple[NearHere, ...]
    linked: str
    known: bool
    alone: bool
    steps: tuple[StepRow, ...]
    accounts: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """A person may decide about it."""
        return self.alone or self.row.state == "waiting"

    @property
    def fixes(self) -> frozenset[Fix]:
        """What may be done with it now."""
        if not self.is_open:
            return frozenset()
        return possible(self.row.claim, known=self.known, alone=self.alone)


def claim_whole(number: int) -> ClaimWhole | None:
    rows = _rows(f"{_WAITING} WHERE r.id = %s", [number])
    if not rows:
        return None
    ((place, payer, paid_on, brings),) = bulk.select(
        f"SELECT r.place, m.payer, CAST(m.paid_on AS TEXT), {BRINGS_MONEY} "
        "FROM records_remittanceclaim r JOIN records_remittance m ON m.id = r.remittance_id WHERE "
        "r.id = %s",
        [number],
    )
    row = rows[0]
    linked = remembered([payer]).get((payer, row.claim.claim_id), "")
    alone = row.state == "aside" and bool(brings)
    waits = alone or row.state == "waiting"
    named = {charge.key for charge in named_here(linked or row.claim.claim_id)} if waits else set()
    near = _nearest(row.claim, payer, named) if waits else ()
    steps = bulk.select(
        'SELECT at, "by", what, text FROM records_claimstep WHERE claim_id = %s ORDER BY id',
        [number],
    )
    found = provider_level.accounts_of([(row.check, place)])
    return ClaimWhole(
        row, place, payer, date.fromisoformat(paid_on) if paid_on else None, near, linked,
        bool(named), alone,
        tuple(StepRow(bulk.aware(at), *rest) for at, *rest in steps), tuple(found.values()),
    )  # fmt: skip


def _nearest(claim: Sent, payer: str, named: set[int]) -> tuple[NearHere, ...]:
    """The three nearest; the claim whose number it is, ours or as a person said, leads."""
    ranked = nearest(claim, near_of(claim, payer, named))
    ranked = tuple(
        sorted(ranked, key=lambda one: not named & {charge.key for charge in one.near.charges})
    )
    people = {
        key: (account, f"{last}, {first}")
        for key, account, last, first in bulk.select(
            "SELECT p.id, g.number, p.last_name, p.first_name FROM records_patient p JOIN "
            "records_guarantor g ON g.id = p.guarantor_id WHERE p.id IN "
            f"({bulk.keys(one.near.patient for one in ranked)})"
        )
    }
    return tuple(
        NearHere(
            one, *people[one.near.patient],
            tuple(
                ChargeHere(
                    c.number, c.service_on, c.code, c.cents, c.insurer_cents, c.patient_cents
                )
                for c in one.near.charges
            ),
        )
        for one in ranked
    )  # fmt: skip


def raw_of(number: int) -> tuple[bytes, str, int] | None:
    """(the file's bytes, the check's trace as sent, the claim's position in it)"""
    rows = bulk.select(
        "SELECT f.raw, m.trace, r.content FROM records_remittanceclaim r JOIN records_remittance m "
        "ON m.id = r.remittance_id JOIN records_importfile f ON f.id = m.file_id WHERE r.id = %s",
        [number],
    )
    if not rows or rows[0][0] is None:
        return None
    raw, trace, content = rows[0]
    return bytes(raw), trace, sent(content).position
