"""What is moved between insurer and patient, or written off, by hand and with a reason.

Up to the clinic's limit one person does it; above it one asks and a manager who is someone else
agrees. Undone by reversal only.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from goodstanding.actions.posting import (
    Posting,
    brought_up,
    next_number,
    post,
    posting_day,
    reverse,
)
from goodstanding.actions.unit import SYSTEM, Actor, about, action
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import local_day
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.gate_steps import WAIVER
from goodstanding.core.kinds import Act, TransactionKind
from goodstanding.core.money import show
from goodstanding.core.moves import refuse_not_theirs
from goodstanding.core.places import law_for
from goodstanding.core.placing import open_by_charge
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Adjustment, Transfer
from goodstanding.records.queries.desk_money import ChargeMoney, charge_money, money_account
from goodstanding.records.queries.facts import facts_for

_K = TransactionKind
MOVES: dict[TransactionKind, dict[str, str]] = {
    _K.TO_PATIENT: {
        "deductible": "Deductible (PR 1)",
        "coinsurance": "Coinsurance (PR 2)",
        "copay": "Copay (PR 3)",
        "no_coverage": "No coverage on that day (PR 27)",
        "not_covered": "Not covered, form signed before (PR 204)",
        "no_answer": "The insurer does not answer",
    },
    _K.TO_INSURER: {
        "coverage": "Coverage was found",
        "again": "The insurer looks at it again",
        "moved_wrongly": "It was moved to the patient wrongly",
    },
}
_CODES = {"deductible": "1", "coinsurance": "2", "copay": "3", "no_coverage": "27",
          "not_covered": "204"}  # fmt: skip
WRITE_OFFS: dict[TransactionKind, dict[str, str]] = {
    _K.SMALL_WRITE_OFF: {
        "small": "Too small to ask for",
        "our_fault": "Our mistake",
        "late_claim": "Our claim was too late",
        "goodwill": "Settles a complaint",
    },
    _K.CHARITY: {
        "assistance": "Approved under the assistance policy",
        "hardship": "Hardship shown another way, papers kept",
    },
    _K.BAD_DEBT: {
        "exhausted": "Every step was taken",
        "discharged": "Discharged in bankruptcy",
        "estate_empty": "The estate has nothing",
        "too_old": "Too old to collect",
    },
}
TOGETHER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Change:
    """`reason` is a key of MOVES or WRITE_OFFS for the kind; `key` the form's own."""

    key: str
    kind: TransactionKind
    charge: str
    cents: int
    reason: str
    words: str = ""


@action("payment.move")
def move_part(*, account_id: str, change: Change, by: Actor, at: datetime) -> int:
    """Moves part of a charge to the patient or to the insurer; returns the adjustment's number."""
    known, of = _begin(account_id, change, MOVES)
    if known is not None:
        return int(known.number)
    _refuse_too_much(change, of)
    if change.kind is _K.TO_PATIENT:
        facts = facts_for([of.guarantor], posting_day(at))[0]
        refuse_not_theirs(
            facts, law_for(facts, live_book()), change.charge,
            cents=change.cents, reason=_CODES.get(change.reason, ""),
        )  # fmt: skip
    return _posted(_new(change, of, by=by, at=at), of, by=by, at=at)


@action("adjustment.ask")
def write_off(*, account_id: str, change: Change, by: Actor, at: datetime) -> int:
    """Gives up part of what the patient owes; above the limit it only asks for it. Returns the
    adjustment's number.
    """
    known, of = _begin(account_id, change, WRITE_OFFS)
    if known is not None:
        return int(known.number)
    _refuse_too_much(change, of)
    _refuse_by_gate(change, of, at=at)
    new = _new(change, of, by=by, at=at)
    alone = _alone_lately(of.guarantor, at=at) + change.cents
    if alone > clinic.current().desk.write_off_alone_up_to:
        about(account=account_id, adjustment=new.number, asked=change.kind.value)
        return int(new.number)
    return _posted(new, of, by=by, at=at)


