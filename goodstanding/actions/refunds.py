"""Credit given back: asked for, approved by a second person above the limit, paid out, stopped.

Never more than there is: what is there is read under the lock of the books, at asking and again at
posting.
"""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions import posting
from goodstanding.actions.hold_parts import day_of, refuse_card_numbers, said
from goodstanding.actions.placed_back import less_over_given_back
from goodstanding.actions.posting import Posting
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.credit_left import NotThere, shares
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Tender, TransactionKind
from goodstanding.core.money import Cents, show
from goodstanding.core.places import law_for
from goodstanding.core.refund_words import REASONS, TO_INSURERS, RefundState
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Charge, Guarantor, Patient, Refund
from goodstanding.records.queries.credit_left import left_of, left_to_ask, moves_of
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.refunds import RefundRow, first_tender, to_export

S = RefundState


@dataclass(frozen=True, slots=True)
class NewRefund:
    """`payer` names the insurer whose overpayment of `charge_id` goes back; "" is the patient's
    money, of one overpaid charge or of all. `key` is the form's own, so that sending it twice asks
    once; `tender` "" is the way the money came.
    """

    account_id: str
    cents: Cents
    why: str
    key: str
    charge_id: str = ""
    payer: str = ""
    tender: str = ""
    words: str = ""


@action("refund.ask")
def ask(*, wish: NewRefund, by: Actor, at: datetime) -> int:
    """Asks for money to be given back, at most what is there less what is asked for already; up to
    the clinic's limit it is posted at once. Returns the refund's number.
    """
    number = posting.next_number("records_refund")  # and nobody else posts until we are done
    before = Refund.objects.filter(key=wish.key).first()
    if before is not None:
        return before.number
    account, charge = _account(wish), _charge(wish)
    _refuse_wrong(wish)
    there = left_to_ask(account.id, charge.id if charge else None, is_insurers=bool(wish.payer))
    _refuse_more(wish.cents, there)
    limit = clinic.current().desk.refund_alone_up_to
    refund = Refund.objects.create(
        number=number, key=wish.key, guarantor=account, charge=charge, payer=wish.payer,
        cents=wish.cents, limit_cents=limit, why=wish.why, words=wish.words.strip(),
        tender=wish.tender or (Tender.CHECK if wish.payer else first_tender(account.number)),
        state=S.ASKED, asked_on=day_of(at), asked_at=at, asked_by=by.name,
    )  # fmt: skip
    about(account=account.number, refund=number, cents=wish.cents)
    if wish.cents <= limit:
        _post(refund, by=by, at=at)
    return number


@action("refund.approve")
def approve(*, number: int, by: Actor, at: datetime) -> None:
    """The second person: looks, and posts it."""
    bulk.alone(bulk.BOOKS)
    refund = _in_state(number, S.ASKED)
    if refund.asked_by == by.name:
        raise Refused(
            f"You asked for refund {number}. Above {show(refund.limit_cents)} another manager "
            "looks and approves it."
        )
    there = left_to_ask(
        refund.guarantor_id, refund.charge_id, is_insurers=bool(refund.payer), but=number
    )
    _refuse_more(refund.cents, there)
    _post(refund, by=by, at=at)
    about(account=refund.guarantor.number, refund=number, cents=refund.cents)


