"""Holds as cases: every hold in force with its next step, and one hold whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from goodstanding.core.estates import claim_class, death_of
from goodstanding.core.facts import AccountFacts, HoldFacts, PersonFacts
from goodstanding.core.hold_cases import HoldStep, next_step
from goodstanding.core.hold_conditions import Condition, conditions
from goodstanding.core.hold_effects import in_short
from goodstanding.core.holds import stops_of
from goodstanding.core.kinds import HoldKind
from goodstanding.core.places import law_for
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Attempt
from goodstanding.records.queries import facts_holds
from goodstanding.records.queries import facts_rows as rows
from goodstanding.records.queries.facts import facts_for

BATCH = 500
MOST_BLOCKED = 100
# What these need next depends on the account's money or people, not on the hold alone.
_NEEDS_ACCOUNT = frozenset(
    {
        HoldKind.BANKRUPTCY, HoldKind.ESTATE, HoldKind.BILLING_ERROR,
        HoldKind.CONFIDENTIAL_ADDRESS,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HoldLine:
    """`permanent`: what was discharged, which nothing releases. `stopped` is a few words."""

    hold: HoldFacts
    account_id: str
    name: str
    stopped: str
    step: HoldStep
    permanent: bool


@dataclass(frozen=True, slots=True)
class BlockedRow:
    at: datetime
    account_id: str
    name: str
    act: str
    why: str
    by: str


def holds_in_force(on: date) -> list[HoldLine]:
    """Every hold of the clinic's day, the next day due first."""
    accounts: dict[int, tuple[str, str]] = {
        key: (number, f"{last}, {first}")
        for key, number, last, first in bulk.select(
            "SELECT g.id, g.number, g.last_name, g.first_name FROM records_guarantor g WHERE "
            "EXISTS (SELECT 1 FROM records_hold h WHERE h.guarantor_id = g.id AND h.starts_on "
            "<= %s AND (h.ends_on IS NULL OR h.ends_on >= %s OR h.kind = 'bankruptcy'))",
            [on.isoformat(), on.isoformat()],
        )
    }
    found = [
        line
        for facts in _facts(accounts, on)
        for line in _lines(facts, accounts_by_number(accounts), on)
    ]
    return sorted(found, key=lambda line: (line.step.due_on, line.name, line.hold.hold_id))


def accounts_by_number(accounts: dict[int, tuple[str, str]]) -> dict[str, str]:
    return dict(accounts.values())


def _facts(accounts: dict[int, tuple[str, str]], on: date) -> Iterable[AccountFacts]:
    """Whole accounts only where the next step needs them."""
    settings = clinic.current()
    before = rows.end_of(on, settings.timezone)
    whole: list[int] = []
    for keys in bulk.chunks(sorted(accounts), BATCH):
        held = facts_holds.holds(bulk.keys(keys), on, before)
        for key in keys:
            own = tuple(held.get(key, ()))
            if any(hold.kind in _NEEDS_ACCOUNT for hold in own):
                whole.append(key)
            else:
                yield AccountFacts(
                    accounts[key][0], on, PersonFacts(), settings.state, settings.timezone,
                    holds=own,
                )  # fmt: skip
    for keys in bulk.chunks(whole, BATCH):
        yield from facts_for(keys, on)