@action("adjustment.agree")
def agree(*, number: int, by: Actor, at: datetime) -> None:
    """A manager who is someone else posts what was asked for, if as much is still open."""
    asked = _asked(number)
    if asked.asked_by == by.name and by.role != SYSTEM:
        raise Refused("You asked for this. Another manager looks at it.")
    of = charge_money([asked.charge.number])[asked.charge.number]
    change = Change(asked.key, TransactionKind(asked.kind), of.charge, asked.cents, asked.reason)
    _refuse_too_much(change, of)
    _refuse_by_gate(change, of, at=at)
    _posted(asked, of, by=by, at=at)


@action("adjustment.grant")
def grant(*, account_id: str, change: Change, asked_by: str, by: Actor, at: datetime) -> int:
    """Posts what a decision of the help program takes off one charge; who may, and whether a second
    person must agree, was settled there. Returns the adjustment's number.
    """
    known, of = _begin(account_id, change, {_K.CHARITY: WRITE_OFFS[_K.CHARITY]})
    assert known is None, "a decision posts once"
    _refuse_too_much(change, of)
    _refuse_by_gate(change, of, at=at)
    return _posted(_new(change, of, by=replace(by, name=asked_by), at=at), of, by=by, at=at)


@action("adjustment.decline")
def decline(*, number: int, by: Actor, at: datetime) -> None:
    asked = _asked(number)
    asked.state, asked.decided_by, asked.decided_at = "declined", by.name, at
    asked.save(update_fields=["state", "decided_by", "decided_at"])
    about(account=asked.charge.patient.guarantor.number, adjustment=number)


@action("adjustment.undo")
def undo(*, number: int, by: Actor, at: datetime) -> None:
    """Reverses a move or a write-off whole, on the posting day."""
    bulk.alone(bulk.BOOKS)
    one = Adjustment.objects.select_related("charge__patient__guarantor").filter(
        number=number, state="posted"
    )
    posted = one.first()
    if posted is None:
        raise Refused(f"Adjustment {number} is not posted, so there is nothing to undo.")
    source = f"adjustment:{number}"
    touched = reverse(source, as_source=f"{source}:undone", on=posting_day(at), at=at)
    if not touched:
        raise Refused("It was reversed already, by a later export. Nothing is left to undo.")
    posted.state = "undone"
    posted.save(update_fields=["state"])
    brought_up(touched, by=by, at=at)
    about(account=posted.charge.patient.guarantor.number, adjustment=number)


def _begin(
    account_id: str, change: Change, kinds: dict[TransactionKind, dict[str, str]]
) -> tuple[Adjustment | None, ChargeMoney]:
    """The adjustment this very form made already, and the charge's money. Nobody else posts until
    the transaction ends.
    """
    bulk.alone(bulk.BOOKS)
    if change.reason not in kinds.get(change.kind, {}):
        raise Refused("Choose the reason.")
    of = charge_money([change.charge]).get(change.charge)
    if of is None or of.account_id != account_id:
        raise Refused(f"Charge {change.charge} does not belong to this account.")
    known = Adjustment.objects.filter(key=change.key).first()
    if known is not None:
        if (known.charge_id, known.kind, known.cents) != (of.key, change.kind.value, change.cents):
            raise Refused("This form was sent already with other words in it. Begin a new one.")
        about(account=account_id, adjustment=known.number, again=True)
    return known, of


def _refuse_too_much(change: Change, of: ChargeMoney) -> None:
    if change.cents <= 0:
        raise Refused("Write an amount above zero.")
    of_insurer = change.kind is _K.TO_PATIENT
    open_ = max(of.insurer_cents if of_insurer else of.patient_cents, 0)
    if change.kind in WRITE_OFFS:
        open_ = min(open_, _still_owed(of))
    if change.cents > open_:
        whose = "The insurer's" if of_insurer else "The patient's"
        raise Refused(
            f"{whose} part of charge {change.charge} is {show(open_)} now. Write that or less."
        )


