"""The page Agency: accounts to review, placements with what happened to them, files and reports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.agency_points import AUTHORITY
from goodstanding.core.money import Cents
from goodstanding.records import bulk
from goodstanding.records.models import (
    Agency,
    AgencyFile,
    AgencyLine,
    Guarantor,
    Placement,
    PlacementEvent,
    WrittenPoint,
)
from goodstanding.records.queries.agency_asked import asked_of
from goodstanding.records.queries.agency_money import Direct, direct, left_of, recalls_untold

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    by: str
    what: str
    text: str
    cents: int


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """`left_cents`: what the books still have open of it; of an ended one, at its end."""

    number: int
    account_id: str
    name: str
    agency: str
    state: str
    cents: int
    left_cents: int
    reason: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    placed_on: date | None
    ended_on: date | None
    ended_why: str
    file: int | None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """`missing` leaves out the authority, which the approval gives."""

    account_id: str
    name: str
    cents: int
    ready: int
    of: int
    missing: tuple[str, ...]


def placements(
    *, account: str = "", number: int | None = None, states: Sequence[str] = ()
) -> list[PlacementRow]:
    """Newest first, with their events when one account or placement is asked for."""
    found = Placement.objects.select_related("guarantor", "agency", "file")
    if account:
        found = found.filter(guarantor__number=account)
    if number is not None:
        found = found.filter(number=number)
    if states:
        found = found.filter(state__in=states)
    rows = list(found.order_by("-number")[: 10 * A_PAGE])
    events: dict[int, list[Event]] = defaultdict(list)
    if account or number is not None:
        of_these = PlacementEvent.objects.filter(placement__in=rows).order_by("id")
        for e in of_these:
            events[e.placement_id].append(Event(e.at, e.by, e.what, e.text, e.cents))
    left = left_of(row.id for row in rows if row.state == "placed")
    return [
        _row(row, tuple(events[row.id]), left=left.get(row.id, row.ended_cents)) for row in rows
    ]


def _row(row: Placement, events: tuple[Event, ...] = (), *, left: Cents) -> PlacementRow:
    who = row.guarantor
    return PlacementRow(
        row.number, who.number, f"{who.last_name}, {who.first_name}", row.agency.name, row.state,
        row.cents, left, row.reason, row.proposed_by, row.proposed_at, row.decided_by,
        row.decided_at, row.decided_why, row.placed_on, row.ended_on, row.ended_why,
        row.file.number if row.file else None, events,
    )  # fmt: skip


_TO_REVIEW = (
    "FROM records_standing s JOIN records_guarantor g ON g.id = s.guarantor_id WHERE s.act = "
    "'agency_review' AND NOT EXISTS (SELECT 1 FROM records_placement p WHERE p.guarantor_id = "
    "s.guarantor_id AND p.state IN ('proposed', 'approved', 'placed'))"
)


def review(on: date) -> list[ReviewRow]:
    """A page of the accounts whose next step is the agency review and that nobody proposed yet,
    most in order first."""
    rows = bulk.select(
        f"SELECT s.guarantor_id, g.last_name, g.first_name {_TO_REVIEW} "
        f"ORDER BY s.priority DESC, s.guarantor_id LIMIT {A_PAGE}"
    )
    names, found = {key: f"{last}, {first}" for key, last, first in rows}, []
    for key, (facts, asked) in zip(sorted(names), asked_of(list(names), on), strict=True):
        missing = tuple(p.text for p in asked.missing if p.rule != AUTHORITY)
        of = len(asked.points) - 1
        found.append(
            ReviewRow(
                facts.account_id, names[key], facts.patient_cents, of - len(missing), of, missing
            )
        )
    return sorted(found, key=lambda one: (len(one.missing), -one.cents))


def name_of(key: int) -> str:
    """ "Lopez, Maria" of our key."""
    who = Guarantor.objects.get(id=key)
    return f"{who.last_name}, {who.first_name}"


@dataclass(frozen=True, slots=True)
class Written:
    point: str
    text: str
    on: date
    by: str


def written(account: str) -> list[Written]:
    found = WrittenPoint.objects.filter(guarantor__number=account).order_by("-id")
    return [Written(one.point, one.text, one.on, one.by) for one in found]


@dataclass(frozen=True, slots=True)
class PapersRow:
    """The agency's papers as they are kept now."""

    name: str
    registration: str
    contact: str
    fee_points: int
    fee_on_direct: bool
    agreement_on: date
    contract_on: date
    contract_until: date | None
    licence_until: date
    licence_checked_on: date


def papers() -> PapersRow | None:
    one = Agency.objects.order_by("-id").first()
    if one is None:
        return None
    return PapersRow(
        one.name, one.registration, one.contact, one.fee_points, one.fee_on_direct,
        one.agreement_on, one.contract_on, one.contract_until, one.licence_until,
        one.licence_checked_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileRow:
    number: int
    kind: str
    name: str
    lines: int
    sha256: str
    at: datetime
    by: str


def files() -> list[FileRow]:
    return [
        FileRow(f.number, f.kind, f.name, f.lines, f.sha256, f.at, f.by)
        for f in AgencyFile.objects.defer("content").order_by("-number")[:A_PAGE]
    ]


def file_content(number: int) -> tuple[str, bytes] | None:
    found = AgencyFile.objects.filter(number=number).first()
    return None if found is None else (found.name, bytes(found.content))


@dataclass(frozen=True, slots=True)
class LineRow:
    """`known`: a placement of its account was found."""

    key: int
    report: str
    place: int
    ref: str
    account: str
    paid_on: date | None
    cents: int
    fee_cents: int
    state: str
    why: str
    known: bool

    @property
    def takes_back(self) -> bool:
        """It names a payment of before, which one press reverses."""
        return self.known and self.cents < 0


def lines(*, waiting: bool) -> list[LineRow]:
    """Rows that were set aside, or the newest of all the others."""
    found = AgencyLine.objects.select_related("report").defer("report__content")
    found = found.filter(state="set_aside") if waiting else found.exclude(state="set_aside")
    return [
        LineRow(
            one.id, one.report.name, one.place, one.ref, one.account, one.paid_on, one.cents,
            one.fee_cents, one.state, one.why, one.placement_id is not None,
        )
        for one in found.order_by("-id")[: 10 * A_PAGE]
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits, for the tabs."""

    review: int
    proposed: int
    approved: int
    placed: int
    set_aside: int


def untold() -> tuple[list[Direct], list[PlacementRow]]:
    """Direct payments and recalls that no file of notices has yet."""
    return direct(untold=True), [_row(row, left=row.ended_cents) for row in recalls_untold()]


def counts() -> Counts:
    states = dict(bulk.select("SELECT state, COUNT(*) FROM records_placement GROUP BY state"))
    ((review,),) = bulk.select(f"SELECT COUNT(*) {_TO_REVIEW}")
    aside = AgencyLine.objects.filter(state="set_aside").count()
    return Counts(
        review, states.get("proposed", 0), states.get("approved", 0), states.get("placed", 0), aside
    )
