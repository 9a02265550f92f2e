"""Who the subscriber of a coverage is: written by a person, or learnt from a payer's answer."""

from datetime import datetime

from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.core.subscribers import (
    LONGEST_FIRST,
    LONGEST_LAST,
    PATIENT,
    SELF,
    relation_of,
    says,
    wrong_with,
)
from goodstanding.core.subscribers import Subscriber as Who
from goodstanding.formats.x12.eligibility_values import Exchange, Person
from goodstanding.records import bulk
from goodstanding.records.models import Coverage, EligibilityCheck, Subscriber
from goodstanding.records.queries.subscribers import ANSWER, HAND, kept_of, key_of, mark_of

_SELF_CODE = "18"


@action("eligibility.subscriber")
def write_subscriber(*, coverage_id: int, seen: str, who: Who, by: Actor, at: datetime) -> None:
    """A person says who holds the plan; PATIENT takes another person back. `seen` is the mark of
    the coverage as they saw it."""
    bulk.hold("records_coverage", "id", [coverage_id])
    coverage = Coverage.objects.select_related("patient__guarantor").filter(id=coverage_id).first()
    if coverage is None or mark_of(coverage) != seen:
        raise Refused("This coverage has changed since you opened the page. Reload the page.")
    if who.relation == SELF:
        who = PATIENT
    elif why := wrong_with(who, day_of(at)):
        raise Refused(why)
    _add(coverage, who, source=HAND, by=by.name, at=at)
    patient = coverage.patient
    about(account=patient.guarantor.number, patient=patient.number, relation=who.relation)


def learn(check: EligibilityCheck, one: Exchange, *, at: datetime) -> None:
    """From an answer that names both the subscriber and the patient as their dependant. It is
    added when it is news; what a person wrote goes on counting."""
    coverage = check.coverage
    who = _named_in(one)
    if coverage is None or who is None:
        return
    kept = kept_of([coverage.patient_id]).get(key_of(coverage))
    if kept is None or not says(kept.newest, who):
        _add(coverage, who, source=ANSWER, by=check.by, at=at, check_of=check)


def _named_in(one: Exchange) -> Who | None:
    """The subscriber, where the answer is about somebody else whom it names."""
    holder, patient = one.subscriber, one.dependent
    if holder is None or patient is None or patient.relation == _SELF_CODE:
        return None
    if not (holder.last_name and patient.first_name) or _name(holder) == _name(patient):
        return None
    return Who(
        holder.last_name[:LONGEST_LAST], holder.first_name[:LONGEST_FIRST], holder.birth_on,
        relation_of(patient.relation),
    )  # fmt: skip


def _name(person: Person) -> tuple[object, ...]:
    return person.last_name.upper(), person.first_name.upper(), person.birth_on


def _add(coverage: Coverage, who: Who, **more: object) -> None:
    patient, payer, member = key_of(coverage)
    Subscriber.objects.create(
        patient_id=patient, payer=payer, member=member, last_name=who.last_name,
        first_name=who.first_name, birth_on=who.birth_on, relation=who.relation, **more,
    )  # fmt: skip
