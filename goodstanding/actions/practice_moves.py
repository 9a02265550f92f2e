"""A charge that goes to a patient of another account takes its money along, or stays where it is:
nobody is asked for what was paid.

The money goes along when the same export has each of its transactions under the new account, or off
the charge. What a remittance posted cannot follow; a person sorts that out.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from goodstanding.actions.practice_money import TOO_LONG, Moving, charge_again, named
from goodstanding.actions.practice_sync import CHUNK, Intake, unfit
from goodstanding.core.ledger import sides
from goodstanding.formats.problems import Problem
from goodstanding.records import bulk

Rows = Callable[[], Iterable[tuple[int, Any] | Problem]]
# An odd number of "~" before a last number: the last one is our mark of a later version.
_LATER_VERSION = re.compile(r"(.*[^~](?:~~)*)~\d+", re.DOTALL)


class _Money(NamedTuple):
    """One live transfer on a charge; `plain` when a row of the export can move it."""

    source: str
    kind: str
    plain: bool


def move_charges(moving: list[Moving], intake: Intake, transactions: Rows) -> None:
    """`transactions` reads the export's transactions from their start; it is asked only when there
    is money on such a charge.
    """
    charges = {intake.charges[one.values[0]][0]: one for one in moving}
    money = _left_behind(charges, intake)
    follows = _following(charges, money, intake=intake, rows=transactions()) if money else set()
    for key, one in charges.items():
        stays = [each for each in money.get(key, ()) if each.source not in follows]
        if not stays:
            charge_again(one.values, one.before, intake)
            continue
        names = ", ".join(sorted({_name(each.source) for each in stays})[:5])
        intake.aside(
            "charges", one.line, code="moved_without_its_money", cents=one.values[8],
            text=f"Charge {one.values[0]} is of another account now, and what was posted on it "
                 f"({names}) is not. It stays where it was. Export its transactions under the same "
                 "account, or reverse them first.",
        )  # fmt: skip


def _left_behind(charges: dict[int, Moving], intake: Intake) -> dict[int, list[_Money]]:
    """Live money on each charge that would stay on an account the charge leaves."""
    owners = intake.owner_of
    found: dict[int, list[_Money]] = defaultdict(list)
    for keys in bulk.chunks(charges, CHUNK):
        rows = bulk.select(
            "SELECT id, reverses_id, source, kind, patient_id, charge_id FROM records_transfer "
            f"WHERE charge_id IN ({bulk.keys(keys)}) ORDER BY id"
        )
        for _, reverses, source, kind, patient, charge in _live(rows):
            mine = source.startswith("charge:")
            if not mine and owners[patient] != owners[charges[charge].values[1]]:
                plain = reverses is None and source.startswith("practice:")
                found[charge].append(_Money(_first_version(source), kind, plain))
    return found


def _live(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Transfers that still move money: not reversed, or put back by reversing the reversal."""
    parents = {row[0]: row[1] for row in rows}
    undone = set(parents.values())
    for row in rows:
        depth, parent = 0, row[1]
        while parent is not None:
            depth, parent = depth + 1, parents.get(parent)
        if row[0] not in undone and depth % 2 == 0:
            yield row


def _following(
    charges: dict[int, Moving],
    money: dict[int, list[_Money]],
    *,
    intake: Intake,
    rows: Iterable[tuple[int, Any] | Problem],
) -> set[str]:
    """Sources that this export itself puts where the charge goes. Of a number that stands twice the
    first row counts, as it does when they are posted.
    """
    waiting = {
        each.source: (each.kind, charges[key].values)
        for key, listed in money.items()
        for each in listed
        if each.plain
    }
    found = set()
    for item in rows:
        if isinstance(item, Problem) or not waiting:
            continue
        row = item[1]
        source = named("practice", row.transaction_id)
        kind, charge = waiting.pop(source, (None, ()))
        if kind is not None and row.kind == kind and _leads(row, charge, intake):
            found.add(source)
    return found


def _leads(row: Any, charge: tuple[Any, ...], intake: Intake) -> bool:
    """Whether this row takes its money to the charge's new account, or off the charge."""
    patient = intake.patients.get(row.patient_id)
    if patient is None or unfit(row, TOO_LONG):
        return False
    if row.charge_id:
        return row.charge_id == charge[0] and patient[1] == intake.owner_of[charge[1]]
    return sides(row.kind, on_a_charge=False) is not None


def _first_version(source: str) -> str:
    later = _LATER_VERSION.fullmatch(source)
    return later[1] if later else source


def _name(source: str) -> str:
    prefix, _, number = source.partition(":")
    return number.replace("~~", "~") if prefix == "practice" else "a remittance"
