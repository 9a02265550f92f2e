"""A claim whose remittance cannot post, posted by the lines a person writes."""

from collections.abc import Sequence
from datetime import datetime

from goodstanding.actions import posting
from goodstanding.actions.claim_steps import end, open_claim, post_claim
from goodstanding.actions.denials import open_denials
from goodstanding.actions.hold_parts import said
from goodstanding.actions.unit import Actor, action
from goodstanding.core.eob import EobLine, claim_apart, denied_codes, line_faults, moves
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.matching import Candidate
from goodstanding.core.refusals import Refused
from goodstanding.core.remittance import REVERSAL, Move
from goodstanding.records import bulk
from goodstanding.records.queries.candidates import charges_where


@action("claim.by_hand")
def post_by_hand(
    *, claim_id: int, lines: Sequence[EobLine], words: str, by: Actor, at: datetime
) -> None:
    """Posts a claim that waits, or was set aside because its own figures contradict each other, as
    these lines say. Together they are paid what the claim was paid: that money is here already.
    `words`: where the figures come from.
    """
    stored, claim = open_claim(claim_id, aside=True)
    said(words, "Say where the figures come from: the payer's call, its paper, its portal.")
    if claim.status == REVERSAL or claim.paid_cents < 0:
        raise Refused("This claim takes money back. Match it, or post the take-back.")
    charges = _charges([line.charge for line in lines])
    wrong = line_faults(lines, {number: max(of.insurer_cents, 0) for number, of in charges.items()})
    wrong += list(filter(None, [claim_apart(claim.paid_cents, lines)]))
    if wrong:
        raise Refused(" ".join(wrong))
    moved = [move for line in lines for move in _moves(line, charges[line.charge])]
    post_claim(stored, claim, moved, by=by, at=at)
    end(stored, "by_hand", f"Posted by hand by {by.name}.", words=words, by=by, at=at)
    if any(line.denied for line in lines):
        open_denials(on=posting.posting_day(at), by=by, at=at)


def _charges(numbers: Sequence[str]) -> dict[str, Candidate]:
    marks, values = bulk.text_in(numbers)
    found = charges_where(f"c.number IN ({marks}) ORDER BY c.id", values)
    return {each.number: each for each in found}


def _moves(line: EobLine, of: Candidate) -> list[Move]:
    found = [Move(each.kind, of, each.cents, each.group, each.reason) for each in moves(line)]
    if line.denied:
        codes = denied_codes(line.denied_why)
        assert codes is not None, "read before"
        found.append(Move(TransactionKind.DENIAL, of, line.denied, *codes))
    return found
