"""Estimates: written down as a draft, changed in versions, given to the patient, withdrawn; a bill
far over its estimate looked at by a supervisor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions.accounts import decide_now, desk_number
from goodstanding.actions.plan_parts import day_of, said
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core import estimate_kept
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.estimate_past import Past
from goodstanding.core.estimate_terms import (
    Planned,
    faults,
    kept_until,
    missing,
    moved_to,
    too_late_to_change,
)
from goodstanding.core.estimates import estimate
from goodstanding.core.money import Cents
from goodstanding.core.refusals import Refused
from goodstanding.law import LawOn
from goodstanding.outbound import estimate_paper
from goodstanding.records import bulk, clinic
from goodstanding.records.models import (
    Appointment,
    CostEstimate,
    Estimate,
    EstimateGiven,
    EstimateLine,
    EstimateReview,
    EstimateVersion,
    Patient,
)
from goodstanding.records.queries import estimates as query
from goodstanding.records.queries.benefits import said_of_care
from goodstanding.records.queries.estimate_accuracy import past_of
from goodstanding.records.queries.estimate_days import care_on
from goodstanding.records.queries.estimate_over import over as over_of

HOW = {"print": "On paper", "email": "By secure email"}


@action("estimate.draft")
def draft(*, patient: str, planned: Planned, appointment: str = "", by: Actor, at: datetime) -> int:
    """The estimate's key. Of one visit there is one estimate: change it by a version."""
    row = Patient.objects.select_related("guarantor").filter(number=patient).first()
    if row is None:
        raise Refused("This patient is not known. Search again.")
    visit = None
    if appointment:
        visit = Appointment.objects.filter(number=appointment, patient=row).first()
        if visit is None or visit.status != "booked":
            raise Refused("This visit is not booked any more. Reload the page.")
        bulk.hold("records_appointment", "id", [visit.id])
        if visit.cost_estimates.filter(withdrawn_at=None).exists():
            raise Refused("This visit has an estimate. Open it and write a new version.")
    law = _checked(planned, at)
    case = CostEstimate.objects.create(
        number=desk_number(row.guarantor_id, at), patient=row, appointment=visit, made_at=at,
        made_by=by.name, **_days(planned, law),
    )  # fmt: skip
    _version(case, planned, why="", by=by, at=at)
    about(account=row.guarantor.number, estimate=case.id, track=case.track)
    return case.id


@action("estimate.version")
def new_version(
    *, key: int, planned: Planned, why: str, by: Actor, at: datetime, seen: int | None = None
) -> int:
    """The version's number. What was given stays as it was given. `seen`: the newest that was
    looked at; a newer one meanwhile refuses.
    """
    case = _open(key)
    last = case.versions.latest("number")
    if seen not in (None, last.number):
        raise Refused(f"{last.by} wrote version {last.number} meanwhile. Look at it first.")
    if query.was_given(last.id):
        why = said(why, "Say what changed, so that the patient can be told.")
    law = _checked(planned, at)
    for name, value in _days(planned, law).items():
        setattr(case, name, value)
    case.save()
    number = _version(case, planned, why=why, by=by, at=at)
    about(account=case.patient.guarantor.number, estimate=case.id, version=number)
    return number


@dataclass(frozen=True, slots=True)
class Handed:
    """How an estimate is given: on paper or by an email the person sends. `version` is the number
    the person saw, None: the newest, seen or not.
    """

    how: str
    told_aloud: bool
    late_why: str = ""
    version: int | None = None


@action("estimate.give")
def give(*, key: int, handed: Handed, by: Actor, at: datetime) -> int:
    """The version that was seen, which must be the newest. The gate compares bills with it from
    now. Returns the version's number."""
    case, on, how = _open(key), day_of(at), handed.how
    version = case.versions.latest("number")
    planned = estimate_kept.read(version.inputs)
    law = query.law_on(on)
    _may_give(case, version, handed, on=on)
    if lacking := " ".join(missing(planned)):
        raise Refused(f"It cannot be given yet. {lacking}")
    changed, late_why = version.number > 1 and query.was_given_before(case.id), handed.late_why
    if changed and too_late_to_change(planned.service_on, on, law):
        late_why = said(late_why, "A changed estimate is due one business day before the care. "
                        "Say why it comes later.")  # fmt: skip
    values = estimate_paper.paper(
        planned, version.figures, query.for_whom(case.patient_id),
        clinic=clinic.current().facts, given_on=on, law=law,
    )  # fmt: skip
    EstimateGiven.objects.create(
        version=version, on=on, at=at, by=by.name, how=how, told_aloud=handed.told_aloud,
        late_why=late_why.strip(), paper=values, keep_until=kept_until(on, law),
    )  # fmt: skip
    _for_the_gate(case, planned, number=f"{case.number}-{version.number}", on=on)
    about(account=case.patient.guarantor.number, estimate=case.id, version=version.number, how=how)
    return version.number


@action("estimate.withdraw")
def withdraw(*, key: int, why: str, by: Actor, at: datetime) -> None:
    """No more is due for it. One that was given is kept, and bills are still compared with it."""
    case = _open(key)
    case.withdrawn_why = said(why, "Say why it is withdrawn.")
    case.withdrawn_at, case.withdrawn_by = at, by.name
    case.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    about(account=case.patient.guarantor.number, estimate=case.id)


