"""Denials as work: a case opens when an insurer refuses, closes when its part is settled, and in
between people say what they did.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions import posting
from goodstanding.actions.denial_rows import how_settled, refusals, undone
from goodstanding.actions.hold_parts import day_of, said
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.denials import (
    OUTCOME_WORDS,
    STATE_AFTER,
    CaseState,
    Outcome,
    Step,
    appeal_by,
    next_after,
)
from goodstanding.core.kinds import TransactionKind
from goodstanding.core.money import show
from goodstanding.core.owed import owed
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import DenialCase, DenialStep
from goodstanding.records.queries.account_record import facts_of

_LONGEST = 2000


@action("denial.open")
def open_denials(*, on: date, by: Actor, at: datetime) -> int:
    """Opens a case for each charge with a living refusal and insurer money open, and closes those
    that are settled; a second time changes nothing. Returns how many opened.
    """
    bulk.alone(bulk.BOOKS)
    closed = _close_settled(on=on, by=by, at=at)
    limits = clinic.current().desk
    made = []
    for one in refusals():
        last = appeal_by(one.denied_on, limits.appeal_days_at(one.payer))
        made.append(DenialCase(
            charge_id=one.charge, denial_id=one.denial, payer=one.payer, group_code=one.group,
            reason_code=one.reason, remarks=one.remarks, cents=one.cents, opened_on=on,
            appeal_by=last, next_on=on,
        ))  # fmt: skip
    DenialCase.objects.bulk_create(made, batch_size=500)
    _leave(made, "opened", "", by=by, at=at)
    if made or closed:
        about(opened=len(made), closed=closed)
    return len(made)


def _leave(cases: Iterable[DenialCase], what: str, text: str, *, by: Actor, at: datetime) -> None:
    on = day_of(at)
    DenialStep.objects.bulk_create(
        [DenialStep(case=case, at=at, on=on, by=by.name, what=what, text=text) for case in cases],
        batch_size=500,
    )


def _close_settled(*, on: date, by: Actor, at: datetime) -> int:
    """Cases whose charge has nothing open with the insurer any more, or whose refusal was taken
    back.
    """
    ended: dict[tuple[Outcome, str], list[int]] = defaultdict(list)
    for case, outcome in how_settled().items():
        ended[outcome, "Nothing is open with the insurer any more."].append(case)
    for case in undone():
        ended[Outcome.OTHER, "The insurer took the refusal back."].append(case)
    count = 0
    for (outcome, words), keys in ended.items():
        cases = list(DenialCase.objects.filter(id__in=keys).exclude(state=CaseState.CLOSED))
        count += len(cases)
        DenialCase.objects.filter(id__in=[case.id for case in cases]).update(
            state=CaseState.CLOSED, outcome=outcome, closed_on=on
        )
        _leave(cases, "closed", f"{OUTCOME_WORDS[outcome]}. {words}", by=by, at=at)
    return count


@dataclass(frozen=True, slots=True)
class DenialWork:
    """`next_on` None: as long as a payer is usually given."""

    step: Step
    words: str
    next_on: date | None = None


@action("denial.step")
def record_step(*, case_id: int, done: DenialWork, by: Actor, at: datetime) -> None:
    """Called, corrected, resent, appealed: kept with its words; the next day moves on."""
    case = _living(case_id)
    said(done.words, "Say what was done, and what the payer said.")
    today = day_of(at)
    if done.next_on is not None and done.next_on <= today:
        raise Refused("The next day must come after today. Choose a later one.")
    case.state = STATE_AFTER.get(done.step, CaseState(case.state))
    case.next_on = done.next_on or next_after(done.step, today, case.appeal_by)
    case.save(update_fields=["state", "next_on"])
    _leave([case], done.step, done.words.strip()[:_LONGEST], by=by, at=at)
    about(account=_account(case), denial=case.id, step=done.step.value)


@action("denial.close")
def close_denial(*, case_id: int, outcome: Outcome, words: str, by: Actor, at: datetime) -> None:
    """Ends the work. `written_off` and `patient` move what is open with the insurer; the patient is
    only asked where the law allows it.
    """
    bulk.alone(bulk.BOOKS)
    case = _living(case_id)
    said(words, "Say how it ended.")
    insurer, _ = posting.open_cents(case.charge)
    if outcome is Outcome.PAID and insurer > 0:
        raise Refused(
            f"The books show {show(insurer)} still open with the insurer. Post its payment; the "
            "case then closes by itself."
        )
    if outcome is Outcome.WRITTEN_OFF and insurer > 0:
        _write_off(case, insurer, by=by, at=at)
    if outcome is Outcome.PATIENT and insurer > 0:
        _to_patient(case, insurer, by=by, at=at)
    case.state, case.outcome, case.closed_on = CaseState.CLOSED, outcome, day_of(at)
    case.save(update_fields=["state", "outcome", "closed_on"])
    text = f"{OUTCOME_WORDS[outcome]}. {words.strip()}"[:_LONGEST]
    _leave([case], "closed", text, by=by, at=at)
    about(account=_account(case), denial=case.id, outcome=outcome.value, cents=insurer)


def _write_off(case: DenialCase, cents: int, *, by: Actor, at: datetime) -> None:
    limit = clinic.current().desk.write_off_alone_up_to
    if cents > limit:
        raise Refused(
            f"{show(cents)} is more than one person may write off alone ({show(limit)}). Ask for "
            "the write-off on the account, where a second person agrees; then close this case."
        )
    _move(case, TransactionKind.CONTRACTUAL, cents, by=by, at=at)


def _to_patient(case: DenialCase, cents: int, *, by: Actor, at: datetime) -> None:
    """Posted first and judged by the facts with it: what the law says is then about the very
    balance. A refusal rolls the posting back.
    """
    _, before = posting.open_cents(case.charge)
    _move(case, TransactionKind.TO_PATIENT, cents, by=by, at=at)
    on = posting.posting_day(at)
    facts = facts_of(_account(case), on)
    assert facts is not None, "the charge has an account"
    answer = owed(facts, law_for(facts, live_book()))
    if answer.charges.get(case.charge.number, 0) >= before + cents:
        return
    left_out = [one for one in answer.excluded if one.charge_id == case.charge.number]
    why, rule = (left_out[0].text, left_out[0].rule) if left_out else ("It is on hold.", "")
    raise Refused(f"The patient may not be asked for this. {why}", rule)


def _move(case: DenialCase, kind: TransactionKind, cents: int, *, by: Actor, at: datetime) -> None:
    one = posting.Posting(
        kind, cents, case.charge.patient_id, case.charge_id, payer=case.payer[:64],
        group=case.group_code, reason=case.reason_code,
    )  # fmt: skip
    patients = posting.post(f"denial:{case.id}", [one], on=posting.posting_day(at), at=at)
    posting.brought_up(patients, by=by, at=at)


def _living(case_id: int) -> DenialCase:
    found = (
        DenialCase.objects.select_for_update(of=("self",))
        .select_related("charge__patient__guarantor")
        .filter(id=case_id)
        .exclude(state=CaseState.CLOSED)
        .first()
    )
    if found is None:
        raise Refused("This denial is closed already. Reload the page.")
    return found


def _account(case: DenialCase) -> str:
    return str(case.charge.patient.guarantor.number)
