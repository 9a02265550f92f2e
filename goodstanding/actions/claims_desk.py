"""The remittance desk: what a person decides about a claim that waits. Each decision is kept as a
step, and what was matched is remembered for the payer's next file.
"""

from collections.abc import Sequence
from datetime import date, datetime

from goodstanding.actions import posting
from goodstanding.actions.claim_steps import desk_at, end, finish, leave, open_claim, post_claim
from goodstanding.actions.denials import open_denials
from goodstanding.actions.hold_parts import day_of, refuse_card_numbers, said
from goodstanding.actions.practice_taken_back import living_practice
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.claim_by_hand import denied, over_words, paid_over
from goodstanding.core.kinds import TransactionKind as Kind
from goodstanding.core.ledger import LedgerAccount, Sides
from goodstanding.core.matching import Pair, match
from goodstanding.core.matching_desk import plain_number
from goodstanding.core.money import show
from goodstanding.core.refusals import Refused
from goodstanding.core.remittance import GROUPS_TAKEN_OFF, REVERSAL, entry_for
from goodstanding.formats.x12.remitted import Claim
from goodstanding.records import bulk
from goodstanding.records.models import ClaimLink, RemittanceClaim
from goodstanding.records.queries.candidates import charges_where, named_here, remembered

LONGEST_WAIT_DAYS = 90
PROVIDER_PAYS = Sides(LedgerAccount.PROVIDER_LEVEL.value, LedgerAccount.CASH.value)


@action("claim.match")
def match_claim(*, claim_id: int, ours: str, by: Actor, at: datetime) -> str:
    """Says which claim or charge of ours this is, remembers it for the payer's number, and posts it
    by the same rules as any other. Returns "" or, when the rules want it looked at still, why.
    """
    stored, claim = open_claim(claim_id)
    ours = ours.strip()
    charges = named_here(ours) if ours else []
    if not charges:
        raise Refused(f"No claim and no charge of ours has number {ours or '(empty)'}. Check it.")
    found = match(claim, charges)
    if not found.pairs:
        raise Refused(f"{found.why}. Choose another of our claims, or set this one aside.")
    _remember(stored, charges[0].claim or charges[0].number, by=by, at=at)
    if claim.status == REVERSAL:
        leave(stored, "matched", f"Our {ours}", by=by, at=at)
        return _try_again(stored, by=by, at=at)
    entry = entry_for(claim, found.pairs)
    if entry.why:
        stored.why = entry.why
        stored.save(update_fields=["why"])
        leave(stored, "matched", f"Our {ours}. Still waits: {entry.why}", by=by, at=at)
        about(claim=stored.id, posted=False)
        return entry.why
    post_claim(stored, claim, entry.moves, by=by, at=at)
    looks = [f"{text}." for text, _ in entry.looks]
    why = " ".join([f"Matched by {by.name}.", *entry.notices, *looks])
    end(stored, "matched", why, words=f"Our {ours}", by=by, at=at)
    return ""


@action("claim.set_aside")
def set_aside(*, claim_id: int, until: date, words: str, by: Actor, at: datetime) -> None:
    """Put off until a day, with words: the claim goes on waiting and comes back on that day."""
    stored, _ = open_claim(claim_id)
    said(words, "Say what you wait for.")
    days = (until - day_of(at)).days
    if days < 1:
        raise Refused("The day must come after today. Choose a later one.")
    if days > LONGEST_WAIT_DAYS:
        raise Refused(f"At most {LONGEST_WAIT_DAYS} days, so that nothing is forgotten.")
    stored.later_on = until
    stored.save(update_fields=["later_on"])
    leave(stored, "set_aside", f"Until {until:%m/%d/%Y}. {words.strip()}", by=by, at=at)
    about(claim=stored.id, until=until.isoformat())


@action("claim.to_denials")
def to_denials(*, claim_id: int, words: str, by: Actor, at: datetime) -> None:
    """A claim that pays nothing becomes denials to work; nothing moves to the patient."""
    stored, claim = open_claim(claim_id)
    refuse_card_numbers(words)
    moves = denied(claim, _pairs(stored, claim))
    if not moves:
        raise Refused("The claim names no amount that was refused. Set it aside and ask the payer.")
    post_claim(stored, claim, moves, by=by, at=at)
    end(stored, "to_denials", f"Sent to the denials by {by.name}.", words=words, by=by, at=at)
    open_denials(on=posting.posting_day(at), by=by, at=at)


@action("claim.post_over")
def post_over(*, claim_id: int, words: str, by: Actor, at: datetime) -> int:
    """Posts a claim that pays more than is open; returns the insurer's credit that results."""
    stored, claim = open_claim(claim_id)
    said(words, "Say why more than is open is right.")
    moves, excess = paid_over(claim, _pairs(stored, claim))
    post_claim(stored, claim, moves, by=by, at=at)
    end(stored, "post_over", over_words(excess), words=words, by=by, at=at)
    return excess


