"""Money of placements, from the ledger: what is left of what was placed, what was paid at the
clinic meanwhile, and each month reckoned with the agency."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from goodstanding.core.agency_words import fee_due
from goodstanding.core.money import Cents, show
from goodstanding.records import bulk
from goodstanding.records.models import Placement, PlacementEvent

# Patients' money in or out of hand, on a placed charge or on none, while the account was there;
# what the agency itself brought is in its reports.
_DIRECT = (
    "FROM records_placement p JOIN records_patient q ON q.guarantor_id = p.guarantor_id "
    "JOIN records_transfer t ON t.patient_id = q.id AND t.id > p.upto "
    "AND (p.ended_upto IS NULL OR t.id <= p.ended_upto) "
    "AND t.kind IN ('patient_payment', 'reversal') "
    "AND ((t.debit = 'cash' AND t.credit IN ('patient_due', 'unapplied')) OR "
    "(t.credit = 'cash' AND t.debit IN ('patient_due', 'unapplied'))) "
    "AND (t.charge_id IS NULL OR EXISTS (SELECT 1 FROM records_placedcharge c WHERE "
    "c.placement_id = p.id AND c.charge_id = t.charge_id)) "
    "AND SUBSTR(t.source, 1, 7) <> 'agency:' WHERE p.placed_at IS NOT NULL "
)
_SIGNED = "CASE WHEN t.debit = 'cash' THEN t.cents ELSE -t.cents END"


@dataclass(frozen=True, slots=True)
class Direct:
    """Paid at the clinic while placed; below zero when it was taken back."""

    placement: int
    transfer: int
    on: date
    cents: Cents


def direct(*, untold: bool = False, placement: int | None = None) -> list[Direct]:
    told = (
        "AND NOT EXISTS (SELECT 1 FROM records_placementevent e WHERE e.transfer_id = t.id) "
        if untold
        else ""
    )
    one = "AND p.id = %s " if placement is not None else ""
    rows = bulk.select(
        f"SELECT p.id, t.id, CAST(t.posted_on AS TEXT), {_SIGNED} {_DIRECT}{told}{one}"
        "ORDER BY t.id",
        [placement] if placement is not None else [],
    )
    return [
        Direct(int(key), int(transfer), date.fromisoformat(day), int(cents))
        for key, transfer, day, cents in rows
    ]


def recalls_untold() -> QuerySet[Placement]:
    """Those that no file of notices has yet."""
    told = PlacementEvent.objects.filter(what="told").values("placement_id")
    found = Placement.objects.filter(state="recalled").exclude(id__in=told)
    return found.select_related("guarantor", "agency", "file").order_by("id")


def last_transfer() -> int:
    ((last,),) = bulk.select("SELECT COALESCE(MAX(id), 0) FROM records_transfer")
    return int(last)


def left_cents(placement: int) -> Cents:
    """What the books say is still the patient's on the placed charges."""
    return left_of([placement]).get(placement, 0)


def left_of(placements: Iterable[int]) -> dict[int, Cents]:
    """The same by placement; those without a placed charge are left out."""
    rows = bulk.select(
        "SELECT c.placement_id, SUM(CASE WHEN t.debit = 'patient_due' THEN t.cents WHEN t.credit = "
        "'patient_due' THEN -t.cents ELSE 0 END) FROM records_placedcharge c JOIN records_transfer "
        f"t ON t.charge_id = c.charge_id WHERE c.placement_id IN ({bulk.keys(placements)}) "
        "GROUP BY c.placement_id"
    )
    return {key: max(int(left), 0) for key, left in rows}


@dataclass(slots=True)
class Month:
    """One month with one agency. `due`: the fee by the contract; `differ`: each line where the
    agency took another."""

    agency: str
    month: str
    placed: Cents = 0
    recalled: Cents = 0
    direct: Cents = 0
    recovered: Cents = 0
    due: Cents = 0
    taken: Cents = 0
    differ: list[str] = field(default_factory=list)

    @property
    def difference(self) -> Cents:
        return self.taken - self.due


def months() -> list[Month]:
    """Newest month first, agencies by name. Money counts in the month it was posted in."""
    found: dict[tuple[str, str], Month] = {}

    def of(agency: str, day: str) -> Month:
        return found.setdefault((day[:7], agency), Month(agency, day[:7]))

    for agency, placed_on, cents, ended_on, left in bulk.select(
        "SELECT a.name, CAST(p.placed_on AS TEXT), p.cents, CAST(p.ended_on AS TEXT), "
        "p.ended_cents FROM records_placement p JOIN records_agency a ON a.id = p.agency_id "
        "WHERE p.placed_on IS NOT NULL ORDER BY p.id"
    ):
        of(agency, placed_on).placed += int(cents)
        if ended_on:
            of(agency, ended_on).recalled += int(left)
    terms = {
        key: (name, int(points), bool(both))
        for key, name, points, both in bulk.select(
            "SELECT p.id, a.name, a.fee_points, a.fee_on_direct FROM records_placement p "
            "JOIN records_agency a ON a.id = p.agency_id"
        )
    }
    for one in direct():
        name, points, both = terms[one.placement]
        month = of(name, one.on.isoformat())
        month.direct += one.cents
        if both:
            sign = -1 if one.cents < 0 else 1
            month.due += sign * fee_due(abs(one.cents), points)
    _lines(of)
    return sorted(
        sorted(found.values(), key=lambda m: m.agency), key=lambda m: m.month, reverse=True
    )


def _lines(of: Callable[[str, str], Month]) -> None:
    for agency, posted_on, ref, cents, due, taken in bulk.select(
        "SELECT agency, CAST(posted_on AS TEXT), ref, cents, due_cents, fee_cents FROM "
        "records_agencyline WHERE state IN ('posted', 'taken_back') ORDER BY id"
    ):
        month = of(agency, posted_on)
        month.recovered += int(cents)
        month.due += int(due)
        month.taken += int(taken)
        if due != taken:
            more = "more" if taken > due else "less"
            text = f"{ref}: {show(abs(taken - due))} {more} than the contract's {show(due)}"
            month.differ.append(text)
