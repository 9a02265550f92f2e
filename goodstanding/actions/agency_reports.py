"""The agency's report of what it recovered: each row posted once, or set aside with its reason."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from goodstanding.actions import posting
from goodstanding.actions.agency_taken_back import propose_back, settle_back, source_of
from goodstanding.actions.hold_parts import day_of, said
from goodstanding.actions.posting import Posting
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.agency_words import FEE_MOVES, fee_due
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.placing import oldest_first
from goodstanding.core.refusals import Refused
from goodstanding.formats.agency_report import Recovered, read
from goodstanding.formats.problems import NotReadable
from goodstanding.records import bulk
from goodstanding.records.models import Agency, AgencyLine, AgencyReport, PlacedCharge, Placement
from goodstanding.records.queries.desk_money import charge_money, money_account


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the rows of one report."""

    report: int
    posted: int
    set_aside: int
    again: int


@action("agency.report")
def take_report(*, name: str, content: bytes, by: Actor, at: datetime) -> Read:
    """The whole file is refused when it is no report, or came before."""
    bulk.alone(bulk.BOOKS)
    agency = Agency.objects.order_by("-id").first()
    if agency is None:
        raise Refused("No agency is on file. A manager writes down its papers first.")
    mark = hashlib.sha256(content).hexdigest()
    if before := AgencyReport.objects.filter(sha256=mark).first():
        raise Refused(f"This very file was read on {before.at:%m/%d/%Y}. Nothing was posted again.")
    try:
        rows = read(content)
    except NotReadable as fault:
        raise Refused(str(fault)) from fault
    report = AgencyReport.objects.create(
        agency=agency, name=name[:120], sha256=mark, content=content, at=at, by=by.name
    )
    lines = [_taken(report, row, by=by, at=at) for row in rows]
    counts = {state: sum(line.state == state for line in lines) for state in _STATES}
    about(report=report.id, counts=counts)
    return Read(report.id, *(counts[state] for state in _STATES))


_STATES = ("posted", "set_aside", "dropped")
_UNREAD = "This row cannot be read. Ask the agency for it again, or do not post it."


@action("agency.settle_line")
def settle_line(*, line: int, drop: bool, reason: str, by: Actor, at: datetime) -> str:
    """A row that was set aside: tried again, or not to post for a reason. A payment taken back that
    is only found now waits once more, as a proposal. Returns its state."""
    bulk.alone(bulk.BOOKS)
    found = AgencyLine.objects.select_for_update(of=("self",)).filter(id=line).first()
    if found is None or found.state != "set_aside":
        raise Refused("This row does not wait any more. Reload the page.")
    if drop:
        said(reason, "Say why this row is not posted.")
        found.state, found.why = "dropped", reason.strip()
    else:
        _again(found, by=by, at=at)
    if found.state != "set_aside":
        found.settled_at, found.settled_by = at, by.name
    found.save()
    about(account=found.account if found.placement_id else "", line=found.id, state=found.state)
    return found.state


def _again(line: AgencyLine, *, by: Actor, at: datetime) -> None:
    row = next(r for r in read(bytes(line.report.content)) if r.place == line.place)
    if row.back_cents:
        settle_back(line, row, by=by, at=at)
        return
    if row.why:
        raise Refused(_UNREAD)
    line.state, line.why = "posted", ""
    _judge(line, row, at)
    if line.state == "set_aside":
        raise Refused(line.why)
    if line.state == "posted":
        _post(line, by=by, at=at)


def _taken(report: AgencyReport, row: Recovered, *, by: Actor, at: datetime) -> AgencyLine:
    line = AgencyLine(
        report=report, place=row.place, agency=report.agency.name, ref=row.ref,
        account=row.account, paid_on=row.paid_on, cents=row.cents, fee_cents=row.fee_cents,
        state="set_aside" if row.why else "posted", why=row.why,
    )  # fmt: skip
    if row.back_cents:
        propose_back(line, row, at=at)
    elif not row.why:
        _judge(line, row, at)
    if line.state == "posted":
        _post(line, by=by, at=at)
    line.save()
    return line


def _judge(line: AgencyLine, row: Recovered, at: datetime) -> None:
    """Finds its placement, or what is wrong with it."""
    before = AgencyLine.objects.filter(agency=line.agency, ref=row.ref, state="posted").first()
    if before is not None:
        same = (before.account, before.cents) == (row.account, row.cents)
        line.state = "dropped" if same else "set_aside"
        line.why = "It was posted before." if same else (
            "A payment with this number was posted with another account or amount."
        )  # fmt: skip
        return
    line.placement = _placement_of(line.agency, row)
    line.why = _wrong(line.placement, row, day_of(at))
    if line.why:
        line.state = "set_aside"
    elif line.placement is not None:
        line.due_cents = fee_due(row.cents, line.placement.agency.fee_points)


def _placement_of(agency: str, row: Recovered) -> Placement | None:
    """The newest that stood on the day it was paid; else the newest of all."""
    found = (
        Placement.objects.select_related("agency", "guarantor")
        .filter(guarantor__number=row.account, agency__name=agency, placed_on__isnull=False)
        .order_by("-placed_at", "-id")
    )
    return found.filter(placed_on__lte=row.paid_on).first() or found.first()


def _wrong(placement: Placement | None, row: Recovered, today: date) -> str:
    if placement is None:
        return "This account was never placed with this agency."
    assert row.paid_on is not None and placement.placed_on is not None
    if row.paid_on > today:
        return "It was paid on a day to come."
    if row.paid_on < placement.placed_on:
        return "It was paid before the account was placed."
    return ""


def _post(line: AgencyLine, *, by: Actor, at: datetime) -> None:
    """All that the person paid lowers what they owe; the fee is the clinic's cost."""
    assert line.placement is not None
    account = money_account(line.account)
    assert account is not None and account.patient is not None
    placed = PlacedCharge.objects.filter(placement=line.placement)
    placed_charges = set(placed.values_list("charge__number", flat=True))
    layers = tuple(layer for layer in account.layers if layer.charge in placed_charges)
    parts = oldest_first(layers, line.cents)
    charges = charge_money(list(parts))
    one = partial(
        Posting, TransactionKind.PATIENT_PAYMENT, tender=Tender.OTHER.value, reference=line.ref
    )
    postings = [
        one(cents, charges[charge].patient, charges[charge].key) for charge, cents in parts.items()
    ]
    if over := line.cents - sum(parts.values()):
        postings.append(one(over, account.patient))
    if line.fee_cents:
        postings.append(
            Posting(TransactionKind.AGENCY_FEE, line.fee_cents, moves=FEE_MOVES, reference=line.ref)
        )
    line.posted_on = posting.posting_day(at)
    touched = posting.post(source_of(line), postings, on=line.posted_on, at=at)
    posting.brought_up(touched, by=by, at=at)
