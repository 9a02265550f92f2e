"""The bundles in use, and the usual lines of one from the clinic's own past charges."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from goodstanding.core.bundles import Bundles, UsualLine, read, shipped, usual_lines
from goodstanding.core.days import add_months
from goodstanding.core.pricing import ASSISTANTS
from goodstanding.records import bulk
from goodstanding.records.models import BundleVersion

MONTHS = 24
LEAST_VISITS = 5
_VISITS = (
    "SELECT c.patient_id, CAST(c.service_on AS TEXT), c.code, c.units, c.modifiers FROM "
    "records_charge c JOIN (SELECT DISTINCT patient_id, service_on FROM records_charge WHERE "
    "service_on >= %s AND service_on <= %s AND code IN ({})) v ON v.patient_id = c.patient_id AND "
    "v.service_on = c.service_on ORDER BY c.id"
)


@dataclass(frozen=True, slots=True)
class BundlesInUse:
    """`version` 0: the table as this program came."""

    version: int
    text: str
    table: Bundles
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """`enough` false: too few visits to go by."""

    visits: int
    lines: tuple[UsualLine, ...]

    @property
    def enough(self) -> bool:
        return self.visits >= LEAST_VISITS

    def whole_units(self, code: str) -> int:
        """What this line has in a bundle: 1 at least."""
        units = next((one.units for one in self.lines if one.code == code), Decimal(1))
        return max(1, int(units.to_integral_value(ROUND_HALF_UP)))


def bundles_in_use() -> BundlesInUse:
    newest = BundleVersion.objects.order_by("-version").first()
    if newest is None:
        return BundlesInUse(0, *shipped())
    table, faults = read(newest.text)
    assert table is not None, faults
    return BundlesInUse(newest.version, newest.text, table, newest.at, newest.by)


def bundle_from_claims(primary: Sequence[str], on: date) -> Learnt:
    """Visits of the last two years that had one of these codes, up to that day. An assistant's
    line is another than the surgeon's: 27447-AS.
    """
    marks, codes = bulk.text_in(list(primary))
    first = add_months(on, -MONTHS)
    visits: dict[tuple[int, str], list[tuple[str, Decimal]]] = defaultdict(list)
    rows = bulk.select(_VISITS.format(marks), [first.isoformat(), on.isoformat(), *codes])
    for patient, day, code, units, modifiers in rows:
        visits[patient, day].append((_line(code, modifiers), _number(units)))
    return Learnt(len(visits), usual_lines(visits.values()))


def _line(code: str, modifiers: str) -> str:
    return "-".join((code, *sorted(ASSISTANTS.intersection(modifiers.split()))))


def _number(units: str) -> Decimal:
    try:
        return Decimal(units or 1)
    except InvalidOperation:
        return Decimal(1)
