"""verify: nothing went to the agency that lacked a point, for more or less than the books said, and
each recovery is posted once."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from goodstanding.records import bulk
from goodstanding.records.models import Placement

_PLACED = "SELECT COUNT(*) FROM records_placement WHERE placed_at IS NOT NULL"


def _complete() -> Iterator[str]:
    """The checklist as it was when the file was made."""
    for one in Placement.objects.filter(placed_at__isnull=False).order_by("number").iterator():
        wrong = [p["rule"] for p in one.checklist if p["ok"] is not True]
        if wrong or not one.checklist:
            yield f"placement {one.number} went without {', '.join(wrong) or 'a checklist'}"
        if not one.decided_by or one.decided_by == one.proposed_by:
            yield f"placement {one.number} was not approved by another"


def _amounts() -> Iterator[str]:
    """Worked out again from the transfers there were then."""
    rows = bulk.select(
        "SELECT p.number, c.cents, COALESCE(SUM(CASE WHEN t.debit = 'patient_due' THEN t.cents "
        "WHEN t.credit = 'patient_due' THEN -t.cents ELSE 0 END), 0), h.number "
        "FROM records_placement p JOIN records_placedcharge c ON c.placement_id = p.id "
        "JOIN records_charge h ON h.id = c.charge_id "
        "LEFT JOIN records_transfer t ON t.charge_id = c.charge_id AND t.id <= p.upto "
        "GROUP BY p.number, c.cents, h.number ORDER BY p.number, h.number"
    )
    for number, cents, books, charge in rows:
        if int(cents) != int(books):
            yield f"placement {number}, charge {charge}: {cents} placed, {books} in the books"
    rows = bulk.select(
        "SELECT p.number, p.cents, COALESCE(SUM(c.cents), 0) FROM records_placement p LEFT JOIN "
        "records_placedcharge c ON c.placement_id = p.id WHERE p.placed_at IS NOT NULL "
        "GROUP BY p.number, p.cents ORDER BY p.number"
    )
    for number, cents, charges in rows:
        if int(cents) != int(charges):
            yield f"placement {number}: {cents}, its charges {charges}"


def _recoveries() -> Iterator[str]:
    """By row of a report: patients' money as it says, and the fee as the clinic's cost; of a
    payment taken back both the other way."""
    begins, values = bulk.begins("source", "agency:")
    posted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for source, debit, credit, cents in bulk.select(
        f"SELECT source, debit, credit, cents FROM records_transfer WHERE {begins}", values
    ):
        fee = "agency_fee" in (debit, credit)
        came = debit == ("agency_fee" if fee else "cash")
        posted[":".join(source.split(":")[:3])][fee] += int(cents) if came else -int(cents)
    for report, place, state, cents, fee in bulk.select(
        "SELECT report_id, place, state, cents, fee_cents FROM records_agencyline ORDER BY id"
    ):
        want = [int(cents), int(fee)] if state in ("posted", "taken_back") else [0, 0]
        found = posted.pop(f"agency:{report}:{place}", [0, 0])
        if found != want:
            yield f"report {report} row {place} ({state}): {found} posted, not {want}"
    yield from (f"{source} is of no row of a report" for source in posted)


_Check = tuple[str, str, Callable[[], Iterator[str]]]
AGENCY_CHECKS: tuple[_Check, ...] = (
    ("no placement went out with anything missing", _PLACED, _complete),
    ("what was placed is what the books said then", _PLACED, _amounts),
    ("money an agency recovered is posted once",
     "SELECT COUNT(*) FROM records_agencyline", _recoveries),
)  # fmt: skip