@action("claim.take_back")
def take_back(*, claim_id: int, words: str, by: Actor, at: datetime) -> None:
    """A payer takes back what is not posted here: its money goes to the provider-level account,
    under the payer's own number, until it is settled.
    """
    stored, claim = open_claim(claim_id)
    said(words, "Say what the payer takes back.")
    if claim.paid_cents > 0 or (claim.paid_cents == 0 and claim.status != REVERSAL):
        raise Refused("This claim takes nothing back. Match it, or set it aside.")
    if claim.paid_cents:
        one = posting.Posting(
            Kind.PROVIDER_ADJUSTMENT, -claim.paid_cents, moves=PROVIDER_PAYS,
            payer=stored.remittance.payer[:64], reason=REVERSAL,
            reference=(claim.payer_control or claim.claim_id)[:80],
        )  # fmt: skip
        source = f"835:{stored.remittance_id}:{stored.place}"
        posting.post(source, [one], on=posting.posting_day(at), at=at)
    post_claim(stored, claim, [], by=by, at=at)
    text = f"{show(-claim.paid_cents)} is taken from us at provider level."
    end(stored, "take_back", text, words=words, by=by, at=at)


@action("claim.same")
def same_money(*, claim_id: int, by: Actor, at: datetime) -> None:
    """The practice posted this claim itself and the books say the same to the cent: its postings
    are reversed and the remittance's take their place, so that the money is there once.
    """
    stored, claim = open_claim(claim_id)
    pairs = _pairs(stored, claim)
    kinds = (Kind.INSURER_PAYMENT.value, Kind.CONTRACTUAL.value, Kind.TO_PATIENT.value)
    rows = living_practice({pair.charge.key for pair in pairs}, kinds)
    there = sorted((row[5], kind, row[3]) for row, kind in rows)
    if claim.adjustments or claim.status == REVERSAL or there != _says(pairs) or not rows:
        raise Refused(
            "What the practice posted on these charges is not the same to the cent. Compare both "
            "and set the claim aside, or correct the practice's posting and export again."
        )
    desk = desk_at(at)
    desk.replace_practice([row for row, _ in rows], f"{stored.remittance_id}:{stored.place}")
    keys = bulk.keys(pair.charge.key for pair in pairs)
    fresh = match(claim, charges_where(f"c.id IN ({keys}) ORDER BY c.id")).pairs
    entry = entry_for(claim, fresh)
    posts = sorted((move.charge.key, move.kind.value, move.cents) for move in entry.moves)
    if posts != there:
        why = entry.why or "The claim would post otherwise than the practice did"
        raise Refused(f"{why}. Set it aside and compare both.")
    desk.by_hand(stored, claim, entry.moves)
    stored.state = "posted"
    stored.save(update_fields=["state"])
    finish(desk, by=by, at=at)
    end(stored, "same", "In place of what the practice had posted.", words="", by=by, at=at)


def _says(pairs: Sequence[Pair]) -> list[tuple[int, str, int]]:
    """What a claim does, charge by charge, as transfers would."""
    found = []
    for pair in pairs:
        if pair.line is None:
            return []
        if pair.line.paid_cents:
            found.append((pair.charge.key, Kind.INSURER_PAYMENT.value, pair.line.paid_cents))
        for each in pair.line.adjustments:
            if each.group in GROUPS_TAKEN_OFF:
                found.append((pair.charge.key, Kind.CONTRACTUAL.value, each.cents))
            elif each.group == "PR":
                found.append((pair.charge.key, Kind.TO_PATIENT.value, each.cents))
    return sorted(found)


# ---- steps


def _pairs(stored: RemittanceClaim, claim: Claim) -> tuple[Pair, ...]:
    """By what a person said for this number, else by the number itself."""
    payer = stored.remittance.payer
    ours = remembered([payer]).get((payer, claim.claim_id), claim.claim_id)
    found = match(claim, named_here(ours) if ours else [])
    if not found.pairs:
        raise Refused(f"{found.why}. Match it to one of our claims first.")
    return found.pairs


def _remember(stored: RemittanceClaim, ours: str, *, by: Actor, at: datetime) -> None:
    # A payer that sends 0 for every claim means no claim by it.
    if plain_number(stored.claim) and stored.claim != ours:
        ClaimLink.objects.update_or_create(
            payer=stored.remittance.payer, theirs=stored.claim,
            defaults={"ours": ours, "at": at, "by": by.name},
        )  # fmt: skip


def _try_again(stored: RemittanceClaim, *, by: Actor, at: datetime) -> str:
    """By the same rules as after an import, now that the link is known."""
    desk = desk_at(at)
    desk.try_again([stored.id])
    finish(desk, by=by, at=at)
    stored.refresh_from_db()
    about(claim=stored.id, posted=stored.state == "posted")
    return "" if stored.state == "posted" else stored.why
