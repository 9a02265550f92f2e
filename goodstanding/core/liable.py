"""Whose debt is it? The patient's, that of who signed for them, and the signing parent's of a
minor."""

from datetime import date
from functools import lru_cache

from goodstanding.core.days import add_months
from goodstanding.core.facts import AccountFacts, ChargeFacts, PatientFacts
from goodstanding.law import LawOn

SPOUSE = "mn-spouse-not-liable"
MINOR = "mn-minor-guarantor"
MAJORITY = "mn-minor-consent-financial-responsibility"
UNSIGNED = "owed.guarantor_not_signed"


def not_liable(
    charge: ChargeFacts, patient: PatientFacts | None, *, facts: AccountFacts, law: LawOn
) -> tuple[str, str] | None:
    """The rule and sentence that leave the guarantor out. Turning 18 moves no old debt."""
    person = facts.person
    if patient is None:
        return UNSIGNED, "Whose service this was is not known."
    if patient.relation == "self":
        birth_on = patient.birth_on or person.birth_on
        if not person.consented_alone and was_minor(birth_on, charge.service_on, law):
            return MINOR, "The patient was a minor that day. The parent who signed owes this."
        return None
    if person.signed_on is not None and person.signed_on <= facts.on:
        return None
    if patient.relation == "spouse":
        return SPOUSE, _spouse_text(charge, law)
    if patient.relation == "child" and was_minor(patient.birth_on, charge.service_on, law):
        return MINOR, "The parent who signed owes this; this one is not known to have signed."
    return UNSIGNED, "The guarantor is not known to have signed for this patient."


def _spouse_text(charge: ChargeFacts, law: LawOn) -> str:
    then = law.as_of(charge.service_on)
    name = "medical_necessaries_liability"
    if then.in_force(SPOUSE, name) and then.flag(SPOUSE, name):
        return (
            "An earlier law reached the spouse on that day; the clinic asks no spouse who did"
            " not sign."
        )
    return "A spouse who did not sign owes nothing."


@lru_cache(maxsize=256)
def _of_age(law: LawOn) -> int:
    return law.number(MAJORITY, "age_of_majority")


def was_minor(birth_on: date | None, on: date, law: LawOn) -> bool:
    """An unknown birthday is an adult's."""
    if birth_on is None:
        return False
    age = _of_age(law)
    if on.year - birth_on.year > age:
        return False
    return on < add_months(birth_on, 12 * age)
