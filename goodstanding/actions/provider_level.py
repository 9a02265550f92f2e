"""What is open between a payer and us and is no claim's: written off by a person, with the reason.

A residue is the payer's last word that evens out with nothing: a take-back announced and never
taken, a negative check carried forward and forgotten. It goes to the contractual adjustments, the
ledger account of all we give up to payers; the reason is kept with it.
"""

from datetime import datetime

from goodstanding.actions import posting
from goodstanding.actions.hold_parts import said
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.ledger import LedgerAccount, Sides
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import ProviderSettled
from goodstanding.records.queries.provider_level import open_cents

_PROVIDER, _GIVEN_UP = LedgerAccount.PROVIDER_LEVEL.value, LedgerAccount.CONTRACTUAL.value


@action("provider_level.settle")
def settle_residue(
    *, payer: str, reference: str, reason: str, key: str, by: Actor, at: datetime
) -> int:
    """Brings what is open under this payer and reference to zero; returns the cents given up, below
    zero what was kept. The same form twice settles once.
    """
    bulk.alone(bulk.BOOKS)
    before = ProviderSettled.objects.filter(key=key).first()
    if before is not None:
        return before.cents
    said(reason, "Say why nothing more is to come.")
    cents = open_cents(payer, reference)
    if not cents:
        raise Refused("Nothing is open under this reference any more. Reload the page.")
    moves = Sides(_GIVEN_UP, _PROVIDER) if cents > 0 else Sides(_PROVIDER, _GIVEN_UP)
    one = posting.Posting(
        TransactionKind.PROVIDER_ADJUSTMENT, abs(cents), moves=moves, payer=payer,
        reference=reference,
    )  # fmt: skip
    on = posting.posting_day(at)
    made = ProviderSettled.objects.create(
        key=key, payer=payer, reference=reference, cents=cents, reason=reason.strip()[:2000],
        on=on, at=at, by=by.name,
    )  # fmt: skip
    posting.post(f"provider_level:{made.id}", [one], on=on, at=at)
    about(settled=made.id, cents=cents)
    return cents
