"""The rows a letter is written from: asked for one letter, or read ahead for many at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.records import bulk

Cents = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class _Ahead:
    on: date
    sums: Cents
    providers: dict[str, str]
    people: dict[str, tuple[Any, ...]]
    charges: frozenset[str]


_ahead: ContextVar[_Ahead | None] = ContextVar("letter_rows_read_ahead", default=None)


@contextmanager
def read_ahead(accounts: Sequence[str], charges: Sequence[str], on: date) -> Iterator[None]:
    """Until it ends, rows of these accounts and charges as of this day are not asked for again:
    three queries for all of them. Nothing may be posted meanwhile.
    """
    rows = _Ahead(
        on, _sums(charges, on), _providers(charges), _people(accounts), frozenset(charges)
    )
    token = _ahead.set(rows)
    try:
        yield
    finally:
        _ahead.reset(token)


def sums_by_kind(charges: Sequence[str], on: date) -> Cents:
    """By charge and kind of transfer, as of the end of the day; what was taken back is left out."""
    ahead = _ahead.get()
    if ahead is not None and ahead.on == on and ahead.charges.issuperset(charges):
        return {charge: ahead.sums[charge] for charge in charges if charge in ahead.sums}
    return _sums(charges, on)


def providers(charges: Sequence[str]) -> dict[str, str]:
    ahead = _ahead.get()
    if ahead is not None and ahead.charges.issuperset(charges):
        return {charge: ahead.providers[charge] for charge in charges}
    return _providers(charges)


def person(account: str) -> tuple[Any, ...]:
    """(first name, last name, street, second line, city, state, zip)."""
    ahead = _ahead.get()
    if ahead is not None and account in ahead.people:
        return ahead.people[account]
    return _people([account])[account]


def _sums(charges: Sequence[str], on: date) -> Cents:
    marks, values = bulk.text_in(list(charges))
    found: Cents = {}
    for number, kind, cents in bulk.select(
        "SELECT c.number, t.kind, SUM(t.cents) FROM records_transfer t JOIN records_charge c ON "
        "c.id = t.charge_id "
        "LEFT JOIN records_transfer r ON r.reverses_id = t.id AND r.posted_on <= %s WHERE r.id IS "
        "NULL "
        f"AND t.reverses_id IS NULL AND t.posted_on <= %s AND c.number IN ({marks}) GROUP BY "
        f"c.number, t.kind",
        [on.isoformat(), on.isoformat(), *values],
    ):
        found.setdefault(number, {})[kind] = int(cents)
    return found


def _providers(charges: Sequence[str]) -> dict[str, str]:
    marks, values = bulk.text_in(list(charges))
    return dict(
        bulk.select(
            f"SELECT number, provider FROM records_charge WHERE number IN ({marks})", values
        )
    )


def _people(accounts: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    marks, values = bulk.text_in(list(accounts))
    rows = bulk.select(
        "SELECT number, first_name, last_name, street, street2, city, state, zip FROM "
        f"records_guarantor WHERE number IN ({marks})",
        values,
    )
    return {number: tuple(row) for number, *row in rows}
