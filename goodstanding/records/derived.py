"""OpenItem and Standing: derived from the ledger in the transaction that changes it, and provable
at any time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from goodstanding.core.open_items import Position, Row, live, position
from goodstanding.records import bulk

BATCH = 500
_MONEY = ("guarantor_id", "insurer_cents", "patient_cents", "credit_cents", "unapplied_cents",
          "overpaid_cents", "oldest_patient_on", "last_payment_on", "last_posted_on",
          "changed")  # fmt: skip
# What a standing starts with when it has never been decided; later derivations leave the decision's
# columns alone.
_FRESH = ("act", "step", "queue", "priority", "ask_cents", "rule")


_row: Callable[[list[Any]], Row] = partial(tuple.__new__, Row)


class Derived(NamedTuple):
    """One account worked out from its transfers: the position, and the days its standing keeps."""

    guarantor: int
    position: Position
    last_payment_on: str | None
    last_posted_on: str | None


def derive(guarantors: Iterable[int], on: date | None = None) -> Iterator[Derived]:
    """Works accounts out from the ledger, as of the end of day `on` (None: with
    everything posted).
    """
    until = on.isoformat() if on else "9999"
    for batch in bulk.chunks(guarantors, BATCH):
        rows: dict[int, list[Row]] = {guarantor: [] for guarantor in batch}
        for guarantor, *row in bulk.select(
            "SELECT p.guarantor_id, t.id, t.charge_id, t.debit, t.credit, t.cents, "
            "CAST(t.posted_on AS TEXT), "
            "t.reverses_id FROM records_patient p JOIN records_transfer t ON t.patient_id = p.id "
            f"WHERE p.guarantor_id IN ({bulk.keys(batch)})"
        ):
            rows[guarantor].append(_row(row))
        charges = _charges({row.charge for own in rows.values() for row in own})
        for guarantor in batch:
            rows[guarantor].sort()  # by id, as they were posted
            yield _derived(guarantor, rows[guarantor], charges=charges, until=until)


def _charges(keys: set[int | None]) -> dict[int, tuple[str, str]]:
    """(service day, number) by key."""
    known = bulk.keys(key for key in keys if key is not None)
    rows = bulk.select(
        f"SELECT id, CAST(service_on AS TEXT), number FROM records_charge WHERE id IN ({known})"
    )
    return {key: (service_on, number) for key, service_on, number in rows}


def _derived(
    guarantor: int, rows: list[Row], *, charges: dict[int, tuple[str, str]], until: str
) -> Derived:
    in_effect = live(rows, until)
    paid = [
        r.posted_on
        for r in in_effect
        if r.debit == "cash" and r.credit in ("patient_due", "unapplied")
    ]
    return Derived(
        guarantor,
        position(in_effect, charges),
        max(paid, default=None),
        max((r.posted_on for r in rows if r.posted_on <= until), default=None),
    )


def rederive(guarantors: Sequence[int]) -> None:
    """Brings OpenItem and Standing of these accounts up to the ledger, and marks them to be decided
    again.
    """
    for batch in bulk.chunks(sorted(set(guarantors)), BATCH):
        found = list(derive(batch))
        bulk.execute(f"DELETE FROM records_openitem WHERE guarantor_id IN ({bulk.keys(batch)})")
        bulk.insert(
            "records_openitem",
            ("guarantor_id", "charge_id", "party", "since", "cents"),
            (
                (one.guarantor, item.charge, party, item.since, item.cents)
                for one in found
                for party, items in (
                    ("insurer", one.position.insurer),
                    ("patient", one.position.patient),
                )
                for item in items
            ),
        )
        _write_standings(found)


def _write_standings(found: list[Derived]) -> None:
    known = {
        row[0]
        for row in bulk.select(
            f"SELECT guarantor_id FROM records_standing WHERE guarantor_id IN "
            f"({bulk.keys(d.guarantor for d in found)})"
        )
    }
    fresh = [
        (*standing(one), True, "none", "", "", 0, 0, "")
        for one in found
        if one.guarantor not in known
    ]
    bulk.insert("records_standing", (*_MONEY, *_FRESH), fresh)
    again = [(*standing(one)[1:], True, one.guarantor) for one in found if one.guarantor in known]
    sets = ", ".join(f"{column} = %s" for column in _MONEY[1:])
    bulk.update_many(f"UPDATE records_standing SET {sets} WHERE guarantor_id = %s", again)


def standing(
    one: Derived,
) -> tuple[int, int, int, int, int, int, str | None, str | None, str | None]:
    """The money columns of a standing, in their order."""
    where = one.position
    return (
        one.guarantor,
        sum(item.cents for item in where.insurer),
        sum(item.cents for item in where.patient),
        where.credit,
        where.unapplied,
        where.overpaid,
        min((item.since for item in where.patient), default=None),
        one.last_payment_on,
        one.last_posted_on,
    )
