"""A check of an 835 of which nothing posts by itself: the desk has its money already, or it does
not balance, is cut, or is another than the one posted. A person says what stands.
"""

from datetime import datetime

from goodstanding.actions.hold_parts import refuse_card_numbers, said
from goodstanding.actions.import_told import solved
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import ClaimStep, Receipt, Remittance


@action("check.by_receipt")
def posted_by_receipt(*, check_id: int, receipt: int, words: str, by: Actor, at: datetime) -> None:
    """The desk's receipt of this number is the whole check: its claims count as posted by it, and
    nothing else moves. When that receipt is corrected later, the check is read anew.
    """
    check = _whole_aside(check_id)
    refuse_card_numbers(words)
    found = Receipt.objects.filter(number=receipt, undone__isnull=True).first()
    if found is None or not found.payer:
        raise Refused(f"Receipt {receipt} is no insurer's receipt that stands. Look at its number.")
    if found.cents != check.cents:
        raise Refused(
            f"Receipt {receipt} is of {show(found.cents)}, the check of {show(check.cents)}. "
            "Look for the one that is this check."
        )
    check.receipt, check.receipt_stands = found, True
    check.save(update_fields=["receipt", "receipt_stands"])
    why = f"Posted at the desk as receipt {receipt}."
    _steps(check, "by_receipt", f"{why} {words.strip()}".rstrip(), by=by, at=at)
    check.claims.filter(state="aside").update(state="posted", why=why)
    solved(check, at=at)
    about(check=check.id, receipt=receipt)


@action("check.not_to_post")
def not_to_post(*, check_id: int, words: str, by: Actor, at: datetime) -> None:
    """Nothing of this check is to come into the books: it is void, or the payer sent another in its
    place. The same check again is told as read before.
    """
    check = _whole_aside(check_id)
    said(words, "Say what the payer told you, or which check came in its place.")
    _steps(check, "not_to_post", words.strip(), by=by, at=at)
    check.claims.filter(state="aside").update(state="replaced", why=f"Not to be posted. {words}")
    solved(check, at=at)
    about(check=check.id)


def _whole_aside(check_id: int) -> Remittance:
    bulk.alone(bulk.BOOKS)
    check = Remittance.objects.select_related("file").filter(id=check_id).first()
    if check is None or check.brings_money or not check.claims.filter(state="aside").exists():
        raise Refused("Nothing is to be decided about this check any more. Reload the page.")
    return check


def _steps(check: Remittance, what: str, text: str, *, by: Actor, at: datetime) -> None:
    ClaimStep.objects.bulk_create(
        ClaimStep(claim_id=key, at=at, by=by.name, what=what, text=text[:2000])
        for key in check.claims.filter(state="aside").values_list("id", flat=True)
    )
