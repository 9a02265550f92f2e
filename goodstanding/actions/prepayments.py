"""Money paid ahead of a visit: taken, placed on its charges once the patient's part is known, and
what is over shown as a task. It is never a condition of care.
"""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions.hold_parts import refuse_card_numbers
from goodstanding.actions.huddle import OVER
from goodstanding.actions.payment_parts import known
from goodstanding.actions.payments import Split, apply_unapplied, take_payment
from goodstanding.actions.placed_back import less_over, over_words
from goodstanding.actions.posting import posting_day
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.ahead import Placeable, placeable
from goodstanding.core.huddle import Instruction
from goodstanding.core.money import show
from goodstanding.core.places import law_for
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import bulk
from goodstanding.records.derived import derive
from goodstanding.records.models import (
    Appointment,
    DeskTask,
    Prepayment,
    PrepaymentStep,
    Receipt,
)
from goodstanding.records.queries.coming_visits import COMING
from goodstanding.records.queries.desk_money import ChargeMoney, charge_money
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.huddle import one
from goodstanding.records.queries.prepayments import Waiting, left_on, over_key, waiting


@dataclass(frozen=True, slots=True)
class Ahead:
    """`why`: why another amount than the suggested one was taken."""

    visit: str
    why: str = ""


@action("prepayment.take")
def take(*, account_id: str, taken: Taken, ahead: Ahead, by: Actor, at: datetime) -> int:
    """Returns the receipt's number; the money waits, tied to the visit."""
    bulk.alone(bulk.BOOKS)
    row = (
        Appointment.objects.select_related("patient")
        .filter(number=ahead.visit, patient__guarantor__number=account_id, status__in=COMING)
        .first()
    )
    if row is None:
        raise Refused("No such visit is booked on this account. Reload the page.")
    refuse_card_numbers(ahead.why)
    told = _suggested(row)
    suggested = told.line.prepay_cents or None
    if known(taken, guarantor=row.patient.guarantor_id) is None:
        _refuse_unsaid(suggested, taken, ahead)
    number = take_payment(
        account_id=account_id, taken=taken, split=Split("prepayment"), by=by, at=at
    )
    receipt = Receipt.objects.get(number=number)
    Prepayment.objects.get_or_create(
        receipt=receipt,
        defaults={
            "appointment": row, "suggested_cents": suggested, "source": told.prepay_source,
            "why": ahead.why.strip(),
        },
    )  # fmt: skip
    about(account=account_id, receipt=number, visit=row.id, suggested=suggested)
    return number


def _suggested(row: Appointment) -> Instruction:
    found = one(row.number)
    assert found is not None  # the row is a coming one
    return found[1]


def _refuse_unsaid(suggested: int | None, taken: Taken, ahead: Ahead) -> None:
    if suggested is not None and taken.cents != suggested and not ahead.why.strip():
        raise Refused(f"{show(suggested)} is suggested. Say why another amount is taken.")
    if suggested is None and not ahead.why.strip():
        raise Refused("Nothing is suggested for this visit. Say why money is taken ahead.")


@action("prepayment.settle")
def settle_all(*, by: Actor, at: datetime) -> int:
    """The day's work: every prepayment whose visit's charges say more than before; how many."""
    bulk.alone(bulk.BOOKS)
    rows = waiting()
    today = posting_day(at)
    known = _read({waits.account for waits in rows if waits.charges}, today)
    settled = 0
    for waits in rows:
        if waits.charges and waits.account not in known:
            known |= _read({waits.account}, today)
        if _settle(waits, known.get(waits.account, Placeable()), by=by, at=at):
            settled += 1
            known.pop(waits.account, None)  # what may be placed beside it is another
    about(settled=settled)
    return settled


def _read(accounts: set[int], today: date) -> dict[int, Placeable]:
    """What may be placed on the charges of each; a cancelled visit's money is over whatever holds
    the account: the refund asks the gate.
    """
    book = live_book()
    found = zip(sorted(accounts), facts_for(sorted(accounts), today), strict=True)
    return {key: placeable(facts, law_for(facts, book)) for key, facts in found}


def _settle(waits: Waiting, may: Placeable, *, by: Actor, at: datetime) -> bool:
    """Places what may be asked for of that visit, oldest charge first; when its insurers are done
    with all of it and nothing else waits, what is left becomes a task, once. True: it did
    something.
    """
    left, loose = waits.left_cents, _loose(waits)
    waiting_for = False
    known = charge_money(list(waits.charges))
    for charge in waits.charges:
        open_ = max(known[charge].patient_cents, 0)
        theirs = min(may.may.get(charge, 0), open_)
        waiting_for |= theirs + may.never.get(charge, 0) < open_
        cents = min(left, loose, theirs)
        if cents > 0:
            left, loose = left - cents, loose - cents
            _place(waits, known[charge], cents, by=by, at=at)
    placed = left < waits.left_cents
    if waits.told:
        if placed:
            less_over(waits.key, left, by=by, at=at)
        return placed
    if left > 0 and waits.finished and not waiting_for:
        over = min(left, loose)
        if left > over:  # someone placed it by hand, or it was given back
            _step(waits, "elsewhere", left - over, at=at)
        if over:
            _over(waits, over, by=by, at=at)
        return True
    return placed


def _loose(waits: Waiting) -> int:
    """Of what was told as over nobody knows whether it is still here: it leaves the money of other
    visits where it is.
    """
    (own,) = derive([waits.account])
    spared = left_on(waits.account, but=waits.key) if waits.told else 0
    return max(own.position.unapplied - spared, 0)


def _place(waits: Waiting, of: ChargeMoney, cents: int, *, by: Actor, at: datetime) -> None:
    step = PrepaymentStep.objects.filter(prepayment=waits.key).count()
    key = f"prepaid-{waits.key}-{step}"
    apply_unapplied(
        account_id=waits.account_id, charge=of.charge, cents=cents, key=key, by=by, at=at
    )
    _step(waits, "applied", cents, at=at, charge=of.key, source=f"desk:apply:{key}:1")


def _step(
    waits: Waiting, what: str, cents: int, *, at: datetime, charge: int | None = None,
    source: str = "",
) -> None:  # fmt: skip
    PrepaymentStep.objects.create(
        prepayment_id=waits.key, at=at, what=what, cents=cents, charge_id=charge, source=source
    )


def _over(waits: Waiting, cents: int, *, by: Actor, at: datetime) -> None:
    paid = Prepayment.objects.select_related("appointment__patient").get(id=waits.key)
    _step(waits, "excess", cents, at=at)
    DeskTask.objects.get_or_create(
        key=over_key(paid.id),
        defaults={
            "patient": paid.appointment.patient, "kind": OVER, "text": over_words(cents),
            "cents": cents, "at": at, "by": by.name,
        },
    )  # fmt: skip
