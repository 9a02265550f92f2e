"""One account whole, as of a day: money, items, holds, promises, plan and history."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.core.aging import spread
from goodstanding.core.days import local_day
from goodstanding.core.facts import AccountFacts
from goodstanding.records import bulk, clinic
from goodstanding.records.queries.facts import facts_for

DECISION = (
    'd."on", d.act, d.step, d.due_on, d.review_on, d.cents, d.priority, d.reasons, d.rejected, '
    "d.policy, d.id, d.law, d.spoke, d.facts_id"
)


@dataclass(frozen=True, slots=True)
class DecisionInForce:
    """The decision an account had on a day; `facts_id` None when it was made before facts were
    kept."""

    on: date
    act: str
    step: str
    due_on: date
    review_on: date | None
    cents: int
    priority: int
    reasons: tuple[dict[str, str], ...]
    rejected: tuple[dict[str, str], ...]
    policy: str
    id: int
    law: str
    spoke: str
    facts_id: int | None


def key_of(number: str) -> int | None:
    rows = bulk.select("SELECT id FROM records_guarantor WHERE number = %s", [number])
    return rows[0][0] if rows else None


def facts_of(number: str, on: date) -> AccountFacts | None:
    key = key_of(number)
    return facts_for([key], on)[0] if key is not None else None


def decision_in_force(key: int, on: date) -> DecisionInForce | None:
    rows = bulk.select(
        f'SELECT {DECISION} FROM records_decision d WHERE d.guarantor_id = %s AND d."on" <= %s '
        'ORDER BY d."on" DESC, d.id DESC LIMIT 1',
        [key, on.isoformat()],
    )
    return decision_of(rows[0]) if rows else None


def decision_of(row: tuple[Any, ...]) -> DecisionInForce | None:
    """From the columns of DECISION; None where a join found no decision."""
    if row[0] is None:
        return None
    read = list(row)
    read[7], read[8] = tuple(json.loads(read[7])), tuple(json.loads(read[8] or "[]"))
    return DecisionInForce(*read)


def decisions_of(keys: Sequence[int]) -> Iterator[tuple[str, DecisionInForce]]:
    """(account number, decision) of these decisions, in the order of the keys."""
    rows = {
        row[11]: (row[0], decision_of(row[1:]))
        for row in bulk.select(
            f"SELECT g.number, {DECISION} FROM records_decision d JOIN records_guarantor g ON "
            f"g.id = d.guarantor_id WHERE d.id IN ({bulk.keys(keys)})"
        )
    }
    for key in keys:
        account_id, decided = rows[key]
        assert decided is not None, "the key is a decision's own"
        yield account_id, decided


def aging_of(facts: AccountFacts, *, whose: str) -> list[int]:
    """Cents by bucket of one account's facts."""
    items = []
    for charge in facts.charges:
        if whose in ("patient", "all"):
            items += [(layer.since.isoformat(), layer.cents) for layer in charge.layers]
        if whose in ("insurer", "all") and charge.insurer_cents:
            items.append((charge.service_on.isoformat(), charge.insurer_cents))
    return spread(items, facts.on)


def history(key: int, on: date) -> list[dict[str, Any]]:
    """Everything posted and said up to the day, newest first."""
    zone = clinic.current().timezone
    money = bulk.select(
        "SELECT CAST(t.posted_on AS TEXT), t.kind, t.cents, c.number, t.group_code, t.reason_code, "
        "t.method, t.source "
        "FROM records_transfer t JOIN records_patient p ON p.id = t.patient_id "
        "LEFT JOIN records_charge c ON c.id = t.charge_id WHERE p.guarantor_id = %s AND "
        "t.posted_on <= %s "
        "ORDER BY t.posted_on, t.id",
        [key, on.isoformat()],
    )
    events = [
        {"on": posted, "what": kind, "cents": cents, "charge": charge or "", "group": group,
        "reason": reason,
         "method": method, "source": source}
        for posted, kind, cents, charge, group, reason, method, source in money
    ]  # fmt: skip
    events += [
        {"on": posted, "what": "denial", "cents": cents, "charge": charge, "group": group,
        "reason": reason,
         "method": "", "source": source}
        for posted, cents, charge, group, reason, source in bulk.select(
            "SELECT CAST(d.posted_on AS TEXT), d.cents, c.number, d.group_code, d.reason_code, "
            "d.source "
            "FROM records_denial d JOIN records_charge c ON c.id = d.charge_id "
            "JOIN records_patient p ON p.id = d.patient_id WHERE p.guarantor_id = %s AND "
            "d.posted_on <= %s "
            "ORDER BY d.posted_on, d.id",
            [key, on.isoformat()],
        )
    ]  # fmt: skip
    events += [
        {"on": local_day(bulk.aware(at), zone).isoformat(), "what": f"contact_{direction}",
        "cents": 0, "channel": channel, "kind": kind,
         "outcome": outcome}
        for at, channel, direction, kind, outcome in bulk.select(
            "SELECT at, channel, direction, kind, outcome FROM records_contact WHERE guarantor_id "
            "= %s AND undone_at IS NULL ORDER BY at, id",
            [key],
        )
        if local_day(bulk.aware(at), zone) <= on
    ]  # fmt: skip
    return sorted(events, key=lambda event: event["on"], reverse=True)
