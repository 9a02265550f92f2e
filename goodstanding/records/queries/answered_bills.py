"""The patient's part of the visits somebody asked about: as it stood on a day, from the ledger."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goodstanding.records import bulk
from goodstanding.records.models import Hold
from goodstanding.records.queries.facts_holds import detail_known


@dataclass(frozen=True, slots=True)
class Part:
    """`cents` is what of these visits is the patient's, paid or open; `paid_cents` what they paid
    of it (a refund lowers it). `service_days` are sorted.
    """

    cents: int = 0
    paid_cents: int = 0
    service_days: tuple[date, ...] = ()


def known(hold: Hold) -> dict[str, Any]:
    """Its detail with what was written down since it was placed."""
    events = hold.events.order_by("id").values_list("detail", flat=True)
    return detail_known(hold.number, hold.detail, events)


def scope_of(hold: Hold) -> Part | None:
    """The visits the hold names; None when it is about the whole account."""
    if not known(hold).get("charges") and hold.patient_id is None:
        return None
    return part_of(hold, hold.starts_on)


def part_asked_about(hold: Hold) -> Part:
    """As it stood before the day of the question: what was corrected on that very day is an answer
    already. A charge of that day itself is taken as it stood in the evening.
    """
    before = part_of(hold, hold.starts_on - timedelta(days=1))
    return before if before.service_days else part_of(hold, hold.starts_on)


def part_of(hold: Hold, on: date) -> Part:
    """As of the end of the day, of the visits that were on the account when the hold began."""
    where, values = _charges(hold)
    rows = bulk.select(
        "SELECT CAST(c.service_on AS TEXT), SUM(CASE WHEN t.debit = 'patient_due' THEN t.cents "
        "ELSE 0 END - CASE WHEN t.credit = 'patient_due' THEN t.cents ELSE 0 END), "
        "SUM(CASE WHEN t.credit = 'patient_due' AND t.debit IN ('cash', 'unapplied') THEN t.cents "
        "ELSE 0 END - CASE WHEN t.debit = 'patient_due' AND t.credit IN ('cash', 'unapplied') "
        "THEN t.cents ELSE 0 END) "
        "FROM records_transfer t JOIN records_charge c ON c.id = t.charge_id "
        "JOIN records_patient p ON p.id = c.patient_id "
        f"WHERE {where} AND c.posted_on <= %s AND t.posted_on <= %s "
        "GROUP BY c.service_on ORDER BY c.service_on",
        [*values, hold.starts_on.isoformat(), on.isoformat()],
    )
    open_cents = sum(int(row[1]) for row in rows)
    paid = sum(int(row[2]) for row in rows)
    return Part(open_cents + paid, paid, tuple(date.fromisoformat(row[0]) for row in rows))


def _charges(hold: Hold) -> tuple[str, list[int | str]]:
    if named := [str(each) for each in known(hold).get("charges") or ()]:
        marks, values = bulk.text_in(named)
        return f"p.guarantor_id = %s AND c.number IN ({marks})", [hold.guarantor_id, *values]
    if hold.patient_id is not None:
        return "c.patient_id = %s", [hold.patient_id]
    return "p.guarantor_id = %s", [hold.guarantor_id]
