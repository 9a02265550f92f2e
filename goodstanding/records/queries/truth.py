"""Is this balance true? Nine checks above every button that asks for money; each says what it
looked at.
"""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import HoldKind, PayerType
from goodstanding.core.money import show

FRESH_DAYS = 7
_PUBLIC = frozenset({PayerType.MEDICAID})
_OTHER_PAYS = frozenset({PayerType.WORKERS_COMP, PayerType.NO_FAULT, PayerType.LIABILITY})
_QUESTIONS = frozenset(
    {HoldKind.DISPUTE, HoldKind.BILLING_ERROR, HoldKind.GOOD_FAITH_DISPUTE, HoldKind.PAYER_APPEAL}
)
_ELSEWHERE = frozenset({HoldKind.WORKERS_COMP, HoldKind.NO_FAULT, HoldKind.LIABILITY})


@dataclass(frozen=True, slots=True)
class TruthCheck:
    """`ok` None: it cannot be told, which counts as not ok."""

    label: str
    ok: bool | None
    text: str


def checks(facts: AccountFacts, last_posted: str | None) -> tuple[TruthCheck, ...]:
    """`last_posted`: the last day on which anything at all was posted, ISO; None when nothing ever
    was.
    """
    asked = [charge for charge in facts.charges if charge.patient_cents]
    in_force = [hold for hold in facts.holds if hold.in_force(facts.on)]
    kinds = {hold.kind for hold in in_force}
    pending = [charge for charge in asked if charge.insurer_cents]
    covers = {cover.payer_type for charge in asked for cover in charge.coverages}
    qmb = any(cover.qmb for charge in asked for cover in charge.coverages)
    last = date.fromisoformat(last_posted) if last_posted else None
    elsewhere = bool(covers & _OTHER_PAYS or kinds & _ELSEWHERE)
    return (
        TruthCheck("Insurance finished", not pending,
        f"{len(pending)} of these visits are still with the insurance."),
        TruthCheck("No loose money", not facts.unapplied_cents,
        f"{show(facts.unapplied_cents)} is not placed yet."),
        _freshness(last, facts.on),
        TruthCheck("Mail not returned", facts.person.mail_returned_on is None,
        "Mail came back. Find the address."),
        TruthCheck("No open question", not kinds & _QUESTIONS,
        "A dispute or a review of the bill is open."),
        TruthCheck("Not QMB or Medical Assistance", not (qmb or covers & _PUBLIC),
                   "The patient had QMB or Medical Assistance on the day of service."),
        TruthCheck("Not workers' comp or auto", not elsewhere, "Another insurance may owe this."),
        TruthCheck("No stop", not kinds - _QUESTIONS - _ELSEWHERE, "A hold is in force."),
        TruthCheck("Signed as responsible", True if facts.person.signed_on or _own(facts) else None,
                   "No signature on file, and the visits are another person's."),
    )  # fmt: skip


def _own(facts: AccountFacts) -> bool:
    """Everyone answers for their own visits."""
    asked = {charge.patient_id for charge in facts.charges if charge.patient_cents}
    return all(
        (patient := facts.patient(number)) is not None and patient.relation == "self"
        for number in asked
    )


def _freshness(last: date | None, on: date) -> TruthCheck:
    if last is None:
        return TruthCheck("Posting fresh", None, "Nothing has been posted yet.")
    fresh = (on - last).days <= FRESH_DAYS
    return TruthCheck(
        "Posting fresh", fresh, f"The last posting is of {last:%m/%d/%Y}. Import what came since."
    )