@action("refund.decline")
def decline(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    refund = _in_state(number, S.ASKED)
    said(reason, "Say why it is not given back now.")
    _decided(refund, S.DECLINED, reason, by=by, at=at)
    about(account=refund.guarantor.number, refund=number)


@action("refund.issue")
def issue(*, number: int, check_number: str, on: date, by: Actor, at: datetime) -> None:
    """The money left: its check's number (or the bank's own), and the day."""
    refund = _in_state(number, S.APPROVED)
    check_number = check_number.strip()
    said(check_number, "Write the number of the check, or the bank's number of the payment.")
    if len(check_number) > 40:
        raise Refused("The check number is longer than 40 signs. Shorten it.")
    if on > day_of(at) or (refund.decided_at is not None and on < refund.asked_on):
        raise Refused("The money leaves between the day it was asked for and today.")
    if Refund.objects.filter(state=S.ISSUED, check_number=check_number).exists():
        raise Refused(f"Check {check_number} is another refund's. Look which one it is.")
    refund.state, refund.check_number, refund.issued_on = S.ISSUED, check_number, on
    refund.save(update_fields=["state", "check_number", "issued_on"])
    about(account=refund.guarantor.number, refund=number)


@action("refund.stop")
def stop(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    """The check was lost, came back or was stopped: its posting is reversed, and the credit is
    there again.
    """
    bulk.alone(bulk.BOOKS)
    refund = _in_state(number, S.APPROVED, S.ISSUED)
    said(reason, "Say what became of the money: lost, sent back, stopped at the bank.")
    touched = posting.reverse(
        f"refund:{number}", as_source=f"refund-stop:{number}", on=posting.posting_day(at), at=at
    )
    refund.state, refund.decided_why = S.STOPPED, reason.strip()
    refund.save(update_fields=["state", "decided_why"])
    posting.brought_up(touched, by=by, at=at)
    about(account=refund.guarantor.number, refund=number, cents=refund.cents)


@action("refund.export")
def export(*, again: bool = False, by: Actor, at: datetime) -> tuple[RefundRow, ...]:
    """The refunds to be paid out; marks each. `again`: also those exported and not issued yet."""
    bulk.alone(bulk.BOOKS)
    rows = to_export(again=again)
    if not rows:
        raise Refused("No approved refund waits to be exported.")
    numbers = [row.number for row in rows]
    Refund.objects.filter(number__in=numbers).update(exported_at=at)
    about(refunds=numbers, again=again)
    return rows


def _account(wish: NewRefund) -> Guarantor:
    found = Guarantor.objects.filter(number=wish.account_id).first()
    if found is None:
        raise Refused(f"Account {wish.account_id} is not known.")
    return found


def _charge(wish: NewRefund) -> Charge | None:
    if not wish.charge_id:
        if wish.payer:
            raise Refused("An insurer's money goes back for one charge. Name the charge.")
        return None
    found = Charge.objects.filter(
        number=wish.charge_id, patient__guarantor__number=wish.account_id
    ).first()
    if found is None:
        raise Refused(f"Charge {wish.charge_id} is not of this account.")
    return found


def _refuse_wrong(wish: NewRefund) -> None:
    if wish.cents <= 0:
        raise Refused("Write an amount above zero.")
    if wish.why not in REASONS or (wish.why in TO_INSURERS) != bool(wish.payer):
        raise Refused("Choose why it is given back.")
    if wish.tender and wish.tender not in set(Tender):
        raise Refused("Choose how it is given back.")
    if wish.why == "other":
        said(wish.words, "Say in your own words why it is given back.")
    refuse_card_numbers(wish.words)


def _refuse_more(cents: Cents, there: Cents) -> None:
    if cents > there:
        raise Refused(
            f"There is {show(there)} to give back, after what is owed and what is asked for "
            "already. Ask for that or less."
        )


def _in_state(number: int, *states: RefundState) -> Refund:
    refund = (
        Refund.objects.select_for_update(of=("self",))
        .select_related("guarantor")
        .filter(number=number)
        .first()
    )
    if refund is None:
        raise Refused(f"Refund {number} is not known.")
    if refund.state not in states:
        raise Refused(f"Refund {number} is {refund.state} now. Reload the page.")
    return refund


def _decided(
    refund: Refund, state: RefundState, reason: str, *, by: Actor, at: datetime
) -> None:  # fmt: skip
    refund.state, refund.decided_by, refund.decided_at = state, by.name, at
    refund.decided_why = reason.strip()
    refund.save(
        update_fields=["state", "decided_by", "decided_at", "decided_why", "posted_on"]
    )  # fmt: skip


def _post(refund: Refund, *, by: Actor, at: datetime) -> None:
    if not refund.payer:
        _ask_the_gate(refund, at)
    on = posting.posting_day(at)
    touched = posting.post(f"refund:{refund.number}", _postings(refund), on=on, at=at)
    refund.posted_on = on
    _decided(refund, S.APPROVED, "", by=by, at=at)
    if not refund.payer:
        less_over_given_back(refund.guarantor_id, refund.cents, by=by, at=at)
    posting.brought_up(touched, by=by, at=at)


def _ask_the_gate(refund: Refund, at: datetime) -> None:
    """Whether the person may be given money now. An insurer's own goes back whatever became of the
    person.
    """
    (facts,) = facts_for([refund.guarantor_id], day_of(at))
    verdict = judge(Proposed(Act.REFUND, at), facts, law_for(facts, live_book()))
    if not verdict.allowed:
        raise Refused(verdict.why, verdict.refusals[0].rule)


def _postings(refund: Refund) -> list[Posting]:
    if refund.payer:
        charge = refund.charge
        assert charge is not None
        return [
            Posting(
                TransactionKind.REFUND_INSURER, refund.cents, charge.patient_id, charge.id,
                payer=refund.payer, tender=refund.tender,
            )
        ]  # fmt: skip
    left = left_of(refund.guarantor_id)
    try:
        taken = shares(left, refund.cents, refund.charge_id)
    except NotThere as fault:
        raise Refused("The credit is not there any more. Reload the page.") from fault
    return [_to_patient(refund, charge, cents) for charge, cents in taken]


def _to_patient(refund: Refund, charge: int | None, cents: Cents) -> Posting:
    if charge is None:
        patient = _whose(refund.guarantor_id)
    else:
        patient = Charge.objects.values_list("patient_id", flat=True).get(id=charge)
    return Posting(
        TransactionKind.REFUND_PATIENT, cents, patient, charge, tender=refund.tender
    )  # fmt: skip


def _whose(account: int) -> int:
    """The patient whose unplaced payment came last; else the guarantor's own, else the first."""
    loose = [
        one
        for one in moves_of([account]).get(account, ())
        if one.charge is None and one.kind == TransactionKind.PATIENT_PAYMENT
    ]
    if loose and loose[-1].patient is not None:
        return loose[-1].patient
    patients = Patient.objects.filter(guarantor_id=account).order_by("id")
    own = patients.filter(relation="self").first() or patients.first()
    assert own is not None, "money without a patient"
    return own.id
