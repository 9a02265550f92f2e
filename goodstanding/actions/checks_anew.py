"""A check that stood behind a receipt of the desk, read again when that receipt is undone."""

from datetime import datetime

from goodstanding.actions.claim_steps import finish
from goodstanding.actions.import_told import solved, tell, tell_each
from goodstanding.actions.posting import posting_day
from goodstanding.actions.remittance_checks import put_out, sent_again
from goodstanding.actions.remittance_posting import Desk
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Receipt, Remittance
from goodstanding.records.models.remittances import REPLACED


def read_anew(receipt: Receipt, *, by: Actor, at: datetime) -> None:
    """This receipt counts no more: a check that stood behind it is read from its file again, and
    posts by the same rules as any other.
    """
    for check in behind(receipt):
        payment = sent_again(check)
        if payment is None:
            raise Refused("The text of the insurer's file is not kept, so it cannot be read anew.")
        put_out(check)
        desk = Desk(file=check.file, at=at, on=posting_day(at))
        desk.take(payment)
        finish(desk, by=by, at=at)
        solved(check, at=at)
        tell(check.file, [*desk.waits.values(), *desk.problems], level="aside")
        tell(check.file, desk.notices, level="notice")
        tell_each(desk.elsewhere)


def behind(receipt: Receipt) -> list[Remittance]:
    """Checks whose money this receipt is."""
    found = Remittance.objects.filter(receipt=receipt).exclude(key__contains=REPLACED)
    return list(found.select_related("file").order_by("id"))