@action("estimate.review")
def review_over(
    *, number: str, provider: str, billed_cents: Cents, found: str, by: Actor, at: datetime
) -> None:
    """A supervisor looked at the bill as high as `billed_cents`; from now it may be asked for."""
    over = next((row for row in over_of(day_of(at), number) if row.provider == provider), None)
    if over is None or over.billed_cents != billed_cents:
        raise Refused("The bill has changed since. Reload the page and look again.")
    words = said(found, "Write what you found, and what the patient is told.")
    patient = Patient.objects.select_related("guarantor").get(number=over.patient_id)
    EstimateReview.objects.create(
        patient=patient, number=number, provider=provider, service_on=over.service_on,
        estimated_cents=over.estimated_cents, billed_cents=billed_cents, on=day_of(at), at=at,
        by=by.name, found=words,
    )  # fmt: skip
    about(account=patient.guarantor.number, over=over.over_cents)
    decide_now(patient.guarantor_id, by=by, at=at)


def _open(key: int) -> CostEstimate:
    case = CostEstimate.objects.select_related("patient__guarantor").filter(id=key).first()
    if case is None:
        raise Refused("This estimate is not known. Reload the page.")
    bulk.hold("records_costestimate", "id", [key])
    case.refresh_from_db(fields=["withdrawn_at"])
    if case.withdrawn_at is not None:
        raise Refused("This estimate was withdrawn. Make a new one.")
    return case


def _checked(planned: Planned, at: datetime) -> LawOn:
    law = query.law_on(day_of(at))
    if wrong := " ".join(faults(planned, law)):
        raise Refused(wrong)
    if has_card_number(planned.service):
        raise Refused("Take the card number out. Card numbers are never kept here.")
    return law


def _days(planned: Planned, law: LawOn) -> dict[str, object]:
    found = estimate(planned.asked, law)
    return {
        "track": planned.track, "asked_on": planned.asked_on, "booked_on": planned.booked_on,
        "service_on": planned.service_on, "recurs_until": planned.recurs_until,
        "times": planned.times, "deliver_by": found.deliver_by,
    }  # fmt: skip


def _version(case: CostEstimate, planned: Planned, *, why: str, by: Actor, at: datetime) -> int:
    on = day_of(at)
    found = estimate(planned.asked, query.law_on(on))
    figures = estimate_kept.figures(
        planned, found, _past(case, planned, on), check=_to_check(case, planned)
    )
    number = case.versions.count() + 1
    version = EstimateVersion.objects.create(
        estimate=case, number=number, at=at, by=by.name, why=why.strip(),
        inputs=estimate_kept.written(planned), figures=figures,
        share_cents=found.share, at_most_cents=figures["at_most"],
    )  # fmt: skip
    EstimateLine.objects.bulk_create(_lines(version, planned))
    return number


def _to_check(case: CostEstimate, planned: Planned) -> tuple[str, ...]:
    if not planned.insured or planned.nothing_owed:
        return ()
    care = [(line.code, line.modifiers) for line in planned.lines if line.covered]
    return said_of_care(case.patient.number, care, planned.service_on)


def _past(case: CostEstimate, planned: Planned, on: date) -> Past | None:
    """Of care that comes again the past is not counted."""
    if not planned.lines or planned.recurs_until is not None:
        return None
    return past_of(
        planned.lines[0].code, patient_id=case.patient.number, insured=planned.insured,
        service_on=planned.service_on, on=on,
    )  # fmt: skip


def _lines(version: EstimateVersion, planned: Planned) -> Sequence[EstimateLine]:
    return [
        EstimateLine(
            version=version, place_in_order=order, provider=line.provider, npi=line.npi,
            tin=line.tin, code=line.code, modifiers=" ".join(line.modifiers),
            diagnosis=line.diagnosis, place=line.place, units=line.units, cents=line.cents or 0,
        )
        for order, line in enumerate(planned.lines, 1)
    ]  # fmt: skip


def _may_give(case: CostEstimate, version: EstimateVersion, handed: Handed, *, on: date) -> None:
    if handed.version not in (None, version.number):
        raise Refused(
            f"Version {version.number} was written since. Look at it, then give that one."
        )
    if handed.how not in HOW:
        raise Refused("Choose paper or secure email.")
    if handed.how == "email" and not case.patient.guarantor.email:
        raise Refused("There is no email address on file. Give it on paper.")
    if query.was_given(version.id):
        raise Refused("This version was given already. Write a new version if something changed.")
    day = care_on(case, clinic.current().timezone)
    if day < on:
        raise Refused("The day of the care is past. An estimate is given before it.")
    if day != case.service_on:
        raise Refused(moved_to(day))


def _for_the_gate(case: CostEstimate, planned: Planned, *, number: str, on: date) -> None:
    """The rows bills are compared with, as if they had come in the practice's export."""
    again = planned.recurs_until is not None
    Estimate.objects.bulk_create(
        Estimate(
            number=number, patient_id=case.patient_id, given_on=on, kind=planned.track,
            code=line.code, provider=line.provider, cents=planned.times * (line.cents or 0),
            service_on=None if again else planned.service_on,
        ) for line in planned.lines
    )  # fmt: skip
