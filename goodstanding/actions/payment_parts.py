"""Steps of acts that take money at the desk: the receipt with its number, and what refuses it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from goodstanding.actions.posting import next_number
from goodstanding.actions.unit import Actor
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.kinds import Tender
from goodstanding.core.money import LARGEST_CENTS
from goodstanding.core.placing import Taken, posted_before
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Receipt
from goodstanding.records.queries.desk_money import remitted_before, taken_before

COUNTED = "records_receipt"


def refuse_wrong(taken: Taken, tenders: frozenset[Tender]) -> None:
    if not 0 < taken.cents <= LARGEST_CENTS:
        raise Refused("Write the amount that was given: more than zero.")
    if taken.tender not in tenders:
        raise Refused("Money of this kind is not taken here. Choose another kind.")
    if has_card_number(taken.reference) or has_card_number(taken.note):
        raise Refused("Take the card number out. Card numbers are never kept here.")
    if taken.tender is Tender.CHECK and not taken.reference.strip():
        raise Refused("Write the number of the check.")
    if taken.drawer not in clinic.current().desk.drawers:
        raise Refused(f"There is no drawer {taken.drawer}. Choose one of the clinic's drawers.")


def known(taken: Taken, *, guarantor: int | None, payer: str = "") -> Receipt | None:
    """The receipt this very form made already. Nobody else posts until the transaction ends."""
    bulk.alone(bulk.BOOKS)
    before = Receipt.objects.filter(key=taken.key).first()
    if before is None:
        return None
    same = (before.cents, before.tender, before.reference, before.guarantor_id, before.payer)
    if same != (taken.cents, taken.tender.value, taken.reference.strip(), guarantor, payer):
        raise Refused(
            f"This form made receipt {before.number} already, with other words in it. Begin a new "
            "one."
        )
    return before


def refuse_twin(
    taken: Taken, *, on: date, at: datetime, account: int | None = None, payer: str = ""
) -> None:
    """The same money a second time needs a word of the person who takes it."""
    if taken.again:
        return
    twin = taken_before(
        tender=taken.tender.value, reference=taken.reference, cents=taken.cents, on=on,
        account=account, payer=payer,
    )  # fmt: skip
    if twin is not None:
        zone = ZoneInfo(clinic.current().timezone)
        raise Refused(
            posted_before(
                taken.tender, taken.reference, taken.cents,
                at=twin.at.astimezone(zone), on=at.astimezone(zone).date(),
            )
        )  # fmt: skip
    if account is None and remitted_before(taken.reference, taken.cents):
        raise Refused(
            f"Check {taken.reference} with this amount was read in from an 835. Post again?"
        )


def write_receipt(
    taken: Taken, *, on: date, by: Actor, at: datetime, of: dict[str, object]
) -> Receipt:
    """`of`: guarantor_id and purpose of a patient's money, or the payer of an insurer's."""
    return Receipt.objects.create(
        number=next_number(COUNTED), key=taken.key, on=on, at=at, by=by.name,
        drawer=taken.drawer, tender=taken.tender.value, cents=taken.cents,
        reference=taken.reference.strip(), note=taken.note.strip(), **of,
    )  # fmt: skip
