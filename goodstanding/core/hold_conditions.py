"""Standing conditions of an account that no one places or lifts: a minor, a parent or a spouse who
is not known to have signed. They come from the facts and stop as holds do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from goodstanding.core.days import add_months
from goodstanding.core.facts import AccountFacts, PatientFacts
from goodstanding.core.gate import judge
from goodstanding.core.gate_case import Proposed
from goodstanding.core.hold_effects import ActEffect, State
from goodstanding.core.hold_steps import YEARLY, HoldStep, overdue
from goodstanding.core.kinds import Act, Recipient
from goodstanding.core.liable import MAJORITY, MINOR, SPOUSE, UNSIGNED
from goodstanding.core.recipients import DIVORCED, PARENTS
from goodstanding.core.stops import spoken
from goodstanding.law import LawOn

_NOTICE = "holds.majority_notice"
_WHO_SIGNED = "holds.who_signed"
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Condition:
    """`to` is who may not be asked; `rules` are those the gate speaks of it with."""

    kind: str  # minor, minor_alone, spouse_not_signed, parent_not_signed
    label: str
    text: str
    to: Recipient
    rules: frozenset[str]
    step: HoldStep
    patient_id: str = ""


def conditions(facts: AccountFacts, law: LawOn) -> tuple[Condition, ...]:
    """Everyone on the account who may not simply be asked."""
    found = (check(facts, patient, law) for patient in facts.patients for check in _CHECKS)
    return tuple(replace(one, step=overdue(one.step, facts.on)) for one in found if one is not None)


def _minor(facts: AccountFacts, patient: PatientFacts, law: LawOn) -> Condition | None:
    own = facts.person.birth_on if patient.relation == "self" else None
    birth_on = patient.birth_on or own
    if birth_on is None:
        return None
    of_age_on = add_months(birth_on, 12 * law.number(MAJORITY, "age_of_majority"))
    if facts.on >= of_age_on:
        return None
    look_on = max(of_age_on - timedelta(days=law.number(_NOTICE)), facts.on)
    alone = patient.relation == "self" and facts.person.consented_alone
    if alone:
        text = "This minor consented alone and owes alone. The parents are told nothing."
        then = f"Of age on {spoken(of_age_on)}. Nothing changes but who may speak for them."
        rules = frozenset({MAJORITY, PARENTS})
        step = HoldStep(then, look_on, MAJORITY)
        return Condition(
            "minor_alone", "Minor who consented alone", text, Recipient.PARENT, rules, step,
            patient.patient_id,
        )  # fmt: skip
    text = "The patient is a minor. The parent or guardian who signed owes this, never the child."
    then = (
        f"Eighteen on {spoken(of_age_on)}: what came before stays with the parent who signed. Have "
        "new visits signed by the patient."
    )
    to = Recipient.GUARANTOR if patient.relation == "self" else Recipient.PATIENT
    step = HoldStep(then, look_on, MINOR)
    return Condition("minor", "Minor", text, to, frozenset({MINOR}), step, patient.patient_id)


def _spouse(facts: AccountFacts, patient: PatientFacts, law: LawOn) -> Condition | None:
    if patient.relation != "spouse" or _signed(facts):
        return None
    text = "The spouse is not known to have signed and owes nothing for this patient."
    step = HoldStep(
        "Look for what was signed, or move the charges to the patient's own account.",
        _since_first(facts, patient, law),
        SPOUSE,
    )
    rules = frozenset({SPOUSE})
    return Condition(
        "spouse_not_signed", "Spouse who did not sign", text, Recipient.GUARANTOR, rules, step,
        patient.patient_id,
    )  # fmt: skip


def _parent(facts: AccountFacts, patient: PatientFacts, law: LawOn) -> Condition | None:
    if patient.relation != "child" or _signed(facts):
        return None
    text = (
        "It is not known which parent signed. The one who signed is billed, whatever a decree "
        "says, and neither is told the other's address."
    )
    step = HoldStep(
        "Find out which parent signed for this child.", _since_first(facts, patient, law), DIVORCED
    )
    rules = frozenset({DIVORCED, UNSIGNED})
    return Condition(
        "parent_not_signed", "Which parent signed", text, Recipient.GUARANTOR, rules, step,
        patient.patient_id,
    )  # fmt: skip


def _signed(facts: AccountFacts) -> bool:
    signed_on = facts.person.signed_on
    return signed_on is not None and signed_on <= facts.on


def _since_first(facts: AccountFacts, patient: PatientFacts, law: LawOn) -> date:
    """Some time after the patient's oldest open charge; a year on when nothing is open."""
    days = [c.posted_on for c in facts.charges if c.patient_id == patient.patient_id]
    if not days:
        return add_months(facts.on, law.number(YEARLY))
    return min(days) + timedelta(days=law.number(_WHO_SIGNED))


_CHECKS: tuple[Callable[[AccountFacts, PatientFacts, LawOn], Condition | None], ...] = (
    _minor,
    _spouse,
    _parent,
)


def condition_effects(
    condition: Condition, facts: AccountFacts, law: LawOn
) -> tuple[ActEffect, ...]:
    """The gate's own answer for every act towards that person, holds left out."""
    bare = replace(facts, holds=())
    at = datetime.combine(facts.on, _NOON, ZoneInfo(facts.clinic_timezone))
    return tuple(_effect(act, condition, bare, law=law, at=at) for act in Act)


def _effect(
    act: Act, condition: Condition, facts: AccountFacts, *, law: LawOn, at: datetime
) -> ActEffect:
    verdict = judge(Proposed(act, at, condition.to), facts, law)
    for refusal in verdict.refusals:
        if refusal.rule in condition.rules:
            return ActEffect(act, State.STOPPED, refusal.rule, refusal.text, refusal.citation)
    for gone in verdict.excluded:
        if gone.rule in condition.rules:
            return ActEffect(
                act, State.STOPPED, gone.rule, gone.text, gone.citation, gone.cents, partly=True
            )
    return ActEffect(act, State.ALLOWED)
