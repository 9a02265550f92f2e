"""Proofs about plans made here: their days add up, nothing is on two, nothing lies before them."""

import json
from collections.abc import Callable, Iterator

from goodstanding.records import bulk

Check = tuple[str, str, Callable[[], Iterator[str]]]
_ADDED = (
    "SELECT p.number, e.parts, (SELECT SUM(v.cents - v.lowered_cents) FROM records_plancover v "
    "WHERE v.plan_id = p.id) FROM records_plan p JOIN records_planevent e ON e.id = (SELECT "
    "MAX(x.id) FROM records_planevent x WHERE x.plan_id = p.id) ORDER BY p.id"
)


def _add_up() -> Iterator[str]:
    for number, parts, agreed in bulk.select(_ADDED):
        rows = json.loads(parts) if isinstance(parts, str) else parts
        total = sum(cents for _, cents in rows)
        if total != int(agreed or 0):
            yield f"plan {number}: its instalments come to {total} cents, agreed are {agreed}"


def _on_one_plan() -> Iterator[str]:
    for (charge,) in bulk.select(
        "SELECT c.number FROM records_plancover v JOIN records_plan p ON p.id = v.plan_id JOIN "
        "records_charge c ON c.id = v.charge_id WHERE p.status = 'active' GROUP BY c.number HAVING "
        "COUNT(*) > 1 ORDER BY c.number"
    ):
        yield f"charge {charge} is on two plans that run"


def _none_before() -> Iterator[str]:
    for number, started, parts in bulk.select(
        "SELECT p.number, CAST(p.started_on AS TEXT), e.parts FROM records_plan p JOIN "
        "records_planevent e ON e.plan_id = p.id WHERE p.status NOT IN ('asked', 'declined') AND "
        "e.what <> 'asked' ORDER BY p.id, e.id"
    ):
        rows = json.loads(parts) if isinstance(parts, str) else parts
        for due, _ in rows:
            if due < started:
                yield f"plan {number} of {started} asks for a payment on {due}, before it was made"
    for number, charge in bulk.select(
        "SELECT p.number, c.number FROM records_plancover v JOIN records_plan p ON p.id = "
        "v.plan_id JOIN records_charge c ON c.id = v.charge_id WHERE v.joined_on < p.started_on "
        "ORDER BY p.id, c.number"
    ):
        yield f"plan {number} had charge {charge} before it was agreed to"


PLAN_CHECKS: tuple[Check, ...] = (
    ("a plan's instalments add up to what was agreed", "SELECT COUNT(*) FROM records_planmade",
     _add_up),
    ("no charge is on two plans that run", "SELECT COUNT(*) FROM records_plancover", _on_one_plan),
    ("no plan has a day before its agreement", "SELECT COUNT(*) FROM records_planevent",
     _none_before),
)  # fmt: skip
