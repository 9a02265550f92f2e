"""A payment that the agency reported and then took back: proposed from the report's row, done by a
person."""

from datetime import date, datetime

from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.placed_back import take_back_placed
from goodstanding.actions.posting import Posting, brought_up, post, posting_day, reverse
from goodstanding.actions.unit import Actor
from goodstanding.core.agency_words import FEE_MOVES
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.formats.agency_report import Recovered
from goodstanding.records import bulk
from goodstanding.records.models import AgencyLine


def source_of(line: AgencyLine) -> str:
    """Where its money stands in the ledger."""
    return f"agency:{line.report_id}:{line.place}"


def propose_back(line: AgencyLine, row: Recovered, *, at: datetime) -> None:
    """The row waits either way; with its placement where it names a payment that still stands."""
    line.cents, line.fee_cents, line.why = -row.back_cents, -row.back_fee_cents, row.why
    own = AgencyLine.objects.filter(agency=line.agency, ref=row.ref, account=row.account)
    if own.filter(state="taken_back", cents=line.cents).exists():
        line.state, line.why = "dropped", "It was taken back before."
    elif paid := _paid(line, row, day_of(at)):
        line.placement, line.due_cents = paid.placement, -paid.due_cents
        kept = paid.fee_cents - row.back_fee_cents
        text = f"Takes back {show(row.back_cents)}, paid on {paid.paid_on:%m/%d/%Y}"
        text += f", and {show(row.back_fee_cents)} of fee." if row.back_fee_cents else "."
        line.why = text + (f" The agency keeps {show(kept)}." if kept else "")


def settle_back(line: AgencyLine, row: Recovered, *, by: Actor, at: datetime) -> None:
    """What was proposed is done now; what was not is proposed, when its payment was posted
    since."""
    proposed = line.placement_id is not None
    paid = _paid(line, row, day_of(at))
    if paid is None:
        raise Refused("No payment of a report with this number, account and amount stands now.")
    if not proposed:
        propose_back(line, row, at=at)
        return
    assert paid.placement is not None
    on, source = posting_day(at), source_of(line)
    touched = reverse(source_of(paid), as_source=source, on=on, at=at)
    if kept := paid.fee_cents - row.back_fee_cents:
        fee = Posting(TransactionKind.AGENCY_FEE, kept, moves=FEE_MOVES, reference=line.ref)
        post(f"{source}:kept", [fee], on=on, at=at)
    touched |= take_back_placed(paid.placement.guarantor_id, on=on, at=at)
    line.state, line.why, line.posted_on = "taken_back", "", on
    brought_up(touched, by=by, at=at)


def _paid(line: AgencyLine, row: Recovered, today: date) -> AgencyLine | None:
    """The posted row it names, none of whose money was reversed since."""
    assert row.paid_on is not None
    paid = AgencyLine.objects.filter(
        agency=line.agency, ref=row.ref, account=row.account, cents=row.back_cents,
        fee_cents__gte=row.back_fee_cents, paid_on__lte=row.paid_on, state="posted",
    ).first()  # fmt: skip
    if paid is None or row.paid_on > today:
        return None
    begins, values = bulk.begins("t.source", f"{source_of(paid)}:")
    undone = bulk.select(
        "SELECT 1 FROM records_transfer t JOIN records_transfer r ON r.reverses_id = t.id "
        f"WHERE {begins} LIMIT 1",
        values,
    )
    return None if undone else paid
