"""The price lists, newest first, with what is in force."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.in_force import in_force
from goodstanding.core.price_kinds import KINDS, PriceKind, counting
from goodstanding.records.models import Coverage, PriceList
from goodstanding.records.queries.price_rows import as_one

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


@dataclass(frozen=True, slots=True)
class Payer:
    number: str
    name: str


def payers() -> list[Payer]:
    """Those that patients' coverages name."""
    rows = Coverage.objects.values_list("payer", "payer_name").distinct()
    return [Payer(*row) for row in rows.order_by("payer_name", "payer")]


def payer_meant(text: str) -> str:
    """The number of the payer whose number or name this is, however it is spelled; else as it is
    written.
    """
    known, written = payers(), text.strip()
    for names in ([one.number for one in known], [one.name for one in known]):
        meant = {
            one.number for one, name in zip(known, names, strict=True)
            if name.casefold() == written.casefold()
        }  # fmt: skip
        if len(meant) == 1:
            return meant.pop()
    return written


def payers_of_nobody(numbers: Iterable[str]) -> list[str]:
    """Of these numbers those that no coverage names, while any coverage is known."""
    known = {one.number for one in payers()}
    return sorted(set(numbers) - known - {""}) if known else []


def price_lists(on: date) -> list[ListRow]:
    """As `priced` sees them on that day (queries/price_rows.py)."""
    newest = list(PriceList.objects.order_by("-effective_on", "-id")[:MOST])
    going_on: dict[tuple[str, str, str], list[tuple[int, str]]] = defaultdict(list)
    for one in newest:
        if in_force(one.effective_on, one.ends_on, on):
            going_on[one.kind, one.payer, as_one(one.plan)].append((one.id, one.sha256))
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