def _lines(facts: AccountFacts, names: dict[str, str], on: date) -> Iterable[HoldLine]:
    law = law_for(facts, live_book())
    for hold in facts.holds:
        stopping = hold.in_force(on) or (hold.starts_on <= on and stops_of(hold, facts, law))
        if stopping:
            yield HoldLine(
                hold, facts.account_id, names[facts.account_id], in_short(hold, facts, law),
                next_step(hold, facts, law),
                hold.kind is HoldKind.BANKRUPTCY and bool(hold.detail.get("discharged_on")),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventRow:
    key: int
    at: datetime
    by: str
    what: str
    text: str
    detail: dict[str, Any]
    document: str
    sha256: str


@dataclass(frozen=True, slots=True)
class HoldWhole:
    """One hold with the account around it. `said` is what the practice system says of it."""

    hold: HoldFacts
    facts: AccountFacts
    name: str
    placed_by: str
    lifted_by: str
    lift_reason: str
    asked_by: str
    asked_at: datetime | None
    said: frozenset[str]
    events: tuple[EventRow, ...]


def hold_whole(hold_id: str, on: date) -> HoldWhole | None:
    found = bulk.select(
        "SELECT h.id, h.guarantor_id, h.kind, h.starts_on, h.ends_on, p.number, CAST(h.detail AS "
        "TEXT), h.placed_by, h.lifted_by, h.lift_reason, h.release_asked_by, "
        "h.release_asked_at, g.last_name, g.first_name FROM records_hold h JOIN "
        "records_guarantor g ON g.id = h.guarantor_id LEFT JOIN records_patient p ON p.id = "
        "h.patient_id WHERE h.number = %s",
        [hold_id],
    )
    if not found:
        return None
    key, account, kind, starts, ends, patient, detail, *told, asked_at, last, first = found[0]
    said = rows.json_of(detail)
    events = _events(key)
    known = facts_holds.detail_known(hold_id, said, [event.detail for event in events])
    hold = HoldFacts(
        hold_id, HoldKind(kind), starts, ends, patient,
        tuple(map(str, known.get("charges") or ())), known,
    )  # fmt: skip
    placed_by, lifted_by, why, asked_by = told
    return HoldWhole(
        hold, facts_for([account], on)[0], f"{first} {last}", placed_by, lifted_by, why, asked_by,
        None if asked_at is None else bulk.aware(asked_at),
        frozenset(k for k, v in said.items() if v and not hold_id.startswith("desk-")),
        events,
    )  # fmt: skip


def _events(key: int) -> tuple[EventRow, ...]:
    found = bulk.select(
        "SELECT id, at, by, what, text, CAST(detail AS TEXT), document_name, document_sha256 "
        "FROM records_holdevent WHERE hold_id = %s ORDER BY id",
        [key],
    )
    return tuple(
        EventRow(number, bulk.aware(at), by, what, text, rows.json_of(detail), name, mark)
        for number, at, by, what, text, detail, name, mark in found
    )


def document_of(hold_id: str, event: int) -> tuple[str, bytes] | None:
    """The paper itself, with the name it is kept under."""
    found = bulk.select(
        "SELECT e.document_name, e.document FROM records_holdevent e JOIN records_hold h ON h.id "
        "= e.hold_id WHERE h.number = %s AND e.id = %s AND e.document IS NOT NULL",
        [hold_id, event],
    )
    return (found[0][0], bytes(found[0][1])) if found else None


def conditions_of(account_id: str, on: date) -> tuple[AccountFacts, tuple[Condition, ...]] | None:
    key = bulk.select("SELECT id FROM records_guarantor WHERE number = %s", [account_id])
    if not key:
        return None
    facts = facts_for([key[0][0]], on)[0]
    return facts, conditions(facts, law_for(facts, live_book()))


def blocked_since(on: date) -> tuple[int, tuple[BlockedRow, ...]]:
    """How many attempts the gate stopped in the seven days up to and with `on`, newest first."""
    zone = clinic.current().timezone
    first = rows.start_of(on - timedelta(days=6), zone)
    stopped = Attempt.objects.filter(state="blocked", at__gte=first).select_related("guarantor")
    return stopped.count(), tuple(
        BlockedRow(
            each.at, each.guarantor.number,
            f"{each.guarantor.last_name}, {each.guarantor.first_name}",
            each.act, _why(each.verdict), each.by,
        )
        for each in stopped.order_by("-at", "-id")[:MOST_BLOCKED]
    )  # fmt: skip


def _why(verdict: dict[str, Any]) -> str:
    refusals = verdict.get("refusals") or ()
    return " ".join(str(each.get("text", "")) for each in refusals if isinstance(each, dict))


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A charge of the claim on an estate, with its class."""

    charge_id: str
    service_on: date
    cents: int
    number: int


def classes_of(hold: HoldFacts, facts: AccountFacts) -> tuple[ClassRow, ...]:
    if hold.kind is not HoldKind.ESTATE:
        return ()
    death, law = death_of(hold, facts), law_for(facts, live_book())
    found = [
        ClassRow(c.charge_id, c.service_on, c.patient_cents, number)
        for c in facts.charges
        if c.patient_cents > 0
        and death.patient_id in (None, c.patient_id)
        and (number := claim_class(c, death, law))
    ]
    return tuple(sorted(found, key=lambda row: (row.number, row.service_on)))