def _still_owed(of: ChargeMoney) -> int:
    """What the patient owes on the charge after money that is not placed has been counted: what
    is paid, if not placed, is not given up.
    """
    account = money_account(of.account_id)
    assert account is not None, "the charge is of it"
    return open_by_charge(account.layers).get(of.charge, 0)


def _refuse_by_gate(change: Change, of: ChargeMoney, *, at: datetime) -> None:
    """The gate's word on letting this one charge go. Charity is the need it asks for."""
    whole = facts_for([of.guarantor], local_day(at, clinic.current().timezone))[0]
    own = tuple(each for each in whole.charges if each.charge_id == change.charge)
    verdict = judge(
        Proposed(Act.WRITE_OFF_SMALL, at), replace(whole, charges=own), law_for(whole, live_book())
    )
    for refusal in verdict.refusals:
        if refusal.rule != WAIVER or change.kind is not _K.CHARITY:
            raise Refused(f"{refusal.text} ({refusal.citation})", refusal.rule)


def _alone_lately(guarantor: int, *, at: datetime) -> int:
    """What was written off on the account without a second person in the last 30 days: a large
    sum in small pieces is a large sum.
    """
    kinds, values = bulk.text_in([kind.value for kind in WRITE_OFFS])
    ((cents,),) = bulk.select(
        "SELECT COALESCE(SUM(a.cents), 0) FROM records_adjustment a JOIN records_charge c ON "
        "c.id = a.charge_id JOIN records_patient p ON p.id = c.patient_id WHERE a.state = "
        f"'posted' AND a.decided_by = a.asked_by AND p.guarantor_id = %s AND a.kind IN ({kinds}) "
        "AND a.asked_at > %s",
        [guarantor, *values, at - TOGETHER],
    )
    return int(cents)


def _new(change: Change, of: ChargeMoney, *, by: Actor, at: datetime) -> Adjustment:
    words = change.words.strip()
    if has_card_number(words):
        raise Refused("Take the card number out. Card numbers are never kept here.")
    reason = {**MOVES, **WRITE_OFFS}[change.kind][change.reason]
    return Adjustment.objects.create(
        number=next_number("records_adjustment"), key=change.key, charge_id=of.key,
        kind=change.kind.value, cents=change.cents, reason=f"{reason}. {words}".strip(". "),
        state="asked", asked_at=at, asked_by=by.name,
    )  # fmt: skip


def _posted(one: Adjustment, of: ChargeMoney, *, by: Actor, at: datetime) -> int:
    kind = TransactionKind(one.kind)
    code = next((_CODES[key] for key, words in MOVES.get(kind, {}).items()
                 if key in _CODES and one.reason.startswith(words)), "")  # fmt: skip
    posting = Posting(
        kind, one.cents, of.patient, of.key, reason=code,
        group="PR" if kind is _K.TO_PATIENT else "",
    )  # fmt: skip
    source = f"adjustment:{one.number}"
    touched = post(source, [posting], on=posting_day(at), at=at)
    one.transfer = Transfer.objects.get(source=f"{source}:1")
    one.state, one.decided_by, one.decided_at = "posted", by.name, at
    one.save(update_fields=["transfer", "state", "decided_by", "decided_at"])
    brought_up(touched, by=by, at=at)
    about(account=of.account_id, adjustment=one.number, kind=one.kind, cents=one.cents)
    return int(one.number)


def _asked(number: int) -> Adjustment:
    bulk.alone(bulk.BOOKS)
    found = Adjustment.objects.select_related("charge__patient__guarantor").filter(number=number)
    one = found.first()
    if one is None or one.state != "asked":
        raise Refused(f"Adjustment {number} waits for nobody. Look at the list again.")
    return one
