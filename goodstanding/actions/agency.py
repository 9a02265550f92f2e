"""Accounts placed with the collection agency: the papers, what is written down before, proposed by
one, approved by another, put in the agency's file, and brought back.

Every step asks the one checklist anew (core/agency_placing.py).
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from goodstanding.actions import posting
from goodstanding.actions.accounts import account_key, decide_now
from goodstanding.actions.agency_ends import end_placement, leave
from goodstanding.actions.agency_files import keep_file
from goodstanding.actions.hold_parts import day_of, said
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.agency_points import AUTHORITY, AUTHORITY_GIVEN, WRITTEN, Point
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.outbound import send
from goodstanding.outbound.send import AtAgencyDoor
from goodstanding.records import bulk
from goodstanding.records.models import (
    Agency,
    AgencyFile,
    Charge,
    PlacedCharge,
    Placement,
    WrittenPoint,
)
from goodstanding.records.models.agency import OPEN
from goodstanding.records.queries.agency_asked import asked_now
from goodstanding.records.queries.agency_money import last_transfer


@dataclass(frozen=True, slots=True)
class Papers:
    """`fee_points`: hundredths of a percent."""

    name: str
    registration: str
    contact: str
    fee_points: int
    agreement_on: date
    contract_on: date
    licence_until: date
    licence_checked_on: date
    contract_until: date | None = None
    fee_on_direct: bool = False


@action("agency.papers")
def keep_papers(*, papers: Papers, by: Actor, at: datetime) -> None:
    """The agency as it is from now on; what was kept before stays readable."""
    for text in (papers.name, papers.registration, papers.contact):
        said(text, "Write the agency's name, its registration and how it is reached.")
    if not 0 <= papers.fee_points <= 10_000:
        raise Refused("The fee is a percentage from 0 to 100.")
    ends = papers.contract_until
    if ends is not None and ends < papers.contract_on:
        raise Refused("The contract would end before it begins. Correct one of the days.")
    Agency.objects.create(**asdict(papers), at=at, by=by.name)
    about(fee=papers.fee_points, licence_until=papers.licence_until.isoformat())


@action("agency.write_point")
def write_point(*, account_id: str, point: str, text: str, by: Actor, at: datetime) -> None:
    """What a person looked at or did that no record shows; the checklist reads it from today."""
    if point not in WRITTEN:
        raise Refused("Choose what you write down.")
    said(text, "Write what you looked at or said, and when.")
    key = account_key(account_id)
    WrittenPoint.objects.create(
        guarantor_id=key, point=point, text=text.strip(), on=day_of(at), at=at, by=by.name
    )
    decide_now(key, by=by, at=at)
    about(account=account_id, point=point)


@action("agency.propose")
def propose(*, account_id: str, reason: str, by: Actor, at: datetime) -> int:
    """Needs every point of the checklist but the authority that the approval is. Returns the
    placement's number."""
    said(reason, "Say why this account should go to the agency.")
    number = posting.next_number("records_placement")
    key, agency = account_key(account_id), _agency()
    if Placement.objects.filter(guarantor_id=key, state__in=OPEN).exists():
        raise Refused("This account is proposed or placed already.")
    facts, found = asked_now(key, day_of(at))
    _refuse_missing([point for point in found.missing if point.rule != AUTHORITY])
    cents = facts.patient_cents
    placement = Placement.objects.create(
        number=number, guarantor_id=key, agency=agency, state="proposed", cents=cents,
        reason=reason.strip(), proposed_at=at, proposed_by=by.name,
    )  # fmt: skip
    leave(placement, "proposed", reason.strip(), by=by, at=at, cents=cents)
    about(account=account_id, placement=number, cents=cents)
    return number


