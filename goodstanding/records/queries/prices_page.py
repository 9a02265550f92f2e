"""The price lists, newest first, with what is in force."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.in_force import in_force
from goodstanding.core.price_kinds import KINDS, PriceKind, counting
from goodstanding.records.models import PriceList

MOST = 200


@dataclass(frozen=True, slots=True)
class ListRow:
    """`state`: in force, later, replaced or ended."""

    kind: str
    payer: str
    plan: str
    effective_on: date
    ends_on: date | None
    name: str
    rows: int
    at: datetime
    by: str
    state: str


def price_lists(on: date) -> list[ListRow]:
    """As `priced` sees them on that day (queries/price_rows.py)."""
    newest = list(PriceList.objects.order_by("-effective_on", "-id")[:MOST])
    going_on: dict[tuple[str, str, str], list[tuple[int, str]]] = defaultdict(list)
    for one in newest:
        if in_force(one.effective_on, one.ends_on, on):
            going_on[one.kind, one.payer, one.plan].append((one.id, one.sha256))
    counted = {number for lists in going_on.values() for number in counting(lists)}
    return [_shown(one, on, counted) for one in newest]


def _shown(one: PriceList, on: date, counted: set[int]) -> ListRow:
    if one.effective_on > on:
        state = "later"
    elif one.ends_on is not None and one.ends_on < on:
        state = "ended"
    else:
        state = "in force" if one.id in counted else "replaced"
    return ListRow(
        KINDS[PriceKind(one.kind)], one.payer, one.plan, one.effective_on, one.ends_on,
        one.name, one.rows, one.at, one.by, state,
    )  # fmt: skip
