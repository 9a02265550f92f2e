"""What the agency is told after a placement: recalls, and money paid at the clinic."""

import hashlib
from datetime import date, datetime

from goodstanding.actions import posting
from goodstanding.actions.agency_ends import leave
from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.outbound import send
from goodstanding.outbound.for_agency import Notice
from goodstanding.records import bulk
from goodstanding.records.models import Agency, AgencyFile, Placement
from goodstanding.records.queries.agency_money import direct, left_cents, recalls_untold


def keep_file(kind: str, content: bytes, *, on: date, by: Actor, at: datetime) -> AgencyFile:
    """The very bytes that leave, with their mark."""
    number = posting.next_number("records_agencyfile")
    agency = Agency.objects.order_by("-id").first()
    assert agency is not None, "a file for no agency"
    return AgencyFile.objects.create(
        number=number, kind=kind, agency=agency, name=f"{kind}-{on:%Y-%m-%d}-{number}.csv",
        sha256=hashlib.sha256(content).hexdigest(), content=content,
        lines=content.count(b"\n") - 1, at=at, by=by.name,
    )  # fmt: skip


@action("agency.tell")
def tell(*, by: Actor, at: datetime) -> int:
    """One file of all recalls and direct payments the agency was not told of; each goes once.
    Returns the file's number."""
    bulk.alone(bulk.BOOKS)
    on = day_of(at)
    paid, recalled = direct(untold=True), list(recalls_untold())
    placed = Placement.objects.select_related("guarantor").in_bulk([one.placement for one in paid])
    if not paid and not recalled:
        raise Refused("The agency knows of everything already.")
    lines = [_notice(placed[one.placement], "payment", on=one.on, cents=one.cents) for one in paid]
    lines += [_notice(p, "recall", on=p.ended_on or on, cents=p.ended_cents) for p in recalled]
    file = keep_file("notices", send.notices_file(lines), on=on, by=by, at=at)
    for one in paid:
        leave(
            placed[one.placement], "paid_told", "", by=by, at=at, cents=one.cents, file=file,
            transfer_id=one.transfer,
        )  # fmt: skip
    for placement in recalled:
        leave(placement, "told", "", by=by, at=at, cents=placement.ended_cents, file=file)
    about(file=file.number, payments=len(paid), recalls=[p.number for p in recalled])
    return file.number


def _notice(placement: Placement, what: str, *, on: date, cents: int) -> Notice:
    account, left = placement.guarantor.number, left_cents(placement.id)
    return Notice(account, placement.number, what, on, cents, left)