@action("agency.approve")
def approve(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    """The clinic's written authority for this account, by a manager who did not propose it."""
    placement = _in_state(number, "proposed")
    said(reason, "Write the authority: why you agree that this account is placed.")
    if placement.proposed_by == by.name:
        raise Refused("You proposed this placement. Another manager looks and approves it.")
    on = day_of(at)
    WrittenPoint.objects.create(
        guarantor_id=placement.guarantor_id, point=AUTHORITY_GIVEN, text=reason.strip(), on=on,
        at=at, by=by.name,
    )  # fmt: skip
    _decided(placement, "approved", reason, by=by, at=at)
    facts, found = asked_now(placement.guarantor_id, on)
    _refuse_missing(found.missing)
    if why := _outdated(placement, facts, facts.patient_cents):
        raise Refused(why)
    about(account=placement.guarantor.number, placement=number, cents=placement.cents)


@action("agency.refuse")
def refuse(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    """Also an approval that was not exported yet is taken back so."""
    placement = _in_state(number, "proposed", "approved")
    said(reason, "Say why it is not placed now.")
    _decided(placement, "refused", reason, by=by, at=at)
    about(account=placement.guarantor.number, placement=number)


@dataclass(frozen=True, slots=True)
class Exported:
    """`file` None when nothing passed. `blocked`: what each other placement lacks now."""

    file: int | None
    placed: tuple[int, ...]
    blocked: tuple[tuple[int, str], ...]


@action("agency.export")
def export(*, by: Actor, at: datetime) -> Exported:
    """Judges every approved placement again and makes one file of those that pass."""
    bulk.alone(bulk.BOOKS)
    on = day_of(at)
    approved = Placement.objects.select_for_update(of=("self",)).select_related(
        "guarantor", "agency"
    )
    waiting = list(approved.filter(state="approved").order_by("number"))
    if not waiting:
        raise Refused("No approved placement waits for a file.")
    ready, blocked = [], []
    for placement in waiting:
        door = send.begin_placement(placement.guarantor_id, on=on, at=at, by=by.name)
        if why := _against(placement, door):
            if door.placing.verdict.allowed:
                send.stays(door, why)
            blocked.append((placement.number, why))
        else:
            ready.append((placement, door))
    file = _file(ready, on=on, by=by, at=at) if ready else None
    numbers = [placement.number for placement, _ in ready]
    about(placements=numbers, blocked=[number for number, _ in blocked])
    return Exported(file.number if file else None, tuple(numbers), tuple(blocked))


@action("agency.recall")
def recall(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    """Stops the agency; it is told with the next file of notices."""
    _back(number, "recalled", reason, by=by, at=at)


@action("agency.bring_back")
def bring_back(*, number: int, state: str, reason: str, by: Actor, at: datetime) -> None:
    """The agency gave it back ("returned"), or is done with it ("closed"); the clinic decides what
    comes next."""
    if state not in ("returned", "closed"):
        raise Refused("Choose whether it was returned or closed.")
    _back(number, state, reason, by=by, at=at)


def _back(number: int, state: str, reason: str, *, by: Actor, at: datetime) -> None:
    bulk.alone(bulk.BOOKS)
    placement = _in_state(number, "placed")
    said(reason, "Say why it comes back.")
    end_placement(placement, state, reason.strip(), on=day_of(at), by=by, at=at)
    decide_now(placement.guarantor_id, by=by, at=at)


def _agency() -> Agency:
    found = Agency.objects.order_by("-id").first()
    if found is None:
        raise Refused("No agency is on file. A manager writes down its papers first.")
    return found


def _refuse_missing(missing: list[Point] | tuple[Point, ...]) -> None:
    if missing:
        raise Refused(
            "Not in order yet: " + " ".join(point.text for point in missing), missing[0].rule
        )


def _outdated(placement: Placement, facts: AccountFacts, cents: int) -> str:
    """What was agreed to and is another thing by now, "" for nothing."""
    was, now = placement.agency.name, facts.agency.name
    if was != now:
        return f"It was proposed for {was}; the agency is {now} now. Refuse it and propose it anew."
    if cents > placement.cents:
        owed, was = show(cents), show(placement.cents)
        return f"{owed} is owed now, and {was} was proposed. Refuse it and propose it anew."
    return ""


def _against(placement: Placement, door: AtAgencyDoor) -> str:
    """What keeps it out of the file, "" for nothing."""
    if not door.placing.verdict.allowed:
        return door.placing.verdict.why
    cents = sum(door.amounts.values())
    if cents != door.placing.verdict.cents:
        return "What may be asked is not what the books say. A person looks first."
    return _outdated(placement, door.facts, cents)


def _file(
    ready: list[tuple[Placement, AtAgencyDoor]], *, on: date, by: Actor, at: datetime
) -> AgencyFile:
    content = send.placements_file(
        [door for _, door in ready], [placement.guarantor for placement, _ in ready],
        numbers=[placement.number for placement, _ in ready], on=on,
    )  # fmt: skip
    file = keep_file("placements", content, on=on, by=by, at=at)
    for placement, door in ready:
        _place(placement, door, file, by=by, at=at)
    return file


def _place(
    placement: Placement, door: AtAgencyDoor, file: AgencyFile, *, by: Actor, at: datetime
) -> None:
    """From here on the clinic asks for nothing: the hold says so."""
    on, amounts = day_of(at), door.amounts
    keys = dict(Charge.objects.filter(number__in=amounts).values_list("number", "id"))
    PlacedCharge.objects.bulk_create(
        PlacedCharge(placement=placement, charge_id=keys[charge], cents=cents)
        for charge, cents in amounts.items()
    )
    upto = last_transfer()
    placement.state, placement.cents, placement.upto = "placed", sum(amounts.values()), upto
    placement.checklist = [
        {"ok": p.ok, "text": p.text, "rule": p.rule, "citation": p.citation, "code": p.code}
        for p in door.placing.points
    ]
    placement.placed_at, placement.placed_on, placement.file = at, on, file
    placement.agency = file.agency
    placement.save()
    why = f"Placed with the agency, placement {placement.number}"
    hold = NewHold(HoldKind.AGENCY, on, why=why)
    account = placement.guarantor.number
    placement.hold = place_hold(account_id=account, hold=hold, by=by, at=at)
    placement.save(update_fields=["hold"])
    leave(placement, "placed", "", by=by, at=at, cents=placement.cents, file=file)


def _in_state(number: int, *states: str) -> Placement:
    found = Placement.objects.select_for_update(of=("self",)).select_related("guarantor", "agency")
    placement = found.filter(number=number).first()
    if placement is None:
        raise Refused(f"Placement {number} is not known.")
    if placement.state not in states:
        raise Refused(f"Placement {number} is {placement.state} now. Reload the page.")
    return placement


def _decided(placement: Placement, state: str, reason: str, *, by: Actor, at: datetime) -> None:
    placement.state, placement.decided_at, placement.decided_by = state, at, by.name
    placement.decided_why = reason.strip()
    placement.save(update_fields=["state", "decided_at", "decided_by", "decided_why"])
    leave(placement, state, reason.strip(), by=by, at=at)
