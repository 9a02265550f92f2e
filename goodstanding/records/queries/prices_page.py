"""The price lists, newest first, with what is in force."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.price_kinds import KINDS, PriceKind
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
    seen = set()
    found = []
    for one in PriceList.objects.order_by("-effective_on", "-id")[:MOST]:
        whose = (one.kind, one.payer, one.plan)
        if one.effective_on > on:
            state = "later"
        elif one.ends_on is not None and one.ends_on < on:
            state = "ended"
        else:
            state = "replaced" if whose in seen else "in force"
            seen.add(whose)
        found.append(
            ListRow(
                KINDS[PriceKind(one.kind)], one.payer, one.plan, one.effective_on, one.ends_on,
                one.name, one.rows, one.at, one.by, state,
            )
        )  # fmt: skip
    return found
