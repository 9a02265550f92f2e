"""A telephone number that was retired, and is the person's after all."""

from datetime import datetime

from goodstanding.actions.accounts import decide_now
from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import Channel
from goodstanding.core.refusals import Refused
from goodstanding.records.models import RetiredWay


@action("number.use_again")
def use_again(*, account_id: str, way: int, by: Actor, at: datetime) -> None:
    """From today it may be called again. Texts that did not arrive there are another matter."""
    row = RetiredWay.objects.filter(
        id=way, guarantor__number=account_id, channel=Channel.CALL.value, back_on__isnull=True
    ).first()
    if row is None:
        raise Refused("This number is in use again already. Reload the account.")
    same = RetiredWay.objects.filter(
        guarantor_id=row.guarantor_id, channel=row.channel, mark=row.mark, back_on__isnull=True
    )
    same.update(back_on=day_of(at), back_by=by.name)
    decide_now(row.guarantor_id, by=by, at=at)
    about(account=account_id, number=row.id)
