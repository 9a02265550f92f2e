"""What several acts on one account share: finding it, and deciding it again at once."""

import secrets
from datetime import datetime

from goodstanding.actions.followup_day import decide_batch
from goodstanding.actions.unit import Actor
from goodstanding.core.days import local_day
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Guarantor, Run
from goodstanding.records.queries.households import households
from goodstanding.records.queries.team import works_accounts


def desk_number(key: int, at: datetime) -> str:
    """Of what is written at the desk; two in one moment differ."""
    return f"desk-{at:%Y%m%d%H%M%S%f}-{key}-{secrets.token_hex(3)}"


def account_key(number: str) -> int:
    key = Guarantor.objects.filter(number=number).values_list("id", flat=True).first()
    if key is None:
        raise Refused(f"Account {number} is not known.")
    return key


def refuse_strangers(*names: str) -> None:
    for name in names:
        if not works_accounts(name):
            raise Refused(f"{name} does not work accounts. Choose a colleague of the office.")


def decide_now(*keys: int, by: Actor, at: datetime) -> None:
    """Decides the accounts, and those of their households, again in the same transaction, when
    today was run; the next run does it otherwise.
    """
    everyone = households(keys)
    bulk.execute(
        f"UPDATE records_standing SET changed = %s WHERE guarantor_id IN ({bulk.keys(everyone)})",
        [True],
    )
    latest = Run.objects.order_by("-on").values_list("on", flat=True).first()
    if latest is not None and latest >= local_day(at, clinic.current().timezone):
        decide_batch(accounts=everyone, on=latest, by=by, at=at)
