"""Holds as facts: what the export or the desk said first, and what was recorded since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from goodstanding.core.facts import HoldFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.records import bulk
from goodstanding.records.queries.facts_rows import By, json_of


def holds(keys: str, on: date, before: datetime) -> By:
    """With what was recorded at the desk by then; what the export says of its own hold goes
    first."""
    rows = bulk.select(
        "SELECT h.guarantor_id, h.number, h.kind, h.starts_on, h.ends_on, p.number, CAST(h.detail "
        "AS TEXT), CAST(e.detail AS TEXT) "
        "FROM records_hold h LEFT JOIN records_patient p ON p.id = h.patient_id "
        "LEFT JOIN records_holdevent e ON e.hold_id = h.id AND e.at < %s AND "
        "CAST(e.detail AS TEXT) <> '{}' "
        # A discharge outlives the hold that recorded it; a question that was answered stays so, and
        # so does help that was asked for.
        f"WHERE h.guarantor_id IN ({keys}) AND (h.ends_on IS NULL OR h.ends_on >= %s OR "
        "h.kind IN ('bankruptcy', 'dispute', 'billing_error', 'good_faith_dispute', "
        "'assistance_pending')) "
        "ORDER BY h.id, e.id",
        [bulk.moment(before), on.isoformat()],
    )
    found: By = defaultdict(list)
    for (account, number, *own), same in groupby(rows, key=lambda row: row[:7]):
        hold = _hold(number, *own, [row[7] for row in same])
        if not _never_asked(hold, on):
            found[account].append(hold)
    return found


def _hold(number: str, kind: str, *own: Any) -> HoldFacts:
    starts, ends, patient, detail, events = own
    known = detail_known(number, json_of(detail), [json_of(event) for event in events])
    return HoldFacts(
        number,
        HoldKind(kind),
        starts,
        ends,
        patient,
        tuple(map(str, known.get("charges") or ())),
        known,
    )


def _never_asked(hold: HoldFacts, on: date) -> bool:
    """A pause for help that was taken back is as if it never was."""
    over = hold.ends_on is not None and hold.ends_on < on
    return over and hold.kind is HoldKind.ASSISTANCE_PENDING and "taken_back" in hold.detail


def named_charges(found: By) -> list[str]:
    """The charges that holds name, each once."""
    return sorted({one for holds in found.values() for hold in holds for one in hold.charges})


def on_known_charges(found: By, own: By) -> By:
    """A hold that names a charge its account does not have (`own`, by account) is one nobody
    understands yet: it counts for the whole account."""
    return {
        account: [
            hold
            if set(hold.charges) <= set(own.get(account, ()))
            else replace(hold, charges=(), patient_id=None)
            for hold in holds
        ]
        for account, holds in found.items()
    }


def detail_known(
    number: str, said: dict[str, Any], events: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """A hold's detail with what was recorded about it since."""
    recorded: dict[str, Any] = {}
    for event in events:
        recorded.update(event)
    if number.startswith("desk-"):
        return {**said, **recorded}
    return {**recorded, **{key: v for key, v in said.items() if v not in ("", None, [])}}
