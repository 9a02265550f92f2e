"""Price lists brought in. A list is never changed or taken away: a newer one comes in its place on
its day."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.price_kinds import PriceKind
from goodstanding.core.refusals import Refused
from goodstanding.formats.price_files import read
from goodstanding.formats.price_rows import PriceFile, PriceRow
from goodstanding.formats.problems import NotReadable, Problem
from goodstanding.records import bulk
from goodstanding.records.models import PriceList

_COLUMNS = ("list_id", "code", "modifier", "office_cents", "facility_cents", "cms")


@dataclass(frozen=True, slots=True)
class WantedList:
    """`kind` None: found from the file. `payer`: for rows that name none. `on`: the day from which
    it counts where the file does not say; `on_stands`: whatever the file says of itself."""

    name: str
    content: bytes
    on: date
    kind: PriceKind | None = None
    payer: str = ""
    on_stands: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """`lists`: kind, payer, plan, first day, rows of each."""

    kind: PriceKind
    sha256: str
    lists: tuple[tuple[str, str, date, int], ...]
    rows: int
    ignored: tuple[str, ...]
    problems: tuple[Problem, ...]


@action("price.import")
def import_prices(*, wanted: WantedList, by: Actor, at: datetime) -> Imported:
    """Refused when this very file came before, when it is no price list, or no row is good."""
    bulk.alone(bulk.BOOKS)
    mark = hashlib.sha256(wanted.content).hexdigest()
    if before := PriceList.objects.filter(sha256=mark).first():
        raise Refused(
            f"This very file came in on {before.at:%m/%d/%Y} ({before.name}). It is taken once."
        )
    try:
        found, problems = read(
            wanted.content, wanted.name, kind=wanted.kind, payer=wanted.payer.strip()
        )
    except NotReadable as fault:
        raise Refused(str(fault)) from fault
    lists, twice = _lists(found, wanted)
    problems += twice
    if not lists:
        raise Refused("No row of this file can be used. Nothing was kept.")
    told = []
    for (payer, plan, begins, ends), rows in lists.items():
        one = PriceList.objects.create(
            kind=found.kind.value, payer=payer, plan=plan, effective_on=begins, ends_on=ends,
            name=wanted.name[:120], sha256=mark, rows=len(rows), at=at, by=by.name,
        )  # fmt: skip
        bulk.insert("records_price", _COLUMNS, [_columns(one.id, row) for row in rows])
        told.append((payer, plan, begins, len(rows)))
    kept = sum(len(rows) for rows in lists.values())
    about(kind=found.kind.value, file=mark[:12], lists=len(told), rows=kept, aside=len(problems))
    return Imported(found.kind, mark, tuple(told), kept, found.ignored, tuple(problems))


_Whose = tuple[str, str, date, date | None]


def _lists(
    found: PriceFile, wanted: WantedList
) -> tuple[dict[_Whose, list[PriceRow]], list[Problem]]:
    """By a row's own day, else the file's, else the day asked for; and the rows that say otherwise
    of a code than one before them."""
    usual = wanted.on if wanted.on_stands else found.effective_on or wanted.on
    lists: dict[_Whose, dict[tuple[str, str], PriceRow]] = defaultdict(dict)
    problems = []
    for row in found.rows:
        begins = row.effective_on or usual
        if row.ends_on and row.ends_on < begins:
            raise Refused(f"Code {row.code} ends before its list begins on {begins:%m/%d/%Y}.")
        of = lists[row.payer, row.plan, begins, row.ends_on]
        before = of.setdefault((row.code, row.modifier), row)
        if _says(before) != _says(row):
            text = f"This code is on line {before.line} already, of the same day: that one counts."
            problems.append(Problem(f"line {row.line}", "double_row", text, number=row.code))
    return {whose: list(rows.values()) for whose, rows in lists.items()}, problems


def _says(row: PriceRow) -> tuple[object, ...]:
    return row.office_cents, row.facility_cents, row.values


def _columns(of: int, row: PriceRow) -> tuple[object, ...]:
    cms = json.dumps(dict(row.values), sort_keys=True)
    return (of, row.code, row.modifier, row.office_cents, row.facility_cents, cms)
