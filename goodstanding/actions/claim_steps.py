"""What every decision about a claim of a remittance shares: the claim held for it, its moves
posted, the accounts brought up behind them, the step kept.
"""

from collections.abc import Sequence
from datetime import datetime

from goodstanding.actions import posting
from goodstanding.actions.accounts import decide_now
from goodstanding.actions.provider_ties import tie
from goodstanding.actions.remittance_claims import unpacked
from goodstanding.actions.remittance_posting import Desk
from goodstanding.actions.unit import Actor, about
from goodstanding.core.refusals import Refused
from goodstanding.core.remittance import Move
from goodstanding.formats.x12.remitted import Claim
from goodstanding.records import bulk
from goodstanding.records.derived import rederive
from goodstanding.records.models import ClaimStep, RemittanceClaim


def open_claim(claim_id: int, *, aside: bool = False) -> tuple[RemittanceClaim, Claim]:
    """The claim that waits, or with `aside` one that was set aside alone, out of a check that
    brought its money.
    """
    bulk.alone(bulk.BOOKS)
    stored = (
        RemittanceClaim.objects.select_for_update(of=("self",))
        .select_related("remittance")
        .filter(id=claim_id)
        .first()
    )
    if stored is None or stored.state not in ("waiting", *(("aside",) if aside else ())):
        raise Refused("This claim does not wait any more. Reload the page.")
    if stored.state == "aside" and not stored.remittance.brings_money:
        raise Refused("Its whole check was set aside. Decide on the check's own page.")
    return stored, unpacked(stored.content)


def desk_at(at: datetime) -> Desk:
    return Desk(file=None, at=at, on=posting.posting_day(at))


def post_claim(
    stored: RemittanceClaim, claim: Claim, moves: Sequence[Move], *, by: Actor, at: datetime
) -> None:
    desk = desk_at(at)
    desk.by_hand(stored, claim, moves)
    stored.state = "posted"
    stored.save(update_fields=["state"])
    finish(desk, by=by, at=at)


def finish(desk: Desk, *, by: Actor, at: datetime) -> None:
    desk.settle()
    tie()
    accounts = sorted(desk.touched)
    rederive(accounts)
    if accounts:
        decide_now(*accounts, by=by, at=at)


def end(
    stored: RemittanceClaim, what: str, why: str, *, words: str, by: Actor, at: datetime
) -> None:
    stored.state, stored.why, stored.later_on = "posted", why, None
    stored.save(update_fields=["state", "why", "later_on"])
    leave(stored, what, " ".join(filter(None, [why, words.strip()])), by=by, at=at)
    about(claim=stored.id, check=stored.remittance_id, cents=stored.paid_cents)


def leave(stored: RemittanceClaim, what: str, text: str, *, by: Actor, at: datetime) -> None:
    ClaimStep.objects.create(claim=stored, at=at, by=by.name, what=what, text=text[:2000])
